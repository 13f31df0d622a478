"""Reports of every scheme by any template: paths of one, two or three names, with and without a template of their own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from perfeval_xl.evaluation import evaluate
from perfeval_xl.report.drafting.drafting import draft
from perfeval_xl.report.rendering import render_report
from perfeval_xl.scheme.loader import example_json, has_example, load_scheme, scheme_ids
from perfeval_xl.submission.spelling import loads
from tests.report.documents import lines_of

WITH_EXAMPLE = [scheme_id for scheme_id in scheme_ids() if has_example(scheme_id)]


@pytest.mark.parametrize("scheme_id", WITH_EXAMPLE)
def test_every_scheme_has_a_report_by_a_template_of_ones_own(
    scheme_id: str, template: Callable[..., Path]
) -> None:
    evaluation = evaluate(example_json(scheme_id).encode(), "样例.json")
    path = template(
        "{{ project }}",
        "{%p for row in indicators %}",
        "{{ row.number }}|{{ row.dimension }}|{{ row.category }}|{{ row.name }}",
        "{%p endfor %}",
    )
    lines = lines_of(render_report(evaluation, path))
    names = [
        indicator.path[-1] for indicator in loads(example_json(scheme_id)).indicators
    ]
    told = [line.rpartition("|")[2] for line in lines if "|" in line]
    assert [name for name in told if name] == names


@pytest.mark.parametrize("scheme_id", ["hedong-2022", "xianan-2024"])
def test_rows_of_a_fixed_form_are_numbered_within_what_stands_above_them(
    scheme_id: str,
) -> None:
    assert load_scheme(scheme_id).family == "fixed"
    rows = draft(evaluate(example_json(scheme_id).encode(), "样例.json")).indicators
    seen: dict[tuple[str, str], int] = {}
    for row in rows:
        place = (row.dimension, row.category)
        seen[place] = seen.get(place, 0) + 1
        assert row.number == seen[place]
