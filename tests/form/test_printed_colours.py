"""What stays of the tints on paper: nothing where a program prints black on white, next to nothing in LibreOffice.

LibreOffice has no such setting for a sheet: its import reads `blackAndWhite` and uses it nowhere. What it prints of the
tint is as light as a grey of one twentieth.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pdfplumber
import pytest

from perfeval_xl.form.filling import drawn, fill_form
from perfeval_xl.scheme.loader import load_scheme, scheme_ids
from perfeval_xl.sheets.model import Page
from tests.support.office import Office
from tests.support.ratings import example_of

_CLEAN = "national-2020"
_RED, _GREEN, _BLUE = 0.2126, 0.7152, 0.0722
"""Shares of the luminance, as in WCAG 2.1; here of the colours as they are printed."""
_LIGHTEST_GREY = 0.94


def lightness(colour: tuple[float, ...]) -> float:
    """Return how light a colour prints, 1 for white; a single number is a grey."""
    if len(colour) == 1:
        return colour[0]
    red, green, blue = colour
    return _RED * red + _GREEN * green + _BLUE * blue


def fills(path: Path) -> Iterator[tuple[int, tuple[float, ...]]]:
    """Yield the colours of all areas that are filled, with the number of the page; lines are areas, too, and black."""
    with pdfplumber.open(path) as document:
        for number, page in enumerate(document.pages, 1):
            shapes: list[dict[str, Any]] = [*page.rects, *page.curves]
            for shape in shapes:
                wide, high = shape["width"], shape["height"]
                if shape["fill"] and min(wide, high) > 4:
                    yield number, tuple(shape["non_stroking_color"])


@pytest.mark.parametrize("scheme_id", scheme_ids())
def test_every_sheet_of_a_form_asks_for_black_on_white(scheme_id: str) -> None:
    pages: list[Page] = [
        sheet.page
        for sheet in drawn(load_scheme(scheme_id)).sheets
        if sheet.page is not None and sheet.page.footer
    ]
    assert pages
    assert all(page.plain_ink for page in pages)


def test_a_clean_form_prints_no_tint_darker_than_a_twentieth(
    office: Office, tmp_path: Path
) -> None:
    scheme = load_scheme(_CLEAN)
    path = tmp_path / "filled.xlsx"
    path.write_bytes(fill_form(scheme, example_of(_CLEAN)))
    found = list(fills(office.pdf(path)))
    assert found, "the tint is there to be measured"
    assert min(lightness(colour) for page, colour in found if page <= 2) >= (
        _LIGHTEST_GREY
    )
