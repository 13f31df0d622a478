"""A template that cannot be filled in is refused before anything is rendered, with the tag, its place and a remedy."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.oxml import OxmlElement

from perfeval_xl.errors import TemplateError
from perfeval_xl.evaluation import Evaluation
from perfeval_xl.report.linting.lint import lint_template
from perfeval_xl.report.rendering import render_report

Template = Callable[..., Path]

WRONG_LINES = {
    "an unknown name": ("{{ progect }}", "“{{ progect }}”中的“progect”不是可用的名称"),
    "an unknown name below a name": ("{{ execution.rat }}", "“rat”不是可用的名称"),
    "a name below a text": ("{{ project.upper }}", "“upper”不是可用的名称"),
    "an unknown name in a branch not taken": (
        "{% if not project %}{{ nonsense }}{% endif %}",
        "“nonsense”",
    ),
    "an unknown name in a condition": ("{% if nonsense %}x{% endif %}", "“nonsense”"),
    "an unknown name in a loop": (
        "{% for row in scores %}{{ row.nonsense }}{% endfor %}",
        "“nonsense”",
    ),
    "a loop variable behind its loop": (
        "{% for row in scores %}{% endfor %}{{ row.name }}",
        "“row”",
    ),
    "a loop over a text": ("{% for row in project %}x{% endfor %}", "不是一组内容"),
    "a list printed": ("{{ problems }}", "不是一个可以打印的值"),
    "a section the scheme does not have": (
        "{{ sections.没有的栏目.text }}",
        "不是评价方案“忻州2022年度项目支出绩效自评”的栏目",
    ),
    "a tag without end": ("{{ project", "不成对的“{{”"),
    "an end without tag": ("project }}", "不成对的“}}”"),
    "a loop without end": (
        "{% for row in scores %}",
        "没有结束，缺少与它成对的 endfor",
    ),
    "an end without loop": ("{% endfor %}", "没有与它成对的开头"),
    "half a name": ("{{ project. }}", "写法有误"),
    "nothing in the tag": ("{{ }}", "写法有误"),
    "a computation": ("{{ 7*7 }}", "写法有误"),
    "a call": ("{{ project.format(1) }}", "写法有误"),
    "an unknown filter": ("{{ project|safe }}", "中的“safe”不是可用的过滤器"),
    "a filter with a value": ("{{ project|two(3) }}", "写法有误"),
    "a look inside Python": ("{{ project.__class__ }}", "“__class__”"),
    "a long loop": ("{% for i in range(1000000000) %}x{% endfor %}", "写法有误"),
    "raw text": ("{% raw %}{{ project }}{% endraw %}", "不是模板可用的语句"),
    "an included file": ("{% include '/etc/passwd' %}", "不是模板可用的语句"),
    "a variable of its own": ("{% set x = 1 %}", "不是模板可用的语句"),
    "trimmed blanks": ("{%- if project %}x{% endif %}", "不是模板可用的语句"),
    "a row outside a table": ("{%tr for row in scores %}", "不在表格中"),
    "a merge outside a table": ("{{ merge }}", "不在表格中"),
    "a paragraph tag with other text": ("{%p if project %}x", "会一并消失"),
    "two paragraph tags in one": ("{%p if project %}{%p endif %}", "会一并消失"),
    "blocks nested without end": (
        "{% if project %}" * 2000 + "{% endif %}" * 2000,
        "嵌套超过",
    ),
    "a condition without end": (
        "{% if " + "not " * 900 + "project %}x{% endif %}",
        "过长",
    ),
    "brackets in brackets": (
        "{% if " + "(" * 60 + "project" + ")" * 60 + " %}x{% endif %}",
        "过长",
    ),
}


@pytest.mark.parametrize(
    ("line", "message"), WRONG_LINES.values(), ids=list(WRONG_LINES)
)
def test_a_wrong_tag_is_an_error_that_names_tag_and_place(
    line: str, message: str, template: Template, evaluation: Evaluation
) -> None:
    path = template("第一段", line)
    with pytest.raises(TemplateError, match=message) as caught:
        render_report(evaluation, path)
    assert caught.value.message.startswith("报告模板正文第2段")
    assert caught.value.remedy


def test_the_place_in_a_table_is_table_row_and_cell(
    template: Template, evaluation: Evaluation
) -> None:
    rows = [["项目", "{{ project }}"], ["年度", "{{ yaer }}"]]
    with pytest.raises(
        TemplateError, match=r"正文第1个表格第2行第2格的标记“\{\{ yaer \}\}”"
    ) as caught:
        render_report(evaluation, template(rows=rows))
    assert "是否应为“year”？" in caught.value.remedy


def test_a_tag_in_the_footer_is_checked_and_filled(
    template: Template, evaluation: Evaluation
) -> None:
    with pytest.raises(TemplateError, match="页脚第1段"):
        render_report(evaluation, template("x", footer="{{ nonsense }}"))


def test_a_loop_may_not_begin_and_end_in_different_places(
    template: Template, evaluation: Evaluation
) -> None:
    for lines in (
        ["{% for row in scores %}", "{% endfor %}"],
        ["{%p for row in scores %}", "{% endfor %}"],
    ):
        with pytest.raises(TemplateError, match=r"不在同一层|写法不一致"):
            render_report(evaluation, template(*lines))
    rows = [["{%tr for row in scores %}"], ["{{ row.name }}"]]
    with pytest.raises(TemplateError, match="没有结束"):
        render_report(evaluation, template(rows=rows))


def test_lint_finds_every_unknown_name_at_once(template: Template) -> None:
    found = lint_template(
        template("{{ one }}", "{{ project }}", "{% if two %}{{ three }}{% endif %}")
    )
    unknown = [finding.message.rsplit("中的", 1)[1] for finding in found.findings]
    assert unknown == [f"“{name}”不是可用的名称。" for name in ("one", "two", "three")]


def test_a_tag_cut_into_pieces_by_an_editor_is_whole_again(
    tmp_path: Path, evaluation: Evaluation
) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("前")
    for piece in (
        "{",
        "{ pro",
        "ject",
        " }",
        "}后{% if pro",
        "ject == “",
        "x” %}错{% endif %}",
    ):
        paragraph.add_run(piece).bold = piece != "ject"
    document.save(str(tmp_path / "t.docx"))
    data = render_report(evaluation, tmp_path / "t.docx")
    (tmp_path / "r.docx").write_bytes(data)
    assert (
        docx.Document(str(tmp_path / "r.docx")).paragraphs[0].text
        == "前“互联网+政务服务”平台运维服务费后"
    )


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a zip",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        b"PK\x03\x04junk",
    ],
)
def test_a_file_that_is_no_docx_is_refused(
    content: bytes, tmp_path: Path, evaluation: Evaluation
) -> None:
    path = tmp_path / "坏.docx"
    path.write_bytes(content)
    with pytest.raises(TemplateError, match=r"“坏.docx”不是可以读取的 .docx 文档"):
        render_report(evaluation, path)
    with pytest.raises(TemplateError):
        lint_template(path)


def test_a_missing_file_and_a_folder_are_refused(
    tmp_path: Path, evaluation: Evaluation
) -> None:
    for path in (tmp_path / "没有.docx", tmp_path):
        with pytest.raises(TemplateError, match="无法读取报告模板"):
            render_report(evaluation, path)


@pytest.mark.parametrize("part", ["[Content_Types].xml", "word/document.xml"])
@pytest.mark.parametrize(
    "content", [None, b"<broken", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>']
)
def test_a_docx_with_a_damaged_part_is_refused(
    part: str,
    content: bytes | None,
    template: Template,
    tmp_path: Path,
    evaluation: Evaluation,
) -> None:
    with (
        zipfile.ZipFile(template("{{ project }}")) as source,
        zipfile.ZipFile(tmp_path / "d.docx", "w") as target,
    ):
        for name in source.namelist():
            data = content if name == part else source.read(name)
            if data is not None:
                target.writestr(name, data)
    with pytest.raises(TemplateError, match=r"不是可以读取的 .docx 文档"):
        render_report(evaluation, tmp_path / "d.docx")


def test_a_tag_where_nothing_is_printed_is_refused(
    template: Template, tmp_path: Path, evaluation: Evaluation
) -> None:
    with (
        zipfile.ZipFile(template("x")) as source,
        zipfile.ZipFile(tmp_path / "h.docx", "w") as target,
    ):
        for name in source.namelist():
            data = source.read(name)
            if name == "word/document.xml":
                data = data.replace(
                    b"<w:t>x</w:t>", b"<w:delText>{{ project }}</w:delText>"
                )
            target.writestr(name, data)
    with pytest.raises(TemplateError, match="写在不打印的地方"):
        render_report(evaluation, tmp_path / "h.docx")


def test_a_block_that_begins_outside_a_link_and_ends_in_it_is_refused(
    template: Template, evaluation: Evaluation
) -> None:
    path = template("{% if project %}{{ project }}", "x")
    document = docx.Document(str(path))
    paragraph = document.paragraphs[0]._p
    link = OxmlElement("w:hyperlink")
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "{% endif %}"
    run.append(text)
    link.append(run)
    paragraph.append(link)
    document.save(str(path))
    with pytest.raises(TemplateError, match="不是有效的 Word 文档"):
        render_report(evaluation, path)
