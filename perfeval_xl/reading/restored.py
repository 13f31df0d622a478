"""The identity of a form whose hidden sheet is lost: the property of the file names the scheme, the names tell its rows.

Programs between, and the document inspector of Excel, take hidden sheets away; whatever mark is left is enough.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from perfeval_xl.form.identity import MOST_GOALS, MOST_SLOTS, Identity
from perfeval_xl.form.labels import parse_dimension_label
from perfeval_xl.form.layout import NAME_PREFIX, Slot, slots_for
from perfeval_xl.reading.fields import cell_of, text_of
from perfeval_xl.refs import CellRef
from perfeval_xl.scheme.loader import load_scheme, scheme_ids
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.sheets.raw import RawWorkbook

__all__ = ["restored_identity"]

_SCHEME, _VERSION = "perfeval_scheme", "perfeval_version"
_NUMBERED = re.compile(NAME_PREFIX + r"(indicator|goal|table)_(\d{1,3})(?:_(\d{1,3}))?_\w+\Z")
_DIMENSION, _CATEGORY = 2, 1
"""How many columns left of the 三级指标 the labels of the other two stand."""


def restored_identity(raw: RawWorkbook) -> Identity | None:
    """Return what is known of a form without its hidden sheet, `None` where no property names a scheme."""
    scheme_id = raw.properties.get(_SCHEME, "")
    if scheme_id not in scheme_ids():
        return None
    scheme = load_scheme(scheme_id)
    counts = _counts(raw.names)
    return Identity(
        scheme=scheme_id,
        version=raw.properties.get(_VERSION, ""),
        title=scheme.title,
        slots=None if scheme.family == "fixed" else _slots(raw, scheme, min(counts.get("indicator", 0), MOST_SLOTS)),
        goals=max(1, min(counts.get("goal", 0), MOST_GOALS)),
    )


def _counts(names: Mapping[str, str]) -> dict[str, int]:
    """Return how many rows of each kind the names speak of."""
    counts: dict[str, int] = {}
    for name in names:
        match = _NUMBERED.match(name)
        if match is not None:
            counts[match[1]] = max(counts.get(match[1], 0), int(match[2]) + 1)
    return counts


def _slots(raw: RawWorkbook, scheme: Scheme, count: int) -> tuple[Slot, ...] | None:
    """Return the rows of indicators: those of the official form, or as the labels beside them say."""
    usual = slots_for(scheme)
    if count in {0, len(usual)}:
        return usual
    found = list(_labelled(raw, scheme, count))
    return tuple(found) if len(found) == count else usual


def _labelled(raw: RawWorkbook, scheme: Scheme, count: int) -> Iterator[Slot]:
    """Yield the slot of every row whose labels, or those above it, name a 一级 and a 二级指标 of the scheme."""
    ordinals: dict[tuple[str, str], int] = {}
    dimension = category = ""
    for number in range(count):
        there = cell_of(raw.names.get(f"{NAME_PREFIX}indicator_{number}_name", ""))
        if there is None:
            return
        first = CellRef(there.sheet, there.row, there.column - _DIMENSION)
        label = text_of(raw.cell(first)) or ""
        known = (each.name for each in scheme.dimensions if label.strip().startswith(each.name))
        dimension = next(known, parse_dimension_label(label, label).name.strip()) or dimension
        second = CellRef(there.sheet, there.row, there.column - _CATEGORY)
        category = (text_of(raw.cell(second)) or "").strip() or category
        if not dimension or not category:
            return
        path = dimension, category
        ordinals[path] = ordinals.get(path, 0) + 1
        yield Slot(dimension, category, ordinals[path])
