"""Which filter of LibreOffice a file name means, for opening and for saving."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from xlwings_libreoffice.bridge import load_uno, named_values
from xlwings_libreoffice.failures import OfficeFailure
from xlwings_libreoffice.members import unsupported

__all__ = ["ADDIN_FILTER", "ADDIN_SUFFIXES", "TEXT_SUFFIXES", "saving", "text_options"]

_TEXT = "Text - txt - csv (StarCalc)"
_FILTERS = {
    ".xlsx": "Calc MS Excel 2007 XML",
    ".xlsm": "Calc MS Excel 2007 VBA XML",
    ".xltx": "Calc MS Excel 2007 XML Template",
    ".xls": "MS Excel 97",
    ".xlt": "MS Excel 97 Vorlage/Template",
    ".ods": "calc8",
    ".ots": "calc8_template",
    ".fods": "OpenDocument Spreadsheet Flat XML",
    ".html": "HTML (StarCalc)",
    ".csv": _TEXT,
    ".txt": _TEXT,
}
ADDIN_SUFFIXES = frozenset({".xlam", ".xltm"})
"""Excel files LibreOffice reads, but only if told how."""

ADDIN_FILTER = "Calc MS Excel 2007 VBA XML"
"""How it reads them."""

TEXT_SUFFIXES = frozenset({".csv", ".txt", ".tsv", ".prn"})
"""Files that are plain text."""

_EXCEL_ONLY = frozenset({".xlsb", ".xltm", ".xlam", ".xla"})
_OOXML = frozenset({".xlsx", ".xlsm", ".xltx"})
_DELIMITERS = {
    1: "9",
    2: "44",
    3: "32",
    4: "59",
    5: "",
}
_UTF8, _GB18030 = 76, 85
_ORIGINS = {
    65001: _UTF8,
    936: _GB18030,
    54936: _GB18030,
}


def saving(path: str, password: str | None) -> tuple[Any, ...]:
    """Return the properties for storing at `path`, in the format its suffix names.

    Raises:
        NotImplementedError: the format exists in Excel only.
        OfficeFailure: the suffix is unknown, or the format cannot carry a password.
    """
    suffix = Path(path).suffix.lower()
    if suffix in _EXCEL_ONLY:
        raise unsupported(f"Book.save(…{suffix})")
    if suffix not in _FILTERS:
        raise OfficeFailure(
            f"不能按后缀“{suffix}”保存 {path}。请用 {'、'.join(_FILTERS)}。"
        )
    if _FILTERS[suffix] == _TEXT:
        options = {"FilterOptions": _csv_options(suffix)}
    else:
        options = {}
    how = named_values(
        FilterName=_FILTERS[suffix],
        Overwrite=True,
        **options,
    )
    if not password:
        return how
    if suffix in _OOXML:
        return (*how, _encryption(password))
    if suffix in {".ods", ".ots", ".xls", ".xlt"}:
        return (*how, *named_values(Password=password))
    raise OfficeFailure(f"{suffix} 文件不能带密码。请存为 .xlsx、.xls 或 .ods。")


def text_options(
    path: str,
    layout: int | None,
    origin: int | None,
    delimiter: str | None,
) -> dict[str, Any]:
    """Return how a text file is read: Excel's `format` and `delimiter`, commas otherwise; UTF-8, else GB 18030.

    Raises:
        NotImplementedError: `origin` is a code page other than UTF-8 and GB 18030.
    """
    if origin is not None and origin not in _ORIGINS:
        raise unsupported(f"Books.open(origin={origin})")
    separator = _DELIMITERS.get(layout or 0)
    if layout == 6 and delimiter:
        separator = str(ord(delimiter[0]))
    if separator is None:
        separator = "44"
        if Path(path).suffix.lower() == ".tsv":
            separator = "9"
    if origin is not None:
        coding = _ORIGINS[origin]
    else:
        coding = _coding(path)
    return {
        "FilterName": _TEXT,
        "FilterOptions": f"{separator},34,{coding},1,,0,false,true",
    }


def _csv_options(suffix: str) -> str:
    return f"{'9' if suffix == '.txt' else '44'},34,{_UTF8},1,,0,false,true,false"


def _coding(path: str) -> int:
    try:
        Path(path).read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        return _GB18030
    return _UTF8


def _encryption(password: str) -> Any:
    """Return the property that encrypts a file of Excel 2007 and later; `Password` alone is ignored for those."""
    uno = load_uno()
    make = uno.getClass("com.sun.star.beans.NamedValue")
    parts = []
    for name, value in (("OOXPassword", password), ("CryptoType", "Standard")):
        part = make()
        part.Name, part.Value = name, value
        parts.append(part)
    made = uno.getClass("com.sun.star.beans.PropertyValue")()
    made.Name = "EncryptionData"
    made.Value = uno.Any("[]com.sun.star.beans.NamedValue", tuple(parts))
    return made
