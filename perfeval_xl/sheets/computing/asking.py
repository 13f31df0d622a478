"""What a formula asks of its workbook: values, number formats, in which row it stands."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from perfeval_xl.sheets.computing.meanings import Answer, Fault, Scalar, Unknown
from perfeval_xl.sheets.computing.parsing import Area, Axis
from perfeval_xl.sheets.dates import is_date_format

__all__ = [
    "HERE",
    "Cells",
    "EmptyOf",
    "FiguresOf",
    "FormatOf",
    "Frame",
    "Place",
    "Question",
    "RowOf",
    "RowsOf",
    "ValueOf",
    "ValuesOf",
    "empty_of",
    "figures_of",
    "value_of",
]

Place = tuple[str, int, int]
"""The title of a sheet, row and column."""


class Cells(Protocol):
    """A workbook that answers; `reader` is the formula that asks."""

    def value(self, place: Place, reader: Place) -> Scalar | Exception:
        """Return what a cell shows; an error is returned, not raised."""

    def values(
        self, places: list[Place], reader: Place
    ) -> tuple[Scalar | Exception, ...]:
        """Return what several cells show."""

    def number_format(self, place: Place, reader: Place) -> str:
        """Return the number format of a cell."""


class Question(Protocol):
    """Something whose answer decides what a formula shows, together with all other answers."""

    def answer(self, cells: Cells, here: Place) -> Answer:
        """Return the answer for the formula that stands here."""


@dataclass(frozen=True, slots=True)
class ValueOf:
    """The value of a single cell."""

    area: Area

    def answer(self, cells: Cells, here: Place) -> Answer:
        """Return the value, or the error that stands there."""
        return cells.value(_first(self.area, here), here)


@dataclass(frozen=True, slots=True)
class ValuesOf:
    """The values of an area, row by row; one of `height` rows and `width` columns where they are given, else up to its end."""

    area: Area
    down: int = 0
    across: int = 0
    height: int | None = None
    width: int | None = None

    def answer(self, cells: Cells, here: Place) -> Answer:
        """Return the values, with errors among them."""
        sheet, top, left = _first(self.area, here)
        height, width = self.height, self.width
        if height is None:
            height = self.area.bottom.at(here[1]) - top + 1
        if width is None:
            width = self.area.right.at(here[2]) - left + 1
        top += self.down
        left += self.across
        places = [
            (sheet, row, column)
            for row in range(top, top + height)
            for column in range(left, left + width)
        ]
        return cells.values(places, here)


@dataclass(frozen=True, slots=True)
class EmptyOf:
    """Whether cells are blank or hold an empty text: all names and figures are one answer."""

    asked: ValueOf | ValuesOf

    def answer(self, cells: Cells, here: Place) -> Answer:
        """Return 1 for each cell that is empty, else 0; errors stay what they are."""
        found = self.asked.answer(cells, here)
        if isinstance(found, tuple):
            return tuple(map(_empty, found))
        return _empty(found)


def _empty(value: Scalar | Exception) -> Scalar | Exception:
    if isinstance(value, Exception):
        return value
    if value is None or value == "":
        return 1.0
    return 0.0


@dataclass(frozen=True, slots=True)
class FiguresOf:
    """The numbers in cells: all texts, which sums and counts pass over, are one answer."""

    asked: ValueOf | ValuesOf

    def answer(self, cells: Cells, here: Place) -> Answer:
        """Return the values with an empty text for every text; errors stay what they are."""
        found = self.asked.answer(cells, here)
        if isinstance(found, tuple):
            return tuple("" if type(value) is str else value for value in found)
        return "" if isinstance(found, str) else found


@dataclass(frozen=True, slots=True)
class FormatOf:
    """What kind of figures a cell shows: the first letter of `CELL("format", …)`."""

    area: Area

    def answer(self, cells: Cells, here: Place) -> Answer:
        """Return P for percentages, D for days, G for all others."""
        code = cells.number_format(_first(self.area, here), here)
        if is_date_format(code):
            return "D"
        if "%" in code:
            return "P"
        return "G"


@dataclass(frozen=True, slots=True)
class RowOf:
    """The number of the first row of an area."""

    area: Area

    def answer(self, cells: Cells, here: Place) -> Answer:
        """Return the number, without asking the workbook."""
        del cells
        return float(self.area.top.at(here[1]))


@dataclass(frozen=True, slots=True)
class RowsOf:
    """How many rows an area has."""

    area: Area

    def answer(self, cells: Cells, here: Place) -> Answer:
        """Return the number, without asking the workbook."""
        del cells
        first, last = self.area.top.at(here[1]), self.area.bottom.at(here[1])
        return float(abs(last - first) + 1)


def _first(area: Area, here: Place) -> Place:
    sheet = area.sheet or here[0]
    return sheet, area.top.at(here[1]), area.left.at(here[2])


HERE = Area("", Axis(0, False), Axis(0, False), Axis(0, False), Axis(0, False))
"""The cell of the formula."""


@lru_cache(maxsize=4096)
def value_of(area: Area) -> ValueOf | ValuesOf:
    """Return the question for an area, always the same one, so that it is asked once."""
    if area.single:
        return ValueOf(area)
    return ValuesOf(area)


@lru_cache(maxsize=4096)
def empty_of(area: Area) -> EmptyOf:
    """Return the question whether the cells of an area are empty, always the same one."""
    return EmptyOf(value_of(area))


@lru_cache(maxsize=4096)
def figures_of(area: Area) -> FiguresOf:
    """Return the question for the numbers of an area, always the same one."""
    return FiguresOf(value_of(area))


class Frame:
    """One computation of one formula; `trace` is what it has asked so far, with the answers."""

    def __init__(self, cells: Cells, here: Place) -> None:
        self._cells, self._here = cells, here
        self.trace: list[tuple[Question, Answer]] = []
        self._answers: dict[int, Answer] = {}

    def ask(self, question: Question) -> Answer:
        """Return an answer; errors come back as they are."""
        # The trace keeps the question alive, and with it its number
        number = id(question)
        if number not in self._answers:
            answer = question.answer(self._cells, self._here)
            self._answers[number] = answer
            self.trace.append((question, answer))
        return self._answers[number]

    def read(self, question: Question) -> Answer:
        """Return an answer; raises `Fault` or `Unknown` where that is the answer."""
        answer = self.ask(question)
        # A new one each time: an exception that is raised again keeps where it has been
        if isinstance(answer, Fault):
            raise Fault(*answer.args)
        if isinstance(answer, Exception):
            raise Unknown(*answer.args)
        return answer
