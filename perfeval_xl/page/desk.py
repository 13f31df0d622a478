"""The one function the page calls: a question in, an answer out, and never an exception."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable, Sequence

import perfeval_xl
from perfeval_xl.errors import (
    EnvironmentMissing,
    PerfevalError,
    ProgramFailed,
    TookTooMuch,
)
from perfeval_xl.limits import LIMITS
from perfeval_xl.page.questions import Answer, NamedBytes, Question

__all__ = ["answer"]

_log = logging.getLogger(__name__)
_REPORT_BUG = "文件没有改动，其他文件照常处理；请把这个文件交给维护人员。"
_ALL_FILES = "全部文件"
_NOT_IN_BROWSERS: tuple[type[Exception], ...] = (
    (ImportError, OSError) if sys.platform == "emscripten" else ()
)
"""What formats end in for which a browser lacks other processes (PDF, .doc, .wps) or a compiled library (.xlsb)."""


def answer(question: str, files: Sequence[bytes]) -> tuple[str, list[bytes]]:
    """Answer a question of the page: JSON with `ask`, `words` and the names of the `files`, whose bytes stand beside it.

    Returns JSON with `done` and the names of the files that are handed out beside it, or with `refused`: code (`null`
    where none is), message and remedy, in the words of the command line.
    """
    # Bytes cannot stand in JSON, and are matched with the names in order
    asked = json.loads(question)
    named = []
    for name, data in zip(asked["files"], files, strict=True):
        named.append(NamedBytes(name, bytes(data)))
    given = Question(
        name=asked["ask"],
        words=asked["words"],
        files=tuple(named),
    )
    try:
        answered = _answered(given)
    except PerfevalError as exc:
        return _refused(exc), []
    except MemoryError:
        return _refused(_out_of_memory(given)), []
    except _NOT_IN_BROWSERS as failure:
        return _refused(_not_here(given, failure)), []
    except Exception as failure:  # noqa: BLE001 - the boundary to the browser, which shows no traceback
        _log.exception("unexpected failure on a question of the page")
        told = f"处理该文件时程序出错（{type(failure).__name__}）。"
        return _refused(ProgramFailed(told, _REPORT_BUG)), []
    names = [file.name for file in answered.files]
    said = {"done": answered.shown, "files": names}
    handed_out = [file.data for file in answered.files]
    return json.dumps(said, ensure_ascii=False), handed_out


def _refused(error: PerfevalError) -> str:
    code = getattr(error, "code", None)
    return json.dumps(
        {"refused": {"code": code, "message": error.message, "remedy": error.remedy}},
        ensure_ascii=False,
    )


def _not_here(question: Question, failure: Exception) -> EnvironmentMissing:
    """Return the error of a file whose format the page cannot read, while the installed program can."""
    _log.debug("not in a browser", exc_info=failure)
    told = f"这个页面不能读取“{_name_of(question)}”的格式。"
    return EnvironmentMissing(
        told,
        "请用 Excel 或 WPS 另存为 .xlsx 后再放入，或者用安装好的 perfeval-xl 处理。",
    )


def _out_of_memory(question: Question) -> TookTooMuch:
    from perfeval_xl.workers import took_too_much

    return took_too_much(_name_of(question))


def _name_of(question: Question) -> str:
    return question.file.name if len(question.files) == 1 else _ALL_FILES


def _begin(_question: Question) -> Answer:
    """Say what the page must know from the start: version, limits, schemes, templates."""
    from perfeval_xl.page.offering import schemes_shown
    from perfeval_xl.report.templates import extra_templates

    limits = {"file_bytes": LIMITS.file_bytes, "work_seconds": LIMITS.work_seconds}
    return Answer(
        shown={
            "version": perfeval_xl.__version__,
            "limits": limits,
            "schemes": schemes_shown(),
            "templates": list(extra_templates()),
        }
    )


def _too_long(question: Question) -> Answer:
    """Refuse a file whose evaluation the page had to end."""
    from perfeval_xl.workers import took_too_long

    raise took_too_long(question.word("file"))


def _too_much(question: Question) -> Answer:
    """Refuse a file on which the thread of the page broke down."""
    from perfeval_xl.workers import took_too_much

    raise took_too_much(question.word("file"))


def _too_large(question: Question) -> Answer:
    """Refuse a file by its size, before a byte of it is read."""
    from perfeval_xl.collection.intake import too_large

    raise too_large(question.word("file"), int(question.word("size")))


_HERE: dict[str, Callable[[Question], Answer]] = {
    "begin": _begin,
    "too long": _too_long,
    "too much": _too_much,
    "too large": _too_large,
}


def _answered(question: Question) -> Answer:
    """Answer, with what the first form does not need imported when it is asked for; `KeyError` is a bug of the page."""
    # Rooms are loaded when a question needs them: the page opens sooner
    if question.name in _HERE:
        return _HERE[question.name](question)
    if question.name in {"evaluate", "make ready", "marked copy", "report"}:
        from perfeval_xl.page import evaluating

        return evaluating.ANSWERS[question.name](question)
    if question.name.startswith("open ") or question.name == "hands answered":
        from perfeval_xl.page import open_workbook

        return open_workbook.ANSWERS[question.name](question)
    if question.name == "summary":
        from perfeval_xl.page.summing_up import summary

        return summary(question)
    if question.name in {"scheme out", "scheme in"}:
        from perfeval_xl.page import own_schemes

        return own_schemes.ANSWERS[question.name](question)
    from perfeval_xl.page import offering

    return offering.ANSWERS[question.name](question)
