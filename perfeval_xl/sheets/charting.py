"""Native bar charts."""

from __future__ import annotations

from openpyxl.chart import BarChart as Chart
from openpyxl.chart import Reference
from openpyxl.worksheet.worksheet import Worksheet

from perfeval_xl.sheets.model import Area, BarChart

__all__ = ["place_chart"]

# Centimetres
_WIDTH, _HEIGHT = 16, 8


def place_chart(sheet: Worksheet, chart: BarChart) -> None:
    """Put a bar chart over cells of the same sheet; the first value row is data, never a heading."""
    bars = Chart()
    bars.type = "col"
    bars.title = chart.title
    # One row of bars needs no legend
    bars.legend = None
    bars.width, bars.height = _WIDTH, _HEIGHT
    bars.add_data(_cells(sheet, chart.values))
    bars.set_categories(_cells(sheet, chart.categories))
    bars.y_axis.title = chart.axis_title or None
    # openpyxl 3.1 leaves this out, and Excel then hides the axes.
    bars.x_axis.delete = False
    bars.y_axis.delete = False
    # Bars that begin above zero would exaggerate
    bars.y_axis.scaling.min = 0
    bars.y_axis.scaling.max = chart.highest
    # As plain numbers, whatever the format of the cells
    bars.y_axis.number_format = "General"
    bars.y_axis.numFmt.sourceLinked = False
    sheet.add_chart(bars, chart.anchor)


def _cells(sheet: Worksheet, area: Area) -> Reference:
    return Reference(
        sheet,
        min_row=area.top,
        min_col=area.left,
        max_row=area.bottom,
        max_col=area.right,
    )
