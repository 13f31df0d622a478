"""The styles of a moulded workbook, and the few more that the values of one cast need.

A number brings its number format, a long text its smaller size, a locked cell its protection; font, fill and border are
those of the cell in the mould.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from openpyxl.styles.numbers import BUILTIN_FORMATS_REVERSE

from perfeval_xl.sheets.model import Style
from perfeval_xl.sheets.xml_text import escaped

__all__ = ["GrowingStyles", "MouldedStyles"]

# The lists of a styles part as the normal writer spells them
_FONT = re.compile(r"<font>.*?</font>", re.DOTALL)
_XF = re.compile(r"<xf [^>]*?(?:/>|>.*?</xf>)", re.DOTALL)
_FORMAT = re.compile(r'<numFmt numFmtId="(\d+)" formatCode="([^"]*)"')
_FORMATS = re.compile(r"<numFmts[^>]*?(?:/>|>(.*?)</numFmts>)", re.DOTALL)
_FONTS = re.compile(r"<fonts[^>]*>(.*?)</fonts>", re.DOTALL)
_XFS = re.compile(r"<cellXfs[^>]*>(.*?)</cellXfs>", re.DOTALL)
_SIZE = re.compile(r'<sz val="[^"]*"/>')
# ECMA-376 part 1, 18.8.30
_FIRST_OWN_FORMAT = 164


@dataclass(frozen=True, slots=True)
class _Recipe:
    """A style in the terms of the part: the code of its number format, its font, and what else makes its `xf`."""

    code: str
    font: str
    fill: str
    border: str
    tail: str


class MouldedStyles:
    """A styles part as written, with its lists; `more()` begins a part that grows from it."""

    def __init__(self, xml: str) -> None:
        self.xml = xml
        self.fonts = _FONT.findall(_inside(_FONTS, xml))
        self.xfs = _XF.findall(_inside(_XFS, xml))
        self.formats = {
            code: int(number)
            for number, code in _FORMAT.findall(_inside(_FORMATS, xml))
        }
        # Reversed, so that of two equal ones the first keeps its number
        self.ids: dict[str, int] = {
            xf: number for number, xf in reversed(list(enumerate(self.xfs)))
        }
        self.font_ids: dict[str, int] = {
            font: number for number, font in reversed(list(enumerate(self.fonts)))
        }
        self._recipes: dict[tuple[int, Style, bool], _Recipe] = {}

    def more(self) -> GrowingStyles:
        """Return a part that begins as this one and grows without changing it."""
        return GrowingStyles(self)

    def recipe(self, base: int, style: Style, *, quoted: bool) -> _Recipe:
        """Return how the style `base` of the mould is changed into `style`."""
        key = (base, style, quoted)
        if key not in self._recipes:
            self._recipes[key] = self._new_recipe(base, style, quoted=quoted)
        return self._recipes[key]

    def _new_recipe(self, base: int, style: Style, *, quoted: bool) -> _Recipe:
        # The cell in the mould gives font, fill and border, the value all the rest
        xf = self.xfs[base]
        attributes = dict(re.findall(r'(\w+)="([^"]*)"', xf[: xf.index(">")]))
        wrap = ""
        if style.wrap:
            wrap = ' wrapText="1"'
        shrink = ""
        if style.shrink:
            shrink = ' shrinkToFit="1"'
        indent = ""
        if style.indent:
            indent = f' indent="{style.indent}"'
        # Spelled as openpyxl spells it: equal styles then have equal texts, and one number
        alignment = f'<alignment horizontal="{style.horizontal}" vertical="{style.vertical}"{wrap}{shrink}{indent}/>'
        # A locked cell is the usual one, which no style has to say
        applied, protection = "", ""
        if not style.locked:
            applied = ' applyProtection="1"'
            protection = '<protection locked="0" hidden="0"/>'
        tail = f' applyAlignment="1"{applied} pivotButton="0" quotePrefix="{int(quoted)}" xfId="0">{alignment}{protection}</xf>'
        font = _SIZE.sub(
            f'<sz val="{style.size:.16g}"/>', self.fonts[int(attributes["fontId"])]
        )
        # A style without a fill has number 0, which is none
        fill = "0"
        if style.fill:
            fill = attributes["fillId"]
        return _Recipe(
            style.number_format,
            font,
            fill,
            attributes["borderId"],
            tail,
        )


class GrowingStyles:
    """A styles part with a few styles more than the one in the mould; equal casts give equal parts."""

    def __init__(self, base: MouldedStyles) -> None:
        self._base = base
        self._xfs: dict[str, int] = {}
        self._fonts: dict[str, int] = {}
        self._formats: dict[str, int] = {}

    @property
    def key(self) -> tuple[str, ...]:
        """What was added, in order; empty for nothing."""
        return (*self._xfs, *self._fonts, *self._formats)

    def id_of(self, base: int, style: Style, *, quoted: bool = False) -> int:
        """Return the number of a style that differs from style `base` of the mould in what a value brings along.

        `quoted` is for text that a program would compute when somebody edits the cell.
        """
        # A style that the mould has already needs no further one
        recipe = self._base.recipe(base, style, quoted=quoted)
        numbers = (
            f'numFmtId="{self._format(recipe.code)}" fontId="{self._font(recipe.font)}"'
        )
        xf = f'<xf {numbers} fillId="{recipe.fill}" borderId="{recipe.border}"{recipe.tail}'
        known = self._base.ids.get(xf)
        if known is not None:
            return known
        return self._xfs.setdefault(xf, len(self._base.xfs) + len(self._xfs))

    def _font(self, font: str) -> int:
        known = self._base.font_ids.get(font)
        if known is None:
            return self._fonts.setdefault(
                font, len(self._base.fonts) + len(self._fonts)
            )
        return known

    def _format(self, code: str) -> int:
        builtin: int | None = BUILTIN_FORMATS_REVERSE.get(code)
        # Formats that no workbook spells out have fixed numbers
        if builtin is not None:
            return builtin
        # New formats are numbered behind those of the mould
        known = self._base.formats.get(escaped(code))
        own = _FIRST_OWN_FORMAT + len(self._base.formats) + len(self._formats)
        if known is None:
            return self._formats.setdefault(code, own)
        return known

    def as_xml(self) -> str:
        """Return the whole part."""
        # Formats first, then fonts, then styles, as the part has them
        xml = self._base.xml
        if self._formats:
            own = "".join(
                f'<numFmt numFmtId="{n}" formatCode="{escaped(code)}"/>'
                for code, n in self._formats.items()
            )
            inside = _inside(_FORMATS, xml) + own
            count = len(self._base.formats) + len(self._formats)
            xml = _FORMATS.sub(
                lambda _: f'<numFmts count="{count}">{inside}</numFmts>', xml, count=1
            )
        if self._fonts:
            xml = _grown(
                xml,
                "fonts",
                len(self._base.fonts) + len(self._fonts),
                "".join(self._fonts),
            )
        return _grown(
            xml, "cellXfs", len(self._base.xfs) + len(self._xfs), "".join(self._xfs)
        )


def _inside(pattern: re.Pattern[str], xml: str) -> str:
    match = pattern.search(xml)
    if match:
        return match[1] or ""
    return ""


def _grown(xml: str, name: str, count: int, more: str) -> str:
    xml = re.sub(rf'<{name} count="\d+"', f'<{name} count="{count}"', xml, count=1)
    return xml.replace(f"</{name}>", f"{more}</{name}>", 1)
