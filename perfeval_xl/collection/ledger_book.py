"""One transaction in which rows wait, so that those of many attachments are written at once, table by table."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    Connection,
    CursorResult,
    Executable,
    Table,
    exc,
    func,
    select,
)

from perfeval_xl.collection import ledger_schema as tables

__all__ = ["Book", "NotAtOnce", "Rows"]

_IN_ORDER = (
    tables.envelope,
    tables.content,
    tables.piece,
    tables.whole_mail,
    tables.arrival,
    tables.verdict,
    tables.submission,
    tables.indicator_score,
    tables.problem,
    tables.passage,
    tables.review,
    tables.review_row,
    tables.sent,
)
"""Tables that others refer to come before those."""

_INSERTS = {table: table.insert() for table in _IN_ORDER}
"""Made once: composing a statement takes longer than having it done."""


_NOT_TAKEN = (exc.SQLAlchemyError, TypeError, ValueError, OverflowError)
"""What a database raises for a value: SQLite's driver does so by Python's own exceptions."""


class NotAtOnce(BaseException):
    """Rows of several attachments could not be written; which of them is to blame shows when each is written by itself.

    Nothing on the way may take this for a failure of the attachment that is looked at.
    """


class Rows:
    """Rows of several tables, in the order in which they were added."""

    def __init__(self) -> None:
        self._rows: dict[Table, list[dict[str, Any]]] = {}

    def add(self, table: Table, *rows: dict[str, Any]) -> None:
        """Add rows of a table, each with the same columns."""
        if rows:
            self._rows.setdefault(table, []).extend(rows)

    def take_over(self, others: Rows) -> None:
        """Add the rows of others behind these."""
        for table, rows in others._rows.items():
            self.add(table, *rows)

    def clear(self) -> None:
        """Drop all of them."""
        self._rows.clear()

    def write(self, connection: Connection) -> None:
        """Write all of them and keep none; it raises what the database does."""
        if not self._rows:
            return
        for table in _IN_ORDER:
            rows = self._rows.pop(table, None)
            if rows:
                connection.execute(_INSERTS[table], rows)


class Book:
    """A transaction of the ledger. What waits in `rows` is written before anything is asked.

    `elsewhere` says that the bytes of originals are not kept in the ledger.
    """

    def __init__(self, connection: Connection, *, elsewhere: bool = False) -> None:
        self.connection = connection
        self.elsewhere = elsewhere
        self.rows = Rows()
        self._last: dict[Table, int] = {}

    def ask(
        self, question: Executable, values: dict[str, Any] | None = None
    ) -> CursorResult[Any]:
        """Return the answer of the ledger, what was written until now included. Raises `NotAtOnce` as `write` does."""
        self.write()
        return self.connection.execute(question, values)

    def write(self) -> None:
        """Write what waits. Raises `NotAtOnce` where the database does not take it."""
        try:
            self.rows.write(self.connection)
        except _NOT_TAKEN as failure:
            raise NotAtOnce from failure

    def next_number(self, table: Table) -> int:
        """Return the number of the next row of a table, as the database itself would give it."""
        if self.connection.dialect.name != "sqlite":
            counter = func.pg_get_serial_sequence(table.name, "number")
            given = self.connection.execute(select(func.nextval(counter)))
            return int(given.scalar_one())
        if table not in self._last:
            last = self.ask(select(func.max(table.c.number))).scalar()
            self._last[table] = last or 0
        self._last[table] += 1
        return self._last[table]

    def recount(self) -> None:
        """Count anew: numbers were given that were not used."""
        self._last.clear()

    def forget(self) -> None:
        """Drop what waits, and the numbers that were given: something was not written after all."""
        self.rows.clear()
        self._last.clear()
