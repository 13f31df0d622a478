"""Mails as strangers write them: built by the standard library, or byte by byte where no library would write them."""

from __future__ import annotations

import base64
from email.message import EmailMessage
from email.policy import SMTP

__all__ = ["SENDER", "letter", "raw_mail", "raw_part"]

SENDER = "财务科 <caiwu@unit.example>"


def letter(
    *attachments: tuple[str, bytes],
    sender: str = SENDER,
    date: str = "Mon, 06 Mar 2023 09:30:00 +0800",
    message_id: str = "",
    subject: str = "自评表",
) -> EmailMessage:
    """Build a well-formed mail; without `message_id` it has none."""
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["Subject"] = subject
    if date:
        message["Date"] = date
    if message_id:
        message["Message-ID"] = message_id
    message.set_content("请查收。\n")
    for name, data in attachments:
        message.add_attachment(
            data, maintype="application", subtype="octet-stream", filename=name
        )
    return message


def raw_part(data: bytes, *headers: bytes) -> bytes:
    """Write one part with exactly these headers, its content in base64."""
    lines = [
        *headers,
        b"Content-Transfer-Encoding: base64",
        b"",
        base64.encodebytes(data),
    ]
    return b"\r\n".join(lines)


def raw_mail(
    *parts: bytes,
    head: bytes = b"From: a@unit.example\r\nSubject: x\r\n",
    end: bytes = b"\r\n--b--\r\n",
) -> bytes:
    """Write a multipart mail around the parts, byte by byte; `end` closes it."""
    body = b"".join(b"\r\n--b\r\n" + part for part in parts)
    return (
        head
        + b'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\n'
        + body
        + end
    )
