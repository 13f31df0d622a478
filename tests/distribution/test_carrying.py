"""Last year's forms carried over: targets, names, weights and goals; never actuals, scores or money."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl.workbook import Workbook

from perfeval_xl.distribution.carrying import carry_over
from perfeval_xl.distribution.distributing import distribute_forms
from perfeval_xl.distribution.model import Project
from perfeval_xl.distribution.preparing import prepare
from perfeval_xl.form.identity.stated import IDENTITY_SHEET
from perfeval_xl.form.layout.open import layout_for, slots_for
from perfeval_xl.limits import LIMITS
from perfeval_xl.reading import read_submission
from perfeval_xl.refs import Entry
from perfeval_xl.scheme.loader import example_json, load_scheme
from perfeval_xl.sheets.package import too_large
from tests.support.office import Office
from tests.support.rosters import GOOD, TARGETS, named, prepared, roster
from tests.support.samples import filled
from tests.support.workbooks import edited


@pytest.fixture
def last_year(tmp_path: Path) -> Path:
    """A folder with a form of last year that was filled in, a sample of another place, and files that are no forms."""
    folder = tmp_path / "上年"
    [project] = prepared(roster([GOOD], TARGETS)).plan.good
    project = replace(project, year=Entry("2023"), goal=Entry("保障系统稳定运行"))
    done = distribute_forms([project], folder)
    path = folder / done.records[0].file
    submission = read_submission(path.read_bytes(), "a").submission
    layout = layout_for(
        load_scheme("national-2020"),
        slots_for(load_scheme("national-2020"), submission),
    )

    def fill(book: object) -> None:
        sheet = book[layout.sheet]  # type: ignore[index]
        for index in range(len(layout.slots)):
            sheet[layout.at(f"indicator_{index}_actual")].value = 99
            sheet[layout.at(f"indicator_{index}_self_score")].value = 3
        sheet[layout.at("funds_0_executed")].value = 29

    path.write_bytes(edited(path.read_bytes(), fill))
    (folder / "子").mkdir()
    (folder / "子" / "忻州.xlsx").write_bytes(filled())
    (folder / "子" / "忻州.json").write_text(
        example_json("xinzhou-2022"), encoding="utf-8"
    )
    (folder / "坏的.xlsx").write_bytes(b"PK\x03\x04 broken")
    return folder


def project(**changes: object) -> Project:
    [found] = prepared(roster([GOOD])).plan.good
    return replace(found, **changes)  # type: ignore[arg-type]


def test_targets_names_weights_and_goal_are_taken_over_and_nothing_that_was_reached(
    last_year: Path, tmp_path: Path
) -> None:
    carried = carry_over([project()], last_year)
    [taken] = carried.projects
    done = distribute_forms([taken], tmp_path / "今年")
    submission = read_submission(
        (tmp_path / "今年" / done.records[0].file).read_bytes(), "a"
    ).submission
    assert [
        (i.path[2], i.target.text, i.weight.text, i.actual.text, i.self_score.text)
        for i in submission.indicators
    ] == [
        ("运维系统数量", "≥7个", "50", None, None),
        ("系统可用率", "≥99.9%", "30", None, None),
        ("使用人员满意度", "≥95%", "10", None, None),
    ]
    assert submission.goals[0].expected.text == "保障系统稳定运行"
    assert submission.year.text == "2024"
    assert submission.funds[0].executed.blank
    [told] = carried.carried
    assert (told.project, told.indicators, told.goal) == ("政务云运维", 3, True)


def test_a_project_is_matched_by_code_even_under_another_name(last_year: Path) -> None:
    assert (
        carry_over([project(project=Entry("政务云运维（二期）"))], last_year)
        .carried[0]
        .indicators
        == 3
    )


def test_without_a_code_name_and_unit_must_agree(last_year: Path) -> None:
    assert carry_over([project(code=Entry(None))], last_year).carried[0].indicators == 3
    assert (
        carry_over(
            [project(code=Entry(None), unit=Entry("别的单位"))], last_year
        ).carried
        == ()
    )


def test_what_was_declared_for_this_year_is_kept(last_year: Path) -> None:
    [own] = prepared(roster([GOOD], TARGETS[:1])).plan.projects
    [taken] = carry_over([own], last_year).projects
    assert taken.targets == own.targets
    assert taken.goal.text == "保障系统稳定运行"


def test_files_that_are_no_forms_and_forms_without_a_project_are_told(
    last_year: Path,
) -> None:
    carried = carry_over([project()], last_year)
    assert [file for file, _ in carried.unread] == ["坏的.xlsx"]
    assert sorted(carried.unused) == ["子/忻州.json", "子/忻州.xlsx"]


def test_a_file_that_is_too_large_is_told_as_such_and_not_as_empty(
    last_year: Path,
) -> None:
    with (last_year / "大的.xlsx").open("wb") as large:
        large.truncate(LIMITS.file_bytes + 1)
    unread = dict(carry_over([project()], last_year).unread)
    assert "空的" not in unread["大的.xlsx"]
    assert unread["大的.xlsx"] == too_large("大的.xlsx").message


def test_what_was_carried_over_is_judged_like_what_was_declared(
    last_year: Path,
) -> None:
    prepared_again = prepare(
        named(roster([GOOD])), scheme="national-2020", carry_from=last_year
    )
    assert prepared_again.plan.problems == ()
    assert len(prepared_again.plan.good[0].targets) == 3


@pytest.mark.parametrize("suffix", [".xls", ".ods", ".xlsm"])
def test_forms_that_came_back_in_other_formats_are_carried_over(
    last_year: Path, office: Office, tmp_path: Path, suffix: str
) -> None:
    [form] = last_year.glob("市*.xlsx")
    office.resave(form, tmp_path / f"单位交回{suffix}")
    form.unlink()
    (tmp_path / f"单位交回{suffix}").rename(last_year / f"单位交回{suffix}")
    carried = carry_over([project()], last_year)
    assert [(item.file, item.indicators, item.goal) for item in carried.carried] == [
        (f"单位交回{suffix}", 3, True)
    ]


def test_a_form_of_another_version_of_the_template_is_carried_over(
    last_year: Path,
) -> None:
    [form] = last_year.glob("市*.xlsx")

    def older(book: Workbook) -> None:
        for row in book[IDENTITY_SHEET].iter_rows():
            if row[0].value == "version":
                row[1].value = "2019.1"

    form.write_bytes(edited(form.read_bytes(), older))
    assert [item.indicators for item in carry_over([project()], last_year).carried] == [
        3
    ]
