"""合计: weights and scores add up, and every one of them is a number in its range."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from perfeval_xl.amounts import ZERO, normalise, parse_number, plain
from perfeval_xl.checks.base import (
    TOLERANCE,
    Checks,
    Context,
    Skipped,
    indicator_rows,
    missing_dimensions,
    readable,
    scored_money,
    scored_rows,
    written_rows,
)
from perfeval_xl.problems import Problem
from perfeval_xl.refs import Entry
from perfeval_xl.scorecard import PENDING
from perfeval_xl.submission.model import EXECUTION_PATH, DimensionEntry

__all__ = ["CHECKS"]

CHECKS = Checks()

_WHOLE = ("总分",)


def _sum(entries: list[Entry]) -> Decimal | None:
    """Return the sum of the entries; blanks count nothing, and one unreadable entry makes the sum unknown."""
    total = ZERO
    for entry in entries:
        # A blank was not filled in, which another check tells; a text makes the sum unknown
        number = readable(entry)
        if number is None and not entry.blank:
            return None
        total += number or ZERO
    return total


@CHECKS.reports("PE-001", written_rows)
def weights_add_up(context: Context) -> Iterable[Problem] | Skipped:
    """R01: the weights, the funds row included, add up to the full score; so does the printed total."""
    total = _sum(context.weights())
    if total is None:
        return Skipped.NOT_RUN
    missing = sum((dimension.weight for dimension in missing_dimensions(context)), ZERO)
    if missing and total + missing == context.scheme.full_score:
        # The 一级指标 that is not there is the one mistake, and told as that
        return []
    return _weights_add_up(context, total)


def _weights_add_up(context: Context, total: Decimal) -> Iterator[Problem]:
    entry = context.submission.weight_total
    full = context.scheme.full_score
    stated = readable(entry)
    # The sum and the printed total, once where they are the same figure
    for figure in dict.fromkeys(
        number for number in (total, stated) if number is not None and number != full
    ):
        yield Problem(
            code="PE-001",
            place=entry.location,
            found=plain(figure),
            expected=plain(full),
            slots={
                "total": plain(figure),
                "full": plain(full),
                "difference": plain(abs(figure - full)),
            },
        )


def _in_points(entry: Entry) -> Decimal | None:
    """Return the total that is printed; one written 99.5分 is clear, and nothing is computed with the cell."""
    return parse_number(normalise(entry.text or "").removesuffix("分"))


@CHECKS.reports("PE-002")
def scores_add_up(context: Context) -> list[Problem] | Skipped:
    """R02: the scores add up to the printed total; a total that the form computes cannot be wrong."""
    entry = context.submission.self_total
    stated = _in_points(entry)
    total = _sum(context.self_scores())
    # A blank total is computed by the form and cannot be wrong
    if entry.blank:
        return Skipped.NOT_APPLICABLE
    if stated is None or total is None:
        return Skipped.NOT_RUN
    if abs(stated - total) <= TOLERANCE:
        return []
    slots = {
        "sum": plain(total),
        "stated": plain(stated),
        "difference": plain(abs(total - stated)),
    }
    return [
        Problem(
            code="PE-002",
            place=entry.location,
            found=plain(stated),
            expected=plain(total),
            slots=slots,
        )
    ]


@CHECKS.reports("PE-003", looks_at=scored_rows)
def scores_in_range(context: Context) -> Iterator[Problem]:
    """R03: 0 ≤ score ≤ weight, in the funds row too; beside a blank weight nothing can be compared."""
    # The form need not print the weights that the scheme gives: they count anyway
    prescribed = {spec.path for spec in context.scheme.rows}
    unweighted = {
        id(row)
        for indicator, row in context.scored()
        if indicator.weight.blank and row.path not in prescribed
    }
    for row in context.scorecard.indicators:
        if (
            row.self_score is None
            or id(row) in unweighted
            or ZERO <= row.self_score <= row.weight
        ):
            continue
        yield Problem(
            code="PE-003",
            place=row.self_score_entry.location,
            path=row.path,
            found=plain(row.self_score),
            expected=f"0—{plain(row.weight)}",
            slots={
                "score": plain(row.self_score),
                "weight": plain(row.weight),
            },
        )


def _points(context: Context) -> list[Entry]:
    """Every cell that holds points."""
    submission = context.submission
    printed = [submission.weight_total, submission.self_total]
    printed += [
        entry
        for entry in (
            context.total_funds.weight,
            context.total_funds.self_score,
        )
        if entry is not None
    ]
    for dimension in submission.dimensions:
        printed += [dimension.weight, dimension.self_score]
    for indicator in submission.indicators:
        printed += [indicator.weight, indicator.self_score]
    return printed


@CHECKS.reports(
    "PE-004",
    looks_at=lambda context: any(not entry.blank for entry in _points(context)),
)
def points_are_numbers(context: Context) -> Iterator[Problem]:
    """R04: weights, scores and their totals are numbers, not percentages, and no weight is negative."""
    funds = context.total_funds
    submission = context.submission
    # The funds row, the 一级指标, the indicators and the row of totals
    rows: list[tuple[tuple[str, ...], Entry, Entry]]
    rows = [(EXECUTION_PATH, funds.weight or Entry(), funds.self_score or Entry())]
    rows += [((d.name,), d.weight, d.self_score) for d in submission.dimensions]
    rows += [(i.path, i.weight, i.self_score) for i in submission.indicators]
    rows += [(_WHOLE, submission.weight_total, submission.self_total)]
    for path, weight, score in rows:
        # 99.5分 is clear in a total; in a cell that the form computes with it is a text
        for column, entry in (("分值", weight), ("得分", score)):
            if path == _WHOLE:
                number = _in_points(entry)
            else:
                number = readable(entry)
            percentage = normalise(entry.shown).endswith("%")
            readable_here = number is not None and (column == "得分" or number >= 0)
            if entry.blank or (readable_here and not percentage):
                continue
            yield Problem(
                code="PE-004",
                place=entry.location,
                path=path,
                found=entry.shown,
                slots={"column": column, "written": entry.shown},
            )


def _dimension_sums(
    context: Context,
) -> Iterator[tuple[DimensionEntry, Decimal | None]]:
    """Every dimension that has indicators with the sum of their weights, `None` where that cannot be told."""
    missing = {dimension.name for dimension in missing_dimensions(context)}
    for dimension in context.submission.dimensions:
        if dimension.name in missing:
            continue
        rows = [
            i.weight
            for i in context.submission.indicators
            if i.path[0] == dimension.name
        ]
        # A blank weight leaves the sum open: it may be what is missing
        unknown = any(entry.blank for entry in rows)
        yield dimension, None if unknown else _sum(rows)


@CHECKS.reports("PE-005")
def dimension_labels_agree(context: Context) -> list[Problem] | Skipped:
    """R05: a weight printed beside a 一级指标 is the sum of its indicators; in a fixed form, that of the scheme."""
    stated = [
        (dimension, total)
        for dimension, total in _expected_weights(context)
        if not dimension.weight.blank
    ]
    # A form may print no weights beside its 一级指标
    if not stated:
        return Skipped.NOT_APPLICABLE
    found = []
    for dimension, total in stated:
        weight = readable(dimension.weight)
        # A text, or a sum that cannot be told, is the matter of other checks
        if weight is None or total is None or weight == total:
            continue
        problem = Problem(
            code="PE-005",
            place=dimension.weight.location,
            path=(dimension.name,),
            found=plain(weight),
            expected=plain(total),
            slots={
                "dimension": dimension.name,
                "stated": plain(weight),
                "sum": plain(total),
            },
        )
        found.append(problem)
    return found


def _expected_weights(
    context: Context,
) -> Iterator[tuple[DimensionEntry, Decimal | None]]:
    """Yield every dimension with the weight that may be printed beside it, `None` where that cannot be told."""
    # What units write below a 一级指标 makes its weight; what the scheme has there was weighed with it
    if context.scheme.has_slots:
        yield from _dimension_sums(context)
        return
    for dimension in context.submission.dimensions:
        known = context.scheme.dimension(dimension.name)
        yield dimension, None if known is None else known.weight


@CHECKS.reports("PE-006", written_rows, looks_at=indicator_rows)
def dimension_weights_follow_the_scheme(context: Context) -> Iterator[Problem]:
    """R06: the weights of a 一级指标 add up to what the scheme gives it, or to what it gives several together."""
    told: set[str] = set()
    for dimension, _ in _dimension_sums(context):
        known = context.scheme.dimension(dimension.name)
        # Dimensions that share their weight are added up together, and told once
        shared = context.scheme.sharing(known) if known else ()
        names = [each.name for each in shared] or [dimension.name]
        rows = [i.weight for i in context.submission.indicators if i.path[0] in names]
        total = None
        if not any(entry.blank for entry in rows):
            total = _sum(rows)
        weight = sum((each.weight for each in shared), ZERO)
        if total is None or total == weight or told & set(names):
            continue
        told.update(names)
        slots = {
            "dimension": "、".join(names),
            "sum": plain(total),
            "weight": plain(weight),
        }
        yield Problem(
            code="PE-006",
            place=dimension.weight.location,
            path=(dimension.name,),
            found=plain(total),
            expected=plain(weight),
            slots=slots,
        )


@CHECKS.reports("PE-009")
def grade_follows_the_total(context: Context) -> list[Problem] | Skipped:
    """R09: a printed grade is the band of the unit's own total; 优秀 and 优 are the same word."""
    entry = context.submission.self_grade
    card = context.scorecard
    if entry.blank or card.self_total is None or card.self_grade is None:
        return Skipped.NOT_APPLICABLE
    # Grades are made for the full score of the scheme
    if card.self_grade == PENDING:
        return Skipped.NOT_RUN
    if _bare(entry.shown) == _bare(card.self_grade):
        return []
    slots = {
        "total": plain(card.self_total),
        "grade": card.self_grade,
        "stated": entry.shown,
    }
    return [
        Problem(
            code="PE-009",
            place=entry.location,
            found=entry.shown,
            expected=card.self_grade,
            slots=slots,
        )
    ]


def _bare(grade: str) -> str:
    # 优秀 and 优, 良好 and 良
    return grade.removesuffix("秀").removesuffix("好")


def _printed_points(context: Context) -> list[DimensionEntry]:
    """Return the 一级指标 beside which points are printed."""
    return [
        dimension
        for dimension in context.submission.dimensions
        if readable(dimension.weight) is not None
    ]


@CHECKS.reports("PE-070", scored_money, looks_at=_printed_points)
def printed_points_count_the_execution(context: Context) -> list[Problem]:
    """R70: points printed beside the 一级指标 leave out those of the funds row, and it prints none of its own."""
    entry = context.total_funds.weight
    execution = context.scheme.execution_weight
    # Only where the funds row has a cell for points and leaves it blank
    if entry is None or not entry.blank or not execution:
        return []
    printed = _printed_points(context)
    total = ZERO
    for dimension in printed:
        total += readable(dimension.weight) or ZERO
    if total + execution != context.scheme.full_score:
        return []
    slots = {"sum": plain(total), "execution": plain(execution)}
    return [
        Problem(
            code="PE-070",
            place=entry.location,
            path=EXECUTION_PATH,
            found=plain(total),
            expected=plain(context.scheme.full_score),
            slots=slots,
        )
    ]
