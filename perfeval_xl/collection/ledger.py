"""The ledger (台账): every byte received, every verdict, every problem, appended and never changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import date

from sqlalchemy import Connection, Engine

from perfeval_xl.collection import ledger_migrations as migrations
from perfeval_xl.collection import ledger_queries as queries
from perfeval_xl.collection import originals, outbox
from perfeval_xl.collection.envelope import Envelope
from perfeval_xl.collection.ledger_engine import (
    engine_for,
    make_private,
    reported,
    sqlite_file,
)
from perfeval_xl.collection.ledger_notes import (
    note_deadline,
    note_decision,
    note_roster,
    note_sent,
    note_store,
    wait_for_others,
)
from perfeval_xl.collection.ledger_session import LedgerSession
from perfeval_xl.collection.outbox import Mailing, MailingState
from perfeval_xl.collection.records import (
    Arrival,
    Decision,
    IndicatorFigures,
    Judgement,
    ProblemFigures,
    State,
    Version,
)
from perfeval_xl.collection.remote import OriginalStore
from perfeval_xl.collection.roster_list import RosterList
from perfeval_xl.collection.snapshot import Snapshot
from perfeval_xl.collection.standing import Sent
from perfeval_xl.errors import EnvironmentMissing, UsageError

__all__ = ["Ledger", "open_ledger"]


def open_ledger(url: str, *, create: bool = True) -> Ledger:
    """Open the ledger at a SQLAlchemy URL or a plain path of a SQLite file, brought to the newest version.

    An empty place becomes a ledger unless `create` is false: who only reads must not leave an empty ledger behind.
    Raises `UsageError` when there is none or the database is somebody else's, `EnvironmentMissing` when it is locked,
    damaged, may not be written or cannot be reached.
    """
    engine = engine_for(url)
    file = sqlite_file(engine)
    if file is not None and not file.exists():
        if not create:
            raise UsageError(
                f"没有找到收集台账“{file}”。",
                "请先用 perfeval-xl collect 收集，或检查 --ledger 的位置。",
            )
        if not file.parent.is_dir():
            raise EnvironmentMissing(
                f"没有文件夹“{file.parent}”，无法建立收集台账。",
                "请先建立这个文件夹后重试。",
            )
        make_private(file)
    with reported(engine):
        with engine.connect() as connection:
            found = migrations.version_of(connection)
        if not found and not create:
            raise UsageError(
                "这个数据库里还没有收集台账。",
                "请先用 perfeval-xl collect 收集，或检查 --ledger 的位置。",
            )
        if found != len(migrations.MIGRATIONS):
            with _writing(engine) as connection:
                migrations.migrate(connection)
    return Ledger(engine)


@contextmanager
def _writing(engine: Engine) -> Iterator[Connection]:
    """One transaction that writes: all of it is kept, or nothing."""
    with (
        engine.connect().execution_options(writing=True) as connection,
        connection.begin(),
    ):
        yield connection


class Ledger:
    """An open ledger. Every method is one transaction, and raises `EnvironmentMissing` when the database fails."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def sent(self, form_id: str, names: str) -> tuple[Sent, ...]:
        """Return the forms that were sent out under an id or to somebody, the earliest first."""
        with self.asking() as session:
            return session.sent(form_id, names)

    def note_sent(self, forms: Iterable[Sent]) -> None:
        """Keep which forms were sent out; what is known already is not repeated."""
        with reported(self._engine), _writing(self._engine) as connection:
            wait_for_others(connection)
            for form in forms:
                note_sent(connection, form)

    def note_roster(self, listed: RosterList) -> None:
        """Keep the list of projects, unless it is the one that counts already."""
        with reported(self._engine), _writing(self._engine) as connection:
            note_roster(connection, listed)

    def note_deadline(self, day: date) -> None:
        """Keep the deadline, unless it is the one that counts already."""
        with reported(self._engine), _writing(self._engine) as connection:
            note_deadline(connection, day)

    def note_store(self, address: str) -> None:
        """Keep the address of the store of originals, unless it is the one that counts already."""
        with reported(self._engine), _writing(self._engine) as connection:
            note_store(connection, address)

    def store(self) -> OriginalStore | None:
        """Return where originals are kept; `None` where that is the ledger itself."""
        with self._reading() as connection:
            addresses = originals.stores(connection)
        if addresses:
            return OriginalStore(addresses[0])
        return None

    def decide(self, decision: Decision) -> None:
        """Append what a person decided; its number, time and `after` are given by the ledger."""
        with reported(self._engine), _writing(self._engine) as connection:
            note_decision(connection, decision)

    def record(self, envelope: Envelope, position: int, judgement: Judgement) -> State:
        """Keep one attachment with its bytes, verdict, figures and problems; return what became of it.

        What is settled already stays as it is and gives `KNOWN`.
        """
        with self.writing() as session:
            return session.record(envelope, position, judgement)

    def heard_of(self, keys: Collection[str], hashes: Collection[str]) -> set[str]:
        """Return those of these keys of envelopes and hashes of contents and mails that are in the ledger."""
        found: set[str] = set()
        if not keys and not hashes:
            return found
        asked = (
            (queries.ENVELOPES, keys),
            (queries.CONTENTS, hashes),
            (queries.PIECES, hashes),
        )
        with self._reading() as connection:
            for question, values in asked:
                answer = connection.scalars(question, {"values": list(values)})
                found.update(answer)
        return found

    @contextmanager
    def asking(self) -> Iterator[LedgerSession]:
        """Ask several things at one moment."""
        with self._reading() as connection:
            yield LedgerSession(connection, self._engine)

    @contextmanager
    def writing(
        self, *, elsewhere: bool = False, at_once: bool = False
    ) -> Iterator[LedgerSession]:
        """Record several attachments: all that is recorded meanwhile is kept, or nothing of it where this is not left well.

        Nobody else writes while this is open. Where originals are kept `elsewhere`, their bytes are not written here.
        With `at_once` the rows of all attachments are written together, which raises `NotAtOnce` where one of them
        cannot be: nothing is kept then, and they have to be recorded again one by one.
        """
        with reported(self._engine), _writing(self._engine) as connection:
            wait_for_others(connection)
            session = LedgerSession(
                connection, self._engine, elsewhere=elsewhere, at_once=at_once
            )
            yield session
            session.finish()

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """Read as much as is wanted from one moment of the ledger, whatever others write meanwhile.

        Over SQLite a writer waits while this is open: read, close, and then work on what was read.
        """
        with reported(self._engine), self._engine.connect() as connection:
            if connection.dialect.name != "sqlite":
                connection = connection.execution_options(
                    isolation_level="REPEATABLE READ"
                )
            yield Snapshot(connection)

    def arrivals(self, *states: State) -> tuple[Arrival, ...]:
        """Return the attachments in these states, all of them without any, in the order of recording."""
        with self.snapshot() as seen:
            return seen.arrivals(*states)

    def unreadable(self) -> tuple[Arrival, ...]:
        """Return the attachments that could not be used, or on which the program failed."""
        return self.arrivals(State.UNREADABLE, State.INTERNAL)

    def versions(self) -> tuple[Version, ...]:
        """Return every version of every submission; see `Snapshot.versions`."""
        with self.snapshot() as seen:
            return seen.versions

    def in_force(self) -> tuple[Version, ...]:
        """Return the version of every submission that stands for it."""
        with self.snapshot() as seen:
            return seen.in_force

    def all_problems(self) -> tuple[tuple[int, ProblemFigures], ...]:
        """Return the problems of the versions in force, each with the number of its arrival."""
        with self.snapshot() as seen:
            return seen.all_problems()

    def indicator_scores(self) -> tuple[tuple[int, IndicatorFigures], ...]:
        """Return the scored rows of the versions in force, each with the number of its arrival."""
        with self.snapshot() as seen:
            return seen.indicator_scores()

    def envelopes(self) -> int:
        """Return how many mails and bare files were taken in."""
        with self.snapshot() as seen:
            return seen.envelopes()

    def original(self, sha256: str) -> bytes | None:
        """Return the bytes as received; `None` where they never came, or a former program did not keep them."""
        with self._reading() as connection:
            pieces = list(originals.original_pieces(connection, sha256))
        if pieces:
            return b"".join(pieces)
        return None

    def original_pieces(self, sha256: str) -> Iterator[bytes]:
        """Yield the bytes as received, piece by piece; nothing where they are not there."""
        with self._reading() as connection:
            yield from originals.original_pieces(connection, sha256)

    def whole_mail(self, envelope: str) -> str | None:
        """Return the hash of the mail that was an envelope; `None` for a bare file, and where it was not kept."""
        with self._reading() as connection:
            return originals.whole_mail_of(connection, envelope)

    def begin_mailing(
        self, key: str, recipient: str, subject: str, *, unsure: bool = False
    ) -> Mailing | None:
        """Note that a mail is about to be sent; return what keeps it from being sent, see `outbox`."""
        with reported(self._engine), _writing(self._engine) as connection:
            wait_for_others(connection)
            return outbox.begin_mailing(
                connection, key, recipient, subject, unsure=unsure
            )

    def end_mailing(self, key: str, state: MailingState, said: str = "") -> None:
        """Note how sending a mail ended."""
        with reported(self._engine), _writing(self._engine) as connection:
            outbox.end_mailing(connection, key, state, said)

    def mailings(self) -> tuple[Mailing, ...]:
        """Return the latest that is known of every mail that was sent, or begun."""
        with self._reading() as connection:
            return outbox.mailings(connection)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with reported(self._engine), self._engine.connect() as connection:
            yield connection
