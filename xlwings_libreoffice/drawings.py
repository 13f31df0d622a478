"""What stands on a sheet above its cells, and the collections of it: the common part of shapes, pictures and charts.

Places and sizes are points, counted from the corner of the sheet. LibreOffice keeps whole hundredths of a millimetre
(0.03 points); so what is read is rounded to a tenth, and 50 that was set reads 50.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xlwings_libreoffice.bridge import load_uno

__all__ = ["CHART_CLASS", "Drawing", "Drawings", "drawings_on", "is_chart"]

_PER_POINT = 2540 / 72
_OLE = "com.sun.star.drawing.OLE2Shape"
_NOTE = "com.sun.star.drawing.CaptionShape"
CHART_CLASS = "12dcae26-281f-416f-a234-c3086127382e"
"""The class id of embedded objects that are charts."""


class Drawing:
    """One drawing of a sheet."""

    def __init__(self, sheet: Any, api: Any) -> None:
        self._sheet = sheet
        self._api = api

    @property
    def parent(self) -> Any:
        """The sheet."""
        return self._sheet

    @property
    def api(self) -> Any:
        """The `XShape`."""
        return self._api

    @property
    def name(self) -> str:
        """The name; a drawing without one is called by its place, such as `Shape 2`."""
        return self._api.Name or f"Shape {self.position}"

    @name.setter
    def name(self, value: str) -> None:
        self._api.Name = value

    @property
    def position(self) -> int:
        """The place among all drawings of the sheet, from 1."""
        return drawings_on(self._sheet).index(self._api) + 1

    @property
    def left(self) -> float:
        """Points from the left edge of the sheet."""
        return _points(self._api.getPosition().X)

    @left.setter
    def left(self, value: float) -> None:
        self._place(_hundredths(value), self._api.getPosition().Y)

    @property
    def top(self) -> float:
        """Points from the top edge of the sheet."""
        return _points(self._api.getPosition().Y)

    @top.setter
    def top(self, value: float) -> None:
        self._place(self._api.getPosition().X, _hundredths(value))

    @property
    def width(self) -> float:
        """Points."""
        return _points(self._api.getSize().Width)

    @width.setter
    def width(self, value: float) -> None:
        self.resize(value, self.height)

    @property
    def height(self) -> float:
        """Points."""
        return _points(self._api.getSize().Height)

    @height.setter
    def height(self, value: float) -> None:
        self.resize(self.width, value)

    def resize(self, width: float, height: float) -> None:
        """Set both sizes, in points; the upper left corner stays."""
        size = self._api.getSize()
        size.Width, size.Height = _hundredths(width), _hundredths(height)
        self._api.setSize(size)

    def delete(self) -> None:
        """Remove the drawing.

        Raises:
            OfficeFailure: the sheet is protected.
        """
        self.parent.cells.must_be_free()
        self.parent.api.getDrawPage().remove(self._api)

    def _place(self, x: int, y: int) -> None:
        place = self._api.getPosition()
        place.X, place.Y = x, y
        self._api.setPosition(place)


class Drawings:
    """The drawings of a sheet of one kind, from the lowest to the topmost."""

    made: type[Any]

    def __init__(self, sheet: Any) -> None:
        self._sheet = sheet

    @property
    def parent(self) -> Any:
        """The sheet."""
        return self._sheet

    @property
    def api(self) -> Any:
        """The `XDrawPage`."""
        return self.parent.api.getDrawPage()

    def __call__(self, key: int | str) -> Any:
        """Return a drawing by its name, whatever the case, or by its place from 1.

        Raises:
            KeyError: there is none.
        """
        drawings = self.all()
        if isinstance(key, int):
            if not 1 <= key <= len(drawings):
                raise KeyError(key)
            return drawings[key - 1]
        for drawing in drawings:
            if drawing.name.lower() == key.lower():
                return drawing
        raise KeyError(key)

    def __len__(self) -> int:
        return len(self.all())

    def __iter__(self) -> Iterator[Any]:
        return iter(self.all())

    def __contains__(self, key: Any) -> bool:
        try:
            self(key)
        except KeyError:
            return False
        return True

    def all(self) -> list[Any]:
        """Every drawing of the kind."""
        return [
            self.made(self.parent, shape)
            for shape in drawings_on(self.parent)
            if self.holds(shape)
        ]

    def holds(self, shape: Any) -> bool:
        """Whether an `XShape` is of the kind."""
        raise NotImplementedError

    def free_name(self, kind: str) -> str:
        """Return the first of `Picture 1`, `Picture 2`, … that no drawing of the sheet has."""
        taken = {shape.Name for shape in drawings_on(self.parent)}
        number = 1
        while f"{kind} {number}" in taken:
            number += 1
        return f"{kind} {number}"

    def put(self, service: str, name: str, area: tuple[float, ...]) -> Any:
        """Put a new shape on the sheet, at left, top, width, height in points, and return the `XShape`.

        Raises:
            OfficeFailure: the sheet is protected.
        """
        self.parent.cells.must_be_free()
        shape = self.parent.book.api.createInstance(service)
        self.api.add(shape)
        shape.Name = name
        drawing = Drawing(self.parent, shape)
        left, top, width, height = area
        drawing.resize(width, height)
        drawing.left, drawing.top = left, top
        return shape

    def rectangle(self, area: tuple[float, ...]) -> Any:
        """Return left, top, width, height in points as LibreOffice's `Rectangle`."""
        made = load_uno().getClass("com.sun.star.awt.Rectangle")()
        left, top, width, height = (_hundredths(each) for each in area)
        made.X, made.Y, made.Width, made.Height = left, top, width, height
        return made


def drawings_on(sheet: Any) -> list[Any]:
    """Return the `XShape`s of a sheet; the boxes of notes are none."""
    page = sheet.api.getDrawPage()
    shapes = [page.getByIndex(number) for number in range(page.getCount())]
    return [shape for shape in shapes if shape.getShapeType() != _NOTE]


def is_chart(shape: Any) -> bool:
    """Whether an `XShape` is a chart."""
    return bool(shape.getShapeType() == _OLE and shape.CLSID.lower() == CHART_CLASS)


def _points(hundredths: int) -> float:
    return round(hundredths / _PER_POINT, 1)


def _hundredths(points: float) -> int:
    return round(points * _PER_POINT)
