"""Tables of a template, prepared once: joints where cells may be merged, and where cells or tables may come out empty."""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass
from typing import Any

from lxml import etree

from perfeval_xl.report.joints import CELL, CLOSED, END, FULL, ROW, TABLE, joint
from perfeval_xl.report.linting.checking import MERGE, MERGE_CHINESE
from perfeval_xl.report.linting.places import TEXT, W
from perfeval_xl.report.linting.structure import SPAN

__all__ = ["CellLook", "mark_tables"]

_MERGE_TAG = re.compile(rf"\{{\{{\s*({MERGE}|{MERGE_CHINESE})\s*\}}\}}")
_ROW_TAG, _PARAGRAPH_TAG = "{%tr ", "{%p "
_NAMESPACES = re.compile(r' xmlns:\w+="[^"]*"')
_TABLE_HEAD = (f"{W}tblPrEx", f"{W}trPr")
_BEFORE_MERGE = (f"{W}cnfStyle", f"{W}tcW", f"{W}gridSpan", f"{W}hMerge")


@dataclass(frozen=True, slots=True, kw_only=True)
class CellLook:
    """A cell that may be merged: its table, its column, and how it begins.

    `alone` and `first` are the properties of a cell that stands alone and of the first of several; `continued` is all
    there is of a cell that goes on with the one above.
    """

    table: int
    column: int
    alone: str
    first: str
    continued: str


def mark_tables(root: Any, looks: list[CellLook]) -> None:
    """Put a joint wherever the filled-in text has to be looked at; adds the cells that may be merged to `looks`."""
    for number, table in enumerate(list(root.iter(f"{W}tbl"))):
        rows = table.findall(f"{W}tr")
        # Word cannot open a table without rows
        if not rows:
            table.getparent().remove(table)
            continue
        mergeable = [
            cell
            for row in rows
            for cell in row.findall(f"{W}tc")
            if _asks_for_merge(cell)
        ]
        # Only tables whose cells or rows can vanish have to be looked at
        repeated = any(_starts_with(row, _ROW_TAG) for row in rows)
        if mergeable or repeated:
            table.addprevious(joint(TABLE, number))
            _add_behind(table, joint(CLOSED, number))
        if mergeable:
            _mark_rows(rows, number, looks)
    # Last: a cell may end with a joint now
    for cell in root.iter(f"{W}tc"):
        _keep_paragraph(cell)


def _mark_rows(rows: list[Any], table: int, looks: list[CellLook]) -> None:
    for row in rows:
        # The joint must stand behind the properties of the row
        head = sum(child.tag in _TABLE_HEAD for child in row)
        cells = row.findall(f"{W}tc")
        row.insert(head, joint(ROW, table))
        column = 0
        for cell in cells:
            span = _span(cell)
            if _asks_for_merge(cell):
                _mark_cell(cell, table, column, looks)
            column += span


def _mark_cell(cell: Any, table: int, column: int, looks: list[CellLook]) -> None:
    """Take the properties out of a cell: they are written when it is known whether it is merged."""
    properties = cell.find(f"{W}tcPr")
    if properties is None:
        properties = etree.SubElement(cell, f"{W}tcPr")
    # All three looks are spelled now, so that rendering only chooses
    alone = _written(properties)
    first = _written(_merged(properties, "restart"))
    continued = _written(_merged(properties, "continue")) + _blank_paragraph(cell)
    cell.remove(properties)
    cell.insert(0, joint(CELL, len(looks)))
    cell.append(joint(END, len(looks)))
    looks.append(
        CellLook(
            table=table, column=column, alone=alone, first=first, continued=continued
        )
    )


def _merged(properties: Any, value: str) -> Any:
    made = copy.deepcopy(properties)
    merge = made.find(f"{W}vMerge")
    if merge is None:
        merge = etree.Element(f"{W}vMerge")
        made.insert(sum(child.tag in _BEFORE_MERGE for child in made), merge)
    merge.set(f"{W}val", value)
    return made


def _blank_paragraph(cell: Any) -> str:
    """The first paragraph of a cell that does not vanish, without its text."""
    for paragraph in cell.findall(f"{W}p"):
        properties = paragraph.find(f"{W}pPr")
        if not _starts_with(paragraph, _PARAGRAPH_TAG):
            look = ""
            if properties is not None:
                look = _written(properties)
            return f"<w:p>{look}</w:p>"
    return "<w:p/>"


def _written(element: Any) -> str:
    """An element as it is written inside the document, which declares the namespaces already."""
    text: str = etree.tostring(
        element,
        encoding="unicode",
        with_tail=False,
    )
    return _NAMESPACES.sub("", text)


def _keep_paragraph(cell: Any) -> None:
    """A cell ends with a paragraph; where all of them can vanish that is seen to later."""
    # The joint that ends a marked cell stands behind its paragraph
    last = cell[-1] if len(cell) else None
    ending = last
    if last is not None and last.tag is etree.ProcessingInstruction:
        ending = last.getprevious()
    # Where every paragraph can vanish only the filled-in text tells whether one is needed
    if any(
        _starts_with(paragraph, _PARAGRAPH_TAG) for paragraph in cell.findall(f"{W}p")
    ):
        if last is ending:
            place = len(cell)
        else:
            place = len(cell) - 1
        cell.insert(place, joint(FULL))
    elif ending is None or ending.tag != f"{W}p":
        place = 0
        if ending is not None:
            place = cell.index(ending) + 1
        cell.insert(place, etree.Element(f"{W}p"))


def _asks_for_merge(cell: Any) -> bool:
    """Whether the tag stands in the cell itself; one of a table inside it belongs to that."""
    for text in cell.iter(TEXT):
        if (
            _MERGE_TAG.search(text.text or "")
            and next(text.iterancestors(f"{W}tc")) is cell
        ):
            return True
    return False


def _starts_with(element: Any, tag: str) -> bool:
    return any(tag in (text.text or "") for text in element.iter(TEXT))


def _add_behind(element: Any, mark: Any) -> None:
    element.addnext(mark)
    mark.tail, element.tail = element.tail, None


def _span(cell: Any) -> int:
    span = cell.find(SPAN)
    if span is None:
        return 1
    # Lint has refused what is no number; Word takes 0 for 1
    return max(1, int(span.get(f"{W}val")))
