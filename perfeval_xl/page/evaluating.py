"""One dropped form: problems and scores, the marked copy, the Word report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePath
from typing import Any

from perfeval_xl.collection.records import PASSED, RETURNED
from perfeval_xl.errors import SchemeError
from perfeval_xl.evaluation import Evaluation, evaluate
from perfeval_xl.form.filling import fill_form
from perfeval_xl.form.layout.form_layout import form_layout
from perfeval_xl.page.questions import Answer, NamedBytes, Question
from perfeval_xl.problems import Problem, Severity
from perfeval_xl.reading.drawn import drawn_form
from perfeval_xl.scheme.loader import find_scheme
from perfeval_xl.scorecard import IndicatorScore

__all__ = ["ANSWERS", "evaluated", "made_ready", "marked_copy", "report"]

# Evaluations that are kept: one is asked for several times in a row
_KEPT = 8


def evaluated(question: Question) -> Answer:
    """Return all problems and scores of a file: the JSON of the command line, and beside it what is said to people."""
    wanted = question.word("scheme")
    evaluation = _evaluation(question.file, wanted)
    # The figures are those of the command line; what is said beside them is for people
    figures = evaluation.as_json()
    said = _said(evaluation)
    return Answer(shown={**figures, "said": said})


def made_ready(question: Question) -> Answer:
    """Read a scheme and draw its form, which the first form of it would wait for; a scheme that is wrong is passed over."""
    try:
        scheme = find_scheme(question.word("scheme"))
    except SchemeError:
        return Answer(shown={})
    drawn_form(scheme, form_layout(scheme, None))
    return Answer(shown={})


def marked_copy(question: Question) -> Answer:
    """Return the copy with problems and scores marked in it; raises what `marked_up` raises."""
    from perfeval_xl.markup.marking import marked_up

    given, wanted = question.file, question.word("scheme")
    evaluation = _evaluation(given, wanted)
    if evaluation.layout is None:
        # A submission as JSON is no workbook: its form is filled in first
        filled = fill_form(
            find_scheme(evaluation.submission.scheme), evaluation.submission
        )
        given = NamedBytes(given.name, filled)
        evaluation = _evaluation(given, wanted)
    marked = marked_up(evaluation)
    name = f"{PurePath(given.name).stem}（评分结果）.xlsx"
    copy = NamedBytes(name, marked.data)
    told = {"anew": marked.anew, "damaged": marked.damaged}
    return Answer(shown=told, files=(copy,))


def report(question: Question) -> Answer:
    """Return the Word report; `template` names one that any scheme can use, empty takes that of the scheme."""
    from perfeval_xl.report.rendering import render_report
    from perfeval_xl.report.templates import named_template

    wanted = question.word("scheme")
    evaluation = _evaluation(question.file, wanted)
    kind, template = "报告", None
    if question.word("template"):
        kind = question.word("template")
        template = named_template(kind)
    document = render_report(evaluation, template)
    name = f"{PurePath(question.file.name).stem}（{kind}）.docx"
    # Errors do not keep a report from being made, but are told
    errors = _count(evaluation.problems)[Severity.ERROR]
    return Answer(shown={"errors": errors}, files=(NamedBytes(name, document),))


def _evaluation(file: NamedBytes, wanted: str) -> Evaluation:
    return _remembered(_Asked(file.name, file.data, wanted))


@dataclass(frozen=True, slots=True)
class _Asked:
    """What an evaluation depends on."""

    name: str
    data: bytes
    scheme: str


@lru_cache(maxsize=_KEPT)
def _remembered(asked: _Asked) -> Evaluation:
    """Evaluate once what is looked at, copied and reported one after the other."""
    if not asked.scheme:
        return evaluate(asked.data, asked.name)
    scheme = find_scheme(asked.scheme)
    return evaluate(asked.data, asked.name, scheme)


def _count(problems: tuple[Problem, ...]) -> Counter[Severity]:
    return Counter(problem.severity for problem in problems)


def _said(evaluation: Evaluation) -> dict[str, Any]:
    """Return what the page shows beside the figures: names, counts, sentences."""
    submission, card = evaluation.submission, evaluation.scorecard
    counts = _count(evaluation.problems)
    state = PASSED
    if evaluation.blocked:
        state = RETURNED
    return {
        "scheme": evaluation.scheme.title,
        "unit": submission.unit.shown,
        "department": submission.department.shown,
        "year": submission.year.shown,
        "state": state,
        "counts": {str(severity): counts[severity] for severity in Severity},
        "total": card.said_total(),
        "points": {"/".join(row.path): _points(row) for row in card.indicators},
        "places": [_place(problem) for problem in evaluation.problems],
    }


def _points(row: IndicatorScore) -> str:
    if row.score is not None:
        return row.said_points()
    return f"待评价人员判断（{row.said_points()}）"


def _place(problem: Problem) -> str:
    """Return where a problem is, as people point at it: sheet, cell, label."""
    place = problem.place
    parts = [place.sheet, place.cell]
    if not place.cell:
        parts.append(place.label)
    return " ".join(part for part in parts if part)


ANSWERS: Mapping[str, Callable[[Question], Answer]] = {
    "evaluate": evaluated,
    "marked copy": marked_copy,
    "make ready": made_ready,
    "report": report,
}
"""Who answers what."""
