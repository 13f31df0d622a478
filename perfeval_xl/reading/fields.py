"""One form as saved, asked field by field: by defined name first, by address last."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Generic, TypeVar

from perfeval_xl.amounts import plain
from perfeval_xl.form.labels import parse_indicator_label
from perfeval_xl.form.layout import INDICATOR_COLUMNS, NAME_PREFIX, Layout
from perfeval_xl.form.rating_layout import RatingLayout
from perfeval_xl.problems import Problem
from perfeval_xl.reading.rows import rows_in_order, usual_row
from perfeval_xl.reading.sameness import formula_spelling
from perfeval_xl.refs import CellRef, Entry, Location
from perfeval_xl.sheets.raw import BLANK_CELL, UNKNOWN_FORMULA, RawCell, RawWorkbook
from perfeval_xl.sheets.values import printed

__all__ = ["BoundFields", "Fields", "text_of"]

L = TypeVar("L", Layout, RatingLayout)


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


class BoundFields(Generic[L]):
    """The fields of one workbook; collects the problems met while reading them."""

    def __init__(self, raw: RawWorkbook, layout: L, file: str) -> None:
        self.raw = raw
        self.layout: L = layout
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

    def entry(self, key: str, label: str, computed_by: str = "", path: tuple[str, ...] = ()) -> Entry:
        """Return the entry of a field; an error value or a formula without its result is blank and a problem.

        `computed_by` is the form's own formula for this field: a cell that still holds it states nothing, and neither
        does one with a formula that the file does not spell out (.xls): nobody typed its result. `path` is that of the
        indicator, for problems.
        """
        cell, place = self.cell(key), self.place(key, label)
        if computed_by and (
            cell.formula == UNKNOWN_FORMULA or formula_spelling(cell.formula) == formula_spelling(computed_by)
        ):
            return Entry(None, place)
        if cell.error:
            slots = {"field": label, "error": cell.error}
            self.problems.append(Problem(code="PE-083", place=place, path=path, found=cell.error, slots=slots))
            return Entry(None, place)
        if cell.formula and cell.value is None:
            self.problems.append(Problem(code="PE-085", place=place, path=path, slots={"field": label}))
            return Entry(None, place)
        return Entry(text_of(cell), place)

    def name_entry(self, key: str, label: str) -> Entry:
        """Return the name in a 三级指标 cell, its placeholder taken off."""
        entry = self.entry(key, label)
        return Entry(parse_indicator_label(entry.text), entry.location)


class Fields(BoundFields[Layout]):
    """The fields of an open form, whose indicator rows people cut and paste."""

    @property
    def form_sheet(self) -> str:
        """The title of the sheet that holds the form, as it is called now."""
        ref = next((ref for key in ("project", "unit", "weight_total") if (ref := self.ref(key)) is not None), None)
        return self.layout.sheet if ref is None else ref.sheet

    def settle_rows(self) -> list[int]:
        """Put the fields of every indicator back into one row, in the order of the form; returns the slots moved."""
        slots = range(len(self.layout.slots))
        refs = {(slot, name): self.ref(f"indicator_{slot}_{name}") for slot in slots for name in INDICATOR_COLUMNS}
        found = [usual_row([ref.row for name in INDICATOR_COLUMNS if (ref := refs[slot, name])]) for slot in slots]
        rows = rows_in_order(found)
        for (slot, name), ref in refs.items():
            row = rows[slot]
            if row is None:
                self._refs[f"indicator_{slot}_{name}"] = None
            elif ref is None or ref.row != row:
                column = self._usual_column([refs[other, name] for other in slots], INDICATOR_COLUMNS[name])
                self._refs[f"indicator_{slot}_{name}"] = CellRef(self.form_sheet, row, column)
        return [slot for slot in slots if rows[slot] != found[slot] and rows[slot] is not None]

    @staticmethod
    def _usual_column(refs: Iterable[CellRef | None], default: int) -> int:
        columns = Counter(ref.column for ref in refs if ref is not None)
        return columns.most_common(1)[0][0] if columns else default


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
