"""What a unit is to mend, in plain words: the first sheet of the workbook that goes back, and the lines of the mail."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from perfeval_xl.collection.records import ProblemFigures
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
from perfeval_xl.problems import Severity
from perfeval_xl.replies.texts import MailTexts
from perfeval_xl.sheets.model import Area, Cell, Sheet
from perfeval_xl.sheets.showing import shown

__all__ = ["MENDING_SHEET", "mending_lines", "mending_sheet"]

MENDING_SHEET = "要改的地方"

# In characters: together as wide as a page
_WIDTHS = (6.0, 14.0, 16.0, 24.0, 52.0, 44.0)
_FIRST_ROW = 4
# Lines in a mail; all of them stand in the workbook
_TOLD = 10
# The number of a problem, which the sheet leaves out: it helps nobody to mend anything
_CODE = re.compile(r"（?PE-\d{3}）?[：:]?")
_SUM = re.compile(r"（[^（）÷×＝=]*[÷×＝=][^（）]*）")
"""A calculation in brackets: it explains a score, and says nothing about what to write where."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """One thing to mend as a person reads it; `link` leads to its cell, empty where it has none."""

    severity: Severity
    urgency: str
    where: str
    what: str
    wrong: str
    remedy: str
    link: str


def mending_sheet(problems: Sequence[ProblemFigures], texts: MailTexts) -> Sheet:
    """Return the sheet; the gravest come first, and without problems it says that nothing is to be done."""
    last = len(_WIDTHS)
    lines = _lines(problems, texts)
    hint = texts.word("list_hint" if lines else "list_nothing")
    cells = {
        (1, 1): Cell(value=texts.word("list_title"), style=TITLE),
        (2, 1): Cell(value=hint, style=_HINT),
    }
    merges = [Area(1, 1, 1, last), Area(2, 1, 2, last)]
    # Without anything to mend there is no table, only the sentence above
    if lines:
        for column, heading in enumerate(texts.headings(), start=1):
            cells[3, column] = Cell(value=heading, style=HEAD)
    # The number counts lines, not rows of the sheet
    for row, line in enumerate(lines, start=_FIRST_ROW):
        for column, cell in enumerate(_cells(row - _FIRST_ROW + 1, line), start=1):
            cells[row, column] = cell
    widths = dict(enumerate(_WIDTHS, start=1))
    # A list without lines ends below its hint
    bottom = max(2, len(lines) + 3)
    sheet = Sheet(
        title=MENDING_SHEET,
        cells=cells,
        merges=tuple(merges),
        widths=widths,
        heights={1: 30.0, 2: 20.0, 3: 20.0, **_heights(cells, widths)},
        page=replace(
            PAGE, area=Area(1, 1, bottom, last), title_rows=(1, min(bottom, 3))
        ),
        freeze="A4",
        column_titles="A3",
    )
    return shown(sheet)


def mending_lines(problems: Sequence[ProblemFigures], texts: MailTexts) -> str:
    """Return what a mail says of the problems: those that matter one a line, the first few of them."""
    # Hints need not be mended; they stand in the workbook only
    lines = [
        line for line in _lines(problems, texts) if line.severity is not Severity.HINT
    ]
    if not lines:
        return texts.word("nothing")
    told = []
    for number, line in enumerate(lines[:_TOLD], start=1):
        what = ""
        if line.what:
            what = f"“{line.what}”："
        told.append(
            f"{number}. {line.where} {what}{line.wrong}{line.remedy}（{line.urgency}）"
        )
    if len(lines) > _TOLD:
        told.append(texts.word("more", 数量=str(len(lines))))
    return "\n".join(told)


_HINT = replace(
    WRAPPED,
    border="",
    vertical="center",
)


def _lines(problems: Sequence[ProblemFigures], texts: MailTexts) -> list[_Line]:
    urgencies = {
        Severity.ERROR: texts.word("must"),
        Severity.WARNING: texts.word("should"),
        Severity.HINT: texts.word("may"),
    }
    # The gravest first; of one gravity in the order in which they were found
    graded = [(Severity(problem.severity), problem) for problem in problems]
    graded.sort(key=lambda item: item[0].rank)
    return [
        _line(severity, problem, urgencies[severity]) for severity, problem in graded
    ]


def _line(severity: Severity, problem: ProblemFigures, urgency: str) -> _Line:
    # A quote in a title is doubled, as in every address of a spreadsheet
    quoted = problem.sheet.replace("'", "''")
    in_a_cell = bool(problem.sheet and problem.cell)
    what = ""
    if problem.path:
        what = problem.path[-1]
    return _Line(
        severity=severity,
        urgency=urgency,
        where=" ".join(part for part in (problem.sheet, problem.cell) if part)
        or "整张表",
        what=what,
        wrong=_plain(problem.message),
        remedy=_plain(problem.remedy),
        link=f"'{quoted}'!{problem.cell}" if in_a_cell else "",
    )


def _cells(number: int, line: _Line) -> tuple[Cell, ...]:
    coloured = replace(BODY, fill=FILLS[line.severity])
    return (
        Cell(value=number, style=BODY),
        Cell(value=line.urgency, style=coloured),
        Cell(
            value=line.where,
            style=LINK if line.link else BODY,
            link=line.link,
        ),
        Cell(value=line.what, style=WRAPPED),
        Cell(value=line.wrong, style=WRAPPED),
        Cell(value=line.remedy, style=WRAPPED),
    )


def _heights(
    cells: dict[tuple[int, int], Cell], widths: dict[int, float]
) -> dict[int, float]:
    """Return the heights of the lines; title and hint stand over all columns."""
    lines = {place: cell for place, cell in cells.items() if place[0] >= _FIRST_ROW}
    return row_heights(lines, widths)


def _plain(text: str) -> str:
    """Return a message without codes and calculations.

    >>> _plain("PE-010：执行率应为95.00%（95÷100），表中为94%。")
    '执行率应为95.00%，表中为94%。'
    """
    return _SUM.sub("", _CODE.sub("", text))
