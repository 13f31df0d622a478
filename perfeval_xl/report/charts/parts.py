"""A chart as the parts of a document: the drawing (DrawingML), and the workbook that Word opens to edit its figures.

ECMA-376 part 1, 21.2 (charts) and 20.4 (drawings in a text).
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from xml.sax.saxutils import escape, quoteattr

from perfeval_xl.amounts import plain
from perfeval_xl.report.charts.model import Chart, Series
from perfeval_xl.report.package import pack_parts
from perfeval_xl.sheets.packing import Packed, packed
from perfeval_xl.texts import storable

__all__ = ["chart_part", "chart_workbook", "drawing"]

_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_HEADER = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# 150 by 65 mm, in EMU
_WIDTH, _HEIGHT = 5_400_000, 2_340_000
_FILLS = ("1F4E79", "9DC3E6", "7F7F7F")
"""Dark and light, so that the bars differ on black and white paper as well."""
_FONT = f'<a:latin typeface="Times New Roman"/><a:ea typeface={quoteattr("仿宋")}/>'
_DATA = "数据"


def drawing(chart: Chart, number: int, relation: str) -> str:
    """Return `<w:drawing>` with the chart in line with the text; `number` makes its id unlike all others."""
    title = quoteattr(storable(chart.title))
    described = quoteattr(storable(chart.alternative()))
    return (
        f'<w:drawing xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:wp="{_WP}">'
        f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{_WIDTH}" cy="{_HEIGHT}"/>'
        f'<wp:docPr id="{9000 + number}" name={title} descr={described}/><wp:cNvGraphicFramePr/>'
        f'<a:graphic xmlns:a="{_A}"><a:graphicData uri="{_C}">'
        f'<c:chart xmlns:c="{_C}" xmlns:r="{_R}" r:id="{relation}"/>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing>"
    )


def chart_part(chart: Chart, workbook_relation: str) -> bytes:
    """Return the chart part; its figures stand in the workbook and, for those who only look, in the part as well."""
    direction = "col"
    if chart.lying:
        direction = "bar"
    # With one series the title says what a legend would
    several = len(chart.series) > 1
    series = "".join(
        _series(chart, one, place) for place, one in enumerate(chart.series)
    )
    legend = ""
    if several:
        legend = f'<c:legend><c:legendPos val="b"/><c:overlay val="0"/>{_text(900)}</c:legend>'
    return (
        f'{_HEADER}<c:chartSpace xmlns:c="{_C}" xmlns:a="{_A}" xmlns:r="{_R}"><c:roundedCorners val="0"/><c:chart>'
        f'{_title(chart)}<c:autoTitleDeleted val="0"/><c:plotArea><c:layout/>'
        f'<c:barChart><c:barDir val="{direction}"/><c:grouping val="clustered"/><c:varyColors val="0"/>{series}'
        f'<c:gapWidth val="80"/><c:axId val="1"/><c:axId val="2"/></c:barChart>'
        f"{_axes(chart)}</c:plotArea>{legend}"
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        f'<c:externalData r:id="{workbook_relation}"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    ).encode()


def chart_workbook(chart: Chart) -> bytes:
    """Return the workbook behind a chart: categories in column A, one column per series, names in row 1."""
    rows = [_row(1, ["", *(series.name for series in chart.series)], [])]
    for place, category in enumerate(chart.categories):
        values = [series.values[place] for series in chart.series]
        rows.append(_row(place + 2, [category], values))
    sheet = f'{_HEADER}<worksheet xmlns="{_SHEET}"><sheetData>{"".join(rows)}</sheetData></worksheet>'
    return pack_parts({**_frame(), "xl/worksheets/sheet1.xml": packed(sheet.encode())})


@cache
def _frame() -> Mapping[str, Packed]:
    """The parts that are the same in every workbook."""
    return {name: packed(data) for name, data in _WORKBOOK.items()}


def _row(number: int, texts: list[str], values: list[Decimal | None]) -> str:
    cells = []
    for column, text in enumerate(texts):
        place = f"{_letter(column)}{number}"
        if text:
            cells.append(
                f'<c r="{place}" t="inlineStr"><is><t>{_escaped(text)}</t></is></c>'
            )
    for column, value in enumerate(values, len(texts)):
        if value is not None:
            cells.append(f'<c r="{_letter(column)}{number}"><v>{plain(value)}</v></c>')
    return f'<row r="{number}">{"".join(cells)}</row>'


def _series(chart: Chart, series: Series, place: int) -> str:
    # Row 1 holds the names, so categories reach to one row more
    last = len(chart.categories) + 1
    column = _letter(place + 1)
    code = _format(chart)
    # Figures are written once more as a cache, for those who only look
    labels = "".join(
        f'<c:pt idx="{index}"><c:v>{_escaped(text)}</c:v></c:pt>'
        for index, text in enumerate(chart.categories)
    )
    points = "".join(
        f'<c:pt idx="{index}"><c:v>{plain(value)}</c:v></c:pt>'
        for index, value in enumerate(series.values)
        if value is not None
    )
    count = f'<c:ptCount val="{len(chart.categories)}"/>'
    return (
        f'<c:ser><c:idx val="{place}"/><c:order val="{place}"/>'
        f'<c:tx><c:strRef><c:f>{_DATA}!${column}$1</c:f><c:strCache><c:ptCount val="1"/>'
        f'<c:pt idx="0"><c:v>{_escaped(series.name)}</c:v></c:pt></c:strCache></c:strRef></c:tx>'
        f'<c:spPr><a:solidFill><a:srgbClr val="{_FILLS[place % len(_FILLS)]}"/></a:solidFill></c:spPr>'
        f'<c:invertIfNegative val="0"/>'
        f'<c:dLbls><c:numFmt formatCode="{code}" sourceLinked="0"/>{_text(900)}<c:showLegendKey val="0"/>'
        '<c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="0"/>'
        '<c:showBubbleSize val="0"/></c:dLbls>'
        f"<c:cat><c:strRef><c:f>{_DATA}!$A$2:$A${last}</c:f><c:strCache>{count}{labels}</c:strCache></c:strRef></c:cat>"
        f"<c:val><c:numRef><c:f>{_DATA}!${column}$2:${column}${last}</c:f>"
        f"<c:numCache><c:formatCode>{code}</c:formatCode>{count}{points}</c:numCache></c:numRef></c:val></c:ser>"
    )


def _axes(chart: Chart) -> str:
    across, up = ("l", "b") if chart.lying else ("b", "l")
    # Lying bars are read from the top, so their categories run downwards
    order = "minMax"
    if chart.lying:
        order = "maxMin"
    # Rates are shown up to 100 % unless one is above
    limits = '<c:min val="0"/>'
    if chart.percent and not _beyond(chart):
        limits = '<c:max val="1"/><c:min val="0"/>'
    code = "General"
    if chart.percent:
        code = "0%"
    # Turned upside down, the axis of values would stand on top
    crosses = "autoZero"
    if chart.lying:
        crosses = "max"
    return (
        f'<c:catAx><c:axId val="1"/><c:scaling><c:orientation val="{order}"/></c:scaling><c:delete val="0"/>'
        f'<c:axPos val="{across}"/><c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>'
        f'<c:minorTickMark val="none"/><c:tickLblPos val="low"/>{_text(900)}<c:crossAx val="2"/></c:catAx>'
        f'<c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/>{limits}</c:scaling><c:delete val="0"/>'
        f'<c:axPos val="{up}"/><c:numFmt formatCode="{code}" sourceLinked="0"/><c:majorTickMark val="out"/>'
        f'<c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>{_text(900)}<c:crossAx val="1"/>'
        f'<c:crosses val="{crosses}"/></c:valAx>'
    )


def _format(chart: Chart) -> str:
    if not chart.percent:
        return "General"
    whole = all(
        value is None or value * 100 % 1 == 0
        for series in chart.series
        for value in series.values
    )
    if whole:
        return "0%"
    return "0.00%"


def _beyond(chart: Chart) -> bool:
    return any(
        value is not None and value > 1
        for series in chart.series
        for value in series.values
    )


def _title(chart: Chart) -> str:
    return (
        f'<c:title><c:tx><c:rich><a:bodyPr/><a:p><a:pPr><a:defRPr sz="1200" b="0"/></a:pPr>'
        f'<a:r><a:rPr lang="zh-CN" sz="1200" b="0">{_FONT}</a:rPr><a:t>{_escaped(chart.title)}</a:t></a:r></a:p></c:rich>'
        '</c:tx><c:overlay val="0"/></c:title>'
    )


def _text(size: int) -> str:
    return (
        f'<c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr sz="{size}">{_FONT}</a:defRPr></a:pPr>'
        '<a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'
    )


def _letter(column: int) -> str:
    return chr(ord("A") + column)


def _escaped(text: str) -> str:
    return escape(storable(text))


_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORKBOOK: Mapping[str, bytes] = {
    "[Content_Types].xml": (
        f'{_HEADER}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
        '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
        "</Types>"
    ).encode(),
    "_rels/.rels": (
        f'{_HEADER}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ).encode(),
    "xl/workbook.xml": (
        f'{_HEADER}<workbook xmlns="{_SHEET}" xmlns:r="{_R}"><sheets><sheet name="{_DATA}" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ).encode(),
    "xl/_rels/workbook.xml.rels": (
        f'{_HEADER}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
    ).encode(),
}
