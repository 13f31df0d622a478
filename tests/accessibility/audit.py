"""What makes a workbook hard to use, found cell by cell; every finding is a sentence that says where."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from openpyxl.cell.cell import Cell
from openpyxl.formatting.rule import Rule
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet

from perfeval_xl.sheets.heights import TALLEST_ROW, text_height

__all__ = [
    "Book",
    "colour_of",
    "contrast",
    "cut_off",
    "fill_of",
    "frozen_too_much",
    "low_contrast",
    "merged_in",
    "silent_colours",
    "tab_stops",
    "unprompted",
    "visible",
]

LEAST_CONTRAST = 4.5  # WCAG 2.1, success criterion 1.4.3, for text of any size
_SEVERITY_FILLS = {"F8CBAD", "FFE699", "DDEBF7"}
_DEFAULT_WIDTH, _DEFAULT_HEIGHT = 8.43, 15.0
_GRID_WIDTH, _GRID_HEIGHT = (
    1300,
    520,
)  # pixels of a grid on a screen of 1366 x 768, below the ribbon
_ZOOM = 2.0
_AIR = 6.0  # what `text_height` leaves free above and below
_REFERENCE = re.compile(r"(?:'([^']+)'!)?(\$?[A-Z]{1,3}\$?\d+)")
_ADDRESS_PARTS = re.compile(r"(\$?[A-Z]+\$?)(\d+)")
_SAYS = re.compile(r"(?:LEFT|RIGHT)\((\$?[A-Z]{1,3}\$?\d+),\d+\)=\"([^\"]+)\"")


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook as bytes and as openpyxl sees it."""

    name: str
    data: bytes
    book: Workbook


