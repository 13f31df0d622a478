"""Layouts written down cell by cell in TOML, with the submission that should be read from each."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.support.layouts import Drawing

__all__ = ["WrittenLayout", "written_layouts"]

_FIELDS = (
    "scheme",
    "project",
    "department",
    "unit",
    "money_unit",
    "self_total",
    "weight_total",
    "self_grade",
)
_FUNDS = ("initial_budget", "budget", "executed", "rate", "weight", "self_score")
_INDICATOR = ("target", "actual", "weight", "self_score", "note")


@dataclass(frozen=True, slots=True)
class WrittenLayout:
    """One form: its name, what is printed, and the submission expected."""

    name: str
    drawing: Drawing
    expected: dict[str, Any]


def written_layouts(path: Path) -> list[WrittenLayout]:
    """Return the forms of a file."""
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["form"]
    return [
        WrittenLayout(row["name"], _drawing(row["rows"]), _expected(row))
        for row in rows
    ]


def _drawing(text: str) -> Drawing:
    """Return the cells: `>` belongs to the one on its left, `^` to the one above."""
    lines = [line.split("|") for line in text.strip("\n").split("\n")]
    width = max(map(len, lines))
    owners: dict[tuple[int, int], tuple[int, int]] = {}
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    for row, line in enumerate(lines, start=1):
        for column, said in enumerate(line + [""] * (width - len(line)), start=1):
            owner = (row, column)
            if said == ">":
                owner = owners[row, column - 1]
            elif said == "^":
                owner = owners[row - 1, column]
            owners[row, column] = owner
            height, wide = spans.get(owner, (1, 1))
            spans[owner] = (
                max(height, row - owner[0] + 1),
                max(wide, column - owner[1] + 1),
            )
    drawing = Drawing(rows=len(lines))
    for (row, column), (height, wide) in sorted(spans.items()):
        line = lines[row - 1]
        said = line[column - 1] if column <= len(line) else ""
        drawing.cells.append((row, column, height, wide, said.replace("⏎", "\n")))
    return drawing


def _expected(row: dict[str, Any]) -> dict[str, Any]:
    expected = {key: row[key] for key in _FIELDS if key in row}
    expected.setdefault("scheme", "national-2020")
    if "year" in row:
        expected["year"] = int(row["year"])
    expected["funds"] = [
        _keyed(line, ("source", *_FUNDS)) for line in row.get("funds", ())
    ]
    expected["goals"] = [
        _keyed(line, ("expected", "achieved")) for line in row.get("goals", ())
    ]
    expected["indicators"] = [_indicator(line) for line in row["indicators"]]
    names = dict.fromkeys(each["path"][0] for each in expected["indicators"])
    expected["dimensions"] = [
        _keyed(line, ("name", "weight")) for line in row.get("dimensions", names)
    ]
    expected["sections"] = row.get("sections", {})
    return expected


def _keyed(line: str, keys: tuple[str, ...]) -> dict[str, Any]:
    said = line.replace("⏎", "\n").split("|")
    return {key: text for key, text in zip(keys, said, strict=False) if text}


def _indicator(line: str) -> dict[str, Any]:
    path, rest = line.split("|", 1)
    return {"path": path.split("/")} | _keyed(rest, _INDICATOR)
