"""`check` and `score`: one pass over every file that is named, whatever is wrong with some of them."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from perfeval_xl.cli.files import json_option, read_bytes, write_bytes
from perfeval_xl.cli.keys import key_option, use_key
from perfeval_xl.cli.terminal import print_json, say
from perfeval_xl.errors import EnvironmentMissing, PerfevalError, ProgramFailed, SubmissionFileError, UsageError

if TYPE_CHECKING:
    from perfeval_xl.evaluation import Evaluation
    from perfeval_xl.scheme.model import Scheme

__all__ = ["check", "score"]

_log = logging.getLogger(__name__)

_REPORT_BUG = "文件没有改动，其他文件照常处理；请把这个文件交给维护人员。"
_FILLED_ANEW = (
    "{why}，副本“{copy}”是把读到的填报内容重新填入自评表得到的；原件里没有读入的内容列在“问题清单”中，原件没有改动。"
)
_NO_XLSX = "原件不是 .xlsx 文件"
_DAMAGED = "原件有损坏的部分（不影响读数，但无法照样复制）"

_FILES = click.argument(
    "files", metavar="自评表…", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)


@click.command()
@_FILES
@key_option("核对表格是不是本部门下发的")
@click.option("--scheme", metavar="方案", help="按哪个评价方案校验；表格没有标识、同时符合几个方案时用它指明。")
@json_option
def check(files: tuple[Path, ...], scheme: str | None, key_file: Path | None, as_json: bool) -> None:
    """校验自评表（或填报内容 JSON），一次列出全部问题。

    \b
    例：perfeval-xl check 忻州自评表.xlsx
    发现“错误”或“警告”时退出码为 1；只有“提示”时为 0。
    """
    from perfeval_xl.cli.saying import say_checked
    from perfeval_xl.scheme.loader import find_scheme

    use_key(key_file)
    other = None if scheme is None else find_scheme(scheme)
    code, _ = _each(files, as_json, lambda e: e.as_json(), say_checked, other)
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
@click.option("--scheme", metavar="方案", help="按另一个评价方案评分，看看新标准会怎样。")
@json_option
def score(files: tuple[Path, ...], copy: Path | None, force: bool, scheme: str | None, as_json: bool) -> None:
    """按评分标准评分，逐项说明得分依据。

    \b
    例：perfeval-xl score 忻州自评表.xlsx --write 忻州评分结果.xlsx
    """
    from perfeval_xl.cli.saying import say_checks, say_scores
    from perfeval_xl.scheme.loader import find_scheme

    if copy is not None and len(files) != 1:
        raise UsageError("--write 一次只能用于一个文件。", "请逐个文件评分。")
    other = None if scheme is None else find_scheme(scheme)
    code, done = _each(files, as_json, lambda e: e.as_json(), lambda e: f"{say_scores(e)}\n\n{say_checks(e)}", other)
    if copy is not None and done:
        _write_copy(files[0], copy, done[0], other, force=force)
    sys.exit(code)


def _each(
    files: Sequence[Path],
    as_json: bool,
    shape: Callable[[Any], dict[str, Any]],
    tell: Callable[[Any], str],
    scheme: Scheme | None = None,
) -> tuple[int, list[Evaluation]]:
    """Evaluate every file and print it; a file that cannot be read, or not in time, is told and the others go on.

    Returns the exit code, and the evaluations of the files that could be read.
    """
    from perfeval_xl.evaluation import evaluate
    from perfeval_xl.problems import Severity

    results: list[dict[str, Any]] = []
    done: list[Evaluation] = []
    code = 0
    with _runner(len(files)) as run:
        for path in files:
            try:
                evaluation = _survive(partial(run, path.name, evaluate, read_bytes(path), path.name, scheme))
            except (SubmissionFileError, EnvironmentMissing) as exc:
                error = {"code": getattr(exc, "code", None), "message": exc.message, "remedy": exc.remedy}
                results.append({"file": path.name, "error": error})
                say(f"错误：{error['code'] or ''} {exc}", err=True)
                code = max(code, 3 if isinstance(exc, EnvironmentMissing) else 1)
                continue
            done.append(evaluation)
            results.append(shape(evaluation))
            if not as_json:
                say(tell(evaluation))
            if any(problem.severity is not Severity.HINT for problem in evaluation.problems):
                code = max(code, 1)
    if as_json:
        print_json(results[0] if len(results) == 1 else results)
    return code, done


def _survive(work: Callable[[], Evaluation]) -> Evaluation:
    """Evaluate one file; where the program itself fails on it, that is told like any file that cannot be used."""
    try:
        return work()
    except (PerfevalError, click.ClickException):
        raise
    except Exception as failure:  # the batch boundary: one file must not keep the others from being checked
        _log.debug("unexpected failure on one file", exc_info=True)
        raise ProgramFailed(f"处理该文件时程序出错（{type(failure).__name__}）。", _REPORT_BUG) from failure


@contextmanager
def _runner(count: int) -> Iterator[Callable[..., Any]]:
    """Lend what does the work on one of so many files: of several, none may keep the others waiting or take all memory."""
    if count == 1:
        yield lambda _file, work, *arguments: work(*arguments)
        return
    from perfeval_xl.workers import worker

    with worker() as hands:
        yield hands.run


def _write_copy(path: Path, copy: Path, evaluation: Evaluation, scheme: Scheme | None, *, force: bool) -> None:
    """Write the marked-up copy; a submission JSON is filled into its form first, which may refuse it."""
    from perfeval_xl.evaluation import evaluate
    from perfeval_xl.form.filling import fill_form
    from perfeval_xl.markup.marking import marked_up
    from perfeval_xl.scheme.loader import find_scheme

    data = read_bytes(path)
    if evaluation.foreign is not None:
        from perfeval_xl.markup.importing import imported

        data = imported(evaluation.foreign).data
        evaluation = evaluate(data, path.name, scheme)
    elif evaluation.layout is None:
        data = fill_form(find_scheme(evaluation.submission.scheme), evaluation.submission)
        evaluation = evaluate(data, path.name, scheme)
    marked = marked_up(data, evaluation)
    write_bytes(copy, marked.data, force=force, inputs=(path,))
    if marked.anew:
        why = _DAMAGED if marked.damaged else _NO_XLSX
        say(_FILLED_ANEW.format(why=why, copy=copy), err=True)
    say(f"评分结果：{copy}", err=True)
