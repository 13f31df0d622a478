"""What one run of collecting made of every attachment, counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import groupby
from typing import Any, NamedTuple

from perfeval_xl.amounts import plain
from perfeval_xl.collection.records import State

__all__ = ["AttachmentVerdict", "CollectionRun"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentVerdict:
    """What became of one attachment in this run. `code` is empty unless it could not be read.

    `before` is what an earlier run made of a `KNOWN` one. The counts are those of a submission, 0 for anything else.
    `project` and `unit` are those a submission names; `sender` and `subject` are empty for a bare file.
    `self_total` and `rule_total` are `None` where there is none, as while points are open.
    `open_rows` are its indicators that a person has to judge; of a `KNOWN` one they are not counted again.
    """

    origin: str
    file: str
    state: State
    code: str = ""
    message: str = ""
    before: State | None = None
    errors: int = 0
    warnings: int = 0
    project: str = ""
    unit: str = ""
    sender: str = ""
    subject: str = ""
    open_rows: int = 0
    self_total: Decimal | None = None
    rule_total: Decimal | None = None
    envelope: int = 0
    """Counts the mails and files of a run from 1."""

    @property
    def lasting(self) -> State:
        """What the attachment is, whichever run took it in."""
        return self.before or self.state

    @property
    def returned(self) -> bool:
        """Whether it is a submission that is sent back."""
        return self.lasting.accepted and self.errors > 0

    def as_json(self) -> dict[str, object]:
        """Return the verdict as `collect --json` shows it."""
        return {
            "origin": self.origin,
            "file": self.file,
            "state": str(self.state),
            "before": None if self.before is None else str(self.before),
            "code": self.code,
            "message": self.message,
            "errors": self.errors,
            "warnings": self.warnings,
            "open_rows": self.open_rows,
            "returned": self.returned,
            "project": self.project,
            "unit": self.unit,
            "self_total": None if self.self_total is None else plain(self.self_total),
            "rule_total": None if self.rule_total is None else plain(self.rule_total),
            "sender": self.sender,
            "subject": self.subject,
        }


class _Kind(NamedTuple):
    """What the counts of a run tell apart; many verdicts are of the same kind."""

    state: State
    before: State | None
    returned: bool
    found: bool
    """Whether there is an error or a warning in it."""


@dataclass(frozen=True, kw_only=True)
class CollectionRun:
    """One run: how many envelopes there were, and the verdict on every attachment, in the order of the sources.

    The verdicts may lie on disk: whoever goes through them does so once, and keeps none.
    """

    envelopes: int
    verdicts: Sequence[AttachmentVerdict]

    @cached_property
    def _kinds(self) -> Counter[_Kind]:
        """How many verdicts there are of each kind; asked for once, when the run is over."""
        return Counter(
            _Kind(
                state=verdict.state,
                before=verdict.before,
                returned=verdict.returned,
                found=bool(verdict.errors or verdict.warnings),
            )
            for verdict in self.verdicts
        )

    def _count(self, wanted: Callable[[_Kind], bool]) -> int:
        return sum(count for kind, count in self._kinds.items() if wanted(kind))

    def worth_telling(self) -> Iterator[AttachmentVerdict]:
        """Yield what a person wants to see: not what an earlier run told, nor what lay beside a form in the same mail."""
        # By mail: what lies beside a form in it is told only where there is no form
        for _, own in groupby(self.verdicts, key=lambda verdict: verdict.envelope):
            fresh = [
                verdict
                for verdict in own
                if verdict.before is None and verdict.state is not State.KNOWN
            ]
            asking = [
                verdict
                for verdict in fresh
                if verdict.state.asks or verdict.state is State.NO_FORM
            ]
            yield from asking or fresh[:1]

    def count(self, *states: State) -> int:
        """Return how many attachments ended in one of these states."""
        return self._count(lambda kind: kind.state in states)

    @property
    def attachments(self) -> int:
        """How many attachments were seen, those of earlier runs included."""
        return len(self.verdicts)

    @property
    def new(self) -> int:
        """Submissions received for the first time."""
        return self.count(State.NEW)

    @property
    def submissions(self) -> int:
        """Versions of submissions of every kind."""
        return self._count(lambda kind: kind.state.accepted)

    @property
    def corrections(self) -> int:
        """Further versions of submissions that replaced the former ones."""
        return self.count(State.CORRECTION)

    @property
    def outdated(self) -> int:
        """Versions that came in behind a newer one."""
        return self.count(State.OUTDATED)

    @property
    def doubtful(self) -> int:
        """Versions of which nobody but a person can tell whether they are the newer ones."""
        return self.count(State.DOUBTFUL)

    @property
    def blanks(self) -> int:
        """Forms with nothing filled in."""
        return self.count(State.BLANK)

    @property
    def reviews(self) -> int:
        """Review workbooks that reviewers sent back."""
        return self.count(State.REVIEW)

    @property
    def duplicates(self) -> int:
        """Attachments whose very bytes had come before in another mail or file."""
        return self.count(State.DUPLICATE)

    @property
    def unreadable(self) -> int:
        """Attachments that could not be used, or on which the program failed."""
        return self.count(State.UNREADABLE, State.INTERNAL)

    @property
    def ignored(self) -> int:
        """Pictures, letters and the like."""
        return self.count(State.IGNORED)

    @property
    def letters(self) -> int:
        """Mails without a form: letters, answers of machines, bounces."""
        return self.count(State.NO_FORM)

    @property
    def opened(self) -> int:
        """Archives and mails saved as files, whose contents are counted as well."""
        return self.count(State.OPENED)

    @property
    def known(self) -> int:
        """Attachments that an earlier run had already taken in from the same envelope."""
        return self.count(State.KNOWN)

    @property
    def returned(self) -> int:
        """Submissions taken in by this run that hold errors and are sent back."""
        return self._count(lambda kind: kind.returned and kind.before is None)

    @cached_property
    def open_rows(self) -> int:
        """Indicators of the submissions taken in by this run that a person has to judge."""
        return sum(verdict.open_rows for verdict in self.verdicts)

    @property
    def known_unreadable(self) -> int:
        """Attachments that an earlier run could not use."""
        unread = {State.UNREADABLE, State.INTERNAL}
        return self._count(lambda kind: kind.before in unread)

    @property
    def known_returned(self) -> int:
        """Submissions that an earlier run sent back; a correction may have come since."""
        return self._count(lambda kind: kind.returned and kind.before is not None)

    @property
    def clean(self) -> bool:
        """Whether this run took in nothing that holds an error or a warning, and nothing it could not read."""
        # What an earlier run told is no matter of this one
        fresh = self._count(lambda kind: kind.found and kind.before is None)
        return not (self.unreadable or self.blanks or self.doubtful or fresh)

    def as_json(self) -> dict[str, Any]:
        """Return the counts and the verdicts as `collect --json` shows them."""
        verdicts = [verdict.as_json() for verdict in self.verdicts]
        return self.counts() | {"verdicts": verdicts}

    def counts(self) -> dict[str, int]:
        """Return the counts as `collect --json` shows them."""
        # Counts of submissions first, then everything else
        taken = (
            "envelopes",
            "attachments",
            "new",
            "corrections",
            "outdated",
            "doubtful",
            "blanks",
            "reviews",
            "returned",
        )
        others = ("duplicates", "unreadable", "ignored", "letters", "opened")
        names = (
            *taken,
            *others,
            "open_rows",
            "known",
            "known_unreadable",
            "known_returned",
        )
        return {name: getattr(self, name) for name in names}
