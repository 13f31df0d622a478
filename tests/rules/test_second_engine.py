"""A second, independent formula engine sees the same scores: `formualizer`, in a sample of every rule kind."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from perfeval_xl.rules.registry import KINDS
from tests.support import draws, numeric, settings
from tests.support.evidence import figures
from tests.support.faces import built, check_row, draw_rows
from tests.support.second_engine import shown, unrolled
from tests.support.settings import Parameters
from tools.rule_examples import EXAMPLES

ROWS = draws.DRAWS * 6


def settings_of(kind: str) -> list[Parameters]:
    """Return the chosen settings, else those of the schemes and of the page of rules."""
    if kind in numeric.KINDS:
        return numeric.parameters_of(kind)
    return [
        *settings.used(kind),
        *(example.parameters for example in EXAMPLES if example.kind == kind),
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_the_second_engine_shows_the_score_or_a_blank(
    tmp_path: Path, kind: str
) -> None:
    told = drawn = 0
    every = settings_of(kind)
    for parameters in every:
        rule = built(kind, parameters)
        source = random.Random(f"second {kind} {parameters}")
        relations = numeric.arrangements(rule)
        rows = draw_rows(
            source,
            rule,
            max(30, ROWS // len(every)),
            near=figures(parameters),
            facts={},
            arrange=relations,
        )
        previews = shown(rule, rows, tmp_path / "draws.xlsx")
        told += sum(
            check_row(rule, row, preview)
            for row, preview in zip(rows, previews, strict=True)
        )
        drawn += len(rows)
    assert told > drawn / 4  # what is open is blank


@pytest.mark.parametrize(
    ("formula", "written"),
    [
        ("IF(A1>0,1,0)", "IF(A1>0,1,0)"),
        (
            'SUMPRODUCT(--EXACT(A1,{"是","否"}))=1',
            '((--EXACT(A1,"是"))+(--EXACT(A1,"否")))=1',
        ),
        (
            'OR(EXACT(A1,{"a","b,c"}),A1="(")',
            'OR(EXACT(A1,"a"),A1="(",EXACT(A1,"b,c"),A1="(")',
        ),
        ('IF(A1="OR({1,2})",1,0)', 'IF(A1="OR({1,2})",1,0)'),
        ("FLOOR(OR(A1,A2),1)", "FLOOR(OR(A1,A2),1)"),
        (
            'OR(SUMPRODUCT(LEN(SUBSTITUTE(A1,{"x"},"")))=0)',
            'OR(((LEN(SUBSTITUTE(A1,"x",""))))=0)',
        ),
    ],
)
def test_array_constants_are_written_out(formula: str, written: str) -> None:
    assert unrolled(formula) == written
