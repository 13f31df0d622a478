"""`perfeval-xl --help` answers at once: it loads click and our messages, no library more and no room."""

from __future__ import annotations

import subprocess
import sys

HEAVY = {
    "pandas",
    "numpy",
    "openpyxl",
    "docxtpl",
    "docx",
    "jinja2",
    "sqlalchemy",
    "lxml",
    "matplotlib",
    "xlwings",
}
PROGRAM = """
import sys
from perfeval_xl.cli.main import main
sys.argv = ["perfeval-xl", *sys.argv[1:]]
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
print("\\nLOADED", *sorted(sys.modules))
"""


ROOMS = ("perfeval_xl", "perfeval_xl.cli", "perfeval_xl.errors", "perfeval_xl.texts")
"""The command line itself, what stops a command, and how a terminal is spoken to."""


def _loaded(*arguments: str) -> set[str]:
    """Return the modules loaded after a run of the command line."""
    command = [sys.executable, "-X", "utf8", "-c", PROGRAM, *arguments]
    done = subprocess.run(
        command, capture_output=True, encoding="utf-8", timeout=60, check=True
    )
    return set(done.stdout.rpartition("LOADED")[2].split())


def test_help_loads_no_heavy_library() -> None:
    loaded = _loaded("--help")
    assert "click" in loaded
    assert loaded & HEAVY == set()
    assert _beyond_the_command_line(loaded) == set()


def test_the_help_of_a_command_loads_no_heavy_library_and_no_room() -> None:
    loaded = _loaded("check", "--help")
    assert loaded & HEAVY == set()
    assert _beyond_the_command_line(loaded) == set()


def _beyond_the_command_line(loaded: set[str]) -> set[str]:
    """Return our own modules among these that are neither a command nor what all commands need."""
    ours = {name for name in loaded if name.partition(".")[0] == "perfeval_xl"}
    return {
        name
        for name in ours
        if name not in ROOMS and not name.startswith("perfeval_xl.cli.")
    }
