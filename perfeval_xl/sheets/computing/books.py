"""What the formulas of a workbook show: for a file that is written, and for each that is cast from it."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Collection, Iterable, Mapping, MutableMapping
from decimal import Decimal

from perfeval_xl.sheets.computing.asking import Place
from perfeval_xl.sheets.computing.meanings import Scalar, Unknown
from perfeval_xl.sheets.computing.programs import Program, program_of
from perfeval_xl.sheets.model import Cell, Formula, Value, Workbook
from perfeval_xl.sheets.results import Result, Results
from perfeval_xl.sheets.values import GENERAL

__all__ = ["ChangedResults", "ComputedBook", "computed_results"]

ChangedResults = Mapping[str, Mapping[tuple[int, int], Result | None]]
"""By the title of a sheet, then by row and column; `None` for what cannot be told."""


def computed_results(book: Workbook) -> Results:
    """Return what the formulas show that a person can see, as far as it can be told."""
    return ComputedBook(book).results()


class ComputedBook:
    """A workbook with the results of its formulas, and with which cells each of them has looked at."""

    def __init__(self, book: Workbook) -> None:
        cells: dict[Place, Cell] = {}
        self._visible: list[Place] = []
        for sheet in book.sheets:
            cells.update(
                ((sheet.title, *place), cell) for place, cell in sheet.cells.items()
            )
            if sheet.state == "visible":
                hidden = sheet.hidden_columns
                self._visible += _shown_formulas(sheet.title, sheet.cells, hidden)
        self._readers: dict[Place, set[Place]] = {}
        self._cells = _Cells(cells, {}, {}, self._readers)

    def results(self) -> Results:
        """Return the results of the formulas that a person can see."""
        results: dict[str, dict[tuple[int, int], Result]] = {}
        for title, row, column in self._visible:
            result = _stored(self._cells, (title, row, column))
            if result is not None:
                results.setdefault(title, {})[row, column] = result
        return results

    def visible(self, title: str) -> frozenset[tuple[int, int]]:
        """Return where a sheet has formulas that a person can see."""
        return frozenset(place[1:] for place in self._visible if place[0] == title)

    def results_with(self, changed: Mapping[Place, Cell]) -> ChangedResults:
        """Return the results that may be others once these cells have changed; `results` has to have been asked for.

        A formula that has looked at none of them, nor at one that has, shows what it showed.
        """
        touched = self._touched(changed)
        cells = self._cells.with_changes(changed, touched)
        results: dict[str, dict[tuple[int, int], Result | None]] = {}
        for place in self._visible:
            if place in touched:
                title, row, column = place
                results.setdefault(title, {})[row, column] = _stored(cells, place)
        return results

    def _touched(self, changed: Iterable[Place]) -> set[Place]:
        touched: set[Place] = set()
        waiting = list(changed)
        while waiting:
            readers = self._readers.get(waiting.pop(), ())
            new = [place for place in readers if place not in touched]
            touched.update(new)
            waiting += new
        return touched


def _shown_formulas(
    title: str, cells: Mapping[tuple[int, int], Cell], hidden: Collection[int]
) -> list[Place]:
    return [
        (title, row, column)
        for (row, column), cell in cells.items()
        if isinstance(cell.value, Formula) and column not in hidden
    ]


class _Cells:
    """Cells with formulas, their programs so far, and what is known of their results; `readers` takes down who looks at what, `None` for nobody."""

    def __init__(
        self,
        cells: MutableMapping[Place, Cell],
        programs: dict[Place, Program],
        known: dict[Place, Scalar | Exception],
        readers: dict[Place, set[Place]] | None,
    ) -> None:
        self.cells, self._programs = cells, programs
        self._known, self._readers = known, readers

    def with_changes(
        self, changed: Mapping[Place, Cell], forgotten: Collection[Place]
    ) -> _Cells:
        """Return the same cells with some changed, and the results of others forgotten."""
        known = dict(self._known)
        for place in (*changed, *forgotten):
            known.pop(place, None)
        return _Cells(ChainMap(dict(changed), self.cells), self._programs, known, None)

    def value(self, place: Place, reader: Place) -> Scalar | Exception:
        """Return what a cell shows."""
        if self._readers is not None:
            self._readers.setdefault(place, set()).add(reader)
        if place not in self._known:
            self._known[place] = self._shown(place)
        return self._known[place]

    def values(
        self, places: list[Place], reader: Place
    ) -> tuple[Scalar | Exception, ...]:
        """Return what several cells show."""
        if self._readers is not None:
            for place in places:
                self._readers.setdefault(place, set()).add(reader)
        known = self._known
        for place in places:
            if place not in known:
                known[place] = self._shown(place)
        return tuple([known[place] for place in places])

    def _shown(self, place: Place) -> Scalar | Exception:
        cell = self.cells.get(place)
        if cell is None:
            return None
        if not isinstance(cell.value, Formula):
            return _plain(cell.value)
        program = self._programs.get(place)
        if program is None:
            program = program_of(cell.value.text, *place[1:])
            self._programs[place] = program
        # A formula that looks at itself has no result
        self._known[place] = Unknown("a circle")
        return program.result(self, place)

    def number_format(self, place: Place, reader: Place) -> str:
        """Return the number format of a cell."""
        if self._readers is not None:
            self._readers.setdefault(place, set()).add(reader)
        cell = self.cells.get(place)
        if cell is None:
            return GENERAL
        return cell.style.number_format


def _stored(cells: _Cells, place: Place) -> Result | None:
    """Return a result as a file keeps it, `None` for one that cannot be told.

    A formula in a cell that people may write into proposes something. While it proposes nothing it has no result in the
    file: reading tells that from a blank that a program has shown.
    """
    shown = cells.value(place, place)
    if isinstance(shown, Exception):
        return None
    if shown == "" and not cells.cells[place].style.locked:
        return None
    # A formula that refers to a blank shows 0
    if shown is None:
        return Decimal(0)
    if isinstance(shown, float):
        return Decimal(repr(shown))
    return shown


def _plain(value: Value) -> Scalar:
    """Return what a cell without a formula shows."""
    if isinstance(value, bool):
        return value
    if isinstance(value, Decimal | int):
        return float(value)
    if not isinstance(value, str) or not value:
        return None
    return value
