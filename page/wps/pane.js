// The pane in WPS: the page, and above it the workbook that is open.
import { begin } from "../script/beginning.js";
import { saveThrough } from "../script/saving.js";
import { prepareWorkbook } from "../pane/workbook.js";
import { WpsHost } from "./host.js";

const app = window.Application ?? window.wps;

begin((engine) => {
  if (!app) throw new Error("这个窗格要由 WPS 打开");
  const host = new WpsHost(app);
  saveThrough((name, bytes) => `已保存：${host.save(name, bytes)}`);
  prepareWorkbook(engine, host);
});
