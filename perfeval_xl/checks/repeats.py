"""重复: one indicator stands once, under one 二级指标."""

from __future__ import annotations

from collections.abc import Iterator

from perfeval_xl.amounts import normalise
from perfeval_xl.checks.base import (
    Checks,
    Context,
    indicator_rows,
    written_rows,
)
from perfeval_xl.checks.wording import wording
from perfeval_xl.problems import Problem, Severity
from perfeval_xl.submission.model import Indicator

__all__ = ["CHECKS"]

CHECKS = Checks()


@CHECKS.reports("PE-044", written_rows, looks_at=indicator_rows)
def indicators_stand_once(context: Context) -> Iterator[Problem]:
    """R44: no indicator stands twice: by its name under one 二级指标, or by name and target under another.

    One that was issued twice is the issuer's to mend, and told when it is.
    """
    before: dict[str, list[Indicator]] = {}
    for indicator in context.submission.indicators:
        # Compared with all rows above that have the name
        name = _folded(indicator.path[-1])
        others = before.setdefault(name, [])
        same = next((other for other in others if _is_same(indicator, other)), None)
        others.append(indicator)
        if same is None or name in wording().repeatable_names:
            continue
        if context.issued(indicator) and context.issued(same):
            continue
        yield _repeated(indicator, same)


def _folded(text: str | None) -> str:
    """Return a text without what changes nothing: blanks, and stops behind it."""
    return normalise(text or "").replace(" ", "").rstrip("。;,、")


def _is_same(one: Indicator, other: Indicator) -> bool:
    return one.path[:2] == other.path[:2] or _same_target(one, other)


def _same_target(one: Indicator, other: Indicator) -> bool:
    target = _folded(one.target.text)
    return bool(target) and target == _folded(other.target.text)


def _repeated(indicator: Indicator, same: Indicator) -> Problem:
    """Return the finding; what two targets may well have in common, or differ in, is only asked about."""
    # 100% is the target of many indicators and proves nothing by itself
    apart = indicator.path[:2] != same.path[:2]
    common = normalise(indicator.target.text or "") in wording().common_targets
    unlike = not _same_target(indicator, same)
    doubtful = unlike or (apart and common)
    where = "同一个二级指标下"
    if apart:
        where = f"“{same.path[1]}”下"
    how = "名称和指标值都相同"
    if unlike:
        how = "名称相同，指标值不同"
    return Problem(
        code="PE-044",
        place=indicator.name_entry.location,
        path=indicator.path,
        found=indicator.path[-1],
        slots={"indicator": indicator.path[-1], "where": where, "how": how},
        raised_to=Severity.HINT if doubtful else None,
    )
