"""The tables of the ledger and the steps that lead from one version of them to the next.

Tables only grow: nothing here is ever updated or deleted. A verdict on an arrival that was not final (the program
itself failed) is followed by a later one; the latest counts. Points and money are text, for they are exact decimals.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    func,
    inspect,
    select,
)

from perfeval_xl.amounts import plain
from perfeval_xl.errors import EnvironmentMissing, UsageError

__all__ = [
    "MIGRATIONS",
    "arrival",
    "content",
    "deadline",
    "decision",
    "envelope",
    "indicator_score",
    "mailing",
    "migrate",
    "original_store",
    "passage",
    "piece",
    "problem",
    "roster",
    "roster_project",
    "sent",
    "submission",
    "verdict",
    "version",
    "version_of",
    "whole_mail",
]


class _Exact(TypeDecorator[Decimal]):
    """A decimal as its digits."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        return None if value is None else plain(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value)


class _Moment(TypeDecorator[datetime]):
    """A time in UTC as ISO 8601 text of one length, so that the order of the texts is the order of the times."""

    impl = String(32)
    cache_ok = True

    def process_bind_param(
        self, value: datetime | None, dialect: Dialect
    ) -> str | None:
        return (
            None
            if value is None
            else value.astimezone(UTC).isoformat(timespec="microseconds")
        )

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value)


_ONE_AT_A_TIME = 0x7065726665
"""The number of the lock that migrations take on a server: nobody else asks for it."""

metadata = MetaData()

version = Table(
    "ledger_version",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("applied_at", _Moment),
)

content = Table(
    "content",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("size", Integer, nullable=False),
    Column("bytes", LargeBinary, comment="null: too large to be kept here"),
)

