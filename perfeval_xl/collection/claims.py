"""Whose a submission is: the identity in the form first, then the list of projects, the sender, the name of the file.

What points to one project only is taken; what points to several is a question that is listed, never a guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from email.utils import parseaddr
from types import MappingProxyType

from perfeval_xl.collection.records import Arrival, SubmissionFigures, Version
from perfeval_xl.collection.rivals import (
    Submission,
    doubt_about,
    main_one,
    repetition,
    unclear,
)
from perfeval_xl.collection.roster_list import ListedProject
from perfeval_xl.collection.standing import APART
from perfeval_xl.dates import plain_year
from perfeval_xl.distribution.model import match_text
from perfeval_xl.problems import Problem

__all__ = ["Claim", "Claims", "Identity", "identity_of", "sender_of"]

Identity = tuple[str, str, str]
"""Project, unit and year as they are compared."""

# The ending of a file
_ENDING = re.compile(r"\.[A-Za-z]{1,5}\Z")
# Words for what stands beside the list, as `ProjectState` has them
_OTHER_YEAR, _REPEATED, _UNLISTED = "别的年度", "重复项目", "不在清单"
# Projects that a question names before it says 等
_SHOWN = 3


def identity_of(project: str, unit: str, year: str) -> Identity:
    """Return the names of a project as they are compared."""
    return match_text(project), match_text(unit), plain_year(match_text(year))


def sender_of(arrival: Arrival) -> str:
    """Return the address of whoever wrote the mail that held an arrival, the one inside first; empty for a bare file."""
    return parseaddr(arrival.inner_sender or arrival.sender)[1].casefold()


@dataclass(slots=True, kw_only=True)
class Claim:
    """What came in for one project of the list, or one submission that no project of the list owns.

    `beside_as` is the word for what the latter is, empty where there is no list to be beside.
    """

    identity: Identity
    subject: str = ""
    version: Version | None = None
    versions: list[Version] = field(default_factory=list)
    questions: list[Problem] = field(default_factory=list)
    unreadable: list[Arrival] = field(default_factory=list)
    blanks: list[Arrival] = field(default_factory=list)
    beside_as: str = ""

    @property
    def named(self) -> SubmissionFigures:
        """What the form says of itself."""
        return (self.version or self.versions[-1]).figures


class Claims:
    """Everything that came in, by the projects of a list.

    `chosen` are the arrivals that a person confirmed, each with the number of the decision.
    """

    def __init__(
        self,
        rows: Iterable[ListedProject],
        chosen: Mapping[int, int] = MappingProxyType({}),
    ) -> None:
        self.rows = tuple(rows)
        self._chosen = chosen
        self._by_form: dict[str, int] = {}
        self._by_project: dict[str, list[int]] = {}
        self._by_mail: dict[str, list[int]] = {}
        # Whatever a form may say of itself is looked up: its id, its project, its sender
        for number, row in enumerate(self.rows):
            if row.form_id:
                self._by_form.setdefault(row.form_id, number)
            self._by_project.setdefault(match_text(row.project), []).append(number)
            if row.mail:
                self._by_mail.setdefault(row.mail.casefold(), []).append(number)
        self._by_row: dict[int, list[Submission]] = {}
        self._beside: list[Claim] = []
        self._unreadable: dict[int, list[Arrival]] = {}
        self._blanks: dict[int, list[Arrival]] = {}

    def add(self, versions: Sequence[Version]) -> None:
        """Take in all versions of one submission."""
        # The latest decision of a person about any of its versions
        confirmed = max(
            self._chosen.get(version.arrival.number, 0) for version in versions
        )
        submission = Submission(versions=versions, row=None, confirmed=confirmed)
        submission.row = self._row_of(submission)
        self._judge(submission)
        # What is in trouble stands beside the list, even where its project is known
        if submission.row is None or submission.trouble:
            self._beside.append(
                self._beside_claim(submission, submission.trouble or self._unlisted)
            )
        else:
            self._by_row.setdefault(submission.row, []).append(submission)

    def add_blank(self, arrival: Arrival, figures: SubmissionFigures) -> None:
        """Take in a form with nothing filled in."""
        # The id is sure; names only where they mean one project
        row = self._by_form.get(figures.form_id or "")
        if row is None:
            row = self._only(self._named(figures, arrival))
        if row is not None:
            self._blanks.setdefault(row, []).append(arrival)

    def add_unreadable(self, arrival: Arrival) -> None:
        """Take in a file that could not be used: its name, the subject of its mail or its sender may tell whose it is."""
        row = self._row_by_words(arrival)
        if row is not None:
            self._unreadable.setdefault(row, []).append(arrival)

    def standing_for(self, number: int) -> Claim:
        """Return what came in for a project of the list; submissions beside the one that stands for it are put apart."""
        row = self.rows[number]
        claim = Claim(identity=identity_of(row.project, row.unit, row.year))
        claim.blanks = self._blanks.get(number, [])
        everything = self._by_row.get(number, [])
        # Of what points here, some stands better for another project: it is put apart
        usable = [
            submission
            for submission in everything
            if self._stands_elsewhere(submission) is None
        ]
        main = main_one(usable)
        for submission in everything:
            if submission is not main:
                self._repeat(submission, self._stands_elsewhere(submission) or main)
        if main is not None:
            claim.subject = main.shown.figures.subject
            claim.version = main.version
            claim.versions = list(main.versions)
            claim.questions = list(main.questions)
            # Rivals with the same right are listed at the one that is shown
            if unclear(usable):
                claim.questions += [
                    repetition(main, submission)
                    for submission in usable
                    if submission is not main
                ]
        claim.unreadable = _unresolved(self._unreadable.get(number, []), claim.versions)
        return claim

    def beside(self) -> list[Claim]:
        """Return the submissions that no project of the list owns; call it after `standing_for` of all of them."""
        if not self.rows:
            _find_repeats(self._beside)
        return self._beside

    @property
    def _unlisted(self) -> str:
        if self.rows:
            return _UNLISTED
        return ""

    def _row_of(self, submission: Submission) -> int | None:
        """Return the project of the list that a submission points to; what points to several becomes a question."""
        figures, arrival = submission.shown.figures, submission.shown.arrival
        # The id of a distributed form goes before all names
        by_form = self._by_form.get(figures.form_id or "")
        if by_form is not None:
            return by_form
        # Several projects may have the name: then a person decides
        candidates = self._named(figures, arrival)
        if len(candidates) > 1:
            submission.questions.append(self._ambiguous(figures, arrival, candidates))
        return self._only(candidates)

    def _named(self, figures: SubmissionFigures, arrival: Arrival) -> list[int]:
        """Return the projects that the names in a form may mean, told apart as far as unit, year and sender do."""
        # A form without a project name is known by the words around it
        if not figures.project:
            found = self._row_by_words(arrival)
            if found is None:
                return []
            return [found]
        # Unit, unit in part, sender, year: each narrows the candidates only where it leaves any
        project, unit, year = identity_of(figures.project, figures.unit, figures.year)
        candidates = self._by_project.get(project, [])
        same_unit = [
            number
            for number in candidates
            if match_text(self.rows[number].unit) == unit
        ]
        narrowed = same_unit or [
            number
            for number in candidates
            if _akin(match_text(self.rows[number].unit), unit)
        ]
        if not narrowed:
            narrowed = [
                number
                for number in candidates
                if number in self._by_mail.get(sender_of(arrival), ())
            ]
        fitting = narrowed or candidates
        same_year = [
            number for number in fitting if plain_year(self.rows[number].year) == year
        ]
        return same_year or fitting

    def _row_by_words(self, arrival: Arrival) -> int | None:
        """Return the project that the name of a file names, else the subject of its mail, else the only one of its sender."""
        # The name of the file says more than the subject of the mail
        for text in (_ENDING.sub("", arrival.file), arrival.subject):
            found = self._only(self._mentioned(match_text(text)))
            if found is not None:
                return found
        return self._only(self._by_mail.get(sender_of(arrival), []))

    def _mentioned(self, said: str) -> list[int]:
        """Return the projects whose names stand in a text, told apart by the units that stand there, too."""
        # A name may stand within a longer one: only the longest counts
        within = [name for name in self._by_project if name and name in said]
        longest = [name for name in within if not _part_of_another(name, within)]
        numbers = [number for name in longest for number in self._by_project[name]]
        if len(numbers) < 2:
            # A unit is looked for only where the project alone does not tell
            return numbers
        with_unit = [
            number for number in numbers if match_text(self.rows[number].unit) in said
        ]
        return with_unit or numbers

    def _stands_elsewhere(self, submission: Submission) -> Submission | None:
        """Return what was handed in by itself for the project that this form names, where it was made for another one."""
        # A person has confirmed it: then it stays where it is
        if not submission.renamed or submission.confirmed:
            return None
        figures, arrival = submission.shown.figures, submission.shown.arrival
        meant = self._only(self._named(figures, arrival))
        if meant is None or meant == submission.row:
            return None
        return main_one(
            [other for other in self._by_row.get(meant, []) if not other.renamed]
        )

    def _judge(self, submission: Submission) -> None:
        """Note what a submission cannot be taken for silently."""
        figures = submission.shown.figures
        row = None if submission.row is None else self.rows[submission.row]
        # The year of the list, else the one the form was made for
        expected = (row.year if row is not None else "") or plain_year(
            figures.issued_year or ""
        )
        found = plain_year(figures.year)
        if expected and found and expected != found:
            submission.trouble = _OTHER_YEAR
            submission.questions.append(
                Problem(code="PE-252", slots={"found": found, "expected": expected})
            )
        # A form that was made for one project and says another is asked about once
        if submission.renamed and not submission.confirmed:
            slots = {"issued": figures.issued_project or "", "project": figures.project}
            submission.questions.append(Problem(code="PE-254", slots=slots))
        for version in submission.versions:
            if version.doubt:
                submission.questions.append(doubt_about(version))

    def _beside_claim(self, submission: Submission, word: str) -> Claim:
        figures = submission.shown.figures
        claim = Claim(
            identity=identity_of(figures.project, figures.unit, figures.year),
            beside_as=word,
        )
        claim.subject = figures.subject
        claim.version = submission.version
        claim.versions = list(submission.versions)
        claim.questions = list(submission.questions)
        # What is on no list says so itself
        if word == _UNLISTED:
            slots = {"project": figures.project, "unit": figures.unit}
            claim.questions.append(Problem(code="PE-251", slots=slots))
        return claim

    def _repeat(self, submission: Submission, main: Submission | None) -> None:
        claim = self._beside_claim(submission, _REPEATED)
        if main is not None:
            claim.questions.append(repetition(submission, main))
        self._beside.append(claim)

    def _ambiguous(
        self, figures: SubmissionFigures, arrival: Arrival, candidates: Sequence[int]
    ) -> Problem:
        rows = [self.rows[number] for number in candidates[:_SHOWN]]
        shown = "、".join(f"“{row.project}”（{row.unit}）" for row in rows)
        more = ""
        if len(candidates) > _SHOWN:
            more = "等"
        slots = {
            "project": figures.project,
            "unit": figures.unit,
            "candidates": f"{shown}{more}{len(candidates)}个",
            "sender": arrival.sender or arrival.origin,
        }
        return Problem(code="PE-256", slots=slots)

    @staticmethod
    def _only(numbers: Sequence[int]) -> int | None:
        if len(numbers) == 1:
            return numbers[0]
        return None


def _part_of_another(name: str, names: Iterable[str]) -> bool:
    """Whether a longer one of the names holds this one: 道路维修 within 道路维修二期."""
    return any(name != other and name in other for other in names)


def _akin(listed: str, written: str) -> bool:
    """Whether one name of a unit is a part of the other: 市教育局 and 东江市教育局."""
    return bool(listed and written) and (listed in written or written in listed)


def _unresolved(
    unreadable: Iterable[Arrival], versions: Sequence[Version]
) -> list[Arrival]:
    """Return what came in unreadable and was not followed by something that could be read."""
    # A later version that could be read has settled it
    latest = max((version.arrival.received_at for version in versions), default=None)
    return [
        arrival
        for arrival in unreadable
        if latest is None or arrival.received_at > latest
    ]


def _find_repeats(claims: Sequence[Claim]) -> None:
    """Without a list: what may not stand for its project is a repetition where something else does."""
    standing: dict[Identity, Claim] = {}
    # A form that may not stand for its project gives way to any other
    for claim in claims:
        if not claim.subject.endswith(APART):
            standing.setdefault(claim.identity, claim)
    for claim in claims:
        other = standing.get(claim.identity, claim)
        if other is not claim and not claim.beside_as:
            claim.beside_as = _REPEATED
            slots = {
                "project": claim.named.project,
                "unit": claim.named.unit,
                "other": other.named.project,
            }
            claim.questions.append(Problem(code="PE-253", slots=slots))
