// The hands in Excel over Office.js: they do what a command has planned and undo all of it when one step fails.
// Office.js answers only after `sync`: what is needed is read first, every condition is tested, then all is changed.
import { asTyped, FIELD, placeOfReference, recordsOf, referenceTo, Refusal } from "../pane/plan.js";

const RECORD_SHEET = "_perfeval_marks";
const CHANGING = new Set(["fill", "frame", "note"]);
const EDGES = ["EdgeLeft", "EdgeTop", "EdgeBottom", "EdgeRight"];

// Apply a plan to the workbook; `lists` is the workbook with the lists in base64, null where there is none, and `notes`
// whether this Excel has notes (ExcelApi 1.18). Returns "" when all is done, else the record's number, U+001F, the reason.
export async function applyInExcel(excel, plan, lists, notes) {
  return excel.run(async (context) => {
    const work = new ExcelWork(context, lists, notes);
    try {
      await work.begin(recordsOf(plan));
      for (const [at, record] of recordsOf(plan).entries()) {
        work.number = at + 1;
        await work.apply(record);
      }
      work.number = 0;
      await work.store();
      await work.end();
      return "";
    } catch (failure) {
      await work.undoAll();
      await work.end();
      return `${work.number}${FIELD}${failure?.message ?? failure}`;
    }
  });
}

class ExcelWork {
  constructor(context, lists, notes) {
    Object.assign(this, { context, lists, notes, number: 0, done: [], locks: [], book: context.workbook });
  }

  // Take off the protection of what will be changed; a password is an error before anything is changed.
  async begin(records) {
    const titles = new Set(records.filter(([verb]) => CHANGING.has(verb)).map(([, title]) => title));
    if (records.some(([verb]) => verb === "clear")) {
      for (const { place } of await this.recorded()) if (place) titles.add(place[0]);
    }
    for (const title of titles) await this.unlock(title);
  }

  async unlock(title) {
    const sheet = await this.sheetOrNull(title);
    if (!sheet) return;
    sheet.protection.load("protected,options");
    await this.context.sync();
    if (!sheet.protection.protected) return;
    const { options } = sheet.protection;
    try {
      sheet.protection.unprotect();
      await this.context.sync();
    } catch {
      throw new Refusal(`password ${title}`);
    }
    this.locks.push({ title, options });
  }

  // Protect again, each sheet with the options it had; a sheet that is gone needs nothing.
  async end() {
    for (const { title, options } of this.locks) {
      const sheet = await this.sheetOrNull(title);
      if (sheet) sheet.protection.protect(options);
    }
    await this.context.sync();
  }

  async sheetOrNull(title) {
    const sheet = this.book.worksheets.getItemOrNullObject(title);
    sheet.load("isNullObject,name,visibility");
    await this.context.sync();
    return sheet.isNullObject ? null : sheet;
  }

  async sheet(title) {
    const found = await this.sheetOrNull(title);
    if (!found) throw new Refusal(`no-sheet ${title}`);
    return found;
  }

  async apply(record) {
    const [verb, title, address, value] = record;
    if (verb === "clear") await this.clear();
    else if (verb === "fill") await this.fill(title, address, value);
    else if (verb === "frame") await this.frame(title, address, value);
    else if (verb === "note") await this.note(title, address, value);
    else if (verb === "take") await this.take(record.slice(2));
    else if (verb === "select") await this.select(title, address);
    else throw new Refusal(`unknown-verb ${verb}`);
  }

  async fill(title, address, colour) {
    const range = (await this.sheet(title)).getRange(address);
    const { fill } = range.format;
    fill.load("color,pattern");
    await this.context.sync();
    const before = fill.pattern === "None" ? "" : fill.color.replace("#", "").toUpperCase();
    this.done.push(["fill", title, address, before]);
    fill.color = `#${colour}`;
    await this.context.sync();
  }

  // A line around a cell or a merged area; how large that is stands before what was there.
  async frame(title, address, colour) {
    const range = (await this.sheet(title)).getRange(address);
    const lines = EDGES.map((edge) => range.format.borders.getItem(edge));
    for (const line of lines) line.load("style,weight,color");
    range.load("rowCount,columnCount");
    await this.context.sync();
    const before = lines.map(lineOf);
    const size = `${range.rowCount} ${range.columnCount}`;
    this.done.push(["frame", title, address.split(":")[0], [size, ...before].join(";")]);
    for (const line of lines) setLine(line, "Continuous", "Medium", `#${colour}`);
    await this.context.sync();
  }

  restoreFrame(cell, before) {
    const [size, ...lines] = before.split(";");
    const range = cell.getAbsoluteResizedRange(...size.split(" ").map(Number));
    for (const [at, line] of lines.entries()) {
      const border = range.format.borders.getItem(EDGES[at]);
      if (line) setLine(border, ...line.split(" "));
      else border.style = "None";
    }
  }

