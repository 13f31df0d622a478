"""A click on the ribbon: what importing costs beside `import xlwings`, and the commands of a Python that stays.

The office is warm, as it is for somebody who works in it, and so is Python, which the first click has started. Goals: the
import at most 1.5 times that of xlwings, 校验 of a form with 22 indicators at most 0.6 seconds from click to marks.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import xlwings

import xlwings_libreoffice
from benchmarks.timing import Row, compare
from perfeval_xl.form.filling import fill_form
from perfeval_xl.scheme.loader import load_scheme
from perfeval_xl.submission.spelling import loads

__all__ = ["measure"]

SCHEME = "yueyang-2020"
_MOST_ROUNDS = 11
_CHECKOUT = Path(__file__).resolve().parents[1]


def measure(rounds: int) -> tuple[str, tuple[Row, ...]]:
    """Time new Python processes; without LibreOffice only those that import."""
    tasks = {
        "python -c “import xlwings”": lambda: _python("-c", "import xlwings"),
        "  import perfeval_xl.addin.ribbon": lambda: _python(
            "-c", "from perfeval_xl.addin import ribbon"
        ),
    }
    rounds = min(rounds, _MOST_ROUNDS)
    title = f"功能区：从点击到标记完成（{SCHEME}，{rounds} 次）"
    xlwings.engines[xlwings_libreoffice.ENGINE.name].activate()
    try:
        app = xlwings.App(visible=False, add_book=False)
    except xlwings_libreoffice.OfficeMissing:
        return title, compare(tasks, rounds)
    with contextlib.ExitStack() as stack, tempfile.TemporaryDirectory() as folder:
        try:
            path = Path(folder) / "form.xlsx"
            path.write_bytes(_filled())
            app.books.open(str(path))
            pipe = app.impl.office.address.partition("name=")[2]
            tasks["  第一次点击：启动 Python 并校验"] = lambda: _first_click(pipe)
            beside = stack.enter_context(_staying())
            for command, label in {
                "check": "校验",
                "score": "评分",
                "next": "下一个问题",
                "clear": "清除标记",
            }.items():
                tasks[f"  {label}"] = lambda command=command: _ask(
                    beside, command, pipe
                )
            return title, compare(tasks, rounds)
        finally:
            app.quit()


def _filled() -> bytes:
    example = resources.files("perfeval_xl.scheme").joinpath(
        "data", "examples", f"{SCHEME}.json"
    )
    return fill_form(load_scheme(SCHEME), loads(example.read_bytes(), example.name))


@contextlib.contextmanager
def _staying() -> Iterator[subprocess.Popen[str]]:
    """The program that the extension starts and keeps."""
    process = subprocess.Popen(
        [sys.executable, "-m", "perfeval_xl.addin", "--stay", "60"],
        env=_variables(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    with process:
        yield process


def _first_click(pipe: str) -> None:
    with _staying() as process:
        _ask(process, "check", pipe)


def _ask(process: subprocess.Popen[str], command: str, pipe: str) -> None:
    """Have a command done; returns when it is."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps({"command": command, "pipe": pipe}) + "\n")
    process.stdin.flush()
    for line in process.stdout:
        if "code" in json.loads(line):
            return


def _python(*arguments: str) -> None:
    subprocess.run(  # noqa: S603
        [sys.executable, *arguments],
        check=True,
        env=_variables(),
        stdin=subprocess.DEVNULL,
    )


def _variables() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(_CHECKOUT)}
