"""Write the 汇总表: overview, scores, problems, scored rows, and what could not be used."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import pandas as pd

from perfeval_xl.collection.ledger import Ledger, open_ledger
from perfeval_xl.collection.records import Arrival, State, Version
from perfeval_xl.dates import in_china
from perfeval_xl.errors import SchemeError
from perfeval_xl.scheme.loader import load_scheme
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.sheets.model import Workbook
from perfeval_xl.sheets.showing import shown
from perfeval_xl.sheets.writing import write_workbook
from perfeval_xl.summary import columns, frames
from perfeval_xl.summary.overview import Count, overview_sheet
from perfeval_xl.summary.tables import Links, table_sheet

__all__ = ["write_summary"]

_SCORES, _PROBLEMS, _INDICATORS = "得分", "问题", "指标得分"
_POINTS_IN_DOUBT = {"PE-001", "PE-004"}  # weights that do not add up; points that are no numbers
_UNREADABLE, _REPEATS, _OTHERS = "未能读取", "重复与更正", "其他附件"
_LETTERS = "没有自评表的邮件"


def write_summary(ledger_url: str) -> bytes:
    """Return the 汇总表.xlsx of a ledger; the same ledger gives the same bytes.

    Raises `UsageError` when there is no ledger at `ledger_url`, `EnvironmentMissing` when it cannot be read.
    """
    ledger = open_ledger(ledger_url, create=False)
    book = _workbook(_read(ledger))
    return write_workbook(replace(book, sheets=tuple(map(shown, book.sheets))))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Holdings:
    """Everything the workbook shows, read once."""

    envelopes: int
    arrivals: tuple[Arrival, ...]
    versions: tuple[Version, ...]
    schemes: tuple[Scheme, ...]
    scores: pd.DataFrame
    problems: pd.DataFrame
    indicators: pd.DataFrame

    def of(self, *states: State) -> list[Arrival]:
        """Return the attachments in these states."""
        return [arrival for arrival in self.arrivals if arrival.state in states]


def _read(ledger: Ledger) -> _Holdings:
    versions = ledger.versions()
    valid = [version for version in versions if version.in_force]
    schemes = _schemes(version.figures.scheme for version in valid)
    problems = ledger.all_problems()
    doubtful = {number for number, problem in problems if problem.code in _POINTS_IN_DOUBT}
    scores = frames.scores(valid, {scheme.id: scheme for scheme in schemes}, doubtful)
    return _Holdings(
        envelopes=ledger.envelopes(),
        arrivals=ledger.arrivals(),
        versions=versions,
        schemes=schemes,
        scores=scores,
        problems=frames.problems(problems, scores),
        indicators=frames.indicators(ledger.indicator_scores(), scores),
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


def _workbook(held: _Holdings) -> Workbook:
    latest = max((arrival.received_at for arrival in held.arrivals), default=None)
    until = "" if latest is None else in_china(latest)
    duplicates = held.of(State.DUPLICATE)
    unreadable = frames.attachments(held.of(State.UNREADABLE, State.INTERNAL))
    return Workbook(
        title="项目支出绩效自评汇总表",
        sheets=(
            overview_sheet(_counts(held), held.scores, _grades(held), until),
            table_sheet(_SCORES, held.scores, columns.SCORES, _links_to_problems(held), columns.SCORES_PRINTED),
            table_sheet(_PROBLEMS, held.problems, columns.PROBLEMS, _links_to_scores(held.problems)),
            table_sheet(_INDICATORS, held.indicators, columns.INDICATORS, _links_to_scores(held.indicators)),
            table_sheet(_UNREADABLE, unreadable, columns.UNREADABLE),
            table_sheet(_REPEATS, frames.repeats(held.versions, duplicates), columns.REPEATS),
            table_sheet(_LETTERS, frames.attachments(held.of(State.NO_FORM)), columns.LETTERS),
            table_sheet(_OTHERS, frames.attachments(held.of(State.IGNORED, State.OPENED)), columns.OTHERS),
        ),
    )


def _counts(held: _Holdings) -> tuple[Count, ...]:
    """Count every attachment once: 已报, 更正前的旧版, 重复, 未能读取, 没有自评表的邮件 and 其他附件 make the whole."""
    valid = len(held.scores)
    returned = sum(state == frames.RETURNED for state in held.scores["state"]) if valid else 0
    return (
        Count(name="收到邮件和文件", number=held.envelopes, meaning="每封邮件、每个单独的文件各计一件"),
        Count(name="其中附件", number=len(held.arrivals), meaning="等于以下各项之和（通过、退回是已报的一部分）"),
        Count(name="已报项目", number=valid, meaning="每个项目取最后收到的一版", sheet=_SCORES),
        Count(name="　　通过", number=valid - returned, meaning="没有“错误”级问题", sheet=_SCORES),
        Count(name="　　退回", number=returned, meaning="有“错误”级问题，需要更正后重新报送", sheet=_PROBLEMS),
        Count(
            name="更正前的旧版", number=len(held.versions) - valid, meaning="已被同一项目后来的报送替代", sheet=_REPEATS
        ),
        Count(
            name="重复",
            number=len(held.of(State.DUPLICATE)),
            meaning="内容与先前收到的完全相同，不另计",
            sheet=_REPEATS,
        ),
        Count(
            name="未能读取",
            number=len(held.of(State.UNREADABLE, State.INTERNAL)),
            meaning="损坏、加密、不是自评表等，需要联系报送单位",
            sheet=_UNREADABLE,
        ),
        Count(
            name=_LETTERS,
            number=len(held.of(State.NO_FORM)),
            meaning="来信、自动回复、退信等，连同正文各计一件",
            sheet=_LETTERS,
        ),
        Count(
            name="其他附件",
            number=len(held.of(State.IGNORED, State.OPENED)),
            meaning="图片、公文、评分结果副本、已打开的压缩包等，不属于报送",
            sheet=_OTHERS,
        ),
    )


def _grades(held: _Holdings) -> tuple[str, ...]:
    """Return all grades from the best to the worst, as the schemes in use label them, and any other that was met."""
    labels = [band.label for scheme in held.schemes for band in scheme.bands]
    met = [*held.scores["rule_grade"], *held.scores["self_grade"]] if len(held.scores) else []
    return tuple(dict.fromkeys([*labels, *(str(label) for label in met if label)]))


def _links_to_problems(held: _Holdings) -> Links:
    """Lead from the number of problems of a severity to the first problem of the project."""
    first: dict[int, int] = {}
    numbers = held.problems["number"] if len(held.problems) else ()
    for row, number in enumerate(numbers):
        first.setdefault(number, row + 2)
    links: dict[tuple[int, str], str] = {}
    for row, number in enumerate(held.scores["number"] if len(held.scores) else ()):
        if number in first:
            links |= {(row, key): f"'{_PROBLEMS}'!A{first[number]}" for key in ("errors", "warnings", "hints")}
    return links


def _links_to_scores(frame: pd.DataFrame) -> Links:
    """Lead from every row to the row of its project."""
    return {(place, "row"): f"'{_SCORES}'!A{row}" for place, row in enumerate(frame["row"] if len(frame) else ())}
