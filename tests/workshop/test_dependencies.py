"""The page of libraries is complete, every licence is one that may be used, and every bound lies above known holes."""

from __future__ import annotations

import re
from importlib import metadata

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

from tests.architecture.test_rooms import ENGINE_LIBRARIES, LIBRARIES
from tools.dependencies_page import (
    ALLOWED,
    dependencies_page,
    licence_of,
    reasons,
    required,
)

ABOVE = {
    "jinja2": "3.1.6",
    "lxml": "5.4",
    "xlrd": "2.0.1",
    "defusedxml": "0.7.1",
    "openpyxl": "3.1.5",
}
"""The lowest version without a hole that we know of."""


def all_installed(name: str, seen: set[str]) -> set[str]:
    """Return a library and everything it needs here."""
    if name.lower() in seen:
        return seen
    seen.add(name.lower())
    for line in metadata.requires(name) or ():
        needed = Requirement(line)
        if needed.marker is None or needed.marker.evaluate({"extra": ""}):
            all_installed(needed.name, seen)
    return seen


def test_every_required_library_is_on_the_page_with_a_reason_and_no_other() -> None:
    assert set(reasons()) == set(required())
    listed = re.findall(r"^\| ([\w-]+) \| [<>=]", dependencies_page(), re.MULTILINE)
    assert sorted(listed) == sorted(required())
    assert all(reason["why"] for reason in reasons().values())


def test_what_the_rooms_import_is_what_is_required() -> None:
    imported = {module for reason in reasons().values() for module in reason["imports"]}
    assert imported <= set(LIBRARIES)
    ours = {"xlwings_libreoffice"}  # a package of this checkout
    assert set(LIBRARIES) - imported - ENGINE_LIBRARIES - ours <= {"docx"}, (
        "docxtpl brings docx"
    )


def test_licences_of_all_that_is_installed_with_it_may_be_used() -> None:
    whole: set[str] = set()
    for name in required():
        all_installed(name, whole)
    assert len(whole) > len(required())
    assert {
        name: licence_of(name) for name in whole if licence_of(name) not in ALLOWED
    } == {}


@pytest.mark.parametrize("name", ABOVE)
def test_lower_bounds_lie_above_known_holes(name: str) -> None:
    bound = re.search(r">=([\d.]+)", required()[name])
    assert bound is not None
    assert Version(bound[1]) >= Version(ABOVE[name])
