"""`report all`: the reports of a folder or of a ledger, with progress, and the outcome of each told."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from perfeval_xl.cli.files import (
    json_option,
    read_bytes,
    refuse_to_overwrite,
    write_bytes,
)
from perfeval_xl.cli.terminal import print_json, say

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from click._termui_impl import ProgressBar

    from perfeval_xl.collection.ledger import Ledger
    from perfeval_xl.report.many import Form, Made
    from perfeval_xl.report.pdf import Printer

__all__ = ["report_all"]

# Endings of forms; what else lies in the folder, such as reports and chapters, is passed over
_FORMS = frozenset({".xlsx", ".xlsm", ".xltx", ".xls", ".ods", ".et", ".json"})
# How the lock file of an open workbook begins
_LOCK = "~$"
_DONE, _FAILED = "已生成", "未生成"


@click.command(name="all", options_metavar="[选项]")
@click.argument(
    "folder",
    metavar="[文件夹]",
    required=False,
    type=click.Path(
        exists=True,
        file_okay=False,
        path_type=Path,
    ),
)
@click.option(
    "--ledger", metavar="台账", help="为台账里每个项目最后一次有效的自评表生成报告。"
)
@click.option(
    "-o",
    "--output",
    metavar="文件夹",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="报告写到哪个文件夹。",
)
@click.option(
    "-t",
    "--template",
    help="Word 模板的文件，或者自带模板的名称；不写时用各方案自带的模板。",
)
@click.option("--pdf", is_flag=True, help="同时写出 PDF（用 LibreOffice 转换）。")
@click.option("--force", is_flag=True, help="报告已存在时覆盖。")
@json_option
def report_all(
    *,
    folder: Path | None,
    ledger: str | None,
    output: Path,
    template: str | None,
    pdf: bool,
    force: bool,
    as_json: bool,
) -> None:
    """为文件夹里或台账里的每一份自评表生成报告。

    \b
    例：perfeval-xl report all 收到的自评表 -o 报告
    例：perfeval-xl report all --ledger 台账.db -o 报告 --pdf
    一份出错不影响其他各份，结果逐份列出。有没能生成的，退出码为 1。
    """
    from perfeval_xl.errors import UsageError
    from perfeval_xl.report.linting.lint import lint_template, refuse
    from perfeval_xl.report.many import make_all
    from perfeval_xl.report.templates import named_template

    if (folder is None) == (ledger is None):
        raise UsageError(
            "请给出一个文件夹，或者用 --ledger 给出台账，二者选一。",
            "用法见 report all --help。",
        )
    chosen = None if template is None else named_template(template)
    if chosen is not None:
        # Once for all, before anything is written
        refuse(lint_template(chosen).findings)
    forms = list(_of_ledger(ledger) if folder is None else _of_folder(folder))
    outcomes: list[dict[str, str]] = []
    # One LibreOffice prints all of them: starting it takes longer than printing
    with _printer(pdf) as printer, _progress(len(forms)) as bar:
        for made in make_all(forms, chosen):
            outcomes.append(_settle(made, output, printer, force=force))
            bar.update(1)
    if as_json:
        print_json(outcomes)
    else:
        for one in outcomes:
            say(f"[{one['state']}] {one['file']}：{one['message']}")
        say(_counted(outcomes))
    if any(one["state"] == _FAILED for one in outcomes):
        sys.exit(1)


def _printer(wanted: bool) -> AbstractContextManager[Printer | None]:
    if not wanted:
        return nullcontext()
    from perfeval_xl.report.pdf import printer

    return printer()


def _progress(count: int) -> ProgressBar[int]:
    return click.progressbar(
        length=count, label="生成报告", file=sys.stderr, width=30, show_pos=True
    )


def _settle(
    made: Made, output: Path, printer: Printer | None, *, force: bool
) -> dict[str, str]:
    """Write one report, and return what became of it."""
    from perfeval_xl.errors import EnvironmentMissing, UsageError

    told = {
        "file": made.form.name,
        "report": "",
        "state": _FAILED,
        "message": made.failure,
    }
    # A form that gave no report keeps the others from nothing
    if made.failure:
        return told
    target = output / made.form.target
    written = target.with_suffix(".pdf")
    try:
        # One that may not be written keeps the other from being written
        if printer is not None:
            refuse_to_overwrite(written, force=force)
        write_bytes(target, made.document, force=force)
        told |= {
            "state": _DONE,
            "report": made.form.target,
            "message": f"报告 {made.form.target}",
        }
        if printer is not None:
            write_bytes(written, printer.pdf(made.document, target.name), force=force)
    except UsageError as failure:
        # The report is there already: that is told, and the next one goes on
        told |= {"state": _FAILED, "message": str(failure)}
    except EnvironmentMissing as failure:
        if printer is None or told["state"] == _FAILED:
            # The folder cannot be written to: that is so for all of them
            raise
        told |= {"state": _FAILED, "message": f"{told['message']}，没有 PDF：{failure}"}
    # A report is made of a form with errors too, but not without a word
    if told["state"] == _DONE and made.errors:
        told["message"] += f"；自评表有{made.errors}个错误，请单位改正后重新生成"
    return told


def _of_folder(folder: Path) -> Iterator[Form]:
    """The forms below a folder; other files are no forms and are passed over."""
    from perfeval_xl.collection.sources import find
    from perfeval_xl.distribution.naming import FreeNames
    from perfeval_xl.report.chapters.folder import chapters_beside
    from perfeval_xl.report.many import Form

    names = FreeNames()
    for place in find([folder]):
        assert isinstance(place.path, Path), "a folder of this machine"
        suffix = place.path.suffix
        if suffix.lower() in _FORMS and not place.path.name.startswith(_LOCK):
            stem = place.origin.removesuffix(suffix)
            yield Form(
                name=place.origin,
                read=partial(_file, place.path),
                target=f"{names.free(stem)}.docx",
                chapters=chapters_beside(place.path),
            )


def _file(path: Path) -> bytes:
    """The bytes of a file of the folder; links are not followed, for they may lead anywhere."""
    from perfeval_xl.errors import UsageError

    if path.is_symlink():
        raise UsageError("它是指向别处的链接，没有跟随。", "请把文件本身放进来。")
    return read_bytes(path)


def _of_ledger(url: str | None) -> Iterator[Form]:
    """The version in force of every submission."""
    from perfeval_xl.collection.ledger import open_ledger
    from perfeval_xl.distribution.naming import FreeNames, safe_name
    from perfeval_xl.report.many import Form

    assert url is not None
    ledger = open_ledger(url, create=False)
    names = FreeNames()
    for version in ledger.in_force():
        figures, arrival = version.figures, version.arrival
        # The ledger knows no name that is sure to be safe as a file
        stem = safe_name(f"{figures.project}{_kind(figures.scheme)}")
        yield Form(
            name=arrival.file,
            read=partial(_original, ledger, arrival.sha256),
            target=f"{names.free(stem)}.docx",
        )


def _kind(scheme_id: str) -> str:
    """What the report is called; a scheme that is gone is told when its form is read."""
    from perfeval_xl.errors import SchemeError
    from perfeval_xl.report.templates import report_kind
    from perfeval_xl.scheme.loader import find_scheme

    try:
        return report_kind(find_scheme(scheme_id))
    except SchemeError:
        return "绩效报告"


def _original(ledger: Ledger, sha256: str) -> bytes:
    from perfeval_xl.errors import UsageError

    data = ledger.original(sha256)
    if data is None:
        raise UsageError(
            "台账没有保存这份自评表的原件。", "请用收到的文件单独生成报告。"
        )
    return data


def _counted(outcomes: list[dict[str, str]]) -> str:
    failed = sum(one["state"] == _FAILED for one in outcomes)
    return f"共{len(outcomes)}份自评表：生成报告{len(outcomes) - failed}份，未生成{failed}份。"
