"""What the fields of a form are called in messages."""

from __future__ import annotations

from perfeval_xl.form.layout.field_key import FieldKey
from perfeval_xl.form.layout.placed import FormLayout
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.submission.labels import (
    FIELD_LABELS,
    FUNDS_LABELS,
    GOAL_LABELS,
    INDICATOR_LABELS,
)

__all__ = ["field_name"]

_OWN_NAME = "三级指标"


def field_name(scheme: Scheme, layout: FormLayout, key: str) -> str:
    """Return what a field is called, with its row where there are several: `数量指标第2行的年度指标值`.

    A row that the form prints is called by its name: `指标“立项依据充分性”的得分`. What no person fills in has no name but
    its key.
    """
    # By part of the form, in the words of its labels
    if key in FIELD_LABELS:
        return FIELD_LABELS[key]
    field = FieldKey.parse(key)
    if field is None:
        return key
    if field.part == "funds":
        return scheme.funds[field.number] + FUNDS_LABELS.get(field.name, field.name)
    if field.part == "goal":
        return GOAL_LABELS.get(field.name, field.name)
    if field.part == "section":
        return scheme.sections[field.number].name
    if field.part in {"indicator", "evidence"}:
        return _in_row(layout, field)
    if field.part == "dimension":
        points = INDICATOR_LABELS.get(field.name, "")
        return f"一级指标“{layout.dimensions[field.number]}”{points and f'的{points}'}"
    if field.part == "table":
        return _in_table(layout, field)
    return key


def _in_row(layout: FormLayout, field: FieldKey) -> str:
    """Return what a field of an indicator is called."""
    # A row that a unit writes may have no name yet: it is told by its place
    if layout.slots:
        slot = layout.slots[field.number]
        title = layout.title_of(field.name)
        said = INDICATOR_LABELS.get(field.name) or title or _OWN_NAME
        return f"{slot.category}第{slot.ordinal}行的{said}"
    asked = layout.asked[field.number]
    said = field.name
    if field.part == "indicator":
        said = INDICATOR_LABELS.get(field.name, field.name)
    for fact in asked.every():
        if field.part == "evidence" and fact.name == field.name:
            said = fact.label
    return f"指标“{asked.spec.path[-1]}”的{said}"


def _in_table(layout: FormLayout, field: FieldKey) -> str:
    """Return the table, row and column of a field such as `table_0_1_2`."""
    row, _, column = field.name.partition("_")
    if not (row.isdecimal() and column.isdecimal()):
        return str(field)
    table = layout.tables[field.number].name
    return f"表格“{table}”第{int(row) + 1}行第{int(column) + 1}栏"
