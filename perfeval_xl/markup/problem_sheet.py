"""The 问题清单 sheet: every problem on one line, each with a link to its cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from perfeval_xl.markup.looks import (
    BODY,
    FILLS,
    HEAD,
    LINK,
    PAGE,
    TITLE,
    WRAPPED,
    row_heights,
)
from perfeval_xl.problems import Problem, Severity
from perfeval_xl.sheets.model import Area, Cell, Sheet
from perfeval_xl.sheets.showing import shown

__all__ = ["PROBLEM_SHEET", "count_problems", "problem_sheet"]

PROBLEM_SHEET = "问题清单"

_HEADINGS = ("序号", "级别", "编号", "单元格", "指标", "问题", "应为", "怎样改", "依据")
_WIDTHS = (6, 7, 9, 13, 13, 35, 11, 30, 12)
"""Narrow enough for a screen of 1366 pixels."""


def count_problems(problems: Sequence[Problem]) -> str:
    """Return the counts in words: `错误1个，警告2个，提示0个`."""
    counts: list[str] = []
    for severity in Severity:
        number = sum(problem.severity is severity for problem in problems)
        counts.append(f"{severity}{number}个")
    return "，".join(counts)


def problem_sheet(problems: Sequence[Problem]) -> Sheet:
    """Return the sheet; without problems it says so."""
    cells = {(1, 1): Cell(value=f"问题清单（{count_problems(problems)}）", style=TITLE)}
    cells |= {
        (2, column): Cell(value=heading, style=HEAD)
        for column, heading in enumerate(_HEADINGS, 1)
    }
    # Which sheet a cell is on is said only where there are several
    sheets = {problem.place.sheet for problem in problems if problem.place.cell}
    for row, problem in enumerate(problems, 3):
        line = _line(row - 2, problem, with_sheet=len(sheets) > 1)
        cells |= {(row, column): cell for column, cell in enumerate(line, 1)}
    last = max(3, len(problems) + 2)
    widths: dict[int, float] = dict(enumerate(_WIDTHS, 1))
    heights = row_heights(cells, widths)
    width = len(_HEADINGS)
    merges = [Area(1, 1, 1, width)]
    filtered = None
    # A filter over a single sentence would hide it
    if problems:
        filtered = Area(2, 1, last, width)
    else:
        cells[3, 1] = Cell(value="没有发现问题。", style=WRAPPED)
        heights[3] = 20.0
        merges.append(Area(3, 1, 3, width))
    sheet = Sheet(
        title=PROBLEM_SHEET,
        cells=cells,
        merges=tuple(merges),
        widths=widths,
        heights={1: 30.0, 2: 20.0, **heights},
        page=replace(PAGE, area=Area(1, 1, last, width)),
        freeze="A3",
        column_titles="A2",
        filter=filtered,
    )
    return shown(sheet)


def _line(number: int, problem: Problem, *, with_sheet: bool) -> tuple[Cell, ...]:
    """`with_sheet` names the sheet of the cell, too: on paper no link tells which of several it is."""
    place = problem.place
    # A quote in a title is doubled, as in every address of a spreadsheet
    sheet = place.sheet.replace("'", "''")
    link, linked = "", BODY
    if place.cell:
        link, linked = f"'{sheet}'!{place.cell}", LINK
    # What has no indicator is named by its label
    path = place.label
    if problem.path:
        path = problem.path[-1]
    shown_place = place.cell or "—"
    if with_sheet and place.cell:
        shown_place = f"{place.sheet}!{place.cell}"
    coloured = replace(BODY, fill=FILLS[problem.severity])
    return (
        Cell(value=number, style=BODY),
        Cell(value=str(problem.severity), style=coloured),
        Cell(value=problem.code, style=BODY),
        Cell(value=shown_place, style=linked, link=link),
        Cell(value=path, style=WRAPPED),
        Cell(value=problem.message, style=WRAPPED),
        Cell(value=problem.expected, style=BODY),
        Cell(value=problem.remedy, style=WRAPPED),
        Cell(value=problem.source, style=WRAPPED),
    )
