"""Styles, settings, fonts and page of an official document, from the figures of `typography.toml` (GB/T 9704—2012)."""

from __future__ import annotations

import math
import tomllib
from pathlib import Path
from typing import Any

__all__ = [
    "FORMAT",
    "W",
    "font_table",
    "points",
    "section",
    "settings",
    "styles",
    "twips",
]

FORMAT: dict[str, Any] = tomllib.loads(
    Path(__file__).with_name("typography.toml").read_text(encoding="utf-8")
)
"""The figures of the official format."""
_FONTS = Path(__file__).resolve().parents[2] / "report_templates" / "字体.toml"
FORMAT["fonts"] = {
    key: font["names"]
    for key, font in tomllib.loads(_FONTS.read_text(encoding="utf-8")).items()
}
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
HEADER = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_TWIPS_PER_MM = 1440 / 25.4
_NARROW = 20
"""The margins of an annex that is one large table, in mm."""
_NUMBER_LINE = 14


def twips(millimetres: float) -> int:
    """Return a length in twentieths of a point."""
    return round(millimetres * _TWIPS_PER_MM)


def points(size: float) -> int:
    """Return a font size in half points."""
    return round(size * 2)


def line_pitch() -> int:
    """The height of a line, so that 22 of them fill the area of the text exactly."""
    page = FORMAT["page"]
    return twips(page["height"] - page["top"] - page["bottom"]) // int(page["lines"])


def _tighter() -> int:
    """What is taken from every character so that 28 of them fit into a line, in twips.

    A grid of characters would say the same to Word; LibreOffice spreads the text over it.
    """
    page = FORMAT["page"]
    width = twips(page["width"] - page["left"] - page["right"])
    return math.floor(
        width / int(page["characters"]) - int(FORMAT["sizes"]["text"]) * 20
    )


def section(
    footers: str, *, narrow: bool = False, landscape: bool = False, first: bool = False
) -> str:
    """Return the properties of a section: margins, footers, grid. A narrow one has small margins and no grid.

    The pages of the `first` one are counted from 1.
    """
    page = FORMAT["page"]
    margins = {
        side: twips(_NARROW if narrow else page[side])
        for side in ("top", "right", "bottom", "left")
    }
    # the number stands 7 mm below the text: the footer ends where its line ends
    below = margins["bottom"] - twips(page["number_below"]) - _NUMBER_LINE * 20
    grid = f'<w:docGrid w:type="lines" w:linePitch="{line_pitch()}"/>'
    if narrow:
        below = twips(10)
        grid = '<w:docGrid w:linePitch="312"/>'
    counted = '<w:pgNumType w:start="1"/>' if first else ""
    wide, high, turned = page["width"], page["height"], ""
    if landscape:
        wide, high, turned = high, wide, ' w:orient="landscape"'
    edges = " ".join(f'w:{side}="{length}"' for side, length in margins.items())
    return (
        f"<w:sectPr>{footers}"
        f'<w:pgSz w:w="{twips(wide)}" w:h="{twips(high)}"{turned}/>'
        f'<w:pgMar {edges} w:header="{twips(15)}" w:footer="{below}" w:gutter="0"/>{counted}{grid}</w:sectPr>'
    )


def styles() -> str:
    """Return styles.xml."""
    sizes = FORMAT["sizes"]
    made = "".join(_paragraph_styles())
    text = FORMAT["fonts"]["text"][0]
    latin = FORMAT["fonts"]["latin"][0]
    return (
        f"{HEADER}<w:styles {W}><w:docDefaults><w:rPrDefault><w:rPr>"
        f'<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{text}" w:cs="{latin}"/>'
        f'<w:sz w:val="{points(sizes["text"])}"/><w:szCs w:val="{points(sizes["text"])}"/>'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>'
        f"{made}{_TABLES}</w:styles>"
    )


