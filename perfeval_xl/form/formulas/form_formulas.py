"""The live formulas of a form, for Excel 2010, WPS and LibreOffice alike: a preview, since scoring is done by rules.

Here stands what every form computes in the same way, whatever rows it has: sums, the total by the rules and its grade,
whether 总分 agrees. Which cells belong to that, the rows say: `open` those that units write, `rating` those that are printed.

What a formula finds it says in words; the conditional formats only repeat it in colour.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from perfeval_xl.amounts import plain
from perfeval_xl.form.formulas.hint_words import (
    AGREES,
    CLOSE,
    DIFFERS,
    partly_told_formula,
)
from perfeval_xl.form.layout.field_key import FieldKey
from perfeval_xl.form.layout.placed import FormLayout
from perfeval_xl.rules.cells import shown_number
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.sheets.model import Formula
from perfeval_xl.sheets.values import GENERAL

__all__ = ["PERCENT", "FormFormulas", "Live", "Written", "grade_formula"]

PERCENT = "0.00%"

Live = tuple[Formula, str]
"""The formula of a cell and its number format."""

Written = Callable[[], str]
"""Writes a formula, once it is known that its cell is there."""

_SUMMED = {"weight_total": "weight", "self_total": "self_score"}
"""Which column the two totals of a form add up."""


def grade_formula(scheme: Scheme, total: str) -> str:
    """Return the formula of the grade of the total in a cell, which holds a number."""
    # From the worst to the best, so that the best is asked for first
    grade = f'"{scheme.bands[-1].label}"'
    for band in reversed(scheme.bands[:-1]):
        grade = f'IF({total}>={plain(band.lowest)},"{band.label}",{grade})'
    return grade


@dataclass(frozen=True, slots=True)
class FormFormulas(ABC):
    """Writes the formulas of one layout."""

    scheme: Scheme
    layout: FormLayout

    # --------------------------------------------- which cell has which formula

    def computed(self, key: str) -> Live | None:
        """Return what a field shows while nobody has stated it; `None` where it is blank."""
        field = FieldKey.parse(key)
        if field is not None:
            return self.computed_in(field)
        if key in _SUMMED:
            return Formula(self.sum_of(key, _SUMMED[key])), GENERAL
        return None

    def live(self, key: str) -> Live | None:
        """Return the formula of a cell that is only computed; `None` for all others."""
        field = FieldKey.parse(key)
        if field is not None:
            return self.live_in(field)
        written = self.singles().get(key)
        if written is None:
            return None
        number_format = GENERAL
        if key.endswith("_rate"):
            number_format = PERCENT
        return Formula(written()), number_format

    def shown(self, key: str, sheet: str) -> Formula:
        """Return the formula that repeats a figure which stands elsewhere."""
        cell = self.layout.seen_from(sheet, key)
        return Formula(f'IF(TRIM({cell})="","",{cell})')

    def singles(self) -> Mapping[str, Written]:
        """Return what is computed once in a form, by the name of its cell."""
        return {
            "self_check": self._self_check,
            "rule_total": self._rule_total,
            "rule_grade": self._rule_grade,
        }

    @abstractmethod
    def proposed(self, key: str) -> Formula | None:
        """Return what a cell of 得分 shows until somebody writes over it; `None` for every other field."""

    @abstractmethod
    def computed_in(self, field: FieldKey) -> Live | None:
        """Do the same as `computed` for a field that there are several of."""

    @abstractmethod
    def live_in(self, field: FieldKey) -> Live | None:
        """Do the same as `live` for a cell that there are several of."""

    # --------------------------------------------- which cells the totals look at

    @abstractmethod
    def sum_of(self, key: str, column: str) -> str:
        """Return the formula of a total that stands in the field `key`."""

    @abstractmethod
    def scores(self) -> str:
        """Return the cells of 得分 that make 总分, as arguments of SUM and COUNT."""

    @abstractmethod
    def points(self) -> str:
        """Return the cells with the points by the rules, in the same way."""

    @abstractmethod
    def weighed(self) -> str:
        """Return the formula of how many rows have points to give."""

    @abstractmethod
    def told_weight(self) -> str:
        """Return the formula of the weights of the rows whose points are known."""

    @property
    @abstractmethod
    def total_name(self) -> str:
        """What the hint calls the cell in which 总分 is printed."""

    # ------------------------------------------------------------------ totals

    def _rule_total(self) -> str:
        """The sum of the points that the rules give, as far as they can be told."""
        points, places = self.points(), self.scheme.rounding.places
        return f'IF(COUNT({points})=0,"",ROUND(SUM({points}),{places}))'

    def _rule_grade(self) -> str:
        """The grade of that total; pending while a row with a weight has no points yet."""
        total = self.layout.seen_from(self.layout.sheet, "rule_total")
        pending = f"COUNT({self.points()})<{self.weighed()}"
        partial = partly_told_formula(f"({self.told_weight()})")
        grade = grade_formula(self.scheme, total)
        return f'IF({total}="","",IF({pending},{partial},{grade}))'

    def _self_check(self) -> str:
        """Whether the self scores add up to the total that is printed."""
        cells = self.scores()
        total = self.layout.seen_from(self.layout.sheet, "self_total")
        # Points have two decimals; the rest of a sum is what binary figures leave behind
        sum_ = f"ROUND(SUM({cells}),4)"
        points = shown_number(sum_)
        same = f'{points}&"分，{AGREES}"'
        other = f'"{DIFFERS}各项相加为"&{points}&"分"'
        told = f"IF(ABS({total}-{sum_})<{CLOSE},{same},{other})"
        no_number = f'"{DIFFERS}{self.total_name}应填数字"'
        stated = f"IF(ISNUMBER({total}),{told},{no_number})"
        return f'IF(COUNT({cells})=0,"还没有得分",{stated})'
