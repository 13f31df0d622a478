"""`python -m perfeval_xl.addin COMMAND --pipe NAME`: run a command in the LibreOffice that waits at a pipe.

The extension starts this with a click. What went wrong is told in the office; the exit code is then 0 all the same, and
only what nobody in the office could be told is left on stderr.
"""

from __future__ import annotations

import argparse
import sys

from perfeval_xl.addin.ribbon import COMMANDS, run
from perfeval_xl.libreoffice_engine import OfficeFailure, attach

__all__ = ["main"]


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns the exit code, 3 when the office cannot be reached."""
    parser = argparse.ArgumentParser(
        prog="python -m perfeval_xl.addin", description="在打开的 LibreOffice 工作簿中运行一个命令。"
    )
    parser.add_argument(
        "command", choices=COMMANDS, help="；".join(f"{name} {title}" for name, title in COMMANDS.items())
    )
    parser.add_argument("--pipe", required=True, help="LibreOffice 等候的管道名")
    asked = parser.parse_args(arguments)
    try:
        app = attach(f"pipe,name={asked.pipe}")
    except OfficeFailure as exc:
        sys.stderr.write(f"{exc}\n")
        return 3
    run(asked.command, app)
    app.quit()  # the connection only
    return 0


if __name__ == "__main__":
    sys.exit(main())
