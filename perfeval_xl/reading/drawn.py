"""What the locked cells of a form say as long as nobody changes them: as it is kept of the usual forms, else drawn anew."""

from __future__ import annotations

from functools import lru_cache

from perfeval_xl.form.drawing.whole_form import draw_form
from perfeval_xl.form.layout.open import Layout, Slot, layout_for
from perfeval_xl.form.layout.placed import FormLayout, LayoutKey
from perfeval_xl.reading.drawn_sheets import DrawnForm, as_drawn
from perfeval_xl.reading.references import reference_form
from perfeval_xl.scheme.model import Scheme

__all__ = ["drawn_form", "layout_of"]


def drawn_form(scheme: Scheme, layout: FormLayout) -> DrawnForm:
    """Return what the form of this layout says when it is empty; the same object for the same form."""
    return _drawn(LayoutKey(scheme, layout))


def layout_of(scheme: Scheme, slots: tuple[Slot, ...] | None, goals: int) -> Layout:
    """Return the layout of an open form with these rows; the same object for the same form."""
    return _placed(_Asked(scheme, slots, goals))


class _Asked:
    """A scheme, which stays loaded, and the rows of a form of it, as the key of a cache."""

    def __init__(
        self, scheme: Scheme, slots: tuple[Slot, ...] | None, goals: int
    ) -> None:
        self.scheme, self.slots, self.goals = scheme, slots, goals
        self._told = (scheme.id, slots, goals)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, _Asked):
            return False
        return self.scheme is other.scheme and self._told == other._told

    def __hash__(self) -> int:
        return hash(self._told)


@lru_cache(maxsize=64)
def _placed(asked: _Asked) -> Layout:
    return layout_for(asked.scheme, asked.slots, asked.goals)


@lru_cache(maxsize=64)
def _drawn(key: LayoutKey) -> DrawnForm:
    kept = reference_form(key.scheme, key.layout)
    if kept is not None:
        return kept
    return as_drawn(draw_form(key.scheme, key.layout))
