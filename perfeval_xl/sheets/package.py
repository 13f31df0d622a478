"""The zip file around a workbook, opened with suspicion: attachments come from outside.

Sizes are checked before anything is unpacked, and XML is parsed without entities or DTDs.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element, ParseError, fromstring

from perfeval_xl.archives import (
    Archive,
    ArchiveBroken,
    ArchiveEncrypted,
    ArchiveTooLarge,
)
from perfeval_xl.errors import EncryptedWorkbook, NotAWorkbook, TooLargeWorkbook
from perfeval_xl.limits import LIMITS
from perfeval_xl.sheets.xml_parts import MalformedXml, check_well_formed

__all__ = [
    "Package",
    "children",
    "encrypted",
    "is_one_xml_workbook",
    "local_name",
    "marks_in",
    "no_package",
    "not_a_workbook",
    "too_large",
]

_UNPACKED = "解开后过大"
# Bytes
_START = 100
_ASK_AGAIN = "请用 Excel 或 WPS 打开自评表，另存为 .xlsx 后重新报送。"
# What a package without a workbook is, by a part that gives it away
_OTHER_FORMATS = {
    "word/document.xml": "是 Word 文档",
    "ppt/presentation.xml": "是演示文稿",
    "xl/workbook.bin": "是 .xlsb 格式",
    "content.xml": "是其他 OpenDocument 文件",
    "META-INF/MANIFEST.MF": "是 Java 程序包",
}
# What a file that is no package is, by its first bytes
_STARTS = {
    b"%PDF": "是 PDF 文件",
    b"<html": "是网页",
    b"<!doc": "是网页",
    b"<!DOC": "是网页",
    b"Rar!": "是 RAR 压缩包",
    b"7z\xbc\xaf": "是 7z 压缩包",
    b"\x89PNG": "是图片",
    b"\xff\xd8\xff": "是图片",
}


_XML = {
    b"urn:oasis:names:tc:opendocument:xmlns:office:1.0": "是 .fods 等单个 XML 文件的 OpenDocument 格式",
    b"urn:schemas-microsoft-com:office:spreadsheet": "是 Excel 2003 的 XML 表格",
}
"""Workbooks that are one XML file, which is neither packed nor safe to parse whole: told by their name spaces."""
# Bytes of a file in which a name space is looked for
_XML_HEAD = 4096


def is_one_xml_workbook(data: bytes) -> bool:
    """Whether a file is a workbook that is one XML file; it looks like a web page to whoever asks for tags only."""
    head = data[:_XML_HEAD]
    return any(namespace in head for namespace in _XML)


def local_name(element: Element) -> str:
    """Return the tag without its namespace: strict and transitional workbooks differ only there."""
    return str(element.tag).rpartition("}")[2]


def children(element: Element, name: str) -> Iterator[Element]:
    """Yield the direct children of that local name."""
    return (child for child in element if local_name(child) == name)


def marks_in(xml: bytes) -> int:
    """Return at most how many tags and attributes there are in a text of XML, whatever its encoding."""
    return xml.count(b"<") + xml.count(b"=")


class Package:
    """The parts of one .xlsx, .xlsm or .ods file.

    Raises `EncryptedWorkbook`, `NotAWorkbook` or `TooLargeWorkbook`, on opening or when a part turns out broken.
    """

    def __init__(self, data: bytes, file: str) -> None:
        self.file = file
        # Every package of these programs begins with a local header
        if not data.startswith(b"PK\x03\x04"):
            raise no_package(data, file)
        # Sizes are checked before anything is unpacked
        try:
            self._archive = Archive(data, LIMITS.package_parts, LIMITS.package_bytes)
        except ArchiveBroken as exc:
            raise self.broken(str(exc)) from exc
        except ArchiveEncrypted as exc:
            raise EncryptedWorkbook(
                f"“{file}”的压缩内容设有密码，未能读取。", "请去掉密码后重新报送。"
            ) from exc
        except ArchiveTooLarge as exc:
            raise self.too_large() from exc
        self.sizes = self._archive.sizes

    def xml(self, part: str) -> Element | None:
        """Return the root of a part, or `None` when the package has no such part."""
        content = self.content(part)
        if content is None:
            return None
        return self.tree(content)

    def tree(self, content: bytes) -> Element:
        """Return the root of a part that has been read; raises for one that is damaged or would make too large a tree."""
        # Tags are counted first: the parser is quick, the tree is what takes memory
        self.check_marks(content)
        try:
            check_well_formed(content)
            return fromstring(content)  # noqa: S314 - it has no document type, so no entities
        except (MalformedXml, ParseError, ValueError, LookupError) as exc:
            raise self.broken("内容已损坏") from exc

    def check_marks(self, content: bytes) -> None:
        """Refuse a part that would make too large a tree: that takes many times as much memory as its text."""
        if marks_in(content) > LIMITS.tree_marks:
            raise self.too_large()

    def content(self, part: str) -> bytes | None:
        """Return the bytes of a part that is not too large, or `None` when the package has no such part."""
        if part not in self.sizes:
            return None
        return self._guarded(lambda: self._archive.read(part, LIMITS.part_bytes))

    def start_of(self, part: str) -> bytes:
        """Return the first bytes of a part, none when the package has no such part."""
        if part in self.sizes:
            return self._guarded(lambda: self._archive.start(part, _START))
        return b""

    def _guarded(self, work: Callable[[], bytes]) -> bytes:
        try:
            return work()
        except ArchiveBroken as exc:
            raise self.broken(str(exc)) from exc
        except ArchiveTooLarge as exc:
            raise self.too_large() from exc

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Return the relations of a part: id to (type, target part). Targets outside the package are left out."""
        # Relations of a part stand beside it in a folder of their own
        folder, name = posixpath.split(part)
        root = self.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        found: dict[str, tuple[str, str]] = {}
        for item in () if root is None else children(root, "Relationship"):
            # What lies outside is never followed
            if item.get("TargetMode") == "External":
                continue
            target = item.get("Target", "")
            # A path from the root, or from the folder of the part
            if target.startswith("/"):
                target = target.lstrip("/")
            else:
                target = posixpath.normpath(posixpath.join(folder, target))
            found[item.get("Id", "")] = (item.get("Type", ""), target)
        return found

    def office_documents(self) -> list[str]:
        """Return the parts that an .xlsx file says are its documents; raises `NotAWorkbook` for an .xlsb."""
        if "xl/workbook.bin" in self.sizes:
            raise self.broken(_OTHER_FORMATS["xl/workbook.bin"])
        # The type of the relation differs in strict workbooks, not its ending
        return [
            target
            for kind, target in self.relations("").values()
            if kind.endswith("/officeDocument") and target in self.sizes
        ]

    def no_workbook(self) -> NotAWorkbook:
        """Return the error for a package without a workbook, saying what it is instead."""
        for part, what in _OTHER_FORMATS.items():
            if part in self.sizes:
                return self.broken(what)
        return self.broken("压缩包里没有工作簿")

    def broken(self, detail: str) -> NotAWorkbook:
        """Return the error for a file that is no readable workbook, with the detail in a few words."""
        return not_a_workbook(self.file, detail)

    def too_large(self, what: str = _UNPACKED) -> TooLargeWorkbook:
        """Return the error for a file that holds more than a form can; `what` says in a few words of what."""
        return too_large(self.file, what)


