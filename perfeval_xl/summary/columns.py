"""The lists of the 汇总表: the title of every sheet and its columns, as `columns.toml` says them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

__all__ = ["Column", "ListLayout", "list_layout", "title_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: the key in the frame, its heading, its width in characters, and how its cells look.

    `fills` colours a cell by its text.
    """

    key: str
    heading: str
    width: float
    look: str = "text"
    fills: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListLayout:
    """One sheet that is a list. `printed` is how many of its columns go on paper: all for `None`, none for 0."""

    title: str
    columns: tuple[Column, ...]
    printed: int | None
    landscape: bool


@cache
def list_layout(name: str) -> ListLayout:
    """Return the list with this name in `columns.toml`; raises `KeyError` when there is none."""
    said = _layouts()
    table = said[name]
    columns = [_column(column, said["fills"]) for column in table["columns"]]
    return ListLayout(
        title=table["title"],
        columns=tuple(columns),
        printed=table.get("printed"),
        landscape=table.get("landscape", True),
    )


def title_of(name: str) -> str:
    """Return what the sheet of a list is called."""
    return list_layout(name).title


def _column(said: Mapping[str, Any], fills: Mapping[str, Mapping[str, str]]) -> Column:
    colours: Mapping[str, str] = {}
    if "fill" in said:
        colours = fills[said["fill"]]
    return Column(
        key=said["key"],
        heading=said["heading"],
        width=said["width"],
        look=said.get("look", "text"),
        fills=colours,
    )


@cache
def _layouts() -> Mapping[str, Any]:
    file = resources.files("perfeval_xl.summary").joinpath("columns.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))
