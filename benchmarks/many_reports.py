"""`report all`: a thousand reports on one core and on two.

The two take turns, batch by batch, so that a busy machine slows both. What is left of that is told beside it: how much
computing one report needs in its worker, and how much in the one process that hands the forms out and writes the reports.
Only the latter cannot be shared among cores.
"""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path

from benchmarks.road import filled_form
from benchmarks.timing import Row
from perfeval_xl.evaluation import evaluate
from perfeval_xl.report.many import Form, make_all
from perfeval_xl.report.rendering import render_report

__all__ = ["measure"]

_MANY = 1000
_EACH_ROUND = 25
_BATCH = 50
_FIRST = 4
_ALONE = 20


def measure(rounds: int) -> tuple[str, tuple[Row, ...]]:
    """Time 1,000 reports with one process and with two; 25 for each round where fewer are asked for."""
    count = min(_MANY, _EACH_ROUND * rounds)
    data = filled_form()
    forms = [
        Form(name=f"{number:04}.xlsx", read=lambda: data, target=f"{number:04}.docx")
        for number in range(count)
    ]
    one = two = shared = 0.0
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "报告.docx"
        _write(forms[: 2 * _FIRST], 2, target)  # the processes start
        for start in range(0, count, _BATCH):
            batch = forms[start : start + _BATCH]
            one += _seconds(batch, 1, target)
            before = time.process_time()
            two += _seconds(batch, 2, target)
            shared += time.process_time() - before
    alone = _alone(data)
    handing = shared / count
    title = (
        f"report all：{count} 份报告（本机 {os.cpu_count()} 个核心），两个核心快 {one / two:.2f} 倍；"
        f"每份在工作进程中计算 {alone * 1000:.1f} ms，在主进程中 {handing * 1000:.1f} ms，"
        f"两个空闲核心可快 {2 * alone / (alone + handing):.2f} 倍"
    )
    return title, (_row("一个核心", one, one), _row("  两个核心", two, one))


def _seconds(forms: list[Form], at_once: int, target: Path) -> float:
    started = time.perf_counter()
    _write(forms, at_once, target)
    return time.perf_counter() - started


def _write(forms: list[Form], at_once: int, target: Path) -> None:
    for made in make_all(forms, at_once=at_once):
        target.write_bytes(made.document)


def _alone(data: bytes) -> float:
    """Seconds of computing that one form needs, reading and report, without other processes."""
    render_report(evaluate(data, "1.xlsx"))
    started = time.process_time()
    for _ in range(_ALONE):
        render_report(evaluate(data, "1.xlsx"))
    return (time.process_time() - started) / _ALONE


def _row(label: str, seconds: float, yardstick: float) -> Row:
    return Row(
        label=label, milliseconds=seconds * 1000, spread=0, ratio=seconds / yardstick
    )
