"""Draw the icons of the LibreOffice menu: `python -m tools.ribbon_icons`.

Every icon is a few strokes and areas on a square of 26 units, drawn at 26 and at 16 pixels with soft edges on a
transparent ground. The colours stand out by at least 3 to 1 from white and from black alike, so that the same pictures
serve light, dark and high contrast themes; shapes differ without their colours.
"""

from __future__ import annotations

import itertools
import math
import struct
import zlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

__all__ = ["COLOURS", "FOLDER", "ICONS", "SIZES", "icon", "main"]

FOLDER = Path(__file__).resolve().parents[1] / "macros" / "libreoffice" / "icons"
SIZES = (16, 26)

COLOURS: Mapping[str, tuple[int, int, int]] = MappingProxyType(
    {
        "blue": (0x2B, 0x78, 0xC8),
        "green": (0x1E, 0x94, 0x46),
        "orange": (0xCC, 0x69, 0x12),
        "red": (0xD6, 0x40, 0x3A),
    }
)

Point = tuple[float, float]
Shape = tuple[str, Callable[[float, float], bool]]
_UNITS = 26
_SAMPLES = 6


def _stroke(colour: str, width: float, *points: Point) -> Shape:
    """A line through points, with round ends."""
    pairs = list(itertools.pairwise(points))
    return colour, lambda x, y: any(
        _distance(x, y, *pair) <= width / 2 for pair in pairs
    )


def _area(colour: str, *points: Point) -> Shape:
    """What is inside a polygon."""
    pairs = list(zip(points, (*points[1:], points[0]), strict=True))

    def inside(x: float, y: float) -> bool:
        crossed = 0
        for (ax, ay), (bx, by) in pairs:
            crossed += (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (
                by - ay
            ) + ax
        return crossed % 2 == 1

    return colour, inside


def _disc(colour: str, x: float, y: float, radius: float) -> Shape:
    return colour, lambda at, down: math.hypot(at - x, down - y) <= radius


def _ring(colour: str, x: float, y: float, radius: float, width: float) -> Shape:
    return (
        colour,
        lambda at, down: abs(math.hypot(at - x, down - y) - radius) <= width / 2,
    )


def _distance(x: float, y: float, start: Point, end: Point) -> float:
    (ax, ay), (bx, by) = start, end
    length = (bx - ax) ** 2 + (by - ay) ** 2
    along = (
        0.0
        if length == 0
        else max(0.0, min(1.0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length))
    )
    return math.hypot(x - ax - along * (bx - ax), y - ay - along * (by - ay))


def _star(x: float, y: float, outer: float, inner: float) -> tuple[Point, ...]:
    turns = [
        (math.pi * step / 5 - math.pi / 2, inner if step % 2 else outer)
        for step in range(10)
    ]
    return tuple(
        (x + radius * math.cos(turn), y + radius * math.sin(turn))
        for turn, radius in turns
    )


_PAGE = _stroke(
    "blue", 2.4, (5, 2.5), (15, 2.5), (21, 8.5), (21, 23.5), (5, 23.5), (5, 2.5)
)

ICONS: Mapping[str, Sequence[Shape]] = MappingProxyType(
    {
        "check": (
            _stroke("blue", 2.4, (19, 4), (3.5, 4), (3.5, 22.5), (20, 22.5), (20, 18)),
            _stroke("green", 3.6, (8, 12.5), (12.5, 17), (22.5, 6.5)),
        ),
        "score": (_area("orange", *_star(13, 13.8, 12.2, 5.2)),),
        "next": (
            _stroke("orange", 3.6, (5.5, 4), (5.5, 14.5)),
            _disc("orange", 5.5, 20.5, 2.2),
            _stroke("blue", 3, (11, 12.5), (22, 12.5)),
            _stroke("blue", 3, (17, 6.5), (23, 12.5), (17, 18.5)),
        ),
        "clear": (
            _stroke(
                "blue", 2.4, (14.5, 3.5), (23, 12), (14, 21), (5.5, 12.5), (14.5, 3.5)
            ),
            _area(
                "red", (5.5, 12.5), (14, 21), (12, 23), (6, 23), (2.5, 18), (2.5, 15.5)
            ),
            _stroke("blue", 2.4, (6, 23.2), (23, 23.2)),
        ),
        "report": (
            _PAGE,
            _stroke("blue", 2, (9, 12), (17, 12)),
            _stroke("blue", 2, (9, 16), (17, 16)),
            _stroke("blue", 2, (9, 20), (14, 20)),
        ),
        "summary": (
            _area("blue", (2, 3), (24, 3), (24, 9), (2, 9)),
            _stroke("blue", 2, (3, 4), (23, 4), (23, 22.5), (3, 22.5), (3, 4)),
            _stroke("blue", 2, (3, 15.5), (23, 15.5)),
            _stroke("blue", 2, (10, 9), (10, 22.5)),
            _stroke("green", 3, (13.5, 18.5), (20, 18.5)),
        ),
        "about": (
            _ring("blue", 13, 13, 10.5, 2.4),
            _disc("blue", 13, 7.8, 1.9),
            _stroke("blue", 3.2, (13, 12.5), (13, 19)),
        ),
    }
)
"""Every command to its shapes; later ones lie over earlier ones."""


def icon(shapes: Sequence[Shape], size: int) -> bytes:
    """Return the picture as PNG, the same bytes every time."""
    lines = [
        b"\0" + b"".join(_pixel(shapes, size, x, y) for x in range(size))
        for y in range(size)
    ]
    header = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    chunks = (
        (b"IHDR", header),
        (b"IDAT", zlib.compress(b"".join(lines), 9)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _pixel(shapes: Sequence[Shape], size: int, x: int, y: int) -> bytes:
    """Return red, green, blue and cover of a pixel: the mean of the points inside it."""
    step = _UNITS / size / _SAMPLES
    hits: list[tuple[int, int, int]] = []
    for row in range(_SAMPLES):
        for column in range(_SAMPLES):
            at, down = (
                (x * _SAMPLES + column + 0.5) * step,
                (y * _SAMPLES + row + 0.5) * step,
            )
            top = next(
                (colour for colour, covers in reversed(shapes) if covers(at, down)),
                None,
            )
            if top is not None:
                hits.append(COLOURS[top])
    if not hits:
        return bytes(4)
    mixed = [round(sum(parts) / len(hits)) for parts in zip(*hits, strict=True)]
    return bytes([*mixed, round(255 * len(hits) / _SAMPLES**2)])


def _chunk(kind: bytes, data: bytes) -> bytes:
    return (
        struct.pack(">I", len(data))
        + kind
        + data
        + struct.pack(">I", zlib.crc32(kind + data))
    )


def main() -> None:
    """Write every icon in every size."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, shapes in ICONS.items():
        for size in SIZES:
            (FOLDER / f"{name}_{size}.png").write_bytes(icon(shapes, size))


if __name__ == "__main__":
    main()
