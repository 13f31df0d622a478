"""What became of the files that could not be read: sent again by the same person, or not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from perfeval_xl.amounts import normalise
from perfeval_xl.collection.claims import sender_of
from perfeval_xl.collection.records import Arrival, Version

__all__ = ["Repair", "repairs"]

# What programs and people put behind the name of a copy
_COPY = re.compile(
    r"(?:[(（]\d{1,3}[)）]|副本|最终版|修改版|更正|v\d{1,3}|[-_ ])\Z", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """The submission that came later from the same sender; `certain` says that its file has the same name."""

    version: Version
    certain: bool


def repairs(
    unreadable: Iterable[Arrival], versions: Sequence[Version]
) -> Mapping[int, Repair]:
    """Return by number of the arrival what repairs it; those that nothing repairs are not among them.

    The same sender must have sent a form afterwards. One with the same name is taken for the same form; of any others
    the latest is named, for a person to look at. What came without a sender is repaired by nothing.
    """
    # Whoever sent what could not be read may have sent it again
    by_sender: dict[str, list[Version]] = {}
    for version in versions:
        by_sender.setdefault(sender_of(version.arrival), []).append(version)
    found = {}
    for arrival in unreadable:
        address = sender_of(arrival)
        if not address:
            continue
        # Only what came afterwards repairs anything
        later = [
            v
            for v in by_sender.get(address, ())
            if v.arrival.received_at > arrival.received_at
        ]
        same = [v for v in later if _stem(v.arrival.file) == _stem(arrival.file)]
        if same:
            found[arrival.number] = Repair(version=same[-1], certain=True)
        elif later:
            found[arrival.number] = Repair(version=later[-1], certain=False)
    return found


def _stem(file: str) -> str:
    """Return a file's name without its ending and without what people add to a copy.

    >>> _stem("自评表（1）.xlsx") == _stem("自评表最终版.xls") == "自评表"
    True
    """
    name = normalise(file.rpartition(".")[0] or file)
    # Several may stand behind each other: （1）最终版
    while (shorter := _COPY.sub("", name)) not in {name, ""}:
        name = shorter
    return name.casefold()
