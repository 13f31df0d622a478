"""Shapes: everything drawn on a sheet, pictures and charts among it, with texts."""

from __future__ import annotations

from typing import Any

from xlwings import base_classes

from xlwings_libreoffice.characters import Characters
from xlwings_libreoffice.drawings import Drawing, Drawings, is_chart
from xlwings_libreoffice.fonts import Font
from xlwings_libreoffice.members import implements
from xlwings_libreoffice.pictures import PICTURE_SHAPE, keeps_ratio, natural_size

__all__ = ["Shape", "ShapeCharacters", "Shapes"]

_TYPES = {
    "GraphicObjectShape": "picture",
    "OLE2Shape": "embedded_ole_object",
    "TextShape": "text_box",
    "LineShape": "line",
    "ConnectorShape": "line",
    "GroupShape": "group",
    "ControlShape": "form_control",
    "MediaShape": "media",
    "PolyLineShape": "free_form",
    "PolyPolygonShape": "free_form",
    "OpenBezierShape": "free_form",
    "ClosedBezierShape": "free_form",
}
"""The types of LibreOffice; all others are `auto_shape`."""
_STAYING = {
    "scale_from_top_left": 0.0,
    "scale_from_middle": 0.5,
    "scale_from_bottom_right": 1.0,
}
"""Which part of what a shape grows by lies left of (above) where it stood."""


@implements(base_classes.Shape)
class Shape(Drawing, base_classes.Shape):
    """One shape."""

    @property
    def type(self) -> str:
        """What it is, in xlwings' words: `picture`, `chart`, `auto_shape`, …"""
        if is_chart(self.api):
            return "chart"
        return _TYPES.get(self.api.getShapeType().rpartition(".")[2], "auto_shape")

    @property
    def index(self) -> int:
        """The place among all drawings of the sheet, from 1."""
        return self.position

    def activate(self) -> None:
        """Select the shape in its window."""
        self.parent.activate()
        self.parent.book.controller.select(self.api)

    def scale_width(
        self,
        factor: float,
        relative_to_original_size: object,
        scale: str,
    ) -> None:
        """Make the shape wider; a picture that keeps its ratio becomes higher, too.

        Raises:
            ValueError: `scale` is none of xlwings' words, or a shape that is no picture has no original size.
        """
        self._scale(
            factor,
            1,
            of_original=bool(relative_to_original_size),
            scale=scale,
        )

    def scale_height(
        self,
        factor: float,
        relative_to_original_size: object,
        scale: str,
    ) -> None:
        """Make the shape higher; a picture that keeps its ratio becomes wider, too.

        Raises:
            ValueError: `scale` is none of xlwings' words, or a shape that is no picture has no original size.
        """
        self._scale(
            1,
            factor,
            of_original=bool(relative_to_original_size),
            scale=scale,
        )

    def _scale(
        self,
        across: float,
        down: float,
        *,
        of_original: bool,
        scale: str,
    ) -> None:
        if scale not in _STAYING:
            raise ValueError(f"scale must be one of {tuple(_STAYING)}, not {scale!r}.")
        width, height = self.width, self.height
        whole_width, whole_height = width, height
        if of_original:
            if self.api.getShapeType() != PICTURE_SHAPE:
                raise ValueError("Only a picture has an original size.")
            whole_width, whole_height = natural_size(self.api.Graphic)
        if keeps_ratio(self.api):
            across = down = max(across, down, key=lambda factor: factor != 1)
            new_width, new_height = whole_width * across, whole_height * down
        elif down == 1:
            new_width, new_height = whole_width * across, height
        else:
            new_width, new_height = width, whole_height * down
        share = _STAYING[scale]
        left = self.left - (new_width - width) * share
        top = self.top - (new_height - height) * share
        self.resize(new_width, new_height)
        self.left, self.top = left, top

    @property
    def text(self) -> str | None:
        """The text in it; `None` without any."""
        if not hasattr(self.api, "getString"):
            return None
        return self.api.getString() or None

    @text.setter
    def text(self, value: object) -> None:
        self.api.setString("" if value is None else str(value))

    @property
    def characters(self) -> ShapeCharacters:
        """All characters of the text."""
        return ShapeCharacters(self)

    @property
    def font(self) -> Font:
        """The font of the whole text."""
        return self.characters.font

    def cell_api(self) -> Any:
        """Return the `XText`, for `Characters`, which ask a cell for its own."""
        return self.api


class ShapeCharacters(Characters):
    """Characters of the text of a shape."""

    def set_look(self, name: str, value: object) -> None:
        """Set a property of the characters."""
        self.api.setPropertyValue(name, value)


@implements(base_classes.Collection)
class Shapes(Drawings, base_classes.Collection):
    """All drawings of a sheet; the boxes of notes are none."""

    made = Shape

    def holds(self, shape: Any) -> bool:
        """Whether an `XShape` is one of these."""
        return True
