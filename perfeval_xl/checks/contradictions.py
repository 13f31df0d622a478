"""矛盾: what the texts of a form say against its figures."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from perfeval_xl.amounts import EXACT, percent, plain
from perfeval_xl.checks.base import Checks, Context, readable
from perfeval_xl.checks.explaining import other_rates, sentences, texts, written
from perfeval_xl.checks.wording import Topic, has_one_of, wording
from perfeval_xl.measures.promises import counts_execution
from perfeval_xl.problems import Problem, Severity
from perfeval_xl.refs import Location
from perfeval_xl.rules.thresholds import thresholds
from perfeval_xl.scorecard import IndicatorScore
from perfeval_xl.submission.model import EXECUTION_PATH

__all__ = ["CHECKS"]

CHECKS = Checks()


def _contradictable(context: Context) -> object:
    """Return the texts, or else the rows: what could contradict the figures."""
    everything = [*texts(context), *written(context)]
    return everything or context.submission.indicators


@CHECKS.reports("PE-053", looks_at=_contradictable)
def conclusions_follow_the_figures(context: Context) -> Iterator[Problem]:
    """R53: no text says the opposite of the figures: of the execution rate, or of points that were all given."""
    rate = _rate(context)
    if rate is not None:
        yield from _other_rates(context, rate)
        yield from _execution_rows(context, rate)
    yield from _complaints(context)


def _rate(context: Context) -> Decimal | None:
    """Return the execution rate of the total, `None` where it has none."""
    budget = readable(context.total_funds.budget)
    executed = readable(context.total_funds.executed)
    if budget is None or executed is None or budget <= 0:
        return None
    return EXACT.divide(executed, budget)


def _other_rates(context: Context, rate: Decimal) -> Iterator[Problem]:
    """Every contradiction once, where it is first written."""
    seen: set[str] = set()
    # Sections come from both lists, and one text may be copied: each claim is told once
    for entry in (*texts(context), *written(context)):
        for sentence in sentences(entry):
            said = _said_otherwise(context, sentence, rate)
            if not said or said in seen:
                continue
            seen.add(said)
            shown = f"表中的执行率{percent(rate)}"
            yield _contradiction(entry.location, said, shown, EXECUTION_PATH)


def _said_otherwise(context: Context, sentence: str, rate: Decimal) -> str:
    """Return what a sentence says against the rate, empty for nothing."""
    # Another rate is named
    for stated in other_rates(context, sentence, rate):
        return f"执行率{percent(stated)}"
    # Or it is said that nothing was left, while much was
    if rate >= thresholds().low_execution:
        return ""
    for claim in wording().no_deviation:
        if claim in sentence:
            return claim
    return ""


def _execution_rows(context: Context, rate: Decimal) -> Iterator[Problem]:
    """An indicator that is the execution rate has no full score while little was spent."""
    if rate >= thresholds().low_execution:
        return
    for indicator, row in context.scored():
        name = indicator.path[-1]
        if not _is_full(row) or not counts_execution(name):
            continue
        said = f"“{name}”得{plain(row.weight)}分（满分）"
        shown = f"执行率{percent(rate)}"
        yield _contradiction(row.self_score_entry.location, said, shown, indicator.path)


def _is_full(row: IndicatorScore) -> bool:
    return row.self_score is not None and row.self_score == row.weight > 0


def _complaints(context: Context) -> Iterator[Problem]:
    """A hint where nothing at all was deducted, although the text on problems complains of what rows are about.

    That problems are told is no contradiction: every honest unit tells some.
    """
    card = context.scorecard
    # Only full points everywhere can contradict a complaint
    if card.self_total is None or card.self_total != context.scheme.full_score:
        return
    for name, entry in context.submission.sections.items():
        if not has_one_of(name, wording().problem_sections):
            continue
        topic = _complained_of(sentences(entry))
        row = None
        if topic is not None:
            row = _row_about(context, topic)
        if row is None:
            continue
        said = f"“{name}”写到{row.path[-1]}方面的问题"
        shown = f"自评{plain(card.self_total)}分、没有一处扣分"
        yield _contradiction(entry.location, said, shown, (name,), Severity.HINT)


def _complained_of(told: list[str]) -> Topic | None:
    """Return the first topic of which a sentence says that something is short."""
    for sentence in told:
        for topic in wording().topics:
            if has_one_of(sentence, topic.about) and has_one_of(sentence, topic.short):
                return topic
    return None


def _row_about(context: Context, topic: Topic) -> IndicatorScore | None:
    """Return the first row that is about the topic."""
    for row in context.scorecard.indicators:
        if has_one_of("".join(row.path), topic.rows):
            return row
    return None


def _contradiction(
    place: Location,
    said: str,
    shown: str,
    path: tuple[str, ...],
    raised_to: Severity | None = None,
) -> Problem:
    return Problem(
        code="PE-053",
        place=place,
        path=path,
        found=said,
        slots={"said": said, "shown": shown},
        raised_to=raised_to,
    )
