"""The commands of the ribbon over an `xlwings.Book`, in whatever program it is open: copy, evaluate, plan, apply.

The verdict is that of the same file on the command line, because the copy is read by the same reader. Each command
raises `PerfevalError` for what the person can mend, and has then changed nothing.
"""

from __future__ import annotations

import platform
import sys
from pathlib import Path

import xlwings

from perfeval_xl import __version__
from perfeval_xl.addin.choosing import hands_for, shared_folder
from perfeval_xl.addin.deciding import (
    Decision,
    decide_check,
    decide_clear,
    decide_next,
    decide_score,
    what_it_is,
)
from perfeval_xl.addin.hands import Hands, scratch_folder
from perfeval_xl.addin.log import log_file
from perfeval_xl.addin.saving import folder_of, save_new
from perfeval_xl.addin.telling import Outcome
from perfeval_xl.errors import PerfevalError, TemplateError
from perfeval_xl.evaluation import evaluate
from perfeval_xl.markup.problem_sheet import count_problems

__all__ = ["about", "check", "clear", "next_problem", "report", "score", "summary"]

_STRAY_TEMPLATE = "报告模板.docx"
"""A file of this name beside the workbook may have come with it: it is never taken, and that is said."""

_OTHER_FOLDER = "汇总的是当前工作簿所在的文件夹；要汇总别的文件夹，请先打开那里的一份自评表，再按“生成汇总”。"

_TAKE_IT = (
    "确实要用的，请存到用户文件夹下的 .perfeval_xl/templates 里，用方案编号命名。"
)


def check(book: xlwings.Book, hands: Hands | None = None) -> Outcome:
    """校验: mark every problem in its cell and list them on 问题清单."""
    hands = hands or hands_for(book)
    return _done(book, hands, decide_check(hands.copy(book), book.name))


def score(book: xlwings.Book, hands: Hands | None = None) -> Outcome:
    """评分: the score of every indicator, total and grade beside the help columns, the reasons on 评分说明."""
    hands = hands or hands_for(book)
    return _done(book, hands, decide_score(hands.copy(book), book.name))


def clear(book: xlwings.Book, hands: Hands | None = None) -> Outcome:
    """清除标记: undo all that 校验 and 评分 did, also after saving and opening again."""
    hands = hands or hands_for(book)
    return _done(book, hands, decide_clear(hands.copy(book), book.name))


def next_problem(book: xlwings.Book, hands: Hands | None = None) -> Outcome:
    """下一个问题: show the next cell with a problem and say what it is. Problems mended since the last 校验 are passed over."""
    hands = hands or hands_for(book)
    data = hands.copy(book)
    # A picture or nothing at all may be selected
    selected = book.app.selection
    where = ""
    if selected is not None:
        where = selected.address
    front = book.sheets.active.name
    return _done(book, hands, decide_next(data, book.name, front, where))


def report(book: xlwings.Book, hands: Hands | None = None) -> Outcome:
    """导出报告: the Word report, beside the workbook; a report that is there already is never replaced.

    The template is the person's own for the scheme, else that of the scheme; never one from the folder of the workbook.
    """
    # First of all: without a folder the report would be made for nothing
    folder = folder_of(book)
    evaluation = evaluate((hands or hands_for(book)).copy(book), book.name)
    from perfeval_xl.distribution.naming import safe_name
    from perfeval_xl.report.chapters.folder import chapters_beside
    from perfeval_xl.report.rendering import render_report
    from perfeval_xl.report.templates import report_kind

    # Named after the project; a form without a name of it after its file
    project = evaluation.submission.project.text or Path(book.name).stem
    try:
        document = render_report(
            evaluation, chapters=chapters_beside(folder / Path(book.name).name)
        )
    except TemplateError as exc:
        remedy = f"请把一份 Word 模板存为用户文件夹下的 .perfeval_xl/templates/{evaluation.scheme.id}.docx，再试一次。"
        raise TemplateError(exc.message, remedy) from exc
    path = save_new(
        folder,
        safe_name(f"{project}{report_kind(evaluation.scheme)}"),
        ".docx",
        document,
    )
    # The report is there; what speaks against handing it in is said with it
    warning = ""
    if evaluation.blocked:
        warning = f"\n注意：自评表有问题（{count_problems(evaluation.problems)}），改正后请重新导出。"
    if (folder / _STRAY_TEMPLATE).exists():
        warning += f"\n工作簿旁边的“{_STRAY_TEMPLATE}”没有采用：它可能是随表格送来的。{_TAKE_IT}"
    return Outcome(
        status=f"报告：{path}", message=f"报告已保存：\n{path}{warning}", document=path
    )


def summary(book: xlwings.Book, chosen: str = "") -> Outcome:
    """生成汇总: collect the files of a folder into a 汇总表 beside the folder.

    An empty `chosen` means the folder of the workbook; the message then says how another one is summarised. What is
    open and not yet saved does not count: the files are read.
    """
    hint = ""
    if chosen:
        folder = Path(chosen)
    else:
        folder = folder_of(book)
        hint = f"\n{_OTHER_FOLDER}"
    from perfeval_xl.collection.collecting import collect
    from perfeval_xl.summary.summarising import write_summary

    # A ledger of its own: what a person collects day by day is none of this
    with scratch_folder() as scratch:
        ledger = str(scratch / "ledger.db")
        run = collect((folder,), ledger)
        data = write_summary(ledger)
    path = save_new(folder.parent, f"{folder.name}汇总表", ".xlsx", data)
    told = f"收到自评表{run.submissions}份，其中退回{run.returned}份；重复{run.duplicates}份，未能读取{run.unreadable}份。"
    message = f"汇总表已保存：\n{path}\n{told}\n尚未保存的改动没有计入。{hint}"
    return Outcome(
        status=f"汇总表：{path}",
        message=message,
        document=path,
    )


def about(book: xlwings.Book | None, hands: Hands | None = None) -> Outcome:
    """关于/诊断: versions, the open workbook and what it is, and where the log is; never raises for the workbook."""
    lines = [
        f"perfeval-xl {__version__}",
        f"Python {platform.python_version()}（{sys.executable}）",
        f"xlwings {xlwings.__version__}",
    ]
    if book is not None:
        lines += [
            f"程序：{book.app.engine.name} {book.app.version}",
            f"工作簿：{book.name}",
            _what_it_is(book, hands),
        ]
    return Outcome(message="\n".join([*lines, f"日志：{log_file()}"]))


def _what_it_is(book: xlwings.Book, hands: Hands | None) -> str:
    try:
        data = (hands or hands_for(book)).copy(book)
        return what_it_is(evaluate(data, book.name))
    except PerfevalError as exc:
        return f"自评表：不是。{exc.message}"


def _done(book: xlwings.Book, hands: Hands, decision: Decision) -> Outcome:
    """Apply what was decided; its lists stand in a workbook of their own meanwhile."""
    from perfeval_xl.sheets.model import Workbook
    from perfeval_xl.sheets.writing import write_workbook

    outcome = Outcome(status=decision.status)
    # Nothing to bring in, so that no workbook is written for it
    if not decision.lists:
        plan = decision.plan(Path())
        if plan:
            hands.apply(book, plan)
        return outcome
    with scratch_folder(shared_folder(book)) as folder:
        path = (
            folder / f"{folder.name}.xlsx"
        )  # Excel opens no two workbooks of the same name
        path.write_bytes(write_workbook(Workbook(sheets=decision.lists)))
        hands.apply(book, decision.plan(path))
    return outcome
