"""`choice`: one of several cases, in all three faces; the 到位时效 of 岳阳 among them."""

from __future__ import annotations

import random
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfeval_xl.errors import SchemeError
from tests.support import settings
from tests.support.evidence import Draw, Written, choices, one_of
from tests.support.faces import TWO_PLACES, built, compare
from tests.support.office import Office
from tests.support.outcomes import codes, messages, outcome, said

IN_TIME = {"cases": [{"text": "到位及时", "points": 2}, {"text": "不及时但未影响项目进度", "points": 1},
                     {"text": "不及时并影响项目进度", "points": "0.5"}]}  # fmt: skip
ODD = {"cases": [{"text": '所谓"及时"', "points": "0.335"}, {"text": "A 级（含）", "points": "12.25"},
                 {"text": "=1+1", "points": 0}, {"text": "≥95%", "points": 7}]}  # fmt: skip
SETTINGS = [IN_TIME, ODD, *settings.used("choice")]


def _case(parameters: settings.Parameters) -> Draw:
    words = [case["text"] for case in parameters["cases"]]
    spelled = ["1", "2", "3", "4", "5", "①", "②", "③", "④", "⑤", "①" + words[0], "②" + words[0], "2.0", "100%", "２", "1.5",
               "-1", "1.00000000000001", "0", words[0] + "\n", "　" + words[1], words[1][:1] + " " + words[1][1:]]  # fmt: skip

    def draw(source: random.Random) -> Written:
        return (choices(words) if source.random() < 0.6 else one_of(spelled))(source)

    return draw


@pytest.mark.parametrize(
    "parameters", SETTINGS, ids=lambda parameters: parameters["cases"][0]["text"]
)
def test_the_preview_is_blank_or_the_score(
    office: Office, tmp_path: Path, parameters: settings.Parameters
) -> None:
    rows = settings.rows_of_each(SETTINGS)
    counts = compare(
        office,
        tmp_path,
        "choice",
        parameters,
        facts={"case": _case(parameters)},
        rows=rows,
    )
    assert counts.told > counts.rows / 2


@pytest.mark.parametrize(
    ("written", "score"),
    [("到位及时", "2"), ("1", "2"), ("①", "2"), ("①到位及时", "2"), ("不及时但未影响项目进度", "1"), (" ② ", "1"), ("２", "1"),
     ("2.0", "1"), ("不及时并影响项目进度", "0.5"), ("③", "0.5"), ("不及时并\n影响项目进度", "0.5")],
)  # fmt: skip
def test_a_case_is_named_by_its_words_its_number_or_its_sign(
    written: str, score: str
) -> None:
    result = outcome(built("choice", IN_TIME), "2", case=written)
    assert (said(result), result.reached, codes(result)) == (score, score == "2", [])


@pytest.mark.parametrize(
    "written",
    [
        "及时",
        "4",
        "0",
        "④",
        "②到位及时",
        "1.5",
        "①②",
        "-1",
        "到位及时。",
        "达到",
        "1e0",
    ],
)
def test_anything_else_is_no_case_and_is_open(written: str) -> None:
    result = outcome(built("choice", IN_TIME), "2", case=written)
    assert (said(result), result.reached, codes(result)) == ("0.5—2", None, ["PE-087"])
    assert written in result.steps[0].text


def test_a_blank_is_told_and_open() -> None:
    result = outcome(built("choice", IN_TIME), "2", case="　")
    assert (said(result), messages(result)) == (
        "0.5—2",
        ["“指标”没有填属于哪种情形，得分待评价人员判断。"],
    )


def test_the_sentence_names_the_case_and_its_points() -> None:
    assert (
        outcome(built("choice", IN_TIME), "2", case="2").steps[0].text
        == "符合②“不及时但未影响项目进度”，得1分"
    )


def test_a_case_never_gives_more_than_the_weight() -> None:
    assert outcome(built("choice", IN_TIME), "1.5", case="1").score == Decimal("1.5")


def test_the_rule_says_itself_and_its_most_points() -> None:
    rule = built("choice", IN_TIME)
    assert rule.points() == 2
    assert rule.describe() == (
        "按所属的一种情形计分：①到位及时得2分；②不及时但未影响项目进度得1分；③不及时并影响项目进度得0.5分。"
    )


@pytest.mark.parametrize(
    ("cases", "key"),
    [
        ([], "cases"),
        ([{"text": "甲", "points": 1}], "cases"),
        ([{"text": "甲 乙", "points": 1}, {"text": "甲乙", "points": 2}], "cases"),
        ([{"text": "甲", "points": "-1"}, {"text": "乙", "points": 2}], "points"),
        ([{"text": "2", "points": 1}, {"text": "乙", "points": 2}], "text"),
        ([{"text": "②甲", "points": 1}, {"text": "乙", "points": 2}], "text"),
        ([{"text": "甲" * 201, "points": 1}, {"text": "乙", "points": 2}], "text"),
        ([{"text": "甲\n丙", "points": 1}, {"text": "乙", "points": 2}], "text"),
        (
            [{"text": "甲", "points": 1, "score": 1}, {"text": "乙", "points": 2}],
            "score",
        ),
    ],
)
def test_a_wrong_parameter_is_named(cases: list[dict[str, object]], key: str) -> None:
    with pytest.raises(SchemeError, match=key):
        built("choice", {"cases": cases})


def test_a_formula_stays_within_what_excel_takes() -> None:
    longest = {
        "cases": [
            {"text": f"{n}" + "情" * 190, "points": "12.123456789"} for n in range(20)
        ]
    }
    cells = {"weight": "$AB$1234", "case": "$AB$1234"}
    assert len(built("choice", longest).formula(cells, TWO_PLACES)) < 8192


@given(st.sampled_from(SETTINGS), st.text(max_size=40), st.decimals(0, 1000, places=2))
def test_nothing_that_is_written_raises(
    parameters: settings.Parameters, text: str, weight: object
) -> None:
    outcome(built("choice", parameters), str(weight), case=text)
