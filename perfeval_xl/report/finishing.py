"""What is left to be written is made to be seen: a yellow ground under 【请补写…】, in the template and in what is filled in."""

from __future__ import annotations

import copy
import re
from typing import Any

from lxml import etree

from perfeval_xl.report.linting.places import TEXT, W

__all__ = ["TO_WRITE", "gap_pieces", "highlight_gaps", "highlighted", "run_like"]

TO_WRITE = "【请补写"
"""How every mark for something to be written begins; the sentences stand in `用语.toml`."""

_MARK = re.compile(rf"({TO_WRITE}[^】]*】)")
_HIGHLIGHT, _CHANGE = f"{W}highlight", f"{W}rPrChange"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_BEFORE_HIGHLIGHT = frozenset(
    f"{W}{name}"
    for name in (
        "rStyle",
        "rFonts",
        "b",
        "bCs",
        "i",
        "iCs",
        "caps",
        "smallCaps",
        "strike",
        "dstrike",
        "outline",
        "shadow",
        "emboss",
        "imprint",
        "noProof",
        "snapToGrid",
        "vanish",
        "webHidden",
        "color",
        "spacing",
        "w",
        "kern",
        "position",
        "sz",
        "szCs",
    )
)
"""The properties of a run that stand before its highlight (ECMA-376 part 1, 17.3.2)."""


def gap_pieces(text: str) -> list[tuple[str, bool]]:
    """Cut a text at its marks: the pieces, and whether each is a mark."""
    pieces = [piece for piece in _MARK.split(text) if piece]
    return [(piece, _MARK.fullmatch(piece) is not None) for piece in pieces]


def highlighted(properties: Any | None) -> Any:
    """Return the properties of a run with a yellow ground; `None` are those of a run without any."""
    run = run_like(properties, _HIGHLIGHT)
    _highlight(run)
    return run[0]


def highlight_gaps(root: Any) -> None:
    """Give every mark a yellow ground, in a run of its own with the look of the text around it."""
    for text in [text for text in root.iter(TEXT) if TO_WRITE in (text.text or "")]:
        run = text.getparent()
        # Only a run can have a ground
        if run is None or run.tag != f"{W}r":
            continue
        pieces = [piece for piece in _MARK.split(text.text) if piece]
        _split(run, text, pieces)


def _split(run: Any, text: Any, pieces: list[str]) -> None:
    """Cut a run at one of its texts: what stands before and behind keeps its look."""
    # The first piece stays in the run, every other one gets a run like it
    properties = run.find(f"{W}rPr")
    behind = list(text.itersiblings())
    last = run
    for index, piece in enumerate(pieces):
        if index == 0:
            text.text = piece
            text.set(_SPACE, "preserve")
            current = run
        else:
            current = run_like(properties, _HIGHLIGHT)
            new = etree.SubElement(current, TEXT, {_SPACE: "preserve"})
            new.text = piece
            last.addnext(current)
        if _MARK.fullmatch(piece):
            if (
                index == 0
                and text.getprevious() is not properties
                and text.getprevious() is not None
            ):
                # Something else stands in front of the mark in its run:
                # the mark moves into one of its own
                current = run_like(properties, _HIGHLIGHT)
                current.append(text)
                run.addnext(current)
            _highlight(current)
        last = current
    # What stood behind the text in the same run goes behind the last piece
    if behind and last is not run:
        rest = run_like(properties, _HIGHLIGHT)
        rest.extend(behind)
        last.addnext(rest)


def run_like(properties: Any, *left_out: str) -> Any:
    """Return an empty run with the look of another, `None` for one without any, and without the properties left out.

    What the other looked like before somebody changed it is no matter of a report.
    """
    run = etree.Element(f"{W}r", nsmap={"w": W[1:-1]})
    if properties is None:
        return run
    look = copy.deepcopy(properties)
    for name in (_CHANGE, *left_out):
        for each in look.findall(name):
            look.remove(each)
    run.append(look)
    return run


def _highlight(run: Any) -> None:
    properties = run.find(f"{W}rPr")
    if properties is None:
        properties = etree.Element(f"{W}rPr")
        run.insert(0, properties)
    # The schema prescribes the order of the properties
    place = sum(child.tag in _BEFORE_HIGHLIGHT for child in properties)
    properties.insert(place, etree.Element(_HIGHLIGHT, {f"{W}val": "yellow"}))