def _paragraph_styles() -> list[str]:
    """The styles of paragraphs, those of headings and tables among them."""
    sizes = FORMAT["sizes"]
    pitch = line_pitch()
    exact = f'<w:spacing w:before="0" w:after="0" w:line="{pitch}" w:lineRule="exact"/>'
    table = '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/><w:ind w:firstLineChars="0" w:firstLine="0"/>'
    # two levels of headings stand on one page
    contents = '<w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" w:line="480" w:lineRule="exact"/>'
    indent = '<w:ind w:firstLineChars="200" w:firstLine="640"/>'
    flush = '<w:ind w:firstLineChars="0" w:firstLine="0"/>'
    title_space = (
        '<w:spacing w:before="0" w:after="0" w:line="720" w:lineRule="exact"/>'
    )
    return [
        _style("Normal", "Normal", f'<w:snapToGrid/>{exact}{indent}<w:jc w:val="both"/>', f'<w:spacing w:val="{_tighter()}"/>', based="", default=True),
        _style("Title", "Title", f'<w:keepNext/>{title_space}{flush}<w:jc w:val="center"/><w:outlineLvl w:val="9"/>', _run("title", sizes["title"])),
        _style("Subtitle", "Subtitle", f'{exact}{flush}<w:jc w:val="center"/>', _run("heading2", sizes["text"])),
        _style("Heading1", "heading 1", f'<w:keepNext/>{exact}<w:outlineLvl w:val="0"/>', _run("heading1", sizes["text"])),
        _style("Heading2", "heading 2", f'<w:keepNext/>{exact}<w:outlineLvl w:val="1"/>', _run("heading2", sizes["text"])),
        _style("Heading3", "heading 3", f'<w:keepNext/>{exact}<w:outlineLvl w:val="2"/>', _run("text", sizes["text"])),
        _style("Heading4", "heading 4", f'{exact}<w:outlineLvl w:val="3"/>', _run("text", sizes["text"])),
        _style("Caption", "caption", f'<w:keepNext/>{exact}{flush}<w:jc w:val="center"/>', _run("heading1", 12)),
        _style("FigureCaption", "图题", f'{exact}{flush}<w:jc w:val="center"/>', _run("heading1", 12)),
        _style("Picture", "图", f'<w:keepNext/><w:spacing w:before="120" w:after="0" w:line="240" w:lineRule="auto"/>{flush}<w:jc w:val="center"/>', ""),
        _style("Annex", "附件", f'<w:keepNext/>{exact}{flush}<w:jc w:val="left"/>', _run("heading1", sizes["text"])),
        _style("AnnexTitle", "附件标题", f'<w:keepNext/>{title_space}{flush}<w:jc w:val="center"/>', _run("title", sizes["title"])),
        _style("LastText", "末章正文", f"<w:keepNext/>{exact}{indent}", ""),
        _style("BeforeSignature", "附件说明", f"<w:keepNext/>{exact}{indent}", ""),
        _style("Signature", "落款", f'<w:keepNext/><w:keepLines/>{exact}<w:ind w:rightChars="400" w:right="1280" w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="right"/>', ""),
        _style("表格文字", "表格文字", f'{table}<w:jc w:val="center"/>', _run("number", sizes["table"])),
        _style("表格连排", "表格连排", f'<w:keepNext/>{table}<w:jc w:val="center"/>', _run("number", sizes["table"])),
        _style("表格标题", "表格标题", f'<w:keepNext/>{table}<w:jc w:val="center"/>', _run("heading1", 12)),
        _style("表格左齐", "表格左齐", f'{table}<w:jc w:val="left"/>', _run("number", sizes["table"])),
        _style("表格小字", "表格小字", f'<w:snapToGrid w:val="0"/>{table}<w:jc w:val="left"/>', _run("number", sizes["small"])),
        _style("模板标记", "模板标记", table, '<w:color w:val="595959"/><w:spacing w:val="0"/><w:sz w:val="18"/><w:szCs w:val="18"/>'),
        _style("TOC1", "toc 1", f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="8840"/></w:tabs>{contents}{flush}', _run("text", sizes["contents"])),
        _style("TOC2", "toc 2", f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="8840"/></w:tabs>{contents}<w:ind w:leftChars="200" w:left="560" w:firstLineChars="0" w:firstLine="0"/>', _run("text", sizes["contents"])),
        _style("ContentsTitle", "目录标题", f'<w:keepNext/>{title_space}{flush}<w:jc w:val="center"/>', _run("heading1", sizes["text"])),
        _style("CoverLine", "封面栏目", '<w:spacing w:before="120" w:after="120" w:line="560" w:lineRule="exact"/><w:ind w:left="640" w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="left"/>', ""),
        _style("FootnoteText", "footnote text", f'<w:snapToGrid w:val="0"/>{table}<w:jc w:val="left"/>', _run("number", sizes["small"])),
        _style("Footer", "footer", f'<w:spacing w:before="0" w:after="0" w:line="{_NUMBER_LINE * 20}" w:lineRule="exact"/>{flush}', _run("number", sizes["number"])),
    ]  # fmt: skip


_TABLES = (
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/></w:style>'
    '<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
    '<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    '<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>'
    + "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    + "</w:tblBorders></w:tblPr></w:style>"
)


def _style(
    key: str,
    name: str,
    paragraph: str,
    run: str,
    *,
    based: str = "Normal",
    default: bool = False,
) -> str:
    marked = ' w:default="1"' if default else ""
    if not key.isascii():
        marked = ' w:customStyle="1"'
    above = f'<w:basedOn w:val="{based}"/>' if based else ""
    behind = "" if default else '<w:next w:val="Normal"/>'
    look = f"<w:rPr>{run}</w:rPr>" if run else ""
    return (
        f'<w:style w:type="paragraph"{marked} w:styleId="{key}"><w:name w:val="{name}"/>{above}{behind}<w:qFormat/>'
        f"<w:pPr>{paragraph}</w:pPr>{look}</w:style>"
    )


def _run(font: str, size: float) -> str:
    name = FORMAT["fonts"][font][0]
    half = points(size)
    tight = "" if size == FORMAT["sizes"]["text"] else '<w:spacing w:val="0"/>'
    return f'<w:rFonts w:eastAsia="{name}"/><w:b w:val="0"/><w:color w:val="000000"/>{tight}<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'


def font_table() -> str:
    """Return fontTable.xml: Word takes the first of the alternative names that the machine has."""
    made = []
    for names in FORMAT["fonts"].values():
        name, *others = names
        charset = "00" if name.isascii() else "86"
        made.append(
            f'<w:font w:name="{name}"><w:altName w:val="{";".join(others)}"/><w:charset w:val="{charset}"/>'
            '<w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>'
        )
    return f"{HEADER}<w:fonts {W}>{''.join(made)}</w:fonts>"


def settings() -> str:
    """Return settings.xml: page numbers on the outer side, no line stretched by a typed break, the mode of Word 2013."""
    return (
        f'{HEADER}<w:settings {W}><w:zoom w:percent="100"/><w:evenAndOddHeaders/>'
        '<w:characterSpacingControl w:val="compressPunctuation"/>'
        "<w:compat><w:doNotExpandShiftReturn/><w:useFELayout/>"
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
    )
