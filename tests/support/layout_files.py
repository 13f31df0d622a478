"""Drawings of forms as files: .xlsx, .docx, .html, .mht, with merged cells as each format writes them."""

from __future__ import annotations

import html
import io
import quopri
import re
import zipfile
from collections.abc import Iterable

import openpyxl
from openpyxl.utils import get_column_letter

from perfeval_xl.foreign.sheet import Sheet
from perfeval_xl.sheets.raw_opening import open_raw
from tests.support.layouts import WIDTH, Drawing

__all__ = [
    "as_docx",
    "as_html",
    "as_mht",
    "as_xlsx",
    "redrawn",
    "several_docx",
    "several_html",
    "several_xlsx",
    "with_numbers",
]

_WHOLE_OR_FRACTION = re.compile(r"-?\d+(?:\.\d+)?")
_SHARE = re.compile(r"\d+(?:\.\d+)?%")


def as_xlsx(drawing: Drawing) -> bytes:
    """Write a drawing as a workbook: figures as numbers, merged cells merged."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row, column, height, width, text in drawing.cells:
        if text:
            sheet.cell(
                row, column, text
            ).data_type = "s"  # a text, though it begins with =
        if height > 1 or width > 1:
            last = f"{get_column_letter(column + width - 1)}{row + height - 1}"
            sheet.merge_cells(f"{get_column_letter(column)}{row}:{last}")
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def with_numbers(drawing: Drawing) -> bytes:
    """Write a drawing as a workbook: figures as numbers, with a format that shows what was written."""
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(drawing)))
    for row in book.active.iter_rows():
        for cell in row:
            said = cell.value
            if not isinstance(said, str):
                continue
            digits = said.removesuffix("%").partition(".")[2]
            shown = "0" if not digits else f"0.{'0' * len(digits)}"
            if _WHOLE_OR_FRACTION.fullmatch(said):
                cell.value, cell.number_format = float(said), shown
            elif _SHARE.fullmatch(said):
                share = float(said.removesuffix("%")) / 100
                cell.value, cell.number_format = share, f"{shown}%"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def as_docx(drawing: Drawing) -> bytes:
    """Write a drawing as a Word document: whole rows above the table as paragraphs, the rest as one table."""
    wide = {cell[0] for cell in drawing.cells if cell[3] == WIDTH}
    first = next(row for row in range(1, drawing.rows + 1) if row not in wide)
    above = [
        _paragraph(text)
        for row, _, _, width, text in drawing.cells
        if row < first and width == WIDTH
    ]
    rows: dict[int, list[tuple[int, str]]] = {
        row: [] for row in range(first, drawing.rows + 1)
    }
    for row, column, height, width, text in drawing.cells:
        for at in range(row, row + height):
            if at < first:
                continue
            merge = ""
            if height > 1:
                merge = '<w:vMerge w:val="restart"/>' if at == row else "<w:vMerge/>"
            said = text if at == row else ""
            cell = f'<w:tc><w:tcPr><w:gridSpan w:val="{width}"/>{merge}</w:tcPr>{_paragraph(said)}</w:tc>'
            rows[at].append((column, cell))
    body = "".join(
        f"<w:tr>{''.join(cell for _, cell in sorted(cells))}</w:tr>"
        for cells in rows.values()
    )
    document = f'<w:document xmlns:w="{_WORD}"><w:body>{"".join(above)}<w:tbl>{body}</w:tbl></w:body></w:document>'
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", document)
    return buffer.getvalue()


def _paragraph(text: str) -> str:
    lines = [
        f'<w:t xml:space="preserve">{html.escape(line)}</w:t>'
        for line in text.split("\n")
    ]
    return f"<w:p><w:r>{'<w:br/>'.join(lines)}</w:r></w:p>"


def as_html(drawing: Drawing, encoding: str = "utf-8") -> bytes:
    """Write a drawing as a web page with one table, inside a table that lays out the page."""
    rows: dict[int, list[str]] = {row: [] for row in range(1, drawing.rows + 1)}
    for row, column, height, width, text in sorted(drawing.cells):
        said = html.escape(text.strip()).replace("\n", "<br>")
        rows[row].append(f'<td rowspan="{height}" colspan="{width}">{said}</td>')
        del column
    body = "\n".join(f"<tr>{''.join(cells)}</tr>" for cells in rows.values())
    page = f'<html><head><meta charset="{encoding}"><style>td{{}}</style></head><body><table><tr><td><p>首页</p><table>{body}</table></td></tr></table></body></html>'
    return page.encode(encoding if encoding == "utf-8" else "gb18030")


def as_mht(drawing: Drawing) -> bytes:
    """Write a drawing as a page saved as one file."""
    page = quopri.encodestring(as_html(drawing, "gb2312"))
    head = (
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="part"\r\n\r\n'
    )
    part = b'--part\r\nContent-Type: text/html; charset="gb2312"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'
    return head + part + page + b"\r\n--part--\r\n"


def redrawn(data: bytes) -> list[Drawing]:
    """Return the visible sheets of a workbook as drawings."""
    raw = open_raw(data, "表.xlsx")
    found = []
    for title in raw.titles:
        sheet = Sheet(raw, title, "表.xlsx")
        if sheet.visible and sheet.rows:
            found.append(_sheet_redrawn(sheet))
    return found


def _sheet_redrawn(sheet: Sheet) -> Drawing:
    drawing = Drawing(rows=max(sheet.rows))
    right = max(area.right for row in sheet.rows for area in sheet.areas(row))
    for row in range(1, drawing.rows + 1):
        for column in range(1, right + 1):
            area = sheet.at(row, column)
            if (area.top, area.left) == (row, column):
                size = (area.bottom - area.top + 1, area.right - area.left + 1)
                drawing.cells.append((row, column, *size, area.text))
    return drawing


def several_xlsx(drawings: Iterable[Drawing]) -> bytes:
    """Write drawings into one workbook without any mark of ours, a sheet each."""
    book = openpyxl.Workbook()
    for number, drawing in enumerate(drawings, start=1):
        whole = openpyxl.load_workbook(io.BytesIO(as_xlsx(drawing))).active
        sheet = book.create_sheet(f"表{number}")
        for row in whole.iter_rows():
            for cell in row:
                if cell.value is not None:
                    sheet.cell(cell.row, cell.column, cell.value).data_type = "s"
        for area in whole.merged_cells.ranges:
            sheet.merge_cells(area.coord)
    book.remove(book.worksheets[0])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def several_docx(drawings: Iterable[Drawing]) -> bytes:
    """Write drawings into one Word document, a table each."""
    bodies = []
    for drawing in drawings:
        with zipfile.ZipFile(io.BytesIO(as_docx(drawing))) as archive:
            before, _, rest = (
                archive.read("word/document.xml").decode().partition("<w:body>")
            )
        bodies.append(rest.partition("</w:body>")[0])
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(
            "word/document.xml",
            f"{before}<w:body>{''.join(bodies)}</w:body></w:document>",
        )
    return buffer.getvalue()


def several_html(drawings: Iterable[Drawing]) -> bytes:
    """Write drawings into one web page, a table each."""
    return b"".join(as_html(drawing) for drawing in drawings)
