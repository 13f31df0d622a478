"""What Word needs after the rows have multiplied: vertical merges where the template asks, no cell and table empty."""

from __future__ import annotations

from typing import Any

from lxml import etree
from markupsafe import Markup

from perfeval_xl.report.linting.places import TEXT, W

__all__ = ["MARK", "finish"]

MARK = Markup("<?perfeval merge?>")
"""What `{{ merge }}` prints: a processing instruction, which no text typed by people can turn into."""

_SHOWN = (f"{W}r", f"{W}bookmarkStart", f"{W}bookmarkEnd")
_BEFORE_MERGE = (f"{W}cnfStyle", f"{W}tcW", f"{W}gridSpan", f"{W}hMerge")


def finish(root: Any) -> None:
    """Merge the marked cells, and mend what Word would call damaged: cells without paragraph, tables without rows."""
    tables = {next(mark.iterancestors(f"{W}tbl")): None for mark in root.iter(etree.ProcessingInstruction)}
    for table in tables:
        _merge_table(table)
    for cell in root.iter(f"{W}tc"):
        if len(cell) == 0 or cell[-1].tag != f"{W}p":
            etree.SubElement(cell, f"{W}p")
    for table in [table for table in root.iter(f"{W}tbl") if table.find(f"{W}tr") is None]:
        table.getparent().remove(table)


def _merge_table(table: Any) -> None:
    """Merge each marked cell with the one above while it, and all marked cells to its left, show the same."""
    above: dict[int, tuple[tuple[str, ...], Any]] = {}
    for row in table.findall(f"{W}tr"):
        current: dict[int, tuple[tuple[str, ...], Any]] = {}
        shown: tuple[str, ...] = ()
        column = 0
        for cell in row.findall(f"{W}tc"):
            if _take_mark(cell):
                shown = (*shown, "".join(t.text or "" for t in cell.iter(TEXT)))
                same, first = above.get(column, ((), cell))
                if shown[-1].strip() and same == shown:
                    _set_merge(first, "restart")
                    _set_merge(cell, "continue")
                    _empty(cell)
                else:
                    first = cell
                current[column] = (shown, first)
            column += _span(cell)
        above = current


def _take_mark(cell: Any) -> bool:
    marks = list(cell.iter(etree.ProcessingInstruction))
    for mark in marks:
        owner = mark.getparent()
        owner.text = (owner.text or "") + (mark.tail or "")
        owner.remove(mark)
    return bool(marks)


def _span(cell: Any) -> int:
    properties = cell[0] if len(cell) else None
    if properties is None or properties.tag != f"{W}tcPr":
        return 1
    span = properties.find(f"{W}gridSpan")
    return 1 if span is None else int(span.get(f"{W}val"))


def _set_merge(cell: Any, value: str) -> None:
    properties = cell.find(f"{W}tcPr")
    if properties is None:
        properties = etree.Element(f"{W}tcPr")
        cell.insert(0, properties)
    merge = properties.find(f"{W}vMerge")
    if merge is None:
        merge = etree.Element(f"{W}vMerge")
        properties.insert(sum(child.tag in _BEFORE_MERGE for child in properties), merge)
    merge.set(f"{W}val", value)


def _empty(cell: Any) -> None:
    """Leave one paragraph without text: a merged cell shows what its first cell holds."""
    first, *others = cell.findall(f"{W}p")
    for paragraph in others:
        cell.remove(paragraph)
    for child in [child for child in first if child.tag in _SHOWN]:
        first.remove(child)
