"""Mistakes of a project list: all of them in one pass, each by its cell, with what to do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest

from perfeval_xl.distribution.prefilling import prefilled
from perfeval_xl.form.filling import fill_form
from perfeval_xl.problems import Problem, Severity
from perfeval_xl.reading import read_submission
from perfeval_xl.scheme.loader import load_scheme, scheme_ids
from tests.sheets.ooxml import schema_errors
from tests.support.rosters import GOOD, TARGETS, prepared, roster, sheet_of


def changed(**values: object) -> list[object]:
    """The good row with some cells changed, by column: department, unit, project, code, mail, year, scheme, or I to P."""
    keys = [
        "department",
        "unit",
        "project",
        "code",
        "mail",
        "year",
        "scheme",
        "I",
        "J",
        "K",
        "L",
        "M",
        "N",
        "O",
        "P",
    ]
    row = [*GOOD, *[None] * (len(keys) - len(GOOD))]
    for key, value in values.items():
        row[keys.index(key)] = value
    return row


def problems(
    *rows: Sequence[object], targets: Sequence[Sequence[object]] = ()
) -> list[Problem]:
    return list(prepared(roster(rows, targets)).plan.problems)


def where(found: list[Problem]) -> list[tuple[str, str]]:
    return [(problem.code, problem.place.cell) for problem in found]


def test_the_template_follows_the_ecma_schemas_and_holds_no_project() -> None:
    empty = roster(())
    assert schema_errors(empty) != [""]
    assert prepared(empty).plan.projects == ()
    assert prepared(empty).plan.problems == ()


def test_a_good_row_has_no_problem_and_is_read_as_written() -> None:
    plan = prepared(roster([GOOD], TARGETS)).plan
    assert plan.problems == ()
    [project] = plan.projects
    assert project.project.text == "政务云运维"
    assert (project.year.text, project.code.text, project.scheme) == (
        "2024",
        "XM001",
        "national-2020",
    )
    assert {source: entry.text for source, entry in project.initial.items()} == {
        "年度资金总额": "30",
        "当年财政拨款": "20",
        "其他资金": "10",
    }
    assert [target.target.text for target in project.targets] == [
        "≥7个",
        "≥99.9%",
        "≥95%",
    ]
    assert project.targets[1].path == ("产出指标", "质量指标", "系统可用率")
    assert project.targets[2].path == (
        "满意度指标",
        "服务对象满意度指标",
        "使用人员满意度",
    )


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (changed(project=None), [("PE-101", "D5")]),
        (
            changed(department=None, unit=None, year=None),
            [("PE-101", "B5"), ("PE-101", "C5"), ("PE-101", "G5")],
        ),
        (changed(scheme="没有的方案"), [("PE-103", "H5")]),
        (changed(I="三十万"), [("PE-104", "I5")]),
        (changed(I=-30), [("PE-104", "I5")]),
        (changed(J="20%"), [("PE-104", "J5")]),
        (changed(J=25), [("PE-105", "I5")]),
        (changed(I=300000), [("PE-106", "I5")]),
        (changed(J=200000), [("PE-106", "J5")]),
        (changed(J=200000, L=100000), [("PE-106", "J5")]),
        (changed(I=90_000_000, J=None, L=None), [("PE-106", "I5")]),
        (changed(mail="kjk"), [("PE-107", "F5")]),
        (changed(mail="a@b.cn; c@d.cn"), [("PE-107", "F5")]),
        (changed(year="明年"), [("PE-111", "G5")]),
        (changed(project="长" * 5000), [("PE-110", "D5")]),
        (changed(project="#NAME?"), [("PE-114", "D5")]),
        (changed(M=300000, N=20, P=10), [("PE-106", "M5")]),
    ],
)
def test_each_mistake_is_told_by_its_cell(
    row: list[object], told: list[tuple[str, str]]
) -> None:
    found = problems(row)
    assert where(found) == told
    assert all(
        problem.severity is Severity.ERROR and problem.remedy for problem in found
    )


def test_amounts_may_be_spelled_as_people_do_and_totals_need_no_sources() -> None:
    assert problems(changed(I="1,230.50", J="１２３０.５", L=None)) == []
    assert problems(changed(I=30, J=None, L=None)) == []
    assert problems(changed(year="2024年度")) == []


def test_one_project_twice_is_told_with_both_rows() -> None:
    found = problems(GOOD, changed(project="别的", unit="别处", code=None), GOOD)
    assert where(found) == [("PE-102", "D7")]
    assert "第7行与第5行" in found[0].message


def test_two_projects_of_one_name_are_told_apart_by_their_unit_or_code() -> None:
    assert problems(GOOD, changed(code="XM002")) == []
    assert problems(changed(code=None), changed(code=None, unit="信息中心")) == []
    assert where(
        problems(changed(code=None), changed(code=None, project=" 政务云 运维"))
    ) == [("PE-102", "D6")]


def test_all_mistakes_of_all_rows_are_told_in_one_pass() -> None:
    rows = [
        changed(project=f"项目{n}", code=None, mail="bad", year="x", I="y")
        for n in range(50)
    ]
    assert len(problems(*rows)) == 150


@pytest.mark.parametrize(
    ("target", "told"),
    [
        (
            ("没有的项目", None, "产出指标", "数量指标", "次数", "≥", 7, "次", None),
            [("PE-108", "F8")],
        ),
        (
            ("政务云运维", None, "产出指标", "数量指标", None, "≥", 7, "次", None),
            [("PE-112", "F8")],
        ),
        (
            ("政务云运维", None, "产出指标", "数量指标", "次数", "≥", None, "次", None),
            [("PE-112", "H8")],
        ),
        (
            ("政务云运维", None, "产出指标", "数量指标", "次数", "约", 7, "次", None),
            [("PE-113", "G8")],
        ),
        (
            (
                "政务云运维",
                None,
                "产出指标",
                "数量指标",
                "次数",
                "≥",
                "很多",
                "次",
                None,
            ),
            [("PE-117", "H8")],
        ),
        (
            ("政务云运维", None, "产出指标", "数量指标", "次数", "≥", 7, "次", "十分"),
            [("PE-104", "J8")],
        ),
        (
            ("政务云运维", None, "产出指标", "数量指标", "次数", "≥", 7, "次", 40),
            [("PE-109", "J8")],
        ),
        (
            ("政务云运维", None, "过程指标", "资金管理", "次数", "≥", 7, "次", None),
            [("PE-119", "F8")],
        ),
        (
            (
                "政务云运维",
                None,
                "产出指标",
                "数量指标",
                "长" * 300,
                "≥",
                7,
                "次",
                None,
            ),
            [("PE-110", "F8")],
        ),
    ],
)
def test_each_mistake_of_a_target_is_told_by_its_cell(
    target: Sequence[object], told: list[tuple[str, str]]
) -> None:
    assert where(problems(GOOD, targets=[target])) == told


def test_a_target_declared_twice_is_told() -> None:
    twice = ("政务云运维", None, "产出指标", "数量指标", "次数", "≥", 7, "次", None)
    assert where(problems(GOOD, targets=[twice, twice])) == [("PE-116", "F9")]


def test_an_unknown_code_without_a_name_is_not_taken_for_a_row_whose_name_is_blank() -> (
    None
):
    target = (None, "XM999", "产出指标", "数量指标", "次数", "≥", 7, "次", None)
    rows = (changed(project=None), changed(code="XM002", project="别的"))
    found = problems(*rows, targets=[target])
    assert "PE-108" in {problem.code for problem in found}


def test_the_name_of_a_project_that_two_have_needs_its_code() -> None:
    target = ("政务云运维", None, "产出指标", "数量指标", "次数", "≥", 7, "次", None)
    assert where(problems(GOOD, changed(code="XM002"), targets=[target])) == [
        ("PE-108", "F8")
    ]
    assert (
        problems(
            GOOD, changed(code="XM002"), targets=[(target[0], "XM002", *target[2:])]
        )
        == []
    )


def test_weights_are_checked_with_that_of_the_funds_row() -> None:
    found = problems(GOOD, targets=[*TARGETS[:2], (*TARGETS[2][:8], 5)])
    assert where(found) == [("PE-109", "J8")]
    assert "95分（含预算执行率10分），应为100分，相差5分" in found[0].message


def test_a_workbook_without_the_headings_is_told_what_it_lacks() -> None:
    found = prepared(sheet_of({"A1": "随便", "B1": "什么"})).plan
    assert [problem.code for problem in found.problems] == ["PE-115"]
    assert found.of_none


def test_columns_are_found_by_their_headings_wherever_they_stand() -> None:
    cells = {
        "C7": "实施单位",
        "B7": "项目名称",
        "F7": "预算年度",
        "E7": "主管部门",
        "A7": "年度资金总额",
        "G7": "备注",
    }
    cells |= {
        "C8": "大数据中心",
        "B8": "政务云",
        "F8": "2024",
        "E8": "数据局",
        "A8": 12.5,
        "G8": "无",
    }
    plan = prepared(sheet_of(cells)).plan
    assert plan.problems == ()
    assert plan.projects[0].initial["年度资金总额"].text == "12.5"


def funds_in_form(
    scheme_id: str, *, source: object = None
) -> tuple[list[tuple[str, str, str]], list[tuple[str, str]]]:
    """The funds rows of the form made from a national list for a project of another scheme; the problems by cell."""
    row = changed(scheme=scheme_id, J=source, L=None, year=2024)
    preparation = prepared(roster([row]))
    errors = [
        problem
        for problem in preparation.plan.problems
        if problem.severity is Severity.ERROR
    ]
    [project] = preparation.plan.projects
    scheme = load_scheme(scheme_id)
    made = prefilled(project, scheme)
    read = read_submission(fill_form(scheme, made), "表.xlsx").submission
    rows = [
        (f.source, f.initial_budget.shown, f.budget.shown)
        for f in read.funds
        if not f.budget.blank
    ]
    return rows, where(errors)


def thirty_in(scheme_id: str) -> str:
    """Return 30万元, as the list has it, in the unit of the form."""
    return {"万元": "30", "元": "300000"}[load_scheme(scheme_id).money_unit]


@pytest.mark.parametrize("scheme_id", scheme_ids())
def test_the_whole_budget_lands_in_the_first_funds_row_whatever_it_is_called(
    scheme_id: str,
) -> None:
    rows, errors = funds_in_form(scheme_id)
    assert errors == []
    assert [(source, budget) for source, _, budget in rows] == [
        (load_scheme(scheme_id).funds[0], thirty_in(scheme_id))
    ]


@pytest.mark.parametrize("scheme_id", scheme_ids())
def test_a_source_that_the_scheme_lacks_is_told_by_its_cell(scheme_id: str) -> None:
    rows, errors = funds_in_form(scheme_id, source=30)
    if "当年财政拨款" in load_scheme(scheme_id).funds:
        assert errors == []
        assert [budget for _, _, budget in rows] == [thirty_in(scheme_id)] * 2
    else:
        assert errors == [("PE-125", "J5")]


def test_a_source_of_nought_that_the_scheme_lacks_is_no_mistake() -> None:
    assert funds_in_form("yueyang-2020", source=0)[1] == []


@pytest.mark.parametrize(
    ("scheme_id", "year", "told"),
    [
        ("yueyang-2020", 2020, []),
        ("yueyang-2020", 2024, [("PE-126", "G5")]),
        ("hubei-2020", 2019, [("PE-126", "G5")]),
        ("hubei-2020", 2030, []),
    ],
)
def test_a_year_that_the_scheme_does_not_hold_for_is_a_warning(
    scheme_id: str, year: int, told: list[tuple[str, str]]
) -> None:
    found = problems(changed(scheme=scheme_id, year=year, J=None, L=None))
    assert where(found) == told
    assert all(problem.severity is Severity.WARNING for problem in found)


@pytest.mark.parametrize(
    ("symbol", "value", "unit", "written"),
    [
        ("≤", dt.datetime(2024, 12, 31), None, "2024年12月31日前"),
        (None, dt.datetime(2024, 12, 31), None, "2024年12月31日前"),
        ("=", dt.datetime(2024, 12, 31), "日期", "2024年12月31日前"),
        ("≤", "2024年12月31日前", None, "2024年12月31日前"),
        (None, "2024年10月", None, "2024年10月"),
        (None, "95~98", "%", "95~98%"),
        ("=", "95%~98%", "%", "95%~98%"),
    ],
)
def test_dates_and_ranges_become_targets(
    symbol: object, value: object, unit: object, written: str
) -> None:
    target = (
        "政务云运维",
        None,
        "产出指标",
        "时效指标",
        "完成时间",
        symbol,
        value,
        unit,
        None,
    )
    plan = prepared(roster([GOOD], [target])).plan
    assert plan.problems == ()
    assert plan.projects[0].targets[0].target.text == written


def test_a_sign_before_a_range_is_a_mistake_by_cell() -> None:
    found = problems(
        GOOD,
        targets=[
            (
                "政务云运维",
                None,
                "产出指标",
                "质量指标",
                "可用率",
                "≥",
                "95~98",
                "%",
                None,
            )
        ],
    )
    assert where(found) == [("PE-117", "H8")]
    assert found[0].severity is Severity.ERROR
