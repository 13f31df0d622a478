"""A click on the ribbon: what importing costs beside `import xlwings`, and a whole command from the start of Python.

The office is warm, as it is for somebody who works in it: the command has run once before. Goals: the import at most 1.5
times that of xlwings, 校验 of a form with 22 indicators at most 1.5 seconds from the start of Python to the last mark.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
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
    title = f"功能区：从点击（启动 Python）到标记完成（{SCHEME}，{rounds} 次）"
    xlwings.engines[xlwings_libreoffice.ENGINE.name].activate()
    try:
        app = xlwings.App(visible=False, add_book=False)
    except xlwings_libreoffice.OfficeMissing:
        return title, compare(tasks, rounds)
    with tempfile.TemporaryDirectory() as folder:
        try:
            path = Path(folder) / "form.xlsx"
            path.write_bytes(_filled())
            app.books.open(str(path))
            pipe = app.impl.office.address.partition("name=")[2]
            for command, label in {
                "check": "校验",
                "score": "评分",
                "next": "下一个问题",
                "clear": "清除标记",
            }.items():
                tasks[f"  {label}"] = lambda command=command: _python(
                    "-m", "perfeval_xl.addin", command, "--pipe", pipe
                )
            return title, compare(tasks, rounds)
        finally:
            app.quit()


def _filled() -> bytes:
    example = resources.files("perfeval_xl.scheme").joinpath(
        "data", "examples", f"{SCHEME}.json"
    )
    return fill_form(load_scheme(SCHEME), loads(example.read_bytes(), example.name))


def _python(*arguments: str) -> None:
    variables = {**os.environ, "PYTHONPATH": str(_CHECKOUT)}
    subprocess.run(  # noqa: S603
        [sys.executable, *arguments],
        check=True,
        env=variables,
        stdin=subprocess.DEVNULL,
    )
