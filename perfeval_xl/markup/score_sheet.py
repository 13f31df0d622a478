"""The 评分说明 sheet: one row per indicator with both scores, the reason in a sentence, and where its figures stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from perfeval_xl.amounts import plain
from perfeval_xl.markup.looks import BODY, HEAD, NUMBER, PAGE, TITLE, WRAPPED, row_heights
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.scorecard import IndicatorScore, Scorecard
from perfeval_xl.sheets.model import Area, Cell, Sheet

__all__ = ["SCORE_SHEET", "score_sheet"]

SCORE_SHEET = "评分说明"

_HEADINGS = (
    "序号",
    "一级指标",
    "二级指标",
    "三级指标",
    "分值",
    "自评得分",
    "规则得分",
    "差异",
    "得分依据",
    "取数单元格",
)
_WIDTHS = (6, 12, 14, 26, 8, 10, 10, 8, 64, 16)
_BOLD = replace(NUMBER, bold=True)


def score_sheet(card: Scorecard, scheme: Scheme) -> Sheet:
    """Return the sheet; a self score that was not given is left blank, never 0."""
    title = f"评分说明（{scheme.title}）"
    cells = {(1, 1): Cell(value=title, style=TITLE)}
    cells |= {(2, column): Cell(value=heading, style=HEAD) for column, heading in enumerate(_HEADINGS, 1)}
    for row, scored in enumerate(card.indicators, 3):
        cells |= {(row, column): cell for column, cell in enumerate(_line(row - 2, scored), 1)}
    total = 3 + len(card.indicators)
    cells |= {(total, column): cell for column, cell in enumerate(_total_line(card), 1)}
    widths: dict[int, float] = dict(enumerate(_WIDTHS, 1))
    return Sheet(
        title=SCORE_SHEET,
        cells=cells,
        merges=(Area(1, 1, 1, len(_HEADINGS)), Area(total, 1, total, 4)),
        widths=widths,
        heights={1: 30.0, 2: 20.0, **row_heights(cells, widths)},
        page=replace(PAGE, area=Area(1, 1, total, len(_HEADINGS))),
        freeze="A3",
        column_titles="A2",
    )


def _line(number: int, row: IndicatorScore) -> Iterator[Cell]:
    path = (*row.path, *[""] * (3 - len(row.path)))
    yield Cell(value=number, style=BODY)
    yield from (Cell(value=part, style=WRAPPED) for part in path)
    yield Cell(value=row.weight, style=NUMBER)
    yield Cell(value=row.self_score, style=NUMBER)
    yield Cell(value=row.said_points() if row.score is None else row.score, style=NUMBER)
    yield Cell(value=_difference(row.self_score, row.score), style=NUMBER)
    yield Cell(value=row.explanation, style=WRAPPED)
    places = [item.entry.location for step in row.outcome.steps for item in step.inputs if item.entry.location.cell]
    several = len({place.sheet for place in places} | {row.self_score_entry.location.sheet} - {""}) > 1
    shown = (f"{place.sheet}!{place.cell}" if several else place.cell for place in places)
    yield Cell(value="、".join(dict.fromkeys(shown)), style=WRAPPED)


def _total_line(card: Scorecard) -> Iterator[Cell]:
    yield Cell(value="总分", style=replace(HEAD))
    yield from (Cell(style=HEAD) for _ in range(3))
    yield Cell(value=sum((row.weight for row in card.indicators), Decimal(0)), style=_BOLD)
    yield Cell(value=card.self_total, style=_BOLD)
    yield Cell(value=_range(card) if card.total is None else card.total, style=_BOLD)
    yield Cell(value=_difference(card.self_total, card.total), style=_BOLD)
    grades = f"按规则等级为“{card.grade}”" if card.grade is not None else f"按规则{card.said_total()}"
    if card.self_grade is not None:
        grades += f"，自评总分等级为“{card.self_grade}”"
    yield Cell(value=grades, style=WRAPPED)
    yield Cell(style=BODY)


def _range(card: Scorecard) -> str:
    return f"{plain(card.lowest)}至{plain(card.highest)}"


def _difference(own: Decimal | None, by_rule: Decimal | None) -> Decimal | None:
    return None if own is None or by_rule is None else own - by_rule
