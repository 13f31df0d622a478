"""Rows as units write them, scored as a careful finance officer would, or left open where nobody can say."""

from __future__ import annotations

import pytest

from tests.support.written_rows import WrittenRow, written_rows


@pytest.mark.parametrize("row", written_rows(), ids=str)
def test_a_written_row_comes_to_what_an_officer_would_give(row: WrittenRow) -> None:
    assert row.comes_to() == row.right
