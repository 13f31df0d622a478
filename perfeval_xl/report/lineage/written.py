"""Which row, pair or cell of a form a printed line shows: by its place, since names and figures may come twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from perfeval_xl.refs import Entry
from perfeval_xl.report.drafting.scores import group_of
from perfeval_xl.report.drafting.spelling import shown
from perfeval_xl.report.drafting.texts import column_name
from perfeval_xl.report.vocabulary.form import FundsLine, GoalLine, IndicatorLine
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.scoring.own_rows import own_name
from perfeval_xl.submission.model import FundsRow, Goal, Indicator, Submission

__all__ = ["funds_row_of", "goal_of", "indicator_of", "table_cell_of"]

Row = TypeVar("Row")


def indicator_of(
    line: IndicatorLine, submission: Submission, scheme: Scheme
) -> Indicator | None:
    """Return the row of an indicator, `None` for a row that nobody wrote."""
    rows = []
    for row in submission.indicators:
        dimension, group = row.path[0], group_of(row.path)
        if dimension == line.dimension and group == line.category:
            rows.append(row)
    # Units may call two rows alike, so theirs are counted under the heading
    if scheme.has_slots:
        if not 1 <= line.number <= len(rows):
            return None
        return rows[line.number - 1]
    # Rows of the scheme have names; only two of a unit's own may have one name
    named = []
    for row in rows:
        name = own_name(row) or row.path[-1]
        if name == line.name:
            named.append(row)
    for row in named:
        if shown(row.target) == line.target and shown(row.actual) == line.actual:
            return row
    # The figures may be printed in another spelling; the name alone still tells the row
    return _first(named)


def funds_row_of(line: FundsLine, rows: Iterable[FundsRow]) -> FundsRow:
    """Return the row of a source; of several that are called alike the one with the same amounts."""
    named = [row for row in rows if row.source == line.source]
    for row in named:
        if (
            shown(row.initial_budget) == line.initial_budget
            and shown(row.budget) == line.budget
            and shown(row.executed) == line.executed
        ):
            return row
    return _first(named) or FundsRow(source=line.source)


def goal_of(line: GoalLine, goals: Iterable[Goal]) -> Goal | None:
    """Return the pair of goals with these texts, `None` for the blank one of a form without any."""
    for goal in goals:
        expected, achieved = shown(goal.expected), shown(goal.achieved)
        if expected == line.expected and achieved == line.achieved:
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
            missing = len(columns) - len(entries)
            blanks = [Entry()] * missing
            whole = [*entries, *blanks]
            cells = dict(zip(columns, whole, strict=False))
            texts = {}
            for heading, entry in cells.items():
                texts[heading] = shown(entry)
            if texts == row:
                return cells[field]
    return None


def _first(rows: Sequence[Row]) -> Row | None:
    """Return the first row, `None` where there is none."""
    if rows:
        return rows[0]
    return None
