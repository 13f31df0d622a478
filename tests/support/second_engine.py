"""A second witness for formulas: `formualizer`, a spreadsheet engine in Rust that shares no code with LibreOffice.

What it cannot do: EXACT, SUBSTITUTE and FIND look only at the first element of an array constant, where Excel, WPS and
LibreOffice go through all of them. `unrolled` therefore writes SUMPRODUCT and OR over an array constant out as the sum
or the list that they are by definition. Nor does it know CELL("format", …): the answer is written in its place.
"""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from perfeval_xl.refs import column_letters
from perfeval_xl.rules.base import Rule
from perfeval_xl.rules.cells import percent_shown_formula
from tests.support.faces import Row, workbook
from tests.support.missing import missing
from tests.support.office import Value

__all__ = ["shown", "unrolled"]


def shown(rule: Rule, rows: Sequence[Row], path: Path) -> list[Value]:
    """Return what the formulas of the rows show, or end the test where the engine is not installed."""
    engine = _engine()
    answers = _percent_answers(rows)

    def rewrite(formula: str) -> str:
        for question, answer in answers.items():
            formula = formula.replace(question, answer)
        return unrolled(formula)

    path.write_bytes(workbook(rule, rows, rewrite=rewrite))
    book = engine.load_workbook(str(path), strategy="eager_all")
    return [
        _value(book.evaluate_cell("draws", number, 1))
        for number in range(1, len(rows) + 1)
    ]


def unrolled(formula: str) -> str:
    """Return the formula without array constants in SUMPRODUCT and OR.

    >>> unrolled('IF(SUMPRODUCT(--EXACT(TRIM(B2),{"是","有"}))=1,OR(EXACT(B2,{"a","b"})),0)')
    'IF(((--EXACT(TRIM(B2),"是"))+(--EXACT(TRIM(B2),"有")))=1,OR(EXACT(B2,"a"),EXACT(B2,"b")),0)'
    """
    place = 0
    while (found := _next_call(formula, place)) is not None:
        start, name = found
        end = _closing(formula, start + len(name))
        inner = unrolled(formula[start + len(name) + 1 : end])
        written = f"{name}({inner})"
        array = _array(inner)
        if array is not None:
            first, last, elements = array
            parts = [inner[:first] + element + inner[last:] for element in elements]
            written = (
                f"({'+'.join(f'({part})' for part in parts)})"
                if name == "SUMPRODUCT"
                else f"OR({','.join(parts)})"
            )
        formula = formula[:start] + written + formula[end + 1 :]
        place = start + len(written)
    return formula


def _percent_answers(rows: Sequence[Row]) -> dict[str, str]:
    """Return, for every cell of a fact in the workbook of `faces`, whether it shows its number as a percentage."""
    answers = {}
    for number, row in enumerate(rows, 1):
        for column, fact in enumerate(row.facts.values(), 3):
            shows_percent = "%" in fact.cell.style.number_format
            answers[percent_shown_formula(f"{column_letters(column)}{number}")] = str(
                shows_percent
            ).upper()
    return answers


def _engine() -> Any:
    try:
        return importlib.import_module("formualizer")
    except ImportError as error:
        missing(f"the second formula engine, formualizer, is not installed: {error}")


def _value(value: object) -> Value:
    if isinstance(value, bool) or value is None:
        return None if value is None else str(value)
    return float(value) if isinstance(value, (int, float)) else str(value)


def _next_call(formula: str, start: int) -> tuple[int, str] | None:
    """Return where the next SUMPRODUCT or OR begins, outside of texts."""
    for place in _code(formula, start):
        for name in ("SUMPRODUCT", "OR"):
            if (
                formula.startswith(f"{name}(", place)
                and not formula[place - 1 : place].isalnum()
            ):
                return place, name
    return None


def _closing(formula: str, opening: int) -> int:
    depth = 0
    for place in _code(formula, opening):
        depth += {"(": 1, ")": -1}.get(formula[place], 0)
        if depth == 0:
            return place
    raise ValueError(f"no closing bracket: {formula}")


def _array(formula: str) -> tuple[int, int, list[str]] | None:
    """Return where the first array constant begins and ends, and its elements; `None` when there is none."""
    first = next((place for place in _code(formula, 0) if formula[place] == "{"), None)
    if first is None:
        return None
    last = next(place for place in _code(formula, first) if formula[place] == "}")
    elements, begin = [], first + 1
    for place in _code(formula, first):
        if formula[place] in ",}" and place <= last:
            elements.append(formula[begin:place])
            begin = place + 1
    return first, last + 1, elements


def _code(formula: str, start: int) -> list[int]:
    """Return the places from `start` on that do not lie inside a text; a doubled quote inside one changes nothing."""
    places, quoted = [], formula[:start].count('"') % 2 == 1
    for place in range(start, len(formula)):
        if formula[place] == '"':
            quoted = not quoted
        elif not quoted:
            places.append(place)
    return places
