"""Everything that happened to one project, in its order: what came in, and what people decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from perfeval_xl.collection.claims import identity_of
from perfeval_xl.collection.project_states import ProjectRecord
from perfeval_xl.collection.records import Arrival, Decision, State, Version
from perfeval_xl.collection.snapshot import Snapshot
from perfeval_xl.collection.version_order import CHOOSE, DEMAND, WAIVE, WITHDRAW

__all__ = ["Event", "history_of"]

# What the ledger calls a decision, in Chinese
_DECIDED = {CHOOSE: "选定", WITHDRAW: "撤下", WAIVE: "免报", DEMAND: "恢复应报"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened. `number` is the 收件编号 it is about, `None` for none; `who` sent it or decided it."""

    at: datetime
    number: int | None
    what: str
    who: str
    text: str


def history_of(seen: Snapshot, records: Iterable[ProjectRecord]) -> tuple[Event, ...]:
    """Return what happened to the project of these records, the earliest first."""
    own = list(records)
    events = [event for record in own for event in _came_in(record)]
    # The same bytes that came again belong to the project too
    hashes = {version.arrival.sha256 for record in own for version in record.versions}
    repeated = (
        arrival
        for arrival in seen.arrivals(State.DUPLICATE)
        if arrival.sha256 in hashes
    )
    events += [
        _arrived(arrival, State.DUPLICATE.label, "内容与先前收到的完全相同")
        for arrival in repeated
    ]
    events += [
        _decided(decision) for decision in seen.decisions if _concerns(decision, own)
    ]
    # By time, whatever they are
    return tuple(sorted(events, key=lambda event: event.at))


def _came_in(record: ProjectRecord) -> Iterator[Event]:
    for version in record.versions:
        yield _arrived(version.arrival, _use(version), _told(version))
    for arrival in record.blanks:
        yield _arrived(arrival, State.BLANK.label, arrival.message)
    for arrival in record.unreadable:
        yield _arrived(arrival, State.UNREADABLE.label, arrival.message)


def _use(version: Version) -> str:
    if version.in_force:
        return "在用"
    if version.withdrawn:
        return "已撤下"
    if version.doubt:
        return State.DOUBTFUL.label
    return State.OUTDATED.label


def _told(version: Version) -> str:
    figures = version.figures
    said = f"{version.state}，错误{figures.errors}个，警告{figures.warnings}个"
    if version.doubt:
        return f"{said}；{version.doubt}"
    return said


def _arrived(arrival: Arrival, what: str, text: str) -> Event:
    """Tell of an arrival when it came in; that a mail inside is older is said beside it."""
    inside = ""
    # Beside the time of receipt, the date of the mail that was forwarded
    if arrival.dated.handed_in < arrival.received_at:
        inside = f"（其中的日期{arrival.dated.handed_in.date().isoformat()}）"
    return Event(
        at=arrival.received_at,
        number=arrival.number,
        what=what,
        who=arrival.inner_sender or arrival.sender or arrival.origin,
        text=f"{arrival.file}：{text}{inside}",
    )


def _decided(decision: Decision) -> Event:
    return Event(
        at=decision.decided_at,
        number=decision.arrival,
        what=_DECIDED[decision.kind],
        who=decision.person,
        text=decision.reason,
    )


def _concerns(decision: Decision, records: Iterable[ProjectRecord]) -> bool:
    """Whether a decision is about one of the records: about a version of theirs, or about the project itself."""
    identity = identity_of(decision.project, decision.unit, decision.year)
    for record in records:
        # A decision about a version, or about the project itself
        if decision.arrival in {version.arrival.number for version in record.versions}:
            return True
        if decision.arrival is None and identity == identity_of(
            record.project, record.unit, record.year
        ):
            return True
    return False
