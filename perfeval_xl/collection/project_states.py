"""How every project stands (报送情况): the list of projects beside what came in, one record per project.

    with open_ledger(url, create=False).snapshot() as seen:
        standing = standing_of(seen, deadline=date(2025, 1, 20), today=date.today())
    standing.projects   # every project of the list in its order, then what came in without standing on it
    standing.counts()   # how many of each state, in the order of `ProjectState`
    standing.departments()  # the projects by department, departments in the order of the list

Every `ProjectRecord` carries `state`, the names as the list has them (`department`, `unit`, `project`, `code`, `year`,
`mail`), the `version` in force with its scores and arrival (`None` where nothing usable came), all `versions`, what
cannot be told (`questions`, each a `Problem` that a finance officer answers with `perfeval-xl ledger choose`), what
else came in for it (`unreadable`, `blanks`), `days_left` and `days_late`. `averaged` says whether it may enter an
average. Roster and deadline are those that the ledger keeps (`Snapshot.roster`, `Snapshot.deadline`) unless others are
given; without a list the projects are those that came in. Nothing is read from the ledger after the call, except through
the snapshot itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from perfeval_xl.collection.claims import Claim, Claims, Identity, identity_of
from perfeval_xl.collection.records import Arrival, Decision, State, Version
from perfeval_xl.collection.roster_list import ListedProject, RosterList
from perfeval_xl.collection.snapshot import Snapshot
from perfeval_xl.collection.version_order import CHOOSE, DEMAND, WAIVE
from perfeval_xl.dates import CHINA
from perfeval_xl.problems import Problem

__all__ = ["ProjectRecord", "ProjectState", "Standing", "standing_of"]


class ProjectState(StrEnum):
    """How a project stands, in the words of the field; the value is the word."""

    MISSING = "未报"
    """Nothing usable came, and the deadline is not over."""
    OVERDUE = "逾期"
    """Nothing usable came, and the deadline is over."""
    RECEIVED = "已报"
    """It came in, and a person has to decide something first: see `questions`."""
    RETURNED = "退回"
    """It came in and has to be mended, or could not be read at all."""
    PASSED = "通过"
    """It came in without a problem of severity 错误."""
    WAIVED = "免报"
    """A person decided that it need not be handed in."""
    UNLISTED = "不在清单"
    """It came in and is on no list."""
    REPEATED = "重复项目"
    """It came in for a project that another form stands for already."""
    OTHER_YEAR = "别的年度"
    """It came in for another year than that of the list, or of the form."""

    @property
    def on_the_list(self) -> bool:
        """Whether a project of the list can be in it; the others are what came in beside the list."""
        return self not in {
            ProjectState.UNLISTED,
            ProjectState.REPEATED,
            ProjectState.OTHER_YEAR,
        }

    @property
    def outstanding(self) -> bool:
        """Whether the unit has still to hand something in."""
        return self in {
            ProjectState.MISSING,
            ProjectState.OVERDUE,
            ProjectState.RETURNED,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectRecord:
    """One project, or one submission that belongs to no project of the list.

    `position` counts the projects of the list from 1, `None` for what is not on it. `version` is the version in force,
    `None` where there is none. `unreadable` and `blanks` came in for it and are no submissions; whose an unreadable file
    is was told by its name or its sender. `days_left` are the days to the deadline, negative when it is over, `None`
    without one or where nothing is owed; `days_late` those by which the version in force was late, 0 for in time.
    `waiver` is the decision by which it need not be handed in.
    """

    state: ProjectState
    position: int | None
    project: str
    code: str
    department: str
    unit: str
    year: str
    mail: str
    subject: str = ""
    version: Version | None = None
    versions: tuple[Version, ...] = ()
    questions: tuple[Problem, ...] = ()
    unreadable: tuple[Arrival, ...] = ()
    blanks: tuple[Arrival, ...] = ()
    days_left: int | None = None
    days_late: int = 0
    waiver: Decision | None = None

    @property
    def score(self) -> Decimal | None:
        """The total by the rules of the version in force; `None` without one or while points are open."""
        if self.version is None:
            return None
        return self.version.figures.decided_total

    @property
    def averaged(self) -> bool:
        """Whether it may enter an average: it is on the list, handed in, and nobody has to decide about it first."""
        return self.version is not None and self.state in {
            ProjectState.PASSED,
            ProjectState.RETURNED,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How all projects stand: those of the list in its order, then the others by department, unit and project.

    `roster` is the name of the list, empty without one; `deadline` may be `None`.
    """

    projects: tuple[ProjectRecord, ...]
    roster: str
    deadline: date | None
    today: date

    def of(self, *states: ProjectState) -> tuple[ProjectRecord, ...]:
        """Return the projects in these states."""
        return tuple(record for record in self.projects if record.state in states)

    def counts(self) -> Mapping[ProjectState, int]:
        """Return how many projects are in each state, every state named, in their order."""
        return {state: len(self.of(state)) for state in ProjectState}

    def departments(self) -> Mapping[str, tuple[ProjectRecord, ...]]:
        """Return the projects by department, the departments as the list has them and then any other."""
        found: dict[str, list[ProjectRecord]] = {}
        for record in self.projects:
            found.setdefault(record.department, []).append(record)
        return {department: tuple(records) for department, records in found.items()}

    @property
    def days_left(self) -> int | None:
        """The days to the deadline, negative when it is over; `None` without one."""
        if self.deadline is None:
            return None
        return (self.deadline - self.today).days


