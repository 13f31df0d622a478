"""`deductions`: full points, less an amount within its stated range for each finding (发现问题扣分)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from perfeval_xl.amounts import ZERO, parse_number, plain
from perfeval_xl.rules.base import (
    Bounds,
    Evidence,
    Fact,
    FactKind,
    Finding,
    Input,
    Outcome,
    Step,
    comparable,
    comparable_formula,
    earned,
    earned_formula,
    rounded,
)
from perfeval_xl.rules.cells import given_weight
from perfeval_xl.rules.figures import JUDGED, unreadable
from perfeval_xl.rules.items import item_text, mark, numbered
from perfeval_xl.rules.limits import within_weight
from perfeval_xl.rules.reasons import REASON, reason_missing
from perfeval_xl.scheme.model import Rounding
from perfeval_xl.scheme.toml import Table

__all__ = ["Deduction", "Deductions"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deduction:
    """One kind of finding: from `lowest` to `highest` points come off where it was found."""

    text: str
    lowest: Decimal
    highest: Decimal

    @property
    def limits(self) -> str:
        """The range as documents print it: `4—7`."""
        fixed = self.lowest == self.highest
        if fixed:
            return plain(self.lowest)
        return f"{plain(self.lowest)}—{plain(self.highest)}"


@dataclass(frozen=True, slots=True)
class _Read:
    """One finding: what was written, and what counts. `written` is `None` for what is no number."""

    deduction: Deduction
    item: Input
    written: Decimal | None
    counted: Decimal


class Deductions:
    """Facts: `1` to `n`, the points that come off for each finding, and `reason` (or the `note` of the row).

    A blank means that nothing was found. A figure outside its range counts as the nearest limit of it and is a
    finding; so is a text, which leaves the row open: from nothing found to the highest of its range. Parameter `findings`: each with `text`, `lowest` and `highest` (default:
    `lowest`). Nothing goes below 0 over the whole.
    """

    kind: ClassVar[str] = "deductions"

    def __init__(self, table: Table) -> None:
        self.findings = numbered(table, "findings", _deduction)
        self._facts = tuple(
            Fact(
                name=str(number),
                label=f"{mark(number)}{one.text}",
                kind=FactKind.POINTS,
                required=False,
                worth=f"扣{one.limits}分",
                limits=one.limits,
                least=one.lowest,
                most=one.highest,
            )
            for number, one in enumerate(self.findings, 1)
        )

    def facts(self) -> tuple[Fact, ...]:
        """The points per finding, and the reason."""
        return (*self._facts, REASON)

    def points(self) -> Decimal | None:
        """The weight."""
        return None

    def score(self, evidence: Evidence, rounding: Rounding) -> Outcome:
        """Return the full points and one step per finding; `reached` is true when nothing comes off."""
        read = [
            _read(deduction, Input(fact.label, evidence.fact(fact.name)))
            for deduction, fact in zip(self.findings, self._facts, strict=True)
        ]
        # Full points first, so that the deductions below them can be added up
        weight = comparable(evidence.weight)
        reason = Input(REASON.label, evidence.first("reason", "note"))
        steps = [
            Step(text=f"满分{plain(weight)}分", value=weight),
            *(_step(one, reason) for one in read),
        ]
        # What is wrong with single figures, then a missing reason for what really comes off
        found = [finding for one in read for finding in _findings(one)]
        found += reason_missing(
            reason, min(weight, sum((one.counted for one in read), ZERO))
        )
        unclear = [one for one in read if _unclear(one)]
        lost = any(one.counted for one in read)
        # Everything can be read: the sum is kept between 0 and the weight, and rounded
        if not unclear:
            done = within_weight(steps, weight, rounding, reached=not lost)
            return Outcome(
                steps=done,
                reached=not lost,
                findings=tuple(found),
            )
        # A text costs between nothing and the highest of its range
        highest = max(ZERO, weight - sum((one.counted for one in read), ZERO))
        lowest = max(
            ZERO,
            highest - sum((one.deduction.highest for one in unclear), ZERO),
        )
        # Rounding may bring both bounds together, but must not let them cross
        most = earned(highest, weight, rounding, reached=not lost)
        bounds = Bounds(lowest=min(most, rounded(lowest, rounding)), highest=most)
        return Outcome(
            steps=tuple(steps),
            reached=False if lost else None,
            findings=tuple(found),
            open=bounds,
        )

    def formula(self, cells: Mapping[str, str], rounding: Rounding) -> str:
        """Every cell is blank or a number; blank when one holds a text."""
        weight = cells["weight"]
        amounts = {
            cells[fact.name]: one
            for fact, one in zip(
                self._facts,
                self.findings,
                strict=True,
            )
        }
        # A blank means that nothing was found, a text that nobody knows
        clear = ",".join(f'OR(ISNUMBER({cell}),TRIM({cell})="")' for cell in amounts)
        lost = [_amount(cell, one) for cell, one in amounts.items()]
        left = f"MAX(0,{weight}-{'-'.join(lost)})"
        points = earned_formula(left, weight, f"{'+'.join(lost)}=0", rounding)
        return given_weight(weight, f'IF(AND({clear}),{points},"")')

    def standard(self) -> tuple[str, ...]:
        """Every finding with what comes off for it."""
        return tuple(
            f"{mark(number)}{each.text}扣{each.limits}分"
            for number, each in enumerate(self.findings, 1)
        )

    def describe(self) -> str:
        """The rule in one sentence."""
        said = "；".join(
            f"{mark(n)}{one.text}扣{one.limits}分"
            for n, one in enumerate(self.findings, 1)
        )
        return f"没有下列问题得满分，发现的按程度扣分并写明理由，扣完为止：{said}。"


def _deduction(table: Table) -> Deduction:
    lowest = comparable(table.number("lowest"))
    highest = comparable(table.number("highest", lowest))
    if highest <= 0 or highest < lowest:
        raise table.wrong("highest", "deduction_highest", lowest=plain(lowest))
    return Deduction(
        text=item_text(table),
        lowest=lowest,
        highest=highest,
    )


def _read(deduction: Deduction, item: Input) -> _Read:
    number = parse_number(item.entry.text)
    if number is None:
        return _Read(deduction, item, None, ZERO)
    written = comparable(number)
    # 0 stays 0 although it lies outside the range; anything else moves to the nearest limit
    counted = ZERO
    if written:
        counted = max(deduction.lowest, min(written, deduction.highest))
    return _Read(deduction, item, written, counted)


def _unclear(one: _Read) -> bool:
    """Whether something stands there that is no number: nobody knows what comes off for it."""
    return one.written is None and not one.item.entry.blank


def _step(one: _Read, reason: Input) -> Step:
    label, points = one.item.name, plain(one.counted)
    if _unclear(one):
        text = f"{label}：填“{one.item.entry.shown}”，不是数字，{JUDGED}"
        return Step(
            text=text,
            value=None,
            inputs=(one.item,),
        )
    if one.written is None:
        said = "未发现，不扣分"
    elif one.counted == one.written and one.written:
        said = f"扣{points}分"
    elif one.counted == one.written:
        said = "未发现，不扣分"
    else:
        said = (
            f"填{plain(one.written)}，按规定应扣{one.deduction.limits}分，扣{points}分"
        )
    # A reason is an input only where something came off for it
    inputs: tuple[Input, ...] = (one.item,)
    if one.counted:
        inputs = (one.item, reason)
    return Step(
        text=f"{label}：{said}",
        value=-one.counted,
        inputs=inputs,
    )


def _findings(one: _Read) -> Iterator[Finding]:
    if _unclear(one):
        yield unreadable(one.item, "扣分的数字")
    elif one.written is not None and one.counted != one.written:
        limits = f"{plain(one.deduction.lowest)}—{plain(one.deduction.highest)}"
        slots = {
            "what": one.item.name,
            "limits": limits,
            "counted": f"按{plain(one.counted)}分计",
        }
        yield Finding(
            code="PE-089",
            fact=one.item.name,
            slots=slots,
            found=one.item.entry.shown,
            expected=limits,
        )


def _amount(cell: str, one: Deduction) -> str:
    figure = comparable_formula(cell)
    clamped = f"MAX({plain(one.lowest)},MIN({plain(one.highest)},{figure}))"
    return f"IF(ISNUMBER({cell}),IF({figure}=0,0,{clamped}),0)"
