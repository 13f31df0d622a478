"""The questions asked of the ledger, as SELECTs that SQLite and PostgreSQL share."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import CTE, Select, func, select

from perfeval_xl.collection.ledger_schema import arrival, content, envelope, indicator_score, problem, sent, submission
from perfeval_xl.collection.ledger_schema import verdict as verdicts
from perfeval_xl.collection.records import State

__all__ = [
    "accepted",
    "arrivals",
    "brought_by",
    "indicators_in_force",
    "latest_of",
    "problems_in_force",
    "refused",
    "sent_forms",
    "subject_of",
    "told_of",
    "versions",
]

_ACCEPTED = [str(state) for state in State if state.accepted]
_COUNTED = [*_ACCEPTED, str(State.DUPLICATE)]


def _latest() -> CTE:
    """The verdict that counts of every arrival."""
    newest = select(func.max(verdicts.c.number)).group_by(verdicts.c.arrival)
    return select(verdicts).where(verdicts.c.number.in_(newest)).cte("latest")


def arrivals(states: Collection[str]) -> Select[Any]:
    """The attachments in these states with their envelope and the verdict that counts, in the order of recording."""
    latest = _latest()
    earlier = arrival.alias("earlier")
    return (
        select(
            arrival.c.number,
            arrival.c.file,
            arrival.c.sha256,
            content.c.size,
            latest.c.state,
            latest.c.kind,
            latest.c.code,
            latest.c.message,
            latest.c.remedy,
            envelope.c.origin,
            envelope.c.sender,
            envelope.c.subject,
            envelope.c.received_at,
            func.coalesce(earlier.c.file, "").label("earlier"),
        )
        .join_from(arrival, latest, latest.c.arrival == arrival.c.number)
        .join(content, content.c.sha256 == arrival.c.sha256)
        .join(envelope, envelope.c.key == arrival.c.envelope)
        .outerjoin(earlier, earlier.c.number == latest.c.earlier)
        .where(latest.c.state.in_(states))
        .order_by(arrival.c.number)
    )


def versions() -> Select[Any]:
    """Every version of every submission, those of one together: number of its first arrival, `version`, `versions`.

    A version is received when its bytes first were, whoever forwarded them later and in whatever order they were taken
    in; so the version in force does not depend on the order of collection.
    """
    latest = _latest()
    ranked = (
        select(
            arrival.c.number,
            arrival.c.sha256,
            envelope.c.received_at,
            func.row_number()
            .over(partition_by=arrival.c.sha256, order_by=[envelope.c.received_at, arrival.c.number])
            .label("turn"),
        )
        .join_from(arrival, latest, latest.c.arrival == arrival.c.number)
        .join(envelope, envelope.c.key == arrival.c.envelope)
        .where(latest.c.state.in_(_COUNTED))
        .cte("ranked")
    )
    judged = arrival.alias("judged")
    order = [ranked.c.received_at, ranked.c.number]
    return (
        select(
            ranked.c.number,
            submission,
            func.row_number().over(partition_by=submission.c.subject, order_by=order).label("version"),
            func.count().over(partition_by=submission.c.subject).label("versions"),
        )
        .join_from(submission, latest, latest.c.number == submission.c.verdict)
        .join(judged, judged.c.number == latest.c.arrival)
        .join(ranked, ranked.c.sha256 == judged.c.sha256)
        .where(ranked.c.turn == 1, latest.c.state.in_(_ACCEPTED))
        .order_by(submission.c.subject, *order)
    )


def _in_force() -> CTE:
    every = versions().order_by(None).cte("versions")
    return select(every).where(every.c.version == every.c.versions).cte("in_force")


def problems_in_force() -> Select[Any]:
    """The problems of the versions in force, with the number of the arrival they belong to."""
    valid = _in_force()
    return (
        select(valid.c.number, problem)
        .join_from(problem, valid, valid.c.verdict == problem.c.verdict)
        .order_by(valid.c.number, problem.c.position)
    )


def indicators_in_force() -> Select[Any]:
    """The scored rows of the versions in force, with the number of the arrival they belong to."""
    valid = _in_force()
    return (
        select(valid.c.number, indicator_score)
        .join_from(indicator_score, valid, valid.c.verdict == indicator_score.c.verdict)
        .order_by(valid.c.number, indicator_score.c.position)
    )


def told_of(number: int) -> Select[Any]:
    """Errors, warnings, project and unit of the submission that this arrival brought, if it brought one."""
    return (
        select(submission.c.errors, submission.c.warnings, submission.c.project, submission.c.unit)
        .join_from(submission, verdicts, verdicts.c.number == submission.c.verdict)
        .where(verdicts.c.arrival == number)
    )


def subject_of(key: str) -> Select[Any]:
    """The subject of an envelope, if it was taken in."""
    return select(envelope.c.subject).where(envelope.c.key == key)


def brought_by(key: str) -> Select[Any]:
    """Position and hash of what an envelope brought."""
    return select(arrival.c.position, arrival.c.sha256).where(arrival.c.envelope == key)


def accepted(sha256: str) -> Select[Any]:
    """The number of the arrival by which these bytes became a version, if they did; such a verdict is final."""
    return (
        select(arrival.c.number)
        .join_from(arrival, verdicts, verdicts.c.arrival == arrival.c.number)
        .where(arrival.c.sha256 == sha256, verdicts.c.state.in_(_ACCEPTED))
        .limit(1)
    )


def refused(sha256: str) -> Select[Any]:
    """Number and sender of the arrivals of these bytes that could not be used, the earliest first."""
    return (
        select(arrival.c.number, envelope.c.sender)
        .join_from(arrival, verdicts, verdicts.c.arrival == arrival.c.number)
        .join(envelope, envelope.c.key == arrival.c.envelope)
        .where(arrival.c.sha256 == sha256, verdicts.c.state == str(State.UNREADABLE))
        .order_by(arrival.c.number)
    )


def sent_forms(form_id: str, names: str) -> Select[Any]:
    """The forms that were sent out under an id or to somebody, the earliest first; an empty text stands for none."""
    columns = (sent.c.form_id, sent.c.fingerprint, sent.c.names, sent.c.signed, sent.c.listed)
    under_id = (sent.c.form_id == form_id) & (sent.c.form_id != "")
    to_them = (sent.c.names == names) & (sent.c.names != "")
    return select(*columns).where(under_id | to_them).order_by(sent.c.number)


def latest_of(subject: str) -> Select[Any]:
    """Number and time of receipt of the version in force of one submission, if there is one."""
    own = select(arrival.c.sha256).join_from(submission, verdicts, verdicts.c.number == submission.c.verdict)
    own = own.join(arrival, arrival.c.number == verdicts.c.arrival).where(submission.c.subject == subject)
    first = (
        select(
            arrival.c.sha256,
            func.min(envelope.c.received_at).label("received_at"),
            func.min(arrival.c.number).label("number"),
        )
        .join_from(arrival, envelope, envelope.c.key == arrival.c.envelope)
        .where(arrival.c.sha256.in_(own))
        .group_by(arrival.c.sha256)
        .cte("first")
    )
    return (
        select(first.c.number, first.c.received_at).order_by(first.c.received_at.desc(), first.c.number.desc()).limit(1)
    )
