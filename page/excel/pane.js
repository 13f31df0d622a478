// The pane in Excel: the page, and above it the workbook that is open.
import { begin } from "../script/beginning.js";
import { prepareWorkbook } from "../pane/workbook.js";
import { ExcelHost } from "./host.js";

begin(async (engine) => {
  if (!window.Office) throw new Error("取不到 office.js，请检查网络，或者把它放到内网");
  await window.Office.onReady();
  if (!window.Office.context.requirements.isSetSupported("ExcelApi", "1.13")) throw new Error("这个版本的 Excel 不够新，须 Excel 2021 或 Microsoft 365");
  prepareWorkbook(engine, new ExcelHost(window.Office, window.Excel));
});
