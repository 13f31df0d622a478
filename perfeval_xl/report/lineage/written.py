"""Which row, pair or cell of a form a printed line shows: by its place, since names and figures may come twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from perfeval_xl.refs import Entry
from perfeval_xl.report.drafting.scores import group_of
from perfeval_xl.report.drafting.spelling import shown
from perfeval_xl.report.drafting.texts import column_name
from perfeval_xl.report.vocabulary.form import FundsLine, GoalLine, IndicatorLine
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.scoring.own_rows import own_name
from perfeval_xl.submission.model import FundsRow, Goal, Indicator, Submission

__all__ = ["funds_row_of", "goal_of", "indicator_of", "table_cell_of"]


def indicator_of(
    line: IndicatorLine, submission: Submission, scheme: Scheme
) -> Indicator | None:
    """Return the row of an indicator, `None` for a row that nobody wrote."""
    heading = (line.dimension, line.category)
    rows = [row for row in submission.indicators if _heading(row) == heading]
    # Units may call two rows alike, so theirs are counted under the heading
    if scheme.has_slots:
        if line.number > len(rows):
            return None
        return rows[line.number - 1]
    # Rows of the scheme have names; only two of a unit's own may have one name
    named = [row for row in rows if (own_name(row) or row.path[-1]) == line.name]
    same = [row for row in named if _figures(row) == (line.target, line.actual)]
    return next(iter([*same, *named]), None)


def funds_row_of(line: FundsLine, rows: Iterable[FundsRow]) -> FundsRow:
    """Return the row of a source; of several that are called alike the one with the same amounts."""
    amounts = (line.initial_budget, line.budget, line.executed)
    named = [row for row in rows if row.source == line.source]
    same = [row for row in named if _amounts(row) == amounts]
    return next(iter([*same, *named]), FundsRow(source=line.source))


def goal_of(line: GoalLine, goals: Iterable[Goal]) -> Goal | None:
    """Return the pair of goals with these texts, `None` for the blank one of a form without any."""
    for goal in goals:
        if (shown(goal.expected), shown(goal.achieved)) == (
            line.expected,
            line.achieved,
        ):
            return goal
    return None


def table_cell_of(
    row: Mapping[str, str], field: str, submission: Submission, scheme: Scheme
) -> Entry | None:
    """Return the cell under a heading in the row of a table that says just this, `None` where there is none."""
    assert scheme.form is not None
    for part in scheme.form.tables():
        columns = [column_name(column.heading) for column in part.columns]
        for entries in submission.tables.get(part.name, ()):
            # Blank cells at the end of a row are not kept
            blanks = [Entry()] * (len(columns) - len(entries))
            cells = dict(zip(columns, [*entries, *blanks], strict=False))
            texts = {heading: shown(entry) for heading, entry in cells.items()}
            if texts == row:
                return cells[field]
    return None


def _heading(row: Indicator) -> tuple[str, str]:
    return row.path[0], group_of(row.path)


def _figures(row: Indicator) -> tuple[str, str]:
    return shown(row.target), shown(row.actual)


def _amounts(row: FundsRow) -> tuple[str, str, str]:
    return shown(row.initial_budget), shown(row.budget), shown(row.executed)
