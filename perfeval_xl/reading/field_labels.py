"""What a field is called in messages, in an open or in a fixed form."""

from __future__ import annotations

from perfeval_xl.form.entries import label_of
from perfeval_xl.form.layout import Layout
from perfeval_xl.form.rating_layout import RatingLayout
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.submission.labels import FIELD_LABELS, FUNDS_LABELS, GOAL_LABELS, INDICATOR_LABELS

__all__ = ["field_label", "on_paper", "printed_fields"]

_NAME = "三级指标"
_UNPRINTED = ("head", "total")


def printed_fields(layout: Layout | RatingLayout) -> tuple[str, ...]:
    """Return the fields that print and in which something may be filled in, those of the help columns left out."""
    if isinstance(layout, RatingLayout):
        return layout.inputs
    computed = ("execution_", "rule_", "dimension_")
    ends = ("_rule_score", "_hint", "_whole_target", "_whole_actual")
    return tuple(
        key
        for key in layout.fields
        if key not in _UNPRINTED and not key.startswith(computed) and not key.endswith(ends)
    )


def on_paper(layout: Layout | RatingLayout, key: str) -> bool:
    """Whether a field was drawn inside the print area: some places print no 分值, which is then filled in beside."""
    if isinstance(layout, RatingLayout):
        return True
    return layout.fields[key].sheet != layout.sheet or layout.fields[key].column <= layout.last_column


def field_label(scheme: Scheme, layout: Layout | RatingLayout, key: str) -> str:
    """Return what a field is called, with its row where there are several: `数量指标第2行的年度指标值`."""
    if isinstance(layout, RatingLayout):
        return label_of(scheme, layout, key)
    if key in FIELD_LABELS:
        return FIELD_LABELS[key]
    kind, _, rest = key.partition("_")
    number, _, name = rest.partition("_")
    if kind == "funds":
        return scheme.funds[int(number)] + FUNDS_LABELS.get(name, name)
    if kind == "goal":
        return GOAL_LABELS.get(name, name)
    if kind == "section":
        return scheme.sections[int(number)].name
    slot = layout.slots[int(number)]
    said = INDICATOR_LABELS.get(name) or layout.title_of(name) or _NAME
    return f"{slot.category}第{slot.ordinal}行的{said}"
