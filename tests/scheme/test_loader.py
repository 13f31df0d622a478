"""Schemes load strictly: every mistake names file, key and remedy."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from perfeval_xl.errors import SchemeError
from perfeval_xl.rules.base import Rule
from perfeval_xl.rules.registry import indicator_rule, scheme_rules
from perfeval_xl.scheme.loader import (
    example_json,
    find_scheme,
    has_example,
    load_scheme,
    parse_scheme,
    scheme_ids,
)
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.submission.spelling import loads

BAD = sorted(Path(__file__).with_name("bad").glob("*.toml"))


def all_rules(scheme: Scheme) -> list[Rule]:
    """Build every rule of a scheme."""
    return [*scheme_rules(scheme).values(), *map(indicator_rule, scheme.indicators)]


@pytest.mark.parametrize("scheme_id", scheme_ids())
def test_every_scheme_loads_and_its_rules_can_be_built(scheme_id: str) -> None:
    scheme = load_scheme(scheme_id)
    assert scheme.id == scheme_id
    assert scheme.source.number
    rules = all_rules(scheme)
    assert rules
    assert all(rule.describe() for rule in rules)


def test_the_national_weights_and_grades() -> None:
    scheme = load_scheme("national-2020")
    assert scheme.execution_weight == 10
    assert [(d.name, d.weight) for d in scheme.dimensions] == [
        ("产出指标", 50),
        ("效益指标", 30),
        ("满意度指标", 10),
    ]
    grades = {
        "100": "优",
        "90": "优",
        "89.99": "良",
        "80": "良",
        "79.99": "中",
        "60": "中",
        "59.99": "差",
        "0": "差",
    }
    assert {total: scheme.grade(Decimal(total)) for total in grades} == grades


def test_a_scheme_is_found_by_id_and_by_title() -> None:
    assert find_scheme("忻州2022年度项目支出绩效自评") is load_scheme("xinzhou-2022")


def test_an_unknown_scheme_is_told_with_the_nearest_name() -> None:
    with pytest.raises(SchemeError, match=r"是不是“xinzhou-2022”"):
        find_scheme("xinzhou2022")


def test_every_example_is_a_submission_of_its_scheme() -> None:
    with_example = [scheme_id for scheme_id in scheme_ids() if has_example(scheme_id)]
    assert with_example
    for scheme_id in with_example:
        assert loads(example_json(scheme_id)).scheme == scheme_id


def test_a_scheme_without_example_says_so() -> None:
    with pytest.raises(SchemeError, match="没有样例"):
        example_json("no-such-scheme")


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_mistake_names_file_key_and_remedy(path: Path) -> None:
    """The first line of a bad file says which words its error must contain."""
    text = path.read_text(encoding="utf-8")
    wanted = text.splitlines()[0].removeprefix("# ").split("|")
    with pytest.raises(SchemeError) as caught:
        all_rules(parse_scheme(text, path.name))
    assert caught.value.remedy
    for words in wanted:
        assert words in str(caught.value)


def test_there_is_a_bad_file_for_every_mistake() -> None:
    assert len(BAD) >= 20
