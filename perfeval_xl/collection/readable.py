"""Documents that hold a 自评表 which can be read: Word, web pages and PDFs are no longer only told of."""

from __future__ import annotations

from perfeval_xl.collection.content import Kind
from perfeval_xl.collection.envelope import label_of
from perfeval_xl.collection.letters import words
from perfeval_xl.errors import SubmissionFileError
from perfeval_xl.foreign import forms_in
from perfeval_xl.tables import open_tables

__all__ = ["READABLE", "holds_a_form", "left_unopened"]

READABLE = frozenset({Kind.WORD, Kind.WEB, Kind.PDF})
# How old Word documents begin
_COMPOUND = b"\xd0\xcf\x11\xe0"


def holds_a_form(data: bytes, name: str, kind: Kind) -> bool:
    """Whether a document can be read as a 自评表."""
    if kind not in READABLE or left_unopened(data, name, kind):
        return False
    # A document is a form if anything in it is an indicator
    try:
        return any(
            form.submission.indicators
            for form in forms_in(open_tables(data, name), name)
        )
    except SubmissionFileError:
        return False


def left_unopened(data: bytes, name: str, kind: Kind) -> bool:
    """Whether a document takes long to open (a PDF, an old Word document) while its name does not promise a form."""
    slow = kind is Kind.PDF or data.startswith(_COMPOUND)
    promising = words()["document"]["names"]
    return slow and not any(word in label_of(name) for word in promising)
