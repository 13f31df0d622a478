"""Contents of a range: values, formulas, notes, links; clearing."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from xlwings_libreoffice.characters import Characters
from xlwings_libreoffice.formula_translation import to_excel, to_office
from xlwings_libreoffice.hyperlinks import add_hyperlink, hyperlink_of
from xlwings_libreoffice.notes import Note, add_note, note_of
from xlwings_libreoffice.range_base import RangeBase
from xlwings_libreoffice.reading_cells import block, formulas, values
from xlwings_libreoffice.writing_cells import fill, write

__all__ = ["RangeContents"]

# com.sun.star.sheet.CellFlags
_CONTENTS = 1 | 2 | 4 | 16
_NOTES = 8
_FORMATS = 32 | 64 | 256 | 512


class RangeContents(RangeBase):
    """What stands in the cells."""

    @property
    def raw_value(self) -> Any:
        """One value, or rows of values as a tuple of tuples; dates are `datetime`, errors `CellError`, nothing `None`."""
        if self.api is None:
            return None
        return block(values(self.document(), self.api, self.areas[0]))

    @raw_value.setter
    def raw_value(self, data: Any) -> None:
        if self.api is None:
            return
        self.must_be_free(for_contents=True)
        if data is None or (isinstance(data, str) and not data):
            self.clear_contents()
            return
        for area in self.areas:
            if isinstance(data, list | tuple):
                shape = area[2] - area[0] + 1, area[3] - area[1] + 1
                write(
                    self._sheet,
                    self.part,
                    area,
                    _shaped(data, *shape),
                    self.names_of_functions,
                )
            else:
                fill(
                    self._sheet,
                    self.part,
                    area,
                    data,
                    self.names_of_functions,
                )

    @property
    def formula(self) -> Any:
        """Formulas in Excel's notation, constants as typed: a text, or rows as a tuple of tuples."""
        if self.api is None:
            return None
        return block(
            formulas(
                self.document(),
                self.api,
                self.areas[0],
                self.names_of_functions,
            )
        )

    @formula.setter
    def formula(self, value: Any) -> None:
        self.raw_value = value

    @property
    def formula2(self) -> Any:
        """The same as `formula`: LibreOffice has no dynamic arrays."""
        return self.formula

    @formula2.setter
    def formula2(self, value: Any) -> None:
        self.raw_value = value

    @property
    def formula_array(self) -> str | None:
        """The array formula of these cells, the contents of a single cell, `None` where cells differ."""
        if self.api is None:
            return None
        written = self.api.getArrayFormula()
        if written:
            return to_excel(written, self.names_of_functions().excel)
        texts = {
            text
            for row in formulas(
                self.document(),
                self.api,
                self.areas[0],
                self.names_of_functions,
            )
            for text in row
        }
        if len(texts) == 1:
            return texts.pop()
        return None

    @formula_array.setter
    def formula_array(self, value: Any) -> None:
        self.must_be_free(for_contents=True)
        text = ""
        if value is not None:
            text = str(value)
        if self.api is not None:
            formula = to_office(
                text if text.startswith("=") else f"={text}",
                self.names_of_functions().office,
            )
            self.api.setArrayFormula(formula if text else "")

    @property
    def has_array(self) -> bool:
        """Whether the range is, or lies in, an array formula."""
        return self.api is not None and bool(self.api.getArrayFormula())

    @property
    def note(self) -> Note | None:
        """The note of the first cell."""
        return note_of(self.made(self.row, self.column, self.row, self.column))

    def add_note(self, text: str) -> Note:
        """Put a note at the first cell."""
        cell = self.made(self.row, self.column, self.row, self.column)
        cell.must_be_free(for_contents=True)
        return add_note(cell, text)

    @property
    def hyperlink(self) -> str:
        """The address the first cell links to.

        Raises:
            Exception: it has no link, as in xlwings.
        """
        if self.api is None:
            return ""
        return hyperlink_of(self.cell_api())

    def add_hyperlink(
        self,
        address: str,
        text_to_display: str | None = None,
        screen_tip: str | None = None,
    ) -> None:
        """Make the cells links. LibreOffice shows the address itself where Excel shows `screen_tip`, which is not kept."""
        self.must_be_free(for_contents=True)
        for row in self.rows:
            for cell in row.columns:
                add_hyperlink(
                    self.document(),
                    cell.cell_api(),
                    address,
                    text_to_display or address,
                )

    @property
    def characters(self) -> Characters:
        """The text of the first cell, parts of which can have a font of their own."""
        return Characters(self.made(self.row, self.column, self.row, self.column))

    def clear_contents(self) -> None:
        """Empty the cells; formats and notes stay."""
        self.must_be_free(for_contents=True)
        self._clear(_CONTENTS)

    def clear_formats(self) -> None:
        """Remove formats, merged cells and conditional formats; the contents stay."""
        self._unmerge_and_clear(_FORMATS)

    def clear(self) -> None:
        """Remove contents, notes and formats."""
        self._unmerge_and_clear(_CONTENTS | _NOTES | _FORMATS)

    def _unmerge_and_clear(self, flags: int) -> None:
        self.must_be_free()
        for part in self.parts():
            part.merge(False)
        self._clear(flags)

    def _clear(self, flags: int) -> None:
        for part in self.parts():
            part.clearContents(flags)


def _shaped(data: Any, rows: int, columns: int) -> list[list[Any]]:
    """Return rows of exactly this shape: one row or one cell repeats, what is missing is #N/A, as in Excel."""
    if data and isinstance(data[0], list | tuple):
        given = [list(row) for row in data]
    else:
        given = [list(data)]
    if any(len(one) != len(other) for one, other in pairwise(given)):
        raise ValueError("All rows must be of the same length.")
    if len(given) == 1:
        given = [given[0]] * rows
    if len(given[0]) == 1:
        given = [row * columns for row in given]
    lacking = max(0, columns - len(given[0]))
    full = [row[:columns] + ["#N/A"] * lacking for row in given[:rows]]
    return full + [["#N/A"] * columns] * (rows - len(full))
