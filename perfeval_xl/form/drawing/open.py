"""An open form as a workbook: the parts that its layout describes, cell for cell the official form."""

from __future__ import annotations

from collections.abc import Mapping

from perfeval_xl.form.drawing.canvas import Canvas
from perfeval_xl.form.drawing.open_funds import draw_fields, draw_funds, draw_head
from perfeval_xl.form.drawing.open_indicators import (
    draw_goals,
    draw_indicators,
    draw_total,
)
from perfeval_xl.form.drawing.open_instructions import instructions_sheet
from perfeval_xl.form.drawing.open_paging import Paging, settle_pages
from perfeval_xl.form.drawing.open_preview import (
    ROWS_CHECK_ROW,
    SELF_CHECK_ROW,
    WEIGHT_CHECK_ROW,
    draw_preview,
    hidden_columns,
)
from perfeval_xl.form.drawing.open_sections import (
    draw_lines,
    draw_sections,
    narrative_sheet,
)
from perfeval_xl.form.identity.hidden_sheet import hidden_sheet
from perfeval_xl.form.identity.stated import (
    identity_rows,
    properties_for,
)
from perfeval_xl.form.layout.open import Layout
from perfeval_xl.form.layout.paper import MARGIN, PAGE_FOOTER
from perfeval_xl.form.prompts.open_guidance import (
    conditionals_for,
    sum_conditional,
    unseen_conditional,
    validations_for,
)
from perfeval_xl.refs import column_letters
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.sheets.model import Area, Page, Sheet, Workbook
from perfeval_xl.submission.model import Submission

__all__ = ["draw_canvas", "draw_form"]


def draw_form(
    scheme: Scheme,
    layout: Layout,
    submission: Submission | None = None,
    pages: Paging | None = None,
) -> Workbook:
    """Return the workbook of a form: empty, or with what `submission` holds.

    The submission must fit the layout as `filling.conform` makes it; what it states is typed, what it leaves blank the
    form computes. `pages` is how it prints, by default what suits the heights of its rows.
    """
    if pages is None:
        pages = settle_pages(
            layout,
            lambda tried: draw_canvas(
                Canvas(tried.widths(layout)), scheme, layout, submission, tried
            ),
        )
    sheets = [_form_sheet(scheme, layout, submission, pages)]
    if layout.narrative:
        sheets.append(narrative_sheet(scheme, layout, submission))
    sheets += [instructions_sheet(scheme), hidden_sheet(identity_rows(scheme, layout))]
    return Workbook(
        sheets=tuple(sheets),
        names={
            name: ref for name, ref in layout.names().items() if _drawn(ref, sheets)
        },
        properties=properties_for(scheme),
        title=scheme.title,
    )


def _form_sheet(
    scheme: Scheme, layout: Layout, submission: Submission | None, pages: Paging
) -> Sheet:
    canvas = Canvas(pages.widths(layout))
    draw_canvas(canvas, scheme, layout, submission, pages)
    draw_preview(canvas, scheme, layout)
    checks = {"weight_total": WEIGHT_CHECK_ROW, "self_total": SELF_CHECK_ROW}
    conditionals = list(conditionals_for(layout))
    for key, row in checks.items():
        if key not in layout.fields:
            continue
        total, check = layout.fields[key], layout.fields["rule_grade"]
        area = Area(total.row, total.column, total.row, total.column)
        conditionals.append(
            sum_conditional(area, f"${column_letters(check.column)}${row}")
        )
    beside = layout.help_column + 1
    told = Area(ROWS_CHECK_ROW, beside, ROWS_CHECK_ROW, beside)
    conditionals.append(
        unseen_conditional(told, f"{column_letters(told.left)}{told.top}")
    )
    return Sheet(
        title=layout.sheet,
        cells=canvas.cells,
        merges=tuple(canvas.merges),
        widths=canvas.widths,
        heights=canvas.heights,
        validations=validations_for(scheme, layout),
        conditionals=tuple(conditionals),
        hidden_columns=hidden_columns(layout),
        page=Page(
            landscape=layout.described.landscape,
            area=layout.print_area,
            title_rows=pages.title_rows,
            margin=MARGIN,
            breaks=pages.breaks,
            footer=PAGE_FOOTER,
            plain_ink=True,
        ),
        protected=True,
        insertable=True,
        column_titles=f"A{layout.rows['header']}",
    )


def draw_canvas(
    canvas: Canvas,
    scheme: Scheme,
    layout: Layout,
    submission: Submission | None,
    pages: Paging,
) -> Mapping[int, float]:
    """Draw what is printed of the form for these pages, and return the heights of its rows."""
    draw_head(canvas, scheme, layout, submission)
    for placed in layout.parts:
        match placed.part.kind:
            case "fields":
                draw_fields(canvas, scheme, placed, submission)
            case "funds":
                draw_funds(canvas, scheme, layout, submission)
            case "goals":
                draw_goals(canvas, layout, submission, pages)
            case "indicators":
                draw_indicators(canvas, scheme, layout, submission, pages)
            case "total":
                draw_total(canvas, scheme, layout, submission)
            case "sections":
                draw_sections(canvas, scheme, placed, submission, pages)
            case "lines":
                draw_lines(canvas, scheme, layout, placed)
    return canvas.heights


def _drawn(absolute: str, sheets: list[Sheet]) -> bool:
    return any(absolute.startswith(f"'{sheet.title}'!") for sheet in sheets)
