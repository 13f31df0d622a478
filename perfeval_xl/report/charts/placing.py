"""The run of a chart, and the parts, relations and content types that the charts of a report need."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import PurePosixPath
from typing import Any

from lxml import etree

from perfeval_xl.report.charts.model import Chart
from perfeval_xl.report.charts.parts import chart_part, chart_workbook, drawing
from perfeval_xl.report.package import NO_RELATIONS, relations_of
from perfeval_xl.report.parsing import parse_part, write_part

__all__ = ["chart_parts", "chart_run"]

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_RELS = f"{{{_PACKAGE}/relationships}}"
_TYPES = f"{{{_PACKAGE}/content-types}}"
_TYPES_PART = "[Content_Types].xml"
_CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def chart_run(chart: Chart, number: int) -> str:
    """Return the run with the drawing of a chart, the `number`-th of the document."""
    return f"<w:r>{drawing(chart, number, _relation(number))}</w:r>"


def chart_parts(
    parts: Mapping[str, bytes], part: str, charts: tuple[Chart, ...]
) -> dict[str, bytes]:
    """Return the parts that the charts of the main part add or change."""
    if not charts:
        return {}
    folder = PurePosixPath(part).parent
    rels_name = relations_of(part)
    made = {
        rels_name: _with_relations(parts.get(rels_name, NO_RELATIONS), len(charts)),
        _TYPES_PART: _with_types(parts[_TYPES_PART], str(folder), len(charts)),
    }
    # A chart is three parts: itself, its relation, and the workbook it leads to
    for number, chart in enumerate(charts, 1):
        name = _name(number)
        made[f"{folder}/charts/{name}.xml"] = chart_part(chart, "rId1")
        made[f"{folder}/charts/_rels/{name}.xml.rels"] = _workbook_relation(name)
        made[f"{folder}/embeddings/{name}.xlsx"] = chart_workbook(chart)
    return made


@lru_cache(maxsize=16)
def _with_relations(data: bytes, count: int) -> bytes:
    """Add the charts to the relations of a template; its reports have mostly the same number of them."""
    relations = parse_part(data)
    for number in range(1, count + 1):
        _relate(
            relations,
            _relation(number),
            f"{_OFFICE}/chart",
            f"charts/{_name(number)}.xml",
        )
    return write_part(relations)


@lru_cache(maxsize=16)
def _with_types(data: bytes, folder: str, count: int) -> bytes:
    """Add the charts and their workbooks to the content types of a template."""
    types = parse_part(data)
    _default(types, "xlsx", _SHEET_TYPE)
    for number in range(1, count + 1):
        attributes = {
            "PartName": f"/{folder}/charts/{_name(number)}.xml",
            "ContentType": _CHART_TYPE,
        }
        etree.SubElement(types, f"{_TYPES}Override", attributes)
    return write_part(types)


@cache
def _workbook_relation(name: str) -> bytes:
    relations = etree.Element(
        f"{_RELS}Relationships", nsmap={None: f"{_PACKAGE}/relationships"}
    )
    _relate(relations, "rId1", f"{_OFFICE}/package", f"../embeddings/{name}.xlsx")
    return write_part(relations)


def _name(number: int) -> str:
    return f"perfeval-chart{number}"


def _relation(number: int) -> str:
    return f"perfevalChart{number}"


def _relate(relations: Any, identifier: str, kind: str, target: str) -> None:
    etree.SubElement(
        relations,
        f"{_RELS}Relationship",
        {"Id": identifier, "Type": kind, "Target": target},
    )


def _default(types: Any, extension: str, kind: str) -> None:
    known = [
        default.get("Extension", "").lower()
        for default in types.iter(f"{_TYPES}Default")
    ]
    if extension not in known:
        types.insert(
            0,
            etree.Element(
                f"{_TYPES}Default", {"Extension": extension, "ContentType": kind}
            ),
        )
