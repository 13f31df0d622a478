"""A click must be quick: what importing loads, and how often a command speaks to the office."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import xlwings as xw

from perfeval_xl.addin import commands
from perfeval_xl.addin.choosing import hands_for
from perfeval_xl.addin.plan import Plan
from perfeval_xl.errors import PerfevalError
from perfeval_xl.form.filling import fill_form
from perfeval_xl.refs import Entry
from perfeval_xl.scheme.loader import load_scheme
from perfeval_xl.submission.model import Indicator, Submission
from tests.addin.conftest import Opened
from tests.support.seeds import SEEDS, seed_form
from xlwings_libreoffice import app as engine_app
from xlwings_libreoffice import book as engine_book
from xlwings_libreoffice import books, ranges, sheet, sheets

CHECKOUT = Path(__file__).resolve().parents[2]
MOST_CALLS = 12
HANDLES = {"api", "app", "book", "engine", "pid"}
"""Members that hand over an object Python holds already; the office is not asked."""

HEAVY = (
    "pandas",
    "docxtpl",
    "docx",
    "matplotlib",
    "sqlalchemy",
    "jinja2",
    "click",
    "lxml",
)


def loaded_by(statement: str) -> set[str]:
    program = f"import sys, json; {statement}; print(json.dumps(sorted({{m.split('.')[0] for m in sys.modules}})))"
    variables = {**os.environ, "PYTHONPATH": str(CHECKOUT)}
    done = subprocess.run(
        [sys.executable, "-c", program],
        check=True,
        capture_output=True,
        text=True,
        env=variables,
    )
    return set(json.loads(done.stdout))


def test_importing_the_ribbon_loads_no_heavy_library_that_xlwings_does_not_load() -> (
    None
):
    added = loaded_by("from perfeval_xl.addin import ribbon, __main__") - loaded_by(
        "import xlwings"
    )
    assert added.isdisjoint(HEAVY)
    assert "openpyxl" not in added


def test_commands_load_nothing_that_only_writes_workbooks() -> None:
    assert "openpyxl" not in loaded_by("from perfeval_xl.addin import commands")


def test_importing_the_room_alone_loads_nothing() -> None:
    assert "xlwings" not in loaded_by("import perfeval_xl.addin")


class CountingHands:
    """Hands that count; each of their calls is one call to the office."""

    def __init__(self, book: xw.Book, calls: Counter[str]) -> None:
        self._hands, self._calls = hands_for(book), calls

    def copy(self, book: xw.Book) -> bytes:
        self._calls["copy"] += 1
        return self._hands.copy(book)

    def apply(self, book: xw.Book, plan: Plan) -> None:
        self._calls["apply"] += 1
        self._hands.apply(book, plan)


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Counts the calls that reach the engine; what the engine asks of itself meanwhile belongs to the same call."""
    counted: Counter[str] = Counter()
    inside: list[str] = []

    def counting(function: Any, name: str) -> Any:
        def call(*args: Any, **kwargs: Any) -> Any:
            counted[name] += not inside
            inside.append(name)
            try:
                return function(*args, **kwargs)
            finally:
                inside.pop()

        return call

    for made in (
        engine_app.App,
        engine_book.Book,
        books.Books,
        sheets.Sheets,
        sheet.Sheet,
        ranges.Range,
    ):
        for name, member in list(vars(made).items()):
            if name in HANDLES or (name.startswith("_") and name != "__call__"):
                continue
            if isinstance(member, property):
                monkeypatch.setattr(
                    made, name, property(counting(member.fget, name), member.fset)
                )
            elif callable(member):
                monkeypatch.setattr(made, name, counting(member, name))
    return counted


def large_form() -> bytes:
    """A form with 100 rows in which every row has two problems."""
    rows = tuple(
        Indicator(
            path=("产出指标", "数量指标", f"指标{n}"),
            target=Entry("10项"),
            actual=Entry("5项"),
            weight=Entry("1"),
            self_score=Entry("1"),
            note=Entry(None),
        )
        for n in range(100)
    )
    scheme = load_scheme("national-2020")
    submission = Submission(
        scheme=scheme.id,
        project=Entry("大表"),
        money_unit=scheme.money_unit,
        indicators=rows,
    )
    return fill_form(scheme, submission)


@pytest.mark.parametrize("form", [*SEEDS, "large"])
def test_a_command_speaks_to_the_office_at_most_twelve_times(
    opened: Opened, request: pytest.FixtureRequest, form: str
) -> None:
    book = opened(large_form() if form == "large" else seed_form(form))
    calls: Counter[str] = request.getfixturevalue("calls")
    hands = CountingHands(book, calls)
    for command in (
        commands.check,
        commands.score,
        commands.next_problem,
        commands.clear,
        commands.report,
    ):
        calls.clear()
        try:
            command(book, hands)
        except PerfevalError:
            assert command is commands.report  # no template for this scheme
        assert 1 <= calls.total() <= MOST_CALLS, (command.__name__, calls)


def test_the_large_form_has_two_hundred_problems_and_all_are_marked(
    opened: Opened,
) -> None:
    book = opened(large_form())
    told = commands.check(book)
    marked = book.api.Sheets.getByIndex(0).Annotations.Count
    assert marked >= 100
    assert len(book.sheets["问题清单"].used_range.value) >= 202, told.status
