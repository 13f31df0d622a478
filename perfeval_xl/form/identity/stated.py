"""What a form says about itself: its scheme and its layout, on a sheet that nobody sees.

The same scheme id and version stand in the custom document properties; the sheet survives programs that drop those.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from perfeval_xl.form.layout.open import Slot
from perfeval_xl.form.layout.placed import FormLayout
from perfeval_xl.scheme.model import Scheme

__all__ = [
    "CHECKS_SHEET",
    "IDENTITY_SHEET",
    "INSTRUCTIONS_SHEET",
    "LONG_TEXTS_SHEET",
    "MOST_GOALS",
    "MOST_SLOTS",
    "OWN_SHEETS",
    "SAMPLE_SHEET",
    "Identity",
    "identity_rows",
    "parse_identity",
    "properties_for",
]

IDENTITY_SHEET = "_perfeval"
INSTRUCTIONS_SHEET = "填报说明"
CHECKS_SHEET, SAMPLE_SHEET = "实时核对", "填报样例"
LONG_TEXTS_SHEET = "文字全文"
OWN_SHEETS = frozenset(
    {
        IDENTITY_SHEET,
        INSTRUCTIONS_SHEET,
        CHECKS_SHEET,
        SAMPLE_SHEET,
        LONG_TEXTS_SHEET,
    }
)
"""The sheets that hold nothing of what people fill in."""

MOST_SLOTS, MOST_GOALS = 600, 50
"""What a layout may hold, 500 indicators beside the blank rows of any form; more than that is damage or malice."""

_PROPERTY_SCHEME, _PROPERTY_VERSION = "perfeval_scheme", "perfeval_version"


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What the hidden sheet says. `slots` is `None` where the layout is missing or unreadable; texts may be empty."""

    scheme: str
    version: str
    title: str
    slots: tuple[Slot, ...] | None
    goals: int
    tables: Mapping[str, int] = field(default_factory=dict)
    """How many rows the tables of a fixed form have."""


def identity_rows(scheme: Scheme, layout: FormLayout) -> tuple[tuple[str, str], ...]:
    """Return the rows of the hidden sheet: key in column A, value in column B."""
    shape = json.dumps(
        layout.counted,
        ensure_ascii=False,
        separators=(",", ":"),
    )
    return (
        ("scheme", scheme.id),
        ("version", scheme.version),
        ("title", scheme.title),
        ("layout", shape),
    )


def parse_identity(rows: Mapping[str, str]) -> Identity:
    """Read the rows of the hidden sheet; whatever is missing or damaged is empty, and nothing is raised."""
    slots, goals, tables = _parse_layout(rows.get("layout", ""))
    return Identity(
        scheme=rows.get("scheme", ""),
        version=rows.get("version", ""),
        title=rows.get("title", ""),
        slots=slots,
        goals=goals,
        tables=tables,
    )


def properties_for(scheme: Scheme) -> dict[str, str]:
    """Return the custom document properties of a form."""
    return {_PROPERTY_SCHEME: scheme.id, _PROPERTY_VERSION: scheme.version}


def _parse_layout(text: str) -> tuple[tuple[Slot, ...] | None, int, dict[str, int]]:
    try:
        # It comes from a file that anybody may have changed: every value is looked at
        data = json.loads(text)
    except (ValueError, RecursionError):
        return None, 1, {}
    if not isinstance(data, dict) or not _counted(data.get("goals"), MOST_GOALS):
        return None, 1, {}
    # Forms that print their rows have tables, those with slots list these
    if isinstance(data.get("tables"), dict):
        tables = {
            name: rows
            for name, rows in data["tables"].items()
            if _counted(rows, MOST_SLOTS)
        }
        return None, int(data["goals"]), tables
    if not isinstance(data.get("slots"), list) or len(data["slots"]) > MOST_SLOTS:
        return None, 1, {}
    # One damaged row makes the list worthless: the others would stand in wrong places
    slots = tuple(slot for slot in map(_parse_slot, data["slots"]) if slot is not None)
    if len(slots) != len(data["slots"]) or not slots:
        return None, 1, {}
    return slots, int(data["goals"]), {}


def _counted(number: object, most: int) -> bool:
    return (
        isinstance(number, int) and not isinstance(number, bool) and 1 <= number <= most
    )


def _parse_slot(item: object) -> Slot | None:
    if not isinstance(item, list) or len(item) != 3:
        return None
    dimension, category, ordinal = item
    named = (
        isinstance(dimension, str)
        and isinstance(category, str)
        and bool(dimension)
        and bool(category)
    )
    counted = (
        isinstance(ordinal, int)
        and not isinstance(ordinal, bool)
        and 1 <= ordinal <= MOST_SLOTS
    )
    return Slot(dimension, category, ordinal) if named and counted else None
