"""Write the 汇总表: overview, departments, who owes what, scores, problems, and what could not be used."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path

from perfeval_xl.collection.claims import identity_of
from perfeval_xl.collection.ledger import open_ledger
from perfeval_xl.collection.project_states import ProjectState, Standing, standing_of
from perfeval_xl.collection.records import (
    Arrival,
    IndicatorFigures,
    Passage,
    ProblemFigures,
    State,
    Version,
)
from perfeval_xl.collection.repairs import repairs
from perfeval_xl.collection.reviewed import Reviewed
from perfeval_xl.collection.roster_list import RosterList
from perfeval_xl.collection.snapshot import Snapshot
from perfeval_xl.dates import in_china
from perfeval_xl.errors import SchemeError
from perfeval_xl.replies.status import OWED
from perfeval_xl.review.comparing import (
    COMPARISON_SHEET,
    compare,
    comparison_sheets,
    from_ledger,
)
from perfeval_xl.scheme.loader import load_scheme
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.sheets.long_book import MOST_LINKS, LongSheet, write_long_book
from perfeval_xl.sheets.model import Sheet
from perfeval_xl.sheets.showing import shown
from perfeval_xl.summary import columns, lists
from perfeval_xl.summary.conspicuous import LastYear, conspicuous_rows
from perfeval_xl.summary.originals import Originals
from perfeval_xl.summary.overview import (
    MOST_DEPARTMENTS,
    Count,
    Overview,
    overview_sheet,
)
from perfeval_xl.summary.projects import Scored, scored_projects
from perfeval_xl.summary.shelf import Shelf
from perfeval_xl.summary.statistics import (
    by_execution,
    day_counts,
    dimension_rates,
    lowest_departments,
)
from perfeval_xl.summary.tables import long_table

__all__ = ["SummaryWish", "write_summary"]

_POINTS_IN_DOUBT = {
    "PE-001",
    "PE-004",
}  # weights that do not add up; points that are no numbers
_DEPARTMENTS, _OWED, _CONSPICUOUS = "按主管部门", "还没有完成的", "值得核对"
_INDICATORS, _UNREADABLE, _REPEATS, _OTHERS = (
    "指标得分",
    "未能读取",
    "重复与更正",
    "其他附件",
)
_LETTERS = "没有自评表的邮件"
_LINKS_A_ROW = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryWish:
    """What a summary is made of besides the ledger: the list, the deadline and the day; a folder for the originals.

    Without list and deadline they are those that the ledger keeps. `last_year` is the ledger of last year, empty for
    none.
    """

    roster: RosterList | None = None
    deadline: date | None = None
    today: date | None = None
    originals: Path | None = None
    last_year: str = ""


def write_summary(ledger_url: str, wish: SummaryWish | None = None) -> bytes:
    """Return the 汇总表.xlsx of a ledger; the same ledger gives the same bytes on the same day.

    Originals are written first. Raises `UsageError` when there is no ledger at `ledger_url`, `EnvironmentMissing` when it
    cannot be read, or the folder not be written to.
    """
    wanted = wish or SummaryWish()
    ledger = open_ledger(ledger_url, create=False)
    last_year = _last_year(wanted.last_year)
    with (
        Shelf[ProblemFigures]() as problems,
        Shelf[IndicatorFigures]() as indicators,
        Shelf[Passage]() as passages,
    ):
        with ledger.snapshot() as seen:
            held = _read(seen, wanted, problems, indicators, passages)
        originals = Originals(wanted.originals)
        data = write_long_book(
            list(_sheets(held, last_year, originals)), "项目支出绩效自评汇总表"
        )
        originals.write(ledger)
    return data


@dataclass(frozen=True, slots=True, kw_only=True)
class _Holdings:
    """Everything the workbook shows, read from one moment of the ledger; what is long stands on shelves."""

    envelopes: int
    arrivals: tuple[Arrival, ...]
    versions: tuple[Version, ...]
    standing: Standing
    schemes: tuple[Scheme, ...]
    projects: tuple[Scored, ...]
    problems: Shelf[ProblemFigures]
    indicators: Shelf[IndicatorFigures]
    passages: Shelf[Passage]
    reviews: tuple[Reviewed, ...]
    problem_count: int
    indicator_count: int

    def of(self, *states: State) -> list[Arrival]:
        """Return the attachments in these states."""
        return [arrival for arrival in self.arrivals if arrival.state in states]


def _read(
    seen: Snapshot,
    wanted: SummaryWish,
    problems: Shelf[ProblemFigures],
    indicators: Shelf[IndicatorFigures],
    passages: Shelf[Passage],
) -> _Holdings:
    """Read all of it while the ledger stands still, and as fast as can be: a writer waits meanwhile."""
    standing = standing_of(
        seen, roster=wanted.roster, deadline=wanted.deadline, today=wanted.today
    )
    doubtful = set()
    problem_count = len(seen.in_force)
    for number, found in seen.problems_of_each():
        problems.put(number, found)
        problem_count += len(found)
        if any(problem.code in _POINTS_IN_DOUBT for problem in found):
            doubtful.add(number)
    count = 0
    for number, rows in seen.indicators_of_each():
        indicators.put(number, rows)
        count += len(rows)
    for number, texts in seen.passages_of_each():
        passages.put(number, texts)
    schemes = _schemes(version.figures.scheme for version in seen.in_force)
    return _Holdings(
        envelopes=seen.envelopes(),
        arrivals=seen.arrivals(),
        versions=seen.versions,
        standing=standing,
        schemes=schemes,
        projects=scored_projects(
            standing, {scheme.id: scheme for scheme in schemes}, doubtful
        ),
        problems=problems,
        indicators=indicators,
        passages=passages,
        reviews=from_ledger(seen.reviews(), seen),
        problem_count=problem_count,
        indicator_count=count,
    )


def _schemes(ids: Iterable[str]) -> tuple[Scheme, ...]:
    """Return the schemes that were used; a ledger may outlive a scheme, which then shows its id and its own labels."""
    found = []
    for scheme_id in dict.fromkeys(ids):
        try:
            found.append(load_scheme(scheme_id))
        except SchemeError:
            continue
    return tuple(found)


def _last_year(url: str) -> LastYear:
    """Return the figures of the ledger of last year, none without one."""
    if not url:
        return {}
    with open_ledger(url, create=False).snapshot() as seen:
        figures = [version.figures for version in seen.in_force]
    return {identity_of(each.project, each.unit, "")[:2]: each for each in figures}


def _sheets(
    held: _Holdings, last_year: LastYear, originals: Originals
) -> Iterable[Sheet | LongSheet]:
    projects = held.projects
    first_problems = lists.first_problem_rows(projects, held.problems)
    many = held.problem_count * _LINKS_A_ROW * 2 > MOST_LINKS
    repaired = repairs(held.of(State.UNREADABLE, State.INTERNAL), held.versions)
    yield shown(overview_sheet(_overview(held)))
    departments = lists.department_rows(held.standing, projects)
    yield long_table(_DEPARTMENTS, columns.DEPARTMENTS, departments, landscape=False)
    if held.standing.roster:
        yield long_table(_OWED, columns.OWED, lists.owed_rows(held.standing))
    scores = lists.score_rows(projects, first_problems, originals)
    yield long_table(
        lists.SCORES_SHEET,
        columns.SCORES,
        scores,
        columns.SCORES_PRINTED,
        formulas=many,
    )
    yield long_table(
        lists.PROBLEMS_SHEET,
        columns.PROBLEMS,
        lists.problem_rows(projects, held.problems),
    )
    remarks = conspicuous_rows(
        projects, held.problems, held.passages, last_year, originals
    )
    yield long_table(_CONSPICUOUS, columns.CONSPICUOUS, remarks, formulas=many)
    details = lists.problem_detail_rows(projects, held.problems, originals)
    yield long_table(
        lists.DETAILS_SHEET, columns.PROBLEM_DETAILS, details, 0, formulas=many
    )
    indicators = lists.indicator_rows(projects, held.indicators, originals)
    too_many = held.indicator_count * _LINKS_A_ROW > MOST_LINKS
    yield long_table(_INDICATORS, columns.INDICATORS, indicators, 0, formulas=too_many)
    if held.reviews:
        yield from comparison_sheets(compare(held.reviews))
    broken = lists.arrival_rows(
        held.of(State.UNREADABLE, State.INTERNAL), originals, repaired
    )
    yield long_table(_UNREADABLE, columns.UNREADABLE, broken)
    yield long_table(
        _REPEATS,
        columns.REPEATS,
        lists.repeat_rows(held.versions, held.of(State.DUPLICATE)),
    )
    yield long_table(
        _LETTERS, columns.LETTERS, lists.arrival_rows(held.of(State.NO_FORM), originals)
    )
    others = held.of(State.IGNORED, State.OPENED, State.BLANK)
    yield long_table(_OTHERS, columns.OTHERS, lists.arrival_rows(others, originals))


def _overview(held: _Holdings) -> Overview:
    latest = max((arrival.received_at for arrival in held.arrivals), default=None)
    return Overview(
        counts=tuple(_counts(held)),
        owed=tuple(_owed(held.standing)),
        projects=held.projects,
        grades=_grades(held),
        dimensions=dimension_rates(held.projects, held.indicators),
        bands=by_execution(held.projects),
        days=day_counts(held.standing),
        departments=lowest_departments(held.projects, MOST_DEPARTMENTS),
        until="" if latest is None else in_china(latest),
        days_left=held.standing.days_left,
    )


def _counts(held: _Holdings) -> Iterable[Count]:
    """Count every attachment once: 已报, 更正前的旧版, 重复, 未能读取, 没有自评表的邮件 and 其他附件 make the whole."""
    broken = len(held.of(State.UNREADABLE, State.INTERNAL))
    others = len(held.of(State.IGNORED, State.OPENED, State.BLANK))
    yield Count(
        name="收到邮件和文件",
        number=held.envelopes,
        meaning="每封邮件、每个单独的文件各计一件",
    )
    yield Count(
        name="其中附件",
        number=len(held.arrivals),
        meaning="以下各项之和（通过、退回不另计）",
    )
    yield from _project_counts(held)
    yield Count(
        name="更正前的旧版",
        number=len(held.versions) - len(held.projects),
        meaning="没有在用的其他版本",
        sheet=_REPEATS,
    )
    yield Count(
        name="重复",
        number=len(held.of(State.DUPLICATE)),
        meaning="内容与先前收到的完全相同",
        sheet=_REPEATS,
    )
    yield Count(
        name="未能读取",
        number=broken,
        meaning="损坏、加密等，须联系单位",
        sheet=_UNREADABLE,
    )
    reviews = len(held.of(State.REVIEW))
    if reviews:
        agreed = compare(held.reviews).own.said
        yield Count(
            name=State.REVIEW.label,
            number=reviews,
            meaning=f"自评与复核：{agreed}",
            sheet=COMPARISON_SHEET,
        )
    yield Count(
        name=_LETTERS,
        number=len(held.of(State.NO_FORM)),
        meaning="来信、自动回复、退信等",
        sheet=_LETTERS,
    )
    yield Count(
        name="其他附件",
        number=others,
        meaning="图片、公文、空表等，不属于报送",
        sheet=_OTHERS,
    )


def _project_counts(held: _Holdings) -> Iterable[Count]:
    """Count the projects that were reported, and how many of them passed or go back."""
    valid = len(held.projects)
    returned = sum(project.figures.errors > 0 for project in held.projects)
    scores, problems = lists.SCORES_SHEET, lists.PROBLEMS_SHEET
    yield Count(
        name="已报项目", number=valid, meaning="每个项目取在用的一版", sheet=scores
    )
    yield Count(
        name="　　通过",
        number=valid - returned,
        meaning="没有“错误”级问题",
        sheet=scores,
    )
    yield Count(
        name="　　退回",
        number=returned,
        meaning="有“错误”级问题，须更正后重报",
        sheet=problems,
    )


_BESIDE = "收到了，不在应报之内"
_MEANINGS = {
    ProjectState.MISSING: "没有收到，还没到截止日期",
    ProjectState.OVERDUE: "没有收到，已过截止日期",
    ProjectState.RECEIVED: "收到了，要先由人核对",
    ProjectState.RETURNED: "须更正后重报，含未能读取的",
    ProjectState.PASSED: "没有“错误”级问题",
    ProjectState.WAIVED: "同意不报",
    ProjectState.UNLISTED: _BESIDE,
    ProjectState.REPEATED: _BESIDE,
    ProjectState.OTHER_YEAR: _BESIDE,
}
"""What a state says, for who reads the first sheet only."""


def _owed(standing: Standing) -> Iterable[Count]:
    """Count the projects of the list by state; nothing without a list."""
    if not standing.roster:
        return
    counts = standing.counts()
    listed = sum(count for state, count in counts.items() if state.on_the_list)
    yield Count(
        name="应报项目",
        number=listed,
        meaning=f"清单：{standing.roster}",
        sheet=_DEPARTMENTS,
    )
    for state in ProjectState:
        if counts[state]:
            sheet = _OWED if state in OWED else _DEPARTMENTS
            yield Count(
                name=f"　　{state}",
                number=counts[state],
                meaning=_MEANINGS[state],
                sheet=sheet,
            )


def _grades(held: _Holdings) -> Sequence[str]:
    """Return all grades from the best to the worst, as the schemes in use label them, and any other that was met."""
    labels = [band.label for scheme in held.schemes for band in scheme.bands]
    met = chain.from_iterable(
        (each.figures.rule_grade, each.figures.self_grade) for each in held.projects
    )
    return tuple(dict.fromkeys([*labels, *filter(None, met)]))
