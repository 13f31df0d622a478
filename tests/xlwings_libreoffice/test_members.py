"""What the engine has and what it refuses: every member of xlwings' classes is one or the other, and the page in docs/ tells which."""

from __future__ import annotations

import ast
import functools
import inspect
import re
from pathlib import Path

import pytest
import xlwings as xw
from xlwings import base_classes, main

from tools.engine_page import CLASSES, engine_page
from xlwings_libreoffice.members import refused_members

REACHED_AS = {
    "column_hidden": r"columns\.hidden",
    "row_hidden": r"rows\.hidden",
    "snapshot": r"len\(\w+\.names\)",
    "coords": r"\.expand\(",
    "max_cells_per_read": r"chunksize=",
    "max_cells_per_write": r"chunksize=",
}
"""Members that xlwings asks the engine for under another name than a person does."""


def test_the_page_lists_every_class_with_what_it_has_and_refuses() -> None:
    page = engine_page()
    assert [line[3:] for line in page.splitlines() if line.startswith("## ")] == list(
        CLASSES
    )
    sheet = page.partition("## Sheet\n")[2].partition("## ")[0]
    assert "`used_range`" in sheet.partition("没有：")[0]
    assert "`comments`" in sheet.partition("没有：")[2]


@functools.cache
def _classes() -> dict[str, ast.ClassDef]:
    """Return the classes of xlwings by name, parsed once."""
    tree = ast.parse(inspect.getsource(main))
    return {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}


@pytest.mark.parametrize("name", CLASSES)
def test_xlwings_finds_every_attribute_it_asks_the_engine_for(name: str) -> None:
    asked = {
        node.attr
        for node in ast.walk(_classes()[name])
        if isinstance(node, ast.Attribute)
        and ast.unparse(node.value) in {"self.impl", "self._impl"}
    }
    made = CLASSES[name]
    of_instances = {"options", "arg1_input", "book", "app", "api"}
    assert [
        each for each in sorted(asked - of_instances) if not hasattr(made, each)
    ] == []


@pytest.mark.parametrize("name", CLASSES)
def test_every_member_the_engine_has_is_used_in_these_tests(name: str) -> None:
    members = {
        each for each in vars(getattr(base_classes, name)) if not each.startswith("_")
    }
    supported = members - set(refused_members(CLASSES[name]))
    texts = "".join(
        path.read_text(encoding="utf-8")
        for path in Path(__file__).parent.glob("test_*.py")
    )
    used = {
        each
        for each in supported
        if re.search(REACHED_AS.get(each, rf"\b{each}\b"), texts)
    }
    assert supported - used == set()


def test_a_member_that_is_refused_is_named(sheet: xw.Sheet) -> None:
    with pytest.raises(NotImplementedError, match=r"Sheet\.comments"):
        len(sheet.comments)
    with pytest.raises(NotImplementedError, match=r"Sheet\.pivot_tables"):
        sheet.pivot_tables  # noqa: B018
    with pytest.raises(NotImplementedError, match=r"Book\.json"):
        sheet.book.json()
    with pytest.raises(NotImplementedError, match=r"App\.hwnd"):
        sheet.book.app.hwnd  # noqa: B018
    with pytest.raises(NotImplementedError, match=r"App\.cut_copy_mode"):
        sheet.book.app.cut_copy_mode = False
    with pytest.raises(NotImplementedError, match=r"Sheet\.to_html"):
        sheet.to_html("x.html")


def test_a_property_that_can_only_be_read_says_so_when_written(book: xw.Book) -> None:
    with pytest.raises(NotImplementedError, match=r"Book\.name"):
        book.impl.name = "x"
