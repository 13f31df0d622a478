"""The cells in which two distributed forms of one layout differ: what is poured into its mould."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from perfeval_xl.form.drawing.paging import Paging
from perfeval_xl.sheets.moulding import Changes

__all__ = ["Pouring"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pouring:
    """Where the pages of every sheet of a form end, which decides its mould, and what differs from that mould, by title."""

    pages: tuple[Paging, ...]
    changes: Mapping[str, Changes]
