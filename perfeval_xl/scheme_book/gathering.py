"""What is being read out of a scheme's workbook: the tables of its TOML file, where each value stood, what is wrong.

A cell that cannot be read leaves a stand-in, so that reading goes on and finds the other mistakes; `doubts` are the keys
whose values are stand-ins, about which nothing more is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from perfeval_xl.refs import CellRef
from perfeval_xl.scheme.families import FAMILIES, Family
from perfeval_xl.scheme.parameters import Holds
from perfeval_xl.scheme_book.cells import CellFault
from perfeval_xl.scheme_book.columns import Column
from perfeval_xl.scheme_book.grid import Grid, Row, Spot, value_of
from perfeval_xl.scheme_book.mistakes import Mistake
from perfeval_xl.scheme_book.tree import Tree

__all__ = ["Gathering"]

_STAND_INS = {
    Holds.NUMBER: 0,
    Holds.RATE: 0,
    Holds.WHOLE: 1,
    Holds.TEXT: "？",
    Holds.DAY: date(2000, 1, 1),
    Holds.TICK: False,
    Holds.TEXTS: ["？"],
}


class Gathering:
    """The tree as far as it has been read, with `places` by dotted key."""

    def __init__(self) -> None:
        self.tree: Tree = {}
        self.places: dict[str, CellRef] = {}
        self.mistakes: list[Mistake] = []
        self.doubts: set[str] = set()

    @property
    def family(self) -> Family:
        """What schemes of the kind that the first sheet names have to say."""
        return FAMILIES[self.tree["family"]]

    def read_cell(self, spot: Spot, column: Column, key: str) -> object:
        """Return the value of a cell, `None` when it is blank and may be."""
        self.places[key] = spot.ref
        # A blank is no value; only where one is needed a stand-in takes its place
        if spot.blank:
            if column.required:
                self.wrong(spot, f"“{column.heading}”没有填写", key)
                return self._stand_in(column)
            return None
        try:
            return value_of(spot, column)
        except CellFault as exc:
            # What stands there helps to find it, unless it is an error or a formula without result
            shown = ""
            if not (spot.cell.error or spot.cell.value is None):
                shown = f"，现为“{_short(spot.cell.value)}”"
            self.wrong(spot, f"“{column.heading}”{exc}{shown}", key)
            return self._stand_in(column)

    def row(self, grid: Grid, row: Row, key: str, names: dict[str, str]) -> Tree:
        """Return the values of a row; `names` gives the key in the TOML file for each column that is wanted."""
        taken: Tree = {}
        for column in (grid.table.column(name) for name in names):
            if column.key in row.spots:
                value = self.read_cell(
                    row.spots[column.key],
                    column,
                    f"{key}.{names[column.key]}",
                )
                if value is not None:
                    taken[names[column.key]] = value
        # Where the row begins, for what is wrong with the whole of it
        self.places.setdefault(key, next(iter(row.spots.values())).ref)
        return taken

    def not_wanted(self, row: Row, grid: Grid, keys: Iterable[str], why: str) -> None:
        """Note what stands in cells that mean nothing in this row."""
        for key in keys:
            if row.has(key):
                spot = row.spots[key]
                heading = grid.table.column(key).heading
                self.mistakes.append(
                    spot.mistake(f"{why}不填“{heading}”", "请清空这一格。")
                )

    def wrong(
        self,
        spot: Spot,
        message: str,
        key: str = "",
        remedy: str = "请改正。",
    ) -> None:
        """Note a mistake; the value under `key` is not to be trusted. Of a column that is gone that has been said."""
        if spot.there:
            self.mistakes.append(spot.mistake(message, remedy))
        if key:
            self.doubts.add(key)

    def require_unique(
        self,
        seen: dict[object, Spot],
        spot: Spot,
        value: object,
        what: str,
        key: str,
    ) -> None:
        """Note a mistake when a value that must be different everywhere stood before."""
        if value in seen:
            self.wrong(spot, f"{what}“{value}”与 {seen[value].ref.address} 重复", key)
        seen.setdefault(value, spot)

    def is_stand_in(self, *keys: str) -> bool:
        """Whether anything under one of these keys is a stand-in."""
        return any(
            doubt == key or doubt.startswith((f"{key}.", f"{key}["))
            for doubt in self.doubts
            for key in keys
        )

    def place_of(self, key: str) -> CellRef | None:
        """Return where a key stands; for one that is not there, where the table stands that it belongs to."""
        # Shorter and shorter: `bands[2].lowest`, `bands[2]`, `bands`
        while key and key not in self.places:
            key = re.sub(r"(\.[^.\[\]]*|\[\d+\]|^[^.\[\]]*)\Z", "", key)
        return self.places.get(key)

    def _stand_in(self, column: Column) -> object:
        if column.holds is Holds.WORD:
            return next(iter(column.words), "？")
        return _STAND_INS[column.holds]


def _short(value: object) -> str:
    text = str(value).strip().replace("\n", " ")
    if len(text) <= 20:
        return text
    return f"{text[:20]}……"
