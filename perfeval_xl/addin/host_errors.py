"""What the office raises when it is busy, closed or cannot do something, and what is to be told then."""

from __future__ import annotations

import sys

from xlwings import XlwingsError

from perfeval_xl.errors import EnvironmentMissing, PerfevalError

__all__ = ["host_errors", "host_told"]

_FOREIGN = (
    ("pywintypes", "com_error"),
    ("pywintypes", "error"),
    ("appscript.reference", "CommandError"),
)
"""Exceptions of the libraries through which xlwings reaches Excel on Windows and on the Mac, where they are loaded."""

_BUSY = frozenset({-2147418111, -2146777998})
"""RPC_E_CALL_REJECTED and VBA_E_IGNORE: a cell is being edited, or a dialog is open."""

_CLOSED = frozenset({-2147023174, -2147023170, -2147417848, 1400})
"""RPC server unavailable, call failed, RPC_E_DISCONNECTED, invalid window: the office is gone."""


def host_errors() -> tuple[type[Exception], ...]:
    """Return what to catch for everything that the office itself raises."""
    # Only those whose library is loaded: where it is not, nobody can raise them
    found = (getattr(sys.modules.get(module), name, None) for module, name in _FOREIGN)
    return (XlwingsError, *(kind for kind in found if isinstance(kind, type)))


def host_told(error: Exception) -> PerfevalError:
    """Return the error that tells the person what the office said."""
    # What a person can mend at once is said as that
    if getattr(error, "hresult", None) in _BUSY:
        return EnvironmentMissing(
            "Excel 正忙：可能有单元格正在编辑，或者有对话框开着。",
            "请按回车键结束编辑、关闭对话框，再试一次。",
        )
    if {
        getattr(error, "hresult", None),
        getattr(error, "winerror", None),
    } & _CLOSED:
        return EnvironmentMissing(
            "Excel 已经关闭，命令没有完成。", "请重新打开工作簿，再试一次。"
        )
    if isinstance(
        error, XlwingsError
    ):  # LibreOffice's are Chinese sentences that end with a remedy
        return EnvironmentMissing(f"{error}", "")
    # All else in the words of the office itself
    told = getattr(error, "excepinfo", None)
    if told and told[2]:
        said = told[2]  # COM: the sentence among the numbers
    else:
        said = error
    return EnvironmentMissing(
        f"表格程序没有完成这一操作：{said}".rstrip("。") + "。",
        "请保存后重新打开工作簿，再试一次。",
    )
