// A model of WPS's object model: what the hands in page/wps call, and no more. It is loaded with the sheets of a real form;
// that it answers as a spreadsheet does is seen in test_model.py, where LibreOffice is asked the same.
"use strict";
(() => {
  const NO_COLOUR = -4142;
  const DOUBLE = -4119;
  const VISIBLE = -1;
  const WHITE = 0xffffff;
  const TYPED = /^[-+]?[0-9.]+%?$|^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}$/;

  const columnOf = (letters) => [...letters].reduce((sum, letter) => 26 * sum + letter.charCodeAt(0) - 64, 0);
  const lettersOf = (column) => (column > 26 ? lettersOf(Math.floor((column - 1) / 26)) : "") + String.fromCharCode(65 + ((column - 1) % 26));
  const parsed = (address) => {
    const corners = address.replaceAll("$", "").split(":").map((corner) => /^([A-Z]+)([0-9]+)$/.exec(corner));
    const [first, last] = [corners[0], corners[corners.length - 1]];
    return { top: Number(first[2]), left: columnOf(first[1]), bottom: Number(last[2]), right: columnOf(last[1]) };
  };

  // A list that answers to Item(name) and Item(number); an unknown one is an error, as in VBA.
  class Items {
    constructor(list) {
      this.list = list;
    }

    get Count() {
      return this.list.length;
    }

    Item(key) {
      const found = typeof key === "number" ? this.list[key - 1] : this.list.find((one) => one.Name.toLowerCase() === key.toLowerCase());
      if (!found) throw new Error("Subscript out of range");
      return found;
    }
  }

  class Sheets extends Items {
    constructor(book) {
      super([]);
      this.book = book;
    }

    Add(before, after) {
      if (before !== undefined) throw new Error("the model adds behind a sheet only");
      if (this.book.structure) throw new Error("The workbook is protected");
      const made = new Sheet(this.book, { name: `Sheet${this.list.length + 1}`, cells: {} });
      this.list.splice(this.list.indexOf(after) + 1, 0, made);
      return made;
    }
  }

  class Sheet {
    constructor(book, { name, cells, merged = [], visible = VISIBLE, lock = null }) {
      Object.assign(this, { book, cells, merged, lock, EnableSelection: 0, shown: visible, title: name });
      this.Cells = { Item: (row, column) => new Range(this, { top: row, left: column, bottom: row, right: column }) };
    }

    get Name() {
      return this.title;
    }

    set Name(title) {
      for (const sheet of this.book.Sheets.list) sheet.follow(this.title, title);
      this.title = title;
    }

    // References of formulas go with a sheet that gets another name.
    follow(old, title) {
      for (const cell of Object.values(this.cells)) {
        if (cell.formula?.startsWith(`='${old.replaceAll("'", "''")}'!`)) {
          cell.formula = `='${title.replaceAll("'", "''")}'!${cell.formula.slice(cell.formula.lastIndexOf("!") + 1)}`;
        }
      }
    }

    get Visible() {
      return this.shown;
    }

    set Visible(how) {
      this.shown = how;
    }

    get ProtectContents() {
      return this.lock !== null;
    }

    get ProtectDrawingObjects() {
      return Boolean(this.lock?.drawings);
    }

    get ProtectScenarios() {
      return Boolean(this.lock?.scenarios);
    }

    get ProtectionMode() {
      return false;
    }

    get Protection() {
      return this.lock?.allowed ?? {};
    }

    Unprotect(password) {
      if (this.lock?.password && this.lock.password !== password) throw new Error("wrong password");
      this.lock = null;
    }

    Protect(password, drawings, contents, scenarios, _macros, ...allowed) {
      const names = ["AllowFormattingCells", "AllowFormattingColumns", "AllowFormattingRows", "AllowInsertingColumns", "AllowInsertingRows",
        "AllowInsertingHyperlinks", "AllowDeletingColumns", "AllowDeletingRows", "AllowSorting", "AllowFiltering", "AllowUsingPivotTables"];
      const known = Object.fromEntries(names.map((name, at) => [name, Boolean(allowed[at])]));
      if (contents) this.lock = { password, drawings, scenarios, allowed: known };
    }

    Range(address) {
      return new Range(this, parsed(address));
    }

    Activate() {
      this.book.ActiveSheet = this;
    }

    Delete() {
      if (this.book.structure) throw new Error("The workbook is protected");
      const { list } = this.book.Sheets;
      list.splice(list.indexOf(this), 1);
    }

    Copy(_before, after) {
      const { book } = after;
      if (book.structure) throw new Error("The workbook is protected");
      const copy = new Sheet(book, { name: this.title, cells: structuredClone(this.cells) });
      const { list } = book.Sheets;
      list.splice(list.indexOf(after) + 1, 0, copy);
    }

    // Of the model only: a person inserts rows above everything.
    insertRows(count) {
      const moved = {};
      for (const [address, cell] of Object.entries(this.cells)) {
        const { top, left } = parsed(address);
        moved[`${lettersOf(left)}${top + count}`] = cell;
      }
      this.cells = moved;
      this.merged = this.merged.map((area) => area.replace(/[0-9]+/g, (row) => String(Number(row) + count)));
      for (const sheet of this.book.Sheets.list) {
        for (const cell of Object.values(sheet.cells)) {
          const here = `='${this.title.replaceAll("'", "''")}'!`;
          if (!cell.formula?.startsWith(here)) continue;
          cell.formula = here + cell.formula.slice(here.length).replace(/[0-9]+/, (row) => String(Number(row) + count));
        }
      }
    }
  }

  class Range {
    constructor(sheet, { top, left, bottom, right }) {
      Object.assign(this, { sheet, top, left, bottom, right });
    }

    get cell() {
      const address = `${lettersOf(this.left)}${this.top}`;
      this.sheet.cells[address] ??= {};
      return this.sheet.cells[address];
    }

    change() {
      if (this.sheet.lock) throw new Error("The sheet is protected");
      return this.cell;
    }

    get Worksheet() {
      return this.sheet;
    }

    Address() {
      return `$${lettersOf(this.left)}$${this.top}`;
    }

    get MergeArea() {
      const around = this.sheet.merged.map(parsed).find((area) => area.top <= this.top && this.top <= area.bottom && area.left <= this.left && this.left <= area.right);
      return around ? new Range(this.sheet, around) : this;
    }

    get Interior() {
      const range = this;
      return {
        get ColorIndex() {
          return range.cell.colour === undefined ? NO_COLOUR : 1;
        },
        set ColorIndex(index) {
          if (index !== NO_COLOUR) throw new Error("the model has no palette");
          range.each((cell) => delete cell.colour);
        },
        get Color() {
          return range.cell.colour ?? WHITE;
        },
        set Color(number) {
          range.each((cell) => {
            cell.colour = number;
          });
        },
      };
    }

    // The lines of an area are kept at its first cell.
    get Borders() {
      const range = this;
      const line = (edge) => range.cell.lines?.[edge];
      const set = (edge, change) => {
        const cell = range.change();
        cell.lines = { ...cell.lines, [edge]: { kind: 1, weight: 2, colour: 0, ...cell.lines?.[edge], ...change } };
      };
      return {
        Item: (edge) => ({
          get LineStyle() {
            return line(edge)?.kind ?? NO_COLOUR;
          },
          set LineStyle(kind) {
            set(edge, { kind, weight: kind === DOUBLE ? 4 : 2 });
            if (kind !== NO_COLOUR) return;
            delete range.cell.lines[edge];
            if (!Object.keys(range.cell.lines).length) delete range.cell.lines;
          },
          get Weight() {
            return line(edge)?.weight ?? 2;
          },
          set Weight(weight) {
            set(edge, { weight });
          },
          get Color() {
            return line(edge)?.colour ?? 0;
          },
          set Color(colour) {
            set(edge, { colour });
          },
        }),
      };
    }

    each(work) {
      this.change();
      for (let row = this.top; row <= this.bottom; row += 1) {
        for (let column = this.left; column <= this.right; column += 1) work(this.sheet.Cells.Item(row, column).cell);
      }
    }

    get Comment() {
      const { cell } = this;
      if (cell.note === undefined) return null;
      return {
        Visible: false,
        Text: (text, start, overwrite) => {
          if (text !== undefined) {
            this.change();
            cell.note = cell.note.slice(0, start - 1) + text + (overwrite ? "" : cell.note.slice(start - 1));
          }
          return cell.note;
        },
        Delete: () => {
          this.change();
          delete cell.note;
        },
      };
    }

    AddComment(text) {
      const cell = this.change();
      if (cell.note !== undefined) throw new Error("there is a note already");
      cell.note = text;
    }

    get Formula() {
      return this.cell.formula ?? String(this.cell.value ?? "");
    }

    set Formula(formula) {
      this.change().formula = formula;
    }

    get Value2() {
      return this.cell.value ?? null;
    }

    // A text is read as if it were typed, unless the cell is for text only.
    set Value2(value) {
      const cell = this.change();
      delete cell.formula;
      if (typeof value !== "string" || cell.format === "@") cell.value = value;
      else if (value.startsWith("'")) cell.value = value.slice(1);
      else if (value.startsWith("=")) cell.formula = value;
      else if (TYPED.test(value)) cell.value = Number.parseFloat(value);
      else cell.value = value;
    }

    get NumberFormat() {
      return this.cell.format ?? "General";
    }

    set NumberFormat(format) {
      this.each((cell) => {
        cell.format = format;
      });
    }

    Select() {
      this.sheet.book.app.Selection = this;
    }
  }

  class Book {
    constructor(app, { name, path = "", sheets = [], readOnly = false, structure = null }) {
      Object.assign(this, { app, Name: name, Path: path, ReadOnly: readOnly, structure, saved: "", ProtectWindows: false });
      this.Sheets = new Sheets(this);
      for (const sheet of sheets) this.Sheets.list.push(new Sheet(this, sheet));
      [this.ActiveSheet] = this.Sheets.list;
    }

    get ProtectStructure() {
      return this.structure !== null;
    }

    Unprotect(password) {
      if (this.structure?.password && this.structure.password !== password) throw new Error("wrong password");
      this.structure = null;
    }

    Protect(password, structure) {
      if (structure) this.structure = { password };
    }

    Activate() {
      this.app.ActiveWorkbook = this;
    }

    // The bytes are those the test gave: the model writes no workbooks.
    SaveCopyAs(path) {
      this.app.files[path] = this.saved;
    }

    Close() {
      const { list } = this.app.Workbooks;
      list.splice(list.indexOf(this), 1);
    }
  }

  // A workbook that was opened from a file: it has the sheets it is asked for; the test looks into the file itself.
  class FileBook extends Book {
    constructor(app, path) {
      super(app, { name: path });
      this.Sheets.Item = (title) => new Sheet(this, { name: title, cells: {} });
    }
  }

  class Application {
    constructor({ books }) {
      this.files = {};
      this.written = {};
      this.stored = new Map();
      Object.assign(this, { ScreenUpdating: true, EnableEvents: true, DisplayAlerts: true, Selection: null });
      this.Workbooks = new Items(books.map((book) => new Book(this, book)));
      this.Workbooks.Open = (path) => this.open(path);
      [this.ActiveWorkbook] = this.Workbooks.list;
      this.Env = { GetTempPath: () => "C:\\Temp\\" };
      this.PluginStorage = { getItem: (key) => this.stored.get(key) ?? null, setItem: (key, value) => this.stored.set(key, value) };
      this.FileSystem = {
        Exists: (path) => path in this.files,
        Remove: (path) => delete this.files[path],
        readAsBinaryString: (path) => this.files[path],
        writeAsBinaryString: (path, text) => {
          this.files[path] = text;
          this.written[path] = btoa(text);
          return true;
        },
      };
    }

    open(path) {
      if (!(path in this.files)) throw new Error("there is no such file");
      const book = new FileBook(this, path);
      this.Workbooks.list.push(book);
      this.ActiveWorkbook = book;
      return book;
    }

    // Of the model only: all that can be seen of a workbook.
    state(name) {
      const book = this.Workbooks.Item(name);
      const sheets = book.Sheets.list.map((sheet) => ({ name: sheet.Name, visible: sheet.Visible, protected: sheet.ProtectContents, cells: sheet.cells }));
      return { sheets, structure: book.ProtectStructure, front: book.ActiveSheet.Name };
    }
  }

  window.modelOf = (data) => new Application(data);
})();
