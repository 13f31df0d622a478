"""Where the rows and columns of a drawn sheet stand now, as the labels printed on it say.

Names are invisible and can be made to lead anywhere; labels are what the person who signs the paper sees. A label counts
where it can be seen; one that is there twice counts where it is nearest to its place.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from perfeval_xl.reading.drawn_sheets import DrawnSheet
from perfeval_xl.reading.fields import text_of
from perfeval_xl.reading.sameness import bare
from perfeval_xl.sheets.raw import RawCell, RawWorkbook

__all__ = ["Anchors", "anchors_on", "holds_form", "majority", "shifted"]

Place = tuple[int, int]
"""A row and a column."""


@dataclass(frozen=True, slots=True)
class Anchors:
    """The rows and columns of a drawn sheet that have a label, each with where it stands now.

    `still` says that every label stands where it was drawn.
    """

    rows: Mapping[int, int] = field(default_factory=dict)
    columns: Mapping[int, int] = field(default_factory=dict)
    still: bool = False


def anchors_on(raw: RawWorkbook, title: str, drawn: DrawnSheet) -> Anchors:
    """Return the anchors of a drawn sheet on the sheet `title`, none where it holds no label of it."""
    cells = raw.cells(title)
    # Nearly all forms come back with every label in its place
    if all(_says(cells.get(at), said) for at, said in drawn.labels.items()):
        return _standing_still(drawn)
    return _agreeing(drawn, _pairs(raw, title, drawn.labels))


@lru_cache(maxsize=256)
def _standing_still(drawn: DrawnSheet) -> Anchors:
    """Return the anchors of a sheet on which every label stands where it was drawn, as on nearly all that come back."""
    anchors = _agreeing(drawn, ((at, at) for at in drawn.labels))
    return replace(anchors, still=bool(drawn.labels))


def _agreeing(drawn: DrawnSheet, pairs: Iterable[tuple[Place, Place]]) -> Anchors:
    """Return the anchors on which most of the labels agree, each given with where it stands now."""
    rows: defaultdict[int, Counter[int]] = defaultdict(Counter)
    columns: defaultdict[int, Counter[int]] = defaultdict(Counter)
    for old, new in pairs:
        old_row, old_column = old
        new_row, new_column = new
        columns[old_column][new_column] += 1
        # A label over several rows stands for none of them, but for its column
        if old not in drawn.tall:
            rows[old_row][new_row] += 1
    return Anchors(
        rows=_agreed(rows),
        columns=_agreed(columns),
    )


def holds_form(raw: RawWorkbook, title: str, drawn: DrawnSheet) -> bool:
    """Whether a sheet shows most of the labels of a drawn one: it is that sheet, or a copy of it."""
    labels = set(map(bare, drawn.labels.values()))
    # Hidden sheets are nobody's form
    arrangement = raw.arrangement(title)
    if not labels or not arrangement.visible:
        return False
    found = set()
    for cell in raw.cells(title).values():
        found.add(bare(text_of(cell)))
    shown = labels & found
    return len(shown) * 2 > len(labels)


def majority(found: Counter[int]) -> int | None:
    """Return what more than half of them say, `None` where they do not agree."""
    (line, count), *_rest = found.most_common(1)
    # Half of them is not enough: then the sheet was torn
    if count * 2 <= found.total():
        return None
    return line


def shifted(known: Mapping[int, int], old: int) -> int | None:
    """Return where a line stands: its own place, or as far from its neighbours as it was, if both agree.

    >>> shifted({3: 3, 6: 7}, 2), shifted({3: 3, 6: 7}, 4), shifted({3: 4, 6: 7}, 4)
    (2, None, 5)
    """
    if old in known:
        return known[old]
    # Without any label nothing is known to have moved
    if not known:
        return old
    # By how much the neighbours have moved; between two that moved differently nothing can be told
    above = [line for line in known if line < old]
    below = [line for line in known if line > old]
    steps = set()
    if above:
        nearest = max(above)
        steps.add(known[nearest] - nearest)
    if below:
        nearest = min(below)
        steps.add(known[nearest] - nearest)
    if len(steps) != 1:
        return None
    return old + steps.pop()


def _says(cell: RawCell | None, said: str) -> bool:
    return cell is not None and cell.value == said


def _agreed(votes: Mapping[int, Counter[int]]) -> dict[int, int]:
    agreed = {}
    for old, found in votes.items():
        line = majority(found)
        if line is not None:
            agreed[old] = line
    return agreed


def _pairs(
    raw: RawWorkbook, title: str, labels: Mapping[Place, str]
) -> Iterator[tuple[Place, Place]]:
    """Yield every label with where it can be seen now."""
    # Labels that stand several times on a form are taken in their order
    drawn: dict[str, list[Place]] = {}
    for at, said in sorted(labels.items()):
        text = bare(said)
        drawn.setdefault(text, []).append(at)
    # What is hidden is not what a person filled the form in by
    found: dict[str, list[Place]] = {}
    arrangement = raw.arrangement(title)
    for place, cell in sorted(raw.cells(title).items()):
        text = bare(text_of(cell))
        if text in drawn and arrangement.shows(*place):
            found.setdefault(text, []).append(place)
    for text, places in drawn.items():
        here = found.get(text, [])
        # All of them are there: the first is the first
        if len(here) == len(places):
            yield from zip(places, here, strict=True)
        # The unit wrote the word elsewhere, too: the nearest is the label
        elif here and len(places) == 1:
            yield places[0], _nearest(places[0], here)
        # Some of several are gone: only those that stand where they were drawn are known
        else:
            for at in places:
                if at in here:
                    yield at, at


def _nearest(at: Place, places: Iterable[Place]) -> Place:
    def distance(place: Place) -> int:
        down = abs(place[0] - at[0])
        across = abs(place[1] - at[1])
        return down + across

    return min(places, key=distance)
