"""总览: what came in, how it was graded, and how far the collection is, on one or two pages with charts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from perfeval_xl.refs import column_letters
from perfeval_xl.replies.status import days_said
from perfeval_xl.sheets.list_looks import GREY, LINK_COLOUR, LIST_CELL, LIST_HEADING
from perfeval_xl.sheets.model import Area, BarChart, Cell, Page, Sheet, Style, Value
from perfeval_xl.summary.projects import COUNTED, PASSED, Averages, Scored, averages
from perfeval_xl.summary.statistics import Band, DayCount, DimensionRate
from perfeval_xl.summary.tables import FOOTER, look

__all__ = ["MOST_DEPARTMENTS", "Count", "Overview", "overview_sheet"]

MOST_DEPARTMENTS = 15
"""Departments in the table and chart of the lowest averages; all of them have a sheet of their own."""

# In points
_HEIGHT = 18.0
_TITLE = Style(
    font="黑体",
    size=18,
    bold=True,
)
_SUBTITLE = Style(
    font="宋体",
    size=10,
    colour=GREY,
)
_PART = Style(
    font="黑体",
    size=12,
    bold=True,
    horizontal="left",
)
_NOTE = replace(look("text"), border="")
# Tables take the columns A to E, charts G to N
_LAST_COLUMN = 14
# The columns of the tables; the charts stand to the right
_TABLES = 5
_CHART_COLUMN = "G"
_HIGHEST = {"%": 100}
"""Where the axis of a chart ends, by its unit; a rate of the total is 100 % at most."""
# Rows from the top of one chart to the top of the next
_CHART_ROWS = 14
_AVERAGES = ("自评平均分", "规则平均分", "自评－规则")
# In characters; the narrow one keeps tables and charts apart
_WIDTHS = {
    1: 28,
    2: 11,
    3: 11,
    4: 11,
    5: 11,
    6: 2,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """One line of 收件情况: what is counted, how many, what it means, and the sheet that lists them."""

    name: str
    number: int
    meaning: str = ""
    sheet: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """Everything the first sheet shows. `grades` are the labels in the order of the bands, `until` the last receipt."""

    counts: Sequence[Count]
    owed: Sequence[Count]
    projects: Sequence[Scored]
    grades: Sequence[str]
    dimensions: Sequence[DimensionRate]
    bands: Sequence[Band]
    days: Sequence[DayCount]
    departments: Sequence[tuple[str, Averages]]
    until: str
    days_left: int | None


class _Drawing:
    """Cells, merges and charts under construction, from the top row downwards."""

    def __init__(self) -> None:
        self.cells: dict[tuple[int, int], Cell] = {}
        self.merges: list[Area] = []
        self.charts: list[BarChart] = []
        self.row = 1

    def line(self, values: Sequence[Value], styles: Sequence[Style]) -> int:
        """Write one row and return its number."""
        for column, (value, style) in enumerate(
            zip(values, styles, strict=True), start=1
        ):
            self.cells[self.row, column] = Cell(value=value, style=style)
        self.row += 1
        return self.row - 1

    def wide(self, text: str, style: Style, last: int, first: int = 1) -> int:
        """Write a text over several columns and return its row."""
        self.cells[self.row, first] = Cell(value=text, style=style)
        self.merges.append(Area(self.row, first, self.row, last))
        self.row += 1
        return self.row - 1

    def part(self, title: str, headings: Sequence[str]) -> None:
        """Begin a table."""
        self.wide(title, _PART, _TABLES)
        self.line(headings, (LIST_HEADING,) * len(headings))

    def chart(self, title: str, area: Area, column: int, unit: str) -> None:
        """Put a bar chart over one column of a table beside the tables, below the chart before."""
        # A table without rows gets no chart
        if area.bottom < area.top:
            return
        # Charts are stacked beside the tables, from the row below the title on
        top = 4 + len(self.charts) * _CHART_ROWS
        self.charts.append(
            BarChart(
                title=title,
                # The categories stand in the first column of every table
                categories=replace(area, left=1, right=1),
                values=replace(area, left=column, right=column),
                anchor=f"{_CHART_COLUMN}{top}",
                description=self._described(title, area, column, unit),
                axis_title=unit,
                highest=_HIGHEST.get(unit),
            )
        )

    def _described(self, title: str, area: Area, column: int, unit: str) -> str:
        """Say in words what a chart shows: every bar with its figure, and where the figures stand."""
        bars = []
        for row in range(area.top, area.bottom + 1):
            figure = self.cells[row, column].value
            said = f"{figure}{unit}"
            if figure is None:
                said = "没有"
            bars.append(f"{self.cells[row, 1].value}{said}")
        place = f"数据在A{area.top}至{column_letters(column)}{area.bottom}"
        return f"柱形图，{title}：{'，'.join(bars)}。{place}。"


def overview_sheet(shown: Overview) -> Sheet:
    """Describe the first sheet."""
    drawing = _Drawing()
    drawing.wide("项目支出绩效自评汇总表", _TITLE, _LAST_COLUMN)
    drawing.wide(_subtitle(shown), _SUBTITLE, _LAST_COLUMN)
    drawing.row += 1
    # Tables first: the charts need to know in which rows their figures stand
    _counts(drawing, "一、收件情况", shown.counts)
    if shown.owed:
        _counts(drawing, "二、清单上的项目", shown.owed)
    _averages(drawing, shown.projects)
    graded = _grades(drawing, shown.projects, shown.grades)
    dimensions = _dimensions(drawing, shown.dimensions)
    bands = _bands(drawing, shown.bands)
    days = _days(drawing, shown.days)
    departments = _departments(drawing, shown.departments)
    # Without any submission there would be nothing but empty charts
    if shown.projects:
        drawing.chart("规则评分等级分布", graded, 3, "个")
        drawing.chart("各一级指标得分率（规则评分）", dimensions, 3, "%")
        drawing.chart("执行率与规则平均分", bands, 4, "分")
        drawing.chart("累计报送的项目", days, 2, "个")
        drawing.chart("规则平均分最低的主管部门", departments, 4, "分")
    # The page ends below whichever is longer, the tables or the charts
    bottom = max(drawing.row - 1, 3 + len(drawing.charts) * _CHART_ROWS)
    return Sheet(
        title="总览",
        cells=drawing.cells,
        merges=tuple(drawing.merges),
        widths=_WIDTHS,
        heights={1: 34.0} | dict.fromkeys(range(2, bottom + 1), _HEIGHT),
        page=Page(
            area=Area(1, 1, bottom, _LAST_COLUMN), title_rows=(1, 2), footer=FOOTER
        ),
        charts=tuple(drawing.charts),
    )


def _subtitle(shown: Overview) -> str:
    if not shown.until:
        return "尚未收到报送"
    left = days_said(shown.days_left)
    return f"收件截至{shown.until}" + (f"；{left}" if left else "")


def _counts(drawing: _Drawing, title: str, counts: Sequence[Count]) -> None:
    drawing.wide(title, _PART, _TABLES)
    drawing.line(("项目", "数量"), (LIST_HEADING, LIST_HEADING))
    # The third heading spans several columns: the row is taken back to write it
    drawing.row -= 1
    drawing.wide("说明", LIST_HEADING, _TABLES, first=3)
    for count in counts:
        style = look("count")
        row = drawing.line((count.name, count.number), (look("text"), style))
        # A count leads to the sheet that lists what was counted
        if count.sheet:
            style = replace(
                style,
                colour=LINK_COLOUR,
                underline=True,
            )
            drawing.cells[row, 2] = Cell(
                value=count.number, style=style, link=f"'{count.sheet}'!A1"
            )
        drawing.row -= 1
        drawing.wide(count.meaning, look("text"), _TABLES, first=3)
    drawing.row += 1


def _averages(drawing: _Drawing, projects: Sequence[Scored]) -> None:
    """Write the averages of all submissions that can be compared, and of those among them that passed."""
    drawing.part("三、平均得分", ("范围", "项目数", *_AVERAGES))
    _average(drawing, "计入平均的项目", averages(projects))
    passed = [project for project in projects if str(project.record.state) == PASSED]
    _average(drawing, f"　　其中{PASSED}", averages(passed))
    # What keeps projects out of the averages is said below them, with its number
    left_out = Counter(
        project.counted for project in projects if project.counted != COUNTED
    )
    if left_out:
        reasons = "，".join(
            f"{reason}{size}个" for reason, size in sorted(left_out.items())
        )
        drawing.wide(f"不计入平均：{reasons}，见“得分”表。", _NOTE, _TABLES)
    drawing.row += 1


def _average(drawing: _Drawing, name: str, average: Averages) -> None:
    styles = (look("text"), look("count"), *(look("points"),) * 3)
    drawing.line(
        (name, average.count, average.own, average.by_rules, average.difference), styles
    )


def _grades(
    drawing: _Drawing, projects: Sequence[Scored], grades: Sequence[str]
) -> Area:
    """Write how many projects have which grade; return the rows, for the chart."""
    drawing.part("四、等级分布（项目数）", ("等级", "自评", "规则"))
    by_self = Counter(project.figures.self_grade for project in projects)
    by_rule = Counter(project.figures.rule_grade for project in projects)
    first = drawing.row
    for grade in grades:
        drawing.line(
            (grade, by_self[grade], by_rule[grade]),
            (look("centre"), look("count"), look("count")),
        )
    return _ended(drawing, first, 3)


def _dimensions(drawing: _Drawing, rates: Sequence[DimensionRate]) -> Area:
    drawing.part("五、各一级指标得分率（%）", ("一级指标", "自评", "规则"))
    first = drawing.row
    for rate in rates:
        values = (
            rate.name,
            *(
                # Rates are kept as fractions, and charts show them in percent
                None if each is None else each * 100
                for each in (rate.own, rate.by_rules)
            ),
        )
        drawing.line(values, (look("text"), look("points"), look("points")))
    return _ended(drawing, first, 3)


def _bands(drawing: _Drawing, bands: Sequence[Band]) -> Area:
    drawing.part("六、执行率与得分", ("执行率", "计入平均", *_AVERAGES))
    first = drawing.row
    for band in bands:
        _average(drawing, band.name, band.averages)
    return _ended(drawing, first, _TABLES)


def _days(drawing: _Drawing, days: Sequence[DayCount]) -> Area:
    drawing.part("七、报送进度", ("截至", "累计项目"))
    first = drawing.row
    for day in days:
        drawing.line((day.day, day.total), (look("centre"), look("count")))
    return _ended(drawing, first, 2)


def _departments(
    drawing: _Drawing, departments: Sequence[tuple[str, Averages]]
) -> Area:
    drawing.part(
        f"八、规则平均分最低的主管部门（至多{MOST_DEPARTMENTS}个）",
        ("主管部门", "计入平均", *_AVERAGES),
    )
    first = drawing.row
    for name, average in departments:
        _average(drawing, name, average)
    # The note stands below the table but within it, so that the rows of the chart end above
    drawing.wide(
        "全部主管部门见“按主管部门”；“问题明细”“指标得分”供查询，不打印。",
        _NOTE,
        _TABLES,
    )
    return replace(_ended(drawing, first, _TABLES), bottom=first + len(departments) - 1)


def _ended(drawing: _Drawing, first: int, last_column: int) -> Area:
    """End a table, and return its rows; none has a bottom above its top."""
    bottom = drawing.row - 1
    # A table without rows says so
    if bottom < first:
        drawing.line(("（无）",), (LIST_CELL,))
    drawing.row += 1
    return Area(first, 1, bottom, last_column)
