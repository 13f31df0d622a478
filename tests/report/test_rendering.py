"""The report of 忻州: what it says, the same bytes each time, and a document that other programs open."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.document import Document

from perfeval_xl.evaluation import Evaluation
from perfeval_xl.report import preparing
from perfeval_xl.report.rendering import render_report
from perfeval_xl.report.templates import template_for
from tests.report.documents import drawn_rows, evaluated, lines_of, rows_of
from tests.support.office import Office

HEADINGS = [
    "一、项目支出基本情况",
    "（一）项目立项背景",
    "（二）资金用途及目的",
    "（三）项目资金预算和执行情况",
    "二、绩效自评工作开展情况",
    "三、绩效自评结果及分析",
    "四、自评发现的问题及整改措施",
    "五、绩效自评结果应用建议",
]


@pytest.fixture(scope="module")
def lines(evaluation: Evaluation) -> list[str]:
    return lines_of(render_report(evaluation))


def test_the_narrative_has_the_headings_of_the_source_numbered_without_gaps(
    report: Document,
) -> None:
    assert [
        p.text
        for p in report.paragraphs
        if p.style is not None and p.style.name.startswith("Heading")
    ] == HEADINGS


def test_what_the_unit_wrote_stands_below_its_heading(
    lines: list[str], evaluation: Evaluation
) -> None:
    written = evaluation.submission.sections["项目立项背景"].text
    assert lines[lines.index("（一）项目立项背景") + 1] == written


def test_the_budget_is_told_with_the_rate_the_program_computes() -> None:
    funds = [
        {
            "source": "年度资金总额",
            "initial_budget": "20",
            "budget": "30",
            "executed": "10",
            "rate": "99%",
        }
    ]
    lines = lines_of(render_report(evaluated(funds=funds)))
    assert lines[lines.index("（三）项目资金预算和执行情况") + 1] == (
        "本项目年初预算20万元，全年预算30万元，全年执行10万元，预算执行率33.33%，结余20万元。"
    )


def test_the_results_are_those_of_the_unit_and_the_missing_reason_is_left_to_write(
    lines: list[str],
) -> None:
    told = "".join(
        lines[
            lines.index("三、绩效自评结果及分析") : lines.index(
                "四、自评发现的问题及整改措施"
            )
        ]
    )
    assert "本项目自评得分98分，评价等级为“优”。" in told
    assert "100分，评价等级" not in told, "the rule's total belongs to the reviewer"
    assert "满意度指标分值10分，自评得分8分，得分率80%。" in told
    assert "“工作人员满意度”分值10分，自评得8分，扣2分。【请补写：扣分的原因】" in told


def test_a_blank_submission_says_what_is_missing(report: Document) -> None:
    blank = evaluated(year=None, project=None, unit=None, department=None, funds=[], goals=[], indicators=[],
                      dimensions=[], sections={}, weight_total=None, self_total=None, self_grade=None)  # fmt: skip
    data = render_report(blank)
    lines = lines_of(data)
    assert lines[0] == "（项目名称未填写）"
    assert "【请补写：项目立项背景】" in lines
    assert "【请补写：预算数或执行数未填写，或不是数字】" in lines
    assert "【请补写：自评总分和等级】" in lines
    assert len(rows_of(data)) == len(report.tables[0].rows)


def test_every_paragraph_of_a_long_text_is_a_paragraph_of_the_report() -> None:
    data = render_report(evaluated(sections={"资金用途及目的": "甲\n\n  乙  \n丙"}))
    lines = lines_of(data)
    assert lines[lines.index("（二）资金用途及目的") + 1 :][:4] == [
        "甲",
        "乙",
        "丙",
        "（三）项目资金预算和执行情况",
    ]


def test_the_same_evaluation_gives_the_same_bytes(evaluation: Evaluation) -> None:
    first = render_report(evaluation)
    preparing._remembered.cache_clear()
    assert render_report(evaluation) == first


def test_a_template_is_prepared_once_and_again_when_it_changes(
    template: Callable[..., Path], evaluation: Evaluation
) -> None:
    path = template("{{ project }}")
    assert preparing.prepared(path) is preparing.prepared(path)
    assert lines_of(render_report(evaluation, path)) == [
        evaluation.submission.project.text
    ]
    state = path.stat()
    template("{{ year }}")
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns + 1))
    assert lines_of(render_report(evaluation, path)) == ["2022"]


def test_a_footer_is_filled_in(
    template: Callable[..., Path], evaluation: Evaluation
) -> None:
    data = render_report(evaluation, template("x", footer="{{ unit }}"))
    assert (
        docx.Document(io.BytesIO(data)).sections[0].footer.paragraphs[0].text
        == "行政审批服务管理局"
    )


def test_writer_opens_the_report_and_prints_it(
    office: Office, evaluation: Evaluation, tmp_path: Path
) -> None:
    path = tmp_path / "报告.docx"
    path.write_bytes(render_report(evaluation))
    text = office.text(path)
    assert all(heading in text for heading in HEADINGS)
    assert office.pdf(path).read_bytes().startswith(b"%PDF")


def test_a_template_saved_by_writer_gives_the_same_tables(
    office: Office, evaluation: Evaluation, tmp_path: Path
) -> None:
    saved = office.resave(template_for(evaluation.scheme), tmp_path / "改过的模板.docx")
    tables = [
        docx.Document(io.BytesIO(render_report(evaluation, path))).tables
        for path in (None, saved)
    ]
    shown = [[drawn_rows(table) for table in document] for document in tables]
    assert shown[0] == shown[1]
