"""An OpenDocument spreadsheet (.ods) as it was saved (OASIS OpenDocument 1.3 part 3).

Rows and cells are written once and counted: a sheet of a million equal rows is one element. What repeats and holds
nothing costs nothing; what repeats and holds something is spelled out up to the limit for a sheet.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from xml.etree.ElementTree import Element

from perfeval_xl.amounts import whole_number
from perfeval_xl.errors import TooLargeWorkbook
from perfeval_xl.limits import LIMITS
from perfeval_xl.sheets.areas import areas_in
from perfeval_xl.sheets.model import Area
from perfeval_xl.sheets.ods_formats import OdsFormats
from perfeval_xl.sheets.ods_formulas import excel_formula, excel_reference
from perfeval_xl.sheets.ods_looks import OdsLooks
from perfeval_xl.sheets.ods_text import TextBudget
from perfeval_xl.sheets.package import Package, children, encrypted, local_name
from perfeval_xl.sheets.raw import (
    Arrangement,
    RawCell,
    RawWorkbook,
    as_number,
)
from perfeval_xl.sheets.row_spans import RowSpans
from perfeval_xl.sheets.values import GENERAL, as_cell, as_date_cell

__all__ = ["OdsWorkbook", "is_ods"]

_MIMETYPE = b"application/vnd.oasis.opendocument.spreadsheet"
_MANIFEST = "META-INF/manifest.xml"
# Elements that hold rows or columns in groups
_ROW_GROUPS = {"table-row-group", "table-header-rows", "table-rows"}
_COLUMN_GROUPS = {"table-column-group", "table-header-columns", "table-columns"}
_CELLS = {"table-cell", "covered-table-cell"}
# A cell or an area with its sheet, of which the sheet does not matter
_RANGE = re.compile(
    r"\.(\$?[A-Z]{1,3}\$?\d{1,7})(?::(?:'[^']*'|[^'.:\s]*)\.(\$?[A-Z]{1,3}\$?\d{1,7}))?"
)
# Characters of print ranges that are looked at
_LONGEST_RANGES = 2000
# How errors are shown: as Excel does, or with a number
_ERROR = re.compile(r"#[A-Z/0!?]+|Err:\d{3}")
_DURATION = re.compile(r"PT(\d+)H(\d+)M(\d+(?:[.,]\d+)?)S")
_EPOCH = datetime(1899, 12, 30)
_SECONDS = 86_400
# The last row and column of any sheet: what repeats beyond is not there
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
Attributes = dict[str, str]


def is_ods(package: Package) -> bool:
    """Whether a package says of itself that it is an OpenDocument spreadsheet."""
    return package.start_of("mimetype").startswith(_MIMETYPE)


class OdsWorkbook(RawWorkbook):
    """The sheets and names of one .ods file; raises as `Package` does."""

    def __init__(self, package: Package) -> None:
        super().__init__()
        self._package = package
        manifest = package.xml(_MANIFEST)
        # An encrypted document says so in its manifest
        if manifest is not None and any(
            local_name(element) == "encryption-data" for element in manifest.iter()
        ):
            raise encrypted(package.file)
        root = package.xml("content.xml")
        book = None if root is None else _first(_first(root, "body"), "spreadsheet")
        if root is None or book is None:
            raise package.broken("压缩包里没有工作簿")
        styles = package.xml("styles.xml")
        # Formats and looks are looked up by style when cells are read
        self._formats = OdsFormats(root, styles)
        self._looks = OdsLooks(root, styles)
        self._texts = TextBudget(package)
        self._tables = {
            _attributes(table).get("name", ""): table
            for table in children(book, "table")
        }
        self.names = dict(_names(book))
        self._check_counts()

    @property
    def titles(self) -> Collection[str]:
        """The titles of all sheets, hidden ones included, in order."""
        return self._tables.keys()

    def _too_large(self, what: str) -> TooLargeWorkbook:
        return self._package.too_large(what)

    @property
    def properties(self) -> dict[str, str]:
        """The user-defined fields of the document (OpenDocument 1.3 part 3, 4.3.3)."""
        root = self._package.xml("meta.xml")
        if root is None:
            return {}
        found = (item for item in root.iter() if local_name(item) == "user-defined")
        return {
            _attributes(item).get("name", ""): (item.text or "").strip()
            for item in found
        }

    def _read_sheet(self, title: str) -> dict[tuple[int, int], RawCell]:
        table = self._tables[title]
        columns = _ColumnStyles.of(table)
        cells: dict[tuple[int, int], RawCell] = {}
        merges: list[Area] = []
        hidden: list[tuple[int, int]] = []
        row_number = 1
        for row in _inside(table, "table-row", _ROW_GROUPS):
            if row_number > _LAST_ROW:
                break
            attributes = _attributes(row)
            repeated = min(
                _count(attributes.get("number-rows-repeated")),
                _LAST_ROW + 1 - row_number,
            )
            last = row_number + repeated - 1
            # Hidden, filtered away, or of no height
            if _collapsed(attributes) or self._looks.hides_row(
                attributes.get("style-name", "")
            ):
                hidden.append((row_number, last))
            merges += _merges(row, row_number)
            found = self._read_row(
                row, attributes.get("default-cell-style-name", ""), columns
            )
            if len(merges) > LIMITS.merges:
                raise self._too_large("合并的区域过多")
            # Counted before it is spelled out: a few bytes may stand for millions of cells
            if len(cells) + len(found) * repeated > LIMITS.cells:
                raise self._too_large("单元格过多")
            # Blank rows cost nothing, however often they repeat
            for number in range(row_number, last + 1) if found else ():
                cells.update({(number, column): cell for column, cell in found.items()})
            row_number = last + 1
        own = _attributes(table)
        self._arrangements[title] = Arrangement(
            merges=tuple(merges),
            hidden=RowSpans.of(hidden),
            hidden_columns=tuple(self._hidden_columns(table)),
            printed=tuple(_printed(own.get("print-ranges", ""))),
            visible=not self._looks.hides_table(own.get("style-name", "")),
        )
        return cells

    def _hidden_columns(self, table: Element) -> Iterator[tuple[int, int]]:
        """Yield the first and the last column of every run that is not shown."""
        last = 0
        # Groups of columns may stand inside each other
        for element in _inside(table, "table-column", _COLUMN_GROUPS):
            attributes = _attributes(element)
            first, last = (
                last + 1,
                last + _count(attributes.get("number-columns-repeated")),
            )
            if _collapsed(attributes) or self._looks.hides_column(
                attributes.get("style-name", "")
            ):
                yield first, last

    def _read_row(
        self, row: Element, row_style: str, columns: _ColumnStyles
    ) -> dict[int, RawCell]:
        found: dict[int, RawCell] = {}
        column = 1
        for element in row:
            if local_name(element) not in _CELLS:
                continue
            attributes = _attributes(element)
            repeated = min(
                _count(attributes.get("number-columns-repeated")),
                _LAST_COLUMN + 1 - column,
            )
            # The style of the cell, else of its row, else of its column
            style = (
                attributes.get("style-name") or row_style or columns.of_column(column)
            )
            cell = self._read_cell(element, attributes, style)
            if cell is not None:
                found.update(dict.fromkeys(range(column, column + repeated), cell))
            column += repeated
        return found

    def _read_cell(
        self, element: Element, attributes: Attributes, style: str
    ) -> RawCell | None:
        kind = attributes.get("value-type", "")
        formula = excel_formula(attributes.get("formula", ""))
        # What is shown is needed even where there is a value: dates and errors stand there
        shown = self._texts.of(element)
        # Blank cells with a style only are most of a form
        if not kind and not formula and not shown:
            return None
        # LibreOffice says in an attribute of its own that a value is an error
        if attributes.get("calcext-value-type") == "error" or (
            formula and _ERROR.fullmatch(shown)
        ):
            return RawCell(
                None, formula, shown or "#N/A", GENERAL, None, self._looks.of(style)
            )
        number_format = self._formats.of(style)
        value = self._value(kind, attributes, shown)
        # The spelling that is shown decides; the data style may hide some of the value
        if isinstance(value, Decimal):
            number_format = _as_shown(value, shown) or number_format
        if value == "" and not formula:
            return None
        return RawCell(value, formula, "", number_format, None, self._looks.of(style))

    def _value(
        self, kind: str, attributes: Attributes, shown: str
    ) -> str | Decimal | bool | None:
        """Return the value; what cannot be understood is kept as it is shown."""
        try:
            if kind in {"float", "percentage", "currency"}:
                return as_number(float(attributes["value"]))
            if kind == "date":
                return _serial(attributes["date-value"])
            if kind == "time":
                return _day_part(attributes["time-value"])
        except (KeyError, ValueError, OverflowError):
            # A value that is damaged is at least shown
            return shown
        if kind == "boolean":
            return attributes.get("boolean-value") == "true"
        return shown or attributes.get("string-value", "")


def _as_shown(value: Decimal, shown: str) -> str:
    """Return the format that shows the value as the file shows it, empty when that is no common spelling."""
    # A number, or a day, that is shown exactly as a common format shows it
    written, code = as_cell(shown.strip())
    if isinstance(written, Decimal) and written == value:
        return code
    day = as_date_cell(shown)
    if day is not None and day[0] == value:
        return day[1]
    return ""


def _serial(text: str) -> Decimal | None:
    # As a number of days, which is how .xlsx holds it
    moment = datetime.fromisoformat(text) - _EPOCH
    return as_number(
        moment.days + (moment.seconds + moment.microseconds / 1e6) / _SECONDS
    )


def _day_part(text: str) -> Decimal | None:
    match = _DURATION.fullmatch(text)
    if match is None:
        raise ValueError(text)
    return as_number(
        (int(match[1]) * 3600 + int(match[2]) * 60 + float(match[3].replace(",", ".")))
        / _SECONDS
    )


def _names(book: Element) -> Iterator[tuple[str, str]]:
    """Yield the names of the whole workbook with what they stand for; those of one sheet stand inside its table."""
    for group in children(book, "named-expressions"):
        for item in group:
            attributes = _attributes(item)
            target = attributes.get("cell-range-address") or attributes.get(
                "expression", ""
            )
            yield attributes.get("name", ""), excel_reference(target)


def _inside(parent: Element, name: str, groups: set[str]) -> Iterator[Element]:
    """Yield the elements of a name, those in groups within groups too."""
    # A stack of iterators instead of recursion
    waiting = [iter(parent)]
    while waiting:
        element = next(waiting[-1], None)
        if element is None:
            waiting.pop()
        elif local_name(element) == name:
            yield element
        elif local_name(element) in groups:
            waiting.append(iter(element))


def _merges(row: Element, number: int) -> Iterator[Area]:
    column = 1
    for element in row:
        if local_name(element) in _CELLS:
            attributes = _attributes(element)
            # A cell that spans others is followed by these as covered cells
            down, across = (
                _count(attributes.get(f"number-{name}-spanned"))
                for name in ("rows", "columns")
            )
            if down > 1 or across > 1:
                yield Area(number, column, number + down - 1, column + across - 1)
            column += _count(attributes.get("number-columns-repeated"))


@dataclass(frozen=True, slots=True)
class _ColumnStyles:
    """The last column of every run of columns, and the style of the cells in it."""

    lasts: list[int]
    styles: list[str]

    @classmethod
    def of(cls, table: Element) -> _ColumnStyles:
        found = cls([], [])
        last = 0
        for element in _inside(table, "table-column", _COLUMN_GROUPS):
            attributes = _attributes(element)
            last += _count(attributes.get("number-columns-repeated"))
            found.lasts.append(last)
            found.styles.append(attributes.get("default-cell-style-name", ""))
        return found

    def of_column(self, column: int) -> str:
        """Return the style of a column, empty for none."""
        # The first run that ends at this column or behind it
        run = bisect_left(self.lasts, column)
        if run < len(self.styles):
            return self.styles[run]
        return ""


def _collapsed(attributes: Attributes) -> bool:
    """Whether a row or column is hidden or filtered away."""
    return attributes.get("visibility", "visible") != "visible"


def _printed(ranges: str) -> Iterator[Area]:
    """Yield the print ranges of a table: `自评表.A1:自评表.I30`, with blanks between them."""
    for found in _RANGE.finditer(ranges[:_LONGEST_RANGES]):
        yield from areas_in([f"{found[1]}:{found[2] or found[1]}".replace("$", "")])


def _attributes(element: Element) -> Attributes:
    """Return the attributes by local name; `value-type` exists twice, that of LibreOffice is `calcext-value-type`."""
    found: Attributes = {}
    for key, value in element.attrib.items():
        space, _, name = key.rpartition("}")
        found[f"calcext-{name}" if "calcext" in space else name] = value
    return found


def _first(parent: Element | None, name: str) -> Element | None:
    if parent is None:
        return None
    return next(children(parent, name), None)


def _count(text: str | None) -> int:
    return max(1, whole_number(text, 1))
