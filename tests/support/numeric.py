"""The settings under which the rules that compute with figures are proved, and how their figures hang together."""

from __future__ import annotations

import random
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from perfeval_xl.amounts import plain
from perfeval_xl.rules.base import FactKind, Rule
from perfeval_xl.rules.linear import Linear
from tests.support import settings
from tests.support.evidence import Written, written
from tests.support.faces import Arrange, beside, tie

__all__ = ["CASES", "KINDS", "arrangements", "parameters_of"]

Parameters = Mapping[str, Any]

_PARTS = {"numerator": "实际到位资金", "denominator": "计划到位资金"}
_SATISFACTION = [{"lowest": "90%", "points": 8}, {"lowest": "80%", "points": 6}, {"lowest": "70%", "points": 4},
                 {"lowest": "60%", "points": 2}]  # fmt: skip
_SHARES = [{"lowest": 1, "share": 1}, {"lowest": "0.8", "share": "0.7"}, {"lowest": "0.6", "share": "0.5"},
           {"lowest": 0, "share": 0}]  # fmt: skip
_STEPS = {"full_from": "90%", "deduct": "0.2", "step": "1%"}

_CHOSEN: Mapping[str, list[Parameters]] = {
    "ratio": [
        {},
        {"floor": "0.5"},
        {"threshold": "60%"},
        {"over": "reduce"},
        {"over": "reduce", "explain_above": "1.2", "threshold": "0.6"},
        {"direction": "at_most"},
        {"direction": "at_most", "inverse": "excess", "floor": "0.9"},
        {"target": "≥95%"},
        {"target": "≤5300元", "inverse": "excess"},
        {"target": "24.5万元"},
        {"target": "0"},
        {"target": "≤0"},
        {"target": "-5"},
        {"target": "≤-5"},
        {"facts": "parts", **_PARTS},
        {"facts": "parts", **_PARTS, "direction": "at_most"},
        {"facts": "parts", **_PARTS, "over": "reduce"},
    ],
    "execution": [
        {},
        {"denominator": "received"},
        {"denominator": "initial_budget", "zero_budget": "full"},
        {"over": "zero"},
    ],
    "bands": [
        {"bands": _SATISFACTION},
        {"bands": _SHARES, "limit": 1},
        {"bands": _SHARES, "from": "target"},
        {"bands": _SHARES, "from": "target", "direction": "at_most"},
        {"bands": _SATISFACTION, "from": "parts", **_PARTS},
        {"bands": _SHARES, "from": "execution", "zero_budget": "full"},
        {
            "bands": [{"lowest": 30, "points": 5}, {"lowest": -2, "points": "2.5"}],
            "from": "actual",
        },
        {"bands": _SATISFACTION, "from": "actual_rate"},
    ],
    "linear": [
        _STEPS,
        {**_STEPS, "per": "full_step"},
        {**_STEPS, "per": "started_step"},
        {**_STEPS, "full_to": 1, "zero_above": 1},
        {**_STEPS, "full_to": 1, "per": "started_step", "zero_below": "0.6"},
        {
            "full_to": 12,
            "deduct": "1.5",
            "step": 3,
            "per": "full_step",
            "from": "actual",
        },
        {
            "full_from": -5,
            "full_to": 5,
            "deduct": "0.33",
            "step": "0.7",
            "per": "started_step",
            "from": "actual",
        },
        {**_STEPS, "from": "target", "per": "full_step"},
        {
            **_STEPS,
            "from": "execution",
            "per": "started_step",
            "full_to": 1,
            "zero_above": "1.1",
        },
        {**_STEPS, "step": "0.03", "from": "parts", **_PARTS},
    ],
    "in_range": [
        {"lowest": "95%", "highest": 1},
        {"lowest": "95%", "excluded": ["lowest"], "deduct": 2},
        {"lowest": -3, "highest": 30, "excluded": ["highest"], "from": "actual"},
        {"lowest": "95%", "highest": 1, "from": "target", "deduct": "0.335"},
        {"highest": 1, "from": "parts", **_PARTS},
    ],
    "per_finding": [{"deduct": "2.5"}, {"deduct": "0.3"}, {"deduct": "0.005"}],
    "all_or_nothing": [
        {},
        {"unless_reason": True},
        {"unless_reason": True, "reason_points": "2.55"},
    ],
    "zero_target": [{}],
}

KINDS = tuple(_CHOSEN)
"""The rule kinds that compute with figures."""


def parameters_of(kind: str) -> list[Parameters]:
    """Return the chosen settings of a kind and those that the schemes use."""
    return [
        *_CHOSEN[kind],
        *(used for used in settings.used(kind) if used not in _CHOSEN[kind]),
    ]


CASES = [(kind, parameters) for kind in KINDS for parameters in parameters_of(kind)]
"""Every setting of every kind."""


def arrangements(rule: Rule) -> list[Arrange]:
    """Return the relations between facts at which the two faces could part: ties, equal figures, whole steps."""
    names = [
        fact.name
        for fact in rule.facts()
        if fact.kind in {FactKind.NUMBER, FactKind.RATE}
    ]
    found: list[Arrange] = []
    if len(names) == 2:
        above, below = (
            ("actual", "target") if "actual" in names else (names[0], names[1])
        )
        if "executed" in names:
            above, below = "executed", names[0]
        found = [tie(above, below), beside(above, below), beside(below, above)]
    elif names:
        found = [tie(names[0])]
    if isinstance(rule, Linear) and len(names) == 1:
        found.append(_at_steps(rule, names[0]))
    return found


def _at_steps(rule: Linear, name: str) -> Arrange:
    """Put the figure a whole number of steps outside the range, or a hair beside that."""

    def arrange(source: random.Random, _: Written, facts: dict[str, Written]) -> None:
        start, sign = (
            (rule.full_from, -1) if rule.full_from is not None else (rule.full_to, 1)
        )
        assert start is not None
        hair = Decimal(source.choice([0, 0, 1, -1, 5, -5])).scaleb(
            -source.choice([3, 4, 6, 8, 9, 10, 12, 13])
        )
        facts[name] = written(
            plain(start + sign * rule.step * source.randrange(0, 40) + hair)
        )

    return arrange
