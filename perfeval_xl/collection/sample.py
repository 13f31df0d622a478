"""The small mailbox of `perfeval-xl demo`: what really lies in such mailboxes, sent by nobody."""

from __future__ import annotations

import base64
import os
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path

from perfeval_xl.dates import CHINA

__all__ = ["sample_mailbox"]

# A working day of some year: all dates in the sample count from it
_FIRST_DAY = datetime(2023, 3, 6, 9, 30, tzinfo=CHINA)
_FINANCE = "绩效管理科 <jixiao@finance.example>"
_XLSX = ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet")
_LOGO = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)
# The part of a workbook that is left when it is cut off: one in so many
_KEPT = 3


def sample_mailbox(folder: Path, workbook: bytes, name: str) -> list[Path]:
    """Write the mailbox into `folder` (made if needed) and return its files; the same arguments give the same bytes.

    `workbook` arrives four times: by mail with a logo, forwarded, cut off, and as a bare file; a text that was renamed
    to a workbook comes with the last mail. One submission is new, two are duplicates, two cannot be read.
    """
    folder.mkdir(parents=True, exist_ok=True)
    stem = name.rpartition(".")[0] or name
    report = _report(stem, workbook, name)
    # The order of names is the order of receipt
    mails = {
        "1-报送.eml": report,
        "2-转发.eml": _forward(stem, report),
        "3-附件损坏.eml": _broken(workbook),
        "4-改名文件.eml": _renamed(),
    }
    written = [
        _write(folder / file, _bytes(mail), day)
        for day, (file, mail) in enumerate(mails.items())
    ]
    # The bare file is the last duplicate
    return [*written, _write(folder / "现场拷贝" / name, workbook, len(mails))]


def _report(stem: str, workbook: bytes, name: str) -> EmailMessage:
    """A form as it should come, from an office whose letters carry a logo."""
    report = _letter(
        1,
        "信息中心 <xinxi@unit-a.example>",
        f"报送：{stem}",
        "现报送项目支出绩效自评表，请查收。",
    )
    report.add_attachment(
        _LOGO,
        maintype="image",
        subtype="png",
        filename="logo.png",
        disposition="inline",
        cid="<logo>",
    )
    _attach(report, workbook, name)
    return report


def _forward(stem: str, report: EmailMessage) -> EmailMessage:
    """The same mail, forwarded by the department."""
    forward = _letter(
        2,
        "办公室 <bangong@department-a.example>",
        f"转发：{stem}",
        "转发下属单位的自评表。",
    )
    forward.add_attachment(report)
    return forward


def _broken(workbook: bytes) -> EmailMessage:
    """A form of which only the beginning arrived."""
    broken = _letter(
        3, "综合科 <zonghe@unit-b.example>", "自评表", "附件为我单位自评表。"
    )
    beginning = workbook[: len(workbook) // _KEPT]
    _attach(broken, beginning, "绩效自评表（最终版）.xlsx")
    return broken


def _renamed() -> EmailMessage:
    """A text that somebody renamed to a workbook."""
    renamed = _letter(4, "财务科 <caiwu@unit-c.example>", "绩效自评", "见附件。")
    text = "项目支出绩效自评情况说明\r\n本单位项目已按计划完成。\r\n"
    _attach(renamed, text.encode("gb18030"), "自评表.xlsx")
    return renamed


def _attach(mail: EmailMessage, data: bytes, name: str) -> None:
    maintype, subtype = _XLSX
    mail.add_attachment(
        data,
        maintype=maintype,
        subtype=subtype,
        filename=name,
    )


def _letter(number: int, sender: str, subject: str, text: str) -> EmailMessage:
    letter = EmailMessage(policy=SMTP)
    letter["From"] = sender
    letter["To"] = _FINANCE
    letter["Subject"] = subject
    letter["Date"] = format_datetime(_FIRST_DAY + timedelta(days=number - 1))
    letter["Message-ID"] = f"<sample-{number}@perfeval.example>"
    letter.set_content(text + "\n")
    return letter


def _bytes(mail: EmailMessage) -> bytes:
    """Write a mail with boundaries that are not drawn at random."""
    # Boundaries are numbered, since they are part of the bytes
    for number, part in enumerate(mail.walk()):
        if part.get_content_maintype() == "multipart":
            part.set_boundary(f"=-sample-{number}")
    return mail.as_bytes()


def _write(path: Path, data: bytes, day: int) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    # The time of the file is that of receipt
    moment = (_FIRST_DAY + timedelta(days=day)).astimezone(UTC).timestamp()
    os.utime(path, (moment, moment))
    return path
