"""目录: the headings of the report with their pages, whatever the template showed there."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml

from perfeval_xl.evaluation import Evaluation
from perfeval_xl.report.drafting.texts import heading_level
from perfeval_xl.report.rendering import render_report
from tests.report.documents import W, paragraph_text
from tests.report.schemas import report_errors

NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def _mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def _field(*lines: str) -> list[Any]:
    """The field as Word writes it: one paragraph for each line, pages as fields inside it."""
    page = (
        _mark("begin")
        + "<w:r><w:instrText> PAGEREF _Toc1 </w:instrText></w:r>"
        + _mark("separate")
        + _mark("end")
    )
    opening = (
        _mark("begin")
        + '<w:r><w:instrText> TOC \\o "1-3" \\h </w:instrText></w:r>'
        + _mark("separate")
    )
    inside = [f"<w:r><w:t>{line}</w:t></w:r>{page}" for line in lines]
    inside[0] = opening + inside[0]
    inside[-1] += _mark("end")
    return [parse_xml(f"<w:p {NAMESPACE}>{each}</w:p>") for each in inside]


@pytest.mark.parametrize("shown", [("旧的一章",), ("旧的一章", "旧的二章", "旧的三章")])
def test_what_the_template_shows_gives_way_to_the_headings_of_the_report(
    evaluation: Evaluation, tmp_path: Path, shown: tuple[str, ...]
) -> None:
    document = docx.Document()
    before = document.add_paragraph("目录")
    for paragraph in reversed(_field(*shown)):
        before._p.addnext(paragraph)
    document.add_heading("一、{{ project }}", 1)
    document.add_heading("（一）背景", 2)
    document.add_paragraph("正文")
    path = tmp_path / "模板.docx"
    document.save(str(path))
    data = render_report(evaluation, path)
    body = docx.Document(io.BytesIO(data)).element.body
    lines = [paragraph_text(paragraph) for paragraph in body.iter(f"{W}p")]
    first = f"一、{evaluation.submission.project.text}"
    assert lines[:3] == ["目录", f"{first}\t1", "（一）背景\t1"]
    assert lines[3:] == [first, "（一）背景", "正文"]
    marks = [mark.get(f"{W}fldCharType") for mark in body.iter(f"{W}fldChar")]
    assert marks == ["begin", "separate", "end"] * 2
    named = {mark.get(f"{W}name") for mark in body.iter(f"{W}bookmarkStart")}
    assert {link.get(f"{W}anchor") for link in body.iter(f"{W}hyperlink")} == named
    wrong = [error for error in report_errors(data) if "document.xml" in error]
    assert [
        error for error in wrong if "Ignorable" not in error
    ] == []  # python-docx's own document has that


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("（一）预算编制不合理", 2),
        ("(二) 总体目标", 2),
        ("1. 项目立项", 3),
        ("2、加强管理", 3),
        ("（1）比较法", 4),
        ("1.5万元用于维护", 0),
        ("2022年完成全部工作", 0),
        ("（一）完成了全部工作。", 0),
        ("1、" + "项目" * 30, 0),
        ("总体良好", 0),
    ],
)
def test_headings_that_a_unit_numbered_itself_are_told_from_text(
    line: str, level: int
) -> None:
    assert heading_level(line) == level
