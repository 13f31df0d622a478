"""A workbook as it was saved: value, formula and number format of every cell, in one quick pass.

`RawWorkbook` is what the readers ask, whatever program saved the file; `OoxmlWorkbook` is the one for .xlsx and .xlsm.

openpyxl shows either formulas or values and takes two full readings for both; a form needs both, since a figure that
nobody typed over a formula is computed and not stated. Sheets are parsed when they are asked for.
"""

from __future__ import annotations

import math
import re
from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from operator import attrgetter
from typing import NamedTuple

from perfeval_xl.errors import NotAWorkbook, SubmissionFileError, TooLargeWorkbook
from perfeval_xl.limits import LIMITS
from perfeval_xl.refs import CellRef, column_letters
from perfeval_xl.sheets.dates import since_1900
from perfeval_xl.sheets.looks import PLAIN_LOOK, Look
from perfeval_xl.sheets.model import Area
from perfeval_xl.sheets.ooxml_styles import cell_styles
from perfeval_xl.sheets.package import Package
from perfeval_xl.sheets.raw_sheet import read_sheet_part
from perfeval_xl.sheets.raw_strings import read_strings
from perfeval_xl.sheets.row_spans import NO_ROWS, RowSpans
from perfeval_xl.sheets.sheet_part import UNKNOWN_FORMULA, WrittenCell
from perfeval_xl.sheets.workbook_part import read_workbook_part
from perfeval_xl.texts import storable

__all__ = [
    "BLANK_CELL",
    "UNKNOWN_FORMULA",
    "Arrangement",
    "OoxmlWorkbook",
    "RawCell",
    "RawWorkbook",
    "as_number",
]

# The part of properties that a user may define
_CUSTOM_PROPERTIES = "docProps/custom.xml"
# Types whose value is a text; `s` is one by number
_TEXTS = frozenset({"str", "d", "inlineStr"})
_USUAL_STYLE = ("General", PLAIN_LOOK)
# A character as workbooks escape it: _x000D_
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


class RawCell(NamedTuple):
    """One cell, a tuple since a workbook has many hundreds of them. `value` is `None` for a blank, and for a formula that was saved without its result.

    Numbers have the 15 significant digits that a spreadsheet shows. `error` is the error value (`#DIV/0!`), else empty;
    `formula` is the formula without `=` as .xlsx spells it, `UNKNOWN_FORMULA` for one whose text cannot be told, else empty;
    of that one `parts` are the cells and texts that it names, `None` where not even that can be told.
    `look` is what its style says beyond the number format.
    """

    value: str | Decimal | bool | None = None
    formula: str = ""
    error: str = ""
    number_format: str = "General"
    parts: tuple[str, ...] | None = None
    look: Look = PLAIN_LOOK


BLANK_CELL = RawCell()
_value_of, _formula_of = attrgetter("value"), attrgetter("formula")


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrangement:
    """How a sheet is arranged, beyond its cells: the merged areas, and what of it is not shown or not printed.

    `hidden` are the rows that are hidden, filtered away or have no height, `hidden_columns` the first and the last column
    of each run. `printed` are the areas that print, empty for all of the sheet; `visible` says whether people see the sheet.
    """

    merges: tuple[Area, ...] = ()
    hidden: RowSpans = NO_ROWS
    hidden_columns: tuple[tuple[int, int], ...] = ()
    printed: tuple[Area, ...] = ()
    visible: bool = True

    def shows(self, row: int, column: int) -> bool:
        """Whether a cell of this sheet can be seen."""
        if not self.visible or (self.hidden.firsts and row in self.hidden):
            return False
        for first, last in self.hidden_columns:  # noqa: SIM110 - asked of every field
            if first <= column <= last:
                return False
        return True

    def prints(self, row: int, column: int) -> bool:
        """Whether a cell of this sheet lies in what is printed."""
        if not self.printed:
            return True
        for area in self.printed:
            if area.top <= row <= area.bottom and area.left <= column <= area.right:
                return True
        return False


