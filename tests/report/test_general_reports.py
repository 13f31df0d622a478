"""No scheme is without a report: each of its documents is valid, says nothing it must not, and needs no template of one's own."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import docx
import pytest

from perfeval_xl.evaluation import Evaluation, evaluate
from perfeval_xl.report.drafting.drafting import draft
from perfeval_xl.report.linting.lint import lint_template
from perfeval_xl.report.rendering import render_report
from perfeval_xl.report.templates import (
    available_templates,
    extra_templates,
    template_for,
)
from perfeval_xl.scheme.loader import example_json, load_scheme, scheme_ids
from tests.report.documents import lines_of, rows_of
from tests.report.schemas import report_errors
from tests.support.office import Office
from tools.report_templates.__main__ import FOLDER, TEMPLATES

SHEETS = ("评分单", "核对单")
NEVER = re.compile(
    r"PE-\d{3}|分项看|自评表未说明|没有写理由|请单位改正|单位未填写|待定|没有对应要点"
)
"""What a report that somebody signs must not say: `shared/trials/reports.md`, part 2."""
CELL = re.compile(r"(?<![A-Za-z0-9])[A-Z]{1,2}[1-9]\d{0,2}(?![A-Za-z0-9])")


def _example(scheme_id: str) -> Evaluation:
    return evaluate(example_json(scheme_id).encode(), f"{scheme_id}.json")


def _empty(scheme_id: str) -> Evaluation:
    return evaluate(json.dumps({"scheme": scheme_id}).encode(), "空.json")


def _text(data: bytes) -> str:
    tables = docx.Document(io.BytesIO(data)).tables
    cells = [cell.text for table in tables for row in table.rows for cell in row.cells]
    return "\n".join([*lines_of(data), *cells])


@pytest.mark.parametrize("scheme_id", scheme_ids())
def test_every_document_of_a_scheme_follows_the_schemas(scheme_id: str) -> None:
    evaluation = _example(scheme_id)
    for path in (
        template_for(evaluation.scheme),
        *(extra_templates()[name] for name in SHEETS),
    ):
        assert report_errors(render_report(evaluation, path)) == []


@pytest.mark.parametrize("scheme_id", scheme_ids())
def test_a_report_has_no_codes_no_cells_and_no_reproaches(scheme_id: str) -> None:
    evaluation = _example(scheme_id)
    text = _text(render_report(evaluation))
    assert NEVER.findall(text) == []
    assert CELL.findall(text) == []
    assert f"《{evaluation.scheme.title}》" not in text, (
        "the basis is a document, not the title of a scheme"
    )


@pytest.mark.parametrize("scheme_id", scheme_ids())
def test_an_empty_submission_gives_a_report_that_says_what_is_to_be_written(
    scheme_id: str,
) -> None:
    for path in (None, *extra_templates().values()):
        data = render_report(_empty(scheme_id), path)
        assert report_errors(data) == []
    assert "【请补写" in _text(render_report(_empty(scheme_id)))


@pytest.mark.parametrize("scheme_id", scheme_ids())
def test_every_explanation_ends_with_its_result(scheme_id: str) -> None:
    for line in draft(_example(scheme_id)).scores:
        assert line.reason.endswith(f"该指标满分{line.weight}分，得{line.score}分")
        assert line.explanation == (
            f"{line.reason}（{line.source}）。" if line.source else f"{line.reason}。"
        )


@pytest.mark.parametrize("scheme_id", scheme_ids())
def test_sums_of_the_report_add_up(scheme_id: str) -> None:
    report = draft(_example(scheme_id))
    for dimension in report.dimensions:
        assert sum(float(group.score) for group in dimension.groups) == pytest.approx(
            float(dimension.score)
        )
        for group in dimension.groups:
            assert sum(float(line.weight) for line in group.scores) == pytest.approx(
                float(group.weight)
            )
            assert {line.group_weight for line in group.scores} == {group.weight}


@pytest.mark.parametrize("scheme_id", ["xianan-2024", "hedong-2022", "yantian-2024"])
def test_lost_points_become_problems_with_their_figure_and_advice(
    scheme_id: str,
) -> None:
    report = draft(_example(scheme_id))
    lost = sum(float(line.lost or 0) for line in report.scores)
    assert sum(float(line.lost) for line in report.shortfalls) == pytest.approx(lost)
    assert all(
        line.text and line.advice and line.title != line.advice_title
        for line in report.shortfalls
    )


def test_known_mistakes_of_the_source_stand_where_a_reader_meets_the_figure() -> None:
    yantian = draft(_example("yantian-2024"))
    (line,) = [line for line in yantian.scores if line.name == "预算编制科学性"]
    assert line.defect.startswith("说明：四个要点")
    (management,) = [
        d for d in draft(_example("xianan-2024")).dimensions if d.name == "管理"
    ]
    assert "四项合计106分" in management.defect


def test_open_points_are_marked_and_no_total_is_claimed() -> None:
    data: dict[str, Any] = json.loads(example_json("hedong-2022"))
    for row in data["indicators"][:2]:
        row["evidence"] = {}
    evaluation = evaluate(json.dumps(data).encode(), "a.json")
    report = draft(evaluation)
    assert [line.name for line in report.open_scores] == ["项目立项", "绩效目标"]
    assert (report.total, report.grade, report.complete) == ("", "", False)
    assert "另有10分待评价人员评定，总分在76分至86分之间" in report.conclusion
    document = docx.Document(io.BytesIO(render_report(evaluation)))
    marked = [
        run.text
        for p in document.paragraphs
        for run in p.runs
        if run.font.highlight_color is not None
    ]
    assert any("评价人员在0分至4分之间评定的得分和理由" in text for text in marked)
    assert all(text.startswith("【请补写") and text.endswith("】") for text in marked)


def test_no_conclusion_is_drawn_from_a_form_without_indicators() -> None:
    data = json.loads(example_json("national-2020")) | {
        "indicators": [],
        "self_total": None,
        "weight_total": None,
    }
    report = draft(evaluate(json.dumps(data).encode(), "a.json"))
    assert report.self_conclusion == "【请补写：自评总分和等级】"


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_is_what_its_script_writes_and_has_no_errors(name: str) -> None:
    path = FOLDER / name
    assert path.read_bytes() == TEMPLATES[name](), "run `make templates`"
    assert lint_template(path).findings == ()


def test_every_template_in_the_list_exists() -> None:
    schemes = [load_scheme(scheme_id) for scheme_id in scheme_ids()]
    paths = {
        *available_templates().values(),
        *extra_templates().values(),
        *map(template_for, schemes),
    }
    assert {path.name for path in paths} == set(TEMPLATES)


def test_the_check_sheet_tells_the_unit_what_to_do_without_codes(
    office: Office, tmp_path: Path
) -> None:
    data = render_report(_example("xinzhou-2022"), extra_templates()["核对单"])
    rows = rows_of(data)
    assert ["错误", "工作人员满意度"] in [row[1:3] for row in rows]
    assert not re.search(r"PE-\d{3}", _text(data))
    path = tmp_path / "核对单.docx"
    path.write_bytes(data)
    assert "需要处理的事项" in office.text(path)
