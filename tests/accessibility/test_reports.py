"""The Word reports: headings, tables whose headings are marked, languages, colours, alternative texts."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from lxml import etree

from perfeval_xl.report.rendering import render_report
from perfeval_xl.report.templates import available_templates, extra_templates
from tests.accessibility.audit import contrast
from tests.support.samples import evaluated, example

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FORMS = ("项目支出绩效自评表", "自评报告")


@pytest.fixture(scope="module")
def report() -> dict[str, bytes]:
    """The parts of a report with every table filled."""
    with ZipFile(BytesIO(render_report(evaluated(example())))) as package:
        return {name: package.read(name) for name in package.namelist()}


def _templates() -> list[dict[str, bytes]]:
    found = []
    for path in sorted({*available_templates().values(), *extra_templates().values()}):
        with ZipFile(path) as package:
            found.append({name: package.read(name) for name in package.namelist()})
    return found


def test_every_table_says_what_it_is_and_repeats_its_headings(
    report: dict[str, bytes],
) -> None:
    """The official forms are no tables of rows under headings: they have a description, and no heading row."""
    for parts in (report, *_templates()):
        tables = list(etree.fromstring(parts["word/document.xml"]).iter(f"{_W}tbl"))
        assert tables
        for table in tables:
            caption, description = (
                table.find(f".//{_W}tblCaption"),
                table.find(f".//{_W}tblDescription"),
            )
            assert caption is not None
            assert description is not None
            if caption.get(f"{_W}val") not in _FORMS:
                assert table.find(f"{_W}tr/{_W}trPr/{_W}tblHeader") is not None, (
                    caption.get(f"{_W}val")
                )
                heads = table.find(f"{_W}tr").findall(f"{_W}tc")
                assert all("".join(head.itertext()).strip() for head in heads), (
                    caption.get(f"{_W}val")
                )


def test_parts_have_real_headings(report: dict[str, bytes]) -> None:
    styles = re.findall(
        r'<w:pStyle w:val="(\w+)"', report["word/document.xml"].decode()
    )
    assert "Title" in styles
    assert styles.count("Heading1") >= 3


def test_the_language_is_chinese_everywhere(report: dict[str, bytes]) -> None:
    for parts in (report, *_templates()):
        assert b"<dc:language>zh-CN</dc:language>" in parts["docProps/core.xml"]
        assert re.search(rb"<dc:title>[^<]+</dc:title>", parts["docProps/core.xml"])
        said = b"".join(
            parts[f"word/{name}.xml"] for name in ("styles", "settings", "document")
        )
        assert set(re.findall(rb'w:eastAsia="([a-z]{2}-[A-Z]{2})"', said)) == {b"zh-CN"}


def test_every_colour_of_a_text_can_be_read(report: dict[str, bytes]) -> None:
    for parts in (report, *_templates()):
        said = (parts["word/styles.xml"] + parts["word/document.xml"]).decode()
        fills = {*re.findall(r'<w:shd [^>]*w:fill="([0-9A-F]{6})"', said), "FFFFFF"}
        for colour in set(re.findall(r'<w:color w:val="([0-9A-F]{6})"', said)):
            assert min(contrast(colour, fill) for fill in fills) >= 4.5, colour


def test_every_chart_has_an_alternative_text_with_its_figures(
    report: dict[str, bytes],
) -> None:
    shapes = re.findall(r"<wp:docPr [^>]*>", report["word/document.xml"].decode())
    assert any("满意度指标80%" in shape for shape in shapes)
    for parts in (report, *_templates()):
        for shape in re.findall(rb"<wp:docPr [^>]*>", parts["word/document.xml"]):
            assert re.search(rb'descr="[^"]+"', shape), shape
