"""What stands in the cells of an open form: labels, fields and computed cells, part by part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from perfeval_xl.amounts import plain
from perfeval_xl.form.layout.labels import (
    funds_label,
    indicator_label,
    said_by,
    year_label,
)
from perfeval_xl.form.layout.open_columns import (
    FUNDS_FIELDS,
    INDICATOR_FIELDS,
    ONLY_MONEY,
    Span,
)
from perfeval_xl.form.layout.open_plan import PlacedPart, Slot, cell_at, sections_in
from perfeval_xl.form.layout.spots import Role, Spot, continued
from perfeval_xl.scheme.form_spec import FormSheet
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.sheets.heights import TALLEST_ROW
from perfeval_xl.sheets.model import Area

__all__ = ["OpenSheet", "open_spots"]

# The least heights of rows, in points.
_ANNEX_ROW, _TITLE_ROW, _YEAR_ROW = 18.0, 30.0, 20.0
_FIELD_ROW, _MONEY_ROW = 24.0, 21.0
_GOALS_HEADING_ROW, _GOAL_ROW = 22.0, 96.0
_HEADING_ROW, _INDICATOR_ROW, _TOTAL_ROW = 34.0, 22.0, 24.0
_SECTION_ROW, _LINE_ROW = 108.0, 18.0  # seven sections stand on one page

_PREFERRED_INDICATOR = 80.0  # long notes are set smaller before they make a row higher
_ROLES = {
    "note": Role.LEFT_INPUT,
    "weight": Role.NUMBER,
    "self_score": Role.NUMBER,
    "name": Role.LEFT_INPUT,
}
_NOT_SCORED = {"weight": "—", "rate": "", "self_score": "—"}
"""What stands under the points of the total, beside its sources."""

_SCORED = {"weight": Role.PRESET, "rate": Role.RATE, "self_score": Role.NUMBER}


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSheet:
    """The sheet of the indicators, its parts placed and its rows counted, before anything stands in its cells."""

    scheme: Scheme
    described: FormSheet
    parts: tuple[PlacedPart, ...]
    rows: Mapping[str, int]
    slots: tuple[Slot, ...]

    @property
    def last_column(self) -> int:
        """The last column that prints."""
        return len(self.described.widths)

    def part(self, kind: str) -> PlacedPart:
        """Return the part of a kind that every open form has."""
        return next(placed for placed in self.parts if placed.part.kind == kind)

    def section(self, name: str) -> str:
        """Return the field of a section."""
        names = [section.name for section in self.scheme.sections]
        return f"section_{names.index(name)}"


def open_spots(sheet: OpenSheet) -> Iterator[Spot]:
    """Yield what stands in the cells that print, from top to bottom."""
    yield from _head(sheet)
    for placed in sheet.parts:
        match placed.part.kind:
            case "fields":
                yield from _fields(sheet, placed)
            case "funds":
                yield from _funds(sheet, placed)
            case "goals":
                yield from _goals(placed)
            case "indicators":
                yield from _indicators(sheet, placed)
            case "total":
                yield from _total(sheet, placed)
            case "sections":
                yield from _sections(sheet, placed)
            case "lines":
                yield from _lines(sheet, placed)


def _head(sheet: OpenSheet) -> Iterator[Spot]:
    """附件1, the title and the year."""
    scheme, described, rows = sheet.scheme, sheet.described, sheet.rows
    last = sheet.last_column
    yield Spot(
        area=cell_at(rows["annex"], 1),
        role=Role.ANNEX,
        text=said_by(scheme, described.annex),
        lowest=_ANNEX_ROW,
        grows=False,
    )
    yield Spot(
        area=Area(rows["title"], 1, rows["title"], last),
        role=Role.TITLE,
        text=said_by(scheme, described.heading),
        lowest=_TITLE_ROW,
        grows=False,
    )
    yield Spot(
        area=Area(rows["year"], 1, rows["year"], last),
        role=Role.SUBTITLE,
        text=year_label(None),
        key="year",
        lowest=_YEAR_ROW,
        grows=False,
    )


def _fields(sheet: OpenSheet, placed: PlacedPart) -> Iterator[Spot]:
    """Rows of labels with the cells beside them."""
    for row, cells in enumerate(placed.part.fields, placed.top):
        left = 1
        for each in cells:
            if each.label:
                label = Area(row, left, row, left + each.spans[0] - 1)
                yield Spot(
                    area=label,
                    role=Role.LABEL,
                    text=each.label,
                )
                left = label.right + 1
            area = Area(row, left, row, left + each.spans[1] - 1)
            name = each.field.removeprefix("section:")
            # A cell may ask for a field of every form, or for a text of this scheme
            key = name if name == each.field else sheet.section(name)
            yield _input(area, Role.INPUT, key, lowest=_FIELD_ROW)
            left = area.right + 1


def _funds(sheet: OpenSheet, placed: PlacedPart) -> Iterator[Spot]:
    """The rows of money; the first has rate and score, and the weight where the form prints one."""
    scheme, columns, top = sheet.scheme, placed.columns, placed.top
    side = columns.get("side")
    if side is not None:
        area = Area(top, side.left, placed.bottom, side.right)
        yield _label(area, said_by(scheme, placed.part.text))
    heading = placed.heading("source")
    yield _label(columns["source"].in_row(top), heading, lowest=_MONEY_ROW)
    described = {column.kind: column for column in placed.part.columns}
    # A form prints only some of the columns
    for name in FUNDS_FIELDS:
        if name in columns:
            text = said_by(scheme, described[name].heading)
            grows = "\n" in text
            yield _label(columns[name].in_row(top), text, grows=grows)

    for index, source in enumerate(scheme.funds):
        row = top + 1 + index
        role = Role.LABEL
        if index:
            role = Role.FIRST_SOURCE if index == 1 else Role.NEXT_SOURCE
        yield Spot(
            area=columns["source"].in_row(row),
            role=role,
            text=funds_label(source, index),
            lowest=_MONEY_ROW,
            grows=False,
        )
        for name in FUNDS_FIELDS:
            if name in columns:
                yield _figure(sheet, columns[name].in_row(row), index, name)


def _figure(sheet: OpenSheet, area: Area, index: int, name: str) -> Spot:
    """One cell of the funds: money in every row, points only in the first."""
    key = f"funds_{index}_{name}"
    if name in ONLY_MONEY:
        return _input(area, Role.NUMBER, key)
    # The sources have money only; a dash says that nothing was forgotten
    if index:
        return Spot(
            area=area,
            role=Role.BODY,
            text=_NOT_SCORED[name],
        )
    text = plain(sheet.scheme.execution_weight) if name == "weight" else ""
    return _input(area, _SCORED[name], key, text=text)


def _goals(placed: PlacedPart) -> Iterator[Spot]:
    """预期目标 and 实际完成情况, where the form has any goals."""
    top = placed.top
    yield from _side(placed, placed.part.text, range(top, placed.bottom + 1))
    names = [name for name in ("expected", "achieved") if name in placed.columns]
    for name in names:
        area = placed.columns[name].in_row(top)
        yield _label(area, placed.heading(name), lowest=_GOALS_HEADING_ROW)
    for index, row in enumerate(range(top + 1, placed.bottom + 1)):
        for name in names:
            area = placed.columns[name].in_row(row)
            key = f"goal_{index}_{name}"
            yield _input(area, Role.LONG_INPUT, key, lowest=_GOAL_ROW)


def _indicators(sheet: OpenSheet, placed: PlacedPart) -> Iterator[Spot]:
    """The headings, one row per slot, and the 一级 and 二级指标 beside their rows."""
    columns, header = placed.columns, placed.top
    side = said_by(sheet.scheme, placed.part.text)
    yield from _side(placed, side, range(header, placed.bottom + 1))
    for column in (*placed.part.columns, *placed.part.beside):
        if column.kind != "side":
            area = columns[column.kind].in_row(header)
            yield _label(area, column.heading, lowest=_HEADING_ROW)

    # A 一级指标 has one field, even where its rows are apart
    numbered = list(enumerate(sheet.slots, header + 1))
    seen: set[str] = set()
    for dimension, members in groupby(numbered, key=lambda item: item[1].dimension):
        key = "" if dimension in seen else f"dimension_{len(seen)}"
        seen.add(dimension)
        yield _group(columns["dimension"], _rows_of(members), dimension, key)
    # Two 一级指标 may each have a 二级指标 of one name
    for (_, category), members in groupby(
        numbered, key=lambda item: (item[1].dimension, item[1].category)
    ):
        yield _group(columns["category"], _rows_of(members), category)

    for index, (row, slot) in enumerate(numbered):
        for name in INDICATOR_FIELDS:
            if name in columns:
                yield _indicator(columns[name].in_row(row), index, slot, name)


def _indicator(area: Area, index: int, slot: Slot, name: str) -> Spot:
    """One cell of an indicator's row; the name stands behind its placeholder."""
    key, role = f"indicator_{index}_{name}", _ROLES.get(name, Role.INPUT)
    if name == "name":
        text = indicator_label(slot.ordinal)
        return _input(area, role, key, text=text, lowest=_INDICATOR_ROW)
    return Spot(
        area=area,
        role=role,
        key=key,
        preferred=_PREFERRED_INDICATOR,
    )


