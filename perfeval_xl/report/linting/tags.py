"""The tags of a template with their places, made whole: Word and LibreOffice cut them into pieces as people edit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from perfeval_xl.report.linting.places import TEXT, Finding, Place, Places, W

__all__ = ["Tag", "TagReading", "read_tags"]

_BRACE = re.compile(r"\{[{%#]|[}%#]\}")
_CLOSINGS = {
    "{{": "}}",
    "{%": "%}",
    "{#": "#}",
}
_OPENING = re.compile(r"\{[{%#]")
_STATEMENT = re.compile(r"\{%(?:(?P<unit>tr|p) )?\s*(?P<word>\w*)")
_SPACED = re.compile(r"\{%\s+(tr|tc|p)\s|\{%(tc)\s")
_MEANT = re.compile(r"\{%-?\s*(?:(?P<unit>tr|p)\s)?(?P<word>\w+)")
_WORDS = ("for", "endfor", "if", "elif", "else", "endif")
_QUOTES = str.maketrans("“”‘’", "\"\"''")
_SHOWN = 24
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_PAIRED = "请检查标记是否写全，如 {{ project }}、{% for … %}。"
_ALONE = "请让它独占一行（表格）或一段，把内容写在别的行、段里。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """One tag. `unit` is what it replaces: `tr` a table row, `p` a paragraph, empty for the tag itself.

    `word` is the statement (`for`, `endif`, …), empty for a value or a comment. `scope` is the element that must hold
    the closing tag as well: the paragraph, the table, or what holds the paragraph. `alone` says that its row or
    paragraph holds nothing else.
    """

    text: str
    place: Place
    unit: str
    word: str
    scope: Any
    in_cell: bool
    alone: bool

    @property
    def source(self) -> str:
        """The tag as plain jinja, in one line."""
        return self.spelled("")

    @property
    def statement(self) -> bool:
        """Whether this is `{% … %}`."""
        return self.text.startswith("{%")

    def spelled(self, unit: str) -> str:
        """Return the tag in its one spelling: straight quotes, single blanks, the unit right behind the opening."""
        inner = self.text[2 + len(self.unit) : -2].translate(_QUOTES).split()
        return " ".join((self.text[:2] + unit, *inner, self.text[-2:]))

    def wrong(self, what: str, remedy: str) -> Finding:
        """Return the finding that names this tag and its place."""
        return Finding(
            place=self.place,
            tag=self.text,
            what=what,
            remedy=remedy,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TagReading:
    """The tags of one story in their order, and what is wrong with the way they are written.

    `blocks` are the statements that begin and end blocks, those that are written wrongly as well.
    """

    tags: tuple[Tag, ...]
    blocks: tuple[Tag, ...]
    findings: tuple[Finding, ...]


def read_tags(root: Any, places: Places) -> TagReading:
    """Read the tags of one story, and join those that lie in several runs.

    Changes `root`: the whole tag moves into the first of its runs and takes its format.
    """
    tags: list[Tag] = []
    blocks: list[Tag] = []
    findings: list[Finding] = []
    for paragraph in list(root.iter(f"{W}p")):
        whole = places.text(paragraph)
        if not _BRACE.search(whole):
            continue
        place = places.of(paragraph)
        # Tags are found in the text of the whole paragraph, over all its runs
        spans, stray = _spans(whole)
        if stray:
            findings.append(
                Finding(
                    place=place, tag="", what=f"有不成对的“{stray}”", remedy=_PAIRED
                )
            )
        found = [
            (start, end, _tag(whole[start:end], place, paragraph, whole))
            for start, end in spans
        ]
        # Each moves into one run, so that its text is whole when it is filled in
        _join(
            places.pieces(paragraph),
            [(start, end, tag.spelled(tag.unit)) for start, end, tag in found],
        )
        for _, _, tag in found:
            # A tag in a wrong place is told, and does not count as a tag
            wrong = _misplaced(tag)
            blocks.extend(_block(tag))
            if wrong is None:
                tags.append(tag)
            else:
                findings.append(wrong)
    findings.extend(_hidden(root, places))
    return TagReading(
        tags=tuple(tags),
        blocks=tuple(blocks),
        findings=tuple(findings),
    )


def _spans(whole: str) -> tuple[list[tuple[int, int]], str]:
    """Return where the tags of a paragraph begin and end, and the first brace without its other half."""
    spans: list[tuple[int, int]] = []
    stray = ""
    here = 0
    while brace := _BRACE.search(whole, here):
        closing = _CLOSINGS.get(brace[0])
        end = -1
        if closing is not None:
            end = whole.find(closing, brace.end())
        # Reading goes on behind a brace without its other half
        if end < 0:
            stray = stray or brace[0]
            here = brace.end()
        else:
            here = end + 2
            spans.append((brace.start(), here))
    return spans, stray


def _tag(text: str, place: Place, paragraph: Any, whole: str) -> Tag:
    statement = _STATEMENT.match(text)
    unit = ""
    if statement:
        unit = statement["unit"] or ""
    # A tag for a row must be alone in the row, any other in its paragraph
    row: Any = next(paragraph.iterancestors(f"{W}tr"), None)
    alone = whole.strip() == text
    if unit == "tr" and row is not None:
        alone = _says_only(row, text)
    return Tag(
        text=text,
        place=place,
        unit=unit,
        word=statement["word"] if statement else "",
        scope=_scope(paragraph, unit),
        in_cell=row is not None,
        alone=alone,
    )


def _says_only(row: Any, text: str) -> bool:
    """Whether a row of a table holds this text and no other; looks no further than to the first other text."""
    said = ""
    for piece in row.iter(TEXT):
        said = (said + (piece.text or "")).lstrip()
        if len(said.rstrip()) > len(text):
            return False
    return said.rstrip() == text


def _block(tag: Tag) -> Iterator[Tag]:
    """The tag as the block it was meant to begin or end; nothing for a value."""
    meant = _MEANT.match(tag.text)
    if meant and meant["word"] in _WORDS:
        unit = meant["unit"] or ""
        scope = tag.scope
        if unit != tag.unit:
            scope = _scope(tag.scope, unit)
        yield replace(
            tag,
            unit=unit,
            word=meant["word"],
            scope=scope,
        )


def _scope(paragraph: Any, unit: str) -> Any:
    """What has to hold both ends of a block that stands in this paragraph."""
    if unit == "p":
        return paragraph.getparent()
    row: Any = next(paragraph.iterancestors(f"{W}tr"), None)
    if unit == "tr" and row is not None:
        return row.getparent()
    return paragraph


def _misplaced(tag: Tag) -> Finding | None:
    """What is wrong with a statement by itself: no statement of ours, no row to repeat, something else beside it."""
    if not tag.statement:
        return None
    if _SPACED.match(tag.text):
        what = "中 % 与 tr、p 之间多了空格，或写了不能用的 tc"
        return tag.wrong(what, "请去掉空格：整行写 {%tr …%}，整段写 {%p …%}。")
    # Then a word that is none of ours, and one in a wrong place
    if tag.word not in _WORDS:
        remedy = "模板中只能用 for、if、else、elif 及其 endfor、endif；整行写 {%tr …%}，整段写 {%p …%}。"
        return tag.wrong("不是模板可用的语句", remedy)
    if tag.unit == "tr" and not tag.in_cell:
        return tag.wrong(
            "不在表格中", "{%tr …%} 只能写在表格的一行里；整段重复请写 {%p …%}。"
        )
    if tag.unit and not tag.alone:
        return tag.wrong("所在的行或段还有别的内容，会一并消失", _ALONE)
    return None


def _join(pieces: list[Any], tags: list[tuple[int, int, str]]) -> None:
    """Write every tag, in its one spelling, into the piece in which it begins."""
    whole = "".join(piece.text or "" for piece in pieces)
    # For every letter of the paragraph the piece that it stands in
    owners = [index for index, piece in enumerate(pieces) for _ in piece.text or ""]
    texts: list[list[str]] = [[] for _ in pieces]
    position = 0
    # Letters between tags stay where they are
    for start, end, spelled in tags:
        for index, char in zip(
            owners[position:start], whole[position:start], strict=True
        ):
            texts[index].append(char)
        texts[owners[start]].append(spelled)
        position = end
    for index, char in zip(owners[position:], whole[position:], strict=True):
        texts[index].append(char)
    for piece, text in zip(pieces, texts, strict=True):
        piece.text = "".join(text)
        piece.set(_SPACE, "preserve")


def _hidden(root: Any, places: Places) -> Iterator[Finding]:
    """Find every tag outside the text: the rendering would fill it in without anybody having checked it."""
    for element in root.iter():
        # Texts of elements that are no text, text between elements, and attributes
        texts = [element.tail or ""]
        paragraph = element
        if element.tag != f"{W}p":
            paragraph = next(element.iterancestors(f"{W}p"), None)
        if element.tag != TEXT or paragraph is None:
            texts.append(element.text or "")
        if isinstance(element.tag, str):
            texts.extend(element.attrib.values())
        for text in texts:
            if _OPENING.search(text):
                if paragraph is None:
                    place = places.numbered(1)
                else:
                    place = places.of(paragraph)
                what = f"有标记写在不打印的地方（{text[:_SHOWN]}）"
                remedy = "请接受或拒绝全部修订，删去图片说明、域代码等处的标记，只在文字中写标记。"
                yield Finding(
                    place=place,
                    tag="",
                    what=what,
                    remedy=remedy,
                )
