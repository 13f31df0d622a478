"""What stands in target and actual cells: what a value is, and what may be put beside what.

The spellings themselves are in `tests/cases/measures.toml`; here are the rules R22, R30, R31, R37, R38, R47 and R71.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from perfeval_xl.measures import (
    ABSENT,
    Direction,
    Kind,
    Note,
    compare,
    figures,
    meets,
    parse_measure,
)


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("≥95%", "0.95", ""),
        ("不低于90%", "0.90", ""),
        ("7项", "7", "项"),
        ("28场次", "28", "场"),
        ("24.5万元", "245000", "元"),
        ("7.5万人", "75000", "人"),
        ("≤12小时", "43200", "秒"),
        ("3年", "36", "月"),
        ("2平方公里", "3000", "亩"),
        ("1,200人", "1200", "人"),
    ],
)
def test_numbers_are_exact_and_in_the_base_unit(
    text: str, number: str, unit: str
) -> None:
    measure = parse_measure(text)
    assert (measure.kind, measure.number, measure.unit) == (
        Kind.QUANTITY,
        Decimal(number),
        unit,
    )


def test_the_figure_is_what_a_person_reads() -> None:
    measure = parse_measure("不超过24.5万元")
    assert (measure.figure, measure.written, measure.factor) == (
        Decimal("24.5"),
        "万元",
        10_000,
    )
    assert (measure.comparator, measure.sign, measure.spelled) == (
        "不超过",
        "≤",
        "≤24.5万元",
    )


def test_a_rate_is_told_from_a_bare_number() -> None:
    assert parse_measure("95%").rate
    assert not parse_measure("0.95").rate
    assert parse_measure("95%").unit == parse_measure("0.95").unit == ""


@pytest.mark.parametrize("text", sorted(ABSENT))
def test_not_applicable_is_a_state_of_its_own(text: str) -> None:
    assert parse_measure(f" {text} ").kind is Kind.NOT_APPLICABLE


@pytest.mark.parametrize("text", [None, "", "  　\n", " " * 100])
def test_a_blank_is_not_a_zero(text: str | None) -> None:
    measure = parse_measure(text)
    assert (measure.kind, measure.number, measure.text) == (Kind.BLANK, None, "")


@pytest.mark.parametrize("text", ["0", "０", "0%", "0个", "零", "0.00", "-0", "≤0"])
def test_a_true_zero_is_a_number(text: str) -> None:
    assert parse_measure(text).number == 0


def test_at_most_targets_point_the_other_way() -> None:
    assert parse_measure("≤5300").direction is Direction.AT_MOST
    assert parse_measure("5300").direction is Direction.AT_LEAST
    assert parse_measure("2024年12月31日前").direction is Direction.AT_MOST


def test_a_range_has_two_ends_and_no_number() -> None:
    measure = parse_measure("95%≤N<100%")
    assert (measure.kind, measure.number, measure.low, measure.high) == (
        Kind.RANGE, None, Decimal("0.95"), Decimal(1)
    )  # fmt: skip
    assert (measure.low_excluded, measure.high_excluded) == (False, True)


def test_yuan_and_ten_thousands_of_yuan_compare_exactly() -> None:
    """R22: 8680000元 is 868万元; without a unit nobody can say which it is."""
    budget = parse_measure("868万元")
    assert figures(budget, parse_measure("8680000元")) == (8_680_000, 8_680_000)
    assert figures(budget, parse_measure("868")) == (8_680_000, 8_680_000)
    assert figures(budget, parse_measure("8680000")) is None


def test_a_copied_comparator_is_no_actual() -> None:
    """R30: an actual of ≥266米 says no figure."""
    actual = parse_measure("≥266米")
    assert actual.comparator == "≥"
    assert meets(parse_measure("≥266米"), actual) is None


def test_pieces_and_people_are_no_rate() -> None:
    """R31: 1000件 under a rate, 24694人 for a 签约率."""
    assert not parse_measure("95%").comparable(parse_measure("1000件"))
    assert not parse_measure("24694人").rate
    assert parse_measure("7项").comparable(parse_measure("7"))


def test_an_at_most_target_is_missed_from_above() -> None:
    """R37: ≤5300 and 5830; R38: the direction that was written is there to be doubted."""
    target = parse_measure("<=5300元/户")
    assert compare(target, parse_measure("5830元/户")) == 1
    assert meets(target, parse_measure("5830元/户")) is False
    assert parse_measure("≤4").direction is Direction.AT_MOST


def test_a_day_that_does_not_exist_is_a_date_without_a_day() -> None:
    """R47: 2020年9月31日."""
    measure = parse_measure("2020年9月31日")
    assert (measure.kind, measure.date, measure.note) == (
        Kind.DATE,
        None,
        "9月只有30天",
    )


def test_damaged_signs_are_kept_and_suspected() -> None:
    """R71: 290% stays 290%, and may have been ≥90%."""
    measure = parse_measure("290%")
    assert (measure.number, measure.sign, measure.suspect) == (
        Decimal("2.9"),
        "",
        "≥90%",
    )
    assert parse_measure("之95%").number is None
    assert parse_measure("之95%").suspect == "≥95%"


def test_the_limit_of_a_month_has_two_readings() -> None:
    measure = parse_measure("2023年12月前")
    assert (measure.certain_until, measure.date) == (
        dt.date(2023, 11, 30),
        dt.date(2023, 12, 31),
    )
    assert parse_measure("2023年12月31日前").certain_until == dt.date(2023, 12, 31)


def test_a_time_of_day_behind_a_date_is_passed_over() -> None:
    assert parse_measure("2024-12-31 08:30").date == dt.date(2024, 12, 31)


@pytest.mark.parametrize(
    ("bare", "other", "spelled"),
    [
        ("15", "20万元", "15万元"),
        ("95", "≥90%", "95%"),
        ("0.95", "≥90%", "95%"),
        ("11000", "1.2万", "1.1万"),
        ("150万", "125万元", "150万"),
        ("75000", "7.5万人", "75000人"),
        ("3", "≤3个月", "3个月"),
        ("868", "870万", "868万"),
    ],
)
def test_a_bare_figure_takes_the_unit_of_the_other(
    bare: str, other: str, spelled: str
) -> None:
    value = parse_measure(bare).in_unit_of(parse_measure(other))
    assert value is not None
    assert value.spelled == spelled


@pytest.mark.parametrize(
    ("bare", "other"),
    [("1", "100%"), ("1.5", "95%"), ("5000", "100%"), ("0.5", "1%"), ("12", "每月1次")],
)
def test_a_bare_figure_that_may_be_two_things_is_neither(bare: str, other: str) -> None:
    assert parse_measure(bare).in_unit_of(parse_measure(other)) is None


@pytest.mark.parametrize(
    "text", ["40\n400", "40 400", "≥95%\n≥90%", "40、400", "5个 8个", "４０　４００"]
)
def test_figures_that_stand_apart_are_never_one_number(text: str) -> None:
    assert parse_measure(text).note == Note.SEVERAL


@pytest.mark.parametrize(
    "text",
    ["≥ 95 %", "24.5 万元", "1 小时 30 分钟", "2024 年 12 月 31 日", "7 * 24 小时"],
)
def test_blanks_inside_one_value_are_not_two_values(text: str) -> None:
    assert parse_measure(text).note == ""


def test_two_targets_in_one_cell_are_a_text_with_a_note() -> None:
    """R44: 全覆盖，优秀比例不超过20%."""
    measure = parse_measure("全覆盖，优秀比例不超过20%")
    assert (measure.kind, measure.number, measure.note) == (
        Kind.QUALITY,
        None,
        Note.SEVERAL,
    )


def test_a_sentence_is_not_searched_for_figures() -> None:
    text = "按计划完成系统开发、测试和部署，" * 4 + "达到95%"
    measure = parse_measure(text)
    assert (measure.kind, measure.note) == (Kind.QUALITY, Note.UNREAD)
    assert parse_measure("按计划完成系统开发、测试和部署，" * 9).note == ""
