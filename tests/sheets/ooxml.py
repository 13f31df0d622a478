"""The ECMA-376 schemas (transitional), and which of them each part of an .xlsx file must follow."""

from __future__ import annotations

import os
from functools import cache
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from lxml import etree

__all__ = ["schema_errors"]

_HERE = Path(__file__).resolve().parents[2]
_SCHEMAS = (
    ("[Content_Types].xml", "opc-contentTypes.xsd"),
    (".rels", "opc-relationships.xsd"),
    ("docProps/core.xml", "opc-coreProperties.xsd"),
    ("docProps/app.xml", "shared-documentPropertiesExtended.xsd"),
    ("docProps/custom.xml", "shared-documentPropertiesCustom.xsd"),
    ("xl/theme/", "dml-main.xsd"),
    ("xl/charts/", "dml-chart.xsd"),
    ("xl/drawings/", "dml-spreadsheetDrawing.xsd"),
    ("xl/", "sml.xsd"),
)
_DUBLIN_CORE = {
    "dc.xsd": (
        "http://purl.org/dc/elements/1.1/",
        ("creator", "description", "identifier", "language", "subject", "title"),
    ),
    "dcterms.xsd": ("http://purl.org/dc/terms/", ("created", "modified")),
}
_W3CDTF = '<xs:complexType name="W3CDTF"><xs:simpleContent><xs:extension base="xs:dateTime"/></xs:simpleContent></xs:complexType>'
_LANG = (
    '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.w3.org/XML/1998/namespace">'
    '<xs:attribute name="lang" type="xs:language"/><xs:attribute name="space" type="xs:NCName"/></xs:schema>'
)


def schema_errors(workbook: bytes) -> list[str]:
    """Return what is wrong with the parts of a workbook; skips the test where the schemas are not at hand.

    VML, in which cell notes are drawn, is left out: openpyxl writes it as Excel does, not as the schema says.
    """
    folder = Path(
        os.environ.get("PERFEVAL_OOXML_XSD") or _HERE.parent / "shared" / "ooxml-xsd"
    )
    if not (folder / "sml.xsd").is_file():
        if os.environ.get("CI") == "true":
            pytest.fail("the ECMA-376 schemas are missing: set PERFEVAL_OOXML_XSD")
        pytest.skip("the ECMA-376 schemas are not on this machine (PERFEVAL_OOXML_XSD)")
    errors = []
    with ZipFile(BytesIO(workbook)) as package:
        for name in package.namelist():
            if name.endswith(".vml"):
                continue
            schema = _schema(folder, _schema_name(name))
            if not schema.validate(etree.fromstring(package.read(name))):
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


@cache
def _schema(folder: Path, name: str) -> etree.XMLSchema:
    parser = etree.XMLParser()
    parser.resolvers.add(_StandIns())
    text = (folder / name).read_text(encoding="utf-8-sig")
    text = text.replace(
        'namespace="http://www.w3.org/XML/1998/namespace"/>',
        'namespace="http://www.w3.org/XML/1998/namespace" schemaLocation="lang.xsd"/>',
    )
    root = etree.fromstring(text.encode(), parser, base_url=str(folder / name))
    return etree.XMLSchema(root)


class _StandIns(etree.Resolver):
    """Short schemas for what the package schemas import from the web: Dublin Core and `xml:lang`."""

    def resolve(self, url: str, public_id: str | None, context: object) -> object:
        name = url.rsplit("/", 1)[-1]
        if name == "lang.xsd":
            return self.resolve_string(_LANG, context)
        if name not in _DUBLIN_CORE:
            return None
        namespace, elements = _DUBLIN_CORE[name]
        body = (
            "".join(f'<xs:element name="{element}"/>' for element in elements) + _W3CDTF
        )
        return self.resolve_string(
            f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="{namespace}" '
            f'elementFormDefault="qualified">{body}</xs:schema>',
            context,
        )
