"""The published layouts: every value that is expected is read, and none is read wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from perfeval_xl.evaluation import evaluate
from perfeval_xl.reading import read_submission
from perfeval_xl.submission.spelling import as_json
from tests.support.missing import shared_folder
from tools.corpus.comparing import compared

NAMES = (
    "03_湖北两个目标块_黄冈02.xlsx",
    "06_四川三列指标值_大英24.xlsx",
    "07_云南公开14表_永德05.xlsx",
    "11_宁夏四维度_银川15.xlsx",
    "15_转移支付无分值_霍山33.xlsx",
    "17_国标Word_廊坊08.docx",
)


def layout(name: str) -> Path:
    return shared_folder() / "layouts" / name


@pytest.mark.parametrize("name", NAMES)
def test_every_value_is_read_and_none_is_wrong(name: str) -> None:
    path = layout(name)
    expected = json.loads(
        path.with_name(f"{path.stem}.expected.json").read_text(encoding="utf-8")
    )
    reading = read_submission(path.read_bytes(), path.name)
    result = compared(expected, as_json(reading.submission))
    assert result.wrong == {}
    assert result.missing == {}


@pytest.mark.parametrize("name", NAMES)
def test_every_value_has_a_place_and_the_form_is_told_as_foreign(name: str) -> None:
    path = layout(name)
    reading = read_submission(path.read_bytes(), path.name)
    assert reading.foreign is not None
    assert all(found.place.cell for found in reading.foreign.understood)
    assert "PE-300" in {problem.code for problem in reading.problems}


@pytest.mark.parametrize("name", NAMES[-2:])
def test_it_is_checked_and_scored_as_it_came(name: str) -> None:
    path = layout(name)
    evaluation = evaluate(path.read_bytes(), path.name)
    assert evaluation.submission.indicators
    blanks = [
        problem
        for problem in evaluation.problems
        if problem.code in {"PE-029", "PE-050"}
    ]
    assert all(
        problem.place.cell for problem in blanks
    )  # nothing is asked for that the layout does not print
