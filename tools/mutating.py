"""Mutants of files: what a damaged disk, an odd program or somebody with bad intentions might hand in.

Every mutant follows from its seed. Most of the changes aim at structure: repeats, nesting, counts, names, ways of
compression, cuts and flipped bits.
"""

from __future__ import annotations

import io
import random
import re
import zipfile
import zlib
from collections.abc import Callable, Sequence

__all__ = ["mutant"]

_ELEMENT = re.compile(
    rb"<([A-Za-z][\w:.-]{0,40})(?:[^<>]{0,300}/>|[^<>]{0,300}>[^<]{0,300}</\1>)"
)
_NUMBER = re.compile(rb"\d{1,12}")
_QUOTED = re.compile(rb'="[^"]{0,80}"')
_SHOWN = re.compile(rb">[^<>]{1,80}<")
_LINE = re.compile(rb"[^\n]*\n")
_COUNTS = (2, 50, 1_000, 20_000)
_NUMBERS = (
    b"0",
    b"-1",
    b"1048577",
    b"4294967296",
    b"99999999999999999999",
    b"1e999",
    b"NaN",
    b"9" * 5000,
)
_PIECES = (
    b" ", b"(", b")", b"[", b"'", b'"', b"<!---->", b"&lt;!----&gt;", b"9", b",", b"=", b"{{", b"{%", b"_x0041_", b"%", b"\t",
    "年度".encode(), "（".encode(), "指标1：".encode(), "≥".encode(), "每".encode(), "分".encode(), "万".encode(), b"A1:", b"$A$1,",
)  # fmt: skip
_METHODS = (
    zipfile.ZIP_STORED,
    zipfile.ZIP_DEFLATED,
    zipfile.ZIP_DEFLATED,
    zipfile.ZIP_BZIP2,
    zipfile.ZIP_LZMA,
)
_LARGEST = 3_000_000
Change = Callable[[random.Random, bytes], bytes]


def mutant(kind: str, base: bytes, seed: int) -> bytes:
    """Return the mutant of a file of a kind (`xlsx`, `ods`, `docx`: packed; all others are plain) with this seed."""
    draw = random.Random(seed)  # noqa: S311 - a seed gives the same mutant again
    data = base
    for _ in range(draw.choice((1, 1, 1, 2, 3))):
        data = (
            _packed(draw, data)
            if kind in {"xlsx", "ods", "docx"}
            else _plain(draw, data, kind)
        )
    return data


