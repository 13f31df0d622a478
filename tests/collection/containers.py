"""Files that hold files, as strangers make them: archives with names in any encoding, mails saved by Outlook."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from perfeval_xl.installing.compound import compound_file

__all__ = ["attached_file", "attached_mail", "outlook_folder", "outlook_mail", "zipped"]

_FIXED = bytes(32)


def zipped(files: Mapping[str, bytes], encoding: str = "") -> bytes:
    """Pack files; with `encoding`, their names are written in it and not marked as UTF-8, as old programs do."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (name, data) in enumerate(files.items()):
            archive.writestr(
                zipfile.ZipInfo(_stand_in(name, number, encoding)),
                data,
                zipfile.ZIP_DEFLATED,
            )
    packed = buffer.getvalue()
    for number, name in enumerate(files) if encoding else ():
        packed = packed.replace(
            _stand_in(name, number, encoding).encode(), name.encode(encoding)
        )
    return packed


def _stand_in(name: str, number: int, encoding: str) -> str:
    """Return a name of the same length in bytes, which can be replaced without moving anything."""
    return f"{number:x}".rjust(len(name.encode(encoding)), "~") if encoding else name


def outlook_folder(
    *attachments: Mapping[str, object],
    subject: str = "自评表",
    sender: str = "财务科",
    html: str = "",
    text: str = "",
) -> dict[str, object]:
    """Return the streams of a mail as [MS-OXMSG] names them."""
    folder: dict[str, object] = {
        "__properties_version1.0": _FIXED,
        "__substg1.0_001A001F": _wide("IPM.Note"),
    }
    folder["__substg1.0_0037001F"] = _wide(subject)
    folder["__substg1.0_0C1A001F"] = _wide(sender)
    folder["__substg1.0_5D01001F"] = _wide("caiwu@unit.example")
    folder["__substg1.0_1035001F"] = _wide(f"<{subject}@unit.example>")
    if text:
        folder["__substg1.0_1000001F"] = _wide(text)
    if html:
        folder["__substg1.0_10130102"] = html.encode()
    return folder | {
        f"__attach_version1.0_#{number:08X}": one
        for number, one in enumerate(attachments)
    }


def attached_file(name: str, data: bytes) -> dict[str, object]:
    """Return the streams of a file that was attached."""
    return {
        "__properties_version1.0": bytes(8),
        "__substg1.0_3707001F": _wide(name),
        "__substg1.0_37010102": data,
    }


def attached_mail(folder: Mapping[str, object]) -> dict[str, object]:
    """Return the streams of a mail that was attached to another."""
    return {"__properties_version1.0": bytes(8), "__substg1.0_3701000D": dict(folder)}


def outlook_mail(
    *attachments: Mapping[str, object],
    subject: str = "自评表",
    text: str = "",
    html: str = "",
) -> bytes:
    """Write a mail as Outlook saves it."""
    folder = outlook_folder(*attachments, subject=subject, text=text, html=html)
    return compound_file(folder)  # type: ignore[arg-type]


def _wide(text: str) -> bytes:
    return text.encode("utf-16-le")
