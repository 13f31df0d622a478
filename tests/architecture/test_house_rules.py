"""The checker can fail: small packages that break one rule each, and one that keeps them all."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support import house_rules
from tests.support.source import Module, Package, load_package

ORDER = ("low", "middle", "high", "cli")
CORE = {"low"}
OWNERS = {"openpyxl": "middle", "click": "cli", "xlwings": ("middle", "cli")}
GOOD = '"""Doc."""\n\n__all__ = ["x"]\n\n\ndef x() -> None:\n    """Do x."""\n'


def _package(folder: Path, **files: str) -> Package:
    """Write a package `pkg`; `a__b` becomes `a/b.py`."""
    root = folder / "pkg"
    for name, text in {"__init__": "", **files}.items():
        path = root / (name if name.startswith("__") else name.replace("__", "/"))
        path = path.with_suffix(".py")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return load_package(root)


def _module(text: str) -> Module:
    return Module("m", Path("m.py"), text)


def test_a_package_that_keeps_the_rules_has_no_complaints(tmp_path: Path) -> None:
    package = _package(
        tmp_path,
        low=GOOD,
        middle="import json\nimport openpyxl\nimport xlwings\nfrom pkg.low import x\n",
        high=GOOD,
    )
    assert house_rules.unsorted_rooms(package, ORDER) == []
    assert house_rules.foreign_libraries(package, OWNERS, CORE) == []
    assert house_rules.export_complaints(package) == []
    assert package.cycle() == []


@pytest.mark.parametrize(
    "text",
    [
        "import pkg.high",
        "from pkg.high import x",
        "from pkg import high",
        "from . import high",
        "from .high import x",
        "def f():\n    from pkg.high import x\n",
        "if TYPE_CHECKING:\n    from pkg.high import x\n",
        "import importlib\nimportlib.import_module('pkg.high')\n",
    ],
)
def test_an_import_of_a_later_room_is_seen_wherever_it_stands(
    tmp_path: Path, text: str
) -> None:
    package = _package(tmp_path, low=text, high=GOOD)
    assert len(house_rules.unsorted_rooms(package, ORDER)) == 1


def test_a_relative_import_inside_a_room_is_resolved_from_its_folder(
    tmp_path: Path,
) -> None:
    package = _package(
        tmp_path,
        low__a="from ..high import x\nfrom .b import y\n",
        low__b=GOOD,
        high=GOOD,
    )
    assert [
        line.split(" imports ")[1]
        for line in house_rules.unsorted_rooms(package, ORDER)
    ] == ["pkg.high, a later room"]


def test_a_room_without_a_place_is_named(tmp_path: Path) -> None:
    assert (
        "attic" in house_rules.unsorted_rooms(_package(tmp_path, attic=GOOD), ORDER)[0]
    )


def test_a_circle_is_found_through_imports_inside_functions(tmp_path: Path) -> None:
    package = _package(
        tmp_path,
        low__a="import pkg.low.b",
        low__b="def f():\n    from pkg.low import a\n",
    )
    assert {"pkg.low.a", "pkg.low.b"} == set(package.cycle())


@pytest.mark.parametrize(
    ("room", "text", "complaint"),
    [
        ("low", "import openpyxl", "standard library only"),
        ("high", "import openpyxl.styles", "belongs to middle"),
        ("high", "import xlwings", "belongs to middle and cli"),
        ("high", "def f():\n    from requests import get\n", "no room owns"),
        (
            "high",
            "import importlib\nimportlib.import_module('click')\n",
            "belongs to cli",
        ),
        ("high", "import importlib\nimportlib.import_module(name)\n", "computed name"),
    ],
)
def test_a_library_outside_its_room_is_seen(
    tmp_path: Path, room: str, text: str, complaint: str
) -> None:
    complaints = house_rules.foreign_libraries(
        _package(tmp_path, **{room: text}), OWNERS, CORE
    )
    assert len(complaints) == 1
    assert complaint in complaints[0]


def test_the_command_line_may_import_what_it_was_asked_for(tmp_path: Path) -> None:
    package = _package(
        tmp_path, cli="import importlib\nimportlib.import_module(name)\n"
    )
    assert house_rules.foreign_libraries(package, OWNERS, CORE) == []


def test_a_file_and_a_function_one_line_too_long_are_named() -> None:
    lines, inside = house_rules.LONGEST_FILE, house_rules.LONGEST_FUNCTION - 1
    long_file = [_module("x = 1\n" * (lines + 1))]
    long_function = [_module("def f():\n" + "    x = 1\n" * (inside + 1))]

    assert house_rules.too_long([_module("x = 1\n" * lines)]) == []
    assert house_rules.too_long(long_file) == [f"m has {lines + 1} lines"]
    assert house_rules.too_long([_module("def f():\n" + "    x = 1\n" * inside)]) == []
    assert house_rules.too_long(long_function) == [f"m:1 f has {inside + 2} lines"]


@pytest.mark.parametrize("name", ["utils", "form_helpers", "common", "book_manager"])
def test_a_vague_module_name_is_named(tmp_path: Path, name: str) -> None:
    assert house_rules.bad_names(_package(tmp_path, **{name: ""})) == [f"pkg.{name}"]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("def x() -> None:\n    '''X.'''\n", "has no __all__"),
        ("__all__ = []\n\nclass X:\n    '''X.'''\n", "missing in __all__"),
        ("__all__ = ['x']\n", "not there"),
        ("__all__ = ['x']\n\ndef x():\n    pass\n", "no docstring"),
    ],
)
def test_a_flaw_of_all_is_named(tmp_path: Path, text: str, complaint: str) -> None:
    complaints = house_rules.export_complaints(_package(tmp_path, low=text))
    assert len(complaints) == 1
    assert complaint in complaints[0]


def test_a_function_that_a_registry_holds_need_not_be_listed(tmp_path: Path) -> None:
    text = (
        "__all__ = ['ALL']\n\nALL = []\n\n@ALL.holds(1)\ndef x() -> None:\n    'X.'\n"
    )
    assert house_rules.export_complaints(_package(tmp_path, low=text)) == []


def test_taking_a_name_that_is_not_public_is_seen(tmp_path: Path) -> None:
    package = _package(
        tmp_path, low=GOOD + "\n_y = 1\n", high="from pkg.low import _y\n"
    )
    assert house_rules.export_complaints(package) == [
        "pkg.high:1 imports pkg.low._y, not public"
    ]


def test_a_float_in_the_core_is_seen_unless_it_is_listed(tmp_path: Path) -> None:
    package = _package(
        tmp_path,
        low="class A:\n    def f(self):\n        return float(1)\n",
        high="float(2)\n",
    )
    assert house_rules.float_calls(package, CORE, {}) == ["pkg.low.f:3 calls float()"]
    assert (
        house_rules.float_calls(package, CORE, {"pkg.low.f": "width of a column"}) == []
    )


@pytest.mark.parametrize(
    "caught",
    [":", " Exception:", " (ValueError, Exception) as e:", " builtins.BaseException:"],
)
def test_a_handler_that_catches_everything_is_seen(tmp_path: Path, caught: str) -> None:
    package = _package(
        tmp_path,
        low=f"def f():\n    try:\n        pass\n    except{caught}\n        pass\n",
    )
    assert len(house_rules.broad_excepts(package, {})) == 1
    assert (
        house_rules.broad_excepts(package, {"pkg.low.f": "the boundary of a batch"})
        == []
    )


def test_a_test_without_a_sentence_and_a_module_without_a_docstring_are_named() -> None:
    assert (
        len(house_rules.vague_tests([_module("def test_it_works():\n    pass\n")])) == 2
    )
    assert (
        house_rules.vague_tests(
            [_module('"""Doc."""\n\ndef test_zero_is_not_blank():\n    pass\n')]
        )
        == []
    )
