"""Elements into XML, letter by letter as libxml2 writes it."""

from __future__ import annotations

from lxml.nodes import Comment, Namespaces, ProcessingInstruction, _Element, in_scope

__all__ = ["tostring"]

_XML = "http://www.w3.org/XML/1998/namespace"


def tostring(
    root: _Element,
    *,
    encoding: str | type[str] | None = None,
    xml_declaration: bool | None = None,
    standalone: bool | None = None,
    pretty_print: bool = False,
    with_tail: bool = True,
) -> bytes | str:
    """Return an element as UTF-8, or as text for `encoding="unicode"`."""
    assert not pretty_print
    pieces: list[str] = []
    around = [] if root.getparent() is None else in_scope(root.getparent())  # type: ignore[arg-type]
    _write(root, _Scope({}), pieces, around)
    if with_tail and root.tail:
        pieces.append(_text(root.tail))
    text = "".join(pieces)
    if encoding in ("unicode", str):
        return text
    if xml_declaration:
        alone = {None: "", True: " standalone='yes'", False: " standalone='no'"}[
            standalone
        ]
        text = f"<?xml version='1.0' encoding='{encoding}'{alone}?>\n{text}"
    return text.encode()


class _Scope:
    """The namespaces in force, and the names that were found with them."""

    def __init__(self, uris: dict[str, str]) -> None:
        self.uris = uris
        self._known: dict[tuple[str, str | None, bool], str] = {}

    def inside(self, declared: Namespaces) -> _Scope:
        uris = dict(self.uris)
        for prefix, uri in declared:
            uris.pop(prefix, None)
            uris[prefix] = uri
        return _Scope(uris)

    def name(self, tag: str, told: str | None, *, attribute: bool) -> str | None:
        """Return a name as it is written here, `None` where its namespace has no prefix yet."""
        if not tag.startswith("{"):
            return tag
        key = (tag, told, attribute)
        if key not in self._known:
            uri, _, local = tag[1:].partition("}")
            prefix = self._prefix(uri, told, attribute=attribute)
            if prefix is None:
                return None
            self._known[key] = f"{prefix}:{local}" if prefix else local
        return self._known[key]

    def _prefix(self, uri: str, told: str | None, *, attribute: bool) -> str | None:
        if uri == _XML:
            return "xml"
        if told is not None and self.uris.get(told) == uri and not attribute:
            return told
        fitting = [
            prefix
            for prefix, own in self.uris.items()
            if own == uri and (prefix or not attribute)
        ]
        return fitting[-1] if fitting else None


def _write(
    node: _Element, scope: _Scope, pieces: list[str], around: Namespaces
) -> None:
    if node.tag is ProcessingInstruction:
        pieces.append(
            f"<?{node.target} {node.text}?>" if node.text else f"<?{node.target}?>"
        )
        return
    if node.tag is Comment:
        pieces.append(f"<!--{node.text}-->")
        return
    own = [
        pair for pair in around if pair[0] not in dict(node.declared)
    ] + node.declared
    own = [*own, *_missing(node, scope.inside(own) if own else scope)]
    if own:
        scope = scope.inside(own)
    name = scope.name(node.tag, node.prefix_told, attribute=False)
    pieces.append(f"<{name}")
    for prefix, uri in own:
        pieces.append(
            f' xmlns:{prefix}="{_quoted(uri)}"'
            if prefix
            else f' xmlns="{_quoted(uri)}"'
        )
    for key, value in node.attrib.items():
        pieces.append(f' {scope.name(key, None, attribute=True)}="{_quoted(value)}"')
    if not len(node) and node.text is None:
        pieces.append("/>")
        return
    pieces.append(">")
    if node.text:
        pieces.append(_text(node.text))
    for child in node:
        _write(child, scope, pieces, [])
        if child.tail:
            pieces.append(_text(child.tail))
    pieces.append(f"</{name}>")


def _missing(node: _Element, scope: _Scope) -> Namespaces:
    """Return the declarations that an element needs for namespaces nobody around it has declared."""
    added: Namespaces = []
    for tag, attribute in [(node.tag, False), *((key, True) for key in node.attrib)]:
        if scope.inside(added).name(tag, node.prefix_told, attribute=attribute) is None:
            number = 0
            while f"ns{number}" in scope.uris or f"ns{number}" in dict(added):
                number += 1
            added.append((f"ns{number}", tag[1:].partition("}")[0]))
    return added


def _text(text: str) -> str:
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\r", "&#13;")


def _quoted(text: str) -> str:
    text = (
        text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace('"', "&quot;")
    )
    return text.replace("\t", "&#9;").replace("\n", "&#10;").replace("\r", "&#13;")
