"""Charts on a sheet."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from xlwings import base_classes

from xlwings_libreoffice.bridge import load_uno, named_values
from xlwings_libreoffice.chart_types import chart_type_of, set_chart_type
from xlwings_libreoffice.drawings import Drawing, Drawings, drawings_on, is_chart
from xlwings_libreoffice.failures import OfficeFailure
from xlwings_libreoffice.members import implements
from xlwings_libreoffice.rectangles import range_address
from xlwings_libreoffice.rights import usual_rights

__all__ = ["Chart", "Charts"]

_SOURCES = {"rows": "ROWS", "columns": "COLUMNS"}
_TEXTS = 4  # com.sun.star.sheet.CellFlags


@implements(base_classes.Chart)
class Chart(Drawing, base_classes.Chart):
    """One chart: a drawing with a chart document inside. `api` is the drawing."""

    @property
    def document(self) -> Any:
        """The `XChartDocument`."""
        return self.api.EmbeddedObject.getComponent()

    @property
    def chart_type(self) -> str:
        """How it is drawn, in xlwings' words."""
        return chart_type_of(self.document)

    @chart_type.setter
    def chart_type(self, value: str) -> None:
        set_chart_type(self.document, value)

    @property
    def title(self) -> str | None:
        """The title; `None` without one."""
        if self.document.HasMainTitle:
            return str(self.document.getTitle().String)
        return None

    @title.setter
    def title(self, value: str | None) -> None:
        self.document.HasMainTitle = value is not None
        if value is not None:
            self.document.getTitle().String = value

    @property
    def plot_by(self) -> str:
        """Whether each of the `rows` or each of the `columns` is a series."""
        return str(self.document.getDiagram().DataRowSource.value).lower()

    @plot_by.setter
    def plot_by(self, value: str) -> None:
        self.document.getDiagram().DataRowSource = load_uno().Enum(
            "com.sun.star.chart.ChartDataRowSource", _SOURCES[value]
        )

    def set_source_data(self, rng: Any, plot_by: str | None = None) -> None:
        """Draw the cells of a range; texts in its first row or column are the names of series and categories.

        Without `plot_by` the longer side holds the values of a series, as in Excel.
        """
        table = self._table()
        table.setRanges(tuple(rng.addresses()))
        row1, column1, row2, column2 = rng.areas[0]
        table.HasColumnHeaders = _has_texts(rng, (row1, column1, row1, column2))
        first_column = (min(row1 + 1, row2), column1, row2, column1)
        table.HasRowHeaders = column2 > column1 and _has_texts(rng, first_column)
        rows, columns = rng.shape
        longer = "columns"
        if columns > rows:
            longer = "rows"
        self.plot_by = plot_by or longer

    def delete(self) -> None:
        """Remove the chart.

        Raises:
            OfficeFailure: the sheet is protected.
        """
        self.parent.cells.must_be_free()
        self.parent.api.getCharts().removeByName(self.api.PersistName)

    def to_png(self, path: str) -> None:
        """Write the chart to a picture."""
        office = self.parent.book.app.office
        export = office.service("com.sun.star.drawing.GraphicExportFilter")
        export.setSourceDocument(self.api)
        target = Path(path).resolve()
        with usual_rights(target):
            export.filter(named_values(MediaType="image/png", URL=target.as_uri()))

    def _table(self) -> Any:
        charts = self.parent.api.getCharts()
        name = self.api.PersistName
        if not charts.hasByName(name):
            raise OfficeFailure(f"图表“{self.name}”没有可以更换的数据区域。")
        return charts.getByName(name)


@implements(base_classes.Charts)
class Charts(Drawings, base_classes.Charts):
    """The charts of a sheet."""

    made = Chart

    def holds(self, shape: Any) -> bool:
        """Whether an `XShape` is a chart."""
        return is_chart(shape)

    def add(  # noqa: PLR0917 - xlwings' arguments
        self,
        left: float,
        top: float,
        width: float,
        height: float,
        chart_type: str | None = None,
        source: Any = None,
        plot_by: str | None = None,
        name: str | None = None,
        anchor: Any = None,
        style: int | None = None,
    ) -> Chart:
        """Put a chart on the sheet, at `anchor` or at a place in points. Excel's styles of charts are not drawn.

        Raises:
            OfficeFailure: the sheet is protected.
        """
        self.parent.cells.must_be_free()
        if anchor is not None:
            left, top = anchor.left, anchor.top
        before = {
            shape.PersistName for shape in drawings_on(self.parent) if is_chart(shape)
        }
        title = name or self.free_name("Chart")
        area = self.rectangle((left, top, width, height))
        nothing = range_address(self.parent.api, (1, 1, 1, 1))
        charts = self.parent.api.getCharts()
        charts.addNewByName(
            _free_key(charts),
            area,
            (nothing,),
            False,
            False,
        )
        made: Chart = next(each for each in self if each.api.PersistName not in before)
        made.name = title
        if source is not None:
            made.set_source_data(source, plot_by)
        if chart_type is not None:
            made.chart_type = chart_type
        return made


def _free_key(charts: Any) -> str:
    number = 1
    while charts.hasByName(f"Object {number}"):
        number += 1
    return f"Object {number}"


def _has_texts(cells: Any, area: tuple[int, int, int, int]) -> bool:
    found = cells.part(area).queryContentCells(_TEXTS).getRangeAddresses()
    return bool(found)
