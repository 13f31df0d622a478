"""Scoring (评分): a submission under a scheme becomes a scorecard made of explained steps.

What the rules give is computed from targets, actuals and money; what the unit gave itself stands beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from perfeval_xl.amounts import EXACT, ZERO, parse_number, round_half_up
from perfeval_xl.measures import Kind, parse_measure
from perfeval_xl.refs import Entry
from perfeval_xl.rules.base import Evidence, Finding, Input, Outcome, Rule, Step
from perfeval_xl.rules.registry import role_of, scheme_rules
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.scorecard import DimensionScore, IndicatorScore, Scorecard
from perfeval_xl.submission.model import EXECUTION_PATH, FundsRow, Indicator, Submission

__all__ = ["points_of", "score_submission"]


def score_submission(submission: Submission, scheme: Scheme) -> Scorecard:
    """Return the scorecard; never raises for what people wrote."""
    rules = scheme_rules(scheme)
    rows = [_score_execution(submission.funds[0] if submission.funds else None, scheme, rules["execution"])]
    rows += (_score_indicator(indicator, scheme, rules) for indicator in submission.indicators)
    total = round_half_up(_sum(row.score for row in rows), scheme.rounding.places)
    self_total = parse_number(submission.self_total.text)
    if submission.self_total.blank:
        self_total = _sum_known(row.self_score for row in rows)
    return Scorecard(
        total=total,
        grade=scheme.grade(total),
        self_total=self_total,
        self_grade=None if self_total is None else scheme.grade(self_total),
        dimensions=_dimension_scores(rows),
        indicators=tuple(rows),
    )


def points_of(entry: Entry) -> Decimal:
    """Return the points written in a 分值 cell; what is blank, negative or no number counts as 0 (and is a problem)."""
    number = parse_number(entry.text)
    return max(ZERO, number) if number is not None else ZERO


def _score_execution(row: FundsRow | None, scheme: Scheme, rule: Rule) -> IndicatorScore:
    row = row or FundsRow(source="")
    weight_entry = row.weight or Entry()
    weight = scheme.execution_weight if weight_entry.blank else points_of(weight_entry)
    outcome = rule.score(Evidence(weight, {"budget": row.budget, "executed": row.executed}), scheme.rounding)
    return _scored(EXECUTION_PATH, weight, row.self_score or Entry(), rule, outcome)


def _score_indicator(indicator: Indicator, scheme: Scheme, rules: Mapping[str, Rule]) -> IndicatorScore:
    rule = rules[role_of(indicator.target)]
    weight = points_of(indicator.weight)
    facts = {
        "target": indicator.target,
        "actual": indicator.actual,
        "self_score": indicator.self_score,
        "note": indicator.note,
    }
    outcome = _not_scored(indicator) or rule.score(Evidence(weight, facts), scheme.rounding)
    return _scored(indicator.path, weight, indicator.self_score, rule, outcome)


def _not_scored(indicator: Indicator) -> Outcome | None:
    """Return the outcome of a row that no rule can score: target or actual blank, or 不适用; else `None`."""
    inputs = (Input("年度指标值", indicator.target), Input("实际完成值", indicator.actual))
    for item in inputs:
        kind = parse_measure(item.entry.text).kind
        if kind is Kind.BLANK:
            return Outcome(steps=(Step(text=f"{item.name}未填，无法计分，按0分计", value=ZERO, inputs=inputs),))
        if kind is Kind.NOT_APPLICABLE:
            slots = {"what": item.name, "written": item.entry.shown}
            finding = Finding(code="PE-052", fact=item.name, slots=slots, found=item.entry.shown)
            text = f"{item.name}填“{item.entry.shown}”，方案没有规定缺项如何计分，按0分计"
            return Outcome(steps=(Step(text=text, value=ZERO, inputs=inputs),), findings=(finding,))
    return None


def _scored(path: tuple[str, ...], weight: Decimal, self_score: Entry, rule: Rule, outcome: Outcome) -> IndicatorScore:
    said = "；".join(step.text for step in outcome.steps)
    return IndicatorScore(
        path=path,
        weight=weight,
        score=outcome.score,
        self_score=parse_number(self_score.text),
        self_score_entry=self_score,
        explanation=f"{said}（{rule.source.citation}）。",
        rule=rule.kind,
        outcome=outcome,
    )


def _dimension_scores(rows: Iterable[IndicatorScore]) -> tuple[DimensionScore, ...]:
    grouped: dict[str, list[IndicatorScore]] = {}
    for row in rows:
        grouped.setdefault(row.path[0], []).append(row)
    return tuple(_dimension_score(name, group) for name, group in grouped.items())


def _dimension_score(name: str, rows: list[IndicatorScore]) -> DimensionScore:
    weight, score = _sum(row.weight for row in rows), _sum(row.score for row in rows)
    return DimensionScore(
        name=name,
        weight=weight,
        score=score,
        self_score=_sum_known(row.self_score for row in rows),
        rate=EXACT.divide(score, weight) if weight else None,
    )


def _sum(numbers: Iterable[Decimal]) -> Decimal:
    return sum(numbers, ZERO)


def _sum_known(numbers: Iterable[Decimal | None]) -> Decimal | None:
    """Return the sum of what is known, or `None` when nothing is: a blank is never a zero."""
    known = [number for number in numbers if number is not None]
    return _sum(known) if known else None
