"""What xlwings would do when Python ends: it must not end an Excel that a command has nothing to do with."""

from __future__ import annotations

import subprocess
import sys

import pytest

PROGRAM = """
import atexit, sys, types
from perfeval_xl.addin import ending
module = types.ModuleType({name!r})
module.cleanup = lambda: print("cleaned up")
sys.modules[module.__name__] = module
atexit.register(module.cleanup)
{call}
"""


def printed(name: str, call: str) -> str:
    program = PROGRAM.format(name=name, call=call)
    return subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout


@pytest.mark.parametrize(
    ("name", "call", "expected"),
    [
        ("xlwings._xlwindows", "", "cleaned up\n"),
        ("xlwings._xlwindows", "ending.spare_offices()", ""),
        ("xlwings._xlmac", "ending.spare_offices()", "cleaned up\n"),
        ("xlwings._xlmac", "ending.keep_status()", ""),
    ],
)
def test_what_runs_when_python_ends(name: str, call: str, expected: str) -> None:
    assert printed(name, call) == expected


def test_a_click_takes_back_what_would_end_other_offices() -> None:
    assert "cleaned up" not in printed(
        "xlwings._xlwindows",
        "from perfeval_xl.addin import ribbon; ribbon.run('about')",
    )
