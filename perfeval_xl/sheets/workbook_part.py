"""The part of an .xlsx that lists its sheets and defined names (ECMA-376 Part 1, 18.2).

Nearly all of it are the names of the fields, which are the same in every form of a kind: they are read once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from xml.etree.ElementTree import Element, ParseError, fromstring

from perfeval_xl.amounts import whole_number
from perfeval_xl.sheets.areas import print_areas
from perfeval_xl.sheets.model import Area
from perfeval_xl.sheets.package import Package, children, local_name
from perfeval_xl.sheets.recurring import Recurring
from perfeval_xl.sheets.xml_parts import is_plain

__all__ = ["WorkbookPart", "read_workbook_part"]

# The name that Excel gives the print area of a sheet
_PRINT_AREA = "_xlnm.Print_Area"
_BEGIN, _END = b"<definedNames>", b"</definedNames>"
_EMPTY, _NAME = b"<definedNames/>", b"definedName"


@dataclass(frozen=True, slots=True)
class _Names:
    """The defined names of the whole workbook, and the print areas by the number of their sheet, both as written."""

    of_all: Mapping[str, str]
    printed: tuple[tuple[str | None, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkbookPart:
    """What the workbook part says. `sheets` are the parts of the sheets by title, in order; `shown` those people see.

    `relations` are those of the part: id to (type, target part). `print_areas` are by title, for sheets that have any.
    `since_1904` says that its days are counted from 1904.
    """

    relations: Mapping[str, tuple[str, str]]
    sheets: Mapping[str, str]
    shown: frozenset[str]
    names: Mapping[str, str]
    print_areas: Mapping[str, tuple[Area, ...]]
    since_1904: bool


def read_workbook_part(package: Package) -> WorkbookPart:
    """Read the workbook part of an .xlsx; raises as `Package` does, and `NotAWorkbook` where there is none."""
    # A package may have documents besides the workbook
    for part in package.office_documents():
        root, names = _taken_apart(package, part)
        if local_name(root) == "workbook":
            return _read(package.relations(part), root, names)
    raise package.no_workbook()


def _taken_apart(package: Package, part: str) -> tuple[Element, _Names]:
    """Return the root of a part and the names in it; where they are spelled as usual, the root is without them."""
    content = package.content(part) or b""
    package.check_marks(content)
    # The names are looked for by their spelling
    start = content.find(_BEGIN)
    end = content.rfind(_END) + len(_END)
    if 0 <= start < end:
        # An empty element in their place says that they stand where elements may, and there only.
        rest = content[:start] + _EMPTY + content[end:]
        names = _known_names.of(content[start:end])
        # Nothing else in the part may be about names
        if names is not None and is_plain(rest) and rest.count(_NAME) == 1:
            root = package.tree(rest)
            if next(children(root, "definedNames"), None) is not None:
                return root, names
    # Anywhere else they are read with the tree
    root = package.tree(content)
    groups = children(root, "definedNames")
    return root, _names_in(item for group in groups for item in group)


def _read_names(written: bytes) -> _Names | None:
    """Read the names apart from the part in which they stand; `None` where they cannot be."""
    if not is_plain(written):
        return None
    try:
        group = fromstring(written)  # noqa: S314 - it has no document type, so no entities
    except ParseError:
        return None
    return _names_in(group)


def _names_in(items: Iterable[Element]) -> _Names:
    of_all: dict[str, str] = {}
    printed: list[tuple[str | None, str]] = []
    for item in items:
        name, sheet = item.get("name", ""), item.get("localSheetId")
        # A name with a sheet holds on that sheet only
        if sheet is None:
            of_all[name] = (item.text or "").strip()
        if name == _PRINT_AREA:
            printed.append((sheet, item.text or ""))
    return _Names(MappingProxyType(of_all), tuple(printed))


_known_names = Recurring(_read_names, 1 << 20)


def _read(
    relations: Mapping[str, tuple[str, str]], root: Element, names: _Names
) -> WorkbookPart:
    listed = [sheet for sheets in children(root, "sheets") for sheet in sheets]
    titles = [sheet.get("name", "") for sheet in listed]
    shown = (
        sheet.get("name", "")
        for sheet in listed
        if sheet.get("state", "visible") == "visible"
    )
    properties = children(root, "workbookPr")
    return WorkbookPart(
        relations=relations,
        sheets={
            title: relations.get(_relation(sheet), ("", ""))[1]
            for title, sheet in zip(titles, listed, strict=True)
        },
        shown=frozenset(shown),
        names=names.of_all,
        print_areas=dict(_print_areas(names, titles)),
        since_1904=any(item.get("date1904") in {"1", "true"} for item in properties),
    )


def _relation(sheet: Element) -> str:
    # The prefix of the attribute differs from program to program
    ids = (value for key, value in sheet.attrib.items() if key.endswith("}id"))
    return next(ids, "")


def _print_areas(
    names: _Names, titles: Sequence[str]
) -> Iterator[tuple[str, tuple[Area, ...]]]:
    """Yield what is printed of each sheet that has a print area."""
    for number, reference in names.printed:
        # A print area belongs to a sheet by number
        sheet = whole_number(number, len(titles))
        if sheet < len(titles):
            yield titles[sheet], print_areas(reference)
