"""Elements that know their parents, and the prefixes their documents gave to namespaces."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any
from xml.etree import ElementPath

__all__ = [
    "Comment",
    "Element",
    "ProcessingInstruction",
    "QName",
    "SubElement",
    "_Element",
    "iterwalk",
]

Namespaces = list[tuple[str, str]]
"""Prefix, empty for the default, and namespace, in the order of the document."""


class _Element:
    """One element, comment or processing instruction; `tag` is a name in Clark notation, or the function that makes it."""

    __slots__ = (
        "_children",
        "_parent",
        "attrib",
        "declared",
        "prefix_told",
        "tag",
        "tail",
        "target",
        "text",
    )

    def __init__(self, tag: Any, attributes: Mapping[str, str] | None = None) -> None:
        self.tag = tag
        self.attrib: dict[str, str] = dict(attributes or {})
        self.text: str | None = None
        self.tail: str | None = None
        self.target = ""
        self.declared: Namespaces = []
        self.prefix_told: str | None = None
        self._children: list[_Element] = []
        self._parent: _Element | None = None

    def __len__(self) -> int:
        return len(self._children)

    def __iter__(self) -> Iterator[_Element]:
        return iter(self._children)

    def __getitem__(self, place: Any) -> Any:
        return self._children[place]

    def __contains__(self, child: object) -> bool:
        return any(own is child for own in self._children)

    def __deepcopy__(self, memo: dict[int, Any]) -> _Element:
        made = self._alike(in_scope(self))
        made.tail = self.tail
        return made

    def _alike(self, declared: Namespaces) -> _Element:
        made = _Element(self.tag, self.attrib)
        made.text, made.tail, made.target = self.text, self.tail, self.target
        made.declared = list(declared)
        made.prefix_told = self.prefix_told
        for child in self._children:
            made._children.append(child._alike(child.declared))
            made._children[-1]._parent = made
        return made

    @property
    def nsmap(self) -> dict[str | None, str]:
        """The namespaces in force at this element, by prefix."""
        return {prefix or None: uri for prefix, uri in in_scope(self)}

    def get(self, key: str, default: Any = None) -> Any:
        """Return an attribute."""
        return self.attrib.get(key, default)

    def set(self, key: str, value: str) -> None:
        """Set an attribute."""
        self.attrib[key] = value

    def items(self) -> list[tuple[str, str]]:
        """Return all attributes."""
        return list(self.attrib.items())

    def keys(self) -> list[str]:
        """Return the names of all attributes."""
        return list(self.attrib)

    def getparent(self) -> _Element | None:
        """Return the element around this one."""
        return self._parent

    def getroottree(self) -> Any:
        """Return what stands for the document: one with a document type was refused when it was read."""
        return _Tree()

    def index(self, child: _Element) -> int:
        """Return the place of a child."""
        for place, own in enumerate(self._children):
            if own is child:
                return place
        raise ValueError("Element is not a child of this node.")

    def append(self, child: _Element) -> None:
        """Put an element behind all others; it leaves where it was."""
        self._put(len(self._children), child)

    def extend(self, children: Iterable[_Element]) -> None:
        """Append several."""
        for child in list(children):
            self.append(child)

    def insert(self, place: int, child: _Element) -> None:
        """Put an element in front of the child at a place."""
        _leave(child)
        self._put(place, child)

    def remove(self, child: _Element) -> None:
        """Take a child out, with the text behind it."""
        del self._children[self.index(child)]
        child._parent = None

    def replace(self, old: _Element, new: _Element) -> None:
        """Put one child in the place of another."""
        _leave(new)
        place = self.index(old)
        self.remove(old)
        self._put(place, new)

    def addnext(self, other: _Element) -> None:
        """Put an element directly behind this one, in front of the text that followed."""
        _leave(other)
        assert self._parent is not None
        self._parent._put(self._parent.index(self) + 1, other)
        if self.tail is not None:
            other.tail = (other.tail or "") + self.tail
            self.tail = None

    def addprevious(self, other: _Element) -> None:
        """Put an element directly in front of this one."""
        _leave(other)
        assert self._parent is not None
        self._parent._put(self._parent.index(self), other)

    def _put(self, place: int, child: _Element) -> None:
        _leave(child)
        self._children.insert(place, child)
        child._parent = self
        _forget_known(child, {uri for _, uri in in_scope(self)})

    def getnext(self) -> _Element | None:
        """Return the sibling behind."""
        return next(self.itersiblings(), None)

    def getprevious(self) -> _Element | None:
        """Return the sibling in front."""
        if self._parent is None:
            return None
        place = self._parent.index(self)
        return self._parent._children[place - 1] if place else None

    def itersiblings(self, tag: Any = None) -> Iterator[_Element]:
        """Yield the siblings behind."""
        if self._parent is None:
            return
        behind = self._parent._children[self._parent.index(self) + 1 :]
        yield from (one for one in behind if tag is None or one.tag == tag)

    def iterancestors(self, *tags: Any) -> Iterator[_Element]:
        """Yield the elements around this one, the nearest first."""
        around = self._parent
        while around is not None:
            if not tags or around.tag in tags:
                yield around
            around = around._parent

    def iterchildren(self, *tags: Any) -> Iterator[_Element]:
        """Yield the children."""
        yield from (
            child for child in list(self._children) if not tags or child.tag in tags
        )

    def iter(self, *tags: Any) -> Iterator[_Element]:
        """Yield this element and all in it, in the order of the document."""
        every = not tags or tags == (None,)
        ahead = [iter((self,))]
        while ahead:
            node = next(ahead[-1], None)
            if node is None:
                ahead.pop()
                continue
            if every or node.tag in tags or ("*" in tags and isinstance(node.tag, str)):
                yield node
            ahead.append(iter(node._children))

    def itertext(self) -> Iterator[str]:
        """Yield all texts in the order of the document."""
        if self.text:
            yield self.text
        for child in self._children:
            yield from child.itertext()
            if child.tail:
                yield child.tail

    def find(self, path: str, namespaces: Any = None) -> _Element | None:
        """Return the first element on a path."""
        return next(self.iterfind(path, namespaces), None)

    def findall(self, path: str, namespaces: Any = None) -> list[_Element]:
        """Return all elements on a path."""
        return list(self.iterfind(path, namespaces))

    def findtext(self, path: str, default: Any = None, namespaces: Any = None) -> Any:
        """Return the text of the first element on a path."""
        found = self.find(path, namespaces)
        return default if found is None else found.text or ""

    def iterfind(self, path: str, namespaces: Any = None) -> Iterator[_Element]:
        """Yield the elements on a path."""
        if (
            "/" in path.rpartition("}")[2]
            or "/{" in path
            or "*" in path
            or path.startswith(".")
        ):
            return iter(ElementPath.findall(self, path, namespaces))  # type: ignore[type-var]
        return (child for child in self._children if child.tag == path)


class _Tree:
    """A document as far as anybody asks."""

    class docinfo:  # noqa: N801 - lxml's name
        """What stands in front of the root."""

        doctype = ""


class QName:
    """A name taken apart."""

    def __init__(self, name: Any) -> None:
        self.text: str = name if isinstance(name, str) else name.tag
        namespace, brace, self.localname = self.text.rpartition("}")
        self.namespace = namespace[1:] if brace else None


def Element(tag: str, attrib: Any = None, nsmap: Any = None, **more: str) -> _Element:  # noqa: N802 - lxml's name
    """Return a new element."""
    made = _Element(tag, {**(attrib or {}), **more})
    given = dict(nsmap or {})
    default = given.pop(None, None)
    made.declared = list(given.items())
    if default is not None:
        made.declared.append(("", default))
    return made


def SubElement(  # noqa: N802
    parent: _Element, tag: str, attrib: Any = None, nsmap: Any = None, **more: str
) -> _Element:
    """Return a new element behind the other children of `parent`."""
    made = Element(tag, attrib, nsmap, **more)
    parent.append(made)
    return made


def Comment(text: str = "") -> _Element:  # noqa: N802 - lxml's name
    """Return a comment."""
    made = _Element(Comment)
    made.text = text
    return made


def ProcessingInstruction(target: str, text: str | None = None) -> _Element:  # noqa: N802 - lxml's name
    """Return a processing instruction."""
    made = _Element(ProcessingInstruction)
    made.target, made.text = target, text
    return made


def iterwalk(
    root: _Element, events: Sequence[str] = ("end",), tag: Any = None
) -> Iterator[tuple[str, _Element]]:
    """Yield the begin and the end of every element."""
    wanted: Callable[[_Element], bool] = lambda node: tag is None or node.tag == tag  # noqa: E731
    if "start" in events and wanted(root):
        yield "start", root
    for child in list(root):
        if isinstance(child.tag, str):
            yield from iterwalk(child, events, tag)
    if "end" in events and wanted(root):
        yield "end", root


def in_scope(node: _Element) -> Namespaces:
    """Return the namespaces in force at an element, the outermost first; an inner prefix hides an outer one."""
    found: dict[str, str] = {}
    for around in [*reversed(list(node.iterancestors())), node]:
        for prefix, uri in around.declared:
            found.pop(prefix, None)
            found[prefix] = uri
    return list(found.items())


def _leave(child: _Element) -> None:
    if child._parent is not None:
        child._parent.remove(child)


def _forget_known(child: _Element, known: set[str]) -> None:
    """A moved element declares no namespace that its new surroundings declare already."""
    for node in child.iter():
        if node.declared:
            node.declared = [
                (prefix, uri) for prefix, uri in node.declared if uri not in known
            ]
