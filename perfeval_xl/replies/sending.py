"""Sending drafts by SMTP: one connection, every mail noted in the ledger before and after, nobody's mail twice."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, getaddresses
from enum import StrEnum
from urllib.parse import unquote, urlsplit

from perfeval_xl.collection.envelope import clean_text
from perfeval_xl.collection.ledger import Ledger
from perfeval_xl.collection.outbox import MailingState
from perfeval_xl.dates import in_china
from perfeval_xl.errors import EnvironmentMissing, UsageError
from perfeval_xl.replies.folder import Written

__all__ = ["Outcome", "SmtpServer", "Told", "rehearse", "send", "smtp_server"]

# Ports of handing in: with STARTTLS, and encrypted from the start
_PORTS = {"smtp": 587, "smtps": 465}
# Machines to which a password may go without encryption: this one
_HERE = {"localhost", "127.0.0.1", "::1"}
# Of waiting for an answer of the server
_SECONDS = 60
_CHECK = "请检查地址、端口、网络，以及邮箱是否开通了 SMTP。"
_EXAMPLE = "请写成 smtps://用户@服务器，或者 smtp://用户@服务器:587。"


class Outcome(StrEnum):
    """What became of one mail in this run; the value is the Chinese word."""

    SENT = "已发出"
    WOULD_SEND = "待发出"
    BEFORE = "以前已发出"
    UNSURE = "不能确定是否发出"
    REFUSED = "被退回"
    NO_ADDRESS = "没有收件地址"

    @property
    def done(self) -> bool:
        """Whether the mail is sent, or would be."""
        return self in {Outcome.SENT, Outcome.WOULD_SEND, Outcome.BEFORE}


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpServer:
    """Where mails are handed in. `user` is empty where nobody has to log in."""

    host: str
    port: int
    user: str
    encrypted: bool

    @property
    def shown(self) -> str:
        """The address without password."""
        if self.user:
            return f"{self.user}@{self.host}"
        return self.host


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What became of one draft; `said` is what the server answered, or when it was sent before."""

    file: str
    to: str
    subject: str
    outcome: Outcome
    said: str = ""


def smtp_server(address: str) -> SmtpServer:
    """Read `smtps://用户@服务器:端口`; raises `UsageError` for anything else, a password in it included.

    >>> smtp_server("smtps://caiwu%40unit.example@smtp.unit.example").user
    'caiwu@unit.example'
    """
    try:
        parts = urlsplit(address)
        # The protocol is asked for first: a port does not make a web page a mail server
        usual = _PORTS[parts.scheme]
        port = parts.port or usual
    except (ValueError, KeyError):
        raise UsageError("--smtp 后面不是发信服务器的地址。", _EXAMPLE) from None
    # Addresses are seen by others: in the history of the shell, in lists of processes
    if parts.password is not None:
        remedy = "请去掉密码，运行时输入，或放在环境变量 PERFEVAL_SMTP_PASSWORD 里。"
        raise UsageError("发信服务器的地址里不能写密码。", remedy)
    if not parts.hostname:
        raise UsageError("发信服务器的地址里没有服务器。", _EXAMPLE)
    return SmtpServer(
        host=parts.hostname,
        port=port,
        # A user is mostly an address, whose @ is written as %40
        user=unquote(parts.username or ""),
        encrypted=parts.scheme == "smtps",
    )


def rehearse(
    drafts: Iterable[Written], ledger: Ledger, *, unsure: bool = False
) -> Iterator[Told]:
    """Say of every draft what sending would do, with the same `unsure`; nothing is sent, and nothing noted."""
    # What was refused before may be sent again: the address may have been mended meanwhile
    again = {MailingState.REFUSED}
    if unsure:
        again.add(MailingState.BEGUN)
    # One look at the ledger, before anything is asked of a server
    known = {mailing.key: mailing for mailing in ledger.mailings()}
    for written in drafts:
        mail = _mail(written)
        before = known.get(written.draft.key)
        outcome, said = Outcome.WOULD_SEND, ""
        if before is not None and before.state not in again:
            outcome, said = _before(before.state), in_china(before.recorded_at)
        elif not _recipients(mail):
            outcome = Outcome.NO_ADDRESS
        yield _told(written, mail, outcome, said)


def send(
    drafts: Iterable[Written],
    ledger: Ledger,
    server: SmtpServer,
    password: str,
    *,
    unsure: bool = False,
) -> Iterator[Told]:
    """Send every draft whose matter was not sent yet, as it stands in its file; say what became of each.

    A mail that a run had begun when it was killed may have arrived: it is sent again only with `unsure`. Raises
    `EnvironmentMissing` where the server cannot be reached or does not let us in, and where it goes away; what was sent
    until then is noted.
    """
    with _reported(server), _connected(server) as talk:
        _log_in(talk, server, password)
        for written in drafts:
            yield _sent(talk, written, ledger, unsure=unsure)


