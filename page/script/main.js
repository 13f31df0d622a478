// The page by itself.
import { begin } from "./beginning.js";

begin();