class RawWorkbook(ABC):
    """The sheets and names of one file. `names` are the defined names of the whole workbook, as `'自评表'!$H$12`."""

    names: Mapping[str, str]

    @property
    def properties(self) -> Mapping[str, str]:
        """The custom document properties that are texts; empty where the format or the file has none."""
        return {}

    def __init__(self) -> None:
        self._cells: dict[str, dict[tuple[int, int], RawCell]] = {}
        self._arrangements: dict[str, Arrangement] = {}
        self._cells_read = self._characters_read = 0

    @property
    @abstractmethod
    def titles(self) -> Collection[str]:
        """The titles of all sheets, hidden ones included, in order."""

    def may_say(self, words: Collection[str]) -> bool:
        """Whether one of these texts may stand in some cell; told without reading the sheets where that is quick."""
        return bool(words)

    @abstractmethod
    def _read_sheet(self, title: str) -> dict[tuple[int, int], RawCell]:
        """Return the cells of a sheet that is there; raises `SubmissionFileError` when it is damaged."""

    @abstractmethod
    def _too_large(self, what: str) -> TooLargeWorkbook:
        """Return the error for a workbook that holds more than a form can; `what` says in a few words of what."""

    def cells(self, title: str) -> Mapping[tuple[int, int], RawCell]:
        """Return the cells of a sheet by (row, column), blank ones left out; empty for a sheet that is not there.

        Raises `SubmissionFileError` for a sheet that is damaged, or that makes the workbook hold more than it may.
        """
        if title not in self._cells:
            # A sheet is read when it is first asked for
            self._cells[title] = self._read_sheet(title) if title in self.titles else {}
            # What one sheet holds adds up with all others
            self._count(self._cells[title])
        return self._cells[title]

    def _count(self, cells: Mapping[tuple[int, int], RawCell]) -> None:
        """Count what was read: a text that is stored once may stand in every cell."""
        self._cells_read += len(cells)
        values = map(_value_of, cells.values())
        texts = (value for value in values if isinstance(value, str))
        formulas = map(_formula_of, cells.values())
        self._characters_read += sum(map(len, texts)) + sum(map(len, formulas))
        if self._cells_read > LIMITS.cells:
            raise self._too_large("单元格过多")
        if self._characters_read > LIMITS.text_characters:
            raise self._too_large("单元格里的文字过多")

    def _check_counts(self) -> None:
        """Refuse more sheets or names than a workbook may have."""
        if len(self.titles) > LIMITS.sheets:
            raise self._too_large("工作表过多")
        if len(self.names) > LIMITS.names:
            raise self._too_large("定义的名称过多")

    def arrangement(self, title: str) -> Arrangement:
        """Return how a sheet is arranged; nothing is merged or hidden on a sheet that is not there."""
        # What is merged and hidden is known once the cells are read
        self.cells(title)
        return self._arrangements.get(title, Arrangement())

    def spot(self, title: str, row: int, column: int) -> str:
        """Return how people call a cell of a sheet: its address, in a document that has none its table, row and column."""
        return CellRef(title, row, column).address

    def cell(self, ref: CellRef) -> RawCell:
        """Return one cell; a cell that is not there is blank."""
        sheet, row, column = ref
        cells = self._cells.get(sheet)
        # A sheet is read when it is first asked for
        if cells is None:
            return self.cells(sheet).get((row, column), BLANK_CELL)
        return cells.get((row, column), BLANK_CELL)


def as_number(number: float) -> Decimal | None:
    """Return a number with the 15 significant digits that a spreadsheet shows; `None` for what is no number."""
    return Decimal(format(number, ".15g")) if math.isfinite(number) else None


@lru_cache(maxsize=4096)
def _written_number(written: str) -> Decimal | None:
    """Return the number that a cell holds; numbers recur in a form as they do in all others of its kind."""
    return as_number(float(written))


