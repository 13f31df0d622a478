"""The preview of one row: which rule scores it, as a formula, and where only the program can tell.

A formula sees the figures and whether a cell shows a percentage, the name of the indicator as a text, and where the row
stands. Wherever the program would ask (`measures.row`), or reads what a formula cannot, it shows nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from perfeval_xl.measures import ABSENT
from perfeval_xl.measures.names import words
from perfeval_xl.measures.numerals import CHINESE
from perfeval_xl.rules.cells import NOT_TOLD, may_be_day, mentions, percent_shown
from perfeval_xl.rules.registry import quantity_role, rule_for
from perfeval_xl.rules.signed import SignedTarget
from perfeval_xl.scheme.model import Rounding, RuleSpec, Scheme

__all__ = ["indicator_formula", "quantity_formula"]

_COST, _TIME, _SATISFACTION = "成本", "时效", "满意度"
_RATE_SIGNS = ("率", "度", "比", "%", "％", "‰")
"""In every name of a rate, and in some others, for which the preview stays blank a little more often."""

_PERCENT_SIGNS = ("%", "％", "‰", "百分比")
_DAYS_WITHOUT_FIGURES = ("年底", "年末", "半年")
_FIRST_YEAR = 1900
"""From here on a figure may be a year, a month such as 2024.12, or a day."""


def indicator_formula(
    scheme: Scheme,
    cells: Mapping[str, str],
    path: tuple[str, ...] = (),
) -> str:
    """Return the preview of one indicator row of an open form: the formula whose rule `role_in` would choose.

    `cells` has `weight`, `target`, `actual`, `self_score`, `note`, and `name` where the form has one. Blank (`""`) until
    the row is filled in, and for values written as text with a unit (`7项`), which only the program reads.
    """
    weight = cells["weight"]
    target = cells["target"]
    actual = cells["actual"]
    row = _Row(scheme=scheme, cells=cells, path=path)
    said = (
        f"AND(ISTEXT({target}),ISTEXT({actual}),{_says_something(target)},{_says_something(actual)},"
        f"{_without_figures(target)})"
    )
    quality = rule_for(scheme.rules["quality"]).formula(cells, scheme.rounding)
    values = f'IF(ISNUMBER({actual}),{row.figures()},IF({said},{quality},""))'
    return f'IFERROR(IF(ISNUMBER({weight}),IF({weight}>=0,{values},""),""),"")'


def quantity_formula(
    spec: RuleSpec,
    cells: Mapping[str, str],
    rounding: Rounding,
) -> str:
    """Return the preview of a rule of a fixed form that compares `target` with `actual`: the target may show a sign."""
    rule = rule_for(spec)
    target, actual = cells["target"], cells["actual"]
    signed = SignedTarget(cell=target, percent=cells.get("target_percent", ""))
    face = rule.formula(_signed_cells(cells, signed, signed.at_most), rounding)
    told = (
        f"IF({signed.readable()},IF({may_be_day(actual)},{NOT_TOLD},{face}),{NOT_TOLD})"
    )
    text = f"IF(AND(ISTEXT({target}),ISNUMBER({actual})),{told},{NOT_TOLD})"
    return f"IFERROR(IF(ISTEXT({target}),{text},{rule.formula(cells, rounding)}),{NOT_TOLD})"


def _signed_cells(
    cells: Mapping[str, str],
    target: SignedTarget,
    at_most: str,
) -> dict[str, str]:
    """Return the cells of a rule whose target may show a sign."""
    return {
        **cells,
        "target": target.number,
        "target_percent": target.is_percent,
        "at_most": at_most,
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """One row of an open form, as far as a formula is concerned."""

    scheme: Scheme
    cells: Mapping[str, str]
    path: tuple[str, ...]

    @property
    def signed(self) -> SignedTarget:
        """The target."""
        return SignedTarget(cell=self.cells["target"])

    def under(self, heading: str) -> bool:
        """Whether the row stands under such a heading."""
        return any(heading in name for name in self.path[:2])

    def named(self, listed: Iterable[str]) -> str:
        """The formula that is true when the name has one of the words; never where there is no cell for a name."""
        name = self.cells.get("name")
        if name is None:
            return "FALSE"
        return mentions(name, listed)

    def figures(self) -> str:
        """The points where the actual is a number."""
        target = self.cells["target"]
        actual = self.cells["actual"]
        rounding = self.scheme.rounding
        spec = self.scheme.rules[quantity_role(self.scheme, self.path)]
        zero = rule_for(self.scheme.rules["zero"]).formula(self.cells, rounding)
        points = rule_for(spec).formula(
            _signed_cells(self.cells, self.signed, self._limit()),
            rounding,
        )
        unclear = f"OR({','.join(self._unclear())})"
        nobody_can_say = f"OR({','.join(self._unclear_without_sign())})"
        readable = f"IF(ISNUMBER({target}),{target}>0,{self.signed.readable()})"
        asked = f"IF(ISNUMBER({target}),{nobody_can_say},{may_be_day(actual)})"
        told = f"IF({readable},IF({asked},{NOT_TOLD},IF({unclear},{NOT_TOLD},{points})),{NOT_TOLD})"
        nothing = f"IF({self._dated(actual)},{NOT_TOLD},{zero})"
        return f"IF(AND(ISNUMBER({target}),{target}=0),{nothing},{told})"

    def _limit(self) -> str:
        """Whether less is better."""
        if not self.under(_COST):
            return self.signed.at_most
        spent = (
            f"AND(ISNUMBER({self.cells['target']}),NOT({self.named(words().saving)}))"
        )
        return f"OR({self.signed.at_most},{spent})"

    def _unclear(self) -> Iterable[str]:
        """Conditions under which two figures may mean two things, or the actual says nothing about a cost."""
        actual = self.cells["actual"]
        shown = percent_shown(actual)
        yield self._dated(f"MAX({self.signed.number},{actual})")
        yield f"AND({self.signed.is_percent}<>{shown},{self.named(_PERCENT_SIGNS)})"
        two_scales = f"(ABS({self.signed.number})<2)<>(ABS({actual})<2)"
        if self.under(_SATISFACTION):
            rate_name = "TRUE"
        else:
            rate_name = self.named(_RATE_SIGNS)
        bare = f"NOT({self.signed.is_percent}),NOT({shown})"
        yield f"AND({bare},{actual}<>0,{two_scales},{rate_name})"
        if self.under(_COST):
            yield f"AND({actual}<=0,{self._limit()})"

    def _dated(self, figure: str) -> str:
        """Whether a figure may be a year or a day, where the row may be about one."""
        late = f"{figure}>={_FIRST_YEAR}"
        if self.under(_TIME):
            return late
        return f"AND({late},{self.named(words().dates)})"

    def _unclear_without_sign(self) -> Iterable[str]:
        """Conditions under which nobody can say whether less is better, or whether the two are days."""
        known = words()
        target = self.cells["target"]
        actual = self.cells["actual"]
        yield f"AND({may_be_day(target)},{may_be_day(actual)})"
        if self.under(_COST):
            yield self.named(_RATE_SIGNS)
            yield f"NOT({self.named((*known.spending, *known.saving))})"
            return
        if self.under(_TIME):
            yield f"NOT({percent_shown(target)})"
        if not self.under(_SATISFACTION):
            yield self.named(
                (
                    *known.less_is_better,
                    *known.ceiling_rates,
                    *known.spending_elsewhere,
                )
            )


def _without_figures(cell: str) -> str:
    """Return the formula that is true for a text that can be no quantity and no day: 7项, 七项, 年底前 the program reads."""
    figures = (
        *"0123456789０１２３４５６７８９半",
        *sorted(CHINESE),
        *_DAYS_WITHOUT_FIGURES,
    )
    return f"NOT({mentions(cell, figures)})"


def _says_something(cell: str) -> str:
    """Return the formula that is true unless the text is blank or says 不适用."""
    absent = "{" + ",".join(f'"{word}"' for word in ("", *sorted(ABSENT))) + "}"
    return f'SUMPRODUCT(--EXACT(TRIM(SUBSTITUTE({cell},"\u3000","")),{absent}))=0'
