"""How a marked-up copy is known again: it says of itself what was filled in when it was made.

Copies come back. One that nobody changed is no submission, and must not replace the original it was made from; one in
which the unit has mended what was marked is a correction like any other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace

from perfeval_xl.form.identity.stated import IDENTITY_SHEET
from perfeval_xl.markup.problem_sheet import PROBLEM_SHEET
from perfeval_xl.sheets.raw import RawWorkbook
from perfeval_xl.sheets.raw_opening import Opened
from perfeval_xl.submission.model import Submission
from perfeval_xl.submission.spelling import dumps

__all__ = ["copy_rows", "is_untouched_copy", "issue_rows_kept"]

# The row of the hidden sheet that makes a workbook a copy
_KEY = "copy_of"
# What decides which rows a form has
_IDENTITY = ("scheme", "version", "layout")


def copy_rows(contents: Iterable[Submission]) -> dict[str, str]:
    """Return what a copy says on the hidden sheet: the fingerprints of what was filled in.

    There are two when the original held formulas of its own, whose results are computed anew when the copy is opened.
    """
    return {_KEY: " ".join(dict.fromkeys(map(_fingerprint, contents)))}


def issue_rows_kept(original: Opened | None, anew: Opened) -> dict[str, str]:
    """Return what a distributed form says about its distribution, for the form that was filled anew from it.

    Empty for what is no workbook, for a form that was not distributed, and where the new form has other rows: its
    identity is another then.
    """
    if original is None:
        return {}
    old, new = _hidden(original.raw), _hidden(anew.raw)
    # A new form of another scheme or layout is not the one that was distributed
    if not old.get("fingerprint") or any(
        old.get(key) != new.get(key) for key in _IDENTITY
    ):
        return {}
    # The old rows are taken over, except those that the new form states itself
    return {
        key: value
        for key, value in old.items()
        if value and key not in {*_IDENTITY, _KEY}
    }


def _hidden(raw: RawWorkbook) -> dict[str, str]:
    cells = raw.cells(IDENTITY_SHEET)
    rows: dict[str, str] = {}
    # The first column are keys, the second their values
    for (row, column), cell in cells.items():
        if column != 1:
            continue
        beside = cells.get((row, 2))
        rows[str(cell.value)] = ""
        if beside is not None and beside.value is not None:
            rows[str(cell.value)] = str(beside.value)
    return rows


def is_untouched_copy(raw: RawWorkbook, submission: Submission) -> bool:
    """Whether a workbook is a marked-up copy in which nothing was filled in since; `submission` is what it holds."""
    # Quickly told: a copy always has this sheet
    if PROBLEM_SHEET not in raw.titles:
        return False
    cells = raw.cells(IDENTITY_SHEET)
    known = next(
        (
            cells.get((row, 2))
            for (row, column), cell in cells.items()
            if column == 1 and cell.value == _KEY
        ),
        None,
    )
    return known is not None and _fingerprint(submission) in str(known.value).split()


def _fingerprint(submission: Submission) -> str:
    """Return the fingerprint of what the unit filled in; what an evaluator judged beside it makes no other submission."""
    # An evaluator types points into the copy, which the unit did not fill in
    filled_in = replace(submission, judgements=())
    return hashlib.sha256(dumps(filled_in).encode()).hexdigest()
