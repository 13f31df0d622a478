"""The shared texts of a workbook (xl/sharedStrings.xml), read as they go by: no tree is built of what may be very long."""

from __future__ import annotations

from xml.parsers import expat

from perfeval_xl.errors import SubmissionFileError
from perfeval_xl.limits import LIMITS
from perfeval_xl.sheets.package import Package

__all__ = ["read_strings"]


def read_strings(package: Package, part: str) -> list[str]:
    """Return the texts in their order, none when the package has no such part; raises as `Package` does.

    A text is what stands in it or in its runs; phonetic readings are left out. Escapes (`_x000D_`) are kept.
    """
    content = package.content(part)
    if content is None:
        return []
    try:
        return _Pass(package).parse(content)
    except SubmissionFileError:
        raise  # which is a ValueError too
    except (expat.ExpatError, ValueError, LookupError) as exc:
        raise package.broken("内容已损坏") from exc


class _Pass:
    """One pass through the texts."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._found: list[str] = []
        self._pieces: list[str] = []
        self._phonetic = False
        parser = self._parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end

    def parse(self, content: bytes) -> list[str]:
        """Read all of it."""
        self._parser.Parse(content, True)
        return self._found

    def _doctype(self, *_declared: object) -> None:
        """Refuse a document type: workbooks have none, and without one there are no entities."""
        raise self._package.broken("内容已损坏")

    def _start(self, name: str, _attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if name == "t" and not self._phonetic:
            self._parser.CharacterDataHandler = self._pieces.append
        elif name == "rPh":
            self._phonetic = True

    def _end(self, name: str) -> None:
        name = name.rpartition(":")[2]
        if name == "t":
            self._parser.CharacterDataHandler = None
        elif name == "rPh":
            self._phonetic = False
        elif name == "si":
            self._end_string()

    def _end_string(self) -> None:
        if len(self._found) >= LIMITS.shared_strings:
            raise self._package.too_large("共享文字过多")
        self._found.append("".join(self._pieces))
        self._pieces.clear()
