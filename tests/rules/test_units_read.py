"""The units that formulas read are those that the program takes for a unit behind any number, and no others."""

from __future__ import annotations

import pytest

from perfeval_xl.measures import Kind, parse_measure
from perfeval_xl.measures.units import TIME, read_unit
from perfeval_xl.rules.told_apart import DURATIONS, READ_OTHERWISE, units_read

TRIED = ("7", "12", "31", "2024", "20241231")


@pytest.mark.parametrize("unit", [*units_read(), *READ_OTHERWISE])
def test_a_unit_is_read_by_formulas_where_the_program_counts_by_it(unit: str) -> None:
    assert _is_counted(unit) == (unit not in READ_OTHERWISE)


def _is_counted(unit: str) -> bool:
    known = read_unit(unit)
    if known is None or known.per:
        return False
    measures = [parse_measure(number + unit) for number in TRIED]
    counted = all(
        each.kind is Kind.QUANTITY and each.written == unit for each in measures
    )
    return counted and (unit in DURATIONS or unit not in TIME)
