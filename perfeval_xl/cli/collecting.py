"""`collect`: a mailbox full of workbooks into the ledger."""

from __future__ import annotations

import os
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from perfeval_xl.cli.files import json_option, read_bytes
from perfeval_xl.cli.keeping import read_list, say_standing
from perfeval_xl.cli.keys import key_option, use_key
from perfeval_xl.cli.terminal import print_json_rows, progress, say

if TYPE_CHECKING:
    from perfeval_xl.collection.collecting import AttachmentVerdict, CollectionRun
    from perfeval_xl.collection.sources.imap import ImapMailbox
    from perfeval_xl.distribution.manifest import FormRecord

__all__ = ["collect"]

_SERVERS = ("imap://", "imaps://")
_PASSWORD = "PERFEVAL_IMAP_PASSWORD"  # noqa: S105 - the name of a variable
# What was registered before Ctrl+C is in the ledger: it is told like the result of a whole run
_STOPPED = (
    "\n已中断。下面是中断以前登记的，都已保存；再运行一次同样的命令即可接着做完。"
)
# Figures that are said even when they are zero
_ALWAYS = {"新收", "更正", "未能读取"}
_LEDGER = click.option(
    "--ledger",
    required=True,
    help="台账：SQLite 文件名，或者 PostgreSQL 数据库地址（postgresql://用户@主机/数据库）。",
)


@click.command()
@click.argument("sources", metavar="来源…", nargs=-1, required=True)
@_LEDGER
@key_option("核对表格是不是本部门下发的")
@click.option(
    "--manifest",
    "manifests",
    metavar="清单.json",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="下发时写的清单.json，用来认出去掉标识的、不是最近一次下发的表格；记入台账，给一次即可，可以给多个。",
)
@click.option(
    "--roster",
    metavar="项目清单",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="应当报送的项目：项目清单，或者下发时写的清单.xlsx、清单.json；记入台账，给一次即可。",
)
@click.option(
    "--deadline",
    metavar="日期",
    type=click.DateTime(["%Y-%m-%d"]),
    help="截止日期，如 2025-01-17；记入台账，给一次即可，改期时再给。",
)
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d"]),
    help="邮箱里只读这一天起的邮件，如 2025-01-10。",
)
@click.option(
    "--unseen",
    is_flag=True,
    help="邮箱里只读还没有看过的邮件；读过以后仍然是没有看过的。",
)
@click.option(
    "--scheduler",
    default="",
    metavar="tcp://…",
    help="在现有的 Dask 集群上校验评分，写调度器的地址；台账仍由本机登记，结果与在本机上收集相同。",
)
@click.option(
    "--originals",
    default="",
    metavar="地址",
    help="从这次起，原件和整封邮件存到这个地址（如 s3://存储桶/原件），不放进台账；记入台账，给一次即可。",
)
@json_option
def collect(
    sources: tuple[str, ...],
    ledger: str,
    *,
    key_file: Path | None,
    manifests: tuple[Path, ...],
    roster: Path | None,
    deadline: datetime | None,
    since: datetime | None,
    unseen: bool,
    scheduler: str,
    originals: str,
    as_json: bool,
) -> None:
    """收集邮件、文件夹、压缩包、邮箱里的自评表，逐份校验评分，记入台账。

    \b
    例：perfeval-xl collect 收件箱 --ledger 台账.db
        perfeval-xl collect 收件箱 --ledger 台账.db --key-file 密钥 --manifest 下发/清单.json
        perfeval-xl collect 收件箱 --ledger 台账.db --roster 项目清单.xlsx --deadline 2025-01-17
        perfeval-xl collect imaps://用户@邮件服务器/文件夹 --since 2025-01-10 --ledger 台账.db
        perfeval-xl collect s3://存储桶/收件 --scheduler tcp://10.0.0.5:8786 --ledger postgresql://用户@主机/数据库
    来源可以是文件夹、邮件（.eml、.msg、.mbox、maildir）、压缩包（.zip、.7z，装有 bsdtar 时也有 .rar）、邮箱（IMAP）或单个文件。邮箱只读取，不删除、不移动、不标记；密码在运行时输入，或放在环境变量 PERFEVAL_IMAP_PASSWORD 里，不写进地址。
    重复运行不会重复登记；打不开的附件记入台账，不影响其他附件。
    本次新登记的自评表有“错误”（退回）或“警告”，或者有附件读不了，退出码为 1；以前登记过的只提一句，不影响退出码。
    """
    from perfeval_xl.collection.collecting import CollectionStopped
    from perfeval_xl.collection.collecting import collect as run

    addresses, places = _apart(sources)
    try:
        result = run(
            places,
            ledger,
            progress("收集"),
            manifests=_sent_out(manifests),
            roster=read_list(roster),
            deadline=None if deadline is None else deadline.date(),
            mailboxes=_mailboxes(addresses, since, unseen=unseen),
            key=use_key(key_file),
            scheduler=scheduler,
            originals=originals,
        )
    except CollectionStopped as stopped:
        say(_STOPPED, err=True)
        _tell(stopped.run, as_json=as_json)
        raise
    _finish(result, ledger, as_json=as_json)


