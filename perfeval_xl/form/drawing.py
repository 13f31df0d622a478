"""The form as a workbook: what it shows, cell for cell the official 项目支出绩效自评表 (财预〔2020〕10号 附件1)."""

from __future__ import annotations

from perfeval_xl.form.canvas import Canvas
from perfeval_xl.form.funds_part import draw_funds, draw_head
from perfeval_xl.form.guidance import conditionals_for, sum_conditional, validations_for
from perfeval_xl.form.identity import IDENTITY_SHEET, identity_rows, properties_for
from perfeval_xl.form.indicator_part import draw_goals, draw_indicators, draw_total
from perfeval_xl.form.instructions import instructions_sheet
from perfeval_xl.form.layout import Layout
from perfeval_xl.form.preview_part import SELF_CHECK_ROW, WEIGHT_CHECK_ROW, draw_preview
from perfeval_xl.form.section_part import draw_sections, narrative_sheet
from perfeval_xl.form.styles import width_of
from perfeval_xl.refs import column_letters
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.sheets.model import Area, Cell, Page, Sheet, Style, Workbook
from perfeval_xl.submission.model import Submission

__all__ = ["draw_form"]

FOOTER = "第 &P 页，共 &N 页"
_MARGIN = 0.6
_A4_WIDTH, _A4_HEIGHT = 8.27 - 2 * _MARGIN, 11.69 - 2 * _MARGIN  # inches between the margins
_SAFETY = 0.96  # fonts differ a little from machine to machine
_ROOM_LEFT = 0.62  # how full a page must be before it may end early, at the beginning of a part


def draw_form(scheme: Scheme, layout: Layout, submission: Submission | None = None) -> Workbook:
    """Return the workbook of a form: empty, or with what `submission` holds.

    The submission must fit the layout as `filling.conform` makes it; what it states is typed, what it leaves blank the
    form computes.
    """
    sheets = [_form_sheet(scheme, layout, submission)]
    if any(section.place == "narrative" for section in scheme.sections):
        sheets.append(narrative_sheet(scheme, layout, submission))
    sheets += [instructions_sheet(scheme), _identity_sheet(scheme, layout)]
    return Workbook(
        sheets=tuple(sheets),
        names={name: ref for name, ref in layout.names().items() if _drawn(ref, sheets)},
        properties=properties_for(scheme),
        title=scheme.title,
    )


def _form_sheet(scheme: Scheme, layout: Layout, submission: Submission | None) -> Sheet:
    canvas = Canvas()
    draw_head(canvas, scheme, layout, submission)
    draw_funds(canvas, scheme, layout, submission)
    draw_goals(canvas, layout, submission)
    draw_indicators(canvas, layout, submission)
    draw_total(canvas, scheme, layout, submission)
    draw_sections(canvas, scheme, layout, submission)
    draw_preview(canvas, scheme, layout)
    checks = {"weight_total": WEIGHT_CHECK_ROW, "self_total": SELF_CHECK_ROW}
    conditionals = list(conditionals_for(layout))
    for key, row in checks.items():
        total, check = layout.fields[key], layout.fields["rule_grade"]
        area = Area(total.row, total.column, total.row, total.column)
        conditionals.append(sum_conditional(area, f"${column_letters(check.column)}${row}"))
    return Sheet(
        title=layout.sheet,
        cells=canvas.cells,
        merges=tuple(canvas.merges),
        widths=canvas.widths,
        heights=canvas.heights,
        validations=validations_for(scheme, layout),
        conditionals=tuple(conditionals),
        page=Page(
            area=layout.print_area,
            title_rows=(layout.rows["title"], layout.rows["year"]),
            margin=_MARGIN,
            breaks=_breaks(canvas, layout),
            footer=FOOTER,
            plain_ink=True,
        ),
        protected=True,
    )


def _breaks(canvas: Canvas, layout: Layout) -> tuple[int, ...]:
    """Return the rows after which a page ends: before a part of the form where that leaves no large hole."""
    printed = range(layout.print_area.left, layout.print_area.right + 1)
    scale = min(1.0, _A4_WIDTH * 96 / width_of(printed))
    room = _A4_HEIGHT * 72 / scale * _SAFETY
    repeated = sum(canvas.heights[row] for row in range(layout.rows["title"], layout.rows["year"] + 1))
    good = {layout.rows[part] for part in ("goals", "header", "total", "sections")}
    good |= {layout.rows["indicators"] + n for n, slot in enumerate(layout.slots) if n and slot.ordinal == 1}
    breaks: list[int] = []
    used = 0.0
    best = 0
    row = 1
    while row <= layout.rows["end"]:
        if row in good and used >= _ROOM_LEFT * room:
            best = row
        used += canvas.heights[row]
        if used > room and row > 1:
            row = best or row
            breaks.append(row - 1)
            used, best = repeated, 0
            if used + canvas.heights[row] > room:
                used = room - canvas.heights[row]
            continue
        row += 1
    return tuple(breaks)


def _identity_sheet(scheme: Scheme, layout: Layout) -> Sheet:
    plain_text = Style(font="宋体", wrap=False, horizontal="left")
    cells = {}
    for row, pair in enumerate(identity_rows(scheme, layout), start=1):
        for column, text in enumerate(pair, start=1):
            cells[row, column] = Cell(value=text, style=plain_text)
    return Sheet(title=IDENTITY_SHEET, cells=cells, protected=True, state="veryHidden")


def _drawn(absolute: str, sheets: list[Sheet]) -> bool:
    return any(absolute.startswith(f"'{sheet.title}'!") for sheet in sheets)
