"""After openpyxl has written a file: letters as UTF-8, fixed timestamps, a default font that every machine measures alike, and
the alternative texts of charts, for which openpyxl has no place.

Column widths count digits of the default font. With openpyxl's Calibri they differ by a third where that font is
missing; 宋体 has the same digits as its substitutes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from io import BytesIO
from types import MappingProxyType
from xml.sax.saxutils import quoteattr
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from perfeval_xl.sheets.results import Result, with_results

__all__ = ["settle"]

# The earliest time that a zip file can hold
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_CORE = "docProps/core.xml"
# When a workbook was created and changed, which differs with every run
_TIMES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_TIME = rb"\g<1>2024-01-01T00:00:00Z"
_STYLES = "xl/styles.xml"
# The first font is the default one
_FIRST_FONT = re.compile(rb"<font>.*?</font>", re.DOTALL)
_NORMAL = '<font><name val="宋体"/><charset val="134"/><family val="3"/><sz val="11"/></font>'.encode()
_DRAWING = re.compile(r"xl/drawings/drawing\d+\.xml")
# Where the alternative text of a chart belongs
_CHART = re.compile(r'(<(?:\w+:)?cNvPr [^>]*name="Chart \d+")')
_SHEETS = "xl/worksheets/sheet"
_REFERENCE = re.compile(rb"&#([1-9]\d{2,6});")
"""A letter beyond ASCII as openpyxl spells it: eight bytes where UTF-8 has three."""
_ASCII = 128
_LEVEL = 6


def settle(
    data: bytes,
    charts: Sequence[str] = (),
    results: Mapping[str, Mapping[str, Result]] = MappingProxyType({}),
) -> bytes:
    """Return the same package with fixed times, its parts in the order they were written, and 宋体 as default font.

    `charts` are the alternative texts of all charts, in the order of the sheets. `results` are those of formulas, by the
    name of the part and the address.
    """
    buffer = BytesIO()
    texts = iter(charts)
    with (
        ZipFile(BytesIO(data)) as source,
        ZipFile(buffer, "w", ZIP_DEFLATED, compresslevel=_LEVEL) as target,
    ):
        for name in source.namelist():
            part = source.read(name)
            info = ZipInfo(name, _ZIP_TIME)
            info.compress_type = ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            if name == _CORE:
                part = _TIMES.sub(_TIME, part)
            elif name == _STYLES:
                part = _FIRST_FONT.sub(_NORMAL, part, count=1)
            elif name.startswith(_SHEETS):
                part = _REFERENCE.sub(_letter, part)
                if results.get(name):
                    part = with_results(part, results[name])
            elif charts and _DRAWING.fullmatch(name):
                # Charts come in the order in which they were drawn
                part = _CHART.sub(
                    lambda found: f"{found[1]} descr={quoteattr(next(texts))}",
                    part.decode(),
                ).encode()
            target.writestr(info, part, compresslevel=_LEVEL)
    return buffer.getvalue()


def _letter(found: re.Match[bytes]) -> bytes:
    """Return a letter as UTF-8, which all parts are in.

    Rows of forms then fit the window of the compression, so that a row is told by the one before it.
    """
    number = int(found[1])
    # ASCII may be a mark of XML, and stays a reference
    if number < _ASCII:
        return found[0]
    return chr(number).encode()
