"""One form as saved, asked field by field: by defined name first, by address last."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Generic, Self, TypeVar

from perfeval_xl.amounts import plain
from perfeval_xl.form.layout.labels import parse_indicator_label
from perfeval_xl.form.layout.open import Layout
from perfeval_xl.form.layout.placed import NAME_PREFIX, FormLayout
from perfeval_xl.problems import Problem
from perfeval_xl.reading.named_cells import named_refs
from perfeval_xl.reading.rows import rows_in_order, usual_row
from perfeval_xl.reading.sameness import same_formula, still_holds
from perfeval_xl.refs import UNSAVED, CellRef, Entry, Location
from perfeval_xl.sheets.model import Formula
from perfeval_xl.sheets.raw import BLANK_CELL, RawCell, RawWorkbook
from perfeval_xl.sheets.values import printed

__all__ = ["BoundFields", "Fields", "bound_fields", "text_of"]

L = TypeVar("L", bound=FormLayout)

_TOTALS = ("total", "weight_total", "self_total", "self_grade")


def text_of(cell: RawCell) -> str | None:
    """Return what a cell shows, as a person would type it; `None` for a blank.

    A number keeps the spelling of its format (`100%`, `24.50`) as long as that hides no digit of it.
    """
    # An empty text, as formulas leave it, is a blank
    value = cell.value
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        return value
    return printed(value, cell.number_format) or plain(value)


class BoundFields(Generic[L]):
    """The fields of one workbook; collects the problems met while reading them.

    `sheets` says which drawn sheet is which sheet of the workbook, where that was found out by the labels: a sheet that is
    not in it is missing. `None` leaves it to names and titles.
    """

    def __init__(
        self,
        raw: RawWorkbook,
        layout: L,
        file: str,
        sheets: Mapping[str, str] | None = None,
    ) -> None:
        self.raw = raw
        self.layout: L = layout
        self.file = file
        self.sheets = sheets
        self.problems: list[Problem] = []
        # Names first: they go along with their cells when rows are inserted
        self._named = named_refs(raw.names, layout.fields)
        self._refs: dict[str, CellRef | None] = {}
        self._at_home: bool | None = None
        self.bind(self._named)

    def ref(self, key: str) -> CellRef | None:
        """Return where a field stands now; `None` when its row was deleted."""
        try:
            return self._refs[key]
        except KeyError:
            # Without a name the cell still stands where it was drawn, unless its sheet is missing
            named = NAME_PREFIX + key in self.raw.names
            self._refs[key] = self.named(key) if named else self._drawn(key)
            return self._refs[key]

    @property
    def at_home(self) -> bool:
        """Whether every field stands where it was drawn, and every name of a field leads there."""
        if self._at_home is None:
            drawn = self.layout.fields
            # Cheap to know and true of nearly all forms; everything about moved cells is skipped then
            self._at_home = drawn == self._named == self._refs or self._all_drawn()
        return self._at_home

    def _all_drawn(self) -> bool:
        drawn = self.layout.fields
        named = all(drawn.get(key) == ref for key, ref in self._named.items())
        return named and all(self.ref(key) == old for key, old in drawn.items())

    @property
    def form_sheet(self) -> str:
        """The title of the sheet with the indicators, as it is called now; empty where it is not in the workbook."""
        # The help cells are the surest, nobody cuts and pastes them; but all of them may be deleted.
        drawn = self.layout.fields
        rest = [key for key, ref in drawn.items() if ref.sheet == self.layout.sheet]
        # Any field of the sheet tells its title
        for key in ("indicator_0_rule_score", "rule_total", *rest):
            ref = self.ref(key)
            if ref is not None and ref.sheet in self.raw.titles:
                return ref.sheet
        return ""

    def settle_rows(self) -> list[int]:
        """Put the fields of rows that people move back into one row each; returns the slots moved, here none."""
        return []

    def _drawn(self, key: str) -> CellRef | None:
        """Return where a field was drawn, on the sheet as it is called now; `None` on a sheet that is missing."""
        old = self.layout.fields[key]
        if self.sheets is None:
            return old
        title = self.sheets.get(old.sheet)
        return None if title is None else CellRef(title, old.row, old.column)

    def missing(self, drawn: str) -> bool:
        """Whether it is known that a drawn sheet is not in the workbook."""
        return self.sheets is not None and drawn not in self.sheets

    def named(self, key: str) -> CellRef | None:
        """Return where the name of a field leads; `None` when there is no such name, or its cell was deleted."""
        if key not in self._named:
            self._named.update(named_refs(self.raw.names, (key,)))
        return self._named.get(key)

    def bind(self, refs: Mapping[str, CellRef | None]) -> None:
        """Say where fields stand, whatever their names say; `None` for one that is gone."""
        self._refs.update(refs)
        self._at_home = None

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
        return Location.at(ref, self.file, label)

    def entry(
        self, key: str, label: str, computed_by: str = "", path: tuple[str, ...] = ()
    ) -> Entry:
        """Return the entry of a field; an error value or a formula without its result is blank and a problem.

        `computed_by` is the form's own formula for this field: a cell that still holds it states nothing, while one that
        holds somebody's own formula does. `path` is that of the indicator, for problems.
        """
        cell, place = self.cell(key), self.place(key, label)
        # The form computes it, so that nobody has stated it
        if computed_by and same_formula(computed_by, cell):
            return Entry(None, place)
        # #DIV/0! is nothing that a person stated, and no number
        if cell.error:
            slots = {"field": label, "error": cell.error}
            self.problems.append(
                Problem(
                    code="PE-083", place=place, path=path, found=cell.error, slots=slots
                )
            )
            return Entry(None, place)
        # Saved by a program that does not compute: what it would show is not known
        if cell.formula and cell.value is None:
            self.problems.append(
                Problem(code="PE-085", place=place, path=path, slots={"field": label})
            )
            return Entry(None, place)
        return Entry(text_of(cell), place)

    def score_entry(
        self, key: str, label: str, own: Formula, path: tuple[str, ...] = ()
    ) -> Entry:
        """Return the entry of a cell of 得分; one that still holds the form's `own` formula states nothing.

        What that formula showed travels in `Entry.live`, so that what it counts as can be told once the rules have spoken.
        """
        cell = self.cell(key)
        if not still_holds(own.text, cell):
            return self.entry(key, label, path=path)
        # A result that was never saved, or is no number, is as good as none
        shown = text_of(cell) or ""
        if cell.value is None or (shown and not isinstance(cell.value, Decimal)):
            shown = UNSAVED
        return Entry(None, self.place(key, label), shown)

    def name_entry(self, key: str, label: str) -> Entry:
        """Return the name in a 三级指标 cell, its placeholder taken off."""
        entry = self.entry(key, label)
        return Entry(parse_indicator_label(entry.text), entry.location)


class Fields(BoundFields[Layout]):
    """The fields of an open form, whose indicator rows people cut and paste.

    `strays` are the rows of slots that were cut and inserted elsewhere in the table, known once the rows are settled.
    """

    def __init__(
        self,
        raw: RawWorkbook,
        layout: Layout,
        file: str,
        sheets: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(raw, layout, file, sheets)
        self.strays: Mapping[int, int] = {}
        self._columns: dict[str, int] = {}
        self._labelled = False

    def bind_columns(self, columns: Mapping[str, int]) -> None:
        """Say in which columns the fields of the indicators stand, as their headings do."""
        self._columns.update(columns)
        self._labelled = True

    @property
    def form_sheet(self) -> str:
        """The title of the sheet that holds the form, as it is called now."""
        ref = next(
            (
                ref
                for key in ("project", "unit", "weight_total")
                if (ref := self.ref(key)) is not None
            ),
            None,
        )
        return self.layout.sheet if ref is None else ref.sheet

    def rebound(self, layout: Layout, refs: Mapping[str, CellRef | None]) -> Self:
        """Return the same workbook with other fields; problems are collected in the same place."""
        other = type(self)(self.raw, layout, self.file, self.sheets)
        other.bind(refs)
        other.bind_columns(self._columns)
        other.problems = self.problems
        return other

    def at(self, row: int, column: int) -> Location:
        """Return the location of a cell of the form sheet, for messages."""
        return Location.at(CellRef(self.form_sheet, row, column), self.file)

    def column(self, name: str) -> int:
        """Return the column in which most fields of this name stand now, or the labels of the 一级指标 (`dimension`)."""
        if name not in self._columns:
            if name == "dimension":
                # By majority: single cells may have been pasted elsewhere
                keys = [
                    key for key in self.layout.fields if key.startswith("dimension_")
                ]
            else:
                keys = [
                    f"indicator_{slot}_{name}" for slot in range(len(self.layout.slots))
                ]
            found = Counter(
                ref.column for key in keys if (ref := self.ref(key)) is not None
            )
            self._columns[name] = (
                found.most_common(1)[0][0] if found else self._drawn_column(name)
            )
        return self._columns[name]

    def _drawn_column(self, name: str) -> int:
        """Return the column in which fields of this name were drawn."""
        helps = {
            "rule_score": self.layout.help_column,
            "hint": self.layout.help_column + 1,
        }
        return (
            helps[name]
            if name in helps
            else self.layout.part("indicators").columns[name].left
        )

    def table_rows(self) -> tuple[int, int]:
        """Return the first and the last row in which an indicator can stand: those between the headings and 总分."""
        # The cells of 总分 end the table; which of them there are differs from form to form
        below = self.layout.rows["below"]
        beside = [
            key
            for key in _TOTALS
            if key in self.layout.fields and self.layout.fields[key].row == below
        ]
        ends = Counter(ref.row for key in beside if (ref := self.ref(key)) is not None)
        # The headings begin it, where they can be found; else the first name does
        head = (
            self.ref("head")
            if self._labelled or NAME_PREFIX + "head" in self.raw.names
            else None
        )
        names = (
            self.ref(f"indicator_{slot}_name") for slot in range(len(self.layout.slots))
        )
        rows = [ref.row for ref in names if ref is not None]
        first = (
            min(rows, default=self.layout.rows["indicators"])
            if head is None
            else head.row + 1
        )
        return first, ends.most_common(1)[0][0] - 1 if ends else max(
            rows, default=first
        )

    def settle_rows(self) -> list[int]:
        """Put the fields of every indicator back into one row, in the order of the form; returns the slots moved."""
        if self.at_home:
            return []
        # Where the names of every row lead, cell by cell
        slots, names = range(len(self.layout.slots)), self.layout.indicator_fields
        refs = {
            (slot, name): self.ref(f"indicator_{slot}_{name}")
            for slot in slots
            for name in names
        }
        # Of each slot the row in which most of its cells stand, within the table
        first, last = self.table_rows()
        found = [
            self._usual_row([refs[slot, name] for name in names], first, last)
            for slot in slots
        ]
        # People move cells, but the order of the form stays: what breaks it is put back between its neighbours
        rows = rows_in_order([first - 1, *found, last + 1])[1:-1]
        # A row that was cut and inserted elsewhere as a whole stays where it was put
        self.strays = self._strays(found, rows)
        for slot, stray in self.strays.items():
            rows[slot] = stray
        # From now on all cells of a slot stand in one row, whatever their names say
        for slot, name in refs:
            row = rows[slot]
            if row is None:
                self._refs[f"indicator_{slot}_{name}"] = None
            else:
                self._refs[f"indicator_{slot}_{name}"] = CellRef(
                    self.form_sheet, row, self.column(name)
                )
        self._at_home = None
        return [
            slot
            for slot in slots
            if rows[slot] != found[slot] and rows[slot] is not None
        ]

    def _usual_row(
        self, refs: Sequence[CellRef | None], first: int, last: int
    ) -> int | None:
        """Return the row of the table in which most fields of one slot stand; `None` when none of them does."""
        inside = [
            ref.row for ref in refs if ref is not None and ref.sheet == self.form_sheet
        ]
        return usual_row([row for row in inside if first <= row <= last])

    def _strays(
        self, found: Sequence[int | None], rows: Sequence[int | None]
    ) -> dict[int, int]:
        """Return the rows of slots that have no place in the order of the form and a row of their own in its table."""
        if all(row is None or rows[slot] is not None for slot, row in enumerate(found)):
            return {}
        # Only a row that no other slot has is its own
        first, last = self.table_rows()
        taken = set(rows)
        strays: dict[int, int] = {}
        for slot, row in enumerate(found):
            if (
                row is not None
                and rows[slot] is None
                and first <= row <= last
                and row not in taken
            ):
                taken.add(row)
                strays[slot] = row
        return strays


def bound_fields(
    raw: RawWorkbook,
    layout: FormLayout,
    file: str,
    sheets: Mapping[str, str] | None = None,
) -> BoundFields[Any]:
    """Return the fields of a form: those of one with rows that units write know that these are moved and added."""
    # Not asked by what it has: the fields of slots need what only a layout with slots knows, its parts and columns
    if isinstance(layout, Layout):
        return Fields(raw, layout, file, sheets)
    return BoundFields(raw, layout, file, sheets)
