"""Which office pressed the button, as far as that can be seen without Excel and WPS: the command line of `RunPython`."""

from __future__ import annotations

import pytest

from perfeval_xl.addin.wps import is_wps, window_handle

EXCEL = "--app=C:\\Program Files\\Microsoft Office\\root\\Office16\\Microsoft Excel"
STARTED = ["-c", "--wb=PerfEval.xlam", "--from_xl=1", EXCEL, "--hwnd=525612"]


@pytest.mark.parametrize(
    ("app", "expected"),
    [
        (EXCEL, False),
        ("--app=C:\\Users\\张三\\AppData\\Local\\Kingsoft\\WPS Office\\12.1.0.17147\\office6\\WPS 表格", True),
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
