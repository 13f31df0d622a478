"""Write the 汇总表: overview, departments, who owes what, scores, problems, and what could not be used."""

from __future__ import annotations

from collections.abc import Iterable

from perfeval_xl.collection.claims import identity_of
from perfeval_xl.collection.ledger import open_ledger
from perfeval_xl.collection.records import (
    IndicatorFigures,
    Passage,
    ProblemFigures,
    State,
)
from perfeval_xl.collection.repairs import repairs
from perfeval_xl.review.comparing import compare, comparison_sheets
from perfeval_xl.sheets.long_book import MOST_LINKS, LongSheet, write_long_book
from perfeval_xl.sheets.model import Sheet
from perfeval_xl.sheets.showing import shown
from perfeval_xl.summary.arrival_lists import arrival_rows, repeat_rows
from perfeval_xl.summary.columns import list_layout
from perfeval_xl.summary.conspicuous import LastYear, conspicuous_rows
from perfeval_xl.summary.counts import overview_of
from perfeval_xl.summary.holdings import Holdings, SummaryWish, read_holdings
from perfeval_xl.summary.lists import (
    department_rows,
    indicator_rows,
    owed_rows,
    score_rows,
)
from perfeval_xl.summary.originals import Originals
from perfeval_xl.summary.overview import (
    overview_sheet,
)
from perfeval_xl.summary.problem_lists import (
    first_problem_rows,
    problem_detail_rows,
    problem_rows,
)
from perfeval_xl.summary.shelf import Shelf
from perfeval_xl.summary.tables import long_table

__all__ = [
    "write_summary",
]

# At least: a row of 得分 has up to four, one of the problems three, one of the indicators two
_LINKS_A_ROW = 2


def write_summary(ledger_url: str, wish: SummaryWish | None = None) -> bytes:
    """Return the 汇总表.xlsx of a ledger; the same ledger gives the same bytes on the same day.

    Originals are written first. Raises `UsageError` when there is no ledger at `ledger_url`, `EnvironmentMissing` when it
    cannot be read, or the folder not be written to.
    """
    wanted = wish or SummaryWish()
    ledger = open_ledger(ledger_url, create=False)
    # A ledger of last year that cannot be read stops the command before anything is written
    last_year = _last_year(wanted.last_year)
    # Shelves are closed, and with them deleted, when the last sheet is written
    with (
        Shelf[ProblemFigures]() as problems,
        Shelf[IndicatorFigures]() as indicators,
        Shelf[Passage]() as passages,
    ):
        # The ledger is left alone as soon as it was read: drawing takes much longer
        with ledger.snapshot() as seen:
            held = read_holdings(
                seen,
                wanted,
                problems,
                indicators,
                passages,
            )
        # Drawing the rows decides which originals are wanted
        originals = Originals(wanted.originals)
        data = write_long_book(
            list(_sheets(held, last_year, originals)), "项目支出绩效自评汇总表"
        )
        originals.write(ledger)
    return data


def _last_year(url: str) -> LastYear:
    """Return the figures of the ledger of last year, none without one."""
    if not url:
        return {}
    with open_ledger(url, create=False).snapshot() as seen:
        figures = [version.figures for version in seen.in_force]
    # Of several projects with one name the last counts
    return {identity_of(each.project, each.unit, "")[:2]: each for each in figures}


def _sheets(
    held: Holdings, last_year: LastYear, originals: Originals
) -> Iterable[Sheet | LongSheet]:
    # What a leader reads comes first, what serves to look things up last
    yield shown(overview_sheet(overview_of(held)))
    yield from _standing_sheets(held)
    yield from _score_sheets(held, last_year, originals)
    if held.reviews:
        yield from comparison_sheets(compare(held.reviews))
    yield from _arrival_sheets(held, originals)


def _standing_sheets(held: Holdings) -> Iterable[LongSheet]:
    """Yield how the departments stand and, where there is a list, who owes what."""
    departments = department_rows(held.standing, held.projects)
    yield long_table(list_layout("departments"), departments)
    if held.standing.roster:
        yield long_table(list_layout("owed"), owed_rows(held.standing))


def _score_sheets(
    held: Holdings, last_year: LastYear, originals: Originals
) -> Iterable[LongSheet]:
    """Yield what was reported: the scores, what is wrong with them, and every scored row."""
    projects = held.projects
    # Known before the rows are drawn, since 得分 comes before the details it leads to
    first_problems = first_problem_rows(projects, held.problems)
    many = held.problem_count * _LINKS_A_ROW * 2 > MOST_LINKS
    too_many = held.indicator_count * _LINKS_A_ROW > MOST_LINKS

    scores = score_rows(projects, first_problems, originals)
    yield long_table(list_layout("scores"), scores, formulas=many)

    problems = problem_rows(projects, held.problems)
    yield long_table(list_layout("problems"), problems)

    remarks = conspicuous_rows(
        projects,
        held.problems,
        held.passages,
        last_year,
        originals,
    )
    yield long_table(list_layout("conspicuous"), remarks, formulas=many)

    details = problem_detail_rows(projects, held.problems, originals)
    yield long_table(list_layout("problem_details"), details, formulas=many)

    indicators = indicator_rows(projects, held.indicators, originals)
    yield long_table(list_layout("indicators"), indicators, formulas=too_many)


def _arrival_sheets(held: Holdings, originals: Originals) -> Iterable[LongSheet]:
    """Yield what is no submission in force: unreadable files, other versions, letters, other attachments."""
    unreadable = held.of(State.UNREADABLE, State.INTERNAL)
    # What was handed in again later is no longer a loss
    repaired = repairs(unreadable, held.versions)
    broken = arrival_rows(unreadable, originals, repaired)
    yield long_table(list_layout("unreadable"), broken)

    repeated = repeat_rows(held.versions, held.of(State.DUPLICATE))
    yield long_table(list_layout("repeats"), repeated)

    letters = arrival_rows(held.of(State.NO_FORM), originals)
    yield long_table(list_layout("letters"), letters)

    others = held.of(State.IGNORED, State.OPENED, State.BLANK)
    yield long_table(list_layout("others"), arrival_rows(others, originals))
