"""`report all`: a thousand reports on one core and on two."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from benchmarks.road import filled_form
from benchmarks.timing import Row, compare
from perfeval_xl.report.many import Form, make_all

__all__ = ["measure"]

_MANY = 1000
_EACH_ROUND = 25


def measure(rounds: int) -> tuple[str, tuple[Row, ...]]:
    """Time 1,000 reports with one process and with two; 25 for each round where fewer are asked for."""
    count = min(_MANY, _EACH_ROUND * rounds)
    data = filled_form()
    forms = [Form(name=f"{number:04}.xlsx", read=lambda: data, target=f"{number:04}.docx") for number in range(count)]
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "报告.docx"

        def make(at_once: int) -> None:
            for made in make_all(forms, at_once=at_once):
                target.write_bytes(made.document)

        tasks = {"一个核心": lambda: make(1), "  两个核心": lambda: make(2)}
        rows = compare(tasks, 1)
    times = rows[0].milliseconds / rows[1].milliseconds
    title = f"report all：{count} 份报告（本机 {os.cpu_count()} 个核心），两个核心快 {times:.2f} 倍"
    return title, rows
