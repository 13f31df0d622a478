"""`ledger`: what stands in the ledger about one project, what a person decides about it, and the originals."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from perfeval_xl.cli.files import json_option
from perfeval_xl.cli.terminal import print_json, say
from perfeval_xl.errors import UsageError

if TYPE_CHECKING:
    from perfeval_xl.collection.history import Event
    from perfeval_xl.collection.ledger import Ledger
    from perfeval_xl.collection.project_states import ProjectRecord

__all__ = ["ledger"]

F = TypeVar("F", bound=Callable[..., Any])
_LEDGER = click.option(
    "--ledger",
    "url",
    required=True,
    help="台账：SQLite 文件名，或者 PostgreSQL 数据库地址（postgresql://用户@主机/数据库）。",
)
_PROJECT = click.argument("project", metavar="项目")


@click.group(subcommand_metavar="命令 [参数]…")
def ledger() -> None:
    """台账：一个项目的来龙去脉、选定或撤下一版、免报、比较两版、导出原件。

    \b
    例：perfeval-xl ledger history 设备购置 --ledger 台账.db
    项目可以写名称、名称的一部分、项目编码或收件编号。
    """


def _deciding(function: F) -> F:
    """Add the reason and the person that every decision is recorded with."""
    by = click.option(
        "--by", "person", default="", help="谁决定的；不写时是本机的用户名。"
    )
    reason = click.option("--reason", required=True, help="理由，记入台账。")
    return reason(by(function))


@ledger.command()
@_PROJECT
@_LEDGER
@json_option
def history(project: str, url: str, as_json: bool) -> None:
    """一个项目收到过什么、各是哪一版、谁决定过什么，按时间列出。

    \b
    例：perfeval-xl ledger history 设备购置 --ledger 台账.db
    """
    from perfeval_xl.collection.history import history_of
    from perfeval_xl.collection.ledger import open_ledger
    from perfeval_xl.collection.project_states import standing_of

    with open_ledger(url, create=False).snapshot() as seen:
        records = _named(project, standing_of(seen))
        events = history_of(seen, records)
    if as_json:
        print_json([_event_json(event) for event in events])
        return
    # Several records are one project, where forms came in beside the one that stands for it
    first = records[0]
    say(f"{first.project}（{first.unit or '没有单位'}）：{first.state}")
    for event in events:
        say(_event(event))
    for record in records:
        for question in record.questions:
            say(f"要核对：{question.message}{question.remedy}")


@ledger.command()
@_PROJECT
@click.argument("version", metavar="收件编号", type=int)
@_LEDGER
@_deciding
def choose(project: str, version: int, url: str, reason: str, person: str) -> None:
    """选定一版为在用的一版；以后再收到更新的报送，照常替代它。

    \b
    例：perfeval-xl ledger choose 设备购置 57 --ledger 台账.db --reason 电话核对，以这一份为准
    收件编号见 ledger history。改名的项目也用它确认。
    """
    from perfeval_xl.collection.deciding import choose as chosen

    opened, records = _opened(project, url)
    made = chosen(opened, records, version, reason, _by(person))
    say(f"已选定：{made.figures.project}，编号{version}（{made.arrival.file}）。")


@ledger.command()
@_PROJECT
@click.argument("version", metavar="收件编号", type=int)
@_LEDGER
@_deciding
def withdraw(project: str, version: int, url: str, reason: str, person: str) -> None:
    """撤下一版，不再计入；原件和记录都保留，再用 ledger choose 可以恢复。

    \b
    例：perfeval-xl ledger withdraw 设备购置 58 --ledger 台账.db --reason 单位误报
    """
    from perfeval_xl.collection.deciding import withdraw as withdrawn

    opened, records = _opened(project, url)
    made = withdrawn(opened, records, version, reason, _by(person))
    say(f"已撤下：{made.figures.project}，编号{version}（{made.arrival.file}）。")


@ledger.command()
@_PROJECT
@_LEDGER
@_deciding
@click.option("--undo", is_flag=True, help="取消免报，恢复为应当报送。")
def waive(project: str, url: str, reason: str, person: str, undo: bool) -> None:
    """同意一个项目不报；不再催报，汇总时单列。

    \b
    例：perfeval-xl ledger waive 应急演练 --ledger 台账.db --reason 项目已取消，见来函
    """
    from perfeval_xl.collection.deciding import demand
    from perfeval_xl.collection.deciding import waive as waived

    opened, records = _opened(project, url)
    decide = waived
    if undo:
        decide = demand
    decide(opened, records, reason, _by(person))
    say(f"已{'取消' if undo else '登记'}免报：{records[0].project}。")


@ledger.command()
@click.argument("before", metavar="收件编号", type=int)
@click.argument("after", metavar="收件编号", type=int)
@_LEDGER
@json_option
def diff(before: int, after: int, url: str, as_json: bool) -> None:
    """逐个单元格比较收到的两份表。

    \b
    例：perfeval-xl ledger diff 12 57 --ledger 台账.db
    """
    from dataclasses import asdict

    from perfeval_xl.collection.differences import differences
    from perfeval_xl.collection.ledger import open_ledger
    from perfeval_xl.workers import bounded

    opened = open_ledger(url, create=False)
    originals = _original(opened, before), _original(opened, after)
    with bounded(f"编号{before}和编号{after}"):
        found = differences(*originals)
    if as_json:
        print_json([asdict(one) for one in found])
        return
    for one in found:
        place = f"{one.sheet} {one.cell}".strip()
        say(f"{place}：{one.before or '（空）'} → {one.after or '（空）'}")
    say(f"编号{before}与编号{after}有{len(found)}处不同。")


@ledger.command()
@click.argument("project", metavar="[项目]", default="")
@_LEDGER
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="写到哪个文件夹。",
)
def export(project: str, url: str, output: Path) -> None:
    """导出原件：收到的每个附件和每封邮件，一个字节也不差；不写项目时导出全部。

    \b
    例：perfeval-xl ledger export 设备购置 --ledger 台账.db -o 原件
    """
    from perfeval_xl.collection.exporting import export as exported
    from perfeval_xl.collection.history import history_of
    from perfeval_xl.collection.ledger import open_ledger
    from perfeval_xl.collection.project_states import standing_of

    # Which files belong to a project is known from its history, letters included
    opened = open_ledger(url, create=False)
    with opened.snapshot() as seen:
        arrivals = seen.arrivals()
        if project:
            events = history_of(seen, _named(project, standing_of(seen)))
            wanted = {event.number for event in events}
            arrivals = tuple(
                arrival for arrival in arrivals if arrival.number in wanted
            )
    written = list(exported(opened, arrivals, output))
    # What an earlier version of the program registered may have no original
    for one in written:
        if one.path is None:
            say(f"没有保存原件：编号{one.number}（{one.name}），由以前的版本登记。")
    say(
        f"已导出{sum(one.path is not None for one in written)}个文件，在文件夹“{output}”。"
    )


def _opened(project: str, url: str) -> tuple[Ledger, tuple[ProjectRecord, ...]]:
    from perfeval_xl.collection.ledger import open_ledger
    from perfeval_xl.collection.project_states import standing_of

    opened = open_ledger(url, create=False)
    with opened.snapshot() as seen:
        return opened, _named(project, standing_of(seen))


def _named(project: str, standing: Any) -> tuple[ProjectRecord, ...]:
    from perfeval_xl.collection.deciding import project_named

    return project_named(standing, project)


def _by(person: str) -> str:
    if person.strip():
        return person
    # A decision needs a name, and a machine always has one that is better than none
    try:
        return getpass.getuser()
    except (OSError, KeyError) as failure:
        raise UsageError("不知道是谁决定的。", "请加 --by 姓名。") from failure


def _original(opened: Ledger, number: int) -> bytes:
    found = next(
        (arrival for arrival in opened.arrivals() if arrival.number == number), None
    )
    data = None if found is None else opened.original(found.sha256)
    if data is None:
        raise UsageError(
            f"台账里没有收件编号为{number}的原件。",
            "收件编号见 perfeval-xl ledger history 项目。",
        )
    return data


def _event(event: Event) -> str:
    from perfeval_xl.dates import in_china

    number = "" if event.number is None else f" 编号{event.number}"
    return f"{in_china(event.at)} [{event.what}]{number} {event.who}：{event.text}"


def _event_json(event: Event) -> dict[str, object]:
    return {
        "at": event.at.isoformat(),
        "number": event.number,
        "what": event.what,
        "who": event.who,
        "text": event.text,
    }
