"""Fixed forms: the rows are those of the scheme, with its weights, and level totals add up."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from perfeval_xl.amounts import ZERO, plain
from perfeval_xl.checks.base import (
    TOLERANCE,
    Checks,
    Context,
    printed_rows,
    readable,
)
from perfeval_xl.problems import Problem
from perfeval_xl.scoring.own_rows import own_name, own_weights

__all__ = ["CHECKS"]

CHECKS = Checks()


@CHECKS.reports("PE-090", printed_rows)
def rows_are_those_of_the_scheme(context: Context) -> Iterator[Problem]:
    """Every row of the form is an indicator of the scheme, and none stands twice."""
    known = {spec.path for spec in context.scheme.rows}
    seen: set[tuple[str, ...]] = set()
    for indicator in context.submission.indicators:
        # A row that stands twice is scored once
        if indicator.path not in known or indicator.path in seen:
            what = "不在方案中"
            if indicator.path in seen:
                what = "重复出现"
            slots = {"indicator": "·".join(indicator.path), "what": what}
            yield Problem(
                code="PE-090",
                place=indicator.name_entry.location,
                path=indicator.path,
                slots=slots,
            )
        seen.add(indicator.path)


@CHECKS.reports("PE-091", printed_rows)
def every_indicator_of_the_scheme_is_there(
    context: Context,
) -> Iterator[Problem]:
    """Every indicator of the scheme has its row."""
    given = {indicator.path for indicator in context.submission.indicators}
    for spec in context.scheme.rows:
        # Rows for a unit's own indicators may stay blank
        if spec.share is None and spec.path not in given:
            yield Problem(
                code="PE-091",
                path=spec.path,
                slots={"indicator": "·".join(spec.path)},
            )


@CHECKS.reports("PE-092", printed_rows)
def weights_are_those_of_the_scheme(context: Context) -> Iterator[Problem]:
    """A weight printed in the form is that of the scheme; beside a unit's own indicator, its part of a shared one."""
    weights: dict[tuple[str, ...], Decimal | None]
    weights = {spec.path: spec.weight for spec in context.scheme.rows}
    weights |= own_weights(context.scheme, context.submission)
    for indicator in context.submission.indicators:
        # A row for an own indicator that is not filled in is worth nothing yet
        weight = weights.get(indicator.path)
        stated = readable(indicator.weight)
        if weight is None or stated is None or stated == weight:
            continue
        slots = {
            "indicator": own_name(indicator) or indicator.path[-1],
            "weight": plain(weight),
            "stated": plain(stated),
        }
        yield Problem(
            code="PE-092",
            place=indicator.weight.location,
            path=indicator.path,
            found=plain(stated),
            expected=plain(weight),
            slots=slots,
        )


@CHECKS.reports("PE-007", printed_rows)
def dimension_totals_add_up(context: Context) -> Iterator[Problem]:
    """R07: the score printed beside a 一级指标 is the sum of its indicators."""
    for dimension in context.submission.dimensions:
        stated = readable(dimension.self_score)
        rows = [
            i.self_score
            for i in context.submission.indicators
            if i.path[0] == dimension.name
        ]
        scores = [readable(entry) for entry in rows]
        # With one unreadable score nothing can be added up
        if stated is None or not rows or any(score is None for score in scores):
            continue
        added = sum((score or ZERO for score in scores), ZERO)
        if abs(added - stated) <= TOLERANCE:
            continue
        yield Problem(
            code="PE-007",
            place=dimension.self_score.location,
            path=(dimension.name,),
            found=plain(stated),
            expected=plain(added),
            slots={
                "dimension": dimension.name,
                "stated": plain(stated),
                "sum": plain(added),
            },
        )
