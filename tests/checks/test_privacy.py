"""R60: numbers of persons in texts are told, and never shown whole."""

from __future__ import annotations

import json

import pytest

from perfeval_xl.problems import Problem
from perfeval_xl.scheme.loader import example_json
from tests.support.samples import evaluated, with_changes

SECTION = "sections.主要经验做法"
NOTE = "indicators.2.note"
PHONE = "139" + "0" * 8
BODY = "11010118000101001"
IDENTITY, NO_IDENTITY = BODY + "5", BODY + "6"
"""Nobody born in 1800 has one; the second has the wrong check sign."""


def told(place: str, text: str) -> list[Problem]:
    data = with_changes(json.loads(example_json("national-2020")), {place: text})
    return [problem for problem in evaluated(data).problems if problem.code == "PE-060"]


@pytest.mark.parametrize(
    "place", [SECTION, NOTE, "goals.0.achieved", "indicators.0.actual"]
)
@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (PHONE, "139*****000"),
        ("１３９" + "０" * 8, "139*****000"),
        (IDENTITY, "110************015"),
    ],
)
def test_a_number_of_a_person_is_told_without_its_middle(
    place: str, number: str, shown: str
) -> None:
    [problem] = told(place, f"联系人电话{number}。")
    assert problem.found == shown
    assert shown in problem.message
    assert PHONE not in str(problem.as_json())


@pytest.mark.parametrize(
    "text",
    [
        f"项目编码{NO_IDENTITY}",
        f"统一社会信用代码{IDENTITY}MA",
        f"总投资{PHONE}元",
        f"编号2{PHONE}",
        "电话0350-8000000",
        "合同金额1390000.0000万元",
    ],
)
def test_other_numbers_are_none(text: str) -> None:
    assert told(SECTION, text) == []


@pytest.mark.parametrize("scheme", ["yueyang-2020", "xinzhou-2022", "yantian-2024"])
def test_a_form_that_asks_for_a_telephone_gets_one(scheme: str) -> None:
    assert "PE-060" not in {
        problem.code for problem in evaluated(json.loads(example_json(scheme))).problems
    }
