"""`deadline`: on time or late by days or months, in all three faces; the 2024年12月31日前 of 盐田 among them."""

from __future__ import annotations

import random
from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfeval_xl.errors import SchemeError
from perfeval_xl.rules.deadline import days_late, months_late
from perfeval_xl.sheets.model import Cell, Style
from perfeval_xl.sheets.values import printed
from tests.support import settings
from tests.support.evidence import Written, dates, written
from tests.support.faces import TWO_PLACES, built, compare
from tests.support.office import Office
from tests.support.outcomes import codes, messages, outcome, said

ALL: dict[str, object] = {}
BY_DAY = {"late": "deduct", "deduct": "0.05", "per": "day"}
BY_MONTH = {"late": "deduct", "deduct": 2, "per": "month"}
BY_FULL_MONTH = {"late": "deduct", "deduct": "0.335", "per": "month", "count": "full"}
SETTINGS: list[settings.Parameters] = [
    ALL,
    BY_DAY,
    BY_MONTH,
    BY_FULL_MONTH,
    *settings.used("deadline"),
]
EPOCH = date(1899, 12, 30)
EDGES = [date(1930, 1, 1), date(2099, 12, 31), date(2024, 1, 31), date(2024, 2, 29), date(2023, 2, 28), date(2024, 12, 31),
         date(2024, 1, 30), date(2024, 3, 1)]  # fmt: skip


def dated(serial: Decimal) -> Written:
    """Return a true date cell; the reader hands it over as the format prints it."""
    return Written(
        printed(serial, "yyyy-mm-dd"),
        Cell(value=serial, style=Style(number_format="yyyy-mm-dd")),
    )


def bare(source: random.Random, _: Written, facts: dict[str, Written]) -> None:
    """Put a day typed without signs, which only the program reads, or a number that is no day at all."""
    number = source.choice(
        [
            "20241231",
            "20241230",
            "20240231",
            "19300101",
            "19300100",
            "20991231",
            "20991232",
            "2024",
        ]
    )
    facts[source.choice(["target", "actual"])] = written(number)


