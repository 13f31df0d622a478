"""Lint finds what loading cannot refuse, and lets a scheme acknowledge the mistakes of its document."""

from __future__ import annotations

import pytest

from perfeval_xl.errors import SchemeError
from perfeval_xl.scheme.loader import load_scheme, parse_scheme, scheme_ids
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.scheme_book import BookError, Mistake
from perfeval_xl.scheme_book.lint_checks import Standing
from perfeval_xl.scheme_book.linting import lint_error, lint_scheme, lint_versions

_TOML = """
id = "small"
title = "小方案"
version = "1"
family = "fixed"
form_title = "评分表"
valid_from = 2024-01-01
valid_to = 2024-12-31
source = { document = "《办法》", number = "财预〔2020〕10号" }
rounding = { places = 2, stage = "indicator" }
bands = [{ label = "优", lowest = 90 }, { label = "差", lowest = 0 }]
dimensions = [{ name = "决策", weight = 40 }, { name = "产出", weight = 60 }]

[[indicators]]
path = ["决策", "立项", "依据"]
weight = 40
rule = { kind = "checklist", items = [{ text = "甲", points = 30 }, { text = "乙", points = 10 }] }

[[indicators]]
path = ["产出", "质量", "合格率"]
weight = 60
target = "≥95%"
rule = { kind = "linear", full_from = "95%", deduct = 1, step = "1%" }
"""
_DEFECT = '\n[[defects]]\ncode = "{}"\nwhere = "{}"\ntext = "原文件如此"\n'


def scheme(*changes: tuple[str, str], defects: str = "") -> Scheme:
    text = _TOML
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return parse_scheme(text + defects, "small.toml")


def findings(linted: Scheme) -> list[tuple[str, str, str]]:
    return [
        (str(each.standing), each.code, each.where)
        for each in lint_scheme("small", linted).findings
    ]


@pytest.mark.parametrize("scheme_id", scheme_ids())
def test_the_schemes_of_the_package_have_no_problem_that_they_do_not_know_of(
    scheme_id: str,
) -> None:
    result = lint_scheme(scheme_id, load_scheme(scheme_id))
    assert result.clean, [
        finding for finding in result.findings if finding.standing is Standing.PROBLEM
    ]


def test_a_scheme_without_questions_has_no_findings() -> None:
    assert findings(scheme()) == []


def test_the_defects_of_yantian_are_found_and_known() -> None:
    result = lint_scheme("yantian-2024", load_scheme("yantian-2024"))
    known = {
        (each.code, each.where.rpartition("·")[2])
        for each in result.findings
        if each.standing is Standing.KNOWN
    }
    assert {
        ("PE-012", "预算编制科学性"),
        ("PE-012", "资金使用合规性"),
        ("PE-039", "成本控制率"),
    } <= known
    assert ("PE-039", "政府部门及市民满意度") in known


def test_a_rule_that_cannot_be_built_is_a_problem() -> None:
    wrong = scheme(("deduct = 1, step", "deduct = 1, pace = 2, step"))
    assert findings(wrong) == [("问题", "PE-012", "产出·质量·合格率")]
    assert "pace" in lint_scheme("small", wrong).findings[0].message


GAP = ('{ text = "乙", points = 10 }]', '{ text = "乙", points = 9 }], remainder = 1')
TARGET = ('target = "≥95%"', 'target = "≥98%"')


def test_points_that_no_item_gives_are_a_problem_until_they_are_acknowledged() -> None:
    assert findings(scheme(GAP)) == [("问题", "PE-012", "决策·立项·依据")]
    assert findings(scheme(GAP, defects=_DEFECT.format("PE-012", "依据"))) == [
        ("已知", "PE-012", "决策·立项·依据")
    ]


def test_a_defect_of_another_place_or_code_acknowledges_nothing() -> None:
    for code, where in (("PE-012", "合格率"), ("PE-039", "依据")):
        assert ("问题", "PE-012", "决策·立项·依据") in findings(
            scheme(GAP, defects=_DEFECT.format(code, where))
        )


@pytest.mark.parametrize(
    ("target", "rule", "found"),
    [
        ("≥98%", 'full_from = "95%", ', True),
        ("≥95%", 'full_from = "95%", ', False),
        ("95%", 'full_from = "90%", ', True),
        ("90%≤N≤100%", 'full_from = "90%", full_to = "100%", ', False),
        ("90%≤N≤95%", 'full_from = "90%", full_to = "100%", ', True),
        ("≤5%", 'full_to = "10%", ', True),
        ("≤5%", 'full_to = "5%", ', False),
        ("≥20个", 'full_from = "95%", ', False),
        ("≥95%", 'from = "target", full_from = "90%", ', False),
        ("≥20个", 'from = "actual", full_from = 10, ', False),
        ("显著", 'full_from = "95%", ', False),
    ],
)
def test_a_target_and_the_threshold_of_its_rule_say_the_same(
    target: str, rule: str, *, found: bool
) -> None:
    changed = scheme(("≥95%", target), ('full_from = "95%", ', rule))
    assert findings(changed) == (
        [("问题", "PE-039", "产出·质量·合格率")] if found else []
    )


