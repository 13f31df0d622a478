"""Declared targets from workbooks: a list of many projects, or one 绩效目标申报表 per sheet, recognised by headings.

A table of targets is a row of headings with 三级指标, and the rows below it. It may stand twice side by side, for
长期 and for 年度; only 年度 is evaluated. Merged cells of 一级 and 二级指标 hold for the rows below.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from perfeval_xl.distribution.columns import NO_ROWS, ROSTER, TARGETS, column_key
from perfeval_xl.distribution.composing import composed_target
from perfeval_xl.distribution.grid import EXAMPLE, Grid, heading
from perfeval_xl.distribution.judging import code_problems
from perfeval_xl.distribution.model import Target, TargetSet, match_text
from perfeval_xl.distribution.naming_indicators import (
    category_name,
    dimension_name,
    without_points,
)
from perfeval_xl.problems import Problem
from perfeval_xl.refs import Entry

__all__ = ["Declarations", "read_declarations"]

_LONG_TERM = ("长期", "中期", "中长期", "实施期", "总体绩效")
_ANNUAL = ("年度", "当年", "本年")
_GOALS = (
    "年度目标",
    "年度总体目标",
    "年度绩效总目标",
    "年度主要目标和成果",
    "年度总目标",
    "预期目标",
)
_EXECUTION = ("预算执行率", "年度预算执行率", "资金执行率")
_WHOSE = ("project", "code", "unit_name")


@dataclass(frozen=True, slots=True, kw_only=True)
class Declarations:
    """The targets found, by project. `long_term` counts the targets of several years, which are left out."""

    sets: tuple[TargetSet, ...] = ()
    problems: tuple[Problem, ...] = ()
    long_term: int = 0


@dataclass(frozen=True, slots=True)
class _Table:
    """One table of targets: its columns by key, and what stands above it (长期 or 年度)."""

    columns: Mapping[str, int]
    left: int
    label: str


def read_declarations(sheets: tuple[Grid, ...], *, leave_out: str = "") -> Declarations:
    """Read all sheets but the one called `leave_out`; a sheet without such a table holds no targets."""
    sets: list[TargetSet] = []
    problems: list[Problem] = []
    long_term = 0
    for grid in sheets:
        if grid.sheet != leave_out:
            reader = _Sheet(grid)
            sets += reader.sets()
            problems += reader.problems
            long_term += reader.long_term
    return Declarations(
        sets=tuple(sets),
        problems=tuple(problems),
        long_term=long_term,
    )


class _Sheet:
    """Reads the tables of one sheet."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.problems: list[Problem] = []
        self.long_term = 0
        self._found: dict[
            tuple[str, str, str], tuple[Entry, Entry, Entry, list[Target]]
        ] = {}
        self._own: dict[str, Entry] = {}
        # By table and column, since two tables may stand side by side
        self._carried: dict[tuple[int, str], str] = {}
        # What was said last at the left of the tables: it holds until something else is said
        self._side = ""

    def sets(self) -> Iterator[TargetSet]:
        """Yield the targets of every project named on the sheet."""
        tables: tuple[_Table, ...] = ()
        above: dict[int, str] = {}
        for row, columns in self.grid.rows():
            found = tuple(_tables(self.grid, row, columns, above))
            # A second row of headings begins a second table below the first
            if found:
                tables, self._carried = found, {}
                leftmost = min(table.left for table in tables)
                self._side = self._side_label(row, leftmost) or ""
            elif not tables:
                # Before the first table stands the head of a 申报表: whose it is, and its goal
                self._label_row(row, columns)
            elif not match_text(self.grid.text(row, columns[0])).startswith(EXAMPLE):
                # All rows below the headings are targets, but for the examples of our empty list
                for table in tables:
                    self._row(table, row)
            # A table is labelled 长期 or 年度 in the row right above its headings
            above = {column: self.grid.text(row, column) or "" for column in columns}
        for project, code, unit, targets in self._found.values():
            # The goal stands once on a sheet, and is that of all its projects
            goal = self._own.get("goal", Entry())
            place = targets[0].place
            yield TargetSet(
                project=project,
                code=code,
                unit=unit,
                goal=goal,
                targets=tuple(targets),
                place=place,
            )

    def _label_row(self, row: int, columns: tuple[int, ...]) -> None:
        """Take the name of the project and its goal from the labels above the table."""
        for column, after in zip(columns, (*columns[1:], None), strict=True):
            title = heading(self.grid.text(row, column))
            key = column_key(
                {key: ROSTER[key] for key in ("project", "code", "unit")},
                title,
            )
            # Goals have more names than any column of the project list
            if title in _GOALS:
                key = "goal"
            if key is None or key in self._own:
                continue
            # The value stands in the next filled cell, unless that is a label too
            if after is not None and not _is_label(heading(self.grid.text(row, after))):
                self._own[key] = self.grid.entry(row, after)
            elif key == "goal" and self.grid.text(row + 1, column) is not None:
                # A goal is long, and may stand below its label instead of beside it
                self._own[key] = self.grid.entry(row + 1, column)

    def _row(self, table: _Table, row: int) -> None:
        entries = self._entries(table, row)
        # Merged cells first: whatever follows asks for the whole path of the target
        self._carry(table, row, entries)
        name = without_points(entries["name"].text or "")
        if not self._is_target(entries, name) or _is_execution(entries, name):
            return
        # Targets of several years are counted, so that nobody looks for them, and not evaluated
        if self._is_long_term(table, row):
            self.long_term += 1
            return
        if not self._complete(entries, row, name):
            return
        # From here on the row is a target of this year, complete
        target, problems = composed_target(
            entries["symbol"],
            entries["target"],
            entries["measure"],
            row,
        )
        self.problems += problems
        dimension = dimension_name(entries["dimension"].text or "")
        category = category_name(dimension, entries["category"].text or "")
        made = Target(
            path=(dimension, category, name),
            target=target,
            weight=entries["weight"],
            place=entries["name"].location,
            row=row,
        )
        self._keep(entries, made)

    def _entries(self, table: _Table, row: int) -> dict[str, Entry]:
        """Read the cells of a row by the keys of `TARGETS`; what is wrong with the 编码 is said."""
        entries = {
            key: self.grid.entry(
                row,
                table.columns.get(key),
                names[0],
            )
            for key, names in TARGETS.items()
        }
        code = table.columns.get("code")
        title = TARGETS["code"][0]
        # A code is read again as its format shows it: leading zeros are part of it
        entries["code"] = self.grid.code_entry(row, code, title)
        self.problems += code_problems(
            self.grid,
            entries["code"],
            row,
            code,
            title,
        )
        return entries

    def _keep(self, entries: Mapping[str, Entry], made: Target) -> None:
        named = {
            "project": entries["project"],
            "code": entries["code"],
            "unit": entries["unit_name"],
        }
        # What the row leaves blank is taken from the labels above the table.
        whose: dict[str, Entry] = {}
        for label, entry in named.items():
            whose[label] = entry
            if entry.blank:
                whose[label] = self._own.get(label, Entry())
        key = (
            match_text(whose["project"].text),
            match_text(whose["code"].text),
            match_text(whose["unit"].text),
        )
        self._found.setdefault(
            key, (whose["project"], whose["code"], whose["unit"], [])
        )[3].append(made)

    def _carry(self, table: _Table, row: int, entries: dict[str, Entry]) -> None:
        """A merged cell holds for the rows below, until the next one.

        A new project begins with a new 编码 and a new unit, a new 一级指标 with a new 二级指标.
        """
        if any(not entries[key].blank for key in _WHOSE):
            for key in _WHOSE:
                self._carried.pop((table.left, key), None)
        for key in ("project", "code", "unit_name", "dimension", "category"):
            column = table.columns.get(key)
            if column is None:
                continue
            slot = (table.left, key)
            if entries[key].blank:
                entries[key] = Entry(
                    self._carried.get(slot), self.grid.place(row, column)
                )
            else:
                if key == "dimension" and entries[key].text != self._carried.get(slot):
                    self._carried.pop((table.left, "category"), None)
                self._carried[slot] = entries[key].text or ""

    def _is_target(self, entries: Mapping[str, Entry], name: str) -> bool:
        """Whether a row declares anything; placeholders (指标1：, ……) and closing lines do not."""
        # A closing line may begin in the first column or in that of the names
        said = match_text(entries["dimension"].text)
        if (
            any(said.startswith(word) for word in NO_ROWS)
            or match_text(name) in NO_ROWS
        ):
            return False
        # A placeholder with a value is a target that lacks its name, and will be told so
        written = [entries[key] for key in ("target", "symbol")]
        return bool(name.strip("….*＊ ")) or not all(entry.blank for entry in written)

    def _complete(self, entries: Mapping[str, Entry], row: int, name: str) -> bool:
        what = [
            TARGETS[key][0]
            for key, text in (
                ("dimension", entries["dimension"].text),
                ("name", name),
                ("target", entries["target"].text),
            )
            if not (text or "").strip()
        ]
        if what:
            if not name:
                missing = entries["name"]
            else:
                missing = entries["target"]
            # A blank cell in a column that exists has a place; a column that is missing has none
            if missing.location.cell:
                place = missing.location
            else:
                place = self.grid.place(row, 1)
            slots = {"row": str(row), "what": "、".join(what)}
            self.problems.append(
                Problem(
                    code="PE-112",
                    place=place,
                    slots=slots,
                )
            )
        return not what

    def _is_long_term(self, table: _Table, row: int) -> bool:
        """Whether a target is one of several years: by what stands above its table, or at its left."""
        # The label at the left is merged over its rows: only the first of them shows it
        self._side = self._side_label(row, table.left) or self._side
        # What stands above the table goes before what stands at its left
        said = table.label or self._side
        return any(word in said for word in _LONG_TERM) and not any(
            word in said for word in _ANNUAL
        )

    def _side_label(self, row: int, left: int) -> str | None:
        """Return what says 长期 or 年度 at the left of a table, `None` where nothing does."""
        beside = (
            match_text(self.grid.text(row, column)) for column in range(left - 1, 0, -1)
        )
        return next(
            (
                side
                for side in beside
                if any(word in side for word in (*_LONG_TERM, *_ANNUAL))
            ),
            None,
        )