def edge(source: random.Random, _: Written, facts: dict[str, Written]) -> None:
    """Put the two days around the end of a month, some months apart, some with a time of day."""
    target = source.choice(
        [*EDGES, date(2024, source.randrange(1, 13), source.randrange(1, 29))]
    )
    if source.random() < 0.5:
        target = target.replace(day=monthrange(target.year, target.month)[1])
    months = target.year * 12 + target.month - 1 + source.choice([0, 0, 1, 1, 2, 3, 12])
    year, month = min(months // 12, 2099), months % 12 + 1
    actual = date(year, month, min(target.day, monthrange(year, month)[1])) + timedelta(
        source.choice([0, 0, 1, -1, 2])
    )
    for name, day in (("target", target), ("actual", actual)):
        serial = Decimal((day - EPOCH).days)
        if source.random() < 0.1:
            serial += Decimal(
                source.choice(["0.5", "0.999", "0.99999", "0.9999999", "0.0000001"])
            )
        facts[name] = dated(serial)


@pytest.mark.parametrize("parameters", SETTINGS, ids=str)
def test_the_preview_is_blank_or_the_score(
    office: Office, tmp_path: Path, parameters: settings.Parameters
) -> None:
    facts = {
        name: dates([date(2024, 12, 31), date(2024, 10, 31), date(2024, 2, 29)])
        for name in ("target", "actual")
    }
    rows = settings.rows_of_each(SETTINGS)
    counts = compare(
        office,
        tmp_path,
        "deadline",
        parameters,
        facts=facts,
        arrange=[edge, edge, bare],
        rows=rows,
    )
    assert counts.told > counts.rows / 2


@pytest.mark.parametrize(
    ("parameters", "target", "actual", "score"),
    [
        (ALL, "2024年12月31日前", "2024年10月25日", "8"),
        (ALL, "2024年12月31日前", "2024-12-31", "8"),
        (ALL, "2024年12月31日前", "2024-12-31 23:59", "8"),
        (ALL, "2024年12月31日前", "2025/1/1", "0"),
        (ALL, "2024年12月", "2024.12.31", "8"),
        (ALL, "2024年12月", "2024年12月", "8"),
        (ALL, "2024年底前", "45657", "8"),
        (ALL, "20241231", "45658", "0"),
        (BY_DAY, "2024-12-31", "2025-01-10", "7.5"),
        (BY_DAY, "2024-12-31", "2026-01-01", "0"),
        (BY_MONTH, "2024-12-31", "2025-01-01", "6"),
        (BY_MONTH, "2024-12-31", "2025-01-31", "6"),
        (BY_MONTH, "2024-12-31", "2025-02-01", "4"),
        (BY_MONTH, "2024年2月", "2024年3月", "6"),
        (BY_MONTH, "2024-12-31", "2025-12-31", "0"),
        (BY_FULL_MONTH, "2024-12-31", "2025-01-30", "8"),
        (BY_FULL_MONTH, "2024-12-31", "2025-01-31", "7.67"),
        (BY_FULL_MONTH, "2024-01-15", "2024-02-14", "8"),
        (BY_FULL_MONTH, "2024-01-15", "2024-02-15", "7.67"),
    ],
)
def test_on_time_is_full_and_late_costs_what_the_parameters_say(
    parameters: settings.Parameters, target: str, actual: str, score: str
) -> None:
    result = outcome(built("deadline", parameters), "8", target=target, actual=actual)
    assert (said(result), codes(result)) == (score, [])
    assert result.steps[0].text.count("按期") == result.reached


@pytest.mark.parametrize(
    ("target", "actual", "started", "full"),
    [
        ("2024-01-31", "2024-02-01", 1, 0),
        ("2024-01-31", "2024-02-28", 1, 0),
        ("2024-01-31", "2024-02-29", 1, 1),
        ("2024-01-31", "2024-03-01", 2, 1),
        ("2024-02-29", "2024-03-30", 1, 0),
        ("2024-02-29", "2024-03-31", 1, 1),
        ("2023-02-28", "2024-02-28", 12, 11),
        ("2023-02-28", "2024-02-29", 12, 12),
        ("2024-01-30", "2024-02-29", 1, 0),
        ("2024-01-30", "2024-03-01", 2, 1),
        ("2024-01-30", "2024-03-30", 2, 2),
        ("2024-01-15", "2024-01-16", 1, 0),
        ("2024-01-15", "2024-02-15", 1, 1),
        ("2024-01-15", "2024-02-16", 2, 1),
        ("2024-12-15", "2025-01-14", 1, 0),
        ("2024-01-15", "2024-01-15", 0, 0),
        ("2024-03-15", "2024-01-15", 0, 0),
    ],
)
def test_months_late_at_the_ends_of_months(
    target: str, actual: str, started: int, full: int
) -> None:
    days = date.fromisoformat(target), date.fromisoformat(actual)
    assert (months_late(*days, "started"), months_late(*days, "full")) == (
        started,
        full,
    )


def test_the_sentence_says_how_late_and_what_it_costs() -> None:
    result = outcome(
        built("deadline", BY_MONTH), "8", target="2024年10月", actual="2024年12月3日"
    )
    assert result.steps[0].text == (
        "计划完成日期2024年10月（按2024年10月31日计），实际完成日期2024年12月3日，逾期33天，"
        "计2个月（不足1个月的按1个月计），每个月扣2分，共扣4分，8分中得4分"
    )
    early = outcome(
        built("deadline", ALL), "8", target="2024年12月31日前", actual="2024.10.25"
    )
    assert (
        early.steps[0].text
        == "计划完成日期2024年12月31日，实际完成日期2024年10月25日，按期完成，得满分8分"
    )


@pytest.mark.parametrize(
    ("target", "actual", "told"),
    [
        ("2024-12-31", "2020年9月31日", ["“指标”的实际完成日期“2020年9月31日”不存在（9月只有30天）。"]),
        ("2024年2月30日前", "2024-01-01", ["“指标”的计划完成日期“2024年2月30日前”不存在（2024年2月只有29天）。"]),
        ("2024-12-31", None, ["“指标”没有填实际完成日期，得分待评价人员判断。"]),
        ("2024-12-31", "及时", ["“指标”的实际完成日期应填日期，例如2024-12-31，现为“及时”，得分待评价人员判断。"]),
        ("2024-12-31", "2024年12月31日前", ["“指标”的实际完成日期应填日期，例如2024-12-31，现为“2024年12月31日前”，得分待评价人员判断。"]),
        ("2024-12-31", "2024", ["“指标”的实际完成日期应填日期，例如2024-12-31，现为“2024”，得分待评价人员判断。"]),
        (None, "2024.12", ["“指标”没有填计划完成日期，得分待评价人员判断。",
                           "“指标”的实际完成日期应填日期，例如2024-12-31，现为“2024.12”，得分待评价人员判断。"]),
    ],
)  # fmt: skip
def test_what_is_no_date_is_open_and_told(
    target: str | None, actual: str | None, told: list[str]
) -> None:
    result = outcome(built("deadline", BY_DAY), "8", target=target, actual=actual)
    assert (result.score, result.reached, messages(result)) == (None, None, told)


def test_the_rule_says_itself() -> None:
    assert [
        built("deadline", parameters).describe()
        for parameters in (ALL, BY_DAY, BY_MONTH, BY_FULL_MONTH)
    ] == [
        "按期完成得满分，逾期不得分。",
        "按期完成得满分，每逾期1天扣0.05分，扣完为止。",
        "按期完成得满分，每逾期1个月扣2分（不足1个月的按1个月计），扣完为止。",
        "按期完成得满分，每逾期1个月扣0.335分（不足1个月的部分不计），扣完为止。",
    ]
    assert built("deadline").points() is None


@pytest.mark.parametrize(
    ("parameters", "key"),
    [
        ({"late": "half"}, "late"),
        ({"late": "deduct", "per": "day"}, "deduct"),
        ({"late": "deduct", "deduct": 0, "per": "day"}, "deduct"),
        ({"late": "deduct", "deduct": 1}, "per"),
        ({"late": "deduct", "deduct": 1, "per": "year"}, "per"),
        ({"late": "deduct", "deduct": 1, "per": "day", "count": "full"}, "count"),
        ({"late": "deduct", "deduct": 1, "per": "month", "count": "half"}, "count"),
        ({"deduct": 1}, "deduct"),
    ],
)
def test_a_wrong_parameter_is_named(parameters: settings.Parameters, key: str) -> None:
    with pytest.raises(SchemeError, match=key):
        built("deadline", parameters)


def test_without_a_cell_for_the_plan_there_is_no_preview() -> None:
    assert (
        built("deadline").formula({"weight": "A1", "actual": "B1"}, TWO_PLACES) == '""'
    )


DAYS = st.dates(date(1930, 1, 1), date(2099, 12, 31))


@given(DAYS, DAYS)
def test_full_months_are_started_ones_and_never_more(
    target: date, actual: date
) -> None:
    started, full = (
        months_late(target, actual, "started"),
        months_late(target, actual, "full"),
    )
    assert 0 <= full <= started <= full + 1
    assert (started > 0) == (actual > target)
    assert full * 28 <= days_late(target, actual) <= started * 31


@given(DAYS, DAYS, st.integers(0, 500), st.sampled_from(SETTINGS))
def test_a_later_day_never_gives_more(
    target: date, actual: date, more: int, parameters: settings.Parameters
) -> None:
    rule = built("deadline", parameters)
    later = min(actual + timedelta(more), date(2099, 12, 31))
    scores = [
        outcome(rule, "8", target=str(target), actual=str(day)).score
        for day in (actual, later)
    ]
    assert scores[0] is not None
    assert scores[1] is not None
    assert scores[0] >= scores[1]


@given(
    st.sampled_from(SETTINGS),
    st.text(max_size=40),
    st.text(max_size=40),
    st.decimals(0, 1000, places=2),
)
def test_nothing_that_is_written_raises(
    parameters: settings.Parameters, target: str, actual: str, weight: object
) -> None:
    outcome(built("deadline", parameters), str(weight), target=target, actual=actual)
