"""Where forms stand: the rows of each on a sheet, and what its title says it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from perfeval_xl.amounts import normalise
from perfeval_xl.foreign.columns import indicator_columns
from perfeval_xl.foreign.sheet import Sheet
from perfeval_xl.foreign.table_columns import Columns
from perfeval_xl.foreign.turned import turned_begun
from perfeval_xl.foreign.words import Kind, bare, words

__all__ = ["Region", "kind_named", "regions"]

_TITLE_ROWS = 8
"""How far above its first field the title of a form may stand."""
_TITLE_LENGTH = 80
_SHORT_TITLE = 40
_SENTENCE_ENDS = ("。", "；", ";", "，", ",")
_TITLE_ENDS = ("表", "单", "册", "库", "体系", "文件", "报告")
"""How a title ends that is told by the kinds of `words.toml` alone: a sentence that speaks of such a table is none."""
_TITLE_WORDS = (
    "自评表",
    "评价表",
    "申报表",
    "监控表",
    "汇总表",
    "情况表",
    "自评",
    "预算表",
    "名单",
    "整体支出",
    "目标表",
    "一览表",
    "明细表",
)


@dataclass(frozen=True, slots=True)
class Region:
    """The rows of one form; `title` is its title, empty for none, `tables` the headings of its indicators."""

    rows: tuple[int, ...]
    title: str
    tables: tuple[Columns, ...]

    @property
    def reports(self) -> bool:
        """Whether a table says what was done: only then it is no declaration."""
        for columns in self.tables:
            if columns.get("actual") is not None or columns.get("score") is not None:
                return True
        return False

    @property
    def has_indicators(self) -> bool:
        """Whether there is a table of indicators at all."""
        return bool(self.tables)


def regions(sheet: Sheet) -> list[Region]:
    """Return the forms of a sheet: each begins above its 项目名称; one where there is none."""
    starts = list(_starts(sheet))
    bounds = [*starts, (sheet.rows[-1] + 1) if sheet.rows else 1]
    if not starts or starts[0] > (sheet.rows[0] if sheet.rows else 1):
        bounds.insert(0, 0)
    found: list[Region] = []
    for first, end in pairwise(bounds):
        rows = tuple(row for row in sheet.rows if first <= row < end)
        if rows:
            found.append(Region(rows, _title(sheet, rows), tuple(_tables(sheet, rows))))
    return _joined(found)


def _starts(sheet: Sheet) -> Iterator[int]:
    """Yield the row in which each form begins: its title above 项目名称, or that field itself."""
    last = 0
    for row in sheet.rows:
        fresh = sheet.fresh(row)
        if not any(_names_project(area.text) for area in fresh[:3]):
            continue
        if indicator_columns(sheet, row) is not None:
            continue
        yield _top(sheet, row, last)
        last = row


def _names_project(text: str) -> bool:
    """Whether a text is the label 项目名称, or begins with it."""
    label = text.partition("：")[0].partition(":")[0]
    meaning = words().fields.meaning(label)
    return meaning is not None and meaning.sure and meaning.role == "project"


def _top(sheet: Sheet, row: int, last: int) -> int:
    """Return the first row of a form: that of the title above this row, where there is one."""
    above = [each for each in sheet.rows if max(last, row - _TITLE_ROWS) < each < row]
    titles = [each for each in above if _is_title(sheet, each)]
    return titles[0] if titles else row


def _is_title(sheet: Sheet, row: int) -> bool:
    fresh = sheet.fresh(row)
    if not fresh or len(fresh) > 3:
        return False
    said = normalise(fresh[0].text)
    if said.endswith(_SENTENCE_ENDS):
        return False
    if len(said) <= _TITLE_LENGTH and any(word in said for word in _TITLE_WORDS):
        return True
    named = len(said) <= _SHORT_TITLE and bare(said).endswith(_TITLE_ENDS)
    return named and kind_named(said) is not None


def _title(sheet: Sheet, rows: tuple[int, ...]) -> str:
    for row in rows[:_TITLE_ROWS]:
        if _is_title(sheet, row):
            return sheet.fresh(row)[0].text
    return ""


def _tables(sheet: Sheet, rows: tuple[int, ...]) -> Iterator[Columns]:
    for row in rows:
        columns = indicator_columns(sheet, row)
        if columns is not None:
            yield columns
        turned = turned_begun(sheet, row)
        if turned is not None:
            yield turned.columns


def _joined(found: list[Region]) -> list[Region]:
    """Put rows without indicators to the form before them: 项目名称 may stand in a table of its own behind it."""
    joined: list[Region] = []
    for region in found:
        before = joined[-1] if joined else None
        if before is None or not _one_form(before, region):
            joined.append(region)
            continue
        title = before.title or region.title
        joined[-1] = Region(
            before.rows + region.rows, title, before.tables + region.tables
        )
    return joined


def _one_form(before: Region, region: Region) -> bool:
    """Whether the rows of a region belong to the form before it."""
    if region.has_indicators:
        return not before.has_indicators and not (before.title and region.title)
    return before.has_indicators or not (before.title and region.title)


def kind_named(title: str) -> Kind | None:
    """Return what a title says a table is, where that is no 自评表 of a project; `None` for anything else."""
    said = normalise(title)
    for kind in words().others:
        if any(word in said for word in kind.title) and not any(
            word in said for word in kind.never
        ):
            return kind
    return None
