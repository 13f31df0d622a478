"""Does a workbook keep within Excel's own limits? `python -m tools.excel_limits FILE…` says where it does not.

Nothing but Excel refuses such files, so that no test with another program would find them. The limits are data, in
`excel_limits.toml`.
"""

from __future__ import annotations

import io
import re
import sys
import tomllib
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from tools.excel_formulas import measured, refused_pieces

__all__ = ["LIMITS", "main", "violations"]

LIMITS: dict[str, dict[str, Any]] = tomllib.loads(
    Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
)
_NAME = re.compile(r"[^\W\d][\w.\\?]*|\\[\w.]*")
_CELL = re.compile(r"\$?[A-Za-z]{1,3}\$?\d+|[Rr]\d*[Cc]\d*|[RrCc]")
_SPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def violations(data: bytes) -> Iterator[str]:
    """Yield a sentence for everything in an .xlsx file that Excel does not take; empty for a file that it opens as it is."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    for name, content in parts.items():
        if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name):
            yield from (f"{name}: {what}" for what in _of_sheet(fromstring(content)))
    yield from _of_texts(parts.get("xl/sharedStrings.xml"))
    yield from _of_book(fromstring(parts["xl/workbook.xml"]))
    if "xl/styles.xml" in parts:
        yield from _of_styles(fromstring(parts["xl/styles.xml"]))


def _of_sheet(sheet: Element) -> Iterator[str]:
    limits = LIMITS["sheet"]
    for cell in _all(sheet, "c"):
        yield from _of_cell(cell)
    for row in _all(sheet, "row"):
        number = row.get("r", "0")
        yield from _above(f"row {number}", int(number), limits["rows"])
        yield from _above(
            f"height of row {number}", float(row.get("ht", 0)), limits["height"]
        )
    for column in _all(sheet, "col"):
        yield from _above("column", int(column.get("max", 0)), limits["columns"])
        yield from _above(
            "width of a column", float(column.get("width", 0)), limits["width"]
        )
    yield from _above("links", len(_all(sheet, "hyperlink")), limits["links"])
    yield from _above("merged areas", len(_all(sheet, "mergeCell")), limits["merges"])
    for line in ("oddHeader", "oddFooter", "firstHeader", "firstFooter"):
        for found in _all(sheet, line):
            yield from _above(line, len(found.text or ""), limits["header"])
    for rule in _all(sheet, "dataValidation"):
        yield from _of_validation(rule)
    for rule in _all(sheet, "cfRule"):
        for formula in _all(rule, "formula"):
            yield from _of_condition("conditional", formula.text or "")
    priorities = [rule.get("priority") for rule in _all(sheet, "cfRule")]
    if len(set(priorities)) < len(priorities):
        yield "two conditional formats of one priority"


def _of_cell(cell: Element) -> Iterator[str]:
    place = cell.get("r", "")
    limits = LIMITS["cell"]
    for formula in cell.findall(f"{_SPACE}f"):
        yield from _of_formula(place, formula.text or "")
    texts = [*cell.findall(f"{_SPACE}v"), *_all(cell, "t")]
    for found in texts:
        text = found.text or ""
        yield from _above(f"text of {place}", len(text), limits["characters"])
        yield from _above(f"lines of {place}", text.count("\n"), limits["line_breaks"])


def _of_formula(place: str, formula: str) -> Iterator[str]:
    limits = LIMITS["formula"]
    found = measured(formula)
    yield from _above(f"formula of {place}", found.characters, limits["characters"])
    yield from _above(f"nesting of {place}", found.nesting, limits["nesting"])
    yield from _above(f"arguments in {place}", found.arguments, limits["arguments"])
    yield from _above(f"a text in {place}", found.longest_text, limits["text"])
    unknown = found.functions - set(LIMITS["functions"]["known"])
    if unknown:
        yield f"{place} calls {', '.join(sorted(unknown))}, which Excel 2007 does not know"
    if not found.balanced:
        yield f"{place} has brackets that are not closed"


def _of_validation(rule: Element) -> Iterator[str]:
    limits = LIMITS["validation"]
    place = f"validation of {rule.get('sqref', '')}"
    formulas = (*_all(rule, "formula1"), *_all(rule, "formula2"))
    for formula in formulas:
        text = formula.text or ""
        if text.startswith('"'):
            yield from _above(f"list in {place}", len(text) - 2, limits["list"])
        else:
            yield from _of_condition("validation", text)
    for attribute, name in (
        ("promptTitle", "prompt_title"),
        ("prompt", "prompt"),
        ("errorTitle", "error_title"),
        ("error", "error"),
    ):
        yield from _above(
            f"{name} of {place}", len(rule.get(attribute, "")), limits[name]
        )


def _of_condition(kind: str, formula: str) -> Iterator[str]:
    yield from _above(f"formula of a {kind}", len(formula), LIMITS[kind]["formula"])
    yield from _of_formula(f"a {kind}", formula)
    for piece in refused_pieces(formula):
        yield f"a {kind} has {piece}: {formula}"


def _of_texts(content: bytes | None) -> Iterator[str]:
    if content is None:
        return
    limits = LIMITS["cell"]
    for item in fromstring(content):
        text = "".join(found.text or "" for found in _all(item, "t"))
        yield from _above(f"text {text[:10]}…", len(text), limits["characters"])
        yield from _above(
            f"lines of {text[:10]}…", text.count("\n"), limits["line_breaks"]
        )


def _of_book(book: Element) -> Iterator[str]:
    titles = [sheet.get("name", "") for sheet in _all(book, "sheet")]
    if len({title.casefold() for title in titles}) < len(titles):
        yield "two sheets of one title"
    for title in titles:
        yield from _above(f"title {title}", len(title), LIMITS["sheet"]["title"])
        forbidden = set(LIMITS["sheet"]["title_forbids"]) & set(title)
        if forbidden or title.startswith("'") or title.endswith("'"):
            yield f"title {title} has signs that Excel forbids"
    scoped: set[tuple[str, str]] = set()
    for found in _all(book, "definedName"):
        name = found.get("name", "")
        yield from _of_name(name)
        key = (found.get("localSheetId", ""), name.casefold())
        if key in scoped:
            yield f"two names {name}"
        scoped.add(key)
        yield from _of_formula(f"name {name}", found.text or "")


def _of_name(name: str) -> Iterator[str]:
    yield from _above(f"name {name}", len(name), LIMITS["name"]["characters"])
    if _NAME.fullmatch(name) is None or _CELL.fullmatch(name) is not None:
        yield f"{name} is no name for Excel"


def _of_styles(styles: Element) -> Iterator[str]:
    limits = LIMITS["styles"]
    for part, entry, most in (
        ("cellXfs", "xf", "formats"),
        ("numFmts", "numFmt", "number_formats"),
        ("fonts", "font", "fonts"),
        ("fills", "fill", "fills"),
    ):
        count = sum(len(_all(found, entry)) for found in _all(styles, part))
        yield from _above(part, count, limits[most])


def _above(what: str, found: float, most: float) -> Iterator[str]:
    if found > most:
        yield f"{what}: {found:g}, and Excel takes {most:g}"


def _all(element: Element, name: str) -> list[Element]:
    return list(element.iter(f"{_SPACE}{name}"))


def main(paths: Iterable[str]) -> int:
    """Print what is beyond Excel's limits; the result is 1 where anything is."""
    worst = 0
    for path in paths:
        for what in violations(Path(path).read_bytes()):
            print(f"{path}: {what}")
            worst = 1
    return worst


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
