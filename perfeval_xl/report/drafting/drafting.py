"""From an evaluation to the names of a report: every figure spelled, every list in the order of the form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from perfeval_xl.amounts import ZERO, plain
from perfeval_xl.evaluation import Evaluation
from perfeval_xl.report.chapters.model import Chapter
from perfeval_xl.report.drafting.conclusion import (
    bands_of,
    basis_of,
    conclusion_of,
    own_conclusion_of,
)
from perfeval_xl.report.drafting.dimensions import dimensions_of
from perfeval_xl.report.drafting.figures import charts_of
from perfeval_xl.report.drafting.findings import counts_of, problems_of
from perfeval_xl.report.drafting.money import execution_of, funds_of
from perfeval_xl.report.drafting.own_scores import own_scores
from perfeval_xl.report.drafting.scores import (
    Scored,
    defects_of,
    score_lines,
    scored_rows,
)
from perfeval_xl.report.drafting.shortfalls import shortfalls_of
from perfeval_xl.report.drafting.spelling import points, share, shown
from perfeval_xl.report.drafting.texts import (
    goals_of,
    indicators_of,
    narrative_of,
    outline_of,
    section_of,
    tables_of,
    targets_of,
)
from perfeval_xl.report.drafting.wording import say
from perfeval_xl.report.vocabulary.form import Execution
from perfeval_xl.report.vocabulary.report import Report
from perfeval_xl.scorecard import PENDING

__all__ = ["draft", "draft_from"]

_REPORT_DATE = "报告日期"


def draft(evaluation: Evaluation) -> Report:
    """Return everything a template can name for this evaluation; never raises for what people filled in."""
    rows = scored_rows(evaluation.submission, evaluation.scheme, evaluation.scorecard)
    return draft_from(evaluation, rows)


def draft_from(
    evaluation: Evaluation,
    rows: tuple[Scored, ...],
    chapters: Mapping[str, Chapter] | None = None,
) -> Report:
    """Do the same where the scored rows are known already; `chapters` are Word files that stand for sections, by name."""
    taken = chapters or {}
    execution = execution_of(evaluation.submission)
    return Report(
        **_head(evaluation),
        **_written(evaluation, execution, taken),
        **_scored(evaluation, rows, execution, taken),
        **_checked(evaluation),
    )


def _head(evaluation: Evaluation) -> dict[str, Any]:
    """Whose report this is, and what it rests on."""
    submission, scheme = evaluation.submission, evaluation.scheme
    bands = bands_of(scheme)
    return {
        "title": scheme.form_title,
        "year": shown(submission.year),
        "project": shown(submission.project),
        "department": shown(submission.department),
        "unit": shown(submission.unit),
        "money_unit": submission.money_unit,
        "file": evaluation.file,
        "scheme": scheme.title,
        "source": scheme.source.citation,
        "basis": basis_of(scheme),
        "report_date": shown(submission.sections.get(_REPORT_DATE))
        or say("dates", "blank"),
        "full_score": plain(scheme.full_score),
        "bands": bands,
        "bands_text": "，".join(band.text for band in bands),
        "defects": defects_of(scheme),
    }


def _written(
    evaluation: Evaluation, execution: Execution, taken: Mapping[str, Chapter]
) -> dict[str, Any]:
    """What was filled in, as it was filled in."""
    submission, scheme = evaluation.submission, evaluation.scheme
    sections = {
        section.name: section_of(submission, section, taken)
        for section in scheme.sections
    }
    in_form = [section.name for section in scheme.sections if section.place == "form"]
    return {
        "funds": funds_of(submission, scheme, execution.rate),
        "execution": execution,
        "goals": goals_of(submission, scheme),
        "indicators": indicators_of(submission, scheme),
        "printed_grade": shown(submission.self_grade),
        "sections": sections,
        "form_sections": tuple(sections[name] for name in in_form),
        "outline": outline_of(scheme, sections),
        "targets": targets_of(submission, scheme),
        "tables": tables_of(submission, scheme),
    }


def _scored(
    evaluation: Evaluation,
    rows: tuple[Scored, ...],
    execution: Execution,
    taken: Mapping[str, Chapter],
) -> dict[str, Any]:
    """What was scored, by the unit and by the scheme, and what follows from it."""
    submission, scheme, card = (
        evaluation.submission,
        evaluation.scheme,
        evaluation.scorecard,
    )
    money = submission.money_unit
    # What the unit gave itself, what the scheme gives, and the sums of both
    own = own_scores(rows, scheme, money)
    lines = score_lines(rows, submission, scheme)
    narrative = narrative_of(submission, scheme, taken)
    dimensions = dimensions_of(rows, lines, scheme, own.doubtful, narrative)
    whole = sum((one.row.weight for one in rows), ZERO)
    return {
        "weight_total": shown(submission.weight_total) or plain(whole),
        "weight_sum": plain(whole),
        "self_total": points(card.self_total),
        "self_grade": _told(card.self_grade),
        "total": points(card.total),
        "total_said": card.said_total(),
        "total_rate": share(card.total, whole),
        "grade": _told(card.grade),
        "complete": card.total is not None,
        "decided": plain(card.decided),
        "undecided": plain(card.open),
        "lowest": plain(card.lowest),
        "highest": plain(card.highest),
        "conclusion": conclusion_of(card, scheme, rows),
        "self_conclusion": own_conclusion_of(card, scheme, rows),
        "self_results": own.text,
        "dimensions": dimensions,
        "scores": lines,
        "losses": own.losses,
        "unscored": own.unscored,
        "excesses": own.excesses,
        "full_marks": own.full_marks,
        "shortfalls": shortfalls_of(rows, money),
        "open_scores": tuple(line for line in lines if line.open),
        "charts": charts_of(dimensions, execution, money, own=scheme.has_slots),
    }


def _checked(evaluation: Evaluation) -> dict[str, Any]:
    """What the checks found."""
    return {"problems": problems_of(evaluation), "checks": counts_of(evaluation)}


def _told(grade: str | None) -> str:
    """A grade, empty while it cannot be told."""
    if grade is None or grade == PENDING:
        return ""
    return grade
