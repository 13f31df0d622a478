"""What the styles of an OpenDocument spreadsheet hide: colours, sizes, rows, columns and whole tables (part 3, 16.2, 17)."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from perfeval_xl.sheets.looks import BLACK, WHITE, Look, is_faint, parse_colour
from perfeval_xl.sheets.package import local_name

__all__ = ["OdsLooks"]

# Styles derived from styles
_DEEPEST = 20
# In points, where no style says more
_USUAL_SIZE = 10.0
_SIZE = re.compile(r"(\d{1,6}(?:\.\d{1,6})?)(pt|in|cm|mm)\Z")
_POINTS = {
    "pt": 1.0,
    "in": 72.0,
    "cm": 28.35,
    "mm": 2.835,
}
# Points of a row or a column below which nothing can be seen
_LEAST_POINTS = 3.0
_Style = dict[str, str]
"""Properties of a style by local name; `parent` is the style it is derived from."""


class OdsLooks:
    """The styles of content.xml and styles.xml; those of the first hide equally named ones."""

    def __init__(self, content: Element, styles: Element | None) -> None:
        self._styles: dict[tuple[str, str], _Style] = {}
        self._looks: dict[str, Look] = {}
        # Automatic styles of the content first: they are what cells name
        for root in (content, styles):
            for group in () if root is None else root:
                if local_name(group) in {"automatic-styles", "styles"}:
                    self._take(group)

    def of(self, style: str) -> Look:
        """Return the look of a cell style, the plain one for a style that is not there."""
        if style not in self._looks:
            self._looks[style] = self._look(style or "Default")
        return self._looks[style]

    def hides_table(self, style: str) -> bool:
        """Whether a style makes its table invisible."""
        return self._property("table", style, "display") == "false"

    def hides_row(self, style: str) -> bool:
        """Whether a row of this style is too low to be seen."""
        return self._tiny(self._property("table-row", style, "row-height"))

    def hides_column(self, style: str) -> bool:
        """Whether a column of this style is too narrow to be seen."""
        return self._tiny(self._property("table-column", style, "column-width"))

    def _take(self, group: Element) -> None:
        for style in group:
            if local_name(style) != "style":
                continue
            found: _Style = {}
            # The properties of a style stand in elements below it
            for item in (style, *style):
                found.update(
                    {
                        key.rpartition("}")[2]: value
                        for key, value in item.attrib.items()
                    }
                )
            key = (found.get("family", ""), found.get("name", ""))
            self._styles.setdefault(key, found)

    def _property(self, family: str, style: str, name: str) -> str:
        """Return a property of a style or of those it is derived from, empty when none of them has it."""
        # What a style does not say its parent does; a ring of parents is cut off
        for _ in range(_DEEPEST):
            found = self._styles.get((family, style))
            if found is None:
                return ""
            if name in found:
                return found[name]
            style = found.get("parent-style-name", "")
        return ""

    def _look(self, style: str) -> Look:
        colour = parse_colour(self._property("table-cell", style, "color")) or BLACK
        background = (
            parse_colour(self._property("table-cell", style, "background-color"))
            or WHITE
        )
        size = _points(self._property("table-cell", style, "font-size"))
        protect = self._property("table-cell", style, "cell-protect")
        return Look(
            faint=is_faint(colour, background, _USUAL_SIZE if size is None else size),
            # Formulas may be hidden in a cell that can be typed into
            locked=protect not in {"none", "formula-hidden"},
        )

    def _tiny(self, size: str) -> bool:
        points = _points(size)
        return points is not None and points < _LEAST_POINTS


def _points(size: str) -> float | None:
    match = _SIZE.match(size)
    if match is None:
        return None
    return float(match[1]) * _POINTS[match[2]]
