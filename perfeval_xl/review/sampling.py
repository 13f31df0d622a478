"""The sample: half of it the projects with the highest risk, the rest drawn at random, so that nobody is safe.

The same ledger and the same seed give the same sample, in whatever order the forms came in.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from functools import cache
from importlib import resources
from typing import Any

from perfeval_xl.collection.records import SubmissionFigures, Version

__all__ = ["Drawn", "draw_sample", "risks_of", "usual_count"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """One project of the sample: its rank by risk, its points, why it is risky, and whether it was drawn at random."""

    version: Version
    rank: int
    points: Decimal
    reasons: tuple[str, ...]
    at_random: bool


@cache
def _settings() -> Mapping[str, Any]:
    text = (
        resources.files("perfeval_xl.review")
        .joinpath("risks.toml")
        .read_text(encoding="utf-8")
    )
    return tomllib.loads(text)


def usual_count(projects: int) -> int:
    """Return how many of so many projects are reviewed where nobody says how many."""
    draw = _settings()["draw"]
    # Rounded up: a tenth of 11 projects are two
    share = (Decimal(projects) * Decimal(draw["share"])).to_integral_value(
        ROUND_CEILING
    )
    return min(projects, max(int(share), int(draw["fewest"])))


def risks_of(version: Version) -> tuple[Decimal, tuple[str, ...]]:
    """Return the risk points of a submission, and the reasons for them."""
    points = Decimal(0)
    reasons = []
    for risk in _settings()["risk"]:
        if _applies(risk, version):
            points += Decimal(risk["points"])
            reasons.append(str(risk["name"]))
    return points, tuple(reasons)


def draw_sample(
    versions: Sequence[Version], count: int, seed: str
) -> tuple[Drawn, ...]:
    """Return so many projects, those with the highest risk first, those drawn at random behind them.

    Projects of equal risk come in an order that the seed decides.
    """
    # Highest points first, and among equals by lot
    ranked = []
    for version in versions:
        points, reasons = risks_of(version)
        ranked.append((-points, _lot(seed, version), version, reasons))
    ranked.sort(key=lambda entry: entry[:2])
    # How many are taken for their risk; the others are drawn at random
    by_risk = int(
        (Decimal(count) * Decimal(_settings()["draw"]["by_risk"])).to_integral_value(
            ROUND_CEILING
        )
    )
    chosen = []
    rest = []
    # The rank is that by risk, for those drawn at random too
    for rank, (points, lot, version, reasons) in enumerate(ranked, start=1):
        one = Drawn(
            version=version,
            rank=rank,
            points=-points,
            reasons=reasons,
            at_random=rank > by_risk,
        )
        if one.at_random:
            rest.append((lot, one))
        else:
            chosen.append(one)
    # The lots decide who is drawn; the result is listed by rank again
    rest.sort(key=lambda entry: entry[0])
    at_random = [one for _, one in rest[: max(count - by_risk, 0)]]
    at_random.sort(key=lambda one: one.rank)
    return (*chosen, *at_random)


def _lot(seed: str, version: Version) -> str:
    """Return the lot of a submission: as good as random, and the same for the same seed on every machine."""
    return hashlib.sha256(
        f"{seed}\x1f{version.figures.subject}".encode("utf-8", "replace")
    ).hexdigest()


def _applies(risk: Mapping[str, str], version: Version) -> bool:
    figures = version.figures
    least = Decimal(risk.get("least", "0"))
    own = figures.self_total
    kind = risk["key"]
    if kind == "error":
        return figures.errors > 0
    if kind == "warning":
        return figures.warnings > 0
    if kind == "open":
        return figures.decided_total is None
    if kind == "corrected":
        return version.versions >= least
    # Without a total of its own, nothing that compares it can apply
    if own is None:
        return False
    if kind == "full":
        return own >= least
    return _points_risky(
        kind,
        risk,
        figures,
        own,
        least,
    )


def _points_risky(
    kind: str,
    risk: Mapping[str, str],
    figures: SubmissionFigures,
    own: Decimal,
    least: Decimal,
) -> bool:
    if kind == "difference":
        return (
            figures.decided_total is not None
            and abs(own - figures.decided_total) >= least
        )
    # Points in spite of money that was not spent
    rate = figures.execution_rate
    return rate is not None and rate < Decimal(risk["most"]) and own >= least
