"""`checklist`: the points of the 评价要点 that are met, each with points of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import ClassVar

from perfeval_xl.amounts import ZERO, plain
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
    earned_formula,
    rounded_formula,
    smallest_step,
)
from perfeval_xl.rules.cells import given_weight
from perfeval_xl.rules.checklist_items import (
    Item,
    ReadItem,
    described,
    proof_label,
    read_item,
    tick_findings,
    tick_label,
    unsettled,
)
from perfeval_xl.rules.figures import JUDGED
from perfeval_xl.rules.items import mark, numbered
from perfeval_xl.rules.limits import within_weight
from perfeval_xl.rules.ticks import (
    TICK_WORDS,
    read_tick,
    tick_read_formula,
    ticked_formula,
)
from perfeval_xl.scheme.model import Rounding
from perfeval_xl.scheme.toml import Table

__all__ = [
    "Checklist",
]


class Checklist:
    """Facts: `1` to `n`, one tick per item, and `proof_n` for an item that asks for proof.

    Parameters: `items`, each with `text`, `points` and, where it must be proved, `proof`; negative points come off when
    the item is there. `remainder` (default 0): points of the weight that the document attaches to no item, given only
    when every positive item is met and no negative one. `exclusive` (default false): the items exclude each other; of
    several ticked ones the lowest counts. A tick that is blank or cannot be read leaves the row open between what it can
    give and what it can take, whatever the self score is.
    """

    kind: ClassVar[str] = "checklist"

    def __init__(self, table: Table) -> None:
        self.items = numbered(table, "items", read_item)
        self.remainder = comparable(table.number("remainder", ZERO))
        self.exclusive = table.flag("exclusive", default=False)
        if self.exclusive and (
            self.remainder or any(item.fault for item in self.items)
        ):
            raise table.wrong("exclusive", "exclusive")

    def facts(self) -> tuple[Fact, ...]:
        """One tick per item, each followed by its proof where one is asked for."""
        return tuple(self._facts())

    def points(self) -> Decimal | None:
        """All positive items with the remainder; of items that exclude each other the best."""
        positive = [item.points for item in self.items if item.points > 0]
        if self.exclusive:
            return max(positive)
        return sum(positive, self.remainder)

    def score(self, evidence: Evidence, rounding: Rounding) -> Outcome:
        """Return one step per item; `reached` is false once an item is known to cost points, `None` when one is not known."""
        # What was ticked, and which tick counts where only one may
        read = [
            self._read(evidence, number) for number in range(1, len(self.items) + 1)
        ]
        counted = self._counted(read)
        # What is wrong with single ticks, then with several together
        findings = [
            finding
            for one in read
            for finding in tick_findings(one, settled_by=counted)
        ]
        findings += self._several(read)
        reached = self._reached(read, counted)
        # A tick that nobody can read leaves the row open between its worst and its best
        if any(unsettled(one, counted) for one in read):
            steps = tuple(self._step(one, counted) for one in read)
            bounds = self._bounds(read, evidence.weight, rounding)
            return Outcome(
                steps=steps,
                reached=reached,
                findings=tuple(findings),
                open=bounds,
            )
        # Full points are withheld only where rounding could give them without an item
        capped = self._fine(rounding) and reached is False
        done = within_weight(
            self._steps(read, counted),
            evidence.weight,
            rounding,
            reached=not capped,
        )
        return Outcome(
            steps=done,
            reached=reached,
            findings=tuple(findings),
        )

    def formula(self, cells: Mapping[str, str], rounding: Rounding) -> str:
        """Blank until every item is ticked; where items exclude each other, until one is."""
        # Every tick must be read before points are shown, whatever the others say
        ticks = {cells[str(number)]: item for number, item in enumerate(self.items, 1)}
        all_read = f"AND({','.join(f'{tick_read_formula(cell, fault=item.fault)}=1' for cell, item in ticks.items())})"
        if self.exclusive:
            face = self._exclusive_formula(ticks, all_read, cells["weight"], rounding)
            return given_weight(cells["weight"], face)
        yes = {
            cell: ticked_formula(cell, fault=item.fault) for cell, item in ticks.items()
        }
        # Points that come off have their sign already
        total = "+".join(
            f"{plain(item.points)}*{yes[cell]}" for cell, item in ticks.items()
        ).replace("+-", "-")
        # The remainder and full points need every item as it should be
        good = [f"{yes[cell]}={int(not item.fault)}" for cell, item in ticks.items()]
        reached = f"AND({','.join(good)})"
        if self.remainder:
            total += f"+IF({reached},{plain(self.remainder)},0)"
        score = self._earned_formula(
            f"MAX(0,MIN({cells['weight']},{total}))",
            cells["weight"],
            reached,
            rounding,
        )
        return given_weight(cells["weight"], f'IF({all_read},{score},"")')

    def standard(self) -> tuple[str, ...]:
        """Every item with its points, then whether one counts only, then which of them need proof."""
        numbered_items = list(enumerate(self.items, 1))
        lines = [f"{mark(n)}{item.text}（{item.worth}）" for n, item in numbered_items]
        if self.exclusive:
            lines.append("以上各项只取其一。")
        for number, item in numbered_items:
            if item.proof:
                lines.append(f"以上{mark(number)}需提供佐证资料。")
        return tuple(lines)

    def describe(self) -> str:
        """The rule in one sentence."""
        said = "；".join(
            f"{mark(number)}{described(item)}"
            for number, item in enumerate(self.items, 1)
        )
        if self.exclusive:
            return f"按符合的一项计分，只取其一：{said}。"
        rest = ""
        if self.remainder:
            rest = f"；其余{plain(self.remainder)}分没有对应的要点，各要点均符合时计入"
        return f"按符合的要点计分：{said}{rest}。"

    def _facts(self) -> Iterator[Fact]:
        for number, item in enumerate(self.items, 1):
            worth = item.worth
            if item.proof:
                worth += f"；须有佐证资料：{item.proof}"
            yield Fact(
                name=str(number),
                label=tick_label(number, item),
                kind=FactKind.TICK,
                words=TICK_WORDS,
                worth=worth,
            )
            if item.proof:
                yield Fact(
                    name=f"proof_{number}",
                    label=proof_label(number),
                    kind=FactKind.TEXT,
                    required=False,
                )

    def _read(self, evidence: Evidence, number: int) -> ReadItem:
        item = self.items[number - 1]
        entry = evidence.fact(str(number))
        inputs = [Input(tick_label(number, item), entry)]
        if item.proof:
            inputs.append(Input(proof_label(number), evidence.fact(f"proof_{number}")))
        return ReadItem(
            number,
            item,
            tuple(inputs),
            read_tick(entry.text, fault=item.fault),
        )

    def _exclusive_formula(
        self,
        ticks: Mapping[str, Item],
        all_read: str,
        weight: str,
        rounding: Rounding,
    ) -> str:
        """Beside one tick the others may stay blank."""
        best = plain(max(item.points for item in self.items))
        # A cell is a tick or blank; with none ticked all must say no, which is worth 0
        clear = ",".join(
            f'OR({tick_read_formula(cell)}=1,TRIM({cell})="")' for cell in ticks
        )
        some = ",".join(f"{ticked_formula(cell)}=1" for cell in ticks)
        # What is not ticked counts as the best item, so that the lowest one is of those ticked
        lowest = ",".join(
            f"IF({ticked_formula(cell)}=1,{plain(item.points)},{best})"
            for cell, item in ticks.items()
        )
        reached = f"MIN({lowest})={best}"
        score = self._earned_formula(
            f"MIN({weight},{lowest})", weight, reached, rounding
        )
        return f'IF(AND({clear}),IF(OR({some}),{score},IF({all_read},0,"")),"")'

    def _earned_formula(
        self, points: str, weight: str, reached: str, rounding: Rounding
    ) -> str:
        if self._fine(rounding):
            return earned_formula(points, weight, reached, rounding)
        return rounded_formula(points, rounding)

    def _fine(self, rounding: Rounding) -> bool:
        """Whether a single item is worth so little that rounding could give full points without it."""
        most = self.points() or ZERO
        gaps = [abs(item.points) for item in self.items]
        if self.exclusive:
            gaps = [most - item.points for item in self.items if item.points != most]
        return any(gap < smallest_step(rounding) for gap in gaps)

    def _steps(self, read: Sequence[ReadItem], counted: ReadItem | None) -> list[Step]:
        """Return the steps of ticks that all can be read, or need not be."""
        steps = [self._step(one, counted) for one in read]
        if self.remainder:
            steps.append(self._remainder_step(full=all(one.good for one in read)))
        return steps

    def _bounds(
        self, read: Sequence[ReadItem], weight: Decimal, rounding: Rounding
    ) -> Bounds:
        """Return what is possible: as if what is not known were at its worst, and at its best."""
        if self.exclusive:
            return self._exclusive_bounds(read)

        # Steps as they would be if all were known
        def points(known: list[ReadItem]) -> Decimal:
            reached = all(one.good for one in known) or not self._fine(rounding)
            steps = self._steps(known, None)
            return Outcome(
                steps=within_weight(steps, weight, rounding, reached=reached)
            ).counted

        # What is not known becomes once as bad and once as good as it can be
        worst: list[ReadItem] = []
        best: list[ReadItem] = []
        for one in read:
            if one.ticked is None:
                worst.append(replace(one, ticked=one.item.fault))
                best.append(replace(one, ticked=not one.item.fault))
            else:
                worst.append(one)
                best.append(one)
        return Bounds(lowest=points(worst), highest=points(best))

    def _exclusive_bounds(self, read: Sequence[ReadItem]) -> Bounds:
        """One that is ticked counts unless what cannot be read is a lower one; with none ticked the best may be meant."""
        ticked = [one.item.points for one in read if one.ticked]
        unknown = [one.item.points for one in read if one.ticked is None]
        if ticked:
            return Bounds(lowest=min(ticked + unknown), highest=min(ticked))
        return Bounds(highest=max(unknown))

    def _counted(self, read: Sequence[ReadItem]) -> ReadItem | None:
        """Return the item that counts where they exclude each other: the lowest of those ticked."""
        ticked = [one for one in read if one.ticked]
        if self.exclusive:
            return min(
                ticked,
                key=lambda one: one.item.points,
                default=None,
            )
        return None

    def _step(self, one: ReadItem, counted: ReadItem | None) -> Step:
        label = one.inputs[0].name
        points = plain(abs(one.item.points))
        if one.ticked is None:
            return _unread_step(one, counted)
        # Something that costs points when it is there
        if one.item.fault:
            said = "没有此情形，不扣分"
            taken = ZERO
            if one.ticked:
                said = f"有此情形，扣{points}分"
                taken = one.item.points
            return Step(
                text=f"{label}：{said}",
                value=taken,
                inputs=one.inputs,
            )
        if not one.ticked:
            return Step(
                text=f"{label}：不符合，得0分（该要点{points}分）",
                value=ZERO,
                inputs=one.inputs,
            )
        # Met, but only the lowest of several ticked items counts
        if counted is not None and counted is not one:
            text = f"{label}：与{mark(counted.number)}只能取其一，得0分"
            return Step(
                text=text,
                value=ZERO,
                inputs=one.inputs,
            )
        return Step(
            text=f"{label}：符合，得{points}分",
            value=one.item.points,
            inputs=one.inputs,
        )

    def _remainder_step(self, *, full: bool) -> Step:
        rest = plain(self.remainder)
        items = plain(
            sum((item.points for item in self.items if item.points > 0), ZERO)
        )
        short = f"各要点合计{items}分，比分值少{rest}分"
        if full:
            return Step(
                text=f"{short}，各要点均符合，所差部分得{rest}分",
                value=self.remainder,
            )
        return Step(text=f"{short}，各要点没有都符合，所差部分得0分", value=ZERO)

    def _reached(
        self, read: Sequence[ReadItem], counted: ReadItem | None
    ) -> bool | None:
        if counted is not None:
            return counted.item.points == self.points()
        # One known failure is enough; all known successes are not while another item is open
        known = [one.good for one in read if one.ticked is not None]
        if len(known) < len(read) and (all(known) or self.exclusive):
            return None
        return all(known)

    def _several(self, read: Sequence[ReadItem]) -> Iterator[Finding]:
        """Yield the finding that items which exclude each other are ticked together."""
        ticked = [one for one in read if one.ticked]
        if self.exclusive and len(ticked) > 1:
            written = "、".join(mark(one.number) for one in ticked)
            slots = {
                "what": "勾选的项数",
                "limits": "0—1",
                "written": written,
                "counted": "按其中分值最低的一项计",
            }
            yield Finding(
                code="PE-089",
                fact=ticked[1].inputs[0].name,
                slots=slots,
                found=written,
                expected="只选一项",
            )


def _unread_step(one: ReadItem, counted: ReadItem | None) -> Step:
    """Return the step of a tick that is blank or unreadable."""
    label, entry = one.inputs[0].name, one.inputs[0].entry
    if entry.blank:
        said = "未填"
    else:
        said = f"填“{entry.shown}”，看不出是或否"
    # Beside the item that counts a blank one is decided; any other is for a person to judge
    effect = "不计分"
    value: Decimal | None = ZERO
    if unsettled(one, counted):
        effect = JUDGED
        value = None
    return Step(
        text=f"{label}：{said}，{effect}",
        value=value,
        inputs=one.inputs,
    )
