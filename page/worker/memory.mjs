// The memory of the program when it has been started, kept when the page was made: starting is then copying. What the module
// puts into memory by itself is left out: what is kept, and that, combine to the memory by "exclusive or", both ways.

const DATA = 11; // the number of the section of a WebAssembly module that says what memory holds at first
const IN_PLACE = 0; // a piece of it that goes to a place that is told
const CONSTANT = 0x41;

// Return a memory combined with what the module `code` puts there; `kept` is a snapshot of Pyodide, head and memory.
export function combined(kept, code) {
  const snapshot = kept.slice();
  const head = new Uint32Array(snapshot.buffer, 0, 2)[1];
  for (const [place, piece] of pieces(code)) {
    const start = head + place;
    for (let at = 0; at < piece.length; at += 1) snapshot[start + at] ^= piece[at];
  }
  return snapshot;
}

// Give place and bytes of everything the module puts into memory.
function* pieces(code) {
  const reading = { code, at: 8 };
  while (reading.at < code.length) {
    const section = code[reading.at];
    reading.at += 1;
    const size = number(reading);
    if (section === DATA) {
      yield* piecesOf(reading);
      return;
    }
    reading.at += size;
  }
}

function* piecesOf(reading) {
  const count = number(reading);
  for (let done = 0; done < count; done += 1) {
    if (number(reading) !== IN_PLACE || reading.code[reading.at] !== CONSTANT) throw new Error("an unknown kind of data");
    reading.at += 1;
    const place = number(reading); // signed in the standard; the memory is far smaller than where that matters
    reading.at += 1; // the end of the expression
    const length = number(reading);
    yield [place, reading.code.subarray(reading.at, reading.at + length)];
    reading.at += length;
  }
}

// Read a number: seven bits a byte, the lowest first.
function number(reading) {
  let read = 0;
  let shift = 0;
  let byte = 0x80;
  while (byte & 0x80) {
    byte = reading.code[reading.at];
    reading.at += 1;
    read |= (byte & 0x7f) << shift;
    shift += 7;
  }
  return read >>> 0;
}
