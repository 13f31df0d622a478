"""The command of a button, whichever office it is in: `excel.py` and `staying.py` call `run`.

Everything a person can cause becomes a message in the office. A bug does too; its traceback goes into the log.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import xlwings

from perfeval_xl.addin.ending import keep_status, spare_offices
from perfeval_xl.addin.host_errors import host_errors, host_told
from perfeval_xl.addin.log import log_file, log_to_file
from perfeval_xl.addin.opening import open_document
from perfeval_xl.addin.wps import active_book, calling_app, chosen_folder, clicked_book
from perfeval_xl.errors import PerfevalError, UsageError

if TYPE_CHECKING:
    from perfeval_xl.addin.telling import Outcome

__all__ = ["COMMANDS", "run"]

COMMANDS = {
    "check": "校验",
    "score": "评分",
    "next": "下一个问题",
    "clear": "清除标记",
    "report": "导出报告",
    "summary": "生成汇总",
    "about": "关于与诊断",
}
"""Every command with its name on the button."""

_log = logging.getLogger("perfeval_xl.addin")


def run(
    command: str,
    app: xlwings.App | None = None,
    document: str = "",
    folder: str = "",
) -> bool:
    """Run a command on a book of `app`, by default of the office that calls; returns whether it was done.

    `document` is what LibreOffice tells the document from others by whose menu was clicked (its `RuntimeUID`); empty
    means the book in front. `folder` is what was chosen for 生成汇总; empty means that of the book.

    Never raises: what went wrong is told in the office, and where that cannot be told, on stderr.
    """
    # Everything that can go wrong is told in the office: there is no other place a person looks at
    try:
        spare_offices()
        app = app or calling_app()
        book = _book(app, document)
        outcome = _outcome(app, book, command, folder)
        _show(app, book, command, outcome)
        return True
    except PerfevalError as exc:
        _tell(app, command, str(exc))
    except host_errors() as exc:
        _tell(app, command, str(host_told(exc)))
    except Exception:  # noqa: BLE001 - a bug: everything a person can cause has been caught above
        log_to_file(_log)
        _log.exception("%s failed", command)
        told = f"程序内部出错，“{COMMANDS[command]}”没有完成。请把日志文件交给维护人员：\n{log_file()}"
        _tell(app, command, told)
    return False


def _show(
    app: xlwings.App | None,
    book: xlwings.Book | None,
    command: str,
    outcome: Outcome,
) -> None:
    if app is None:
        sys.stdout.write(f"{outcome.status or outcome.message}\n")
        return
    # The text stays when Python ends
    keep_status()
    if (
        outcome.status or sys.platform == "darwin"
    ):  # there VBA says that the command is running
        _set_status(app, book, outcome.status)
    if outcome.message:
        app.alert(outcome.message, title=COMMANDS[command], mode="info")
    if outcome.document:
        open_document(outcome.document)


def _set_status(app: xlwings.App, book: xlwings.Book | None, text: str) -> None:
    """Show a text in the status bar: in LibreOffice, where each window has its own, in that of the click."""
    if text and book is not None and app.engine.name == "libreoffice":
        from xlwings_libreoffice.status_line import show_text

        show_text(app.impl.office.context, book.impl.frame, text)
    else:
        app.status_bar = text or False


def _outcome(
    app: xlwings.App | None,
    book: xlwings.Book | None,
    command: str,
    folder: str,
) -> Outcome:
    from perfeval_xl.addin import (
        commands,
    )  # the rules and all else: a click on a closed office does without

    if command == "about":
        return commands.about(book)
    if book is None:
        raise UsageError(
            "没有打开的工作簿。",
            f"请先打开自评表，再按“{COMMANDS[command]}”。",
        )
    doing: dict[str, Callable[[xlwings.Book], Outcome]] = {
        "check": commands.check,
        "score": commands.score,
        "next": commands.next_problem,
        "clear": commands.clear,
        "report": commands.report,
        "summary": lambda book: commands.summary(book, folder or chosen_folder(app)),
    }
    return doing[command](book)


def _book(app: xlwings.App | None, document: str) -> xlwings.Book | None:
    """Return the book the button was pressed in, or the active one; `None` when no book is open."""
    if app is None:
        return None
    # Seconds have gone by since the click: the book in front may be another one
    active = clicked_book(app) or active_book(app)
    if not document or active is None or active.api.RuntimeUID == document:
        return active
    return next((book for book in app.books if book.api.RuntimeUID == document), active)


def _tell(app: xlwings.App | None, command: str, text: str) -> None:
    """Show a message, in the office if it still answers, else on stderr, where the extension reads it."""
    try:
        app = app or xlwings.apps.active
        if app is not None:
            app.alert(text, title=COMMANDS[command], mode="critical")
            return
    except host_errors():
        pass  # closed in the meantime
    sys.stderr.write(text.replace("\n", " ") + "\n")
