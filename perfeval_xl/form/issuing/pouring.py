"""What goes into a mould of a distributed form, and what a shape must tell so that forms can be cast from it.

A shape is one layout of one scheme. Open and fixed forms have shapes of their own (`open_shape`, `rating_shape`); the
mould, the identity and the signature are the same for both (`casting`).
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from typing import Protocol

from perfeval_xl.sheets.model import Area, Workbook
from perfeval_xl.sheets.moulding import Changes
from perfeval_xl.submission.model import Submission

__all__ = ["PREFILLED_FUNDS", "PREFILLED_HEAD", "Pouring", "Shape"]

PREFILLED_HEAD = ("project", "department", "unit")
"""The single fields that a form is prefilled with, the year aside, which stands in a label."""

PREFILLED_FUNDS = ("initial_budget", "budget")
"""The figures of a funds row that a form is prefilled with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pouring:
    """Where the pages of a form end, which decides its mould, and what differs from that mould, by sheet title."""

    pages: Hashable
    changes: Mapping[str, Changes]


class Shape(Protocol):
    """One layout of one scheme.

    `wording` is the digest of its empty form, `identity` the rows of its hidden sheet, `holes` the areas that may differ
    from form to form, by sheet title.
    """

    wording: str
    identity: Mapping[str, str]
    holes: Mapping[str, Collection[Area]]

    def casts(self, submission: Submission) -> bool:
        """Whether a submission states nothing but what this shape has holes for."""

    def locked(self, submission: Submission) -> Mapping[str, str]:
        """Return the fields that the unit may not change, each with what stands there."""

    def pour(self, submission: Submission, locked: Mapping[str, str]) -> Pouring:
        """Return what this submission changes."""

    def book(self, pages: Hashable) -> Workbook:
        """Return the empty form, drawn for these pages."""
