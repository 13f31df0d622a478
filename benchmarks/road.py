"""One filled workbook through the whole road, against what openpyxl needs only to load the same bytes."""

from __future__ import annotations

import io
from importlib import resources

import openpyxl

from benchmarks.timing import Row, compare
from perfeval_xl.checks.run import run_checks
from perfeval_xl.evaluation import evaluate
from perfeval_xl.form.filling import fill_form
from perfeval_xl.reading import read_submission
from perfeval_xl.scheme.loader import load_scheme
from perfeval_xl.scoring import score_submission
from perfeval_xl.submission.spelling import loads

__all__ = ["filled_form", "measure"]

SCHEME = "xinzhou-2022"


def filled_form() -> bytes:
    """Return the example of the scheme as a filled workbook."""
    example = resources.files("perfeval_xl.scheme").joinpath(
        "data", "examples", f"{SCHEME}.json"
    )
    return fill_form(load_scheme(SCHEME), loads(example.read_bytes(), example.name))


def measure(rounds: int) -> tuple[str, tuple[Row, ...]]:
    """Time loading, the whole road, and its two halves."""
    data, name = filled_form(), f"{SCHEME}.xlsx"
    reading = read_submission(data, name)

    def judge() -> None:
        scorecard = score_submission(reading.submission, reading.scheme)
        run_checks(reading.submission, reading.scheme, scorecard, reading.problems)

    tasks = {
        "openpyxl.load_workbook": lambda: openpyxl.load_workbook(io.BytesIO(data)),
        "evaluate（读取＋校验＋评分）": lambda: evaluate(data, name),
        "  读取": lambda: read_submission(data, name),
        "  校验＋评分": judge,
    }
    return f"一份填好的自评表（{SCHEME}，{len(data)} 字节，{rounds} 次）", compare(
        tasks, rounds
    )
