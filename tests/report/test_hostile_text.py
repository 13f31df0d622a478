"""What people typed is text: it comes out as it went in, whatever it looks like."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from perfeval_xl.report.rendering import render_report
from tests.report.documents import evaluated, lines_of, rows_of

TEXTS = [
    "{{ 7*7 }}",
    "{% raw %}",
    "{# 注 #}",
    "{_{ project }_} {_% raw %_}",
    "{{ project.__class__ }}",
    "<w:p/>",
    "</w:t></w:r></w:p><w:p>",
    "a & b < c > d \" e ' f &amp; &#x41;",
    "<?perfeval merge 0?>",
    "<?perfeval chapter 1?>",
    "<?perfeval cell 0?>",
    "｛｛ unit ｝｝",
    "עברית abc",
    "长" * 30_000,
    "]]><![CDATA[",
    "第一行\n第二行",
    "甲\t乙",
    "末尾的空格 前 后",
    "=cmd|'/c calc'!A1",
    "𠮷😀",
    "\ue000",
]


@pytest.mark.parametrize("text", TEXTS)
def test_text_in_a_paragraph_comes_out_literally(
    text: str, template: Callable[..., Path]
) -> None:
    path = template(
        "前{{ project }}后", "{% for row in scores %}{{ row.name }}{% endfor %}"
    )
    assert lines_of(render_report(evaluated(project=text), path))[0] == f"前{text}后"


@pytest.mark.parametrize("text", TEXTS)
def test_text_in_every_field_of_the_official_template_comes_out_literally(
    text: str,
) -> None:
    indicator = {
        "path": ["产出指标", "数量指标", text],
        "target": text,
        "actual": text,
        "note": text,
    }
    filled = evaluated(
        project=text,
        department=text,
        unit=text,
        indicators=[indicator],
        goals=[{"expected": text, "achieved": text}],
        sections={"项目立项背景": text, "主要经验做法": text},
    )
    data = render_report(filled)
    cells = [cell for row in rows_of(data) for cell in row]
    assert cells.count(text) >= 8
    assert f"指标1：{text}" in cells
    assert set(text.split("\n")) <= set(lines_of(data)) | {"甲\t乙"}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x00b", "a\ufffdb"),
        ("a\x0bb\x1f", "a\ufffdb\ufffd"),
        ("a\r\nb\rc", "a\nb\nc"),
    ],
)
def test_characters_xml_cannot_hold_are_replaced(
    text: str, shown: str, template: Callable[..., Path]
) -> None:
    assert (
        lines_of(render_report(evaluated(project=text), template("{{ project }}")))[0]
        == shown
    )


def test_a_lone_surrogate_is_replaced(template: Callable[..., Path]) -> None:
    data = render_report(evaluated(project="a\ud800b"), template("{{ project }}"))
    assert docx.Document(io.BytesIO(data)).paragraphs[0].text == "a\ufffdb"


def test_text_cannot_merge_cells(template: Callable[..., Path]) -> None:
    rows = [["{%tr for row in goals %}"], ["{{ row.expected }}"], ["{%tr endfor %}"]]
    goal = {"expected": "<?perfeval merge?>", "achieved": ""}
    data = render_report(evaluated(goals=[goal, goal]), template(rows=rows))
    assert b"vMerge" not in docx.Document(io.BytesIO(data)).part.blob
    assert rows_of(data) == [["<?perfeval merge?>"], ["<?perfeval merge?>"]]
