"""Forms that came as Word, PDF or picture: told as what they are, for they were reported and cannot be read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from perfeval_xl.archives import (
    Archive,
    ArchiveBroken,
    ArchiveEncrypted,
    ArchiveTooLarge,
)
from perfeval_xl.collection.content import Kind, claims_to_be_a_form, kind_of
from perfeval_xl.collection.envelope import label_of
from perfeval_xl.collection.letters import label_count, words
from perfeval_xl.collection.part import Part
from perfeval_xl.collection.readable import holds_a_form
from perfeval_xl.collection.records import Judgement, State
from perfeval_xl.limits import LIMITS

__all__ = ["told_documents"]

# Kinds that may hold a form without being a workbook
_DOCUMENTS = {Kind.WORD, Kind.PDF, Kind.PICTURE, Kind.SLIDES, Kind.WEB}
# The part of a .docx that holds its text
_BODY = "word/document.xml"
_TAG = re.compile(r"<[^<>]*>")


def told_documents(parts: Iterable[Part]) -> list[Part]:
    """Say of every document that is a form that it is one, and of pictures that stand in a letter that they do.

    Beside a workbook such a document is its copy, signed and scanned as a rule, and needs no answer.
    """
    all_parts = list(parts)
    # Whether anything in the same mail is a workbook decides about all documents in it
    beside = any(_may_be_a_form(part) for part in all_parts)
    return [_told(part, beside=beside) for part in all_parts]


def _may_be_a_form(part: Part) -> bool:
    if part.body or part.said is not None:
        return False
    return claims_to_be_a_form(part.name) or kind_of(part.data) in {
        Kind.WORKBOOK,
        Kind.JSON,
    }


def _told(part: Part, *, beside: bool) -> Part:
    if (
        part.body
        or part.damage
        or part.said is not None
        or claims_to_be_a_form(part.name)
    ):
        return part
    # A picture in the letter is a logo or a stamp
    kind = kind_of(part.data)
    if kind is Kind.PICTURE and part.inline:
        message = words()["picture"]["inline"]
        return replace(
            part,
            said=Judgement(
                state=State.IGNORED,
                kind=kind,
                message=message,
            ),
        )
    # What says nothing of a form is left to be judged as any other file
    if kind not in _DOCUMENTS or not _is_a_form(part, kind):
        return part
    texts = words()["document"]
    # What can be read as a form is read
    if not beside and holds_a_form(part.data, part.name, kind):
        return part
    # Beside a workbook it is the signed copy
    if beside:
        message = texts["beside"].format(kind=kind)
        return replace(
            part,
            said=Judgement(
                state=State.IGNORED,
                kind=kind,
                message=message,
            ),
        )
    # Alone it was reported and cannot be read: the unit has to be answered
    message = texts["message"].format(name=label_of(part.name), kind=kind) + "。"
    said = Judgement(
        state=State.UNREADABLE,
        kind=kind,
        code="PE-227",
        message=message,
        remedy=texts["remedy"],
    )
    return replace(part, said=said)


def _is_a_form(part: Part, kind: Kind) -> bool:
    """Whether a document is a form: by its name, which says no other thing, or by the headings of its table."""
    texts = words()["document"]
    name = label_of(part.name)
    # A name that says another thing, such as a report, goes before all headings
    if any(word in name for word in texts["others"]):
        return False
    if any(word in name for word in texts["names"]):
        return True
    # Only texts of Word are looked into: PDF takes too long, and pictures hold none
    return kind is Kind.WORD and label_count(_words_of(part.data)) >= texts["least"]


def _words_of(data: bytes) -> str:
    """Return the text of a .docx, empty for anything else."""
    # No more than a part of it is unpacked
    try:
        archive = Archive(data, LIMITS.package_parts, LIMITS.package_bytes)
        if _BODY not in archive.sizes:
            return ""
        return _TAG.sub(
            "",
            archive.start(_BODY, LIMITS.template_text_bytes).decode("utf-8", "replace"),
        )
    except (ArchiveBroken, ArchiveEncrypted, ArchiveTooLarge):
        return ""
