"""What a check is: one code, one function, one answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from perfeval_xl.amounts import parse_number
from perfeval_xl.problems import Problem
from perfeval_xl.refs import Entry
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.scorecard import IndicatorScore, Scorecard
from perfeval_xl.submission.model import FundsRow, Indicator, Submission

__all__ = ["TOLERANCE", "Check", "Checks", "Context", "Skipped", "readable"]

TOLERANCE = Decimal("0.01")
"""Two figures that differ by no more than this are the same: forms are rounded to two decimals (R35: ±0.01)."""


class Skipped(Enum):
    """Why a check gave no answer: it does not apply to this form, or what it needs cannot be read."""

    NOT_APPLICABLE = "not_applicable"
    NOT_RUN = "not_run"


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Everything a check may look at."""

    submission: Submission
    scheme: Scheme
    scorecard: Scorecard

    @property
    def total_funds(self) -> FundsRow:
        """The row of 年度资金总额; an empty one when the form has none."""
        return self.submission.funds[0] if self.submission.funds else FundsRow(source="")

    @property
    def execution(self) -> IndicatorScore:
        """The score of the funds row; only an open form has one."""
        return self.scorecard.indicators[0]

    def scored(self) -> Iterable[tuple[Indicator, IndicatorScore]]:
        """Every indicator with its score, in the order of the form; one that a fixed form lacks is blank."""
        if self.scheme.family == "open":
            return zip(self.submission.indicators, self.scorecard.indicators[1:], strict=True)
        given = {indicator.path: indicator for indicator in reversed(self.submission.indicators)}
        return [(given.get(row.path, Indicator(path=row.path)), row) for row in self.scorecard.indicators]

    def weights(self) -> list[Entry]:
        """The 分值 cells: the funds row (where the form has one) and every indicator."""
        first = [] if self.total_funds.weight is None else [self.total_funds.weight]
        return [*first, *(indicator.weight for indicator in self.submission.indicators)]

    def self_scores(self) -> list[Entry]:
        """The 得分 cells, like `weights`."""
        first = [] if self.total_funds.self_score is None else [self.total_funds.self_score]
        return [*first, *(indicator.self_score for indicator in self.submission.indicators)]


def readable(entry: Entry) -> Decimal | None:
    """Return the number of an entry, or `None`."""
    return parse_number(entry.text)


BOTH = frozenset({"open", "fixed"})
CheckFunction = Callable[[Context], Iterable[Problem] | Skipped]


@dataclass(frozen=True, slots=True)
class Check:
    """One check: the only code it reports, how, and the families of forms it applies to."""

    code: str
    run: CheckFunction
    families: frozenset[str] = BOTH


class Checks(list[Check]):
    """The checks of one topic, in order; used as a decorator factory."""

    def reports(self, code: str, *families: str) -> Callable[[CheckFunction], CheckFunction]:
        """Add the decorated function as the check of `code`, for all families when none is named."""

        def add(function: CheckFunction) -> CheckFunction:
            self.append(Check(code, function, frozenset(families) or BOTH))
            return function

        return add
