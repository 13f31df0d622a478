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
            scheme_id = sign["id"]
            return Guess(scheme_id, sign["because"])
    # No sign at all
    scheme_id = known["fallback"]
    return Guess(scheme_id, known["because"])


def _shows(draft: Draft, sign: Mapping[str, Any]) -> bool:
    """Whether a form shows everything that a sign names."""
    shown = {
        "execution": _execution_points,
        "total": _first_source,
        "dimension": _has_dimension,
        "years": _is_of_year,
        "place": _names_place,
    }
    for key, shows in shown.items():
        # A sign need not name everything
        if key not in sign:
            continue
        if not shows(draft, sign[key]):
            return False
    return True


def _execution_points(draft: Draft, points: str) -> bool:
    """Whether the row of funds carries so many points."""
    if not draft.funds:
        return False
    weight = draft.funds[0].weight
    if weight is None:
        return False
    stated = parse_number(weight.text)
    return stated == parse_number(points)


def _first_source(draft: Draft, source: str) -> bool:
    """Whether the first row of the funds is called so."""
    if not draft.funds:
        return False
    total = draft.funds[0]
    return total.source == source


def _has_dimension(draft: Draft, dimension: str) -> bool:
    """Whether any indicator stands under this 一级指标."""
    levels = {row.path[0] for row in draft.indicators}
    return dimension in levels


def _is_of_year(draft: Draft, years: Sequence[str]) -> bool:
    """Whether the year that a form names is one of these."""
    year = draft.fields.get("year", Entry())
    return year.text in years


def _names_place(draft: Draft, places: Sequence[str]) -> bool:
    """Whether the title, the project or who carries it out names one of these places."""
    for said in _names(draft):
        for place in places:
            if place in said:
                return True
    return False


def _names(draft: Draft) -> list[str]:
    """Return the texts of a form that may name its place."""
    names = [draft.title]
    for key in ("project", "department", "unit"):
        entry = draft.fields.get(key, Entry())
        names.append(entry.text or "")
    return names
