"""`perfeval-xl --help` answers at once: it loads none of the heavy libraries."""

from __future__ import annotations

import subprocess
import sys

HEAVY = {"pandas", "numpy", "openpyxl", "docxtpl", "docx", "jinja2", "sqlalchemy", "lxml", "matplotlib", "xlwings"}
PROGRAM = """
import sys
from perfeval_xl.cli.main import main
sys.argv = ["perfeval-xl", *sys.argv[1:]]
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
print("\\nLOADED", *sorted({name.partition(".")[0] for name in sys.modules}))
"""


def _loaded(*arguments: str) -> set[str]:
    """Return the top-level modules loaded after a run of the command line."""
    command = [sys.executable, "-X", "utf8", "-c", PROGRAM, *arguments]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=60, check=True)
    return set(done.stdout.rpartition("LOADED")[2].split())


def test_help_loads_no_heavy_library() -> None:
    loaded = _loaded("--help")
    assert "click" in loaded
    assert loaded & HEAVY == set()


def test_the_help_of_a_command_loads_no_heavy_library() -> None:
    assert _loaded("check", "--help") & HEAVY == set()
