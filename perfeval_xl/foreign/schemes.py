"""Which scheme a foreign form follows, told by what it prints."""

from __future__ import annotations

from collections.abc import Mapping
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
    funds = draft.funds[0] if draft.funds else None
    if "execution" in sign:
        stated = (
            None
            if funds is None or funds.weight is None
            else parse_number((funds.weight.text or "").rstrip("分"))
        )
        if stated != parse_number(sign["execution"]):
            return False
    if "total" in sign and (funds is None or funds.source != sign["total"]):
        return False
    if "dimension" in sign and all(
        row.path[0] != sign["dimension"] for row in draft.indicators
    ):
        return False
    if "years" in sign and draft.fields.get("year", Entry()).text not in sign["years"]:
        return False
    return "place" not in sign or any(
        place in said for place in sign["place"] for said in _names(draft)
    )


def _names(draft: Draft) -> list[str]:
    entries = (
        draft.fields.get(key, Entry()) for key in ("project", "department", "unit")
    )
    return [draft.title, *(entry.text or "" for entry in entries)]
