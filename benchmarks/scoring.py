"""Scoring 22 indicators with explanations, against formula engines that evaluate the same rules in the form's workbook.

`formualizer` comes with the development tools; `formulas` and LibreOffice are measured where they are installed.
"""

from __future__ import annotations

import contextlib
import importlib
import shutil
import statistics
import tempfile
import warnings
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Any

from benchmarks.timing import Row, compare
from perfeval_xl.form.filling import fill_form
from perfeval_xl.scheme.loader import load_scheme
from perfeval_xl.scoring import score_submission
from perfeval_xl.submission.spelling import loads
from tests.support.office import Office

__all__ = ["measure"]

SCHEME = "yueyang-2020"
_SLOW_ROUNDS = 5


def measure(rounds: int) -> tuple[str, tuple[Row, ...]]:
    """Time one scoring, and every engine over the workbook of the same submission, read beforehand."""
    example = resources.files("perfeval_xl.scheme").joinpath(
        "data", "examples", f"{SCHEME}.json"
    )
    scheme, submission = load_scheme(SCHEME), loads(example.read_bytes(), example.name)
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / f"{SCHEME}.xlsx"
        path.write_bytes(fill_form(scheme, submission))
        rows = list(
            compare(
                {
                    "score_submission（含说明）": lambda: score_submission(
                        submission, scheme
                    )
                },
                rounds,
            )
        )
        for label, engine in _engines(path).items():
            rows += compare({label: engine}, min(rounds, _SLOW_ROUNDS))
        rows += _libreoffice(path, min(rounds, _SLOW_ROUNDS))
    base = rows[0].milliseconds
    ratios = (
        Row(
            label=r.label,
            milliseconds=r.milliseconds,
            spread=r.spread,
            ratio=r.milliseconds / base,
        )
        for r in rows
    )
    return f"{len(scheme.indicators)}项指标评分（{SCHEME}）", tuple(ratios)


def _engines(path: Path) -> dict[str, Callable[[], object]]:
    engines: dict[str, Callable[[], object]] = {}
    with contextlib.suppress(ImportError):
        formualizer: Any = importlib.import_module("formualizer")
        engines["formualizer（读入并计算工作簿）"] = lambda: formualizer.load_workbook(
            str(path), strategy="eager_all"
        ).evaluate_all()
    with contextlib.suppress(ImportError):
        formulas: Any = importlib.import_module("formulas")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            model = formulas.ExcelModel().loads(str(path)).finish()
        engines["formulas（只计算）"] = model.calculate
    return engines


def _libreoffice(path: Path, rounds: int) -> list[Row]:
    if shutil.which("soffice") is None:
        return []
    office = Office(path.parent)
    try:
        times = [
            seconds * 1000 for seconds in office.recalculations(path, rounds + 1)[1:]
        ]
    finally:
        office.close()
    median = statistics.median(times)
    return [
        Row(
            label="LibreOffice（重算整个工作簿）",
            milliseconds=median,
            spread=0.0,
            ratio=1.0,
        )
    ]
