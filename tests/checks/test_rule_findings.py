"""What rules find in their evidence becomes problems of the indicator, at the cell of the fact."""

from __future__ import annotations

from typing import Any

import pytest

from perfeval_xl.problems import Problem, Severity
from perfeval_xl.scheme.loader import parse_scheme
from tests.support.fixed import judged

SCHEME = parse_scheme(
    """
id = "evidence"
title = "凭据方案"
version = "1"
family = "fixed"
form_title = "评分表"
valid_from = 2024-01-01
source = { document = "办法", number = "文〔2024〕1号" }
rounding = { places = 2, stage = "indicator" }
bands = [{ label = "优", lowest = 90 }, { label = "差", lowest = 0 }]
dimensions = [{ name = "过程", weight = 100 }]

[[indicators]]
path = ["过程", "分配", "分配办法"]
weight = 40
rule = { kind = "checklist", items = [{ text = "有办法", points = 25, proof = "办法" }, { text = "健全", points = 15 }] }

[[indicators]]
path = ["过程", "时效", "完成时间"]
weight = 30
target = "2024年12月31日前"
rule = { kind = "deadline" }

[[indicators]]
path = ["过程", "效益", "社会效益"]
weight = 30
rule = { kind = "judgement" }
""",
    "evidence.toml",
)
FULL: dict[str, dict[str, Any]] = {
    "分配办法": {
        "weight": "40",
        "self_score": "40",
        "evidence": {"1": "是", "2": "是", "proof_1": "财发〔2024〕3号"},
    },
    "完成时间": {"weight": "30", "self_score": "30", "actual": "2024年10月25日"},
    "社会效益": {"weight": "30", "self_score": "30", "evidence": {"score": "30"}},
}


def problems(name: str = "", **changes: object) -> list[Problem]:
    rows = []
    for spec in SCHEME.indicators:
        row = {"path": list(spec.path), **FULL[spec.path[-1]]}
        rows.append({**row, **changes} if spec.path[-1] == name else row)
    data = {
        "scheme": "evidence",
        "year": "2024",
        "project": "p",
        "department": "d",
        "unit": "u",
        "indicators": rows,
    }
    return list(judged(data, SCHEME)[1].problems)


def test_a_form_with_all_its_evidence_is_clean() -> None:
    assert problems() == []


@pytest.mark.parametrize(
    ("name", "changes", "code", "message"),
    [
        ("完成时间", {"actual": "2024年9月31日", "self_score": "0"}, "PE-047",
         "“完成时间”的实际完成日期“2024年9月31日”不存在（9月只有30天）。"),
        ("分配办法", {"evidence": {"1": "是", "2": "是"}}, "PE-059",
         "“分配办法”的“①有办法”要求提供佐证资料（办法），没有登记。"),
        ("分配办法", {"evidence": {"2": "是"}, "self_score": "15"}, "PE-086", "“分配办法”没有填①有办法，得分待评价人员判断。"),
        ("分配办法", {"evidence": {"1": "基本有", "2": "是"}, "self_score": "15"}, "PE-087",
         "“分配办法”的①有办法应填是或否，现为“基本有”，得分待评价人员判断。"),
        ("社会效益", {"evidence": {"score": "28"}, "self_score": "28"}, "PE-088", "“社会效益”扣2分，没有写理由。"),
        ("社会效益", {"evidence": {"score": "31"}}, "PE-089",
         "“社会效益”的评价得分应在0—30之间，现为“31”，得分待评价人员判断。"),
    ],
)  # fmt: skip
def test_one_flaw_gives_its_problem(
    name: str, changes: dict[str, object], code: str, message: str
) -> None:
    found = {problem.code: problem for problem in problems(name, **changes)}
    assert found[code].message == message
    assert found[code].path[-1] == name


def test_a_missing_proof_is_only_a_hint() -> None:
    (problem,) = problems("分配办法", evidence={"1": "是", "2": "是"})
    assert (problem.code, problem.severity) == ("PE-059", Severity.HINT)
