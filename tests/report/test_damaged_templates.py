"""A template with a damaged part is refused in a sentence, or used where nothing is lost: no exception of a library."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from perfeval_xl.errors import TemplateError
from perfeval_xl.report.comments import with_comments
from perfeval_xl.report.linting.lint import lint_template
from perfeval_xl.report.rendering import render_report
from perfeval_xl.report.templates import available_templates
from tests.report.documents import W, evaluated

DOCUMENT, SETTINGS, CORE = "word/document.xml", "word/settings.xml", "docProps/core.xml"
TYPES, FOOTER = "[Content_Types].xml", "word/footer1.xml"
RELATIONS = "word/_rels/document.xml.rels"
NO_PARAGRAPHS = f'<w:document xmlns:w="{W[1:-1]}"><w:body/></w:document>'.encode()
FOOTER_OF_TAGS = (
    f'<w:ftr xmlns:w="{W[1:-1]}"><w:p><w:r><w:t>{{{{ untit }}}}</w:t></w:r></w:p></w:ftr>'
).encode()
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


def _text_of(report: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(report)) as package:
        return package.read(DOCUMENT)


def _copy_of(path: Path) -> dict[str, bytes]:
    """The parts of the copy with comments that lint makes of a template."""
    linted = lint_template(path)
    assert linted.findings
    with zipfile.ZipFile(
        io.BytesIO(with_comments(linted.package, linted.findings))
    ) as copy:
        return {name: copy.read(name) for name in copy.namelist()}


def _comments(parts: dict[str, bytes]) -> tuple[int, int]:
    """How many comments there are, and how many of them are tied to a place in the text."""
    written = etree.fromstring(parts["word/comments.xml"])
    text = etree.fromstring(parts[DOCUMENT])
    return len(written), len(list(text.iter(f"{W}commentReference")))


def test_comments_need_no_relations_to_be_there(template: Callable[..., Path]) -> None:
    wrong = NO_PARAGRAPHS.replace(
        b"<w:body/>", b"<w:body><w:p><w:r><w:t>{{ untit }}</w:t></w:r></w:p></w:body>"
    )
    parts = _copy_of(template({DOCUMENT: wrong, RELATIONS: None}))
    assert _comments(parts) == (1, 1)
    assert b"comments.xml" in parts[RELATIONS]


@pytest.mark.parametrize("body", [b"<w:body/>", b"", b"<w:body><w:sectPr/></w:body>"])
def test_what_is_wrong_in_a_footer_is_told_in_a_text_without_paragraphs(
    template: Callable[..., Path], body: bytes
) -> None:
    empty = NO_PARAGRAPHS.replace(b"<w:body/>", body)
    path = template({DOCUMENT: empty, FOOTER: FOOTER_OF_TAGS})
    assert _comments(_copy_of(path)) == (1, 1)


def test_a_finding_without_a_paragraph_is_told_at_the_first_one(
    template: Callable[..., Path],
) -> None:
    linted = lint_template(template({FOOTER: FOOTER_OF_TAGS}))
    [finding] = linted.findings
    nowhere = replace(finding, place=replace(finding.place, part=DOCUMENT, number=0))
    with zipfile.ZipFile(io.BytesIO(with_comments(linted.package, [nowhere]))) as copy:
        text = etree.fromstring(copy.read(DOCUMENT))
    first = next(text.iter(f"{W}p"))
    assert first.find(f"{W}commentRangeStart") is not None


def test_the_main_part_is_told_by_its_type_wherever_the_types_name_it(
    template: Callable[..., Path],
) -> None:
    original = next(iter(available_templates().values()))
    with zipfile.ZipFile(original) as source:
        types = etree.fromstring(source.read(TYPES))
    main = [entry for entry in types if entry.get("PartName") == f"/{DOCUMENT}"]
    types.extend(main)
    path = template({TYPES: etree.tostring(types)})
    parts = [story.part for story in lint_template(path).package.stories]
    assert parts[0] == DOCUMENT
    assert parts[1:]
    assert _text_of(render_report(evaluated(), path)) == _text_of(
        render_report(evaluated(), original)
    )


SPAN = "<w:tbl {}><w:tr><w:tc><w:tcPr><w:gridSpan{}/></w:tcPr>{}</w:tc></w:tr></w:tbl>"
NAMED = f'xmlns:w="{W[1:-1]}"'
TEXT = "<w:p><w:r><w:t>{{ project }}{{ merge }}</w:t></w:r></w:p>"


@pytest.mark.parametrize("value", [' w:val="x"', "", ' w:val="1.5"', ' w:val=""'])
@pytest.mark.parametrize("inside", [TEXT, "", "<w:p/>"])
def test_a_cell_over_no_number_of_columns_is_refused_with_its_place(
    template: Callable[..., Path], value: str, inside: str
) -> None:
    table = SPAN.format(NAMED, value, inside)
    document = NO_PARAGRAPHS.replace(b"<w:body/>", f"<w:body>{table}</w:body>".encode())
    with pytest.raises(TemplateError, match=r"正文第1个表格第1行第1格.*跨列数"):
        render_report(evaluated(), template({DOCUMENT: document}))


@pytest.mark.parametrize("part", [RELATIONS, DOCUMENT, "_rels/.rels", TYPES])
def test_remarks_in_the_xml_are_passed_over(
    template: Callable[..., Path], part: str
) -> None:
    original = next(iter(available_templates().values()))
    with zipfile.ZipFile(original) as source:
        data = source.read(part)
    place = data.rindex(b"</")
    remarked = data[:place] + b"<!-- x --><?perfeval cell 0?>" + data[place:]
    changed = _text_of(render_report(evaluated(), template({part: remarked})))
    assert b"<?perfeval" not in changed
    assert changed == _text_of(render_report(evaluated(), original))
