"""The parameter settings under which a rule kind is proved: chosen ones, and all that the schemes use."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from perfeval_xl.scheme.loader import load_scheme, scheme_ids
from perfeval_xl.scheme.model import RuleSpec
from tests.support import draws

__all__ = ["Parameters", "rows_of_each", "used"]

Parameters = Mapping[str, Any]


def used(kind: str) -> list[Parameters]:
    """Return every different setting of a rule kind in the schemes; texts do not count."""
    found: dict[str, Parameters] = {}
    for scheme_id in scheme_ids():
        scheme = load_scheme(scheme_id)
        specs: list[RuleSpec] = [
            *scheme.rules.values(),
            *(spec.rule for spec in scheme.indicators),
        ]
        for spec in specs:
            if spec.kind == kind:
                found.setdefault(
                    json.dumps(_figures_only(spec.parameters), sort_keys=True),
                    spec.parameters,
                )
    return list(found.values())


def rows_of_each(settings: list[Parameters]) -> int:
    """Return how many rows each setting gets, so that one kind gets `DRAWS` × 40 together."""
    return max(20, -(-draws.DRAWS * 40 // len(settings)))


def _figures_only(value: object) -> object:
    if isinstance(value, Mapping):
        return {
            key: _figures_only(inner)
            for key, inner in value.items()
            if key not in {"text", "proof", "guide"}
        }
    if isinstance(value, (list, tuple)):
        return [_figures_only(inner) for inner in value]
    return str(value) if isinstance(value, Decimal) else value
