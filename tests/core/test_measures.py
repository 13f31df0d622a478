"""What stands in target and actual cells, told apart."""

from __future__ import annotations

from decimal import Decimal

import pytest

from perfeval_xl.measures import Direction, Kind, parse_measure


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("≥95%", "0.95", ""),
        (">=95％", "0.95", ""),
        ("不低于90%", "0.90", ""),
        ("7项", "7", "项"),
        ("28场次", "28", "场"),
        ("24.5万元", "245000", "元"),
        ("245000元", "245000", "元"),
        ("≤12小时", "43200", "秒"),
        ("０", "0", ""),
        ("1,200人", "1200", "人"),
    ],
)
def test_quantities_are_read_with_their_unit(text: str, number: str, unit: str) -> None:
    measure = parse_measure(text)
    assert (measure.kind, measure.number, measure.unit) == (Kind.QUANTITY, Decimal(number), unit)


@pytest.mark.parametrize(
    "text", ["达标", "及时", "3*24小时", "四端覆盖", "2024年", "3级", "940/940", "提高10%以上，且达标"]
)
def test_what_is_no_single_quantity_is_a_text(text: str) -> None:
    assert parse_measure(text).kind is Kind.QUALITY


@pytest.mark.parametrize("text", ["不适用", "—", " / "])
def test_not_applicable_is_a_state_of_its_own(text: str) -> None:
    assert parse_measure(text).kind is Kind.NOT_APPLICABLE


@pytest.mark.parametrize("text", [None, "", "  　\n"])
def test_a_blank_is_not_a_zero(text: str | None) -> None:
    measure = parse_measure(text)
    assert measure.kind is Kind.BLANK
    assert measure.number is None


def test_at_most_targets_point_the_other_way() -> None:
    assert parse_measure("≤5300").direction is Direction.AT_MOST
    assert parse_measure("5300").direction is Direction.AT_LEAST


def test_money_compares_across_units_and_tons_do_not_compare_with_people() -> None:
    assert parse_measure("24.5万元").comparable(parse_measure("245000元"))
    assert not parse_measure("5吨").comparable(parse_measure("5人"))
    assert parse_measure("7项").comparable(parse_measure("7"))
