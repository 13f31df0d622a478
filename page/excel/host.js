// Excel beside the pane: the bytes of the workbook, and the hands.
import { applyInExcel } from "./hands.js";

const SLICE = 4_000_000;

export class ExcelHost {
  constructor(office, excel) {
    this.office = office;
    this.excel = excel;
    this.notes = office.context.requirements.isSetSupported("ExcelApi", "1.18");
  }

  // The pane has its own buttons; the ribbon opens the pane and no more.
  onClick() {
    return undefined;
  }

  // Return the workbook of this pane: it has one each.
  async current() {
    return this.excel.run(async (context) => {
      const { workbook } = context;
      const sheet = workbook.worksheets.getActiveWorksheet();
      const range = workbook.getSelectedRange();
      workbook.load("name");
      sheet.load("name");
      range.load("address");
      await context.sync();
      return { name: workbook.name, sheet: sheet.name, selection: range.address.split("!").pop() };
    });
  }

  // Return the bytes of the workbook, unsaved edits included, piece by piece.
  async copy() {
    const file = await this.answer((call) => this.office.context.document.getFileAsync("compressed", { sliceSize: SLICE }, call));
    try {
      const pieces = [];
      for (let at = 0; at < file.sliceCount; at += 1) {
        const piece = await this.answer((call) => file.getSliceAsync(at, call));
        pieces.push(Uint8Array.from(piece.data));
      }
      return new Uint8Array(await new Blob(pieces).arrayBuffer());
    } finally {
      file.closeAsync();
    }
  }

  // Wait for an answer of Office; what it refuses is an error in its own words.
  answer(ask) {
    return new Promise((resolve, reject) => {
      ask(({ status, value, error }) => (status === "succeeded" ? resolve(value) : reject(new Error(error.message))));
    });
  }

  listsPath() {
    return "";
  }

  apply(_book, plan, lists) {
    return applyInExcel(this.excel, plan, lists ? inBase64(lists) : null, this.notes);
  }
}

function inBase64(bytes) {
  const letters = [];
  for (let at = 0; at < bytes.length; at += 8192) letters.push(String.fromCharCode(...bytes.subarray(at, at + 8192)));
  return btoa(letters.join(""));
}
