"""Codes are texts, and a sign or a unit that stands twice, or a fraction beside %, is asked about."""

from __future__ import annotations

import io

import openpyxl
import pytest

from perfeval_xl.dates import FIRST_YEAR, LAST_YEAR
from perfeval_xl.problems import Problem, Severity
from tests.support.rosters import GOOD, prepared, roster

MONEY = (30, 20, None, 10)


def row(project: str, code: object) -> list[object]:
    return ["市数据局", "大数据中心", project, code, None, 2024, None, *MONEY]


def with_format(data: bytes, cell: str, number_format: str) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(data))
    book["项目清单"][cell].number_format = number_format
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def told(problems: tuple[Problem, ...]) -> list[tuple[str, str]]:
    return [(problem.code, problem.place.cell) for problem in problems]


def test_a_code_of_more_than_fifteen_digits_in_a_number_cell_is_lost() -> None:
    plan = prepared(
        roster([row("甲", 911500230008686254), row("乙", "911500230008686255")])
    ).plan
    assert told(plan.problems) == [("PE-162", "E5")]
    assert "911500230008686000" in plan.problems[0].message


def test_two_projects_are_not_one_because_of_lost_ends() -> None:
    plan = prepared(
        roster([row("甲", 51000021000000019951), row("乙", 51000021000000019988)])
    ).plan
    assert told(plan.problems) == [("PE-162", "E5"), ("PE-162", "E6")]


def test_fifteen_digits_are_kept() -> None:
    plan = prepared(roster([row("甲", 123456789012345)])).plan
    assert plan.problems == ()
    assert plan.projects[0].code.text == "123456789012345"


def test_a_code_is_read_as_its_cell_shows_it() -> None:
    data = with_format(roster([row("甲", 12)]), "E5", "0000")
    plan = prepared(data).plan
    assert plan.problems == ()
    assert plan.projects[0].code.text == "0012"


@pytest.mark.parametrize("unit", ["", "/", "—", "——", "－", "无", "--"])
def test_a_mark_in_the_column_of_units_is_no_unit(unit: str) -> None:
    [project] = prepared(roster([GOOD], [target("≥", 7, unit)])).plan.projects
    assert project.targets[0].target.text == "≥7"


@pytest.mark.parametrize("unit", ["无人机", "元/人", "无线基站-"])
def test_a_unit_keeps_all_its_characters(unit: str) -> None:
    [project] = prepared(roster([GOOD], [target("≥", 7, unit)])).plan.projects
    assert project.targets[0].target.text == f"≥7{unit}"


def target(
    symbol: str, value: object, unit: str, name: str = "验收合格率"
) -> list[object]:
    return [GOOD[2], GOOD[3], "产出指标", "质量指标", name, symbol, value, unit, 90]


@pytest.mark.parametrize(
    ("symbol", "value", "unit", "text", "problem"),
    [
        ("≥", 0.95, "%", "≥0.95%", ("PE-163", Severity.ERROR)),
        ("≥", 1, "%", "≥1%", ("PE-163", Severity.ERROR)),
        ("≤", 0.5, "%", "≤0.5%", ("PE-163", Severity.WARNING)),
        ("≥", "0.95%", "%", "≥0.95%", None),
        ("≥", 95, "%", "≥95%", None),
        ("≥", "≥95", "%", "≥95%", None),
        ("", "≥95", "%", "≥95%", None),
        ("≥", "≥0.95", "%", "≥0.95%", ("PE-163", Severity.ERROR)),
        ("≤", "≥95", "%", "≥95%", ("PE-164", Severity.ERROR)),
        ("≥", "95%", "%", "≥95%", None),
        ("≥", "≥95%", "%", "≥95%", None),
        ("≥", "7个", "个", "≥7个", None),
        ("≥", "7个", "项", "≥7个", ("PE-164", Severity.ERROR)),
        ("≥", "7.5万人", "万人", "≥7.5万人", None),
        ("≥", "1.2万", "人", "≥1.2万人", None),
        ("≥", "95%以上", "%", "95%以上", None),
        ("≥", "12期（每月1期）", "期", "≥12期（每月1期）", None),
        ("≥", "举办培训班12期", "期", "举办培训班≥12期", None),
        ("≥", "2次/年", "次", "≥2次/年", None),
        ("不得低于", 95, "%", "≥95%", None),
        ("以内", 3, "天", "≤3天", None),
        ("≧", 95, "%", "≥95%", None),
        ("≥", 0.95, "百分比", "≥0.95百分比", ("PE-163", Severity.ERROR)),
    ],
)
def test_signs_and_units(
    symbol: str,
    value: object,
    unit: str,
    text: str,
    problem: tuple[str, Severity] | None,
) -> None:
    name = "验收合格率" if unit in {"%", "百分比"} else "受益规模"
    plan = prepared(roster([GOOD], [target(symbol, value, unit, name)])).plan
    found = [(each.code, each.severity) for each in plan.problems]
    assert found == ([problem] if problem else [])
    assert [
        each.target.text for project in plan.projects for each in project.targets
    ] in ([text], [])


@pytest.mark.parametrize("vague", ["提高", "显著提升", "良好"])
def test_a_vague_target_is_told_to_the_issuer(vague: str) -> None:
    plan = prepared(roster([GOOD], [target("定性", vague, "", "办事效率")])).plan
    assert [(each.code, each.severity) for each in plan.problems] == [
        ("PE-161", Severity.WARNING)
    ]


@pytest.mark.parametrize(
    ("year", "told"),
    [
        ("2024年度", []),
        (" ２０２４ 年", []),
        (FIRST_YEAR, []),
        (LAST_YEAR, []),
        (FIRST_YEAR - 1, ["PE-111"]),
        (LAST_YEAR + 1, ["PE-111"]),
        ("9" * 5_000, ["PE-111"]),
        ("2024.0", ["PE-111"]),
    ],
)
def test_the_years_of_a_list_are_those_of_the_command_and_of_the_empty_list(
    year: object, told: list[str]
) -> None:
    given = [*GOOD[:5], year, *GOOD[6:]]
    found = {problem.code for problem in prepared(roster([given])).plan.problems}
    assert sorted(found - {"PE-126"}) == told
