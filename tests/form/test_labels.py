"""Labels that carry values are read back as they were written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfeval_xl.form.layout.labels import (
    dimension_label,
    indicator_label,
    is_placeholder,
    parse_dimension_label,
    parse_indicator_label,
    parse_year_label,
    year_label,
)
from perfeval_xl.refs import Entry
from perfeval_xl.submission.model import DimensionEntry

_POINTS = st.none() | st.decimals(0, 100, places=1).map(str)


@given(st.integers(1, 99), st.text(min_size=1))
def test_a_name_comes_back_unless_it_begins_like_a_placeholder(
    ordinal: int, name: str
) -> None:
    if name.strip() == name and not is_placeholder(name):
        assert parse_indicator_label(indicator_label(ordinal, name)) == name


def test_an_empty_placeholder_is_no_name() -> None:
    assert parse_indicator_label(indicator_label(3)) is None
    assert parse_indicator_label(" 指标3: ") is None


@given(_POINTS, _POINTS)
def test_the_points_of_a_dimension_come_back(
    weight: str | None, score: str | None
) -> None:
    entry = DimensionEntry(
        name="产出指标", weight=Entry(weight), self_score=Entry(score)
    )
    assert parse_dimension_label(dimension_label(entry), "产出指标") == entry


@pytest.mark.parametrize(
    "text", ["产出指标(50分)", "产出\n指标（50 分）", " 产出指标（50分） "]
)
def test_points_are_found_however_a_person_wrote_them(text: str) -> None:
    assert parse_dimension_label(text, "产出指标").weight == Entry("50")


@pytest.mark.parametrize(
    "text", [None, "", "产出指标", "产出指标（重点）", "效益指标（50分）"]
)
def test_a_label_without_points_has_none(text: str | None) -> None:
    assert parse_dimension_label(text, "产出指标") == DimensionEntry(name="产出指标")


def test_the_year_comes_back() -> None:
    assert parse_year_label(year_label("2022")) == "2022"
    assert parse_year_label(year_label(None)) is None
    assert parse_year_label("(2022 年度)") == "2022"
    assert parse_year_label("") is None
