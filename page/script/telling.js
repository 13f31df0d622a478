// What is said aloud: one line above the results, read by screen readers.
import { byId } from "./elements.js";

export function tell(text) {
  byId("said").textContent = text;
}
