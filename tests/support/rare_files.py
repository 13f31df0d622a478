"""Drawings of forms as .xlsb and .pdf, written by hand: no library at hand writes them."""

from __future__ import annotations

import io
import struct
import zipfile

from tests.support.layouts import WIDTH, Drawing

__all__ = ["as_pdf", "as_xlsb"]

_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_LEFT, _TOP, _COLUMN, _LINE = 30, 820, 53, 11
_LETTERS = 6
"""How many Chinese characters fit into the width of one column."""


def as_xlsb(drawing: Drawing) -> bytes:
    """Write a drawing as a binary workbook of one sheet (MS-XLSB)."""
    texts = [
        (row, column, text) for row, column, _, _, text in sorted(drawing.cells) if text
    ]
    sheet = (
        _record(129)
        + _record(148, struct.pack("<4I", 0, drawing.rows - 1, 0, WIDTH))
        + _record(145)
    )
    here = 0
    for row, column, text in texts:
        if row != here:
            sheet += _record(0, struct.pack("<IIHBBBI", row - 1, 0, 300, 0, 0, 0, 0))
            here = row
        sheet += _record(6, struct.pack("<II", column - 1, 0) + _wide(text))
    sheet += _record(146)
    for row, column, height, width, _ in drawing.cells:
        if height > 1 or width > 1:
            sheet += _record(
                176,
                struct.pack(
                    "<4I", row - 1, row + height - 2, column - 1, column + width - 2
                ),
            )
    sheet += _record(130)
    book = (
        _record(131)
        + _record(143)
        + _record(156, struct.pack("<II", 0, 1) + _wide("rId1") + _wide("自评表"))
    )
    book += _record(144) + _record(132)
    return _package(book, sheet)


def _package(book: bytes, sheet: bytes) -> bytes:
    """Return the parts of a binary workbook as one file."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        kind = "application/vnd.ms-excel."
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{_TYPES}"><Default Extension="rels" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.bin" ContentType="{kind}sheet.binary.macroEnabled.main"/>'
            f'<Override PartName="/xl/worksheets/sheet1.bin" ContentType="{kind}worksheet"/></Types>',
        )
        archive.writestr("_rels/.rels", _relations("officeDocument", "xl/workbook.bin"))
        archive.writestr(
            "xl/_rels/workbook.bin.rels",
            _relations("worksheet", "worksheets/sheet1.bin"),
        )
        archive.writestr("xl/workbook.bin", book)
        archive.writestr("xl/worksheets/sheet1.bin", sheet)
    return buffer.getvalue()


def _relations(kind: str, target: str) -> str:
    one = f'<Relationship Id="rId1" Type="{_OFFICE}/{kind}" Target="{target}"/>'
    return f'<?xml version="1.0"?><Relationships xmlns="{_RELATIONS}">{one}</Relationships>'


def _record(kind: int, payload: bytes = b"") -> bytes:
    """Return one record: its number and its length in groups of seven bits (MS-XLSB 2.1.4)."""
    number = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length, size = len(payload), b""
    while length >= 128:
        size += bytes([length & 0x7F | 0x80])
        length >>= 7
    return number + size + bytes([length]) + payload


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def as_pdf(drawing: Drawing) -> bytes:
    """Write a drawing as one tall page: a box around each cell, texts broken to its width."""
    heights = dict.fromkeys(range(1, drawing.rows + 1), _LINE + 4)
    for row, _, height, width, text in drawing.cells:
        if height == 1:
            heights[row] = max(heights[row], len(_broken(text, width)) * _LINE + 4)
    tops = {1: 0}
    for row in range(1, drawing.rows + 1):
        tops[row + 1] = tops[row] + heights[row]
    tall = tops[drawing.rows + 1] + 60
    marks: list[str] = []
    for row, column, height, width, text in drawing.cells:
        left, top = _LEFT + (column - 1) * _COLUMN, tall - 30 - tops[row]
        low = tall - 30 - tops[row + height]
        marks.append(f"{left} {low} {width * _COLUMN} {top - low} re S")
        for number, line in enumerate(_broken(text, width)):
            said = line.encode("utf-16-be").hex()
            marks.append(
                f"BT /F1 8 Tf {left + 2} {top - (number + 1) * _LINE} Td <{said}> Tj ET"
            )
    return _pages("\n".join(marks).encode(), tall)


def _broken(text: str, width: int) -> list[str]:
    most = width * _LETTERS
    lines = [line.strip() for line in text.split("\n")]
    return [
        line[at : at + most]
        for line in lines
        for at in range(0, max(len(line), 1), most)
    ]


def _pages(marks: bytes, tall: int) -> bytes:
    """Return the PDF of one page; its font is one of those that every reader knows (PDF 32000-1, 9.7.5.2)."""
    font = "/Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [5 0 R]"
    inner = "/Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000"
    system = "/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 {tall}] /Contents 6 0 R /Resources << /Font << /F1 4 0 R >> >> >>".encode(),
        f"<< {font} >>".encode(),
        f"<< {inner} {system} >>".encode(),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(marks), marks),
    ]
    data = b"%PDF-1.4\n"
    starts: list[int] = []
    for number, content in enumerate(objects, start=1):
        starts.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    end = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        len(data),
    )
    return (
        data + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + end
    )
