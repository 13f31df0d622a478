"""One file of ours through the whole road, against the quickest bare reading there is and against openpyxl's loading.

Taking turns on the same bytes in one process; the first file of a process is measured in a process of its own.
"""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
from python_calamine import CalamineWorkbook

from benchmarks.timing import Row, compare
from perfeval_xl.evaluation import evaluate
from perfeval_xl.form.filling import fill_form
from perfeval_xl.scheme.loader import example_json, load_scheme
from perfeval_xl.submission.spelling import loads

__all__ = ["bare_reading", "example_form", "measure_fixed", "measure_open"]

_FIRST = """
import sys, time
from pathlib import Path
from perfeval_xl.evaluation import evaluate
data = Path(sys.argv[1]).read_bytes()
started = time.process_time()
evaluate(data, "表.xlsx")
print((time.process_time() - started) * 1000)
"""


def example_form(scheme_id: str) -> bytes:
    """Return the example of a scheme as a filled workbook."""
    submission = loads(example_json(scheme_id).encode(), f"{scheme_id}.json")
    return fill_form(load_scheme(scheme_id), submission)


def bare_reading(data: bytes) -> None:
    """Read all cells of all sheets with python-calamine, and do nothing with them."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    for title in book.sheet_names:
        book.get_sheet_by_name(title).to_python(skip_empty_area=False)


def measure_open(rounds: int) -> tuple[str, tuple[Row, ...]]:
    """Time the form of an open scheme."""
    return _measured("xinzhou-2022", rounds)


def measure_fixed(rounds: int) -> tuple[str, tuple[Row, ...]]:
    """Time the form of a fixed scheme."""
    return _measured("yueyang-2020", rounds)


def _measured(scheme_id: str, rounds: int) -> tuple[str, tuple[Row, ...]]:
    data = example_form(scheme_id)
    tasks: dict[str, Callable[[], object]] = {
        "python-calamine（只读单元格）": lambda: bare_reading(data),
        "evaluate（读取＋校验＋评分）": lambda: evaluate(data, "表.xlsx"),
        "openpyxl.load_workbook": lambda: openpyxl.load_workbook(io.BytesIO(data)),
    }
    rows = compare(tasks, rounds)
    first = _first_of_a_process(data)
    yardstick = rows[0].milliseconds
    told = Row(
        label="一个进程里的第一份",
        milliseconds=first,
        spread=0.0,
        ratio=first / yardstick,
    )
    return f"打开一份填好的表格（{scheme_id}，{len(data)} 字节）", (*rows, told)


def _first_of_a_process(data: bytes) -> float:
    """Return the milliseconds of computing that the first file takes, imports aside; the least of three."""
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "form.xlsx"
        path.write_bytes(data)
        command = [sys.executable, "-c", _FIRST, str(path)]
        runs = [
            subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
            for _ in range(3)
        ]
    return min(float(run.stdout) for run in runs)
