"""What a check is: one code, one function, one answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from functools import cached_property

from perfeval_xl.amounts import parse_number, plain
from perfeval_xl.problems import Problem
from perfeval_xl.refs import Entry, Location
from perfeval_xl.scheme.model import Dimension, Scheme
from perfeval_xl.scorecard import IndicatorScore, Scorecard
from perfeval_xl.submission.model import FundsRow, Indicator, Submission

__all__ = [
    "TOLERANCE",
    "Check",
    "Checks",
    "Context",
    "Skipped",
    "indicator_rows",
    "missing_dimensions",
    "printed_rows",
    "readable",
    "scored_money",
    "scored_rows",
    "written_rows",
]

TOLERANCE = Decimal("0.01")
"""Two figures that differ by no more than this are the same: forms are rounded to two decimals (R35: ±0.01)."""


_SATISFACTION = "满意度"


class Skipped(Enum):
    """Why a check gave no answer: it does not apply to this form, or what it needs cannot be read."""

    NOT_APPLICABLE = "not_applicable"
    NOT_RUN = "not_run"


@dataclass(frozen=True, kw_only=True)
class Context:
    """Everything a check may look at.

    `issued_rows` are the rows that the issuer wrote and locked in the form, each with its name and its target; what is
    wrong with them was told when they were issued.
    """

    submission: Submission
    scheme: Scheme
    scorecard: Scorecard
    issued_rows: frozenset[tuple[str, str]] = frozenset()

    @property
    def total_funds(self) -> FundsRow:
        """The row of 年度资金总额; an empty one when the form has none."""
        if self.submission.funds:
            return self.submission.funds[0]
        return FundsRow(source="")

    @property
    def execution(self) -> IndicatorScore:
        """The score of the funds row, where the scheme scores it."""
        return self.scorecard.indicators[0]

    def reason(self, indicator: Indicator) -> Entry:
        """Where the unit explains a row: its own column, or the text that the form of the place has instead."""
        # Where the form has one text for all reasons, every row is explained there
        if not self.scheme.reasons or not indicator.note.blank:
            return indicator.note
        blank = Entry(None, Location(label=self.scheme.reasons))
        return self.submission.sections.get(self.scheme.reasons, blank)

    def issued(self, indicator: Indicator) -> bool:
        """Whether name and target of a row are as they were issued."""
        name_and_target = (indicator.path[-1], indicator.target.text or "")
        return name_and_target in self.issued_rows

    def scored(self) -> Iterable[tuple[Indicator, IndicatorScore]]:
        """Every indicator with its score, in the order of the form; one that a fixed form lacks is blank."""
        return self._scored

    @cached_property
    def _scored(self) -> Sequence[tuple[Indicator, IndicatorScore]]:
        # The score of the funds row comes first, and is that of no indicator
        rows = self.scorecard.indicators
        if self.scheme.scores_execution:
            rows = rows[1:]
        # Rows that units wrote may be called alike, and are scored one by one
        if self.scheme.has_slots:
            return tuple(zip(self.submission.indicators, rows, strict=True))
        # Reversed, so that of two rows with one path the first counts, as in scoring
        given = {
            indicator.path: indicator
            for indicator in reversed(self.submission.indicators)
        }
        return [(given.get(row.path) or Indicator(path=row.path), row) for row in rows]

    def weights(self) -> list[Entry]:
        """The 分值 of the funds row (where the form has one) and of every indicator.

        A funds row without printed points has those of the scheme, as in the score: two totals may not contradict.
        """
        printed = self.total_funds.weight
        if printed is None or printed.blank:
            printed = Entry(
                plain(self.scheme.execution_weight),
                Location() if printed is None else printed.location,
            )
        rows = [indicator.weight for indicator in self.submission.indicators]
        if self.scheme.scores_execution:
            return [printed, *rows]
        return rows

    def self_scores(self) -> list[Entry]:
        """The 得分 cells, like `weights`."""
        first = (
            [] if self.total_funds.self_score is None else [self.total_funds.self_score]
        )
        return [
            *first,
            *(indicator.self_score for indicator in self.submission.indicators),
        ]


def readable(entry: Entry) -> Decimal | None:
    """Return the number of an entry, or `None`."""
    return parse_number(entry.text)


def missing_dimensions(context: Context) -> list[Dimension]:
    """Return the 一级指标 that the form must have and that have no indicator.

    Of those that share their weight one is enough, 满意度 aside, which every form has. Some places print it as a
    二级指标 of another 一级指标: one that stands there is not missing.
    """
    # Names at the top, and those below them
    used = {indicator.path[0] for indicator in context.submission.indicators}
    below = [
        name
        for indicator in context.submission.indicators
        for name in indicator.path[1:]
    ]
    missing = []
    for dimension in context.scheme.dimensions:
        satisfaction = _SATISFACTION in dimension.name
        if satisfaction:
            there = any(_SATISFACTION in name for name in (*used, *below))
        else:
            there = any(each.name in used for each in context.scheme.sharing(dimension))
        if not there:
            missing.append(dimension)
    return missing


def indicator_rows(context: Context) -> object:
    """The indicators of the form, for checks that look at them."""
    return context.submission.indicators


def scored_rows(context: Context) -> object:
    """The rows to which the unit gave points, for checks that look at those."""
    return [row for row in context.scorecard.indicators if row.self_score is not None]


def written_rows(scheme: Scheme) -> bool:
    """Rows that units write themselves, for checks of what only a unit can get wrong there."""
    return scheme.has_slots


def printed_rows(scheme: Scheme) -> bool:
    """Rows of the scheme, for checks that look whether the form still has them as they were."""
    return bool(scheme.rows)


def scored_money(scheme: Scheme) -> bool:
    """Points for the rate of execution, for checks of the money that those points depend on."""
    return scheme.scores_execution


def _whatever(_: Scheme) -> bool:
    return True


CheckFunction = Callable[[Context], Iterable[Problem] | Skipped]
Has = Callable[[Scheme], bool]
"""What a scheme must have for a check to apply to its forms."""
Looks = Callable[[Context], object]
"""What a check looks at; nothing true means that there is nothing to look at."""


def _anything(_: Context) -> object:
    return True


@dataclass(frozen=True, slots=True)
class Check:
    """One check: the only code it reports, how, what the scheme must have, and what it looks at.

    A check that has nothing to look at does not apply: only what was looked at has passed.
    """

    code: str
    run: CheckFunction
    has: Has = _whatever
    looks_at: Looks = _anything

    def answer(self, context: Context) -> Iterable[Problem] | Skipped:
        """Return the findings, or why there is no answer."""
        # A check that looks at nothing must not be counted as passed
        if not self.has(context.scheme) or not self.looks_at(context):
            return Skipped.NOT_APPLICABLE
        return self.run(context)


class Checks(list[Check]):
    """The checks of one topic, in order; used as a decorator factory."""

    def reports(
        self, code: str, has: Has = _whatever, looks_at: Looks = _anything
    ) -> Callable[[CheckFunction], CheckFunction]:
        """Add the decorated function as the check of `code`, for all schemes that have what is named."""

        def add(function: CheckFunction) -> CheckFunction:
            self.append(Check(code, function, has, looks_at))
            return function

        return add
