"""`receipts`, `remind` and `mail-texts`: what goes back to the units, as drafts or by SMTP."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from perfeval_xl.cli.files import output_option, read_bytes, write_bytes
from perfeval_xl.cli.terminal import print_json, progress, say
from perfeval_xl.errors import UsageError

if TYPE_CHECKING:
    from perfeval_xl.replies.draft import Draft
    from perfeval_xl.replies.folder import DraftFolder
    from perfeval_xl.replies.receipts import Office
    from perfeval_xl.replies.sending import SmtpServer, Told

__all__ = [
    "Mailing",
    "Posted",
    "mail_options",
    "mail_texts",
    "post",
    "posted_json",
    "receipts",
    "say_posted",
    "tell",
]

F = TypeVar("F", bound=Callable[..., Any])
_PASSWORD = "PERFEVAL_SMTP_PASSWORD"  # noqa: S105 - the name of a variable
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
# Files that are named before the rest is only counted
_SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailing:
    """What the options of a command say about its mails."""

    sender: str
    texts: Path | None
    smtp: str
    really: bool
    unsure: bool
    force: bool

    def office(self, addresses: dict[str, str] | None = None) -> Office:
        """Return who writes; raises `UsageError` for a broken file of texts, and for an address that is none."""
        from perfeval_xl.replies.draft import address_in
        from perfeval_xl.replies.receipts import Office
        from perfeval_xl.replies.texts import mail_texts as texts_of

        own = None if self.texts is None else read_bytes(self.texts)
        texts = texts_of(own, "" if self.texts is None else self.texts.name)
        # The option goes before the file of texts, and the user of the server is the last resort
        sender = self.sender or texts.address
        server = self.server()
        if not sender and server is not None:
            sender = server.user
        # Replies go to this address: a wrong one would lose them
        if sender and not address_in(sender):
            raise UsageError(
                f"发件人“{sender}”不是邮箱地址。", "请写成 --from caiwu@单位域名。"
            )
        if server is not None and not sender:
            raise UsageError(
                "没有给出发件人的邮箱。",
                "请加 --from 邮箱地址，或写在邮件文字的 address 里。",
            )
        return Office(texts=texts, sender=sender, addresses=addresses or {})

    def server(self) -> SmtpServer | None:
        """Return the server that was named, `None` for none."""
        from perfeval_xl.replies.sending import smtp_server

        if not self.smtp:
            return None
        return smtp_server(self.smtp)


def mail_options(function: F) -> F:
    """Add the options that every command with mails has; they arrive as `sender`, `texts`, `smtp` and so on."""
    options = (
        click.option(
            "--from", "sender", default="", metavar="邮箱", help="发件人的邮箱。"
        ),
        click.option(
            "--texts",
            type=_FILE,
            metavar="文件",
            help="本单位的邮件文字，用 mail-texts 生成后修改。",
        ),
        click.option(
            "--smtp",
            default="",
            metavar="地址",
            help="发信服务器，如 smtps://用户@服务器；不加 --send 时只试运行。",
        ),
        click.option(
            "--send",
            "really",
            is_flag=True,
            help="真的发出。每封只发一次，中断后再运行接着发。",
        ),
        click.option(
            "--resend-unsure",
            "unsure",
            is_flag=True,
            help="上次发到一半中断、不能确定的，再发一次。",
        ),
        click.option(
            "--force", is_flag=True, help="已有的文件（包括被人改过的草稿）也重新写。"
        ),
    )
    # Decorators apply from the inside out: reversed, the help shows them as they stand here
    for option in reversed(options):
        function = option(function)
    return function


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """What became of the mails of a run: the folder of drafts, and what sending told, empty where none was asked for."""

    written: DraftFolder
    told: tuple[Told, ...]
    really: bool

    @property
    def done(self) -> bool:
        """Whether every mail that was to be sent is sent, or would be."""
        return all(one.outcome.done for one in self.told)


def post(
    drafts: Iterable[tuple[str, Draft]], folder: Path, ledger_url: str, mailing: Mailing
) -> Posted:
    """Write the drafts, and send them where that is asked for.

    Raises `UsageError` where sending lacks a server or a ledger, before anything is written.
    """
    from perfeval_xl.collection.ledger import open_ledger
    from perfeval_xl.replies.folder import write_drafts
    from perfeval_xl.replies.sending import rehearse, send

    # What is missing is said before anything is written
    server = mailing.server()
    if mailing.really and server is None:
        raise UsageError("--send 需要发信服务器。", "请加 --smtp smtps://用户@服务器。")
    if server is not None and not ledger_url:
        raise UsageError("发信要记入台账，才不会发两次。", "请加 --ledger 台账。")
    # Drafts are always written: what is sent is what lies in the folder
    written = write_drafts(folder, drafts, force=mailing.force)
    told: list[Told] = []
    # Without --send it is only said what would be sent, and to whom
    if server is not None and not mailing.really:
        known = open_ledger(ledger_url)
        told = list(rehearse(written.drafts, known, unsure=mailing.unsure))
    elif server is not None:
        # Asked for only now, when it is sure that something will be sent
        password = ""
        if server.user:
            password = _password(server)
        watch = progress("发信")
        for one in send(
            written.drafts,
            open_ledger(ledger_url),
            server,
            password,
            unsure=mailing.unsure,
        ):
            # Told one by one: after an interruption it is known how far it came
            told.append(one)
            if watch is not None:
                watch(len(told), len(written.drafts), one.to)
    return Posted(written=written, told=tuple(told), really=mailing.really)


def _password(server: SmtpServer) -> str:
    """Return the password of the server; it is never shown."""
    return os.environ.get(_PASSWORD) or str(
        click.prompt(f"{server.shown} 的密码", hide_input=True, err=True)
    )


def say_posted(posted: Posted) -> None:
    """Tell what became of the mails."""
    written, told = posted.written, posted.told
    changed = sum(one.changed for one in written.drafts)
    # Drafts are new, changed by somebody, or as they were
    same = len(written.drafts) - written.new - changed
    say(
        f"邮件草稿{len(written.drafts)}封，在文件夹“{written.folder}”：新写{written.new}封，没有变化{same}封。"
    )
    if changed:
        say(f"其中{changed}封被人改过，保留原样（重新写请加 --force）。")
    if written.aside:
        say(f"不再需要的旧草稿{written.aside}封，已移到其中的“不再需要”文件夹。")
    lost = written.without_address
    if lost:
        shown = "、".join(one.path.name for one in lost[:_SHOWN])
        say(f"{len(lost)}封没有收件地址，请打开草稿补上：{shown}")
    # Without a server there is nothing to tell about sending
    if not told:
        return
    for one in told:
        said = ""
        if one.said:
            said = f"（{one.said}）"
        say(f"[{one.outcome}] {one.to or '—'} 《{one.subject}》{said}")
    counts = Counter(str(one.outcome) for one in told)
    say("，".join(f"{outcome}{count}封" for outcome, count in counts.items()) + "。")
    if not posted.really:
        say("这是试运行，一封也没有发出；真的发出请加 --send。")
    if counts.get("不能确定是否发出"):
        say(
            "上次发到一半中断的，请向收件人核实；确认没有收到的，加 --resend-unsure 再发一次。"
        )


def posted_json(posted: Posted) -> dict[str, Any]:
    """Return what became of the mails as JSON shows it."""
    # By file: a draft that was not to be sent has no outcome
    outcomes = {one.file: one for one in posted.told}
    rows = []
    for one in posted.written.drafts:
        row = {
            "file": one.path.name,
            "to": one.draft.to,
            "subject": one.draft.subject,
            "new": one.new,
            "changed": one.changed,
        }
        sent = outcomes.get(one.path.name)
        if sent is not None:
            row |= {"to": sent.to, "outcome": str(sent.outcome), "said": sent.said}
        rows.append(row)
    return {
        "folder": str(posted.written.folder),
        "aside": posted.written.aside,
        "mails": rows,
    }


def tell(posted: Posted, *, as_json: bool) -> None:
    """Tell what became of the mails, for people or for programs."""
    if as_json:
        print_json(posted_json(posted))
    else:
        say_posted(posted)


@click.command(name="mail-texts")
@output_option("邮件文字写到哪个 .toml 文件")
def mail_texts(output: Path, *, force: bool) -> None:
    """把各种邮件的文字写成一个文件，用记事本修改后以 --texts 使用。

    \b
    例：perfeval-xl mail-texts -o 邮件文字.toml
    """
    from perfeval_xl.replies.texts import default_texts

    write_bytes(output, default_texts(), force=force)
    say(f"邮件文字：{output}")


@click.command()
@click.option(
    "--ledger", required=True, help="台账：SQLite 文件名，或者 PostgreSQL 数据库地址。"
)
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="草稿写到哪个文件夹。",
)
@mail_options
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出结果。")
def receipts(ledger: str, output: Path, *, as_json: bool, **options: Any) -> None:
    """给每份自评表写回执：通过还是退回、要改哪里，附上标好的工作簿；打不开的附件也写回复。

    \b
    例：perfeval-xl receipts --ledger 台账.db -o 回复
        perfeval-xl receipts --ledger 台账.db -o 回复 --smtp smtps://用户@服务器 --send
    默认只写草稿（.eml），用邮件程序打开即可发送；加 --smtp 时先试运行，再加 --send 才发出。
    发过的记入台账，重复运行、中途中断都不会给同一单位发两次。密码在运行时输入，或放在环境变量 PERFEVAL_SMTP_PASSWORD 里。
    """
    from perfeval_xl.collection.ledger import open_ledger
    from perfeval_xl.replies.receipts import Unanswered, known_addresses
    from perfeval_xl.replies.receipts import receipts as drafts

    mailing = Mailing(**options)
    unanswered = Unanswered()
    found = drafts(
        open_ledger(ledger, create=False),
        mailing.office(known_addresses(ledger)),
        unanswered,
    )
    posted = post(found, output, ledger, mailing)
    tell(posted, as_json=as_json)
    for file, reason in unanswered.reasons:
        say(f"没有附上工作簿：{file}：{reason}", err=True)
    if unanswered.reasons or not posted.done:
        sys.exit(1)
