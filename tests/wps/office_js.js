// A model of Office.js: proxies whose properties may be read only after `load` and `sync`, and a workbook behind them.
// It keeps that discipline as office-addin-mock does, and has besides it sheets, notes and protection.
"use strict";
(() => {
  // Return an object whose loaded properties can be read after the next sync, and whose settings happen at once.
  class Proxied {
    constructor(context, read, write = {}) {
      Object.assign(this, { context, asked: new Set(), known: new Map() });
      for (const name of Object.keys(read)) {
        Object.defineProperty(this, name, {
          get: () => {
            if (!this.known.has(name)) throw new Error(`PropertyNotLoaded: ${name}`);
            return this.known.get(name);
          },
          set: (value) => context.later(() => write[name](value)),
        });
      }
      this.fetch = () => {
        for (const name of this.asked) this.known.set(name, read[name]());
        this.asked.clear();
      };
      context.proxies.push(this);
    }

    load(names) {
      for (const name of names.split(",")) this.asked.add(name);
    }
  }

  class Context {
    constructor(book) {
      Object.assign(this, { book, proxies: [], waiting: [] });
      this.workbook = this.workbookOf();
    }

    later(work) {
      this.waiting.push(work);
    }

    async sync() {
      const work = this.waiting.splice(0);
      for (const step of work) step();
      for (const proxy of this.proxies) proxy.fetch();
    }

    workbookOf() {
      const { book } = this;
      const made = new Proxied(this, { name: () => book.name });
      const find = (name) => this.sheetOf(() => book.sheets.find((sheet) => sheet.name === name));
      made.worksheets = {
        getItemOrNullObject: find,
        getActiveWorksheet: () => this.sheetOf(() => book.sheets[0]),
        add: (name) => {
          this.later(() => book.sheets.push({ name, visible: "Visible", cells: {} }));
          return find(name);
        },
      };
      made.getSelectedRange = () => new Proxied(this, { address: () => "表!B5" });
      made.insertWorksheetsFromBase64 = (data, { sheetNamesToInsert }) => this.later(() => {
        if (!data) throw new Error("InvalidArgument");
        book.taken = data;
        for (const name of sheetNamesToInsert) book.sheets.push({ name, visible: "Visible", cells: {} });
      });
      return made;
    }

    sheetOf(find) {
      const must = () => find() ?? (() => { throw new Error("ItemNotFound"); })();
      const made = new Proxied(this, { isNullObject: () => !find(), name: () => find()?.name, visibility: () => find()?.visible }, { visibility: (how) => { must().visible = how; } });
      const cell = (address) => (must().cells[address.replaceAll("$", "")] ??= {});
      const open = (address) => {
        if (must().lock) throw new Error("AccessDenied");
        return cell(address);
      };
      made.getRange = (address) => this.rangeOf(address, cell, open);
      made.getUsedRange = () => new Proxied(this, { formulas: () => rowsOf(must()) });
      made.activate = () => this.later(() => { this.book.front = must().name; });
      made.delete = () => this.later(() => this.book.sheets.splice(this.book.sheets.indexOf(must()), 1));
      made.protection = new Proxied(this, { protected: () => Boolean(must().lock), options: () => must().lock?.options ?? null });
      made.protection.unprotect = () => this.later(() => {
        if (must().lock.password) throw new Error("AccessDenied");
        must().lock = null;
      });
      made.protection.protect = (options) => this.later(() => { must().lock = { options }; });
      made.notes = {
        getItemOrNullObject: (address) => {
          const note = new Proxied(this, { isNullObject: () => cell(address).note === undefined, content: () => cell(address).note }, { content: (text) => { open(address).note = text; } });
          note.delete = () => this.later(() => delete open(address).note);
          return note;
        },
        add: (address, text) => this.later(() => { open(address).note = text; }),
      };
      return made;
    }

    rangeOf(address, cell, open) {
      const [first, last = first] = address.split(":");
      const typed = (value, row, column) => {
        const target = open(at(first, row, column));
        if (typeof value === "string" && target.format !== "@") {
          if (value.startsWith("=")) { target.formula = value; return; }
          if (value.startsWith("'")) { target.value = value.slice(1); return; }
        }
        target.value = value;
      };
      const rows = (work) => (values) => values.forEach((row, number) => row.forEach((value, column) => work(value, number, column)));
      const size = (edge, start) => Number(edge) - Number(start) + 1;
      const place = (address) => {
        const [, letters, row] = /^\$?([A-Z]+)\$?([0-9]+)$/.exec(address);
        return { row, column: [...letters].reduce((sum, letter) => 26 * sum + letter.charCodeAt(0) - 64, 0) };
      };
      const [start, end] = [place(first), place(last)];
      const read = { rowCount: () => size(end.row, start.row), columnCount: () => size(end.column, start.column), formulas: () => [[cell(first).formula ?? cell(first).value ?? ""]], values: () => null, numberFormat: () => null };
      const made = new Proxied(this, read, {
        values: rows(typed), formulas: rows(typed),
        numberFormat: rows((format, row, column) => { open(at(first, row, column)).format = format; }),
      });
      made.last = last;
      const colour = { color: () => cell(first).colour ?? "#FFFFFF", pattern: () => (cell(first).colour ? "Solid" : "None") };
      const sides = { EdgeLeft: 1, EdgeTop: 1, EdgeBottom: 1, EdgeRight: 1 };
      const borderOf = (side) => {
        if (!sides[side]) throw new Error("InvalidArgument");
        const line = () => cell(first).lines?.[side] ?? { style: "None", weight: "Thin", color: "#000000" };
        const put = (name) => (value) => {
          const target = open(first);
          target.lines = { ...target.lines, [side]: { ...line(), [name]: value } };
          if (target.lines[side].style === "None") delete target.lines[side];
          if (!Object.keys(target.lines).length) delete target.lines;
        };
        const styled = (style) => {
          put("weight")(style === "Double" ? "Thick" : "Thin");
          put("style")(style);
        };
        const read = { style: () => line().style, weight: () => line().weight, color: () => line().color };
        return new Proxied(this, read, { style: styled, weight: put("weight"), color: put("color") });
      };
      made.getAbsoluteResizedRange = () => made;
      made.format = { borders: { getItem: borderOf }, fill: new Proxied(this, colour, { color: (value) => { open(first).colour = value; } }) };
      made.format.fill.clear = () => this.later(() => delete open(first).colour);
      made.clear = () => this.later(() => { const target = open(first); delete target.value; delete target.formula; });
      made.select = () => this.later(() => { this.book.selected = first; });
      return made;
    }
  }

  function at(address, row, column) {
    const [, letters, number] = /^\$?([A-Z]+)\$?([0-9]+)$/.exec(address);
    return String.fromCharCode(letters.charCodeAt(letters.length - 1) + column).padStart(letters.length, letters) + (Number(number) + row);
  }

  function rowsOf(sheet) {
    const rows = [];
    for (let row = 1; sheet.cells[`A${row}`]?.value; row += 1) {
      rows.push([..."ABCDE"].map((letter) => sheet.cells[letter + row]?.formula ?? sheet.cells[letter + row]?.value ?? ""));
    }
    return rows;
  }

  window.excelOf = (book) => ({ run: async (work) => work(new Context(book)) });
})();
