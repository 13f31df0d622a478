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
_VALUES = ("target", "actual")
_MOST_HEIGHT = 3
_FEWEST_BELOW = 2
"""How many headings a second row of them has."""
_FEWEST = 3
"""How many columns of a table of indicators must be known."""
_LEVELS = ("dimension", "category")
_FIGURES = ("initial_budget", "budget", "executed", "rate")
_FEWEST_FIGURES = 2
"""How many of them a table of funds has."""
_ADJUSTED = "调整"
"""What the heading of a budget says that is not the first one."""
Lookup = Callable[[str], Meaning | None]


def indicator_columns(sheet: Sheet, row: int) -> Columns | None:
    """Return the columns of a table of indicators whose headings begin in this row, `None` where none does."""
    lookup = words().columns.meaning
    fresh = sheet.fresh(row)
    begun = [area for area in fresh if lookup(area.text) is not None]
    sure = [area for area in begun if _sure(area, lookup)]
    if len(sure) < _FEWEST - 1:
        return None
    # Labels with their values beside them are no headings
    others = len(fresh) - len(begun)
    if len(begun) <= others:
        return None
    # The headings of one row or of several
    bottom = _bottom(sheet, row, begun, lookup)
    found = list(_columns(sheet, row, bottom, lookup))
    dated = of_the_year(found)
    columns = _arranged(dated, row, bottom)
    columns = completed(sheet, columns)
    # A table has names, and what was planned or done
    roles = columns.by_role.keys()
    if len(roles) < _FEWEST:
        return None
    if roles.isdisjoint(_NAMES):
        return None
    if roles.isdisjoint(_VALUES):
        return None
    return columns


def funds_columns(sheet: Sheet, row: int) -> Columns | None:
    """Return the columns of a table of funds whose headings begin in this row, `None` where none does.

    Figures between the headings say that each stands beside its value; that is no table.
    """
    lookup = words().funds.meaning
    fresh = sheet.fresh(row)
    begun = [area for area in fresh if lookup(area.text) is not None]
    if len(begun) < _FEWEST_FIGURES:
        return None
    if _figures_between(sheet, row, begun):
        return None
    bottom = _bottom(sheet, row, begun, lookup)
    found = list(_columns(sheet, row, bottom, lookup))
    flat = _without_sides(found, row)
    columns = _arranged(flat, row, row)
    figures = [role for role in _FIGURES if role in columns.by_role]
    if len(figures) < _FEWEST_FIGURES:
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
        text = normalise(area.text)
        number = text.rstrip("万元")
        if before in begun and parse_number(number) is not None:
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
    # The one on the right has to be the adjusted one
    both = [chosen, *budgets]
    both.sort(key=lambda each: each.left)
    first, last = both
    if _ADJUSTED in first.heading.text:
        return columns
    if _ADJUSTED not in last.heading.text:
        return columns
    label = words().funds.labels["initial_budget"]
    meaning = replace(
        first.meaning,
        role="initial_budget",
        label=label,
        sure=False,
    )
    initial = replace(first, meaning=meaning)
    by_role = dict(columns.by_role)
    by_role["initial_budget"] = initial
    by_role["budget"] = last
    spare = [each for each in columns.spare if each not in both]
    return replace(columns, by_role=by_role, spare=tuple(spare))


def _sure(area: Area, lookup: Lookup) -> bool:
    """Whether a heading is one of the spellings, or one of those that say what the heading above means."""
    meaning = lookup(area.text)
    if meaning is not None and meaning.sure:
        return True
    said = bare(area.text)
    parts = words().under.values()
    return any(said in spellings for spellings in parts)


def _bottom(sheet: Sheet, row: int, begun: list[Area], lookup: Lookup) -> int:
    """Return the last row of the headings: that of the tallest of them, or of further rows that only have headings."""
    beside = words().beside
    headings = [area for area in begun if bare(area.text) not in beside]
    if not headings:
        headings = begun
    left = min(area.left for area in headings)
    bottom = _tallest(sheet, row, headings, lookup)
    if bottom > row:
        return bottom
    # Each row of headings may have another one below it
    while bottom + 1 - row < _MOST_HEIGHT:
        following = bottom + 1
        if not _only_headings(sheet, following, left, lookup):
            break
        fresh = sheet.fresh(following)
        below = [area for area in fresh if _sure(area, lookup)]
        bottom = _tallest(sheet, following, below, lookup)
    return bottom


def _tallest(sheet: Sheet, row: int, headings: list[Area], lookup: Lookup) -> int:
    """Return the last row of headings that begin in one row: how far down the tallest of them reach."""
    # A heading that reaches further down is the label of a whole part
    ends = [area.bottom for area in headings]
    near = [end for end in ends if end - row < _MOST_HEIGHT]
    tallest = max(near, default=row)
    if tallest == row:
        return row
    return _deepest(sheet, row, tallest, headings, lookup)