def _packed(draw: random.Random, data: bytes) -> bytes:
    if draw.random() < 0.2:
        return _bytes(draw, data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = [
                (entry.filename, archive.read(entry)) for entry in archive.infolist()
            ]
    except (
        zipfile.BadZipFile,
        NotImplementedError,
        OSError,
        ValueError,
        RuntimeError,
        EOFError,
        zlib.error,
    ):
        return _bytes(draw, data)
    if not parts:  # an earlier change took the last one away
        return _bytes(draw, data)
    if draw.random() < 0.15:
        parts = _other_parts(draw, parts)
    else:
        at = draw.randrange(len(parts))
        name, content = parts[at]
        parts[at] = (name, draw.choice(_XML)(draw, content))
    return _zipped(draw, parts)


def _other_parts(
    draw: random.Random, parts: list[tuple[str, bytes]]
) -> list[tuple[str, bytes]]:
    """Drop, repeat, rename or exchange whole parts."""
    at, other = draw.randrange(len(parts)), draw.randrange(len(parts))
    choice = draw.randrange(4)
    if choice == 0:
        return parts[:at] + parts[at + 1 :]
    if choice == 1:
        return [
            *parts,
            *[
                (f"{number}/{parts[at][0]}", b"x")
                for number in range(draw.choice((1, 100, 2_500)))
            ],
        ]
    if choice == 2:
        return [
            (name if number != at else draw.choice(("../x", "", "/a", "x" * 60_000)), c)
            for number, (name, c) in enumerate(parts)
        ]
    parts[at] = (parts[at][0], parts[other][1])
    return parts


def _zipped(draw: random.Random, parts: Sequence[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    odd = draw.random() < 0.05
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            method = draw.choice(_METHODS) if odd else zipfile.ZIP_DEFLATED
            archive.writestr(
                zipfile.ZipInfo(name or "x"), content, compress_type=method
            )
    return out.getvalue()


def _plain(draw: random.Random, data: bytes, kind: str) -> bytes:
    if kind == "xls" or draw.random() < 0.1:
        return _bytes(draw, data)
    return draw.choice(_TEXT)(draw, data)


def _bytes(draw: random.Random, data: bytes) -> bytes:
    """Flip, cut, double or exchange bytes."""
    if not data:
        return data
    choice, at = draw.randrange(6), draw.randrange(len(data))
    changed = bytearray(data)
    if choice == 0:
        for _ in range(draw.choice((1, 10, 100))):
            place = draw.randrange(len(changed))
            changed[place] ^= 1 << draw.randrange(8)
    elif choice == 1:
        del changed[at:]
    elif choice == 2:
        del changed[at : at + draw.choice((1, 4, 100))]
    elif choice == 3:
        changed[at:at] = changed[at : at + draw.choice((4, 100, 5_000))] * draw.choice(
            (1, 5, 200)
        )
    elif choice == 4:
        changed[at : at + 4] = draw.choice(
            (b"\0\0\0\0", b"\xff\xff\xff\xff", b"\xff\xff\xff\x7f", b"PK\x03\x04")
        )
    else:
        changed[at:at] = draw.choice((b"\0", b"PK\x05\x06", b"\xff" * 300))
    return bytes(changed[:_LARGEST])


def _replaced(
    draw: random.Random,
    data: bytes,
    pattern: re.Pattern[bytes],
    new: Callable[[bytes], bytes],
) -> bytes:
    """Put something else for one place that a pattern finds."""
    found = list(pattern.finditer(data[:_LARGEST]))
    if not found:
        return _bytes(draw, data)
    match = draw.choice(found)
    return (data[: match.start()] + new(match[0]) + data[match.end() :])[: 3 * _LARGEST]


def _many(draw: random.Random, piece: bytes) -> bytes:
    count = draw.choice(_COUNTS)
    return piece * min(count, max(2, _LARGEST // max(1, len(piece))))


def _repeated(draw: random.Random, data: bytes) -> bytes:
    return _replaced(draw, data, _ELEMENT, lambda found: _many(draw, found))


def _renumbered(draw: random.Random, data: bytes) -> bytes:
    return _replaced(draw, data, _NUMBER, lambda _: draw.choice(_NUMBERS))


def _nested(draw: random.Random, data: bytes) -> bytes:
    def nest(found: bytes) -> bytes:
        name = found[1:].split(b" ")[0].split(b">")[0].split(b"/")[0]
        depth = draw.choice((3, 60, 5_000))
        return b"<%s>" % name * depth + found + b"</%s>" % name * depth

    return _replaced(draw, data, _ELEMENT, nest)


def _dropped(draw: random.Random, data: bytes) -> bytes:
    return _replaced(draw, data, draw.choice((_ELEMENT, _QUOTED)), lambda _: b"")


def _lengthened(draw: random.Random, data: bytes) -> bytes:
    """Put a long run of one piece for a text or an attribute."""
    long = _many(
        draw, draw.choice(_PIECES).replace(b'"', b"&quot;").replace(b"<", b"&lt;")
    )
    if draw.random() < 0.5:
        return _replaced(draw, data, _SHOWN, lambda found: found[:-1] + long + b"<")
    return _replaced(draw, data, _QUOTED, lambda _: b'="' + long + b'"')


def _renamed(draw: random.Random, data: bytes) -> bytes:
    """Exchange two attributes or two texts of the same file."""
    pattern = draw.choice((_QUOTED, _SHOWN))
    others = [match[0] for match in pattern.finditer(data[:_LARGEST])] or [b""]
    return _replaced(draw, data, pattern, lambda _: draw.choice(others))


def _with_doctype(_draw: random.Random, data: bytes) -> bytes:
    head, mark, rest = data.partition(b"?>")
    return (
        head + mark + b'<!DOCTYPE a [<!ENTITY b "c">]>' + rest
        if mark
        else b'<!DOCTYPE a [<!ENTITY b "c">]>' + data
    )


_XML: tuple[Change, ...] = (
    _repeated, _repeated, _renumbered, _renumbered, _nested, _dropped, _lengthened, _lengthened, _renamed, _with_doctype, _bytes,
)  # fmt: skip


def _lines(draw: random.Random, data: bytes) -> bytes:
    return _replaced(draw, data, _LINE, lambda found: _many(draw, found))


def _line_gone(draw: random.Random, data: bytes) -> bytes:
    return _replaced(draw, data, _LINE, lambda _: b"")


def _run(draw: random.Random, data: bytes) -> bytes:
    """Put a long run of one piece into a line."""
    return _replaced(
        draw,
        data,
        _LINE,
        lambda found: found.rstrip(b"\n") + _many(draw, draw.choice(_PIECES)) + b"\n",
    )


def _opened(draw: random.Random, data: bytes) -> bytes:
    """Nest what brackets open."""
    opening, closing = draw.choice(
        ((b"[", b"]"), (b"{", b"}"), (b'{"a":', b"}"), (b"(", b")"), (b"a.", b""))
    )
    depth = draw.choice((20, 900, 50_000))
    return _replaced(
        draw, data, _NUMBER, lambda _: opening * depth + b"1" + closing * depth
    )


def _parts(draw: random.Random, data: bytes) -> bytes:
    """Nest the parts of a mail, or have it declare many."""
    depth = draw.choice((5, 30, 400))
    head = b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (n, n)
        for n in range(depth)
    )
    return head + data


_TEXT: tuple[Change, ...] = (
    _lines,
    _line_gone,
    _run,
    _run,
    _opened,
    _renumbered,
    _lengthened,
    _renamed,
    _parts,
    _bytes,
)
