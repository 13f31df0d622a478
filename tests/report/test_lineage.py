"""Where every figure of a report comes from, and what people do to reports afterwards."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from lxml import etree

from perfeval_xl.errors import NoLineage, NotAReport
from perfeval_xl.evaluation import Evaluation, evaluate
from perfeval_xl.form.filling import fill_form
from perfeval_xl.report.lineage.comparing import compare_report
from perfeval_xl.report.lineage.model import Figure
from perfeval_xl.report.lineage.naming import figure_name
from perfeval_xl.report.lineage.reading import Traced, read_report
from perfeval_xl.report.rendering import render_report
from perfeval_xl.report.templates import template_for
from perfeval_xl.scheme.loader import example_json, load_scheme, scheme_ids
from perfeval_xl.submission.spelling import loads
from tests.report.documents import W
from tests.report.schemas import report_errors
from tests.support.office import Office

SCHEME = "xinzhou-2022"


def workbook(scheme_id: str = SCHEME, **changes: Any) -> bytes:
    """The example of a scheme as a filled workbook, with some keys of its JSON changed."""
    data = {**json.loads(example_json(scheme_id)), **changes}
    return fill_form(
        load_scheme(scheme_id), loads(json.dumps(data).encode(), f"{scheme_id}.json")
    )


def evaluated_workbook(scheme_id: str = SCHEME, **changes: Any) -> Evaluation:
    return evaluate(workbook(scheme_id, **changes), "自评表.xlsx")


@pytest.fixture(scope="module")
def evaluation() -> Evaluation:
    return evaluated_workbook()


@pytest.fixture(scope="module")
def document(evaluation: Evaluation) -> bytes:
    return render_report(evaluation)


def figure_of(traced: Traced, name: str) -> Figure:
    return next(
        figure for figure in traced.lineage.figures if figure_name(figure.path) == name
    )


def edited(
    data: bytes, change: Callable[[Any], None], part: str = "word/document.xml"
) -> bytes:
    """The document with its main part changed."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(target, "w") as archive,
    ):
        for name in source.namelist():
            content = source.read(name)
            if name == part:
                root = etree.fromstring(content)
                change(root)
                content = etree.tostring(root)
            archive.writestr(name, content)
    return target.getvalue()


def run_of(root: Any, bookmark: str) -> Any:
    return root.find(f".//{W}bookmarkStart[@{W}name='{bookmark}']").getnext()


def test_a_figure_of_the_form_leads_to_its_cell(document: bytes) -> None:
    traced = read_report(document, "报告.docx")
    figure = figure_of(traced, "项目资金·年度资金总额·全年执行数")
    [cell] = figure.origin.all_cells()
    assert (traced.lineage.file, cell.sheet, cell.cell, cell.text) == (
        "自评表.xlsx",
        "项目支出绩效自评表",
        "F7",
        "24.5",
    )
    assert figure.origin.rule == "照填报内容"
    assert traced.standing[figure.bookmark].text == "24.5"
    assert traced.standing[figure.bookmark].place == "正文第1个表格第4行第5格"


def test_a_score_leads_to_its_rule_its_steps_and_the_cells_they_used() -> None:
    data = render_report(evaluated_workbook("yantian-2024"))
    traced = read_report(data, "报告.docx")
    scored = next(
        one
        for one in traced.lineage.figures
        if one.path.endswith("/score") and one.path.startswith("scores/")
    )
    assert scored.origin.rule == "评分要点"
    assert scored.origin.steps
    assert scored.origin.all_cells()
    assert all(cell.sheet and cell.cell for cell in scored.origin.all_cells())


def test_a_total_leads_to_what_it_adds_up() -> None:
    traced = read_report(render_report(evaluated_workbook()), "报告.docx")
    conclusion = figure_of(traced, "自评结论").origin
    assert conclusion.rule == "各项自评得分之和"
    assert conclusion.all_steps()[0] == "预算执行率：10分"
    assert len(conclusion.all_steps()) == 11
    assert {cell.cell for cell in conclusion.all_cells()} >= {"I7", "H14"}


