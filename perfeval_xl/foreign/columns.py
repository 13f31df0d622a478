"""The heading rows of a table: which columns hold what, headings of two rows and merged ones included."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from perfeval_xl.amounts import normalise, parse_number
from perfeval_xl.foreign.columns_beside import completed
from perfeval_xl.foreign.sheet import Area, Sheet
from perfeval_xl.foreign.table_columns import Column, Columns
from perfeval_xl.foreign.words import Meaning, bare, words
from perfeval_xl.foreign.years import of_the_year

__all__ = ["funds_columns", "indicator_columns"]

_NAMES = ("name", "category", "dimension")
_VALUES = ("target", "actual", "score", "weight")
_MOST_HEIGHT = 3
_FEWEST_BELOW = 2
"""How many headings a second row of them has."""
_FEWEST = 3
"""How many columns of a table of indicators must be known."""
_LEVELS = ("dimension", "category")
_MONEY = ("initial_budget", "budget", "executed")
_ADJUSTED = "调整"
"""What the heading of a budget says that is not the first one."""
Lookup = Callable[[str], Meaning | None]


def indicator_columns(sheet: Sheet, row: int) -> Columns | None:
    """Return the columns of a table of indicators whose headings begin in this row, `None` where none does."""
    lookup = words().columns.meaning
    begun = [area for area in sheet.fresh(row) if lookup(area.text) is not None]
    if sum(_sure(area, lookup) for area in begun) < _FEWEST - 1:
        return None
    if 2 * len(begun) <= len(sheet.fresh(row)):
        return None  # labels with their values beside them
    bottom = _bottom(sheet, row, begun, lookup)
    found = list(_columns(sheet, row, bottom, lookup))
    columns = _arranged(of_the_year(found), row, bottom)
    columns = completed(sheet, columns)
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
    if _figures_between(sheet, row, begun):
        return None
    found = list(_columns(sheet, row, _bottom(sheet, row, begun, lookup), lookup))
    columns = _arranged(_without_sides(found, row), row, row)
    if sum(role in columns.by_role for role in (*_MONEY, "rate")) < 2:
        return None
    return _with_two_budgets(columns)


def _without_sides(found: list[Column], row: int) -> list[Column]:
    """Leave out headings that reach down beside the figures where another one means the same: 预算金额 of the whole part."""
    kept: list[Column] = []
    for column in found:
        role = column.meaning.role
        same = [each for each in found if each.meaning.role == role]
        flat = [each for each in same if each.heading.bottom == row]
        if column in flat or not flat:
            kept.append(column)
    return kept


def _figures_between(sheet: Sheet, row: int, begun: list[Area]) -> bool:
    """Whether the next thing behind one of these headings is a figure."""
    before: Area | None = None
    for area in sheet.fresh(row):
        figure = parse_number(normalise(area.text).rstrip("万元")) is not None
        if figure and before in begun:
            return True
        before = area
    return False


def _with_two_budgets(columns: Columns) -> Columns:
    """Return columns in which the first of two budgets is 年初预算数, where one of the two says that it was adjusted."""
    if columns.get("initial_budget") is not None:
        return columns
    budgets = [each for each in columns.spare if each.meaning.role == "budget"]
    chosen = columns.get("budget")
    if chosen is None or len(budgets) != 1:
        return columns
    both = sorted([chosen, *budgets], key=lambda each: each.left)
    first, last = both
    if _ADJUSTED in first.heading.text or _ADJUSTED not in last.heading.text:
        return columns
    label = words().funds.labels["initial_budget"]
    meaning = replace(
        first.meaning,
        role="initial_budget",
        label=label,
        sure=False,
    )
    initial = replace(first, meaning=meaning)
    by_role = {**columns.by_role, "initial_budget": initial, "budget": last}
    spare = tuple(each for each in columns.spare if each not in both)
    return replace(columns, by_role=by_role, spare=spare)


def _sure(area: Area, lookup: Lookup) -> bool:
    """Whether a heading is one of the spellings, or one of those that say what the heading above means."""
    meaning = lookup(area.text)
    if meaning is not None and meaning.sure:
        return True
    return any(bare(area.text) in given for given in words().under.values())


def _bottom(sheet: Sheet, row: int, begun: list[Area], lookup: Lookup) -> int:
    """Return the last row of the headings: that of the tallest of them, or of further rows that only have headings."""
    headings = [area for area in begun if bare(area.text) not in words().beside]
    headings = headings or begun
    left = min(area.left for area in headings)
    bottom = _tallest(sheet, row, headings, lookup)
    if bottom > row:
        return bottom
    # Each row of headings may have another one below it
    while bottom + 1 - row < _MOST_HEIGHT:
        if not _only_headings(sheet, bottom + 1, left, lookup):
            break
        bottom += 1
        below = [area for area in sheet.fresh(bottom) if _sure(area, lookup)]
        bottom = _tallest(sheet, bottom, below, lookup)
    return bottom


def _tallest(sheet: Sheet, row: int, headings: list[Area], lookup: Lookup) -> int:
    """Return the last row of headings that begin in one row: how far down the tallest of them reach."""
    heights = [area.bottom for area in headings if area.bottom - row < _MOST_HEIGHT]
    tallest = max(heights, default=row)
    if tallest == row:
        return row
    return _deepest(sheet, row, tallest, headings, lookup)


def _deepest(
    sheet: Sheet, row: int, tallest: int, headings: list[Area], lookup: Lookup
) -> int:
    """Return how far down headings reach that are merged in depth: most of them, or with headings below the others."""
    reaching = [area for area in headings if area.bottom == tallest]
    if 2 * len(reaching) > len(headings):
        return tallest
    below: list[Area] = []
    for at in range(row + 1, tallest + 1):
        below += sheet.fresh(at)
    if below and not any(_sure(area, lookup) for area in below):
        return row
    return tallest


def _only_headings(sheet: Sheet, row: int, left: int, lookup: Lookup) -> bool:
    """Whether a row, from a column on, holds several headings that are beyond doubt and nothing that is none."""
    inside = [area for area in sheet.fresh(row) if area.right >= left]
    sure = [area for area in inside if _sure(area, lookup)]
    others = [area for area in inside if area not in sure]
    if any(lookup(area.text) is None for area in others):
        return False
    return len(sure) >= _FEWEST_BELOW


def _columns(sheet: Sheet, top: int, bottom: int, lookup: Lookup) -> Iterator[Column]:
    """Yield every column with a known heading; the lowest heading that is known counts."""
    done: set[Area] = set()
    for at in range(bottom, top - 1, -1):
        for area in sheet.areas(at):
            if area in done or area.top < top or area.bottom > bottom + _MOST_HEIGHT:
                continue
            done.add(area)
            meaning = _meaning(sheet, area, top, lookup)
            if meaning is None or _covered(sheet, area, bottom, lookup):
                continue
            yield Column(meaning, area, area.left, area.right)


def _covered(sheet: Sheet, area: Area, bottom: int, lookup: Lookup) -> bool:
    """Whether a lower heading that is known stands under this one."""
    for each in sheet.across(bottom, range(area.left, area.right + 1)):
        if each is not area and lookup(each.text) is not None:
            return True
    return False


def _meaning(sheet: Sheet, area: Area, top: int, lookup: Lookup) -> Meaning | None:
    """Return what a heading means under the one above it: 名称 under 一级指标, 数值 and 单位 under 实际完成值."""
    own = lookup(area.text)
    upper = _upper(sheet, area, top, lookup)
    if upper is None:
        return own
    said, parts = bare(area.text), words().under
    if upper.role in _NAMES and said in parts["name"]:
        return upper
    if upper.role in _LEVELS and own is not None and own.role == "weight":
        label = f"{upper.label}的分值"
        return replace(own, role=f"{upper.role}_weight", label=label)
    if upper.role in {"actual", "target"} and said in parts["value"]:
        return upper
    if upper.role == "actual" and said in parts["unit"]:
        return replace(upper, role="actual_measure")
    if own is not None:
        return own
    above = sheet.at(area.top - 1, area.left)
    beside_known = upper.role == "target" and _covered(sheet, above, area.top, lookup)
    if upper.role == "note" or beside_known:
        return upper
    return None


def _upper(sheet: Sheet, area: Area, top: int, lookup: Lookup) -> Meaning | None:
    """Return what the heading above another one means; a unit typed without merging has it to the left of that."""
    is_unit = bare(area.text) in words().under["unit"]
    for at in range(area.top - 1, top - 1, -1):
        above = sheet.at(at, area.left)
        if not above.text and is_unit:
            above = sheet.at(at, area.left - 1)
        meaning = lookup(above.text)
        if meaning is not None:
            return meaning
    return None


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
    name = by_role.get("name")
    if name is None or "category" not in by_role:
        return by_role
    if bare(name.heading.text) in words().beside:
        by_role.pop("name")
    return by_role
