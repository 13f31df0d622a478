// WPS beside the pane: which workbook, its bytes, and files beside it. What of WPS's interface is used stands in docs/wps.md.
import { applyPlan } from "./hands.js";

const CLICK = "perfeval_click";
const WAIT_MS = 200;
const MOST = 1000;

export class WpsHost {
  constructor(app) {
    this.app = app;
    this.seen = 0;
    this.copies = 0;
  }

  // Call back for every click on the ribbon; the ribbon's page tells it through the storage both share.
  onClick(call) {
    setInterval(() => {
      const told = this.app.PluginStorage.getItem(CLICK);
      const click = told ? JSON.parse(told) : { number: 0 };
      if (click.number === this.seen) return;
      this.seen = click.number;
      call(click.command, click.book);
    }, WAIT_MS);
  }

  // Return the workbook of that name, by default the one in front; null when none is open.
  current(name) {
    const book = name ? bookOrNull(this.app, name) : this.app.ActiveWorkbook;
    if (!book) return null;
    return { name: book.Name, sheet: book.ActiveSheet.Name, selection: this.selection() };
  }

  selection() {
    try {
      return this.app.Selection.Address();
    } catch {
      return ""; // a picture or a chart
    }
  }

  // Return the bytes of the workbook as it is now, unsaved edits included; the workbook itself stays as it is.
  copy({ name }) {
    const ending = /\.[A-Za-z]{1,5}$/.exec(name)?.[0] ?? ".xlsx";
    const path = this.scratch(ending);
    this.app.Workbooks.Item(name).SaveCopyAs(path);
    try {
      const text = this.app.FileSystem.readAsBinaryString(path);
      if (!text) throw new Error("empty");
      return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
    } finally {
      this.remove(path);
    }
  }

  // Where the workbook with the lists will stand.
  listsPath() {
    return this.scratch(".xlsx");
  }

  // Apply a plan; returns what the hands answer.
  apply({ name }, plan, lists, path) {
    if (lists) this.write(path, lists);
    try {
      return applyPlan(this.app, name, plan);
    } finally {
      if (lists) this.remove(path);
    }
  }

  // Write a new file beside the workbook, or where temporary files stand when it was never saved; returns its path.
  save(name, bytes) {
    const book = this.app.ActiveWorkbook;
    const folder = book?.Path || this.app.Env.GetTempPath();
    const [stem, ending] = /^(.*?)(\.[^.]*)?$/s.exec(name).slice(1);
    for (let number = 1; number < MOST; number += 1) {
      const path = joined(folder, `${stem}${number === 1 ? "" : `（${number}）`}${ending ?? ""}`);
      if (this.app.FileSystem.Exists(path)) continue;
      this.write(path, bytes);
      return path;
    }
    throw new Error(`“${folder}”里已有太多“${name}”。`);
  }

  write(path, bytes) {
    const letters = [];
    for (let at = 0; at < bytes.length; at += 8192) letters.push(String.fromCharCode(...bytes.subarray(at, at + 8192)));
    this.app.FileSystem.writeAsBinaryString(path, letters.join(""));
    if (!this.app.FileSystem.Exists(path)) throw new Error(`无法写入“${path}”。`);
  }

  remove(path) {
    try {
      this.app.FileSystem.Remove(path);
    } catch {
      return; // it stands among the temporary files, which are cleared anyway
    }
  }

  scratch(ending) {
    this.copies += 1;
    return joined(this.app.Env.GetTempPath(), `perfeval-${Date.now()}-${this.copies}${ending}`);
  }
}

function bookOrNull(app, name) {
  try {
    return app.Workbooks.Item(name) ?? null;
  } catch {
    return null;
  }
}

// Forward slashes work on Windows too, and mixed ones may not.
function joined(folder, name) {
  return `${folder.replaceAll("\\", "/").replace(/\/+$/, "")}/${name}`;
}
