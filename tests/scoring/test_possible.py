"""The points that are possible on a row: numbers within its weight, and none left open where there is no choice."""

from __future__ import annotations

from decimal import Decimal

import pytest

from perfeval_xl.rules.base import Bounds, Outcome, Step
from perfeval_xl.scheme.model import Rounding
from perfeval_xl.scoring.possible import bounded, possible

TWO_PLACES = Rounding(places=2, stage="indicator")
OPEN = Step(text="待评价人员判断", value=None)
FIXED = Step(text="得2分", value=Decimal(2))


@pytest.mark.parametrize(
    ("steps", "bounds", "weight", "values"),
    [
        ((OPEN, OPEN), Bounds(), "0", (0, 0)),
        ((OPEN, FIXED, OPEN), Bounds(lowest=Decimal(3)), "3", (1, 2, 0)),
        ((FIXED, OPEN), Bounds(lowest=Decimal(9)), "5", (2, 3)),
    ],
)
def test_a_row_without_a_choice_is_decided_and_its_steps_add_up(
    steps: tuple[Step, ...], bounds: Bounds, weight: str, values: tuple[int, ...]
) -> None:
    outcome = Outcome(steps=steps, open=bounds)
    result = bounded(outcome, Decimal(weight), TWO_PLACES)
    assert tuple(step.value for step in result.steps) == values
    assert possible(result) == (sum(values), sum(values))
    assert result.open is None


def test_a_row_with_a_choice_stays_open_within_its_weight() -> None:
    outcome = Outcome(steps=(OPEN, OPEN), open=Bounds(highest=Decimal(9)))
    result = bounded(outcome, Decimal(5), TWO_PLACES)
    assert possible(result) == (0, 5)
    assert result.steps == outcome.steps
