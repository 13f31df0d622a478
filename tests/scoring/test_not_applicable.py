"""不适用: forbidden, rescaled or redistributed, as the scheme says; never a silent full score."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.support.fixed import fixed_scheme, judged, submission


def test_what_no_rule_says_is_left_open_with_a_problem() -> None:
    card, run = judged(submission(("10", "不适用", "90%")))
    assert (card.total, card.decided, card.decided_weight, card.open) == (
        None,
        80,
        80,
        20,
    )
    assert (card.lowest, card.highest, card.grade) == (80, 100, None)
    assert "PE-052" in [problem.code for problem in run.problems]


@pytest.mark.parametrize(
    ("actuals", "total"),
    [
        (("10", "不适用", "90%"), "100"),
        (("5", "不适用", "90%"), "75"),
        (("10", "—", "45%"), "75"),
        (("7", "不适用", "80%"), "79.45"),
    ],
)
def test_rescaling_takes_the_points_out_of_the_full_score(
    actuals: tuple[str, ...], total: str
) -> None:
    card, run = judged(submission(actuals), fixed_scheme("rescale"))
    assert card.total == Decimal(total)
    assert sum((row.score for row in card.indicators), Decimal(0)) + sum(
        (step.value for step in card.adjustments), Decimal(0)
    ) == Decimal(total)
    assert "PE-052" not in [problem.code for problem in run.problems]


def test_redistribution_stays_within_the_dimension() -> None:
    card, _ = judged(submission(("5", "不适用", "90%")), fixed_scheme("redistribute"))
    assert [row.weight for row in card.indicators] == [60, 0, 40]
    assert (card.total, card.adjustments) == (70, ())


def test_a_dimension_that_does_not_apply_at_all_is_scaled_away() -> None:
    card, _ = judged(submission(("5", "100%", "不适用")), fixed_scheme("redistribute"))
    assert card.total == Decimal("66.67")
    assert "40" in card.adjustments[0].text


def test_a_form_to_which_nothing_applies_gets_nothing() -> None:
    card, _ = judged(
        submission(("不适用", "不适用", "不适用")), fixed_scheme("rescale")
    )
    assert (card.total, card.adjustments) == (0, ())


def test_the_sentence_says_what_became_of_the_points() -> None:
    card, _ = judged(submission(("10", "不适用", "90%")), fixed_scheme("rescale"))
    assert "不计分，按比例折算总分" in card.indicators[1].explanation
