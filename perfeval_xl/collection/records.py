"""What the ledger keeps, as records: the same ones go in and come out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from perfeval_xl.collection.content import Kind

__all__ = [
    "PASSED",
    "RETURNED",
    "Arrival",
    "IndicatorFigures",
    "Judgement",
    "ProblemFigures",
    "Settled",
    "Standing",
    "State",
    "SubmissionFigures",
    "Version",
]

PASSED, RETURNED = "通过", "退回"
"""What becomes of a submission: a problem of severity 错误 sends it back."""


class State(StrEnum):
    """What became of one attachment when it was taken in."""

    NEW = "new"
    CORRECTION = "correction"
    OUTDATED = "outdated"
    DUPLICATE = "duplicate"
    UNREADABLE = "unreadable"
    IGNORED = "ignored"
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
        return self in {State.NEW, State.CORRECTION, State.OUTDATED}

    @property
    def asks(self) -> bool:
        """Whether whoever sent it expects an answer to it, or somebody must look at it."""
        return self not in {State.IGNORED, State.OPENED, State.NO_FORM}


_LABELS = {
    State.NEW: "新收",
    State.CORRECTION: "更正",
    State.OUTDATED: "旧版",
    State.DUPLICATE: "重复",
    State.UNREADABLE: "未能读取",
    State.IGNORED: "已忽略",
    State.OPENED: "已打开",
    State.NO_FORM: "没有自评表",
    State.INTERNAL: "处理出错",
    State.KNOWN: "已收过",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What was said of an attachment when it was taken in.

    Where it was no version of a submission the counts are 0, and the names of project and unit empty.
    """

    state: State
    errors: int = 0
    warnings: int = 0
    project: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionFigures:
    """The figures of one submission. Money is in `money_unit`; `None` is a figure that was not filled in or is no number.

    `rule_total` is the lowest total that is possible and `rule_highest` the highest, `None` where no points are open;
    `rule_said` is the total in words, empty in the entries of programs that knew no open points.
    `subject` says whose it is: submissions with the same subject are versions of one. The `…_cell`s are addresses on
    `sheet`; a submission that came as JSON has no sheet, and keys instead. `execution_rate` is a fraction.
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

    @property
    def decided_total(self) -> Decimal | None:
        """The total by the rules, `None` while points are open."""
        return self.rule_total if self.rule_highest is None else None


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
        return self.score if self.highest is None else None


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
    standing: Standing | None = None
    """`None` where there is no submission."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """One attachment as it stands in the ledger, with its envelope and its latest verdict.

    `number` counts arrivals in the order they were recorded. `earlier` is the file this one repeats, empty for none.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of a submission: the arrival that brought it first, and its figures.

    Versions of one submission count from 1 in the order of receipt; the one with `version == versions` is in force.
    """

    arrival: Arrival
    figures: SubmissionFigures
    version: int
    versions: int

    @property
    def in_force(self) -> bool:
        """Whether no later version was received."""
        return self.version == self.versions
