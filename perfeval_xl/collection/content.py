"""What bytes are, told by themselves: a name is only what somebody claims."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from enum import StrEnum
from itertools import islice

from olefile import DEFECT_FATAL, OleFileIO

from perfeval_xl.limits import LIMITS

__all__ = ["Kind", "claims_to_be_a_form", "kind_of", "looks_like_mail"]

# Names under which forms are sent, by their endings
_FORM_NAME = re.compile(
    r"\.(xlsx|xlsm|xltx|xltm|xlsb|xls|ods|et|ett|csv|json)\Z", re.IGNORECASE
)
# Headers that every mail program writes
_MAIL_HEADERS = re.compile(
    rb"^(from|to|date|subject|received|return-path|message-id|mime-version|content-type|delivered-to):",
    re.IGNORECASE | re.MULTILINE,
)
# Any header at all
_HEADER_NAMES = re.compile(rb"^([A-Za-z][A-Za-z0-9-]{1,40}):", re.MULTILINE)
# Headers that only what was sent has
_OF_SENT_MAILS = {
    b"received",
    b"to",
    b"cc",
    b"bcc",
    b"message-id",
    b"return-path",
    b"delivered-to",
}
# A line that is a header by its spelling
_HEADER_LINE = re.compile(rb"[!-9;-~]+[ \t]*:")
# How the text of a web page begins
_WEB = re.compile(rb"<(!doctype html|html|head|body|table|meta)\b", re.IGNORECASE)
_COMMENT, _COMMENT_END = b"<!--", b"-->"
# How far from the end the end record may stand
_ZIP_TAIL = 65_557
# Bytes that no text holds
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


class Kind(StrEnum):
    """What an attachment is, in the words that the 汇总表 shows."""

    WORKBOOK = "工作簿"
    JSON = "JSON"
    OLD_OFFICE = "旧版或加密的 Office 文件"
    EMPTY = "空文件"
    ARCHIVE = "压缩包"
    BROKEN = "残缺的工作簿或压缩包"
    OUTLOOK = "Outlook 专用附件"
    MAIL = "邮件"
    SAVED_MAIL = "Outlook 邮件（.msg）"
    DRAWING = "Visio 绘图"
    WORD = "Word 文档"
    SLIDES = "演示文稿"
    PDF = "PDF 文档"
    PICTURE = "图片"
    SIGNATURE = "数字签名"
    WEB = "网页"
    TEXT = "文本"
    UNKNOWN = "无法识别的文件"

    @property
    def harmless(self) -> bool:
        """Whether such a thing commonly travels with a form without being one."""
        return self in _HARMLESS


_HARMLESS = {
    Kind.WORD,
    Kind.SLIDES,
    Kind.DRAWING,
    Kind.PDF,
    Kind.PICTURE,
    Kind.SIGNATURE,
    Kind.WEB,
    Kind.TEXT,
}

_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STREAMS = (
    ("EncryptedPackage", Kind.OLD_OFFICE),
    ("__properties_version1.0", Kind.SAVED_MAIL),
    ("Workbook", Kind.WORKBOOK),
    ("Book", Kind.WORKBOOK),
    ("WordDocument", Kind.WORD),
    ("PowerPoint Document", Kind.SLIDES),
    ("VisioDocument", Kind.DRAWING),
    ("MatOST", Kind.WORD),
)
"""What the old formats call their main stream (MS-XLS 2.1, MS-DOC 2.1, MS-PPT 2.1, MS-OXMSG 2.2; the last is that of Works)."""
# First bytes of files of one kind
_MAGIC = (
    (b"%PDF-", Kind.PDF),
    (b"\x89PNG\r\n", Kind.PICTURE),
    (b"\xff\xd8\xff", Kind.PICTURE),
    (b"GIF8", Kind.PICTURE),
    (b"II*\x00", Kind.PICTURE),
    (b"MM\x00*", Kind.PICTURE),
    (b"{\\rtf", Kind.WORD),
    (b"Rar!\x1a\x07", Kind.ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", Kind.ARCHIVE),
    (b"\x1f\x8b", Kind.ARCHIVE),
    (b"\x78\x9f\x3e\x22", Kind.OUTLOOK),
    (b"0\x82", Kind.SIGNATURE),
    (b"0\x80", Kind.SIGNATURE),
)
_ONE_XML = (
    b"application/vnd.oasis.opendocument.spreadsheet",
    b"urn:schemas-microsoft-com:office:spreadsheet",
)
"""What workbooks that are one XML file name at their beginning: .fods, and the XML of Excel 2003."""
# Bytes in which a name space is looked for
_XML_HEAD = 4096
# Parts by which a package is known, whatever the archive was called
_PARTS = (
    ("xl/workbook.", Kind.WORKBOOK),
    ("word/document", Kind.WORD),
    ("ppt/presentation", Kind.SLIDES),
)
# OpenDocument packages begin with their type, unpacked
_MIMETYPES = (
    (b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet", Kind.WORKBOOK),
    (b"mimetypeapplication/vnd.oasis.opendocument.text", Kind.WORD),
    (b"mimetypeapplication/vnd.oasis.opendocument.presentation", Kind.SLIDES),
)
_ZIP_ENTRY, _ZIP_LISTED, _ZIP_END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
# First entries of packages of office programs; an archive of other files begins otherwise
_FIRST_OF_OFFICE = (
    "[Content_Types].xml",
    "_rels/",
    "docProps/",
    "xl/",
    "word/",
    "ppt/",
    "mimetype",
)


def kind_of(data: bytes) -> Kind:
    """Say what the bytes are; never raises and unpacks nothing."""
    # From the surest sign to the vaguest
    if not data:
        return Kind.EMPTY
    if data.startswith(b"PK"):
        return _zip_kind(data)
    if data.startswith(_COMPOUND):
        return _compound_kind(data)
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    # Short signs are looked for in two places, so that no text is taken for a picture
    if (data[:4], data[8:12]) == (b"RIFF", b"WEBP") or (data[:2], data[6:10]) == (
        b"BM",
        bytes(4),
    ):
        return Kind.PICTURE
    # A workbook that is one XML file would be a web page by its tags
    if data.lstrip(b"\xef\xbb\xbf").startswith(b"<?xml") and any(
        mark in data[:_XML_HEAD] for mark in _ONE_XML
    ):
        return Kind.WORKBOOK
    return _text_kind(data)


def _compound_kind(data: bytes) -> Kind:
    """Tell a compound file by the streams at its top: a mail holds the streams of what is attached to it further in.

    Where the directory is damaged, the names are looked for anywhere.
    """
    try:
        with OleFileIO(data, raise_defects=DEFECT_FATAL) as file:
            names = {entry.name for entry in file.root.kids}
    except (
        OSError,
        ValueError,
        IndexError,
        AttributeError,
        TypeError,
        RecursionError,
        struct.error,
    ):
        names = set()
    found = next((kind for name, kind in _STREAMS if name in names), None)
    if found is not None:
        return found
    # A compound file with other streams is at least of an old office program
    if names:
        return Kind.OLD_OFFICE
    return next(
        (kind for name, kind in _STREAMS if name.encode("utf-16-le") in data),
        Kind.OLD_OFFICE,
    )


def _zip_kind(data: bytes) -> Kind:
    """Tell a package by its own entries: what is packed inside an archive says nothing about the archive."""
    directory = _directory(data)
    # A damaged directory leaves the names that stand before the entries
    names = list(
        islice(
            _cut_off_names(data) if directory is None else _listed_names(directory),
            LIMITS.listed_entries,
        )
    )
    mimetype = next(
        (kind for text, kind in _MIMETYPES if data[30:130].startswith(text)), None
    )
    kind = mimetype or next(
        (kind for part, kind in _PARTS if any(n.startswith(part) for n in names)),
        Kind.ARCHIVE,
    )
    # A workbook or archive that was cut off is told as such; what is harmless need not be whole
    if directory is None and not kind.harmless:
        return Kind.BROKEN
    return kind


def _directory(data: bytes) -> bytes | None:
    """Return the directory of a whole archive, `None` where it is cut off (PKWARE APPNOTE 4.3.16).

    A directory that does not stand where it says is that of an archive packed inside.
    """
    # The end record stands last, but for a comment
    end = data.rfind(_ZIP_END, max(0, len(data) - _ZIP_TAIL))
    if end < 0 or len(data) < end + 20:
        return None
    size, offset = struct.unpack_from("<II", data, end + 12)
    if offset + size == end:
        return data[offset:end]
    return None


def _listed_names(directory: bytes) -> Iterator[str]:
    """Yield the names in a directory (PKWARE APPNOTE 4.3.12)."""
    here = 0
    # Every entry says how long its name, its extra field and its comment are
    while directory[here : here + 4] == _ZIP_LISTED and here + 46 <= len(directory):
        name, extra, comment = struct.unpack_from("<HHH", directory, here + 28)
        yield directory[
            here + 46 : here + 46 + min(name, LIMITS.listed_name_bytes)
        ].decode("utf-8", "replace")
        here += 46 + name + extra + comment


def _cut_off_names(data: bytes) -> Iterator[str]:
    """Yield the names that stand before the entries, where the directory is lost; none when it began as an archive."""
    here = data.find(_ZIP_ENTRY)
    while 0 <= here <= len(data) - 30:
        (length,) = struct.unpack_from("<H", data, here + 26)
        name = data[
            here + 30 : here + 30 + min(length, LIMITS.listed_name_bytes)
        ].decode("utf-8", "replace")
        # An archive of other things may hold a package further in
        if here == 0 and not name.startswith(_FIRST_OF_OFFICE):
            return
        yield name
        here = data.find(_ZIP_ENTRY, here + 30)


def _text_kind(data: bytes) -> Kind:
    head = data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    # UTF-16 has a mark of its own
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Kind.TEXT
    if _BINARY.search(head):
        return Kind.UNKNOWN
    if head.startswith(b"{"):
        return Kind.JSON
    if _is_web_page(head):
        return Kind.WEB
    if looks_like_mail(data):
        return Kind.MAIL
    start = data[:16384].removeprefix(b"\xef\xbb\xbf").lstrip()
    headers = start.replace(b"\r\n", b"\n").split(b"\n\n", 1)[0]
    return Kind.WEB if _is_saved_page(headers) else Kind.TEXT


def _is_web_page(head: bytes) -> bool:
    """Whether a text begins as a web page does, comments in front of it aside."""
    # Comments may stand in front of everything
    rest = head
    while rest.startswith(_COMMENT):
        _, closed, rest = rest.partition(_COMMENT_END)
        rest = rest.lstrip() if closed else b""
    return _WEB.match(rest) is not None


def _is_saved_page(head: bytes) -> bool:
    """Whether headers are those of a web page saved as one file (.mht), which nobody has sent: no address, no number."""
    names = {name.lower() for name in _HEADER_NAMES.findall(head)}
    # A page saved as one file has headers, too, but nobody sent it
    if b"mime-version" not in names or names & _OF_SENT_MAILS:
        return False
    return b"multipart/related" in head.lower()


def looks_like_mail(data: bytes) -> bool:
    """Whether the bytes begin with the headers of a mail: at least two that every mail program writes."""
    head = (
        data[:16384]
        .removeprefix(b"\xef\xbb\xbf")
        .lstrip()
        .replace(b"\r\n", b"\n")
        .split(b"\n\n", 1)[0]
    )
    # The first line is that of a mailbox, or a header
    if not head.startswith(b"From ") and not _HEADER_LINE.match(head):
        return False
    if _is_saved_page(head):
        return False
    return len({name.lower() for name in _MAIL_HEADERS.findall(head)}) >= 2


def claims_to_be_a_form(name: str) -> bool:
    """Whether the sender meant the file as a form: whatever it holds, it must then be answered, not passed over.

    >>> claims_to_be_a_form("自评表.XLSX"), claims_to_be_a_form("logo.png")
    (True, False)
    """
    return _FORM_NAME.search(name) is not None
