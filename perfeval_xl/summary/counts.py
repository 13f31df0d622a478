"""What the first sheet of the 汇总表 counts: every attachment once, and the projects by their state."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

from perfeval_xl.collection.project_states import ProjectState, Standing
from perfeval_xl.collection.records import (
    State,
)
from perfeval_xl.dates import in_china
from perfeval_xl.replies.status import OWED
from perfeval_xl.review.comparing import COMPARISON_SHEET, compare
from perfeval_xl.summary.columns import title_of
from perfeval_xl.summary.holdings import Holdings
from perfeval_xl.summary.overview import (
    MOST_DEPARTMENTS,
    Count,
    Overview,
)
from perfeval_xl.summary.statistics import (
    by_execution,
    day_counts,
    dimension_rates,
    lowest_departments,
)

__all__ = ["overview_of"]


def overview_of(held: Holdings) -> Overview:
    """Return what the first sheet shows."""
    # The last receipt says how far the ledger goes, whatever the day on which it is summarised
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


def _counts(held: Holdings) -> Iterable[Count]:
    """Count every attachment once: 已报, 更正前的旧版, 重复, 未能读取, 没有自评表的邮件 and 其他附件 make the whole."""
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
    yield from _other_counts(held)


def _other_counts(held: Holdings) -> Iterable[Count]:
    """Count what is no submission in force: older versions, duplicates, unreadable files, reviews, letters."""
    broken = len(held.of(State.UNREADABLE, State.INTERNAL))
    # An archive that was opened, an empty form and a picture have this in common: nothing to score
    others = len(held.of(State.IGNORED, State.OPENED, State.BLANK))
    yield Count(
        name="更正前的旧版",
        number=len(held.versions) - len(held.projects),
        meaning="没有在用的其他版本",
        sheet=title_of("repeats"),
    )
    yield Count(
        name="重复",
        number=len(held.of(State.DUPLICATE)),
        meaning="内容与先前收到的完全相同",
        sheet=title_of("repeats"),
    )
    yield Count(
        name="未能读取",
        number=broken,
        meaning="损坏、加密等，须联系单位",
        sheet=title_of("unreadable"),
    )
    # Reviews have a line only where any came in
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
        name=title_of("letters"),
        number=len(held.of(State.NO_FORM)),
        meaning="来信、自动回复、退信等",
        sheet=title_of("letters"),
    )
    yield Count(
        name="其他附件",
        number=others,
        meaning="图片、公文、空表等，不属于报送",
        sheet=title_of("others"),
    )


def _project_counts(held: Holdings) -> Iterable[Count]:
    """Count the projects that were reported, and how many of them passed or go back."""
    valid = len(held.projects)
    # One error is enough to send a form back
    returned = sum(project.figures.errors > 0 for project in held.projects)
    scores, problems = title_of("scores"), title_of("problems")
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
    # Projects beside the list are counted too, but are not what was asked for
    counts = standing.counts()
    listed = sum(count for state, count in counts.items() if state.on_the_list)
    yield Count(
        name="应报项目",
        number=listed,
        meaning=f"清单：{standing.roster}",
        sheet=title_of("departments"),
    )
    # States in their own order; one that no project is in has no line
    for state in ProjectState:
        if counts[state]:
            # Who still owes something is listed by name, the others by department
            sheet = title_of("departments")
            if state in OWED:
                sheet = title_of("owed")
            yield Count(
                name=f"　　{state}",
                number=counts[state],
                meaning=_MEANINGS[state],
                sheet=sheet,
            )


def _grades(held: Holdings) -> Sequence[str]:
    """Return all grades from the best to the worst, as the schemes in use label them, and any other that was met."""
    # The order of the schemes first: what a unit wrote may be a word of its own
    labels = [band.label for scheme in held.schemes for band in scheme.bands]
    met = chain.from_iterable(
        (each.figures.rule_grade, each.figures.self_grade) for each in held.projects
    )
    return tuple(dict.fromkeys([*labels, *filter(None, met)]))
