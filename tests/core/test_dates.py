"""Dates as people write them: what is read, what does not exist, and what is no date."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfeval_xl.dates import FIRST_SERIAL, LAST_SERIAL, date_of_number, parse_date

DAYS = st.dates(date(1930, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    "text",
    [
        "2024年10月25日",
        "2024-10-25",
        "2024/10/25",
        "2024.10.25",
        "2024年10月25",
        "2024年10月25号",
        "２０２４年１０月２５日",
        "２０２４－１０－２５",
        " 2024 年 10 月 25 日 ",
        "2024-10-25 17:30",
        "2024-10-25 17:30:00",
        "2024-10-25T08:00:00",
        "2024年10月25日17时30分",
        "2024年10月25日 8:05",
        "2024年\n10月25日",
    ],
)
def test_a_day_is_read_however_it_is_written(text: str) -> None:
    written = parse_date(text)
    assert written is not None
    assert (written.day, written.whole_month, written.bound) == (
        date(2024, 10, 25),
        False,
        False,
    )


def test_a_time_of_day_never_swallows_a_digit_of_the_day() -> None:
    written = parse_date("2024-10-2 15:30")
    assert written is not None
    assert written.day == date(2024, 10, 2)


@pytest.mark.parametrize(
    "text",
    ["2024年12月31日前", "2024年12月31日之前", "2024年12月31日以前完成", "不晚于2024年12月31日", "截至2024/12/31",
     "于2024年12月31日前完成", "≤2024-12-31"],
)  # fmt: skip
def test_a_limit_is_its_last_day(text: str) -> None:
    written = parse_date(text)
    assert written is not None
    assert (written.day, written.bound) == (date(2024, 12, 31), True)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024年10月", date(2024, 10, 31)),
        ("2024年2月", date(2024, 2, 29)),
        ("2023年02月份", date(2023, 2, 28)),
        ("2024-10", date(2024, 10, 31)),
        ("2024/9", date(2024, 9, 30)),
        ("2024年6月底", date(2024, 6, 30)),
        ("2024年6月底前", date(2024, 6, 30)),
        ("2024年底", date(2024, 12, 31)),
        ("2024年年末前完成", date(2024, 12, 31)),
        ("2024年度末", date(2024, 12, 31)),
    ],
)
def test_a_month_and_the_end_of_a_year_stand_for_their_last_day(
    text: str, day: date
) -> None:
    written = parse_date(text)
    assert written is not None
    assert (written.day, written.whole_month) == (day, True)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("2020年9月31日", "9月只有30天"),
        ("2023年2月29日", "2023年2月只有28天"),
        ("2024-02-30", "2024年2月只有29天"),
        ("2024/13/1", "没有13月"),
        ("2024年0月5日", "没有0月"),
        ("2024.5.0", "没有0日"),
        ("2024年11月31日前", "11月只有30天"),
    ],
)
def test_a_date_that_does_not_exist_says_why(text: str, wrong: str) -> None:
    written = parse_date(text)
    assert written is not None
    assert (written.day, written.wrong) == (None, wrong)


@pytest.mark.parametrize(
    "text",
    [None, "", " ", "　", "2024", "2024年", "2024.10", "45657", "20241025", "10月25日", "24.5", "95%", "3个月", "及时",
     "7*24小时", "1.2.3", "2024-10/25", "2024年12月前", "2024年前", "1905-07-16", "2150年1月1日", "2024-10-25 25:00",
     "2024年10月25日至11月1日", "2024年12月34#", "²2024年1月1日", "2024年1月١日", "2024-10-25-", "9" * 5000,
     "2024年1月1日" * 40],
)  # fmt: skip
def test_everything_else_is_no_date(text: str | None) -> None:
    assert parse_date(text) is None


@given(DAYS)
def test_every_day_is_read_in_every_usual_spelling(day: date) -> None:
    spellings = (day.isoformat(), f"{day.year}年{day.month}月{day.day}日", f"{day.year}/{day.month}/{day.day}",
                 f"{day.year}.{day.month:02d}.{day.day:02d}", f"{day} 23:59:59")  # fmt: skip
    assert {
        written.day for written in map(parse_date, spellings) if written is not None
    } == {day}
    assert None not in map(parse_date, spellings)


@given(
    st.text(alphabet="0123456789年月日号前底末-/.: 　T时分<≤于截至止完成", max_size=24)
)
def test_reading_never_raises_and_gives_a_day_or_a_reason(text: str) -> None:
    written = parse_date(text)
    assert written is None or (written.day is None) == bool(written.wrong)


@given(DAYS, st.integers(0, 86_399))
def test_the_number_in_a_date_cell_is_its_day(day: date, seconds: int) -> None:
    serial = Decimal((day - date(1899, 12, 30)).days)
    assert date_of_number(serial) == day
    assert date_of_number(Decimal(day.strftime("%Y%m%d"))) == day
    with_time = serial + (Decimal(seconds) / 86_400).quantize(Decimal("1e-9"))
    assert date_of_number(with_time) == day


@pytest.mark.parametrize("number", ["0", "-1", "2024", "10958", "10958.9", "73051", "73050.999999", "20240230",
                                    "20241231.5", "1e30", "202412", "99999999"])  # fmt: skip
def test_other_numbers_are_no_dates(number: str) -> None:
    assert date_of_number(Decimal(number)) is None


def test_the_limits_are_the_first_and_the_last_day() -> None:
    epoch = date(1899, 12, 30)
    assert epoch + timedelta(days=FIRST_SERIAL) == date(1930, 1, 1)
    assert epoch + timedelta(days=LAST_SERIAL) == date(2099, 12, 31)
