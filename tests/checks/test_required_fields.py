"""PE-050 asks for what the form of the place has, and for nothing else."""

from __future__ import annotations

import json

import pytest

from perfeval_xl.scheme.loader import example_json, load_scheme
from perfeval_xl.scheme.model import REQUIRABLE
from tests.support.samples import evaluated


def demanded(scheme_id: str, **changes: object) -> list[str]:
    """Return the fields that PE-050 names in the example of a scheme with some of its parts changed."""
    found = evaluated(json.loads(example_json(scheme_id)) | changes).problems
    return [problem.slots["field"] for problem in found if problem.code == "PE-050"]


def without_initial_budget(scheme_id: str) -> list[dict[str, object]]:
    funds = json.loads(example_json(scheme_id))["funds"]
    return [row | {"initial_budget": None} for row in funds]


def test_hubei_has_no_initial_budget_no_goals_and_texts_only_for_deviations() -> None:
    bare = {"goals": [{"expected": "", "achieved": ""}], "sections": {}}
    assert (
        demanded("hubei-2020", funds=without_initial_budget("hubei-2020"), **bare) == []
    )
    assert demanded("hubei-2020", unit="") == ["实施单位"]


def test_the_national_form_asks_for_all_of_them() -> None:
    assert load_scheme("national-2020").required == REQUIRABLE
    bare = {"goals": [{"expected": "", "achieved": ""}], "sections": {}}
    fields = demanded(
        "national-2020", funds=without_initial_budget("national-2020"), **bare
    )
    assert {
        "年度资金总额年初预算数",
        "预期目标",
        "实际完成情况",
        "主要经验做法",
    } <= set(fields)


@pytest.mark.parametrize("scheme_id", ["yantian-2024", "framework-2020"])
def test_a_fixed_form_asks_for_its_head(scheme_id: str) -> None:
    assert demanded(scheme_id, unit="", goals=[]) == ["实施单位"]


_FORM_WORDS = (
    "达成预期指标",
    "部分达成预期指标",
    "部分达成预期指标并具有一定效果",
    "未达成预期指标",
    "未达成预期指标且效果较差",
    "部分达成年度指标",
    "未完成预期指标且效果较差",
)


@pytest.mark.parametrize("scheme_id", ["hubei-2020", "national-2020", "national-2021"])
@pytest.mark.parametrize("word", _FORM_WORDS)
def test_the_names_of_the_levels_are_understood_as_the_forms_print_them(
    scheme_id: str, word: str
) -> None:
    data = json.loads(example_json(scheme_id))
    data["indicators"][1] |= {"target": "服务规范", "actual": word}
    assert not [
        problem for problem in evaluated(data).problems if problem.code == "PE-082"
    ]


def hubei(first: str, weights: tuple[str, str]) -> list[str]:
    """Return the codes of a Hubei form whose satisfaction stands below `first`, with the weights of two indicators."""
    rows = [
        {"path": ["产出指标", "数量指标", "甲"], "weight": "40"},
        {"path": ["效益指标", "社会效益指标", "乙"], "weight": weights[0]},
        {"path": [first, "服务对象满意度指标", "丙"], "weight": weights[1]},
    ]
    filled = {"target": "10个", "actual": "10个", "note": ""}
    data = json.loads(example_json("hubei-2020"))
    data["indicators"] = [
        row | filled | {"self_score": row["weight"]}
        for row in rows
        if row["weight"] != "0"
    ]
    names = dict.fromkeys(row["path"][0] for row in data["indicators"])
    data["dimensions"] = [
        {"name": name, "weight": None, "self_score": None} for name in names
    ]
    data |= {"self_total": "", "weight_total": ""}
    found = evaluated(data).problems
    return sorted(
        problem.code
        for problem in found
        if problem.code in {"PE-001", "PE-006", "PE-050"}
    )


@pytest.mark.parametrize("weights", [("30", "10"), ("25", "15")])
def test_hubei_prescribes_only_the_sum_of_benefit_and_satisfaction(
    weights: tuple[str, str],
) -> None:
    assert hubei("满意度指标", weights) == []
    assert hubei("效益指标", weights) == []


def test_hubei_without_satisfaction_is_asked_for_it_and_for_nothing_else() -> None:
    assert hubei("满意度指标", ("40", "0")) == ["PE-050"]


def test_a_sum_that_hubei_does_not_prescribe_is_told_once() -> None:
    assert hubei("满意度指标", ("30", "5")) == ["PE-001", "PE-006"]
