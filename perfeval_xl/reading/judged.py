"""What an evaluator judged on a 评分说明 sheet: points and reasons of open rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from perfeval_xl.form.layout.score_columns import (
    COLUMNS,
    EVALUATOR,
    FIRST_ROW,
    HEADING_ROW,
    JUDGED,
    PATH,
    REASON,
    SCORE_SHEET,
)
from perfeval_xl.problems import Problem
from perfeval_xl.reading.fields import text_of
from perfeval_xl.refs import CellRef, Entry, Location
from perfeval_xl.sheets.raw import BLANK_CELL, RawWorkbook
from perfeval_xl.submission.model import Judgement, Submission

__all__ = ["read_judgements", "without_judgements"]


def read_judgements(raw: RawWorkbook, file: str) -> tuple[Judgement, ...]:
    """Return what was filled in beside the open rows, in the order of the sheet; empty where there is no such sheet.

    The title of the sheet may have got a number, as where a person has a sheet of that name; its headings tell it.
    """
    titles = [title for title in raw.titles if title.startswith(SCORE_SHEET)]
    return tuple(
        judgement
        for title in titles
        for judgement in _read_sheet(_Sheet(raw, title, file))
    )


def without_judgements(
    submission: Submission,
) -> tuple[Submission, tuple[Problem, ...]]:
    """Return the submission without judgements, and a hint for every sheet (of JSON: for the list) that had some.

    For what units send: only an evaluator judges, and a unit may have got a scored copy and sent it back.
    """
    # One hint for each sheet, at its first judgement
    first: dict[str, Judgement] = {}
    for judgement in submission.judgements:
        first.setdefault(judgement.score.location.sheet, judgement)
    problems = []
    for sheet, judgement in first.items():
        where = f"工作表“{sheet}”" if sheet else "judgements"
        rows = [
            each for each in submission.judgements if each.score.location.sheet == sheet
        ]
        slots = {"where": where, "count": str(len(rows))}
        problems.append(
            Problem(
                code="PE-215",
                place=judgement.score.location,
                slots=slots,
            )
        )
    return replace(submission, judgements=()), tuple(problems)


class _Sheet:
    """One sheet, asked by the headings of its columns."""

    def __init__(self, raw: RawWorkbook, title: str, file: str) -> None:
        self.title, self.file = title, file
        self.cells = raw.cells(title)
        self.last = max((row for row, _ in self.cells), default=0)

    def entry(self, row: int, heading: str) -> Entry:
        """Return what stands under a heading."""
        column = COLUMNS[heading]
        place = Location.at(CellRef(self.title, row, column), self.file, heading)
        return Entry(text_of(self.cells.get((row, column), BLANK_CELL)), place)

    def is_ours(self) -> bool:
        """Whether the headings are those that the program writes."""
        return all(
            self.entry(HEADING_ROW, heading).text == heading for heading in COLUMNS
        )


def _read_sheet(sheet: _Sheet) -> Iterator[Judgement]:
    if not sheet.is_ours():
        return
    # Written once, below the total, for all of them
    by = _evaluator(sheet)
    seen: dict[tuple[str, ...], int] = {}
    for row in range(FIRST_ROW, sheet.last + 1):
        path = tuple(
            part
            for part in (sheet.entry(row, heading).text for heading in PATH)
            if part
        )
        if not path:
            continue  # the total, and what stands below it
        # Two rows of one name are told apart by their order
        seen[path] = seen.get(path, 0) + 1
        score, reason = sheet.entry(row, JUDGED), sheet.entry(row, REASON)
        if score.blank and reason.blank:
            continue
        place = f"{sheet.title}!{score.location.cell}"
        yield Judgement(
            path=path, row=seen[path], score=score, reason=reason, by=by, place=place
        )


def _evaluator(sheet: _Sheet) -> Entry:
    """Return the name that was written below the total."""
    first = COLUMNS["序号"]
    for row in range(FIRST_ROW, sheet.last + 1):
        if text_of(sheet.cells.get((row, first), BLANK_CELL)) == EVALUATOR:
            return sheet.entry(row, "分值")
    return Entry()
