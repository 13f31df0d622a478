"""What can go wrong between Python and the office, as Python exceptions with a Chinese sentence.

xlwings.XlwingsError
 └─ OfficeFailure        (RuntimeError)     the office refused, its own words stand behind the sentence
     ├─ OfficeMissing    (OSError)          no LibreOffice, or no `uno` for this Python
     └─ OfficeClosed     (ConnectionError)  the office, the workbook or the sheet is no longer there
"""

from __future__ import annotations

import sys
from typing import Any

from xlwings import XlwingsError

__all__ = [
    "OfficeClosed",
    "OfficeFailure",
    "OfficeMissing",
    "translated",
    "uno_exceptions",
]

_GONE_TYPES = ("DisposedException", "UnknownPropertyException")
_GONE_TEXTS = ("illegal object given", "already disposed")


class OfficeFailure(XlwingsError, RuntimeError):
    """LibreOffice could not do what was asked; the message ends with its own words."""


class OfficeMissing(OfficeFailure, OSError):
    """LibreOffice, or the `uno` module for this Python, is not installed or does not start."""


class OfficeClosed(OfficeFailure, ConnectionError):
    """The office has ended, or the workbook or sheet that was meant has been closed or deleted."""


def uno_exceptions() -> tuple[type[BaseException], ...]:
    """Return what to catch for every exception UNO raises; nothing while `uno` has not been imported."""
    uno: Any = sys.modules.get("uno")
    if uno is None:
        return ()
    return (uno.getClass("com.sun.star.uno.Exception"),)


def translated(error: BaseException, doing: str) -> OfficeFailure:
    """Return the exception that says in Chinese what an UNO exception means; `doing` names the member of xlwings."""
    kind = type(error).__name__.rpartition(".")[2]
    words = str(error).strip() or kind
    if kind in _GONE_TYPES or any(text in words for text in _GONE_TEXTS):
        return OfficeClosed(
            f"{doing}：LibreOffice 或工作簿已经关闭，请重新打开后再试。（{words}）"
        )
    return OfficeFailure(
        f"{doing}：LibreOffice 没有完成这一操作。工作表若受保护，请先撤销保护。（{words}）"
    )
