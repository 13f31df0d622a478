"""The lineage as a part of the document: custom XML with a namespace of its own, which Word, WPS and Writer carry along.

ECMA-376 part 1, 15.2.5 and 15.2.6 (custom XML data storage and its properties).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from perfeval_xl.report.lineage.model import Cell, Figure, Lineage, Origin
from perfeval_xl.report.package import NO_RELATIONS, relations_of
from perfeval_xl.report.parsing import parse_part, write_part
from perfeval_xl.texts import storable, visible

__all__ = ["NAMESPACE", "lineage_part", "read_lineage", "with_place"]

NAMESPACE = "urn:perfeval-xl:lineage:1"
_N = f"{{{NAMESPACE}}}"
_HEADER = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES, _RELS = f"{{{_PACKAGE}/content-types}}", f"{{{_PACKAGE}/relationships}}"
_PROPERTIES_TYPE = (
    "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
)
# Characters; longer texts hardly come twice
_SHORT = 100
_ITEM_ID = "{5B0E6C5E-3D7C-4C59-9E0B-7A6C1F0E2D11}"


def with_place(parts: Mapping[str, bytes], main: str) -> tuple[dict[str, bytes], str]:
    """Return the parts of a template with relations and properties for the lineage, and the name that its part will have."""
    # A template may have custom XML of its own
    number = 1
    while f"customXml/item{number}.xml" in parts:
        number += 1
    item, properties = f"customXml/item{number}.xml", f"customXml/itemProps{number}.xml"
    rels = relations_of(main)
    made = dict(parts)
    # The part, its properties, and the relations that lead to both
    made[rels] = _related(parts.get(rels, NO_RELATIONS), f"../{item}")
    made[f"customXml/_rels/item{number}.xml.rels"] = (
        f'{_HEADER}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/relationships/customXmlProps" Target="itemProps{number}.xml"/></Relationships>'
    ).encode()
    made[properties] = (
        f'{_HEADER}<ds:datastoreItem ds:itemID="{_ITEM_ID}" xmlns:ds="{_OFFICE}/customXml"><ds:schemaRefs>'
        f'<ds:schemaRef ds:uri="{NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
    ).encode()
    made["[Content_Types].xml"] = _typed(
        parts["[Content_Types].xml"],
        {item: "application/xml", properties: _PROPERTIES_TYPE},
    )
    return made, item


def lineage_part(lineage: Lineage) -> bytes:
    """Return the part. Origins that several figures share are written once, those that a sum adds up before it."""
    numbers: dict[int, int] = {}
    pieces: list[str] = []
    # Numbering the figures writes the origins they need
    figures = [
        _figure(figure, _numbered(figure.origin, numbers, pieces))
        for figure in lineage.figures
    ]
    head = {
        "file": lineage.file,
        "scheme": lineage.scheme,
        "version": lineage.version,
        "program": lineage.program,
    }
    attributes = "".join(f" {name}={_quoted(value)}" for name, value in head.items())
    whole = f'{_HEADER}<lineage xmlns="{NAMESPACE}"{attributes}>{"".join(pieces)}{"".join(figures)}</lineage>'
    return whole.encode()


def _numbered(origin: Origin, numbers: dict[int, int], pieces: list[str]) -> int:
    """Return the number of an origin, and write it the first time it is asked for."""
    # The figures keep all origins alive
    key = id(origin)
    if key not in numbers:
        parts = [_numbered(part, numbers, pieces) for part in origin.parts]
        numbers[key] = len(numbers) + 1
        pieces.append(_origin(numbers[key], origin, parts))
    return numbers[key]


def read_lineage(parts: Mapping[str, bytes]) -> Lineage | None:
    """Return the lineage of a document, `None` where it has none; it may stand under any name.

    Raises `etree.XMLSyntaxError` and `ArchiveTooLarge` for a part that is damaged.
    """
    for name, data in parts.items():
        # Who saves the document may number such parts anew
        if (
            name.startswith("customXml/")
            and NAMESPACE.encode() in data
            and "Props" not in name
        ):
            root = parse_part(data)
            if root.tag == f"{_N}lineage":
                return _read(root)
    return None


def _read(root: Any) -> Lineage:
    origins: dict[str, Origin] = {}
    for element in root.iterfind(f"{_N}origin"):
        # The parts of a sum stand in front of it
        parts = tuple(
            origins[part] for part in element.get("of", "").split() if part in origins
        )
        origins[element.get("id", "")] = _read_origin(element, parts)
    unknown = Origin(rule="")
    figures = tuple(
        Figure(
            bookmark=element.get("bookmark", ""),
            path=element.get("path", ""),
            value=element.get("value", ""),
            printed=element.get("printed", element.get("value", "")),
            origin=origins.get(element.get("origin", ""), unknown),
        )
        for element in root.iterfind(f"{_N}figure")
    )
    head = {
        name: root.get(name, "") for name in ("file", "scheme", "version", "program")
    }
    return Lineage(**head, figures=figures)


def _read_origin(element: Any, parts: tuple[Origin, ...]) -> Origin:
    cells = (
        Cell(
            cell.get("sheet", ""),
            cell.get("cell", ""),
            cell.get("label", ""),
            cell.get("text", ""),
        )
        for cell in element.iterfind(f"{_N}cell")
    )
    return Origin(
        rule=element.get("rule", ""),
        source=element.get("source", ""),
        steps=tuple(step.text or "" for step in element.iterfind(f"{_N}step")),
        cells=tuple(cells),
        name=element.get("name", ""),
        points=element.get("points", ""),
        parts=parts,
    )


def _origin(number: int, origin: Origin, parts: list[int]) -> str:
    texts = {
        "source": origin.source,
        "name": origin.name,
        "points": origin.points,
    }
    attributes = "".join(
        f" {name}={_quoted(text)}" for name, text in texts.items() if text
    )
    if parts:
        attributes += f' of="{" ".join(map(str, parts))}"'
    steps = "".join(f"<step>{escape(storable(step))}</step>" for step in origin.steps)
    cells = "".join(_cell(cell) for cell in origin.cells)
    return f'<origin id="{number}" rule={_quoted(origin.rule)}{attributes}>{steps}{cells}</origin>'


def _cell(cell: Cell) -> str:
    return (
        f"<cell sheet={_quoted(cell.sheet)} cell={_quoted(cell.cell)} label={_quoted(cell.label)}"
        f" text={_quoted(cell.text)}/>"
    )


def _figure(figure: Figure, origin: int) -> str:
    shown = _quoted(figure.printed)
    printed = f" printed={shown}"
    if figure.printed == figure.value:
        printed = ""
    return (
        f'<figure bookmark="{figure.bookmark}" path={_quoted(figure.path)} value={_quoted(figure.value)}{printed}'
        f' origin="{origin}"/>'
    )


def _quoted(text: str) -> str:
    if len(text) < _SHORT:
        return _remembered(text)
    return _as_attribute(text)


def _as_attribute(text: str) -> str:
    return quoteattr(
        visible(storable(text)), {"\n": "&#10;", "\t": "&#9;", "\r": "&#13;"}
    )


_remembered = lru_cache(maxsize=4096)(_as_attribute)
"""Names, labels and most figures come back in every report of a template."""


def _related(data: bytes, target: str) -> bytes:
    root = parse_part(data)
    attributes = {
        "Id": "perfevalLineage",
        "Type": f"{_OFFICE}/relationships/customXml",
        "Target": target,
    }
    etree.SubElement(root, f"{_RELS}Relationship", attributes)
    return write_part(root)


def _typed(data: bytes, types: Mapping[str, str]) -> bytes:
    root = parse_part(data)
    for name, kind in types.items():
        etree.SubElement(
            root, f"{_TYPES}Override", {"PartName": f"/{name}", "ContentType": kind}
        )
    return write_part(root)