class OoxmlWorkbook(RawWorkbook):
    """The sheets and names of one .xlsx or .xlsm file; raises as `Package` does."""

    def __init__(self, package: Package) -> None:
        super().__init__()
        self.package = package
        self._main = read_workbook_part(package)
        self._sheet_parts = self._main.sheets
        self.names = self._main.names
        self._check_counts()

    @property
    def titles(self) -> Collection[str]:
        """The titles of all sheets, hidden ones included, in order."""
        return self._sheet_parts.keys()

    def _too_large(self, what: str) -> TooLargeWorkbook:
        return self.package.too_large(what)

    def may_say(self, words: Collection[str]) -> bool:
        """Look for the texts in the shared strings, and in the sheets that hold texts of their own."""
        # Programs may write Chinese as references
        spelled = [word.encode() for word in words]
        spelled += [word.encode("ascii", "xmlcharrefreplace") for word in words]
        for part in (self._related("/sharedStrings"), *self._sheet_parts.values()):
            content = self.package.content(part) or b""
            if any(word in content for word in spelled):
                return True
            # In UTF-16, or with hexadecimal references, nothing can be said without reading
            if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"&#x" in content:
                # Texts are spelled in another way
                return True
        return False

    @cached_property
    def properties(self) -> Mapping[str, str]:
        """The custom document properties that are texts (ECMA-376 Part 1, 22.3); none where their part is damaged."""
        try:
            root = self.package.xml(_CUSTOM_PROPERTIES)
        except NotAWorkbook:
            # All that they say stands on the hidden sheet too
            return {}
        items = () if root is None else root
        return {
            item.get("name", ""): "".join(item.itertext()).strip() for item in items
        }

    def _read_sheet(self, title: str) -> dict[tuple[int, int], RawCell]:
        part = read_sheet_part(self.package, self._sheet_parts[title])
        cells: dict[tuple[int, int], RawCell] = {}
        for cell in part.cells:
            try:
                # A damaged cell is told by its address
                cells[cell.row, cell.column] = self._read_cell(cell)
            except SubmissionFileError:
                # It is a ValueError too, which would be taken for damage below
                raise
            except ValueError as exc:
                address = f"{column_letters(cell.column)}{cell.row}"
                raise self.package.broken(f"单元格{address}的内容已损坏") from exc
        self._arrangements[title] = Arrangement(
            merges=tuple(part.merges),
            hidden=RowSpans.of((row, row) for row in part.hidden),
            hidden_columns=tuple(part.hidden_columns),
            printed=self._main.print_areas.get(title, ()),
            visible=title in self._main.shown,
        )
        return cells

    def _read_cell(self, cell: WrittenCell) -> RawCell:
        _, _, kind, style, written, formula = cell
        styles = self._styles
        # A style that is not there is the usual one
        number_format, look = styles[style] if style < len(styles) else _USUAL_STYLE
        # An error value is no text, even where it looks like one
        if kind == "e":
            return RawCell(None, formula, written or "#N/A", number_format, None, look)
        # A formula that was never computed has no value, and is no blank
        if written is None or (formula and not written and kind == "n"):
            return RawCell(None, formula, "", number_format, None, look)
        # The type says how the value is written
        value = self._value(kind, written)
        # Days from 1904 become days from 1900, if they are days
        if self._main.since_1904 and isinstance(value, Decimal):
            value = since_1900(value, number_format)
        return RawCell(value, formula, "", number_format, None, look)

    def _value(self, kind: str, written: str) -> str | Decimal | bool | None:
        if kind == "s":
            strings = self._shared_strings
            index = int(written)
            # A number without a text is a blank, as in Excel
            return strings[index] if 0 <= index < len(strings) else None
        if kind == "b":
            return written.strip() in {"1", "true"}
        if kind in _TEXTS:
            return _unescape(written)
        return _written_number(written)

    @cached_property
    def _shared_strings(self) -> Sequence[str]:
        part = self._related("/sharedStrings")
        return [_unescape(text) for text in read_strings(self.package, part)]

    @cached_property
    def _styles(self) -> Sequence[tuple[str, Look]]:
        """The number format of every style and its look."""
        return cell_styles(self.package, self._related("/styles"))

    def _related(self, kind: str) -> str:
        return next(
            (
                target
                for name, target in self._main.relations.values()
                if name.endswith(kind)
            ),
            "",
        )


def _unescape(text: str) -> str:
    if "_x" not in text:
        return text
    # Surrogates that only escapes can spell are replaced
    return storable(_ESCAPED.sub(lambda match: chr(int(match[1], 16)), text))
