"""The layout with which a form was made: as many rows as it was drawn with."""

from __future__ import annotations

from perfeval_xl.form.identity.stated import Identity
from perfeval_xl.form.layout.form_layout import layout_of_sizes
from perfeval_xl.form.layout.placed import FormLayout
from perfeval_xl.form.layout.sizes import Sizes, sizes_for
from perfeval_xl.scheme.model import Scheme

__all__ = ["layout_as_made"]


def layout_as_made(scheme: Scheme, identity: Identity) -> FormLayout:
    """Return the layout of the form that says this of itself; never with fewer goals or rows than the form prints."""
    usual = sizes_for(scheme)
    # A table that the scheme does not have (any more) has no place either
    tables = dict(usual.tables)
    for name, rows in identity.tables.items():
        if name in tables:
            tables[name] = max(rows, tables[name])
    sizes = Sizes(
        max(usual.goals, identity.goals), tables, identity.slots or usual.slots
    )
    return layout_of_sizes(scheme, sizes)
