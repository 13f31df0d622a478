"""Every promise of docs/security.md names tests that are there."""

from __future__ import annotations

import re
from pathlib import Path

from tools.pages import DOCS

CHECKOUT = Path(__file__).resolve().parents[2]
NAMED = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")


def test_every_test_that_the_page_names_is_there() -> None:
    page = (DOCS / "security.md").read_text(encoding="utf-8")
    named = NAMED.findall(page)
    assert len(named) > 20
    for file, test in named:
        text = (CHECKOUT / file).read_text(encoding="utf-8")
        assert not test or f"def {test}(" in text, f"{file}::{test}"


def test_every_row_of_a_promise_says_how_it_is_tested() -> None:
    page = (DOCS / "security.md").read_text(encoding="utf-8")
    rows = [
        line
        for line in page.splitlines()
        if line.startswith("| ") and not line.startswith("| 保证")
    ]
    assert rows
    for row in rows:
        assert NAMED.search(row) or "limits.md" in row, row
