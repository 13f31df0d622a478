"""Medians of interleaved measurements, and the table that shows them."""

from __future__ import annotations

import gc
import statistics
import time
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

__all__ = ["Row", "compare", "table"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line: the median time, its spread (half the distance of the quartiles), and its ratio to the first line."""

    label: str
    milliseconds: float
    spread: float
    ratio: float


def compare(tasks: Mapping[str, Callable[[], object]], rounds: int) -> tuple[Row, ...]:
    """Time every task `rounds` times, taking turns; the first task is the yardstick."""
    times: dict[str, list[float]] = {label: [] for label in tasks}
    for label, task in tasks.items():
        task()
        task()
        times[label].clear()
    for _ in range(rounds):
        for label, task in tasks.items():
            gc.collect()
            started = time.perf_counter()
            task()
            times[label].append((time.perf_counter() - started) * 1000)
    yardstick = statistics.median(next(iter(times.values())))
    return tuple(_row(label, measured, yardstick) for label, measured in times.items())


def _row(label: str, measured: Sequence[float], yardstick: float) -> Row:
    median = statistics.median(measured)
    quartiles = (
        statistics.quantiles(measured, n=4)
        if len(measured) > 1
        else [median, median, median]
    )
    spread = (quartiles[2] - quartiles[0]) / 2
    return Row(
        label=label, milliseconds=median, spread=spread, ratio=median / yardstick
    )


def table(title: str, rows: Sequence[Row]) -> str:
    """Return the rows as a table for the terminal, Chinese characters counted as two columns."""
    widest = max(_width(row.label) for row in rows)
    lines = [title, f"{'':{widest}}      中位数      波动    比值"]
    for row in rows:
        label = row.label + " " * (widest - _width(row.label))
        lines.append(
            f"{label}  {row.milliseconds:8.2f} ms  ±{row.spread:5.2f} ms  {row.ratio:6.2f}"
        )
    return "\n".join(lines)


def _width(text: str) -> int:
    return sum(
        2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in text
    )
