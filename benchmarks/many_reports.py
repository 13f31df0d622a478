"""`report all`: a thousand reports on one core and on two."""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path

from benchmarks.road import filled_form
from benchmarks.timing import Row
from perfeval_xl.report.many import Form, make_all

__all__ = ["measure"]

_MANY = 1000
_EACH_ROUND = 25
_FIRST = 4


def measure(rounds: int) -> tuple[str, tuple[Row, ...]]:
    """Time 1,000 reports with one process and with two; 25 for each round where fewer are asked for."""
    count = min(_MANY, _EACH_ROUND * rounds)
    data = filled_form()
    forms = [Form(name=f"{number:04}.xlsx", read=lambda: data, target=f"{number:04}.docx") for number in range(count)]
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "报告.docx"
        one = _seconds(forms, 1, target)
        two = _seconds(forms, 2, target)
    title = f"report all：{count} 份报告（本机 {os.cpu_count()} 个核心），两个核心快 {one / two:.2f} 倍"
    return title, (_row("一个核心", one, one), _row("  两个核心", two, one))


def _seconds(forms: list[Form], at_once: int, target: Path) -> float:
    """Time all forms once, with processes that have already started."""
    for made in make_all(forms[: at_once * _FIRST], at_once=at_once):
        target.write_bytes(made.document)
    started = time.perf_counter()
    for made in make_all(forms, at_once=at_once):
        target.write_bytes(made.document)
    return time.perf_counter() - started


def _row(label: str, seconds: float, yardstick: float) -> Row:
    return Row(label=label, milliseconds=seconds * 1000, spread=0, ratio=seconds / yardstick)
