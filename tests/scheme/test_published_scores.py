"""The published scores of the five documents come out of their evidence: totals, dimensions and every indicator.

The figures are those that the documents print. Where a document gives only the sum of a 一级指标, its parts are an
inference that the scheme names among its defects; the sum is the document's.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal

import pytest

from perfeval_xl.amounts import percent
from perfeval_xl.evaluation import Evaluation, evaluate
from perfeval_xl.scheme.loader import example_json, load_scheme

PUBLISHED: Mapping[str, tuple[str, str, str, str]] = {
    # by the rules, its grade; as the document prints it, and its grade
    "yueyang-2020": ("98", "优秀", "98", "优秀"),
    "yantian-2024": ("98", "优秀", "98", "优秀"),
    "hedong-2022": ("86", "良", "86.00", "良"),
    "xianan-2024": ("87.94", "良", "87.94", "良"),
    "xinzhou-2022": ("100", "优", "98", ""),
}

DIMENSIONS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "yueyang-2020": {
        "项目决策": ("20", "18"),
        "项目管理": ("25", "25"),
        "项目绩效": ("55", "55"),
    },
    "yantian-2024": {
        "项目决策": ("20", "18"),
        "项目管理": ("20", "20"),
        "项目产出": ("40", "40"),
        "项目效益": ("20", "20"),
    },
    "hedong-2022": {
        "决策": ("14", "13"),
        "过程": ("24", "18"),
        "产出": ("42", "36"),
        "效益": ("20", "19"),
    },
    "xianan-2024": {
        "决策": ("20", "17"),
        "管理": ("20", "17.94"),
        "产出": ("30", "29"),
        "效益": ("30", "24"),
    },
    "xinzhou-2022": {
        "预算执行率": ("10", "10"),
        "产出指标": ("50", "50"),
        "效益指标": ("30", "30"),
        "满意度指标": ("10", "10"),
    },
}

INDICATORS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "yueyang-2020": {
        "目标内容": ("4", "4"),
        "决策依据": ("4", "4"),
        "决策程序": ("4", "4"),
        "分配办法": ("3", "3"),
        "分配结果": ("5", "3"),
        "到位率": ("3", "3"),
        "到位时效": ("2", "2"),
        "资金使用": ("7", "7"),
        "财务管理": ("3", "3"),
        "组织机构": ("1", "1"),
        "支撑条件": ("1", "1"),
        "项目实施": ("3", "3"),
        "管理制度": ("5", "5"),
        "产出数量": ("5", "5"),
        "产出质量": ("4", "4"),
        "产出时效": ("3", "3"),
        "产出成本": ("3", "3"),
        "经济效益": ("8", "8"),
        "社会效益": ("8", "8"),
        "环境效益": ("8", "8"),
        "可持续影响": ("8", "8"),
        "服务对象满意度": ("8", "8"),
    },
    "yantian-2024": {
        "立项依据充分性": ("5", "5"),
        "立项程序规范性": ("2", "2"),
        "绩效目标合理性": ("4", "3"),
        "绩效指标明确性": ("3", "2"),
        "预算编制科学性": ("4", "4"),
        "资金分配合理性": ("2", "2"),
        "资金到位率": ("3", "3"),
        "预算执行率": ("3", "3"),
        "资金使用合规性": ("4", "4"),
        "管理制度健全性": ("5", "5"),
        "制度执行有效性": ("5", "5"),
        "事件专题库建设数": ("7", "7"),
        "数据流转平台数": ("7", "7"),
        "专家评审通过率": ("7", "7"),
        "验收合格率": ("7", "7"),
        "重大故障响应": ("8", "8"),
        "成本控制率": ("4", "4"),
        "提升民生诉求办理速度": ("8", "8"),
        "提升城市治理体系和治理能力现代化水平": ("7", "7"),
        "政府部门及市民满意度": ("5", "5"),
    },
    "hedong-2022": {
        "项目立项": ("4", "4"),
        "绩效目标": ("6", "6"),
        "资金投入": ("4", "3"),
        "资金管理": ("10", "7"),
        "组织实施": ("14", "11"),
        "数量指标": ("14", "14"),
        "质量指标": ("14", "13"),
        "时效指标": ("14", "9"),
        "社会效益": ("6", "6"),
        "可持续影响": ("7", "6"),
        "满意度": ("7", "7"),
    },
    "xianan-2024": {
        "决策": ("20", "17"),
        "预算执行率": ("6", "3.94"),
        "其他管理": ("14", "14"),
        "产出": ("30", "29"),
        "效益": ("30", "24"),
    },
    "xinzhou-2022": {
        "预算执行率": ("10", "10"),
        "技术服务内容（项）": ("10", "10"),
        "性能指标达标率": ("10", "10"),
        "功能指标达标率": ("10", "10"),
        "平台运维服务及时性": ("10", "10"),
        "成本节约率": ("10", "10"),
        "促进市（区、县）数据共享": ("8", "8"),
        "提高平台运营能力": ("8", "8"),
        "系统正常运行": ("7", "7"),
        "后期维护情况": ("7", "7"),
        "工作人员满意度": ("10", "10"),  # by the rule; the unit gave itself 8
    },
}

MISTAKES: Mapping[str, set[str]] = {
    # what checks must find in the document as it was published, whatever else they find
    "yueyang-2020": {"PE-050", "PE-059"},
    "hedong-2022": {"PE-088"},
    "xianan-2024": {"PE-088"},
    "xinzhou-2022": {"PE-019", "PE-031", "PE-032", "PE-041", "PE-045"},
}

DEFECTS: Mapping[str, set[tuple[str, str]]] = {
    "yueyang-2020": {
        ("PE-012", "资金使用"),
        ("PE-012", "到位时效"),
        ("PE-010", "等级"),
    },
    "yantian-2024": {
        ("PE-012", "预算编制科学性"),
        ("PE-012", "资金使用合规性"),
        ("PE-010", "等级"),
        ("PE-039", "成本控制率"),
        ("PE-039", "政府部门及市民满意度"),
        ("PE-040", "政府部门及市民满意度"),
    },
    "hedong-2022": {("PE-013", "决策"), ("PE-008", "产出")},
    "xianan-2024": {("PE-001", "管理"), ("PE-023", "预算执行率")},
}

SEEDS = tuple(PUBLISHED)


def judged(scheme_id: str) -> Evaluation:
    """Evaluate the example of a scheme."""
    return evaluate(example_json(scheme_id).encode(), f"{scheme_id}.json")


@pytest.mark.parametrize("scheme_id", SEEDS)
def test_the_totals_and_grades_are_the_published_ones(scheme_id: str) -> None:
    result, (total, grade, own, own_grade) = judged(scheme_id), PUBLISHED[scheme_id]
    assert (result.scorecard.total, result.scorecard.grade) == (Decimal(total), grade)
    assert (
        result.submission.self_total.text,
        result.submission.self_grade.text or "",
    ) == (own, own_grade)


@pytest.mark.parametrize("scheme_id", SEEDS)
def test_every_dimension_has_its_published_score(scheme_id: str) -> None:
    found = {
        d.name: (d.weight, d.score) for d in judged(scheme_id).scorecard.dimensions
    }
    assert found == {
        name: (Decimal(w), Decimal(s)) for name, (w, s) in DIMENSIONS[scheme_id].items()
    }


@pytest.mark.parametrize("scheme_id", SEEDS)
def test_every_indicator_has_its_published_score_and_a_reason(scheme_id: str) -> None:
    rows = judged(scheme_id).scorecard.indicators
    found = {row.path[-1]: (row.weight, row.score) for row in rows}
    assert found == {
        name: (Decimal(w), Decimal(s)) for name, (w, s) in INDICATORS[scheme_id].items()
    }
    assert all(row.explanation.endswith("）。") and row.outcome.steps for row in rows)


@pytest.mark.parametrize("scheme_id", ["yueyang-2020", "yantian-2024"])
def test_the_score_comes_from_the_evidence_and_not_from_the_typed_points(
    scheme_id: str,
) -> None:
    data = json.loads(example_json(scheme_id))
    for row in data["indicators"]:
        row["self_score"] = "0"
    assert evaluate(json.dumps(data).encode(), "x.json").scorecard.total == Decimal(98)


@pytest.mark.parametrize("scheme_id", SEEDS)
def test_the_mistakes_of_the_document_are_found_and_its_own_grade_is_not_one_of_them(
    scheme_id: str,
) -> None:
    codes = {problem.code for problem in judged(scheme_id).problems}
    assert MISTAKES.get(scheme_id, set()) <= codes
    assert not codes & {
        "PE-002",
        "PE-003",
        "PE-007",
        "PE-009",
        "PE-035",
        "PE-090",
        "PE-091",
        "PE-092",
    }


@pytest.mark.parametrize("scheme_id", sorted(DEFECTS))
def test_the_mistakes_of_the_scheme_itself_are_acknowledged(scheme_id: str) -> None:
    found = {(defect.code, defect.where) for defect in load_scheme(scheme_id).defects}
    assert DEFECTS[scheme_id] <= found


def test_what_the_mistakes_are_worth() -> None:
    """The figures behind the acknowledged defects: 26 for 20, and the printed score rates of 河东."""
    printed = {
        row["name"]: row
        for row in json.loads(example_json("xianan-2024"))["dimensions"]
    }
    assert sum(Decimal(row["weight"]) for row in printed.values()) == 106
    assert printed["管理"]["weight"] == "26"
    rates = {d.name: d.rate for d in judged("hedong-2022").scorecard.dimensions}
    shown = {name: percent(rate) for name, rate in rates.items() if rate is not None}
    assert shown == {"决策": "92.86%", "过程": "75%", "产出": "85.71%", "效益": "95%"}
