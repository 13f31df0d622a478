"""Which office pressed the button, as far as that can be seen without Excel and WPS: the command line that VBA writes."""

from __future__ import annotations

from typing import Any

import pytest
import xlwings as xw

from perfeval_xl.addin import ribbon
from perfeval_xl.addin.wps import active_book, calling_app, is_wps, window_handle

EXCEL = "--app=C:\\Program Files\\Microsoft Office\\root\\Office16\\Microsoft Excel"
STARTED = ["-c", "--wb=PerfEval.xlam", "--from_xl=1", EXCEL, "--hwnd=525612"]


@pytest.mark.parametrize(
    ("app", "expected"),
    [
        (EXCEL, False),
        (
            "--app=C:\\Users\\张三\\AppData\\Local\\Kingsoft\\WPS Office\\12.1.0.17147\\office6\\WPS 表格",
            True,
        ),
        ("--app=D:\\软件\\office6\\Microsoft Excel", True),
        ("--app=/Applications/Microsoft Excel.app", False),
        ("", False),
    ],
)
def test_wps_is_known_by_its_folder(app: str, expected: bool) -> None:
    assert is_wps(["-c", "--wb=PerfEval.xlam", app]) is expected


def test_the_window_is_read_from_the_command_line() -> None:
    assert window_handle(STARTED) == 525612
    assert window_handle(["-c"]) is None
    assert window_handle(["--hwnd="]) is None


def test_without_a_command_line_of_vba_it_is_the_active_office(
    app: xw.App,
) -> None:
    assert calling_app(["-m"], "win32") == app
    assert calling_app(STARTED, "darwin") == app


def test_the_workbook_is_the_one_in_front_and_never_the_addin_that_called(
    app: xw.App, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Xlwings' script for the Mac names the add-in in `--wb`, which `Book.caller` would take for the workbook."""
    monkeypatch.setattr("sys.argv", STARTED)
    assert active_book(app) is None
    book = app.books.add()
    assert active_book(app) == book
    assert not ribbon.run(
        "check"
    )  # no form: told of this book, not of an add-in that nobody finds


class WithoutWindow:
    """An Excel on Windows in which no workbook is open: it has no window through which xlwings could ask it."""

    @property
    def books(self) -> None:
        raise OSError(-2147467259, "unspecified")


class ProtectedView:
    """In front is a file from the mail; `ActiveWorkbook` is nothing then."""

    def __init__(self) -> None:
        self.books = self
        self.active = self
        self.api = None

    def __len__(self) -> int:
        return 1


@pytest.mark.parametrize(
    "app", [WithoutWindow(), ProtectedView()], ids=lambda app: type(app).__name__
)
def test_an_excel_without_a_workbook_in_front_has_no_active_book(app: Any) -> None:
    assert active_book(app) is None
