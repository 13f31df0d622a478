"""The last touch on a written file: times that do not change, so that the same workbook is the same bytes."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

__all__ = ["settle"]

_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_CORE = "docProps/core.xml"
_TIMES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_TIME = rb"\g<1>2024-01-01T00:00:00Z"
_LEVEL = 6


def settle(data: bytes) -> bytes:
    """Return the same package with fixed times and its parts in the order they were written."""
    buffer = BytesIO()
    with ZipFile(BytesIO(data)) as source, ZipFile(buffer, "w", ZIP_DEFLATED, compresslevel=_LEVEL) as target:
        for name in source.namelist():
            part = source.read(name)
            info = ZipInfo(name, _ZIP_TIME)
            info.compress_type = ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            target.writestr(info, _TIMES.sub(_TIME, part) if name == _CORE else part, compresslevel=_LEVEL)
    return buffer.getvalue()
