"""`report lint` finds all mistakes in one pass, says where they are, and writes them beside the text as Word comments."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from lxml import etree

from perfeval_xl.errors import TemplateError
from perfeval_xl.evaluation import Evaluation
from perfeval_xl.report import budget
from perfeval_xl.report.comments import with_comments
from perfeval_xl.report.linting.lint import lint_template
from perfeval_xl.report.rendering import render_report
from tests.report.documents import evaluated, lines_of
from tests.report.schemas import report_errors
from tests.support.missing import CHECKOUT

Template = Callable[..., Path]
MANY = (
    "{{ progect }}",
    "｛｛ unit ｝｝",
    "{ project }",
    "«project»",
    "{{ 实施单未 }}",
    "{% tr for row in funds %}",
    "{{ scores }}",
    "{{ project|wann }}",
    "{%p for row in scores %}",
    "{{ row.nam }}",
)
FOUND = (
    "是否应为“project”",
    "全角的括号",
    "只有一层花括号",
    "邮件合并域",
    "是否应为“实施单位”",
    "多了空格",
    "不是一个可以打印的值",
    "是否应为“wan”",
    "没有结束",
    "是否应为“name”",
)


def test_all_mistakes_are_told_in_one_pass_each_at_its_paragraph(
    template: Template,
) -> None:
    found = lint_template(template(*MANY)).findings
    assert [finding.place.number for finding in found] == list(range(1, len(MANY) + 1))
    for finding, text in zip(found, FOUND, strict=True):
        assert text in finding.message + finding.remedy


def test_a_place_is_told_by_the_heading_above_and_in_a_table_by_its_cell(
    tmp_path: Path,
) -> None:
    document = docx.Document()
    document.add_heading("一、概况", 1)
    document.add_paragraph("第一段")
    document.add_paragraph("单位：{{ untit }}")
    document.add_table(2, 2).cell(1, 1).text = "{{ untit }}"
    document.save(str(tmp_path / "t.docx"))
    below, cell = lint_template(tmp_path / "t.docx").findings
    assert below.message.startswith(
        "报告模板正文“一、概况”之下第2段（“单位：{{ untit }}”）"
    )
    assert cell.message.startswith("报告模板正文第1个表格第2行第2格")


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["{%p for row in scores %}", "{%p if project %}", "{%p endfor %}", "{%p endif %}"], "缺少与它成对的 endif"),
        (["{%p if project %}", "{% endif %}"], "写法不一致"),
        (["x{% if project %}y", "z{% endif %}"], "不在同一层"),
        (["{% for row in scores if loop.first %}x{% endfor %}"], "中的“loop”不是可用的名称"),
        (["{%p for row in scores %}", "{%p for two in scores %}", "{%p for three in scores %}", "{%p endfor %}",
          "{%p endfor %}", "{%p endfor %}"], "成倍增加"),
    ],
)  # fmt: skip
def test_blocks_that_do_not_fit_are_found(
    lines: list[str], text: str, template: Template
) -> None:
    told = "".join(
        finding.message for finding in lint_template(template(*lines)).findings
    )
    assert text in told


def test_revisions_that_nobody_accepted_are_found(
    template: Template, tmp_path: Path
) -> None:
    path = tmp_path / "r.docx"
    with (
        zipfile.ZipFile(template("{{ project }}")) as source,
        zipfile.ZipFile(path, "w") as target,
    ):
        for name in source.namelist():
            data = source.read(name)
            if name == "word/document.xml":
                data = data.replace(
                    b"<w:r>", b'<w:ins w:id="1" w:author="x"><w:r>'
                ).replace(b"</w:r>", b"</w:r></w:ins>")
            target.writestr(name, data)
    assert "没有接受的修订" in lint_template(path).findings[0].what


def test_the_copy_has_a_comment_at_each_place_and_is_a_template_once_mended(
    template: Template, tmp_path: Path, evaluation: Evaluation
) -> None:
    linted = lint_template(
        template("{{ project }}", "{{ yaer }}", footer="{{ untit }}")
    )
    data = with_comments(linted.package, linted.findings)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        comments = etree.fromstring(package.read("word/comments.xml"))
        texts = ["".join(comment.itertext()) for comment in comments]
    assert len(texts) == 2
    assert "“year”" in texts[0]
    assert "页脚" in texts[1]
    mended = docx.Document(io.BytesIO(data))
    mended.paragraphs[1].runs[0].text = "{{ year }}"
    mended.sections[0].footer.paragraphs[0].text = "{{ unit }}"
    path = tmp_path / "改好.docx"
    mended.save(str(path))
    report = render_report(evaluation, path)
    assert lines_of(report) == [evaluation.submission.project.text, "2022"]
    with zipfile.ZipFile(io.BytesIO(report)) as package:
        assert not [name for name in package.namelist() if "comment" in name]
        assert b"comment" not in package.read("word/document.xml")


def test_names_of_a_scheme_are_checked_when_it_is_named(template: Template) -> None:
    path = template(
        "{{ 栏目.没有的.全文 }}",
        "{%p for 行 in 表格.项目支出明细.各行 %}",
        "{{ 行.支出内溶 }}",
        "{%p endfor %}",
    )
    told = _run("report", "lint", str(path), "--scheme", "yueyang-2020")
    assert told.returncode == 1
    assert "“没有的”不是评价方案" in told.stdout
    assert "是否应为“支出内容”" in told.stdout
    assert _run("report", "lint", str(path)).returncode == 0


def test_a_new_template_is_one_that_lint_accepts(tmp_path: Path) -> None:
    path = tmp_path / "新.docx"
    assert (
        _run("report", "new-template", "xianan-2024", "-o", str(path)).returncode == 0
    )
    assert _run("report", "lint", str(path), "--scheme", "xianan-2024").returncode == 0


def test_a_report_is_never_written_under_the_name_of_another_kind(
    tmp_path: Path,
) -> None:
    source = (
        CHECKOUT / "perfeval_xl" / "scheme" / "data" / "examples" / "xianan-2024.json"
    )
    told = _run("report", str(source), "-o", str(tmp_path / "x.doc"))
    assert told.returncode == 2
    assert not (tmp_path / "x.doc").exists()


def test_a_template_that_takes_too_long_is_stopped(
    template: Template, evaluation: Evaluation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(budget, "_MOST_TURNS", 20)
    path = template(
        "{%p for a in scores %}",
        "{%p for b in scores %}",
        "{{ b.name }}",
        "{%p endfor %}",
        "{%p endfor %}",
    )
    with pytest.raises(TemplateError, match="循环超过20次，已停止"):
        render_report(evaluation, path)


def test_charts_are_parts_that_word_can_edit_with_their_figures_in_a_workbook(
    template: Template, evaluation: Evaluation
) -> None:
    data = render_report(
        evaluation, template("{{ charts.rates }}", "{{ 图表.预算执行 }}")
    )
    assert [
        error for error in report_errors(data) if "charts" in error or "xlsx" in error
    ] == []
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        book = zipfile.ZipFile(
            io.BytesIO(package.read("word/embeddings/perfeval-chart1.xlsx"))
        )
        assert "满意度指标" in book.read("xl/worksheets/sheet1.xml").decode()
        assert "0.8" in package.read("word/charts/perfeval-chart1.xml").decode()


def test_a_chart_without_figures_is_nothing(template: Template) -> None:
    filled = evaluated(funds=[])
    path = template(
        "{{ charts.execution }}", "{% if charts.execution %}有{% else %}无{% endif %}"
    )
    assert lines_of(render_report(filled, path)) == ["", "无"]


def test_properties_are_those_of_the_report(evaluation: Evaluation) -> None:
    properties = docx.Document(io.BytesIO(render_report(evaluation))).core_properties
    assert properties.title == "“互联网+政务服务”平台运维服务费项目支出绩效自评报告"
    assert properties.author == evaluation.submission.unit.text
    assert properties.comments == ""


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = (sys.executable, "-m", "perfeval_xl", *arguments)
    return subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=CHECKOUT
    )