def visible(book: Book) -> Iterator[tuple[str, Worksheet]]:
    """Yield the sheets that people see, with the place for messages."""
    for sheet in book.book.worksheets:
        if sheet.sheet_state == "visible":
            yield f"{book.name} / {sheet.title}", sheet


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours `RRGGBB`, 1 to 21 (WCAG 2.1, relative luminance and contrast ratio)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    def linear(part: str) -> float:
        value = int(part, 16) / 255
        return (
            value / 12.92
            if value <= 0.03928
            else float(((value + 0.055) / 1.055) ** 2.4)
        )

    red, green, blue = (linear(colour[at : at + 2]) for at in (0, 2, 4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def colour_of(cell: Cell) -> str:
    """Return the colour of the text, black when none is given."""
    return _rgb(cell.font.color, "000000")


def fill_of(cell: Cell) -> str:
    """Return what the text stands on, white when nothing is filled."""
    return (
        _rgb(cell.fill.fgColor, "FFFFFF")
        if cell.fill.fill_type == "solid"
        else "FFFFFF"
    )


def _rgb(colour: object, default: str) -> str:
    value = getattr(colour, "rgb", None)
    return (
        value[-6:]
        if isinstance(value, str) and getattr(colour, "type", "") == "rgb"
        else default
    )


def low_contrast(place: str, sheet: Worksheet) -> Iterator[str]:
    """Yield every pair of colours that is too hard to read: in cells, and as conditional formats set them."""
    pairs = {
        (colour_of(cell), fill_of(cell)): cell.coordinate
        for row in sheet.iter_rows()
        for cell in row
    }
    for areas in sheet.conditional_formatting:
        for rule in areas.rules:
            assert rule.dxf is not None
            fill, font = rule.dxf.fill, rule.dxf.font
            pairs[_rgb(font.color, "000000"), _rgb(fill.bgColor, "FFFFFF")] = str(
                areas.sqref
            )
    for (colour, fill), where in pairs.items():
        if contrast(colour, fill) < LEAST_CONTRAST:
            yield f"{place}!{where}: {colour} on {fill} is {contrast(colour, fill):.2f}"


def silent_colours(place: str, sheet: Worksheet) -> Iterator[str]:
    """Yield conditional formats without a word in a cell of the sheet that says the same, and marks without a severity.

    A format has its word when it is on only where a cell begins with it, and the formula of that cell can give it, or
    when it writes the word itself, with its number format.
    """
    for areas in sheet.conditional_formatting:
        for rule in areas.rules:
            rows = max(area.max_row - area.min_row for area in areas.sqref.ranges)
            if not _says_why(sheet, rule, max(1, rows)):
                yield f"{place}!{areas.sqref}: {rule.formula[0]}"
    for row in sheet.iter_rows():
        for cell in row:
            if fill_of(cell) in _SEVERITY_FILLS:
                told = f"{cell.value or ''}{cell.comment.text if cell.comment else ''}"
                if not told:
                    yield f"{place}!{cell.coordinate}: {fill_of(cell)} without a word"


def _says_why(sheet: Worksheet, rule: Rule, rows: int) -> bool:
    formula = rule.formula[0]
    said = _SAYS.findall(formula)
    alternatives = formula.startswith("OR(") and _SAYS.sub("", formula).strip("OR(,)")
    words = (
        rule.dxf is not None
        and rule.dxf.numFmt is not None
        and '"' in rule.dxf.numFmt.formatCode
    )
    return words or bool(
        said
        and not alternatives
        and any(_can_say(sheet, *moved) for each in said for moved in _down(each, rows))
    )


def _down(said: tuple[str, str], rows: int) -> Iterator[tuple[str, str]]:
    """Yield the same for the rows of the format: one that grows with the rows put into a table begins at its headings."""
    letters, row = _ADDRESS_PARTS.fullmatch(said[0]).groups()  # type: ignore[union-attr]
    for below in range(rows + 1):
        yield f"{letters}{int(row) + below}", said[1]


def _can_say(sheet: Worksheet, address: str, word: str, steps: int = 2) -> bool:
    """Whether the formula of a cell holds the word, or looks at a cell that does."""
    formula = str(sheet[address.replace("$", "")].value)
    if word in formula or not steps:
        return word in formula
    return any(
        _can_say(sheet.parent[title] if title else sheet, other, word, steps - 1)
        for title, other in _REFERENCE.findall(formula)
        if not title or title in sheet.parent.sheetnames
    )


def tab_stops(sheet: Worksheet) -> list[str]:
    """Return the cells that Tab visits in a protected sheet: unlocked ones, row by row, the first of each merged area."""
    covered = {
        (row, column)
        for area in sheet.merged_cells.ranges
        for row, column in _covered(area)
    }
    return [
        cell.coordinate
        for row in sheet.iter_rows()
        for cell in row
        if not cell.protection.locked and (cell.row, cell.column) not in covered
    ]


def _covered(area: CellRange) -> Iterator[tuple[int, int]]:
    for row, column in area.cells:
        if (row, column) != (area.min_row, area.min_col):
            yield row, column


def unprompted(place: str, sheet: Worksheet) -> Iterator[str]:
    """Yield input cells of a protected sheet that say nothing when they are entered: a screen reader reads the prompt."""
    if not sheet.protection.sheet:
        return
    prompted = [
        v for v in sheet.data_validations.dataValidation if v.promptTitle and v.prompt
    ]
    cells = {at for v in prompted for area in v.sqref.ranges for at in area.cells}
    for address in tab_stops(sheet):
        cell = sheet[address]
        if (cell.row, cell.column) not in cells:
            yield f"{place}!{address}"


def cut_off(place: str, sheet: Worksheet) -> Iterator[str]:
    """Yield texts that do not show whole: they wrap in a row that is too low, or run into a neighbour."""
    areas = {(area.min_row, area.min_col): area for area in sheet.merged_cells.ranges}
    hidden = _hidden_columns(sheet)
    for row in sheet.iter_rows():
        for cell in row:
            text = (
                cell.value.replace("_x005F_", "_")
                if isinstance(cell.value, str)
                else None
            )
            if (
                not isinstance(text, str)
                or not text.strip()
                or cell.column in hidden
                or cell.data_type == "f"
                or cell.alignment.shrink_to_fit
            ):
                continue
            area = areas.get((cell.row, cell.column), CellRange(cell.coordinate))
            width = sum(
                _width(sheet, column)
                for column in range(area.min_col, area.max_col + 1)
            )
            if not cell.alignment.wrap_text:
                width += _room_beside(sheet, cell, area)
            needed = text_height(text, width, cell.font.sz) - _AIR
            height = sum(
                _height(sheet, number)
                for number in range(area.min_row, area.max_row + 1)
            )
            if needed > min(height, TALLEST_ROW) + 0.5:
                yield f"{place}!{cell.coordinate}: needs {needed}, has {height} ({text[:20]})"


def _hidden_columns(sheet: Worksheet) -> set[int]:
    hidden: set[int] = set()
    for letters, column in sheet.column_dimensions.items():
        if column.hidden:
            first = column.min or column_index_from_string(letters)
            hidden.update(range(first, (column.max or first) + 1))
    return hidden


def _room_beside(sheet: Worksheet, cell: Cell, area: CellRange) -> float:
    room = 0.0
    for column in range(area.max_col + 1, area.max_col + 12):
        if sheet.cell(cell.row, column).value is not None:
            break
        room += _width(sheet, column)
    return room


def _width(sheet: Worksheet, column: int) -> float:
    letters = get_column_letter(column)
    return (
        sheet.column_dimensions[letters].width
        if letters in sheet.column_dimensions
        else _DEFAULT_WIDTH
    )


def _height(sheet: Worksheet, row: int) -> float:
    found = sheet.row_dimensions[row].height if row in sheet.row_dimensions else None
    return _DEFAULT_HEIGHT if found is None else float(found)


def frozen_too_much(place: str, sheet: Worksheet) -> Iterator[str]:
    """Yield what is frozen so that at 200 % less than half of a small screen is left to scroll."""
    if sheet.freeze_panes is None:
        return
    first = sheet[sheet.freeze_panes]
    width = sum(_width(sheet, column) for column in range(1, first.column)) * 8 * _ZOOM
    height = sum(_height(sheet, row) for row in range(1, first.row)) * 96 / 72 * _ZOOM
    if width > _GRID_WIDTH / 2 or height > _GRID_HEIGHT / 2:
        yield f"{place}: {width:.0f} x {height:.0f} pixels are frozen at 200 %"


def merged_in(sheet: Worksheet, top: int, bottom: int) -> list[str]:
    """Return the merged areas that begin in these rows."""
    return [
        str(area) for area in sheet.merged_cells.ranges if top <= area.min_row <= bottom
    ]
