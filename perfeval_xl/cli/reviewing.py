"""`review sample` and `review collect`: a sample to be reviewed by people, and what they made of it."""

from __future__ import annotations

import secrets
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from perfeval_xl.cli.files import json_option, output_option, read_bytes, write_bytes
from perfeval_xl.cli.terminal import print_json, say, say_table
from perfeval_xl.errors import SubmissionFileError, UsageError

if TYPE_CHECKING:
    from perfeval_xl.collection.reviewed import Reviewed
    from perfeval_xl.review.sampling import Drawn

__all__ = ["review"]

# Endings under which review workbooks come back
_ENDINGS = {".xlsx", ".xlsm", ".xls", ".ods", ".et"}


@click.group(options_metavar="[选项]", subcommand_metavar="命令 [参数]…")
def review() -> None:
    """抽查复核：按风险抽取项目，生成复核表；收回后把自评、规则和复核得分放在一起。

    \b
    例：perfeval-xl review sample --ledger 台账.db -o 抽查
        perfeval-xl review collect 抽查 -o 复核结果.xlsx
    """


@review.command(options_metavar="[选项]")
@click.option(
    "--ledger", required=True, help="台账：SQLite 文件名，或者 PostgreSQL 数据库地址。"
)
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="复核表写到哪个文件夹。",
)
@click.option(
    "--count",
    type=click.IntRange(1),
    metavar="个数",
    help="抽多少个项目；不写时抽十分之一，至少5个。",
)
@click.option(
    "--seed",
    default="",
    metavar="种子",
    help="抽样的种子：同一个台账、同一个种子，抽出来的总是相同。不写时随机取一个并告诉你。",
)
@click.option("--force", is_flag=True, help="复核表已存在时覆盖（填过的也会被覆盖）。")
@json_option
def sample(
    ledger: str,
    output: Path,
    count: int | None,
    seed: str,
    *,
    force: bool,
    as_json: bool,
) -> None:
    """抽取要复核的项目：一半按风险从高到低，其余随机；每个项目一份复核表。

    \b
    例：perfeval-xl review sample --ledger 台账.db --count 10 --seed 2024 -o 抽查
    """
    from perfeval_xl.collection.ledger import open_ledger
    from perfeval_xl.distribution.naming import safe_name
    from perfeval_xl.review.sampling import draw_sample, usual_count
    from perfeval_xl.review.workbook import review_workbook

    # A seed is said even when nobody chose one: whoever doubts the sample can draw it again
    chosen = seed or secrets.token_hex(4)
    # Only the rows of what was drawn are kept in memory
    with open_ledger(ledger, create=False).snapshot() as seen:
        versions = seen.in_force
        drawn = draw_sample(versions, count or usual_count(len(versions)), chosen)
        wanted = {one.version.arrival.number for one in drawn}
        rows = {
            number: found
            for number, found in seen.indicators_of_each()
            if number in wanted
        }
    if not drawn:
        raise UsageError(
            "台账里还没有可以抽查的自评表。", "请先用 perfeval-xl collect 收集。"
        )
    files = []
    for number, one in enumerate(drawn, start=1):
        figures = one.version.figures
        name = (
            safe_name(f"{number:03}_{figures.unit}_{figures.project}_复核表", 150)
            + ".xlsx"
        )
        data = review_workbook(
            one.version, rows.get(one.version.arrival.number, ()), one.reasons, chosen
        )
        write_bytes(output / name, data, force=force)
        files.append(name)
    _tell(drawn, files, chosen, output, as_json=as_json)


def _tell(
    drawn: tuple[Drawn, ...],
    files: list[str],
    seed: str,
    folder: Path,
    *,
    as_json: bool,
) -> None:
    if as_json:
        rows = [
            {
                "file": file,
                "project": one.version.figures.project,
                "unit": one.version.figures.unit,
                "rank": one.rank,
                "points": str(one.points),
                "reasons": list(one.reasons),
                "at_random": one.at_random,
            }
            for file, one in zip(files, drawn, strict=True)
        ]
        print_json({"seed": seed, "folder": str(folder), "sample": rows})
        return
    lines: list[tuple[object, ...]] = [
        ("风险位次", "怎样抽中", "实施单位", "项目名称", "原因")
    ]
    for one in drawn:
        how = "按风险"
        if one.at_random:
            how = "随机"
        figures = one.version.figures
        lines.append(
            (one.rank, how, figures.unit, figures.project, "、".join(one.reasons))
        )
    say_table(lines)
    say(
        f"抽取{len(drawn)}个项目，复核表在文件夹“{folder}”。抽样种子：{seed}（用 --seed {seed} 可以重现）。"
    )


