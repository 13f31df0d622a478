"""The kinds of columns of the ledger that SQLAlchemy does not bring: exact decimals and moments, as texts."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Dialect, String, TypeDecorator

from perfeval_xl.amounts import plain

__all__ = ["Exact", "Moment"]


class Exact(TypeDecorator[Decimal]):
    """A decimal as its digits."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        """Return the digits; no value is null."""
        if value is None:
            return None
        return plain(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        """Return the decimal of the digits."""
        if value is None:
            return None
        return Decimal(value)


class Moment(TypeDecorator[datetime]):
    """A time in UTC as ISO 8601 text of one length, so that the order of the texts is the order of the times."""

    impl = String(32)
    cache_ok = True

    def process_bind_param(
        self, value: datetime | None, dialect: Dialect
    ) -> str | None:
        """Return the text; no value is null."""
        if value is None:
            return None
        # In UTC and with six decimals: texts of one length are in order
        return value.astimezone(UTC).isoformat(timespec="microseconds")

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Return the moment of the text, with its zone."""
        if value is None:
            return None
        return datetime.fromisoformat(value)
