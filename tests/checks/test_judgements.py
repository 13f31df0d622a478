"""What evaluators gave to open rows: taken inside the bounds with a reason, else told; it travels in the JSON."""

from __future__ import annotations

from typing import Any

import pytest

from perfeval_xl.errors import BadSubmissionJson
from perfeval_xl.submission.spelling import as_json, from_json
from tests.support.fixed import PATHS, judged, submission

UNREADABLE = ("10", "达到预期", "90%")


def given(**changes: object) -> dict[str, Any]:
    """Return what an evaluator gave to the second row, which cannot be read."""
    judgement = {
        "path": list(PATHS[1]),
        "score": "15",
        "reason": "查了台账，合格率约四分之三",
        **changes,
    }
    return submission(UNREADABLE, judgements=[judgement])


def codes(data: dict[str, Any]) -> list[str]:
    return [
        problem.code for problem in judged(data)[1].problems if problem.code >= "PE-155"
    ]


def test_a_judgement_with_its_reason_closes_the_row() -> None:
    before, after = judged(submission(UNREADABLE))[0], judged(given())[0]
    assert (before.total, before.decided, before.open) == (None, 80, 20)
    assert (
        before.said_total()
        == "已核定80分（满分80分），另有20分待评价人员判断，总分在80至100之间，等级待定"
    )
    assert (after.total, after.grade, after.open, after.said_total()) == (
        95,
        "优",
        0,
        "95分（优）",
    )
    row = after.indicators[1]
    assert row.explanation.endswith(
        "评价人员评定为15分，理由：查了台账，合格率约四分之三（文〔2024〕1号）。"
    )
    assert (row.allowed is not None, row.outcome.reached) == (True, None)
    assert codes(given()) == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"score": "20.01"}, "PE-155"),
        ({"score": "-1"}, "PE-155"),
        ({"score": "较好"}, "PE-155"),
        ({"score": None}, "PE-155"),
        ({"reason": None}, "PE-156"),
        ({"reason": "无"}, "PE-156"),
        ({"path": list(PATHS[0])}, "PE-157"),
        ({"path": ["产出", "质量", "改过的名称"]}, "PE-158"),
        ({"row": 2}, "PE-158"),
    ],
)
def test_what_is_not_taken_is_told_and_the_row_stays_open(
    changes: dict[str, object], code: str
) -> None:
    card, run = judged(given(**changes))
    assert card.total is None
    assert card.open == 20
    assert [problem.code for problem in run.problems if problem.code >= "PE-155"] == [
        code
    ]


def test_full_points_need_no_reason() -> None:
    card, _ = judged(given(score="20", reason=None))
    assert (card.total, codes(given(score="20", reason=None))) == (100, [])


def test_a_judgement_travels_with_who_and_where() -> None:
    data = given(row=1, by="评审组", place="评分说明!K4")
    assert as_json(from_json(data))["judgements"] == data["judgements"]
    assert "评价人员（评审组）评定为15分" in judged(data)[0].indicators[1].explanation
    assert "judgements" not in as_json(from_json(submission(UNREADABLE)))


@pytest.mark.parametrize(
    "changes",
    [
        {"row": 0},
        {"row": "一"},
        {"place": 4},
        {"path": []},
        {"score": ["8"]},
        {"points": "8"},
    ],
)
def test_a_judgement_that_is_none_is_refused_with_its_key(
    changes: dict[str, object],
) -> None:
    with pytest.raises(BadSubmissionJson, match=r"judgements\[0\]"):
        from_json(given(**changes))


def test_the_json_of_scores_leaves_open_what_is_open() -> None:
    card, _ = judged(submission(UNREADABLE))
    shown = card.as_json()
    figures = {
        key: shown[key]
        for key in ("total", "decided", "open", "lowest", "highest", "grade")
    }
    assert figures == {
        "total": None,
        "decided": "80",
        "open": "20",
        "lowest": "80",
        "highest": "100",
        "grade": None,
    }
    assert [
        (row["score"], row["lowest"], row["highest"]) for row in shown["indicators"]
    ] == [
        ("40", "40", "40"),
        (None, "0", "20"),
        ("40", "40", "40"),
    ]
    assert [(d["score"], d["rate"]) for d in shown["dimensions"]] == [
        (None, None),
        ("40", "1"),
    ]
