"""The last steps of a rule that adds up points: nothing below 0, nothing above the weight, and the rounding."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from perfeval_xl.amounts import ZERO, plain
from perfeval_xl.rules.base import Step, earned
from perfeval_xl.scheme.model import Rounding

__all__ = ["within_weight"]


def within_weight(
    steps: Iterable[Step],
    weight: Decimal,
    rounding: Rounding,
    *,
    reached: bool = True,
) -> tuple[Step, ...]:
    """Return the steps with those added that bring their sum between 0 and the weight, and round it.

    The single steps stay exact: half points rounded one by one would not add up. What was not `reached` never rounds to
    full.
    """
    # What was deducted beyond 0, or given beyond the weight, is shown as a step of its own
    done = list(steps)
    total = sum((step.value for step in done if step.value is not None), ZERO)
    if total < 0:
        done.append(
            Step(
                text=f"扣分超过得分{plain(-total)}分，扣完为止，按0分计",
                value=-total,
            )
        )
        total = ZERO
    elif total > weight:
        done.append(
            Step(
                text=f"超过分值{plain(weight)}分的{plain(total - weight)}分不计",
                value=weight - total,
            )
        )
        total = weight
    # Rounding is one more step, so that the steps still add up to the score
    points = earned(total, weight, rounding, reached=reached)
    if points != total:
        # Two reasons why the points differ: they were rounded, or kept below full
        how = "不得满分，计"
        if points == earned(total, weight, rounding, reached=True):
            how = "四舍五入为"
        text = f"{plain(total)}分{how}{plain(points)}分，相差{plain(abs(points - total))}分"
        done.append(Step(text=text, value=points - total))
    return tuple(done)
