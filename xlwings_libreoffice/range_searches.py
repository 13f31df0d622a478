"""Finding, replacing, sorting and sifting the cells of a range."""

from __future__ import annotations

from typing import Any

from xlwings_libreoffice.bridge import load_uno, named_values
from xlwings_libreoffice.cell_values import CellError
from xlwings_libreoffice.range_base import RangeBase
from xlwings_libreoffice.reading_cells import values
from xlwings_libreoffice.rectangles import (
    Cell,
    areas_within,
    common_area,
    range_address,
    rectangles,
)

__all__ = ["RangeSearches"]

_IN_VALUES = 1
_FORMULAS = 16  # com.sun.star.sheet.CellFlags


class RangeSearches(RangeBase):
    """What looks through the cells."""

    def find(
        self,
        text: str,
        whole: object,
        direction: str,
        order: str,
        match_case: object,
    ) -> Any:
        """Return the first cell that shows the text; `*` and `?` stand for anything, as in Excel. `None` if there is none."""
        search = self.api.createSearchDescriptor()
        _describe(
            search,
            text,
            whole=whole,
            match_case=match_case,
        )
        search.setPropertyValue("SearchType", _IN_VALUES)
        found = self.api.findAll(search)
        cells = [
            (row, column)
            for area in areas_within(
                found.getRangeAddresses() if found is not None else (),
                self.areas[0],
            )
            for row in range(area[0], area[2] + 1)
            for column in range(area[1], area[3] + 1)
        ]
        if not cells:
            return None
        cells.sort(
            key=lambda cell: cell if order == "rows" else cell[::-1],
            reverse=direction == "backward",
        )
        return self.made(*cells[0], *cells[0])

    def replace_all(
        self,
        old: str,
        new: str,
        whole: object,
        match_case: object,
    ) -> None:
        """Replace a text wherever it stands in contents and formulas."""
        self.must_be_free(for_contents=True)
        for part in self.parts():
            search = part.createReplaceDescriptor()
            _describe(
                search,
                old,
                whole=whole,
                match_case=match_case,
            )
            search.setReplaceString(new)
            part.replaceAll(search)

    def sort(self, keys: list[int], ascending: list[bool], has_headers: object) -> None:
        """Sort the rows by columns counted from 1."""
        self.must_be_free()
        fields = []
        for key, upward in zip(keys, ascending, strict=True):
            field = load_uno().createUnoStruct("com.sun.star.table.TableSortField")
            field.Field = key - 1
            field.IsAscending = upward
            field.IsCaseSensitive = False
            fields.append(field)
        typed = load_uno().Any("[]com.sun.star.table.TableSortField", tuple(fields))
        how = named_values(
            IsSortColumns=False,
            ContainsHeader=bool(has_headers),
            BindFormatsToContent=True,
        )
        load_uno().invoke(self.api, "sort", ((*how, *named_values(SortFields=typed)),))

    def remove_duplicates(self, columns: list[int], has_headers: object) -> None:
        """Remove rows that are equal in these columns, counted from 1; those below move up, within the range only."""
        self.must_be_free()
        row1, column1, row2, column2 = self.areas[0]
        rows = values(self.document(), self.api, self.areas[0])
        seen: set[tuple[Any, ...]] = set()
        doubled = []
        for number, row in enumerate(rows):
            key = tuple(
                each.lower() if isinstance(each := row[column - 1], str) else each
                for column in columns
            )
            if number == 0 and has_headers:
                continue
            if key in seen:
                doubled.append((row1 + number, column1))
            seen.add(key)
        for first, _, last, _ in reversed(rectangles(doubled)):
            up = load_uno().Enum("com.sun.star.sheet.CellDeleteMode", "UP")
            down = load_uno().Enum("com.sun.star.sheet.CellInsertMode", "DOWN")
            gap = range_address(
                self._sheet.api,
                (row2 - (last - first), column1, row2, column2),
            )
            self._sheet.api.removeRange(
                range_address(self._sheet.api, (first, column1, last, column2)),
                up,
            )
            self._sheet.book.app.office.state.deletions += 1
            self._sheet.api.insertCells(gap, down)

    def get_special_cells(self, cell_type: str, value_type: str | None) -> list[Any]:
        """Return the rectangles of `blanks`, `constants`, `formulas` or `visible` cells; blanks within the used cells."""
        if cell_type == "visible":
            areas = areas_within(
                self.api.queryVisibleCells().getRangeAddresses(), self.areas[0]
            )
            return [self.made(*area) for area in areas]
        common = common_area(self.areas[0], self._sheet.used_range.areas[0])
        if common is None:
            return []
        part = self.part(common)
        calculated = {
            (row, column)
            for area in areas_within(
                part.queryContentCells(_FORMULAS).getRangeAddresses(), common
            )
            for row in range(area[0], area[2] + 1)
            for column in range(area[1], area[3] + 1)
        }
        rows = values(self.document(), part, common)
        wanted: list[Cell] = []
        for row, line in enumerate(rows, common[0]):
            for column, value in enumerate(line, common[1]):
                formula = (row, column) in calculated
                if formula:
                    kind = "formulas"
                elif value is None:
                    kind = "blanks"
                else:
                    kind = "constants"
                if kind == cell_type and value_type in {
                    None,
                    _type_name(value),
                }:
                    wanted.append((row, column))
        return [self.made(*area) for area in rectangles(wanted)]


def _describe(search: Any, text: str, *, whole: object, match_case: object) -> None:
    search.setSearchString(text)
    search.setPropertyValue("SearchWildcard", True)
    search.setPropertyValue("SearchWords", bool(whole))
    search.setPropertyValue("SearchCaseSensitive", bool(match_case))


def _type_name(value: Any) -> str:
    if isinstance(value, CellError):
        return "errors"
    if isinstance(value, bool):
        return "logical"
    if isinstance(value, str) or value is None:
        return "text"
    return "numbers"
