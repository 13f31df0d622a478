"""The database behind the ledger: opening it, its transactions, and what its failures mean to a person."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, exc, make_url
from sqlalchemy.pool import NullPool

from perfeval_xl.errors import EnvironmentMissing, UsageError, system_reason

__all__ = ["FAILURES", "engine_for", "make_private", "reported", "sqlite_file"]

_PATIENCE = 120
"""Seconds to wait for another program that is writing to the same SQLite file, or reads many thousand forms from it."""

_CHECK_FILE = "请确认没有别的程序占用它、所在文件夹可以写入、磁盘未满；文件若已损坏，请换一个新的台账文件后重新收集。"
_INSTALL_DRIVER = (
    "请先在本软件的文件夹里运行 pip install '.[postgresql]'，或改用 SQLite 文件。"
)
_HOW_TO_WRITE = "请写成 SQLite 文件名，或 postgresql://用户@主机/数据库 的形式。"
_CHECK_SERVER = "请检查数据库地址、用户权限和网络后重试。"

FAILURES: tuple[tuple[type[exc.SQLAlchemyError], str], ...] = (
    (exc.OperationalError, "打不开或写不进"),
    (exc.InterfaceError, "连接不上"),
    (exc.DisconnectionError, "连接中断"),
    (exc.TimeoutError, "等待超时"),
    (exc.DataError, "不接受要写入的内容"),
    (exc.ProgrammingError, "没有权限，或结构与程序不符"),
    (exc.InternalError, "内部出错"),
    (exc.DatabaseError, "已损坏，或不是数据库文件"),
)
"""What each failure of a database means, special ones first."""

# Failures that are bugs of the program, whatever the environment
_BUGS = (exc.IntegrityError, exc.NotSupportedError)


def engine_for(url: str) -> Engine:
    """Return the engine of a URL, or of a plain path of a SQLite file; nothing is opened yet.

    Raises `UsageError` for what is no URL and for other databases, and `EnvironmentMissing` when the driver of
    PostgreSQL is not installed.
    """
    target = (
        URL.create("sqlite", database=str(Path(url)))
        if "://" not in url
        else _parsed(url)
    )
    try:
        engine = create_engine(
            target, poolclass=NullPool, connect_args=_arguments(target)
        )
    except exc.NoSuchModuleError as failure:
        raise _unsupported(target) from failure
    except ModuleNotFoundError as failure:
        raise EnvironmentMissing(
            f"没有安装 PostgreSQL 的驱动程序（{failure.name}）。", _INSTALL_DRIVER
        ) from failure
    # Only SQLite needs to be told how transactions begin
    if _is_sqlite(target):
        event.listen(engine, "connect", _configure)
        event.listen(engine, "begin", _begin)
    return engine


def _parsed(url: str) -> URL:
    """Read a URL; PostgreSQL is reached by the driver that the extra installs, not the one SQLAlchemy would look for."""
    # A port that is no number is a ValueError
    try:
        target = make_url(url)
    except (
        exc.ArgumentError,
        ValueError,
    ) as failure:
        raise UsageError("数据库地址无法识别。", _HOW_TO_WRITE) from failure
    backend = target.get_backend_name()
    if backend not in {"sqlite", "postgresql"}:
        raise _unsupported(target)
    if backend == "postgresql":
        return target.set(drivername="postgresql+psycopg")
    return target


def _unsupported(url: URL) -> UsageError:
    return UsageError(f"不支持这种数据库：{url.drivername}。", _HOW_TO_WRITE)


def _is_sqlite(url: URL) -> bool:
    return url.get_backend_name() == "sqlite"


def _arguments(url: URL) -> dict[str, Any]:
    # Whoever states a timeout keeps it
    if _is_sqlite(url) and "timeout" not in url.query:
        return {"timeout": _PATIENCE}
    return {}


def _configure(connection: Any, _record: object) -> None:
    """Leave transactions to SQLAlchemy, for Python's driver would begin them late and never around a CREATE TABLE."""
    # None leaves transactions to whoever begins them
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")


def _begin(connection: Connection) -> None:
    # A writer takes its lock at once: one that begins as a reader may be refused when it writes
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def sqlite_file(engine: Engine) -> Path | None:
    """Return the file of a SQLite database; `None` for a server, a database in memory or one named by a `file:` URI."""
    database = engine.url.database or ":memory:"
    if (
        not _is_sqlite(engine.url)
        or database == ":memory:"
        or database.startswith("file:")
    ):
        return None
    return Path(database)


def make_private(file: Path) -> None:
    """Make an empty database file that only its owner may open, whatever the umask; SQLite's journal files follow it.

    The ledger keeps every byte received. Raises `EnvironmentMissing` where no file can be made.
    """
    try:
        # Made with its rights: changing them afterwards would leave a moment in between
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        # Made by another run a moment ago
        return
    except OSError as failure:
        raise EnvironmentMissing(
            f"收集台账“{file}”打不开或写不进（{system_reason(failure)}）。", _CHECK_FILE
        ) from failure


def _named(url: URL) -> str:
    """Return a server as people know it: no user, no password, no options."""
    return f"（{url.host or '本机'}上的数据库“{url.database or ''}”）"


def _secrets(url: URL) -> Iterator[str]:
    """Yield whatever stands for a password in an address; an option may hold one too."""
    options = [value for key, value in url.query.items() if "pass" in key.lower()]
    for value in (url.password, *options):
        if isinstance(value, str) and value:
            yield value


@contextmanager
def reported(engine: Engine) -> Iterator[None]:
    """Turn what a database raises for its environment into `EnvironmentMissing` with a remedy; bugs stay bugs."""
    try:
        yield
    except _BUGS:
        raise
    except exc.SQLAlchemyError as failure:
        # The special ones stand first
        meaning = next(
            (text for kind, text in FAILURES if isinstance(failure, kind)), ""
        )
        if not meaning:
            raise
        file = sqlite_file(engine)
        name = f"“{file}”" if file else _named(engine.url)
        # The first line says what it is; passwords in it are crossed out
        detail = (
            str(getattr(failure, "orig", None) or failure).strip().partition("\n")[0]
        )
        for secret in _secrets(engine.url):
            detail = detail.replace(secret, "***")
        remedy = _CHECK_SERVER
        if _is_sqlite(engine.url):
            remedy = _CHECK_FILE
        raise EnvironmentMissing(
            f"收集台账{name}{meaning}（{detail}）。", remedy
        ) from failure
