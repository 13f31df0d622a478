"""`import`: forms in other layouts and formats become ours, prefilled, what is doubtful marked."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from perfeval_xl.cli.files import read_bytes, write_bytes
from perfeval_xl.cli.terminal import say
from perfeval_xl.errors import SubmissionFileError, UsageError

if TYPE_CHECKING:
    from perfeval_xl.foreign import ForeignForm
    from perfeval_xl.problems import Problem

__all__ = ["import_forms"]

_FILE = click.Path(exists=True, path_type=Path)


@click.command("import")
@click.argument(
    "files",
    metavar="文件…",
    nargs=-1,
    required=True,
    type=_FILE,
)
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path),
    help="写到哪个 .xlsx 文件；几份表的，写到哪个文件夹。",
)
@click.option(
    "--scheme", metavar="方案", help="按哪个评价方案；不写时按表上的内容认出，并写明。"
)
@click.option("--force", is_flag=True, help="目标文件已存在时覆盖。")
def import_forms(
    files: tuple[Path, ...], output: Path, scheme: str | None, force: bool
) -> None:
    """把其他表式、其他格式的自评表转成我们的表，填好，拿不准的格子标出来。

    \b
    例：perfeval-xl import 某局自评表.docx -o 某局.xlsx
        perfeval-xl import 报送 -o 转好的表
    Excel、WPS、Word、网页、含文字的 PDF 都可以；写文件夹的，连同下级文件夹里的文件。有文件读不了时退出码为 1。
    """
    from perfeval_xl.distribution.naming import FreeNames

    # All files are read before anything is written: how many forms there are decides where they go
    named = [each for path in files for each in _files(path)]
    found, whole = _found_in(named, scheme)
    into_file = output.suffix.lower() == ".xlsx"
    # One workbook holds one form; which of several files it shall hold is not guessed
    if found and into_file and (len(named) > 1 or len(found) > 1):
        raise UsageError(_too_many(named, found, output), "请用 -o 写一个文件夹。")
    # Of two projects with one name the second gets a number
    names = FreeNames()
    for path, form in found:
        target = output
        if not into_file:
            target = output / f"{names.free(_name(form, path))}.xlsx"
        written = _written(form, target, path, force=force)
        whole = whole and written
    if not whole:
        sys.exit(1)


def _too_many(
    named: Sequence[Path], found: Sequence[tuple[Path, ForeignForm]], output: Path
) -> str:
    """Say why one workbook does not do: there are several forms, or several files of which one could be read."""
    if len(found) > 1:
        return f"一共有{len(found)}份表，写不进一个文件“{output}”。"
    [(path, _)] = found
    return (
        f"给出了{len(named)}个文件，只有“{path.name}”里有能转的表；"
        f"几个文件不能写进一个文件“{output}”。"
    )


def _found_in(
    files: Iterable[Path], scheme: str | None
) -> tuple[list[tuple[Path, ForeignForm]], bool]:
    """Return the forms of all files, and whether every file could be read; what could not is said."""
    from perfeval_xl.scheme.loader import find_scheme

    scheme_id = ""
    if scheme is not None:
        scheme_id = find_scheme(scheme).id
    found: list[tuple[Path, ForeignForm]] = []
    whole = True
    for path in files:
        try:
            found += [(path, form) for form in _forms(path, scheme_id)]
        except SubmissionFileError as exc:
            whole = False
            say(f"错误：{exc.code} {exc}", err=True)
    return found, whole


def _written(form: ForeignForm, target: Path, path: Path, *, force: bool) -> bool:
    """Write a form as ours and say what is doubtful in it; return whether that could be done."""
    from perfeval_xl.cli.saying import say_problem

    try:
        problems = _write(form, target, path, force=force)
    except SubmissionFileError as exc:
        say(f"错误：{exc.code} “{path.name}”不能填入表格：{exc}", err=True)
        return False
    say(
        f"{path.name} → {target}（方案：{form.scheme.title}，读到{len(form.understood)}项）"
    )
    for problem in problems:
        say(say_problem(problem))
    return True


def _files(path: Path) -> list[Path]:
    """Return a file, or all files of a folder and the folders in it, hidden ones aside."""
    if not path.is_dir():
        return [path]
    # Without hidden files, and the lock files of open workbooks
    return [
        each
        for each in sorted(path.rglob("*"))
        if each.is_file() and not each.name.startswith((".", "~$"))
    ]


def _forms(path: Path, scheme_id: str) -> tuple[ForeignForm, ...]:
    """Return the forms of a file; raises `NotOurForm` where it has none."""
    from perfeval_xl.errors import NotOurForm
    from perfeval_xl.foreign import forms_in
    from perfeval_xl.tables import open_tables
    from perfeval_xl.workers import bounded

    # One file of a stranger must not keep the others waiting
    with bounded(path.name):
        tables = open_tables(read_bytes(path), path.name)
        forms = forms_in(tables, path.name, scheme_id)
    if not forms:
        told = f"“{path.name}”里没有一张表像自评表：没有找到指标和完成值两栏。"
        raise NotOurForm(told, "请核对是不是这个文件。")
    return forms


def _write(
    form: ForeignForm, target: Path, source: Path, *, force: bool
) -> tuple[Problem, ...]:
    from perfeval_xl.markup.importing import imported

    made = imported(form)
    write_bytes(target, made.data, force=force, inputs=(source,))
    return made.problems


def _name(form: ForeignForm, path: Path) -> str:
    """Return what a file is called: project and year, the name of the file where the form names none."""
    from perfeval_xl.distribution.naming import safe_name

    submission = form.submission
    parts = (submission.project.text or path.stem, submission.year.text)
    return safe_name("_".join(filter(None, parts)))
