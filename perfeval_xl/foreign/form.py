"""One form from the rows of a sheet: the parts are found by their headings, in whatever order they stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from perfeval_xl.foreign.closing import read_section, read_total
from perfeval_xl.foreign.columns import funds_columns, indicator_columns
from perfeval_xl.foreign.columns_beside import second_table
from perfeval_xl.foreign.draft import Draft
from perfeval_xl.foreign.funds import FundsTable
from perfeval_xl.foreign.funds_across import FundsAcross, funds_across_begun
from perfeval_xl.foreign.goals import GoalsTable, goals_begun, single_goal
from perfeval_xl.foreign.indicators import IndicatorTable
from perfeval_xl.foreign.labelled import read_labels, read_year
from perfeval_xl.foreign.labelled_money import funds_part_begun
from perfeval_xl.foreign.levels import is_level, level_name, level_points
from perfeval_xl.foreign.sheet import Area, Sheet
from perfeval_xl.foreign.table_columns import Columns
from perfeval_xl.foreign.turned import Turned, turned_begun
from perfeval_xl.foreign.words import bare, points_in, words

__all__ = ["read_rows"]

Part = IndicatorTable | FundsTable | FundsAcross | GoalsTable
_HEAD = 6
"""How many rows are the head of a form that begins with a table."""
_VALUES = ("target", "actual", "weight", "score")
_NO_FIELDS = frozenset({"单位", "编号"})
"""Fields that are also headings of the indicators."""


def read_rows(sheet: Sheet, rows: list[int], sections: Iterable[str]) -> Draft:
    """Read one form; `sections` are the names of the texts that its scheme has."""
    reader = _Reader(sheet, tuple(sections))
    for row in rows:
        reader.row(row)
    reader.finish_second()
    # The year stands above the first table
    head = [row for row in rows if row < reader.first_table]
    if not head:
        head = rows[:_HEAD]
    read_year(reader.draft, head)
    return reader.draft


class _Reader:
    """Goes down the rows and knows in which part of the form it is."""

    def __init__(self, sheet: Sheet, sections: tuple[str, ...]) -> None:
        self.sheet = sheet
        self.sections = sections
        self.draft = Draft(sheet=sheet)
        self.part: Part | None = None
        self.columns: Columns | None = None
        self.first_table = 1 << 30
        self._second: IndicatorTable | None = None
        self._below = 0
        self._blocks = 0
        self._totalled = False
        self._level_name = ""

    def row(self, row: int) -> None:
        """Read one row."""
        if row <= self._below:
            return
        if self._heading(row):
            self.first_table = min(self.first_table, row)
            return
        if self.columns is not None and read_total(self.draft, row, self.columns):
            self._totalled = bool(self.draft.indicators)
            return
        if self.columns is not None and self._section(row):
            return
        if self._level(row):
            return
        if isinstance(self.part, IndicatorTable) and self._ends_indicators(row):
            self.part = None
        if self._in_table(row):
            return
        if isinstance(self.part, FundsTable | FundsAcross | GoalsTable):
            self.part = None
        self._outside(row)

    def _outside(self, row: int) -> None:
        """Read a row that is in no table."""
        if self.part is None and funds_part_begun(self.draft, row):
            return
        if single_goal(self.draft, row):
            return
        read_labels(self.draft, row)
        self._section(row)

    def _in_table(self, row: int) -> bool:
        """Read a row of the table that has begun, and of the second one beside it."""
        if self.part is None:
            return False
        found = self.part.row(row)
        if found:
            self._spare(row)
        if self._second is not None and isinstance(self.part, IndicatorTable):
            found |= self._second.row(row)
        return found

    def finish_second(self) -> None:
        """Put the indicators of a table that stands beside another one behind those of that one."""
        if self._second is None:
            return
        added = self._second.draft.indicators
        self.draft.indicators += added
        self.draft.blocks += [self._second.block] * len(added)
        self._second = None

    def _level(self, row: int) -> bool:
        """Take the name of a 一级指标 that stands in a row of its own, above a table or in one without such a column."""
        area = self._alone(row)
        if area is None or not is_level(area.text):
            return False
        # In a table with such a column it is a name of it
        table = self._table()
        if table is not None and "dimension" in table.columns.by_role:
            return False
        name = bare(level_name(area.text))
        self._level_name = name
        self.draft.use(area)
        points = level_points(area.text)
        if points:
            label = f"{name}的分值"
            entry = self.draft.take(area, label, text=points)
            self.draft.dimension_points[name] = entry
        if table is not None:
            table.begin_level(name)
        return True

    def _table(self) -> IndicatorTable | None:
        """Return the table of indicators that is being read, `None` in another part."""
        if isinstance(self.part, IndicatorTable):
            return self.part
        return None

    def _alone(self, row: int) -> Area | None:
        """Return the only text that begins in a row, `None` for none or several."""
        fresh = self.sheet.fresh(row)
        if len(fresh) != 1:
            return None
        return fresh[0]

    def _spare(self, row: int) -> None:
        """Note what stands in the columns of a table that a form has no use for."""
        if not isinstance(self.part, FundsTable | IndicatorTable):
            return
        columns = self.part.columns
        unused = list(columns.spare)
        criteria = columns.get("criteria")
        if criteria is not None:
            unused.append(criteria)
        for column in unused:
            heading = " ".join(column.heading.text.split())
            for area in self.sheet.across(row, column.span):
                if area.top == row:
                    self.draft.spare.setdefault(area, heading)

    def _section(self, row: int) -> bool:
        """Read a text of 项目绩效分析, which ends a table of indicators."""
        found = read_section(self.draft, row, self.sections)
        if found and isinstance(self.part, IndicatorTable):
            self.part = None
        return found

    def _heading(self, row: int) -> bool:
        """Begin the part whose headings stand in this row, or read a table that is turned on its side."""
        turned = turned_begun(self.sheet, row)
        if turned is not None:
            self._turned(turned)
            return True
        columns = indicator_columns(self.sheet, row)
        if columns is not None:
            self._indicators(columns)
            return True
        funds = funds_columns(self.sheet, row)
        if funds is not None:
            above = self._alone(row - 1)
            self.part = FundsTable.begun(self.draft, funds, above)
            self._below = funds.bottom
            return True
        across = funds_across_begun(self.draft, row)
        if across is not None:
            self.part = across
            return True
        goals = goals_begun(self.draft, row)
        if goals is not None:
            self.part = goals
            return True
        return False

    def _turned(self, turned: Turned) -> None:
        """Read a table whose indicators stand side by side."""
        self.draft.block_points.append(self.draft.goal_points)
        self.draft.goal_points = ""
        turned.read(self.draft, self._blocks)
        self._blocks += 1
        self.part = None
        self._below = turned.bottom

    def _indicators(self, columns: Columns) -> None:
        """Begin a table of indicators, or go on with one whose headings are repeated."""
        draft = self.draft
        by_role = columns.by_role
        table = self._begun(columns)
        self.part = table
        # A second table may stand beside it
        self.finish_second()
        beside = second_table(columns)
        if beside is not None:
            apart = replace(draft, indicators=[], blocks=[])
            self._second = IndicatorTable(apart, beside, table.block)
        # A level named in a row above the headings
        if self._level_name and "dimension" not in by_role:
            table.begin_level(self._level_name)
        self._totalled = False
        self.columns = columns
        self._below = columns.bottom
        draft.funds_part_ends = 0
        draft.has_weights |= "weight" in by_role
        draft.has_scores |= "score" in by_role
        for row in range(columns.top, columns.bottom + 1):
            headings = self.sheet.areas(row)
            draft.use(*headings)

    def _begun(self, columns: Columns) -> IndicatorTable:
        """Return the table that goes on under repeated headings, or the one that begins with these."""
        areas = self.sheet.areas(columns.top)
        side = [area for area in areas if area.right < columns.left]
        # A label at the left that begins with the headings is that of another block
        labels = [area for area in side if area.top == columns.top]
        table = self._table()
        if table is not None and not labels:
            table.columns = columns
            return table
        # It may name the points of the block, else the goal above does
        named = [points_in(area.text) for area in side]
        named.append(self.draft.goal_points)
        points = next(filter(None, named), "")
        self.draft.block_points.append(points)
        self.draft.goal_points = ""
        block = self._blocks
        self._blocks += 1
        return IndicatorTable(self.draft, columns, block)

    def _ends_indicators(self, row: int) -> bool:
        """Whether a row is below the indicators: it begins with a label, or has no value after the total."""
        if self._label_row(row):
            return True
        if self._goal_row(row):
            return True
        if self._note_row(row):
            return True
        if not self._totalled or self.columns is None:
            return False
        return not any(self._values(row, self.columns))

    def _values(self, row: int, columns: Columns) -> Iterator[Area]:
        """Yield what stands under one heading of values alone: a text over several of them is none."""
        found: list[Area] = []
        for role in _VALUES:
            column = columns.get(role)
            if column is not None:
                found += self.sheet.across(row, column.span)
        for area in found:
            if found.count(area) == 1:
                yield area

    def _goal_row(self, row: int) -> bool:
        """Whether a row begins with a label of a goal that has its text beside it: another block begins."""
        fresh = self.sheet.fresh(row)
        if not fresh or fresh[0].left > 1:
            return False
        label = fresh[0]
        meaning = words().goals.meaning(label.text)
        if meaning is None or not meaning.sure:
            return False
        if meaning.role != "expected":
            return False
        # Beside a level it is a label of indicators
        if len(fresh) == 1:
            return True
        beside = fresh[1]
        return not is_level(beside.text)

    def _note_row(self, row: int) -> bool:
        """Whether a row is a note: its label, a text over several columns beside it, and no value of its own."""
        fresh = self.sheet.fresh(row)
        if not fresh or self.columns is None:
            return False
        label = bare(fresh[0].text)
        if label not in words().notes:
            return False
        return not any(self._values(row, self.columns))

    def _label_row(self, row: int) -> bool:
        """Whether a row below the indicators begins with a field or another part, and is no indicator."""
        fresh = self.sheet.fresh(row)
        if not fresh:
            return False
        text = fresh[0].text
        if bare(text) in _NO_FIELDS:
            return False
        label, _, _ = text.partition("：")
        meaning = words().fields.meaning(label)
        return meaning is not None and meaning.sure
