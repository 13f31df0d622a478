"""The questions asked of the ledger, as SELECTs that SQLite and PostgreSQL share."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import (
    CTE,
    Case,
    Select,
    bindparam,
    case,
    func,
    select,
)

from perfeval_xl.collection.ledger_schema import (
    arrival,
    content,
    deadline,
    decision,
    envelope,
    indicator_score,
    passage,
    piece,
    problem,
    review,
    review_row,
    roster,
    roster_project,
    sent,
    submission,
)
from perfeval_xl.collection.ledger_schema import verdict as verdicts
from perfeval_xl.collection.records import Decision, State

__all__ = [
    "ACCEPTED",
    "ARRIVAL",
    "ARRIVALS_OF",
    "CONTENTS",
    "DECISIONS_ON",
    "ENVELOPES",
    "LATEST_SENT",
    "PIECES",
    "REFUSED",
    "SENT_AS",
    "SENT_TO",
    "STATE",
    "SUBJECTS",
    "arrivals",
    "blanks",
    "brought_by",
    "decided",
    "decisions",
    "indicators",
    "latest_deadline",
    "latest_roster",
    "passages",
    "problems",
    "review_rows",
    "reviews",
    "roster_projects",
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
            arrival.c.envelope,
            arrival.c.inner_sender,
            arrival.c.inner_date,
            arrival.c.saved_at,
        )
        .join_from(arrival, latest, latest.c.arrival == arrival.c.number)
        .join(content, content.c.sha256 == arrival.c.sha256)
        .join(envelope, envelope.c.key == arrival.c.envelope)
        .outerjoin(earlier, earlier.c.number == latest.c.earlier)
        .where(latest.c.state.in_(states))
        .order_by(arrival.c.number)
    )


def versions() -> Select[Any]:
    """Every submission that was accepted, with the number of the arrival that brought its bytes first.

    A version is received when its bytes first were, whoever forwarded them later and in whatever order they were taken
    in; so the version in force does not depend on the order of collection.
    """
    latest = _latest()
    ranked = (
        select(
            arrival.c.number,
            arrival.c.sha256,
            func.row_number()
            .over(
                partition_by=arrival.c.sha256,
                order_by=[_dated_at(), envelope.c.received_at, arrival.c.number],
            )
            .label("turn"),
        )
        .join_from(arrival, latest, latest.c.arrival == arrival.c.number)
        .join(envelope, envelope.c.key == arrival.c.envelope)
        .where(latest.c.state.in_(_COUNTED))
        .cte("ranked")
    )
    judged = arrival.alias("judged")
    return (
        select(ranked.c.number, submission)
        .join_from(submission, latest, latest.c.number == submission.c.verdict)
        .join(judged, judged.c.number == latest.c.arrival)
        .join(ranked, ranked.c.sha256 == judged.c.sha256)
        .where(ranked.c.turn == 1, latest.c.state.in_(_ACCEPTED))
        .order_by(submission.c.subject, ranked.c.number)
    )


def blanks() -> Select[Any]:
    """What stood in the forms that came in empty, with the number of the arrival."""
    return (
        select(arrival.c.number, submission)
        .join_from(submission, verdicts, verdicts.c.number == submission.c.verdict)
        .join(arrival, arrival.c.number == verdicts.c.arrival)
        .where(verdicts.c.state == str(State.BLANK))
        .order_by(arrival.c.number)
    )


def _dated_at() -> Case[Any]:
    """The date of the mail inside, where there is one and it is no later than the mail around it."""
    inside = (arrival.c.inner_date.is_not(None)) & (
        arrival.c.inner_date < envelope.c.received_at
    )
    return case((inside, arrival.c.inner_date), else_=envelope.c.received_at)


def problems() -> Select[Any]:
    """The problems of all verdicts."""
    return select(problem).order_by(problem.c.verdict, problem.c.position)


def indicators() -> Select[Any]:
    """The scored rows of all verdicts."""
    return select(indicator_score).order_by(
        indicator_score.c.verdict, indicator_score.c.position
    )


def passages() -> Select[Any]:
    """The longer texts of all verdicts."""
    return select(passage).order_by(passage.c.verdict, passage.c.position)


def reviews() -> Select[Any]:
    """The review workbooks that came in, each with its file, its own arrival and when it was received."""
    return (
        select(
            arrival.c.number,
            arrival.c.file,
            arrival.c.saved_at,
            envelope.c.received_at,
            review,
        )
        .join_from(review, verdicts, verdicts.c.number == review.c.verdict)
        .join(arrival, arrival.c.number == verdicts.c.arrival)
        .join(envelope, envelope.c.key == arrival.c.envelope)
        .order_by(envelope.c.received_at, arrival.c.number)
    )


def review_rows() -> Select[Any]:
    """The rows of all review workbooks."""
    return select(review_row).order_by(review_row.c.verdict, review_row.c.position)


def decisions() -> Select[Any]:
    """What people decided, the earliest first."""
    return select(decision).order_by(decision.c.number)


def decided(rows: Iterable[Any]) -> list[Decision]:
    """Return the rows of `decisions` and `DECISIONS_ON` as records."""
    return [Decision(**row._mapping) for row in rows]  # noqa: SLF001 - the public name of a row's mapping


def latest_roster() -> Select[Any]:
    """The roster that counts: its number and name."""
    return select(roster).order_by(roster.c.number.desc()).limit(1)


def roster_projects(number: int) -> Select[Any]:
    """The projects of a roster in its order."""
    return (
        select(roster_project)
        .where(roster_project.c.roster == number)
        .order_by(roster_project.c.position)
    )


def latest_deadline() -> Select[Any]:
    """The day of the deadline that counts."""
    return select(deadline.c.day).order_by(deadline.c.number.desc()).limit(1)


def told_of(number: int) -> Select[Any]:
    """What is said at once of the submission that this arrival brought, if it brought one."""
    decided = case((submission.c.rule_highest.is_(None), submission.c.rule_total))
    return (
        select(
            submission.c.errors,
            submission.c.warnings,
            submission.c.project,
            submission.c.unit,
            submission.c.self_total,
            decided.label("rule_total"),
        )
        .join_from(submission, verdicts, verdicts.c.number == submission.c.verdict)
        .where(verdicts.c.arrival == number)
    )


def subject_of(key: str) -> Select[Any]:
    """The subject of an envelope, if it was taken in."""
    return select(envelope.c.subject).where(envelope.c.key == key)


def brought_by(key: str) -> Select[Any]:
    """Position and hash of what an envelope brought."""
    return select(arrival.c.position, arrival.c.sha256).where(arrival.c.envelope == key)


# What is asked of every attachment is made once: composing a question takes longer than answering it.

ENVELOPES = select(envelope.c.key).where(
    envelope.c.key.in_(bindparam("values", expanding=True))
)
"""Those of these keys of envelopes that are in the ledger."""

CONTENTS = select(content.c.sha256).where(
    content.c.sha256.in_(bindparam("values", expanding=True))
)
"""Those of these hashes of contents that are in the ledger, whatever was said of them."""

PIECES = select(piece.c.sha256).where(
    piece.c.sha256.in_(bindparam("values", expanding=True)), piece.c.position == 0
)
"""Those of these hashes of originals that are kept in pieces, as whole mails are."""

SUBJECTS = (
    select(submission.c.subject)
    .where(submission.c.subject.in_(bindparam("values", expanding=True)))
    .distinct()
)
"""Those of these subjects of submissions of which something came in."""

ARRIVAL = select(arrival.c.number).where(
    arrival.c.envelope == bindparam("envelope"),
    arrival.c.position == bindparam("position"),
    arrival.c.sha256 == bindparam("sha256"),
)
"""The number of an attachment of an envelope."""

STATE = (
    select(verdicts.c.state)
    .where(verdicts.c.arrival == bindparam("arrival"))
    .order_by(verdicts.c.number.desc())
    .limit(1)
)
"""The state that counts of an arrival."""

ACCEPTED = (
    select(arrival.c.number)
    .join_from(arrival, verdicts, verdicts.c.arrival == arrival.c.number)
    .where(arrival.c.sha256 == bindparam("sha256"), verdicts.c.state.in_(_ACCEPTED))
    .limit(1)
)
"""The number of the arrival by which these bytes became a version, if they did; such a verdict is final."""

REFUSED = (
    select(arrival.c.number, envelope.c.sender)
    .join_from(arrival, verdicts, verdicts.c.arrival == arrival.c.number)
    .join(envelope, envelope.c.key == arrival.c.envelope)
    .where(
        arrival.c.sha256 == bindparam("sha256"),
        verdicts.c.state == str(State.UNREADABLE),
    )
    .order_by(arrival.c.number)
)
"""Number and sender of the arrivals of these bytes that could not be used, the earliest first."""

SENT_AS = (
    select(sent)
    .where(sent.c.form_id.in_(bindparam("values", expanding=True)))
    .order_by(sent.c.number)
)
"""The forms that were sent out under one of these ids, the earliest first."""

SENT_TO = (
    select(sent)
    .where(sent.c.names.in_(bindparam("values", expanding=True)))
    .order_by(sent.c.number)
)
"""The forms that were sent out to one of these, the earliest first."""

LATEST_SENT = (
    select(sent.c.fingerprint)
    .where(sent.c.form_id == bindparam("form_id"), sent.c.listed == bindparam("listed"))
    .order_by(sent.c.number.desc())
    .limit(1)
)
"""The fingerprint of the latest form of its kind that was sent out under an id."""

DECISIONS_ON = (
    select(decision)
    .where(decision.c.subject == bindparam("subject"))
    .order_by(decision.c.number)
)
"""What people decided about one submission, the earliest first."""

_VERSIONS_OF = (
    select(arrival.c.sha256)
    .join_from(submission, verdicts, verdicts.c.number == submission.c.verdict)
    .join(arrival, arrival.c.number == verdicts.c.arrival)
    .where(
        submission.c.subject == bindparam("subject"), verdicts.c.state.in_(_ACCEPTED)
    )
)

ARRIVALS_OF = (
    select(
        arrival.c.sha256,
        arrival.c.number,
        arrival.c.envelope,
        envelope.c.received_at,
        arrival.c.inner_date,
        arrival.c.saved_at,
    )
    .join_from(arrival, envelope, envelope.c.key == arrival.c.envelope)
    .where(arrival.c.sha256.in_(_VERSIONS_OF))
)
"""All arrivals of the bytes that are versions of one submission, with what tells their dates."""
