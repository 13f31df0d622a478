"""Links of cells: a text field in LibreOffice, an address beside the cell in Excel."""

from __future__ import annotations

import re
from typing import Any

from xlwings_libreoffice.addresses import quoted_sheet

__all__ = ["add_hyperlink", "hyperlink_of"]

_EXCEL_PLACE = re.compile(r"#(?:'((?:[^']|'')+)'|([^'!]+))!(.+)")
_OFFICE_PLACE = re.compile(r"#\$?(?:'((?:[^']|'')+)'|([^'.]+))\.(.+)")


def hyperlink_of(cell: Any) -> str:
    """Return the address a cell links to; places in the workbook as `#Sheet1!A1`.

    Raises:
        Exception: there is no link, as in xlwings.
    """
    fields = cell.getTextFields()
    if not fields.getCount():
        raise Exception("The cell doesn't seem to contain a hyperlink!")  # noqa: TRY002 - what xlwings raises
    address = str(fields.getByIndex(0).getPropertyValue("URL"))
    place = _OFFICE_PLACE.fullmatch(address)
    if place:
        return f"#{quoted_sheet(_title(place))}!{place[3]}"
    return address


def add_hyperlink(document: Any, cell: Any, address: str, text: str) -> None:
    """Replace the contents of a cell by a link."""
    field = document.createInstance("com.sun.star.text.TextField.URL")
    place = _EXCEL_PLACE.fullmatch(address)
    field.setPropertyValue(
        "URL",
        f"#{_quoted(_title(place))}.{place[3]}" if place else address,
    )
    field.setPropertyValue("Representation", text)
    cell.setString("")
    words = cell.getText()
    words.insertTextContent(words.createTextCursor(), field, False)


def _title(place: re.Match[str]) -> str:
    return str(place[1] or place[2]).replace("''", "'")


def _quoted(title: str) -> str:
    doubled = title.replace("'", "''")
    if re.fullmatch(r"\w+", title):
        return title
    return f"'{doubled}'"
