"""Workbooks of schemes, and the ways in which people change them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from openpyxl.workbook import Workbook

from perfeval_xl.scheme.loader import load_scheme
from perfeval_xl.scheme_book import BookError, Mistake, export_scheme, import_scheme
from tests.support.workbooks import edited

Change = Callable[[Workbook], None]


@pytest.fixture(scope="session")
def fixed() -> bytes:
    """The workbook of a rating form."""
    return export_scheme(load_scheme("yantian-2024"))


@pytest.fixture(scope="session")
def open_form() -> bytes:
    """The workbook of a self-evaluation."""
    return export_scheme(load_scheme("national-2021"))


@pytest.fixture(scope="session")
def mistakes_of() -> Callable[[bytes, Change], list[Mistake]]:
    """Change a workbook, import it, and return the mistakes that are told."""

    def run(data: bytes, change: Change) -> list[Mistake]:
        with pytest.raises(BookError) as caught:
            import_scheme(edited(data, change), "方案.xlsx")
        return list(caught.value.mistakes)

    return run
