"""Pictures on a sheet."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from xlwings import base_classes

from xlwings_libreoffice.bridge import load_uno, named_values
from xlwings_libreoffice.drawings import Drawing, Drawings
from xlwings_libreoffice.failures import OfficeFailure
from xlwings_libreoffice.members import implements, unsupported

__all__ = ["PICTURE_SHAPE", "Picture", "Pictures", "keeps_ratio", "natural_size"]

PICTURE_SHAPE = "com.sun.star.drawing.GraphicObjectShape"
_RATIO = "keeps-ratio"
"""An attribute of our own on the shape: LibreOffice has no such property of drawings."""
_POINTS_PER_PIXEL = 72 / 96
_PER_POINT = 2540 / 72


@implements(base_classes.Picture)
class Picture(Drawing, base_classes.Picture):
    """One picture. One that was added in its own size keeps its ratio, one that was given a size does not."""

    @property
    def lock_aspect_ratio(self) -> bool:
        """Whether width and height change together."""
        return keeps_ratio(self.api)

    @lock_aspect_ratio.setter
    def lock_aspect_ratio(self, value: object) -> None:
        attributes = self.api.UserDefinedAttributes
        if attributes.hasByName(_RATIO):
            attributes.removeByName(_RATIO)
        if value:
            kept = load_uno().createUnoStruct("com.sun.star.xml.AttributeData")
            kept.Type, kept.Value = "CDATA", "true"
            attributes.insertByName(_RATIO, kept)
        self.api.UserDefinedAttributes = attributes

    def index(self) -> int:
        """Return the place among all drawings of the sheet, from 1."""
        return self.position

    def resize(self, width: float, height: float) -> None:
        """Set both sizes; with a kept ratio the one that was changed decides."""
        if keeps_ratio(self.api):
            ratio = self.height / self.width
            if width == self.width:
                width = height / ratio
            else:
                height = width * ratio
        super().resize(width, height)

    def update(self, filename: str) -> Picture:
        """Show another picture in the same place and size."""
        self.api.Graphic = _graphic(self.parent, filename)
        return self


@implements(base_classes.Pictures)
class Pictures(Drawings, base_classes.Pictures):
    """The pictures of a sheet."""

    made = Picture

    def holds(self, shape: Any) -> bool:
        """Whether an `XShape` is a picture."""
        return bool(shape.getShapeType() == PICTURE_SHAPE)

    def add(  # noqa: PLR0917 - xlwings' arguments
        self,
        filename: str,
        link_to_file: object,
        save_with_document: object,
        left: float | None,
        top: float | None,
        width: float | None,
        height: float | None,
        anchor: Any = None,
    ) -> Picture:
        """Put a picture on the sheet, at `anchor` or at a place in points; sizes of -1 or `None` are its own.

        The picture is kept in the document: `link_to_file` is not supported.

        Raises:
            OfficeFailure: the file is no picture LibreOffice can read, or the sheet is protected.
        """
        if link_to_file:
            raise unsupported("Pictures.add(link_to_file=True)")
        graphic = _graphic(self.parent, filename)
        own_width, own_height = natural_size(graphic)
        own_size = (width or -1) < 0 and (height or -1) < 0
        if own_size:
            width, height = own_width, own_height
        if anchor is not None:
            left, top = anchor.left, anchor.top
        area = (left or 0, top or 0, width or own_width, height or own_height)
        shape = self.put(PICTURE_SHAPE, self.free_name("Picture"), area)
        shape.Graphic = graphic
        picture = Picture(self.parent, shape)
        picture.lock_aspect_ratio = own_size
        return picture


def keeps_ratio(shape: Any) -> bool:
    """Whether width and height of an `XShape` change together."""
    return bool(shape.UserDefinedAttributes.hasByName(_RATIO))


def natural_size(graphic: Any) -> tuple[float, float]:
    """Return the width and height of a picture in points: as its file says, else 96 pixels an inch."""
    size = graphic.Size100thMM
    if size.Width > 0 and size.Height > 0:
        return size.Width / _PER_POINT, size.Height / _PER_POINT
    pixels = graphic.SizePixel
    return pixels.Width * _POINTS_PER_PIXEL, pixels.Height * _POINTS_PER_PIXEL


def _graphic(sheet: Any, filename: str) -> Any:
    provider = sheet.book.app.office.service("com.sun.star.graphic.GraphicProvider")
    address = Path(filename).resolve().as_uri()
    graphic = provider.queryGraphic(named_values(URL=address))
    if graphic is None:
        raise OfficeFailure(
            f"{filename} 不是 LibreOffice 能读的图片。请换用 PNG、JPEG、SVG 等格式的文件。"
        )
    return graphic