@pytest.mark.parametrize("scheme_id", scheme_ids())
def test_every_figure_of_every_report_has_an_origin_and_agrees_with_its_workbook(
    scheme_id: str,
) -> None:
    evaluation = evaluated_workbook(scheme_id)
    data = render_report(evaluation)
    traced = read_report(data, "报告.docx")
    assert traced.lineage.figures
    assert all(figure.origin.rule for figure in traced.lineage.figures)
    assert len(traced.standing) == len(traced.lineage.figures)
    assert compare_report(traced, evaluation) == ()
    assert report_errors(data) == []


@pytest.mark.parametrize("scheme_id", [SCHEME, "yantian-2024", "yueyang-2020"])
def test_no_figure_of_a_report_is_left_without_a_mark(scheme_id: str) -> None:
    """But for the numbers of rows, and what the template says itself."""
    evaluation = evaluated_workbook(scheme_id)
    root = etree.fromstring(part_of(render_report(evaluation), "word/document.xml"))
    template = "".join(
        etree.fromstring(
            part_of(template_for(evaluation.scheme).read_bytes(), "word/document.xml")
        ).itertext()
    )
    inside = 0
    left = []
    for element in root.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd", f"{W}t"):
        inside += (element.tag == f"{W}bookmarkStart") - (
            element.tag == f"{W}bookmarkEnd"
        )
        if not inside and element.text:
            left.append(element.text)
    figures = [
        text
        for text in left
        if re.search(r"\d", text) and not re.fullmatch(r"\d{1,2}", text)
    ]
    assert [text for text in figures if text not in template] == []


