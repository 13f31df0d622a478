"""Notes of cells, which older Excels and LibreOffice call comments."""

from __future__ import annotations

from typing import Any

from xlwings import base_classes

from xlwings_libreoffice.members import implements

__all__ = ["Note", "add_note", "note_of"]


@implements(base_classes.Note)
class Note(base_classes.Note):
    """The note of one cell."""

    def __init__(self, cell: Any) -> None:
        self._cell = cell

    @property
    def api(self) -> Any:
        """The `XSheetAnnotation`; it is empty once the note has been deleted."""
        return self._cell.cell_api().getAnnotation()

    @property
    def text(self) -> str:
        """The text; lines end with a line feed."""
        return str(self.api.getString())

    @text.setter
    def text(self, value: str) -> None:
        if note_of(self._cell) is None:
            raise KeyError(f"Cell {self._cell.address} has no note.")
        self._cell.must_be_free(for_contents=True)
        self.api.setString(value)

    @property
    def author(self) -> str:
        """Who wrote it, as LibreOffice's user data say; often empty."""
        return str(self.api.getAuthor())

    @property
    def location(self) -> Any:
        """The cell."""
        return self._cell

    def delete(self) -> None:
        """Remove the note."""
        self._cell.must_be_free(for_contents=True)
        annotations = self._cell.sheet.api.getAnnotations()
        for number in range(annotations.getCount()):
            at = annotations.getByIndex(number).getPosition()
            if (at.Row + 1, at.Column + 1) == (
                self._cell.row,
                self._cell.column,
            ):
                annotations.removeByIndex(number)
                return


def note_of(cell: Any) -> Note | None:
    """Return the note of a cell, `None` if it has none."""
    annotation = cell.cell_api().getAnnotation()
    if annotation is not None and annotation.getString():
        return Note(cell)
    return None


def add_note(cell: Any, text: str) -> Note:
    """Put a note at a cell."""
    cell.sheet.api.getAnnotations().insertNew(cell.cell_api().getCellAddress(), text)
    return Note(cell)
