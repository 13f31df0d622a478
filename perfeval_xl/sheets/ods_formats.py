"""The number formats of an OpenDocument spreadsheet, put as .xlsx spells them (OpenDocument 1.3 part 3, 16.29).

A cell names a style, the style (or the one it is derived from) a data style, and that describes the format in elements.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from perfeval_xl.amounts import whole_number
from perfeval_xl.sheets.package import local_name
from perfeval_xl.sheets.values import GENERAL, TEXT

__all__ = ["OdsFormats"]

_DATA_STYLES = {
    "number-style",
    "percentage-style",
    "currency-style",
    "date-style",
    "time-style",
    "text-style",
    "boolean-style",
}
# Digits that a format shows on either side of the point
_MOST_DIGITS = 30
# Styles derived from styles
_DEEPEST = 20
# Conditions of the section for positive numbers
_FIRST_SECTION = {"value()>=0", "value()>0"}
# Elements of a format, short and long, as .xlsx spells them
_PARTS = {
    "year": ("yy", "yyyy"),
    "month": ("m", "mm"),
    "day": ("d", "dd"),
    "hours": ("h", "hh"),
    "minutes": ("m", "mm"),
    "seconds": ("s", "ss"),
    "day-of-week": ("aaa", "aaaa"),
    "am-pm": ("AM/PM", "AM/PM"),
    "scientific-number": ("0.00E+00", "0.00E+00"),
    "fraction": ("# ?/?", "# ?/?"),
    "text-content": (TEXT, TEXT),
    "boolean": (GENERAL, GENERAL),
}


class OdsFormats:
    """The formats of the styles in content.xml and styles.xml; those of the first hide equally named ones."""

    def __init__(self, content: Element, styles: Element | None) -> None:
        self._styles: dict[str, Element] = {}
        self._data: dict[str, Element] = {}
        self._codes: dict[str, str] = {}
        # Automatic styles of the content first: they are what cells name
        for root in (content, styles):
            for group in () if root is None else root:
                if local_name(group) in {"automatic-styles", "styles"}:
                    self._take(group)

    def _take(self, group: Element) -> None:
        for style in group:
            kind, name = local_name(style), _attribute(style, "name")
            if kind in _DATA_STYLES:
                self._data.setdefault(name, style)
            elif kind == "style" and _attribute(style, "family") == "table-cell":
                self._styles.setdefault(name, style)

    def of(self, style: str) -> str:
        """Return the number format of a cell style, `General` for one that has none or is not there."""
        if style not in self._codes:
            self._codes[style] = self._code(style)
        return self._codes[style]

    def _code(self, style: str) -> str:
        name = style or "Default"
        # A style without a format has that of its parent; a ring of parents is cut off
        for _ in range(_DEEPEST):
            found = self._styles.get(name)
            if found is None:
                return GENERAL
            data = _attribute(found, "data-style-name")
            if data:
                return self._section(data)
            name = _attribute(found, "parent-style-name")
        return GENERAL

    def _section(self, name: str) -> str:
        """Return the format for positive numbers: a data style describes its last section, and names the others."""
        style = self._data.get(name)
        if style is None:
            return GENERAL
        for item in style:
            # The map for positive numbers, where the style itself is the one for negative ones
            if (
                local_name(item) == "map"
                and _attribute(item, "condition").replace(" ", "") in _FIRST_SECTION
            ):
                style = self._data.get(_attribute(item, "apply-style-name"), style)
                break
        return _spelled(style)


def _spelled(style: Element) -> str:
    parts: list[str] = []
    kind = local_name(style)
    for item in style:
        name = local_name(item)
        if name == "number":
            parts.append(_number(item))
        elif name in {"text", "currency-symbol"}:
            # Only the % of a percentage means anything
            parts.append(_literal(item.text or "", percent=kind == "percentage-style"))
        elif name == "month" and _attribute(item, "textual") == "true":
            # A month in words
            parts.append("mmm")
        elif name in _PARTS:
            parts.append(_PARTS[name][_attribute(item, "style") == "long"])
    return "".join(parts) or GENERAL


def _number(item: Element) -> str:
    places, least = (
        _attribute(item, "decimal-places"),
        _attribute(item, "min-decimal-places"),
    )
    # Without decimals a number is shown as it is
    if not places:
        return GENERAL
    decimals = min(whole_number(places, 0), _MOST_DIGITS)
    # Places beyond the least are shown only where they are not zero
    shown = min(whole_number(least, decimals), decimals)
    # Grouping shows one digit at least; without it as many as asked for
    whole = "0"
    if _attribute(item, "grouping") == "true":
        whole = "#,##0"
    if whole == "0":
        zeros = min(
            whole_number(_attribute(item, "min-integer-digits"), 1), _MOST_DIGITS
        )
        whole = "0" * zeros or "#"
    return whole + ("." + "0" * shown + "#" * (decimals - shown) if decimals else "")


def _literal(text: str, *, percent: bool) -> str:
    """Return text of a format so that none of its signs is taken for more than text."""
    # The sign stays outside the quotes
    if percent and "%" in text:
        before, _, after = text.partition("%")
        return f"{_literal(before, percent=False)}%{_literal(after, percent=False)}"
    # Signs between parts of dates are understood without quotes
    if not text or text in {"-", "/", ".", ":", " "}:
        return text
    return '"' + text.replace('"', "") + '"'


def _attribute(element: Element, name: str) -> str:
    return next(
        (
            value
            for key, value in element.attrib.items()
            if key.rpartition("}")[2] == name
        ),
        "",
    )
