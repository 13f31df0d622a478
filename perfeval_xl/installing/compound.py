"""Compound files ([MS-CFB] version 3): the folder of streams that a `vbaProject.bin` is.

The sectors stand in one fixed order (allocation table, directory, mini table, mini stream, large streams) and there are
no dates, so that the same streams always give the same bytes.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

__all__ = ["compound_file"]

# Sizes of sectors in bytes, and from how many bytes on a stream stands in whole sectors
_SECTOR, _MINI, _CUTOFF = 512, 64, 4096
# What a table says of a sector instead of naming the next one ([MS-CFB] 2.1)
_END = 0xFFFFFFFE
_FREE = 0xFFFFFFFF
_FAT = 0xFFFFFFFD
_NONE = 0xFFFFFFFF
# The header itself names so many sectors of the table; more would need a list of lists
_HEADER_FATS = 109
# Kinds of directory entries, and the colours of the tree they are linked in
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_RED, _BLACK = 0, 1

Folder = Mapping[str, "bytes | Folder"]


@dataclass(slots=True, kw_only=True)
class _Entry:
    """A directory entry under construction; the numbers of its neighbours are filled in as the tree grows."""

    name: str
    kind: int
    data: bytes = b""
    colour: int = _BLACK
    left: int = _NONE
    right: int = _NONE
    child: int = _NONE
    start: int = _END

    def packed(self) -> bytes:
        # 64 bytes of name, its length with the closing zero, then the places of the neighbours in the tree
        name = self.name.encode("utf-16-le")
        head = struct.pack(
            "<64sHBB3I",
            name,
            len(name) + 2,
            self.kind,
            self.colour,
            self.left,
            self.right,
            self.child,
        )
        # A folder has no content, but its field for the first sector is 0 and not the end mark
        if self.kind == _STORAGE:
            start = 0
        else:
            start = self.start
        # No class id, no flags, no times: the same file for the same streams
        return head + bytes(16 + 4 + 8 + 8) + struct.pack("<IQ", start, len(self.data))


@dataclass(slots=True)
class _Chain:
    """Sectors of one size and the table that links them."""

    size: int
    content: bytearray = field(default_factory=bytearray)
    table: list[int] = field(default_factory=list)

    def add(self, data: bytes) -> int:
        """Append a stream and return its first sector; an empty stream has none."""
        if not data:
            return _END
        # Every sector names the next one; the last says that it is the last
        first = len(self.table)
        count = -(-len(data) // self.size)
        self.table += [*range(first + 1, first + count), _END]
        self.content += data.ljust(count * self.size, b"\0")
        return first


def compound_file(streams: Folder) -> bytes:
    """Return the compound file of these streams by name; a mapping in the place of a stream is a folder.

    Names must be at most 31 characters long. Raises `ValueError` for more than seven megabytes, which need a kind of
    table that is not written here.
    """
    # The directory first: whoever reads finds streams through it
    entries = [_Entry(name="Root Entry", kind=_ROOT)]
    entries[0].child = _add_folder(entries, streams)
    # Small streams share the stream of the root, in sectors of 64 bytes with a table of their own
    mini = _Chain(_MINI)
    for entry in entries:
        if entry.kind == _STREAM and len(entry.data) < _CUTOFF:
            entry.start = mini.add(entry.data)
    root = entries[0]
    root.data = bytes(mini.content)
    mini_table = _table(mini.table)
    # What is left stands in whole sectors
    large = [
        entry
        for entry in entries
        if entry.kind == _STREAM and len(entry.data) >= _CUTOFF
    ]
    # How large the table is depends on how many sectors there are, its own included
    directory_size = -(-len(entries) * 128 // _SECTOR) * _SECTOR
    sizes = [
        directory_size,
        len(mini_table),
        len(root.data),
        *(len(entry.data) for entry in large),
    ]
    fats = _fat_sectors(sum(-(-size // _SECTOR) for size in sizes))
    # In this order: the table, the directory, the table of the small ones, all streams
    sectors = _Chain(_SECTOR, table=[_FAT] * fats)
    directory_at = sectors.add(bytes(directory_size))
    mini_table_at = sectors.add(mini_table)
    for entry in (root, *large):
        entry.start = sectors.add(entry.data)
    # Only now every entry knows its first sector; what is left of the last sector is entries that nobody uses
    directory = b"".join(entry.packed() for entry in entries)
    unused = struct.pack("<64sHBB3I", b"", 0, 0, 0, _NONE, _NONE, _NONE) + bytes(48)
    sectors.content[:directory_size] = directory + unused * (
        (directory_size - len(directory)) // 128
    )
    header = _header(fats, directory_at, mini_table_at, len(mini_table) // _SECTOR)
    return header + _table(sectors.table) + bytes(sectors.content)


def _add_folder(entries: list[_Entry], folder: Folder) -> int:
    """Append the entries of a folder, linked as a balanced tree; returns the number of its top."""
    first = len(entries)
    # By length and then by letter, as the format sorts them: readers search the tree
    names = sorted(
        folder, key=lambda name: (len(name.encode("utf-16-le")), name.upper())
    )
    for name in names:
        content = folder[name]
        if isinstance(content, bytes):
            data = content
        else:
            data = b""
        entries.append(
            _Entry(
                name=name,
                kind=_STREAM if isinstance(content, bytes) else _STORAGE,
                data=data,
            )
        )
    # The top is black, and all paths down have the same number of black entries
    top = _link(entries, range(first, first + len(names)), len(names).bit_length() - 1)
    if names:
        entries[top].colour = _BLACK
    # Folders below come behind all entries of this one
    for number, name in enumerate(names, first):
        content = folder[name]
        if not isinstance(content, bytes):
            entries[number].child = _add_folder(entries, content)
    return top


def _link(entries: list[_Entry], numbers: Sequence[int], height: int) -> int:
    """Link sorted entries as a red-black tree of so many black levels; the last level is red."""
    if not numbers:
        return _NONE
    middle = len(numbers) // 2
    entry = entries[numbers[middle]]
    entry.left = _link(entries, numbers[:middle], height - 1)
    entry.right = _link(entries, numbers[middle + 1 :], height - 1)
    if height:
        entry.colour = _BLACK
    else:
        entry.colour = _RED
    return numbers[middle]


def _fat_sectors(content: int) -> int:
    """Return how many sectors the table needs that holds itself and so many other sectors."""
    fats = 1
    # One sector of the table names 128 sectors
    while fats * (_SECTOR // 4) < fats + content:
        fats += 1
    if fats > _HEADER_FATS:
        raise ValueError(
            f"{content} sectors are too many for a compound file without a DIFAT"
        )
    return fats


def _table(links: Sequence[int]) -> bytes:
    data = struct.pack(f"<{len(links)}I", *links)
    return data + b"\xff" * (-len(data) % _SECTOR)


def _header(
    fats: int,
    directory_at: int,
    mini_table_at: int,
    mini_tables: int,
) -> bytes:
    # Signature, no class id, version 3.62, little endian, sectors of 2 to the 9th and of 2 to the 6th bytes
    head = struct.pack(
        "<8s16s5H6x",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        bytes(16),
        0x3E,
        3,
        0xFFFE,
        9,
        6,
    )
    # How many of each table there are and where they begin; no list of lists
    counts = (
        0,
        fats,
        directory_at,
        0,
        _CUTOFF,
        mini_table_at,
        mini_tables,
        _END,
        0,
    )
    numbers = [*range(fats), *[_FREE] * (_HEADER_FATS - fats)]
    return head + struct.pack("<9I109I", *counts, *numbers)
