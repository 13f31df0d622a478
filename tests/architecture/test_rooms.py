"""The house as it stands: rooms in order, libraries in their rooms, files and functions within the budget."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.support import house_rules
from tests.support.source import Package, load_package

CHECKOUT = Path(__file__).resolve().parents[2]

ROOMS = (
    "amounts",
    "dates",
    "texts",
    "refs",
    "errors",
    "limits",
    "archives",
    "workers",
    "resources",
    "toml_tables",
    "citations",
    "problems",
    "sheets",
    "tables",
    "measures",
    "scheme",
    "rules",
    "scheme_book",
    "submission",
    "form",
    "scorecard",
    "foreign",
    "reading",
    "distribution",
    "scoring",
    "checks",
    "evaluation",
    "markup",
    "collection",
    "replies",
    "review",
    "summary",
    "report",
    "addin",
    "page",
    "installing",
    "doctor",
    "demo",
    "cli",
)
"""A room imports only rooms above it."""

FLOORS_OF_FORM = (
    "layout",
    "identity",
    "contents",
    "formulas",
    "prompts",
    "drawing",
    "filling",
    "issuing",
    "templates",
)
"""The same for what stands in `form`."""

CORE = frozenset(ROOMS[: ROOMS.index("checks") + 1]) - {
    "sheets",
    "tables",
    "scheme_book",
}
"""These rooms use the standard library only."""

LIBRARIES: dict[str, str | tuple[str, ...]] = {
    "openpyxl": "sheets",
    "xlrd": "sheets",
    "pdfplumber": "tables",
    "py7zr": "collection",
    "docxtpl": "report",
    "docxtpl_lint": "report",
    "docx": "report",
    "jinja2": "report",
    "lxml": "report",
    "markupsafe": "report",
    "sqlalchemy": "collection",
    "imap_tools": "collection",
    "oxmsg": "collection",
    "olefile": "collection",
    "distributed": "collection",
    "fsspec": "collection",
    "tomli_w": "scheme_book",
    "click": "cli",
    "packaging": "doctor",
    "platformdirs": "addin",
    "xlwings": ("addin", "doctor"),
    "xlwings_libreoffice": ("report", "addin", "doctor"),
}
"""Each library that is not Python's own, and the room, or the few rooms, that may import it."""

ENGINE_LIBRARIES = {"xlwings", "uno", "unohelper"}
"""What the engine for LibreOffice, a package of its own beside ours, imports besides itself and Python."""

FLOATS_ALLOWED: dict[str, str] = {}
"""`module.function` -> why a float is right there."""

BROAD_EXCEPTS_ALLOWED: dict[str, str] = {
    "perfeval_xl.workers._done": "what is raised in a worker is raised again where the work was asked for",
    "perfeval_xl.collection.examining.survive": "one file among thousands must not stop the run",
    "perfeval_xl.report.many._make": "one form among thousands must not stop the others",
    "perfeval_xl.page.desk.answer": "the browser shows no traceback; the page tells that the program fails on a file",
    "perfeval_xl.cli.evaluating._survive": "where the program fails on one file, the others are checked all the same",
    "perfeval_xl.addin.ribbon.run": "a bug is told in the office, which shows no traceback; the log has it",
    "perfeval_xl.cli.main.main": "a bug is shown as one, with its traceback, after a Chinese sentence",
}
"""`module.function` -> why everything is caught there."""


@pytest.fixture(scope="module")
def package() -> Package:
    return load_package(CHECKOUT / "perfeval_xl")


@pytest.fixture(scope="module")
def engine() -> Package:
    return load_package(CHECKOUT / "xlwings_libreoffice")


def test_rooms_import_only_rooms_above_them(package: Package) -> None:
    assert house_rules.unsorted_rooms(package, ROOMS) == []


def test_the_folders_of_form_import_only_those_above_them(package: Package) -> None:
    floors = {name: place for place, name in enumerate(FLOORS_OF_FORM)}
    found = set()
    complaints = []
    for module in package.modules.values():
        if not module.name.startswith("perfeval_xl.form."):
            continue
        here = module.name.split(".")[2]
        found.add(here)
        for target, _ in package.edges(module):
            inside = target.startswith("perfeval_xl.form.")
            if inside and floors[target.split(".")[2]] > floors[here]:
                complaints.append(f"{module.name} imports {target}, a later floor")
    assert complaints == []
    assert found == set(FLOORS_OF_FORM)


def test_no_modules_import_each_other_in_a_circle(
    package: Package, engine: Package
) -> None:
    assert package.cycle() == []
    assert engine.cycle() == []


def test_the_engine_for_libreoffice_knows_nothing_of_this_program(
    engine: Package,
) -> None:
    imported = {
        library
        for module in engine.modules.values()
        for library, _ in engine.foreign(module)
    }
    assert imported - sys.stdlib_module_names == ENGINE_LIBRARIES


def test_each_library_is_imported_by_its_room_only(package: Package) -> None:
    assert house_rules.foreign_libraries(package, LIBRARIES, CORE) == []


def test_files_and_functions_keep_the_budget(package: Package, engine: Package) -> None:
    others = [
        load_package(CHECKOUT / folder) for folder in ("tests", "tools", "benchmarks")
    ]
    modules = [
        module
        for each in (package, engine, *others)
        for module in each.modules.values()
    ]
    assert house_rules.too_long(modules) == []


def test_no_module_is_named_after_nothing_in_particular(
    package: Package, engine: Package
) -> None:
    assert house_rules.bad_names(package) + house_rules.bad_names(engine) == []


def test_public_names_are_listed_documented_and_the_only_ones_imported(
    package: Package, engine: Package
) -> None:
    assert (
        house_rules.export_complaints(package) + house_rules.export_complaints(engine)
        == []
    )


def test_the_core_never_turns_points_or_money_into_floats(package: Package) -> None:
    assert house_rules.float_calls(package, CORE, FLOATS_ALLOWED) == []


def test_nothing_is_caught_that_is_not_named(package: Package, engine: Package) -> None:
    assert house_rules.broad_excepts(package, BROAD_EXCEPTS_ALLOWED) == []
    assert house_rules.broad_excepts(engine, {}) == []


def test_tests_say_what_they_show() -> None:
    tests = load_package(CHECKOUT / "tests")
    modules = [
        module
        for name, module in tests.modules.items()
        if name.rpartition(".")[2].startswith("test_")
    ]
    assert modules
    assert house_rules.vague_tests(modules) == []


@pytest.mark.parametrize("allowed", [FLOATS_ALLOWED, BROAD_EXCEPTS_ALLOWED])
def test_every_exemption_is_still_needed_and_has_a_reason(
    package: Package, allowed: dict[str, str]
) -> None:
    check = (
        house_rules.float_calls(package, CORE, {})
        if allowed is FLOATS_ALLOWED
        else house_rules.broad_excepts(package, {})
    )
    assert set(allowed) <= {complaint.partition(":")[0] for complaint in check}
    assert all(allowed.values())
