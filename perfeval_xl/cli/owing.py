"""`status` and `remind`: who has handed in what, and who is asked for what is missing."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from perfeval_xl.cli.files import json_option, read_bytes, write_bytes
from perfeval_xl.cli.keeping import read_list
from perfeval_xl.cli.keys import key_option, use_key
from perfeval_xl.cli.notices import notice_of, notice_options
from perfeval_xl.cli.replying import Mailing, mail_options, post, tell
from perfeval_xl.cli.terminal import print_json, say, say_table
from perfeval_xl.errors import UsageError

if TYPE_CHECKING:
    from perfeval_xl.collection.project_states import Standing
    from perfeval_xl.form.drawing.guide_sheets import Notice
    from perfeval_xl.replies.reminders import Forms

__all__ = ["remind", "standing_options", "status"]

F = TypeVar("F", bound=Callable[..., Any])
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_DAY = click.DateTime(["%Y-%m-%d"])
# The manifest that a distribution leaves beside its list
_MANIFEST = "清单.json"


def standing_options(function: F) -> F:
    """Add the options that say of what ledger, list and day the question is."""
    options = (
        click.option(
            "--ledger",
            required=True,
            help="台账：SQLite 文件名，或者 PostgreSQL 数据库地址。",
        ),
        click.option(
            "--roster",
            type=_FILE,
            metavar="清单",
            help="项目清单，或者下发时写的清单.xlsx、清单.json；不写时用收集时给的那一份。",
        ),
        click.option(
            "--deadline",
            type=_DAY,
            metavar="日期",
            help="截止日期，如 2025-01-20；不写时用收集时给的。",
        ),
        click.option(
            "--on",
            "today",
            type=_DAY,
            metavar="日期",
            help="按哪一天算还剩几天，默认是今天。",
        ),
    )
    # Decorators apply from the inside out: reversed, the help shows them as they stand here
    for option in reversed(options):
        function = option(function)
    return function


@click.command()
@standing_options
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="另写成一个 .xlsx 文件。",
)
@click.option("--force", is_flag=True, help="文件已存在时覆盖。")
@json_option
def status(
    ledger: str,
    roster: Path | None,
    deadline: datetime | None,
    today: datetime | None,
    *,
    output: Path | None,
    force: bool,
    as_json: bool,
) -> None:
    """谁还没报：按主管部门列出应报、通过、退回、未报、逾期的项目数，和还没有完成的项目、还剩几天。

    \b
    例：perfeval-xl status --ledger 台账.db --roster 项目清单.xlsx --deadline 2025-01-20
        perfeval-xl status --ledger 台账.db -o 报送情况.xlsx
    还有项目没有完成时，退出码为 1。
    """
    from perfeval_xl.replies.status import (
        OWED,
        status_json,
        status_tables,
        status_workbook,
    )

    # Read once: the workbook and the lines on the screen are of the same moment
    standing = _standing(ledger, roster, deadline, today)
    if output is not None:
        write_bytes(output, status_workbook(standing), force=force)
    if as_json:
        print_json(status_json(standing))
    else:
        tables = status_tables(standing)
        say(tables.title)
        say("")
        say_table(tables.by_department)
        # Tables with nothing but their headings are left out
        for rows in (tables.owed, tables.beside):
            if len(rows) > 1:
                say("")
                # The terminal has no room for the last column; the workbook has it.
                say_table([row[:-1] for row in rows])
        if output is not None:
            say(f"\n报送情况：{output}")
    if standing.of(*OWED):
        sys.exit(1)


@click.command()
@standing_options
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="草稿写到哪个文件夹。",
)
@click.option(
    "--forms",
    metavar="文件夹",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="下发时写的文件夹，把其中预先填好的表格附上；不写时按 --roster 的项目清单重新生成。",
)
@notice_options
@click.option("--returned", is_flag=True, help="退回后还没有重报的，也各写一封。")
@key_option("给重新生成的表格签名")
@mail_options
@json_option
def remind(
    ledger: str,
    roster: Path | None,
    deadline: datetime | None,
    today: datetime | None,
    *,
    output: Path,
    forms: Path | None,
    returned: bool,
    contact: str,
    return_to: str,
    attachments: str,
    key_file: Path | None,
    as_json: bool,
    **options: Any,
) -> None:
    """催报：给还没有报送的、逾期的各写一封邮件，附上预先填好的表格。

    \b
    例：perfeval-xl remind --ledger 台账.db --roster 项目清单.xlsx --deadline 2025-01-20 --forms 下发 -o 催报
        perfeval-xl remind --ledger 台账.db --forms 下发 -o 催报 --smtp smtps://用户@服务器 --send
    默认只写草稿；同一天重复运行不会催两次。密码在运行时输入，或放在环境变量 PERFEVAL_SMTP_PASSWORD 里。
    """
    from perfeval_xl.replies.receipts import known_addresses
    from perfeval_xl.replies.reminders import reminders

    key = use_key(key_file)
    standing = _standing(ledger, roster, deadline, today)
    # Without a list nobody is known to owe anything
    if not standing.roster:
        raise UsageError(
            "不知道应该有哪些项目。", "请加 --roster 项目清单，或者在 collect 时给出。"
        )
    mailing = Mailing(**options)
    # Where the list has no address, the one counts from which the unit sent a form last
    office = mailing.office(known_addresses(ledger))
    # A form that is made anew says what the distributed one said: until when, to whom, with what
    notice = notice_of(standing.deadline, contact, return_to, attachments)
    prefilled = _forms(forms, roster, standing, key, notice)
    found = reminders(standing, prefilled, office, returned=returned)
    posted = post(found, output, ledger, mailing)
    tell(posted, as_json=as_json)
    if not posted.done:
        sys.exit(1)


def _standing(
    ledger: str, roster: Path | None, deadline: datetime | None, today: datetime | None
) -> Standing:
    """Read how all projects stand, from one moment of the ledger."""
    from perfeval_xl.collection.ledger import open_ledger
    from perfeval_xl.collection.project_states import standing_of

    listed = read_list(roster)
    with open_ledger(ledger, create=False).snapshot() as seen:
        return standing_of(
            seen, roster=listed, deadline=_day(deadline), today=_day(today)
        )


def _day(moment: datetime | None) -> date | None:
    if moment is None:
        return None
    return moment.date()


def _forms(
    folder: Path | None,
    roster: Path | None,
    standing: Standing,
    key: bytes | None,
    notice: Notice,
) -> Forms:
    """Return the forms of a distribution; without its folder those that the list gives."""
    from perfeval_xl.distribution.preparing import NamedFile
    from perfeval_xl.replies.reminders import Forms, forms_made_anew, forms_of_folder

    # A list that lies in the folder of a distribution has its forms beside it
    if folder is None and roster is not None and (roster.parent / _MANIFEST).is_file():
        folder = roster.parent
    if folder is not None:
        return forms_of_folder(folder)
    if roster is None:
        # Without forms the reminders carry none
        return Forms()
    project_list = NamedFile(roster.name, read_bytes(roster))
    return forms_made_anew(project_list, standing.projects, key, notice)
