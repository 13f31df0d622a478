"""What hangs on a submission, put aside in a file of the system until its turn comes: a province does not fit in memory."""

from __future__ import annotations

# What this process wrote itself a moment ago, into a file without a name
import pickle
import tempfile
from collections.abc import Sequence
from types import TracebackType
from typing import Generic, TypeVar

__all__ = ["Shelf"]

T = TypeVar("T")


class Shelf(Generic[T]):
    """Records by the number of their submission, on disk; of a number that was not put there, there are none."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the shelf
        self._places: dict[int, tuple[int, int]] = {}

    def __enter__(self) -> Shelf[T]:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def put(self, number: int, records: Sequence[T]) -> None:
        """Put the records of one submission aside."""
        data = pickle.dumps(tuple(records))
        self._places[number] = (self._file.tell(), len(data))
        self._file.write(data)

    def of(self, number: int) -> tuple[T, ...]:
        """Return the records of one submission."""
        if number not in self._places:
            return ()
        start, size = self._places[number]
        self._file.seek(start)
        found: tuple[T, ...] = pickle.loads(self._file.read(size))  # noqa: S301 - written by `put`
        # Back to the end, where the next records will be written
        self._file.seek(0, 2)
        return found