def not_a_workbook(file: str, detail: str) -> NotAWorkbook:
    """Return the error for a file that is no readable workbook, with the detail in a few words."""
    return NotAWorkbook(f"“{file}”不是可以读取的工作簿：{detail}。", _ASK_AGAIN)


def too_large(file: str, what: str = _UNPACKED) -> TooLargeWorkbook:
    """Return the error for a file that holds more than a form can; `what` says in a few words of what."""
    remedy = "请在下发的自评表中重新填写，不要粘贴图片和整列数据。"
    return TooLargeWorkbook(f"“{file}”{what}，不是正常的自评表。", remedy)


def encrypted(file: str) -> EncryptedWorkbook:
    """Return the error for a file that opens only with a password."""
    return EncryptedWorkbook(
        f"“{file}”设有打开密码，未能读取。", "请去掉打开密码后重新报送。"
    )


def no_package(data: bytes, file: str) -> NotAWorkbook:
    """Return the error for bytes that are no package at all, saying what they look like."""
    if not data:
        return not_a_workbook(file, "文件是空的")
    # Editors put a mark and blank lines in front
    start = data[:_XML_HEAD].lstrip(b"\xef\xbb\xbf \r\n\t")
    known = (what for mark, what in _STARTS.items() if start.startswith(mark))
    xml = (
        what
        for mark, what in _XML.items()
        if start.startswith(b"<?xml") and mark in start
    )
    return not_a_workbook(file, next(known, next(xml, "内容不是 Excel 格式")))
