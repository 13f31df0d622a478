"""Checks of fixed forms: the rows and weights are the scheme's, and printed totals add up."""

from __future__ import annotations

from typing import Any

from perfeval_xl.problems import catalogue
from tests.support.fixed import fixed_scheme, judged, submission

FULL = ("10", "100%", "95%")


def codes(data: dict[str, Any]) -> list[str]:
    return [problem.code for problem in judged(data)[1].problems]


def test_a_complete_form_is_clean_and_the_checks_of_open_forms_do_not_apply() -> None:
    card, run = judged(submission(FULL))
    assert (card.total, card.self_total, run.problems) == (100, 100, ())
    assert {"PE-001", "PE-014", "PE-034"} <= set(run.not_applicable)


def test_a_row_the_scheme_does_not_know_and_a_row_twice() -> None:
    data = submission(FULL)
    data["indicators"].append({"path": ["产出", "数量", "别的"], "self_score": "1"})
    data["indicators"].append(dict(data["indicators"][0]))
    assert codes(data) == ["PE-090", "PE-090"]


def test_a_missing_row_is_open_and_told() -> None:
    card, run = judged(submission(FULL[:2]))
    assert (card.total, card.lowest, card.highest) == (None, 60, 100)
    assert [problem.code for problem in run.problems] == ["PE-091"], (
        "what is not filled in there only follows"
    )


def test_another_weight_is_told_and_the_schemes_counts() -> None:
    data = submission(FULL)
    data["indicators"][0]["weight"] = "50"
    card, run = judged(data)
    assert card.total == 100
    assert [problem.code for problem in run.problems] == ["PE-092"]


def test_the_score_of_a_dimension_is_the_sum_of_its_rows() -> None:
    right = {"name": "产出", "weight": "60", "self_score": "60"}
    assert codes(submission(FULL, dimensions=[right])) == []
    assert codes(submission(FULL, dimensions=[{**right, "self_score": "59"}])) == [
        "PE-007"
    ]


def test_the_weight_of_a_dimension_is_that_of_the_scheme() -> None:
    right = {"name": "产出", "weight": "60", "self_score": "60"}
    assert codes(submission(FULL, dimensions=[{**right, "weight": "50"}])) == ["PE-005"]
    assert codes(submission(FULL, dimensions=[{**right, "weight": None}])) == []


def test_the_first_row_of_a_path_is_the_one_that_counts() -> None:
    data = submission(FULL)
    data["indicators"].append({**data["indicators"][0], "actual": "1"})
    assert judged(data)[0].total == 100


def test_the_source_of_what_the_form_asks_is_the_document_of_the_form() -> None:
    data = submission(FULL)
    data["indicators"][0]["self_score"] = "1"
    data["project"] = None
    problems = {problem.code: problem for problem in judged(data)[1].problems}
    source = fixed_scheme().source.citation
    assert source != catalogue()["PE-035"].source
    assert [problems[code].source for code in ("PE-035", "PE-050")] == [source, source]
    assert [problems[code].as_json()["source"] for code in ("PE-035", "PE-050")] == [
        source,
        source,
    ]
