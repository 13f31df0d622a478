"""The cells of a table on one page of a PDF, and the letters in each, those included that a cut left outside of its lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Letter", "PrintedBox", "boxes_of", "take_letters"]

Letter = dict[str, Any]
"""A letter as pdfplumber tells it: `x0`, `x1`, `top`, `bottom`, in points from the upper left."""
_SEEN = 2.0
"""How near two lines lie to be one, in points."""


@dataclass(slots=True)
class PrintedBox:
    """One cell. `begins` and `ends` say whether a line is drawn at its top and its bottom: else another page has the rest."""

    left: float
    top: float
    right: float
    bottom: float
    begins: bool
    ends: bool
    letters: list[Letter] = field(default_factory=list)

    def holds(self, across: float, down: float) -> bool:
        """Whether a point lies in the cell."""
        return self.left <= across <= self.right and self.top <= down <= self.bottom


def boxes_of(
    cells: Iterable[tuple[float, float, float, float]], flat: Sequence[Letter]
) -> Iterator[PrintedBox]:
    """Yield the cells of a table; `flat` are the level lines of its page."""
    for left, top, right, bottom in cells:
        middle = (left + right) / 2
        crossing = [edge["top"] for edge in flat if edge["x0"] <= middle <= edge["x1"]]
        begins = any(abs(line - top) <= _SEEN for line in crossing)
        ends = any(abs(line - bottom) <= _SEEN for line in crossing)
        yield PrintedBox(left, top, right, bottom, begins=begins, ends=ends)


def take_letters(boxes: Sequence[PrintedBox], letters: list[Letter]) -> list[Letter]:
    """Put letters into the cells that their middle lies in, and return the others: letters reach over the lines around them."""
    rest: list[Letter] = []
    for each in letters:
        across, down = _middle(each)
        box = next((box for box in boxes if box.holds(across, down)), None)
        if box is None:
            rest.append(each)
        else:
            box.letters.append(each)
    # The text of a cell that was cut is set around the cut
    for box in boxes:
        if not box.begins:
            rest = _taken_beyond(box, rest, box.top, up=True)
        if not box.ends:
            rest = _taken_beyond(box, rest, box.bottom, up=False)
    return rest


def _taken_beyond(
    box: PrintedBox, rest: list[Letter], edge: float, *, up: bool
) -> list[Letter]:
    """Take the texts beyond an edge that stand wholly below or above the cell, and return the other letters."""
    taken: set[int] = set()
    for text in _texts(rest):
        _, down = _middle(text[0])
        is_beyond = down < edge if up else down > edge
        # A text that is wider than the cell belongs to the page
        inside = all(box.left <= _middle(each)[0] <= box.right for each in text)
        if is_beyond and inside:
            taken.update(id(each) for each in text)
    box.letters += [each for each in rest if id(each) in taken]
    return [each for each in rest if id(each) not in taken]


def _texts(letters: Iterable[Letter]) -> Iterator[list[Letter]]:
    """Yield letters that stand on one line without a gap."""
    text: list[Letter] = []
    in_order = sorted(letters, key=lambda each: (round(_middle(each)[1]), each["x0"]))
    for each in in_order:
        if text and not _goes_on(text[-1], each):
            yield text
            text = []
        text.append(each)
    if text:
        yield text


def _goes_on(before: Letter, letter: Letter) -> bool:
    """Whether a letter stands directly behind another one."""
    same_line = abs(_middle(before)[1] - _middle(letter)[1]) <= _SEEN
    height = float(letter["bottom"] - letter["top"])
    near: bool = letter["x0"] - before["x1"] <= height
    return same_line and near


def _middle(letter: Letter) -> tuple[float, float]:
    across = (letter["x0"] + letter["x1"]) / 2
    return across, (letter["top"] + letter["bottom"]) / 2
