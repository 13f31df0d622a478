"""The texts: 项目绩效分析 under the table, and the narrative on a sheet of its own."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby

from perfeval_xl.form.canvas import Canvas
from perfeval_xl.form.guidance import section_validation
from perfeval_xl.form.layout import LAST_COLUMN, Layout
from perfeval_xl.form.paging import Paging
from perfeval_xl.form.styles import LABEL, LONG_INPUT, TITLE, height_of
from perfeval_xl.refs import Entry
from perfeval_xl.scheme.model import Scheme, Section
from perfeval_xl.sheets.model import Area, Page, Sheet
from perfeval_xl.submission.model import Submission

__all__ = ["draw_sections", "narrative_sheet"]

_TITLE = "项目绩效分析"
_TEXT_COLUMN = 5
_ROW, _NARRATIVE_ROW = 78.0, 110.0  # room for what is typed later: merged cells do not grow by themselves
_NARRATIVE_WIDTHS = {1: 18.0, 2: 78.0}


def draw_sections(canvas: Canvas, scheme: Scheme, layout: Layout, submission: Submission | None, pages: Paging) -> None:
    """Draw the texts that belong to the official form; nothing where the scheme has none."""
    placed = [
        (layout.fields[f"section_{index}"].row, section)
        for index, section in enumerate(scheme.sections)
        if section.place == "form"
    ]
    if not placed:
        return
    title = "\n".join(_TITLE[n : n + 2] for n in (0, 2, 4))
    canvas.label(range(placed[0][0], placed[-1][0] + 1), (1, 1), (title, title), LABEL, pages)
    for group, members in groupby(placed, key=lambda item: item[1].group):
        rows = list(members)
        if group:
            canvas.label(range(rows[0][0], rows[-1][0] + 1), (2, 2), (group, f"{group}\n（续）"), LABEL, pages)
        for row, section in rows:
            _draw_label(canvas, row, section)
            text = _text(section, submission)
            canvas.write(Area(row, _TEXT_COLUMN, row, LAST_COLUMN), text, LONG_INPUT, lowest=_ROW)


def _draw_label(canvas: Canvas, row: int, section: Section) -> None:
    left = 3 if section.group else 2
    canvas.span(Area(row, left, row, _TEXT_COLUMN - 1), section.name, LABEL)
    canvas.grow(row, height_of(section.name, range(left, _TEXT_COLUMN), LABEL.size, canvas.widths))


def narrative_sheet(scheme: Scheme, layout: Layout, submission: Submission | None) -> Sheet:
    """Return the sheet of the texts that are not part of the official form."""
    canvas = Canvas(_NARRATIVE_WIDTHS)
    canvas.span(Area(1, 1, 1, 2), "绩效自评文字部分", TITLE)
    canvas.grow(1, 34)
    heading = replace(LABEL, bold=True)
    canvas.put(2, 1, "栏目", heading)
    canvas.put(2, 2, "内容", heading)
    canvas.grow(2, 22)
    areas = []
    for index, section in enumerate(scheme.sections):
        if section.place != "narrative":
            continue
        ref = layout.fields[f"section_{index}"]
        canvas.put(ref.row, 1, section.name, LABEL)
        canvas.grow(ref.row, height_of(section.name, range(1, 2), LABEL.size, canvas.widths))
        area = Area(ref.row, ref.column, ref.row, ref.column)
        canvas.write(area, _text(section, submission), LONG_INPUT, lowest=_NARRATIVE_ROW)
        areas.append(area)
    last = max(area.bottom for area in areas)
    return Sheet(
        title=layout.narrative_sheet,
        cells=canvas.cells,
        merges=tuple(canvas.merges),
        widths=canvas.widths,
        heights=canvas.heights,
        validations=(section_validation(scheme, tuple(areas)),),
        page=Page(area=Area(1, 1, last, 2), title_rows=(1, 2), footer="第 &P 页，共 &N 页", plain_ink=True),
        protected=True,
        column_titles="A2",
        row_titles="A2",
    )


def _text(section: Section, submission: Submission | None) -> Entry:
    return submission.sections.get(section.name, Entry()) if submission is not None else Entry()
