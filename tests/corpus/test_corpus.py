"""The measure of the checks over published forms and cases does not get worse; what was judged still exists."""

from __future__ import annotations

import tomllib
from collections import Counter

import pytest

from perfeval_xl.problems import Severity
from tests.support.missing import shared_folder
from tools.corpus.documents import DATA
from tools.corpus.measuring import Measured, Verdict, judgements, measure
from tools.corpus.reading_layouts import read_layouts


@pytest.fixture(scope="module")
def measured() -> Measured:
    return measure(shared_folder())


@pytest.fixture(scope="module")
def limits() -> dict[str, int]:
    return tomllib.loads((DATA / "limits.toml").read_text(encoding="utf-8"))


def test_no_more_mistakes_are_missed(
    measured: Measured, limits: dict[str, int]
) -> None:
    missed = [
        f"{document} {mistake.rule} {mistake.place}"
        for document, mistake in measured.missed
    ]
    assert len(missed) <= limits["missed"], missed


def test_no_more_findings_are_wrong(measured: Measured, limits: dict[str, int]) -> None:
    wrong = [finding for finding in measured.findings if finding.wrong]
    errors = [finding for finding in wrong if finding.severity is Severity.ERROR]
    assert len(wrong) <= limits["wrong"], wrong
    assert len(errors) <= limits["wrong_errors"], errors


def test_every_finding_is_judged(measured: Measured, limits: dict[str, int]) -> None:
    unjudged = [
        finding for finding in measured.findings if finding.verdict is Verdict.UNJUDGED
    ]
    assert len(unjudged) <= limits["unjudged"], unjudged


def test_no_score_differs_from_the_hand_calculation(
    measured: Measured, limits: dict[str, int]
) -> None:
    differing = [row for row in measured.rows if row.differs]
    assert len(differing) <= limits["differing"], differing


def test_no_finding_is_judged_twice() -> None:
    """A second judgement would be one that nobody sees."""
    keys = Counter(
        (document, row["code"], place)
        for document, rows in judgements().items()
        for row in rows
        for place in row["places"]
    )
    assert [key for key, count in keys.items() if count > 1] == []


def test_forms_in_other_layouts_are_read_and_no_value_is_wrong() -> None:
    read = list(read_layouts(shared_folder()))
    wrong = {each.name: each.compared.wrong for each in read if each.compared.wrong}
    assert wrong == {}
    expected = sum(each.compared.expected for each in read)
    right = sum(each.compared.right for each in read)
    assert right >= 0.98 * expected, {
        each.name: each.compared.missing for each in read if each.compared.missing
    }
