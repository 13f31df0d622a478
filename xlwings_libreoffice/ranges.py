"""Ranges: rectangles of cells of one sheet."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from xlwings import base_classes

from xlwings_libreoffice.bridge import load_uno, named_values
from xlwings_libreoffice.members import implements
from xlwings_libreoffice.range_contents import RangeContents
from xlwings_libreoffice.range_edges import RangeEdges
from xlwings_libreoffice.range_looks import RangeLooks
from xlwings_libreoffice.range_moves import RangeMoves
from xlwings_libreoffice.range_searches import RangeSearches
from xlwings_libreoffice.range_sizes import RangeSizes
from xlwings_libreoffice.rights import usual_rights
from xlwings_libreoffice.tables import Table, table_at

__all__ = ["Range"]


@implements(base_classes.Range)
class Range(
    RangeContents, RangeEdges, RangeLooks, RangeMoves, RangeSearches, RangeSizes
):
    """Cells of a sheet, with all that xlwings asks of them."""

    @property
    def name(self) -> Any:
        """The name defined for exactly these cells; `None` if there is none."""
        wanted = f"={self._qualified()}"
        names = self._sheet.book.names.snapshot()
        return next((name for _, name in names if name.refers_to == wanted), None)

    @name.setter
    def name(self, value: str) -> None:
        self._sheet.book.names.add(value, f"={self._qualified()}")

    @property
    def table(self) -> Table | None:
        """The table the first cell belongs to; `None` if there is none."""
        return table_at(self)

    def _qualified(self) -> str:
        external = self.get_address(
            row_absolute=True,
            col_absolute=True,
            external=True,
        )
        quote = ""
        if external.startswith("'"):
            quote = "'"
        return quote + external.partition("]")[2]

    def to_pdf(self, path: str, quality: str = "standard") -> None:
        """Print the cells to a PDF file; `minimum` quality makes pictures smaller."""
        chosen = named_values(
            Selection=self.api,
            Quality=90 if quality == "standard" else 50,
            ReduceImageResolution=quality != "standard",
        )
        data = load_uno().Any("[]com.sun.star.beans.PropertyValue", chosen)
        how = named_values(FilterName="calc_pdf_Export", FilterData=data)
        target = Path(path).resolve()
        with usual_rights(target):
            self.document().storeToURL(target.as_uri(), how)