def _is_execution(entries: Mapping[str, Entry], name: str) -> bool:
    """Whether a row is that of the money spent, which every form has anyway."""
    dimension = match_text(entries["dimension"].text)
    return match_text(name) in _EXECUTION or dimension in _EXECUTION


def _tables(
    grid: Grid,
    row: int,
    columns: tuple[int, ...],
    above: Mapping[int, str],
) -> Iterator[_Table]:
    """Yield the tables whose headings stand in this row: each ends where the next one's 三级指标 group begins."""
    # One word that looks like a heading makes no table: it takes 三级指标 and two others
    keys = [
        (column, column_key(TARGETS, heading(grid.text(row, column))))
        for column in columns
    ]
    known = [(column, key) for column, key in keys if key is not None]
    if "name" not in {key for _, key in known} or len(known) < 3:
        return
    shared: dict[str, int] = {}
    for group in _groups(known):
        if "name" not in group:
            continue
        # Columns that stand once, at the left, hold for the tables further right as well
        for key in ("project", "code", "unit_name", "dimension"):
            if key in group:
                shared[key] = group[key]
        left = min(group.values())
        leftmost = min([left, *shared.values()])
        label = _label_above(above, left, max(group.values()))
        yield _Table({**shared, **group}, leftmost, _span(label))


def _groups(known: Iterable[tuple[int, str]]) -> list[dict[str, int]]:
    """Return the headings of each table with their columns: a heading that stands again begins the next table."""
    groups: list[dict[str, int]] = [{}]
    for column, key in known:
        if key in groups[-1]:
            groups.append({})
        groups[-1][key] = column
    return groups


def _label_above(above: Mapping[int, str], left: int, right: int) -> str:
    """Return what stands above the columns of a table, or else the nearest on their left."""
    inside = [column for column in above if left <= column <= right]
    # The label of a table is merged over its columns, and its text stands in the first of them
    if inside and above[min(inside)]:
        return above[min(inside)]
    before = [column for column in above if column <= left]
    if before:
        return above[max(before)]
    return ""


def _span(text: str) -> str:
    """Return a label above a table if it says which years it is for."""
    folded = match_text(text)
    # Longer texts are sentences that happen to mention a year
    if len(folded) <= 20 and any(word in folded for word in (*_LONG_TERM, *_ANNUAL)):
        return folded
    return ""


def _is_label(title: str) -> bool:
    known = {
        key: ROSTER[key] for key in ("project", "code", "unit", "department", "year")
    }
    return column_key(known, title) is not None or title in _GOALS
