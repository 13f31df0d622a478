"""Finding, replacing, sorting, sifting."""

from __future__ import annotations

import pytest
import xlwings as xw


def test_texts_are_found(cells: xw.Sheet) -> None:
    cells["A1"].value = [["North", "south"], ["South pole", 5], ["north", "=1+1"]]
    block = cells["A1:B3"]
    assert block.find("south").address == "$B$1"
    assert block.find("south", order="columns").address == "$A$2"
    assert block.find("South", match_case=True).address == "$A$2"
    assert block.find("North", direction="backward").address == "$A$3"
    assert block.find("North", direction="backward", match_case=True).address == "$A$1"
    assert block.find("pole", whole=True) is None
    assert block.find("S*pole", whole=True).address == "$A$2"
    assert block.find("2").address == "$B$3"
    assert cells["B1"].find("North") is None
    assert cells["A1"].find("North").address == "$A$1"


def test_texts_are_replaced(cells: xw.Sheet) -> None:
    cells["A1"].value = [["Draft"], ["Draft report"], ["draft"]]
    cells["A1:A2"].replace_all("Draft", "Final")
    assert cells["A1:A3"].value == ["Final", "Final report", "draft"]
    cells["A1:A3"].replace_all("final", "", whole=True)
    assert cells["A1:A3"].value == [None, "Final report", "draft"]
    cells["A3"].replace_all("D", "x", match_case=True)
    assert cells["A3"].value == "draft"


def test_rows_are_sorted(cells: xw.Sheet) -> None:
    cells["A1"].value = [["k", "v"], [2, "b"], [1, "c"], [2, "a"], [None, "z"]]
    cells["A1:B5"].sort([1, 2], [False, True], has_headers=True)
    assert cells["A1:B5"].value == [
        ["k", "v"],
        [2.0, "a"],
        [2.0, "b"],
        [1.0, "c"],
        [None, "z"],
    ]
    cells["A2:B4"].sort(1)
    assert cells["A2:A4"].value == [1.0, 2.0, 2.0]


def test_doubled_rows_are_removed(cells: xw.Sheet) -> None:
    cells["A1"].value = [
        ["k", "v"],
        ["x", 1],
        ["X", 1],
        ["y", 2],
        ["x", 1],
        ["below", 9],
    ]
    cells["A1:B5"].remove_duplicates([1, 2], has_headers=True)
    assert cells["A1:B6"].value == [
        ["k", "v"],
        ["x", 1.0],
        ["y", 2.0],
        [None, None],
        [None, None],
        ["below", 9.0],
    ]


@pytest.mark.parametrize(
    ("kind", "values", "addresses"),
    [
        ("blanks", None, ["$B$2"]),
        ("constants", None, ["$A$1:$A$2", "$B$1"]),
        ("constants", "numbers", ["$A$1"]),
        ("constants", "text", ["$A$2"]),
        ("constants", "logical", ["$B$1"]),
        ("constants", "errors", []),
        ("formulas", None, ["$C$1:$C$2"]),
        ("formulas", "errors", ["$C$2"]),
        ("formulas", "numbers", ["$C$1"]),
    ],
)
def test_cells_are_sifted(
    cells: xw.Sheet, kind: str, values: str | None, addresses: list[str]
) -> None:
    cells["A1"].value = [[1, True, "=1+1"], ["x", None, "=1/0"]]
    assert [
        area.address for area in cells["A1:D9"].get_special_cells(kind, values)
    ] == addresses
