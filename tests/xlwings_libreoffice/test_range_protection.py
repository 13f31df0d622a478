"""Protected sheets: LibreOffice does nothing there and says nothing; the engine says so."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import xlwings as xw

from xlwings_libreoffice import OfficeFailure


@pytest.fixture
def locked(cells: xw.Sheet) -> Iterator[xw.Sheet]:
    """A protected sheet with values, where D1 only is unlocked."""
    cells["A1"].value = [[1, 2], [3, 4]]
    free = cells["D1"].api.getPropertyValue("CellProtection")
    free.IsLocked = False
    cells["D1"].api.setPropertyValue("CellProtection", free)
    cells.impl.api.protect("")
    yield cells
    cells.impl.api.unprotect("")


CHANGES: dict[str, Callable[[xw.Sheet], object]] = {
    "value": lambda sheet: setattr(sheet["A1"], "value", 9),
    "emptying": lambda sheet: setattr(sheet["A1"], "value", None),
    "formula": lambda sheet: setattr(sheet["A1:D1"], "formula", "=1"),
    "formula_array": lambda sheet: setattr(sheet["A1"], "formula_array", "=1"),
    "clear_contents": lambda sheet: sheet["A1"].clear_contents(),
    "clear_formats": lambda sheet: sheet["A1"].clear_formats(),
    "clear": lambda sheet: sheet["A1"].clear(),
    "color": lambda sheet: setattr(sheet["A1"], "color", (1, 2, 3)),
    "color of an unlocked cell": lambda sheet: setattr(sheet["D1"], "color", (1, 2, 3)),
    "set_colors": lambda sheet: sheet["A1"].set_colors([[(1, 2, 3)]]),
    "number_format": lambda sheet: setattr(sheet["A1"], "number_format", "0.00"),
    "font": lambda sheet: setattr(sheet["A1"].font, "bold", True),
    "borders": lambda sheet: setattr(sheet["A1"].borders, "line_style", "dash"),
    "note": lambda sheet: sheet["A1"].add_note("x"),
    "hyperlink": lambda sheet: sheet["A1"].add_hyperlink("www.example.org"),
    "insert": lambda sheet: sheet["1:1"].insert("down"),
    "delete": lambda sheet: sheet["1:1"].delete(),
    "merge": lambda sheet: sheet["A1:B1"].merge(),
    "unmerge": lambda sheet: sheet["A1:B1"].unmerge(),
    "copy": lambda sheet: sheet["A1"].copy(sheet["B2"]),
    "move": lambda sheet: sheet["A1"].move(sheet["B2"]),
    "sort": lambda sheet: sheet["A1:B2"].sort(1, ascending=False),
    "remove_duplicates": lambda sheet: sheet["A1:B2"].remove_duplicates(1),
    "replace_all": lambda sheet: sheet["A1:B2"].replace_all("1", "7"),
    "autofill": lambda sheet: sheet["A1"].autofill(sheet["A1:A2"]),
    "paste": lambda sheet: sheet["A1"].paste(),
    "group": lambda sheet: sheet["1:2"].group(),
    "a part of a text": lambda sheet: setattr(
        sheet["A1"].characters.font, "bold", True
    ),
    "column_width": lambda sheet: setattr(sheet["A1"], "column_width", 30),
    "row_height": lambda sheet: setattr(sheet["A1"], "row_height", 30),
    "hidden rows": lambda sheet: setattr(sheet["A1"].rows, "hidden", True),
    "hidden columns": lambda sheet: setattr(sheet["A1"].columns, "hidden", True),
    "autofit": lambda sheet: sheet["A1"].autofit(),
    "table": lambda sheet: sheet.tables.add(sheet["A1:B2"]),
    "autofit of the sheet": lambda sheet: sheet.autofit(),
    "clear of the sheet": lambda sheet: sheet.clear(),
    "clear_contents of the sheet": lambda sheet: sheet.clear_contents(),
    "clear_formats of the sheet": lambda sheet: sheet.clear_formats(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_protected_sheet_refuses_every_change(locked: xw.Sheet, change: str) -> None:
    with pytest.raises(OfficeFailure, match="保护"):
        CHANGES[change](locked)
    assert locked["A1:B2"].value == [[1.0, 2.0], [3.0, 4.0]]


def test_unlocked_cells_of_a_protected_sheet_take_contents(locked: xw.Sheet) -> None:
    locked["D1"].value = 5
    assert locked["D1"].value == 5.0
    locked["D1"].clear_contents()
    assert locked["D1"].value is None
    locked["D1"].add_note("allowed")
    assert locked["D1"].note.text == "allowed"
