"""Other limits for a while, so that a test needs no huge file; workers have a process of their own, and the real ones."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from perfeval_xl import workers
from perfeval_xl.limits import LIMITS
from perfeval_xl.workers import Worker, _idle


@contextmanager
def limited(**values: int) -> Iterator[None]:
    """Set these limits within the block."""
    before = {key: getattr(LIMITS, key) for key in values}
    try:
        for key, value in values.items():
            object.__setattr__(LIMITS, key, value)
        yield
    finally:
        for key, value in before.items():
            object.__setattr__(LIMITS, key, value)


class _Here(Worker):
    """Does the work in this process, where a test may have changed something."""

    def start(self) -> None:
        pass

    def interrupt(self) -> None:
        pass

    def run(self, file: str, work: Any, *arguments: Any, **named: Any) -> Any:
        return work(*arguments, **named)


@contextmanager
def working_here() -> Iterator[None]:
    """Have the files of one run read in this process within the block."""
    here = _Here()
    _idle.append(here)
    try:
        with patch.object(
            workers, "cores", return_value=1
        ):  # so that one at a time is lent, the last
            yield
    finally:
        _idle.remove(here)
