"""The manifest (清单) of a distribution: which file is whose, and how it is recognised when it comes back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal

from perfeval_xl.sheets.model import Area, Cell, Page, Sheet, Style, Workbook
from perfeval_xl.sheets.writing import write_workbook

__all__ = ["MANIFEST_JSON", "MANIFEST_XLSX", "FormRecord", "manifest_json", "manifest_workbook"]

MANIFEST_XLSX, MANIFEST_JSON = "清单.xlsx", "清单.json"
"""The names of the manifest; no form is called so, since those have three parts."""

_COLUMNS = {
    "file": ("文件", 44.0),
    "project": ("项目名称", 36.0),
    "code": ("项目编码", 18.0),
    "department": ("部门", 24.0),
    "unit": ("单位", 24.0),
    "year": ("年度", 8.0),
    "scheme": ("方案", 16.0),
    "mail": ("邮箱", 28.0),
    "form_id": ("表格编号", 24.0),
    "sha256": ("SHA-256", 68.0),
    "fingerprint": ("指纹", 68.0),
}
_HEAD = Style(font="宋体", size=11, bold=True, fill="F2F2F2", border="thin")
_BODY = Style(font="宋体", size=10.5, horizontal="left", wrap=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class FormRecord:
    """One distributed form; `code` and `mail` may be empty. `sha256` is that of the file as it was written."""

    file: str
    project: str
    code: str
    department: str
    unit: str
    year: str
    scheme: str
    mail: str
    sha256: str
    form_id: str
    fingerprint: str


def manifest_json(records: Sequence[FormRecord]) -> bytes:
    """Return the manifest as JSON."""
    return (json.dumps([asdict(r) for r in records], ensure_ascii=False, indent=1) + "\n").encode()


def manifest_workbook(records: Sequence[FormRecord]) -> bytes:
    """Return the manifest as .xlsx: numbered, with filter buttons, its heading on every page."""
    cells = {(1, 1): Cell(value="序号", style=_HEAD)}
    widths = {1: 6.0}
    for column, (title, width) in enumerate(_COLUMNS.values(), start=2):
        cells[1, column] = Cell(value=title, style=_HEAD)
        widths[column] = width
    for row, record in enumerate(records, start=2):
        cells[row, 1] = Cell(value=Decimal(row - 1), style=_BODY)
        for column, key in enumerate(_COLUMNS, start=2):
            cells[row, column] = Cell(value=getattr(record, key), style=_BODY)
    last = Area(1, 1, len(records) + 1, len(_COLUMNS) + 1)
    heights = dict.fromkeys(range(1, len(records) + 2), 20.0)
    page = Page(landscape=True, area=last, title_rows=(1, 1), footer="第 &P 页，共 &N 页")
    sheet = Sheet(
        title="下发清单",
        cells=cells,
        widths=widths,
        heights=heights,
        page=page,
        freeze="B2",
        filter=last,
        column_titles="A1",
    )
    return write_workbook(Workbook(sheets=(sheet,), title="下发清单"))
