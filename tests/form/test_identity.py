"""A form knows its scheme and its layout, and a damaged identity is noticed, never believed."""

from __future__ import annotations

import json

import pytest

from perfeval_xl.form.identity.stated import MOST_GOALS, identity_rows, parse_identity
from perfeval_xl.form.layout.open import layout_for
from perfeval_xl.scheme.loader import load_scheme


def test_the_identity_comes_back() -> None:
    scheme = load_scheme("xinzhou-2022")
    layout = layout_for(scheme, goals=2)
    identity = parse_identity(dict(identity_rows(scheme, layout)))
    assert (identity.scheme, identity.version, identity.title) == (
        scheme.id,
        scheme.version,
        scheme.title,
    )
    assert (identity.slots, identity.goals) == (layout.slots, 2)


@pytest.mark.parametrize(
    "layout",
    [
        "",
        "[]",
        "{",
        "[" * 100_000,
        json.dumps({"slots": [], "goals": 1}),
        json.dumps({"slots": [["产出指标", "数量指标"]], "goals": 1}),
        json.dumps({"slots": [["产出指标", "数量指标", 0]], "goals": 1}),
        json.dumps({"slots": [["产出指标", "数量指标", True]], "goals": 1}),
        json.dumps({"slots": [["产出指标", "数量指标", 1]], "goals": MOST_GOALS + 1}),
        json.dumps({"slots": [["产出指标", "数量指标", 1]] * 100_000, "goals": 1}),
        json.dumps({"slots": [["产出指标", "数量指标", 1]]}),
    ],
)
def test_a_damaged_layout_is_no_layout(layout: str) -> None:
    assert parse_identity({"scheme": "national-2020", "layout": layout}).slots is None


def test_no_identity_is_an_empty_one() -> None:
    assert parse_identity({}).scheme == ""
