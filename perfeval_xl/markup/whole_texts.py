"""What was typed into a form and does not print whole there stands whole in the marked-up copy, on the sheet 文字全文."""

from __future__ import annotations

from collections.abc import Iterator

from perfeval_xl.form.drawing.long_texts import LongText, long_texts_sheet
from perfeval_xl.form.identity.stated import LONG_TEXTS_SHEET
from perfeval_xl.form.prompts.open_hints import LONGEST_NOTE, LONGEST_SECTION
from perfeval_xl.refs import Entry
from perfeval_xl.sheets.model import Sheet
from perfeval_xl.sheets.raw import RawWorkbook
from perfeval_xl.submission.labels import GOAL_LABELS, INDICATOR_LABELS
from perfeval_xl.submission.model import Submission

__all__ = ["whole_texts"]


def whole_texts(raw: RawWorkbook, submission: Submission) -> tuple[Sheet, ...]:
    """Return the sheet of the long texts; none where there are none, or where the workbook has the sheet already."""
    if LONG_TEXTS_SHEET in raw.titles:
        return ()
    long = []
    for label, entry, longest in _texts(submission):
        ref = entry.location.ref
        text = entry.text or ""
        if ref is not None and len(text) > longest:
            long.append(
                LongText(
                    label=label,
                    ref=ref,
                    text=text,
                )
            )
    if not long:
        return ()
    return (long_texts_sheet(long),)


def _texts(submission: Submission) -> Iterator[tuple[str, Entry, int]]:
    """Yield the texts with what they are called and how many signs of each still print."""
    for goal in submission.goals:
        yield GOAL_LABELS["expected"], goal.expected, LONGEST_SECTION
        yield GOAL_LABELS["achieved"], goal.achieved, LONGEST_SECTION
    for name, entry in submission.sections.items():
        yield name, entry, LONGEST_SECTION
    for indicator in submission.indicators:
        label = f"{indicator.path[-1]}·{INDICATOR_LABELS['note']}"
        yield label, indicator.note, LONGEST_NOTE
