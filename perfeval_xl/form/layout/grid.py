"""A sheet while it is being planned: a grid of columns, and a cursor that moves down."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from perfeval_xl.form.layout.asking import Asked
from perfeval_xl.form.layout.sizes import Sizes
from perfeval_xl.form.layout.spots import Role, Spot, continued, preferred_height
from perfeval_xl.scheme.form_spec import FormColumn, FormSheet
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.sheets.model import Area

__all__ = ["ROW", "Grid", "group_rows"]

ROW = 24.0
"""The least height of an ordinary row, in points."""


class Grid:
    """A sheet while it is being planned: a cursor that moves down, and the spots that were set."""

    def __init__(
        self, sheet: FormSheet, scheme: Scheme, sizes: Sizes, tables: tuple[str, ...]
    ) -> None:
        self.sheet, self.scheme, self.sizes, self.tables = sheet, scheme, sizes, tables
        # `row` is the cursor; the rest is what the plan of the sheet will say, see `SheetPlan`
        self.row = 1
        self.last_column = len(sheet.widths)
        self.spots: list[Spot] = []
        self.breaks: list[int] = []
        self.good: dict[int, int] = {}
        self.heights: dict[int, float] = {}
        self.titles: tuple[int, int] | None = None
        self.table: tuple[int, int] | None = None
        self.has_help = False

    def put(
        self, area: Area, role: Role, text: str = "", key: str = "", lowest: float = ROW
    ) -> None:
        """Set one spot."""
        spot = Spot(
            area=area,
            role=role,
            text=text,
            key=key,
            lowest=lowest,
            preferred=preferred_height(role),
        )
        self.spots.append(spot)

    def label(
        self, area: Area, text: str, key: str = "", role: Role = Role.LABEL
    ) -> None:
        """Set a label beside several rows, which is written again where a page ends between them."""
        again = continued(text)
        self.spots.append(
            Spot(
                area=area,
                role=role,
                text=text,
                key=key,
                group=True,
                again=again,
            )
        )

    def across(
        self, columns: Iterable[FormColumn]
    ) -> Iterator[tuple[FormColumn, int, int]]:
        """Yield the columns of a part with the first and last grid column of each."""
        left = 1
        for column in columns:
            yield column, left, left + column.span - 1
            left += column.span

    def line(self, role: Role, text: str, key: str = "", lowest: float = ROW) -> None:
        """Set a whole row and go on below it."""
        self.put(Area(self.row, 1, self.row, self.last_column), role, text, key, lowest)
        self.row += 1


def group_rows(
    asked: tuple[Asked, ...], depth: int, first: int
) -> Iterator[tuple[tuple[str, ...], range, list[Asked]]]:
    """Yield the runs of indicators with the same names down to `depth`, and the rows they take from row `first` on."""
    row = first
    for names, members in groupby(asked, key=lambda each: each.spec.path[:depth]):
        found = list(members)
        yield names, range(row, row + len(found)), found
        row += len(found)
