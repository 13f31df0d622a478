"""Borders of a range: lines around it, between its cells and across them."""

from __future__ import annotations

from typing import Any

from xlwings import base_classes

from xlwings_libreoffice.bridge import load_uno
from xlwings_libreoffice.fonts import from_rgb, to_rgb
from xlwings_libreoffice.members import implements, unsupported

__all__ = ["Border", "Borders"]

_TABLE_SIDES = {
    "edge_top": "Top",
    "edge_bottom": "Bottom",
    "edge_left": "Left",
    "edge_right": "Right",
    "inside_vertical": "Vertical",
    "inside_horizontal": "Horizontal",
}
_DIAGONALS = {"diagonal_down": "DiagonalTLBR2", "diagonal_up": "DiagonalBLTR2"}
# com.sun.star.table.BorderLineStyle
_STYLES = {
    "continuous": 0,
    "dot": 1,
    "dash": 2,
    "double": 3,
    "dash_dot": 16,
    "dash_dot_dot": 17,
}
_FINE_DASH, _THIN_DOUBLE, _NO_LINE = 14, 15, 0x7FFF
_WEIGHTS = {
    "hairline": 2,
    "thin": 26,
    "medium": 62,
    "thick": 88,
}
"""Widths in hundredths of a millimetre, as LibreOffice gives those of .xlsx files."""


@implements(base_classes.Border)
class Border(base_classes.Border):
    """One side of a range."""

    def __init__(self, parent: Any, side: str) -> None:
        self.parent = parent
        self.side = side

    @property
    def api(self) -> Any:
        """The `BorderLine2`."""
        if self.side in _DIAGONALS:
            return self.parent.api.getPropertyValue(_DIAGONALS[self.side])
        return getattr(
            self.parent.api.getPropertyValue("TableBorder2"),
            f"{_TABLE_SIDES[self.side]}Line",
        )

    @property
    def line_style(self) -> str:
        """The style; `none` without a line."""
        line = self.api
        if not line.LineWidth:
            return "none"
        same = {_FINE_DASH: "dash", _THIN_DOUBLE: "double"}
        return same.get(line.LineStyle) or next(
            (name for name, number in _STYLES.items() if number == line.LineStyle),
            "continuous",
        )

    @line_style.setter
    def line_style(self, value: str | None) -> None:
        self.put(line_style=value)

    @property
    def weight(self) -> str:
        """How thick the line is; `thin` without a line, as in Excel."""
        width = self.api.LineWidth or _WEIGHTS["thin"]
        return min(_WEIGHTS, key=lambda name: abs(_WEIGHTS[name] - width))

    @weight.setter
    def weight(self, value: str) -> None:
        self.put(weight=value)

    @property
    def color(self) -> tuple[int, int, int] | None:
        """The colour; `None` without a line."""
        line = self.api
        if line.LineWidth:
            return to_rgb(line.Color)
        return None

    @color.setter
    def color(self, value: Any) -> None:
        self.put(color=value)

    def put(self, **changes: Any) -> None:
        """Change `line_style`, `weight`, `color` of the line; a line is drawn where there was none."""
        line = self.api
        style = changes.get("line_style", "")
        if style is None or style == "none":
            line.LineWidth = line.OuterLineWidth = line.InnerLineWidth = (
                line.LineDistance
            ) = line.Color = 0
            line.LineStyle = _NO_LINE
        else:
            if style == "slant_dash_dot":
                raise unsupported("Border.line_style = 'slant_dash_dot'")
            if not line.LineWidth:
                line.LineWidth = _WEIGHTS["thin"]
                line.LineStyle = _STYLES["continuous"]
            if "weight" in changes:
                line.LineWidth = _WEIGHTS[changes["weight"]]
            if style:
                line.LineStyle = _STYLES[style]
            if "color" in changes:
                line.Color = from_rgb(changes["color"])
            line.OuterLineWidth = line.LineWidth
        self._set(line)

    def _set(self, line: Any) -> None:
        if self.side in _DIAGONALS:
            self.parent.set_look(_DIAGONALS[self.side], line)
            return
        table = load_uno().createUnoStruct("com.sun.star.table.TableBorder2")
        setattr(table, f"{_TABLE_SIDES[self.side]}Line", line)
        setattr(table, f"Is{_TABLE_SIDES[self.side]}LineValid", True)
        self.parent.set_look("TableBorder2", table)


@implements(base_classes.Borders)
class Borders(base_classes.Borders):
    """All sides of a range."""

    def __init__(self, parent: Any) -> None:
        self.parent = parent

    @property
    def api(self) -> Any:
        """The `TableBorder2`."""
        return self.parent.api.getPropertyValue("TableBorder2")

    def __getitem__(self, side: str) -> Border:
        return Border(self.parent, side)

    @property
    def line_style(self) -> Any:
        """The style all sides share, `None` if they differ."""
        return self._shared("line_style")

    @line_style.setter
    def line_style(self, value: Any) -> None:
        self.set(base_classes.BORDER_GRID_SIDES, line_style=value)

    @property
    def weight(self) -> Any:
        """The weight all sides share, `None` if they differ."""
        return self._shared("weight")

    @weight.setter
    def weight(self, value: Any) -> None:
        self.set(base_classes.BORDER_GRID_SIDES, weight=value)

    @property
    def color(self) -> Any:
        """The colour all sides share, `None` if they differ."""
        return self._shared("color")

    @color.setter
    def color(self, value: Any) -> None:
        self.set(base_classes.BORDER_GRID_SIDES, color=value)

    def set(self, which: Any = "all", **changes: Any) -> None:
        """Change lines; what xlwings left out is not changed."""
        given = {
            name: value
            for name, value in changes.items()
            if value is not base_classes._UNSET  # noqa: SLF001
        }
        for side in which:
            self[side].put(**given)

    def clear(self, which: Any = "everything") -> None:
        """Remove lines."""
        self.set(which, line_style=None)

    def _shared(self, name: str) -> Any:
        rows, columns = self.parent.shape
        if columns == 1:
            absent = {"inside_vertical"}
        else:
            absent = set()
        if rows == 1:
            absent |= {"inside_horizontal"}
        else:
            absent |= set()
        values = {
            getattr(self[side], name)
            for side in base_classes.BORDER_GRID_SIDES
            if side not in absent
        }
        if len(values) == 1:
            return values.pop()
        return None
