"""A mailbox on a server (IMAP): folders are opened for reading only, so that nothing is marked, moved or deleted."""

from __future__ import annotations

import hashlib
import imaplib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from urllib.parse import unquote, urlsplit

from imap_tools import AND, BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError, MailboxLoginError

from perfeval_xl.collection.sources.found import Found
from perfeval_xl.errors import EnvironmentMissing, UsageError
from perfeval_xl.limits import LIMITS

__all__ = ["ImapMailbox", "imap_mailbox", "mails_on_server"]

# Usual ports, without encryption from the start and with it
_PORTS = {"imap": 143, "imaps": 993}
# Machines to which a password may go without encryption: this one
_HERE = {"localhost", "127.0.0.1", "::1"}
# Of waiting for an answer of the server
_SECONDS = 60
# What stands before a size in an answer of IMAP
_SIZE = b"RFC822.SIZE "
_CHECK = "请检查地址、端口、网络，以及邮箱是否开通了 IMAP。"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImapMailbox:
    """Where mails lie. `folder` is empty for all folders; `since` and `unseen` narrow down which mails are read."""

    host: str
    port: int
    user: str
    folder: str
    encrypted: bool
    since: date | None = None
    unseen: bool = False

    @property
    def origin(self) -> str:
        """The address without password, as it is shown."""
        return f"{self.user}@{self.host}"


def imap_mailbox(
    address: str, since: date | None = None, *, unseen: bool = False
) -> ImapMailbox:
    """Read `imaps://用户@服务器:端口/文件夹`; raises `UsageError` for anything else, a password in it included.

    >>> imap_mailbox("imaps://caiwu%40unit.example@imap.unit.example/报送").folder
    '报送'
    """
    try:
        parts = urlsplit(address)
        # The protocol is asked for first: a port does not make a web page a mail server
        usual = _PORTS[parts.scheme]
        port = parts.port or usual
    except (ValueError, KeyError):
        # The address is not repeated: it may hold a password
        raise UsageError(
            "给出的不是邮箱地址。", "请写成 imaps://用户@服务器/文件夹。"
        ) from None
    # Addresses are seen by others: in the history of the shell, in lists of processes
    if parts.password is not None:
        raise UsageError(
            "邮箱地址里不能写密码。",
            "请去掉密码，运行时输入，或放在环境变量 PERFEVAL_IMAP_PASSWORD 里。",
        )
    if not parts.hostname or not parts.username:
        raise UsageError(
            "邮箱地址里没有用户或服务器。", "请写成 imaps://用户@服务器/文件夹。"
        )
    return ImapMailbox(
        host=parts.hostname,
        port=port,
        # A user is mostly an address, whose @ is written as %40
        user=unquote(parts.username),
        folder=unquote(parts.path.strip("/")),
        encrypted=parts.scheme == "imaps",
        since=since,
        unseen=unseen,
    )


def mails_on_server(mailbox: ImapMailbox, password: str) -> Iterator[Found | OSError]:
    """Yield the mails one at a time; one that is too large is told and not fetched.

    Raises `EnvironmentMissing` where the server cannot be reached, does not let us in, or has no such folder.
    """
    # Failures of the server are told wherever they happen
    with _told(mailbox), _connected(mailbox) as server:
        _log_in(server, mailbox, password)
        # All folders that can be opened, or the one that was named
        folders = [mailbox.folder] if mailbox.folder else _folders(server)
        for folder in folders:
            # Read-only: nothing may be marked as seen
            server.folder.set(folder, readonly=True)
            for uid in server.uids(_wanted(mailbox)):
                yield _fetched(server, uid, f"{mailbox.origin}/{folder} 第{uid}号")


def _log_in(server: BaseMailBox, mailbox: ImapMailbox, password: str) -> None:
    """Let the server know who reads; what it answers to a refusal is not shown."""
    try:
        server.login_utf8(mailbox.user, password, initial_folder=None)
    except (MailboxLoginError, imaplib.IMAP4.error):
        told = f"邮箱{mailbox.origin}不接受这个用户和密码。"
        raise EnvironmentMissing(told, "请核对；有的邮箱要用专门的授权码。") from None


def _folders(server: BaseMailBox) -> list[str]:
    # Folders that only hold folders cannot be opened
    return sorted(
        info.name for info in server.folder.list() if "\\Noselect" not in info.flags
    )


def _wanted(mailbox: ImapMailbox) -> str:
    """Say which mails are asked for, in the words of IMAP."""
    conditions: dict[str, object] = {}
    if mailbox.since is not None:
        conditions["date_gte"] = mailbox.since
    if mailbox.unseen:
        conditions["seen"] = False
    # Without a condition all mails are asked for
    return str(AND(**conditions)) if conditions else "ALL"  # type: ignore[arg-type]


def _fetched(server: BaseMailBox, uid: str, origin: str) -> Found | OSError:
    _, told = server.client.uid("fetch", uid, "(RFC822.SIZE)")
    # The size is asked for first, so that a huge mail is not fetched
    size = _size(told)
    if size > LIMITS.mail_bytes:
        return OSError(
            f"{origin}有{size // 2**20}MB，超过{LIMITS.mail_bytes // 2**20}MB，没有下载"
        )
    # PEEK does not mark the mail as seen
    _, answer = server.client.uid("fetch", uid, "(BODY.PEEK[])")
    data = next((part[1] for part in answer if isinstance(part, tuple)), b"")
    digest = hashlib.sha256(data).hexdigest()
    return Found(
        origin=origin,
        found_at=datetime.now(UTC),
        size=len(data),
        sha256=digest,
        data=data,
        mail=True,
    )


def _size(told: list[bytes]) -> int:
    # An answer may come in several lines
    answer = b" ".join(told)
    digits = answer.partition(_SIZE)[2].split(b")")[0].split(b" ")[0]
    if digits.isdigit():
        return int(digits)
    return 0


def _connected(mailbox: ImapMailbox) -> BaseMailBox:
    """Connect with encryption; without it to a server on this machine only."""
    if mailbox.encrypted:
        return MailBox(mailbox.host, mailbox.port, timeout=_SECONDS)
    if mailbox.host in _HERE:
        return MailBoxUnencrypted(mailbox.host, mailbox.port, timeout=_SECONDS)
    return MailBoxStartTls(mailbox.host, mailbox.port, timeout=_SECONDS)


@contextmanager
def _told(mailbox: ImapMailbox) -> Iterator[None]:
    """Tell failures of the server in Chinese; what it answers may hold the password, and is not shown."""
    try:
        yield
    except (ImapToolsError, imaplib.IMAP4.error):
        raise EnvironmentMissing(
            f"邮箱{mailbox.origin}没有文件夹“{mailbox.folder}”，或者服务器拒绝了请求。",
            _CHECK,
        ) from None
    except OSError as exc:
        raise EnvironmentMissing(
            f"连接不上邮箱{mailbox.origin}（{type(exc).__name__}）。", _CHECK
        ) from None
