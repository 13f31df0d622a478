"""The examples in the docstrings are true."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import perfeval_xl

MODULES = [
    module.name
    for module in pkgutil.walk_packages(perfeval_xl.__path__, "perfeval_xl.")
]


@pytest.mark.parametrize(
    "name", [name for name in MODULES if not name.endswith("__main__")]
)
def test_the_examples_of_a_module_hold(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_there_are_examples_to_try() -> None:
    assert sum(
        doctest.testmod(importlib.import_module(f"perfeval_xl.{room}")).attempted
        for room in ("amounts", "refs")
    )
