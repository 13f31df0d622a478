"""Which kind of number format each cell of a rectangle has, asked once for the whole rectangle.

A range of cells that differ answers with the office's default for a property, so its parts are asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xlwings_libreoffice.addresses import Area
from xlwings_libreoffice.number_formats import GENERAL, NumberFormats
from xlwings_libreoffice.rectangles import areas_of, common_area

__all__ = ["FormatKinds", "format_groups", "uniform"]


def format_groups(api: Any) -> list[Any]:
    """Return the parts of a range, each with one look; a property asked of a part is that of all its cells."""
    groups = api.getUniqueCellFormatRanges()
    return [groups.getByIndex(number) for number in range(groups.getCount())]


def uniform(api: Any, name: str) -> Any:
    """Return the property all cells of a range share, `None` if they differ."""
    groups = format_groups(api)
    if len(groups) > 1:
        values = [group.getPropertyValue(name) for group in groups]
    else:
        values = [api.getPropertyValue(name)]
    if all(value == values[0] for value in values):
        return values[0]
    return None


class FormatKinds:
    """The kind (`number_formats`) of every cell of `area`."""

    def __init__(self, api: Any, area: Area, formats: NumberFormats) -> None:
        self._groups: list[tuple[str, list[Area]]] = []
        self._grid: list[list[str]] | None = None
        self._area = area
        groups = format_groups(api)
        kinds = [
            formats.kind(group.getPropertyValue("NumberFormat")) for group in groups
        ]
        self.single = kinds[0] if len(set(kinds)) == 1 else None
        if self.single is None:
            self._groups = [
                (kind, areas_of(group.getRangeAddresses()))
                for kind, group in zip(kinds, groups, strict=True)
            ]

    def parts(self, kinds: frozenset[str]) -> Iterator[tuple[str, Area]]:
        """Return the rectangles whose formats are of these kinds."""
        if self.single is not None:
            if self.single in kinds:
                yield self.single, self._area
            return
        for kind, areas in self._groups:
            if kind in kinds:
                for area in areas:
                    if common := common_area(area, self._area):
                        yield kind, common

    def at(self, row: int, column: int) -> str:
        """Return the kind of one cell."""
        if self.single is not None:
            return self.single
        if self._grid is None:
            self._grid = self._drawn()
        return self._grid[row - self._area[0]][column - self._area[1]]

    def _drawn(self) -> list[list[str]]:
        top, left, bottom, right = self._area
        grid = [[GENERAL] * (right - left + 1) for _ in range(top, bottom + 1)]
        for kind, areas in self._groups:
            if kind != GENERAL:
                for area in areas:
                    if common := common_area(area, self._area):
                        width = common[3] - common[1] + 1
                        for row in range(common[0] - top, common[2] - top + 1):
                            grid[row][common[1] - left : common[3] - left + 1] = [
                                kind
                            ] * width
        return grid
