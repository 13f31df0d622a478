"""What counts as an explanation: a sentence with a reason, about money, wherever the unit wrote it.

A text that only says 按计划实施 explains nothing. One that names another execution rate than that of the form is about
other figures, and explains nothing either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from perfeval_xl.amounts import EXACT, ONE, normalise, parse_number
from perfeval_xl.checks.base import Context, readable
from perfeval_xl.checks.wording import has_one_of, wording
from perfeval_xl.refs import Entry, Location
from perfeval_xl.rules.thresholds import thresholds
from perfeval_xl.texts import says_something

__all__ = [
    "budget_section",
    "execution_explained",
    "other_rates",
    "sentences",
    "stated_rates",
    "texts",
    "written",
]

_SENTENCE = re.compile(r"[。；;！!\n]+")
_STATED = re.compile(
    r"(?:预算|资金|支出|总|^|[,、:(])执行率(?:仅|只)?(?:为|是|达到|达|只有|有)?(\d{1,3}(?:\.\d+)?)%(?!以上|及以上|左右|以内)"
)


def budget_section(context: Context) -> Entry | None:
    """Return the text in which the unit tells of its budget; `None` when the scheme has no such section.

    A section about all deviations stands for one about the budget where there is none.
    """
    names = [section.name for section in context.scheme.sections]
    # A section about the budget before one about all deviations
    for words in (wording().budget_sections, wording().deviation_sections):
        for name in names:
            if has_one_of(name, words):
                return context.submission.sections.get(
                    name,
                    Entry(None, Location(label=name)),
                )
    return None


def texts(context: Context) -> Iterator[Entry]:
    """Yield every long text of the form: goals and sections, those that are filled in."""
    for goal in context.submission.goals:
        yield from (
            entry for entry in (goal.expected, goal.achieved) if not entry.blank
        )
    yield from (
        entry for entry in context.submission.sections.values() if not entry.blank
    )


def written(context: Context) -> Iterator[Entry]:
    """Yield every text in which a unit explains itself: sections and 偏差原因 cells that say something."""
    for entry in context.submission.sections.values():
        if says_something(entry.text):
            yield entry
    for indicator in context.submission.indicators:
        if says_something(indicator.note.text):
            yield indicator.note


def sentences(entry: Entry) -> list[str]:
    """Return the sentences of a text, blanks folded."""
    return [
        normalise(part) for part in _SENTENCE.split(entry.text or "") if part.strip()
    ]


def stated_rates(sentence: str) -> list[Decimal]:
    """Return the execution rates of the whole year that a sentence, blanks folded, names as reached; as fractions.

    >>> stated_rates("全年预算60万元,执行率95%"), stated_rates("上年预算执行率90%"), stated_rates("制度执行率100%")
    ([Decimal('0.95')], [], [])
    """
    # Last year's rate, or that of half a year, is no statement about this one
    if has_one_of(sentence, wording().other_times):
        return []
    found = (parse_number(written + "%") for written in _STATED.findall(sentence))
    return [rate for rate in found if rate is not None]


def execution_explained(context: Context, rate: Decimal) -> bool:
    """Whether a sentence of the budget section, or one about money anywhere else, gives a reason for the rate."""
    section = budget_section(context)
    # What stands under the budget is about money by its place, elsewhere a sentence has to say so
    own = section is not None and has_one_of(
        section.location.label, wording().budget_sections
    )
    told = sentences(section) if section is not None and own else []
    if any(_explains(context, sentence, rate) for sentence in told):
        return True
    for entry in written(context):
        for sentence in sentences(entry):
            if has_one_of(sentence, wording().money) and _explains(
                context, sentence, rate
            ):
                return True
    return False


def other_rates(context: Context, sentence: str, rate: Decimal) -> list[Decimal]:
    """Return the execution rates that a sentence names and that are none of the form: not `rate`, that of the total.

    What is said of a source is held against its row, what is said of 年初预算 against that; of money by the level of
    government it came from the form knows nothing. More than was planned may be told as the 100 % that count.
    """
    stated = stated_rates(sentence)
    if not stated or has_one_of(sentence, wording().levels_of_money):
        return []
    # What a sentence may say without contradicting the form
    known = [rate]
    if rate > ONE:
        known.append(ONE)
    total = context.total_funds
    if has_one_of(sentence, wording().sources):
        parts = context.submission.funds[1:]
        known += [_part(row.executed, row.budget) for row in parts]
    if has_one_of(sentence, wording().initial):
        known.append(_part(total.executed, total.initial_budget))
    nearest = thresholds().stated_rate
    return [
        each for each in stated if all(abs(each - other) > nearest for other in known)
    ]


def _part(executed: Entry, budget: Entry) -> Decimal:
    """Return executed ÷ budget; -1, which no text names, where there is no such rate."""
    spent, planned = readable(executed), readable(budget)
    if spent is None or planned is None or planned <= 0:
        return -ONE
    return EXACT.divide(spent, planned)


def _explains(context: Context, sentence: str, rate: Decimal) -> bool:
    if not has_one_of(sentence, wording().reasons):
        return False
    return not other_rates(context, sentence, rate)
