"""`deductions`: full points less what was found, in all three faces; the 资金使用 of 岳阳 among them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfeval_xl.errors import SchemeError
from tests.support import settings
from tests.support.faces import TWO_PLACES, built, compare
from tests.support.office import Office
from tests.support.outcomes import codes, messages, outcome, said

USE = {"findings": [{"text": "虚列套取", "lowest": 4, "highest": 7}, {"text": "依据不合规", "lowest": 2, "highest": 2},
                    {"text": "截留、挤占、挪用", "lowest": 3, "highest": 6}, {"text": "超标准开支", "lowest": 2, "highest": 5},
                    {"text": "超预算", "lowest": 2, "highest": 5}]}  # fmt: skip
FIXED = {
    "findings": [
        {"text": "甲", "lowest": "0.5"},
        {"text": "乙", "lowest": 0, "highest": "1.335"},
    ]
}
SETTINGS = [USE, FIXED, *settings.used("deductions")]


@pytest.mark.parametrize(
    "parameters", SETTINGS, ids=lambda parameters: str(len(parameters["findings"]))
)
def test_the_preview_is_blank_or_the_score(
    office: Office, tmp_path: Path, parameters: settings.Parameters
) -> None:
    counts = compare(
        office, tmp_path, "deductions", parameters, rows=settings.rows_of_each(SETTINGS)
    )
    assert counts.told > counts.rows / 4


@pytest.mark.parametrize(
    ("found", "score", "told"),
    [
        ([None] * 5, "7", []),
        (["0", "", "0.00", " ", None], "7", []),
        (["4"], "3", ["PE-088"]),
        (["7"], "0", ["PE-088"]),
        ([None, "2"], "5", ["PE-088"]),
        (["7", "2", "6", "5", "5"], "0", ["PE-088"]),
        (["3"], "3", ["PE-089", "PE-088"]),
        (["7.01"], "0", ["PE-089", "PE-088"]),
        (["-4"], "3", ["PE-089", "PE-088"]),
        ([None, "1"], "5", ["PE-089", "PE-088"]),
        (["0.0000000001"], "7", []),
        (["有"], "0—7", ["PE-087"]),
        ([None, "扣1分"], "5—7", ["PE-087"]),
        (["４．５"], "2.5", ["PE-088"]),
    ],
)
def test_what_was_found_comes_off_within_its_range(
    found: list[str | None], score: str, told: list[str]
) -> None:
    result = outcome(
        built("deductions", USE),
        "7",
        **{f"_{n}": text for n, text in enumerate(found, 1)},
    )
    assert (said(result), codes(result)) == (score, told)


def test_every_finding_has_its_sentence_and_the_floor_is_one_too() -> None:
    result = outcome(built("deductions", USE), "7", _1="5", _3="9", note="抽查凭证发现")
    assert [step.text for step in result.steps] == [
        "满分7分",
        "①虚列套取：扣5分",
        "②依据不合规：未发现，不扣分",
        "③截留、挤占、挪用：填9，按规定应扣3—6分，扣6分",
        "④超标准开支：未发现，不扣分",
        "⑤超预算：未发现，不扣分",
        "扣分超过得分4分，扣完为止，按0分计",
    ]
    assert messages(result) == [
        "“指标”的③截留、挤占、挪用应在3—6之间，现为“9”，按6分计。",
    ]
    assert result.reached is False


def test_a_deduction_that_is_no_number_is_open() -> None:
    result = outcome(
        built("deductions", USE), "7", _1="5", _4="少许", note="抽查凭证发现"
    )
    assert result.steps[4].text == "④超标准开支：填“少许”，不是数字，待评价人员判断"
    assert messages(result) == [
        "“指标”的④超标准开支应填扣分的数字，现为“少许”，得分待评价人员判断。"
    ]
    assert (said(result), result.reached) == ("0—2", False)


@pytest.mark.parametrize(
    ("facts", "told"),
    [({"reason": "抽查"}, []), ({"note": "抽查"}, []), ({"reason": " ", "note": "抽查"}, []), ({"reason": "无"}, ["PE-088"]),
     ({}, ["PE-088"])],
)  # fmt: skip
def test_a_deduction_needs_a_reason(facts: dict[str, str], told: list[str]) -> None:
    assert codes(outcome(built("deductions", USE), "7", _1="4", **facts)) == told


def test_the_points_lost_are_never_more_than_there_were() -> None:
    result = outcome(built("deductions", USE), "7", _1="7", _3="6")
    assert messages(result) == ["“指标”扣7分，没有写理由。"]


def test_the_rule_says_itself() -> None:
    assert built("deductions", USE).points() is None
    assert built("deductions", USE).describe() == (
        "没有下列问题得满分，发现的按程度扣分并写明理由，扣完为止："
        "①虚列套取扣4—7分；②依据不合规扣2分；③截留、挤占、挪用扣3—6分；④超标准开支扣2—5分；⑤超预算扣2—5分。"
    )


@pytest.mark.parametrize(
    ("findings", "key"),
    [
        ([], "findings"),
        ([{"text": "甲"}], "lowest"),
        ([{"text": "甲", "lowest": 3, "highest": 2}], "highest"),
        ([{"text": "甲", "lowest": 0, "highest": 0}], "highest"),
        ([{"text": "甲", "lowest": 0}], "highest"),
        ([{"text": "甲", "lowest": "-1", "highest": 2}], "lowest"),
        ([{"text": "甲", "lowest": 1}, {"text": "甲", "lowest": 2}], "findings"),
        ([{"text": "甲", "lowest": 1, "points": 2}], "points"),
    ],
)
def test_a_wrong_parameter_is_named(
    findings: list[dict[str, object]], key: str
) -> None:
    with pytest.raises(SchemeError, match=key):
        built("deductions", {"findings": findings})


def test_a_formula_stays_within_what_excel_takes() -> None:
    longest = {
        "findings": [
            {"text": f"第{n}项", "lowest": "1.123456789", "highest": "12.123456789"}
            for n in range(20)
        ]
    }
    cells = {"weight": "$AB$1234", **{str(n): f"$AB$12{n:02d}" for n in range(1, 21)}}
    assert len(built("deductions", longest).formula(cells, TWO_PLACES)) < 8192


FIGURES = st.sampled_from(
    [None, "0", "2", "3.5", "4", "5.25", "7", "-1", "100", "有", "2%"]
)


@given(
    st.lists(FIGURES, min_size=5, max_size=5),
    st.integers(0, 4),
    st.sampled_from(["0", "1", "7", "30"]),
)
def test_finding_one_thing_more_never_gives_points(
    found: list[str | None], place: int, weight: str
) -> None:
    def score(changed: str | None) -> object:
        facts = {
            f"_{n}": changed if n == place + 1 else text
            for n, text in enumerate(found, 1)
        }
        result = outcome(built("deductions", USE), weight, **facts)
        return result.counted if result.open is None else result.open.highest

    assert score("7") <= score("2") <= score(None)  # type: ignore[operator]


@given(st.sampled_from(SETTINGS), st.text(max_size=40), st.decimals(0, 1000, places=2))
def test_nothing_that_is_written_raises(
    parameters: settings.Parameters, text: str, weight: object
) -> None:
    facts = {f"_{n}": text for n in range(1, len(parameters["findings"]) + 1)} | {
        "reason": text
    }
    outcome(built("deductions", parameters), str(weight), **facts)