def _deepest(
    sheet: Sheet,
    row: int,
    tallest: int,
    headings: list[Area],
    lookup: Lookup,
) -> int:
    """Return how far down headings reach that are merged in depth: most of them, or with headings below the others."""
    reaching = [area for area in headings if area.bottom == tallest]
    others = len(headings) - len(reaching)
    if len(reaching) > others:
        return tallest
    below: list[Area] = []
    for at in range(row + 1, tallest + 1):
        below += sheet.fresh(at)
    if not below:
        return tallest
    # Values, not headings, stand beside a label that is merged in depth
    if any(_sure(area, lookup) for area in below):
        return tallest
    return row


def _only_headings(sheet: Sheet, row: int, left: int, lookup: Lookup) -> bool:
    """Whether a row, from a column on, holds several headings that are beyond doubt and nothing that is none."""
    sure = 0
    for area in sheet.fresh(row):
        if area.right < left:
            continue
        if _sure(area, lookup):
            sure += 1
        elif lookup(area.text) is None:
            return False
    return sure >= _FEWEST_BELOW


def _columns(sheet: Sheet, top: int, bottom: int, lookup: Lookup) -> Iterator[Column]:
    """Yield every column with a known heading; the lowest heading that is known counts."""
    done: set[Area] = set()
    lowest = bottom + _MOST_HEIGHT
    for at in range(bottom, top - 1, -1):
        for area in sheet.areas(at):
            # What reaches out of the headings is the label of a part
            if area.top < top or area.bottom > lowest:
                continue
            if area in done:
                continue
            done.add(area)
            meaning = _meaning(sheet, area, top, lookup)
            if meaning is None:
                continue
            if _covered(sheet, area, bottom, lookup):
                continue
            yield Column(meaning, area, area.left, area.right)


def _covered(sheet: Sheet, area: Area, bottom: int, lookup: Lookup) -> bool:
    """Whether a lower heading that is known stands under this one."""
    under = range(area.left, area.right + 1)
    for each in sheet.across(bottom, under):
        if each is area:
            continue
        if lookup(each.text) is not None:
            return True
    return False


def _meaning(sheet: Sheet, area: Area, top: int, lookup: Lookup) -> Meaning | None:
    """Return what a heading means under the one above it: 名称 under 一级指标, 数值 and 单位 under 实际完成值."""
    own = lookup(area.text)
    upper = _upper(sheet, area, top, lookup)
    if upper is None:
        return own
    said = bare(area.text)
    parts = words().under
    role = upper.role
    # The name, or the points, of a level
    if role in _NAMES and said in parts["name"]:
        return upper
    of_level = role in _LEVELS
    if of_level and own is not None and own.role == "weight":
        label = f"{upper.label}的分值"
        return replace(own, role=f"{role}_weight", label=label)
    # The figure, or the unit, of a value
    if role in _VALUES and said in parts["value"]:
        return upper
    if role == "actual" and said in parts["unit"]:
        return replace(upper, role="actual_measure")
    if own is not None:
        return own
    # Words that mean nothing themselves
    if role == "note":
        return upper
    if role != "target":
        return None
    above = sheet.at(area.top - 1, area.left)
    if _covered(sheet, above, area.top, lookup):
        return upper
    return None


def _upper(sheet: Sheet, area: Area, top: int, lookup: Lookup) -> Meaning | None:
    """Return what the heading above another one means; a unit typed without merging has it to the left of that."""
    is_unit = bare(area.text) in words().under["unit"]
    for at in range(area.top - 1, top - 1, -1):
        above = sheet.at(at, area.left)
        if is_unit and not above.text:
            before = area.left - 1
            above = sheet.at(at, before)
        meaning = lookup(above.text)
        if meaning is not None:
            return meaning
    return None


def _arranged(found: list[Column], top: int, bottom: int) -> Columns:
    """Put one column to each role: the preferred spelling, then the left one."""
    by_role: dict[str, Column] = {}
    spare: list[Column] = []
    for column in sorted(found, key=_preference):
        role = column.meaning.role
        if role == "other" or role in by_role:
            spare.append(column)
        else:
            by_role[role] = column
    named = _named(by_role)
    return Columns(named, tuple(spare), top, bottom)


def _preference(column: Column) -> tuple[bool, int, int]:
    """Return what columns of one role are sorted by: a sure spelling first, then its rank, then the left one."""
    meaning = column.meaning
    unsure = not meaning.sure
    return unsure, meaning.rank, column.left


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
