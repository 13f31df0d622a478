"""A display of its own for a program with windows (Xvfb)."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from perfeval_xl.errors import EnvironmentMissing

__all__ = ["LAPTOP", "SCREEN", "display"]

SCREEN = (1280, 900)
"""Width and height in pixels."""

LAPTOP = (1366, 768)
"""The screen of many offices."""

_ENDING_SECONDS = 60
_ATTEMPTS = 5


@contextmanager
def display(size: tuple[int, int] = SCREEN) -> Iterator[str]:
    """Give the name of a new display of that width and height, which ends with the block.

    A number that another program takes at the same moment is given up for the next. Without `-noreset` the display goes
    away for a moment whenever nobody uses it: between two programs of one office.

    Raises:
        EnvironmentMissing: Xvfb does not start.
    """
    for _ in range(_ATTEMPTS):
        read, write = os.pipe()
        depth = f"{size[0]}x{size[1]}x24"
        command = [
            "Xvfb",
            "-noreset",
            "-displayfd",
            str(write),
            "-screen",
            "0",
            depth,
            "-nolisten",
            "tcp",
        ]
        server = subprocess.Popen(command, pass_fds=(write,), stderr=subprocess.DEVNULL)
        os.close(write)
        try:
            with os.fdopen(read) as answer:
                number = answer.readline().strip()
            if number:
                yield f":{number}"
                return
        finally:
            server.terminate()
            server.wait(timeout=_ENDING_SECONDS)
    raise EnvironmentMissing("Xvfb 没有启动。", "请检查软件包 xvfb 是否装好。")
