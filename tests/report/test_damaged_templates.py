"""A template with a damaged part is refused in a sentence, or used where nothing is lost: no exception of a library."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from perfeval_xl.errors import TemplateError
from perfeval_xl.report.rendering import render_report
from perfeval_xl.report.templates import available_templates
from tests.report.documents import W, evaluated

DOCUMENT, SETTINGS, CORE = "word/document.xml", "word/settings.xml", "docProps/core.xml"
RELATIONS = "word/_rels/document.xml.rels"
NO_PARAGRAPHS = f'<w:document xmlns:w="{W[1:-1]}"><w:body/></w:document>'.encode()
ROW_OF_TAGS = (
    f'<w:document xmlns:w="{W[1:-1]}"><w:body><w:tbl><w:tr><w:tc><w:p>'
    + "<w:r><w:t>{%tr endif %}</w:t></w:r>" * 20_000
    + "</w:p></w:tc></w:tr></w:tbl></w:body></w:document>"
).encode()
BOXES = (
    f'<w:document xmlns:w="{W[1:-1]}"><w:body>'
    + "<w:p><w:r><w:pict><w:txbxContent>" * 20
    + "<w:p><w:r><w:t>x</w:t></w:r></w:p>"
    + "</w:txbxContent></w:pict></w:r></w:p>" * 20
    + "</w:body></w:document>"
).encode()

REFUSED: dict[str, tuple[str, bytes]] = {
    "settings that are no XML": (SETTINGS, b"<w:settings"),
    "settings with a document type": (SETTINGS, b"<!DOCTYPE s [<!ENTITY e 'x'>]><s/>"),
    "relations that are no XML": (RELATIONS, b"\xa1\xa1"),
    "properties that are no XML": (
        CORE,
        b"<cp:coreProperties>\xff</cp:coreProperties>",
    ),
    "a text nested as deep as the parser goes": (
        DOCUMENT,
        b"<a>" * 400 + b"</a>" * 400,
    ),
    "20,000 tags in one row": (DOCUMENT, ROW_OF_TAGS),
    "text boxes in text boxes": (DOCUMENT, BOXES),
}


@pytest.fixture
def template(tmp_path: Path) -> Callable[[dict[str, bytes | None]], Path]:
    """A template of ours in which parts were exchanged, or left out where `None` stands."""

    def made(changes: dict[str, bytes | None]) -> Path:
        original = next(iter(available_templates().values()))
        path = tmp_path / "模板.docx"
        with zipfile.ZipFile(original) as source, zipfile.ZipFile(path, "w") as target:
            for name in source.namelist():
                data = changes.get(name, source.read(name))
                if data is not None:
                    target.writestr(name, data)
        return path

    return made


@pytest.mark.parametrize(("part", "data"), REFUSED.values(), ids=list(REFUSED))
def test_a_damaged_part_is_refused_in_a_sentence(
    template: Callable[..., Path], part: str, data: bytes
) -> None:
    with pytest.raises(TemplateError, match="报告模板"):
        render_report(evaluated(), template({part: data}))


@pytest.mark.parametrize("part", [RELATIONS, CORE, SETTINGS])
def test_a_part_that_is_not_needed_may_be_missing(
    template: Callable[..., Path], part: str
) -> None:
    assert render_report(evaluated(), template({part: None}))


def test_a_template_without_a_paragraph_makes_an_empty_report(
    template: Callable[..., Path],
) -> None:
    assert render_report(evaluated(), template({DOCUMENT: NO_PARAGRAPHS}))
