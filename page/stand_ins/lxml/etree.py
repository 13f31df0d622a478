"""The names of `lxml.etree` that the program uses."""

from __future__ import annotations

from lxml.nodes import (
    Comment,
    Element,
    ProcessingInstruction,
    QName,
    SubElement,
    _Element,
    iterwalk,
)
from lxml.reading import XMLParser, XMLSyntaxError, fromstring
from lxml.writing import tostring

__all__ = [
    "Comment",
    "Element",
    "ProcessingInstruction",
    "QName",
    "SubElement",
    "XMLParser",
    "XMLSyntaxError",
    "_Element",
    "fromstring",
    "iterwalk",
    "tostring",
]
