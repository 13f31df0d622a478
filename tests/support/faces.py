"""Two faces of one rule on random evidence: what it scores, and what its formula shows in LibreOffice.

`compare` draws rows, writes them to workbooks, has them recalculated, and asserts both promises of `rules.base` for
every row: the preview is blank or the score, never another number; and it is not blank when every fact that the rule
needs is there in its own type. It returns how many previews were told and how many blank, for tests to see that the
draws meant something.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from perfeval_xl.amounts import EXACT, ZERO, plain
from perfeval_xl.citations import Source
from perfeval_xl.refs import Entry, column_letters
from perfeval_xl.rules.base import Evidence, Fact, FactKind, Outcome, Rule, rounded
from perfeval_xl.rules.registry import rule_for
from perfeval_xl.scheme.model import Rounding, RuleSpec
from perfeval_xl.scoring import points_of
from perfeval_xl.sheets.model import Cell, Formula, Sheet, Workbook
from perfeval_xl.sheets.writing import write_workbook
from tests.support import draws
from tests.support.evidence import Draw, Written, draw_for, figures, weights, written
from tests.support.office import Office, Value
from tests.support.stored import stored_otherwise

__all__ = [
    "TWO_PLACES",
    "Arrange",
    "Counts",
    "Row",
    "beside",
    "built",
    "check_row",
    "compare",
    "draw_rows",
    "spelled",
    "tie",
    "workbook",
]

TWO_PLACES = Rounding(places=2, stage="indicator")
_ROUNDINGS = (TWO_PLACES,) * 6 + (
    Rounding(places=1, stage="indicator"),
    Rounding(places=0, stage="indicator"),
    Rounding(places=3, stage="indicator"),
    Rounding(places=2, stage="total"),
)
_CHUNK = 5000
_NUMERIC = {FactKind.NUMBER, FactKind.RATE, FactKind.COUNT, FactKind.POINTS}


@dataclass(frozen=True, slots=True)
class Row:
    """One draw: the cell of the weight, the cells of the facts by name, and how the scheme rounds."""

    weight: Written
    facts: Mapping[str, Written]
    rounding: Rounding

    @property
    def available(self) -> Decimal:
        """The points available: 0 where the weight is blank, negative or no number."""
        return points_of(Entry(self.weight.text))

    def score(self, rule: Rule) -> Outcome:
        """Return what the rule gives."""
        entries = {name: Entry(cell.text) for name, cell in self.facts.items()}
        return rule.score(Evidence(self.available, entries), self.rounding)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many previews showed a score, and how many were blank."""

    told: int
    blank: int

    @property
    def rows(self) -> int:
        """All of them."""
        return self.told + self.blank


Arrange = Callable[[random.Random, Written, dict[str, Written]], None]
"""Changes some facts of a row in place, so that they stand in a relation that independent draws never hit."""


def built(kind: str, parameters: Mapping[str, object] | None = None) -> Rule:
    """Return a rule as a scheme would make it."""
    source = Source(document="测试", number="测试")
    return rule_for(
        RuleSpec(
            kind=kind,
            source=source,
            parameters=parameters or {},
            file="test.toml",
            where="rule",
        )
    )


def compare(
    office: Office,
    folder: Path,
    kind: str,
    parameters: Mapping[str, object] | None = None,
    *,
    facts: Mapping[str, Draw] | None = None,
    arrange: Sequence[Arrange] = (),
    weight: Draw | None = None,
    rows: int = draws.DRAWS * 40,
    seed: int = 2020,
) -> Counts:
    """Draw `rows` rows for a rule and assert that its formula keeps both promises on all of them.

    `facts` replaces what is drawn for single facts, and adds cells that the formula reads beyond `rule.facts()`.
    """
    rule = built(kind, parameters)
    source = random.Random(f"{seed} {kind} {parameters}")
    near = figures(parameters or {})
    told = blank = 0
    for first in range(0, rows, _CHUNK):
        size = min(_CHUNK, rows - first)
        drawn = draw_rows(
            source,
            rule,
            size,
            near=near,
            facts=facts or {},
            arrange=arrange,
            weight=weight,
        )
        path = folder / f"{kind}-{first}.xlsx"
        data = workbook(rule, drawn)
        path.write_bytes(data)
        shown = office.cells(path, "draws")
        assert stored_otherwise(data, "draws", shown) == []
        for number, row in enumerate(drawn, 1):
            if check_row(rule, row, shown.get(f"A{number}")):
                told += 1
            else:
                blank += 1
        path.unlink()
    return Counts(told, blank)


def draw_rows(
    source: random.Random,
    rule: Rule,
    rows: int,
    *,
    near: Sequence[Decimal] = (),
    facts: Mapping[str, Draw],
    arrange: Sequence[Arrange] = (),
    weight: Draw | None = None,
) -> list[Row]:
    """Return random rows; half of them go through one of `arrange`."""
    makers = {fact.name: draw_for(fact, near) for fact in rule.facts()} | dict(facts)
    draw_weight = weight or weights()
    drawn = []
    for _ in range(rows):
        points = draw_weight(source)
        cells = {name: draw(source) for name, draw in makers.items()}
        if arrange and source.random() < 0.5:
            source.choice(arrange)(source, points, cells)
        drawn.append(Row(points, cells, source.choice(_ROUNDINGS)))
    return drawn


