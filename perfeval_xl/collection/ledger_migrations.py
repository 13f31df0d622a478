"""The steps that lead from one version of the tables of the ledger to the next."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from sqlalchemy import Connection, Table, func, inspect, select

from perfeval_xl.collection.ledger_schema import (
    arrival,
    first_tables,
    indicator_score,
    submission,
    tables_of_decisions,
    tables_of_mailings,
    tables_of_passages,
    tables_of_reviews,
    tables_of_sent_forms,
    tables_of_stores,
    version,
)
from perfeval_xl.errors import EnvironmentMissing, UsageError

__all__ = ["MIGRATIONS", "migrate", "version_of"]

_ONE_AT_A_TIME = 0x7065726665
"""The number of the lock that migrations take on a server: nobody else asks for it."""


def _first_tables(connection: Connection) -> None:
    first_tables.create_all(connection, checkfirst=False)


def _open_points(connection: Connection) -> None:
    """What is open in a total and in a row; totals of before were all told as decided."""
    _add_columns(connection, submission, ("rule_highest", "rule_said"))
    _add_columns(connection, indicator_score, ("highest",))


def _add_columns(connection: Connection, table: Table, names: Iterable[str]) -> None:
    """Add columns that may be null to a table, except those that it was made with."""
    # A table that was made new has the column already
    present = {column["name"] for column in inspect(connection).get_columns(table.name)}
    for name in names:
        if name not in present:
            kind = table.c[name].type.compile(connection.dialect)
            connection.exec_driver_sql(
                f"ALTER TABLE {table.name} ADD COLUMN {name} {kind}"
            )


def _sent_forms(connection: Connection) -> None:
    tables_of_sent_forms.create_all(connection, checkfirst=False)


def _mailings(connection: Connection) -> None:
    """What was sent by mail."""
    tables_of_mailings.create_all(connection, checkfirst=False)


def _decisions(connection: Connection) -> None:
    """Rosters, decisions and whole mails; of arrivals the dates inside, of submissions for whom the form was made."""
    tables_of_decisions.create_all(connection, checkfirst=False)
    _add_columns(connection, arrival, ("inner_sender", "inner_date", "saved_at"))
    _add_columns(
        connection,
        submission,
        ("form_id", "issued_year", "issued_project", "issued_unit", "issued_code"),
    )


def _passages(connection: Connection) -> None:
    """The longer texts of forms; those of before are not known."""
    tables_of_passages.create_all(connection, checkfirst=False)


def _original_stores(connection: Connection) -> None:
    """Addresses at which originals are kept; those of before are all in the ledger."""
    tables_of_stores.create_all(connection, checkfirst=False)


def _reviews(connection: Connection) -> None:
    """What reviewers wrote into review workbooks that came back."""
    tables_of_reviews.create_all(connection, checkfirst=False)


MIGRATIONS: tuple[Callable[[Connection], None], ...] = (
    _first_tables,
    _open_points,
    _sent_forms,
    _mailings,
    _decisions,
    _passages,
    _original_stores,
    _reviews,
)
"""Step n makes version n of version n - 1. A step that was released never changes; a change is a further step."""


def version_of(connection: Connection) -> int:
    """Return the version of the tables, 0 for an empty database.

    Raises `UsageError` for a database that holds something else: it is not ours to write into.
    """
    tables = set(inspect(connection).get_table_names())
    # A database that is ours says its version
    if version.name in tables:
        return max(connection.scalars(select(version.c.number)), default=0)
    if tables:
        raise UsageError(
            "这个数据库里有别的数据，不是收集台账。",
            "请换一个新的文件名或一个空的数据库后重试。",
        )
    return 0


def migrate(connection: Connection) -> None:
    """Bring the tables to the newest version, inside the transaction of `connection`: all steps, or none.

    Two programs that find the same empty database do it one after the other. Raises `EnvironmentMissing` when the ledger
    was written by a newer program.
    """
    # On SQLite the transaction itself keeps others out
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_ONE_AT_A_TIME)))
    found = version_of(connection)
    # A newer program may have written what this one does not understand
    if found > len(MIGRATIONS):
        raise EnvironmentMissing(
            f"收集台账的版本是{found}，本程序只认识到{len(MIGRATIONS)}。",
            "请升级 perfeval-xl 后重试。",
        )
    # Each step is noted, so that none is taken twice
    for number, step in enumerate(MIGRATIONS[found:], start=found + 1):
        step(connection)
        connection.execute(
            version.insert().values(number=number, applied_at=datetime.now(UTC))
        )
