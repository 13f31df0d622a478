"""Which format a workbook is in, told by its content: a name is only what somebody claims."""

from __future__ import annotations

from dataclasses import dataclass

from perfeval_xl.sheets.package import Package, encrypted
from perfeval_xl.sheets.raw import OoxmlWorkbook, RawWorkbook
from perfeval_xl.sheets.raw_ods import OdsWorkbook, is_ods

__all__ = ["Opened", "open_packaged", "open_raw"]

# How compound files begin: .xls, and packages that are encrypted
_COMPOUND = b"\xd0\xcf\x11\xe0"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True, slots=True)
class Opened:
    """A workbook as it was when it was opened, once: its bytes, and what was parsed from them.

    It travels with what is read from it, so that what is scored and what is marked are one state of the file.
    """

    data: bytes
    raw: RawWorkbook

    @property
    def is_ooxml(self) -> bool:
        """Whether it is an .xlsx or .xlsm, of which a marked copy can be made."""
        return isinstance(self.raw, OoxmlWorkbook)


def open_raw(data: bytes, file: str) -> RawWorkbook:
    """Return the workbook in `data`: .xlsx, .xlsm, .ods or .xls; raises `SubmissionFileError` when it is none of these."""
    if data.startswith(_COMPOUND):
        # An .xlsx with a password is a compound file around the encrypted package
        if _ENCRYPTED_STREAM in data:
            raise encrypted(file)
        # xlrd, which most runs never need
        from perfeval_xl.sheets.raw_xls import (
            XlsWorkbook,
        )

        return XlsWorkbook(data, file)
    return open_packaged(Package(data, file))


def open_packaged(package: Package) -> RawWorkbook:
    """Return the workbook in a package that has been opened: .xlsx, .xlsm or .ods; raises as `open_raw` does."""
    if is_ods(package):
        return OdsWorkbook(package)
    return OoxmlWorkbook(package)
