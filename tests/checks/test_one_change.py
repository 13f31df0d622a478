"""The fictitious national form with one thing changed: each case stands for a kind of mistake, and has its right answer.

Where several codes are right all of them stand here, so that none is added without somebody looking.
"""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from perfeval_xl.checks.base import Context
from perfeval_xl.checks.explaining import other_rates
from perfeval_xl.evaluation import evaluate
from perfeval_xl.form.filling import conform, fill_form
from perfeval_xl.form.issuing.casting import FormCaster
from perfeval_xl.form.issuing.issued import Whose
from perfeval_xl.problems import Problem, Severity
from perfeval_xl.refs import Entry
from perfeval_xl.scheme.loader import example_json, load_scheme
from perfeval_xl.submission.model import EXECUTION_PATH, Indicator, Submission
from tests.support.samples import evaluated, with_changes

ANALYSIS = "sections.项目实施和预算执行情况及分析"
PROBLEMS = "sections.项目管理中存在的主要问题及原因分析"
TOTAL, FISCAL = "funds.0", "funds.1"
DATE = "indicators.3"


def money(column: str, total: str, fiscal: str | None) -> dict[str, object]:
    return {f"{TOTAL}.{column}": total, f"{FISCAL}.{column}": fiscal}


SPENT_10 = {
    **money("executed", "10", "10"),
    "funds.2.executed": "0",
    f"{TOTAL}.rate": "16.67%",
    f"{TOTAL}.self_score": "1.67",
    "self_total": "90.72",
}
CUT_TO_40 = {
    **money("budget", "40", "30"),
    **money("executed", "40", "30"),
    f"{TOTAL}.rate": "100%",
    f"{TOTAL}.self_score": "10",
    "self_total": "99.05",
    ANALYSIS: "全年预算40万元，执行40万元。",
}
ALL_FULL = {
    **money("executed", "60", "50"),
    f"{TOTAL}.rate": "100%",
    f"{TOTAL}.self_score": "10",
    "indicators.2.actual": "100%",
    "indicators.2.self_score": "10",
    "indicators.6.actual": "100%",
    "indicators.6.self_score": "15",
    "self_total": "100",
    ANALYSIS: "全年预算60万元，执行60万元。",
}

