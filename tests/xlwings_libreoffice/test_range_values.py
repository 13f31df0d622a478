"""Values written into cells and read back, with the types xlwings gives them in Excel."""

from __future__ import annotations

import datetime as dt
import time
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
import xlwings as xw


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (1, 1.0),
        (-2.5, -2.5),
        (10**12, 1e12),
        (True, True),
        (False, False),
        (None, None),
        ("", None),
        ("text", "text"),
        ("绩效评价", "绩效评价"),
        ("two\nlines", "two\nlines"),
        (" spaces ", " spaces "),
        (Decimal("94.99"), 94.99),
        (dt.datetime(2024, 2, 29, 13, 45, 59), dt.datetime(2024, 2, 29, 13, 45, 59)),
        (
            dt.datetime(2024, 2, 29, 13, 45, 59, 123000),
            dt.datetime(2024, 2, 29, 13, 45, 59, 123000),
        ),
        (dt.date(1901, 5, 1), dt.datetime(1901, 5, 1)),
        (dt.date(1899, 12, 31), dt.datetime(1899, 12, 31)),
        (dt.time(13, 30), dt.datetime(1899, 12, 30, 13, 30)),
        (dt.datetime(2024, 1, 1, tzinfo=dt.UTC), dt.datetime(2024, 1, 1)),
        (np.float64(1.5), 1.5),
        (np.int64(3), 3.0),
        (np.bool_(True), True),
        (np.nan, None),
        (float("nan"), None),
        (pd.NaT, None),
        (pd.NA, None),
        (np.datetime64("2020-01-02T03:04"), dt.datetime(2020, 1, 2, 3, 4)),
        (pd.Timestamp("2020-01-02"), dt.datetime(2020, 1, 2)),
        (pd.Period("2020-01", "M"), "2020-01"),
        (pd.Timedelta("1 days 02:00:00"), "1 days 02:00:00"),
        (dt.timedelta(hours=30), dt.datetime(1899, 12, 31, 6)),
    ],
)
def test_a_value_comes_back(cells: xw.Sheet, written: object, read: object) -> None:
    cells["A1"].value = written
    value = cells["A1"].value
    assert value == read
    assert type(value) is type(read)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("12", 12.0),
        ("1.5e3", 1500.0),
        ("1,000", 1000.0),
        ("50%", 0.5),
        ("TRUE", True),
        ("2020-01-02", dt.datetime(2020, 1, 2)),
        ("2020-01-02 10:30", dt.datetime(2020, 1, 2, 10, 30)),
        ("'12", "12"),
        ("'=A1", "=A1"),
        ("=", "="),
        ("2023年", "2023年"),
        ("1.000.000", "1.000.000"),
        ("-", "-"),
        ("+A1", "+A1"),
        ("(五)", "(五)"),
        ("=1+1", 2.0),
        ("=1>0", True),
        ("=DATE(2020,1,2)", dt.datetime(2020, 1, 2)),
        ('=""', None),
        ("#N/A", None),
    ],
)
def test_text_is_taken_as_if_typed(cells: xw.Sheet, written: str, read: object) -> None:
    cells["A1"].value = written
    value = cells["A1"].value
    assert value == read
    assert type(value) is type(read)


def test_what_is_typed_as_a_percentage_looks_like_one(cells: xw.Sheet) -> None:
    cells["A1"].value = [["50%", "2020-01-02"]]
    assert cells["A1"].number_format == "0.00%"
    assert "yyyy" in cells["B1"].number_format


def test_text_cells_keep_texts(cells: xw.Sheet) -> None:
    cells["A1:A3"].number_format = "@"
    cells["A1"].value = [["007"], ["=1+1"], ["TRUE"]]
    assert cells["A1:A3"].value == ["007", "=1+1", "TRUE"]
    cells["A1"].value = [[12], [1.5], [1e20]]
    assert cells["A1:A3"].value == ["12", "1.5", "1E+20"]
    cells["A1"].value = [
        [dt.date(2024, 5, 1)],
        [dt.datetime(2024, 5, 1, 8, 30)],
        [np.int64(3)],
    ]
    assert cells["A1:A3"].value == ["2024-05-01", "2024-05-01 08:30:00", "3"]
    assert cells["A1:A3"].number_format == "@"


def test_a_number_after_a_boolean_is_a_number(cells: xw.Sheet) -> None:
    cells["A1"].value = True
    assert cells["A1"].number_format == "General"
    cells["A1"].value = 1
    assert cells["A1"].value == 1.0
    assert type(cells["A1"].value) is float
    cells["A1"].value = [[True, 2], [3, False]]
    assert cells["A1:B2"].value == [[True, 2.0], [3.0, False]]


