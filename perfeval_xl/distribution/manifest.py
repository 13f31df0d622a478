"""The manifest (清单) of a distribution: which file is whose, and how it is recognised when it comes back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal

from perfeval_xl.errors import UsageError
from perfeval_xl.sheets.list_looks import PAGE_OF_PAGES, PALE_FILL
from perfeval_xl.sheets.long_table import write_long_table
from perfeval_xl.sheets.model import Area, Cell, Page, Sheet, Style
from perfeval_xl.sheets.showing import shown_row

__all__ = [
    "MANIFEST_JSON",
    "MANIFEST_XLSX",
    "FormRecord",
    "manifest_json",
    "manifest_workbook",
    "parse_manifest",
]

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
# Every column is a text; in JSON only these are asked for, so that older manifests are read
_TEXTS = tuple(_COLUMNS)
_HEAD = Style(
    font="宋体",
    size=11,
    bold=True,
    fill=PALE_FILL,
    border="thin",
)
_BODY = Style(
    font="宋体",
    size=10.5,
    horizontal="left",
    wrap=False,
)
_ROW = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class FormRecord:
    """One distributed form; `code` and `mail` may be empty. `sha256` is that of the file as it was written.

    `signed` says that it was made with a key.
    """

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
    signed: bool = False


def manifest_json(records: Iterable[FormRecord]) -> Iterator[bytes]:
    """Yield the manifest as JSON, form by form."""
    # Written piece by piece: the manifest of tens of thousands of forms is never one text
    between = "[\n "
    for record in records:
        yield (
            between
            + json.dumps(asdict(record), ensure_ascii=False, indent=1).replace(
                "\n", "\n "
            )
        ).encode()
        between = ",\n "
    # Nothing but the opening bracket was written: no form
    if between == "[\n ":
        yield b"[]\n"
    else:
        yield b"\n]\n"


def parse_manifest(data: bytes, file: str) -> tuple[FormRecord, ...]:
    """Read a manifest as JSON; raises `UsageError` for what is none, what is not known is left out."""
    # Deep nesting of a hostile file ends in a RecursionError
    try:
        rows = json.loads(data)
    except (ValueError, RecursionError) as exc:
        raise _no_manifest(file) from exc
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise _no_manifest(file)
    records = []
    # Names that are not known come from a later version, and are passed over
    for row in rows:
        texts = {name: row.get(name) for name in _TEXTS}
        if not all(isinstance(text, str) for text in texts.values()):
            raise _no_manifest(file)
        records.append(FormRecord(**texts, signed=row.get("signed") is True))
    return tuple(records)


def _no_manifest(file: str) -> UsageError:
    return UsageError(
        f"“{file}”不是下发清单。", f"请给出下发文件夹里的{MANIFEST_JSON}。"
    )


def manifest_workbook(records: Sequence[FormRecord]) -> bytes:
    """Return the manifest as .xlsx: numbered, with filter buttons, its heading on every page."""
    cells = {(1, 1): Cell(value="序号", style=_HEAD)}
    widths = {1: 6.0}
    for column, (title, width) in enumerate(_COLUMNS.values(), start=2):
        cells[1, column] = Cell(value=title, style=_HEAD)
        widths[column] = width
    last = Area(1, 1, len(records) + 1, len(_COLUMNS) + 1)
    page = Page(
        landscape=True,
        area=last,
        title_rows=(1, 1),
        footer=PAGE_OF_PAGES,
    )
    sheet = Sheet(
        title="下发清单",
        cells=cells,
        widths=widths,
        heights={1: _ROW, 2: _ROW},
        page=page,
        freeze="B2",
        filter=last,
        column_titles="A1",
    )
    rows = (
        (Decimal(number), *map(record.__getattribute__, _COLUMNS))
        for number, record in enumerate(records, 1)
    )
    return write_long_table(
        sheet,
        map(shown_row, rows),
        len(records),
        [_BODY] * (len(_COLUMNS) + 1),
        "下发清单",
    )
