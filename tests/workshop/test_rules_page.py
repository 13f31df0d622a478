"""The page of rule kinds is whole: every kind, every parameter that the code asks for, and examples that mean something."""

from __future__ import annotations

import pytest

from perfeval_xl.amounts import plain
from perfeval_xl.rules.registry import KINDS
from perfeval_xl.scheme.parameters import kind_texts
from tools.pages import DOCS
from tools.rule_examples import EXAMPLES, Example
from tools.rules_page import asked


def test_every_kind_has_an_example() -> None:
    assert {example.kind for example in EXAMPLES} == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_every_parameter_of_the_code_has_a_chinese_name(kind: str) -> None:
    described = {parameter.name for parameter in kind_texts()[kind].parameters}
    assert set(asked(kind)) <= described


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.kind)
def test_an_example_shows_its_sentence_and_fills_in_known_facts(
    example: Example,
) -> None:
    outcome = example.outcome()
    page = (DOCS / "rules.md").read_text(encoding="utf-8")
    assert all(step.text in page for step in outcome.steps)
    said = "待评价人员判断" if outcome.score is None else f"{plain(outcome.score)}分"
    assert said in page
    assert set(example.facts) <= {fact.name for fact in example.rule.facts()} | {
        "target"
    }
