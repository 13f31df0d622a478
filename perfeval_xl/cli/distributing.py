"""`distribute`: one prefilled form per project of a project list."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from perfeval_xl.cli.files import json_option, read_bytes, write_bytes
from perfeval_xl.cli.keys import key_option, use_key
from perfeval_xl.cli.notices import (
    mails_of,
    notice_of,
    notice_options,
    say_notices,
)
from perfeval_xl.cli.replying import (
    Mailing,
    Posted,
    mail_options,
    post,
    posted_json,
    say_posted,
)
from perfeval_xl.cli.terminal import print_json, progress, say
from perfeval_xl.errors import UsageError

if TYPE_CHECKING:
    from perfeval_xl.distribution.distributing import Distribution
    from perfeval_xl.distribution.preparing import Preparation

__all__ = ["distribute"]

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
# The scheme for projects that name none
_USUAL = "national-2020"
# Files of last year that are named before it says 等
_SHOWN = 5
# Problems that are printed; a list with all rows wrong would fill the screen for minutes
_PROBLEMS_SHOWN = 200
# Characters of the name of a project in one line
_LONGEST_NAME = 40


_GIVE_A_LIST = "例：perfeval-xl distribute 项目清单.xlsx -o 下发"


def _project_year(
    context: click.Context, parameter: click.Parameter, year: int | None
) -> int | None:
    """Return the year; the years that a project may be of are looked up only where one is given."""
    from perfeval_xl.dates import FIRST_YEAR, LAST_YEAR

    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        said = f"{year} 不是{FIRST_YEAR}至{LAST_YEAR}年之间的年度。"
        raise click.BadParameter(said, context, parameter)
    return year


@click.command()
@click.argument("roster", metavar="[项目清单]", type=_FILE, required=False)
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path),
    help="表格写到哪个文件夹。",
)
@click.option(
    "--roster-template",
    is_flag=True,
    help="不下发，只生成一份空白的项目清单，写到 -o 指定的 .xlsx 文件。",
)
@click.option(
    "--scheme",
    metavar="方案",
    default=_USUAL,
    show_default=True,
    help="清单中没有写方案的项目用哪个评价方案。",
)
@click.option(
    "--year",
    metavar="年度",
    type=int,
    callback=_project_year,
    help="清单中没有写年度的项目是哪一年度，如 2024。",
)
@click.option(
    "--targets",
    metavar="文件",
    multiple=True,
    type=_FILE,
    help="绩效目标申报表或绩效目标清单，可以给多个。",
)
@click.option(
    "--carry-over",
    metavar="文件夹",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="上年的自评表：相同项目的指标、指标值、分值和预期目标带入新表，完成值和得分不带。",
)
@click.option(
    "--skip-bad",
    is_flag=True,
    help="清单有错误时，仍下发没有错误的项目，有错误的列出来。",
)
@key_option("给每份表格签名")
@click.option(
    "--mails",
    metavar="文件夹",
    type=click.Path(file_okay=False, path_type=Path),
    help="同时把下发的邮件写成草稿，每个项目一封，收件人用清单里的邮箱；--force 也重新写改过的草稿。",
)
@click.option(
    "--deadline",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="日期",
    help="报送的截止日期，写进下发的表格和邮件。",
)
@notice_options
@click.option(
    "--ledger",
    default="",
    metavar="台账",
    help="用 --smtp 发信时记在这个台账里，同一份表格不发两次。",
)
@mail_options
@json_option
def distribute(  # noqa: PLR0917 - click hands the options over by name
    roster: Path | None,
    output: Path,
    roster_template: bool,
    scheme: str,
    year: int | None,
    targets: tuple[Path, ...],
    carry_over: Path | None,
    skip_bad: bool,
    key_file: Path | None,
    mails: Path | None,
    deadline: datetime | None,
    ledger: str,
    as_json: bool,
    contact: str,
    return_to: str,
    attachments: str,
    **options: Any,
) -> None:
    """按项目清单下发自评表：每个项目一份，预先填好名称、预算和绩效目标。

    \b
    例：perfeval-xl distribute --roster-template -o 项目清单.xlsx
        perfeval-xl distribute 项目清单.xlsx -o 下发
        perfeval-xl distribute 项目清单.xlsx -o 下发 --mails 下发邮件 --deadline 2025-01-20 --contact 绩效科

    清单和申报表可以是 .xlsx、.xls、.ods 或 .csv；表头写明单位是元、亿元的，金额自动换算成表中的单位。
    清单里的错误一次全部列出，指到单元格；有错误时一份也不写（--skip-bad 除外）。文件夹里另有清单.xlsx 和清单.json，
    记录每份表格属于谁。中断后再运行一次即可接着做完。清单里“截止日期”“联系人”“报送邮箱”“附件清单”等列写进该项目的表格，先于各选项给出的。
    """
    mailing = Mailing(**options)
    if roster_template:
        _write_template(roster, output, scheme, force=mailing.force)
        return
    if roster is None:
        raise UsageError("没有给出项目清单。", _GIVE_A_LIST)
    key, force = use_key(key_file), mailing.force
    prepared = _prepared(roster, targets, scheme, year, carry_over)
    notice = notice_of(deadline, contact, return_to, attachments)
    done = _write_forms(prepared, output, key, notice, skip_bad=skip_bad, force=force)
    # Mails name the forms they carry: where none was written, there is none to send
    posted = None
    if mails is not None and done is not None:
        drafts = mails_of(prepared, done, deadline, mailing.office())
        posted = post(drafts, mails, ledger, mailing)
    stopped = done is None and not skip_bad
    _tell(prepared, done, posted, stopped=stopped, as_json=as_json)
    sys.exit(_exit_code(prepared, posted))


def _tell(
    prepared: Preparation,
    done: Distribution | None,
    posted: Posted | None,
    *,
    stopped: bool,
    as_json: bool,
) -> None:
    if as_json:
        print_json(_as_json(prepared, done, posted))
    else:
        _say(prepared, done, posted, stopped=stopped)


def _prepared(
    roster: Path,
    targets: tuple[Path, ...],
    scheme: str,
    year: int | None,
    carry_over: Path | None,
) -> Preparation:
    from perfeval_xl.distribution.preparing import NamedFile, prepare

    return prepare(
        NamedFile(roster.name, read_bytes(roster)),
        [NamedFile(path.name, read_bytes(path)) for path in targets],
        scheme=scheme,
        year="" if year is None else str(year),
        carry_from=carry_over,
    )


def _exit_code(prepared: Preparation, posted: Posted | None) -> int:
    plan = prepared.plan
    # A list without projects is not clean either
    clean = plan.projects and not plan.bad and not plan.of_none
    if clean and (posted is None or posted.done):
        return 0
    return 1


def _write_forms(
    prepared: Preparation,
    folder: Path,
    key: bytes | None,
    notice: tuple[tuple[str, str], ...],
    *,
    skip_bad: bool,
    force: bool,
) -> Distribution | None:
    """Write what may be written; `None` where nothing may."""
    from perfeval_xl.distribution.distributing import distribute_forms

    plan = prepared.plan
    # One error stops everything, unless it was said to leave out the bad ones
    stopped = bool(plan.bad or plan.of_none) and not skip_bad
    if stopped or not plan.good:
        return None
    try:
        return distribute_forms(
            plan.good,
            folder,
            key=key,
            notice=notice,
            force=force,
            on_progress=progress("下发"),
        )
    except KeyboardInterrupt:
        # Every form is whole or not there, so that the same command can go on where it stopped
        say(
            f"\n“{folder}”里已写好的表格都是完整的；再运行一次同样的命令即可接着做完。",
            err=True,
        )
        raise


def _write_template(
    roster: Path | None, output: Path, scheme: str, *, force: bool
) -> None:
    from perfeval_xl.distribution.roster_template import roster_template
    from perfeval_xl.scheme.loader import find_scheme

    if roster is not None:
        raise UsageError(
            "--roster-template 不需要项目清单。",
            "例：perfeval-xl distribute --roster-template -o 项目清单.xlsx",
        )
    if output.is_dir():
        raise UsageError(
            f"“{output}”是文件夹。", "请写明文件名，例如 -o 项目清单.xlsx。"
        )
    write_bytes(output, roster_template(find_scheme(scheme)), force=force)
    say(f"空白项目清单：{output}")


def _say(
    prepared: Preparation,
    done: Distribution | None,
    posted: Posted | None,
    *,
    stopped: bool,
) -> None:
    from perfeval_xl.cli.saying import say_problem

    plan = prepared.plan
    # Problems of the list first, then what was carried over, then what was written
    for problem in plan.problems[:_PROBLEMS_SHOWN]:
        say(say_problem(problem))
    if len(plan.problems) > _PROBLEMS_SHOWN:
        say(
            f"……另有{len(plan.problems) - _PROBLEMS_SHOWN}个问题，全部问题请用 --json 查看。"
        )
    say_notices(plan.projects)
    if prepared.long_term:
        say(f"长期目标{prepared.long_term}条没有带入：自评只评年度目标。")
    _say_carried(prepared)
    if not plan.projects:
        say("清单里没有项目。")
    elif stopped:
        # Nothing was written, and what helps is said
        say(
            f"清单中的{len(plan.projects)}个项目有{len(plan.bad)}个有错误，一份表格也没有写。"
            "请改正后重新运行；只下发没有错误的项目，请加 --skip-bad。"
        )
    else:
        bad = [project for project in plan.projects if project.row in plan.bad]
        written = 0
        if done is not None:
            written = len(done.records)
        where = ""
        if done is not None:
            where = f"“{done.folder}”"
        say(
            f"已下发{written}份表格{f'，在文件夹{where}' if where else ''}；绩效目标{prepared.declared}条。"
        )
        for project in bad:
            # Names of projects may be whole sentences
            name = project.project.shown
            shown = name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}…"
            say(f"没有下发：第{project.row}行 {shown}")
    if posted is not None:
        say_posted(posted)


def _say_carried(prepared: Preparation) -> None:
    carried = prepared.carried
    if carried is None:
        return
    for item in carried.carried:
        goal = ""
        if item.goal:
            goal = "和预期目标"
        say(f"结转：{item.project}，指标{item.indicators}个{goal}，来自 {item.file}")
    for file, reason in carried.unread:
        say(f"没有结转：{file}：{reason}")
    if carried.unused:
        shown = "、".join(carried.unused[:_SHOWN]) + (
            "等" if len(carried.unused) > _SHOWN else ""
        )
        say(f"上年有{len(carried.unused)}份表格没有用到：{shown}")


def _as_json(
    prepared: Preparation, done: Distribution | None, posted: Posted | None
) -> dict[str, Any]:
    plan, carried = prepared.plan, prepared.carried
    shown: dict[str, Any] = {
        "projects": len(plan.projects),
        "targets": prepared.declared,
        "long_term_targets": prepared.long_term,
        "written": [_record(record) for record in done.records]
        if done is not None
        else [],
        "not_written": [
            {"row": project.row, "project": project.project.text}
            for project in plan.projects
            if project.row in plan.bad
        ],
        "problems": [problem.as_json() for problem in plan.problems],
    }
    if carried is not None:
        shown["carried"] = [
            {
                "project": c.project,
                "file": c.file,
                "indicators": c.indicators,
                "goal": c.goal,
            }
            for c in carried.carried
        ]
        shown["carry_over_unread"] = [
            {"file": file, "message": reason} for file, reason in carried.unread
        ]
        shown["carry_over_unused"] = list(carried.unused)
    if posted is not None:
        shown["mails"] = posted_json(posted)
    return shown


def _record(record: Any) -> dict[str, str]:
    from dataclasses import asdict

    return asdict(record)
