"""The layout with which a form was made: as many rows as it was drawn with."""

from __future__ import annotations

from perfeval_xl.form.identity.stated import Identity
from perfeval_xl.form.layout.grid import Sizes
from perfeval_xl.form.layout.placed import FormLayout
from perfeval_xl.form.layout.rating import rating_layout_for, sizes_for
from perfeval_xl.reading.drawn import layout_of
from perfeval_xl.scheme.model import Scheme

__all__ = ["layout_as_made"]


def layout_as_made(scheme: Scheme, identity: Identity) -> FormLayout:
    """Return the layout of the form that says this of itself; never with fewer goals or rows than the form prints."""
    if scheme.family == "open":
        return layout_of(scheme, identity.slots, identity.goals)
    usual = sizes_for(scheme)
    tables = dict(usual.tables)
    for name, rows in identity.tables.items():
        if name in tables:
            tables[name] = max(rows, tables[name])
    sizes = Sizes(max(usual.goals, identity.goals), tables)
    return rating_layout_for(scheme, sizes)
