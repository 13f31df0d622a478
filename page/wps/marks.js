// What was changed, so that it can be undone: in memory while a plan is applied, then in a sheet that nobody sees.
// The sheet is that of the other hands (macros/excel/Marks.bas): verb, tab name, cell, what was there before, a reference.
import { asTyped, colourOfNumber, numberOfColour, placeOfReference, referenceTo } from "../pane/plan.js";

export const RECORD_SHEET = "_perfeval_marks";
const NO_COLOUR = -4142;
const VERY_HIDDEN = 2;
const EDGES = [7, 8, 9, 10];
const NO_LINE = -4142;
const DOUBLE_LINE = -4119;
const SOLID_LINE = 1;
const THIN_LINE = 2;
const MEDIUM_LINE = -4138;
export const VISIBLE = -1;
const PIECE_OF_NOTE = 200;

// Return the sheet with a tab name; null where there is none, whatever the program does then.
export function sheetOrNull(book, title) {
  try {
    return book.Sheets.Item(title) ?? null;
  } catch {
    return null;
  }
}

export function dropSheet(book, title) {
  const sheet = book.Sheets.Item(title);
  sheet.Visible = VISIBLE;
  sheet.Delete();
}

export function fillOf(cell) {
  if (cell.Interior.ColorIndex === NO_COLOUR) return "";
  return colourOfNumber(cell.Interior.Color);
}

export function setFill(cell, colour) {
  const { Interior: inside } = cell.MergeArea;
  if (colour === "") inside.ColorIndex = NO_COLOUR;
  else inside.Color = numberOfColour(colour);
}

// Return the lines at the left, above, below and at the right: kind, weight and colour of each, nothing where there is none.
// A line that is not alike along a merged area counts as thin and black.
export function frameOf(cell) {
  const { MergeArea: area } = cell;
  return EDGES.map((edge) => lineOf(area.Borders.Item(edge))).join(";");
}

function lineOf({ LineStyle: kind, Weight: weight, Color: colour }) {
  if (kind === NO_LINE) return "";
  if ([kind, weight, colour].includes(null)) return `${SOLID_LINE} ${THIN_LINE} 0`;
  return `${kind} ${weight} ${colour}`;
}

export function setFrame(cell, colour) {
  const { MergeArea: area } = cell;
  for (const edge of EDGES) setLine(area.Borders.Item(edge), SOLID_LINE, MEDIUM_LINE, numberOfColour(colour));
}

function restoreFrame(cell, before) {
  const { MergeArea: area } = cell;
  for (const [at, line] of before.split(";").entries()) {
    const border = area.Borders.Item(EDGES[at]);
    if (line) setLine(border, ...line.split(" ").map(Number));
    else border.LineStyle = NO_LINE;
  }
}

// A double line that gets a weight is none any more.
function setLine(border, kind, weight, colour) {
  border.LineStyle = kind;
  if (kind !== DOUBLE_LINE) border.Weight = weight;
  border.Color = colour;
}

export function noteOf(cell) {
  return cell.Comment ? cell.Comment.Text() : "";
}

// Write a note behind what is there, in pieces: some programs cut off what is handed over at once.
export function appendNote(cell, text) {
  const before = noteOf(cell);
  const whole = before ? `${before}\n\n${text}` : text;
  let at = before.length;
  if (!cell.Comment) {
    at = pieceAt(whole, 0);
    cell.AddComment(whole.slice(0, at));
    cell.Comment.Visible = false;
  }
  while (at < whole.length) {
    const size = pieceAt(whole, at);
    cell.Comment.Text(whole.slice(at, at + size), noteOf(cell).length + 1, false);
    at += size;
  }
}

// How much of a text is written at once: not half of a rare character, which is two here, and no line end last.
function pieceAt(text, at) {
  let size = Math.min(PIECE_OF_NOTE, text.length - at);
  if (at + size === text.length) return size;
  while (size > 1 && /[\r\n\ud800-\udbff]/.test(text[at + size - 1])) size -= 1;
  return size;
}

function restoreNote(cell, before) {
  if (!cell.Comment || noteOf(cell) === before) return;
  cell.Comment.Delete();
  if (before) appendNote(cell, before);
}

// Return the cell of a name and an address; null when its sheet is gone. No address means the sheet itself.
function cellOrNull(book, title, address) {
  const sheet = sheetOrNull(book, title);
  return sheet && sheet.Range(address || "A1");
}

function undoRow(book, verb, cell, before) {
  if (!cell) return;
  if (verb === "drop") dropSheet(book, cell.Worksheet.Name);
  else if (verb === "fill") setFill(cell, before);
  else if (verb === "frame") restoreFrame(cell, before);
  else if (verb === "note") restoreNote(cell, before);
}

// Return the rows of the record sheet, each with the cell it is about, where that stands now.
export function recorded(book) {
  const sheet = sheetOrNull(book, RECORD_SHEET);
  const rows = [];
  for (let row = 1; sheet; row += 1) {
    const [verb, title, address, before] = [1, 2, 3, 4].map((column) => textAt(sheet, row, column));
    if (!verb) break;
    const formula = String(sheet.Cells.Item(row, 5).Formula ?? "");
    const place = formula ? placeOfReference(formula) : [title, address];
    rows.push({ verb, before, cell: place && cellOrNull(book, ...place) });
  }
  return rows;
}

function textAt(sheet, row, column) {
  return String(sheet.Cells.Item(row, column).Value2 ?? "");
}

// Undo what was recorded in earlier calls, the last first.
export function clearMarks(book) {
  const rows = recorded(book).reverse();
  for (const { verb, cell, before } of rows) undoRow(book, verb, cell, before);
  if (sheetOrNull(book, RECORD_SHEET)) dropSheet(book, RECORD_SHEET);
}

// What one call did.
export class Record {
  constructor(book) {
    this.book = book;
    this.rows = [];
  }

  add(verb, title, address, before) {
    this.rows.push([verb, title, address, before]);
  }

  // Undo this call, the last first; what cannot be undone does not keep the rest from being undone.
  undo() {
    for (const [verb, title, address, before] of this.rows.reverse()) {
      try {
        undoRow(this.book, verb, cellOrNull(this.book, title, address), before);
      } catch {
        continue;
      }
    }
  }

  // Write the rows below what the record sheet has.
  store() {
    if (!this.rows.length) return;
    const sheets = this.book.Sheets;
    let sheet = sheetOrNull(this.book, RECORD_SHEET);
    if (!sheet) {
      sheet = sheets.Add(undefined, sheets.Item(sheets.Count));
      sheet.Name = RECORD_SHEET;
    }
    const first = recorded(this.book).length + 1;
    sheet.Range(`A${first}:D${first + this.rows.length - 1}`).NumberFormat = "@";
    for (const [number, row] of this.rows.entries()) this.storeRow(sheet, first + number, row);
    sheet.Visible = VERY_HIDDEN;
  }

  storeRow(sheet, at, row) {
    const [, title, address] = row;
    for (const [column, text] of row.entries()) {
      if (text) sheet.Cells.Item(at, column + 1).Value2 = text.startsWith("'") ? asTyped(text) : text;
    }
    const cell = cellOrNull(this.book, title, address);
    if (cell) sheet.Cells.Item(at, 5).Formula = referenceTo(title, cell.Address());
  }
}
