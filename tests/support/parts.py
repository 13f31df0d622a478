"""Two workbooks compared part by part, after parsing: what a program that opens them could tell apart.

The number of a style is no more than an index: cells are compared by what it stands for, and the lists of styles only by
the conditional formats and the default style.
"""

from __future__ import annotations

import io
import zipfile
from typing import Any
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

__all__ = ["differences"]

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_BUILTIN = {
    "0": "General",
    "10": "0.00%",
    "9": "0%",
    "49": "@",
    "2": "0.00",
    "3": "#,##0",
    "4": "#,##0.00",
}


def differences(one: bytes, other: bytes) -> list[str]:
    """Return the parts in which two workbooks differ, each with the first difference."""
    first, second = _Book(one), _Book(other)
    if first.names != second.names:
        return [f"parts: {first.names} {second.names}"]
    found = []
    for name in first.names:
        where = _first_difference(first.part(name), second.part(name), name)
        found += [where] if where else []
    return found


class _Book:
    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            assert archive.testzip() is None
            self.names = archive.namelist()
            self.roots = {name: fromstring(archive.read(name)) for name in self.names}
        self.styles = self.roots["xl/styles.xml"]
        self.xfs = list(self.styles.find(f"{_MAIN}cellXfs"))

    def part(self, name: str) -> Any:
        if name == "xl/styles.xml":
            return [
                _plain(item)
                for item in self.styles
                if item.tag.rpartition("}")[2] in {"dxfs", "cellStyleXfs"}
            ]
        return self._node(self.roots[name])

    def _node(self, element: Element) -> Any:
        tag = element.tag.rpartition("}")[2]
        attributes = {
            key.rpartition("}")[2]: value for key, value in element.attrib.items()
        }
        if tag == "row" and "ht" in attributes:
            attributes["ht"] = str(float(attributes["ht"]))
        if tag == "c":
            attributes["s"] = str(self._style(int(attributes["s"])))
            if not len(element):
                attributes.pop("t", None)  # a type of nothing
        text = (element.text or "") if not len(element) else ""
        return (
            tag,
            sorted(attributes.items()),
            text,
            [self._node(child) for child in element],
        )

    def _style(self, number: int) -> Any:
        xf = self.xfs[number]
        formats = {
            item.get("numFmtId"): item.get("formatCode")
            for item in self.styles.iter(f"{_MAIN}numFmt")
        }
        code = formats.get(xf.get("numFmtId")) or _BUILTIN[xf.get("numFmtId") or "0"]
        looks = [
            _plain(self.styles.find(f"{_MAIN}{name}s")[int(xf.get(f"{name}Id"))])
            for name in ("font", "fill", "border")
        ]
        return (
            code,
            looks,
            xf.get("quotePrefix"),
            xf.get("applyProtection"),
            [_plain(child) for child in xf],
        )


def _plain(element: Element) -> Any:
    return (
        element.tag.rpartition("}")[2],
        sorted(element.attrib.items()),
        [_plain(child) for child in element],
    )


def _first_difference(one: Any, other: Any, where: str) -> str:
    if one == other:
        return ""
    if (
        isinstance(one, (list, tuple))
        and isinstance(other, (list, tuple))
        and len(one) == len(other)
    ):
        for number, (left, right) in enumerate(zip(one, other, strict=True)):
            found = _first_difference(left, right, f"{where}/{number}")
            if found:
                return found
    return f"{where}: {one!r:.600} != {other!r:.600}"
