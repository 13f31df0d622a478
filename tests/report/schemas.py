"""The ECMA-376 schemas that the parts of a report must follow."""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from lxml import etree

from tests.sheets import ooxml

_SCHEMAS = (
    ("[Content_Types].xml", "opc-contentTypes.xsd"),
    (".rels", "opc-relationships.xsd"),
    ("docProps/core.xml", "opc-coreProperties.xsd"),
    ("docProps/app.xml", "shared-documentPropertiesExtended.xsd"),
    ("word/charts/", "dml-chart.xsd"),
    ("customXml/itemProps", "shared-customXmlDataProperties.xsd"),
    ("word/theme/", "dml-main.xsd"),
    ("word/", "wml.xsd"),
)


def report_errors(data: bytes) -> list[str]:
    """What is wrong with the parts of a document, workbooks of charts included; skips where the schemas are missing."""
    root = Path(__file__).resolve().parents[2].parent
    folder = Path(os.environ.get("PERFEVAL_OOXML_XSD") or root / "shared" / "ooxml-xsd")
    if not (folder / "wml.xsd").is_file():
        if os.environ.get("CI") == "true":
            pytest.fail("the ECMA-376 schemas are missing: set PERFEVAL_OOXML_XSD")
        pytest.skip("the ECMA-376 schemas are not on this machine (PERFEVAL_OOXML_XSD)")
    errors: list[str] = []
    with ZipFile(BytesIO(data)) as package:
        for name in package.namelist():
            part = package.read(name)
            if name.startswith("customXml/") or name.endswith((".jpeg", ".png")):
                continue
            if name.endswith(".xlsx"):
                errors += ooxml.schema_errors(part)
                continue
            schema = ooxml._schema(folder, _schema_name(name))
            if not schema.validate(etree.fromstring(part)):
                errors += [
                    f"{name}:{entry.line}: {entry.message}"
                    for entry in schema.error_log
                ]
    return errors


def _schema_name(part: str) -> str:
    for mark, schema in _SCHEMAS:
        if part == mark or part.endswith(mark) or part.startswith(mark):
            return schema
    raise AssertionError(f"no schema for the part {part}")
