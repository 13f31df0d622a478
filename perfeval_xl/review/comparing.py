"""Self, rule and review side by side, and how far they agree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from perfeval_xl.amounts import EXACT, ZERO, normalise, percent, plain, round_half_up
from perfeval_xl.collection.records import IndicatorFigures, Version
from perfeval_xl.collection.reviewed import LEVELS, Reviewed, ReviewedRow, subject_key
from perfeval_xl.collection.snapshot import Snapshot
from perfeval_xl.sheets.list_looks import (
    LIST_HEADING,
    LIST_POINTS,
    LIST_TEXT,
    LIST_TITLE,
)
from perfeval_xl.sheets.model import Area, Cell, Page, Sheet, Value, Workbook
from perfeval_xl.sheets.showing import shown
from perfeval_xl.sheets.writing import write_workbook

__all__ = [
    "COMPARISON_SHEET",
    "Agreement",
    "Comparison",
    "agreement",
    "compare",
    "comparison_json",
    "comparison_sheets",
    "comparison_workbook",
    "from_ledger",
]

COMPARISON_SHEET = "复核对照"
# Decimals of a mean distance
_PLACES = 2
_UNKNOWN = "台账里没有复核的这份自评表，自评和规则得分是复核表上印的"
_MOVED = "复核表的行与台账里这份自评表的指标对不上（有增加、删除或改过的行），自评和规则得分是复核表上印的，请核对"
_PROJECTS = (
    "主管部门",
    "实施单位",
    "项目名称",
    "自评",
    "规则",
    "复核",
    "自评－复核",
    "规则－复核",
    "填写",
    "说明",
    "文件",
)
_ROWS = (
    "项目名称",
    "一级指标",
    "二级指标",
    "三级指标",
    "分值",
    "自评",
    "规则",
    "复核",
    "自评－复核",
    "规则－复核",
    "复核说明",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How far points agree with those of the review: of `rows` compared `same` are equal, `off` is the mean distance.

    `off` is `None` where nothing was compared.
    """

    rows: int
    same: int
    off: Decimal | None

    @property
    def said(self) -> str:
        """The agreement in words."""
        if not self.rows or self.off is None:
            return "没有可以比较的指标"
        share = percent(EXACT.divide(Decimal(self.same), Decimal(self.rows)))
        return f"{self.rows}项指标中{self.same}项一致（{share}），平均相差{plain(self.off)}分"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """All reviews that came back; of the points of one project `None` is a total with rows missing."""

    reviews: tuple[Reviewed, ...]
    own: Agreement
    by_rules: Agreement


def compare(reviews: Iterable[Reviewed]) -> Comparison:
    """Put the reviews together, by department, unit and project."""
    # The file last, so that two reviews of one project stand in a fixed order
    ordered = sorted(
        reviews,
        key=lambda one: (one.department, one.unit, one.project, one.file),
    )
    rows = [row for review in ordered for row in review.rows]
    return Comparison(
        reviews=tuple(ordered),
        own=agreement([(row.self_score, row.review) for row in rows]),
        by_rules=agreement([(row.rule_score, row.review) for row in rows]),
    )


def from_ledger(reviews: Iterable[Reviewed], seen: Snapshot) -> tuple[Reviewed, ...]:
    """Return the reviews with self and rule as the ledger has them: what is printed on the sheet may have been changed.

    The points are those of the version that was reviewed; where another one is in force now, the note says so.
    """
    # A reviewer may change what is printed; key and number of the version were hidden
    in_force = {subject_key(each.figures.subject): each for each in seen.in_force}
    known = {each.arrival.number: each for each in seen.versions}
    found = []
    for review in reviews:
        current = in_force.get(review.subject)
        # Without the number of a version the one in force is meant
        meant = known.get(review.arrival or 0, current)
        # A number that belongs to another project was tampered with, or is of another ledger
        if meant is None or subject_key(meant.figures.subject) != review.subject:
            found.append(replace(review, note=_UNKNOWN))
        else:
            found.append(
                replace(
                    review,
                    arrival=meant.arrival.number,
                    note=_note(meant),
                )
            )
    # One question to the ledger for all of them
    scored = seen.indicators_of(
        [one.arrival for one in found if one.arrival and one.note != _UNKNOWN]
    )
    return tuple(_with_points(one, scored.get(one.arrival or 0, ())) for one in found)


def _note(reviewed: Version) -> str:
    if reviewed.in_force:
        return ""
    return f"复核的是收件编号{reviewed.arrival.number}的一版，现在在用的已是另一版"


def _with_points(review: Reviewed, scored: Sequence[IndicatorFigures]) -> Reviewed:
    """Put the points of the ledger into the rows; rows come in the order in which they were written."""
    # What the ledger does not know has its note already
    if review.note == _UNKNOWN:
        return review
    # Where rows were added or deleted, nobody knows which is which
    if not _same_rows(review.rows, scored):
        notes = filter(None, (review.note, _MOVED))
        return replace(review, note="；".join(notes))
    rows = []
    for row, figures in zip(review.rows, scored, strict=True):
        rows.append(
            replace(
                row,
                weight=figures.weight,
                self_score=figures.self_score,
                rule_score=figures.decided_score,
                review=_within(row, figures.weight),
            )
        )
    return replace(review, rows=tuple(rows))


def _same_rows(rows: Sequence[ReviewedRow], scored: Sequence[IndicatorFigures]) -> bool:
    """Whether every row still stands where it was printed: a deleted one moves all below it up, and a blank one in."""
    if len(rows) != len(scored):
        return False
    return all(
        _levels(row.path) == _levels(figures.path)
        for row, figures in zip(rows, scored, strict=True)
    )


