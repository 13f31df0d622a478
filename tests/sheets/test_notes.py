"""The drawings behind notes (VML, ECMA-376 part 4, 19.4): no schema covers them, so what Excel needs is looked for."""

from __future__ import annotations

import posixpath
import re
from io import BytesIO
from xml.etree.ElementTree import Element
from zipfile import ZipFile

import pytest
from defusedxml.ElementTree import fromstring

from perfeval_xl.evaluation import evaluate
from perfeval_xl.form.filling import fill_form
from perfeval_xl.markup.marking import mark_up
from perfeval_xl.refs import CellRef
from perfeval_xl.scheme.loader import example_json, load_scheme
from perfeval_xl.submission.spelling import loads

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_EXCEL = "{urn:schemas-microsoft-com:office:excel}"
_VML = "{urn:schemas-microsoft-com:vml}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_SHEET = re.compile(r"xl/worksheets/sheet\d+\.xml")


def marked(scheme_id: str) -> bytes:
    data = fill_form(load_scheme(scheme_id), loads(example_json(scheme_id)))
    return mark_up(evaluate(data, "表.xlsx"))


def related(package: ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """The relations of a part: id to kind and target."""
    folder, name = posixpath.split(part)
    path = f"{folder}/_rels/{name}.rels"
    if path not in package.namelist():
        return {}
    return {
        item.get("Id", ""): (item.get("Type", ""), item.get("Target", "").lstrip("/"))
        for item in fromstring(package.read(path))
    }


@pytest.mark.parametrize("scheme_id", ["xinzhou-2022", "yueyang-2020", "hedong-2022"])
def test_every_note_has_one_shape_that_names_its_cell(scheme_id: str) -> None:
    with ZipFile(BytesIO(marked(scheme_id))) as package:
        met = 0
        for part in filter(_SHEET.fullmatch, package.namelist()):
            relations = related(package, part)
            comments = [
                target
                for kind, target in relations.values()
                if kind == f"{_KINDS}comments"
            ]
            if not comments:
                continue
            legacy = fromstring(package.read(part)).find(f"{_MAIN}legacyDrawing")
            assert legacy is not None
            kind, drawing = relations[legacy.get(_RELATION, "")]
            assert kind == f"{_KINDS}vmlDrawing"
            noted = [
                note.get("ref")
                for note in fromstring(package.read(comments[0])).iter(
                    f"{_MAIN}comment"
                )
            ]
            shapes = list(fromstring(package.read(drawing)).iter(f"{_VML}shape"))
            assert [_cell_of(shape) for shape in shapes] == noted
            assert len({shape.get("id") for shape in shapes}) == len(shapes)
            types = {
                f"#{each.get('id')}"
                for each in fromstring(package.read(drawing)).iter(f"{_VML}shapetype")
            }
            assert {shape.get("type") for shape in shapes} <= types
            assert all(
                "visibility:hidden" in shape.get("style", "") for shape in shapes
            )
            met += len(noted)
        assert met


def _cell_of(shape: Element) -> str:
    data = shape.find(f"{_EXCEL}ClientData")
    assert data is not None
    assert data.get("ObjectType") == "Note"
    row, column = (
        int(data.findtext(f"{_EXCEL}{name}", "-1")) for name in ("Row", "Column")
    )
    return CellRef("", row + 1, column + 1).address


def test_the_package_says_what_its_drawings_are() -> None:
    with ZipFile(BytesIO(marked("xinzhou-2022"))) as package:
        types = package.read("[Content_Types].xml").decode()
        assert (
            '<Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"'
            in types
        )
        for name in package.namelist():
            if name.endswith(".vml"):
                assert not package.read(name).startswith(b"\xef\xbb\xbf")
                fromstring(package.read(name))


def test_texts_with_outer_blanks_ask_for_them_to_be_kept() -> None:
    """Excel drops blanks at the ends of a text without `xml:space`; the printed schema has no place for the attribute."""
    example = loads(
        example_json("xinzhou-2022").replace('"project": "', '"project": "  ', 1)
    )
    with ZipFile(BytesIO(fill_form(load_scheme("xinzhou-2022"), example))) as package:
        found = 0
        for name in package.namelist():
            for match in re.finditer(
                r"<t( [^>]*)?>([^<]*)</t>",
                package.read(name).decode("utf-8", "replace"),
            ):
                if match[2] != match[2].strip():
                    assert 'xml:space="preserve"' in (match[1] or ""), (name, match[2])
                    found += 1
        assert found
