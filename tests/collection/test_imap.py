"""A mailbox on a server, a real Dovecot that the test starts: read only, once, by folder, date and what was seen."""

from __future__ import annotations

import grp
import imaplib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from perfeval_xl.collection.collecting import collect
from perfeval_xl.collection.outcome import CollectionRun
from perfeval_xl.collection.sources.imap import ImapMailbox, imap_mailbox
from perfeval_xl.errors import EnvironmentMissing, UsageError
from tests.collection.mails import letter
from tests.support.limits import working_here
from tests.support.missing import program

Make = Callable[..., bytes]
PASSWORD = "secret-of-the-test"  # noqa: S105
SETTINGS = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap
ssl = no
listen = 127.0.0.1
disable_plaintext_auth = no
default_internal_user = {user}
default_login_user = {user}
default_internal_group = {group}
first_valid_uid = 1
mail_location = maildir:{folder}/mails
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
"""


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _answers(port: int) -> bool:
    for _ in range(100):
        try:
            with socket.create_connection(("127.0.0.1", port), 1) as talk:
                return talk.recv(4) == b"* OK"
        except OSError:
            time.sleep(0.1)
    return False


@pytest.fixture(scope="module")
def server() -> Iterator[int]:
    """The port of a Dovecot with one mailbox, for as long as these tests run."""
    dovecot = shutil.which(
        "dovecot", path=f"{os.environ['PATH']}:/usr/sbin"
    ) or program("dovecot")
    folder = Path(tempfile.mkdtemp(prefix="imap"))  # short: sockets have short names
    who = pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
    for path in (folder, folder / "mails"):
        path.mkdir(exist_ok=True)
        path.chmod(0o755)
        os.chown(path, who.pw_uid, who.pw_gid)
    port = _free_port()
    settings = folder / "dovecot.conf"
    group = grp.getgrgid(who.pw_gid).gr_name
    text = SETTINGS.format(
        folder=folder,
        user=who.pw_name,
        group=group,
        uid=who.pw_uid,
        gid=who.pw_gid,
        port=port,
        password=PASSWORD,
    )
    settings.write_text(text)
    process = subprocess.Popen([dovecot, "-F", "-c", str(settings)])
    try:
        assert _answers(port), (folder / "log").read_text(errors="replace")
        yield port
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def client(server: int) -> Iterator[imaplib.IMAP4]:
    """A client that empties the mailbox first."""
    with imaplib.IMAP4("127.0.0.1", server) as talk:
        talk.login("caiwu", PASSWORD)
        talk.create("2024")
        for folder in ("INBOX", "2024"):
            _, count = talk.select(folder)
            if count != [b"0"]:
                talk.store("1:*", "+FLAGS", "\\Deleted")
                talk.expunge()
        yield talk


def _put(
    client: imaplib.IMAP4,
    mail: bytes,
    folder: str = "INBOX",
    flags: str = "",
    day: str = "06-Mar-2023",
) -> None:
    state, _ = client.append(folder, flags, f'"{day} 09:30:00 +0800"', mail)
    assert state == "OK"


def _flags(client: imaplib.IMAP4, folder: str = "INBOX") -> list[bytes]:
    client.select(folder, readonly=True)
    _, told = client.fetch("1:*", "(FLAGS)")
    return [
        line.replace(b" \\Recent", b"").replace(b"\\Recent", b"")
        for line in told
        if isinstance(line, bytes)
    ]


def _mailbox(port: int, rest: str = "", **wanted: object) -> ImapMailbox:
    return imap_mailbox(f"imap://caiwu@127.0.0.1:{port}/{rest}", **wanted)  # type: ignore[arg-type]


def _collect(
    tmp_path: Path, mailbox: ImapMailbox, password: str = PASSWORD
) -> CollectionRun:
    with working_here():
        return collect([], str(tmp_path / "台账.db"), mailboxes=[(mailbox, password)])


def _mail(document: Make, number: int) -> bytes:
    data = document(project=f"项目{number}")
    return letter(
        (f"{number}.json", data), message_id=f"<{number}@unit.example>"
    ).as_bytes()


def test_a_mailbox_is_read_once_and_stays_as_it_is(
    server: int, client: imaplib.IMAP4, document: Make, tmp_path: Path
) -> None:
    _put(client, _mail(document, 1))
    _put(client, _mail(document, 2), flags="(\\Seen)")
    _put(client, letter().as_bytes())
    before = _flags(client)
    run = _collect(tmp_path, _mailbox(server, "INBOX"))
    assert (run.envelopes, run.new, run.letters) == (3, 2, 1)
    assert run.verdicts[0].origin.startswith("caiwu@127.0.0.1/INBOX 第")
    assert _flags(client) == before
    again = _collect(tmp_path, _mailbox(server, "INBOX"))
    assert (again.known, again.attachments) == (3, 3)


def test_all_folders_are_read_unless_one_is_named(
    server: int, client: imaplib.IMAP4, document: Make, tmp_path: Path
) -> None:
    _put(client, _mail(document, 1))
    _put(client, _mail(document, 2), folder="2024")
    assert _collect(tmp_path, _mailbox(server, "2024")).new == 1
    run = _collect(tmp_path, _mailbox(server))
    assert (run.new, run.known) == (1, 1)


def test_only_what_is_new_or_was_not_seen_is_read_where_that_is_wanted(
    server: int, client: imaplib.IMAP4, document: Make, tmp_path: Path
) -> None:
    _put(client, _mail(document, 1), day="01-Mar-2023", flags="(\\Seen)")
    _put(client, _mail(document, 2), day="10-Mar-2023", flags="(\\Seen)")
    _put(client, _mail(document, 3), day="01-Mar-2023")
    assert (
        _collect(tmp_path, _mailbox(server, "INBOX", since=date(2023, 3, 10))).new == 1
    )
    run = _collect(tmp_path, _mailbox(server, "INBOX", unseen=True))
    assert (run.new, run.known) == (1, 0)


def test_a_wrong_password_and_a_folder_that_is_not_there_are_told_without_the_password(
    server: int, tmp_path: Path
) -> None:
    with pytest.raises(EnvironmentMissing, match="不接受这个用户和密码") as wrong:
        _collect(tmp_path, _mailbox(server), "not the secret")
    with pytest.raises(EnvironmentMissing, match="没有文件夹“没有”"):
        _collect(tmp_path, _mailbox(server, "没有"))
    assert "secret" not in str(wrong.value)


def test_a_server_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentMissing, match="连接不上"):
        _collect(tmp_path, _mailbox(_free_port()))


@pytest.mark.parametrize(
    "address",
    [
        "imaps://user:geheim@unit.example",
        "imaps://unit.example",
        "imaps://u@h:x",
        "ftp://u@unit.example",
    ],
)
def test_an_address_that_is_none_or_holds_a_password_is_refused(address: str) -> None:
    with pytest.raises(UsageError) as refused:
        imap_mailbox(address)
    assert "geheim" not in str(refused.value)
