"""The sheet of the texts that an open form has no place for on its official page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from perfeval_xl.form.layout.open_plan import cell_at
from perfeval_xl.form.layout.spots import UNTIL_FULL, Repeated, Role, SheetPlan, Spot
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.sheets.heights import TALLEST_ROW
from perfeval_xl.sheets.model import Area

__all__ = ["narrative_plan"]

_WIDTHS = {1: 18.0, 2: 78.0}
_TITLE_ROW, _HEADING_ROW, _TEXT_ROW = 34.0, 22.0, 110.0  # points
_FIRST_TEXT = 3


def narrative_plan(scheme: Scheme, title: str, numbers: Iterable[int]) -> SheetPlan:
    """Return the plan of the sheet with the sections of these numbers."""
    spots = tuple(_spots(scheme, numbers))
    return SheetPlan(
        title=title,
        widths=_WIDTHS,
        last_column=2,
        last_row=max(spot.area.bottom for spot in spots),
        spots=spots,
        titles=(2, 2),
        paging=replace(UNTIL_FULL, repeated=(Repeated((1, 2)),)),
        row_titles="A2",
    )


def _spots(scheme: Scheme, numbers: Iterable[int]) -> Iterator[Spot]:
    heading = "绩效自评文字部分"
    area = Area(1, 1, 1, 2)
    yield Spot(
        area=area,
        role=Role.TITLE,
        text=heading,
        lowest=_TITLE_ROW,
    )
    for column, text in ((1, "栏目"), (2, "内容")):
        area = cell_at(2, column)
        yield Spot(
            area=area,
            role=Role.HEADING,
            text=text,
            lowest=_HEADING_ROW,
        )
    # One row for each text: its name, and all the height a row may have
    for row, number in enumerate(numbers, _FIRST_TEXT):
        name = scheme.sections[number].name
        yield Spot(
            area=cell_at(row, 1),
            role=Role.LABEL,
            text=name,
        )
        yield Spot(
            area=cell_at(row, 2),
            role=Role.LONG_INPUT,
            key=f"section_{number}",
            lowest=_TEXT_ROW,
            preferred=TALLEST_ROW,
        )
