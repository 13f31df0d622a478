"""`python -m perfeval_xl.addin COMMAND --pipe NAME`: run a command in the LibreOffice that waits at a pipe.

The extension starts this with a click. What went wrong is told in the office; the exit code is then 0 all the same, and
only what nobody in the office could be told is left on stderr.
"""

from __future__ import annotations

import argparse
import gc
import sys

__all__ = ["main"]

_NAMES = ("check", "score", "next", "clear", "report", "summary", "about")
_WITH_PANDAS = "summary"
_UNUSED = ("numpy", "pandas")
_UNREACHABLE = 3


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns the exit code, 3 when the office cannot be reached."""
    parser = argparse.ArgumentParser(
        prog="python -m perfeval_xl.addin",
        description="在打开的 LibreOffice 工作簿中运行一个命令。",
    )
    parser.add_argument("command", choices=_NAMES, help="哪个命令")
    parser.add_argument("--pipe", required=True, help="LibreOffice 等候的管道名")
    asked = parser.parse_args(arguments)
    if asked.command != _WITH_PANDAS:
        _hurry()
    return _run(asked.command, asked.pipe)


def _run(command: str, pipe: str) -> int:
    from perfeval_xl.addin.ribbon import run
    from xlwings_libreoffice import OfficeFailure, attach

    try:
        app = attach(f"pipe,name={pipe}")
    except OfficeFailure as exc:
        sys.stderr.write(f"{exc}\n")
        return _UNREACHABLE
    run(command, app)
    app.quit()  # the connection only
    return 0


def _hurry() -> None:
    """Start faster: a person waits, and the process lives for a second.

    xlwings and openpyxl load pandas and numpy wherever they are installed, for values nobody here asks for; that is a
    third of the start. Both do without where they cannot be imported.
    """
    gc.disable()
    for name in _UNUSED:
        sys.modules.setdefault(name, None)  # type: ignore[arg-type] # what Python's documentation says prevents an import


if __name__ == "__main__":
    sys.exit(main())