def test_a_date_in_a_formatted_cell_keeps_the_format(cells: xw.Sheet) -> None:
    cells["A1"].number_format = "d mmm yyyy"
    cells["A1:A2"].value = [[dt.date(2024, 3, 1)], [dt.date(2024, 3, 2)]]
    assert cells["A1"].number_format == "d mmm yyyy"
    assert cells["A2"].number_format == "yyyy-mm-dd"


@pytest.mark.parametrize(
    ("written", "address", "read"),
    [
        ([1, 2, 3], "A1:C1", [1.0, 2.0, 3.0]),
        ([[1], [2]], "A1:A2", [1.0, 2.0]),
        ([[1, "a"], [None, True]], "A1:B2", [[1.0, "a"], [None, True]]),
        (((1, 2), (3, 4)), "A1:B2", [[1.0, 2.0], [3.0, 4.0]]),
    ],
)
def test_lists_spread_over_cells(
    cells: xw.Sheet, written: object, address: str, read: object
) -> None:
    cells["A1"].value = written
    assert cells[address].value == read


def test_one_value_fills_a_range(cells: xw.Sheet) -> None:
    cells["A1:B2"].value = 7
    assert cells["A1:B2"].value == [[7.0, 7.0], [7.0, 7.0]]
    cells["A1:B1,A3"].value = "x"
    assert cells["A1:B3"].value == [["x", "x"], [7.0, 7.0], ["x", None]]
    cells["A1:B2"].value = None
    assert cells["A1:B2"].value == [[None, None], [None, None]]


def test_rows_of_different_lengths_are_refused(cells: xw.Sheet) -> None:
    with pytest.raises(Exception, match="same length"):
        cells["A1"].value = [[1, 2], [3]]
    with pytest.raises(TypeError, match="object"):
        cells["A1"].value = [[1, object()]]


def test_errors_are_nothing_unless_asked_for(cells: xw.Sheet) -> None:
    errors = ["#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"]
    cells["A1"].value = errors
    assert cells["A1:G1"].value == [None] * 7
    assert cells["A1:G1"].options(err_to_str=True).value == errors
    cells["A2"].value = ["=1/0", "=NA()", "=nosuch(1)", "=SQRT(-1)", '=1+"x"', "text"]
    assert cells["A2:F2"].options(err_to_str=True).value == [
        "#DIV/0!",
        "#N/A",
        "#NAME?",
        "#NUM!",
        "#VALUE!",
        "text",
    ]
    assert cells["A2"].expand("right").address == "$A$2:$F$2"


def test_raw_values_are_those_of_excel(cells: xw.Sheet) -> None:
    cells["A1"].raw_value = 3
    assert cells["A1"].raw_value == 3.0
    cells["A1:B2"].raw_value = [["a", 1], [None, dt.datetime(2020, 1, 1)]]
    assert cells["A1:B2"].raw_value == (("a", 1.0), (None, dt.datetime(2020, 1, 1)))
    assert cells["A1:A2"].raw_value == (("a",), (None,))
    cells["D1:E2"].raw_value = [1, 2]
    assert cells["D1:E2"].raw_value == ((1.0, 2.0), (1.0, 2.0))
    cells["A1"].options(convert="raw").value = "x"
    assert cells["A1"].options(convert="raw").value == "x"


def test_dates_count_from_the_day_the_document_says(cells: xw.Sheet) -> None:
    document = cells.book.impl.api
    start = document.getPropertyValue("NullDate")
    try:
        later = type(start)()
        later.Day, later.Month, later.Year = 1, 1, 1904
        document.setPropertyValue("NullDate", later)
        cells["A1"].value = dt.date(2020, 1, 2)
        assert cells["A1"].value == dt.datetime(2020, 1, 2)
        assert cells["A1"].formula == "42370"
    finally:
        document.setPropertyValue("NullDate", start)


def test_a_hundred_thousand_cells_take_a_few_times_what_the_plain_calls_take(
    cells: xw.Sheet,
) -> None:
    rows = [
        [
            float(row),
            f"text {row}",
            row % 2 == 0,
            dt.datetime(2020, 1, 1) + dt.timedelta(hours=row),
        ]
        for row in range(25_000)
    ]
    started = time.perf_counter()
    cells["A1"].value = rows
    written = time.perf_counter()
    read = cells["A1:D25000"].value
    done = time.perf_counter()
    assert read == rows
    # The same cells by the office's own calls, in the same minute: whatever else the machine does, both feel it
    plain = cells.api.getCellRangeByName("F1:I25000")
    contents = tuple((row[0], row[1], row[0], row[0]) for row in rows)
    plain_started = time.perf_counter()
    plain.setDataArray(contents)
    plain_written = time.perf_counter()
    plain.getDataArray()
    plain_done = time.perf_counter()
    assert written - started < 20 * (plain_written - plain_started)
    assert done - written < 12 * (plain_done - plain_written)
