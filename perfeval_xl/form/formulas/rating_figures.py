"""The figures of a row of a fixed form, as its formulas compare them: units taken off, and the points that it is worth."""

from __future__ import annotations

from dataclasses import dataclass

from perfeval_xl.amounts import plain
from perfeval_xl.form.formulas.form_formulas import FormFormulas
from perfeval_xl.form.formulas.unit_numbers import number_formula, rate_formula
from perfeval_xl.form.layout.asking import Asked
from perfeval_xl.form.layout.rating import RatingLayout
from perfeval_xl.measures import ABSENT
from perfeval_xl.rules.base import Fact, FactKind
from perfeval_xl.rules.cells import folded, one_of_words_formula, percent_shown_formula
from perfeval_xl.rules.items import mark
from perfeval_xl.rules.sharing import shared_formula
from perfeval_xl.scheme.model import OWN_NAME
from perfeval_xl.sheets.model import Formula

__all__ = [
    "RatingFigures",
    "falls_back",
    "quantity_facts",
    "rate_fact",
    "short_name",
]

_LONGEST_NAME = 12


@dataclass(frozen=True, slots=True)
class RatingFigures(FormFormulas):
    """Writes the formulas of single figures of one layout."""

    layout: RatingLayout

    def _cell(self, key: str) -> str:
        return self.layout.seen_from(self.layout.sheet, key)

    def _share(self, asked: Asked) -> Formula:
        """What a row of the unit's own is worth: the rows that are filled in share the points."""
        share = asked.spec.share
        assert share is not None
        first = asked.index - share.number + 1
        begun = [
            self._begun_formula(index) for index in range(first, first + share.rows)
        ]
        return Formula(
            shared_formula(
                asked.spec.weight, begun, share.number - 1, self.scheme.rounding
            )
        )

    def _begun_formula(self, index: int) -> str:
        """Whether such a row says anything that makes it an indicator, as a condition."""
        sheet = self.layout.fields[f"indicator_{index}_weight"].sheet
        keys = (
            f"evidence_{index}_{OWN_NAME}",
            f"indicator_{index}_target",
            f"indicator_{index}_actual",
        )
        cells = (f"TRIM({self.layout.seen_from(sheet, key)})" for key in keys)
        return f'{"&".join(cells)}<>""'

    def _weight(self, asked: Asked) -> str:
        """The points that a row is worth: printed, or in the cell where they are computed."""
        if asked.spec.share is None:
            return plain(asked.spec.weight)
        return self._cell(f"indicator_{asked.index}_weight")

    def _number(self, asked: Asked, name: str) -> str:
        """The figure that the rule compares: that of the evidence, else the one of the row without its unit."""
        if not quantity_facts(asked):
            return '""'
        target, actual = (
            self._cell(f"indicator_{asked.index}_{each}")
            for each in ("target", "actual")
        )
        row = number_formula(
            *((target, actual) if name == "target" else (actual, target))
        )
        own = f"evidence_{asked.index}_{name}"
        if own not in self.layout.fields:
            return row
        cell = self._cell(own)
        other = self._cell(
            f"evidence_{asked.index}_{'actual' if name == 'target' else 'target'}"
        )
        blank = f'AND(TRIM({cell})="",TRIM({other})="")'
        plain_row = target if name == "target" else actual
        return f'IF({blank},{row},IF(TRIM({cell})="",{plain_row},{cell}))'

    def _percent(self, asked: Asked, name: str) -> str:
        """Whether the figure that the rule compares is shown as a percentage, in the cell where it was filled in."""
        row = self._cell(f"indicator_{asked.index}_{name}")
        own = f"evidence_{asked.index}_{name}"
        if own not in self.layout.fields:
            return percent_shown_formula(row)
        cell = self._cell(own)
        return f'IF(TRIM({cell})="",{percent_shown_formula(row)},{percent_shown_formula(cell)})'

    def _rate_percent(self, asked: Asked, rate: Fact) -> str:
        """Whether a rate is shown as a percentage; one that is written as a text is."""
        key = self.layout.fact_key(asked, rate.name)
        cell = self._cell(key if key is not None else f"indicator_{asked.index}_actual")
        return f"OR(ISTEXT({cell}),{percent_shown_formula(cell)})"

    def _target_number(self, asked: Asked) -> str:
        return self._number(asked, "target")

    def _actual_number(self, asked: Asked) -> str:
        rate = None if quantity_facts(asked) else rate_fact(asked)
        key = None if rate is None else self.layout.fact_key(asked, rate.name)
        if key is not None:
            return rate_formula(self._cell(key))
        return self._number(asked, "actual")

    def _absent_formula(self, asked: Asked) -> str:
        cell = self._cell(f"indicator_{asked.index}_actual")
        return one_of_words_formula(folded(cell, ABSENT), sorted(ABSENT))


def quantity_facts(asked: Asked) -> bool:
    """Whether the rule compares the numbers in 指标值 and 完成值."""
    numbers = {fact.name for fact in asked.rule.facts() if fact.kind is FactKind.NUMBER}
    return {"target", "actual"} <= numbers


def rate_fact(asked: Asked) -> Fact | None:
    """Return the one rate that the rule asks for, `None` where there is no such fact or more than one."""
    rates = [fact for fact in asked.rule.facts() if fact.kind is FactKind.RATE]
    return rates[0] if len(rates) == 1 else None


def falls_back(asked: Asked, fact: Fact) -> bool:
    """Whether a fact with a cell of its own may stay blank, since the rule then looks at the row."""
    return fact.name == "score" or (
        fact.name in {"target", "actual"} and fact.name in asked.in_targets
    )


def short_name(fact: Fact) -> str:
    """A fact in a few letters; points have their number."""
    return (
        f"要点{mark(int(fact.name))}"
        if fact.name.isdigit()
        else fact.label[:_LONGEST_NAME]
    )
