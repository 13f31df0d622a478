"""A number format that hides a value, or shows another, is told from one that rounds or names a unit."""

from __future__ import annotations

from decimal import Decimal

import pytest

from perfeval_xl.sheets.misleading import misleads
from perfeval_xl.sheets.model import Value


@pytest.mark.parametrize(
    ("value", "number_format"),
    [
        (Decimal(10), ";;;"),
        (Decimal(10), '"100%"'),
        (Decimal(10), "0,"),
        (Decimal(10), '0"0"'),
        (Decimal(10), "0\\0"),
        (Decimal(10), '[>5]"达标";0'),
        (Decimal(10), 'General"（不符）"'),
        (Decimal(5), ";;;@"),
        (Decimal(0), "0;-0;;@"),
        ("≥10台", 'General;General;General;"≥1台"'),
        ("≥10台", ";;;"),
        ("≥10台", '"不足"@'),
    ],
)
def test_what_hides_or_changes_a_value_misleads(
    value: Value, number_format: str
) -> None:
    assert misleads(value, number_format)


@pytest.mark.parametrize(
    ("value", "number_format"),
    [
        (Decimal(10), "General"),
        (Decimal("10.256"), "0.00"),
        (Decimal("0.985"), "0%"),
        (Decimal(10), '0"台"'),
        (Decimal(10), '0"万元"'),
        (Decimal(10), '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ '),
        (Decimal(0), '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ '),
        (Decimal(-3), "0.00_ ;[Red]\\-0.00\\ "),
        (Decimal(10), "[$¥-804]#,##0.00"),
        (Decimal(10), "[DBNum1]General"),
        (Decimal(45657), "yyyy/m/d"),
        (Decimal(5), "0;-0;;@"),
        ("≥10台", ";;;@"),
        ("≥10台", "@"),
        (None, ";;;"),
    ],
)
def test_rounding_units_and_dates_do_not(value: Value, number_format: str) -> None:
    assert not misleads(value, number_format)


def test_a_format_of_many_signs_takes_no_time() -> None:
    assert misleads(Decimal(1), "_a" * 100_000 + '"')
