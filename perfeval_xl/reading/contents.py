"""The fields of one form, put together as a submission, whichever kind of rows the form has."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any, Self

from perfeval_xl.amounts import plain
from perfeval_xl.form.contents.conforming_tables import columns_of_table
from perfeval_xl.form.contents.split_targets import whole_actual, whole_target
from perfeval_xl.form.drawing.behaviours import behaviour_of
from perfeval_xl.form.layout.asking import Asked
from perfeval_xl.form.layout.labels import parse_dimension_label, parse_year_label
from perfeval_xl.form.layout.open_columns import FUNDS_FIELDS
from perfeval_xl.form.layout.open_plan import Slot
from perfeval_xl.form.layout.placed import FormLayout, LayoutKey
from perfeval_xl.problems import Problem
from perfeval_xl.reading.fields import BoundFields
from perfeval_xl.refs import Entry
from perfeval_xl.scheme.model import OWN_NAME, Scheme
from perfeval_xl.sheets.model import Formula
from perfeval_xl.submission.labels import (
    FIELD_LABELS,
    FUNDS_LABELS,
    GOAL_LABELS,
    INDICATOR_LABELS,
)
from perfeval_xl.submission.model import (
    EXECUTION_PATH,
    DimensionEntry,
    FundsRow,
    Goal,
    Indicator,
    Submission,
)

__all__ = ["read_contents"]

_UNNAMED = "（未填名称）"
_Rows = tuple[tuple[Entry, ...], ...]


def read_contents(
    fields: BoundFields[Any], scheme: Scheme, layout: FormLayout, made: FormLayout
) -> Submission:
    """Return the submission; what is odd is added to the problems of `fields`.

    `layout` is as the form stands now, `made` as it was made: what it computes only is not read.
    """
    # What its cells compute is the same on every form that stands as it was made
    if layout.fields == made.fields:
        cells = _cells_as_made(LayoutKey(scheme, made))
    else:
        cells = _Cells.of(scheme, layout, made)
    reader = _Reader(fields=fields, layout=layout, cells=cells)
    # Names and totals, of which a form has one each
    head: dict[str, Any] = {
        key: reader.entry(key, label) for key, label in FIELD_LABELS.items()
    }
    year = head.pop("year")
    sections = {}
    for number, section in enumerate(scheme.sections):
        sections[section.name] = reader.entry(f"section_{number}", section.name)
    return Submission(
        scheme=scheme.id,
        money_unit=scheme.money_unit,
        year=replace(year, text=parse_year_label(year.text)),
        funds=tuple(_funds(reader, scheme)),
        goals=tuple(_goal(reader, number) for number in range(layout.goals)),
        dimensions=tuple(_dimensions(reader)),
        indicators=tuple(_indicators(reader)),
        sections=sections,
        tables=_tables(reader),
        **head,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cells:
    """The cells of a layout in which something may be filled in, and what they compute as long as nobody states it.

    `proposed` is what a cell of 得分 shows until somebody writes over it.
    """

    filled_in: frozenset[str]
    computed: Callable[[str], tuple[Formula, str] | None]
    proposed: Callable[[str], Formula | None]

    @classmethod
    def of(cls, scheme: Scheme, layout: FormLayout, made: FormLayout) -> Self:
        """Return the cells of a layout as it stands; `made` says which of them are only computed."""
        behaviour = behaviour_of(scheme, layout)
        only_computed = frozenset(made.fields) - frozenset(made.inputs)
        return cls(
            filled_in=frozenset(layout.fields) - only_computed,
            # The formula of a cell is asked for once, and once more with the next form
            computed=cache(behaviour.computed),
            proposed=cache(behaviour.proposed),
        )


@lru_cache(maxsize=64)
def _cells_as_made(key: LayoutKey) -> _Cells:
    return _Cells.of(key.scheme, key.layout, key.layout)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reader:
    """The fields of a form that is read, and its cells."""

    fields: BoundFields[Any]
    layout: FormLayout
    cells: _Cells

    def has(self, key: str) -> bool:
        """Whether the form has a cell for a field in which something may be filled in."""
        return key in self.cells.filled_in

    def entry(self, key: str, label: str, path: tuple[str, ...] = ()) -> Entry:
        """Return what is filled in, blank where this form has no cell for it."""
        # A form that does not ask for it leaves it blank
        if not self.has(key):
            return Entry()
        # 得分 shows the points by the rule as long as nobody types: that is no statement of the unit
        own = self.cells.proposed(key)
        if own is not None:
            return self.fields.score_entry(key, label, own, path)
        computed = self.cells.computed(key)
        formula = "" if computed is None else computed[0].text
        return self.fields.entry(key, label, formula, path)


def _goal(reader: _Reader, number: int) -> Goal:
    read = {
        name: reader.entry(f"goal_{number}_{name}", label)
        for name, label in GOAL_LABELS.items()
    }
    return Goal(**read)


def _funds(reader: _Reader, scheme: Scheme) -> Iterator[FundsRow]:
    """Yield the money of every source, with the points of the execution in the first row of a form that gives any."""
    # The first row carries the points of the execution, if the form gives any
    scored = reader.layout.gives_funds_points
    path = EXECUTION_PATH if scored else ()
    for index, source in enumerate(scheme.funds):
        entries = {}
        for name in FUNDS_FIELDS:
            key, label = f"funds_{index}_{name}", source + FUNDS_LABELS[name]
            if reader.has(key):
                entries[name] = reader.entry(key, label, path)
            elif scored and index == 0:
                # What the form does not ask for is blank; a weight that it does not ask for is printed in its labels.
                fixed = plain(scheme.execution_weight) if name == "weight" else None
                place = reader.fields.place("funds_0_self_score", label)
                entries[name] = Entry(fixed, place)
        yield FundsRow(source=source, **entries)


def _dimensions(reader: _Reader) -> Iterator[DimensionEntry]:
    """Yield the 一级指标 with their points, which have cells of their own or stand in the label."""
    for index, name in enumerate(reader.layout.dimensions):
        key = f"dimension_{index}"
        reader.entry(key, name)  # an error value in a label that people fill in is told
        place = reader.fields.place(key, name)
        # 产出指标（50分）: some forms print the points in the label, some in a cell of its own, some in both
        labelled = parse_dimension_label(reader.fields.text(key), name)
        points = {}
        for field in ("weight", "self_score"):
            beside = reader.entry(f"{key}_{field}", name)
            stated = replace(getattr(labelled, field), location=place)
            if reader.has(f"{key}_{field}") and (not beside.blank or not stated.text):
                points[field] = beside
            else:
                points[field] = stated
        yield DimensionEntry(name=name, **points)


def _indicators(reader: _Reader) -> Iterator[Indicator]:
    """Yield all rows that the form prints, and of those that units write the ones in which anything was filled in."""
    for index, slot in enumerate(reader.layout.slots):
        # A row that stayed blank is no indicator
        written = _written(reader, index, slot)
        if written is not None:
            yield written
    for asked in reader.layout.asked:
        yield _printed(reader, asked)


def _written(reader: _Reader, index: int, slot: Slot) -> Indicator | None:
    """Return a row that a unit wrote; `None` for one with nothing but its placeholder."""
    fields, key = reader.fields, f"indicator_{index}"
    name = fields.name_entry(f"{key}_name", "三级指标")
    path = (slot.dimension, slot.category, name.text or _UNNAMED)
    entries = _columns(reader, key, path)
    _put_together(reader, key, entries)
    if name.blank and all(entry.blank for entry in entries.values()):
        return None
    # A name is what messages call the row by; without one it still counts
    if name.blank:
        slots = {"field": f"{slot.category}第{slot.ordinal}行的三级指标名称"}
        fields.problems.append(
            Problem(
                code="PE-050",
                place=name.location,
                path=path,
                slots=slots,
            )
        )
    return Indicator(path=path, name_entry=name, **entries)


def _printed(reader: _Reader, asked: Asked) -> Indicator:
    """Return a row that the form prints, with the evidence for it."""
    path = asked.spec.path
    entries = _columns(reader, f"indicator_{asked.index}", path)
    # Facts that stand on 评分依据
    evidence = {
        fact.name: reader.entry(f"evidence_{asked.index}_{fact.name}", fact.label, path)
        for fact in asked.own()
    }
    printed = Entry(path[-1], entries["self_score"].location)
    # What the unit calls an indicator of its own; else what the form prints
    name = evidence.get(OWN_NAME, printed)
    return Indicator(
        path=path,
        evidence=evidence,
        name_entry=name,
        **entries,
    )


def _columns(reader: _Reader, key: str, path: tuple[str, ...]) -> dict[str, Any]:
    """Return what stands in the columns of a row."""
    return {
        field: reader.entry(f"{key}_{field}", label, path)
        for field, label in INDICATOR_LABELS.items()
    }


def _put_together(reader: _Reader, key: str, entries: dict[str, Entry]) -> None:
    """Put a target that stands in several columns of a row together, and give the 完成值 its unit."""
    layout = reader.layout
    if not layout.splits_targets:
        return
    # ≥, 95 and % in three cells are one target: ≥95%
    sign, unit = (
        reader.entry(f"{key}_{part}", layout.title_of(part)).text or ""
        for part in ("sign", "unit")
    )
    value, actual = entries["target"], entries["actual"]
    whole = whole_target(sign, value.text or "", unit)
    entries["target"] = replace(value, text=whole or None)
    if not actual.blank:
        entries["actual"] = replace(actual, text=whole_actual(actual.text or "", unit))


def _tables(reader: _Reader) -> Mapping[str, _Rows]:
    """Return the tables with free rows, without the empty ones at their ends."""
    tables = {}
    for number, table in enumerate(reader.layout.tables):
        columns = range(columns_of_table(table))
        rows = []
        for row in range(reader.layout.table_rows[table.name]):
            key = f"table_{number}_{row}"
            cells = [reader.entry(f"{key}_{column}", table.name) for column in columns]
            rows.append(tuple(cells))
        # Blank rows between others are kept, since a row is known by its place
        while rows and all(cell.blank for cell in rows[-1]):
            rows.pop()
        if rows:
            tables[table.name] = tuple(rows)
    return tables
