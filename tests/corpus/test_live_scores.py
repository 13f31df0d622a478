"""The live score of published forms: how many rows have one, and that it is the score of the program."""

from __future__ import annotations

import pytest

from perfeval_xl.form.formulas.hint_words import (
    BY_PERSON,
)
from tests.corpus.live_scores import LiveRow, corpus_rows
from tests.support.missing import shared_folder
from tests.support.office import Office

pytestmark = pytest.mark.timeout(300)
LEAST_SHARE = 0.9
"""Of the rows for which the program has points."""


@pytest.fixture(scope="module")
def rows(office: Office, tmp_path_factory: pytest.TempPathFactory) -> list[LiveRow]:
    return corpus_rows(office, shared_folder(), tmp_path_factory.mktemp("live"))


def test_no_live_score_differs_from_that_of_the_program(rows: list[LiveRow]) -> None:
    assert [row for row in rows if row.differs] == []


def test_nearly_every_row_with_points_shows_them(rows: list[LiveRow]) -> None:
    scored = [row for row in rows if row.score is not None]
    shown = [row for row in scored if row.shown is not None]
    lacking = "\n".join(str(row) for row in rows if row.lacking)
    assert len(scored) > 70
    assert len(shown) >= LEAST_SHARE * len(scored), lacking


def test_only_a_row_without_points_is_said_to_be_for_a_person(
    rows: list[LiveRow],
) -> None:
    for_person = [row for row in rows if row.hint == BY_PERSON]
    assert [row for row in for_person if row.score is not None] == []