def _sent(
    talk: smtplib.SMTP, written: Written, ledger: Ledger, *, unsure: bool
) -> Told:
    # Everything is read from the file, since a person may have edited address and words
    mail = _mail(written)
    key = written.draft.key
    recipients = _recipients(mail)
    if not recipients:
        return _told(written, mail, Outcome.NO_ADDRESS)
    # Noted as begun before it goes out: if the run is killed now, nobody knows whether it arrived
    before = ledger.begin_mailing(
        key, "、".join(recipients), _subject(mail), unsure=unsure
    )
    if before is not None:
        return _told(written, mail, _before(before.state), in_china(before.recorded_at))
    # The date is that of sending; a program must not take the mail for a draft any more.
    del mail["X-Unsent"]
    del mail["Date"]
    mail["Date"] = format_datetime(datetime.now(UTC))
    # A refusal is about this mail, and the next one may go; other failures end the connection
    try:
        refused = talk.send_message(mail, to_addrs=recipients)
    except (
        smtplib.SMTPRecipientsRefused,
        smtplib.SMTPSenderRefused,
        smtplib.SMTPDataError,
    ) as exc:
        said = _reason(exc)
        ledger.end_mailing(key, MailingState.REFUSED, said)
        return _told(written, mail, Outcome.REFUSED, said)
    # Some of several recipients may have been refused
    said = "；".join(
        f"{address}：{_decoded(answer)}" for address, (_, answer) in refused.items()
    )
    ledger.end_mailing(key, MailingState.SENT, said)
    return _told(written, mail, Outcome.SENT, said)


def _mail(written: Written) -> EmailMessage:
    """Read the draft from its file: an officer may have changed it."""
    return message_from_bytes(written.path.read_bytes(), policy=SMTP)


def _recipients(mail: EmailMessage) -> list[str]:
    # Only these: a draft of ours has no other recipients, and an officer may add some
    lines = [str(line) for name in ("To", "Cc") for line in mail.get_all(name, [])]
    return [
        address
        for _, address in getaddresses(lines)
        if "@" in address and address.isascii()
    ]


def _subject(mail: EmailMessage) -> str:
    return clean_text(str(mail.get("Subject", "")))


def _before(state: MailingState) -> Outcome:
    if state is MailingState.SENT:
        return Outcome.BEFORE
    return Outcome.UNSURE


def _told(
    written: Written, mail: EmailMessage, outcome: Outcome, said: str = ""
) -> Told:
    to = "、".join(_recipients(mail))
    return Told(
        file=written.path.name,
        to=to,
        subject=_subject(mail),
        outcome=outcome,
        said=said,
    )


def _reason(
    refusal: smtplib.SMTPRecipientsRefused | smtplib.SMTPResponseException,
) -> str:
    """Return what the server said; of several recipients what it said of the first."""
    if isinstance(refusal, smtplib.SMTPRecipientsRefused):
        code, answer = next(iter(refusal.recipients.values()))
        return f"{code} {_decoded(answer)}"
    return f"{refusal.smtp_code} {_decoded(refusal.smtp_error)}"


def _decoded(answer: bytes | str) -> str:
    if isinstance(answer, str):
        return clean_text(answer)
    return clean_text(answer.decode("utf-8", "replace"))


@contextmanager
def _connected(server: SmtpServer) -> Iterator[smtplib.SMTP]:
    """Connect with encryption; without it to a server on this machine only."""
    # Certificates are checked against those of the system
    secure = ssl.create_default_context()
    if server.encrypted:
        talk: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, timeout=_SECONDS, context=secure
        )
    else:
        talk = smtplib.SMTP(server.host, server.port, timeout=_SECONDS)
    with talk:
        talk.ehlo()
        # A server may offer encryption only after the greeting
        offered = talk.has_extn("starttls")
        if not server.encrypted and offered:
            talk.starttls(context=secure)
            talk.ehlo()
        elif not server.encrypted and server.host not in _HERE:
            raise EnvironmentMissing(
                f"发信服务器{server.shown}不支持加密，没有发送。",
                "请改用 smtps:// 的地址。",
            )
        yield talk


def _log_in(talk: smtplib.SMTP, server: SmtpServer, password: str) -> None:
    """Let the server know who sends; what it answers to a refusal is not shown."""
    if not server.user:
        return
    try:
        talk.login(server.user, password)
    except smtplib.SMTPException:
        # The answer of the server may repeat what it was given
        told = f"发信服务器{server.shown}不接受这个用户和密码。"
        raise EnvironmentMissing(told, "请核对；有的邮箱要用专门的授权码。") from None


@contextmanager
def _reported(server: SmtpServer) -> Iterator[None]:
    """Tell failures of the server in Chinese; what it answers may hold the password, and is not shown."""
    try:
        yield
    except smtplib.SMTPException as exc:
        told = f"发信服务器{server.shown}中断了连接（{type(exc).__name__}），已发出的都已记下。"
        raise EnvironmentMissing(told, "请稍后再运行一次，没有发出的接着发。") from None
    except OSError as exc:
        raise EnvironmentMissing(
            f"连接不上发信服务器{server.shown}（{type(exc).__name__}）。", _CHECK
        ) from None