def _total(sheet: OpenSheet, placed: PlacedPart) -> Iterator[Spot]:
    """The 总分 row: the sums and the grade."""
    row = placed.top
    heading = placed.heading("label")
    yield _label(placed.columns["label"].in_row(row), heading, lowest=_TOTAL_ROW)
    for kind, span in placed.columns.items():
        if kind.startswith("blank"):
            yield _label(span.in_row(row), "")

    # The sum of the weights stands under their column also where that does not print.
    under = dict(placed.columns)
    under.setdefault("weight", sheet.part("indicators").columns["weight"])
    totals = {
        "weight": "weight_total",
        "self_score": "self_total",
        "grade": "self_grade",
    }
    for name, key in totals.items():
        if name in under:
            yield _input(under[name].in_row(row), Role.INPUT, key)


def _sections(sheet: OpenSheet, placed: PlacedPart) -> Iterator[Spot]:
    """The texts of one part of the form; nothing where the scheme has none for it."""
    numbers = sections_in(sheet.scheme, placed.part)
    if not numbers:
        return
    columns = placed.columns
    side = said_by(sheet.scheme, placed.part.text)
    yield from _side(placed, side, range(placed.top, placed.bottom + 1))

    # The groups beside their texts.
    sections = [sheet.scheme.sections[number] for number in numbers]
    numbered = list(enumerate(sections, placed.top))
    for group, members in groupby(numbered, key=lambda item: item[1].group):
        rows = _rows_of(members)
        if group and "group" in columns:
            yield _group(columns["group"], rows, group)

    # The texts; without a group a name takes the column of the groups too.
    for number, (row, section) in zip(numbers, numbered, strict=True):
        left = columns["label"].left
        if "group" in columns and not section.group:
            left = columns["group"].left
        label = Area(row, left, row, columns["label"].right)
        yield Spot(
            area=label,
            role=Role.LABEL,
            text=section.name,
        )
        area = columns["text"].in_row(row)
        lowest = placed.part.height or _SECTION_ROW
        yield _input(area, Role.LONG_INPUT, f"section_{number}", lowest=lowest)


