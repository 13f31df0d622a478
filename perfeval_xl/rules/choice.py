"""`choice`: one of several described cases, each with its points (几种情形取其一)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from perfeval_xl.amounts import normalise, plain
from perfeval_xl.rules.base import (
    Bounds,
    Evidence,
    Fact,
    FactKind,
    Input,
    Outcome,
    Step,
    comparable,
    earned,
    earned_formula,
    rounded_formula,
)
from perfeval_xl.rules.cells import given_weight, one_of_words_formula
from perfeval_xl.rules.figures import left_open, missing, unreadable
from perfeval_xl.rules.items import item_text, mark, numbered, position
from perfeval_xl.scheme.model import Rounding
from perfeval_xl.scheme.toml import Table

__all__ = ["Case", "Choice"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One case and what it gives."""

    text: str
    points: Decimal


class Choice:
    """Fact: `case`, the text of a case, its number or its sign (①).

    Parameter `cases`: at least two, each with `text` and `points`. Points above the weight count as the weight.
    """

    kind: ClassVar[str] = "choice"

    def __init__(self, table: Table) -> None:
        self.cases = numbered(table, "cases", _case, fewest=2)
        self._places = {
            normalise(case.text): place for place, case in enumerate(self.cases)
        }
        self._fact = Fact(
            name="case",
            label="属于哪种情形",
            kind=FactKind.CHOICE,
            words=tuple(case.text for case in self.cases),
        )

    def facts(self) -> tuple[Fact, ...]:
        """The case."""
        return (self._fact,)

    def points(self) -> Decimal | None:
        """The best case."""
        return max(case.points for case in self.cases)

    def score(self, evidence: Evidence, rounding: Rounding) -> Outcome:
        """Return one step; `reached` is true for a case with the most points."""
        item = Input(self._fact.label, evidence.fact("case"))
        # Nothing chosen, or nothing that is known: any of the cases may be meant
        if item.entry.blank:
            return left_open(
                "没有选属于哪种情形",
                (item,),
                missing(item),
                bounds=self._bounds(),
            )
        place = self.place_of(item.entry.shown)
        if place is None:
            expected = f"1至{len(self.cases)}的序号或其中一种情形"
            found = unreadable(item, expected)
            said = f"“{item.entry.shown}”不是所列{len(self.cases)}种情形之一"
            return left_open(said, (item,), found, bounds=self._bounds())
        # Points above the weight count as the weight, and then as reached
        case = self.cases[place]
        weight = evidence.weight
        best = case.points == self.points()
        points = earned(
            min(case.points, weight),
            weight,
            rounding,
            reached=best or case.points >= weight,
        )
        text = f"符合{mark(place + 1)}“{case.text}”，得{plain(points)}分"
        return Outcome(
            steps=(
                Step(
                    text=text,
                    value=points,
                    inputs=(item,),
                ),
            ),
            reached=best,
        )

    def _bounds(self) -> Bounds:
        """What an unknown case can give: the points of the worst to those of the best."""
        return Bounds(
            lowest=min(case.points for case in self.cases),
            highest=self.points(),
        )

    def place_of(self, written: str) -> int | None:
        """Return the place of the case that was written, counted from 0, or `None`."""
        folded = normalise(written)
        if folded in self._places:
            return self._places[folded]
        # Its number, as the list prints it
        number = position(folded)
        if number is not None:
            if number <= len(self.cases):
                return number - 1
            return None
        # Sign and text together, copied from the printed rule: both must name one case
        behind = self._places.get(folded[1:])
        if behind is not None and position(folded[0]) == behind + 1:
            return behind
        return None

    def formula(self, cells: Mapping[str, str], rounding: Rounding) -> str:
        """Blank until the cell names a case."""
        weight, cell = cells["weight"], cells["case"]
        # From the last case to the first: each wraps the formula of those behind it
        face = '""'
        for number, case in reversed(list(enumerate(self.cases, 1))):
            worth = plain(case.points)
            points = f"MIN({weight},{worth})"
            # A case below the best never rounds to full
            if case.points == self.points():
                points = rounded_formula(points, rounding)
            else:
                points = earned_formula(points, weight, f"{worth}>={weight}", rounding)
            face = f"IF({one_of_words_formula(cell, (case.text, str(number), mark(number)))}=1,{points},{face})"
        return given_weight(weight, face)

    def standard(self) -> tuple[str, ...]:
        """Every case with its points."""
        return tuple(
            f"{mark(number)}{case.text}（{plain(case.points)}分）"
            for number, case in enumerate(self.cases, 1)
        )

    def describe(self) -> str:
        """The rule in one sentence."""
        said = "；".join(
            f"{mark(n)}{case.text}得{plain(case.points)}分"
            for n, case in enumerate(self.cases, 1)
        )
        return f"按所属的一种情形计分：{said}。"


def _case(table: Table) -> Case:
    return Case(text=item_text(table), points=comparable(table.number("points")))
