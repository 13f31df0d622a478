"""`summary`: the 汇总表 out of the ledger."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from perfeval_xl.cli.files import output_option, write_bytes
from perfeval_xl.cli.keeping import read_list
from perfeval_xl.cli.owing import standing_options
from perfeval_xl.cli.terminal import say

__all__ = ["summary"]


@click.command()
@standing_options
@output_option("汇总表写到哪个 .xlsx 文件")
@click.option(
    "--originals/--no-originals",
    default=True,
    show_default="写",
    help="在汇总表旁边的文件夹里写出原件，汇总表里的链接指向其中的单元格；已经有的不再写。",
)
@click.option(
    "--last-year",
    metavar="台账",
    default="",
    help="上年的台账，用来指出自评总分与上年相差较大的项目。",
)
def summary(
    ledger: str,
    roster: Path | None,
    deadline: datetime | None,
    today: datetime | None,
    *,
    output: Path,
    force: bool,
    originals: bool,
    last_year: str,
) -> None:
    """由台账生成汇总表：各部门的进度、谁还没报、得分、问题、值得核对的地方、未能读取的附件。

    \b
    例：perfeval-xl summary --ledger 台账.db -o 汇总表.xlsx
        perfeval-xl summary --ledger 台账.db --roster 项目清单.xlsx --deadline 2025-01-20 -o 汇总表.xlsx
    每一行都有链接，打开“汇总表_原件”文件夹里的原件，落在那个数字所在的格子；把汇总表给别人时，连同这个文件夹一起给。
    """
    from perfeval_xl.errors import UsageError
    from perfeval_xl.summary.holdings import SummaryWish
    from perfeval_xl.summary.summarising import write_summary

    # Looked at before the ledger is read, which may take minutes
    if output.exists() and not force:
        raise UsageError(
            f"“{output}”已经存在。", "请换一个文件名，或者加 --force 覆盖。"
        )
    # Links in the table are relative: table and folder are moved together
    folder = output.with_name(f"{output.stem}_原件") if originals else None
    wish = SummaryWish(
        roster=read_list(roster),
        deadline=None if deadline is None else deadline.date(),
        today=None if today is None else today.date(),
        originals=folder,
        last_year=last_year,
    )
    write_bytes(output, write_summary(ledger, wish), force=force)
    say(f"汇总表：{output}")
    # The folder is made only when there is an original to put into it
    if folder is not None and folder.is_dir():
        say(f"原件：{folder}")
