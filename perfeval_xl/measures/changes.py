"""Changes such as 提升10%: two of the same kind compare by their figures."""

from __future__ import annotations

import re
from functools import cache

from perfeval_xl.measures.model import Kind, Measure
from perfeval_xl.measures.names import words
from perfeval_xl.measures.parsing import parse_measure

__all__ = ["as_changes", "change_of"]

_TO = ("到", "至", "为")
_FILLERS = ("了", "幅度", "率", "达", "约")


def as_changes(target: Measure, actual: Measure) -> tuple[Measure, Measure] | None:
    """Return the figures of two changes the same way, `None` for anything else: 提升到95% is no change by 95%.

    >>> [item.spelled for item in as_changes(parse_measure("提升10%"), parse_measure("提升12%"))]
    ['10%', '12%']
    >>> as_changes(parse_measure("提升10%"), parse_measure("下降12%")) is None
    True
    """
    wanted, done = change_of(target), change_of(actual)
    if wanted is None or done is None or wanted[0] != done[0]:
        return None
    return wanted[1], done[1]


@cache
def _pattern() -> re.Pattern[str]:
    known = words()
    than, up, down = (
        "|".join(listed)
        for listed in (
            known.changes_than,
            known.changes_up,
            known.changes_down,
        )
    )
    return re.compile(
        rf"(?P<each>[户人亩]均)?(?:{than})*(?:(?P<up>{up})|(?P<down>{down}))"
    )


def change_of(measure: Measure) -> tuple[str, Measure] | None:
    """Return which way a change goes, `up` or `down` (behind 户均, where it is said of each), and by how much; `None` for a text that tells no change."""
    if measure.kind is Kind.QUALITY:
        match = _pattern().match(measure.text)
    else:
        match = None
    if match is None:
        return None
    # 提升到95% tells where it ended, not by how much it changed
    rest = measure.text[match.end() :]
    if rest.startswith(_TO):
        return None
    for filler in _FILLERS:
        rest = rest.removeprefix(filler)
    figure = parse_measure(rest)
    if figure.kind is not Kind.QUANTITY:
        return None
    way = "down"
    if match["up"]:
        way = "up"
    # 户均增收 and 增收 are not the same
    return (match["each"] or "") + way, figure