def _levels(path: Sequence[str]) -> list[str]:
    """Return the levels that a review workbook prints, as they are compared."""
    printed = map(normalise, path[:LEVELS])
    return [level for level in printed if level]


def _within(row: ReviewedRow, weight: Decimal) -> Decimal | None:
    """Points above the real weight are none, whatever weight stands on the sheet."""
    if row.review is None or row.review > weight:
        return None
    return row.review


def agreement(pairs: Sequence[tuple[Decimal | None, Decimal | None]]) -> Agreement:
    """Compare points with those of the review, where both are there."""
    # Rows that one side left open say nothing about agreement
    compared = [
        (one, other) for one, other in pairs if one is not None and other is not None
    ]
    if not compared:
        return Agreement(
            rows=0,
            same=0,
            off=None,
        )
    distances = [abs(one - other) for one, other in compared]
    off = round_half_up(
        EXACT.divide(sum(distances, ZERO), Decimal(len(distances))), _PLACES
    )
    return Agreement(
        rows=len(distances), same=sum(not distance for distance in distances), off=off
    )


def comparison_json(found: Comparison) -> dict[str, Any]:
    """Return the comparison as JSON shows it."""
    return {
        "self_review": _agreement_json(found.own),
        "rule_review": _agreement_json(found.by_rules),
        "projects": [_review_json(review) for review in found.reviews],
    }


def comparison_workbook(found: Comparison) -> bytes:
    """Return the comparison as a workbook: the projects, and all their rows."""
    sheets = comparison_sheets(found)
    return write_workbook(Workbook(title="抽查复核结果", sheets=sheets))


def comparison_sheets(found: Comparison) -> tuple[Sheet, Sheet]:
    """Return the sheets of the comparison: the projects, and all their rows."""
    title = f"自评与复核：{found.own.said}。规则与复核：{found.by_rules.said}。"
    projects = _sheet(
        COMPARISON_SHEET,
        title,
        _PROJECTS,
        [_project(review) for review in found.reviews],
    )
    rows = _sheet(
        "指标对照",
        title,
        _ROWS,
        [line for review in found.reviews for line in _lines(review)],
    )
    return shown(projects), shown(rows)


def _totals(review: Reviewed) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    own = _sum([row.self_score for row in review.rows])
    by_rules = _sum([row.rule_score for row in review.rows])
    return own, by_rules, _sum([row.review for row in review.rows])


def _sum(points: Sequence[Decimal | None]) -> Decimal | None:
    """Return the total, `None` where a row is missing: half a total is none."""
    total = ZERO
    for each in points:
        if each is None:
            return None
        total += each
    return total


def _less(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    if one is None or other is None:
        return None
    return one - other


def _project(review: Reviewed) -> tuple[Value, ...]:
    own, by_rules, judged = _totals(review)
    done = f"{review.filled}/{len(review.rows)}"
    names = (review.department, review.unit, review.project)
    return (
        *names,
        own,
        by_rules,
        judged,
        _less(own, judged),
        _less(by_rules, judged),
        done,
        review.note,
        review.file,
    )


def _lines(review: Reviewed) -> Iterable[tuple[Value, ...]]:
    for row in review.rows:
        levels = (*row.path, "", "", "")[:3]
        points = (row.weight, row.self_score, row.rule_score, row.review)
        differences = (
            _less(row.self_score, row.review),
            _less(row.rule_score, row.review),
        )
        yield (review.project, *levels, *points, *differences, row.remark)


def _sheet(
    title: str, above: str, headings: Sequence[str], rows: Sequence[Sequence[Value]]
) -> Sheet:
    cells = {(1, 1): Cell(value=above, style=LIST_TITLE)}
    for column, heading in enumerate(headings, start=1):
        cells[2, column] = Cell(value=heading, style=LIST_HEADING)
    for row, values in enumerate(rows, start=3):
        for column, value in enumerate(values, start=1):
            cells[row, column] = Cell(
                value=value, style=LIST_TEXT if isinstance(value, str) else LIST_POINTS
            )
    last = len(headings)
    # A table without rows has one empty row below its headings for the filter
    area = Area(2, 1, max(len(rows), 1) + 2, last)
    return Sheet(
        title=title,
        cells=cells,
        merges=(Area(1, 1, 1, last),),
        widths=dict.fromkeys(range(1, last + 1), 13.0)
        | {1: 22.0, 2: 18.0, 3: 24.0, last: 30.0},
        heights={1: 30.0, 2: 22.0},
        page=Page(
            landscape=True,
            area=replace(area, top=1),
            title_rows=(1, 2),
            footer="第&P页，共&N页",
        ),
        freeze="A3",
        column_titles="A2",
        filter=area,
    )


def _agreement_json(found: Agreement) -> dict[str, Any]:
    return {
        "rows": found.rows,
        "same": found.same,
        "mean_distance": None if found.off is None else plain(found.off),
    }


def _review_json(review: Reviewed) -> dict[str, Any]:
    own, by_rules, judged = (
        None if each is None else plain(each) for each in _totals(review)
    )
    return {
        "file": review.file,
        "department": review.department,
        "unit": review.unit,
        "project": review.project,
        "self": own,
        "rule": by_rules,
        "review": judged,
        "complete": review.complete,
        "note": review.note,
        "problems": [problem.as_json() for problem in review.problems],
    }
