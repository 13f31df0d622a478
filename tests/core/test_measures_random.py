"""Random texts: reading never raises, takes its time by length only, and says the same for the same."""

from __future__ import annotations

import re
import time
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfeval_xl.amounts import normalise, plain
from perfeval_xl.measures import Kind, Measure, compare, meets, parse_measure
from perfeval_xl.measures.comparing import LOST_UNIT

CASES = tomllib.loads(
    (Path(__file__).parents[1] / "cases" / "measures.toml").read_text(encoding="utf-8")
)
WRITTEN = [case["text"] for group in CASES["group"] for case in group["values"]]
PIECES = (
    *"0123456789０９.,，%‰≥≤<>=＝-~～—至到万亿元个项次人月日天年周每前内含()（）;、且及约余多半一二三十百千点零两 之ZO/*×·",
    "以上", "以下", "以内", "不超过", "不低于", "超过", "左右", "小时", "万元", "个月", "2024年", "12月", "N", "率", "提高", "完成",
)  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=80),
    st.lists(st.sampled_from(PIECES), max_size=14).map("".join),
    st.sampled_from(WRITTEN),
)
UNITS = (
    "",
    "%",
    "‰",
    "万",
    "万元",
    "元",
    "项",
    "个村",
    "小时",
    "分钟",
    "个月",
    "年",
    "公顷",
    "次/月",
    "元/人·月",
    "工作日",
)
SIGNS = ("", "≥", "≤", ">", "<", "=")
FIGURES = st.decimals(
    min_value=-(10**9), max_value=10**9, allow_nan=False, allow_infinity=False, places=4
)


def value(measure: Measure) -> tuple[object, ...]:
    """Everything that counts in comparisons, whatever the spelling."""
    bounds = (measure.low, measure.high, measure.low_excluded, measure.high_excluded)
    dates = (measure.date, measure.since, measure.certain_until, measure.yearless)
    return (
        measure.kind,
        measure.number,
        measure.unit,
        measure.rate,
        measure.per,
        measure.sign,
        *bounds,
        *dates,
    )


@given(TEXTS)
def test_any_text_is_read_without_an_error(text: str) -> None:
    measure = parse_measure(text)
    assert (measure.kind is Kind.BLANK) == (not normalise(text))
    assert (measure.number is not None) == (measure.kind is Kind.QUANTITY)
    assert (
        (measure.low is not None)
        == (measure.high is not None)
        == (measure.kind is Kind.RANGE)
    )
    assert measure.date is None or measure.kind is Kind.DATE
    assert not measure.note or measure.kind in {Kind.QUALITY, Kind.DATE}


@given(TEXTS)
def test_full_width_forms_and_blanks_outside_of_a_number_change_nothing(
    text: str,
) -> None:
    folded = normalise(text)
    wide = "".join(
        chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in folded
    )
    read = parse_measure(folded)
    assert parse_measure(wide) == read
    apart = re.sub(r"(?<![0-9%‰])|(?![0-9≥≤<>=])", "　", folded)
    assert parse_measure(f" {apart}\t").number in {read.number, None}
    assert parse_measure(f" {folded}\t") == read


@given(TEXTS)
def test_the_text_of_a_value_reads_as_the_value(text: str) -> None:
    measure = parse_measure(text)
    assert parse_measure(measure.text) == measure


@given(TEXTS)
def test_a_value_reads_back_from_its_shortest_spelling(text: str) -> None:
    measure = parse_measure(text)
    assert value(parse_measure(measure.spelled)) == value(measure)


@given(FIGURES, st.sampled_from(UNITS), st.sampled_from(SIGNS))
def test_every_figure_comes_back_with_every_unit_and_sign(
    figure: Decimal, unit: str, sign: str
) -> None:
    if unit == "年":
        figure = figure % 1900
    measure = parse_measure(f"{sign}{plain(figure)}{unit}")
    assert (measure.kind, measure.figure, measure.written, measure.sign) == (
        Kind.QUANTITY,
        figure,
        unit,
        sign,
    )
    assert measure.number == figure * measure.factor
    assert parse_measure(measure.spelled) == parse_measure(
        f"{sign}{plain(figure)}{unit}"
    )


@given(TEXTS, TEXTS)
def test_comparing_is_symmetric_and_agrees_with_meeting(one: str, other: str) -> None:
    first, second = parse_measure(one), parse_measure(other)
    assert first.comparable(second) == second.comparable(first)
    assert (first.in_unit_of(second) is None) == (not first.comparable(second))
    place = compare(first, second)
    if Kind.RANGE not in {first.kind, second.kind} and Kind.DATE not in {
        first.kind,
        second.kind,
    }:
        back = compare(second, first)
        assert place is None if back is None else place == -back
    if place is None and first.kind is not Kind.QUALITY:
        assert meets(first, second) is None


@given(FIGURES, FIGURES, st.sampled_from(UNITS))
def test_figures_of_one_unit_compare_as_numbers(
    one: Decimal, other: Decimal, unit: str
) -> None:
    if unit == "年":
        one, other = one % 1900, other % 1900
    place = compare(
        parse_measure(plain(one) + unit), parse_measure(plain(other) + unit)
    )
    small, large = sorted((abs(one), abs(other)))
    if unit == "" and small and large >= LOST_UNIT * small:
        assert place is None
        return
    assert place == (other > one) - (other < one)


@pytest.mark.parametrize(
    "filler",
    [
        "9",
        "9,",
        "9.",
        "每",
        "率",
        "(含)",
        "≥",
        "1小时",
        "至",
        "年",
        "月前",
        "　",
        "万亿",
        "不",
        "和",
    ],
)
def test_the_time_grows_with_the_length_only(filler: str) -> None:
    """A million characters, in hostile repetition, and every short text, are read in less than a second."""
    started = time.process_time()
    parse_measure("9" + filler * (1_000_000 // len(filler)) + "%")
    for length in range(1, 64):
        parse_measure("9" + filler * (length // len(filler)) + "%")
        parse_measure((filler * length)[:62] + "9")
    assert time.process_time() - started < 1
