// The hands in WPS: they do what a command has planned, in one call, and undo all of it when one step fails.
// They follow macros/excel/Hands.bas step by step; WPS's object model is that of VBA.
import { FIELD, recordsOf, Refusal } from "../pane/plan.js";
import { Locks } from "./locks.js";
import { appendNote, clearMarks, fillOf, frameOf, noteOf, Record, setFill, setFrame, sheetOrNull, VISIBLE } from "./marks.js";

const SWITCHES = ["ScreenUpdating", "EnableEvents", "DisplayAlerts"];

// Do what the plan says to the open workbook of that name. Returns "" when all is done, else the number of the record,
// U+001F and the reason; nothing is changed then.
export function applyPlan(app, name, plan) {
  let number = 0;
  let work = null;
  try {
    const book = bookOf(app, name);
    if (book.ReadOnly) throw new Refusal(`read-only ${name}`);
    work = new Work(app, book);
    const records = recordsOf(plan);
    work.begin(records);
    for (const [at, record] of records.entries()) {
      number = at + 1;
      work.apply(record);
    }
    number = 0;
    work.record.store();
    work.end();
    return "";
  } catch (failure) {
    work?.record.undo();
    work?.end();
    return `${number}${FIELD}${failure?.message ?? failure}`;
  }
}

function bookOf(app, name) {
  let book = null;
  try {
    book = app.Workbooks.Item(name);
  } catch {
    book = null;
  }
  if (!book) throw new Refusal(`no-book ${name}`);
  return book;
}

class Work {
  constructor(app, book) {
    this.app = app;
    this.book = book;
    this.record = new Record(book);
    this.locks = new Locks(book);
    this.front = book.ActiveSheet;
    this.selected = false;
    this.before = SWITCHES.map((name) => app[name]);
  }

  begin(records) {
    for (const name of SWITCHES) this.app[name] = false;
    this.locks.openFor(records);
  }

  end() {
    this.locks.closeAll();
    if (!this.selected) this.front.Activate();
    for (const [at, name] of SWITCHES.entries()) this.app[name] = this.before[at];
  }

  apply(record) {
    const [verb, title, address, value] = record;
    if (verb === "clear") clearMarks(this.book);
    else if (verb === "fill") this.fill(this.cell(title, address), title, address, value);
    else if (verb === "frame") this.frame(this.cell(title, address.split(":")[0]), title, value);
    else if (verb === "note") this.note(this.cell(title, address), title, address, value);
    else if (verb === "select") this.show(title, address);
    else if (verb === "take") this.take(record[1], record.slice(2));
    else throw new Refusal(`unknown-verb ${verb}`);
  }

  cell(title, address) {
    const sheet = sheetOrNull(this.book, title);
    if (!sheet) throw new Refusal(`no-sheet ${title}`);
    return sheet.Range(address);
  }

  fill(cell, title, address, colour) {
    this.record.add("fill", title, address, fillOf(cell));
    setFill(cell, colour);
  }

  frame(cell, title, colour) {
    this.record.add("frame", title, cell.Address().replaceAll("$", ""), frameOf(cell));
    setFrame(cell, colour);
  }

  note(cell, title, address, text) {
    this.record.add("note", title, address, noteOf(cell));
    appendNote(cell, text);
  }

  // Sheets are copied one by one, so that each is recorded before the next can fail.
  take(path, titles) {
    const taken = titles.find((title) => sheetOrNull(this.book, title));
    if (taken) throw new Refusal(`sheet-exists ${taken}`);
    const source = this.app.Workbooks.Open(path, 0, true);
    try {
      for (const title of titles) {
        const { Sheets: sheets } = this.book;
        source.Sheets.Item(title).Copy(undefined, sheets.Item(sheets.Count));
        this.record.add("drop", title, "", "");
      }
    } finally {
      source.Close(false);
      this.book.Activate();
    }
  }

  show(title, address) {
    const cell = this.cell(title, address);
    const sheet = sheetOrNull(this.book, title);
    if (sheet.Visible !== VISIBLE && sheet.Visible !== true) throw new Refusal(`sheet-hidden ${title}`);
    this.selected = true;
    this.app.ScreenUpdating = true;
    this.book.Activate();
    sheet.Activate();
    cell.Select();
  }
}
