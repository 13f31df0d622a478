"""What .xlsb stores in fewer bits than other formats: whole numbers, hundredths, fractions; damaged records are told."""

from __future__ import annotations

import io
import struct
import zipfile
from decimal import Decimal

import pytest

from perfeval_xl.errors import NotAWorkbook
from perfeval_xl.refs import CellRef
from perfeval_xl.tables import open_tables
from tests.support.layouts import drawn
from tests.support.rare_files import as_xlsb

SHEET = "xl/worksheets/sheet1.bin"


def with_sheet(content: bytes) -> bytes:
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(as_xlsb(drawn(1)))) as old,
        zipfile.ZipFile(buffer, "w") as new,
    ):
        for name in old.namelist():
            new.writestr(name, content if name == SHEET else old.read(name))
    return buffer.getvalue()


def row_with(kind: int, value: bytes) -> bytes:
    content = struct.pack("<II", 2, 0) + value
    row = struct.pack("<IIHBBBI", 4, 0, 300, 0, 0, 0, 0)
    return bytes([0, len(row)]) + row + bytes([kind, len(content)]) + content


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        (2, struct.pack("<I", 5 << 2 | 2), Decimal(5)),
        (2, struct.pack("<I", 12345 << 2 | 3), Decimal("123.45")),
        (2, struct.pack("<I", ((1 << 30) - 7) << 2 | 2), Decimal(-7)),
        (2, struct.pack("<I", 0x3FE00000), Decimal("0.5")),
        (5, struct.pack("<d", 98.55), Decimal("98.55")),
        (9, struct.pack("<d", 0.25), Decimal("0.25")),
        (4, b"\x01", True),
    ],
)
def test_every_kind_of_figure(kind: int, value: bytes, expected: object) -> None:
    raw = open_tables(with_sheet(row_with(kind, value)), "表.xlsb")
    assert raw.cell(CellRef("自评表", 5, 3)).value == expected


def test_a_record_longer_than_its_part_is_told() -> None:
    raw = open_tables(with_sheet(bytes([5, 120, 1, 2])), "表.xlsb")
    with pytest.raises(NotAWorkbook, match="不完整"):
        raw.cells("自评表")
