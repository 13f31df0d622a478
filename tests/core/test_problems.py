"""The catalogue of problems, and how problems hold together."""

from __future__ import annotations

import re
import tomllib
from importlib import resources

import pytest

from perfeval_xl import errors
from perfeval_xl.checks.run import ALL_CHECKS
from perfeval_xl.problems import Problem, Severity, catalogue, fold
from perfeval_xl.refs import Location

READING = {
    "PE-046",
    "PE-083",
    "PE-084",
    "PE-085",
    "PE-093",
    "PE-094",
    "PE-095",
    "PE-097",
    "PE-120",
    "PE-121",
    "PE-122",
    "PE-123",
    "PE-127",
    "PE-128",
    "PE-129",
    "PE-130",
    "PE-165",
    "PE-182",
    "PE-215",
    *(f"PE-{number}" for number in range(185, 195)),
    "PE-230",
    "PE-232",
    "PE-258",
    "PE-259",
}
ROSTER = {
    f"PE-{number}"
    for number in (
        *range(101, 120),
        124,
        125,
        126,
        140,
        141,
        *range(161, 165),
        *range(216, 220),
        240,
        257,
        261,
    )
}
REVIEW = {"PE-270"}
REPORTS = {f"PE-{number}" for number in range(222, 225)}
BATCH = {
    "PE-080",
    *(f"PE-{number}" for number in range(225, 229)),
    *(f"PE-{number}" for number in range(250, 257)),
}
FOREIGN = {
    "PE-300",
    *(f"PE-{number}" for number in (*range(302, 308), *range(309, 312))),
}


_TEXTS = ("title", "severity", "message", "remedy", "source")


def files() -> set[str]:
    classes = (getattr(errors, name) for name in errors.__all__)
    return {cls.code for cls in classes if isinstance(vars(cls).get("code"), str)}


def test_every_code_is_reported_by_exactly_one_place() -> None:
    checks = [check.code for check in ALL_CHECKS]
    assert len(checks) == len(set(checks))
    assert set(
        checks
    ) | READING | ROSTER | REVIEW | REPORTS | BATCH | FOREIGN | files() == set(
        catalogue()
    )


def test_every_entry_is_complete_and_well_formed() -> None:
    for code, entry in catalogue().items():
        assert re.fullmatch(r"PE-\d{3}", code)
        assert entry.title
        assert entry.message
        assert (
            entry.remedy.startswith("请")
            or "请" in entry.remedy
            or entry.remedy.endswith("。")
        )
        assert entry.folded_into <= catalogue().keys()
        assert code not in entry.folded_into


def test_the_catalogue_is_what_its_file_says_as_a_whole() -> None:
    """Sections are read one by one, when they are asked for."""
    file = resources.files("perfeval_xl").joinpath("problems.toml")
    whole = tomllib.loads(file.read_text(encoding="utf-8"))
    assert list(catalogue()) == sorted(whole)
    for code, row in whole.items():
        entry = catalogue()[code]
        told = {name: str(getattr(entry, name)) for name in row if name in _TEXTS}
        assert told == {name: row[name] for name in _TEXTS}
        assert entry.folded_into == set(row.get("folded_into", ()))
        assert row.keys() <= {*_TEXTS, "folded_into"}


def test_a_problem_with_an_unknown_code_or_a_missing_slot_cannot_be_made() -> None:
    with pytest.raises(KeyError):
        Problem(code="PE-999")
    with pytest.raises(ValueError, match="PE-050"):
        Problem(code="PE-050")
    with pytest.raises(ValueError, match="PE-050"):
        Problem(code="PE-050", slots={"field": "年度", "more": ""})


def test_a_follow_on_finding_is_folded_into_its_cause_at_the_same_indicator_only() -> (
    None
):
    difference = {"rule_score": "10", "score": "12", "difference": "2"}
    cause = Problem(code="PE-003", path=("a",), slots={"score": "12", "weight": "10"})
    follow_on = Problem(code="PE-035", path=("a",), slots=difference)
    elsewhere = Problem(code="PE-035", path=("b",), slots=difference)
    assert fold([follow_on, cause, elsewhere, cause]) == (cause, elsewhere)


def test_the_json_names_place_finding_and_remedy() -> None:
    place = Location.said("表", "B4", "a.xlsx", "项目名称")
    data = Problem(
        code="PE-050", place=place, slots={"field": "项目名称"}, raised_to=Severity.HINT
    ).as_json()
    assert data["cell"] == "B4"
    assert data["severity"] == "提示"
    assert data["message"] == "“项目名称”未填。"
