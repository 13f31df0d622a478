"""Numbers as people write them, and the one rounding."""

from __future__ import annotations

from decimal import Decimal

import pytest

from perfeval_xl.amounts import parse_number, percent, plain, round_half_up


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("24.5", "24.5"),
        ("１０", "10"),
        (" 1,234.50 ", "1234.50"),
        ("1，234", "1234"),
        ("-3", "-3"),
        ("+3", "3"),
        (".5", "0.5"),
        ("0", "0"),
    ],
)
def test_a_number_is_read_however_it_is_spelled(text: str, number: str) -> None:
    assert parse_number(text) == Decimal(number)


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "  ",
        "10分",
        "≥5",
        "1e5",
        "1,23",
        "--",
        "-",
        ".",
        "①",
        "m²",
        "NaN",
        "Infinity",
        "9" * 41,
    ],
)
def test_whatever_is_not_one_plain_number_is_none(text: str | None) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize(
    ("text", "rate"), [("98%", "0.98"), ("98.5％", "0.985"), ("100%", "1")]
)
def test_a_rate_is_a_fraction(text: str, rate: str) -> None:
    assert parse_number(text) == Decimal(rate)


def test_an_unreadable_rate_is_none() -> None:
    assert parse_number("约98%") is None
    assert parse_number(None) is None


@pytest.mark.parametrize(
    ("value", "rounded"),
    [("9.685", "9.69"), ("9.6849999", "9.68"), ("-0.005", "-0.01"), ("0.004", "0.00")],
)
def test_rounding_is_half_up_and_away_from_zero(value: str, rounded: str) -> None:
    assert round_half_up(Decimal(value), 2) == Decimal(rounded)


def test_the_rate_that_was_once_printed_truncated_rounds_up() -> None:
    assert percent(Decimal(13) / Decimal(14)) == "92.86%"


@pytest.mark.parametrize(
    ("value", "text"), [("10.00", "10"), ("1E+3", "1000"), ("0.50", "0.5"), ("-0", "0")]
)
def test_plain_text_has_no_exponent_and_no_trailing_zeros(
    value: str, text: str
) -> None:
    assert plain(Decimal(value)) == text
