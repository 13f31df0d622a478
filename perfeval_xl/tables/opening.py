"""Any document with tables as a raw workbook, told by its content: a name is only what somebody claims."""

from __future__ import annotations

from perfeval_xl.sheets.package import Package, is_one_xml_workbook
from perfeval_xl.sheets.raw import RawWorkbook
from perfeval_xl.sheets.raw_opening import open_packaged, open_raw
from perfeval_xl.tables.binary import BinaryWorkbook, is_binary
from perfeval_xl.tables.converting import converted, is_old_word
from perfeval_xl.tables.pdf import is_pdf, open_pdf
from perfeval_xl.tables.web import is_mht, is_web, open_mht, open_web
from perfeval_xl.tables.word import is_word, open_word

__all__ = ["open_tables"]

_PACKAGE = b"PK\x03\x04"


def open_tables(data: bytes, file: str) -> RawWorkbook:
    """Return the sheets of a workbook, or the tables of a document as sheets.

    Workbooks are .xlsx, .xlsm, .xlsb, .xls, .et and .ods; documents .docx, .html, .mht and .pdf, and .doc, .wps and .rtf where
    LibreOffice is installed. Raises `SubmissionFileError` for anything else, and for what is damaged or too large.
    """
    # What is certain by its first bytes goes first
    if data.startswith(_PACKAGE):
        return _open_package(data, file)
    if is_old_word(data):
        return _open_package(converted(data, file), file)
    if is_mht(data):
        return open_mht(data, file)
    # An XML workbook looks like a web page to whoever asks for tags only
    if is_web(data) and not is_one_xml_workbook(data):
        return open_web(data, file)
    if is_pdf(data):
        return open_pdf(data, file)
    return open_raw(data, file)


def _open_package(data: bytes, file: str) -> RawWorkbook:
    package = Package(data, file)
    if is_word(package):
        return open_word(package)
    if is_binary(package):
        return BinaryWorkbook(package)
    return open_packaged(package)
