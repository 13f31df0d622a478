"""What a distributed form carries beside its fields: when and where it is to be handed in, and a filled sample.

Both are words of the issuer and of the scheme; nothing of them is read back.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from perfeval_xl.form.drawing.canvas import Canvas
from perfeval_xl.form.drawing.checks_sheet import LAST_COLUMN, WIDTHS
from perfeval_xl.form.drawing.styles import BODY, LABEL, TITLE, height_of
from perfeval_xl.form.identity.stated import CHECKS_SHEET, SAMPLE_SHEET
from perfeval_xl.scheme.loader import example_json, has_example
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.sheets.model import Area, Sheet, Workbook
from perfeval_xl.submission.labels import INDICATOR_LABELS
from perfeval_xl.submission.model import Submission
from perfeval_xl.submission.spelling import loads

__all__ = ["Notice", "first_line", "said_lines", "with_guide"]

Notice = tuple[tuple[str, str], ...]
"""Lines of the issuer, each with what it is about: 报送截止, 报送到, 联系人, 随附材料."""

_HEADING = "报送要求"
_SAMPLE_TITLE = "填报样例（不打印，内容是虚构或公开的，请勿照抄）"
_SAMPLE_WIDTHS = (12.0, 14.0, 26.0, 16.0, 16.0, 7.0, 7.0, 36.0)
_COLUMNS = ("target", "actual", "weight", "self_score", "note")


def with_guide(book: Workbook, scheme: Scheme, notice: Notice) -> Workbook:
    """Return a form with the lines of the issuer below its live checks, and with a filled sample behind them."""
    sheets = []
    for sheet in book.sheets:
        if sheet.title != CHECKS_SHEET:
            sheets.append(sheet)
            continue
        sheets.append(_noticed(sheet, notice))
        if has_example(scheme.id):
            sheets.append(_sample(scheme))
    return replace(book, sheets=tuple(sheets))


def _noticed(sheet: Sheet, notice: Notice) -> Sheet:
    if not notice:
        return sheet
    first = first_line(sheet)
    canvas = said_lines(first, notice)
    top = first - 1
    heading = replace(LABEL, bold=True)
    canvas.span(Area(top, 1, top, LAST_COLUMN), _HEADING, heading)
    canvas.grow(top, 22)
    for row, (name, _) in enumerate(notice, first):
        canvas.put(row, 1, name, LABEL)
    return replace(
        sheet,
        cells={**sheet.cells, **canvas.cells},
        merges=(*sheet.merges, *canvas.merges),
        heights={**sheet.heights, **canvas.heights},
    )


def first_line(sheet: Sheet) -> int:
    """Return the row of the first line of the issuer on a sheet of live checks that has none yet."""
    return max(row for row, _ in sheet.cells) + 3


def said_lines(first: int, notice: Notice) -> Canvas:
    """Return what the lines of the issuer say, the first in this row, and how high their rows are."""
    canvas = Canvas(WIDTHS)
    columns = range(2, LAST_COLUMN + 1)
    for row, (_, text) in enumerate(notice, first):
        area = Area(row, 2, row, LAST_COLUMN)
        canvas.span(area, text, replace(BODY, horizontal="left"))
        canvas.grow(row, height_of(text, columns, BODY.size, WIDTHS))
    return canvas


def _sample(scheme: Scheme) -> Sheet:
    """Return the example of the scheme as a plain list: what stands in each column of every indicator, then the texts."""
    example = loads(example_json(scheme.id))
    widths = dict(enumerate(_SAMPLE_WIDTHS, 1))
    canvas = Canvas(widths)
    last = len(widths)
    canvas.span(Area(1, 1, 1, last), _SAMPLE_TITLE, replace(TITLE, size=14))
    canvas.grow(1, 30)
    named = [INDICATOR_LABELS[name] for name in _COLUMNS]
    headings = ("一级指标", "二级指标", "三级指标", *named)
    for column, text in enumerate(headings, 1):
        canvas.put(2, column, text, replace(LABEL, bold=True))
    canvas.grow(2, 32)
    row = 2
    for row, texts in enumerate(_rows(example), 3):
        for column, text in enumerate(texts, 1):
            canvas.put(row, column, text or None, BODY)
            columns = range(column, column + 1)
            canvas.grow(row, height_of(text, columns, BODY.size, widths))
    for name, entry in example.sections.items():
        row += 1
        canvas.span(Area(row, 1, row, 2), name, LABEL)
        area = Area(row, 3, row, last)
        canvas.span(area, entry.text, replace(BODY, horizontal="left"))
        canvas.grow(row, height_of(name, range(1, 3), BODY.size, widths))
        canvas.grow(row, height_of(entry.text, range(3, last + 1), BODY.size, widths))
    return Sheet(
        title=SAMPLE_SHEET,
        cells=canvas.cells,
        merges=tuple(canvas.merges),
        widths=canvas.widths,
        heights=canvas.heights,
        protected=True,
        column_titles="A2",
    )


def _rows(example: Submission) -> Iterator[tuple[str, ...]]:
    for indicator in example.indicators:
        path = (*indicator.path, "", "")[:3]
        cells = (getattr(indicator, name).text or "" for name in _COLUMNS)
        yield (*path, *cells)
