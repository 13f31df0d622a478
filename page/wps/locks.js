// Protection: taken off where a plan needs it, put on again exactly as it was. Passwords are never guessed: a sheet that
// has one is an error before anything is changed.
import { Refusal } from "../pane/plan.js";
import { recorded, RECORD_SHEET, sheetOrNull } from "./marks.js";

const CHANGING = new Set(["fill", "frame", "note"]);
const ALLOWED = [
  "AllowFormattingCells", "AllowFormattingColumns", "AllowFormattingRows", "AllowInsertingColumns", "AllowInsertingRows",
  "AllowInsertingHyperlinks", "AllowDeletingColumns", "AllowDeletingRows", "AllowSorting", "AllowFiltering", "AllowUsingPivotTables",
];
const NO_PASSWORD = "perfeval"; // any text: a sheet without a password ignores it, and none is asked for

export class Locks {
  constructor(book) {
    this.book = book;
    this.sheets = [];
    this.structure = null;
  }

  // Take off what the records need; throws when there is a password.
  openFor(records) {
    for (const [verb, title] of records) {
      if (verb === "clear") this.openRecorded();
      if (verb === "take") this.openStructure();
      if (CHANGING.has(verb)) {
        this.openStructure();
        this.openSheet(sheetOrNull(this.book, title));
      }
    }
  }

  openRecorded() {
    if (!sheetOrNull(this.book, RECORD_SHEET)) return;
    this.openStructure();
    for (const { cell } of recorded(this.book)) {
      if (cell) this.openSheet(cell.Worksheet);
    }
  }

  openStructure() {
    if (this.structure || !this.book.ProtectStructure) return;
    const windows = optional(() => this.book.ProtectWindows);
    optional(() => this.book.Unprotect(NO_PASSWORD));
    if (this.book.ProtectStructure) throw new Refusal(`password ${this.book.Name}`);
    this.structure = { windows };
  }

  openSheet(sheet) {
    if (!sheet?.ProtectContents) return;
    const options = {
      title: sheet.Name,
      drawings: optional(() => sheet.ProtectDrawingObjects),
      scenarios: optional(() => sheet.ProtectScenarios),
      macros: optional(() => sheet.ProtectionMode),
      selection: optional(() => sheet.EnableSelection),
      allowed: ALLOWED.map((name) => optional(() => sheet.Protection[name])),
    };
    optional(() => sheet.Unprotect(NO_PASSWORD));
    if (sheet.ProtectContents) throw new Refusal(`password ${sheet.Name}`);
    this.sheets.push(options);
  }

  // Protect again, each sheet with the options it had; a sheet that is gone needs nothing.
  closeAll() {
    for (const options of this.sheets.reverse()) {
      const sheet = sheetOrNull(this.book, options.title);
      if (sheet) closeSheet(sheet, options);
    }
    if (this.structure) optional(() => this.book.Protect(undefined, true, this.structure.windows));
  }
}

// A program that does not know all options gives the protection itself at least.
function closeSheet(sheet, { drawings, scenarios, macros, allowed, selection }) {
  optional(() => sheet.Protect(undefined, drawings, true, scenarios, macros, ...allowed));
  if (!sheet.ProtectContents) optional(() => sheet.Protect(undefined, drawings, true, scenarios));
  optional(() => {
    sheet.EnableSelection = selection;
  });
}

// Return what a program may not know; false where it does not.
function optional(ask) {
  try {
    return ask() ?? false;
  } catch {
    return false;
  }
}
