"""From the described parts of an open form to the areas of its fields, part by part."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from perfeval_xl.form.layout.open_columns import (
    FUNDS_FIELDS,
    INDICATOR_FIELDS,
    ONLY_MONEY,
    Span,
    columns_of,
)
from perfeval_xl.rules.told_apart import PARTS
from perfeval_xl.scheme.form_spec import FormPart, FormSheet
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.sheets.model import Area

__all__ = [
    "FIRST_COLUMN",
    "OpenPlan",
    "PlacedPart",
    "Slot",
    "cell_at",
    "placed_parts",
    "rows_of",
    "sections_in",
]

FIRST_COLUMN = 1

_TOP_ROWS = {"annex": 1, "title": 2, "year": 3}
_FIRST_PART = 4


@dataclass(frozen=True, slots=True)
class Slot:
    """One indicator row: its 一级指标, its 二级指标, and its number within the 二级指标, from 1."""

    dimension: str
    category: str
    ordinal: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedPart:
    """One part of the form with its rows and with the columns that its description names, by their kind."""

    part: FormPart
    top: int
    bottom: int
    columns: Mapping[str, Span]

    def heading(self, kind: str) -> str:
        """Return what is printed above a column, as one line."""
        described = (*self.part.columns, *self.part.beside)
        texts = (column.heading for column in described if column.kind == kind)
        return next(texts, "").replace("\n", "")


def placed_parts(
    described: FormSheet, scheme: Scheme, slots: int, goals: int
) -> Iterator[PlacedPart]:
    """Yield the parts of the form from top to bottom."""
    row = _FIRST_PART
    for part in described.parts:
        heights = {
            "fields": len(part.fields),
            "funds": 1 + len(scheme.funds),
            "goals": 1 + goals,
            "indicators": 1 + slots,
            "lines": len(part.lines),
            "sections": len(sections_in(scheme, part)),
            "total": 1,
        }
        height = heights[part.kind]
        columns = columns_of(part, len(described.widths))
        yield PlacedPart(part=part, top=row, bottom=row + height - 1, columns=columns)
        row += height


def sections_in(scheme: Scheme, part: FormPart) -> tuple[int, ...]:
    """Return the numbers of the sections that stand in a part of the form."""
    found = []
    for index, section in enumerate(scheme.sections):
        named = section.name in part.labels if part.labels else section.place == "form"
        if named:
            found.append(index)
    return tuple(found)


def rows_of(parts: tuple[PlacedPart, ...]) -> dict[str, int]:
    """Return the first rows of the parts by what they are called."""
    rows = {**_TOP_ROWS, "project": _FIRST_PART}
    for placed in parts:
        kind = placed.part.kind
        if kind == "indicators":
            rows["header"] = placed.top
            rows["indicators"] = placed.top + 1
            rows["below"] = placed.bottom + 1
        elif (
            kind in {"funds", "goals", "sections", "total"}
            and placed.bottom >= placed.top
        ):
            rows.setdefault(kind, placed.top)
    rows["end"] = parts[-1].bottom
    return rows


class OpenPlan:
    """The areas of all fields of one form, part by part."""

    def __init__(
        self,
        scheme: Scheme,
        parts: tuple[PlacedPart, ...],
        rows: Mapping[str, int],
        help_column: int,
    ) -> None:
        self.scheme, self.parts, self.rows, self.help_column = (
            scheme,
            parts,
            rows,
            help_column,
        )

    def of(self, kind: str) -> Iterator[PlacedPart]:
        """Yield the parts of a kind."""
        return (placed for placed in self.parts if placed.part.kind == kind)

    def head(self, last_column: int) -> dict[str, Area]:
        """The year, the labelled cells above, and what the preview says of the funds."""
        areas = {"year": Area(self.rows["year"], 1, self.rows["year"], last_column)}
        names = [section.name for section in self.scheme.sections]
        for placed in self.of("fields"):
            for row, cells in enumerate(placed.part.fields, placed.top):
                left = 1
                for each in cells:
                    left += each.spans[0] if each.label else 0
                    right = left + each.spans[1] - 1
                    section = each.field.removeprefix("section:")
                    key = (
                        each.field
                        if section == each.field
                        else f"section_{names.index(section)}"
                    )
                    areas[key] = Area(row, left, row, right)
                    left = right + 1
        first = self.rows["funds"] + 1
        areas["execution_rate"] = cell_at(first, self.help_column)
        areas["execution_score"] = cell_at(first, self.help_column + 1)
        return areas

    def funds(self) -> dict[str, Area]:
        """The rows of money; only the first has points."""
        areas: dict[str, Area] = {}
        placed = next(self.of("funds"))
        for index in range(len(self.scheme.funds)):
            row = placed.top + 1 + index
            for name in FUNDS_FIELDS:
                if name in placed.columns and (index == 0 or name in ONLY_MONEY):
                    areas[f"funds_{index}_{name}"] = placed.columns[name].in_row(row)
        return areas

    def goals(self, goals: int) -> dict[str, Area]:
        """The pairs of goals, where the form has any."""
        areas: dict[str, Area] = {}
        for placed in self.of("goals"):
            for index in range(goals):
                for name in ("expected", "achieved"):
                    if name in placed.columns:
                        areas[f"goal_{index}_{name}"] = placed.columns[name].in_row(
                            placed.top + 1 + index
                        )
        return areas

    def indicators(self, slots: tuple[Slot, ...]) -> dict[str, Area]:
        """The rows of indicators, the labels of their 一级指标, and the preview beside them."""
        areas: dict[str, Area] = {}
        dimensions: set[str] = set()
        columns = next(self.of("indicators")).columns
        helps = ("rule_score", "hint", "", *PARTS)
        for index, slot in enumerate(slots):
            row = self.rows["indicators"] + index
            if slot.dimension not in dimensions:
                areas[f"dimension_{len(dimensions)}"] = columns["dimension"].in_row(row)
                dimensions.add(slot.dimension)
            for name in INDICATOR_FIELDS:
                if name in columns:
                    areas[f"indicator_{index}_{name}"] = columns[name].in_row(row)
            for number, name in enumerate(helps):
                if name:
                    areas[f"indicator_{index}_{name}"] = cell_at(
                        row, self.help_column + number
                    )
        return areas

    def total(self) -> dict[str, Area]:
        """The sums and the grade, and the ends of the indicators."""
        row = self.rows["total"]
        placed, indicators = next(self.of("total")), next(self.of("indicators"))
        areas: dict[str, Area] = {}
        for name, key in (
            ("weight", "weight_total"),
            ("self_score", "self_total"),
            ("grade", "self_grade"),
        ):
            span = placed.columns.get(name)
            if span is None and name == "weight":
                span = indicators.columns[
                    "weight"
                ]  # the sum stands under its column also where that does not print
            if span is not None:
                areas[key] = span.in_row(row)
        areas["rule_total"] = cell_at(row, self.help_column)
        areas["rule_grade"] = cell_at(row, self.help_column + 1)
        areas["head"] = cell_at(self.rows["header"], FIRST_COLUMN)
        areas["total"] = cell_at(self.rows["below"], FIRST_COLUMN)
        return areas

    def sections(self) -> dict[str, Area]:
        """The texts that belong to the form."""
        areas: dict[str, Area] = {}
        for placed in self.of("sections"):
            for row, index in enumerate(
                sections_in(self.scheme, placed.part), placed.top
            ):
                areas[f"section_{index}"] = placed.columns["text"].in_row(row)
        return areas


def cell_at(row: int, column: int) -> Area:
    """Return the area of one cell."""
    return Area(row, column, row, column)
