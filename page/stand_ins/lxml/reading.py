"""XML into elements, with Python's own expat: no document types, no entities, not deeper than libxml2 goes."""

from __future__ import annotations

from typing import Any
from xml.parsers import expat

from lxml.nodes import Comment, Namespaces, ProcessingInstruction, _Element

__all__ = ["XMLParser", "XMLSyntaxError", "fromstring"]

_DEEPEST = 256


class XMLSyntaxError(SyntaxError):
    """What was read is not well-formed."""

    def __init__(
        self, message: str, code: int = 0, line: int = 0, column: int = 0
    ) -> None:
        super().__init__(message, ("<string>", line, column, ""))
        self.code = code


class XMLParser:
    """Takes lxml's options; what they forbid is never done here."""

    def __init__(self, **_options: Any) -> None:
        pass


def fromstring(data: bytes | str, parser: XMLParser | None = None) -> _Element:  # noqa: ARG001 - lxml's signature
    """Return the root; raises `XMLSyntaxError`."""
    if isinstance(data, str):
        data = data.encode()
    building = _Building()
    reader = expat.ParserCreate(namespace_separator="}")
    reader.namespace_prefixes = True
    reader.ordered_attributes = True
    reader.buffer_text = True
    reader.StartDoctypeDeclHandler = building.refuse
    reader.StartNamespaceDeclHandler = building.declare
    reader.StartElementHandler = building.start
    reader.EndElementHandler = building.end
    reader.CharacterDataHandler = building.text
    reader.CommentHandler = building.comment
    reader.ProcessingInstructionHandler = building.instruction
    try:
        reader.Parse(data, True)
    except expat.ExpatError as exc:
        raise XMLSyntaxError(str(exc), exc.code, exc.lineno, exc.offset) from exc
    assert building.root is not None
    return building.root


class _Building:
    """The tree as far as it has been read."""

    def __init__(self) -> None:
        self.root: _Element | None = None
        self._open: list[_Element] = []
        self._last: _Element | None = None
        self._declared: Namespaces = []

    def refuse(self, *_told: object) -> None:
        raise XMLSyntaxError("document type declarations are not allowed")

    def declare(self, prefix: str | None, uri: str | None) -> None:
        self._declared.append((prefix or "", uri or ""))

    def start(self, name: str, attributes: list[str]) -> None:
        tag, prefix = _named(name)
        node = _Element(tag)
        node.prefix_told = prefix
        keys = (_named(key)[0] for key in attributes[::2])
        node.attrib = dict(zip(keys, attributes[1::2], strict=True))
        node.declared, self._declared = self._declared, []
        self._add(node)
        self._open.append(node)
        self._last = None
        if len(self._open) > _DEEPEST:
            raise XMLSyntaxError("Excessive depth in document")

    def end(self, _name: str) -> None:
        self._last = self._open.pop()

    def text(self, text: str) -> None:
        if self._last is not None:
            self._last.tail = (self._last.tail or "") + text
        elif self._open:
            self._open[-1].text = (self._open[-1].text or "") + text

    def comment(self, text: str) -> None:
        self._beside(Comment(text))

    def instruction(self, target: str, text: str) -> None:
        self._beside(ProcessingInstruction(target, text or None))

    def _beside(self, node: _Element) -> None:
        if self._open:  # what stands outside of the root is not kept
            self._add(node)
            self._last = node

    def _add(self, node: _Element) -> None:
        if not self._open:
            self.root = node
            return
        node._parent = self._open[-1]
        self._open[-1]._children.append(node)


def _named(name: str) -> tuple[str, str]:
    """Return a name in Clark notation, and the prefix it was written with, from what expat tells."""
    uri, brace, rest = name.partition("}")
    if not brace:
        return name, ""
    local, _, prefix = rest.partition("}")
    return f"{{{uri}}}{local}", prefix
