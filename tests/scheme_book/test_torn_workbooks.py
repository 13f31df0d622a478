"""Workbooks of schemes with headings, columns, rows and sheets gone or renamed: listed mistakes, never an exception.

A torn workbook is made of the cells of a real one: saving and opening a file for every edit would take minutes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest

from perfeval_xl.errors import PerfevalError, TooLargeWorkbook
from perfeval_xl.scheme_book import BookError
from perfeval_xl.scheme_book.importing import import_book
from perfeval_xl.sheets.raw import RawCell, RawWorkbook
from perfeval_xl.sheets.raw_opening import open_raw

Cells = dict[tuple[int, int], RawCell]
Edit = Callable[[Cells], Cells]

ODD_CELLS = (
    RawCell("x"), RawCell("   "), RawCell(Decimal(-1)), RawCell(Decimal("1e300")), RawCell(Decimal("1e-300")), RawCell(True),
    RawCell(Decimal("1e300"), number_format="yyyy-mm-dd"), RawCell(Decimal(-5), number_format="yyyy-mm-dd"),
    RawCell(None, "A1"), RawCell(None, "1/0", "#DIV/0!"), RawCell("[" * 3000), RawCell("9" * 5000),
    RawCell("1e999999999"), RawCell("\u202e"), RawCell("{a.b = 1}"), RawCell("甲\n" * 50),
)  # fmt: skip
"""What nobody expects in a cell: other kinds of values, TOML that is too deep, figures too long for Python."""
_EVERY = 7  # of the places for odd cells, another seventh for each of them


class Torn(RawWorkbook):
    """The sheets of a workbook with one of them changed, `None` for a sheet that is deleted."""

    def __init__(
        self, whole: RawWorkbook, title: str, edit: Edit | None, name: str = ""
    ) -> None:
        super().__init__()
        self.names = whole.names
        sheets = {each: dict(whole.cells(each)) for each in whole.titles}
        changed = sheets.pop(title)
        if edit is not None:
            sheets[name or title] = edit(changed)
        self._sheets = sheets

    @property
    def titles(self) -> tuple[str, ...]:
        return tuple(self._sheets)

    def _read_sheet(self, title: str) -> Cells:
        return self._sheets[title]

    def _too_large(self, what: str) -> TooLargeWorkbook:
        return TooLargeWorkbook("方案.xlsx", what)


@pytest.fixture(params=["open_form", "fixed"])
def whole(request: pytest.FixtureRequest) -> RawWorkbook:
    return open_raw(request.getfixturevalue(request.param), "方案.xlsx")


def told_about(book: RawWorkbook) -> str:
    """Import a workbook, which has to work or to be refused; return what was said."""
    try:
        import_book(book, "方案.xlsx")
    except PerfevalError as exc:
        return str(exc)
    return ""


def headings(whole: RawWorkbook) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield every text in the first three rows of the tables: their headings, among others."""
    for title in whole.titles:
        for place, cell in whole.cells(title).items():
            if place[0] <= 3 and isinstance(cell.value, str):
                yield title, place


def without_column(at: int) -> Edit:
    return lambda cells: {
        (row, col - (col > at)): cell for (row, col), cell in cells.items() if col != at
    }


def without_row(at: int) -> Edit:
    return lambda cells: {
        (row - (row > at), col): cell for (row, col), cell in cells.items() if row != at
    }


def with_cell(place: tuple[int, int], cell: RawCell | None) -> Edit:
    def edit(cells: Cells) -> Cells:
        kept = {at: there for at, there in cells.items() if at != place}
        return kept if cell is None else {**kept, place: cell}

    return edit


@pytest.mark.parametrize(
    "value", [None, RawCell("别的标题")], ids=["emptied", "renamed"]
)
def test_a_heading_emptied_or_renamed_is_a_listed_mistake(
    whole: RawWorkbook, value: RawCell | None
) -> None:
    told = [
        told_about(Torn(whole, title, with_cell(place, value)))
        for title, place in headings(whole)
    ]
    assert sum("一栏" in text or "标题行" in text for text in told) >= 14


def test_a_heading_that_is_gone_is_said_once_and_not_again_for_every_row(
    whole: RawWorkbook,
) -> None:
    cells = whole.cells("一级指标")
    column = next(place[1] for place, cell in cells.items() if cell.value == "二级指标")
    with pytest.raises(BookError) as caught:
        import_book(Torn(whole, "一级指标", without_column(column)), "方案.xlsx")
    told = [
        mistake.message
        for mistake in caught.value.mistakes
        if mistake.sheet == "一级指标"
    ]
    assert told == ["缺少“二级指标”一栏"]


def test_columns_and_rows_may_be_deleted_in_any_place(whole: RawWorkbook) -> None:
    for title in whole.titles:
        width = max(column for _, column in whole.cells(title))
        edits = [without_column(at) for at in range(1, width + 1)] + [
            without_row(at) for at in range(1, 6)
        ]
        for edit in edits:
            told_about(Torn(whole, title, edit))


def test_sheets_may_be_deleted_renamed_and_emptied(whole: RawWorkbook) -> None:
    for title in whole.titles:
        told_about(Torn(whole, title, None))
        told_about(Torn(whole, title, dict, "改名"))
        told_about(Torn(whole, title, lambda _: {}))


@pytest.mark.parametrize("number", range(len(ODD_CELLS)))
def test_any_cell_may_hold_anything(whole: RawWorkbook, number: int) -> None:
    places = [(title, (5, column)) for title in whole.titles for column in range(1, 13)]
    for title, place in places[number % _EVERY :: _EVERY]:
        told_about(Torn(whole, title, with_cell(place, ODD_CELLS[number])))


def test_figures_that_no_scheme_has_are_told_at_their_cell(whole: RawWorkbook) -> None:
    huge = RawCell(Decimal("1e300"))
    with pytest.raises(BookError) as caught:
        import_book(Torn(whole, "等级", with_cell((5, 2), huge)), "方案.xlsx")
    assert [
        (mistake.cell, "数字太大" in mistake.message)
        for mistake in caught.value.mistakes
    ] == [("B5", True)]
