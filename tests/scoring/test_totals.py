"""Both totals and their grades."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from perfeval_xl.scheme.loader import load_scheme
from perfeval_xl.scorecard import PENDING
from perfeval_xl.scoring import score_submission
from perfeval_xl.submission.spelling import from_json
from tests.support.samples import changed, evaluated


def test_both_totals_of_the_published_form() -> None:
    card = evaluated(changed({})).scorecard
    assert (card.self_total, card.self_grade, card.total, card.grade) == (
        98,
        "优",
        100,
        "优",
    )
    rates = {
        dimension.name: (dimension.weight, dimension.score, dimension.self_score)
        for dimension in card.dimensions
    }
    assert rates == {
        "预算执行率": (10, 10, 10),
        "产出指标": (50, 50, 50),
        "效益指标": (30, 30, 30),
        "满意度指标": (10, 10, 8),
    }


def test_without_a_printed_total_the_scores_are_added() -> None:
    assert evaluated(changed({"self_total": None})).scorecard.self_total == 98


def test_a_total_that_is_no_number_is_not_guessed() -> None:
    assert evaluated(changed({"self_total": "98分"})).scorecard.self_total is None


def test_there_is_no_grade_for_weights_that_do_not_make_100() -> None:
    card = evaluated(changed({"funds.0.weight": "100"})).scorecard
    assert card.total == Decimal(190)
    assert (card.grade, card.shown_grade, card.self_grade) == (None, PENDING, PENDING)


def test_a_scheme_may_divide_by_the_initial_budget() -> None:
    national = load_scheme("national-2020")
    spec = replace(
        national.rules["execution"], parameters={"denominator": "initial_budget"}
    )
    scheme = replace(national, rules={**national.rules, "execution": spec})
    data = changed({"funds.0.initial_budget": "49", "funds.0.executed": "24.5"})
    row = score_submission(from_json(data), scheme).indicators[0]
    assert row.score == 5
    assert "年初预算数" in row.explanation


def test_a_row_whose_weight_cannot_be_read_is_worth_what_the_others_leave_at_most() -> (
    None
):
    card = evaluated(changed({"indicators.0.weight": None})).scorecard
    assert (card.total, card.decided, card.decided_weight, card.open) == (
        None,
        90,
        90,
        10,
    )
    assert (card.lowest, card.highest, card.grade) == (90, 100, None)
    two = evaluated(
        changed({"indicators.0.weight": None, "indicators.1.weight": "十"})
    ).scorecard
    assert two.highest == 100
    assert two.decided_weight + two.open == 100
