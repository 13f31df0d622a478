"""Every project as the 汇总表 knows it: how it stands, whether its totals can be averaged, where its original is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from perfeval_xl.amounts import EXACT, ZERO, round_half_up
from perfeval_xl.collection.project_states import ProjectRecord, ProjectState, Standing
from perfeval_xl.collection.records import PASSED, RETURNED, SubmissionFigures, Version
from perfeval_xl.scheme.model import Scheme

__all__ = [
    "COUNTED",
    "DOUBTFUL",
    "NOT_FILLED",
    "NO_TOTAL",
    "OPEN",
    "OUT_OF_RANGE",
    "PASSED",
    "RETURNED",
    "Averages",
    "Scored",
    "averages",
    "difference",
    "mean",
    "scored_projects",
]

NOT_FILLED = "（未填）"
COUNTED, NO_TOTAL, DOUBTFUL, OUT_OF_RANGE = (
    "计入",
    "无自评总分",
    "分值或得分有误",
    "总分超出范围",
)
OPEN = "有待评价人员判断的得分"
"""Whether a submission counts in the averages, or why it does not; else it is the state that keeps it out."""

# Decimals of an average; points have at most two
_MEAN_PLACES = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """One project with a submission in force. `row` is its row in the sheet 得分, `scheme` the title of its scheme."""

    row: int
    record: ProjectRecord
    version: Version
    scheme: str
    counted: str

    @property
    def number(self) -> int:
        """The number of the arrival that brought the version in force."""
        return self.version.arrival.number

    @property
    def figures(self) -> SubmissionFigures:
        """The figures of the version in force."""
        return self.version.figures

    @property
    def department(self) -> str:
        """The department, as the list has it."""
        return self.record.department or NOT_FILLED

    @property
    def unit(self) -> str:
        """The unit, as the list has it."""
        return self.record.unit or NOT_FILLED

    @property
    def project(self) -> str:
        """The project, as the list has it."""
        return self.record.project or NOT_FILLED


@dataclass(frozen=True, slots=True, kw_only=True)
class Averages:
    """How many submissions can be compared, the averages of both their totals, and the difference of these.

    All three are of the same submissions; `None` where there are none.
    """

    count: int
    own: Decimal | None
    by_rules: Decimal | None
    difference: Decimal | None


def scored_projects(
    standing: Standing, schemes: Mapping[str, Scheme], doubtful: Collection[int]
) -> tuple[Scored, ...]:
    """Return the projects with a submission in force, those of a department together, departments as in the list.

    `doubtful` are the numbers of the arrivals whose weights do not add up, or whose points are no numbers.
    """
    found: list[Scored] = []
    # The row in 得分 is counted here, since the other sheets lead to it
    for records in standing.departments().values():
        for record in records:
            if record.version is not None:
                found.append(
                    _scored(
                        record,
                        record.version,
                        # Row 1 are the headings
                        len(found) + 2,
                        schemes,
                        doubtful,
                    )
                )
    return tuple(found)


def averages(projects: Iterable[Scored]) -> Averages:
    """Average the totals of what can be compared."""
    compared = [project.figures for project in projects if project.counted == COUNTED]
    own = mean([figures.self_total for figures in compared])
    by_rules = mean([figures.decided_total for figures in compared])
    return Averages(
        count=len(compared),
        own=own,
        by_rules=by_rules,
        difference=difference(own, by_rules),
    )


def mean(numbers: Sequence[Decimal | None]) -> Decimal | None:
    """Return the average of the figures that are there, to two decimals; `None` where there are none."""
    there = [number for number in numbers if number is not None]
    if not there:
        return None
    return round_half_up(
        EXACT.divide(sum(there, ZERO), Decimal(len(there))), _MEAN_PLACES
    )


def difference(self_given: Decimal | None, by_rules: Decimal | None) -> Decimal | None:
    """Return the points given beyond those by the rules; `None` where either is not known."""
    if self_given is None or by_rules is None:
        return None
    return self_given - by_rules


def _scored(
    record: ProjectRecord,
    version: Version,
    row: int,
    schemes: Mapping[str, Scheme],
    doubtful: Collection[int],
) -> Scored:
    figures = version.figures
    scheme = schemes.get(figures.scheme)
    # A scheme that is gone is called by its id
    title = figures.scheme
    if scheme is not None:
        title = scheme.title
    counted = _counted(figures, scheme, doubtful=version.arrival.number in doubtful)
    # Only what passed or was returned counts: anything else has a person to decide first
    if record.state not in {ProjectState.PASSED, ProjectState.RETURNED}:
        counted = str(record.state)
    return Scored(
        row=row, record=record, version=version, scheme=title, counted=counted
    )


def _counted(
    figures: SubmissionFigures, scheme: Scheme | None, *, doubtful: bool
) -> str:
    """Say whether both totals are points of one full score and so can be averaged, and if not, why."""
    if figures.self_total is None:
        return NO_TOTAL
    if doubtful:
        return DOUBTFUL
    if figures.decided_total is None:
        return OPEN
    if scheme is None:
        return COUNTED
    # More than the full score is a mistake in the form, and would move every average
    totals = (figures.self_total, figures.decided_total)
    if all(ZERO <= total <= scheme.full_score for total in totals):
        return COUNTED
    return OUT_OF_RANGE
