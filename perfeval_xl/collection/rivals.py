"""One submission with all its versions, and which of several submissions stands for a project."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from perfeval_xl.collection.records import Version
from perfeval_xl.collection.standing import APART
from perfeval_xl.distribution.model import match_text
from perfeval_xl.problems import Problem

__all__ = ["Submission", "doubt_about", "main_one", "repetition", "unclear"]


@dataclass(slots=True, kw_only=True)
class Submission:
    """All versions of one submission; `row` is the project of the list it points to, `None` for none."""

    versions: Sequence[Version]
    row: int | None
    confirmed: int = 0
    """The number of the latest decision for one of its versions, 0 where nobody decided."""
    trouble: str = ""
    questions: list[Problem] = field(default_factory=list)

    @property
    def shown(self) -> Version:
        """The version in force, or the last one where none is."""
        return next(
            (version for version in self.versions if version.in_force),
            self.versions[-1],
        )

    @property
    def version(self) -> Version | None:
        """The version in force."""
        return next((version for version in self.versions if version.in_force), None)

    @property
    def apart(self) -> bool:
        """Whether it may not stand for its project (see `standing`)."""
        return self.shown.figures.subject.endswith(APART)

    @property
    def renamed(self) -> bool:
        """Whether the form was made for a project of another name."""
        issued, written = (
            self.shown.figures.issued_project or "",
            self.shown.figures.project,
        )
        return bool(issued and written) and match_text(issued) != match_text(written)

    @property
    def own_form(self) -> bool:
        """Whether it is the form that was sent out."""
        return bool(self.shown.figures.form_id) and not self.apart


def main_one(usable: Sequence[Submission]) -> Submission | None:
    """Return the submission that stands for a project: the one a person chose, the form that was sent out, the only one."""
    # A person's choice counts only where one of its versions is in force
    confirmed = [
        submission
        for submission in usable
        if submission.confirmed and submission.version is not None
    ]
    # The form that was sent out first, then one that was not, then one that is set apart
    own = [submission for submission in usable if submission.own_form]
    proper = [submission for submission in usable if not submission.apart]
    if confirmed:
        return max(confirmed, key=lambda submission: submission.confirmed)
    best = own or proper or usable
    # Of equals the one that came first
    return min(
        best, key=lambda submission: submission.shown.arrival.number, default=None
    )


def unclear(usable: Sequence[Submission]) -> bool:
    """Whether several submissions stand for a project with the same right."""
    # A decision makes it clear
    if any(submission.confirmed for submission in usable):
        return False
    equal = [submission for submission in usable if submission.own_form]
    equal = equal or [submission for submission in usable if not submission.apart]
    return len(equal) > 1


def repetition(submission: Submission, other: Submission) -> Problem:
    """Return the question why a submission does not stand for the project that another one stands for."""
    figures = submission.shown.figures
    slots = {
        "project": figures.project,
        "unit": figures.unit,
        "other": other.shown.arrival.file,
    }
    return Problem(code="PE-253", slots=slots)


def doubt_about(version: Version) -> Problem:
    """Return the question whether a version is really the newer one."""
    arrival = version.arrival
    return Problem(
        code="PE-255",
        slots={
            "file": arrival.file,
            "number": str(arrival.number),
            "reason": version.doubt,
        },
    )
