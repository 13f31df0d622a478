"""What only shows when all parts of a scheme are there: sums, holes and repetitions."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

from perfeval_xl.amounts import ZERO, plain
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.scheme.toml import Table

__all__ = ["check_scheme", "refuse_repetition"]


def check_scheme(top: Table, scheme: Scheme) -> None:
    """Raise `SchemeError` for the first thing that does not fit together."""
    if scheme.valid_to is not None and scheme.valid_to < scheme.valid_from:
        raise top.wrong("valid_to", "早于 valid_from")
    _check_bands(top, scheme)
    _check_weights(top, scheme)
    if scheme.family == "open" and not scheme.funds:
        raise top.wrong("funds", "至少要有一行资金总额")
    refuse_repetition(top, "dimensions", (dimension.name for dimension in scheme.dimensions))
    refuse_repetition(top, "sections", (section.name for section in scheme.sections))
    refuse_repetition(top, "bands", (band.label for band in scheme.bands))
    refuse_repetition(top, "indicators", ("·".join(spec.path) for spec in scheme.indicators))


def refuse_repetition(table: Table, key: str, names: Iterable[Hashable]) -> None:
    """Raise `SchemeError` when a name stands twice."""
    seen: set[Hashable] = set()
    for name in names:
        if name in seen:
            raise table.wrong(key, f"中“{name}”出现了不止一次")
        seen.add(name)


def _check_bands(top: Table, scheme: Scheme) -> None:
    lowest = [band.lowest for band in scheme.bands]
    if not lowest or lowest != sorted(set(lowest), reverse=True) or lowest[-1] != 0:
        raise top.wrong("bands", "应从高到低排列、不重叠，最低一档从0分起")
    if lowest[0] > scheme.full_score:
        raise top.wrong("bands", "最高一档的起点高于满分")


def _check_weights(top: Table, scheme: Scheme) -> None:
    """The dimensions make the full score, and in a fixed form the indicators make their dimension."""
    total = scheme.execution_weight + sum((dimension.weight for dimension in scheme.dimensions), ZERO)
    if total != scheme.full_score:
        parts = "一级指标与预算执行率" if scheme.execution_weight else "一级指标"
        sums = f"{parts}的分值合计为{plain(total)}分"
        raise top.wrong("dimensions", f"{sums}，应为{plain(scheme.full_score)}分")
    if scheme.family == "open":
        return
    weights = {dimension.name: ZERO for dimension in scheme.dimensions}
    for number, spec in enumerate(scheme.indicators, 1):
        if spec.path[0] not in weights:
            raise top.wrong(f"indicators[{number}].path", f"的一级指标“{spec.path[0]}”不在 dimensions 中")
        weights[spec.path[0]] += spec.weight
    for dimension in scheme.dimensions:
        if weights[dimension.name] != dimension.weight:
            sums = f"下属指标分值合计为{plain(weights[dimension.name])}分，应为{plain(dimension.weight)}分"
            raise top.wrong("indicators", f"中“{dimension.name}”{sums}")
