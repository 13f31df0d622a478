"""The texts: 项目绩效分析 under the table, and the narrative on a sheet of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import groupby

from perfeval_xl.form.contents.labels import said_by
from perfeval_xl.form.drawing.canvas import Canvas
from perfeval_xl.form.drawing.open_paging import Paging
from perfeval_xl.form.drawing.styles import LABEL, LONG_INPUT, PLAIN, TITLE, height_of
from perfeval_xl.form.layout.open import Layout, PlacedPart, sections_in
from perfeval_xl.form.layout.open_columns import Span
from perfeval_xl.form.layout.paper import PAGE_FOOTER
from perfeval_xl.form.prompts.open_guidance import section_validation
from perfeval_xl.refs import Entry
from perfeval_xl.scheme.model import Scheme, Section
from perfeval_xl.sheets.model import Area, Page, Sheet
from perfeval_xl.submission.model import Submission

__all__ = ["draw_lines", "draw_sections", "narrative_sheet"]

_ROW, _NARRATIVE_ROW = (
    78.0,
    110.0,
)  # room for what is typed later: merged cells do not grow by themselves
_LINE_ROW = 18.0
_LINE = replace(PLAIN, horizontal="left", wrap=True)
_NARRATIVE_WIDTHS = {1: 18.0, 2: 78.0}


def draw_sections(
    canvas: Canvas,
    scheme: Scheme,
    placed: PlacedPart,
    submission: Submission | None,
    pages: Paging,
) -> None:
    """Draw the texts of one part of the form; nothing where the scheme has none for it."""
    numbers = sections_in(scheme, placed.part)
    if not numbers:
        return
    columns = placed.columns
    if "side" in columns:
        text, side = said_by(scheme, placed.part.text), columns["side"]
        canvas.label(
            range(placed.top, placed.bottom + 1),
            (side.left, side.right),
            (text, text),
            LABEL,
            pages,
        )

    rows = [
        (row, scheme.sections[index]) for row, index in enumerate(numbers, placed.top)
    ]
    for group, members in groupby(rows, key=lambda item: item[1].group):
        found = list(members)
        if group and "group" in columns:
            span, inside = columns["group"], range(found[0][0], found[-1][0] + 1)
            canvas.label(
                inside,
                (span.left, span.right),
                (group, f"{group}\n（续）"),
                LABEL,
                pages,
            )
        for row, section in found:
            _draw_label(canvas, row, section, columns)
            text_area = columns["text"].in_row(row)
            canvas.write(
                text_area,
                _text(section, submission),
                LONG_INPUT,
                lowest=placed.part.height or _ROW,
            )


def draw_lines(
    canvas: Canvas, scheme: Scheme, layout: Layout, placed: PlacedPart
) -> None:
    """Draw printed lines over the whole width: notes, and places for signatures."""
    style = (
        _LINE if placed.part.style == "left" else replace(_LINE, horizontal="center")
    )
    for row, text in enumerate(placed.part.lines, placed.top):
        said = said_by(scheme, text)
        area = Area(row, 1, row, layout.last_column)
        canvas.span(area, said or None, style)
        needed = height_of(
            said, range(1, layout.last_column + 1), style.size, canvas.widths
        )
        canvas.grow(row, max(_LINE_ROW, needed))


def _draw_label(
    canvas: Canvas, row: int, section: Section, columns: Mapping[str, Span]
) -> None:
    """Draw the name of a text; without a group it takes the column of the groups too."""
    left, right = columns["label"].left, columns["label"].right
    if "group" in columns and not section.group:
        left = columns["group"].left
    canvas.span(Area(row, left, row, right), section.name, LABEL)
    canvas.grow(
        row, height_of(section.name, range(left, right + 1), LABEL.size, canvas.widths)
    )


def narrative_sheet(
    scheme: Scheme, layout: Layout, submission: Submission | None
) -> Sheet:
    """Return the sheet of the texts that are not part of the official form."""
    canvas = Canvas(_NARRATIVE_WIDTHS)
    canvas.span(Area(1, 1, 1, 2), "绩效自评文字部分", TITLE)
    canvas.grow(1, 34)
    heading = replace(LABEL, bold=True)
    canvas.put(2, 1, "栏目", heading)
    canvas.put(2, 2, "内容", heading)
    canvas.grow(2, 22)
    areas = []
    for index in layout.narrative:
        section = scheme.sections[index]
        ref = layout.fields[f"section_{index}"]
        canvas.put(ref.row, 1, section.name, LABEL)
        canvas.grow(
            ref.row, height_of(section.name, range(1, 2), LABEL.size, canvas.widths)
        )
        area = Area(ref.row, ref.column, ref.row, ref.column)
        canvas.write(
            area, _text(section, submission), LONG_INPUT, lowest=_NARRATIVE_ROW
        )
        areas.append(area)
    last = max(area.bottom for area in areas)
    return Sheet(
        title=layout.narrative_sheet,
        cells=canvas.cells,
        merges=tuple(canvas.merges),
        widths=canvas.widths,
        heights=canvas.heights,
        validations=(section_validation(scheme, tuple(areas)),),
        page=Page(
            area=Area(1, 1, last, 2),
            title_rows=(1, 2),
            footer=PAGE_FOOTER,
            plain_ink=True,
        ),
        protected=True,
        column_titles="A2",
        row_titles="A2",
    )


def _text(section: Section, submission: Submission | None) -> Entry:
    return (
        submission.sections.get(section.name, Entry())
        if submission is not None
        else Entry()
    )
