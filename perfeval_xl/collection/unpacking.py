"""Files that hold files are opened: archives, and mails that were saved as files.

The container stays an attachment of its own, so that its bytes are kept; what it holds follows behind all others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from perfeval_xl.collection.content import Kind, kind_of
from perfeval_xl.collection.envelope import clean_text, label_of
from perfeval_xl.collection.letters import words
from perfeval_xl.collection.mail import marked
from perfeval_xl.collection.outlook import OutlookBroken, read_outlook
from perfeval_xl.collection.part import Part
from perfeval_xl.collection.rar import has_rar_reader, is_rar, rar_parts
from perfeval_xl.collection.records import Judgement, State
from perfeval_xl.collection.seven_zip import is_seven_zip, seven_zip_parts
from perfeval_xl.collection.zips import Allowance, ArchiveUnusable, zip_parts
from perfeval_xl.limits import LIMITS

__all__ = ["OpenMail", "unpacked"]

OpenMail = Callable[[bytes], list[Part]]
"""Gives the parts of a mail."""

# Kinds that are mails
_MAILS = {Kind.MAIL, Kind.SAVED_MAIL}
# How gzip files begin, which hold one file and no list
_GZIP = b"\x1f\x8b"


def unpacked(
    parts: Iterable[Part], open_mail: OpenMail, mails_apart: list[Part] | None = None
) -> list[Part]:
    """Return the parts, and behind them what those hold that can be opened, however deep it is packed.

    Mails inside are opened with `open_mail`, or put into `mails_apart` where each is to be an envelope of its own.
    """
    return _Unpacking(open_mail, mails_apart).all_of(parts)


class _Unpacking:
    """One mail or file; all that is packed in it shares one allowance."""

    def __init__(self, open_mail: OpenMail, mails_apart: list[Part] | None) -> None:
        self._open_mail = open_mail
        self._mails_apart = mails_apart
        self._allowance = Allowance()

    def all_of(self, parts: Iterable[Part], depth: int = 0) -> list[Part]:
        kept: list[Part] = []
        inside: list[Part] = []
        for part in parts:
            # What is no container stays as it is
            contents = self._contents(part, depth)
            if contents is None:
                kept.append(part)
                continue
            container, held = contents
            kept.append(container)
            # What it held is named behind it
            inside += [_within(container, one) for one in self._one_deeper(held, depth)]
        return [*kept, *inside]

    def _one_deeper(self, held: list[Part], depth: int) -> list[Part]:
        """Open what a container held; mails are put apart where they are to be."""
        files = []
        # A letter is not a mail that was packed
        for part in held:
            is_mail = not part.body and kind_of(part.data) in _MAILS
            if is_mail and self._mails_apart is not None:
                self._mails_apart.append(part)
            else:
                files.append(part)
        return self.all_of(files, depth + 1)

    def _contents(self, part: Part, depth: int) -> tuple[Part, list[Part]] | None:
        """Return the container with what is said of it, and what it holds; `None` for what is none."""
        # What is damaged, decided on, or too large is not opened
        if (
            part.body
            or part.damage
            or part.said is not None
            or len(part.data) > LIMITS.file_bytes
        ):
            return None
        kind = kind_of(part.data)
        if kind is Kind.ARCHIVE:
            return self._archive(part, depth)
        if kind is Kind.SAVED_MAIL:
            return _saved_mail(part)
        # A mail within a mail has a limit of its own
        if kind is Kind.MAIL and depth <= LIMITS.mime_depth:
            return _opened_mail(part, kind, self._open_mail(part.data))
        return None

    def _archive(self, part: Part, depth: int) -> tuple[Part, list[Part]]:
        texts = words()["archive"]
        # Why an archive is not opened is said to who sent it
        if is_rar(part.data) and not has_rar_reader():
            return _refused(part, Kind.ARCHIVE, texts["rar"]), []
        if part.data.startswith(_GZIP):
            return _refused(
                part, Kind.ARCHIVE, texts["other"].format(format="gzip")
            ), []
        if depth >= LIMITS.archive_depth:
            return _refused(
                part, Kind.ARCHIVE, texts["deep"].format(most=LIMITS.archive_depth)
            ), []
        try:
            held = _held(part.data, self._allowance)
        except ArchiveUnusable as exc:
            return _refused(part, Kind.ARCHIVE, str(exc)), []
        # An archive of nothing is an answer as well
        if not held:
            return _refused(part, Kind.ARCHIVE, texts["empty"]), []
        return _opened(
            part, Kind.ARCHIVE, texts["opened"].format(count=len(held))
        ), held


def _held(data: bytes, allowance: Allowance) -> list[Part]:
    """Return the files of an archive of any kind that is read here; raises `ArchiveUnusable`."""
    if is_rar(data):
        return rar_parts(data, allowance)
    if is_seven_zip(data):
        return seven_zip_parts(data, allowance)
    return zip_parts(data, allowance)


def _saved_mail(part: Part) -> tuple[Part, list[Part]]:
    try:
        mail = read_outlook(part.data)
    except OutlookBroken:
        return _refused(part, Kind.SAVED_MAIL, words()["outlook"]["broken"]), []
    held = list(marked(mail.parts, mail.sender, mail.date))
    return _opened_mail(part, Kind.SAVED_MAIL, held)


def _opened_mail(part: Part, kind: Kind, held: list[Part]) -> tuple[Part, list[Part]]:
    count = sum(not one.body for one in held)
    return _opened(part, kind, words()["archive"]["mail"].format(count=count)), held


def _opened(part: Part, kind: Kind, message: str) -> Part:
    return replace(
        part,
        said=Judgement(
            state=State.OPENED,
            kind=kind,
            message=message,
        ),
    )


def _refused(part: Part, kind: Kind, reason: str) -> Part:
    texts = words()["archive"]
    name = label_of(part.name)
    message = (
        texts["message"].format(
            name=name,
            kind=kind,
            reason=reason,
        )
        + "。"
    )
    said = Judgement(
        state=State.UNREADABLE,
        kind=kind,
        code="PE-228",
        message=message,
        remedy=texts["remedy"],
    )
    return replace(part, said=said)


def _within(container: Part, part: Part) -> Part:
    """Name a part behind the file it was in; a letter has no name."""
    if part.body:
        return part
    outer, inner = label_of(container.name), part.name.replace("\\", "/").strip("/")
    # Names are labels: what leads up or to the root is left out
    steps = [label_of(step) for step in inner.split("/") if step not in {"", ".", ".."}]
    return replace(part, name=clean_text("/".join([outer, *steps])))
