// A plan is text: records separated by U+001E, their fields by U+001F, the verb first. The same text goes to all hands.
export const FIELD = "\u001f";
const RECORD = "\u001e";

// Return the records of a plan, each as its fields.
export function recordsOf(plan) {
  return plan.split(RECORD).filter(Boolean).map((record) => record.split(FIELD));
}

// Return the colour RRGGBB as the number that VBA's object model has: red in the lowest byte.
export function numberOfColour(colour) {
  const [red, green, blue] = [0, 2, 4].map((at) => parseInt(colour.slice(at, at + 2), 16));
  return red + 256 * green + 65536 * blue;
}

// Return RRGGBB of such a number.
export function colourOfNumber(number) {
  const bytes = [number & 255, (number >> 8) & 255, (number >> 16) & 255];
  return bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("").toUpperCase();
}

// Whether a spreadsheet would take a text for a formula, a number, a date or a mark of its own.
export function looksLikeMore(text) {
  if (text === "") return false;
  return /^[=+\-@']/.test(text) || /[0-9]/.test(text[0]) || text.endsWith("%") || /^(true|false)$/i.test(text);
}

// Return a text as it has to be typed so that it stays a text.
export function asTyped(text) {
  return looksLikeMore(text) ? `'${text}` : text;
}

// What went wrong in a step, as one word and what it is about: see `perfeval_xl/addin/answers.py`.
export class Refusal extends Error {}

// Return the reference that the record sheet keeps of a cell; it follows the cell when rows are inserted.
export function referenceTo(title, address) {
  return `='${title.replaceAll("'", "''")}'!${address}`;
}

// Return [title, address] of such a reference, null when the cell is gone.
export function placeOfReference(formula) {
  const at = formula.lastIndexOf("!");
  if (at < 2 || formula.includes("#REF!")) return null;
  let title = formula.slice(1, at);
  if (title.startsWith("'")) title = title.slice(1, -1).replaceAll("''", "'");
  return [title, formula.slice(at + 1)];
}
