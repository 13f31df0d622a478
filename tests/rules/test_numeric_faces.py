"""Rules that compute with figures: what the formula shows in LibreOffice is what the rule scores, to the last digit."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support import draws
from tests.support.evidence import written
from tests.support.faces import TWO_PLACES, Row, built, check_row, compare
from tests.support.numeric import CASES, arrangements, parameters_of
from tests.support.office import Office
from tests.support.settings import Parameters

pytestmark = pytest.mark.timeout(300 + draws.DRAWS)

IDS = [f"{kind}-{number}" for number, (kind, _) in enumerate(CASES)]


@pytest.mark.parametrize(("kind", "parameters"), CASES, ids=IDS)
def test_the_preview_is_blank_or_the_score(
    office: Office, tmp_path: Path, kind: str, parameters: Parameters
) -> None:
    rows = draws.DRAWS * max(10, 40 // len(parameters_of(kind)))
    counts = compare(
        office,
        tmp_path,
        kind,
        parameters,
        arrange=arrangements(built(kind, parameters)),
        rows=rows,
    )
    assert counts.rows == rows
    assert counts.told > rows / 4
    assert counts.blank > rows / 50


def test_the_harness_refuses_another_number_and_an_idle_blank() -> None:
    rule = built("in_range", {"lowest": "90%"})
    row = Row(written("10"), {"rate": written("90%")}, TWO_PLACES)
    assert check_row(rule, row, 10.0)
    for shown in (9.99, 10.000000001, "", None, "#VALUE!", "10"):
        with pytest.raises(AssertionError):
            check_row(rule, row, shown)


@pytest.mark.parametrize(
    ("weight", "rate"),
    [
        ("10", "≥90%"),
        ("10", None),
        ("10", "９０％"),
        ("十", "90%"),
        (None, "90%"),
        ("-1", "90%"),
    ],
)
def test_the_harness_lets_a_preview_be_blank_where_only_the_program_can_read(
    weight: str | None, rate: str | None
) -> None:
    row = Row(written(weight), {"rate": written(rate)}, TWO_PLACES)
    assert not check_row(built("in_range", {"lowest": "90%"}), row, "")
