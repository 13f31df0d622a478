"""The entry for Excel and WPS: `Ribbon.bas` starts a Python that calls `main` with the command of the button.

Which Excel has started it stands in the arguments (`--from_xl`, `--app`, `--hwnd`), which `wps.py` reads.
"""

from __future__ import annotations

import sys

from perfeval_xl.addin.hurrying import hurry

__all__ = ["main"]


def main(command: str) -> None:
    """Run one command; ends Python with 1 when it was not done, which is when VBA reads stderr."""
    hurry()
    from perfeval_xl.addin.ribbon import run

    if not run(command):
        sys.exit(1)
