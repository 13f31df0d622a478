"""The longer texts of a form, by what they say: those of different units should not be the same, word for word."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from perfeval_xl.amounts import normalise
from perfeval_xl.collection.records import Passage
from perfeval_xl.refs import Entry
from perfeval_xl.submission.model import Submission

__all__ = ["passages_of"]

_FEWEST = 30
"""Characters from which on a text is a passage; shorter ones are alike by chance."""

# Characters of a passage that a table shows
_BEGINNING = 40


def passages_of(submission: Submission) -> tuple[Passage, ...]:
    """Return the passages that a unit wrote itself, the same words once; blanks make no difference."""
    found: dict[str, Passage] = {}
    for label, entry in _written(submission):
        # Blanks and widths make no difference
        text = normalise(entry.text or "")
        if len(text) >= _FEWEST:
            digest = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
            passage = Passage(
                label=label,
                digest=digest,
                beginning=text[:_BEGINNING],
                sheet=entry.location.sheet,
                cell=entry.location.cell,
            )
            # The first place of a passage is kept
            found.setdefault(digest, passage)
    return tuple(found.values())


def _written(submission: Submission) -> Iterator[tuple[str, Entry]]:
    """Yield what units write in words, with what it is called; targets and goals were given to them."""
    for goal in submission.goals:
        yield "实际完成情况", goal.achieved
    for indicator in submission.indicators:
        yield f"{indicator.path[-1]}的偏差原因", indicator.note
    yield from submission.sections.items()
