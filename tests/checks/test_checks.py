"""Every check on the 忻州 form with one thing changed: code, place and figures; and nothing else because of it.

R01 to R74 are the rules of the field; the problem of rule R32 is PE-032.
"""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from perfeval_xl.checks.run import ALL_CHECKS
from perfeval_xl.evaluation import evaluate
from perfeval_xl.problems import Problem, Severity
from perfeval_xl.scheme.loader import load_scheme
from perfeval_xl.submission.model import Submission
from tests.support.samples import SCHEME, changed, evaluated, filled

CLEAN: dict[str, object] = {
    "funds.1.initial_budget": "24.5",
    "funds.1.budget": "24.5",
    "funds.1.executed": "24.5",
    "goals.0.achieved": "平台全年运行正常，新增功能3项。",
    "indicators.1.target": "100%",
    "indicators.1.actual": "100%",
    "indicators.2.target": "100%",
    "indicators.2.actual": "100%",
    "indicators.5.target": "共享到10个区县",
    "indicators.5.actual": "共享到10个区县",
    "indicators.6.target": "日均办件500件以上",
    "indicators.6.actual": "达成",
    "indicators.8.target": "维护制度执行到位",
    "indicators.8.actual": "达成",
    "indicators.9.self_score": "10",
    "self_total": "100",
    "sections.满意度情况及分析": "发放问卷60份，收回58份，满意度95%。",
    "sections.项目管理中存在的主要问题及原因分析": "没有发现问题。",
}
"""The 忻州 form after everything that is wrong with it has been mended."""


def problems(**changes: object) -> list[Problem]:
    data = {
        **CLEAN,
        **{key.replace("__", "."): value for key, value in changes.items()},
    }
    return list(evaluated(changed(data)).problems)


def codes_of(found: Iterable[Problem]) -> list[str]:
    """Return the codes; that nothing at all was deducted is a hint of its own, tried by itself."""
    return sorted(problem.code for problem in found if problem.code != "PE-057")


def codes(**changes: object) -> list[str]:
    return codes_of(problems(**changes))


def test_the_mended_form_is_clean() -> None:
    assert codes() == []


def test_the_published_form_shows_its_mistakes() -> None:
    """A.3 of the field notes: R19, R31 twice, R32, R41 three times, R45, R51 can be seen from the submission."""
    found = codes_of(evaluated(changed({})).problems)
    assert found == [
        "PE-019",
        "PE-031",
        "PE-031",
        "PE-032",
        "PE-041",
        "PE-041",
        "PE-041",
        "PE-045",
        "PE-051",
    ]


