"""What may be typed beside an open row on 评分说明: points inside its band, and a reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from perfeval_xl.amounts import ZERO, plain
from perfeval_xl.form.layout.score_columns import COLUMNS, EVALUATOR, JUDGED, REASON
from perfeval_xl.rules.base import Bounds
from perfeval_xl.scorecard import IndicatorScore
from perfeval_xl.sheets.model import Area, Validation

__all__ = ["input_validations"]


def input_validations(
    rows: Mapping[int, IndicatorScore], name: Area
) -> tuple[Validation, ...]:
    """Return one validation for all rows of the same band, one for all reasons, and one for the cell of the name.

    `rows` are the rows that may be written to, by their number; without any there is nothing to type.
    """
    if not rows:
        return ()
    return (*_points(rows), _reasons(rows), _evaluator(name))


def _points(rows: Mapping[int, IndicatorScore]) -> Iterator[Validation]:
    # Rows of the same band share one validation
    bands: dict[Bounds, list[int]] = {}
    for row, scored in rows.items():
        # A row that is decided has no band
        if scored.allowed is not None:
            bands.setdefault(scored.allowed, []).append(row)
    for band, numbers in bands.items():
        lowest = plain(band.lowest)
        highest = plain(band.highest or ZERO)
        yield Validation(
            areas=_cells(numbers, JUDGED),
            kind="decimal",
            operator="between",
            first=lowest,
            second=highest,
            prompt_title=JUDGED,
            prompt=f"请填{lowest}至{highest}之间的分数；低于满分的，请在右边写明理由。填好后再按一次“评分”。",
            error_title="超出范围",
            error=f"这一项可以给{lowest}至{highest}分，请填这个范围内的数字。",
        )


def _reasons(rows: Mapping[int, IndicatorScore]) -> Validation:
    return Validation(
        areas=_cells(rows, REASON),
        kind="any",
        prompt_title=REASON,
        prompt="低于满分的，请写明扣分的理由和依据；给满分的可以不写。",
    )


def _evaluator(name: Area) -> Validation:
    return Validation(
        areas=(name,),
        kind="any",
        prompt_title=EVALUATOR,
        prompt="请写评价人员的姓名；可以不填。",
    )


def _cells(
    rows: Mapping[int, IndicatorScore] | list[int], heading: str
) -> tuple[Area, ...]:
    column = COLUMNS[heading]
    return tuple(Area(row, column, row, column) for row in rows)
