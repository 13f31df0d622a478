"""What people write into target and actual cells is read as `tests/cases/measures.toml` says, every published value too.

The file is for finance officers to read and to extend; a wrong key in it is an error here.
"""

from __future__ import annotations

import itertools
import json
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from perfeval_xl.amounts import EXACT
from perfeval_xl.measures import Direction, Kind, Measure, compare, meets, parse_measure

CASES = tomllib.loads(
    (Path(__file__).parents[1] / "cases" / "measures.toml").read_text(encoding="utf-8")
)
VALUES = {case["text"]: case for group in CASES["group"] for case in group["values"]}
KEYS = {
    "text", "kind", "number", "low", "high", "unit", "sign", "direction", "excluded", "date", "since", "surely",
    "yearless", "suspect", "note",
}  # fmt: skip
ANSWERS = {True: "是", False: "否", None: "看不出"}
LONG = 12
"""A longer text without a figure is a sentence of the people who published it: only its kind is looked at."""


def as_case(measure: Measure, text: str) -> dict[str, Any]:
    """Return a measure as the file writes it."""
    last = measure.date
    case = {
        "text": text,
        "kind": measure.kind.value,
        "number": measure.figure,
        "low": measure.low and EXACT.divide(measure.low, measure.factor),
        "high": measure.high and EXACT.divide(measure.high, measure.factor),
        "unit": measure.written,
        "sign": measure.sign,
        "excluded": "low"
        if measure.low_excluded
        else "high"
        if measure.high_excluded
        else "",
        "date": last,
        "since": measure.since if measure.since != last else None,
        "surely": measure.certain_until if measure.certain_until != last else None,
        "yearless": measure.yearless,
        "suspect": measure.suspect,
        "note": measure.note,
    }
    if measure.kind is Kind.QUANTITY and measure.direction is Direction.AT_MOST:
        case["direction"] = "at_most"
    return {
        key: value
        for key, value in case.items()
        if value is not None and value is not False and value != ""
    }


@pytest.mark.parametrize("text", VALUES)
def test_a_value_is_read_as_the_file_says(text: str) -> None:
    wanted = dict(VALUES[text])
    assert set(wanted) <= KEYS
    for key in ("number", "low", "high"):
        if key in wanted:
            wanted[key] = Decimal(wanted[key])
    assert as_case(parse_measure(text), text) == wanted


def test_no_text_is_listed_twice() -> None:
    texts = [case["text"] for group in CASES["group"] for case in group["values"]]
    assert sorted(texts) == sorted(VALUES)


@pytest.mark.parametrize("spellings", CASES["same"], ids=lambda spellings: spellings[0])
def test_spellings_of_one_value_are_equal(spellings: list[str]) -> None:
    values = [parse_measure(text) for text in spellings]
    said = {
        (v.kind, v.number, v.low, v.high, v.sign, v.date, v.certain_until)
        for v in values
    }
    assert len(said) == 1
    assert all(
        one.comparable(other) for one, other in itertools.product(values, repeat=2)
    )


@pytest.mark.parametrize("pair", CASES["different"], ids="|".join)
def test_values_of_different_units_do_not_compare(pair: list[str]) -> None:
    one, other = map(parse_measure, pair)
    assert not one.comparable(other)
    assert not other.comparable(one)
    assert compare(one, other) is None
    assert meets(one, other) is None


@pytest.mark.parametrize(
    "case", CASES["meets"], ids=lambda case: f"{case['target']}|{case['actual']}"
)
def test_a_target_is_met_or_not_as_the_file_says(case: dict[str, str]) -> None:
    assert set(case) == {"target", "actual", "result"}
    assert (
        ANSWERS[meets(parse_measure(case["target"]), parse_measure(case["actual"]))]
        == case["result"]
    )


def published(folder: Path) -> Iterator[str]:
    """Every target and actual of the published forms that has a text."""
    for path in sorted((folder / "corpus").glob("*.json")):
        for indicator in json.loads(path.read_text(encoding="utf-8"))["indicators"]:
            yield from (
                text
                for key in ("target_raw", "actual_raw")
                if (text := indicator.get(key))
            )


def test_every_published_value_has_a_case(shared_folder: Path) -> None:
    texts = set(published(shared_folder))
    assert len(texts) > 100
    sentences = {
        text for text in texts if len(text) > LONG and not any(map(str.isdecimal, text))
    }
    assert texts - sentences - set(VALUES) == set()
    assert {parse_measure(text).kind for text in sentences} == {Kind.QUALITY}
