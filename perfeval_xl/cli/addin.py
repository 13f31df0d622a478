"""`addin`: the ribbon of Excel and WPS, the menu of LibreOffice."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from perfeval_xl.cli.files import json_option, write_bytes
from perfeval_xl.cli.terminal import print_json, say

__all__ = ["addin"]

_LIBREOFFICE = click.option(
    "--libreoffice",
    is_flag=True,
    help="LibreOffice 扩展（PerfEval.oxt），而不是 Excel 加载项。",
)


class _InOrder(click.Group):
    """Subcommands in the order in which they are needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


@click.group(
    cls=_InOrder, subcommand_metavar="子命令 [参数]…", options_metavar="[选项]"
)
def addin() -> None:
    """在 Excel、WPS 或 LibreOffice 里使用：构建、安装、卸载、查看。

    \b
    例：perfeval-xl addin install
        perfeval-xl addin install --libreoffice
        perfeval-xl addin status
    """


@addin.command(options_metavar="[选项]")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="写到哪个文件；默认 PerfEval.xlam 或 PerfEval.oxt。",
)
@click.option("--force", is_flag=True, help="目标文件已存在时覆盖。")
@_LIBREOFFICE
@json_option
def build(output: Path | None, force: bool, libreoffice: bool, as_json: bool) -> None:
    """只生成加载项文件，不安装。

    生成的文件里没有 Python 的位置，在别的计算机上请用 addin install 安装。

    \b
    例：perfeval-xl addin build -o PerfEval.xlam
    """
    # Each is built by a module of its own, loaded only when it is wanted
    if libreoffice:
        from perfeval_xl.installing.extension import build_extension

        target = output or Path("PerfEval.oxt")
        data = build_extension()
    else:
        from perfeval_xl.installing.places import ADDIN_NAME
        from perfeval_xl.installing.xlam import build_addin

        target, data = output or Path(ADDIN_NAME), build_addin()
    write_bytes(target, data, force=force)
    if as_json:
        print_json({"file": str(target), "bytes": len(data)})
    else:
        say(f"加载项：{target}")


@addin.command(options_metavar="[选项]")
@_LIBREOFFICE
@json_option
def install(libreoffice: bool, as_json: bool) -> None:
    """安装到当前用户，并记下现在使用的 Python。

    安装前请关闭 Excel；安装后重新打开，功能区中出现“绩效评价”选项卡。

    \b
    例：perfeval-xl addin install
        perfeval-xl addin install --libreoffice
    """
    if libreoffice:
        from perfeval_xl.installing import extension

        installed = extension.install()
        print_json(installed.as_json()) if as_json else say(installed.said())
        return
    from perfeval_xl.installing.excel import install as install_excel
    from perfeval_xl.installing.places import find_places

    done = install_excel(find_places())
    if as_json:
        print_json(done.as_json())
        return
    say(f"已安装：{done.addin}")
    say(f"使用的 Python：{done.interpreter}")
    say("请重新打开 Excel，功能区中会出现“绩效评价”选项卡。")


@addin.command(options_metavar="[选项]")
@_LIBREOFFICE
@json_option
def uninstall(libreoffice: bool, as_json: bool) -> None:
    """从当前用户卸载；没有安装时什么也不做。

    \b
    例：perfeval-xl addin uninstall
    """
    if libreoffice:
        from perfeval_xl.installing import extension

        removed = extension.uninstall()
    else:
        from perfeval_xl.installing.excel import uninstall as uninstall_excel
        from perfeval_xl.installing.places import find_places

        removed = uninstall_excel(find_places())
    if as_json:
        print_json({"removed": removed})
    else:
        say("已卸载。" if removed else "没有安装，不需要卸载。")


@addin.command(options_metavar="[选项]")
@_LIBREOFFICE
@json_option
def status(libreoffice: bool, as_json: bool) -> None:
    """查看装了什么、是哪个版本、记下的 Python 是否还在。

    \b
    例：perfeval-xl addin status
    """
    if libreoffice:
        from perfeval_xl.installing import extension

        found = extension.status()
        print_json(found.as_json()) if as_json else say(found.said())
        sys.exit(1 if found.complaints else 0)
    from perfeval_xl.installing.excel import status as excel_status
    from perfeval_xl.installing.places import find_places

    told = excel_status(find_places())
    if as_json:
        print_json(told.as_json())
    elif not told.installed:
        say(f"没有安装。启动文件夹：{told.addin.parent}")
    else:
        say(f"已安装：{told.addin}")
        say(f"版本：{told.version or '不详'}，xlwings {told.xlwings or '不详'}")
        say(f"使用的 Python：{told.interpreter or '没有记录'}")
        for complaint in told.complaints:
            say(complaint)
    sys.exit(1 if told.complaints else 0)
