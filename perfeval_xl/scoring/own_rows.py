"""What the rows are worth in which a unit has written indicators of its own, in a form that prints the others."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from perfeval_xl.rules.sharing import shared_weights
from perfeval_xl.scheme.model import OWN_NAME, Scheme
from perfeval_xl.submission.model import Indicator, Submission

__all__ = ["own_name", "own_weights"]


def own_name(indicator: Indicator) -> str:
    """Return what the unit has called an indicator of its own, empty where it has not."""
    entry = indicator.evidence.get(OWN_NAME)
    if entry is None or entry.blank:
        return ""
    return (entry.text or "").strip()


def own_weights(
    scheme: Scheme, submission: Submission
) -> Mapping[tuple[str, ...], Decimal | None]:
    """Return the points of every such row by its path; `None` for a row that is not filled in."""
    # Of two rows with one path the first counts, as everywhere in a fixed form
    given = {indicator.path: indicator for indicator in reversed(submission.indicators)}
    weights: dict[tuple[str, ...], Decimal | None] = {}
    groups: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    worth: dict[tuple[str, ...], Decimal] = {}
    # Rows under one heading share one weight
    for spec in scheme.rows:
        if spec.share is not None:
            groups.setdefault(spec.path[:-1], []).append(spec.path)
            worth[spec.path[:-1]] = spec.weight
    # Which of them are filled in decides the parts of all
    for group, paths in groups.items():
        begun = [_begun(given.get(path)) for path in paths]
        parts = shared_weights(worth[group], begun, scheme.rounding)
        weights.update(zip(paths, parts, strict=True))
    return weights


def _begun(indicator: Indicator | None) -> bool:
    """Whether a row says anything that makes it an indicator: its name, its target, or what was reached."""
    if indicator is None:
        return False
    stated = (indicator.target, indicator.actual)
    return bool(own_name(indicator)) or not all(entry.blank for entry in stated)
