"""Which format a workbook is in, told by its content: a name is only what somebody claims."""

from __future__ import annotations

from perfeval_xl.sheets.package import Package, encrypted
from perfeval_xl.sheets.raw import OoxmlWorkbook, RawWorkbook
from perfeval_xl.sheets.raw_ods import OdsWorkbook, is_ods

__all__ = ["is_ooxml", "open_raw"]

_COMPOUND = b"\xd0\xcf\x11\xe0"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")


def open_raw(data: bytes, file: str) -> RawWorkbook:
    """Return the workbook in `data`: .xlsx, .xlsm, .ods or .xls; raises `SubmissionFileError` when it is none of these."""
    if data.startswith(_COMPOUND):
        if _ENCRYPTED_STREAM in data:
            raise encrypted(file)
        from perfeval_xl.sheets.raw_xls import XlsWorkbook  # xlrd, which most runs never need

        return XlsWorkbook(data, file)
    package = Package(data, file)
    return OdsWorkbook(package) if is_ods(package) else OoxmlWorkbook(package)


def is_ooxml(data: bytes) -> bool:
    """Whether a workbook that `open_raw` reads is an .xlsx or .xlsm, which openpyxl can open."""
    return not data.startswith(_COMPOUND) and not is_ods(Package(data, ""))
