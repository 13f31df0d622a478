"""One form as saved, asked field by field: by defined name first, by address last."""

from __future__ import annotations

from perfeval_xl.amounts import plain
from perfeval_xl.form.labels import parse_indicator_label
from perfeval_xl.form.layout import NAME_PREFIX, Layout
from perfeval_xl.problems import Problem
from perfeval_xl.refs import CellRef, Entry, Location
from perfeval_xl.sheets.raw import BLANK_CELL, RawCell, RawWorkbook
from perfeval_xl.sheets.values import printed

__all__ = ["Fields", "text_of"]


def text_of(cell: RawCell) -> str | None:
    """Return what a cell shows, as a person would type it; `None` for a blank.

    A number keeps the spelling of its format (`100%`, `24.50`) as long as that hides no digit of it.
    """
    value = cell.value
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        return value
    return printed(value, cell.number_format) or plain(value)


class Fields:
    """The fields of one workbook; collects the problems met while reading them."""

    def __init__(self, raw: RawWorkbook, layout: Layout, file: str) -> None:
        self.raw = raw
        self.layout = layout
        self.file = file
        self.problems: list[Problem] = []
        self._refs: dict[str, CellRef | None] = {}

    def ref(self, key: str) -> CellRef | None:
        """Return where a field stands now; `None` when its row was deleted."""
        if key not in self._refs:
            reference = self.raw.names.get(NAME_PREFIX + key)
            self._refs[key] = self.layout.fields[key] if reference is None else _parse(reference)
        return self._refs[key]

    def cell(self, key: str) -> RawCell:
        """Return the saved cell of a field, blank when it is gone."""
        ref = self.ref(key)
        return BLANK_CELL if ref is None else self.raw.cell(ref)

    def text(self, key: str) -> str | None:
        """Return what the cell of a field shows, without judging it."""
        return text_of(self.cell(key))

    def place(self, key: str, label: str) -> Location:
        """Return the location of a field, for messages."""
        ref = self.ref(key)
        if ref is None:
            return Location(file=self.file, label=label)
        return Location(file=self.file, sheet=ref.sheet, cell=ref.address, label=label)

    def entry(self, key: str, label: str, computed_by: str = "") -> Entry:
        """Return the entry of a field; an error value or a formula without its result is blank and a problem.

        `computed_by` is the form's own formula for this field: a cell that still holds it states nothing.
        """
        cell, place = self.cell(key), self.place(key, label)
        if computed_by and cell.formula and _same_formula(cell.formula, computed_by):
            return Entry(None, place)
        if cell.error:
            slots = {"field": label, "error": cell.error}
            self.problems.append(Problem(code="PE-083", place=place, found=cell.error, slots=slots))
            return Entry(None, place)
        if cell.formula and cell.value is None:
            self.problems.append(Problem(code="PE-085", place=place, slots={"field": label}))
            return Entry(None, place)
        return Entry(text_of(cell), place)

    def name_entry(self, key: str, label: str) -> Entry:
        """Return the name in a 三级指标 cell, its placeholder taken off."""
        entry = self.entry(key, label)
        return Entry(parse_indicator_label(entry.text), entry.location)


def _parse(reference: str) -> CellRef | None:
    """Read `'自评表'!$H$12`; `None` for `#REF!` and for anything that is not one cell."""
    sheet, mark, address = reference.lstrip("=").rpartition("!")
    if not mark:
        return None
    if sheet.startswith("'") and sheet.endswith("'"):
        sheet = sheet[1:-1].replace("''", "'")
    try:
        return CellRef.parse(sheet, address)
    except ValueError:
        return None


def _same_formula(saved: str, ours: str) -> bool:
    """Programs write a formula back with other blanks and letter case, and mean the same."""
    return "".join(saved.split()).upper() == "".join(ours.split()).upper()
