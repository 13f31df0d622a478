"""No regular expression takes far longer than its text is long: what is received may be made to find the one that does."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

import perfeval_xl
from tests.support.patterns import flaws

ALLOWED: dict[str, str] = {
    "perfeval_xl.dates._DAY": "a date has at most 40 characters, which is looked at first",
    "perfeval_xl.dates._MONTH": "a date has at most 40 characters, which is looked at first",
    "perfeval_xl.measures.figure._STEP": "a figure has at most 64 characters, which is looked at first",
    "perfeval_xl.reading.formula_sense._TOKEN": "tried once behind each token, and nothing behind a name can fail",
    "perfeval_xl.sheets.moulded_styles._XF": "reads what our own writer has made",
    "perfeval_xl.sheets.moulded_styles._FORMATS": "reads what our own writer has made",
    'perfeval_xl.sheets.moulded_styles: (\\w+)="([^"]*)"': "reads what our own writer has made",
    "perfeval_xl.sheets.moulding._CELL": "reads what our own writer has made",
    "perfeval_xl.sheets.settling._CHART": "reads what openpyxl has written: an element has one name",
}
"""`module.name` or `module: pattern` -> why no received text makes it slow."""

SEARCHING = {"search", "sub", "subn", "finditer", "findall", "split"}


def modules() -> Iterator[ModuleType]:
    for info in pkgutil.walk_packages(perfeval_xl.__path__, "perfeval_xl."):
        if not info.name.endswith("__main__"):
            yield importlib.import_module(info.name)


def uses(module: ModuleType) -> dict[str, set[str]]:
    """The methods that are called on every name of a module: `_NUMBER.search(…)`."""
    tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
    found: dict[str, set[str]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            found.setdefault(node.value.id, set()).add(node.attr)
    return found


def spelled(module: ModuleType) -> Iterator[tuple[str, str]]:
    """The patterns that stand in calls of `re` itself, with the name of the function."""
    tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        called = node.func if isinstance(node, ast.Call) else None
        if (
            isinstance(called, ast.Attribute)
            and isinstance(called.value, ast.Name)
            and called.value.id == "re"
        ):
            first = node.args[0] if isinstance(node, ast.Call) and node.args else None
            if (
                called.attr != "compile"
                and isinstance(first, ast.Constant)
                and isinstance(first.value, (str, bytes))
            ):
                yield (
                    called.attr,
                    first.value
                    if isinstance(first.value, str)
                    else first.value.decode("latin-1"),
                )


def patterns() -> Iterator[tuple[str, re.Pattern[str] | re.Pattern[bytes], bool]]:
    for module in modules():
        used = uses(module)
        for name, value in vars(module).items():
            if isinstance(value, re.Pattern):
                yield (
                    f"{module.__name__}.{name}",
                    value,
                    bool(used.get(name, set()) & SEARCHING),
                )
        for function, pattern in spelled(module):
            yield (
                f"{module.__name__}: {pattern}",
                re.compile(pattern),
                function in SEARCHING,
            )


def test_no_pattern_is_ambiguous_where_it_repeats() -> None:
    found = {
        name: told
        for name, pattern, searched in patterns()
        if (told := flaws(pattern, searched=searched))
    }
    assert [
        f"{name}: {'; '.join(told)}"
        for name, told in found.items()
        if name not in ALLOWED
    ] == []
    assert ALLOWED.keys() <= found.keys(), "a reason that is no longer needed"


@pytest.mark.parametrize(
    ("pattern", "searched"),
    [
        (r"\s*(<!--.*?-->\s*)*<(html|head)\b", False),
        (r"[（(]?\s*(.*?)\s*年度\s*[)）]?\Z", False),
        (r"(a+)+b", False),
        (r"(a|ab|b)*c", False),
        (r"\s+$", True),
        (r"\d+\s*号", True),
        (r"(?:a*b?)*c", False),
        (r".*,.*,", False),
    ],
)
def test_what_is_ambiguous_is_found(pattern: str, searched: bool) -> None:
    assert flaws(re.compile(pattern, re.DOTALL), searched=searched)


@pytest.mark.parametrize(
    ("pattern", "searched"),
    [
        (r'"(?:[^"]|"")*"', False),
        (r"[A-Za-z]+(\.[A-Za-z]+)+\Z", False),
        (r"\d{1,3}(,\d{3})+\Z", False),
        (r"[ \t\r\n]+", True),
        (r"<row>[^<]*</row>", True),
        (r"年\s*(\d{1,2})\s*月", True),
    ],
)
def test_what_is_not_is_left_alone(pattern: str, searched: bool) -> None:
    assert flaws(re.compile(pattern), searched=searched) == []
