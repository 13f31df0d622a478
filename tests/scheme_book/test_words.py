"""Every rule kind and parameter has its Chinese name: a new one needs data, and this test says which."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from perfeval_xl.rules.registry import KINDS
from perfeval_xl.scheme.loader import load_scheme, scheme_ids
from perfeval_xl.scheme.parameters import Holds, kind_texts, typed
from perfeval_xl.scheme_book.guide import kind_rows
from perfeval_xl.scheme_book.parts import parts_of
from perfeval_xl.scheme_book.tables import parameter_table

RULES = Path(__file__).resolve().parents[2] / "perfeval_xl" / "rules"
_READ = re.compile(
    r'(?:table\.(?:number|signed|text|texts|flag|choice|whole|day|has|tables)|numbered|_limit)\((?:table, )?"(\w+)"'
)


def test_every_kind_is_described_and_no_other() -> None:
    assert set(kind_texts()) == set(KINDS)
    titles = [known.title for known in kind_texts().values()]
    assert len(set(titles)) == len(titles)
    assert all(known.use.endswith("。") for known in kind_texts().values())


def test_every_parameter_that_some_rule_reads_is_described() -> None:
    read = {
        name
        for path in RULES.glob("*.py")
        for name in _READ.findall(path.read_text(encoding="utf-8"))
    }
    parameters = [each for known in kind_texts().values() for each in known.parameters]
    described = {each.name for each in parameters} | {
        field.name for each in parameters for field in each.fields
    }
    assert read <= described
    assert len(read) > 20


@pytest.mark.parametrize("scheme_id", scheme_ids())
def test_every_parameter_of_the_schemes_is_shown_in_chinese(scheme_id: str) -> None:
    scheme = load_scheme(scheme_id)
    specs = [*scheme.rules.values(), *(spec.rule for spec in scheme.indicators)]
    names = {part.name for spec in specs for part in parts_of(spec)}
    assert not [name for name in names if name.isascii()]


def test_titles_are_unique_inside_a_kind_and_inside_a_row() -> None:
    for known in kind_texts().values():
        titles = [each.title for each in known.parameters]
        assert len(set(titles)) == len(titles), known.name
        for parameter in known.parameters:
            fields = [field.title for field in parameter.fields]
            assert len(set(fields)) == len(fields)
            assert bool(fields) == (parameter.holds is Holds.ROWS)
            assert len(set(parameter.words.values())) == len(parameter.words)


def test_every_column_of_the_parameter_sheet_belongs_to_some_kind() -> None:
    headings = {
        field.title
        for known in kind_texts().values()
        for each in known.parameters
        for field in each.fields
    }
    assert headings <= {column.heading for column in parameter_table().columns}


def test_the_guide_lists_every_kind_in_one_block() -> None:
    names = [row[0] for row in kind_rows()]
    blocks = [
        name
        for number, name in enumerate(names)
        if number == 0 or names[number - 1] != name
    ]
    assert len(blocks) == len(set(blocks)) == len(KINDS)


def test_figures_spelled_as_texts_are_figures_and_all_else_stays() -> None:
    given = {"lowest": "90%", "points": "1.5"}
    assert typed("bands", {"bands": [given], "value": "90%"}) == typed(
        "bands",
        {
            "bands": [
                {"lowest": typed("linear", {"step": "0.9"})["step"], "points": 3 / 2}
            ],
            "value": "90%",
        },
    )
    assert typed("linear", {"step": "一成"}) == {"step": "一成"}
    assert typed("没有这种", {"step": "1%"}) == {"step": "1%"}
