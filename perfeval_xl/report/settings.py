"""Settings of the document that every report needs, whatever its template says."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from perfeval_xl.report.linting.places import W
from perfeval_xl.report.parsing import parse_xml, write_part

__all__ = ["steady_lines"]

_SETTINGS = "word/settings.xml"
_STEADY = f"{W}doNotExpandShiftReturn"
_BEHIND_COMPAT = (
    "docVars",
    "rsids",
    "attachedSchema",
    "themeFontLang",
    "clrSchemeMapping",
    "shapeDefaults",
    "decimalSymbol",
    "listSeparator",
)
"""Some of what stands behind `w:compat` in the settings (ECMA-376 part 1, 17.15.1.78)."""
_BEFORE_STEADY = frozenset(
    f"{W}{name}"
    for name in (
        "useSingleBorderforContiguousCells",
        "wpJustification",
        "noTabHangInd",
        "noLeading",
        "spaceForUL",
        "noColumnBalance",
        "balanceSingleByteDoubleByteWidth",
        "noExtraLineSpacing",
        "doNotLeaveBackslashAlone",
        "ulTrailSpace",
    )
)


def steady_lines(parts: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """Return the parts with the setting that a typed line break does not stretch the line before it.

    Without it Word and LibreOffice spread 原因：配件停产 over the whole width of a justified cell.
    """
    if _SETTINGS not in parts:
        return parts
    root = parse_xml(parts[_SETTINGS])
    compat = root.find(f"{W}compat")
    # The schema prescribes the order of the settings
    if compat is None:
        compat = etree.Element(f"{W}compat")
        behind = [
            child
            for child in root
            if etree.QName(child).localname in _BEHIND_COMPAT
            or etree.QName(child).namespace != W[1:-1]
        ]
        if behind:
            behind[0].addprevious(compat)
        else:
            root.append(compat)
    # And that of the compatibility settings among themselves
    if compat.find(_STEADY) is None:
        place = sum(child.tag in _BEFORE_STEADY for child in compat)
        compat.insert(place, etree.Element(_STEADY))
    return {**parts, _SETTINGS: write_part(root)}
