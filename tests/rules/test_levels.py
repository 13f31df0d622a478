"""`levels`: 达成, 部分达成, 未达成 and the score inside their band, in all three faces; the bands of 湖北 among them."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfeval_xl.errors import SchemeError
from perfeval_xl.sheets.model import Cell
from tests.support import settings
from tests.support.evidence import Draw, Written, choices, one_of, points, texts
from tests.support.faces import TWO_PLACES, Arrange, built, compare, tie
from tests.support.office import Office
from tests.support.outcomes import codes, messages, outcome, said

NATIONAL = {"levels": [{"name": "达成", "lowest": "0.8", "highest": 1, "words": ["达成年度指标"]},
                       {"name": "部分达成", "lowest": "0.6", "highest": "0.8"},
                       {"name": "未达成", "lowest": 0, "highest": "0.6"}]}  # fmt: skip
HUBEI = {"levels": [{"name": "达成", "lowest": "0.8", "highest": 1}, {"name": "部分达成", "lowest": "0.5", "highest": "0.8"},
                    {"name": "未达成", "lowest": 0, "highest": "0.5"}]}  # fmt: skip
LETTERS = {"levels": [{"name": 'A级"优"', "lowest": "0.9", "highest": 1}, {"name": "B级（良）", "lowest": "0.335", "highest": "0.9"},
                      {"name": "C 级", "lowest": 0, "highest": "0.335"}]}  # fmt: skip
SETTINGS: list[settings.Parameters] = [
    NATIONAL,
    HUBEI,
    LETTERS,
    *settings.used("levels"),
]
BLANKS = ("", " ", "　", "\u00a0", "\n", "\t", "\u2003")


def _names(parameters: settings.Parameters) -> list[str]:
    return [level["name"] for level in parameters["levels"]]


def _target(parameters: settings.Parameters) -> Draw:
    names = _names(parameters)

    def draw(source: random.Random) -> Written:
        name, blank = source.choice(names), source.choice(BLANKS)
        near = (name, name[:1] + blank + name[1:], blank + name, name + blank, name.replace("B", "Ｂ"),
                name.replace("（", "("))  # fmt: skip
        return one_of(
            near
            if source.random() < 0.5
            else ["达标", "显著", "7项", "95%", None, "　", "0", "=1+1"]
        )(source)

    return draw


def _same(_: random.Random, __: Written, facts: dict[str, Written]) -> None:
    facts["actual"] = facts["target"]


def _spelled(source: random.Random, _: Written, facts: dict[str, Written]) -> None:
    """A number as the target, and the digits of its cell as a text."""
    facts["target"], facts["actual"] = (
        one_of(["95%"])(source),
        Written("0.95", Cell(value="0.95")),
    )


def _inside(parameters: settings.Parameters) -> Arrange:
    shares = [float(str(level["lowest"])) for level in parameters["levels"]]

    def arrange(
        source: random.Random, weight: Written, facts: dict[str, Written]
    ) -> None:
        if weight.number is not None:
            exact = float(weight.number) * source.choice(shares) + source.choice(
                [0, 0, 0.01, -0.01, 1e-9, -1e-9]
            )
            facts[source.choice(["score", "self_score"])] = one_of(
                [f"{exact:.12f}".rstrip("0").rstrip(".")]
            )(source)

    return arrange


@pytest.mark.parametrize(
    "parameters", SETTINGS, ids=lambda parameters: _names(parameters)[0]
)
def test_the_preview_is_blank_or_the_score(
    office: Office, tmp_path: Path, parameters: settings.Parameters
) -> None:
    rows = settings.rows_of_each(SETTINGS)
    facts: dict[str, Draw] = {"target": _target(parameters)}
    arrange = [_same, _spelled, _inside(parameters), tie("self_score")]
    counts = compare(
        office,
        tmp_path,
        "levels",
        parameters,
        facts=facts,
        arrange=arrange,
        rows=rows // 2,
    )
    assert counts.told > counts.rows / 4
    notes = one_of([None, "原因", *BLANKS, " \n ", "无", "5"])
    actual = choices(
        [
            *_names(parameters),
            *(
                word
                for level in parameters["levels"]
                for word in level.get("words", ())
            ),
        ]
    )
    facts |= {
        "score": one_of([None, None, "7", "6", "9", "", "８", "优"]),
        "reason": texts(),
        "note": notes,
    }
    facts |= {"actual": actual, "self_score": points()}
    counts = compare(
        office,
        tmp_path,
        "levels",
        parameters,
        facts=facts,
        arrange=arrange,
        rows=rows - rows // 2,
    )
    assert counts.told > counts.rows / 6


@pytest.mark.parametrize(
    ("parameters", "actual", "judged", "score", "told"),
    [
        (NATIONAL, "达成", "10", "10", []),
        (NATIONAL, "达成年度指标", "10", "10", []),
        (NATIONAL, "部分达成", "6", "6—7.99", []),
        (NATIONAL, "部分达成", None, "6—7.99", []),
        (NATIONAL, "部分达成", "5.99", "6—7.99", ["PE-042"]),
        (NATIONAL, "部分达成", "8", "6—7.99", ["PE-042"]),
        (NATIONAL, "部 分 达 成", "7", "6—7.99", []),
        (HUBEI, "部分达成", "5", "5—7.99", []),
        (HUBEI, "部分达成", "4.99", "5—7.99", ["PE-042"]),
        (HUBEI, "未达成", "4.99", "0—4.99", []),
        (HUBEI, "未达成", "5", "0—4.99", ["PE-042"]),
        (HUBEI, "未达成", "没有", "0—4.99", ["PE-042"]),
        (LETTERS, "B级(良)", "8", "3.35—8.99", []),
        (LETTERS, "Ｃ级", "2", "0—3.34", []),
        (HUBEI, "一般", "7", "0—", ["PE-082"]),
        (HUBEI, "一般", None, "0—", ["PE-082"]),
        (HUBEI, None, "7", "0—", ["PE-086"]),
    ],
)
def test_a_level_below_the_best_is_open_inside_its_band(
    parameters: settings.Parameters,
    actual: str | None,
    judged: str | None,
    score: str,
    told: list[str],
) -> None:
    result = outcome(
        built("levels", parameters),
        "10",
        target="显著",
        actual=actual,
        self_score=judged,
    )
    assert (said(result), codes(result)) == (score, told)


@pytest.mark.parametrize(
    ("facts", "score", "told"),
    [
        ({"score": "7", "self_score": "9", "reason": "只完成一半"}, "7", []),
        ({"score": "7", "note": "只完成一半"}, "7", []),
        ({"score": "7", "self_score": "9"}, "6—7.99", ["PE-088"]),
        ({"score": " ", "self_score": "7", "reason": "只完成一半"}, "6—7.99", []),
        (
            {"score": "9", "self_score": "7", "reason": "只完成一半"},
            "6—7.99",
            ["PE-042"],
        ),
        (
            {"score": "差", "self_score": "7", "reason": "只完成一半"},
            "6—7.99",
            ["PE-042"],
        ),
    ],
)
def test_the_evaluator_judges_inside_the_band_with_a_reason(
    facts: dict[str, str], score: str, told: list[str]
) -> None:
    result = outcome(
        built("levels", NATIONAL), "10", target="显著", actual="部分达成", **facts
    )
    assert (said(result), codes(result)) == (score, told)


@pytest.mark.parametrize(
    ("facts", "score", "told"),
    [
        ({"self_score": "9"}, "10", []),
        ({"self_score": "9", "note": "资料不全"}, "10", []),
        ({"self_score": "7", "note": "资料不全"}, "10", ["PE-042"]),
        ({"score": "9", "reason": " ", "note": "资料不全"}, "9", []),
        ({"score": "9", "reason": "资料不全"}, "9", []),
        ({"score": "9"}, "10", ["PE-088"]),
        ({"score": "10"}, "10", []),
        ({"score": "5"}, "10", ["PE-042"]),
        ({"score": "5", "reason": "资料不全"}, "10", ["PE-042"]),
        ({"score": "11", "reason": "超额完成"}, "10", ["PE-042"]),
        ({"score": "11"}, "10", ["PE-042"]),
        ({"score": "优", "reason": "资料不全"}, "10", ["PE-042"]),
    ],
)
def test_the_best_level_pays_less_only_with_a_reason(
    facts: dict[str, str], score: str, told: list[str]
) -> None:
    result = outcome(
        built("levels", NATIONAL), "10", target="显著", actual="达成", **facts
    )
    assert (said(result), codes(result), result.reached) == (score, told, True)


@pytest.mark.parametrize(
    ("facts", "score", "told"),
    [
        ({"score": "7", "reason": "只完成一半"}, "7", []),
        ({"score": "10"}, "10", []),
        ({"score": "7"}, "0—", ["PE-082", "PE-088"]),
        ({"score": "12", "reason": "超额完成"}, "0—", ["PE-082", "PE-089"]),
        ({"score": "优"}, "0—", ["PE-082", "PE-089"]),
        ({"self_score": "12", "note": "超额完成"}, "0—", ["PE-082"]),
    ],
)
def test_a_judgement_that_does_not_decide_a_row_of_no_level_is_told(
    facts: dict[str, str], score: str, told: list[str]
) -> None:
    result = outcome(
        built("levels", NATIONAL), "10", target="显著", actual="一般", **facts
    )
    assert (said(result), codes(result)) == (score, told)


def test_what_the_target_says_is_the_best_level_even_where_it_names_another() -> None:
    assert (
        outcome(
            built("levels", NATIONAL), "10", target="部分达成", actual="部分 达成"
        ).score
        == 10
    )
    assert (
        outcome(built("levels", NATIONAL), "10", target=None, actual=None).score is None
    )


def test_the_sentences_name_the_level_and_its_band() -> None:
    result = outcome(
        built("levels", HUBEI),
        "10",
        target="显著",
        actual="部分达成",
        score="7",
        reason="少一项",
    )
    text = "年度指标值“显著”，实际完成值“部分达成”，评为“部分达成”（分值的80%—50%（含）），评价人员评7分"
    assert result.steps[0].text == text
    wrong = outcome(
        built("levels", HUBEI), "10", target="显著", actual="部分达成", self_score="9"
    )
    assert messages(wrong) == [
        "“指标”的完成情况属于“部分达成”，得分应在5—8分（不含8分），填报“9”。"
    ]


def test_the_rule_says_itself() -> None:
    assert built("levels", HUBEI).describe() == (
        "实际完成情况按档计分：“达成”得分值的100%—80%（含）；“部分达成”得分值的80%—50%（含）；"
        "“未达成”得分值的50%—0%（含）；达成而不给满分的须说明理由。"
    )


@pytest.mark.parametrize(
    "levels",
    [
        [
            {"name": "甲", "lowest": "0.5", "highest": 1},
            {"name": "乙", "lowest": 0, "highest": "0.4"},
        ],
        [{"name": "甲", "lowest": "0.5", "highest": 1}],
        [
            {"name": "甲", "lowest": "0.5", "highest": 1},
            {"name": "甲", "lowest": 0, "highest": "0.5"},
        ],
        [
            {"name": "甲", "lowest": "0.5", "highest": 1},
            {"name": "乙", "lowest": 0, "highest": "0.5", "words": ["甲"]},
        ],
        [
            {"name": "甲 ", "lowest": "0.5", "highest": 1},
            {"name": "乙", "lowest": 0, "highest": "0.5"},
        ],
        [],
    ],
)
def test_levels_that_leave_a_hole_or_share_a_word_are_refused(
    levels: list[dict[str, object]],
) -> None:
    with pytest.raises(SchemeError, match="levels"):
        built("levels", {"levels": levels})


def test_without_a_cell_for_the_actual_there_is_no_preview() -> None:
    assert (
        built("levels", NATIONAL).formula({"weight": "A1", "target": "B1"}, TWO_PLACES)
        == '""'
    )


@given(
    st.integers(0, 2),
    st.integers(0, 2),
    st.decimals(0, 12, places=2),
    st.sampled_from(["5", "10", "12.25"]),
)
def test_a_better_level_never_pays_less(
    one: int, other: int, judged: object, weight: str
) -> None:
    better, worse = sorted((one, other))
    rule = built("levels", HUBEI)
    results = [
        outcome(
            rule,
            weight,
            target="显著",
            actual=_names(HUBEI)[level],
            self_score=str(judged),
        )
        for level in (better, worse)
    ]
    most = [
        result.counted if result.open is None else result.open.highest
        for result in results
    ]
    assert most[0] is not None
    assert most[1] is not None
    assert most[0] >= most[1]


@given(
    st.sampled_from(SETTINGS),
    st.text(max_size=30),
    st.text(max_size=30),
    st.text(max_size=30),
)
def test_nothing_that_is_written_raises(
    parameters: settings.Parameters, target: str, actual: str, judged: str
) -> None:
    outcome(
        built("levels", parameters),
        "10",
        target=target,
        actual=actual,
        score=judged,
        reason=judged,
    )