  // An Excel without notes has the list and the colours.
  async note(title, address, text) {
    const sheet = await this.sheet(title);
    if (!this.notes) return;
    const before = await this.noteText(sheet, address);
    this.done.push(["note", title, address, before]);
    await this.writeNote(sheet, address, before ? `${before}\n\n${text}` : text);
  }

  async noteText(sheet, address) {
    const note = sheet.notes.getItemOrNullObject(address);
    note.load("isNullObject,content");
    await this.context.sync();
    return note.isNullObject ? "" : note.content;
  }

  async writeNote(sheet, address, text) {
    const note = sheet.notes.getItemOrNullObject(address);
    note.load("isNullObject");
    await this.context.sync();
    if (note.isNullObject && text) sheet.notes.add(address, text);
    else if (!note.isNullObject && text) note.content = text;
    else if (!note.isNullObject) note.delete();
    await this.context.sync();
  }

  async take(titles) {
    for (const title of titles) {
      if (await this.sheetOrNull(title)) throw new Refusal(`sheet-exists ${title}`);
    }
    this.book.insertWorksheetsFromBase64(this.lists, { sheetNamesToInsert: titles, positionType: "End" });
    await this.context.sync();
    for (const title of titles) this.done.push(["drop", title, "", ""]);
  }

  async select(title, address) {
    const sheet = await this.sheet(title);
    if (sheet.visibility !== "Visible") throw new Refusal(`sheet-hidden ${title}`);
    sheet.activate();
    sheet.getRange(address).select();
    await this.context.sync();
  }

  // Return the rows of the record sheet, each with the place its cell has now; null when that is gone.
  async recorded() {
    const sheet = await this.sheetOrNull(RECORD_SHEET);
    if (!sheet) return [];
    const used = sheet.getUsedRange();
    used.load("formulas");
    await this.context.sync();
    return used.formulas.map(([verb, title, address, before, formula]) => {
      const place = formula ? placeOfReference(String(formula)) : [title, address];
      return { verb, before: String(before ?? ""), place };
    });
  }

  async clear() {
    for (const { verb, before, place } of (await this.recorded()).reverse()) {
      if (place) await this.undoRow(verb, ...place, before);
    }
    await this.drop(RECORD_SHEET);
  }

  async undoRow(verb, title, address, before) {
    if (verb === "drop") return this.drop(title);
    const sheet = await this.sheetOrNull(title);
    if (!sheet) return undefined;
    if (verb === "note") return this.notes ? this.writeNote(sheet, address.replaceAll("$", ""), before) : undefined;
    const range = sheet.getRange(address);
    if (verb === "frame") this.restoreFrame(range, before);
    else if (before) range.format.fill.color = `#${before}`;
    else range.format.fill.clear();
    return this.context.sync();
  }

  async drop(title) {
    const sheet = await this.sheetOrNull(title);
    if (!sheet) return;
    sheet.visibility = "Visible";
    sheet.delete();
    await this.context.sync();
  }

  // Undo this call, the last first; what cannot be undone does not keep the rest from being undone.
  async undoAll() {
    for (const [verb, title, address, before] of this.done.reverse()) {
      try {
        await this.undoRow(verb, title, address, before);
      } catch {
        continue;
      }
    }
  }

  // Write what was done below what the record sheet has; nobody sees that sheet.
  async store() {
    if (!this.done.length) return;
    let sheet = await this.sheetOrNull(RECORD_SHEET);
    const first = (await this.recorded()).length + 1;
    sheet ??= this.book.worksheets.add(RECORD_SHEET);
    const last = first + this.done.length - 1;
    const texts = sheet.getRange(`A${first}:D${last}`);
    texts.numberFormat = this.done.map(() => ["@", "@", "@", "@"]);
    texts.values = this.done.map((row) => row.map((text) => (text.startsWith("'") ? asTyped(text) : text)));
    const references = this.done.map(([, title, address]) => [referenceTo(title, absolute(address || "A1"))]);
    sheet.getRange(`E${first}:E${last}`).formulas = references;
    sheet.visibility = "VeryHidden";
    await this.context.sync();
  }
}

// A line that is not alike along a merged area counts as thin and black.
function lineOf({ style, weight, color }) {
  if (style === "None") return "";
  if (!style || !weight || !color) return "Continuous Thin #000000";
  return `${style} ${weight} ${color}`;
}

// A double line that gets a weight is none any more.
function setLine(border, style, weight, color) {
  border.style = style;
  if (style !== "Double") border.weight = weight;
  border.color = color;
}

function absolute(address) {
  return address.replace(/^([A-Z]+)([0-9]+)$/, "$$$1$$$2");
}
