r"""The office whose button was pressed, and the workbook in front of it: Excel on Windows, Excel on a Mac, or WPS (experimental).

`Starter.bas` starts Python with `--from_xl=1 --app=C:\...\office6\... --hwnd=12345`. The workbook is
not named there on purpose (it is asked for its name, see `clicked_book`), so it is asked for here.

WPS has never been tried: there is none for this project's machines. What is used of it is little: the COM object
`Ket.Application`, which is known to follow Excel's, found among the running objects when Excel's window cannot be.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence
from typing import Any

import xlwings

from perfeval_xl.addin.host_errors import host_errors
from perfeval_xl.errors import EnvironmentMissing

__all__ = [
    "WPS_PROGRAM",
    "active_book",
    "calling_app",
    "chosen_folder",
    "clicked_book",
    "is_wps",
    "window_handle",
]

ADDIN_NAME = "PerfEval.xlam"

WPS_PROGRAM = "Ket.Application"
"""The name under which the spreadsheets of WPS register for COM."""

_WPS_FOLDERS = ("wps office", "kingsoft", "\\office6")


def calling_app(
    arguments: Sequence[str] = sys.argv, platform: str = sys.platform
) -> xlwings.App | None:
    """Return the office that started this Python, else the active one; `None` where none answers.

    `arguments` are those of the command line, as `Starter.bas` and xlwings' script for the Mac write them. Raises `EnvironmentMissing` when WPS has started
    it and does not let itself be found.
    """
    # Several offices may be open, and the active one is not always the one of the click
    if platform == "win32" and _value(arguments, "--from_xl"):
        return _windows_app(arguments)
    return xlwings.apps.active


def active_book(app: xlwings.App) -> xlwings.Book | None:
    """Return the workbook in front of an office; `None` when none is open.

    An Excel without workbooks has no window through which xlwings could ask it: Windows says so with an error of its own.
    In front may also be a protected view, which is no workbook.
    """
    try:
        book = None
        # Asking for the active one without any raises what depends on the version
        if len(app.books):
            book = app.books.active
    except xlwings.XlwingsError:
        raise  # LibreOffice's own errors are an `OSError` too
    except (OSError, getattr(sys.modules.get("pywintypes"), "error", OSError)):
        return None
    if book is None or book.api is None:
        return None
    return book


def clicked_book(app: xlwings.App) -> xlwings.Book | None:
    """Return the workbook in which the button of Excel or WPS was pressed; `None` where it is not told or not open any more.

    `Ribbon.bas` keeps its name: Python asks seconds after the click, when another workbook may be in front.
    """
    if app.engine.name == "libreoffice":  # its extension tells it in the environment
        return None
    try:
        name = str(app.macro(f"{ADDIN_NAME}!Ribbon.Clicked")() or "")
    except host_errors():
        return None  # an older add-in
    return next((book for book in app.books if book.name == name), None)


def chosen_folder(app: xlwings.App | None) -> str:
    """Return the folder that was chosen for 生成汇总 in Excel or WPS; empty where none was asked for."""
    if app is None or app.engine.name == "libreoffice":  # its extension hands it over
        return ""
    try:
        return str(app.macro(f"{ADDIN_NAME}!Ribbon.Folder")() or "")
    except host_errors():
        return ""  # an older add-in


def is_wps(arguments: Sequence[str]) -> bool:
    """Whether the office that started this Python is WPS, judged by the folder it stands in."""
    folder = _value(arguments, "--app").lower()
    return any(part in folder for part in _WPS_FOLDERS)


def window_handle(arguments: Sequence[str]) -> int | None:
    """Return the number of the window that the button stands in; `None` where it is not told."""
    told = _value(arguments, "--hwnd")
    if told.isdecimal():
        return int(told)
    return None


def _windows_app(arguments: Sequence[str]) -> xlwings.App | None:
    """Return the Excel or WPS whose window is named, else the active Excel."""
    # Imported by name: the module is there on Windows only
    windows = importlib.import_module("xlwings._xlwindows")
    handle = window_handle(arguments)
    if is_wps(arguments):
        return _wps_app(windows)
    # Started by hand, for a test
    if handle is None:
        return xlwings.apps.active
    return xlwings.App(impl=windows.App(xl=handle))


def _wps_app(windows: Any) -> xlwings.App:
    """Return the running WPS as if it were an Excel."""
    try:
        found = windows.win32com.client.GetActiveObject(WPS_PROGRAM)
    except windows.pywintypes.com_error as exc:
        raise EnvironmentMissing(
            "WPS 表格没有应答：找不到 Ket.Application。",
            "请重新启动 WPS 后再试，或者改用命令行 perfeval-xl。",
        ) from exc
    return xlwings.App(impl=windows.App(xl=windows.COMRetryObjectWrapper(found)))


def _value(arguments: Sequence[str], name: str) -> str:
    return next(
        (
            each.partition("=")[2].strip()
            for each in arguments
            if each.startswith(f"{name}=")
        ),
        "",
    )
