"""The preview of one row: which rule scores it, as a formula, and where only the program can tell.

A formula sees the figures and whether a cell shows a percentage, the name of the indicator as a text, and where the row
stands. Wherever the program would ask (`measures.row`), or reads what a formula cannot, it shows nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from perfeval_xl.measures import ABSENT
from perfeval_xl.rules.cells import (
    NOT_TOLD,
    may_be_day_formula,
    one_of_words_formula,
    quoted,
)
from perfeval_xl.rules.registry import quantity_role, rule_for
from perfeval_xl.rules.row_words import (
    COST,
    DATES,
    DIRECTIONS,
    PERCENTS,
    RATES,
    SATISFACTION,
    SAVING,
    TIMELINESS,
    UNITS,
    said_in_name_formula,
)
from perfeval_xl.rules.signed import SignedTarget
from perfeval_xl.rules.told_apart import DURATIONS, MONEY, ON_TIME, listed_formula
from perfeval_xl.scheme.model import Rounding, RuleSpec, Scheme

__all__ = [
    "indicator_formula",
    "quantity_formula",
    "says_nothing_formula",
    "says_words_formula",
]

_FIRST_YEAR = 1900
"""From here on a figure may be a year, a month such as 2024.12, or a day."""


def indicator_formula(
    scheme: Scheme,
    cells: Mapping[str, str],
    path: tuple[str, ...] = (),
) -> str:
    """Return the preview of one indicator row of an open form: the formula whose rule `role_in` would choose.

    `cells` has `weight`, `self_score`, `note`, those of `told_apart.PARTS`, and `name` where the form has one. Blank
    (`""`) until the row is filled in, and for what only the program or a person can tell.
    """
    weight = cells["weight"]
    target, actual = cells["said_target"], cells["said_actual"]
    # Two figures are computed with; words are compared with the levels of the scheme
    figures = f"ISNUMBER({cells['target_figure']}),ISNUMBER({cells['actual_figure']})"
    row = _Row(scheme=scheme, cells=cells, path=path)
    said = says_words_formula(cells)
    words_ = {**cells, "target": target, "actual": actual}
    quality = rule_for(scheme.rules["quality"]).formula(words_, scheme.rounding)
    by_words = f'IF({said},{quality},"")'
    # A day that was kept reads as figures too, but is judged by its words
    values = f'IF(AND({figures},{target}<>"{ON_TIME}"),{row.figures()},{by_words})'
    return f'IFERROR(IF(ISNUMBER({weight}),IF({weight}>=0,{values},""),""),"")'


def says_words_formula(cells: Mapping[str, str]) -> str:
    """Return the formula that is true where target and 完成值 are words: no figures are in the target, nothing is blank.

    What has no points then is for a person to judge.
    """
    target, actual = cells["said_target"], cells["said_actual"]
    written = f'{target}<>"",{actual}<>""'
    say = f"{_says_something_formula(target)},{_says_something_formula(actual)}"
    return f"AND({written},{say},NOT({cells['said_figures']}))"


def says_nothing_formula(cells: Mapping[str, str]) -> str:
    """Return the formula that is true where target or 完成值 is a dash, 不适用 or the like."""
    texts = [cells["target_text"], cells["actual_text"]]
    empty = [f'AND({text}<>"",NOT({_says_something_formula(text)}))' for text in texts]
    return f"OR({','.join(empty)})"


def quantity_formula(
    spec: RuleSpec,
    cells: Mapping[str, str],
    rounding: Rounding,
) -> str:
    """Return the preview of a rule of a fixed form that compares `target` with `actual`: the target may show a sign."""
    rule = rule_for(spec)
    target, actual = cells["target"], cells["actual"]
    # A text may be a target with a sign; it is read only beside an actual that is a number
    signed = SignedTarget(cell=target, percent=cells.get("target_percent", ""))
    face = rule.formula(_signed_cells(cells, signed, signed.at_most_formula), rounding)
    told = f"IF({signed.readable_formula()},IF({may_be_day_formula(actual)},{NOT_TOLD},{face}),{NOT_TOLD})"
    text = f"IF(AND(ISTEXT({target}),ISNUMBER({actual})),{told},{NOT_TOLD})"
    # A target that is a number goes straight to the rule
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
        "target_percent": target.is_percent_formula,
        "at_most": at_most,
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """One row of an open form, as far as a formula is concerned."""

    scheme: Scheme
    cells: Mapping[str, str]
    path: tuple[str, ...]

    @property
    def target(self) -> str:
        """The figure of the target."""
        return self.cells["target_figure"]

    @property
    def actual(self) -> str:
        """The figure of the 完成值."""
        return self.cells["actual_figure"]

    @property
    def unsigned_formula(self) -> str:
        """Whether the target has no sign that points anywhere."""
        sign = self.cells["target_sign"]
        return f'OR({sign}="",{sign}="=")'

    def percent(self, name: str) -> str:
        """Whether the figure of target or 完成值 is a percentage."""
        return f'{self.cells[f"{name}_unit"]}="%"'

    def has_formula(self, name: str, unit: str) -> str:
        """Whether a figure has this unit."""
        return f"{self.cells[f'{name}_unit']}={quoted(unit)}"

    def under(self, heading: str) -> bool:
        """Whether the row stands under such a heading."""
        return any(heading in name for name in self.path[:2])

    def named_formula(self, sign: str) -> str:
        """The formula that is true when the name has a word of a list of `row_words`."""
        return said_in_name_formula(self.cells["name_said"], sign)

    def figures(self) -> str:
        """The points where both are figures."""
        rounding = self.scheme.rounding
        spec = self.scheme.rules[quantity_role(self.scheme, self.path)]
        # The two rules that may score the row, the same as `role_in` chooses between
        cells = {
            **self.cells,
            "target": self.target,
            "target_percent": self.percent("target"),
            "actual": self.actual,
            "actual_percent": self.percent("actual"),
        }
        zero = rule_for(self.scheme.rules["zero"]).formula(cells, rounding)
        points = rule_for(spec).formula(
            {**cells, "at_most": self._limit()},
            rounding,
        )
        # Where the program would ask nothing is shown: more often so without a sign
        unclear = f"OR({','.join(self._unclear())})"
        nobody_can_say = f"OR({','.join(self._unclear_without_sign())})"
        day = f"AND({self.has_formula('actual', '')},{may_be_day_formula(self.actual)})"
        asked = f"IF({self.unsigned_formula},{nobody_can_say},{day})"
        told = f"IF({asked},{NOT_TOLD},IF({unclear},{NOT_TOLD},{points}))"
        above = f"IF({self.target}>0,{told},{NOT_TOLD})"
        sign = self.cells["target_sign"]
        # A target of 0 has its own rule, unless its sign is ≥
        none = f'AND({self.target}=0,OR({self.unsigned_formula},{sign}="≤"))'
        nothing = f"IF(OR({self._dated(self.actual)},{day}),{NOT_TOLD},{zero})"
        return f"IF({self._one_unit()},IF({none},{nothing},{above}),{NOT_TOLD})"

    def _one_unit(self) -> str:
        """Whether the two are in one unit, or one of them has none and the name no other; a strict sign is not at its edge."""
        target, actual = self.cells["target_unit"], self.cells["actual_unit"]
        # A bare figure may have its unit in the brackets of the name, and then in another one
        bare = f'AND({target}&{actual}<>"%",{self.named_formula(UNITS)})'
        # A unit with / beside a bare figure is left to the program
        each = f'IF(ISNUMBER(FIND("/",{target}&{actual})),FALSE,NOT({bare}))'
        one_bare = f'IF(OR({target}="",{actual}=""),{each},FALSE)'
        # > and < are not met by the figure itself: at their edge nothing is shown
        strict = f'ISNUMBER(FIND("~"&{self.cells["target_sign"]}&"~","~<~>~"))'
        away = f"IF(EXACT({target},{actual}),{self.target}<>{self.actual},FALSE)"
        return f"AND(IF(EXACT({target},{actual}),TRUE,{one_bare}),IF({strict},{away},TRUE))"

    def _limit(self) -> str:
        """Whether less is better."""
        sign = self.cells["target_sign"]
        signed = f'OR({sign}="≤",{sign}="<")'
        # A cost without a sign is a limit, unless the name says that something is saved
        if self.under(COST):
            spent = f"AND({self.unsigned_formula},NOT({self.named_formula(SAVING)}))"
            return f"OR({signed},{spent})"
        # A duration without a sign is one too; other figures of time are not
        if self.under(TIMELINESS):
            lasting = f"AND({self.unsigned_formula},{listed_formula(self.cells['target_unit'], DURATIONS)})"
            return f"OR({signed},{lasting})"
        return signed

    def _unclear(self) -> Iterable[str]:
        """Conditions under which two figures may mean two things, or the actual says nothing about a cost."""
        target, actual = self.percent("target"), self.percent("actual")
        # A year or a day typed as a number
        yield self._dated(f"MAX({self.target},{self.actual})")
        # A percentage beside a bare figure, while the name has % in it
        yield f"AND(({target})<>({actual}),{self.named_formula(PERCENTS)})"
        # One figure below 2 and the other not: a fraction beside a percentage, where it is a rate
        two_scales = f"(ABS({self.target})<2)<>(ABS({self.actual})<2)"
        if self.under(SATISFACTION):
            rate_name = "TRUE"
        else:
            rate_name = self.named_formula(RATES)
        bare = f"NOT({target}),NOT({actual})"
        yield f"AND({bare},{self.actual}<>0,{two_scales},{rate_name})"
        # Nothing was spent, so nothing shows that the limit was kept
        if self.under(COST):
            yield f"AND({self.actual}<=0,{self._limit()})"

    def _dated(self, figure: str) -> str:
        """Whether a bare figure may be a year or a day, where the row may be about one."""
        bare = f"OR({self.has_formula('target', '')},{self.has_formula('actual', '')})"
        late = f"{figure}>={_FIRST_YEAR}"
        if self.under(TIMELINESS):
            return f"AND({bare},{late})"
        return f"AND({bare},{late},{self.named_formula(DATES)})"

    def _unclear_without_sign(self) -> Iterable[str]:
        """Conditions under which nobody can say whether less is better, or whether the two are days."""
        unit = self.cells["target_unit"]
        # Two whole numbers that may be days are compared by the program only
        target = f'OR({unit}<>"",{may_be_day_formula(self.target)})'
        yield f"AND({self.has_formula('actual', '')},{may_be_day_formula(self.actual)},{target})"
        # A cost is a limit when it is money or named as spending; a rate may be either
        if self.under(COST):
            yield self.named_formula(RATES)
            money = listed_formula(unit, MONEY)
            yield f"NOT(OR({self.named_formula(DIRECTIONS)},{money}))"
            return
        if self.under(TIMELINESS):
            yield self.has_formula("target", "")
        # Names of what should be small: without a sign the direction stays open
        less = self.named_formula(DIRECTIONS)
        if self.under(TIMELINESS):
            yield f"AND(NOT({listed_formula(unit, DURATIONS)}),{less})"
        else:
            yield less


def _says_something_formula(cell: str) -> str:
    """Return the formula that is true unless the text is blank or says 不适用."""
    text = f'SUBSTITUTE({cell},"\u3000","")'
    return (
        f"IF(LEN(TRIM({text}))=0,FALSE,{one_of_words_formula(text, sorted(ABSENT))}=0)"
    )
