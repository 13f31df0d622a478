"""The fields of one form, put together as a submission."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from perfeval_xl.form.formulas import Formulas
from perfeval_xl.form.labels import parse_dimension_label, parse_year_label
from perfeval_xl.form.layout import FUNDS_COLUMNS
from perfeval_xl.problems import Problem
from perfeval_xl.reading.fields import Fields
from perfeval_xl.reading.unread import unread
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.submission.labels import FIELD_LABELS, FUNDS_LABELS, GOAL_LABELS, INDICATOR_LABELS
from perfeval_xl.submission.model import EXECUTION_PATH, DimensionEntry, FundsRow, Goal, Indicator, Submission

__all__ = ["read_form", "report_moved_rows"]

_UNNAMED = "（未填名称）"


def read_form(fields: Fields, scheme: Scheme, formulas: Formulas) -> Submission:
    """Return the submission; what is odd is added to the problems of `fields`."""
    indicators = tuple(_indicators(fields))
    fields.problems.extend(unread(fields, scheme))
    head = {key: fields.entry(key, FIELD_LABELS[key]) for key in ("year", "project", "department", "unit")}
    return Submission(
        scheme=scheme.id,
        year=replace(head["year"], text=parse_year_label(head["year"].text)),
        project=head["project"],
        department=head["department"],
        unit=head["unit"],
        money_unit=scheme.money_unit,
        funds=tuple(_funds(fields, scheme, formulas)),
        goals=tuple(
            Goal(**{key: fields.entry(f"goal_{n}_{key}", label) for key, label in GOAL_LABELS.items()})
            for n in range(fields.layout.goals)
        ),
        dimensions=tuple(_dimensions(fields)),
        indicators=indicators,
        weight_total=fields.entry("weight_total", FIELD_LABELS["weight_total"], formulas.weight_total().text),
        self_total=fields.entry("self_total", FIELD_LABELS["self_total"], formulas.self_total().text),
        self_grade=fields.entry("self_grade", FIELD_LABELS["self_grade"]),
        sections={s.name: fields.entry(f"section_{n}", s.name) for n, s in enumerate(scheme.sections)},
    )


def _funds(fields: Fields, scheme: Scheme, formulas: Formulas) -> Iterator[FundsRow]:
    for index, source in enumerate(scheme.funds):
        keys = FUNDS_COLUMNS if index == 0 else list(FUNDS_COLUMNS)[:3]
        computed = {"rate": formulas.rate().text}
        entries = {
            key: fields.entry(f"funds_{index}_{key}", source + FUNDS_LABELS[key], computed.get(key, ""), EXECUTION_PATH)
            for key in keys
        }
        yield FundsRow(source=source, **entries)


def _dimensions(fields: Fields) -> Iterator[DimensionEntry]:
    names = dict.fromkeys(slot.dimension for slot in fields.layout.slots)
    for index, name in enumerate(names):
        key = f"dimension_{index}"
        stated, place = parse_dimension_label(fields.text(key), name), fields.place(key, name)
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
        entries = {field: fields.entry(f"{key}_{field}", label, path=path) for field, label in INDICATOR_LABELS.items()}
        if name.blank and all(entry.blank for entry in entries.values()):
            continue
        if name.blank:
            slots = {"field": f"{row}的三级指标名称"}
            fields.problems.append(Problem(code="PE-050", place=name.location, path=path, slots=slots))
        yield Indicator(
            path=path,
            target=entries["target"],
            actual=entries["actual"],
            weight=entries["weight"],
            self_score=entries["self_score"],
            note=entries["note"],
            name_entry=name,
        )


def report_moved_rows(fields: Fields, moved: list[int]) -> None:
    """Add a problem for every filled-in slot that was put back into its row."""
    for index in moved:
        place = fields.place(f"indicator_{index}_name", "三级指标")
        ref, slot = fields.ref(f"indicator_{index}_name"), fields.layout.slots[index]
        if ref is not None and not fields.name_entry(f"indicator_{index}_name", "").blank:
            slots = {"row": str(ref.row), "category": slot.category}
            fields.problems.append(Problem(code="PE-093", place=place, slots=slots))
