r"""The workbook in front of the office whose button was pressed: Excel on Windows, Excel on a Mac, or WPS (experimental).

`RunPython` starts Python with `--wb=PerfEval.xlam --from_xl=1 --app=C:\...\office6\... --hwnd=12345`. The workbook is
not named there on purpose (see `installing/xlwings_vba.py`), so it is asked for here.

WPS has never been tried: there is none for this project's machines. What is used of it is little: the COM object
`Ket.Application`, which is known to follow Excel's, found among the running objects when Excel's window cannot be.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence
from typing import Any

import xlwings

from perfeval_xl.errors import UsageError

__all__ = ["WPS_PROGRAM", "active_book", "is_wps", "window_handle"]

WPS_PROGRAM = "Ket.Application"
"""The name under which the spreadsheets of WPS register for COM."""

_WPS_FOLDERS = ("wps office", "kingsoft", "\\office6")


def active_book(arguments: Sequence[str] = sys.argv, platform: str = sys.platform) -> xlwings.Book:
    """Return the workbook in front of the office that started this Python.

    `arguments` are those of the command line, as `RunPython` writes them. Raises `UsageError` when no workbook is open.
    """
    app = _windows_app(arguments) if platform == "win32" else xlwings.apps.active
    book = None if app is None else app.books.active
    if book is None:
        raise UsageError("没有打开的工作簿。", "请先打开要处理的自评表，再按一次按钮。")
    return book


def is_wps(arguments: Sequence[str]) -> bool:
    """Whether the office that started this Python is WPS, judged by the folder it stands in."""
    folder = _value(arguments, "--app").lower()
    return any(part in folder for part in _WPS_FOLDERS)


def window_handle(arguments: Sequence[str]) -> int | None:
    """Return the number of the window that the button stands in; `None` where it is not told."""
    told = _value(arguments, "--hwnd")
    return int(told) if told.isdecimal() else None


def _windows_app(arguments: Sequence[str]) -> xlwings.App | None:
    """Return the running Excel or WPS; `None` where neither answers."""
    windows = importlib.import_module("xlwings._xlwindows")
    handle = window_handle(arguments)
    if is_wps(arguments) or (handle is None and xlwings.apps.active is None):
        return _wps_app(windows)
    if handle is None:
        return xlwings.apps.active
    return xlwings.App(impl=windows.App(xl=handle))


def _wps_app(windows: Any) -> xlwings.App | None:
    """Return the running WPS as if it were an Excel; `None` where none is registered."""
    try:
        found = windows.win32com.client.GetActiveObject(WPS_PROGRAM)
    except windows.pywintypes.com_error:
        return None
    return xlwings.App(impl=windows.App(xl=windows.COMRetryObjectWrapper(found)))


def _value(arguments: Sequence[str], name: str) -> str:
    return next((each.partition("=")[2].strip() for each in arguments if each.startswith(f"{name}=")), "")
