"""What the fields of an open form are called in messages."""

from __future__ import annotations

from perfeval_xl.form.layout.field_key import FieldKey
from perfeval_xl.form.layout.open import Layout
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.submission.labels import (
    FIELD_LABELS,
    FUNDS_LABELS,
    GOAL_LABELS,
    INDICATOR_LABELS,
)

__all__ = ["open_label_of"]

_NAME = "三级指标"


def open_label_of(scheme: Scheme, layout: Layout, key: str) -> str:
    """Return what a field is called, with its row where there are several: `数量指标第2行的年度指标值`."""
    if key in FIELD_LABELS:
        return FIELD_LABELS[key]
    field = FieldKey.parse(key)
    if field is None:
        return key
    number, name = field.number, field.name
    if field.part == "funds":
        return scheme.funds[number] + FUNDS_LABELS.get(name, name)
    if field.part == "goal":
        return GOAL_LABELS.get(name, name)
    if field.part == "section":
        return scheme.sections[number].name
    slot = layout.slots[number]
    said = INDICATOR_LABELS.get(name) or layout.title_of(name) or _NAME
    return f"{slot.category}第{slot.ordinal}行的{said}"
