"""Fixed forms: what was filled in is what is read back, by us and after LibreOffice has saved the workbook again."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl.workbook import Workbook

from perfeval_xl.errors import NotOurForm
from perfeval_xl.evaluation import evaluate
from perfeval_xl.form.filling import conform, empty_form, fill_form
from perfeval_xl.form.layout.rating import rating_layout_for
from perfeval_xl.form.layout.sizes import sizes_for
from perfeval_xl.markup.marking import mark_up
from perfeval_xl.markup.marks import plan_marks
from perfeval_xl.reading import read_submission
from perfeval_xl.refs import Entry
from perfeval_xl.scheme.loader import example_json, load_scheme
from perfeval_xl.submission.spelling import as_json, dumps, loads
from tests.sheets.ooxml import schema_errors
from tests.support.draws import DRAWS
from tests.support.fixed import fixed_scheme
from tests.support.office import Office
from tests.support.ratings import EXAMPLES, FIXED, example_of, random_submission
from tests.support.workbooks import edited

YUEYANG = load_scheme("yueyang-2020")

ODD: dict[str, Any] = {
    "project": "=1+1",
    "unit": "{{ 7*7 }} <b>&amp;",
    "self_total": None,
    "weight_total": None,
    "self_grade": None,
    "funds.0.initial_budget": "1,234.50",
    "funds.0.executed": "0",
    "goals.0.expected": "第一行\n第二行\t制表 尾空格 ",
    "goals.1.achieved": None,
    "dimensions.0.weight": None,
    "dimensions.1.self_score": "24.5",
    "indicators.0.evidence": {"1": "√", "2": "不符合", "3": "=TRUE()"},
    "indicators.0.note": "很长" * 3000,
    "indicators.3.evidence": {"1": "是", "proof_1": "+办法（2019）"},
    "indicators.5.evidence": {"numerator": "868.00", "denominator": "-1e5"},
    "indicators.6.evidence": {"case": "③"},
    "indicators.13.target": "007",
    "indicators.13.actual": "2024年12月31日前",
    "indicators.16.evidence": {"target": "870.50", "actual": "0.95"},
    "indicators.19.weight": "8.00",
    "indicators.20.target": "指标值",
    "indicators.21.self_score": "８",
    "sections.项目起止时间": "2020年8月起至今",
    "sections.主管部门意见": "同意",
    "tables": {
        "项目支出明细": [
            ["项目支出", "173.6", "2020年12月34#", None],
            [None, "0.00", "@", "'引号"],
        ],
        "定量指标内容": [["四端覆盖"], [None], ["-3个月"]],
    },
}


def changed(changes: dict[str, Any]) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(example_json("yueyang-2020"))
    for path, value in changes.items():
        *parents, last = path.split(".")
        target: Any = data
        for part in parents:
            target = target[int(part)] if isinstance(target, list) else target[part]
        target[int(last) if isinstance(target, list) else last] = value
    return data


@pytest.mark.parametrize("scheme_id", EXAMPLES)
def test_an_example_comes_back_letter_by_letter(scheme_id: str) -> None:
    reading = read_submission(
        fill_form(load_scheme(scheme_id), example_of(scheme_id)), "a.xlsx"
    )
    assert dumps(reading.submission) == example_json(scheme_id)
    assert reading.problems == ()


@pytest.mark.parametrize("scheme_id", EXAMPLES)
def test_libreoffice_may_save_an_example_in_between(
    office: Office, tmp_path: Path, scheme_id: str
) -> None:
    source, target = tmp_path / "filled.xlsx", tmp_path / "saved.xlsx"
    source.write_bytes(fill_form(load_scheme(scheme_id), example_of(scheme_id)))
    office.resave(source, target)
    reading = read_submission(target.read_bytes(), "saved.xlsx")
    assert dumps(reading.submission) == example_json(scheme_id)
    assert reading.problems == ()


@pytest.mark.parametrize("saved", [False, True])
def test_odd_values_come_back_as_they_were_written(
    office: Office, tmp_path: Path, saved: bool
) -> None:
    data = changed(ODD)
    path = tmp_path / "odd.xlsx"
    path.write_bytes(fill_form(YUEYANG, loads(json.dumps(data))))
    if saved:
        office.resave(path, tmp_path / "saved.xlsx")
        path = tmp_path / "saved.xlsx"
    assert as_json(read_submission(path.read_bytes(), "a.xlsx").submission) == data


@pytest.mark.parametrize("scheme_id", FIXED)
def test_random_evidence_comes_back(
    office: Office, tmp_path: Path, scheme_id: str
) -> None:
    scheme, source = load_scheme(scheme_id), random.Random(f"identity {scheme_id}")
    for number in range(max(3, DRAWS // 10)):
        submission = conform(scheme, random_submission(source, scheme))
        path = tmp_path / "form.xlsx"
        path.write_bytes(fill_form(scheme, submission))
        assert as_json(
            read_submission(path.read_bytes(), "a.xlsx").submission
        ) == as_json(submission)
        if number == 0:
            office.resave(path, tmp_path / "saved.xlsx")
            again = read_submission(
                (tmp_path / "saved.xlsx").read_bytes(), "a.xlsx"
            ).submission
            assert as_json(again) == as_json(submission)


@pytest.mark.parametrize("spelling", ["2024-10-25", "2024年10月25日", "2024年10月5日", "2024/12/1", "2024.10.25",
                                      "2024年10月05日", "2024年12月31日前", "2024-13-01", "20241025", "45590", "2024年10月"])  # fmt: skip
def test_a_date_comes_back_as_it_was_spelled(
    office: Office, tmp_path: Path, spelling: str
) -> None:
    scheme = load_scheme("framework-2020")
    submission = random_submission(random.Random(2), scheme)
    rows = tuple(
        replace(row, target=Entry("2024-12-31"), actual=Entry(spelling))
        if row.path[-1] == "完成及时性"
        else row
        for row in submission.indicators
    )
    wanted = conform(scheme, replace(submission, indicators=rows))
    source, target = tmp_path / "filled.xlsx", tmp_path / "saved.xlsx"
    source.write_bytes(fill_form(scheme, wanted))
    office.resave(source, target)
    for path in (source, target):
        read = read_submission(path.read_bytes(), "a.xlsx").submission
        assert (
            next(
                row.actual.text
                for row in read.indicators
                if row.path[-1] == "完成及时性"
            )
            == spelling
        )


@pytest.mark.parametrize("scheme_id", FIXED)
def test_an_empty_form_reads_as_empty(scheme_id: str) -> None:
    scheme = load_scheme(scheme_id)
    reading = read_submission(empty_form(scheme), "空.xlsx")
    assert [row.path for row in reading.submission.indicators] == [
        spec.path for spec in scheme.indicators
    ]
    data = as_json(reading.submission)
    assert {
        text
        for row in data["indicators"]
        for key, text in row.items()
        if key not in {"path", "note", "evidence"}
    } == {None}
    assert (data["sections"], data["project"], data["self_total"]) == ({}, None, None)
    assert reading.problems == ()


@pytest.mark.parametrize("scheme_id", EXAMPLES)
def test_a_form_is_judged_as_its_json_is(scheme_id: str) -> None:
    as_text = evaluate(example_json(scheme_id).encode(), "a.json")
    as_form = evaluate(
        fill_form(load_scheme(scheme_id), example_of(scheme_id)), "a.xlsx"
    )
    told = [
        sorted((p.code, p.path, p.message) for p in each.problems)
        for each in (as_form, as_text)
    ]
    assert told[0] == told[1]
    assert as_form.scorecard.total == as_text.scorecard.total


@pytest.mark.parametrize("scheme_id", EXAMPLES)
def test_every_problem_of_a_form_is_marked_in_a_cell_of_it(scheme_id: str) -> None:
    data = fill_form(load_scheme(scheme_id), example_of(scheme_id))
    evaluation = evaluate(data, "a.xlsx")
    assert evaluation.layout is not None
    cells = {(ref.sheet, ref.address) for ref in evaluation.layout.fields.values()}
    marks = plan_marks(evaluation.problems)
    assert marks or scheme_id in {"framework-2020", "yantian-2024"}, (
        "whose forms contradict nothing"
    )
    assert {(ref.sheet, ref.address) for ref in marks} <= cells
    copy = mark_up(evaluation)
    assert schema_errors(copy) == []
    assert dumps(read_submission(copy, "a.xlsx").submission) == example_json(scheme_id)


def test_missing_evidence_is_marked_on_its_own_sheet() -> None:
    path = ("项目管理", "资金到位", "到位时效")
    rows = tuple(
        replace(row, evidence={}) if row.path == path else row
        for row in example_of("yueyang-2020").indicators
    )
    evaluation = evaluate(
        fill_form(YUEYANG, replace(example_of("yueyang-2020"), indicators=rows)),
        "a.xlsx",
    )
    problem = next(
        problem for problem in evaluation.problems if problem.code == "PE-086"
    )
    layout = rating_layout_for(YUEYANG)
    assert (problem.place.sheet, problem.place.cell) == (
        "评分依据",
        layout.at("evidence_6_case"),
    )


def test_tables_and_goals_grow_with_what_is_filled_in() -> None:
    data = changed(
        {
            "tables": {
                "项目支出明细": [[f"第{n}项", str(n), None, None] for n in range(30)]
            }
        }
    )
    data["goals"] = [{"expected": f"目标{n}", "achieved": None} for n in range(7)]
    assert (
        as_json(
            read_submission(
                fill_form(YUEYANG, loads(json.dumps(data))), "a.xlsx"
            ).submission
        )
        == data
    )


def test_a_scheme_that_says_nothing_about_its_form_gets_one() -> None:
    scheme = fixed_scheme()
    submission = conform(scheme, random_submission(random.Random(3), scheme))
    layout = rating_layout_for(scheme, sizes_for(scheme, submission))
    assert layout.sheet == "评分表"
    assert schema_errors(fill_form(scheme, submission)) == []


def edit(key: str, value: object) -> list[str]:
    layout = rating_layout_for(YUEYANG)

    def change(book: Workbook) -> None:
        book[layout.fields[key].sheet][layout.at(key)].value = value

    reading = read_submission(
        edited(fill_form(YUEYANG, example_of("yueyang-2020")), change), "a.xlsx"
    )
    return [problem.code for problem in reading.problems]


def test_error_cells_and_formulas_without_result_are_problems() -> None:
    assert edit("evidence_5_numerator", "#DIV/0!") == ["PE-083"]
    assert edit("indicator_0_self_score", "=1+3") == ["PE-085"]


def test_an_inserted_row_is_not_lost_without_a_word() -> None:
    layout = rating_layout_for(YUEYANG)
    start = layout.fields["evidence_5_numerator"].row

    def change(book: Workbook) -> None:
        sheet = book["评分依据"]
        for area in [str(area) for area in sheet.merged_cells.ranges]:
            sheet.unmerge_cells(area)
        sheet.insert_rows(start)
        for key, ref in layout.fields.items():
            if ref.sheet == "评分依据" and ref.row >= start:
                letters = ref.address.rstrip("0123456789")
                book.defined_names[
                    f"pe_{key}"
                ].attr_text = f"'评分依据'!${letters}${ref.row + 1}"
        sheet.cell(start, 4).value = "后加的依据"

    reading = read_submission(
        edited(fill_form(YUEYANG, example_of("yueyang-2020")), change), "a.xlsx"
    )
    told = ["PE-084", "PE-187", "PE-130"]
    assert [problem.code for problem in reading.problems] == told, (
        "openpyxl left the formulas and the print area"
    )
    assert dumps(reading.submission) == example_json("yueyang-2020")


def test_renamed_and_reordered_sheets_are_found_by_their_names() -> None:
    def change(book: Workbook) -> None:
        for name in book.defined_names.values():
            name.attr_text = name.attr_text.replace("'评分依据'", "'依据 2'").replace(
                "'指标体系'", "'表''甲'"
            )
        book["评分依据"].title, book["指标体系"].title = "依据 2", "表'甲"
        book.move_sheet("自评报告", 3)

    reading = read_submission(
        edited(fill_form(YUEYANG, example_of("yueyang-2020")), change), "a.xlsx"
    )
    assert dumps(reading.submission) == example_json("yueyang-2020")
    assert reading.layout is not None
    assert reading.layout.sheet == "表'甲"


def test_without_names_the_addresses_still_hold() -> None:
    data = edited(
        fill_form(YUEYANG, example_of("yueyang-2020")),
        lambda book: book.defined_names.clear(),
    )
    assert dumps(read_submission(data, "a.xlsx").submission) == example_json(
        "yueyang-2020"
    )


def test_a_copied_sheet_is_told_and_a_deleted_one_refused() -> None:
    def copy(book: Workbook) -> None:
        book.copy_worksheet(book["指标体系"]).title = "第二个项目"

    def delete(book: Workbook) -> None:
        book.remove(book["指标体系"])
        for name in book.defined_names.values():
            if "指标体系" in name.attr_text:
                name.attr_text = "#REF!"

    filled = fill_form(YUEYANG, example_of("yueyang-2020"))
    assert [
        problem.code for problem in read_submission(edited(filled, copy), "a").problems
    ] == ["PE-094"]
    with pytest.raises(NotOurForm, match="已被删除"):
        read_submission(edited(filled, delete), "a.xlsx")
