"""The sheet 实时核对 and the hints of a form say what `check` says of it: single mistakes, recalculated by LibreOffice.

`single_mistakes.toml` has the mistakes. What a formula can know it says; and it never says that all is well beside
something that `check` calls 错误.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from perfeval_xl.form.filling import conform, drawn
from perfeval_xl.form.formulas.live_checks import (
    AS_FAR_AS_KNOWN,
    COMPLETE,
    OVERALL,
    PROGRESS,
    UNKNOWN,
)
from perfeval_xl.form.identity.stated import CHECKS_SHEET
from perfeval_xl.problems import Severity
from perfeval_xl.scheme.loader import example_json, load_scheme, scheme_ids
from perfeval_xl.sheets.model import Cell, Formula
from perfeval_xl.submission.spelling import loads
from tests.support.office import Office, Value, sheet_values
from tests.support.samples import evaluated, filled, with_changes

MISTAKES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "single_mistakes.toml").read_text(encoding="utf-8")
)["mistake"]
CLEAN = "national-2020"


@dataclass(frozen=True, slots=True)
class Shown:
    """What a form shows: its live checks by address, and everything that stands in words on all its sheets."""

    checks: Mapping[str, Value]
    words: str


def of(mistake: Mapping[str, Any]) -> dict[str, Any]:
    """The clean example of a scheme with one mistake in it."""
    data: dict[str, Any] = json.loads(example_json(mistake.get("scheme", CLEAN)))
    with_changes(data, mistake["change"])
    dropped = mistake.get("drop", [])
    data["indicators"] = [
        indicator
        for number, indicator in enumerate(data["indicators"])
        if number not in dropped
    ]
    return data


class OpenForm:
    """The clean form of a scheme, open in LibreOffice: mistakes are typed into it one after the other, and taken back."""

    def __init__(self, office: Office, folder: Path, scheme: str) -> None:
        self.clean = self._cells(json.loads(example_json(scheme)))
        path = folder / f"{scheme}.xlsx"
        path.write_bytes(filled(json.loads(example_json(scheme))))
        self.document = office.open(path, Hidden=True)

    def shown(self, data: dict[str, Any]) -> Shown:
        """What the form shows with this in it."""
        wrong = self._cells(data)
        blank = Cell(value="")  # where the form computes what nobody has stated
        changed = [
            at
            for at, cell in self.clean.items()
            if wrong.get(at, blank).value != cell.value
        ]
        for at in changed:
            self._type(at, wrong.get(at, blank))
        sheets = {
            title: sheet_values(self.document.Sheets.getByName(title))
            for title in self.document.Sheets.ElementNames
        }
        for at in changed:
            self._type(at, self.clean[at])
        words = [v for cells in sheets.values() for v in cells.values()]
        said = "；".join(value for value in words if isinstance(value, str))
        return Shown(sheets[CHECKS_SHEET], said)

    def _cells(self, data: dict[str, Any]) -> dict[tuple[str, int, int], Cell]:
        submission = loads(json.dumps(data))
        scheme = load_scheme(submission.scheme)
        book = drawn(scheme, conform(scheme, submission))
        return {
            (sheet.title, row, column): cell
            for sheet in book.sheets
            if sheet.state == "visible"
            for (row, column), cell in sheet.cells.items()
            if not isinstance(cell.value, Formula)
        }

    def _type(self, at: tuple[str, int, int], written: Cell) -> None:
        title, row, column = at
        sheet = self.document.Sheets.getByName(title)
        cell = sheet.getCellByPosition(column - 1, row - 1)
        if sheet.isProtected():
            sheet.unprotect("")
        if isinstance(written.value, Decimal):
            cell.NumberFormat = self._format(written.style.number_format)
            cell.Value = float(written.value)
        else:
            cell.String = str(written.value or "")

    def _format(self, code: str) -> int:
        import uno  # Debian's, on the path once an office was started

        formats, place = self.document.NumberFormats, uno.createUnoStruct
        locale = place("com.sun.star.lang.Locale", "en", "US", "")
        known = formats.queryKey(code, locale, False)
        return known if known >= 0 else formats.addNew(code, locale)


@pytest.fixture(scope="module")
def forms(
    office: Office, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Mapping[str, OpenForm]]:
    """The clean forms, each opened once."""
    folder = tmp_path_factory.mktemp("forms")
    names = {each.get("scheme", CLEAN) for each in MISTAKES}
    opened = {name: OpenForm(office, folder, name) for name in sorted(names)}
    yield opened
    for form in opened.values():
        form.document.close(True)


def test_there_are_many_mistakes_each_with_a_name_of_its_own() -> None:
    names = [(each.get("scheme", CLEAN), each["what"]) for each in MISTAKES]
    assert len(MISTAKES) >= 46
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("scheme", [CLEAN, "framework-2020"])
def test_a_clean_form_says_so_and_that_the_rest_comes_later(
    forms: Mapping[str, OpenForm], scheme: str
) -> None:
    data = json.loads(example_json(scheme))
    assert not evaluated(data).checks.problems
    checks = forms[scheme].shown(data).checks
    assert checks[OVERALL] == AS_FAR_AS_KNOWN
    assert checks[PROGRESS] == COMPLETE


@pytest.mark.parametrize("mistake", MISTAKES, ids=[each["what"] for each in MISTAKES])
def test_the_form_says_of_a_single_mistake_what_check_says(
    forms: Mapping[str, OpenForm], mistake: dict[str, Any]
) -> None:
    data = of(mistake)
    found = forms[mistake.get("scheme", CLEAN)].shown(data)
    problems = evaluated(data).checks.problems
    if "live" in mistake:
        assert mistake["live"] in found.words
        later = mistake["live"].startswith("报送后")
        assert later or found.checks[OVERALL] != AS_FAR_AS_KNOWN
    if any(problem.severity is Severity.ERROR for problem in problems):
        assert found.checks[OVERALL] != AS_FAR_AS_KNOWN
        assert found.checks[PROGRESS] != COMPLETE


@pytest.mark.parametrize("scheme", scheme_ids())
def test_the_example_of_every_scheme_has_no_check_that_fails(
    office: Office, tmp_path: Path, scheme: str
) -> None:
    """No formula of the sheet is an error, in whatever layout, and every line has a result."""
    path = tmp_path / "form.xlsx"
    path.write_bytes(filled(json.loads(example_json(scheme))))
    checks = office.cells(path, CHECKS_SHEET)
    results = [checks[f"B{row}"] for row in range(5, 99) if checks.get(f"A{row}")]
    assert len(results) > 5
    assert all(results)
    assert not [each for each in results if str(each).startswith(("#", UNKNOWN))]