def part_of(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


def test_the_marks_change_nothing_that_is_seen(document: bytes) -> None:
    """A bookmark has no text, and every run keeps the look the template gave it."""
    root = etree.fromstring(part_of(document, "word/document.xml"))
    marks = root.findall(f".//{W}bookmarkStart")
    assert marks
    assert all(mark.getnext().tag == f"{W}r" for mark in marks)
    assert len({mark.get(f"{W}id") for mark in marks}) == len(marks)
    assert all(
        mark.get(f"{W}name").startswith("_") for mark in marks
    )  # hidden in Word's list


def test_the_record_holds_no_folder_of_this_machine(tmp_path: Path) -> None:
    data = render_report(evaluate(workbook(), str(tmp_path / "自评表.xlsx")))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        record = archive.read("customXml/item1.xml").decode()
    assert 'file="自评表.xlsx"' in record
    assert str(tmp_path) not in record


def test_a_figure_changed_by_hand_is_told(
    document: bytes, evaluation: Evaluation
) -> None:
    figure = figure_of(read_report(document, ""), "项目资金·年度资金总额·全年执行数")

    def change(root: Any) -> None:
        run_of(root, figure.bookmark).find(f"{W}t").text = "23.5"

    [problem] = compare_report(read_report(edited(document, change), ""), evaluation)
    assert (problem.code, problem.place.cell, problem.found, problem.expected) == (
        "PE-222",
        "F7",
        "23.5",
        "24.5",
    )
    assert problem.message == (
        "报告正文第1个表格第4行第5格：“项目资金·年度资金总额·全年执行数”生成时是“24.5”，现为“23.5”。"
    )


def test_words_around_a_figure_may_be_changed(
    document: bytes, evaluation: Evaluation
) -> None:
    figure = figure_of(read_report(document, ""), "预算执行·文字")

    def change(root: Any) -> None:
        text = run_of(root, figure.bookmark).find(f"{W}t")
        text.text = text.text.replace("本项目年初预算", "年初安排本项目预算")

    assert compare_report(read_report(edited(document, change), ""), evaluation) == ()


def test_a_figure_taken_out_is_told(document: bytes, evaluation: Evaluation) -> None:
    figure = figure_of(read_report(document, ""), "项目资金·年度资金总额·全年执行数")

    def change(root: Any) -> None:
        row = next(run_of(root, figure.bookmark).iterancestors(f"{W}tr"))
        row.getparent().remove(row)

    problems = compare_report(read_report(edited(document, change), ""), evaluation)
    assert {problem.code for problem in problems} == {"PE-224"}
    assert "项目资金·年度资金总额·全年执行数" in {
        problem.place.label for problem in problems
    }


def test_a_cell_that_was_typed_anew_without_its_bookmark_is_found(
    document: bytes, evaluation: Evaluation
) -> None:
    figure = figure_of(read_report(document, ""), "项目资金·年度资金总额·全年执行数")

    def change(root: Any) -> None:
        run = run_of(root, figure.bookmark)
        paragraph = run.getparent()
        for mark in (run.getprevious(), run.getnext()):
            paragraph.remove(mark)
        run.find(f"{W}t").text = "20"

    [problem] = compare_report(read_report(edited(document, change), ""), evaluation)
    assert (problem.code, problem.found) == ("PE-222", "20")


def test_a_workbook_changed_afterwards_is_told(document: bytes) -> None:
    data = json.loads(example_json(SCHEME))
    data["funds"][0]["executed"] = "24"
    problems = compare_report(
        read_report(document, ""), evaluated_workbook(funds=data["funds"])
    )
    assert {problem.code for problem in problems} == {"PE-223"}
    executed = next(
        one for one in problems if one.place.label == "项目资金·年度资金总额·全年执行数"
    )
    assert (executed.place.cell, executed.found, executed.expected) == (
        "F7",
        "24.5",
        "24",
    )


def test_a_figure_corrected_by_hand_to_what_the_workbook_says_agrees(
    document: bytes,
) -> None:
    data = json.loads(example_json(SCHEME))
    data["funds"][0]["initial_budget"] = "30"
    figure = figure_of(read_report(document, ""), "项目资金·年度资金总额·年初预算数")

    def change(root: Any) -> None:
        run_of(root, figure.bookmark).find(f"{W}t").text = "30"

    problems = compare_report(
        read_report(edited(document, change), ""),
        evaluated_workbook(funds=data["funds"]),
    )
    assert "项目资金·年度资金总额·年初预算数" not in {
        problem.place.label for problem in problems
    }


def test_a_document_of_somebody_else_has_no_record() -> None:
    target = io.BytesIO()
    docx.Document().save(target)
    with pytest.raises(NoLineage, match="没有数据来源的记录"):
        read_report(target.getvalue(), "别人的.docx")


def test_what_is_no_document_is_refused() -> None:
    with pytest.raises(NotAReport):
        read_report(b"PK\x03\x04 nothing", "坏.docx")
    with pytest.raises(NotAReport):
        read_report(workbook(), "自评表.docx")


def test_a_round_trip_through_writer_keeps_everything(
    office: Office, document: bytes, evaluation: Evaluation, tmp_path: Path
) -> None:
    source, target = tmp_path / "报告.docx", tmp_path / "另存.docx"
    source.write_bytes(document)
    traced = read_report(
        office.changed(source, lambda _: None, target).read_bytes(), "另存.docx"
    )
    assert len(traced.standing) == len(traced.lineage.figures)
    assert compare_report(traced, evaluation) == ()


def test_figures_typed_over_and_emptied_in_writer_are_told(
    office: Office, document: bytes, evaluation: Evaluation, tmp_path: Path
) -> None:
    source, target = tmp_path / "报告.docx", tmp_path / "改过.docx"
    source.write_bytes(document)
    before = read_report(document, "")
    typed = figure_of(before, "项目资金·年度资金总额·年初预算数").bookmark
    emptied = figure_of(before, "项目资金·年度资金总额·自评得分").bookmark

    def change(text: Any) -> None:
        text.Bookmarks.getByName(typed).Anchor.setString("99")
        text.Bookmarks.getByName(emptied).Anchor.setString("")

    after = read_report(
        office.changed(source, change, target).read_bytes(), "改过.docx"
    )
    problems = compare_report(after, evaluation)
    assert {(problem.code, problem.found) for problem in problems} == {
        ("PE-222", "99"),
        ("PE-224", ""),
    }
