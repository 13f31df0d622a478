"""What people do to the rows of a form in LibreOffice, through the commands that its menus call.

Rows count from 1, as people see them.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

from perfeval_xl.form.layout.open import layout_for
from perfeval_xl.scheme.loader import load_scheme

__all__ = ["copy_and_insert", "cut_and_insert", "insert_blank", "type_in"]

_ALL = "A"
_DOWN = 0


def insert_blank(document: Any, title: str, above: int) -> None:
    """Insert an empty row above this one."""
    document.Sheets.getByName(title).Rows.insertByIndex(above - 1, 1)


def copy_and_insert(document: Any, title: str, source: int, above: int) -> None:
    """Copy a whole row and insert the copied cells above another; the protection has to be off."""
    page = document.Sheets.getByName(title)
    controller = document.CurrentController
    controller.setActiveSheet(page)
    controller.select(page.Rows.getByIndex(source - 1))
    _command(controller, "Copy")
    controller.select(page.Rows.getByIndex(above - 1))
    options = {
        "FormulaCommand": 0,
        "SkipEmptyCells": False,
        "Transpose": False,
        "AsLink": False,
    }
    _command(controller, "InsertContents", Flags=_ALL, MoveMode=_DOWN, **options)


def cut_and_insert(document: Any, title: str, source: int, above: int) -> None:
    """Cut a whole row and insert it above another: what stands in it and the names of its cells move along."""
    page = document.Sheets.getByName(title)
    page.Rows.insertByIndex(above - 1, 1)
    source += source >= above
    row = page.Rows.getByIndex(source - 1)
    row.merge(False)
    page.moveRange(page.getCellByPosition(0, above - 1).CellAddress, row.RangeAddress)
    page.Rows.removeByIndex(source - 1, 1)


def type_in(
    document: Any,
    title: str,
    row: int,
    values: Mapping[str, str | float],
    scheme_id: str = "national-2020",
) -> None:
    """Type into the cells of an indicator row; `values` by field: name, target, actual, weight, self_score, note.

    What the form of the scheme has no column for is left out.
    """
    page = document.Sheets.getByName(title)
    columns = layout_for(load_scheme(scheme_id)).part("indicators").columns
    for field, value in values.items():
        if field not in columns:
            continue
        cell = page.getCellByPosition(columns[field].left - 1, row - 1)
        if isinstance(value, str):
            cell.String = value
        else:
            cell.Value = value


def _command(controller: Any, name: str, **arguments: object) -> None:
    """Carry out a command of the menus; `uno` is there since the office runs."""
    make = sys.modules["uno"].getClass
    url = make("com.sun.star.util.URL")()
    url.Complete = url.Main = f".uno:{name}"
    url.Protocol, url.Path = ".uno:", name
    values = []
    for key, value in arguments.items():
        item = make("com.sun.star.beans.PropertyValue")()
        item.Name, item.Value = key, value
        values.append(item)
    controller.Frame.queryDispatch(url, "", 0).dispatch(url, tuple(values))
