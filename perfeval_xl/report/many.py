"""Reports for many forms at once: all cores work, memory stays the same, and one bad form stops nothing."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from perfeval_xl.errors import EnvironmentMissing, PerfevalError, system_reason
from perfeval_xl.evaluation import evaluate
from perfeval_xl.problems import Severity
from perfeval_xl.report.rendering import render_report
from perfeval_xl.workers import in_order, worker

__all__ = ["Form", "Made", "make_all"]

_log = logging.getLogger(__name__)
_REPORT_BUG = "请把这个文件和运行日志交给维护人员。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One form to be reported on: its name, where its bytes come from, and what the report will be called.

    `chapters` is the folder with its chapters, `None` for none. `read` raises `OSError` or a `PerfevalError` where there are none.
    """

    name: str
    read: Callable[[], bytes]
    target: str
    chapters: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """The report of one form, or why there is none: then `document` is empty and `failure` says so.

    `errors` counts the problems of severity 错误 in the form.
    """

    form: Form
    document: bytes = b""
    errors: int = 0
    failure: str = ""


def make_all(
    forms: Iterable[Form], template: Path | None = None, at_once: int | None = None
) -> Iterator[Made]:
    """Yield the report of every form in their order; `at_once` is the number of processes, by default of cores.

    Every form is worked on in a process that is ended when it takes too long or needs too much memory.
    """
    yield from in_order(lambda form: _make(form, template), forms, at_once)


def _make(form: Form, template: Path | None) -> Made:
    try:
        data = form.read()
        with worker() as hands:
            document, errors = hands.run(
                form.name, _rendered, data, form.name, template, form.chapters
            )
    # What is missing on this machine is missing for every form
    except EnvironmentMissing:
        raise
    except PerfevalError as failure:
        return Made(form=form, failure=str(failure))
    except OSError as failure:
        return Made(form=form, failure=f"无法读取：{system_reason(failure)}。")
    except Exception as failure:  # noqa: BLE001 - the batch boundary
        _log.exception("unexpected failure on one form")
        return Made(
            form=form,
            failure=f"程序处理时出错（{type(failure).__name__}）。{_REPORT_BUG}",
        )
    return Made(
        form=form,
        document=document,
        errors=errors,
    )


def _rendered(
    data: bytes, name: str, template: Path | None, chapters: Path | None
) -> tuple[bytes, int]:
    """Make one report; runs in a worker."""
    evaluation = evaluate(data, name)
    errors = sum(problem.severity is Severity.ERROR for problem in evaluation.problems)
    return render_report(evaluation, template, chapters), errors
