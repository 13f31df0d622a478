"""The types of charts: xlwings' words and what LibreOffice draws for them."""

from __future__ import annotations

from typing import Any

from xlwings_libreoffice.members import unsupported

__all__ = ["chart_type_of", "set_chart_type"]

_Looks = dict[str, object]
_NO_SYMBOL, _AUTO_SYMBOL = -3, -1  # com.sun.star.chart.ChartSymbolType
_STACKED: _Looks = {"Stacked": True, "Percent": False}
_PERCENT: _Looks = {"Stacked": True, "Percent": True}
_SIDE_BY_SIDE: _Looks = {"Stacked": False, "Percent": False}
_FLAT: _Looks = {"Dim3D": False}
_DEEP: _Looks = {"Dim3D": True}
_COLUMNS: _Looks = {"Vertical": False}
_BARS: _Looks = {"Vertical": True}
_PLAIN_LINE: _Looks = {"SymbolType": _NO_SYMBOL}
_MARKERS: _Looks = {"SymbolType": _AUTO_SYMBOL}

_TYPES: dict[str, tuple[str, dict[str, object]]] = {
    "column_clustered": ("BarDiagram", _COLUMNS | _FLAT | _SIDE_BY_SIDE),
    "column_stacked": ("BarDiagram", _COLUMNS | _FLAT | _STACKED),
    "column_stacked_100": ("BarDiagram", _COLUMNS | _FLAT | _PERCENT),
    "3d_column_clustered": ("BarDiagram", _COLUMNS | _DEEP | _SIDE_BY_SIDE),
    "3d_column_stacked": ("BarDiagram", _COLUMNS | _DEEP | _STACKED),
    "3d_column_stacked_100": ("BarDiagram", _COLUMNS | _DEEP | _PERCENT),
    "bar_clustered": ("BarDiagram", _BARS | _FLAT | _SIDE_BY_SIDE),
    "bar_stacked": ("BarDiagram", _BARS | _FLAT | _STACKED),
    "bar_stacked_100": ("BarDiagram", _BARS | _FLAT | _PERCENT),
    "3d_bar_clustered": ("BarDiagram", _BARS | _DEEP | _SIDE_BY_SIDE),
    "3d_bar_stacked": ("BarDiagram", _BARS | _DEEP | _STACKED),
    "3d_bar_stacked_100": ("BarDiagram", _BARS | _DEEP | _PERCENT),
    "line": ("LineDiagram", _PLAIN_LINE | _FLAT | _SIDE_BY_SIDE),
    "line_stacked": ("LineDiagram", _PLAIN_LINE | _FLAT | _STACKED),
    "line_stacked_100": ("LineDiagram", _PLAIN_LINE | _FLAT | _PERCENT),
    "line_markers": ("LineDiagram", _MARKERS | _FLAT | _SIDE_BY_SIDE),
    "line_markers_stacked": ("LineDiagram", _MARKERS | _FLAT | _STACKED),
    "line_markers_stacked_100": ("LineDiagram", _MARKERS | _FLAT | _PERCENT),
    "3d_line": ("LineDiagram", dict(_DEEP)),
    "area": ("AreaDiagram", _FLAT | _SIDE_BY_SIDE),
    "area_stacked": ("AreaDiagram", _FLAT | _STACKED),
    "area_stacked_100": ("AreaDiagram", _FLAT | _PERCENT),
    "3d_area": ("AreaDiagram", _DEEP | _SIDE_BY_SIDE),
    "3d_area_stacked": ("AreaDiagram", _DEEP | _STACKED),
    "3d_area_stacked_100": ("AreaDiagram", _DEEP | _PERCENT),
    "pie": ("PieDiagram", dict(_FLAT)),
    "3d_pie": ("PieDiagram", dict(_DEEP)),
    "doughnut": ("DonutDiagram", dict(_FLAT)),
    "xy_scatter": ("XYDiagram", {"Lines": False}),
    "xy_scatter_lines": ("XYDiagram", _MARKERS | {"Lines": True}),
    "xy_scatter_lines_no_markers": ("XYDiagram", _PLAIN_LINE | {"Lines": True}),
    "radar": ("NetDiagram", dict(_PLAIN_LINE)),
    "radar_markers": ("NetDiagram", dict(_MARKERS)),
    "radar_filled": ("FilledNetDiagram", {}),
}
_SERVICE = "com.sun.star.chart."


def set_chart_type(document: Any, wanted: str) -> None:
    """Draw the chart of a chart document in one of xlwings' types.

    Raises:
        NotImplementedError: LibreOffice has no such type.
    """
    if wanted not in _TYPES:
        raise unsupported(f"Chart.chart_type = {wanted!r}")
    service, properties = _TYPES[wanted]
    rows_or_columns = document.getDiagram().DataRowSource
    diagram = document.createInstance(_SERVICE + service)
    document.setDiagram(diagram)
    diagram = document.getDiagram()
    diagram.DataRowSource = rows_or_columns
    for name, value in properties.items():
        diagram.setPropertyValue(name, value)


def chart_type_of(document: Any) -> str:
    """Return the type of the chart of a chart document, in xlwings' words.

    Raises:
        NotImplementedError: it is a type xlwings has no word for here.
    """
    diagram = document.getDiagram()
    kind = diagram.getDiagramType().removeprefix(_SERVICE)
    for name, (service, properties) in _TYPES.items():
        if service == kind and _shows(diagram, properties):
            return name
    raise unsupported(f"Chart.chart_type（{kind}）")


def _shows(diagram: Any, properties: dict[str, object]) -> bool:
    for name, value in properties.items():
        found = diagram.getPropertyValue(name)
        if name == "SymbolType":  # drawn ones are numbered from 0, -1 and -2 choose one
            found, value = found == _NO_SYMBOL, value == _NO_SYMBOL
        if found != value:
            return False
    return True
