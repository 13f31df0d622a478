"""One run of collecting over a mailbox, and what the ledger holds after it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy

from perfeval_xl.collection.collecting import collect
from perfeval_xl.collection.outcome import CollectionRun
from tests.collection.conftest import Mailbox

Make = Callable[..., bytes]


def run_over(mailbox: Mailbox) -> CollectionRun:
    return collect([mailbox.folder], mailbox.ledger)


def states(run: CollectionRun) -> list[tuple[str, str]]:
    return [(verdict.file, str(verdict.state)) for verdict in run.verdicts]


def everything(url: str) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    engine = sqlalchemy.create_engine(f"sqlite:///{url}", poolclass=sqlalchemy.NullPool)
    metadata = sqlalchemy.MetaData()
    with engine.connect() as connection:
        metadata.reflect(connection)
        return {
            t.name: [tuple(row) for row in connection.execute(t.select())]
            for t in metadata.sorted_tables
        }
