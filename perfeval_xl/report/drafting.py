"""From an evaluation to the names of a report: every figure spelled, every list in the order of the form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal

from perfeval_xl.amounts import EXACT, ZERO, parse_number, percent, plain
from perfeval_xl.evaluation import Evaluation
from perfeval_xl.form.layout import Slot, slots_for
from perfeval_xl.problems import Problem, Severity
from perfeval_xl.refs import Entry
from perfeval_xl.report.context import (
    CheckCounts,
    DimensionLine,
    Execution,
    FundsLine,
    GoalLine,
    IndicatorLine,
    ProblemLine,
    Report,
    ScoreLine,
    SectionText,
)
from perfeval_xl.report.own_scores import own_scores
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.scorecard import DimensionScore, IndicatorScore, Scorecard
from perfeval_xl.submission.model import EXECUTION_PATH, FundsRow, Indicator, Submission

__all__ = ["draft"]

_NOT_SCORED = "—"
_LEAD = {0: "", 1: "其中："}
"""What stands before the source in the first rows; the others are indented by as much as 其中： takes."""
_UNUSED = Indicator(path=("", "", ""))
"""What stands in a row that nobody filled in."""


def draft(evaluation: Evaluation) -> Report:
    """Return everything a template can name for this evaluation."""
    submission, scheme, card = evaluation.submission, evaluation.scheme, evaluation.scorecard
    sections = [_section(submission, name, group) for name, group in _section_names(scheme)]
    in_form = {section.name for section in scheme.sections if section.place == "form"}
    execution = _execution(submission)
    own = own_scores(submission, scheme, card)
    return Report(
        title=scheme.form_title,
        year=_text(submission.year),
        project=_text(submission.project),
        department=_text(submission.department),
        unit=_text(submission.unit),
        money_unit=submission.money_unit,
        file=evaluation.file,
        scheme=scheme.title,
        source=scheme.source.citation,
        funds=_funds(submission, scheme, execution.rate),
        execution=execution,
        goals=tuple(GoalLine(expected=_text(g.expected), achieved=_text(g.achieved)) for g in submission.goals)
        or (GoalLine(expected="", achieved=""),),
        indicators=tuple(_indicators(submission, scheme)),
        weight_total=_text(submission.weight_total) or plain(sum((row.weight for row in card.indicators), ZERO)),
        self_total=_points(card.self_total),
        self_grade=card.self_grade or "",
        printed_grade=_text(submission.self_grade),
        total=_points(card.total) or f"{plain(card.lowest)}至{plain(card.highest)}",
        total_said=card.said_total(),
        open=card.total is None,
        grade=card.shown_grade,
        sections={section.name: section for section in sections},
        form_sections=tuple(section for section in sections if section.name in in_form),
        dimensions=tuple(_dimension(d, doubtful=d.name in own.doubtful) for d in _dimensions(card)),
        scores=tuple(_score(number, row) for number, row in enumerate(card.indicators, 1)),
        losses=own.losses,
        unscored=own.unscored,
        excesses=own.excesses,
        full_marks=own.full_marks,
        problems=tuple(_problem(number, problem) for number, problem in enumerate(evaluation.problems, 1)),
        checks=_counts(evaluation),
    )


def _text(entry: Entry | None) -> str:
    return "" if entry is None or entry.blank or entry.text is None else entry.text.strip()


def _points(value: Decimal | None) -> str:
    return "" if value is None else plain(value)


def _rate(score: Decimal | None, weight: Decimal) -> str:
    return "" if score is None or not weight else percent(EXACT.divide(score, weight))


def _section_names(scheme: Scheme) -> Iterable[tuple[str, str]]:
    return ((section.name, section.group) for section in scheme.sections)


def _section(submission: Submission, name: str, group: str) -> SectionText:
    text = _text(submission.sections.get(name))
    paragraphs = tuple(line.strip() for line in text.splitlines() if line.strip())
    return SectionText(name=name, group=group, text=text, paragraphs=paragraphs)


def _row(submission: Submission, source: str) -> FundsRow:
    return next((row for row in submission.funds if row.source == source), FundsRow(source=source))


def _funds(submission: Submission, scheme: Scheme, rate: str) -> tuple[FundsLine, ...]:
    """The rows of the scheme in its order; a source that only the submission knows follows behind."""
    sources = dict.fromkeys([*scheme.funds, *(row.source for row in submission.funds)])
    return tuple(_funds_line(_row(submission, source), place, rate) for place, source in enumerate(sources))


def _funds_line(row: FundsRow, place: int, rate: str) -> FundsLine:
    top = place == 0
    return FundsLine(
        label=_LEAD.get(place, "\u3000\u3000\u3000") + row.source,
        source=row.source,
        initial_budget=_text(row.initial_budget),
        budget=_text(row.budget),
        executed=_text(row.executed),
        weight=_text(row.weight) if top else _NOT_SCORED,
        rate=(_text(row.rate) or rate) if top else "",
        self_score=_text(row.self_score) if top else _NOT_SCORED,
    )


def _execution(submission: Submission) -> Execution:
    total = submission.funds[0] if submission.funds else FundsRow(source="")
    budget, executed = parse_number(total.budget.text), parse_number(total.executed.text)
    rate = "" if executed is None or budget is None else _rate(executed, budget)
    lines = (_funds_line(row, 1, "") for row in submission.funds[1:])
    return Execution(
        computable=bool(rate),
        initial_budget=_text(total.initial_budget),
        budget=_text(total.budget),
        executed=_text(total.executed),
        rate=rate,
        sources=tuple(line for line in lines if line.budget or line.executed),
    )


def _indicators(submission: Submission, scheme: Scheme) -> Iterable[IndicatorLine]:
    """The rows of an open form, those nobody filled in too; of a fixed one its indicators, which have one to three names."""
    if scheme.family == "fixed":
        ordinals: Counter[tuple[str, str]] = Counter()
        for indicator in submission.indicators:
            above = (indicator.path[0], indicator.path[1] if len(indicator.path) > 2 else "")
            ordinals[above] += 1
            yield _indicator_line(Slot(*above, ordinals[above]), indicator)
        return
    waiting: dict[tuple[str, str], list[Indicator]] = {}
    for indicator in submission.indicators:
        waiting.setdefault((indicator.path[0], indicator.path[1]), []).append(indicator)
    for slot in slots_for(scheme, submission):
        filled = waiting.get((slot.dimension, slot.category), [])
        written = filled[slot.ordinal - 1] if slot.ordinal <= len(filled) else _UNUSED
        yield _indicator_line(slot, written)


def _indicator_line(slot: Slot, written: Indicator) -> IndicatorLine:
    return IndicatorLine(
        dimension=slot.dimension,
        category=slot.category,
        number=slot.ordinal,
        name=written.path[-1],
        target=_text(written.target),
        actual=_text(written.actual),
        weight=_text(written.weight),
        self_score=_text(written.self_score),
        note=_text(written.note),
    )


def _dimensions(card: Scorecard) -> Sequence[DimensionScore]:
    """The dimensions of the scorecard, led by the execution rate where the scorecard counts it apart."""
    execution = card.indicator(EXECUTION_PATH)
    if execution is None or any(d.name == EXECUTION_PATH[0] for d in card.dimensions):
        return card.dimensions
    known = execution.score is not None and execution.weight
    rate = EXACT.divide(execution.lowest, execution.weight) if known else None
    first = DimensionScore(
        name=EXECUTION_PATH[0],
        weight=execution.weight,
        score=execution.score,
        decided=execution.score or ZERO,
        open=execution.open,
        lowest=execution.lowest,
        highest=execution.highest,
        self_score=execution.self_score,
        rate=rate,
    )
    return (first, *card.dimensions)


def _dimension(dimension: DimensionScore, *, doubtful: bool) -> DimensionLine:
    return DimensionLine(
        name=dimension.name,
        weight=plain(dimension.weight),
        self_score=_points(dimension.self_score),
        self_rate="" if doubtful else _rate(dimension.self_score, dimension.weight),
        doubtful=doubtful,
        score=_points(dimension.score) or dimension.said_points(),
        rate="" if dimension.rate is None else percent(dimension.rate),
    )


def _score(number: int, row: IndicatorScore) -> ScoreLine:
    return ScoreLine(
        number=number,
        dimension=row.path[0],
        name=row.path[-1],
        weight=plain(row.weight),
        self_score=_points(row.self_score),
        score=row.said_points() if row.score is not None else f"待判断（{row.said_points()}）",
        differs=None not in {row.self_score, row.score} and row.self_score != row.score,
        explanation=row.explanation,
    )


def _problem(number: int, problem: Problem) -> ProblemLine:
    place = problem.place
    label = place.label if place.sheet else ""  # the labels of a JSON file are keys, nothing to print
    where = (place.sheet, place.cell, problem.path[-1] if problem.path else label)
    return ProblemLine(
        number=number,
        code=problem.code,
        severity=str(problem.severity),
        place=" ".join(part for part in where if part),
        found=problem.found,
        expected=problem.expected,
        message=problem.message,
        remedy=problem.remedy,
        source=problem.source,
    )


def _counts(evaluation: Evaluation) -> CheckCounts:
    by_severity = Counter(problem.severity for problem in evaluation.problems)
    checks = evaluation.checks
    return CheckCounts(
        errors=by_severity[Severity.ERROR],
        warnings=by_severity[Severity.WARNING],
        hints=by_severity[Severity.HINT],
        passed=len(checks.passed),
        not_applicable=len(checks.not_applicable),
        not_run=len(checks.not_run),
    )
