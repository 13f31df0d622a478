"""`check` and `score`: one pass over every file that is named, whatever is wrong with some of them."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from perfeval_xl.cli.files import json_option, read_bytes, write_bytes
from perfeval_xl.cli.keys import key_option, use_key
from perfeval_xl.cli.terminal import print_json, progress, say
from perfeval_xl.errors import (
    EnvironmentMissing,
    PerfevalError,
    ProgramFailed,
    SubmissionFileError,
    UsageError,
)

if TYPE_CHECKING:
    from perfeval_xl.evaluation import Evaluation
    from perfeval_xl.scheme.model import Scheme

__all__ = ["check", "score"]

_log = logging.getLogger(__name__)

_REPORT_BUG = "文件没有改动，其他文件照常处理；请把这个文件交给维护人员。"
_FILLED_ANEW = "{why}，副本“{copy}”是把读到的填报内容重新填入自评表得到的；原件里没有读入的内容列在“问题清单”中，原件没有改动。"
_NO_XLSX = "原件不是 .xlsx 文件"
_DAMAGED = "原件有损坏的部分（不影响读数，但无法照样复制）"

_FILES = click.argument(
    "files",
    metavar="自评表…",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)


@click.command()
@_FILES
@key_option("核对表格是不是本部门下发的")
@click.option(
    "--scheme",
    metavar="方案",
    help="按哪个评价方案校验；表格没有标识、同时符合几个方案时用它指明。",
)
@json_option
def check(
    files: tuple[Path, ...], scheme: str | None, key_file: Path | None, as_json: bool
) -> None:
    """校验自评表（或填报内容 JSON），一次列出全部问题。

    \b
    例：perfeval-xl check 忻州自评表.xlsx
    发现“错误”或“警告”时退出码为 1；只有“提示”时为 0。
    """
    from perfeval_xl.cli.saying import say_checked
    from perfeval_xl.scheme.loader import find_scheme

    job = _Job(
        scheme=None if scheme is None else find_scheme(scheme), key=use_key(key_file)
    )
    code, _ = _each(files, job, say_checked, as_json=as_json)
    sys.exit(code)


@click.command()
@_FILES
@click.option(
    "--write",
    "copy",
    type=click.Path(dir_okay=False, path_type=Path),
    help="把问题和得分标在一份副本里，写到这个 .xlsx 文件；原件不动。",
)
@click.option("--force", is_flag=True, help="副本已存在时覆盖。")
@click.option(
    "--scheme", metavar="方案", help="按另一个评价方案评分，看看新标准会怎样。"
)
@json_option
def score(
    files: tuple[Path, ...],
    copy: Path | None,
    force: bool,
    scheme: str | None,
    as_json: bool,
) -> None:
    """按评分标准评分，逐项说明得分依据。

    \b
    例：perfeval-xl score 忻州自评表.xlsx --write 忻州评分结果.xlsx
    """
    from perfeval_xl.cli.saying import say_checks, say_scores
    from perfeval_xl.scheme.loader import find_scheme

    # A copy is of one file: its name could not be shared out
    if copy is not None and len(files) != 1:
        raise UsageError("--write 一次只能用于一个文件。", "请逐个文件评分。")
    job = _Job(scheme=None if scheme is None else find_scheme(scheme))
    code, evaluation = _each(
        files, job, lambda e: f"{say_scores(e)}\n\n{say_checks(e)}", as_json=as_json
    )
    if copy is not None and evaluation is not None:
        _write_copy(files[0], copy, evaluation, force=force)
    sys.exit(code)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Job:
    """How every file of a run is evaluated; `None` leaves it to the form, and to the environment."""

    scheme: Scheme | None = None
    key: bytes | None = None


def _each(
    files: Sequence[Path],
    job: _Job,
    tell: Callable[[Evaluation], str],
    *,
    as_json: bool,
) -> tuple[int, Evaluation | None]:
    """Evaluate every file and print it; a file that cannot be read, or not in time, is told and the others go on.

    Returns the exit code, and the evaluation of a single file that could be read.
    """
    results: list[dict[str, Any]] = []
    only: Evaluation | None = None
    code = 0
    # Results are the progress where people read them; only JSON comes all at once in the end
    watch = progress("校验评分") if len(files) > 1 and as_json else None
    for number, (path, outcome) in enumerate(
        zip(files, _outcomes(files, job), strict=True), start=1
    ):
        if watch is not None:
            watch(number, len(files), path.name)
        # A file that cannot be read is one result among the others
        if isinstance(outcome, PerfevalError):
            error = {
                "code": getattr(outcome, "code", None),
                "message": outcome.message,
                "remedy": outcome.remedy,
            }
            results.append({"file": path.name, "error": error})
            say(f"错误：{error['code'] or ''} {outcome}", err=True)
            # A machine that cannot work is the gravest outcome, whatever else was found
            code = max(code, 3 if isinstance(outcome, EnvironmentMissing) else 1)
            continue
        if as_json:
            results.append(outcome.as_json())
        else:
            say(tell(outcome))
        if outcome.found:
            code = max(code, 1)
        # The copy needs the open workbook, which only a file read in this process keeps
        only = outcome if len(files) == 1 else None
    # One file is an object, several are a list
    if as_json:
        print_json(results[0] if len(results) == 1 else results)
    return code, only


def _outcomes(files: Sequence[Path], job: _Job) -> Iterator[Evaluation | PerfevalError]:
    """Yield the evaluation of every file, or why there is none, in their order.

    Of several files, none may keep the others waiting or take all memory: all cores work on them, each in a process of
    its own. A single file is held to the same limits here, where its workbook stays open for the copy.
    """
    from perfeval_xl.evaluation import evaluate, evaluate_apart
    from perfeval_xl.workers import bounded, in_order, worker

    def here(path: Path) -> Evaluation:
        with bounded(path.name):
            return evaluate(read_bytes(path), path.name, job.scheme, key=job.key)

    def apart(path: Path) -> Evaluation:
        with worker() as hands:
            return hands.run(
                path.name,
                evaluate_apart,
                read_bytes(path),
                path.name,
                job.scheme,
                job.key,
            )

    # A process of its own is for several files: nobody waits behind a single one
    if len(files) == 1:
        yield _survive(here, files[0])
        return
    yield from in_order(lambda path: _survive(apart, path), files)


def _survive(
    work: Callable[[Path], Evaluation], path: Path
) -> Evaluation | PerfevalError:
    """Evaluate one file; what cannot be used, or makes the program itself fail, is told and keeps no other from its turn."""
    try:
        return work(path)
    except (SubmissionFileError, EnvironmentMissing) as refusal:
        # These are about one file; any other error of ours is about the command
        return refusal
    except (PerfevalError, click.ClickException):
        raise
    except Exception as failure:  # noqa: BLE001 - the batch boundary: one file must not keep the others from being checked
        _log.debug("unexpected failure on one file", exc_info=True)
        return ProgramFailed(
            f"处理该文件时程序出错（{type(failure).__name__}）。", _REPORT_BUG
        )


def _write_copy(path: Path, copy: Path, evaluation: Evaluation, *, force: bool) -> None:
    """Write the marked-up copy of what was evaluated; JSON and other layouts are filled into our form, which may refuse."""
    from perfeval_xl.evaluation import evaluate
    from perfeval_xl.form.filling import fill_form
    from perfeval_xl.markup.marking import marked_up
    from perfeval_xl.scheme.loader import find_scheme
    from perfeval_xl.workers import bounded

    # The same limits hold as for the file itself: what it gave is still a stranger's
    with bounded(path.name):
        # A form in another layout becomes ours first, and is evaluated again: marks need our cells
        if evaluation.foreign is not None:
            from perfeval_xl.markup.importing import imported

            filled = imported(evaluation.foreign).data
            evaluation = evaluate(filled, path.name, evaluation.scheme)
        elif evaluation.layout is None:
            # A JSON file has no cells either
            scheme = find_scheme(evaluation.submission.scheme)
            filled = fill_form(scheme, evaluation.submission)
            evaluation = evaluate(filled, path.name, evaluation.scheme)
        marked = marked_up(evaluation)
    write_bytes(copy, marked.data, force=force, inputs=(path,))
    # The copy was drawn anew where the original is no .xlsx, or is damaged: that has to be said
    if marked.anew:
        why = _NO_XLSX
        if marked.damaged:
            why = _DAMAGED
        say(_FILLED_ANEW.format(why=why, copy=copy), err=True)
    say(f"评分结果：{copy}", err=True)