def test_the_best_band_is_a_threshold() -> None:
    bands = 'kind = "bands", bands = [{ lowest = "90%", share = 1 }, { lowest = "60%", share = "0.5" }]'
    changed = scheme(
        ('kind = "linear", full_from = "95%", deduct = 1, step = "1%"', bands)
    )
    assert findings(changed) == [("问题", "PE-039", "产出·质量·合格率")]


def test_output_and_benefit_below_the_national_share_are_a_problem_until_acknowledged() -> (
    None
):
    low = (
        ("weight = 40", "weight = 41"),
        ("points = 30", "points = 31"),
        ("weight = 60", "weight = 59"),
    )
    assert findings(scheme(*low)) == [("问题", "PE-006", "一级指标")]
    assert findings(scheme(*low, defects=_DEFECT.format("PE-006", "产出"))) == [
        ("已知", "PE-006", "一级指标")
    ]


def test_a_source_without_the_number_of_a_document_is_a_problem_unless_its_note_says_why() -> (
    None
):
    assert findings(scheme(("财预〔2020〕10号", "无"))) == [("问题", "PE-069", "方案")]
    assert findings(scheme(('"财预〔2020〕10号"', '"无", note = "报告没有文号"'))) == [
        ("提示", "PE-069", "方案")
    ]
    for number in (
        "鲁财绩〔2020〕4号",
        "财预[2020]10号",
        "国务院令第729号",
        "临东财绩（2021）2号",
    ):
        assert findings(scheme(("财预〔2020〕10号", number))) == []


def test_a_clause_that_nobody_has_read_is_told() -> None:
    written = ('"财预〔2020〕10号"', '"财预〔2020〕10号", clause = "第九条"')
    assert findings(scheme(written)) == [("提示", "PE-069", "依据")]
    read = (written[0], written[1] + ', state = "已核"')
    assert findings(scheme(read)) == []


def test_a_defect_that_names_nothing_any_more_is_a_problem() -> None:
    assert findings(scheme(defects=_DEFECT.format("PE-012", "依据"))) == [
        ("问题", "PE-012", "依据")
    ]
    assert findings(scheme(defects=_DEFECT.format("PE-039", "合格率"))) == [
        ("问题", "PE-039", "合格率")
    ]


def test_a_defect_that_only_a_person_can_judge_is_shown() -> None:
    for code, where in (
        ("PE-010", "等级"),
        ("PE-012", "评价要点"),
        ("PE-039", "依据"),
        ("PE-012", "合格率"),
    ):
        assert findings(scheme(defects=_DEFECT.format(code, where))) == [
            ("已知", code, where)
        ]


def test_points_of_the_execution_rule_are_those_of_the_funds_row() -> None:
    text = (
        'extends = "national-2020"\nid = "x"\n[rules]\n'
        'quantity = { kind = "ratio" }\nzero = { kind = "zero_target" }\nquality = { kind = "judgement" }\n'
        'execution = { kind = "bands", from = "execution", bands = [{ lowest = 1, points = 8 }] }\n'
    )
    result = lint_scheme("x", parse_scheme(text, "x.toml"))
    assert [(each.code, each.where) for each in result.findings] == [
        ("PE-012", "预算执行率")
    ]


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        (
            [
                (
                    "valid_from = 2024-01-01\nvalid_to = 2024-12-31",
                    "valid_from = 2025-01-01",
                )
            ],
            [],
        ),
        ([("valid_to = 2024-12-31", "")], ["valid_from"]),
        (
            [
                (
                    "valid_from = 2024-01-01\nvalid_to = 2024-12-31",
                    "valid_from = 2024-12-31",
                )
            ],
            ["valid_from"],
        ),
    ],
)
def test_two_versions_of_one_id_may_not_overlap(
    changes: list[tuple[str, str]], wanted: list[str]
) -> None:
    second = scheme(('version = "1"', 'version = "2"'), *changes)
    assert [
        finding.where
        for _, finding in lint_versions([("甲", scheme()), ("乙", second)])
    ] == wanted


def test_one_version_with_two_contents_is_a_problem_and_a_copy_is_none() -> None:
    other = scheme(('title = "小方案"', 'title = "另一个"'))
    assert [
        finding.where for _, finding in lint_versions([("甲", scheme()), ("乙", other)])
    ] == [
        "version",
        "valid_from",
    ]
    assert not list(lint_versions([("甲", scheme()), ("乙", scheme())]))


def test_errors_of_loading_become_findings_one_for_each_mistake() -> None:
    single = lint_error("x", SchemeError("坏了。", "请改。", key="bands"))
    assert (single.clean, single.findings[0].where) == (False, "bands")
    book = lint_error(
        "x", BookError("x", [Mistake("等级", "B4", "甲"), Mistake("等级", "B5", "乙")])
    )
    assert [each.where for each in book.findings] == ["“等级”表B4", "“等级”表B5"]
