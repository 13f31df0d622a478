"""总览: what came in, how it was graded, and how the departments stand, on one page with charts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from perfeval_xl.refs import column_letters
from perfeval_xl.sheets.model import Area, BarChart, Cell, Page, Sheet, Style, Value
from perfeval_xl.summary.frames import COUNTED, PASSED, RETURNED, averages
from perfeval_xl.summary.tables import BODY, FOOTER, HEADING, LINK, look

__all__ = ["Count", "overview_sheet"]

_HEIGHT = 19.0
_TITLE = Style(font="黑体", size=18, bold=True)
_SUBTITLE = Style(font="宋体", size=10, colour="595959")
_PART = Style(font="黑体", size=12, bold=True, horizontal="left")
_LAST_COLUMN = 18
_TABLES = 8  # the columns of the tables; the charts stand to the right
_CHART_COLUMN = "J"
_CHART_ROWS = 13
_CHARTED = 20
_AVERAGES = ("自评平均分", "规则平均分", "自评－规则")
_WIDTHS = {1: 30, 2: 9, 3: 9, 4: 9, 5: 9, 6: 11, 7: 11, 8: 11, 9: 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """One line of 收件情况: what is counted, how many, what it means, and the sheet that lists them."""

    name: str
    number: int
    meaning: str = ""
    sheet: str = ""


class _Drawing:
    """Cells and merges under construction, from the top row downwards."""

    def __init__(self) -> None:
        self.cells: dict[tuple[int, int], Cell] = {}
        self.merges: list[Area] = []
        self.row = 1

    def line(self, values: Sequence[Value], styles: Sequence[Style]) -> int:
        """Write one row and return its number."""
        for column, (value, style) in enumerate(zip(values, styles, strict=True), start=1):
            self.cells[self.row, column] = Cell(value=value, style=style)
        self.row += 1
        return self.row - 1

    def wide(self, text: str, style: Style, last: int, first: int = 1) -> int:
        """Write a text over several columns and return its row."""
        self.cells[self.row, first] = Cell(value=text, style=style)
        self.merges.append(Area(self.row, first, self.row, last))
        self.row += 1
        return self.row - 1


def overview_sheet(counts: Sequence[Count], scores: pd.DataFrame, grades: Sequence[str], until: str) -> Sheet:
    """Describe the first sheet; `grades` are the labels in the order of the bands, `until` the last time of receipt."""
    drawing = _Drawing()
    drawing.wide("项目支出绩效自评汇总表", _TITLE, _LAST_COLUMN)
    drawing.wide(f"收件截至{until}" if until else "尚未收到报送", _SUBTITLE, _LAST_COLUMN)
    drawing.row += 1
    top = drawing.row
    _counts(drawing, counts)
    _averages(drawing, scores)
    graded = _grades(drawing, scores, grades)
    departments = _departments(drawing, scores)
    charts = (
        BarChart(
            title="规则评分等级分布（项目数）",
            categories=replace(graded, left=1, right=1),
            values=replace(graded, left=3, right=3),
            anchor=f"{_CHART_COLUMN}{top}",
            description=_described("柱形图，规则评分各等级的项目数", drawing, graded, 3, "个"),
            axis_title="项目数",
        ),
        BarChart(
            title="各主管部门平均规则总分"
            + (f"（前{_CHARTED}个）" if departments.bottom - departments.top >= _CHARTED else ""),
            categories=_charted(departments, 1),
            values=_charted(departments, 7),
            anchor=f"{_CHART_COLUMN}{top + _CHART_ROWS}",
            description=_described("柱形图，各主管部门的平均规则总分", drawing, _first_rows(departments), 7, "分"),
            axis_title="平均分",
        ),
    )
    bottom = max(drawing.row - 1, top + 2 * _CHART_ROWS)
    return Sheet(
        title="总览",
        cells=drawing.cells,
        merges=tuple(drawing.merges),
        widths=_WIDTHS,
        heights={1: 34.0} | dict.fromkeys(range(2, bottom + 1), _HEIGHT),
        page=Page(landscape=True, area=Area(1, 1, bottom, _LAST_COLUMN), footer=FOOTER),
        charts=charts if len(scores) else (),
    )


def _counts(drawing: _Drawing, counts: Sequence[Count]) -> None:
    drawing.wide("一、收件情况", _PART, _TABLES)
    drawing.line(("项目", "数量"), (HEADING, HEADING))
    drawing.row -= 1
    drawing.wide("说明", HEADING, _TABLES, first=3)
    for count in counts:
        name, number, meaning = look("text"), look("count"), look("text")
        row = drawing.line((count.name, count.number), (name, number))
        if count.sheet:
            style = replace(number, colour=LINK, underline=True)
            drawing.cells[row, 2] = Cell(value=count.number, style=style, link=f"'{count.sheet}'!A1")
        drawing.row -= 1
        drawing.wide(count.meaning, meaning, _TABLES, first=3)
    drawing.row += 1


def _averages(drawing: _Drawing, scores: pd.DataFrame) -> None:
    """Write the averages of all submissions that can be compared, and of those among them that passed."""
    drawing.wide("二、平均得分", _PART, _TABLES)
    drawing.line(("范围", "项目数", *_AVERAGES), (HEADING,) * 5)
    styles = (look("text"), look("count"), *(look("points"),) * 3)
    drawing.line(("计入平均的项目", *averages(scores)), styles)
    passed = scores if scores.empty else scores[scores["state"] == PASSED]
    drawing.line((f"　　其中{PASSED}", *averages(passed)), styles)
    left_out = {reason: size for reason, size in _sizes(scores, "counted").items() if reason != COUNTED}
    if left_out:
        reasons = "，".join(f"{reason}{size}个" for reason, size in sorted(left_out.items()))
        drawing.wide(f"不计入平均：{reasons}，见“得分”表。", replace(look("text"), border=""), _TABLES)
    drawing.row += 1


def _grades(drawing: _Drawing, scores: pd.DataFrame, grades: Sequence[str]) -> Area:
    """Write how many projects have which grade; return the rows, for the chart."""
    drawing.wide("三、等级分布", _PART, _TABLES)
    drawing.line(("等级", "自评", "规则"), (HEADING,) * 3)
    by_self = _sizes(scores, "self_grade")
    by_rule = _sizes(scores, "rule_grade")
    first = drawing.row
    for grade in grades:
        values = (grade, by_self.get(grade, 0), by_rule.get(grade, 0))
        drawing.line(values, (look("centre"), look("count"), look("count")))
    drawing.row += 1
    return Area(first, 1, max(drawing.row - 2, first), 3)


def _departments(drawing: _Drawing, scores: pd.DataFrame) -> Area:
    """Write how every department stands; return the rows, for the chart."""
    drawing.wide("四、按主管部门", _PART, _TABLES)
    drawing.line(("主管部门", "已报", PASSED, RETURNED, "计入平均", *_AVERAGES), (HEADING,) * _TABLES)
    first = drawing.row
    styles = (look("text"), *(look("count"),) * 4, *(look("points"),) * 3)
    if len(scores):
        for name, group in scores.groupby("department", sort=True):
            states = _sizes(group, "state")
            counts = (len(group), states.get(PASSED, 0), states.get(RETURNED, 0))
            drawing.line((str(name), *counts, *averages(group)), styles)
    else:
        drawing.line(("（无）",), (BODY,))
    return Area(first, 1, drawing.row - 1, _TABLES)


def _described(what: str, drawing: _Drawing, area: Area, column: int, unit: str) -> str:
    """Say in words what a chart shows: every bar with its figure, and where the figures stand."""
    bars = []
    for row in range(area.top, area.bottom + 1):
        name, figure = (
            drawing.cells[row, number].value if (row, number) in drawing.cells else None for number in (1, column)
        )
        bars.append(f"{name}{'没有' if figure is None else f'{figure}{unit}'}")
    place = f"数据在A{area.top}至{column_letters(column)}{area.bottom}"
    return f"{what}：{'，'.join(bars)}。{place}。"


def _first_rows(area: Area) -> Area:
    return replace(area, bottom=min(area.bottom, area.top + _CHARTED - 1))


def _charted(area: Area, column: int) -> Area:
    return replace(_first_rows(area), left=column, right=column)


def _sizes(frame: pd.DataFrame, key: str) -> Mapping[str, int]:
    """Return how many rows have which text in one column."""
    return {} if frame.empty else {str(name): int(size) for name, size in frame.groupby(key).size().items()}
