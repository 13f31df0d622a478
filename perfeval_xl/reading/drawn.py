"""What the locked cells of a form say as long as nobody changes them: as it is kept of the usual forms, else drawn anew."""

from __future__ import annotations

from functools import lru_cache

from perfeval_xl.form.drawing.whole_form import draw_form
from perfeval_xl.form.layout.placed import FormLayout, LayoutKey
from perfeval_xl.reading.drawn_sheets import DrawnForm, as_drawn
from perfeval_xl.reading.references import reference_form
from perfeval_xl.scheme.model import Scheme

__all__ = ["drawn_form"]


def drawn_form(scheme: Scheme, layout: FormLayout) -> DrawnForm:
    """Return what the form of this layout says when it is empty; the same object for the same form."""
    return _drawn(LayoutKey(scheme, layout))


@lru_cache(maxsize=64)
def _drawn(key: LayoutKey) -> DrawnForm:
    # Drawing costs more than all of reading; what is drawn usually is kept with the program
    kept = reference_form(key.scheme, key.layout)
    if kept is not None:
        return kept
    return as_drawn(draw_form(key.scheme, key.layout))