def _lines(sheet: OpenSheet, placed: PlacedPart) -> Iterator[Spot]:
    """Printed lines over the whole width: notes, and places for signatures."""
    role = Role.LINE if placed.part.style == "left" else Role.MIDDLE_LINE
    for row, text in enumerate(placed.part.lines, placed.top):
        area = Area(row, 1, row, sheet.last_column)
        said = said_by(sheet.scheme, text)
        yield Spot(
            area=area,
            role=role,
            text=said,
            lowest=_LINE_ROW,
        )


def _input(area: Area, role: Role, key: str, text: str = "", lowest: float = 0) -> Spot:
    """What is filled in has all the height there is, an indicator's own figures aside."""
    return Spot(
        area=area,
        role=role,
        text=text,
        key=key,
        lowest=lowest,
        preferred=TALLEST_ROW,
    )


def _label(area: Area, text: str, lowest: float = 0, *, grows: bool = False) -> Spot:
    """A printed word, as high as its row is."""
    return Spot(
        area=area,
        role=Role.LABEL,
        text=text,
        lowest=lowest,
        grows=grows,
    )


def _side(placed: PlacedPart, text: str, rows: range) -> Iterator[Spot]:
    """The label beside a whole part, where it has one; the same on every page."""
    side = placed.columns.get("side")
    if side is None:
        return
    area = Area(rows.start, side.left, rows.stop - 1, side.right)
    yield Spot(
        area=area,
        role=Role.LABEL,
        text=text,
        group=True,
        again=text,
    )


def _group(span: Span, rows: range, text: str, key: str = "") -> Spot:
    """A label beside several rows."""
    return Spot(
        area=Area(rows.start, span.left, rows.stop - 1, span.right),
        role=Role.LABEL,
        text=text,
        key=key,
        group=True,
        again=continued(text),
    )


def _rows_of(members: Iterable[tuple[int, object]]) -> range:
    rows = [row for row, _ in members]
    return range(rows[0], rows[-1] + 1)
