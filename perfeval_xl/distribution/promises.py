"""What is wrong with a target that will be locked: its issuer can mend it, the unit cannot, and is not asked to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from perfeval_xl.distribution.model import Target, match_text
from perfeval_xl.measures.promises import (
    Sign,
    counts_execution,
    is_called_a_rate,
    is_no_percentage,
    sign_of,
)
from perfeval_xl.measures.vagueness import is_vague
from perfeval_xl.problems import Problem
from perfeval_xl.rules.doubts import NO_SIGN, ODD_SIGN

__all__ = ["promise_problems", "repeated_promises"]

# Characters of a text that a message quotes
_SHOWN = 30


def promise_problems(target: Target) -> Iterator[Problem]:
    """Yield what `check` would tell the unit about the target if the unit had written it."""
    name, written = target.path[2], target.target.text
    row = str(target.row)
    shown = target.target.shown[:_SHOWN]
    # A word that cannot be measured is neither a rate nor has a direction
    if is_vague(written or ""):
        yield _problem(
            "PE-161",
            target,
            row=row,
            target=shown,
        )
        return
    # The budget that was spent is scored in its own row of the form
    if counts_execution(name):
        yield _problem(
            "PE-218",
            target,
            row=row,
            indicator=name[:_SHOWN],
        )
    # A value that is no percentage has no direction to be judged either
    if is_called_a_rate(name) and is_no_percentage(written):
        yield _problem(
            "PE-219",
            target,
            row=row,
            indicator=name[:_SHOWN],
            target=shown,
        )
        return
    # Last the sign, which only a value that can be measured has
    sign = sign_of(target.path, written)
    if sign is not Sign.RIGHT:
        why = ODD_SIGN
        if sign is Sign.MISSING:
            why = NO_SIGN
        yield _problem(
            "PE-216",
            target,
            row=row,
            indicator=name[:_SHOWN],
            target=shown,
            why=why,
        )


def repeated_promises(targets: Iterable[Target]) -> Iterator[Problem]:
    """Yield the targets that stand under another 二级指标 with the same name and the same value."""
    seen: dict[tuple[str, str], Target] = {}
    for target in targets:
        key = (match_text(target.path[2]), match_text(target.target.text))
        same = seen.setdefault(key, target)
        if same.path[:2] == target.path[:2]:
            # It is the first of them, or was told as PE-116
            continue
        yield _problem(
            "PE-217",
            target,
            row=str(target.row),
            indicator=target.path[2][:_SHOWN],
            other=str(same.row),
            category=same.path[1],
        )


def _problem(code: str, promise: Target, **slots: str) -> Problem:
    return Problem(
        code=code,
        place=promise.target.location,
        path=promise.path,
        slots=slots,
    )
