"""Converters and options of xlwings over this engine: numpy, pandas, dictionaries, shapes, types."""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict

import numpy as np
import pandas as pd
import pytest
import xlwings as xw
from pandas.testing import assert_frame_equal, assert_series_equal

BLOCK = [[1, 2, 3], [4, 5, 6]]


@pytest.mark.parametrize(
    ("address", "ndim", "value"),
    [
        ("A1", None, 1.0),
        ("A1", 1, [1.0]),
        ("A1", 2, [[1.0]]),
        ("A1:C1", None, [1.0, 2.0, 3.0]),
        ("A1:C1", 2, [[1.0, 2.0, 3.0]]),
        ("A1:A2", None, [1.0, 4.0]),
        ("A1:A2", 1, [1.0, 4.0]),
        ("A1:A2", 2, [[1.0], [4.0]]),
        ("A1:B2", None, [[1.0, 2.0], [4.0, 5.0]]),
    ],
)
def test_dimensions_are_those_asked_for(
    cells: xw.Sheet, address: str, ndim: int | None, value: object
) -> None:
    cells["A1"].value = BLOCK
    assert cells[address].options(ndim=ndim).value == value


def test_a_block_has_no_single_dimension(cells: xw.Sheet) -> None:
    cells["A1"].value = BLOCK
    with pytest.raises(Exception, match="ndim=1"):
        cells["A1:B2"].options(ndim=1).value  # noqa: B018


def test_rows_become_columns(cells: xw.Sheet) -> None:
    cells["A1"].options(transpose=True).value = [1, 2, 3]
    assert cells["A1:A3"].value == [1.0, 2.0, 3.0]
    cells["C1"].value = BLOCK
    assert cells["C1:E2"].options(transpose=True).value == [
        [1.0, 4.0],
        [2.0, 5.0],
        [3.0, 6.0],
    ]


def test_numbers_dates_and_empty_cells_as_asked(cells: xw.Sheet) -> None:
    cells["A1"].value = [1.0, 2.6, dt.datetime(2020, 1, 2, 3), None, True, "x"]
    row = cells["A1:F1"]
    assert row.options(numbers=int).value[:2] == [1, 3]
    assert row.options(numbers="raw int").value[:2] == [1, 2]
    assert row.options(numbers=str).value[0] == "1.0"
    assert row.options(dates=dt.date).value[2] == dt.date(2020, 1, 2)
    assert (
        row.options(dates=lambda year, month, day, **_: f"{year}/{month}/{day}").value[
            2
        ]
        == "2020/1/2"
    )
    assert row.options(empty="NA").value[3] == "NA"
    assert row.options(numbers=int).value[4] is True


def test_options_expand_and_cut_into_chunks(cells: xw.Sheet) -> None:
    rows = [[float(row), float(row * 2)] for row in range(1, 11)]
    cells["A1"].options(chunksize=3).value = rows
    assert cells["A1"].options(expand="table").value == rows
    assert cells["A1"].options(expand="table", chunksize=4).value == rows
    assert cells["A1"].options(expand="down").value == [row[0] for row in rows]
    assert cells["A1"].options(expand="right").value == rows[0]
    assert cells["A1:B1"].options("range", expand="down").value.address == "$A$1:$B$10"


def test_dictionaries_take_two_columns(cells: xw.Sheet) -> None:
    cells["A1"].value = {"a": 1, "b": None}
    assert cells["A1:B2"].options(dict).value == {"a": 1.0, "b": None}
    assert cells["A1:B2"].options(OrderedDict).value == OrderedDict(
        [("a", 1.0), ("b", None)]
    )
    cells["D1"].value = [["a", "b"], [1, 2]]
    assert cells["D1:E2"].options(dict, transpose=True).value == {"a": 1.0, "b": 2.0}


def test_arrays_come_back(cells: xw.Sheet) -> None:
    array = np.array([[1.5, np.nan], [3.0, 4.0]])
    cells["A1"].value = array
    np.testing.assert_array_equal(cells["A1:B2"].options(np.array).value, array)
    assert cells["A1"].options(np.array, ndim=2).value.shape == (1, 1)
    assert cells["A1:B1"].options(np.array).value.shape == (2,)
    assert np.isnan(cells["A1:B2"].options(np.array, dtype=object).value[0][1])
    cells["A5"].value = np.array(
        [dt.datetime(2020, 1, 1), dt.datetime(2020, 1, 2)], dtype="datetime64[us]"
    )
    assert cells["A5:B5"].value == [dt.datetime(2020, 1, 1), dt.datetime(2020, 1, 2)]


def test_frames_come_back(cells: xw.Sheet) -> None:
    frame = pd.DataFrame({"amount": [1.5, 2.0], "name": ["甲", None]}, index=["x", "y"])
    frame.index.name = "key"
    cells["A1"].value = frame
    assert cells["A1:C3"].value == [
        ["key", "amount", "name"],
        ["x", 1.5, "甲"],
        ["y", 2.0, None],
    ]
    read = cells["A1"].options(pd.DataFrame, expand="table").value
    assert_frame_equal(read, frame, check_dtype=False)


def test_frames_without_index_and_header(cells: xw.Sheet) -> None:
    frame = pd.DataFrame([[1.0, 2.0], [3.0, 4.0]])
    cells["A1"].options(index=False, header=False).value = frame
    assert cells["A1:B2"].value == [[1.0, 2.0], [3.0, 4.0]]
    assert_frame_equal(
        cells["A1:B2"].options(pd.DataFrame, index=False, header=False).value, frame
    )


def test_frames_with_dates_and_several_headers(cells: xw.Sheet) -> None:
    columns = pd.MultiIndex.from_tuples([("a", "one"), ("b", "two")])
    index = pd.to_datetime(["2020-01-01", "2020-01-02"])
    frame = pd.DataFrame([[1.0, 2.0], [3.0, 4.0]], columns=columns, index=index)
    cells["A1"].value = frame
    read = cells["A1:C4"].options(pd.DataFrame, header=2).value
    assert_frame_equal(
        read, frame, check_freq=False, check_names=False, check_index_type=False
    )
    assert list(read.columns) == list(columns)
    assert cells["A3:A4"].value == [dt.datetime(2020, 1, 1), dt.datetime(2020, 1, 2)]


def test_series_come_back_with_their_name(cells: xw.Sheet) -> None:
    series = pd.Series([1.0, 2.0], index=["a", "b"], name="points")
    cells["A1"].options(header=True).value = series
    read = cells["A1:B3"].options(pd.Series, header=True).value
    assert_series_equal(read, series, check_names=False)
    assert read.name == "points"


def test_a_formatter_gets_the_range(cells: xw.Sheet) -> None:
    def paint(rng: xw.Range, _value: object) -> None:
        rng.color = (1, 2, 3)

    cells["A1"].options(formatter=paint).value = BLOCK
    assert cells["A1:C2"].color == (1, 2, 3)


def test_values_go_from_view_to_table_and_back(cells: xw.Sheet) -> None:
    frame = pd.DataFrame(
        {"flag": [True, False], "day": [dt.datetime(2021, 5, 1), pd.NaT]}
    )
    cells["A1"].value = frame
    read = cells["A1"].options(pd.DataFrame, expand="table").value
    assert list(read["flag"]) == [True, False]
    assert read["day"].iloc[0] == pd.Timestamp("2021-05-01")
    assert pd.isna(read["day"].iloc[1])
