"""The records of `sheets.model` become an .xlsx file: the same bytes every time.

`draw_sheet` puts one sheet into an openpyxl workbook, so that a copy of somebody's file gets its new sheets the same
way; `write_workbook` makes a whole new file.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any, cast

from openpyxl import Workbook as Book
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.formatting.rule import Rule
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from perfeval_xl.amounts import plain
from perfeval_xl.refs import CellRef, column_letters
from perfeval_xl.sheets.charting import place_chart
from perfeval_xl.sheets.computing.books import computed_results
from perfeval_xl.sheets.model import (
    Area,
    Cell,
    Conditional,
    Formula,
    Note,
    Sheet,
    Validation,
    Value,
    Workbook,
)
from perfeval_xl.sheets.paper import set_up_page
from perfeval_xl.sheets.results import Result, Results
from perfeval_xl.sheets.saving import saved
from perfeval_xl.sheets.settling import settle
from perfeval_xl.sheets.styling import Styles
from perfeval_xl.sheets.xml_text import ESCAPE, must_stay_text

__all__ = [
    "as_validation",
    "by_part",
    "comment",
    "draw_sheet",
    "reference",
    "store_value",
    "write_workbook",
]

# ECMA-376 part 1, 18.3.1.32
_LONGEST_PROMPT, _LONGEST_PROMPT_TITLE = 255, 32
# Pixels
_NOTE_WIDTH, _NOTE_LINE = 260, 18
_LANGUAGE = "zh-CN"
# Number formats below 164 are built in
_OWN_FORMAT = 200


def write_workbook(book: Workbook) -> bytes:
    """Return the bytes of an .xlsx file.

    Text is always text, also when it starts with `=`; only a `Formula` is one, and what it shows is written with it, for
    programs that do not compute. Two calls give identical bytes. Raises
    `ValueError` for what no workbook can hold (a prompt of more than 255 characters): a mistake of the caller.
    """
    with _collector_paused():
        # openpyxl begins a workbook with a sheet
        target = Book()
        target.remove(target.worksheets[0])
        styles = Styles()
        for sheet in book.sheets:
            draw_sheet(target, sheet, styles)
        # Names are absolute, and may come before or after the sheets
        for name, absolute in book.names.items():
            target.defined_names[name] = DefinedName(name, attr_text=absolute)
        for name, text in book.properties.items():
            cast("Any", target).custom_doc_props.append(
                StringProperty(name=name, value=text)
            )
        target.properties.title = book.title or None
        target.properties.creator = "perfeval_xl"
        target.properties.language = _LANGUAGE
        # What the file says is computed again by whoever can
        target.calculation.fullCalcOnLoad = True
        data = saved(target)
        results = by_part(target, computed_results(book))
    # Last, what openpyxl cannot write: charts that can be read aloud, results of formulas, fixed times
    charts = [chart.description for sheet in book.sheets for chart in sheet.charts]
    return settle(data, charts, results)


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Keep Python from walking over hundreds of thousands of living cells, again and again, in search of garbage."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def draw_sheet(
    target: Book, sheet: Sheet, styles: Styles, index: int | None = None
) -> Worksheet:
    """Add one sheet to an openpyxl workbook; `styles` is shared by all sheets drawn into the same workbook."""
    page: Worksheet = target.create_sheet(sheet.title, index)
    page.sheet_state = cast("Any", sheet.state)
    # Cells first: those that are merged cannot be written to any more
    for (row, column), cell in sheet.cells.items():
        _draw_cell(
            page,
            row,
            column,
            cell,
            styles,
        )
    for area in sheet.merges:
        _merge(page, area, sheet, styles)
    # Then measures, rules and paper, which ask for no cell
    _measure_out(page, sheet)
    for validation in sheet.validations:
        page.add_data_validation(as_validation(validation))
    for conditional in sheet.conditionals:
        page.conditional_formatting.add(
            reference(conditional.area), _conditional(conditional)
        )
    if sheet.page is not None:
        set_up_page(page, sheet.page)
    if sheet.protected:
        _protect(page)
        page.protection.insertRows = not sheet.insertable
    page.freeze_panes = sheet.freeze or None
    _set_up_view(page, sheet)
    if sheet.filter is not None:
        page.auto_filter.ref = reference(sheet.filter)
    for chart in sheet.charts:
        place_chart(page, chart)
    _name_headings(page, sheet)
    return page


def _measure_out(page: Worksheet, sheet: Sheet) -> None:
    """Set the widths of columns and the heights of rows."""
    for column, width in sheet.widths.items():
        page.column_dimensions[column_letters(column)].width = width
    for column in sheet.hidden_columns:
        page.column_dimensions[column_letters(column)].hidden = True
    # A row of a fixed height would cut off what is typed
    for row, height in sheet.heights.items():
        if row in sheet.growing:
            page.row_dimensions[row] = _GrowingRow(page, index=row, ht=height)
        else:
            page.row_dimensions[row].height = height


class _GrowingRow(RowDimension):  # type: ignore[misc]
    """A row with a height that is not fixed: a program makes it higher for what is typed."""

    @property
    def customHeight(self) -> bool:  # noqa: N802
        """Whether the height is fixed."""
        return False


def _set_up_view(page: Worksheet, sheet: Sheet) -> None:
    """Set how large the sheet is shown, and where the cursor stands in whichever pane has it."""
    view = page.sheet_view
    # 100 is what a sheet without a zoom has
    if sheet.zoom != 100:
        view.zoomScale = view.zoomScaleNormal = sheet.zoom
    if sheet.start:
        for selection in view.selection:
            selection.activeCell = selection.sqref = sheet.start


def _name_headings(page: Worksheet, sheet: Sheet) -> None:
    """Name the first heading of a row and of a column, as screen readers look for them (JAWS, NVDA)."""
    quoted = sheet.title.replace("'", "''")
    # The names that screen readers look for
    for name, address in (
        ("ColumnTitle", sheet.column_titles),
        ("RowTitle", sheet.row_titles),
    ):
        if address:
            absolute = CellRef.parse("", address).absolute.rpartition("!")[2]
            page.defined_names[name] = DefinedName(
                name, attr_text=f"'{quoted}'!{absolute}"
            )


def by_part(book: Book, results: Results) -> dict[str, dict[str, Result]]:
    """Return results by the name of the part in which a sheet was saved, and by address."""
    parts: dict[str, dict[str, Result]] = {}
    for page in book.worksheets:
        name = str(page.path).removeprefix("/")
        for (row, column), result in results.get(page.title, {}).items():
            address = f"{column_letters(column)}{row}"
            parts.setdefault(name, {})[address] = result
    return parts


def reference(area: Area) -> str:
    """Return the rectangle as a range: `B4:I4`, or `B4` for a single cell."""
    first = f"{column_letters(area.left)}{area.top}"
    last = f"{column_letters(area.right)}{area.bottom}"
    if first == last:
        return first
    return f"{first}:{last}"


def _draw_cell(
    page: Worksheet, row: int, column: int, cell: Cell, styles: Styles
) -> None:
    # Nothing is merged yet
    target = cast("SheetCell", page.cell(row, column))
    styles.apply(target, cell.style)
    store_value(target, cell.value)
    if cell.note is not None:
        target.comment = comment(cell.note)
    if cell.link:
        target.hyperlink = Hyperlink(ref=target.coordinate, location=cell.link)


def store_value(target: SheetCell, value: Value) -> None:
    """Store a value with its own type: nothing is guessed from how a text looks."""
    if isinstance(value, Formula):
        target.value = "=" + value.text
    elif isinstance(value, str):
        # "_x0041_" would be read as "A" (ECMA-376 part 1, 22.9.2.19)
        target.value = ESCAPE.sub("_x005F_", value)
        target.data_type = "s"
        if must_stay_text(value):
            target.quotePrefix = True
    elif isinstance(value, Decimal):
        # As a float it would be written with 16 digits: 9.949999999999999
        target.value = plain(value)
        target.data_type = "n"
    else:
        target.value = value


def _merge(page: Worksheet, area: Area, sheet: Sheet, styles: Styles) -> None:
    """Merge an area, its covered cells in the style of the first one: borders and unlocking hold for the whole area.

    openpyxl's own `merge_cells` works out borders for the covered cells, slowly, which this style then replaces.
    """
    page.merged_cells.add(CellRange(reference(area)))
    first = sheet.cells.get((area.top, area.left))
    if first is None:
        page.cell(area.top, area.left)
    for row in range(area.top, area.bottom + 1):
        for column in range(area.left, area.right + 1):
            if (row, column) == (area.top, area.left):
                continue
            covered = MergedCell(page, row, column)
            page._cells[row, column] = covered  # noqa: SLF001 - as merge_cells does
            if first is not None:
                styles.apply(covered, first.style)


def comment(note: Note) -> Comment:
    """Return the note as openpyxl wants it, in a box that shows all of its text."""
    # About 16 Chinese characters stand in a line of that width
    lines = sum(1 + len(line) // 16 for line in note.text.split("\n"))
    return Comment(
        note.text, note.author, width=_NOTE_WIDTH, height=(lines + 1) * _NOTE_LINE
    )


def as_validation(validation: Validation) -> DataValidation:
    """Return the validation as openpyxl holds it; raises `ValueError` for a text that no workbook can hold."""
    # What is longer no workbook can hold: a mistake of the caller
    texts = (
        validation.prompt,
        validation.error,
        validation.prompt_title,
        validation.error_title,
    )
    limits = (
        _LONGEST_PROMPT,
        _LONGEST_PROMPT,
        _LONGEST_PROMPT_TITLE,
        _LONGEST_PROMPT_TITLE,
    )
    for text, limit in zip(texts, limits, strict=True):
        if len(text) > limit:
            raise ValueError(
                f"{len(text)} characters, a validation holds {limit}: {text!r}"
            )
    # A prompt alone has no rule to break
    rule = DataValidation(
        type=cast("Any", None if validation.kind == "any" else validation.kind),
        operator=cast("Any", validation.operator or None),
        formula1=validation.first or None,
        formula2=validation.second or None,
        allow_blank=True,
        showInputMessage=bool(validation.prompt),
        showErrorMessage=validation.kind != "any" and not validation.offers,
        errorStyle=None if validation.strict else "warning",
        promptTitle=validation.prompt_title or None,
        prompt=validation.prompt or None,
        errorTitle=validation.error_title or None,
        error=validation.error or None,
    )
    for area in validation.areas:
        rule.add(reference(area))
    return rule


def _conditional(conditional: Conditional) -> Rule:
    fill = PatternFill(
        fill_type="solid", start_color=conditional.fill, end_color=conditional.fill
    )
    font = Font(color=conditional.colour, bold=conditional.bold or None)
    code = conditional.number_format
    # Only a format of its own needs a number
    shown = NumberFormat(numFmtId=_OWN_FORMAT, formatCode=code) if code else None
    look = DifferentialStyle(
        font=font,
        fill=fill,
        numFmt=shown,
    )
    return Rule(
        type="expression",
        dxf=look,
        formula=[conditional.formula],
    )


def _protect(page: Worksheet) -> None:
    """Protect without a password; row heights and column widths stay adjustable, so that a long text can be printed."""
    page.protection.sheet = True
    page.protection.formatRows = False
    page.protection.formatColumns = False
