"""Status (报送情况): who has handed in what, by department, and everybody who still owes something, as tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from perfeval_xl.collection.project_states import ProjectRecord, ProjectState, Standing
from perfeval_xl.collection.records import Arrival
from perfeval_xl.sheets.list_looks import LIST_HEADING, LIST_TEXT, LIST_TITLE
from perfeval_xl.sheets.model import Area, Cell, Page, Sheet, Style, Value, Workbook
from perfeval_xl.sheets.showing import shown
from perfeval_xl.sheets.writing import write_workbook

__all__ = [
    "OWED",
    "StatusTables",
    "days_said",
    "status_json",
    "status_tables",
    "status_workbook",
    "to_do",
]

OWED = (
    ProjectState.OVERDUE,
    ProjectState.MISSING,
    ProjectState.RETURNED,
    ProjectState.RECEIVED,
)
"""The states in which somebody has still to do something about a project of the list."""

# States of what came in and was not asked for
_BESIDE = (ProjectState.UNLISTED, ProjectState.REPEATED, ProjectState.OTHER_YEAR)
# In the order of the columns; together they are what is on the list
_COUNTED = (
    ProjectState.PASSED,
    ProjectState.RETURNED,
    ProjectState.RECEIVED,
    ProjectState.MISSING,
    ProjectState.OVERDUE,
    ProjectState.WAIVED,
)
_NO_DEPARTMENT = "（没有写主管部门）"
_NUMBER = replace(
    LIST_TEXT,
    horizontal="right",
    number_format="0",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusTables:
    """Three tables, each with its headings: by department, who still owes something, what came in beside the list.

    `title` says how many of how many are there, and how long there is time.
    """

    title: str
    by_department: tuple[tuple[Value, ...], ...]
    owed: tuple[tuple[Value, ...], ...]
    beside: tuple[tuple[Value, ...], ...]


def status_tables(standing: Standing) -> StatusTables:
    """Put how all projects stand into tables; the first row of each are the headings."""
    return StatusTables(
        title=_title(standing),
        by_department=tuple(_by_department(standing)),
        owed=tuple(_named(standing.of(*OWED), "要做什么")),
        beside=tuple(_named(standing.of(*_BESIDE), "说明")),
    )


def days_said(days: int | None) -> str:
    """Say how long there is time, empty without a deadline.

    >>> days_said(3), days_said(0), days_said(-2), days_said(None)
    ('还剩3天', '今天截止', '已过2天', '')
    """
    if days is None:
        return ""
    if days == 0:
        return "今天截止"
    if days > 0:
        return f"还剩{days}天"
    return f"已过{-days}天"


def status_json(standing: Standing) -> dict[str, Any]:
    """Return the status as JSON shows it."""
    return {
        "roster": standing.roster,
        "deadline": None
        if standing.deadline is None
        else standing.deadline.isoformat(),
        "days_left": standing.days_left,
        "counts": {str(state): count for state, count in standing.counts().items()},
        "departments": [
            {
                "department": name,
                **{str(state): count for state, count in _counts(records).items()},
            }
            for name, records in standing.departments().items()
        ],
        "projects": [_project_json(record) for record in standing.projects],
    }


def status_workbook(standing: Standing) -> bytes:
    """Return the status as a workbook of two or three sheets, ready to be printed."""
    tables = status_tables(standing)
    sheets = [
        _sheet(
            "报送情况", tables.title, tables.by_department, (30, 8, 8, 8, 8, 8, 8, 8)
        ),
        _sheet(
            "还没有完成的", tables.title, tables.owed, (9, 26, 26, 36, 16, 9, 44, 28)
        ),
    ]
    if len(tables.beside) > 1:
        sheets.append(
            _sheet(
                "清单以外的",
                tables.title,
                tables.beside,
                (9, 26, 26, 36, 16, 9, 44, 28),
            )
        )
    return write_workbook(Workbook(title="报送情况", sheets=tuple(map(shown, sheets))))


def _title(standing: Standing) -> str:
    listed = [record for record in standing.projects if record.state.on_the_list]
    done = len(standing.of(ProjectState.PASSED, ProjectState.WAIVED))
    owed = standing.of(ProjectState.MISSING, ProjectState.OVERDUE)
    told = f"应报{len(listed)}个项目，通过和免报{done}个，还没有收到{len(owed)}个"
    if standing.deadline is None:
        return f"{told}；没有设截止日期"
    return f"{told}；截止{standing.deadline:%Y-%m-%d}，{days_said(standing.days_left)}"


def _by_department(standing: Standing) -> Iterable[tuple[Value, ...]]:
    yield ("主管部门", "应报", *map(str, _COUNTED))
    total: Counter[ProjectState] = Counter()
    for name, records in standing.departments().items():
        counts = _counts(records)
        # A department that only sent what is beside the list has no row
        listed = sum(counts[state] for state in _COUNTED)
        if listed:
            total.update(counts)
            yield (
                name or _NO_DEPARTMENT,
                listed,
                *(counts[state] for state in _COUNTED),
            )
    yield (
        "合计",
        sum(total[state] for state in _COUNTED),
        *(total[state] for state in _COUNTED),
    )


def _counts(records: Sequence[ProjectRecord]) -> Counter[ProjectState]:
    return Counter(record.state for record in records)


def _named(records: Sequence[ProjectRecord], last: str) -> Iterable[tuple[Value, ...]]:
    yield ("状态", "主管部门", "实施单位", "项目名称", "项目编码", "天数", last, "邮箱")
    for record in records:
        days = days_said(record.days_left)
        names = (
            record.department or _NO_DEPARTMENT,
            record.unit,
            record.project,
            record.code,
        )
        yield (str(record.state), *names, days, to_do(record), record.mail)


def to_do(record: ProjectRecord) -> str:
    """Say what came in and what is the matter with it."""
    # What a person has to decide goes first, then what the unit has to do
    if record.questions:
        return "".join(question.message for question in record.questions)
    if record.version is not None and record.version.figures.errors:
        return f"有{record.version.figures.errors}处错误，请单位改正后重报"
    if record.unreadable:
        # An unreadable file is told only while nothing readable has followed it
        return f"收到{_files(record.unreadable)}，没有能读取，请单位重报"
    if record.blanks:
        return f"收到{_files(record.blanks)}，是没有填写的空表"
    if record.version is not None:
        return f"{record.version.arrival.file}"
    return "没有收到"


def _files(arrivals: Sequence[Arrival]) -> str:
    return "、".join(f"“{arrival.file}”" for arrival in arrivals)


def _project_json(record: ProjectRecord) -> dict[str, Any]:
    # Without a submission there are no figures
    figures = None if record.version is None else record.version.figures
    return {
        "state": str(record.state),
        "department": record.department,
        "unit": record.unit,
        "project": record.project,
        "code": record.code,
        "year": record.year,
        "mail": record.mail,
        "days_left": record.days_left,
        "days_late": record.days_late,
        "file": None if record.version is None else record.version.arrival.file,
        "errors": None if figures is None else figures.errors,
        "told": to_do(record),
    }


def _sheet(
    title: str, above: str, rows: Sequence[Sequence[Value]], widths: Sequence[float]
) -> Sheet:
    cells = {(1, 1): Cell(value=above, style=LIST_TITLE)}
    for row, values in enumerate(rows, start=2):
        for column, value in enumerate(values, start=1):
            cells[row, column] = Cell(value=value, style=_style(row, value))
    # The title stands above the headings, and is no part of the filter
    last = len(rows[0])
    area = Area(2, 1, len(rows) + 1, last)
    return Sheet(
        title=title,
        cells=cells,
        merges=(Area(1, 1, 1, last),),
        widths=dict(enumerate(widths, start=1)),
        heights={1: 26.0, 2: 22.0},
        page=Page(
            landscape=True,
            area=replace(area, top=1),
            title_rows=(1, 2),
            footer="第&P页，共&N页",
        ),
        freeze="A3",
        column_titles="A2",
        filter=area,
    )


def _style(row: int, value: Value) -> Style:
    if row == 2:
        return LIST_HEADING
    if isinstance(value, int):
        return _NUMBER
    return LIST_TEXT
