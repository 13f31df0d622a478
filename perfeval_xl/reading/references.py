"""The usual forms of the schemes as data: drawing one takes longer than reading and checking what came back.

`make templates` writes the data anew from the schemes, and beside it what it was made of: where a scheme, or the code that
draws, is another one by now, nothing is taken from it and forms are drawn.
"""

from __future__ import annotations

import hashlib
import json
import os
import zlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import perfeval_xl
from perfeval_xl.form.drawing.whole_form import draw_form
from perfeval_xl.form.layout.form_layout import form_layout
from perfeval_xl.form.layout.placed import FormLayout
from perfeval_xl.reading.drawn_sheets import (
    DrawnForm,
    DrawnSheet,
    as_drawn,
    labels_among,
)
from perfeval_xl.reading.sameness import formula_spelling
from perfeval_xl.scheme.files import shipped_files
from perfeval_xl.scheme.loader import load_scheme
from perfeval_xl.scheme.model import Scheme

__all__ = ["made_of", "reference_form", "write_references"]

_FOLDER = Path(__file__).parent / "references"
_MADE_OF = "made_of.txt"
_ENDING = ".json.z"
_PACKAGE = Path(perfeval_xl.__file__).parent
_DRAWN_BY = ("form", "rules", "scheme/layouts", "scheme/data")
"""The folders of the code and of the texts that decide what a form says."""


def reference_form(scheme: Scheme, layout: FormLayout) -> DrawnForm | None:
    """Return what the form of this layout says when it is empty; `None` where that is not kept, or not any more."""
    # A scheme of one's own may have the id of another, or be a newer one
    if scheme.id not in shipped_files() or load_scheme(scheme.id) is not scheme:
        return None
    # The code has changed since: it is drawn anew until the data is, too
    if not _current():
        return None
    kept = _kept(_FOLDER / f"{scheme.id}{_ENDING}")
    # Kept is the form as it is handed out; one with more rows is drawn
    if kept is None or kept["rows"] != _rows(layout):
        return None
    sheets = tuple(_sheet(**sheet) for sheet in kept["sheets"])
    return DrawnForm(sheets=sheets, wording=kept["wording"])


def write_references(folder: Path = _FOLDER) -> tuple[Path, ...]:
    """Write the usual form of every scheme of the package into `folder`; return the files, those that stay included."""
    folder.mkdir(parents=True, exist_ok=True)
    # In a file of its own: what changes a comment of the code changes no form
    told = folder / _MADE_OF
    told.write_text(f"{made_of()}\n", encoding="ascii")
    written = [told]
    for scheme_id in shipped_files():
        path = folder / f"{scheme_id}{_ENDING}"
        data = _data_of(load_scheme(scheme_id))
        # Packed by another version of zlib the same data would be other bytes
        if _kept(path) != data:
            text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
            path.write_bytes(zlib.compress(text.encode(), 9))
        written.append(path)
    return tuple(written)


@cache
def _current() -> bool:
    """Whether the data was made of what forms are drawn by now; neither changes while a process runs."""
    told = _FOLDER / _MADE_OF
    return told.is_file() and told.read_text(encoding="ascii").strip() == made_of()


def made_of() -> str:
    """Return the digest of all code and texts that decide what a form says."""
    digest = hashlib.sha256()
    for path in _sources():
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _sources() -> Iterator[Path]:
    for folder in _DRAWN_BY:
        found = [
            Path(parent, name)
            for parent, _, files in os.walk(_PACKAGE / folder)
            for name in files
            if name.endswith((".py", ".toml"))
        ]
        # In the same order on every system
        yield from sorted(found, key=lambda path: path.parts)


def _kept(path: Path) -> dict[str, Any] | None:
    if not path.is_file():
        return None
    kept: dict[str, Any] = json.loads(zlib.decompress(path.read_bytes()))
    return kept


def _rows(layout: FormLayout) -> Any:
    """Return which rows a layout has, as JSON gives it back."""
    return json.loads(json.dumps(layout.counted))


def _data_of(scheme: Scheme) -> dict[str, Any]:
    layout = form_layout(scheme)
    form = as_drawn(draw_form(scheme, layout))
    data = {
        "rows": layout.counted,
        "wording": form.wording,
        "sheets": [_sheet_data(sheet) for sheet in form.sheets],
    }
    # As it will be read
    kept: dict[str, Any] = json.loads(json.dumps(data))
    return kept


def _sheet_data(sheet: DrawnSheet) -> dict[str, Any]:
    return {
        "title": sheet.title,
        "texts": [[*at, said] for at, said in sheet.texts.items()],
        "formulas": [[*at, text] for at, (text, _) in sheet.formulas.items()],
        "help_column": sheet.help_column,
        "help": sheet.help,
        "hidden_columns": sheet.hidden_columns,
        "tall": sorted(sheet.tall),
        "words": sorted(sheet.words),
    }


def _sheet(
    *,
    title: str,
    texts: list[tuple[int, int, str]],
    formulas: list[tuple[int, int, str]],
    help_column: int,
    help: list[list[int]],  # noqa: A002 - as the field is called
    hidden_columns: list[int],
    tall: list[list[int]],
    words: list[str],
) -> DrawnSheet:
    printed = {(row, column): said for row, column, said in texts}
    return DrawnSheet(
        title=title,
        texts=printed,
        labels=labels_among(printed),
        formulas={
            (row, column): (text, formula_spelling(text))
            for row, column, text in formulas
        },
        help_column=help_column,
        help=tuple((row, column) for row, column in help),
        hidden_columns=tuple(hidden_columns),
        tall=frozenset((row, column) for row, column in tall),
        words=frozenset(words),
    )