@review.command(options_metavar="[选项]")
@click.argument(
    "sources",
    metavar="[复核表或文件夹]…",
    nargs=-1,
    type=click.Path(exists=True, path_type=Path),
)
@click.option(
    "--ledger",
    default="",
    help="台账：自评和规则得分以台账为准；不写复核表或文件夹时，用 perfeval-xl collect 收进台账的复核表。",
)
@output_option("对照结果写到哪个 .xlsx 文件")
@json_option
def collect(
    sources: tuple[Path, ...],
    ledger: str,
    output: Path,
    *,
    force: bool,
    as_json: bool,
) -> None:
    """收回填好的复核表：自评、规则和复核得分放在一起，说明有多少一致。

    \b
    例：perfeval-xl review collect 抽查 --ledger 台账.db -o 复核结果.xlsx
        perfeval-xl review collect --ledger 台账.db -o 复核结果.xlsx
    复核表也可以用邮件交回，由 perfeval-xl collect 一并收进台账；同一份自评表有几份复核表的，以最后收到的为准。
    复核得分不在0和分值之间的指出来，不计入；有这样的格子，或者有读不了的文件，退出码为 1。
    """
    from perfeval_xl.cli.saying import say_problem
    from perfeval_xl.review.comparing import (
        compare,
        comparison_json,
        comparison_workbook,
    )

    # The ledger alone is enough: it may hold reviews that came by mail
    if not sources and not ledger:
        raise UsageError(
            "没有写要收回的复核表。", "请写复核表或者文件夹，或者用 --ledger 写台账。"
        )
    reviews, failures = _read_all(sources)
    if ledger:
        reviews = _beside_ledger(reviews, ledger, received=not sources)
    found = compare(reviews)
    write_bytes(output, comparison_workbook(found), force=force)
    problems = [problem for review in reviews for problem in review.problems]
    if as_json:
        print_json(comparison_json(found) | {"unread": failures})
    else:
        for problem in problems:
            say(say_problem(problem))
        for file, reason in failures.items():
            say(f"没有读取：{file}：{reason}")
        say(
            f"收回{len(reviews)}份复核表，填完的{sum(one.complete for one in reviews)}份。"
        )
        say(f"自评与复核：{found.own.said}。\n规则与复核：{found.by_rules.said}。")
        say(f"对照结果：{output}")
    if problems or failures:
        sys.exit(1)


def _beside_ledger(
    reviews: Sequence[Reviewed], ledger: str, *, received: bool
) -> Sequence[Reviewed]:
    """Return the reviews with the points of the ledger; `received`: those that came in with the mail."""
    from perfeval_xl.collection.ledger import open_ledger
    from perfeval_xl.review.comparing import from_ledger

    with open_ledger(ledger, create=False).snapshot() as seen:
        return from_ledger(seen.reviews() if received else reviews, seen)


def _read_all(
    sources: tuple[Path, ...],
) -> tuple[Sequence[Reviewed], dict[str, str]]:
    """Read all review workbooks in the sources; what is none is told, what is no workbook at all passed over."""
    from perfeval_xl.collection.reviewed import read_review
    from perfeval_xl.workers import worker

    reviews: list[Reviewed] = []
    failures: dict[str, str] = {}
    # Returned workbooks are as hostile as forms: they are read in another process
    with worker() as hands:
        for path in _files(sources):
            try:
                found = hands.run(path.name, read_review, read_bytes(path), path.name)
            except SubmissionFileError as exc:
                failures[path.name] = exc.message
                continue
            if found is None:
                failures[path.name] = "不是抽查时发出的复核表"
            else:
                reviews.append(found)
    return reviews, failures


def _files(sources: tuple[Path, ...]) -> list[Path]:
    files = []
    for source in sources:
        found = sorted(source.rglob("*")) if source.is_dir() else [source]
        files += [
            path
            for path in found
            if path.suffix.lower() in _ENDINGS and not path.name.startswith("~$")
        ]
    return files
