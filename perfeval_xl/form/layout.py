"""Where every field of a form lives: the only owner of addresses.

Drawing, filling, reading and marking up all ask `layout_for`; no other file knows that targets stand in column E. The
layout follows the 项目支出绩效自评表 of scheme national-2020: nine columns, one row per indicator.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from perfeval_xl.refs import CellRef
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.sheets.model import Area
from perfeval_xl.submission.model import Submission

__all__ = [
    "FIRST_COLUMN",
    "FUNDS_COLUMNS",
    "HELP_COLUMN",
    "INDICATOR_COLUMNS",
    "LAST_COLUMN",
    "NAME_PREFIX",
    "Layout",
    "Slot",
    "layout_for",
    "slots_for",
]

NAME_PREFIX = "pe_"
"""Every field `x` has the defined name `pe_x`."""

FIRST_COLUMN, LAST_COLUMN, HELP_COLUMN = 1, 9, 11
"""The printed columns A to I, and the first column of the live preview outside the print area."""

FUNDS_COLUMNS = {"initial_budget": 4, "budget": 5, "executed": 6, "weight": 7, "rate": 8, "self_score": 9}
INDICATOR_COLUMNS = {"name": 4, "target": 5, "actual": 6, "weight": 7, "self_score": 8, "note": 9}
"""The columns of the funds rows and of the indicator rows; sources below the total have only the money."""

_LONGEST_TITLE = 24  # a sheet title holds 31 characters
_TOP_ROWS = {"annex": 1, "title": 2, "year": 3, "project": 4, "unit": 5, "funds": 6}


@dataclass(frozen=True, slots=True)
class Slot:
    """One indicator row: its 一级指标, its 二级指标, and its number within the 二级指标, from 1."""

    dimension: str
    category: str
    ordinal: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Every address of one form.

    `fields` maps a field key (`project`, `funds_0_budget`, `indicator_3_target`, `section_2`, `rule_total`, …) to its
    cell; indicator numbers count `slots`, section numbers count the sections of the scheme. `head` and `total` are the
    rows above and below the indicators, between which people may insert rows.
    """

    sheet: str
    narrative_sheet: str
    slots: tuple[Slot, ...]
    goals: int
    fields: Mapping[str, CellRef]
    rows: Mapping[str, int]
    """First rows of the parts: annex, title, year, project, unit, funds, goals, header, indicators, total, sections, end."""

    @property
    def print_area(self) -> Area:
        """What is printed of the form sheet."""
        return Area(1, FIRST_COLUMN, self.rows["end"], LAST_COLUMN)

    def names(self) -> dict[str, str]:
        """Return the defined names, each with its absolute reference."""
        return {NAME_PREFIX + key: ref.absolute for key, ref in self.fields.items()}

    def at(self, key: str) -> str:
        """Return the address of a field, without sheet: `E14`."""
        return self.fields[key].address


def slots_for(scheme: Scheme, submission: Submission | None = None) -> tuple[Slot, ...]:
    """Return the indicator rows: those the official form prints, and more where a submission needs them.

    A 一级 or 二级指标 that the scheme does not know gets rows of its own behind those of the scheme.
    """
    counts = {(d.name, c.name): c.rows for d in scheme.dimensions for c in d.categories}
    if submission is not None:
        needed: dict[tuple[str, str], int] = {}
        for indicator in submission.indicators:
            key = (indicator.path[0], indicator.path[1])
            needed[key] = needed.get(key, 0) + 1
        for key, count in needed.items():
            counts[key] = max(counts.get(key, 0), count)
    dimensions = list(dict.fromkeys(dimension for dimension, _ in counts))
    ordered = sorted(counts, key=lambda key: dimensions.index(key[0]))
    return tuple(Slot(*key, ordinal) for key in ordered for ordinal in range(1, counts[key] + 1))


def layout_for(scheme: Scheme, slots: Iterable[Slot] | None = None, goals: int = 1) -> Layout:
    """Return the layout of a form with these indicator rows (by default those of the official form)."""
    slots = slots_for(scheme) if slots is None else tuple(slots)
    in_form = [index for index, section in enumerate(scheme.sections) if section.place == "form"]
    rows = dict(_TOP_ROWS)
    rows["goals"] = rows["funds"] + 1 + len(scheme.funds)
    rows["header"] = rows["goals"] + 1 + goals
    rows["indicators"] = rows["header"] + 1
    rows["total"] = rows["indicators"] + len(slots)
    rows["sections"] = rows["total"] + 1
    rows["end"] = rows["total"] + len(in_form)

    sheet = scheme.form_title
    cells = {**_head_cells(scheme, goals, rows), **_indicator_cells(slots, rows), **_total_cells(rows["total"])}
    cells |= {"head": (rows["header"], FIRST_COLUMN), "total": (rows["total"], FIRST_COLUMN)}
    cells |= {f"section_{index}": (rows["sections"] + n, 5) for n, index in enumerate(in_form)}
    fields = {key: CellRef(sheet, *cell) for key, cell in cells.items()}

    narrative_sheet = f"{sheet[:_LONGEST_TITLE]}文字部分"
    narrative = [index for index, section in enumerate(scheme.sections) if section.place == "narrative"]
    fields |= {f"section_{index}": CellRef(narrative_sheet, 3 + n, 2) for n, index in enumerate(narrative)}
    return Layout(sheet=sheet, narrative_sheet=narrative_sheet, slots=slots, goals=goals, fields=fields, rows=rows)


_Cells = dict[str, tuple[int, int]]


def _head_cells(scheme: Scheme, goals: int, rows: Mapping[str, int]) -> _Cells:
    cells: _Cells = {
        "year": (rows["year"], 1),
        "project": (rows["project"], 2),
        "department": (rows["unit"], 2),
        "unit": (rows["unit"], 7),
        "execution_rate": (rows["funds"] + 1, HELP_COLUMN),
        "execution_score": (rows["funds"] + 1, HELP_COLUMN + 1),
    }
    for index in range(len(scheme.funds)):
        for name, column in FUNDS_COLUMNS.items():
            if index == 0 or column <= FUNDS_COLUMNS["executed"]:
                cells[f"funds_{index}_{name}"] = (rows["funds"] + 1 + index, column)
    for index in range(goals):
        cells[f"goal_{index}_expected"] = (rows["goals"] + 1 + index, 2)
        cells[f"goal_{index}_achieved"] = (rows["goals"] + 1 + index, 6)
    return cells


def _indicator_cells(slots: tuple[Slot, ...], rows: Mapping[str, int]) -> _Cells:
    cells: _Cells = {}
    dimensions: set[str] = set()
    for index, slot in enumerate(slots):
        row = rows["indicators"] + index
        if slot.dimension not in dimensions:
            cells[f"dimension_{len(dimensions)}"] = (row, 2)
            dimensions.add(slot.dimension)
        for name, column in INDICATOR_COLUMNS.items():
            cells[f"indicator_{index}_{name}"] = (row, column)
        cells[f"indicator_{index}_rule_score"] = (row, HELP_COLUMN)
        cells[f"indicator_{index}_hint"] = (row, HELP_COLUMN + 1)
    return cells


def _total_cells(row: int) -> _Cells:
    return {
        "weight_total": (row, INDICATOR_COLUMNS["weight"]),
        "self_total": (row, INDICATOR_COLUMNS["self_score"]),
        "self_grade": (row, INDICATOR_COLUMNS["note"]),
        "rule_total": (row, HELP_COLUMN),
        "rule_grade": (row, HELP_COLUMN + 1),
    }
