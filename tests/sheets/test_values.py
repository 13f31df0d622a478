"""What is written into a cell is what is read from it, letter by letter."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfeval_xl.sheets.values import BUILTIN_FORMATS, as_cell, printed

_FORMATS = st.sampled_from(
    [
        "General",
        "0",
        "0.00",
        "0%",
        "0.00%",
        "#,##0.00",
        "@",
        '0.0"分"',
        "yyyy/m/d",
        'yyyy"年"m"月"d"日";@',
        "h:mm",
        "??/??",
    ]
)
_NUMBERS = st.decimals(
    allow_nan=False,
    allow_infinity=False,
    places=4,
    min_value=-(10**10),
    max_value=10**10,
)


@pytest.mark.parametrize(
    ("text", "value", "number_format"),
    [
        ("24.5", "24.5", "General"),
        ("24.50", "24.5", "0.00"),
        ("100%", "1", "0%"),
        ("85.75%", "0.8575", "0.00%"),
        ("-0.5%", "-0.005", "0.0%"),
        ("1,234.5", "1234.5", "#,##0.0"),
        ("0", "0", "General"),
        ("0.00", "0", "0.00"),
        ("123456789012345", "123456789012345", "0"),
        ("0.0001", "0.0001", "0.0000"),
    ],
)
def test_a_number_spelled_the_usual_way_becomes_one(
    text: str, value: str, number_format: str
) -> None:
    assert as_cell(text) == (Decimal(value), number_format)
    assert printed(Decimal(value), number_format) == text


@pytest.mark.parametrize(
    ("text", "number_format"),
    [
        ("≥95%", "General"),
        ("达标", "General"),
        ("7项", "General"),
        ("7*24小时", "General"),
        ("007", "@"),
        ("-0", "@"),
        ("+5", "@"),
        ("1e5", "@"),
        ("1234567890123456", "@"),
        ("12.", "@"),
        ("1,23", "@"),
        ("１２", "@"),
        (" 24.5", "@"),
        ("2024-12-31", "@"),
        ("2024年12月31日", "@"),
        ("3/4", "@"),
        ("12:30", "@"),
        ("TRUE", "@"),
        ("=1+1", "@"),
        ("-无", "@"),
    ],
)
def test_everything_else_stays_text(text: str, number_format: str) -> None:
    assert as_cell(text) == (text, number_format)


@given(
    st.from_regex(r"-?[0-9]{1,7}(,[0-9]{3}){0,2}(\.[0-9]{1,9})?%?", fullmatch=True)
    | st.text()
)
def test_whatever_became_a_number_prints_as_it_was_written(text: str) -> None:
    value, number_format = as_cell(text)
    assert (
        value if isinstance(value, str) else printed(Decimal(str(value)), number_format)
    ) == text


@given(st.from_regex(r"[0-9]{1,8}(\.[0-9]{1,7})?%?", fullmatch=True))
def test_a_number_survives_the_binary_fraction_that_a_workbook_stores(
    text: str,
) -> None:
    value, number_format = as_cell(text)
    if not isinstance(value, str):
        stored = Decimal(f"{float(Decimal(str(value))):.15g}")
        assert printed(stored, number_format) == text


@given(
    _NUMBERS,
    st.sampled_from(
        ["General", "0", "0.0", "0.00", "#,##0", "0%", "0.00%", "@", '0.0"分"', "??/??"]
    ),
)
def test_no_digit_is_hidden_by_a_format(value: Decimal, number_format: str) -> None:
    text = printed(value, number_format).replace(",", "")
    number = Decimal(text.removesuffix("%"))
    assert (number.scaleb(-2) if text.endswith("%") else number) == value


@given(
    _NUMBERS | st.decimals(allow_nan=False, allow_infinity=False),
    _FORMATS | st.text(max_size=12),
)
def test_no_format_makes_printing_fail(value: Decimal, number_format: str) -> None:
    assert printed(value, number_format)


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        ("24.512", "0.0", "24.512"),
        ("0.86184", "0%", "86.184%"),
        ("24.5", '0.00"万元"', "24.5"),
        ("1234.5", "_ * #,##0.00_ ;_ * -#,##0.00_ ", "1,234.50"),
        ("-5", "0.00_);(0.00)", "-5.00"),
        ("5", "G/通用格式", "5"),
        ("45657", 'yyyy"年"m"月"d"日"', "2024年12月31日"),
        ("45657", '[$-804]yyyy"年"m"月"d"日";@', "2024年12月31日"),
        ("45657", BUILTIN_FORMATS[14], "2024/12/31"),
        ("45657", "mm-dd-yy", "2024-12-31"),
        ("45657", "YYYY-MM-DD", "2024-12-31"),
        ("45657", "[$-F800]dddd, mmmm dd, yyyy", "2024-12-31"),
        ("45627", 'yyyy"年"m"月"', "2024年12月"),
        ("45657", 'yyyy"年"m"月"', "2024-12-31"),
        ("45657", 'm"月"d"日"', "2024-12-31"),
        ("45657.5", "yyyy/m/d", "2024-12-31 12:00:00"),
        ("45657.25", "yyyy/m/d h:mm", "2024/12/31 6:00"),
        ("0.5", "h:mm", "12:00"),
        ("24", "yyyy/m/d", "24"),
        ("-3", "yyyy/m/d", "-3"),
        ("2958465.9999999", "yyyy/m/d", "2958465.9999999"),
    ],
)
def test_formats_of_excel_wps_and_libreoffice(
    value: str, number_format: str, text: str
) -> None:
    assert printed(Decimal(value), number_format) == text
