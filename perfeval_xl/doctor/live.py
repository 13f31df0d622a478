"""The commands of the add-in, tried in the real programs of this machine: the proof that they do there what they do in the tests.

Each program is started as a process of its own and ended again; nothing that is open on this machine is touched.
"""

from __future__ import annotations

import contextlib
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import xlwings

from perfeval_xl.addin import commands
from perfeval_xl.addin.ending import spare_offices
from perfeval_xl.addin.hands_excel import container
from perfeval_xl.addin.host_errors import host_errors, host_told
from perfeval_xl.addin.telling import tell_checks, tell_scores
from perfeval_xl.doctor.book_state import book_state
from perfeval_xl.doctor.findings import Finding, State
from perfeval_xl.doctor.hosts import has_excel, has_libreoffice
from perfeval_xl.errors import PerfevalError, SubmissionFileError
from perfeval_xl.evaluation import Evaluation, evaluate
from perfeval_xl.form.filling import fill_form
from perfeval_xl.installing.places import ADDIN_NAME, find_places
from perfeval_xl.installing.xlam import build_addin
from perfeval_xl.markup.marks import plan_marks
from perfeval_xl.markup.problem_sheet import PROBLEM_SHEET
from perfeval_xl.markup.score_sheet import SCORE_SHEET
from perfeval_xl.scheme.loader import example_json, load_scheme
from perfeval_xl.submission.spelling import loads
from xlwings_libreoffice import ENGINE

__all__ = ["SEEDS", "try_app", "try_hosts"]

SEEDS = ("xinzhou-2022", "yueyang-2020", "yantian-2024", "hedong-2022", "xianan-2024")
"""The schemes whose examples are tried: one of each kind of form."""

_TOPIC = "实际试用"
_EXCEL = "excel"
_MACROS_RUN = 1
"""msoAutomationSecurityLow: what a program opens may run, whatever the person has chosen for files opened by hand."""
_REPORT = "请把 perfeval-xl doctor --live --json 的输出交给维护人员。"


class _Differs(Exception):
    """What the program shows is not what it should show; the text says what."""


@dataclass(frozen=True, slots=True)
class _Trial:
    """One open form with what the command line says about the same file."""

    book: xlwings.Book
    expected: Evaluation


def try_hosts() -> Iterator[Finding]:
    """Try the commands in every program that this machine has; yields one finding per form as soon as it is known."""
    tried = False
    for name, present in ((_EXCEL, has_excel), (ENGINE.name, has_libreoffice)):
        if present():
            tried = True
            yield from _try_host(name)
    if not tried:
        told = "本机没有 Excel 或 LibreOffice，无法试用。"
        yield Finding(
            topic=_TOPIC,
            name="加载项",
            state=State.ABSENT,
            told=told,
        )


def _try_host(name: str) -> Iterator[Finding]:
    # xlwings would end every Excel in which it sees no workbook
    spare_offices()
    try:
        app = xlwings.engines[name].apps.add(visible=False, add_book=False)
    except host_errors() as exc:
        yield Finding(
            topic=_TOPIC,
            name=name,
            state=State.BROKEN,
            told=f"没有启动：{exc}",
            remedy=_REPORT,
        )
        return
    # Excel on a Mac opens only files in a folder of its own
    excel = name == _EXCEL
    parent = None
    if excel:
        parent = container()
    # A program may keep a file open after it was closed
    with tempfile.TemporaryDirectory(
        prefix="perfeval-",
        dir=parent,
        ignore_cleanup_errors=True,
    ) as folder:
        # The program is ended whatever happens, and a failure to end it hides no finding
        try:
            if excel:
                _load_addin(app, Path(folder))
            yield from try_app(app, Path(folder))
        except host_errors() as exc:
            told = f"加载项没有打开：{host_told(exc)}"
            yield Finding(
                topic=_TOPIC,
                name=name,
                state=State.BROKEN,
                told=told,
                remedy=_REPORT,
            )
        finally:
            with contextlib.suppress(*host_errors()):
                _quit(app)


def _load_addin(app: xlwings.App, folder: Path) -> None:
    """Open the add-in in an Excel that has not loaded it: on Windows one that is started by a program loads none."""
    # On a Mac the add-in that is installed is loaded already
    if sys.platform == "darwin" and find_places().addin.exists():
        return
    if sys.platform == "win32":
        app.api.AutomationSecurity = _MACROS_RUN
    path = folder / ADDIN_NAME
    path.write_bytes(build_addin())
    app.books.open(path)


