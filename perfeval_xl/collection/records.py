"""What the ledger keeps, as records: the same ones go in and come out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from perfeval_xl.collection.content import Kind
from perfeval_xl.collection.reviewed import Reviewed

__all__ = [
    "PASSED",
    "RETURNED",
    "Arrival",
    "Dated",
    "Decision",
    "IndicatorFigures",
    "Judgement",
    "Passage",
    "ProblemFigures",
    "Settled",
    "Standing",
    "State",
    "SubmissionFigures",
    "Version",
]

_CLOCKS = timedelta(days=1)
"""How far two clocks may be apart: programs write local time where the format asks for UTC."""

PASSED, RETURNED = "通过", "退回"
"""What becomes of a submission: a problem of severity 错误 sends it back."""


class State(StrEnum):
    """What became of one attachment when it was taken in."""

    NEW = "new"
    CORRECTION = "correction"
    OUTDATED = "outdated"
    DOUBTFUL = "doubtful"
    DUPLICATE = "duplicate"
    UNREADABLE = "unreadable"
    IGNORED = "ignored"
    BLANK = "blank"
    REVIEW = "review"
    OPENED = "opened"
    NO_FORM = "no-form"
    INTERNAL = "internal"
    KNOWN = "known"

    @property
    def label(self) -> str:
        """The Chinese word for people."""
        return _LABELS[self]

    @property
    def accepted(self) -> bool:
        """Whether the attachment is a version of a submission."""
        return self in {State.NEW, State.CORRECTION, State.OUTDATED, State.DOUBTFUL}

    @property
    def asks(self) -> bool:
        """Whether whoever sent it expects an answer to it, or somebody must look at it."""
        return self not in {State.IGNORED, State.OPENED, State.NO_FORM}


_LABELS = {
    State.NEW: "新收",
    State.CORRECTION: "更正",
    State.OUTDATED: "旧版",
    State.DOUBTFUL: "待确认",
    State.DUPLICATE: "重复",
    State.UNREADABLE: "未能读取",
    State.IGNORED: "其他附件",
    State.BLANK: "空表",
    State.REVIEW: "复核表",
    State.OPENED: "已打开",
    State.NO_FORM: "没有自评表",
    State.INTERNAL: "处理出错",
    State.KNOWN: "以前登记过",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What was said of an attachment when it was taken in.

    Where it was no version of a submission the counts are 0, and the names of project and unit empty. The totals are
    `None` where there is none, as while points are open.
    """

    state: State
    errors: int = 0
    warnings: int = 0
    project: str = ""
    unit: str = ""
    self_total: Decimal | None = None
    rule_total: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionFigures:
    """The figures of one submission. Money is in `money_unit`; `None` is a figure that was not filled in or is no number.

    `rule_total` is the lowest total that is possible and `rule_highest` the highest, `None` where no points are open;
    `rule_said` is the total in words, empty in the entries of programs that knew no open points.
    `subject` says whose it is: submissions with the same subject are versions of one. The `…_cell`s are addresses on
    `sheet`; a submission that came as JSON has no sheet, and keys instead. `execution_rate` is a fraction.
    `form_id` is the id of a form whose origin holds, and the `issued_…` say for whom that form was made; empty for a
    form that was not sent out, `None` in the entries of programs that did not keep them.
    """

    subject: str
    scheme: str
    scheme_version: str
    year: str
    project: str
    department: str
    unit: str
    money_unit: str
    budget: Decimal | None
    executed: Decimal | None
    execution_rate: Decimal | None
    self_total: Decimal | None
    self_grade: str
    rule_total: Decimal
    rule_highest: Decimal | None = None
    rule_said: str | None = None
    rule_grade: str
    errors: int
    warnings: int
    hints: int
    sheet: str
    budget_cell: str
    executed_cell: str
    self_total_cell: str
    form_id: str | None = None
    issued_year: str | None = None
    issued_project: str | None = None
    issued_unit: str | None = None
    issued_code: str | None = None

    @property
    def decided_total(self) -> Decimal | None:
        """The total by the rules, `None` while points are open."""
        if self.rule_highest is None:
            return self.rule_total
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorFigures:
    """One scored row. `target` and `actual` are as written; `cell` is where the self score, or else the actual, stands.

    `score` are the lowest points that are possible and `highest` the highest, `None` where the row is decided.
    """

    path: tuple[str, ...]
    target: str
    actual: str
    weight: Decimal
    score: Decimal
    highest: Decimal | None = None
    self_score: Decimal | None
    explanation: str
    sheet: str
    cell: str

    @property
    def decided_score(self) -> Decimal | None:
        """The points by the rule, `None` while a person has to judge."""
        if self.highest is None:
            return self.score
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemFigures:
    """One problem, rendered: what a unit was told must not change with the catalogue."""

    code: str
    severity: str
    sheet: str
    cell: str
    path: tuple[str, ...]
    found: str
    expected: str
    message: str
    remedy: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A longer text of a form: what it is called, a digest of its words, how it begins, and where it stands."""

    label: str
    digest: str
    beginning: str
    sheet: str
    cell: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a form can show for itself: its id and fingerprint, empty where it has none that hold, and a signature.

    `names` is whose it is as printed on it, `issued_names` whose it was when it was sent out. A `trusted` one may stand
    for its project.
    """

    form_id: str = ""
    fingerprint: str = ""
    names: str = ""
    issued_names: str = ""
    signed: bool = False
    trusted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What intake says of one attachment. `submission` is `None` unless it could be read.

    `state` is `NEW` for a readable submission; the ledger alone knows whether that is a correction or a duplicate.
    """

    state: State
    kind: Kind
    code: str = ""
    message: str = ""
    remedy: str = ""
    submission: SubmissionFigures | None = None
    indicators: tuple[IndicatorFigures, ...] = ()
    problems: tuple[ProblemFigures, ...] = ()
    passages: tuple[Passage, ...] = ()
    standing: Standing | None = None
    """`None` where there is no submission."""
    review: Reviewed | None = None
    """What a reviewer wrote into a review workbook; `None` for everything else."""
    saved_at: datetime | None = None
    """When the workbook says that it was saved last; `None` where it says nothing, or what every new form of ours says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """What is known of when an arrival was handed in; see `Arrival`."""

    number: int
    envelope: str
    received_at: datetime
    inner_date: datetime | None = None
    saved_at: datetime | None = None

    @property
    def by_mail(self) -> bool:
        """Whether a mail brought it, and not somebody's folder."""
        return not self.envelope.startswith("file:")

    @property
    def handed_in(self) -> datetime:
        """When it was handed in, as far as can be told.

        The mail inside counts, not the one that forwards it. A bare file is as old as its contents say: the time of
        the file is that of a copy.
        """
        if self.inner_date is not None:
            return min(self.inner_date, self.received_at)
        if not self.by_mail and self.saved_at is not None:
            return self.saved_at
        return self.received_at

    @property
    def saved(self) -> datetime | None:
        """When the workbook was saved last, where that can be true.

        Nobody mails what is saved later: such a time is that of a wrong clock and says nothing.
        """
        if self.saved_at is None or not self.by_mail:
            return self.saved_at
        possible = self.saved_at <= self.handed_in + _CLOCKS
        return self.saved_at if possible else None

    @property
    def age(self) -> tuple[datetime, datetime, int]:
        """What arrivals are sorted by, the oldest first."""
        return self.handed_in, self.received_at, self.number


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """One attachment as it stands in the ledger, with its envelope and its latest verdict.

    `number` counts arrivals in the order they were recorded. `earlier` is the file this one repeats, empty for none.
    `inner_sender` and `inner_date` are those of the forwarded or quoted mail that held it, `saved_at` is when the
    workbook itself says that it was saved last; each is `None` where nothing says so.
    """

    number: int
    file: str
    sha256: str
    size: int
    state: State
    kind: str
    code: str
    message: str
    remedy: str
    origin: str
    sender: str
    subject: str
    received_at: datetime
    earlier: str
    envelope: str = ""
    inner_sender: str | None = None
    inner_date: datetime | None = None
    saved_at: datetime | None = None

    @property
    def dated(self) -> Dated:
        """What is known of when it was handed in."""
        return Dated(
            number=self.number,
            envelope=self.envelope,
            received_at=self.received_at,
            inner_date=self.inner_date,
            saved_at=self.saved_at,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of a submission: the arrival that brought it first, and its figures.

    Versions of one submission count from 1 in the order in which they were handed in. `in_force` says that this one stands for the
    project: by its date, or because a person chose it; `doubt` says in Chinese why the program could not tell whether
    it replaces the one in force, empty where it could. `withdrawn` says that a person took it back.
    """

    arrival: Arrival
    figures: SubmissionFigures
    version: int
    versions: int
    in_force: bool
    doubt: str = ""
    withdrawn: bool = False

    @property
    def state(self) -> str:
        """通过 or 退回: whether it holds a problem of severity 错误."""
        if self.figures.errors:
            return RETURNED
        return PASSED


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a person decided: `kind` is one of `decisions.KINDS`; `arrival` is the version concerned, `None` for none.

    `subject` is the submission concerned, empty for a project of the roster that handed nothing in. `after` is the
    last arrival that was known then: what comes later is judged anew.
    """

    number: int
    kind: str
    subject: str
    project: str
    unit: str
    year: str
    arrival: int | None
    after: int
    reason: str
    person: str
    decided_at: datetime