CASES: list[tuple[str, dict[str, object], list[str]]] = [
    ("clean", {}, []),
    # 执行率
    ("a rate cut off", {**money("executed", "56.9", "46.9"), f"{TOTAL}.rate": "94.83%", f"{TOTAL}.self_score": "9.48",
                        "self_total": "98.53", ANALYSIS: "结余3.1万元。"}, []),
    ("decimals dropped", {**money("executed", "56.98", "46.98"), f"{TOTAL}.rate": "94.96%",
                          f"{TOTAL}.self_score": "9.5", ANALYSIS: "结余3.02万元。"}, ["PE-013"]),
    ("a source's rate is wrong", {f"{FISCAL}.rate": "95%"}, ["PE-014"]),
    ("a source's rate is right", {f"{FISCAL}.rate": "94%"}, []),
    ("a source without money has a rate", {"funds.3.budget": "0", "funds.3.executed": "0", "funds.3.rate": "100%"},
     ["PE-065"]),
    ("a source without money has none", {"funds.3.budget": "0", "funds.3.executed": "0", "funds.3.rate": "—"}, []),
    # 来源
    ("sources blank in one column", {f"{FISCAL}.executed": None, "funds.2.executed": None}, ["PE-019"]),
    ("a total row of zeros", {f"{TOTAL}.initial_budget": "0", f"{TOTAL}.budget": "0", f"{TOTAL}.executed": "0",
                              f"{TOTAL}.rate": "0", f"{TOTAL}.self_score": "0", "self_total": "89.05"}, ["PE-018"]),
    ("points repeated on a source", {f"{FISCAL}.weight": "10", f"{FISCAL}.self_score": "9.5"}, ["PE-073"]),
    # 说明
    ("low, and nothing said", {**SPENT_10, ANALYSIS: "按计划实施。"}, ["PE-020", "PE-058"]),
    ("low, explained in a note", {**SPENT_10, ANALYSIS: None,
                                  "indicators.0.note": "因规划调整，项目11月才开工，资金结转下年。"}, ["PE-050"]),
    ("low, explained in the analysis", {**SPENT_10, ANALYSIS: "因规划调整，11月才开工，资金结转下年。"}, []),
    ("low, another rate explained", {**SPENT_10, ANALYSIS: "执行率95%，尾款未付。"}, ["PE-020", "PE-053", "PE-058"]),
    ("a budget cut by a third", CUT_TO_40, ["PE-021"]),
    ("the cut explained", {**CUT_TO_40, ANALYSIS: "年中财政压减预算20万元。"}, []),
    ("yuan among ten thousands", {**money("budget", "600000", "599990")}, ["PE-022", "PE-053"]),
    ("a form in yuan", {"money_unit": "元"}, ["PE-022", "PE-165"]),
    # 重复、成本
    ("execution counted twice", {"indicators.0.path": ["产出指标", "数量指标", "年度预算资金执行率"],
                                 "indicators.0.target": "90%", "indicators.0.actual": "95%"}, ["PE-025"]),
    ("the funds as an indicator", {"indicators.0.target": "60万元", "indicators.0.actual": "57万元",
                                   "indicators.0.self_score": "14.25", "indicators.0.note": "招标节约",
                                   "self_total": "97.8"}, ["PE-025"]),
    ("costs are not what was spent", {"indicators.4.target": "60万元", "indicators.4.actual": "50万元"}, ["PE-026"]),
    ("costs are what was spent", {"indicators.4.target": "60万元", "indicators.4.actual": "57万元"}, []),
    # 填写
    ("a weight left blank", {"indicators.0.weight": None, "indicators.0.actual": "30个"},
     ["PE-001", "PE-029", "PE-034"]),
    ("the sign copied", {"indicators.7.actual": "≥90%"}, ["PE-030"]),
    ("a rate given in persons", {"indicators.2.target": "100人", "indicators.2.actual": "98人"}, ["PE-031"]),
    ("the goal is the project", {"goals.0.expected": "老旧小区健身设施维护项目"}, ["PE-045"]),
    ("the goal is a sum", {"goals.0.expected": "60万元"}, ["PE-045"]),
    ("signs of the template", {"indicators.0.path": ["产出指标", "数量指标", "维护小区数量（≥**个）"],
                               "indicators.1.note": "0"}, ["PE-046"]),
    ("no satisfaction", {"indicators.7": None, "dimensions.2.weight": "10", "self_total": "88.55"}, ["PE-050"]),
    # 时间、结论
    ("done five years later", {f"{DATE}.actual": "2029年6月30日", f"{DATE}.note": "资金到位晚",
                               f"{DATE}.self_score": "7.9", "self_total": "96.45"}, ["PE-048"]),
    ("data of years to come", {"indicators.0.path": ["产出指标", "数量指标", "收集2022—2026年监测资料"]}, ["PE-048"]),
    ("not accepted yet", {f"{DATE}.note": "工程尚未验收。"}, ["PE-048"]),
    ("nobody was asked", {"sections.满意度情况及分析": "居民满意。"}, ["PE-051"]),
    ("another rate in the text", {ANALYSIS: "执行率90%，结余为招标节约。"}, ["PE-053"]),
    ("a rate of another time", {ANALYSIS: "上年预算执行率80%，本年执行率90%以上。"}, []),
    ("a rate of something else", {ANALYSIS: "制度执行率100%，结余为招标节约。"}, []),
    ("next year's plan", {"sections.下一步改进措施及管理建议": "2025年度提前招标。"}, []),
    ("another year's goal", {"goals.0.expected": "2023年度维护40个小区的健身设施。"}, ["PE-055"]),
    ("costs in yuan by their name", {"indicators.4.path": ["产出指标", "成本指标", "项目总成本（元）"],
                                     "indicators.4.target": "≤600000", "indicators.4.actual": "570000"}, []),
    ("a rate whose name has the sign", {"indicators.2.path": ["产出指标", "质量指标", "检验合格率（%）"],
                                        "indicators.2.target": "100", "indicators.2.actual": "98"}, []),
    ("a rate without a sign", {"indicators.2.target": "100", "indicators.2.actual": "98"}, ["PE-031"]),
    ("problems, and no deduction", ALL_FULL, ["PE-057"]),
    ("full, and no problems", {**ALL_FULL, PROBLEMS: "没有发现问题。"}, ["PE-057"]),
    ("full, and a problem of its rows", {**ALL_FULL, PROBLEMS: "部分小区维护进度缓慢。"}, ["PE-053", "PE-057"]),
    ("full, and money came late", {**ALL_FULL, PROBLEMS: "财政资金到位较晚。"}, ["PE-053", "PE-057"]),
    # 重复
    ("the same name twice", {"indicators.1.path": ["产出指标", "数量指标", "维护小区数量"]}, ["PE-044"]),
    ("the same target elsewhere", {"indicators.3.path": ["产出指标", "时效指标", "维护小区数量"],
                                   "indicators.3.target": "≥40个", "indicators.3.actual": "40个"}, ["PE-044"]),
    ("the same name, another target elsewhere", {"indicators.6.path": ["效益指标", "可持续影响指标", "维护后检验合格率"],
                                                 "indicators.6.target": "≥95%", "indicators.6.self_score": "15",
                                                 "indicators.6.note": "", "self_total": "99.3"}, []),
    ("a name that says nothing", {"indicators.0.path": ["产出指标", "数量指标", "其他"],
                                  "indicators.1.path": ["产出指标", "数量指标", "其他"]}, []),
    # 预算为0
    ("spent from a source without budget", {f"{FISCAL}.budget": "0", "funds.2.budget": "60"}, ["PE-017"]),
    ("a source without money", {"funds.3.budget": "0", "funds.3.executed": "0"}, []),
    # 分值
    ("printed points without the execution", {"dimensions.0.weight": "50", "dimensions.1.weight": "30",
                                              "dimensions.2.weight": "10", f"{TOTAL}.weight": None}, ["PE-070"]),
    ("printed points and the execution", {"dimensions.0.weight": "50", "dimensions.1.weight": "30",
                                          "dimensions.2.weight": "10"}, []),
    # 逾期、年度
    ("late, and full", {f"{DATE}.actual": "2024年12月18日"}, ["PE-042"]),
    ("late, full, and said why", {f"{DATE}.actual": "2024年12月18日", f"{DATE}.note": "雨季停工。"}, ["PE-042"]),
    ("late, and said why", {f"{DATE}.actual": "2024年12月18日", f"{DATE}.note": "雨季停工。", f"{DATE}.self_score": "7",
                            "self_total": "95.55"}, []),
    ("the year after, and nothing said", {f"{DATE}.target": "2025年6月30日前", f"{DATE}.actual": "2025年3月1日"},
     ["PE-048"]),
    ("the year after, and said why", {f"{DATE}.target": "2025年6月30日前", f"{DATE}.actual": "2025年3月1日",
                                      f"{DATE}.note": "按合同跨年实施。"}, []),
    # 文字里的执行率
    ("the rate of a source", {ANALYSIS: "财政资金执行率94%，结余为招标节约。"}, []),
    ("no rate of any source", {ANALYSIS: "财政资金执行率80%，结余为招标节约。"}, ["PE-053"]),
    ("the rate of a level of government", {ANALYSIS: "中央资金执行率80%，结余为招标节约。"}, []),
    ("the rate of the first budget", {**money("initial_budget", "57", "47"), ANALYSIS: "与年初预算相比，执行率100%。"}, []),
    ("more than planned counts as all of it", {**money("executed", "61", "51"), f"{TOTAL}.rate": "101.67%",
        f"{TOTAL}.self_score": "10", "self_total": "99.05", ANALYSIS: "超支1万元由单位自筹，执行率100%。"}, []),
    ("the name misspelled", {"goals.0.achieved": "老旧小区健生设施维护项目已经完成，维护设施412件。"}, ["PE-054"]),
    ("satisfaction above all, in other brackets", {"indicators.7.path": ["满意度指标", "服务对象满意度指标", "居民满意度(%)"],
                                                    "indicators.7.actual": "102%"}, ["PE-071"]),
    ("an amount of a source that is no number", {f"{FISCAL}.budget": "五十万"}, ["PE-081"]),
    ("an amount with its unit", {f"{FISCAL}.executed": "47万元"}, ["PE-081"]),
    ("an initial budget that is no number", {f"{TOTAL}.initial_budget": "待定"}, ["PE-081"]),
    ("no such money", {"funds.2.budget": "/", "funds.2.executed": "—"}, []),
    ("a 一级指标 whose points are no number", {"dimensions": [{"name": "产出指标", "weight": "五十"}]}, ["PE-004"]),
    ("the project of another year", {"project": "2023年度老旧小区健身设施维护项目"}, ["PE-055"]),
    ("the project of another year, in wide digits", {"project": "２０２３年度老旧小区健身设施维护项目"}, ["PE-055"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "expected"),
    [case[1:] for case in CASES],
    ids=[case[0] for case in CASES],
)
def test_one_change_gives_the_right_findings(
    changes: dict[str, object], expected: list[str]
) -> None:
    data = with_changes(json.loads(example_json("national-2020")), changes)
    data["indicators"] = [row for row in data["indicators"] if row is not None]
    found = sorted(problem.code for problem in evaluated(data).problems)
    assert found == sorted(expected)


def problem_of(code: str, changes: dict[str, object]) -> Problem:
    """Return the only finding of a code."""
    data = with_changes(json.loads(example_json("national-2020")), changes)
    [problem] = [each for each in evaluated(data).problems if each.code == code]
    return problem


@pytest.mark.parametrize(
    ("points", "severity"), [("10", Severity.ERROR), ("9", Severity.WARNING)]
)
def test_only_full_points_for_what_was_late_send_a_form_back(
    points: str, severity: Severity
) -> None:
    changes = {
        f"{DATE}.actual": "2024年12月18日",
        f"{DATE}.note": "雨季停工。",
        f"{DATE}.self_score": points,
    }
    assert problem_of("PE-042", changes).severity is severity


def test_a_rate_can_be_held_against_a_form_without_funds() -> None:
    result = evaluated(json.loads(example_json("national-2020")))
    context = Context(
        submission=replace(result.submission, funds=()),
        scheme=result.scheme,
        scorecard=result.scorecard,
    )
    sentence = "财政拨款预算执行率90%"
    assert other_rates(context, sentence, Decimal("0.95")) == [Decimal("0.9")]


@pytest.mark.parametrize(
    "changes",
    [
        {"project": "2022年度至2023年度老旧小区健身设施维护项目"},
        {"goals.0.expected": "2022年度至2023年度维护40个小区的健身设施。"},
    ],
)
def test_of_several_years_the_last_one_is_told(changes: dict[str, object]) -> None:
    assert problem_of("PE-055", changes).found == "2023"


def test_late_points_that_are_in_doubt_do_not_hide_that_nothing_is_said() -> None:
    changes = {f"{DATE}.actual": "2024年12月18日", f"{DATE}.self_score": "9"}
    assert problem_of("PE-034", changes).severity is Severity.ERROR


def test_what_two_targets_may_have_in_common_is_only_asked_about() -> None:
    elsewhere = {
        "indicators.6.path": ["效益指标", "可持续影响指标", "维护后检验合格率"]
    }
    assert problem_of("PE-044", elsewhere).severity is Severity.HINT
    assert problem_of(
        "PE-044",
        {
            **elsewhere,
            "indicators.6.path": ["产出指标", "质量指标", "维护后检验合格率"],
        },
    ).severity is (Severity.WARNING)


def test_problems_that_were_told_are_a_hint_at_most() -> None:
    assert (
        problem_of("PE-053", {**ALL_FULL, PROBLEMS: "部分小区维护进度缓慢。"}).severity
        is Severity.HINT
    )


def test_a_total_without_budget_is_one_mistake() -> None:
    rows = {f"funds.{row}.budget": "0" for row in range(3)}
    found = problem_of("PE-017", {**rows, f"{TOTAL}.rate": None})
    assert (found.severity, found.path) == (Severity.ERROR, EXECUTION_PATH)


def test_a_rate_without_a_sign_is_no_rate() -> None:
    data = json.loads(example_json("hubei-2020"))
    changes = {
        "funds.0.budget": "104",
        "funds.0.executed": "103.97",
        "funds.0.rate": "99.97",
    }
    found = {
        problem.code for problem in evaluated(with_changes(data, changes)).problems
    }
    assert "PE-014" in found


def test_hubei_has_to_explain_a_low_rate_too() -> None:
    data = json.loads(example_json("hubei-2020"))
    changes = {"funds.0.budget": "100", "funds.0.executed": "20", "funds.0.rate": "20%"}
    found = {
        problem.code for problem in evaluated(with_changes(data, changes)).problems
    }
    assert {"PE-020", "PE-053", "PE-058"} <= found


def test_only_what_was_looked_at_has_passed() -> None:
    data = json.loads(example_json("national-2020"))
    bare = evaluated(
        data | {"indicators": [], "sections": {}, "goals": [], "funds": []}
    ).checks
    looked_at = {
        "PE-028",
        "PE-030",
        "PE-041",
        "PE-045",
        "PE-046",
        "PE-048",
        "PE-051",
        "PE-065",
        "PE-071",
        "PE-082",
    }
    assert looked_at <= set(bare.not_applicable)
    whole = evaluated(data).checks
    assert looked_at - {"PE-065"} - {"PE-042"} <= {*whole.passed, "PE-082"}


@pytest.mark.parametrize("sign", ["/", "无", "—", "不涉及", "／"])
def test_a_crossed_out_row_is_an_empty_row(sign: str) -> None:
    data = json.loads(example_json("national-2020"))
    row = {
        "path": ["效益指标", "生态效益指标", sign],
        "target": sign,
        "actual": None,
        "weight": sign,
        "self_score": sign,
    }
    data["indicators"].insert(6, row | {"note": "", "evidence": {}})
    found = evaluated(data)
    assert [problem.code for problem in found.problems] == ["PE-046"]
    assert len(found.submission.indicators) == len(data["indicators"]) - 1


def test_a_row_with_a_weight_counts_even_when_nothing_is_said() -> None:
    data = json.loads(example_json("national-2020"))
    row = {
        "path": ["效益指标", "生态效益指标", "/"],
        "target": "/",
        "actual": "/",
        "weight": "5",
        "self_score": "5",
    }
    data["indicators"].append(row | {"note": "", "evidence": {}})
    assert {"PE-001", "PE-052"} <= {
        problem.code for problem in evaluated(data).problems
    }


def test_what_cannot_be_filled_in_is_told_with_the_reason() -> None:
    data = json.loads(example_json("national-2020"))
    data["funds"][1]["source"] = "中央财政资金"
    [told] = evaluated(data).problems
    assert (told.code, told.severity) == ("PE-165", Severity.HINT)
    assert "中央财政资金" in told.message


def test_a_locked_target_is_not_told_to_the_unit() -> None:
    scheme = load_scheme("national-2020")
    path = ("效益指标", "社会效益指标", "办事效率")
    target = Indicator(path=path, target=Entry("提高"))
    declared = conform(
        scheme, Submission(scheme=scheme.id, project=Entry("甲"), indicators=(target,))
    )
    form = FormCaster(scheme, None).form(declared, Whose()).data
    assert "PE-041" not in {
        problem.code for problem in evaluate(form, "甲.xlsx").problems
    }
    own = fill_form(scheme, declared)
    assert "PE-041" in {problem.code for problem in evaluate(own, "甲.xlsx").problems}
