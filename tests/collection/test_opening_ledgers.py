"""A ledger is opened where there is one; what is none, or cannot be opened, is said so."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import exc

from perfeval_xl.collection import ledger_migrations
from perfeval_xl.collection.ledger import open_ledger
from perfeval_xl.collection.ledger_engine import FAILURES, engine_for, reported
from perfeval_xl.collection.records import (
    State,
)
from perfeval_xl.errors import EnvironmentMissing, UsageError
from tests.collection.test_ledger import _accepted, _envelope

BUGS = {exc.IntegrityError, exc.NotSupportedError}


def test_a_ledger_opens_again_and_by_url(tmp_path: Path) -> None:
    path = tmp_path / "台账.sqlite"
    open_ledger(str(path)).record(_envelope(b"x"), 0, _accepted())
    assert len(open_ledger(f"sqlite:///{path}", create=False).in_force()) == 1


def test_reading_makes_no_ledger_where_there_is_none(tmp_path: Path) -> None:
    path = tmp_path / "没有.sqlite"
    with pytest.raises(UsageError, match="没有找到收集台账"):
        open_ledger(str(path), create=False)
    assert not path.exists()
    path.touch()
    with pytest.raises(UsageError, match="还没有收集台账"):
        open_ledger(str(path), create=False)


def test_a_ledger_that_may_only_be_read_can_be_read(tmp_path: Path) -> None:
    path = tmp_path / "l.sqlite"
    open_ledger(str(path)).record(_envelope(b"x"), 0, _accepted())
    read_only = open_ledger(f"sqlite:///file:{path}?mode=ro&uri=true", create=False)
    assert len(read_only.in_force()) == 1
    with pytest.raises(EnvironmentMissing, match="打不开或写不进"):
        read_only.record(_envelope(b"y", key="id:<2>"), 0, _accepted())


def _not_a_database(path: Path) -> None:
    path.write_bytes(b"hello, this is no database at all" * 100)


def _damaged(path: Path) -> None:
    open_ledger(str(path)).record(_envelope(b"x" * 20_000), 0, _accepted())
    data = bytearray(path.read_bytes())
    data[100:40_000] = bytes(39_900)
    path.write_bytes(data)


def _folder(path: Path) -> None:
    path.mkdir()


@pytest.mark.parametrize("spoil", [_not_a_database, _damaged, _folder])
def test_a_file_that_is_no_good_database_is_said_so(
    tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    path = tmp_path / "l.sqlite"
    spoil(path)
    with pytest.raises(EnvironmentMissing) as raised:
        open_ledger(str(path)).in_force()
    assert str(path) in raised.value.message
    assert raised.value.remedy
    assert isinstance(raised.value.__cause__, exc.SQLAlchemyError)


def test_a_locked_ledger_is_said_to_be_locked(tmp_path: Path) -> None:
    path = tmp_path / "l.sqlite"
    ledger = open_ledger(f"sqlite:///{path}?timeout=0.05")
    with closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(EnvironmentMissing, match="database is locked") as raised:
            ledger.record(_envelope(b"x"), 0, _accepted())
        assert "占用" in raised.value.remedy
        other.rollback()
    assert ledger.record(_envelope(b"x"), 0, _accepted()) is State.NEW


def test_somebody_elses_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE places (url TEXT)")
        other.commit()
    before = path.read_bytes()
    with pytest.raises(UsageError, match="不是收集台账"):
        open_ledger(str(path))
    assert path.read_bytes() == before


def test_a_ledger_of_a_newer_program_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "l.sqlite"
    open_ledger(str(path))
    with closing(sqlite3.connect(path)) as other:
        other.execute("INSERT INTO ledger_version VALUES (999, NULL)")
        other.commit()
    with pytest.raises(EnvironmentMissing, match="999"):
        open_ledger(str(path))


def test_a_migration_that_fails_leaves_the_tables_as_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def add_table(connection: ledger_migrations.Connection) -> None:
        connection.exec_driver_sql("CREATE TABLE extra (x TEXT)")

    def fail(_: ledger_migrations.Connection) -> None:
        raise KeyboardInterrupt

    path = tmp_path / "l.sqlite"
    open_ledger(str(path))
    before = path.read_bytes()
    monkeypatch.setattr(
        ledger_migrations,
        "MIGRATIONS",
        (*ledger_migrations.MIGRATIONS, add_table, fail),
    )
    with pytest.raises(KeyboardInterrupt):
        open_ledger(str(path))
    assert path.read_bytes() == before
    monkeypatch.setattr(
        ledger_migrations, "MIGRATIONS", ledger_migrations.MIGRATIONS[:-1]
    )
    open_ledger(str(path))
    with closing(sqlite3.connect(path)) as other:
        assert other.execute("SELECT max(number) FROM ledger_version").fetchone() == (
            len(ledger_migrations.MIGRATIONS),
        )
        assert other.execute("SELECT count(*) FROM extra").fetchone() == (0,)


@pytest.mark.parametrize(
    ("url", "error"),
    [
        ("没有这个文件夹/l.sqlite", EnvironmentMissing),
        ("oracle9://x/y", UsageError),
        ("://", UsageError),
        ("mssql+pyodbc://nobody@localhost/x", UsageError),
    ],
)
def test_a_place_that_cannot_be_a_ledger_is_refused_with_a_remedy(
    url: str,
    error: type[UsageError | EnvironmentMissing],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(error) as raised:
        open_ledger(url)
    assert raised.value.message
    assert raised.value.remedy
    assert list(tmp_path.iterdir()) == []


def _leaves(kind: type[exc.DBAPIError]) -> list[type[exc.DBAPIError]]:
    return [kind, *(leaf for child in kind.__subclasses__() for leaf in _leaves(child))]


@pytest.mark.parametrize(
    "kind", sorted(set(_leaves(exc.DatabaseError)) - BUGS, key=lambda k: k.__name__)
)
def test_every_failure_of_a_database_has_its_words(
    kind: type[exc.DBAPIError], tmp_path: Path
) -> None:
    engine = engine_for(str(tmp_path / "l.sqlite"))
    error = kind("SELECT 1", None, Exception("reason"))
    with pytest.raises(EnvironmentMissing, match="reason"), reported(engine):
        raise error


@pytest.mark.parametrize("kind", sorted(BUGS, key=lambda k: k.__name__))
def test_a_mistake_of_the_program_stays_a_bug(
    kind: type[exc.DBAPIError], tmp_path: Path
) -> None:
    error = kind("INSERT", None, Exception("unique"))
    with pytest.raises(kind), reported(engine_for(str(tmp_path / "l.sqlite"))):
        raise error
    assert all(meaning for _, meaning in FAILURES)


def test_a_password_is_not_shown_in_an_error() -> None:
    engine = engine_for("sqlite://")
    engine.url = engine.url.set(
        drivername="postgresql",
        username="u",
        password="geheim",  # noqa: S106 - nobody's
        host="h",
        database="d",
    )
    failure = exc.OperationalError("SELECT 1", None, Exception("down"))
    with pytest.raises(EnvironmentMissing) as raised, reported(engine):
        raise failure
    assert "geheim" not in str(raised.value)


@pytest.mark.parametrize("url", ["postgresql://u@h/d", "postgresql+psycopg2://u@h/d"])
def test_a_missing_driver_of_postgresql_says_how_to_install_it(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(
        EnvironmentMissing, match=r"pip install '\.\[postgresql\]'"
    ) as told:
        engine_for(url)
    assert "psycopg）" in told.value.message, "the driver that the extra installs"


@pytest.mark.parametrize(
    "url",
    ["mysql://u@h/d", "postgres://u@h/d", "oracle://u@h/d", "nonsense://x", "://x"],
)
def test_another_database_is_refused_with_the_address_to_write(url: str) -> None:
    with pytest.raises(UsageError, match="postgresql://用户@主机/数据库"):
        engine_for(url)
