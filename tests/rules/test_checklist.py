"""`checklist`: points per 评价要点, in all three faces; the lists of 岳阳 and 盐田 among them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfeval_xl.errors import SchemeError
from perfeval_xl.rules.base import Outcome
from perfeval_xl.rules.ticks import read_tick
from perfeval_xl.scheme.model import Rounding
from tests.support import faces, settings
from tests.support.evidence import Draw, one_of, ticks
from tests.support.faces import built, compare
from tests.support.office import Office
from tests.support.outcomes import codes, messages, outcome, said

METHOD = {"items": [{"text": "有资金管理办法", "points": 1, "proof": "资金管理办法"}, {"text": "办法健全", "points": 1},
                    {"text": "因素全面", "points": 1}]}  # fmt: skip
RESULT = {
    "items": [
        {"text": "符合分配办法", "points": 2},
        {"text": "分配公平合理", "points": 3},
    ]
}
BUDGET = {"items": [{"text": "科学论证", "points": "0.5"}, {"text": "内容匹配", "points": "0.5"},
                    {"text": "测算有据", "points": 1}, {"text": "与任务匹配", "points": 1}], "remainder": 1}  # fmt: skip
USE = {"items": [{"text": "符合制度", "points": 1}, {"text": "手续完整", "points": 1}, {"text": "符合用途", "points": 1},
                 {"text": "存在截留挪用", "points": "-1"}], "remainder": 1}  # fmt: skip
ONE_OF = {"items": [{"text": "及时", "points": 2}, {"text": "未影响进度", "points": 1},
                    {"text": "影响进度", "points": "0.5"}], "exclusive": True}  # fmt: skip
FINE = {
    "items": [
        {"text": "甲", "points": "0.335"},
        {"text": "乙", "points": "0.67"},
        {"text": "丙", "points": "-0.0005"},
    ]
}
SETTINGS = [METHOD, RESULT, BUDGET, USE, ONE_OF, FINE, *settings.used("checklist")]
SPELLED = one_of(
    ["是", "否", "符合", "不符合", "√", "×", "有", "无", "没有", "达到", "未达到", "✓", "✔", "✗", "1", "0", "1.0", "100%",
     "0%", "0.0", "0.999999999999999", "1.00000000000001", "0.000000000000001", "-1", "2", "是 ", " 是", "　是", "是\n",
     "不 符合", "１", "是否", "TRUE", None, "", " "]
)  # fmt: skip


def _tick(source: faces.random.Random) -> object:
    return (ticks() if source.random() < 0.8 else SPELLED)(source)


@pytest.mark.parametrize(
    "parameters", SETTINGS, ids=lambda parameters: str(len(parameters["items"]))
)
def test_the_preview_is_blank_or_the_score(
    office: Office, tmp_path: Path, parameters: settings.Parameters
) -> None:
    facts: dict[str, Draw] = {
        str(number): _tick for number in range(1, len(parameters["items"]) + 1)
    }  # type: ignore[dict-item]
    counts = compare(
        office,
        tmp_path,
        "checklist",
        parameters,
        facts=facts,
        rows=settings.rows_of_each(SETTINGS),
    )
    assert counts.told > counts.rows / 20


@pytest.mark.parametrize(
    ("parameters", "weight", "answers", "score"),
    [
        (METHOD, "3", "是是是", "3"),
        (METHOD, "3", "否是是", "2"),
        (RESULT, "5", "否是", "3"),
        (RESULT, "5", "是否", "2"),
        (RESULT, "5", "  ", "0—5"),
        (RESULT, "5", "是 ", "2—5"),
        (BUDGET, "4", "是是是是", "4"),
        (BUDGET, "4", "否是是是", "2.5"),
        (USE, "4", "是是是否", "4"),
        (USE, "4", "是是是是", "2"),
        (USE, "4", "否否否是", "0"),
        (USE, "4", "是是是 ", "2—4"),
        (ONE_OF, "2", "   ", "0—2"),
        (ONE_OF, "2", "?是否", "1—1"),
        (ONE_OF, "2", "是否?", "0.5—2"),
        (ONE_OF, "2", "是否否", "2"),
        (ONE_OF, "2", " 是 ", "1"),
        (ONE_OF, "2", "否否否", "0"),
        (ONE_OF, "2", "是是否", "1"),
        (ONE_OF, "2", "是否是", "0.5"),
    ],
)
def test_a_list_gives_the_points_of_what_is_met(
    parameters: settings.Parameters, weight: str, answers: str, score: str
) -> None:
    facts = {f"_{number}": answer for number, answer in enumerate(answers, 1)}
    assert said(outcome(built("checklist", parameters), weight, **facts)) == score


def test_every_item_has_its_sentence() -> None:
    result = outcome(built("checklist", USE), "4", _1="符合", _2="×", _3=None, _4="有")
    assert [step.text for step in result.steps] == [
        "①符合制度：符合，得1分",
        "②手续完整：不符合，得0分（该要点1分）",
        "③符合用途：未填，待评价人员判断",
        "④存在截留挪用：有此情形，扣1分",
    ]
    assert messages(result) == ["“指标”没有填③符合用途，得分待评价人员判断。"]
    assert said(result) == "0—1"
    assert result.reached is False


def test_a_list_left_blank_is_open_whatever_the_self_score_is() -> None:
    result = outcome(built("checklist", RESULT), "5", self_score="5")
    assert (said(result), result.reached, codes(result)) == (
        "0—5",
        None,
        ["PE-086", "PE-086"],
    )


def test_a_word_that_is_no_tick_is_open_and_told() -> None:
    result = outcome(built("checklist", RESULT), "5", _1="基本符合", _2="是")
    assert said(result) == "3—5"
    assert messages(result) == [
        "“指标”的①符合分配办法应填是或否，现为“基本符合”，得分待评价人员判断。"
    ]


@pytest.mark.parametrize(("word", "score", "told"), [("有", "2", []), ("是", "2", []), ("无", "4", []), ("×", "4", []),
                                                     ("符合", "2—4", ["PE-087"]), ("未达到", "2—4", ["PE-087"])])  # fmt: skip
def test_whether_a_fault_is_there_is_not_answered_with_met(
    word: str, score: str, told: list[str]
) -> None:
    result = outcome(
        built("checklist", USE), "4", _1="符合", _2="符合", _3="符合", _4=word
    )
    assert (said(result), codes(result)) == (score, told)


@pytest.mark.parametrize(
    ("proof", "expected"),
    [(None, ["PE-059"]), ("无", ["PE-059"]), ("岳财〔2019〕3号", [])],
)
def test_a_ticked_item_without_its_proof_is_a_hint_and_costs_nothing(
    proof: str | None, expected: list[str]
) -> None:
    result = outcome(
        built("checklist", METHOD), "3", _1="是", _2="是", _3="是", proof_1=proof
    )
    assert (result.score, codes(result)) == (3, expected)


def test_an_item_that_is_not_met_needs_no_proof() -> None:
    assert (
        codes(outcome(built("checklist", METHOD), "3", _1="否", _2="是", _3="是")) == []
    )


def test_two_ticks_where_one_is_allowed_are_told_and_the_lowest_counts() -> None:
    result = outcome(built("checklist", ONE_OF), "2", _1="是", _2="是")
    assert messages(result) == [
        "“指标”的勾选的项数应在0—1之间，现为“①、②”，按其中分值最低的一项计。"
    ]
    assert "只能取其一" in result.steps[0].text


def test_points_beyond_the_weight_do_not_count() -> None:
    result = outcome(built("checklist", RESULT), "4", _1="是", _2="是")
    assert (result.score, result.steps[-1].text) == (4, "超过分值4分的1分不计")


def test_half_points_are_rounded_once_and_not_one_by_one() -> None:
    whole = Rounding(places=0, stage="indicator")
    assert (
        outcome(
            built("checklist", BUDGET), "4", whole, _1="是", _2="是", _3="否", _4="否"
        ).score
        == 1
    )
    assert (
        outcome(
            built("checklist", BUDGET), "4", whole, _1="是", _2="否", _3="否", _4="否"
        ).score
        == 1
    )


def test_the_points_of_the_parameters_are_what_lint_compares_with_the_weight() -> None:
    points = [
        built("checklist", parameters).points()
        for parameters in (METHOD, RESULT, BUDGET, USE, ONE_OF)
    ]
    assert points == [3, 5, 4, 4, 2]


def test_the_rule_says_itself() -> None:
    assert built("checklist", USE).describe() == (
        "按符合的要点计分：①符合制度（1分）；②手续完整（1分）；③符合用途（1分）；④存在截留挪用（扣1分）；"
        "其余1分没有对应的要点，各要点均符合时计入。"
    )
    assert (
        "①有资金管理办法（1分，须提供佐证资料：资金管理办法）"
        in built("checklist", METHOD).describe()
    )
    assert (
        built("checklist", ONE_OF)
        .describe()
        .startswith("按符合的一项计分，只取其一：①及时（2分）")
    )


@pytest.mark.parametrize(
    ("parameters", "key"),
    [
        ({}, "items"),
        ({"items": []}, "items"),
        ({"items": [{"text": "甲", "points": 1}] * 2}, "items"),
        ({"items": [{"text": f"第{n}项", "points": 1} for n in range(21)]}, "items"),
        ({"items": [{"text": "甲", "points": 0}]}, "points"),
        ({"items": [{"text": "甲"}]}, "points"),
        ({"items": [{"text": "甲", "points": "一分"}]}, "points"),
        ({"items": [{"text": "①甲", "points": 1}]}, "text"),
        ({"items": [{"text": " 甲", "points": 1}]}, "text"),
        ({"items": [{"text": "甲", "points": "-1", "proof": "资料"}]}, "proof"),
        ({"items": [{"text": "甲", "points": 1, "mark": "a"}]}, "mark"),
        ({"items": [{"text": "甲", "points": 1}], "remainder": "-1"}, "remainder"),
        ({"items": [{"text": "甲", "points": 1}], "exclusive": "是"}, "exclusive"),
        (
            {
                "items": [{"text": "甲", "points": "-1"}, {"text": "乙", "points": 1}],
                "exclusive": True,
            },
            "exclusive",
        ),
        (
            {"items": [{"text": "甲", "points": 1}], "remainder": 1, "exclusive": True},
            "exclusive",
        ),
    ],
)
def test_a_wrong_parameter_is_named(parameters: settings.Parameters, key: str) -> None:
    with pytest.raises(SchemeError, match=key):
        built("checklist", parameters)


@pytest.mark.parametrize(
    ("text", "said"),
    [("是", True), (" 符 合 ", True), ("√", True), ("１", True), ("100%", True), ("否", False), ("未达到", False),
     ("0.00", False), ("-0", False), (None, None), ("　", None), ("基本符合", None), ("2", None), ("0.5", None),
     ("是。", None), ("不是", None)],
)  # fmt: skip
def test_a_tick_is_one_of_its_words_and_nothing_else(
    text: str | None, said: bool | None
) -> None:
    assert read_tick(text) is said


def test_a_formula_stays_within_what_excel_takes() -> None:
    longest = {
        "items": [{"text": f"第{n}项", "points": "12.123456789"} for n in range(20)],
        "remainder": 1,
    }
    cells = {"weight": "$AB$1234", **{str(n): f"$AB$12{n:02d}" for n in range(1, 21)}}
    assert len(built("checklist", longest).formula(cells, faces.TWO_PLACES)) < 8192


@given(st.sampled_from(SETTINGS), st.data())
def test_meeting_one_more_item_never_costs_points(
    parameters: settings.Parameters, data: st.DataObject
) -> None:
    rule = built("checklist", {**parameters, "exclusive": False})
    answers = {
        f"_{n}": data.draw(st.sampled_from(["是", "否", None, "?"]))
        for n in range(1, len(parameters["items"]) + 1)
    }
    number, item = data.draw(st.sampled_from(list(enumerate(parameters["items"], 1))))
    better, worse = ("是", "否") if float(str(item["points"])) > 0 else ("否", "是")
    weight = data.draw(st.sampled_from(["0", "1", "2.5", "4", "100"]))
    more = _possible(outcome(rule, weight, **{**answers, f"_{number}": better}))
    less = _possible(outcome(rule, weight, **{**answers, f"_{number}": worse}))
    unknown = _possible(outcome(rule, weight, **{**answers, f"_{number}": None}))
    assert less[0] <= more[0]
    assert less[1] <= more[1]
    assert unknown == (less[0], more[1])


def _possible(result: Outcome) -> tuple[Decimal, Decimal]:
    """Return the lowest and the highest points."""
    if result.open is None:
        return result.counted, result.counted
    assert result.open.highest is not None
    return result.open.lowest, result.open.highest


@given(st.sampled_from(SETTINGS), st.text(max_size=40), st.decimals(0, 1000, places=2))
def test_nothing_that_is_written_raises(
    parameters: settings.Parameters, text: str, weight: object
) -> None:
    facts = {f"_{n}": text for n in range(1, len(parameters["items"]) + 1)} | {
        "proof_1": text
    }
    outcome(built("checklist", parameters), str(weight), **facts)
