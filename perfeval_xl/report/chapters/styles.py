"""Styles and lists of a chapter in the report: a style of the same name is the report's, any other comes along."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable
from typing import Any

from lxml import etree

from perfeval_xl.report.chapters.extension import Extension, part_of
from perfeval_xl.report.chapters.model import Chapter
from perfeval_xl.report.linting.places import W

__all__ = ["adopt_styles"]

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_EMPTY = '<w:{} xmlns:w="' + W[1:-1] + '"/>'
_WHOLE = re.compile(r"[0-9]{1,9}")
_USES = (f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle")
_LINKED = (f"{W}next", f"{W}link")
_VALUE, _STYLE_ID, _TYPE = f"{W}val", f"{W}styleId", f"{W}type"
_ABSTRACT, _ABSTRACT_ID, _NUMBER, _NUMBER_ID = (
    f"{W}abstractNum",
    f"{W}abstractNumId",
    f"{W}num",
    f"{W}numId",
)


def adopt_styles(
    blocks: list[Any], chapter: Chapter, number: int, extension: Extension
) -> None:
    """Let the blocks use styles and lists of the report, bringing along those that it does not have."""
    lists = _Lists(chapter, extension)
    # Styles may use lists themselves, so both have to be known
    styles = _Styles(chapter, number, extension, lists)
    for block in blocks:
        for use in list(block.iter(*_USES)):
            styles.adopt(use)
        lists.adopt(block)


class _Styles:
    """The ids of the report's styles by those of the chapter."""

    def __init__(
        self, chapter: Chapter, number: int, extension: Extension, lists: _Lists
    ) -> None:
        # The report's styles by kind and name, the chapter's own by id
        self._report = extension.tree(
            "styles", _EMPTY.format("styles").encode(), f"{_WORD}styles+xml"
        )
        self._prefix = f"c{number}"
        self._lists = lists
        self._known = {
            _naming(style): style.get(_STYLE_ID, "")
            for style in self._report.iter(f"{W}style")
        }
        root = part_of(chapter, "styles")
        if root is None:
            own = []
        else:
            own = root.iter(f"{W}style")
        self._own = {style.get(_STYLE_ID): style for style in own}
        self._ids: dict[str, str] = {}

    def adopt(self, use: Any) -> None:
        """Point one use at a style of the report; a style that the chapter does not define is not used."""
        found = self._id_of(use.get(_VALUE, ""))
        if found is None:
            use.getparent().remove(use)
        else:
            use.set(_VALUE, found)

    def _id_of(self, name: str) -> str | None:
        if name in self._ids:
            return self._ids[name]
        style = self._own.get(name)
        if style is None:
            return None
        # The same name is the same style, whatever it looks like there
        known: str | None = self._known.get(_naming(style))
        if known is not None:
            self._ids[name] = known
            return known
        # Noted before its base is brought along: styles may lead to each other
        self._ids[name] = f"{self._prefix}{name}"
        self._bring(style, self._ids[name])
        return self._ids[name]

    def _bring(self, style: Any, identity: str) -> None:
        made = copy.deepcopy(style)
        made.set(_STYLE_ID, identity)
        # A second default style would change the whole report
        made.attrib.pop(f"{W}default", None)
        for link in [child for child in made if child.tag in _LINKED]:
            made.remove(link)
        # Its base and its lists come along the same way
        based = made.find(f"{W}basedOn")
        if based is not None:
            self.adopt(based)
        self._lists.adopt(made)
        self._report.append(made)


class _Lists:
    """The numbers of the report's lists by those of the chapter."""

    def __init__(self, chapter: Chapter, extension: Extension) -> None:
        self._root = part_of(chapter, "numbering")
        self._extension = extension
        self._numbers: dict[str, str] = {}

    def adopt(self, element: Any) -> None:
        """Point every use of a list inside an element at a list of the report."""
        for use in list(element.iter(f"{W}numPr")):
            reference = use.find(_NUMBER_ID)
            found = (
                None
                if reference is None
                else self._number_of(reference.get(_VALUE, ""))
            )
            if found is None:
                use.getparent().remove(use)
            elif reference is not None:
                reference.set(_VALUE, found)

    def _number_of(self, old: str) -> str | None:
        if old == "0":
            # 0 takes a paragraph out of the list of its style
            return "0"
        if old not in self._numbers and not self._bring(old):
            return None
        return self._numbers[old]

    def _bring(self, old: str) -> bool:
        if self._root is None:
            return False
        numbers = [
            each for each in self._root.iter(_NUMBER) if each.get(_NUMBER_ID) == old
        ]
        if not numbers:
            return False
        # A list is a number that points to an abstract list
        chosen = numbers[0].find(_ABSTRACT_ID)
        wanted = ""
        if chosen is not None:
            wanted = chosen.get(_VALUE)
        abstract = [
            each
            for each in self._root.iter(_ABSTRACT)
            if each.get(_ABSTRACT_ID) == wanted
        ]
        if not abstract:
            return False
        self._numbers[old] = self._add(abstract[0], numbers[0])
        return True

    def _add(self, abstract: Any, number: Any) -> str:
        """Add a list behind those of its kind, and return its number."""
        report = self._extension.tree(
            "numbering", _EMPTY.format("numbering").encode(), f"{_WORD}numbering+xml"
        )
        # In the part all abstract lists must stand before all numbers
        abstracts, numbers = report.findall(_ABSTRACT), report.findall(_NUMBER)
        abstract_id = _next(each.get(_ABSTRACT_ID) for each in abstracts)
        number_id = _next(each.get(_NUMBER_ID) for each in numbers)
        made = copy.deepcopy(abstract)
        made.set(_ABSTRACT_ID, abstract_id)
        # What ties the list to styles and to other copies of it
        for link in (
            made.findall(f"{W}styleLink")
            + made.findall(f"{W}numStyleLink")
            + made.findall(f"{W}nsid")
        ):
            made.remove(link)
        for level in made.iter(f"{W}lvl"):
            for style in level.findall(f"{W}pStyle"):
                level.remove(style)
        report.insert(_behind(report, abstracts), made)
        counted = copy.deepcopy(number)
        counted.set(_NUMBER_ID, number_id)
        counted.find(_ABSTRACT_ID).set(_VALUE, abstract_id)
        report.insert(
            _behind(report, report.findall(_NUMBER) or report.findall(_ABSTRACT)),
            counted,
        )
        return number_id


def _naming(style: Any) -> tuple[str, str]:
    name = style.find(f"{W}name")
    called = ""
    if name is not None:
        called = name.get(_VALUE, "").lower()
    return style.get(_TYPE, "paragraph"), called


def _next(identities: Iterable[str | None]) -> str:
    """Return a number that none of the ids is; one that is no number at all cannot be taken twice."""
    highest = 0
    for identity in identities:
        if identity is not None and _WHOLE.fullmatch(identity):
            highest = max(highest, int(identity))
    return str(highest + 1)


def _behind(report: Any, elements: list[Any]) -> int:
    if not elements:
        # Pictures of bullets stand in front of all lists
        return sum(
            1 for child in report if etree.QName(child).localname == "numPicBullet"
        )
    return int(report.index(elements[-1])) + 1