def _finish(result: CollectionRun, ledger: str, *, as_json: bool) -> None:
    """Tell what came in and how far the list is; leave with 1 where somebody has to act."""
    _tell(result, as_json=as_json)
    say_standing(ledger, quiet=as_json)
    # Somebody has to act on what is new; what was known before was told in an earlier run
    if not result.clean:
        sys.exit(1)


def _sent_out(manifests: tuple[Path, ...]) -> list[FormRecord]:
    """Read which forms were sent out."""
    from perfeval_xl.distribution.manifest import parse_manifest

    return [
        record
        for path in manifests
        for record in parse_manifest(read_bytes(path), path.name)
    ]


def _apart(sources: tuple[str, ...]) -> tuple[list[str], list[Path | str]]:
    """Tell the addresses of mailboxes from folders and files; of these, addresses stay texts."""
    from perfeval_xl.collection.remote import is_address

    mailboxes: list[str] = []
    places: list[Path | str] = []
    for source in sources:
        # Mailboxes first: their addresses look like those of storage
        if source.lower().startswith(_SERVERS):
            mailboxes.append(source)
        elif is_address(source):
            places.append(source)
        else:
            places.append(Path(source))
    return mailboxes, places


def _mailboxes(
    addresses: list[str], since: datetime | None, *, unseen: bool
) -> list[tuple[ImapMailbox, str]]:
    """Return the mailboxes on servers, each with its password."""
    from perfeval_xl.collection.sources.imap import imap_mailbox

    day = None if since is None else since.date()
    mailboxes = [imap_mailbox(address, day, unseen=unseen) for address in addresses]
    return [(mailbox, _password(mailbox.origin)) for mailbox in mailboxes]


def _tell(result: CollectionRun, *, as_json: bool) -> None:
    if as_json:
        shown = (verdict.as_json() for verdict in result.verdicts)
        print_json_rows(result.counts(), "verdicts", shown)
        return
    for verdict in result.worth_telling():
        say(_line(verdict))
    _say_totals(result)


def _say_totals(result: CollectionRun) -> None:
    """Say what became of every attachment: the figures add up to all of them."""
    counts = (
        ("新收", result.new, "份"),
        ("更正", result.corrections, "份"),
        ("旧版", result.outdated, "份"),
        ("待确认", result.doubtful, "份"),
        ("空表", result.blanks, "份"),
        ("复核表", result.reviews, "份"),
        ("重复", result.duplicates, "份"),
        ("未能读取", result.unreadable, "份"),
        ("没有自评表的邮件", result.letters, "封"),
        ("其他附件", result.ignored + result.opened, "个"),
        ("以前登记过", result.known, "个"),
    )
    told = "，".join(
        f"{name}{count}{unit}"
        for name, count, unit in counts
        if count or name in _ALWAYS
    )
    say(
        f"共{result.envelopes}封邮件和文件、{result.attachments}个附件：{told}。其中退回{result.returned}份。"
    )
    if result.open_rows:
        say(f"新收和更正的自评表中，共有{result.open_rows}项指标待评价人员判断。")
    if result.known_unreadable or result.known_returned:
        say(
            f"以前登记过的附件中，当时未能读取{result.known_unreadable}份、退回{result.known_returned}份；"
            "有没有重新报送，见 perfeval-xl status。"
        )


def _password(mailbox: str) -> str:
    """Return the password of a mailbox; it is never shown."""
    return os.environ.get(_PASSWORD) or str(
        click.prompt(f"{mailbox} 的密码", hide_input=True, err=True)
    )


def _line(verdict: AttachmentVerdict) -> str:
    """One attachment: a bare file is named once, one of a mail behind its mail; whose it is, and what became of it."""
    # A file of its own names itself as its origin
    bare = verdict.origin.rpartition("/")[2] == verdict.file
    place = verdict.origin if bare else f"{verdict.origin} {verdict.file}"
    said = f"{verdict.code} {verdict.message}".strip()
    return f"[{verdict.state.label}] {place}：{_whose(verdict)}{said}"


def _whose(verdict: AttachmentVerdict) -> str:
    """Name the project of a form; of anything else, the mail that brought it."""
    if verdict.project:
        unit = ""
        if verdict.unit:
            unit = f"（{verdict.unit}）"
        return f"{verdict.project}{unit}："
    # Who sent it says more than the name of a file that nobody could read
    if verdict.sender or verdict.subject:
        return f"{verdict.sender}《{verdict.subject or '无主题'}》："
    return ""
