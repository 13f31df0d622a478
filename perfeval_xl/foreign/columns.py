"""The heading rows of a table: which columns hold what, headings of two rows and merged ones included."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from perfeval_xl.amounts import parse_number
from perfeval_xl.foreign.sheet import Area, Sheet
from perfeval_xl.foreign.words import Meaning, bare, words

__all__ = ["Column", "Columns", "funds_columns", "indicator_columns"]

_NAMES = ("name", "category", "dimension")
_VALUES = ("target", "actual", "score", "weight")
_SIDE_LABELS = frozenset({"绩效指标", "指标"})
"""What stands beside a table as well as above a column."""
_MOST_HEIGHT = 3
_FEWEST = 3
"""How many columns of a table of indicators must be known."""
_MONEY = ("initial_budget", "budget", "executed")
Lookup = Callable[[str], Meaning | None]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table, which may cover several of the sheet: its role, its heading, and where it stands."""

    meaning: Meaning
    heading: Area
    left: int
    right: int

    @property
    def span(self) -> range:
        """The columns of the sheet."""
        return range(self.left, self.right + 1)


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table by role; `bottom` is the last row of its headings.

    `spare` are columns whose role another column fills, and those that a form has no use for.
    """

    by_role: Mapping[str, Column]
    spare: tuple[Column, ...]
    top: int
    bottom: int

    @property
    def left(self) -> int:
        """The first column of the table."""
        return min(column.left for column in self.by_role.values())

    def get(self, role: str) -> Column | None:
        """Return the column of a role, `None` where the table has none."""
        return self.by_role.get(role)


def indicator_columns(sheet: Sheet, row: int) -> Columns | None:
    """Return the columns of a table of indicators whose headings begin in this row, `None` where none does."""
    lookup = words().columns.meaning
    begun = [area for area in sheet.fresh(row) if lookup(area.text) is not None]
    if len(begun) < _FEWEST - 1:
        return None
    bottom = _bottom(sheet, row, begun, lookup)
    columns = _arranged(list(_columns(sheet, row, bottom, lookup)), row, bottom)
    roles = columns.by_role.keys()
    if len(roles) < _FEWEST or not any(role in roles for role in _NAMES):
        return None
    if not any(role in roles for role in _VALUES) or (
        "target" not in roles and "actual" not in roles
    ):
        return None
    return columns


def funds_columns(sheet: Sheet, row: int) -> Columns | None:
    """Return the columns of a table of funds whose headings begin in this row, `None` where none does.

    Figures between the headings say that each stands beside its value; that is no table.
    """
    lookup = words().funds.meaning
    begun = [area for area in sheet.fresh(row) if lookup(area.text) is not None]
    if len(begun) < 2:
        return None
    if any(
        parse_number(sheet.at(row, area.right + 1).text.rstrip("万元")) is not None
        for area in begun
    ):
        return None
    columns = _arranged(
        list(_columns(sheet, row, _bottom(sheet, row, begun, lookup), lookup)), row, row
    )
    if sum(role in columns.by_role for role in (*_MONEY, "rate")) < 2:
        return None
    return columns


def _bottom(sheet: Sheet, row: int, begun: list[Area], lookup: Lookup) -> int:
    """Return the last row of the headings: that of the tallest of them, or of a second row that only has headings."""
    headings = [area for area in begun if bare(area.text) not in _SIDE_LABELS] or begun
    tallest = max(
        (area.bottom for area in headings if area.bottom - row < _MOST_HEIGHT),
        default=row,
    )
    if tallest > row:
        below = [area for at in range(row + 1, tallest + 1) for area in sheet.fresh(at)]
        known = [area for area in below if lookup(area.text) is not None]
        return tallest if known or not below else row
    left = min(area.left for area in headings)
    inside = [area for area in sheet.fresh(row + 1) if area.right >= left]
    known = [area for area in inside if lookup(area.text) is not None]
    if len(inside) >= 2 and len(known) == len(inside):
        return row + 1
    return row


def _columns(sheet: Sheet, top: int, bottom: int, lookup: Lookup) -> Iterator[Column]:
    """Yield every column with a known heading; the lowest heading that is known counts."""
    done: set[Area] = set()
    for at in range(bottom, top - 1, -1):
        for area in sheet.areas(at):
            if area in done or area.top < top or area.bottom > bottom + _MOST_HEIGHT:
                continue
            done.add(area)
            meaning = lookup(area.text)
            below = sheet.across(bottom, range(area.left, area.right + 1))
            covered = any(
                each is not area and lookup(each.text) is not None for each in below
            )
            if meaning is not None and not covered:
                yield Column(meaning, area, area.left, area.right)


def _arranged(found: list[Column], top: int, bottom: int) -> Columns:
    """Put one column to each role: the preferred spelling, then the left one."""
    by_role: dict[str, Column] = {}
    spare: list[Column] = []
    for column in sorted(
        found, key=lambda each: (not each.meaning.sure, each.meaning.rank, each.left)
    ):
        role = column.meaning.role
        if role == "other" or role in by_role:
            spare.append(column)
        else:
            by_role[role] = column
    return Columns(_named(by_role), tuple(spare), top, bottom)


def _named(by_role: dict[str, Column]) -> dict[str, Column]:
    """Give the deepest level the names: four levels, or a table that only has two."""
    detail = by_role.pop("detail", None)
    if detail is not None:
        by_role["name"] = detail
    if (
        "name" in by_role
        and bare(by_role["name"].heading.text) == "绩效指标"
        and "category" in by_role
    ):
        by_role.pop("name")
    return by_role
