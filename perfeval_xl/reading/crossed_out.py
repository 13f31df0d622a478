"""Rows that somebody crossed out: every filled cell only says nothing (/ 、无、—), so the row is an empty one."""

from __future__ import annotations

from dataclasses import replace

from perfeval_xl.amounts import normalise
from perfeval_xl.measures import ABSENT
from perfeval_xl.problems import Problem
from perfeval_xl.refs import Entry
from perfeval_xl.submission.model import Indicator, Submission
from perfeval_xl.texts import NOTHING_SAID, STOPS

__all__ = ["without_crossed_out"]

_NO_POINTS = frozenset({"0", "0分"})
_SIGNS = (NOTHING_SAID | {normalise(sign) for sign in ABSENT}) - {"0"}


def without_crossed_out(
    submission: Submission,
) -> tuple[Submission, tuple[Problem, ...]]:
    """Return the submission without the rows that were crossed out, and the hint that tells of them."""
    # People strike out rows that they do not need: dashes everywhere, or 无
    crossed = [row for row in submission.indicators if _crossed_out(row)]
    if not crossed:
        return submission, ()
    # They are told in one hint: a form may have many of them
    kept = tuple(row for row in submission.indicators if not _crossed_out(row))
    names = "、".join(f"“{row.path[1]}”的“{row.path[-1]}”行" for row in crossed)
    place = crossed[0].name_entry.location
    hint = Problem(
        code="PE-046",
        place=place,
        path=crossed[0].path,
        slots={"rows": f"{names}划去了，按没有填处理"},
    )
    return replace(submission, indicators=kept), (hint,)


def _crossed_out(row: Indicator) -> bool:
    """Whether something is filled in and nothing of it says anything; a row with a weight counts."""
    words = (row.name_entry, row.target, row.actual, row.note)
    points = (row.weight, row.self_score)
    # A blank row is none of these: nobody has touched it
    if all(entry.blank for entry in (*words, *points)):
        return False
    return all(_nothing(entry) for entry in words) and all(
        _nothing(entry) or _no_points(entry) for entry in points
    )


def _nothing(entry: Entry) -> bool:
    return entry.blank or normalise(entry.text or "").rstrip(STOPS) in _SIGNS


def _no_points(entry: Entry) -> bool:
    return normalise(entry.text or "") in _NO_POINTS