def _quit(app: xlwings.App, platform: str = sys.platform) -> None:
    """End the program that was started, and only that: `App.quit` ends every Excel on Windows that shows no workbook."""
    if platform != "win32" or app.engine.name != _EXCEL:
        app.quit()
        return
    app.api.DisplayAlerts = False
    app.api.Quit()


def try_app(app: xlwings.App, folder: Path) -> Iterator[Finding]:
    """Try the commands on the example of every seed in a running program; forms are written to `folder`."""
    for scheme_id in SEEDS:
        scheme = load_scheme(scheme_id)
        path = folder / f"{scheme_id}.xlsx"
        path.write_bytes(fill_form(scheme, loads(example_json(scheme_id), path.name)))
        yield _finding(
            f"{app.engine.name}·{scheme.title}", partial(_try_form, app, path)
        )
    # Last a workbook that is no form: it has to be refused and left as it is
    yield _finding(f"{app.engine.name}·不是自评表的工作簿", partial(_try_stranger, app))


def _finding(name: str, trial: Callable[[], str]) -> Finding:
    # Whatever goes wrong is a finding, and the next form is tried
    try:
        return Finding(
            topic=_TOPIC,
            name=name,
            state=State.GOOD,
            told=trial(),
        )
    except _Differs as exc:
        told = f"与命令行不一致：{exc}"
    except PerfevalError as exc:
        told = str(exc)
    except host_errors() as exc:
        told = f"程序没有完成：{exc}"
    return Finding(
        topic=_TOPIC,
        name=name,
        state=State.BROKEN,
        told=told,
        remedy=_REPORT,
    )


def _try_form(app: xlwings.App, path: Path) -> str:
    expected = evaluate(path.read_bytes(), path.name)
    book = app.books.open(path)
    try:
        return _try_commands(_Trial(book, expected))
    finally:
        book.close()


def _try_commands(trial: _Trial) -> str:
    # The state is taken before and after: 清除标记 has to bring it back
    before = book_state(trial.book, trial.expected)
    started = time.perf_counter()
    said = commands.check(trial.book).status
    took = time.perf_counter() - started
    _same("校验的结果", said, tell_checks(trial.expected))
    _try_marks(trial)
    marked = book_state(trial.book, trial.expected)
    # A second 校验 must not add marks to marks
    commands.check(trial.book)
    _same("再按一次校验", book_state(trial.book, trial.expected), marked)
    # Without marks there is no next problem to go to
    if plan_marks(trial.expected.problems):
        _try_next(trial)
    _same(
        "评分的结果",
        commands.score(trial.book).status,
        tell_scores(trial.expected),
    )
    _has_sheet(trial.book, SCORE_SHEET)
    commands.clear(trial.book)
    _same("清除标记以后", book_state(trial.book, trial.expected), before)
    return f"校验、评分、下一个问题、清除标记都与命令行一致；校验用时{took:.2f}秒。"


def _try_marks(trial: _Trial) -> None:
    _has_sheet(trial.book, PROBLEM_SHEET)
    for ref, mark in plan_marks(trial.expected.problems).items():
        note = trial.book.sheets[ref.sheet][ref.address].note
        if note is None or mark.note.text not in note.text:
            raise _Differs(f"{ref.sheet}!{ref.address} 没有标记")


def _try_next(trial: _Trial) -> None:
    marks = plan_marks(trial.expected.problems)
    commands.next_problem(trial.book)
    active = trial.book.sheets.active.name
    selected = trial.book.app.selection
    address = ""
    # A merged cell is selected as an area: its first cell counts
    if selected is not None:
        address = selected.get_address(row_absolute=False, column_absolute=False)
    if not any(
        ref.sheet == active and ref.address == address.partition(":")[0]
        for ref in marks
    ):
        raise _Differs(f"下一个问题到了 {active}!{address}")


def _try_stranger(app: xlwings.App) -> str:
    book = app.books.add()
    # A new workbook has sheets of its own, which differ from program to program
    try:
        titles = book.sheet_names
        try:
            commands.check(book)
        except SubmissionFileError as exc:
            _same("工作表", book.sheet_names, titles)
            return f"拒绝了，什么也没有改：{exc.message}"
        raise _Differs("没有被拒绝")
    finally:
        book.close()


def _has_sheet(book: xlwings.Book, title: str) -> None:
    if title not in book.sheet_names:
        raise _Differs(f"没有“{title}”这一页")


def _same(what: str, found: object, expected: object) -> None:
    if found != expected:
        raise _Differs(f"{what}：应为 {expected!r}，实为 {found!r}"[:600])
