"""Every scheme has an example; the invented ones say what the rules give and hold no mistake."""

from __future__ import annotations

import pytest

from perfeval_xl.evaluation import evaluate
from perfeval_xl.problems import Severity
from perfeval_xl.scheme.loader import example_json, has_example, load_scheme, scheme_ids

INVENTED = {
    "framework-2020": ("96.15", "优"),
    "hubei-2020": ("95.9", "优"),
    "national-2020": ("98.55", "优"),
    "national-2021": ("96.23", "优"),
}


def test_every_scheme_has_an_example() -> None:
    assert [scheme_id for scheme_id in scheme_ids() if not has_example(scheme_id)] == []


@pytest.mark.parametrize("scheme_id", INVENTED)
def test_an_invented_example_scores_as_it_says_and_has_no_mistake(
    scheme_id: str,
) -> None:
    evaluation = evaluate(example_json(scheme_id).encode(), "样例.json")
    card = evaluation.scorecard
    total, grade = INVENTED[scheme_id]
    assert (f"{card.total.normalize():f}", card.grade) == (total, grade)
    assert card.self_total == card.total
    for indicator in card.indicators:
        assert indicator.self_score == indicator.score, indicator.path
    assert [
        p.code for p in evaluation.problems if p.severity is not Severity.HINT
    ] == []


@pytest.mark.parametrize("scheme_id", INVENTED)
def test_an_invented_example_names_no_real_place(scheme_id: str) -> None:
    text = example_json(scheme_id)
    assert "示例" in text
    assert load_scheme(scheme_id).id in text
