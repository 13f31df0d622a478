"""What work on a hostile file costs: memory in a process of its own, and how the work grows with the file.

Work is counted as the calls that Python makes and the time of its processor together are too coarse alone: calls do not
see what one call of a library does, and times differ from run to run. Growth is therefore a ratio of times of the
processor, the least of several runs, at sizes that differ four times: 4 is linear, 16 the square.
"""

from __future__ import annotations

import multiprocessing
import sys
import time
from collections.abc import Callable
from multiprocessing.connection import Connection

from perfeval_xl.errors import PerfevalError
from tools.fuzz import peak_megabytes

__all__ = ["LINEAR", "MEGABYTES", "calls_of", "growth", "outcome"]

LINEAR = 9
"""A ratio between linear (4) and the square (16) for sizes that differ four times."""
MEGABYTES = 500
"""What one file may take, the program itself included."""
_ROUNDS = 4
_ENOUGH = 0.02  # seconds; less cannot be compared


def outcome(
    work: Callable[[bytes], object], make: Callable[..., bytes], *sizes: int | str
) -> tuple[str, float]:
    """Return what became of a file, and the most memory in MB that a process took that made and read it.

    What became of it is `read`, or the name of our error; anything else that is raised is raised here.
    """
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(
        target=_measure, args=(there, work, make, sizes), daemon=True
    )
    process.start()
    there.close()
    try:
        assert here.poll(120), "not even two minutes were enough"
        told, megabytes = here.recv()
    finally:
        process.kill()
        process.join()
    return str(told), float(megabytes)


def _measure(
    pipe: Connection,
    work: Callable[[bytes], object],
    make: Callable[..., bytes],
    sizes: tuple[int | str, ...],
) -> None:
    told = _told(work, make(*sizes))
    pipe.send((told, peak_megabytes()))


def _told(work: Callable[[bytes], object], data: bytes) -> str:
    try:
        work(data)
    except PerfevalError as error:
        return type(error).__name__
    return "read"


def growth(
    work: Callable[[bytes], object], make: Callable[[int], bytes], size: int
) -> float:
    """Return how many times longer four times the size takes."""
    small, large = make(size), make(4 * size)
    _told(work, small)  # what is done once
    seconds = min(_seconds(work, small) for _ in range(_ROUNDS))
    return min(_seconds(work, large) for _ in range(_ROUNDS)) / max(seconds, _ENOUGH)


def _seconds(work: Callable[[bytes], object], data: bytes) -> float:
    started = time.process_time()
    _told(work, data)
    return time.process_time() - started


def calls_of(work: Callable[[], object]) -> int:
    """Return how many functions are called, those of libraries written in C included."""
    count = 0

    def see(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(see)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count
