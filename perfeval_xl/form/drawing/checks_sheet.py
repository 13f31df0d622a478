"""The sheet 实时核对: every live check on a line, each with its result, and a link to where to look."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from perfeval_xl.form.drawing.canvas import Canvas
from perfeval_xl.form.drawing.styles import BODY, LABEL, TITLE, height_of
from perfeval_xl.form.formulas.live_checks import (
    FIRST_ROW,
    LATER,
    LOOK,
    MISSING_COLUMN,
    RESULT_COLUMN,
    SAID_COLUMN,
    STILL,
    UNKNOWN,
    WRONG,
    LiveCheck,
    Summary,
    lines,
    result,
)
from perfeval_xl.form.identity.stated import CHECKS_SHEET
from perfeval_xl.refs import column_letters
from perfeval_xl.sheets.list_looks import LINK_COLOUR
from perfeval_xl.sheets.model import Area, Cell, Conditional, Formula, Page, Sheet

__all__ = ["LAST_COLUMN", "WIDTHS", "checks_sheet"]

WIDTHS = {1: 20.0, 2: 72.0, 3: 10.0, 4: 6.0, 5: 30.0}
LAST_COLUMN = 3
"""The last column that is seen; the others are what the results are put together from."""
_RED, _RED_TEXT = "FFC7CE", "9C0006"
_AMBER, _AMBER_TEXT = "FFD966", "5C4400"
_COLOURS = (
    (WRONG, _RED, _RED_TEXT),
    (UNKNOWN, _RED, _RED_TEXT),
    (STILL, _AMBER, _AMBER_TEXT),
    (LOOK, _AMBER, _AMBER_TEXT),
)
_NOT_SEEN = "定性指标的得分是否在档次的区间内、文字与数字是否一致、金额单位、指标是否重复、名称前后是否一致、佐证资料、下发内容是否被改动"


_HEADINGS = {1: "核对什么", RESULT_COLUMN: "结果", LAST_COLUMN: "去看"}


def checks_sheet(checks: Sequence[LiveCheck], linked: Callable[[str], str]) -> Sheet:
    """Return the sheet; `linked` gives the place of a field, as a link is written."""
    canvas = Canvas(WIDTHS)
    summary = Summary(lines(checks))
    left = replace(BODY, horizontal="left")

    # all of it in one sentence
    canvas.span(Area(1, 1, 1, LAST_COLUMN), CHECKS_SHEET, TITLE)
    canvas.grow(1, 34)
    canvas.span(Area(2, 1, 2, LAST_COLUMN), summary.overall(), replace(left, bold=True))
    canvas.span(Area(3, 1, 3, LAST_COLUMN), summary.progress(), left)
    heading = replace(LABEL, bold=True)
    for column, text in _HEADINGS.items():
        canvas.put(FIRST_ROW - 1, column, text, heading)

    # check by check
    for row, check in zip(lines(checks), checks, strict=True):
        canvas.put(row, 1, check.title, LABEL)
        canvas.put(row, RESULT_COLUMN, result(row), left)
        canvas.cells[row, LAST_COLUMN] = Cell(
            value="去看",
            style=replace(BODY, underline=True, colour=LINK_COLOUR),
            link=linked(check.field),
        )
        canvas.put(row, MISSING_COLUMN, Formula(check.missing), BODY)
        canvas.put(row, SAID_COLUMN, Formula(check.said), BODY)
        canvas.grow(row, 22)
    last = lines(checks).stop
    canvas.put(last, 1, LATER, LABEL)
    canvas.span(Area(last, RESULT_COLUMN, last, LAST_COLUMN), _NOT_SEEN, left)
    canvas.grow(last, height_of(_NOT_SEEN, range(2, 4), BODY.size, WIDTHS))
    for row in (2, 3, FIRST_ROW - 1):
        canvas.grow(row, 22)
    return Sheet(
        title=CHECKS_SHEET,
        cells=canvas.cells,
        merges=tuple(canvas.merges),
        widths=canvas.widths,
        heights=canvas.heights,
        hidden_columns=(MISSING_COLUMN, SAID_COLUMN),
        conditionals=_colours(checks),
        page=Page(area=Area(1, 1, last, LAST_COLUMN)),
        protected=True,
        column_titles=f"A{FIRST_ROW - 1}",
        row_titles=f"A{FIRST_ROW - 1}",
    )


def _colours(checks: Sequence[LiveCheck]) -> tuple[Conditional, ...]:
    """Repeat in colour what the results say in words."""
    rows = lines(checks)
    area = Area(rows.start, RESULT_COLUMN, rows.stop - 1, RESULT_COLUMN)
    cell = f"{column_letters(RESULT_COLUMN)}{rows.start}"
    return tuple(
        Conditional(
            area=area,
            formula=f'LEFT({cell},{len(word)})="{word}"',
            fill=fill,
            colour=colour,
        )
        for word, fill, colour in _COLOURS
    )
