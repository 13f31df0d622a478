"""From the parts of a sheet to its spots: what stands in which cells, row by row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import groupby

from perfeval_xl.amounts import plain
from perfeval_xl.form.layout.asking import Asked
from perfeval_xl.form.layout.grid import ROW, Grid
from perfeval_xl.form.layout.labels import year_label
from perfeval_xl.form.layout.paper import fitted_widths
from perfeval_xl.form.layout.rating_rows import plan_rating, plan_scores
from perfeval_xl.form.layout.spots import (
    FULL_SIZE,
    Repeated,
    Role,
    SheetPlan,
    Spot,
)
from perfeval_xl.form.layout.standards import grades_text
from perfeval_xl.scheme.form_spec import FormField, FormPart
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.sheets.model import Area

__all__ = ["plan_sheet"]

_HIDDEN_HELP = range(2, 6)  # 缺几项, 指标值, 完成值, 不适用: nobody has to look at them
_GAP, _HELP_WIDTHS = 2.0, (10.0, 34.0, 11.0, 9.0, 9.0, 8.0, 8.0)
_YEAR = 20.0
_HIGH, _GOAL, _OPINION, _TEXT, _STACKED, _HEADING, _TARGET = (
    34.0,
    80.0,
    84.0,
    98.0,
    90.0,
    30.0,
    28.0,
)


def plan_sheet(grid: Grid, asked: tuple[Asked, ...]) -> SheetPlan:
    """Return the plan of one sheet with all its parts."""
    sheet = grid.sheet
    if sheet.annex:
        grid.put(Area(1, 1, 1, grid.last_column), Role.ANNEX, sheet.annex, lowest=18)
        grid.row += 1
    if sheet.heading:
        grid.line(Role.TITLE, sheet.heading, lowest=_HEADING)
    if sheet.year:
        grid.spots.append(_year_line(grid))
        grid.row += 1
    # A page may well begin with any part; better places are marked by the parts themselves
    for part in sheet.parts:
        grid.good[grid.row] = max(grid.good.get(grid.row, 0), 1)
        _PARTS[part.kind](grid, part, asked)
    # As wide as the paper; the preview, which does not print, stands right of it
    widths = fitted_widths(map(float, sheet.widths), landscape=sheet.landscape)
    if grid.has_help:
        widths[grid.last_column + 1] = _GAP
        widths |= {
            grid.last_column + 2 + number: wide
            for number, wide in enumerate(_HELP_WIDTHS)
        }
    repeated = (Repeated(grid.titles),) if grid.titles else ()
    return SheetPlan(
        title=sheet.title,
        widths=widths,
        last_column=grid.last_column,
        last_row=grid.row - 1,
        spots=tuple(grid.spots),
        landscape=sheet.landscape,
        breaks=tuple(grid.breaks),
        good=grid.good,
        titles=grid.titles,
        paging=replace(FULL_SIZE, repeated=repeated),
        heights=grid.heights,
        hidden=tuple(grid.last_column + 2 + number for number in _HIDDEN_HELP)
        if grid.has_help
        else (),
        table=grid.table,
    )


def _year_line(grid: Grid) -> Spot:
    return Spot(
        area=Area(grid.row, 1, grid.row, grid.last_column),
        role=Role.SUBTITLE,
        text=year_label(None),
        key="year",
        lowest=_YEAR,
        grows=False,
    )


def _banner(grid: Grid, part: FormPart, _asked: tuple[Asked, ...]) -> None:
    grid.good[grid.row] = 2
    grid.line(Role.BANNER, part.text, lowest=26)
    grid.good[grid.row] = -1


def _break(grid: Grid, _part: FormPart, __asked: tuple[Asked, ...]) -> None:
    grid.breaks.append(grid.row - 1)


def _space(grid: Grid, part: FormPart, _asked: tuple[Asked, ...]) -> None:
    grid.heights[grid.row] = part.height
    grid.row += 1


def _lines(grid: Grid, part: FormPart, _asked: tuple[Asked, ...]) -> None:
    scheme = grid.scheme
    bands = tuple((band.label, plain(band.lowest)) for band in scheme.bands)
    for text in part.lines:
        role = Role.CENTRED if part.style == "centred" else Role.LINE
        grid.line(
            role,
            text.replace("{grades}", grades_text(bands, plain(scheme.full_score))),
            lowest=18,
        )


def _fields(grid: Grid, part: FormPart, _asked: tuple[Asked, ...]) -> None:
    for row in part.fields:
        left = 1
        for each in row:
            left = _field(grid, each, left, cover=part.style == "cover")
        grid.row += 1


def _field(grid: Grid, each: FormField, left: int, *, cover: bool) -> int:
    lowest = _HIGH if cover else ROW
    if each.label:
        label = Area(grid.row, left, grid.row, left + each.spans[0] - 1)
        grid.put(
            label, Role.COVER_LABEL if cover else Role.LABEL, each.label, lowest=lowest
        )
        left += each.spans[0]
    area = Area(grid.row, left, grid.row, left + each.spans[1] - 1)
    role = Role.COVER_INPUT if cover else Role.INPUT
    if each.shows:
        grid.put(area, Role.SHOWN, each.shows, lowest=lowest)
    else:
        text = year_label(None) if each.field == "year" else ""
        key = _field_key(grid.scheme, each.field)
        grid.put(area, role, text, key=key, lowest=lowest)
    return left + each.spans[1]


def _field_key(scheme: Scheme, field: str) -> str:
    if not field.startswith("section:"):
        return field
    names = [section.name for section in scheme.sections]
    return f"section_{names.index(field.removeprefix('section:'))}"


def _opinion(grid: Grid, part: FormPart, _asked: tuple[Asked, ...]) -> None:
    """A label, room to write, and lines for a signature, in one box."""
    key = _field_key(grid.scheme, f"section:{part.name}")
    # The label takes a sixth of the width
    columns = max(1, grid.last_column // 6)
    rows = grid.row + len(part.lines)
    grid.put(Area(grid.row, 1, rows, columns), Role.LABEL, part.name, lowest=0)
    grid.put(
        Area(grid.row, columns + 1, grid.row, grid.last_column),
        Role.LONG_INPUT,
        key=key,
        lowest=_OPINION,
    )
    for text in part.lines:
        grid.row += 1
        grid.good[grid.row] = -1
        grid.put(
            Area(grid.row, columns + 1, grid.row, grid.last_column),
            Role.TEXT,
            text,
            lowest=20,
        )
    grid.row += 1


def _texts(grid: Grid, part: FormPart, _asked: tuple[Asked, ...]) -> None:
    """Every section of a group: two columns where the sheet has two, else the heading above its text."""
    # Texts of this heading; a part may name those that it prints
    members = [
        (index, section)
        for index, section in enumerate(grid.scheme.sections)
        if section.place == "narrative"
        and section.group == part.name
        and section.name in (part.labels or (section.name,))
    ]
    if part.name:
        _banner(grid, FormPart(kind="banner", text=part.text or part.name), ())
    for number, (index, section) in enumerate(members, 1):
        if grid.last_column == 2:
            grid.put(Area(grid.row, 1, grid.row, 1), Role.LABEL, section.name)
            grid.put(
                Area(grid.row, 2, grid.row, 2),
                Role.LONG_INPUT,
                key=f"section_{index}",
                lowest=_TEXT,
            )
            grid.row += 1
            continue
        grid.line(Role.LEFT, f"（{_CHINESE[number - 1]}）{section.name}", lowest=22)
        grid.good[grid.row] = -1
        grid.line(Role.LONG_INPUT, "", key=f"section_{index}", lowest=_STACKED)


_CHINESE = (
    "一",
    "二",
    "三",
    "四",
    "五",
    "六",
    "七",
    "八",
    "九",
    "十",
    *(f"十{n}" for n in "一二三四五六七八九"),
    *map(str, range(20, 60)),
)


def _funds(grid: Grid, part: FormPart, _asked: tuple[Asked, ...]) -> None:
    if part.style == "pairs":
        _funds_pairs(grid, part)
        return
    for column, left, right in grid.across(part.columns):
        grid.put(Area(grid.row, left, grid.row, right), Role.HEADING, column.heading)
    for index, source in enumerate(grid.scheme.funds):
        grid.row += 1
        for column, left, right in grid.across(part.columns):
            area = Area(grid.row, left, grid.row, right)
            if column.kind == "source":
                grid.put(area, Role.LABEL, f"其中：{source}" if index == 1 else source)
            else:
                _fund(grid, area, index, column.kind)
    grid.row += 1


def _funds_pairs(grid: Grid, part: FormPart) -> None:
    """Every figure has its label beside it: the total under the heading of the column, then every source."""
    for index, source in enumerate(grid.scheme.funds):
        label = f"其中：{source}" if index == 1 else source
        left = 1
        for column in part.columns:
            middle = left + column.span
            text = column.heading if index == 0 else label
            grid.put(Area(grid.row, left, grid.row, middle - 1), Role.LABEL, text)
            _fund(
                grid,
                Area(grid.row, middle, grid.row, middle + column.span - 1),
                index,
                column.kind,
            )
            left = middle + column.span
        grid.row += 1


def _fund(grid: Grid, area: Area, index: int, kind: str) -> None:
    role = Role.BODY if kind == "left" else Role.NUMBER
    grid.put(area, role, key=f"funds_{index}_{kind}")


def _goals(grid: Grid, part: FormPart, _asked: tuple[Asked, ...]) -> None:
    sides = list(grid.across(part.columns))
    for column, left, right in sides:
        grid.put(Area(grid.row, left, grid.row, right), Role.HEADING, column.heading)
    names = ("expected", "achieved")
    for index in range(grid.sizes.goals):
        grid.row += 1
        # The last two columns are the goals; what stands left of them are labels
        labels = sides[: len(sides) - 2]
        for _, left, right in labels:
            text = (
                part.labels[index] if index < len(part.labels) else f"目标{index + 1}"
            )
            grid.put(Area(grid.row, left, grid.row, right), Role.LABEL, text)
        for (_, left, right), name in zip(sides[-2:], names, strict=True):
            area = Area(grid.row, left, grid.row, right)
            grid.put(area, Role.LONG_INPUT, key=f"goal_{index}_{name}", lowest=_GOAL)
    grid.row += 1


def _table(grid: Grid, part: FormPart, _asked: tuple[Asked, ...]) -> None:
    number = grid.tables.index(part.name)
    top = grid.row
    for column, left, right in grid.across(part.columns):
        grid.put(Area(grid.row, left, grid.row, right), Role.HEADING, column.heading)
    for row in range(grid.sizes.tables[part.name]):
        grid.row += 1
        for place, (_, left, right) in enumerate(grid.across(part.columns)):
            grid.put(
                Area(grid.row, left, grid.row, right),
                Role.INPUT,
                key=f"table_{number}_{row}_{place}",
            )
    grid.row += 1
    # The row of the sum: a label, and the cell below the column that is added up
    if part.text:
        for place, (_, left, right) in enumerate(grid.across(part.columns)):
            area = Area(grid.row, left, grid.row, right)
            if place == 0:
                grid.put(area, Role.LABEL, part.text)
            else:
                key = f"table_{number}_sum" if place == part.sum - 1 else ""
                grid.put(area, Role.BODY, key=key)
        grid.row += 1
    # A table is not cut
    grid.good |= dict.fromkeys(range(top + 1, grid.row), -1)


def _targets(grid: Grid, part: FormPart, asked: tuple[Asked, ...]) -> None:
    # Labels are `一级指标|二级指标|path`; the last part says whose target stands in the row
    indices = {"/".join(each.spec.path): each.index for each in asked}
    top = grid.row
    labels = [label.split("|") for label in part.labels]
    for column, left, right in grid.across(part.columns):
        grid.put(Area(top, left, top, right), Role.HEADING, column.heading)
        row = top + 1
        if column.kind == "group":
            for name, members in groupby(labels, key=lambda label: label[0]):
                rows = len(list(members))
                grid.label(Area(row, left, row + rows - 1, right), name)
                row += rows
            continue
        for number, label in enumerate(labels):
            area = Area(row + number, left, row + number, right)
            if column.kind == "name":
                grid.put(
                    area,
                    Role.LABEL,
                    label[1] if len(label) > 2 else label[0],
                    lowest=_TARGET,
                )
            elif column.kind == "content":
                key = (
                    f"table_{grid.tables.index(part.name)}_{number}_0"
                    if part.name
                    else ""
                )
                grid.put(
                    area, Role.LEFT_INPUT if key else Role.BODY, key=key, lowest=_TARGET
                )
            else:
                grid.put(
                    area,
                    Role.INPUT,
                    key=f"indicator_{indices[label[-1]]}_{column.kind}",
                    lowest=_TARGET,
                )
    grid.row = top + 1 + len(labels)


_PARTS: Mapping[str, Callable[[Grid, FormPart, tuple[Asked, ...]], None]] = {
    "banner": _banner,
    "break": _break,
    "space": _space,
    "lines": _lines,
    "fields": _fields,
    "opinion": _opinion,
    "texts": _texts,
    "funds": _funds,
    "goals": _goals,
    "table": _table,
    "targets": _targets,
    "rating": plan_rating,
    "scores": plan_scores,
}
