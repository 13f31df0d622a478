"""The cell styles of an .xlsx (ECMA-376 Part 1, 18.8): number format and look of each, read once for equal parts.

All forms of one kind, saved by one program, have the same styles part: it is known by its digest.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Sequence
from xml.etree.ElementTree import Element

from perfeval_xl.amounts import whole_number
from perfeval_xl.limits import LIMITS
from perfeval_xl.sheets.looks import Look
from perfeval_xl.sheets.ooxml_looks import cell_looks
from perfeval_xl.sheets.package import Package, children
from perfeval_xl.sheets.values import BUILTIN_FORMATS

__all__ = ["cell_styles"]

_CellStyles = Sequence[tuple[str, Look]]
# Styles parts that are kept, and cell styles in the largest of them
_KEPT = 32
_MOST_KEPT_STYLES = 4_096
_known: OrderedDict[bytes, _CellStyles] = OrderedDict()


def cell_styles(package: Package, part: str) -> _CellStyles:
    """Return number format and look of every cell style, by its number; none when there is no such part.

    Raises as `Package` does.
    """
    content = package.content(part)
    if content is None:
        return ()
    # Hashing is quick, parsing is not
    digest = hashlib.sha256(content).digest()
    if digest in _known:
        _known.move_to_end(digest)
        return _known[digest]
    root = package.tree(content)
    formats = _number_formats(root)
    if len(formats) > LIMITS.cell_formats:
        raise package.too_large("单元格格式过多")
    # Both lists have one entry for each `xf`
    styles = tuple(zip(formats, cell_looks(root), strict=True))
    if len(styles) <= _MOST_KEPT_STYLES:
        _keep(digest, styles)
    return styles


def _keep(digest: bytes, styles: _CellStyles) -> None:
    _known[digest] = styles
    # The one that was not asked for longest goes
    if len(_known) > _KEPT:
        _known.popitem(last=False)


def _number_formats(root: Element) -> list[str]:
    # Formats that the workbook spells out go before the built-in ones
    codes = dict(BUILTIN_FORMATS)
    for group in children(root, "numFmts"):
        codes.update(
            {
                whole_number(item.get("numFmtId"), 0): item.get("formatCode", "General")
                for item in group
            }
        )
    formats = (
        whole_number(item.get("numFmtId"), 0)
        for group in children(root, "cellXfs")
        for item in group
    )
    return [codes.get(number, "General") for number in formats]
