"""`python -m perfeval_xl.addin --stay SECONDS`: run the commands that LibreOffice asks for on stdin.

The extension starts this with a click and keeps it for the next one: starting Python and loading the rules takes ten times
as long as a command. What went wrong is told in the office; only what nobody there could be told stands in the answer.
"""

from __future__ import annotations

import argparse
import sys

from perfeval_xl.addin.hurrying import hurry

__all__ = ["main"]


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
    # Before anything is imported: that is where the time goes
    hurry()
    from perfeval_xl.addin.staying import stay

    stay(asked.stay)
    return 0


if __name__ == "__main__":
    sys.exit(main())
