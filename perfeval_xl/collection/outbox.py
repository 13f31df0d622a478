"""What was sent by mail: begun and ended, each as a line of its own, so that nobody gets a mail twice after a kill."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import Connection, select

from perfeval_xl.collection.ledger_schema import mailing

__all__ = ["Mailing", "MailingState", "begin_mailing", "end_mailing", "mailings"]


class MailingState(StrEnum):
    """How far sending a mail has come; what was begun and never ended may have arrived or not."""

    BEGUN = "begun"
    SENT = "sent"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailing:
    """The latest that is known of a mail; `said` is what the server answered, empty for nothing."""

    key: str
    recipient: str
    subject: str
    state: MailingState
    said: str
    recorded_at: datetime


def begin_mailing(
    connection: Connection, key: str, recipient: str, subject: str, *, unsure: bool
) -> Mailing | None:
    """Note that a mail is about to be sent, unless it was; return what keeps it from being sent, `None` for nothing.

    A mail that was begun and never ended is sent again only where `unsure` says so. One that was refused may be sent
    again.
    """
    # Only the latest line of a mail counts
    latest = _latest(connection, key)
    if latest is not None and latest.state is MailingState.SENT:
        return latest
    # One that was begun and not ended may have arrived
    if latest is not None and latest.state is MailingState.BEGUN and not unsure:
        return latest
    begun = Mailing(
        key=key,
        recipient=recipient,
        subject=subject,
        state=MailingState.BEGUN,
        said="",
        recorded_at=datetime.now(UTC),
    )
    _append(connection, begun)
    return None


def end_mailing(
    connection: Connection, key: str, state: MailingState, said: str
) -> None:
    """Note how sending ended."""
    begun = _latest(connection, key)
    assert begun is not None
    _append(
        connection,
        replace(
            begun,
            state=state,
            said=said,
            recorded_at=datetime.now(UTC),
        ),
    )


def mailings(connection: Connection) -> tuple[Mailing, ...]:
    """Return the latest that is known of every mail, in the order in which they were begun."""
    # Later lines overwrite earlier ones, and the order of the first stays
    found: dict[str, Mailing] = {}
    for row in connection.execute(
        select(mailing).order_by(mailing.c.number)
    ).mappings():
        found[row["key"]] = _mailing(dict(row))
    return tuple(found.values())


def _latest(connection: Connection, key: str) -> Mailing | None:
    newest = (
        select(mailing)
        .where(mailing.c.key == key)
        .order_by(mailing.c.number.desc())
        .limit(1)
    )
    row = connection.execute(newest).mappings().one_or_none()
    if row is None:
        return None
    return _mailing(dict(row))


def _mailing(row: dict[str, object]) -> Mailing:
    moment = row["recorded_at"]
    assert isinstance(moment, datetime)
    return Mailing(
        key=str(row["key"]),
        recipient=str(row["recipient"]),
        subject=str(row["subject"]),
        state=MailingState(str(row["state"])),
        said=str(row["said"]),
        recorded_at=moment,
    )


def _append(connection: Connection, line: Mailing) -> None:
    connection.execute(
        mailing.insert().values(asdict(line) | {"state": str(line.state)})
    )
