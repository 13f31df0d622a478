"""`python -m perfeval_xl.addin --stay SECONDS`: run the commands that LibreOffice asks for on stdin.

The extension starts this with a click and keeps it for the next one: starting Python and loading the rules takes ten times
as long as a command. What went wrong is told in the office; only what nobody there could be told stands in the answer.
"""

from __future__ import annotations

import argparse
import gc
import sys

__all__ = ["main"]

_UNUSED = ("numpy", "pandas")


def main(arguments: list[str] | None = None) -> int:
    """Run commands until the office closes its end or asks for none for SECONDS; returns the exit code 0."""
    parser = argparse.ArgumentParser(
        prog="python -m perfeval_xl.addin",
        description="在打开的 LibreOffice 工作簿中运行命令，由扩展启动。",
    )
    parser.add_argument(
        "--stay",
        type=float,
        default=0,
        metavar="秒",
        help="做完一个命令后等候下一个的时间；0 表示只做一个",
    )
    asked = parser.parse_args(arguments)
    _hurry()
    from perfeval_xl.addin.staying import stay

    stay(asked.stay)
    return 0


def _hurry() -> None:
    """Start faster: a person waits.

    xlwings and openpyxl load pandas and numpy wherever they are installed, for values nobody here asks for; that is a
    third of the start. Both do without where they cannot be imported.
    """
    gc.disable()
    for name in _UNUSED:
        sys.modules.setdefault(name, None)  # type: ignore[arg-type] # what Python's documentation says prevents an import


if __name__ == "__main__":
    sys.exit(main())
