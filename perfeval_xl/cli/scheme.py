"""`scheme show|lint|diff|export|import`: schemes for people who read and edit them."""

from __future__ import annotations

import sys
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from perfeval_xl.cli.files import json_option, output_option, read_bytes, write_bytes
from perfeval_xl.cli.terminal import print_json, say

if TYPE_CHECKING:
    from perfeval_xl.scheme_book.linting import Lint

__all__ = ["scheme"]


class _Commands(click.Group):
    """The commands in the order in which they stand here."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


@click.group(cls=_Commands, subcommand_metavar="命令 [参数]…")
def scheme() -> None:
    """查看、检查、比较评价方案，用 Excel 修改方案。

    \b
    例：perfeval-xl scheme show yueyang-2020
    """


@scheme.command(options_metavar="[选项]")
@click.argument("name", metavar="方案")
@json_option
def show(name: str, as_json: bool) -> None:
    """显示一个方案：依据、时间、等级、指标和分值、每条规则的意思、已知问题。

    方案可以是编号、名称，也可以是 .toml 或 .xlsx 文件。

    \b
    例：perfeval-xl scheme show yueyang-2020
    """
    from perfeval_xl.scheme_book.opening import open_scheme
    from perfeval_xl.scheme_book.showing import scheme_json, show_scheme

    opened = open_scheme(name)
    if as_json:
        print_json(scheme_json(opened))
    else:
        say(show_scheme(opened))


@scheme.command(options_metavar="[选项]")
@click.argument("names", metavar="[方案]…", nargs=-1)
@json_option
def lint(names: tuple[str, ...], as_json: bool) -> None:
    """检查方案：规则与分值、标杆值与门槛、权重、文号、时间是否有问题；不写方案时检查全部。

    “已知”是方案已经写明的原文件的问题，不算错误。有“问题”时退出码为1。

    \b
    例：perfeval-xl scheme lint yantian-2024 我的方案.xlsx
    """
    from perfeval_xl.scheme_book.lint_all import lint_names

    results = lint_names(names)
    if as_json:
        print_json([result.as_json() for result in results])
    else:
        for result in results:
            _say_lint(result)
    if not all(result.clean for result in results):
        sys.exit(1)


def _say_lint(result: Lint) -> None:
    if result.scheme:
        title = f"（{result.scheme.title}）"
    else:
        title = ""
    if not result.findings:
        say(f"{result.name}{title}：没有问题。")
        return
    say(f"{result.name}{title}：")
    for finding in result.findings:
        head = " ".join(
            part for part in (f"[{finding.standing}]", finding.code) if part
        )
        if finding.where:
            where = f"（{finding.where}）"
        else:
            where = ""
        if finding.remedy:
            remedy = f"\n    → {finding.remedy}"
        else:
            remedy = ""
        say(f"  {head}{where}{finding.message}{remedy}")


@scheme.command(options_metavar="[选项]")
@click.argument("old", metavar="原方案")
@click.argument("new", metavar="新方案")
@json_option
def diff(old: str, new: str, as_json: bool) -> None:
    """列出两个方案的差别，按部分分组；没有差别时不输出内容。

    \b
    例：perfeval-xl scheme diff national-2020 hubei-2020
    """
    from perfeval_xl.scheme_book.comparing import compare_schemes
    from perfeval_xl.scheme_book.opening import open_scheme

    changes = compare_schemes(open_scheme(old), open_scheme(new))
    if as_json:
        print_json([change.as_json() for change in changes])
        return
    # Changes come in the order of the groups
    for group, listed in groupby(changes, key=lambda change: change.group):
        say(f"【{group}】")
        for change in listed:
            say(f"  {change}")


@scheme.command(options_metavar="[选项]")
@click.argument("name", metavar="方案")
@output_option("方案写到哪个 .xlsx 文件")
def export(name: str, output: Path, force: bool) -> None:
    """把方案写成一份 Excel 工作簿，改好后可以用 scheme import 导入。

    \b
    例：perfeval-xl scheme export yueyang-2020 -o 岳阳方案.xlsx
    """
    from perfeval_xl.scheme_book import export_scheme
    from perfeval_xl.scheme_book.opening import is_file_name, open_scheme

    # A scheme from a file must not be written over by its own export
    source = (Path(name),) if is_file_name(name) else ()
    write_bytes(output, export_scheme(open_scheme(name)), force=force, inputs=source)
    say(f"方案工作簿：{output}")


@scheme.command("import", options_metavar="[选项]")
@click.argument(
    "file",
    metavar="方案.xlsx",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="方案写到哪个 .toml 文件；不写时存为自己的方案，各命令即可使用。",
)
@click.option("--force", is_flag=True, help="目标文件已存在时覆盖。")
@json_option
def import_(file: Path, output: Path | None, force: bool, as_json: bool) -> None:
    """读入一份方案工作簿；有错误时一次列出全部错误所在的单元格，不导入任何内容。

    \b
    例：perfeval-xl scheme import 我的方案.xlsx
    """
    from perfeval_xl.scheme_book import BookError, import_scheme
    from perfeval_xl.scheme_book.installing import own_path, shipped_ids
    from perfeval_xl.scheme_book.linting import lint_scheme
    from perfeval_xl.scheme_book.toml_text import toml_text

    # Mistakes are collected: JSON shows them all before the error ends the command
    try:
        # Only what is installed must not have the id of a scheme of the program
        imported = import_scheme(
            read_bytes(file), file.name, () if output else shipped_ids()
        )
    except BookError as exc:
        if as_json:
            print_json(
                {
                    "id": None,
                    "file": None,
                    "mistakes": [mistake.as_json() for mistake in exc.mistakes],
                }
            )
        raise
    target = output or own_path(imported.id)
    write_bytes(target, toml_text(imported).encode(), force=force, inputs=(file,))
    # What was imported is checked at once, while its author is still there
    result = lint_scheme(imported.id, imported)
    if as_json:
        print_json(
            {
                "id": imported.id,
                "file": str(target),
                "mistakes": [],
                **result.as_json(),
            }
        )
    else:
        say(f"方案“{imported.title}”（{imported.id}）：{target}")
        if result.findings:
            _say_lint(result)
    if not result.clean:
        sys.exit(1)
