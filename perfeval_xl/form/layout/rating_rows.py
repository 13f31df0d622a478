"""The rating table of a fixed form, one row per indicator with the live preview beside it, and the table of 一级指标."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from perfeval_xl.amounts import ZERO, plain
from perfeval_xl.form.layout.asking import Asked
from perfeval_xl.form.layout.grid import ROW, Grid, group_rows
from perfeval_xl.form.layout.spots import Role
from perfeval_xl.form.layout.standards import standard_of
from perfeval_xl.scheme.form_spec import FormColumn, FormPart
from perfeval_xl.scheme.model import OWN_NAME
from perfeval_xl.sheets.model import Area

__all__ = ["HELP_KEYS", "plan_rating", "plan_scores"]

_HEADING, _OVER, _INDICATOR = 32.0, 22.0, 26.0
_FIRST_HEADER = 4  # the preview needs three rows above its headings
_TOTALS = {"weight": "weight_total", "self_score": "self_total", "grade": "self_grade"}
HELP_KEYS = (
    "rule_score",
    "hint",
    "missing",
    "target_number",
    "actual_number",
    "absent",
)
"""The preview beside every indicator row: points, hint, and the cells that those are computed from."""
_HELP_HEADINGS = ("按标准得分", "提示", "缺几项", "指标值", "完成值", "不适用", "小计")
_ROLES = {"note": Role.LEFT_INPUT, "self_score": Role.NUMBER, "actual": Role.INPUT}


def plan_rating(grid: Grid, part: FormPart, asked: tuple[Asked, ...]) -> None:
    """Plan headings, rows, the total row where the form has one, and the preview."""
    # The preview beside the table needs rows above its headings
    grid.row = max(grid.row, _FIRST_HEADER)
    header = grid.row
    _headings(grid, part)
    grid.titles = (header, grid.row - 1)
    first = grid.row
    # Column by column: each says itself how it is filled
    for column, left, right in grid.across(part.columns):
        _COLUMNS[column.kind](grid, column, (left, right), asked)
    grid.row = first + len(asked)
    grid.table = (first, grid.row - 1)
    # A page may begin with a 二级指标, better with a 一级指标, and never with the first row below the headings
    for depth, rank in ((2, 1), (1, 2)):
        for _, rows, _ in group_rows(asked, depth, first):
            grid.good[rows.start] = rank
    grid.good[first] = -1
    _help(grid, asked, header, first)
    if part.text:
        _total(grid, part)
        grid.good[grid.row - 1] = -1


def plan_scores(grid: Grid, part: FormPart, asked: tuple[Asked, ...]) -> None:
    """Plan the table of 一级指标: weights, scores, rates, the grade over all rows."""
    del asked
    _headings(grid, part)
    first = grid.row
    names = [dimension.name for dimension in grid.scheme.dimensions]
    for column, left, right in grid.across(part.columns):
        if column.kind == "grade":
            bottom = first + len(names) - 1 + (1 if part.text else 0)
            grid.put(
                Area(first, left, bottom, right), Role.INPUT, key="self_grade", lowest=0
            )
            continue
        for index, name in enumerate(names):
            area = Area(first + index, left, first + index, right)
            _score_cell(grid, area, column.kind, index, name)
    grid.row = first + len(names)
    if part.text:
        _total(grid, part)


def _score_cell(grid: Grid, area: Area, kind: str, index: int, name: str) -> None:
    if kind == "number":
        grid.put(area, Role.LABEL, str(index + 1))
    elif kind == "dimension":
        grid.put(area, Role.LABEL, name)
    elif kind == "weight":
        grid.put(area, Role.CONSTANT, key=f"dimension_{index}_weight")
    elif kind == "self_score":
        grid.put(area, Role.NUMBER, key=f"dimension_{index}_self_score")
    else:
        grid.put(area, Role.BODY, key=f"dimension_{index}_rate")


def _headings(grid: Grid, part: FormPart) -> None:
    # Headings over several columns; where there is nothing above, the lower heading takes both rows
    if part.over:
        below = {left for _, left, _ in grid.across(part.columns)}
        for column, left, right in grid.across(part.over):
            tall = left in below and not column.heading
            if not tall:
                grid.put(
                    Area(grid.row, left, grid.row, right),
                    Role.HEADING,
                    column.heading,
                    lowest=_OVER,
                )
        grid.row += 1
    upper = {
        left: right
        for column, left, right in grid.across(part.over)
        if not column.heading
    }
    for column, left, right in grid.across(part.columns):
        top = (
            grid.row - 1
            if any(low <= left and right <= high for low, high in upper.items())
            else grid.row
        )
        grid.put(
            Area(top, left, grid.row, right),
            Role.HEADING,
            column.heading,
            lowest=0 if top < grid.row else _HEADING,
        )
    grid.heights[grid.row] = _HEADING
    grid.row += 1


_Columns = tuple[int, int]


def _number(
    grid: Grid, _: FormColumn, columns: _Columns, asked: tuple[Asked, ...]
) -> None:
    _each(grid, columns, asked, lambda each: str(each.index + 1), Role.LABEL)


def _dimension(
    grid: Grid, _: FormColumn, columns: _Columns, asked: tuple[Asked, ...]
) -> None:
    seen: set[str] = set()
    order = [dimension.name for dimension in grid.scheme.dimensions]
    for (name,), rows, _members in group_rows(asked, 1, grid.row):
        key = "" if name in seen else f"dimension_{order.index(name)}"
        seen.add(name)
        grid.label(Area(rows.start, columns[0], rows.stop - 1, columns[1]), name, key)


def _dimension_weight(
    grid: Grid, _: FormColumn, columns: _Columns, asked: tuple[Asked, ...]
) -> None:
    seen: set[str] = set()
    order = [dimension.name for dimension in grid.scheme.dimensions]
    for (name,), rows, _members in group_rows(asked, 1, grid.row):
        key = "" if name in seen else f"dimension_{order.index(name)}_weight"
        seen.add(name)
        grid.label(
            Area(rows.start, columns[0], rows.stop - 1, columns[1]),
            "",
            key,
            Role.CONSTANT,
        )


def _group(
    grid: Grid, _: FormColumn, columns: _Columns, asked: tuple[Asked, ...]
) -> None:
    for names, rows, _members in group_rows(asked, 2, grid.row):
        text = names[1] if len(names) > 1 else names[0]
        grid.label(Area(rows.start, columns[0], rows.stop - 1, columns[1]), text)


def _group_weight(
    grid: Grid, _: FormColumn, columns: _Columns, asked: tuple[Asked, ...]
) -> None:
    for _names, rows, members in group_rows(asked, 2, grid.row):
        weights = (each.spec.weight for each in members if each.begins)
        text = plain(sum(weights, ZERO))
        grid.label(Area(rows.start, columns[0], rows.stop - 1, columns[1]), text)


def _each(
    grid: Grid,
    columns: _Columns,
    asked: tuple[Asked, ...],
    text: Callable[[Asked], str],
    role: Role,
) -> None:
    for number, each in enumerate(asked):
        row = grid.row + number
        grid.put(
            Area(row, columns[0], row, columns[1]), role, text(each), lowest=_INDICATOR
        )


def _name(
    grid: Grid, _: FormColumn, columns: _Columns, asked: tuple[Asked, ...]
) -> None:
    for number, each in enumerate(asked):
        area = Area(grid.row + number, columns[0], grid.row + number, columns[1])
        if each.spec.share is None:
            grid.put(area, Role.LABEL, each.spec.path[-1], lowest=_INDICATOR)
        else:
            key = f"evidence_{each.index}_{OWN_NAME}"
            grid.put(area, Role.LEFT_INPUT, key=key, lowest=_INDICATOR)


def _explanation(
    grid: Grid, _: FormColumn, columns: _Columns, asked: tuple[Asked, ...]
) -> None:
    _each(grid, columns, asked, lambda each: each.spec.explanation, Role.TEXT)


def _standard(
    grid: Grid, _: FormColumn, columns: _Columns, asked: tuple[Asked, ...]
) -> None:
    _each(
        grid, columns, asked, lambda each: standard_of(each.spec, each.rule), Role.TEXT
    )


def _field(
    grid: Grid, column: FormColumn, columns: _Columns, asked: tuple[Asked, ...]
) -> None:
    for number, each in enumerate(asked):
        row = grid.row + number
        constant = column.kind == "weight" or (
            column.kind == "target" and each.spec.target
        )
        role = Role.CONSTANT if constant else _ROLES.get(column.kind, Role.INPUT)
        if column.kind == "weight" and each.spec.share is not None:
            role = Role.BODY  # computed: the rows share it
        key = f"indicator_{each.index}_{column.kind}"
        grid.put(
            Area(row, columns[0], row, columns[1]), role, key=key, lowest=_INDICATOR
        )


_COLUMNS: Mapping[
    str, Callable[[Grid, FormColumn, _Columns, tuple[Asked, ...]], None]
] = {
    "number": _number,
    "dimension": _dimension,
    "dimension_weight": _dimension_weight,
    "group": _group,
    "group_weight": _group_weight,
    "name": _name,
    "weight": _field,
    "target": _field,
    "explanation": _explanation,
    "standard": _standard,
    "actual": _field,
    "self_score": _field,
    "note": _field,
}


def _total(grid: Grid, part: FormPart) -> None:
    """The row below: a label up to the first sum, then the sums; a grade that stands over all rows is left alone."""
    # The label reaches up to the first sum
    sums = {"weight", "self_score", "rate", "dimension_weight", "group_weight"}
    labelled = False
    start = 1
    for column, left, right in grid.across(part.columns):
        if column.kind == "grade":
            continue
        if column.kind not in sums:
            if labelled:
                grid.put(Area(grid.row, left, grid.row, right), Role.LABEL)
            continue
        if not labelled:
            grid.put(Area(grid.row, start, grid.row, left - 1), Role.LABEL, part.text)
            labelled = True
        area = Area(grid.row, left, grid.row, right)
        if column.kind in _TOTALS:
            grid.put(area, Role.NUMBER, key=_TOTALS[column.kind])
        elif column.kind == "rate":
            grid.put(area, Role.BODY, key="total_rate")
        else:
            grid.put(area, Role.SHOWN, "weight_total")
    grid.row += 1


def _help(grid: Grid, asked: tuple[Asked, ...], header: int, first: int) -> None:
    """The preview outside the print area: progress on top, points and hints beside the rows, total and grade below."""
    grid.has_help = True
    left = grid.last_column + 2

    def put(row: int, column: int, role: Role, text: str = "", key: str = "") -> None:
        grid.put(
            Area(row, left + column, row, left + column), role, text, key, lowest=0
        )

    grid.put(Area(1, left, 1, left + 1), Role.HELP_HEAD, "实时核对（不打印）", lowest=0)
    put(2, 0, Role.HELP_HEAD, "填报进度")
    put(2, 1, Role.HELP, key="progress")
    put(3, 0, Role.HELP_HEAD, "得分合计")
    put(3, 1, Role.HELP, key="self_check")
    for column, text in enumerate(_HELP_HEADINGS):
        # Unless the lines above stand there
        if first - 1 > 3 or header > 3:
            put(first - 1, column, Role.HELP_HEAD, text)
    for number, each in enumerate(asked):
        for column, name in enumerate(HELP_KEYS):
            role = Role.HELP if name == "hint" else Role.POINTS
            put(first + number, column, role, key=f"indicator_{each.index}_{name}")
    order = [dimension.name for dimension in grid.scheme.dimensions]
    seen: set[str] = set()
    for (name,), rows, _ in group_rows(asked, 1, first):
        if name not in seen:
            put(
                rows.start,
                len(HELP_KEYS),
                Role.POINTS,
                key=f"dimension_{order.index(name)}_rule_score",
            )
        seen.add(name)
    put(first + len(asked), 0, Role.POINTS, key="rule_total")
    put(first + len(asked), 1, Role.HELP, key="rule_grade")
    grid.heights.setdefault(first + len(asked), ROW)
