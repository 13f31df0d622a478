"""Figures beside a limit: equal where binary cannot tell, apart where a person can."""

from __future__ import annotations

from decimal import Decimal

import pytest

from perfeval_xl.rules.comparing import (
    above,
    above_formula,
    at_least,
    at_least_formula,
    full_steps,
    started_steps,
)

LIMIT = Decimal("0.9")


@pytest.mark.parametrize(
    ("beside", "least", "more"),
    [("0", True, False), ("-1E-9", False, False), ("1E-9", True, True), ("-1E-10", True, False), ("1E-10", True, False),
     ("-1E-15", True, False)],
)  # fmt: skip
def test_a_figure_closer_than_anybody_writes_is_the_limit(
    beside: str, *, least: bool, more: bool
) -> None:
    figure = LIMIT + Decimal(beside)
    assert (at_least(figure, LIMIT), above(figure, LIMIT)) == (least, more)


def test_formulas_name_the_same_turning_points() -> None:
    assert at_least_formula("A1", LIMIT) == "A1>=0.89999999957"
    assert above_formula("A1", LIMIT) == "A1>0.90000000043"
    assert above_formula("A1", Decimal(-5)) == "A1>-4.99999999957"


def test_a_limit_too_long_for_a_turning_point_is_its_own() -> None:
    limit = Decimal("1234567.5")
    assert at_least_formula("A1", limit) == "A1>=1234567.5"
    assert not at_least(limit - Decimal("1E-9"), limit)


@pytest.mark.parametrize(
    ("steps", "full", "started"),
    [("0", 0, 0), ("0.5", 0, 1), ("1", 1, 1), ("0.9999999999", 1, 1), ("1.0000000001", 1, 1), ("0.0000000001", 0, 0),
     ("1.00001", 1, 2), ("1.99999", 1, 2)],
)  # fmt: skip
def test_a_hair_of_a_step_is_none(steps: str, full: int, started: int) -> None:
    assert (full_steps(Decimal(steps)), started_steps(Decimal(steps))) == (
        full,
        started,
    )
