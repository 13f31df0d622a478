"""The workbook that is open beside the page, in WPS or Excel: what a command of the ribbon does to it, as a plan for the hands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from perfeval_xl.addin.answers import check_answer
from perfeval_xl.addin.deciding import (
    Decision,
    decide_check,
    decide_clear,
    decide_next,
    decide_score,
    what_it_is,
)
from perfeval_xl.addin.plan import plan_text
from perfeval_xl.evaluation import evaluate
from perfeval_xl.page.questions import Answer, NamedBytes, Question
from perfeval_xl.sheets.model import Workbook
from perfeval_xl.sheets.writing import write_workbook

__all__ = ["ANSWERS"]


def _open_next(question: Question) -> Answer:
    """下一个问题: `sheet` is the sheet in front, `selection` what is selected there."""
    file, sheet = question.file, question.word("sheet")
    selection = question.word("selection")
    return _answer(question, decide_next(file.data, file.name, sheet, selection))


def _open_clear(question: Question) -> Answer:
    """清除标记."""
    file = question.file
    return _answer(question, decide_clear(file.data, file.name))


def _open_what(question: Question) -> Answer:
    """Say which form the workbook is; raises what `evaluate` raises."""
    file = question.file
    return Answer(shown={"status": what_it_is(evaluate(file.data, file.name))})


def _hands_answered(question: Question) -> Answer:
    """Raise the error that an answer of the hands tells; an empty one means that all is done."""
    check_answer(question.word("answer"))
    return Answer(shown={})


def _open_check(question: Question) -> Answer:
    file = question.file
    return _answer(question, decide_check(file.data, file.name))


def _open_score(question: Question) -> Answer:
    file = question.file
    return _answer(question, decide_score(file.data, file.name))


def _answer(question: Question, decision: Decision) -> Answer:
    """Return the plan as text; the workbook with the lists goes beside it, and stands at `path` when the plan is applied."""
    # The hands of Excel and WPS write the lists where they can open them
    path = Path(question.word("path") or "lists.xlsx")
    text = plan_text(decision.plan(path))
    shown = {"status": decision.status, "plan": text}
    # Commands that only clear or move bring no sheets along
    if not decision.lists:
        return Answer(shown=shown)
    lists = write_workbook(Workbook(sheets=decision.lists))
    return Answer(shown=shown, files=(NamedBytes("lists.xlsx", lists),))


ANSWERS: Mapping[str, Callable[[Question], Answer]] = {
    "open check": _open_check,
    "open score": _open_score,
    "open next": _open_next,
    "open clear": _open_clear,
    "open what": _open_what,
    "hands answered": _hands_answered,
}
"""Who answers what."""
