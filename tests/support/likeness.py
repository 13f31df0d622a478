"""Whether two workbooks are the same to a person: every cell with its looks and note, every sheet with all it has.

Numbers of styles and the order in which a program writes them down say nothing and are resolved first.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["differences", "parts_beyond_cells"]

_NOTHING = re.compile("'general'|'bottom'|False|\\b0(?:\\.0)?\\b")
_LOOKS = ("number_format", "font", "fill", "border", "alignment", "protection")
_VIEW = re.compile(rb"<sheetViews>.*?</sheetViews>", re.DOTALL)
_CELLS = re.compile(rb"<sheetData>.*?</sheetData>", re.DOTALL)
_EXTENT = re.compile(rb"<dimension [^>]*>")
_STYLE = re.compile(rb' (?:style|dxfId|s)="\d+"')


def differences(before: bytes, after: bytes) -> list[str]:
    """Return every difference in words, none when the workbooks are alike."""
    old, new = _described(before), _described(after)
    return [
        f"{key}: {old.get(key)} -> {new.get(key)}"
        for key in {**old, **new}
        if old.get(key) != new.get(key)
    ]


def parts_beyond_cells(data: bytes) -> dict[str, bytes]:
    """Return the XML of every sheet without cells, views and numbers of styles: protection, validations, print setup."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        sheets = {
            name: package.read(name)
            for name in package.namelist()
            if name.startswith("xl/worksheets/sheet")
        }
    return {
        name: _STYLE.sub(b"", _EXTENT.sub(b"", _VIEW.sub(b"", _CELLS.sub(b"", xml))))
        for name, xml in sheets.items()
    }


def _described(data: bytes) -> dict[str, str]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    found = {
        "sheets": str([(page.title, page.sheet_state) for page in book.worksheets])
    }
    found |= {
        f"name {name}": str(defined.attr_text)
        for name, defined in book.defined_names.items()
    }
    empty = openpyxl.Workbook().worksheets[0].cell(1, 1)
    plain = {(look, _shown(empty, look)) for look in _LOOKS if look != "font"}
    for page in book.worksheets:
        found |= {f"{page.title} {key}": text for key, text in _page(page, plain)}
    return found | {
        f"part {name}": str(hash(xml)) for name, xml in parts_beyond_cells(data).items()
    }


def _page(page: Worksheet, plain: set[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for row in page.iter_rows():
        for cell in row:
            if cell.value is not None:
                yield f"{cell.coordinate} value", repr(cell.value)
            if cell.comment is not None:
                yield (
                    f"{cell.coordinate} note",
                    repr((cell.comment.text, cell.comment.author)),
                )
            looks = {look: _shown(cell, look) for look in _LOOKS}
            if (
                cell.value is not None
                or {item for item in looks.items() if item[0] != "font"} - plain
            ):
                yield from (
                    (f"{cell.coordinate} {look}", shown)
                    for look, shown in looks.items()
                )
    yield (
        "rows",
        str(
            [
                (number, size.height, size.hidden)
                for number, size in page.row_dimensions.items()
            ]
        ),
    )


def _shown(cell: Any, look: str) -> str:
    """Return one aspect of a look; what is the same as saying nothing is nothing."""
    text = repr(getattr(cell, look))
    return text if look != "alignment" else _NOTHING.sub("None", text)
