"""A mailbox with every kind of trouble, of any size: the same number gives the same mails."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator

from tests.collection.containers import attached_file, outlook_mail, zipped
from tests.collection.mails import letter

__all__ = ["KINDS", "trouble_mails"]

Make = Callable[..., bytes]
_DAY = "{:02} Jan 2025 09:30:00 +0800"
_LOGO = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)

KINDS = (
    "new",
    "corrected",
    "forwarded",
    "repeated",
    "workbook",
    "packed",
    "outlook",
    "mailbox",
    "broken",
    "letter",
    "copied_id",
    "empty",
    "bare",
)
"""What makes a file of each kind, and the ending of its name where that is not `.eml`."""

_ENDINGS = {"outlook": ".msg", "mailbox": ".mbox", "bare": ".xlsx"}


def trouble_mails(
    count: int, form: Make, document: Make
) -> Iterator[tuple[str, bytes]]:
    """Yield names and contents of files for a mailbox: `count` of them, kind after kind.

    `form` and `document` make a workbook and the JSON of a submission, as the fixtures of that name do.
    """
    maker = _Maker(form, document)
    for number in range(count):
        turn, kind = divmod(number, len(KINDS))
        name = KINDS[kind]
        yield f"{number:04}{_ENDINGS.get(name, '.eml')}", getattr(maker, name)(turn)


def _mail(
    number: str,
    turn: int,
    *files: tuple[str, bytes],
    day: int = 8,
    subject: str = "自评表",
) -> bytes:
    mail = letter(
        *files,
        date=_DAY.format(day),
        message_id=f"<{number}-{turn}@x.example>",
        subject=subject,
    )
    return mail.as_bytes()


class _Maker:
    """Makes the file of one kind in one turn."""

    def __init__(self, form: Make, document: Make) -> None:
        self.form, self.document = form, document

    def new(self, turn: int) -> bytes:
        """A form in a mail."""
        return _mail("new", turn, ("表.json", self.document(project=f"项目{turn}")))

    def corrected(self, turn: int) -> bytes:
        """A later mail with another version of it."""
        return _mail(
            "corrected",
            turn,
            ("更正.json", self.document(project=f"项目{turn}", self_total="97")),
            day=15,
        )

    def forwarded(self, turn: int) -> bytes:
        """An older version, forwarded afterwards."""
        old = letter(
            ("旧表.json", self.document(project=f"项目{turn}", self_total="96")),
            date=_DAY.format(6),
        )
        mail = letter(
            date=_DAY.format(20),
            message_id=f"<forwarded-{turn}@x.example>",
            subject="转发",
        )
        mail.add_attachment(old)
        return mail.as_bytes()

    def repeated(self, turn: int) -> bytes:
        """The same bytes once more."""
        return _mail(
            "repeated",
            turn,
            ("再报.json", self.document(project=f"项目{turn}")),
            day=21,
        )

    def workbook(self, turn: int) -> bytes:
        """A workbook beside a logo."""
        return _mail(
            "workbook",
            turn,
            ("自评表.xlsx", self.form(project=f"工作簿{turn % 4}")),
            ("logo.png", _LOGO),
        )

    def packed(self, turn: int) -> bytes:
        """Three forms in an archive, one of them in an archive inside."""
        inner = zipped({"丙.json": self.document(project=f"丙{turn}")})
        files = {
            "甲.json": self.document(project=f"甲{turn}"),
            "乙.json": self.document(project=f"乙{turn}"),
            "里.zip": inner,
        }
        return _mail("packed", turn, ("报送.zip", zipped(files)))

    def outlook(self, turn: int) -> bytes:
        """A mail that Outlook saved."""
        return outlook_mail(
            attached_file("表.json", self.document(project=f"另存{turn}")),
            subject=f"另存{turn}",
        )

    def mailbox(self, turn: int) -> bytes:
        """A file of three mails."""
        mails = [
            _mail(
                f"box{part}",
                turn,
                ("表.json", self.document(project=f"信箱{turn}-{part}")),
            )
            for part in range(3)
        ]
        return b"\n".join(
            b"From - Mon Jan 06 09:30:00 2025\n" + mail.replace(b"\r\n", b"\n")
            for mail in mails
        )

    def broken(self, turn: int) -> bytes:
        """A cut-off workbook and an empty file."""
        return _mail(
            "broken",
            turn,
            ("自评表.xlsx", b"PK\x03\x04 broken %d" % turn),
            ("空.xlsx", b""),
        )

    def letter(self, turn: int) -> bytes:
        """A mail without a form."""
        return _mail("letter", turn, subject=f"关于申请不报的说明{turn}")

    def copied_id(self, turn: int) -> bytes:
        """Another mail under a message id that was used."""
        return _mail(
            "new",
            turn,
            ("表.json", self.document(project=f"同号{turn}")),
            subject="另一封",
        )

    def empty(self, turn: int) -> bytes:
        """A form with nothing filled in."""
        sample = self.document(
            project=f"空表{turn}",
            self_total=None,
            self_grade=None,
            goals=[],
            funds=[],
            indicators=[],
        )
        return _mail("empty", turn, ("空表.json", sample))

    def bare(self, turn: int) -> bytes:
        """A workbook without a mail."""
        return self.form(project=f"单独{turn % 4}")
