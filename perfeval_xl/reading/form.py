"""The fields of one form, put together as a submission."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from perfeval_xl.form.formulas import Formulas
from perfeval_xl.form.labels import indicator_label, parse_dimension_label, parse_year_label
from perfeval_xl.form.layout import FUNDS_COLUMNS, INDICATOR_COLUMNS
from perfeval_xl.problems import Problem
from perfeval_xl.reading.fields import Fields, text_of
from perfeval_xl.refs import CellRef, Location
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.submission.labels import FIELD_LABELS, FUNDS_LABELS, GOAL_LABELS, INDICATOR_LABELS
from perfeval_xl.submission.model import DimensionEntry, FundsRow, Goal, Indicator, Submission

__all__ = ["read_form"]

_UNNAMED = "（未填名称）"


def read_form(fields: Fields, scheme: Scheme, formulas: Formulas) -> Submission:
    """Return the submission; what is odd is added to the problems of `fields`."""
    indicators = tuple(_indicators(fields))
    _report_unread_rows(fields)
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
            key: fields.entry(f"funds_{index}_{key}", f"{source}{FUNDS_LABELS[key]}", computed.get(key, ""))
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
    """Yield the rows in which anything was filled in; rows with nothing but their placeholder are one hint."""
    empty: list[str] = []
    for index, slot in enumerate(fields.layout.slots):
        key = f"indicator_{index}"
        name = fields.name_entry(f"{key}_name", "三级指标")
        row = f"{slot.category}第{slot.ordinal}行" if name.blank else (name.text or "")
        entries = {field: fields.entry(f"{key}_{field}", label) for field, label in INDICATOR_LABELS.items()}
        if name.blank and all(entry.blank for entry in entries.values()):
            empty.append(f"{slot.category}{indicator_label(slot.ordinal)}")
            continue
        if name.blank:
            path = (slot.dimension, slot.category, _UNNAMED)
            slots = {"field": f"{row}的三级指标名称"}
            fields.problems.append(Problem(code="PE-050", place=name.location, path=path, slots=slots))
        yield Indicator(
            path=(slot.dimension, slot.category, name.text or _UNNAMED),
            target=entries["target"],
            actual=entries["actual"],
            weight=entries["weight"],
            self_score=entries["self_score"],
            note=entries["note"],
            name_entry=name,
        )
    if empty:
        _report_placeholders(fields, empty)


def _report_placeholders(fields: Fields, empty: list[str]) -> None:
    place = Location(file=fields.file, sheet=fields.layout.sheet)
    slots = {"count": str(len(empty)), "rows": "、".join(label.rstrip("：") for label in empty)}
    fields.problems.append(Problem(code="PE-046", place=place, slots=slots))


def _report_unread_rows(fields: Fields) -> None:
    """Report every row between the indicators and the total that holds something and belongs to no field."""
    bound = {(ref.sheet, ref.row) for key in fields.layout.fields if (ref := fields.ref(key)) is not None}
    first, total = fields.ref("indicator_0_name"), fields.ref("weight_total")
    if first is None or total is None or first.sheet != total.sheet:
        return
    columns = INDICATOR_COLUMNS.values()
    for row in range(first.row, total.row):
        texts = (text_of(fields.raw.cell(CellRef(first.sheet, row, column))) for column in columns)
        written = [text.strip() for text in texts if text and text.strip()]
        if not written or (first.sheet, row) in bound:
            continue
        cell = CellRef(first.sheet, row, INDICATOR_COLUMNS["name"]).address
        place = Location(file=fields.file, sheet=first.sheet, cell=cell)
        slots = {"row": str(row), "content": "、".join(written)}
        fields.problems.append(Problem(code="PE-084", place=place, slots=slots))