def standing_of(
    seen: Snapshot,
    *,
    roster: RosterList | None = None,
    deadline: date | None = None,
    today: date | None = None,
) -> Standing:
    """Put the list of projects beside what came in; see the module."""
    # What was given goes before what the ledger keeps
    listed = roster or seen.roster
    due = deadline or seen.deadline
    now = today or datetime.now(CHINA).date()
    own = _by_subject(seen)
    # Everything that came in is claimed first, and projects take their state from that
    claims = Claims(
        listed.projects if listed is not None else (), _chosen(seen.decisions)
    )
    # Submissions, then blanks, then what could not be read
    for versions in own.values():
        claims.add(versions)
    for arrival, figures in seen.blanks:
        claims.add_blank(arrival, figures)
    for arrival in seen.arrivals(State.UNREADABLE, State.INTERNAL):
        claims.add_unreadable(arrival)
    deciding = _Deciding(claims, seen.decisions, due, now)
    # Projects of the list first: what they do not take stands beside it
    on_list = [deciding.listed(number, row) for number, row in enumerate(claims.rows)]
    beside = [deciding.beside(claim) for claim in claims.beside()]
    beside.sort(
        key=lambda record: (
            record.department,
            record.unit,
            record.project,
            record.subject,
        )
    )
    name = "" if listed is None else listed.name
    return Standing(
        projects=(*on_list, *beside),
        roster=name,
        deadline=due,
        today=now,
    )


def _by_subject(seen: Snapshot) -> dict[str, list[Version]]:
    found: dict[str, list[Version]] = {}
    for version in seen.versions:
        found.setdefault(version.figures.subject, []).append(version)
    return found


def _chosen(decisions: Iterable[Decision]) -> dict[int, int]:
    """Return the arrivals that a person chose, each with the number of the decision, unless it was withdrawn since."""
    # The last decision about an arrival counts
    found: dict[int, int] = {}
    for decision in decisions:
        if decision.arrival is None:
            continue
        found.pop(decision.arrival, None)
        if decision.kind == CHOOSE:
            found[decision.arrival] = decision.number
    return found


def _waivers(decisions: Iterable[Decision]) -> dict[Identity, Decision]:
    """Return who need not hand anything in, by the last decision about each project."""
    # The last decision about a project counts
    found: dict[Identity, Decision] = {}
    for decision in decisions:
        identity = identity_of(decision.project, decision.unit, decision.year)
        if decision.kind == WAIVE:
            found[identity] = decision
        elif decision.kind == DEMAND:
            found.pop(identity, None)
    return found


class _Deciding:
    """Gives every project its state."""

    def __init__(
        self,
        claims: Claims,
        decisions: Sequence[Decision],
        deadline: date | None,
        today: date,
    ) -> None:
        self._claims = claims
        self._deadline, self._today = deadline, today
        self._waivers = _waivers(decisions)

    def listed(self, number: int, row: ListedProject) -> ProjectRecord:
        """Say how a project of the list stands."""
        claim = self._claims.standing_for(number)
        waiver = self._waivers.get(claim.identity)
        came = claim.version is not None
        state = self._came(claim) if came else self._missing(claim)
        # A waiver goes before anything that came in
        if waiver is not None:
            state = ProjectState.WAIVED
        return self._record(state, claim, row, number + 1, waiver)

    def beside(self, claim: Claim) -> ProjectRecord:
        """Say how a submission stands that no project of the list owns."""
        state = claim.beside_as or self._came(claim)
        figures = claim.named
        row = ListedProject(
            project=figures.project,
            code=figures.issued_code or "",
            department=figures.department,
            unit=figures.unit,
            year=figures.year,
            scheme=figures.scheme,
            mail="",
            form_id=figures.form_id or "",
        )
        return self._record(
            ProjectState(state), claim, row, None, self._waivers.get(claim.identity)
        )

    def _came(self, claim: Claim) -> ProjectState:
        # A question goes before any result
        if claim.questions:
            return ProjectState.RECEIVED
        returned = claim.version is None or claim.version.figures.errors > 0
        if returned:
            return ProjectState.RETURNED
        return ProjectState.PASSED

    def _missing(self, claim: Claim) -> ProjectState:
        # What came and cannot be told apart is received, and not missing
        if claim.versions and claim.questions:
            return ProjectState.RECEIVED
        # A file that could not be read was at least sent
        if claim.unreadable:
            return ProjectState.RETURNED
        over = self._deadline is not None and self._today > self._deadline
        if over:
            return ProjectState.OVERDUE
        return ProjectState.MISSING

    def _record(
        self,
        state: ProjectState,
        claim: Claim,
        row: ListedProject,
        position: int | None,
        waiver: Decision | None,
    ) -> ProjectRecord:
        return ProjectRecord(
            state=state,
            position=position,
            project=row.project,
            code=row.code,
            department=row.department,
            unit=row.unit,
            year=row.year,
            mail=row.mail,
            subject=claim.subject,
            version=claim.version,
            versions=tuple(claim.versions),
            questions=tuple(claim.questions),
            unreadable=tuple(claim.unreadable),
            blanks=tuple(claim.blanks),
            days_left=self._days_left(state),
            days_late=self._days_late(claim),
            waiver=waiver,
        )

    def _days_left(self, state: ProjectState) -> int | None:
        # Nothing is owed by who has passed
        owed = state.outstanding or state is ProjectState.RECEIVED
        if self._deadline is None or not owed:
            return None
        return (self._deadline - self._today).days

    def _days_late(self, claim: Claim) -> int:
        if self._deadline is None or claim.version is None:
            return 0
        # A mail that was forwarded counts by its own date
        handed_in = claim.version.arrival.dated.handed_in.astimezone(CHINA).date()
        return max(0, (handed_in - self._deadline).days)
