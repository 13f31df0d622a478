"""The rows to be scored: what stands in the form, put beside the rule that scores it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from perfeval_xl.amounts import ONE, ZERO, parse_number
from perfeval_xl.citations import Source
from perfeval_xl.measures import Kind, RowReading, parse_measure, read_row
from perfeval_xl.refs import Entry
from perfeval_xl.rules.base import Input, Rule
from perfeval_xl.rules.registry import execution_rule, indicator_rule, role_in, row_rule
from perfeval_xl.scheme.model import IndicatorSpec, Scheme
from perfeval_xl.scoring.own_rows import own_weights
from perfeval_xl.submission.labels import INDICATOR_LABELS
from perfeval_xl.submission.model import EXECUTION_PATH, FundsRow, Indicator, Submission

__all__ = ["Row", "points_of", "rows_of"]


# The years that dates are read in
_YEAR = re.compile(r"(?:19[3-9]|20[0-9])[0-9]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row before it is scored. `absent` is the input that says 不适用, `None` when the indicator applies.

    `scale` is what points moved from absent indicators make of the weight: 1.5 for 60 points instead of 40. `required`
    are the facts without which nothing can be scored, under the names people know them by: target and actual of a row
    of an open form, which `reading` has read side by side, `None` for all other rows. `unweighted` is the 分值 that is
    blank or cannot be read, `None` where it can: such a row has the weight 0.
    """

    path: tuple[str, ...]
    weight: Decimal
    self_score: Entry
    rule: Rule
    source: Source
    facts: Mapping[str, Entry]
    required: tuple[Input, ...] = ()
    absent: Input | None = None
    scale: Decimal = ONE
    unweighted: Input | None = None
    reading: RowReading | None = None


def rows_of(submission: Submission, scheme: Scheme) -> list[Row]:
    """Return the rows in the order of the form: of the funds, of the unit, of the scheme, as far as there are such.

    Rows of the scheme are all there, filled in or not.
    """
    rows: list[Row] = []
    if scheme.scores_execution:
        rows.append(_funds_row(submission, scheme))
    if scheme.has_slots:
        rows.extend(_written_rows(submission, scheme))
    rows.extend(_printed_rows(submission, scheme))
    return rows


def points_of(entry: Entry) -> Decimal:
    """Return the points written in a 分值 cell; what is blank, negative or no number counts as 0 (and is a problem)."""
    number = parse_number(entry.text)
    if number is not None:
        return max(ZERO, number)
    return ZERO


def _funds_row(submission: Submission, scheme: Scheme) -> Row:
    # The first row of the funds table is the total; its execution rate is scored like an indicator
    if submission.funds:
        funds = submission.funds[0]
    else:
        funds = FundsRow(source="")
    stated = funds.weight or Entry()
    return Row(
        path=EXECUTION_PATH,
        weight=scheme.execution_weight if stated.blank else points_of(stated),
        self_score=funds.self_score or Entry(),
        rule=execution_rule(scheme),
        source=scheme.rules["execution"].source,
        facts={
            "initial_budget": funds.initial_budget,
            "budget": funds.budget,
            "executed": funds.executed,
        },
        unweighted=None if stated.blank else _unweighted(stated),
    )


def _written_rows(submission: Submission, scheme: Scheme) -> Iterator[Row]:
    # Days without a year are days of the form's year
    year = _year(submission)
    for indicator in submission.indicators:
        facts = _facts(indicator)
        # Target and actual are read side by side, and what the target is decides the rule
        reading = read_row(
            indicator.path,
            facts["target"].text,
            facts["actual"].text,
            year,
        )
        role = role_in(scheme, reading.target, indicator.path)
        required = _inputs(indicator, ("target", "actual"))
        yield Row(
            path=indicator.path,
            weight=points_of(indicator.weight),
            self_score=indicator.self_score,
            rule=row_rule(scheme, role, reading),
            source=scheme.rules[role].source,
            facts=facts,
            required=required,
            absent=_absent_in(reading, required),
            unweighted=_unweighted(indicator.weight),
            reading=reading,
        )


def _year(submission: Submission) -> int | None:
    """Return the year of the form, `None` where none can be read."""
    found = _YEAR.search(submission.year.text or "")
    if found:
        return int(found[0])
    return None


def _printed_rows(submission: Submission, scheme: Scheme) -> Iterator[Row]:
    # Reversed, so that of two rows with one path the first counts
    given = {indicator.path: indicator for indicator in reversed(submission.indicators)}
    # Rows that a unit fills in with indicators of its own share their weight
    shared = own_weights(scheme, submission)
    for spec in scheme.rows:
        indicator = given.get(spec.path, Indicator(path=spec.path))
        weight = shared.get(spec.path, spec.weight)
        if weight is None:
            # A row for an indicator of the unit's own that it did not need
            continue
        yield Row(
            path=spec.path,
            weight=weight,
            self_score=indicator.self_score,
            rule=indicator_rule(spec),
            source=spec.rule.source,
            facts=_spec_facts(spec, indicator),
            absent=_absent(_inputs(indicator, ("actual",))),
        )


def _spec_facts(spec: IndicatorSpec, indicator: Indicator) -> dict[str, Entry]:
    facts = _facts(indicator)
    # A target that the scheme fixes need not be written again
    if indicator.target.blank and spec.target:
        facts["target"] = Entry(spec.target)
    return facts


def _facts(indicator: Indicator) -> dict[str, Entry]:
    """Return the evidence, and the cells every row has; evidence of the same name goes first unless it is blank."""
    # The weight is no evidence: the rule gets it by itself
    cells = {
        name: getattr(indicator, name) for name in INDICATOR_LABELS if name != "weight"
    }
    return cells | {
        name: entry
        for name, entry in indicator.evidence.items()
        if not entry.blank or name not in cells
    }


def _inputs(indicator: Indicator, names: tuple[str, ...]) -> tuple[Input, ...]:
    return tuple(
        Input(INDICATOR_LABELS[name], getattr(indicator, name)) for name in names
    )


def _unweighted(entry: Entry) -> Input | None:
    number = parse_number(entry.text)
    if number is None or number < 0:
        return Input("分值", entry)
    return None


def _absent_in(reading: RowReading, inputs: tuple[Input, ...]) -> Input | None:
    """Return the input that says 不适用; 无 beside 0次 is a figure and does not."""
    read = (reading.target, reading.actual)
    for item, measure in zip(inputs, read, strict=True):
        if measure.kind is Kind.NOT_APPLICABLE:
            return item
    return None


def _absent(inputs: tuple[Input, ...]) -> Input | None:
    return next(
        (i for i in inputs if parse_measure(i.entry.text).kind is Kind.NOT_APPLICABLE),
        None,
    )
