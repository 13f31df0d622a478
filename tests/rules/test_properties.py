"""What holds for every score of the rules that compute with figures, whatever is written."""

from __future__ import annotations

import random
from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from perfeval_xl.amounts import ZERO, plain
from perfeval_xl.refs import Entry
from perfeval_xl.rules.base import Evidence, Outcome, Rule, rounded
from perfeval_xl.scheme.model import Rounding
from tests.support.evidence import figures
from tests.support.faces import TWO_PLACES, built, draw_rows
from tests.support.numeric import CASES, arrangements
from tests.support.outcomes import messages
from tests.support.settings import Parameters

IDS = [f"{kind}-{number}" for number, (kind, _) in enumerate(CASES)]
ROUNDINGS = [
    TWO_PLACES,
    Rounding(places=0, stage="indicator"),
    Rounding(places=2, stage="total"),
]
POINTS = st.decimals(min_value=0, max_value=120, places=2)
FIGURES = st.decimals(min_value="0.01", max_value=400, places=4)
TEXTS = st.one_of(
    st.none(),
    st.text(max_size=12),
    st.decimals(allow_nan=False, allow_infinity=False).map(plain),
)


def score(
    rule: Rule, weight: Decimal, rounding: Rounding, **facts: str | None
) -> Outcome:
    entries = {name: Entry(text) for name, text in facts.items()}
    return rule.score(Evidence(weight, entries), rounding)


def check(rule: Rule, outcome: Outcome, weight: Decimal, rounding: Rounding) -> None:
    """Assert what holds for every outcome."""
    said = "；".join(step.text for step in outcome.steps)
    if outcome.score is None:
        assert "待评价人员判断" in said, said
    else:
        assert ZERO <= outcome.score <= max(weight, rounded(weight, rounding))
        assert outcome.score == sum(step.value or ZERO for step in outcome.steps)
        assert outcome.score == rounded(outcome.score, rounding)
        assert f"{plain(outcome.score)}分" in said, said
    labels = {fact.label for fact in rule.facts()} | {"年度指标值"}
    assert {item.name for step in outcome.steps for item in step.inputs} <= labels
    messages(outcome)


@pytest.mark.parametrize(("kind", "parameters"), CASES, ids=IDS)
def test_a_score_lies_between_0_and_the_weight_and_is_said(
    kind: str, parameters: Parameters
) -> None:
    rule = built(kind, parameters)
    source = random.Random(kind)
    rows = draw_rows(
        source,
        rule,
        200,
        near=figures(parameters),
        facts={},
        arrange=arrangements(rule),
    )
    for row in rows:
        check(rule, row.score(rule), row.available, row.rounding)


@pytest.mark.parametrize(("kind", "parameters"), CASES, ids=IDS)
@given(data=st.data(), weight=POINTS, rounding=st.sampled_from(ROUNDINGS))
def test_no_text_makes_a_rule_fail(
    kind: str,
    parameters: Parameters,
    data: st.DataObject,
    weight: Decimal,
    rounding: Rounding,
) -> None:
    rule = built(kind, parameters)
    facts = {fact.name: data.draw(TEXTS, label=fact.label) for fact in rule.facts()}
    check(rule, score(rule, weight, rounding, **facts), weight, rounding)


RISING: list[tuple[str, Mapping[str, object], str, dict[str, str]]] = [
    ("ratio", {}, "actual", {"target": "80"}),
    ("ratio", {"floor": "0.5"}, "actual", {"target": "80"}),
    ("ratio", {"threshold": "0.6"}, "actual", {"target": "80"}),
    (
        "ratio",
        {"facts": "parts", "numerator": "甲", "denominator": "乙"},
        "numerator",
        {"denominator": "70"},
    ),
    ("ratio", {"direction": "at_most"}, "target", {"actual": "80"}),
    (
        "ratio",
        {"direction": "at_most", "inverse": "excess"},
        "target",
        {"actual": "80"},
    ),
    ("execution", {}, "executed", {"budget": "90"}),
    (
        "bands",
        {
            "bands": [{"lowest": 90, "points": 8}, {"lowest": 20, "points": 3}],
            "from": "actual",
        },
        "actual",
        {},
    ),
    (
        "linear",
        {"full_from": 90, "deduct": "0.3", "step": 7, "from": "actual"},
        "actual",
        {},
    ),
    (
        "linear",
        {
            "full_from": 90,
            "deduct": "0.3",
            "step": 7,
            "from": "actual",
            "per": "full_step",
        },
        "actual",
        {},
    ),
    (
        "linear",
        {
            "full_from": 90,
            "deduct": "0.3",
            "step": 7,
            "from": "actual",
            "per": "started_step",
        },
        "actual",
        {},
    ),
    ("in_range", {"lowest": 50, "from": "actual", "deduct": 2}, "actual", {}),
]
FALLING: list[tuple[str, Mapping[str, object], str, dict[str, str]]] = [
    ("ratio", {}, "target", {"actual": "80"}),
    ("ratio", {"direction": "at_most"}, "actual", {"target": "80"}),
    (
        "ratio",
        {"direction": "at_most", "inverse": "excess"},
        "actual",
        {"target": "80"},
    ),
    ("execution", {}, "budget", {"executed": "90"}),
    (
        "linear",
        {"full_to": 90, "deduct": "0.3", "step": 7, "from": "actual"},
        "actual",
        {},
    ),
    ("in_range", {"highest": 50, "from": "actual"}, "actual", {}),
    ("zero_target", {}, "actual", {}),
]


@pytest.mark.parametrize(
    ("sign", "case"),
    [*((1, case) for case in RISING), *((-1, case) for case in FALLING)],
)
@given(weight=POINTS, one=FIGURES, other=FIGURES, rounding=st.sampled_from(ROUNDINGS))
def test_more_of_what_is_wanted_never_costs_points(
    sign: int,
    case: tuple[str, Mapping[str, object], str, dict[str, str]],
    weight: Decimal,
    one: Decimal,
    other: Decimal,
    rounding: Rounding,
) -> None:
    kind, parameters, name, rest = case
    rule = built(kind, parameters)
    low, high = (
        score(rule, weight, rounding, **rest, **{name: plain(figure)})
        for figure in sorted((one, other))
    )
    assume(
        low.open is None
    )  # 0.01 beside 80 may be a percentage: a person tells, and nothing can be compared
    assume(high.open is None)
    assert sign * low.counted <= sign * high.counted


@given(weight=POINTS, one=st.integers(0, 60), other=st.integers(0, 60))
def test_more_findings_never_give_points(weight: Decimal, one: int, other: int) -> None:
    rule = built("per_finding", {"deduct": "0.7"})
    few, many = (
        score(rule, weight, TWO_PLACES, count=str(count))
        for count in sorted((one, other))
    )
    assert few.counted >= many.counted
    assert few.counted - many.counted <= Decimal("0.7") * abs(one - other)


@given(
    points=st.decimals(min_value=0, max_value=100, places=6), places=st.integers(0, 3)
)
def test_rounding_is_half_up_and_settles_what_is_all_but_a_half(
    points: Decimal, places: int
) -> None:
    rounding = Rounding(places=places, stage="indicator")
    half = Decimal(5).scaleb(-places - 1)
    step = Decimal(1).scaleb(-places)
    whole = (points // step) * step
    assert rounded(whole + half, rounding) == whole + step
    assert rounded(whole + half - Decimal("1E-9"), rounding) == whole
    assert rounded(whole + half - Decimal("4E-10"), rounding) == whole + step
