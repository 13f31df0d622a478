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
    assert demanded("hubei-2020", funds=without_initial_budget("hubei-2020"), **bare) == []
    assert demanded("hubei-2020", unit="") == ["实施单位"]


def test_the_national_form_asks_for_all_of_them() -> None:
    assert load_scheme("national-2020").required == REQUIRABLE
    bare = {"goals": [{"expected": "", "achieved": ""}], "sections": {}}
    fields = demanded("national-2020", funds=without_initial_budget("national-2020"), **bare)
    assert {"年度资金总额年初预算数", "预期目标", "实际完成情况", "主要经验做法"} <= set(fields)


@pytest.mark.parametrize("scheme_id", ["yantian-2024", "framework-2020"])
def test_a_fixed_form_asks_for_its_head(scheme_id: str) -> None:
    assert demanded(scheme_id, unit="", goals=[]) == ["实施单位"]
