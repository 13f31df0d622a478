"""Where a row of a list leads: to the original of a submission, or to its row in 得分; and what every list says of a file."""

from __future__ import annotations

from collections.abc import Sequence

from perfeval_xl.collection.records import (
    Arrival,
)
from perfeval_xl.dates import in_china
from perfeval_xl.sheets.long_book import Link
from perfeval_xl.summary.columns import title_of
from perfeval_xl.summary.originals import Originals, places
from perfeval_xl.summary.projects import Scored

__all__ = [
    "received",
    "to_original",
    "to_scores",
    "whose",
]


def whose(scored: Scored) -> str:
    """Return what the file of an original is called after."""
    return f"{scored.department}_{scored.project}"


def to_original(
    scored: Scored, sheet: str, cells: Sequence[str], originals: Originals, *keys: str
) -> dict[str, Link]:
    """Lead to a cell of the original; to nothing where it is no workbook, or is not written beside the 汇总表."""
    file = originals.link(scored.version.arrival, whose(scored))
    # Gaps among the cells are passed over: the link leads to the first that is there
    place = places(sheet, [cell for cell in cells if cell])
    if not file or not place:
        return {}
    return dict.fromkeys(keys, Link(place, file))


def to_scores(scored: Scored) -> dict[str, Link]:
    """Lead to the row of the project in 得分."""
    scores = title_of("scores")
    return {"row": Link(f"'{scores}'!A{scored.row}")}


def received(arrival: Arrival) -> dict[str, object]:
    """Return what every list says of a file: its name, when it came, from whom and with which letter."""
    return {
        "file": arrival.file,
        "received": in_china(arrival.received_at),
        "sender": arrival.sender,
        "subject": arrival.subject,
        "origin": arrival.origin,
    }