CASES: list[tuple[dict[str, object], list[str]]] = [
    ({"indicators__0__weight": "12", "indicators__0__self_score": "12", "self_total": "102"}, ["PE-001", "PE-006"]),
    ({"weight_total": "99"}, ["PE-001"]),
    ({"self_total": "98"}, ["PE-002"]),
    ({"self_total": "98分"}, ["PE-002"]),
    ({"self_total": "100分"}, []),
    ({"indicators__6__target": "—", "indicators__6__actual": "达成"}, ["PE-028"]),
    ({"self_total": None}, []),
    ({"indicators__0__self_score": "11", "self_total": "101"}, ["PE-003"]),
    ({"indicators__0__self_score": "-1", "self_total": "89"}, ["PE-003"]),
    ({"funds__0__self_score": "11", "self_total": "101"}, ["PE-003"]),
    ({"indicators__0__self_score": "十分"}, ["PE-004"]),
    ({"indicators__0__weight": "10分"}, ["PE-004"]),
    ({"indicators__0__weight": "-10", "weight_total": "80"}, ["PE-001", "PE-004", "PE-006"]),
    ({"funds__0__weight": "1000%"}, ["PE-004"]),
    ({"dimensions__0__weight": "60"}, ["PE-005"]),
    ({"dimensions__0__weight": "50"}, []),
    ({"self_grade": "良"}, ["PE-009"]),
    ({"self_grade": "优秀"}, []),
    ({"funds__0__rate": "99%"}, ["PE-014"]),
    ({"funds__0__rate": "1"}, ["PE-014"]),
    ({"funds__0__rate": "全部"}, ["PE-014"]),
    ({"funds__0__rate": None}, []),
    ({"funds__0__self_score": "9", "self_total": "99"}, ["PE-015"]),
    ({"funds__0__executed": "25", "funds__1__executed": "25", "funds__0__rate": "102.04%"}, ["PE-016"]),
    ({"funds__0__executed": "25", "funds__0__rate": "102.04%"}, ["PE-016", "PE-018"]),
    ({"funds__0__budget": "二十四", "funds__0__rate": None}, ["PE-081"]),
    ({"indicators__0__target": None}, ["PE-028"]),
    ({"indicators__0__actual": None}, ["PE-029"]),
    ({"indicators__0__self_score": None, "self_total": "90"}, ["PE-029"]),
    ({"indicators__0__weight": None, "indicators__0__self_score": None, "self_total": "90"},
     ["PE-001", "PE-029"]),
    ({"funds__0__self_score": None, "self_total": "90"}, ["PE-029"]),
    ({"indicators__0__actual": "≥7"}, ["PE-030"]),
    ({"indicators__0__target": "7项", "indicators__0__actual": "7人"}, ["PE-031"]),
    ({"indicators__9__self_score": "8", "self_total": "98"}, ["PE-032"]),
    ({"indicators__9__self_score": "8", "self_total": "98", "indicators__9__note": "样本偏少"}, ["PE-035"]),
    ({"indicators__9__self_score": "8", "self_total": "98", "indicators__9__note": "样本偏少，自扣2分"}, []),
    ({"indicators__0__actual": "6", "indicators__0__note": "少做一项"}, ["PE-033"]),
    ({"indicators__0__actual": "6"}, ["PE-033", "PE-034"]),
    ({"indicators__0__actual": "6", "indicators__0__self_score": "8.57", "self_total": "98.57"}, ["PE-034"]),
    ({"indicators__0__actual": "6", "indicators__0__self_score": "9", "self_total": "99", "indicators__0__note": "少"},
     ["PE-035"]),
    ({"indicators__0__actual": "6", "indicators__0__self_score": "8", "self_total": "98", "indicators__0__note": "少"},
     ["PE-035"]),
    ({"indicators__0__actual": "24"}, ["PE-036"]),
    ({"indicators__0__actual": "24", "indicators__0__note": "年初估计偏低"}, []),
    ({"indicators__9__self_score": "8", "self_total": "98", "indicators__9__note": "无"}, ["PE-032"]),
    ({"self_total": "100.01"}, []),
    ({"indicators__9__actual": "290%", "indicators__9__note": "年初估计偏低"}, ["PE-071"]),
    ({"indicators__6__target": "进一步加强"}, ["PE-041"]),
    ({"funds__0__initial_budget": None, "funds__1__initial_budget": None}, ["PE-050"]),
    ({"goals__0__achieved": None}, ["PE-050"]),
    ({"sections__主要经验做法": None}, ["PE-050"]),
    ({"indicators__1__path": ["产出指标", "质量指标", "办事效率"], "indicators__1__target": "较高",
      "indicators__1__actual": "较高"}, []),
    ({"indicators__6__target": "显著"}, ["PE-041"]),
    ({"indicators__6__actual": "部分达成", "indicators__6__note": "未完"}, ["PE-042"]),
    ({"indicators__6__actual": "一般"}, ["PE-082"]),
    ({"goals__0__achieved": changed({})["goals"][0]["expected"]}, ["PE-045"]),
    ({"project": None, "year": None}, ["PE-050", "PE-050"]),
    ({"indicators__6__actual": "不适用"}, ["PE-052"]),
    ({"funds__0__weight": "100", "weight_total": "190"}, ["PE-001", "PE-015", "PE-066"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "expected"), CASES, ids=lambda value: str(value)[:60]
)
def test_one_change_gives_its_problem_and_no_other(
    changes: dict[str, object], expected: list[str]
) -> None:
    assert codes(**changes) == expected


def test_a_zero_budget_is_told_and_never_divided_by() -> None:
    money = {
        f"funds.{row}.{column}": "0"
        for row in (0, 1)
        for column in ("initial_budget", "budget")
    }
    found = evaluated(changed({**CLEAN, **money, "funds.0.rate": None}))
    assert codes_of(found.problems) == ["PE-015", "PE-017"]
    assert found.scorecard.indicators[0].score == 0
    assert "PE-014" in found.checks.not_applicable


def test_nothing_planned_and_nothing_spent_has_no_rate_and_no_points() -> None:
    money = {
        f"funds.{row}.{column}": "0"
        for row in (0, 1)
        for column in ("initial_budget", "budget", "executed")
    }
    found = evaluated(changed({**CLEAN, **money}))
    assert codes_of(found.problems) == ["PE-065"]
    mended = {"funds.0.rate": "—", "funds.0.self_score": "0", "self_total": "90"}
    assert codes_of(evaluated(changed({**CLEAN, **money, **mended})).problems) == []


def test_overspending_that_is_explained_rests() -> None:
    money = {
        "funds.0.executed": "25",
        "funds.1.executed": "25",
        "funds.0.rate": "102.04%",
    }
    told = {"sections.项目实施和预算执行情况及分析": "超支0.5万元由单位自有资金解决。"}
    assert codes_of(evaluated(changed({**CLEAN, **money, **told})).problems) == []


def test_two_rows_of_one_name_are_told_apart_by_their_cells() -> None:
    rows = {
        "indicators.1.path": ["产出指标", "质量指标", "同名"],
        "indicators.2.path": ["产出指标", "质量指标", "同名"],
    }
    wrong = {
        "indicators.1.self_score": "12",
        "indicators.2.actual": "50%",
        "indicators.2.self_score": "5",
    }
    data = filled(changed({**CLEAN, **rows, **wrong, "self_total": "97"}))
    assert {problem.code for problem in evaluate(data, "a.xlsx").problems} == {
        "PE-003",
        "PE-034",
        "PE-044",
    }


@pytest.mark.parametrize(
    ("executed", "severity"), [("20", Severity.WARNING), ("12", Severity.ERROR)]
)
def test_low_execution_without_a_word_is_graver_the_lower_it_is(
    executed: str, severity: Severity
) -> None:
    money = {
        "funds.0.executed": executed,
        "funds.1.executed": executed,
        "funds.0.rate": None,
    }
    scored = {"funds.0.self_score": None, "sections.项目实施和预算执行情况及分析": None}
    found = [
        p
        for p in evaluated(changed({**CLEAN, **money, **scored})).problems
        if p.code == "PE-020"
    ]
    assert [problem.severity for problem in found] == [severity]


@pytest.mark.parametrize("printed", ["86.2%", "86.20%", "86%"])
def test_a_rate_may_be_printed_with_fewer_decimals(printed: str) -> None:
    money = {f"funds.{row}.{column}": text for row in (0, 1) for column, text in
             (("initial_budget", "43.2"), ("budget", "43.2"), ("executed", "37.24"))}  # fmt: skip
    rated = {"funds.0.rate": printed, "funds.0.self_score": "8.62", "self_total": "98.62",
             "sections.项目实施和预算执行情况及分析": "尾款未付。"}  # fmt: skip
    assert codes_of(evaluated(changed({**CLEAN, **money, **rated})).problems) == []


def test_a_missing_dimension_is_told() -> None:
    data = changed(CLEAN)
    data["indicators"] = data["indicators"][:-1]
    found = {problem.code: problem for problem in evaluated(data).problems}
    assert found["PE-050"].message == "“满意度指标”未填。"


def test_the_message_says_what_was_found_and_what_is_right() -> None:
    (problem,) = problems(indicators__9__self_score="8", self_total="98")
    assert problem.path[-1] == "工作人员满意度"
    assert (problem.found, problem.expected) == ("8", "10")
    assert problem.message == "指标值95%、完成值95%，已达成，却得8/10分，没有写原因。"
    assert "偏差原因" in problem.remedy
    assert problem.source


def test_every_check_has_an_answer() -> None:
    """Passed, not applicable, not run, or a problem: silence means something."""
    run = evaluated(changed({})).checks
    answered = {
        *run.passed,
        *run.not_applicable,
        *run.not_run,
        *(problem.code for problem in run.problems),
    }
    assert {check.code for check in ALL_CHECKS} <= answered


ELSEWHERE = {
    "here, case by case": "PE-017 PE-019 PE-020 PE-065",
    "tests/checks/test_fixed_forms.py": "PE-007 PE-090 PE-091 PE-092",
    "test_one_change.py": "PE-013 PE-021 PE-022 PE-025 PE-026 PE-046 PE-048 PE-051 PE-053 PE-054 PE-055 PE-057 PE-058 PE-073",
    "test_one_change.py, test_privacy.py": "PE-044 PE-060 PE-070",
    "tests/rules, what the reading of a row asks": "PE-038 PE-150 PE-151 PE-152 PE-153",
    "tests/rules, rule kinds": "PE-047 PE-059 PE-086 PE-087 PE-088 PE-089 PE-096",
    "tests/checks/test_judgements.py": "PE-155 PE-156 PE-157 PE-158",
}
"""Where the checks are tried that are not among `CASES`."""


def test_every_check_can_fail_and_is_tried_here() -> None:
    tried = {code for _, expected in CASES for code in expected}
    for codes in ELSEWHERE.values():
        tried |= set(codes.split())
    assert {check.code for check in ALL_CHECKS} <= tried


def test_an_empty_submission_is_checked_and_scored_without_an_exception() -> None:
    found = evaluated({"scheme": SCHEME})
    card = found.scorecard
    assert (card.total, card.decided, card.open, card.lowest, card.highest) == (
        None,
        0,
        10,
        0,
        10,
    )
    assert found.scorecard.self_total is None
    assert {"PE-050", "PE-081"} <= {problem.code for problem in found.problems}
    assert Submission(scheme=load_scheme(SCHEME).id)
