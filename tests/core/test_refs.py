"""Cell addresses, and entries that know where they stand."""

from __future__ import annotations

import pytest

from perfeval_xl.refs import CellRef, Entry, Location, column_letters


@pytest.mark.parametrize(
    ("address", "row", "column"),
    [("A1", 1, 1), ("$AB$12", 12, 28), ("XFD1048576", 1048576, 16384)],
)
def test_an_address_is_read_and_written(address: str, row: int, column: int) -> None:
    ref = CellRef.parse("表", address)
    assert (ref.row, ref.column) == (row, column)
    assert ref.address == address.replace("$", "")


@pytest.mark.parametrize("address", ["", "A0", "1A", "A1:B2", "#REF!", "a1"])
def test_anything_else_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="address"):
        CellRef.parse("表", address)


def test_a_sheet_name_with_a_quote_is_quoted() -> None:
    assert CellRef("O'x", 2, 3).absolute == "'O''x'!$C$2"
    assert column_letters(703) == "AAA"


def test_entries_are_equal_by_what_was_written() -> None:
    assert Entry("0", Location.said("", "A1")) == Entry("0", Location.said("", "B2"))
    assert Entry("0") != Entry(None)
    assert len({Entry("0"), Entry("0", Location.said("", "A1"))}) == 1


def test_blanks_are_shown_as_blanks_and_a_zero_is_none() -> None:
    assert Entry(None).blank
    assert Entry(" \n").blank
    assert not Entry("0").blank
    assert Entry("").shown == "（空）"
