"""A scheme as records. Every figure a finance officer might change next year stands in a TOML file, not here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

__all__ = ["Band", "Category", "Dimension", "Rounding", "RuleSpec", "Scheme", "Section", "Source"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The document a requirement comes from, with its number and clause; `note` says what is not certain."""

    document: str
    number: str
    clause: str = ""
    note: str = ""

    @property
    def citation(self) -> str:
        """The short form for a sentence: `财预〔2020〕10号第十六条`."""
        return f"{self.number}{self.clause}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """One grade: `lowest` and everything above it, up to the next band."""

    label: str
    lowest: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounding:
    """`places` decimals, half up. `stage` is `indicator` (every score is rounded, the total adds up) or `total`."""

    places: int
    stage: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSpec:
    """A rule kind with its parameters, as written in the scheme; the rules room turns it into a rule."""

    kind: str
    source: Source
    parameters: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A 二级指标 of an open form; `rows` are the indicator rows that the official form prints for it."""

    name: str
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimension:
    """A 一级指标 with its weight and its categories."""

    name: str
    weight: Decimal
    categories: tuple[Category, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A text the unit writes. `group` is the heading that spans several sections, empty for none.

    `place` is `form` (part of the official form) or `narrative` (the text part of the self-evaluation document).
    """

    name: str
    group: str = ""
    place: str = "form"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """One kind of evaluation, in force from `valid_from` to `valid_to` (`None`: still in force).

    `execution_weight` points go to the funds row by `rules["execution"]`; the other rules are chosen by what a target
    is: `quantity`, `zero`, `quality`. `bands` run from the best grade to the worst and leave no hole.
    """

    id: str
    title: str
    version: str
    form_title: str
    form_year: int | None
    source: Source
    valid_from: date
    valid_to: date | None
    money_unit: str
    full_score: Decimal
    execution_weight: Decimal
    rounding: Rounding
    bands: tuple[Band, ...]
    funds: tuple[str, ...]
    dimensions: tuple[Dimension, ...]
    rules: Mapping[str, RuleSpec]
    sections: tuple[Section, ...] = ()

    def grade(self, total: Decimal) -> str:
        """Return the label of the band that holds `total`; below the lowest band is the lowest."""
        for band in self.bands:
            if total >= band.lowest:
                return band.label
        return self.bands[-1].label

    def dimension(self, name: str) -> Dimension | None:
        """Return the dimension of that name, or `None`."""
        return next((dimension for dimension in self.dimensions if dimension.name == name), None)
