"""Inserting, deleting, copying, moving, filling, printing."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlwings as xw


def numbered(sheet: xw.Sheet) -> None:
    sheet["A1"].value = [[1, 2, 3], [4, 5, 6], [7, 8, 9]]


def test_cells_are_inserted(cells: xw.Sheet) -> None:
    numbered(cells)
    cells["A1:A2"].insert("right")
    assert cells["A1:D3"].value == [
        [None, 1.0, 2.0, 3.0],
        [None, 4.0, 5.0, 6.0],
        [7.0, 8.0, 9.0, None],
    ]
    cells["B2"].insert("down")
    assert cells["B1:B4"].value == [1.0, None, 4.0, 8.0]
    cells["1:1"].insert("down")
    assert cells["A1:D1"].value == [None] * 4
    cells["A:B"].insert("right")
    assert cells["D2"].value == 1.0
    with pytest.raises(ValueError, match="shift"):
        cells["A1"].insert("up")


@pytest.mark.parametrize(
    ("origin", "color"),
    [
        ("format_from_left_or_above", (1, 2, 3)),
        ("format_from_right_or_below", (4, 5, 6)),
    ],
)
def test_new_rows_look_like_their_neighbours(
    cells: xw.Sheet, origin: str, color: tuple[int, int, int]
) -> None:
    numbered(cells)
    cells["A1:C1"].color = (1, 2, 3)
    cells["A2:C2"].color = (4, 5, 6)
    cells["2:2"].insert("down", origin)
    assert cells["A2:C2"].color == color
    assert cells["A2:C2"].value == [None] * 3
    assert cells["A3"].value == 4.0


def test_cells_are_deleted(cells: xw.Sheet) -> None:
    numbered(cells)
    cells["A1"].delete("up")
    assert cells["A1:A3"].value == [4.0, 7.0, None]
    cells["B1"].delete("left")
    assert cells["A1:C1"].value == [4.0, 3.0, None]
    cells["1:1"].delete()
    assert cells["A1:C1"].value == [7.0, 5.0, 6.0]
    cells["A:A"].delete()
    assert cells["A1"].value == 5.0
    numbered(cells)
    cells["A1:A3"].delete()
    assert cells["A1:B1"].value == [2.0, 3.0]
    numbered(cells)
    cells["A1:C1"].delete()
    assert cells["A1:C1"].value == [4.0, 5.0, 6.0]


def test_ranges_are_copied(cells: xw.Sheet) -> None:
    numbered(cells)
    cells["A1"].color = (1, 2, 3)
    cells["B1"].formula = "=A1*2"
    cells["A1:B1"].copy(cells["E5"])
    assert cells["E5:F5"].value == [1.0, 2.0]
    assert cells["F5"].formula == "=E5*2"
    assert cells["E5"].color == (1, 2, 3)
    cells["A1:B1"].copy(cells["E7:H8"])
    assert cells["E7:H8"].value == [[1.0, 2.0, 1.0, 2.0]] * 2
    other = cells.book.sheets["Sheet2"]
    cells["A1:C3"].copy(other["B2"])
    assert other["D4"].value == 9.0


def test_ranges_are_copied_to_other_books(cells: xw.Sheet) -> None:
    numbered(cells)
    other = cells.book.app.books.add()
    try:
        cells["A1:C3"].copy(other.sheets[0]["B2"])
        assert other.sheets[0]["B2:D4"].value == cells["A1:C3"].value
    finally:
        other.close()
        cells.book.activate()


def test_copies_take_only_what_is_asked(cells: xw.Sheet) -> None:
    cells["A1"].value = [[2, "=A1*2"]]
    cells["A1"].color = (1, 2, 3)
    cells["A3"].copy_from(cells["A1:B1"])
    assert (cells["A3:B3"].value, cells["A3"].color) == ([2.0, 4.0], (1, 2, 3))
    cells["A5"].copy_from(cells["A1:B1"], "values")
    assert (cells["A5:B5"].formula, cells["A5"].color) == ((("2", "4"),), None)
    cells["A7"].copy_from(cells["A1:B1"], "formulas")
    assert cells["B7"].formula == "=A7*2"
    with pytest.raises(NotImplementedError, match="transpose"):
        cells["A9"].copy_from(cells["A1:B1"], transpose=True)


def test_the_clipboard_is_pasted(cells: xw.Sheet) -> None:
    cells["A1"].value = [[2, "=A1*2"]]
    cells["A1"].color = (1, 2, 3)
    cells["A1:B1"].copy()
    cells["A3"].paste()
    assert (cells["A3:B3"].value, cells["B3"].formula, cells["A3"].color) == (
        [2.0, 4.0],
        "=A3*2",
        (1, 2, 3),
    )
    cells["A5"].paste("values")
    assert (cells["B5"].formula, cells["A5"].color) == ("4", None)
    cells["A7"].paste("formats")
    assert (cells["A7"].value, cells["A7"].color) == (None, (1, 2, 3))
    cells["A9"].paste("values", transpose=True)
    assert cells["A9:A10"].value == [2.0, 4.0]
    with pytest.raises(NotImplementedError, match="column_widths"):
        cells["A9"].paste("column_widths")


def test_moved_cells_are_followed_by_formulas(cells: xw.Sheet) -> None:
    cells["A1"].value = [[1, "=A1"], [2, "=A2"]]
    cells["A1:A2"].move(cells["D5"])
    assert cells["A1:A2"].value == [None, None]
    assert cells["D5:D6"].value == [1.0, 2.0]
    assert cells["B1"].formula == "=D5"
    cells["D5:D6"].move(cells["D6"])
    assert cells["D5:D7"].value == [None, 1.0, 2.0]
    cells["D6:D7"].move(cells.book.sheets["Sheet2"]["A1"])
    assert cells.book.sheets["Sheet2"]["A1:A2"].value == [1.0, 2.0]


def test_series_are_filled(cells: xw.Sheet) -> None:
    cells["A1"].value = [[1], [2]]
    cells["A1:A2"].autofill(cells["A1:A5"])
    assert cells["A1:A5"].value == [1.0, 2.0, 3.0, 4.0, 5.0]
    cells["B1"].value = [["x"], ["y"]]
    cells["B1:B2"].autofill(cells["B1:B4"], "fill_copy")
    assert cells["B1:B4"].value == ["x", "y", "x", "y"]
    cells["D1"].value = 5
    cells["D1"].autofill(cells["D1:F1"], "fill_series")
    assert cells["D1:F1"].value == [5.0, 6.0, 7.0]
    with pytest.raises(NotImplementedError, match="flash_fill"):
        cells["D1"].autofill(cells["D1:F1"], "flash_fill")
    with pytest.raises(ValueError, match="contain"):
        cells["D1"].autofill(cells["D2:D5"])


def test_a_range_is_printed(cells: xw.Sheet, tmp_path: Path) -> None:
    cells["A1"].value = [["printed", 1], ["x", 2]]
    path = tmp_path / "range.pdf"
    assert cells["A1:B2"].to_pdf(path) == str(path)
    assert path.read_bytes().startswith(b"%PDF")
