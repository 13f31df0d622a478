"""Putting charts where a template asks for them, with the parts, relations and content types they need."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from lxml import etree

from perfeval_xl.report.charts.model import Chart
from perfeval_xl.report.charts.parts import chart_part, chart_workbook, drawing
from perfeval_xl.report.linting.places import W
from perfeval_xl.report.parsing import parse_part

__all__ = ["CHART", "chart_parts", "place_charts"]

CHART = "chart"
"""What stands in the processing instruction that `{{ charts.… }}` prints, before the key of the chart."""

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_RELS = f"{{{_PACKAGE}/relationships}}"
_TYPES = f"{{{_PACKAGE}/content-types}}"
_NO_RELATIONS = f'<Relationships xmlns="{_PACKAGE}/relationships"/>'.encode()
_CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def place_charts(root: Any, charts: Mapping[str, Chart]) -> tuple[Chart, ...]:
    """Put a drawing in the place of every mark, and return the charts in their order."""
    placed: list[Chart] = []
    marks = [mark for mark in root.iter(etree.ProcessingInstruction) if (mark.text or "").startswith(CHART)]
    for mark in marks:
        chart = charts.get(mark.text.removeprefix(CHART).strip())
        run = next(mark.iterancestors(f"{W}r"), None)
        owner = mark.getparent()
        if owner is None:
            continue
        owner.text = (owner.text or "") + (mark.tail or "")
        owner.remove(mark)
        if chart is None or run is None:
            continue  # a template from outside may hold such a mark of its own
        placed.append(chart)
        picture = etree.Element(f"{W}r")
        picture.append(etree.fromstring(drawing(chart, len(placed), _relation(len(placed)))))
        run.addnext(picture)
    return tuple(placed)


def chart_parts(parts: Mapping[str, bytes], part: str, charts: tuple[Chart, ...]) -> dict[str, bytes]:
    """Return the parts that the charts of the main part add or change."""
    if not charts:
        return {}
    folder = PurePosixPath(part).parent
    rels_name = f"{folder}/_rels/{PurePosixPath(part).name}.rels"
    # A document without pictures, notes and styles needs no relations, and may come without that part.
    relations = parse_part(parts.get(rels_name, _NO_RELATIONS))
    types = parse_part(parts["[Content_Types].xml"])
    made: dict[str, bytes] = {}
    _default(types, "xlsx", _SHEET_TYPE)
    for number, chart in enumerate(charts, 1):
        name = f"perfeval-chart{number}"
        _relate(relations, _relation(number), f"{_OFFICE}/chart", f"charts/{name}.xml")
        inner = etree.Element(f"{_RELS}Relationships", nsmap={None: f"{_PACKAGE}/relationships"})
        _relate(inner, "rId1", f"{_OFFICE}/package", f"../embeddings/{name}.xlsx")
        made[f"{folder}/charts/{name}.xml"] = chart_part(chart, "rId1")
        made[f"{folder}/charts/_rels/{name}.xml.rels"] = _written(inner)
        made[f"{folder}/embeddings/{name}.xlsx"] = chart_workbook(chart)
        attributes = {"PartName": f"/{folder}/charts/{name}.xml", "ContentType": _CHART_TYPE}
        etree.SubElement(types, f"{_TYPES}Override", attributes)
    made[rels_name] = _written(relations)
    made["[Content_Types].xml"] = _written(types)
    return made


def _relation(number: int) -> str:
    return f"perfevalChart{number}"


def _relate(relations: Any, identifier: str, kind: str, target: str) -> None:
    etree.SubElement(relations, f"{_RELS}Relationship", {"Id": identifier, "Type": kind, "Target": target})


def _default(types: Any, extension: str, kind: str) -> None:
    known = [default.get("Extension", "").lower() for default in types.iter(f"{_TYPES}Default")]
    if extension not in known:
        types.insert(0, etree.Element(f"{_TYPES}Default", {"Extension": extension, "ContentType": kind}))


def _written(root: Any) -> bytes:
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return data
