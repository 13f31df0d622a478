"""`collect` and `summary`: a mailbox full of workbooks into the ledger, and the 汇总表 out of it."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from perfeval_xl.cli.files import json_option, output_option, print_json, write_bytes

__all__ = ["collect", "summary"]

_LEDGER = click.option("--ledger", required=True, help="台账：SQLite 文件名，或者数据库地址（postgresql://…）。")


@click.command()
@click.argument("sources", metavar="来源…", nargs=-1, required=True, type=click.Path(path_type=Path))
@_LEDGER
@json_option
def collect(sources: tuple[Path, ...], ledger: str, as_json: bool) -> None:
    """收集文件夹、邮件（.eml）或单个文件里的自评表，逐份校验评分，记入台账。

    \b
    例：perfeval-xl collect 收件箱 --ledger 台账.db
    重复运行不会重复登记；打不开的附件记入台账，不影响其他附件。
    """
    from perfeval_xl.collection.collecting import collect as run

    result = run(sources, ledger, _progress if sys.stderr.isatty() else None)
    if as_json:
        print_json(result.as_json())
    else:
        for verdict in result.verdicts:
            code = f"{verdict.code} " if verdict.code else ""
            click.echo(f"[{verdict.state.label}] {verdict.origin} {verdict.file}：{code}{verdict.message}")
        click.echo(
            f"共{result.envelopes}封邮件和文件、{result.attachments}个附件：新收{result.new}份，更正{result.corrections}份，"
            f"重复{result.duplicates}份，无法读取{result.unreadable}份，已登记过{result.known}份，略过{result.ignored}份。"
        )
    if result.unreadable:
        sys.exit(1)


def _progress(done: int, total: int, place: str) -> None:
    click.echo(f"\r\033[K{done}/{total} {place[-60:]}", nl=done == total, err=True)


@click.command()
@_LEDGER
@output_option("汇总表写到哪个 .xlsx 文件")
def summary(ledger: str, output: Path, force: bool) -> None:
    """由台账生成汇总表：谁报了、得分、问题、未能读取的附件。

    \b
    例：perfeval-xl summary --ledger 台账.db -o 汇总表.xlsx
    """
    from perfeval_xl.summary.summarising import write_summary

    write_bytes(output, write_summary(ledger), force=force)
    click.echo(f"汇总表：{output}")
