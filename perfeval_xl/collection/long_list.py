"""A list that grows with the number of files lies in a file of the system: memory stays the same however many there are."""

from __future__ import annotations

# What this process wrote itself a moment ago, into a file without a name
import pickle
import tempfile
import weakref
from array import array
from collections.abc import Iterator, Sequence
from typing import IO, TypeVar, overload

from perfeval_xl.errors import EnvironmentMissing, system_reason

__all__ = ["LongList"]

_BLOCK = 256
"""How many items are in memory at a time; a list that is no longer needs no file."""
_ROOM = "请腾出临时文件夹所在磁盘的空间后再运行一次；台账里已经登记的都已保存。"

T = TypeVar("T")


class LongList(Sequence[T]):
    """Items in the order in which they were added, on disk block by block; the file is gone when the list is.

    Going through all of them is quick, one of them costs reading its block. Raises `EnvironmentMissing` where the
    system has no room for the file.
    """

    def __init__(self) -> None:
        self._file: IO[bytes] | None = None
        # Where each block begins, and where the last one ends
        self._starts = array("Q", [0])
        self._newest: list[T] = []

    def append(self, item: T) -> None:
        """Add an item at the end."""
        self._newest.append(item)
        if len(self._newest) == _BLOCK:
            self._put_aside()

    def __len__(self) -> int:
        return self._blocks * _BLOCK + len(self._newest)

    def __iter__(self) -> Iterator[T]:
        for number in range(self._blocks):
            yield from self._block(number)
        yield from self._newest

    def __eq__(self, other: object) -> bool:
        """Two lists are equal when their items are, in the same order."""
        if not isinstance(other, LongList):
            return NotImplemented
        if len(self) != len(other):
            return False
        return all(one == two for one, two in zip(self, other, strict=True))

    # It grows
    __hash__ = None  # type: ignore[assignment]

    @overload
    def __getitem__(self, place: int) -> T: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[T]: ...

    def __getitem__(self, place: int | slice) -> T | Sequence[T]:
        if isinstance(place, slice):
            return [self[number] for number in range(*place.indices(len(self)))]
        number, within = divmod(range(len(self))[place], _BLOCK)
        if number == self._blocks:
            return self._newest[within]
        return self._block(number)[within]

    @property
    def _blocks(self) -> int:
        return len(self._starts) - 1

    def _put_aside(self) -> None:
        data = pickle.dumps(self._newest, pickle.HIGHEST_PROTOCOL)
        try:
            if self._file is None:
                # Closed, and with it deleted, when nobody has the list any more
                self._file = tempfile.TemporaryFile()  # noqa: SIM115
                weakref.finalize(self, self._file.close)
            self._file.seek(self._starts[-1])
            self._file.write(data)
            self._file.flush()
        except OSError as failure:
            raise EnvironmentMissing(
                f"写不了临时文件（{system_reason(failure)}）。", _ROOM
            ) from failure
        self._starts.append(self._starts[-1] + len(data))
        self._newest = []

    def _block(self, number: int) -> list[T]:
        assert self._file is not None, "there are blocks only in a file"
        self._file.seek(self._starts[number])
        data = self._file.read(self._starts[number + 1] - self._starts[number])
        block: list[T] = pickle.loads(data)  # noqa: S301 - written by `append`
        return block
