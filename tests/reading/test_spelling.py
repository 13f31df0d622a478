"""The JSON of a submission: strict about keys, forgiving about numbers."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfeval_xl.errors import BadSubmissionJson
from perfeval_xl.submission.spelling import as_json, from_json, loads
from tests.support.samples import changed, example


def test_a_canonical_document_is_its_own_reading() -> None:
    assert as_json(from_json(example())) == example()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ([], "应为一个对象"),
        ({}, "scheme"),
        ({"scheme": 3}, "scheme"),
        ({"scheme": "x", "indicator": []}, "indicator 是不认识的字段"),
        ({"scheme": "x", "funds": {}}, "funds 应为列表"),
        ({"scheme": "x", "funds": [{"budget": "1"}]}, "funds[0].source"),
        ({"scheme": "x", "goals": [3]}, "goals[0]"),
        ({"scheme": "x", "indicators": [{"path": []}]}, "indicators[0].path"),
        (
            {"scheme": "x", "indicators": [{"path": ["a", "b", "c", "d"]}]},
            "indicators[0].path",
        ),
        (
            {"scheme": "xinzhou-2022", "indicators": [{"path": ["a", "b"]}]},
            "indicators[0].path 应为一级、二级、三级",
        ),
        (
            {"scheme": "x", "indicators": [{"path": ["a", "b", ""]}]},
            "indicators[0].path",
        ),
        ({"scheme": "x", "project": ["a"]}, "project 应为文字"),
        ({"scheme": "x", "project": True}, "project 应为文字"),
        ({"scheme": "x", "sections": []}, "sections"),
        ({"scheme": "x", "project": "字" * 32768}, "32768"),
    ],
)
def test_a_mistake_names_its_key(data: Any, words: str) -> None:
    with pytest.raises(BadSubmissionJson) as caught:
        from_json(data, "填报.json")
    assert words in caught.value.message
    assert caught.value.remedy


@pytest.mark.parametrize("path", [["a"], ["a", "b"], ["a", "b", "c"]])
def test_a_fixed_form_names_its_indicators_by_one_to_three_names(
    path: list[str],
) -> None:
    indicator = from_json(
        {"scheme": "xianan-2024", "indicators": [{"path": path}]}
    ).indicators[0]
    assert indicator.path == tuple(path)


@pytest.mark.parametrize("text", ["{", "{'a': 1}", '{"a": NaN', "[" * 100_000])
def test_what_is_no_json_is_told(text: str) -> None:
    with pytest.raises(BadSubmissionJson, match="JSON"):
        loads(text, "填报.json")


def test_numbers_become_texts_without_losing_a_digit() -> None:
    data = json.dumps(changed({})).replace('"24.5"', "24.50000000000000000001")
    assert loads(data).funds[0].budget.text == "24.50000000000000000001"


def test_characters_that_no_workbook_holds_are_replaced_and_line_ends_are_one() -> None:
    entry = from_json({"scheme": "x", "project": "a\x00b\ud800c\r\nd\re"}).project
    assert entry.text == "a\ufffdb\ufffdc\nd\ne"


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda x: st.lists(x) | st.dictionaries(
    st.sampled_from(["scheme", "funds", "indicators", "path", "source", "sections", "goals"]), x)))  # fmt: skip
def test_no_json_value_raises_anything_else(data: Any) -> None:
    try:
        submission = from_json(data)
    except BadSubmissionJson:
        return
    assert from_json(as_json(submission)) == submission
