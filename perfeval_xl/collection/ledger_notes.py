"""What people tell the ledger: who is to report, until when, and what they decided about versions and projects."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, func, select

from perfeval_xl.collection import ledger_queries as queries
from perfeval_xl.collection import ledger_schema as tables
from perfeval_xl.collection.records import Decision
from perfeval_xl.collection.roster_list import RosterList
from perfeval_xl.collection.standing import Sent

__all__ = [
    "note_deadline",
    "note_decision",
    "note_roster",
    "note_sent",
    "note_store",
    "sent_row",
    "wait_for_others",
]


def wait_for_others(connection: Connection) -> None:
    """Let one writer decide at a time: a SQLite transaction that writes does so by itself, a server by this row."""
    table = tables.version
    connection.execute(
        select(table.c.number).where(table.c.number == 1).with_for_update()
    )


def note_sent(connection: Connection, form: Sent) -> None:
    """Append a form that was sent out, unless the latest of its kind under its id is the same."""
    kind = {"form_id": form.form_id, "listed": int(form.listed)}
    known = connection.scalar(queries.LATEST_SENT, kind)
    if known is None or (known != form.fingerprint and form.listed):
        connection.execute(tables.sent.insert(), sent_row(form))


def sent_row(form: Sent) -> dict[str, Any]:
    """Return the row of a form that was sent out, as of now."""
    return asdict(form) | {
        "signed": int(form.signed),
        "listed": int(form.listed),
        "recorded_at": datetime.now(UTC),
    }


def note_roster(connection: Connection, listed: RosterList) -> None:
    """Append a list of projects, unless the latest is the same."""
    wait_for_others(connection)
    table = tables.roster
    latest = select(table.c.digest).order_by(table.c.number.desc()).limit(1)
    if connection.scalar(latest) == listed.digest:
        return
    values = {
        "name": listed.name,
        "digest": listed.digest,
        "recorded_at": datetime.now(UTC),
    }
    result = connection.execute(table.insert().values(values))
    assert result.inserted_primary_key is not None
    number = int(result.inserted_primary_key[0])
    rows = [
        asdict(project) | {"roster": number, "position": position}
        for position, project in enumerate(listed.projects, start=1)
    ]
    connection.execute(tables.roster_project.insert(), rows)


def note_deadline(connection: Connection, day: date) -> None:
    """Append a deadline, unless the latest is the same."""
    wait_for_others(connection)
    table = tables.deadline
    latest = select(table.c.day).order_by(table.c.number.desc()).limit(1)
    if connection.scalar(latest) != day.isoformat():
        connection.execute(
            table.insert().values(day=day.isoformat(), recorded_at=datetime.now(UTC))
        )


def note_store(connection: Connection, address: str) -> None:
    """Append the address at which originals are kept from now on, unless the latest is the same."""
    wait_for_others(connection)
    table = tables.original_store
    latest = select(table.c.address).order_by(table.c.number.desc()).limit(1)
    if connection.scalar(latest) != address:
        row = {"address": address, "recorded_at": datetime.now(UTC)}
        connection.execute(table.insert(), row)


def note_decision(connection: Connection, decision: Decision) -> None:
    """Append a decision as of now: what was recorded before counts as known to whoever decided."""
    wait_for_others(connection)
    known = connection.scalar(select(func.max(tables.arrival.c.number))) or 0
    values = asdict(decision) | {"after": known, "decided_at": datetime.now(UTC)}
    del values["number"]
    connection.execute(tables.decision.insert().values(values))
