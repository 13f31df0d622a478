"""Give every value that a template prints a run of its own, so that a bookmark can stand around it.

This happens once per template. At rendering a mark costs no more than the text that is written anyway.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from jinja2 import nodes
from lxml import etree

from perfeval_xl.report.finishing import highlighted, run_like
from perfeval_xl.report.linting.checking import MERGE, MERGE_CHINESE
from perfeval_xl.report.linting.places import TEXT, W

__all__ = ["PRINT", "Look", "Runs", "name_owners"]

PRINT = "perfeval_print"
"""The filter that writes a value with its run: number of the run, record, field, and whether it is one of a list."""

_RUN, _PROPERTIES = f"{W}r", f"{W}rPr"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_PIECES = re.compile(r"(\{\{.*?\}\}|\{% .*?%\})", re.DOTALL)
"""Values and statements; `{%p` and `{%tr` take their paragraph or row with them and stay where they are."""
_OPEN, _CLOSE = "\ue0f0", "\ue0f1"
"""Private characters: they hold the place of a tag while docxtpl prepares the XML."""
_PLACE = re.compile(
    rf'<w:r>(|<w:rPr/>|<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)<w:t xml:space="preserve">{_OPEN}(\d+){_CLOSE}</w:t></w:r>',
    re.DOTALL,
)
_UNTRACED = (MERGE, MERGE_CHINESE)
_NAMESPACES = re.compile(r' xmlns:\w+="[^"]*"')


@dataclass(frozen=True, slots=True)
class Look:
    """What stands between `<w:r>` and its text, and the same with a yellow ground."""

    plain: str
    yellow: str


@dataclass(slots=True)
class Runs:
    """The printed values of one template. `looks` holds how each is printed, by number."""

    looks: list[Look] = field(default_factory=list)
    _tags: list[str] = field(default_factory=list)
    _yellow: list[str] = field(default_factory=list)

    def separate(self, root: Any) -> None:
        """Cut the runs of a part at their tags: text, values and statements no longer share one."""
        for run in list(root.iter(_RUN)):
            texts = run.findall(TEXT)
            if any(_PIECES.search(text.text or "") for text in texts):
                self._cut(run)

    def restore(self, source: str) -> str:
        """Put the tags back where `separate` took them out, each value with the filter that writes its run."""
        return _PLACE.sub(self._tag, source)

    def _cut(self, run: Any) -> None:
        properties = run.find(_PROPERTIES)
        pieces: list[Any] = []
        current: Any = None
        # Tags stand alone, everything between them may share a run
        for child in [child for child in run if child.tag != _PROPERTIES]:
            for piece, alone in self._pieces(child, properties):
                if alone or current is None:
                    new = run_like(properties)
                    pieces.append(new)
                    current = None if alone else new
                    new.append(piece)
                else:
                    current.append(piece)
        # Backwards, since each is put right behind the old run
        for piece in reversed(pieces):
            run.addnext(piece)
        run.getparent().remove(run)

    def _pieces(self, child: Any, properties: Any) -> list[tuple[Any, bool]]:
        """The elements that a child of a run becomes, and whether each stands in a run of its own."""
        if child.tag != TEXT:
            return [(child, False)]
        made = []
        for part in _PIECES.split(child.text or ""):
            if not part:
                continue
            if _PIECES.fullmatch(part):
                made.append((self._text(part, properties), True))
            else:
                made.append((_plain(part), False))
        return made

    def _text(self, tag: str, properties: Any) -> Any:
        self._tags.append(tag)
        yellow: str = etree.tostring(highlighted(properties), encoding="unicode")
        # The root of the document declares the namespaces
        self._yellow.append(_NAMESPACES.sub("", yellow))
        return _plain(f"{_OPEN}{len(self._tags) - 1}{_CLOSE}")

    def _tag(self, match: re.Match[str]) -> str:
        look, number = match[1], int(match[2])
        tag = self._tags[number]
        # Statements print nothing and need no run
        if tag.startswith("{%"):
            return tag
        inner = tag[2:-2].strip()
        # The mark for merged cells is no value of the report
        if inner in _UNTRACED:
            return f'<w:r>{look}<w:t xml:space="preserve">{tag}</w:t></w:r>'
        self.looks.append(Look(plain=look, yellow=self._yellow[number]))
        return f"{{{{ ({inner})|{PRINT}({len(self.looks) - 1}) }}}}"


def _plain(text: str) -> Any:
    made = etree.Element(TEXT, {_SPACE: "preserve"})
    made.text = text
    return made


def name_owners(tree: nodes.Template) -> None:
    """Tell every printing filter which record and field its value was taken from."""
    _visit(tree, {})


def _visit(node: nodes.Node, loops: Mapping[str, nodes.Expr | None]) -> None:
    if isinstance(node, nodes.Filter) and node.name == PRINT:
        node.args.extend(_owner(node.node, loops))
        return
    # The name of a loop stands for one item of what it goes over
    if isinstance(node, nodes.For):
        inside = dict(loops)
        if isinstance(node.target, nodes.Name):
            inside[node.target.name] = _bare(node.iter)
        for child in node.body:
            _visit(child, inside)
        for child in node.else_:
            _visit(child, loops)
        return
    for child in node.iter_child_nodes():
        _visit(child, loops)


def _owner(
    value: nodes.Expr | None, loops: Mapping[str, nodes.Expr | None]
) -> list[nodes.Expr]:
    """Record, field, and whether the value is one element of the field; nothing for what has no record."""
    # Filters change how a value is spelled, not where it comes from
    bare = _bare(value)
    listed = False
    if isinstance(bare, nodes.Name) and bare.name in loops:
        bare = loops[bare.name]
        listed = True
    one_of_several = nodes.Const(listed)
    # `a.b`, `a["b"]`, or a name of the report itself
    if isinstance(bare, nodes.Getattr):
        return [bare.node, nodes.Const(bare.attr), one_of_several]
    if isinstance(bare, nodes.Getitem) and isinstance(bare.arg, nodes.Const):
        return [bare.node, nodes.Const(str(bare.arg.value)), one_of_several]
    if isinstance(bare, nodes.Name):
        return [nodes.Const(None), nodes.Const(bare.name), one_of_several]
    return []


def _bare(value: nodes.Node | None) -> nodes.Expr | None:
    while isinstance(value, nodes.Filter):
        value = value.node
    if isinstance(value, nodes.Expr):
        return value
    return None
