"""Documents that hold a 自评表 which can be read: Word, web pages and PDFs are no longer only told of."""

from __future__ import annotations

from perfeval_xl.collection.content import Kind
from perfeval_xl.collection.envelope import label_of
from perfeval_xl.collection.letters import words
from perfeval_xl.errors import SubmissionFileError
from perfeval_xl.foreign import forms_in
from perfeval_xl.tables import open_tables

__all__ = ["READABLE", "holds_a_form"]

READABLE = frozenset({Kind.WORD, Kind.WEB, Kind.PDF})
# How old Word documents begin
_COMPOUND = b"\xd0\xcf\x11\xe0"


def holds_a_form(data: bytes, name: str, kind: Kind) -> bool:
    """Whether a document can be read as a 自评表.

    What takes long to open (a PDF, an old Word document) is opened only where its name says that it is a form.
    """
    if kind not in READABLE:
        return False
    # What takes long is opened only where its name promises a form
    slow = kind is Kind.PDF or data.startswith(_COMPOUND)
    if slow and not any(
        word in label_of(name) for word in words()["document"]["names"]
    ):
        return False
    # A document is a form if anything in it is an indicator
    try:
        return any(
            form.submission.indicators
            for form in forms_in(open_tables(data, name), name)
        )
    except SubmissionFileError:
        return False
