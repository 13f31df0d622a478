"""The fields of one form, put together as a submission."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from perfeval_xl.amounts import plain
from perfeval_xl.form.contents.split_targets import whole_actual, whole_target
from perfeval_xl.form.formulas.open import Formulas
from perfeval_xl.form.layout.labels import parse_dimension_label, parse_year_label
from perfeval_xl.form.layout.open_columns import FUNDS_FIELDS
from perfeval_xl.problems import Problem
from perfeval_xl.reading.fields import Fields
from perfeval_xl.reading.unread import unread
from perfeval_xl.refs import Entry
from perfeval_xl.scheme.model import Scheme
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

__all__ = ["read_form", "report_moved_rows"]

_UNNAMED = "（未填名称）"


def read_form(fields: Fields, scheme: Scheme, formulas: Formulas) -> Submission:
    """Return the submission; what is odd is added to the problems of `fields`."""
    indicators = tuple(_indicators(fields))
    fields.problems.extend(unread(fields, scheme))
    head = {
        key: fields.entry(key, FIELD_LABELS[key])
        for key in ("year", "project", "department", "unit")
    }
    return Submission(
        scheme=scheme.id,
        year=replace(head["year"], text=parse_year_label(head["year"].text)),
        project=head["project"],
        department=head["department"],
        unit=head["unit"],
        money_unit=scheme.money_unit,
        funds=tuple(_funds(fields, scheme, formulas)),
        goals=tuple(
            Goal(
                **{
                    key: _entry(fields, f"goal_{n}_{key}", label)
                    for key, label in GOAL_LABELS.items()
                }
            )
            for n in range(fields.layout.goals)
        ),
        dimensions=tuple(_dimensions(fields)),
        indicators=indicators,
        weight_total=_entry(
            fields,
            "weight_total",
            FIELD_LABELS["weight_total"],
            formulas.weight_total().text,
        ),
        self_total=fields.entry(
            "self_total", FIELD_LABELS["self_total"], formulas.self_total().text
        ),
        self_grade=_entry(fields, "self_grade", FIELD_LABELS["self_grade"]),
        sections={
            s.name: fields.entry(f"section_{n}", s.name)
            for n, s in enumerate(scheme.sections)
        },
    )


def _entry(fields: Fields, key: str, label: str, computed_by: str = "") -> Entry:
    """Return the entry of a field, blank where this form has no cell for it."""
    if key not in fields.layout.fields:
        return Entry()
    return fields.entry(key, label, computed_by)


def _funds(fields: Fields, scheme: Scheme, formulas: Formulas) -> Iterator[FundsRow]:
    for index, source in enumerate(scheme.funds):
        entries = {}
        for name in FUNDS_FIELDS:
            key, label = f"funds_{index}_{name}", source + FUNDS_LABELS[name]
            if key in fields.layout.fields:
                computed = formulas.rate().text if name == "rate" else ""
                entries[name] = fields.entry(key, label, computed, EXECUTION_PATH)
            elif index == 0:
                # What the form does not ask for is blank; a weight that it does not ask for is printed in its labels.
                fixed = plain(scheme.execution_weight) if name == "weight" else None
                entries[name] = Entry(fixed, fields.place("funds_0_self_score", label))
        yield FundsRow(source=source, **entries)


def _dimensions(fields: Fields) -> Iterator[DimensionEntry]:
    names = dict.fromkeys(slot.dimension for slot in fields.layout.slots)
    for index, name in enumerate(names):
        key = f"dimension_{index}"
        stated, place = (
            parse_dimension_label(fields.text(key), name),
            fields.place(key, name),
        )
        yield replace(
            stated,
            weight=replace(stated.weight, location=place),
            self_score=replace(stated.self_score, location=place),
        )


def _indicators(fields: Fields) -> Iterator[Indicator]:
    """Yield the rows in which anything was filled in; those with nothing but their placeholder are left out."""
    for index, slot in enumerate(fields.layout.slots):
        key = f"indicator_{index}"
        name = fields.name_entry(f"{key}_name", "三级指标")
        row = f"{slot.category}第{slot.ordinal}行" if name.blank else (name.text or "")
        path = (slot.dimension, slot.category, name.text or _UNNAMED)
        entries = _indicator_entries(fields, key, path)
        if name.blank and all(entry.blank for entry in entries.values()):
            continue
        if name.blank:
            slots = {"field": f"{row}的三级指标名称"}
            fields.problems.append(
                Problem(code="PE-050", place=name.location, path=path, slots=slots)
            )
        yield Indicator(
            path=path,
            target=entries["target"],
            actual=entries["actual"],
            weight=entries["weight"],
            self_score=entries["self_score"],
            note=entries["note"],
            name_entry=name,
        )


def _indicator_entries(
    fields: Fields, key: str, path: tuple[str, ...]
) -> dict[str, Entry]:
    """Return what stands in the columns of a row; a target that stands in several of them is put together."""
    entries: dict[str, Entry] = {}
    for field, label in INDICATOR_LABELS.items():
        name = f"{key}_{field}"
        there = name in fields.layout.fields
        entries[field] = fields.entry(name, label, path=path) if there else Entry()
    if fields.layout.splits_targets:
        sign, unit = (
            _entry(fields, f"{key}_{part}", fields.layout.title_of(part))
            for part in ("sign", "unit")
        )
        value, actual = entries["target"], entries["actual"]
        whole = whole_target(sign.text or "", value.text or "", unit.text or "")
        entries["target"] = replace(value, text=whole or None)
        if not actual.blank:
            entries["actual"] = replace(
                actual, text=whole_actual(actual.text or "", unit.text or "")
            )
    return entries


def report_moved_rows(fields: Fields, moved: list[int]) -> None:
    """Add a problem for every filled-in slot that was put back into its row."""
    for index in moved:
        place = fields.place(f"indicator_{index}_name", "三级指标")
        ref, slot = fields.ref(f"indicator_{index}_name"), fields.layout.slots[index]
        if (
            ref is not None
            and not fields.name_entry(f"indicator_{index}_name", "").blank
        ):
            slots = {"row": str(ref.row), "category": slot.category}
            fields.problems.append(Problem(code="PE-093", place=place, slots=slots))
