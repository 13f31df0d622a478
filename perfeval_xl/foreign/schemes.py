"""Which scheme a foreign form follows, told by what it prints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from perfeval_xl.amounts import parse_number
from perfeval_xl.foreign.draft import Draft
from perfeval_xl.foreign.words import words
from perfeval_xl.refs import Entry

__all__ = ["Guess", "scheme_of"]


@dataclass(frozen=True, slots=True)
class Guess:
    """The scheme that a form was taken for, and why."""

    scheme_id: str
    because: str


def scheme_of(draft: Draft) -> Guess:
    """Return the scheme of a form: the first of the signs in `words.toml` that it shows, else the fallback."""
    known = words().schemes
    for sign in known["signs"]:
        if _shows(draft, sign):
            return Guess(sign["id"], sign["because"])
    return Guess(known["fallback"], known["because"])


def _shows(draft: Draft, sign: Mapping[str, Any]) -> bool:
    """Whether a form shows everything that a sign names."""
    shown = {
        "execution": _execution_points,
        "total": _first_source,
        "dimension": _has_dimension,
        "years": _is_of_year,
        "place": _names_place,
    }
    return all(shows(draft, sign[key]) for key, shows in shown.items() if key in sign)


def _execution_points(draft: Draft, points: str) -> bool:
    """Whether the row of funds carries so many points."""
    if not draft.funds or draft.funds[0].weight is None:
        return False
    stated = parse_number(draft.funds[0].weight.text)
    return stated == parse_number(points)


def _first_source(draft: Draft, source: str) -> bool:
    return bool(draft.funds) and draft.funds[0].source == source


def _has_dimension(draft: Draft, dimension: str) -> bool:
    return any(row.path[0] == dimension for row in draft.indicators)


def _is_of_year(draft: Draft, years: Sequence[str]) -> bool:
    return draft.fields.get("year", Entry()).text in years


def _names_place(draft: Draft, places: Sequence[str]) -> bool:
    names = _names(draft)
    return any(place in said for place in places for said in names)


def _names(draft: Draft) -> list[str]:
    entries = (
        draft.fields.get(key, Entry()) for key in ("project", "department", "unit")
    )
    return [draft.title, *(entry.text or "" for entry in entries)]
