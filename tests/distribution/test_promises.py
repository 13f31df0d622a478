"""What is wrong with a target that will be locked is told to its issuer, and not to the unit that gets it."""

from __future__ import annotations

import pytest

from perfeval_xl.evaluation import evaluate
from perfeval_xl.form.filling import conform
from perfeval_xl.form.issuing.casting import FormCaster
from perfeval_xl.form.issuing.issued import Whose
from perfeval_xl.problems import Severity
from perfeval_xl.refs import Entry
from perfeval_xl.scheme.loader import load_scheme
from perfeval_xl.submission.model import Indicator, Submission
from tests.support.rosters import GOOD, prepared, roster

Promise = tuple[tuple[str, str, str], str]
QUANTITY, QUALITY = ("产出指标", "数量指标"), ("产出指标", "质量指标")
COST, SOCIAL = ("产出指标", "成本指标"), ("效益指标", "社会效益指标")

CASES: list[tuple[list[Promise], str, str]] = [
    ([((*COST, "运维总成本"), "≥30万元")], "PE-216", "PE-038"),
    ([((*QUANTITY, "建设数量"), "≤4个")], "PE-216", "PE-038"),
    ([((*SOCIAL, "群众投诉次数"), "2次")], "PE-216", "PE-038"),
    ([((*QUALITY, "设备配备率"), "1000件")], "PE-219", "PE-031"),
    ([((*QUANTITY, "年度预算执行率达标情况"), "100%")], "PE-218", "PE-025"),
    ([((*SOCIAL, "办事效率"), "提高")], "PE-161", "PE-041"),
    (
        [((*QUANTITY, "培训人数"), "≥200人"), ((*SOCIAL, "培训人数"), "≥200人")],
        "PE-217",
        "PE-044",
    ),
]


def told_to_issuer(promises: list[Promise]) -> list[tuple[str, Severity]]:
    rows = [
        [GOOD[2], GOOD[3], *path, None, target, None, None] for path, target in promises
    ]
    plan = prepared(roster([GOOD], rows)).plan
    assert plan.good, "a warning keeps no form back"
    return [(problem.code, problem.severity) for problem in plan.problems]


def told_to_unit(promises: list[Promise]) -> set[str]:
    """Return the codes that the unit gets for a form that it filled in faithfully."""
    scheme = load_scheme("national-2020")
    given = tuple(
        Indicator(path=path, target=Entry(target)) for path, target in promises
    )
    bare = conform(
        scheme,
        Submission(
            scheme=scheme.id,
            project=Entry("项目"),
            unit=Entry("单位"),
            indicators=given,
        ),
    )
    form = FormCaster(scheme, None).form(bare, Whose()).data
    return {problem.code for problem in evaluate(form, "表.xlsx").problems}


@pytest.mark.parametrize(
    ("promises", "issuer", "unit"),
    CASES,
    ids=[f"{row[1]}-{row[0][0][0][2]}" for row in CASES],
)
def test_the_issuer_is_told_and_the_unit_is_not(
    promises: list[Promise], issuer: str, unit: str
) -> None:
    assert told_to_issuer(promises) == [(issuer, Severity.WARNING)]
    assert unit not in told_to_unit(promises)


@pytest.mark.parametrize(
    "promise",
    [
        ((*COST, "运维总成本"), "≤30万元"),
        ((*QUANTITY, "建设数量"), "≥4个"),
        ((*SOCIAL, "群众投诉次数"), "≤2次"),
        ((*QUALITY, "设备配备率"), "≥95%"),
        ((*SOCIAL, "投诉办结率"), "100%"),
    ],
)
def test_a_target_that_is_right_is_issued_in_silence(promise: Promise) -> None:
    assert told_to_issuer([promise]) == []