envelope = Table(
    "envelope",
    metadata,
    Column("key", Text, primary_key=True),
    Column("origin", Text, nullable=False),
    Column("sender", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("message_id", Text, nullable=False),
    Column("received_at", _Moment, nullable=False),
    Column("recorded_at", _Moment, nullable=False),
)

arrival = Table(
    "arrival",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("envelope", Text, ForeignKey("envelope.key"), nullable=False),
    Column("position", Integer, nullable=False),
    Column(
        "sha256", String(64), ForeignKey("content.sha256"), nullable=False, index=True
    ),
    Column("file", Text, nullable=False),
    Column(
        "inner_sender",
        Text,
        comment="who wrote the mail inside that held it, null for none",
    ),
    Column("inner_date", _Moment, comment="the date of that mail"),
    Column("saved_at", _Moment, comment="when the workbook says it was saved last"),
    # The content is part of the key: whoever copies a message id does not hide what he sends.
    UniqueConstraint("envelope", "position", "sha256", name="arrival_once"),
)

verdict = Table(
    "verdict",
    metadata,
    Column("number", Integer, primary_key=True),
    Column(
        "arrival", Integer, ForeignKey("arrival.number"), nullable=False, index=True
    ),
    Column("state", String(16), nullable=False),
    Column("kind", Text, nullable=False),
    Column("code", String(16), nullable=False),
    Column("message", Text, nullable=False),
    Column("remedy", Text, nullable=False),
    Column(
        "earlier",
        Integer,
        ForeignKey("arrival.number"),
        comment="the arrival that this one repeats",
    ),
    Column("program", String(32), nullable=False),
    Column("decided_at", _Moment, nullable=False),
)

submission = Table(
    "submission",
    metadata,
    Column("verdict", Integer, ForeignKey("verdict.number"), primary_key=True),
    Column("subject", Text, nullable=False),
    *(
        Column(name, Text, nullable=False)
        for name in ("scheme", "scheme_version", "year", "project", "department")
    ),
    *(Column(name, Text, nullable=False) for name in ("unit", "money_unit")),
    *(
        Column(name, _Exact)
        for name in ("budget", "executed", "execution_rate", "self_total")
    ),
    Column("self_grade", Text, nullable=False),
    Column("rule_total", _Exact, nullable=False),
    Column(
        "rule_highest",
        _Exact,
        comment="null: nothing is open, rule_total is the total and not only the lowest",
    ),
    Column("rule_said", Text),
    Column("rule_grade", Text, nullable=False),
    *(
        Column(name, Integer, nullable=False)
        for name in ("errors", "warnings", "hints")
    ),
    *(
        Column(name, Text, nullable=False)
        for name in ("sheet", "budget_cell", "executed_cell", "self_total_cell")
    ),
    *(
        Column(name, Text)
        for name in (
            "form_id",
            "issued_year",
            "issued_project",
            "issued_unit",
            "issued_code",
        )
    ),
    Index("submission_subject", "subject"),
)

indicator_score = Table(
    "indicator_score",
    metadata,
    Column("verdict", Integer, ForeignKey("verdict.number"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("path", JSON, nullable=False),
    Column("target", Text, nullable=False),
    Column("actual", Text, nullable=False),
    Column("weight", _Exact, nullable=False),
    Column("score", _Exact, nullable=False),
    Column(
        "highest",
        _Exact,
        comment="null: decided, score is the score and not only the lowest",
    ),
    Column("self_score", _Exact),
    *(Column(name, Text, nullable=False) for name in ("explanation", "sheet", "cell")),
)

problem = Table(
    "problem",
    metadata,
    Column("verdict", Integer, ForeignKey("verdict.number"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("code", String(16), nullable=False),
    Column("severity", String(8), nullable=False),
    Column("path", JSON, nullable=False),
    *(
        Column(name, Text, nullable=False)
        for name in (
            "sheet",
            "cell",
            "found",
            "expected",
            "message",
            "remedy",
            "source",
        )
    ),
)


second = MetaData()

sent = Table(
    "sent",
    second,
    Column("number", Integer, primary_key=True),
    Column("form_id", Text, nullable=False, index=True),
    Column("fingerprint", Text, nullable=False),
    Column(
        "names", Text, nullable=False, index=True, comment="scheme, year, project, unit"
    ),
    Column("signed", Integer, nullable=False),
    Column(
        "listed",
        Integer,
        nullable=False,
        comment="1: a manifest says so, 0: a form that came back",
    ),
    Column("recorded_at", _Moment, nullable=False),
)

mailed = MetaData()

mailing = Table(
    "mailing",
    mailed,
    Column("number", Integer, primary_key=True),
    Column("key", Text, nullable=False, index=True),
    Column("recipient", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("state", String(8), nullable=False, comment="begun, sent, refused"),
    Column("said", Text, nullable=False, comment="what the server answered"),
    Column("recorded_at", _Moment, nullable=False),
)

third = MetaData()

piece = Table(
    "piece",
    third,
    Column("sha256", String(64), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column(
        "bytes",
        LargeBinary,
        nullable=False,
        comment="one piece of an original, packed with zlib",
    ),
)

whole_mail = Table(
    "whole_mail",
    third,
    Column("envelope", Text, primary_key=True),
    Column("sha256", String(64), nullable=False),
)

roster = Table(
    "roster",
    third,
    Column("number", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("recorded_at", _Moment, nullable=False),
)

roster_project = Table(
    "roster_project",
    third,
    Column("roster", Integer, primary_key=True),
    Column("position", Integer, primary_key=True),
    *(
        Column(name, Text, nullable=False)
        for name in ("project", "code", "department", "unit", "year", "scheme")
    ),
    *(Column(name, Text, nullable=False) for name in ("mail", "form_id")),
)

deadline = Table(
    "deadline",
    third,
    Column("number", Integer, primary_key=True),
    Column("day", String(10), nullable=False),
    Column("recorded_at", _Moment, nullable=False),
)

decision = Table(
    "decision",
    third,
    Column("number", Integer, primary_key=True),
    Column("kind", String(16), nullable=False),
    *(
        Column(name, Text, nullable=False)
        for name in ("subject", "project", "unit", "year")
    ),
    Column(
        "arrival",
        Integer,
        comment="the version that is chosen or withdrawn, null for neither",
    ),
    Column(
        "after",
        Integer,
        nullable=False,
        comment="the last arrival that was known when it was decided",
    ),
    *(Column(name, Text, nullable=False) for name in ("reason", "person")),
    Column("decided_at", _Moment, nullable=False),
)

written = MetaData()

passage = Table(
    "passage",
    written,
    Column("verdict", Integer, primary_key=True),
    Column("position", Integer, primary_key=True),
    *(
        Column(name, Text, nullable=False)
        for name in ("label", "digest", "beginning", "sheet", "cell")
    ),
)

elsewhere = MetaData()

original_store = Table(
    "original_store",
    elsewhere,
    Column("number", Integer, primary_key=True),
    Column("address", Text, nullable=False),
    Column("recorded_at", _Moment, nullable=False),
)


def _first_tables(connection: Connection) -> None:
    metadata.create_all(connection, checkfirst=False)


def _open_points(connection: Connection) -> None:
    """What is open in a total and in a row; totals of before were all told as decided."""
    _add_columns(connection, submission, ("rule_highest", "rule_said"))
    _add_columns(connection, indicator_score, ("highest",))


def _add_columns(connection: Connection, table: Table, names: Iterable[str]) -> None:
    """Add columns that may be null to a table, except those that it was made with."""
    present = {column["name"] for column in inspect(connection).get_columns(table.name)}
    for name in names:
        if name not in present:
            kind = table.c[name].type.compile(connection.dialect)
            connection.exec_driver_sql(
                f"ALTER TABLE {table.name} ADD COLUMN {name} {kind}"
            )


def _sent_forms(connection: Connection) -> None:
    second.create_all(connection, checkfirst=False)


def _mailings(connection: Connection) -> None:
    """What was sent by mail."""
    mailed.create_all(connection, checkfirst=False)


def _decisions(connection: Connection) -> None:
    """Rosters, decisions and whole mails; of arrivals the dates inside, of submissions for whom the form was made."""
    third.create_all(connection, checkfirst=False)
    _add_columns(connection, arrival, ("inner_sender", "inner_date", "saved_at"))
    _add_columns(
        connection,
        submission,
        ("form_id", "issued_year", "issued_project", "issued_unit", "issued_code"),
    )


def _passages(connection: Connection) -> None:
    """The longer texts of forms; those of before are not known."""
    written.create_all(connection, checkfirst=False)


def _original_stores(connection: Connection) -> None:
    """Addresses at which originals are kept; those of before are all in the ledger."""
    elsewhere.create_all(connection, checkfirst=False)


MIGRATIONS: tuple[Callable[[Connection], None], ...] = (
    _first_tables,
    _open_points,
    _sent_forms,
    _mailings,
    _decisions,
    _passages,
    _original_stores,
)
"""Step n makes version n of version n - 1. A step that was released never changes; a change is a further step."""


def version_of(connection: Connection) -> int:
    """Return the version of the tables, 0 for an empty database.

    Raises `UsageError` for a database that holds something else: it is not ours to write into.
    """
    tables = set(inspect(connection).get_table_names())
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
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_ONE_AT_A_TIME)))
    found = version_of(connection)
    if found > len(MIGRATIONS):
        raise EnvironmentMissing(
            f"收集台账的版本是{found}，本程序只认识到{len(MIGRATIONS)}。",
            "请升级 perfeval-xl 后重试。",
        )
    for number, step in enumerate(MIGRATIONS[found:], start=found + 1):
        step(connection)
        connection.execute(
            version.insert().values(number=number, applied_at=datetime.now(UTC))
        )