def check_row(rule: Rule, row: Row, shown: Value) -> bool:
    """Assert both promises for one row, and what holds for every score; return whether the preview was told."""
    outcome = row.score(rule)
    score = outcome.score
    about = f"{rule.kind}: {_said(row)} scores {score} and shows {shown!r}"
    assert outcome.steps, about
    if score is None:
        assert outcome.open is not None
        assert shown in (None, ""), about
        return False
    assert ZERO <= score <= max(row.available, rounded(row.available, row.rounding)), (
        about
    )
    if shown in (None, ""):
        assert not _complete(rule, row), f"{about}, although everything is there"
        return False
    assert isinstance(shown, float), about
    assert Decimal(f"{shown:.15g}") == score, about
    return True


def beside(name: str, other: str) -> Arrange:
    """Make the fact `name` equal to the fact `other`, or one small step beside it."""

    def arrange(source: random.Random, _: Written, facts: dict[str, Written]) -> None:
        middle = facts[other].number
        if middle is not None:
            step = Decimal(source.choice([0, 0, 1, -1, 5, -5])).scaleb(
                -source.choice([0, 1, 2, 4, 6])
            )
            facts[name] = written(_fifteen(middle + step))

    return arrange


def tie(numerator: str, denominator: str | None = None) -> Arrange:
    """Make weight × numerator ÷ denominator an exact half of the last place, or as near to it as a cell can hold."""

    def arrange(
        source: random.Random, weight: Written, facts: dict[str, Written]
    ) -> None:
        points = weight.number
        below = facts[denominator].number if denominator else Decimal(1)
        if points is None or points <= 0 or below is None or below == 0:
            return
        half = Decimal(2 * source.randrange(0, int(100 * points) + 2) + 1) / 200
        figure = EXACT.divide(half * below, points)
        step = Decimal(source.choice([0, 0, 0, 1, -1])).scaleb(figure.adjusted() - 14)
        facts[numerator] = written(_fifteen(figure + step))

    return arrange


def _fifteen(number: Decimal) -> str:
    """Spell a number with at most 15 digits, as a cell holds it."""
    places = min(14, 14 - number.adjusted()) if number else 0
    return plain(number.quantize(Decimal(1).scaleb(-max(0, places)), context=EXACT))


def workbook(
    rule: Rule, rows: Sequence[Row], rewrite: Callable[[str], str] = str
) -> bytes:
    """Return a workbook with the formula in column A, the weight in column B and the facts behind it.

    `rewrite` says how a formula is spelled there.
    """
    cells: dict[tuple[int, int], Cell] = {}
    for number, row in enumerate(rows, 1):
        addresses = {"weight": f"B{number}"}
        cells[number, 2] = row.weight.cell
        for column, (name, fact) in enumerate(row.facts.items(), 3):
            addresses[name] = f"{column_letters(column)}{number}"
            cells[number, column] = fact.cell
        cells[number, 1] = Cell(
            value=Formula(rewrite(rule.formula(addresses, row.rounding)))
        )
    return write_workbook(Workbook(sheets=(Sheet(title="draws", cells=cells),)))


def _complete(rule: Rule, row: Row) -> bool:
    """Whether the weight is a number of at least 0, and every fact is there in its own type or may stay blank and does."""
    weight = row.weight.number
    if weight is None or weight < 0:
        return False
    asked = {fact.name: fact for fact in rule.facts()}
    facts = [
        (asked.get(name) or _beside_rule(name), cell)
        for name, cell in row.facts.items()
    ]
    return all(
        _typed(fact, cell) or (not fact.required and cell.cell.value is None)
        for fact, cell in facts
    )


def _beside_rule(name: str) -> Fact:
    """Return a fact that a rule reads without asking for it: the cells every row has, and a score of its own."""
    kind = FactKind.POINTS if name in {"score", "self_score"} else FactKind.TEXT
    return Fact(name=name, label=name, kind=kind, required=False)


def _typed(fact: Fact, cell: Written) -> bool:
    if fact.kind in _NUMERIC:
        return cell.number is not None and not cell.dated
    if fact.kind is FactKind.DATE:
        return cell.dated
    if not isinstance(cell.cell.value, str) or not cell.cell.value.strip():
        return False
    return fact.kind is FactKind.TEXT or cell.cell.value in (fact.words or ("是", "否"))


def _said(row: Row) -> str:
    facts = ", ".join(f"{name}={cell.text!r}" for name, cell in row.facts.items())
    return f"weight={row.weight.text!r}, {facts}, {row.rounding.places} places per {row.rounding.stage}"


def spelled(text: str) -> str:
    """Return a long text as a formula: pieces between quotation marks that Excel takes."""
    starts = range(0, len(text), 200)
    return "&".join(f'"{text[start : start + 200]}"' for start in starts)
