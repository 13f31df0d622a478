"""The tags of a template with their places, made whole: Word and LibreOffice cut them into pieces as people edit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from perfeval_xl.errors import TemplateError

__all__ = ["TEXT", "Tag", "W", "read_tags"]

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEXT = f"{W}t"

_BRACE = re.compile(r"\{[{%#]|[}%#]\}")
_CLOSINGS = {"{{": "}}", "{%": "%}", "{#": "#}"}
_OPENING = re.compile(r"\{[{%#]")
_STATEMENT = re.compile(r"\{%(?:(?P<unit>tr|p) )?\s*(?P<word>\w*)")
_WORDS = ("for", "endfor", "if", "elif", "else", "endif")
_QUOTES = str.maketrans("“”‘’", "\"\"''")
_SHOWN = 12
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """One tag. `unit` is what it replaces: `tr` a table row, `p` a paragraph, empty for the tag itself.

    `word` is the statement (`for`, `endif`, …), empty for a value or a comment. `scope` is the element that must hold
    the closing tag as well: the paragraph, the table, or what holds the paragraph.
    """

    text: str
    place: str
    unit: str
    word: str
    scope: Any
    in_cell: bool

    @property
    def source(self) -> str:
        """The tag as plain jinja, in one line."""
        return self.spelled("")

    def spelled(self, unit: str) -> str:
        """Return the tag in its one spelling: straight quotes, single blanks, the unit right behind the opening."""
        inner = self.text[2 + len(self.unit) : -2].translate(_QUOTES).split()
        return " ".join((self.text[:2] + unit, *inner, self.text[-2:]))

    def wrong(self, what: str, remedy: str) -> TemplateError:
        """Return the error that names this tag and its place."""
        return TemplateError(f"报告模板{self.place}的标记“{self.text}”{what}。", remedy)


def read_tags(root: Any, story: str) -> list[Tag]:
    """Return the tags of one story in their order, and join those that lie in several runs.

    Changes `root`: the whole tag moves into the first of its runs and takes its format. Raises `TemplateError` for a
    tag without end and for one that stands where no text is printed.
    """
    tags: list[Tag] = []
    places = _Places(root)
    for number, paragraph in enumerate(root.iter(f"{W}p"), 1):
        pieces = [t for t in paragraph.iter(TEXT) if next(t.iterancestors(f"{W}p")) is paragraph]
        whole = "".join(t.text or "" for t in pieces)
        if not _BRACE.search(whole):
            continue
        place = f"{story}{places.of(paragraph, number, whole)}"
        spans = list(_spans(whole, place))
        found = [(start, end, _tag(whole[start:end], place, paragraph, whole)) for start, end in spans]
        _join(pieces, [(start, end, tag.spelled(tag.unit)) for start, end, tag in found])
        tags.extend(tag for _, _, tag in found)
    _refuse_hidden(root, story)
    return tags


def _spans(whole: str, place: str) -> Iterator[tuple[int, int]]:
    """Yield where the tags of a paragraph begin and end; raises `TemplateError` for a brace without its other half."""
    here = 0
    while brace := _BRACE.search(whole, here):
        closing = _CLOSINGS.get(brace[0])
        end = -1 if closing is None else whole.find(closing, brace.end())
        if end < 0:
            raise TemplateError(
                f"报告模板{place}有不成对的“{brace[0]}”。", "请检查标记是否写全，如 {{ project }}、{% for … %}。"
            )
        here = end + 2
        yield brace.start(), here


def _tag(text: str, place: str, paragraph: Any, whole: str) -> Tag:
    statement = _STATEMENT.match(text)
    unit = (statement["unit"] or "") if statement else ""
    row: Any = next(paragraph.iterancestors(f"{W}tr"), None)
    scope = paragraph if not unit else paragraph.getparent() if unit == "p" or row is None else row.getparent()
    tag = Tag(
        text=text,
        place=place,
        unit=unit,
        word=statement["word"] if statement else "",
        scope=scope,
        in_cell=row is not None,
    )
    if statement and tag.word not in _WORDS:
        raise tag.wrong(
            "不是模板可用的语句",
            "模板中只能用 for、if、else、elif 及其 endfor、endif；整行写 {%tr …%}，整段写 {%p …%}。",
        )
    if unit == "tr" and row is None:
        raise tag.wrong("不在表格中", "{%tr …%} 只能写在表格的一行里；整段重复请写 {%p …%}。")
    around = "".join(t.text or "" for t in row.iter(TEXT)) if unit == "tr" else whole
    if unit and around.strip() != text:
        raise tag.wrong(
            "所在的行或段还有别的内容，会一并消失", "请让它独占一行（表格）或一段，把内容写在别的行、段里。"
        )
    return tag


def _join(pieces: list[Any], tags: list[tuple[int, int, str]]) -> None:
    """Write every tag, in its one spelling, into the piece in which it begins."""
    whole = "".join(piece.text or "" for piece in pieces)
    owners = [index for index, piece in enumerate(pieces) for _ in piece.text or ""]
    texts: list[list[str]] = [[] for _ in pieces]
    position = 0
    for start, end, spelled in tags:
        for index, char in zip(owners[position:start], whole[position:start], strict=True):
            texts[index].append(char)
        texts[owners[start]].append(spelled)
        position = end
    for index, char in zip(owners[position:], whole[position:], strict=True):
        texts[index].append(char)
    for piece, text in zip(pieces, texts, strict=True):
        piece.text = "".join(text)
        piece.set(_SPACE, "preserve")


class _Places:
    """How people call the places of a story; its tables are numbered once, when the first tag in one is met."""

    def __init__(self, root: Any) -> None:
        self._root = root
        self._numbers: dict[Any, int] = {}

    def of(self, paragraph: Any, number: int, text: str) -> str:
        """Return the place of a paragraph, which is the one of that `number` and holds this text."""
        cell = next(paragraph.iterancestors(f"{W}tc"), None)
        if cell is None:
            shown = text.strip()
            return f"第{number}段（“{shown[:_SHOWN]}{'…' if len(shown) > _SHOWN else ''}”）"
        if not self._numbers:
            self._number()
        table = next(cell.iterancestors(f"{W}tbl"))
        numbers = (self._numbers.get(each, 0) for each in (table, cell.getparent(), cell))
        return "第{}个表格第{}行第{}格".format(*numbers)

    def _number(self) -> None:
        """Number every table in the story, every row in its table and every cell in its row."""
        for table_number, table in enumerate(self._root.iter(f"{W}tbl"), 1):
            self._numbers[table] = table_number
            for row_number, row in enumerate(table.iter(f"{W}tr"), 1):
                self._numbers[row] = row_number
                for cell_number, cell in enumerate(row.iterfind(f"{W}tc"), 1):
                    self._numbers[cell] = cell_number


def _refuse_hidden(root: Any, story: str) -> None:
    for where in _hidden(root):
        raise TemplateError(
            f"报告模板{story}中有标记写在不打印的地方（{where}）。",
            "请接受或拒绝全部修订，删去图片说明、域代码等处的标记，只在文字中写标记。",
        )


def _hidden(root: Any) -> Iterator[str]:
    """Name every tag outside the text: the rendering would fill it in without anybody having checked it."""
    for element in root.iter():
        texts = [element.tail or ""]
        if element.tag != TEXT or next(element.iterancestors(f"{W}p"), None) is None:
            texts.append(element.text or "")
        if isinstance(element.tag, str):
            texts.extend(element.attrib.values())
        yield from (text[: 2 * _SHOWN] for text in texts if _OPENING.search(text))
