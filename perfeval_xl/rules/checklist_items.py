"""One point of a checklist: what it asks for, how its tick was read, what is wrong with it, and the step it gives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from perfeval_xl.amounts import plain
from perfeval_xl.rules.base import (
    Finding,
    Input,
    comparable,
)
from perfeval_xl.rules.figures import missing, unreadable
from perfeval_xl.rules.items import item_text, mark
from perfeval_xl.scheme.toml import Table
from perfeval_xl.texts import says_something

__all__ = [
    "Item",
    "ReadItem",
    "described",
    "proof_label",
    "read_item",
    "tick_findings",
    "tick_label",
    "unsettled",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One point to look at. Negative `points` come off when it is there; `proof` names what must be handed in for it."""

    text: str
    points: Decimal
    proof: str

    @property
    def fault(self) -> bool:
        """Whether it takes points off."""
        return self.points < 0

    @property
    def worth(self) -> str:
        """What it gives or takes, as documents print it: `2分`, `扣2分`."""
        if self.points > 0:
            return f"{plain(self.points)}分"
        return f"扣{plain(-self.points)}分"


@dataclass(frozen=True, slots=True)
class ReadItem:
    """One item beside what was ticked: `None` for blank or unreadable."""

    number: int
    item: Item
    inputs: tuple[Input, ...]
    ticked: bool | None

    @property
    def good(self) -> bool:
        """Whether it costs nothing: a positive item that is met, a negative one that is not there."""
        return self.ticked is not None and self.ticked is not self.item.fault


def unsettled(one: ReadItem, counted: ReadItem | None) -> bool:
    """Whether a tick has to be judged: beside the one that counts, others may stay blank."""
    return one.ticked is None and (counted is None or not one.inputs[0].entry.blank)


def read_item(table: Table) -> Item:
    """Read one item of a scheme; raises `SchemeError` where its points are 0 or a fault asks for proof."""
    points = comparable(table.signed("points"))
    if not points:
        raise table.wrong("points", "zero")
    proof = table.text("proof", "")
    if proof and points < 0:
        raise table.wrong("proof", "only_for_points")
    return Item(
        text=item_text(table),
        points=points,
        proof=proof,
    )


def tick_label(number: int, item: Item) -> str:
    """Return what the tick of an item is called."""
    return f"{mark(number)}{item.text}"


def proof_label(number: int) -> str:
    """Return what the proof of an item is called."""
    return f"{mark(number)}的佐证资料"


def described(item: Item) -> str:
    """Say an item with its points and its proof."""
    if item.points > 0:
        effect = f"{plain(item.points)}分"
    else:
        effect = f"扣{plain(-item.points)}分"
    if item.proof:
        proof = f"，须提供佐证资料：{item.proof}"
    else:
        proof = ""
    return f"{item.text}（{effect}{proof}）"


def tick_findings(one: ReadItem, *, settled_by: ReadItem | None) -> Iterator[Finding]:
    """Yield what is wrong with one tick; beside the one that counts, others may stay blank."""
    label, entry = one.inputs[0].name, one.inputs[0].entry
    # One ticked item of several that exclude each other settles the rest
    if entry.blank:
        if settled_by is None:
            yield missing(one.inputs[0])
    elif one.ticked is None:
        yield unreadable(
            one.inputs[0], "是（有此情形）或否" if one.item.fault else "是或否"
        )
    # A tick that asks for proof is worth its points, but the proof has to be named
    elif one.ticked and one.item.proof and not says_something(one.inputs[1].entry.text):
        slots = {"what": label, "proof": one.item.proof}
        yield Finding(
            code="PE-059",
            fact=one.inputs[1].name,
            slots=slots,
            expected=one.item.proof,
        )
