"""What bytes are, told by themselves: a name is only what somebody claims."""

from __future__ import annotations

import re
from enum import StrEnum

__all__ = ["Kind", "claims_to_be_a_form", "kind_of", "looks_like_mail"]

_FORM_NAME = re.compile(r"\.(xlsx|xlsm|xltx|xltm|xlsb|xls|ods|et|ett|csv|json)\Z", re.IGNORECASE)
_MAIL_HEADERS = re.compile(
    rb"^(from|to|date|subject|received|return-path|message-id|mime-version|content-type|delivered-to):",
    re.IGNORECASE | re.MULTILINE,
)
_HEADER_LINE = re.compile(rb"[!-9;-~]+[ \t]*:")
_WEB = re.compile(rb"\s*(<!--.*?-->\s*)*<(!doctype html|html|head|body|table|meta)\b", re.IGNORECASE | re.DOTALL)
_ZIP_END, _ZIP_TAIL = b"PK\x05\x06", 65_557  # the end record, and how far from the end it may stand
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


_HARMLESS = {Kind.WORD, Kind.SLIDES, Kind.PDF, Kind.PICTURE, Kind.SIGNATURE, Kind.WEB, Kind.TEXT}

_MAGIC = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Kind.OLD_OFFICE),
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
_PARTS = (
    (b"xl/workbook", Kind.WORKBOOK),
    (b"opendocument.spreadsheet", Kind.WORKBOOK),
    (b"word/document", Kind.WORD),
    (b"opendocument.text", Kind.WORD),
    (b"ppt/presentation", Kind.SLIDES),
)


def kind_of(data: bytes) -> Kind:
    """Say what the bytes are; never raises and unpacks nothing."""
    if not data:
        return Kind.EMPTY
    if data.startswith(b"PK"):
        # Names of zip entries stand in clear; listing the directory of a hostile archive would cost memory.
        kind = next((kind for name, kind in _PARTS if name in data), Kind.ARCHIVE)
        return kind if _ZIP_END in data[-_ZIP_TAIL:] or kind.harmless else Kind.BROKEN
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    if (data[:4], data[8:12]) == (b"RIFF", b"WEBP") or (data[:2], data[6:10]) == (b"BM", bytes(4)):
        return Kind.PICTURE
    return _text_kind(data)


def _text_kind(data: bytes) -> Kind:
    head = data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Kind.TEXT
    if _BINARY.search(head):
        return Kind.UNKNOWN
    if head.startswith(b"{"):
        return Kind.JSON
    if _WEB.match(head):
        return Kind.WEB
    return Kind.MAIL if looks_like_mail(data) else Kind.TEXT


def looks_like_mail(data: bytes) -> bool:
    """Whether the bytes begin with the headers of a mail: at least two that every mail program writes."""
    head = data[:16384].removeprefix(b"\xef\xbb\xbf").lstrip().replace(b"\r\n", b"\n").split(b"\n\n", 1)[0]
    if not head.startswith(b"From ") and not _HEADER_LINE.match(head):
        return False
    return len({name.lower() for name in _MAIL_HEADERS.findall(head)}) >= 2


def claims_to_be_a_form(name: str) -> bool:
    """Whether the sender meant the file as a form: whatever it holds, it must then be answered, not passed over.

    >>> claims_to_be_a_form("自评表.XLSX"), claims_to_be_a_form("logo.png")
    (True, False)
    """
    return _FORM_NAME.search(name) is not None
