"""The properties of a report are its own, not those of the template: title, unit, program; and no trace of who edited."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.sax.saxutils import escape

from perfeval_xl.report.vocabulary.report import Report
from perfeval_xl.texts import storable

__all__ = ["report_properties"]

_HEADER = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_CORE, _APP = "docProps/core.xml", "docProps/app.xml"
_TITLE = re.compile(rb"<dc:title>([^<]*)</dc:title>")
_NAMES = (
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)
_PROGRAM = "perfeval-xl"


def report_properties(parts: Mapping[str, bytes], report: Report) -> dict[str, bytes]:
    """Return the property parts that a report gets in the place of those of its template.

    The title is that of the template behind the name of the project. No time is written: the same evaluation gives the
    same bytes.
    """
    made = {}
    if _CORE in parts:
        # The template's own title says what kind of report it is
        found = _TITLE.search(parts[_CORE])
        kind = ""
        if found:
            kind = found[1].decode("utf-8", errors="replace")
        title = escape(storable(report.project)) + kind
        unit = escape(storable(report.unit))
        made[_CORE] = (
            f"{_HEADER}<cp:coreProperties {_NAMES}><dc:title>{title}</dc:title><dc:creator>{unit}</dc:creator>"
            f"<dc:language>zh-CN</dc:language></cp:coreProperties>"
        ).encode()
    if _APP in parts:
        made[_APP] = (
            f'{_HEADER}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
            f"<Application>{_PROGRAM}</Application></Properties>"
        ).encode()
    return made
