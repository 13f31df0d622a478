"""A mail as bytes, and what is taken out of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from perfeval_xl.collection.content import Kind
from perfeval_xl.collection.envelope import Attachment, Envelope
from perfeval_xl.collection.opening import read_mail

FOUND_AT = datetime(2023, 5, 1, tzinfo=UTC)
DATA = b"PK\x03\x04" + bytes(range(256)) * 20
GBK_NAME = "项目自评表.xlsx".encode("gbk")


def opened(data: bytes) -> Envelope:
    """Read a mail, without the letter that it is where it brings no form."""
    envelope = read_mail(data, "邮件.eml", FOUND_AT)
    files = tuple(
        a
        for a in envelope.attachments
        if a.said is None or a.said.kind is not Kind.MAIL
    )
    return replace(envelope, attachments=files)


def only(data: bytes) -> Attachment:
    (attachment,) = opened(data).attachments
    return attachment
