"""Notes and links of cells."""

from __future__ import annotations

import pytest
import xlwings as xw


def test_notes_come_and_go(cells: xw.Sheet) -> None:
    assert cells["B2"].note is None
    note = cells["B2"].add_note("第一行\n第二行")
    assert cells["B2"].note.text == note.text == "第一行\n第二行"
    assert note.location == cells["B2"]
    assert isinstance(note.author, str)
    note.text = "changed"
    assert cells["B2"].note.text == "changed"
    with pytest.raises(ValueError, match="already"):
        cells["B2"].add_note("again")
    note.delete()
    assert cells["B2"].note is None
    with pytest.raises(KeyError):
        note.text = "gone"


def test_notes_of_a_sheet_and_a_book(cells: xw.Sheet) -> None:
    cells["A1"].add_note("one")
    cells["C3"].add_note("two")
    cells.book.sheets["Sheet2"]["A1"].add_note("three")
    assert [note.text for note in cells.notes] == ["one", "two"]
    assert cells.notes["C3"].text == "two"
    assert cells.book.notes.count == 3
    cells["A1:B2"].clear_contents()
    assert cells["A1"].note.text == "one"


@pytest.mark.parametrize(
    ("address", "read"),
    [
        ("www.xlwings.org", "http://www.xlwings.org"),
        ("https://example.org/a?b=1&c=二", "https://example.org/a?b=1&c=二"),
        ("mailto:office@example.org", "mailto:office@example.org"),
        ("#Sheet2!A1", "#Sheet2!A1"),
        ("#'表 3'!B2", "#'表 3'!B2"),
    ],
)
def test_links_are_added(cells: xw.Sheet, address: str, read: str) -> None:
    cells["A1"].add_hyperlink(address, "shown", "tip")
    assert cells["A1"].hyperlink == read
    assert cells["A1"].value == "shown"
    cells["B1"].add_hyperlink(address)
    assert cells["B1"].value == address


def test_links_of_formulas_and_no_links(cells: xw.Sheet) -> None:
    cells["A1"].formula = '=HYPERLINK("http://example.org","x")'
    assert cells["A1"].hyperlink == "http://example.org"
    cells["A2"].value = "text"
    with pytest.raises(Exception, match="doesn't seem to contain a hyperlink"):
        cells["A2"].hyperlink  # noqa: B018
