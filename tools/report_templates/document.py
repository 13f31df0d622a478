"""A template as a .docx: the parts around its blocks, the same bytes every time."""

from __future__ import annotations

from xml.sax.saxutils import escape

from perfeval_xl.report.package import write_package
from tools.report_templates.blocks import text
from tools.report_templates.styles import (
    HEADER,
    R,
    W,
    font_table,
    section,
    settings,
    styles,
)

__all__ = ["document", "end_of_front", "new_section"]

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_FOOTERS = '<w:footerReference w:type="default" r:id="rIdOdd"/><w:footerReference w:type="even" r:id="rIdEven"/>'


def new_section(*, narrow: bool = False, first: bool = False) -> str:
    """Return the end of a section, of text or with the small margins of an annex; what follows begins on a new page.

    The pages of the `first` one are counted from 1.
    """
    return f"<w:p><w:pPr>{section(_FOOTERS, narrow=narrow, first=first)}</w:pPr></w:p>"


def end_of_front() -> str:
    """Return the end of cover and contents: pages without numbers, the next page is the first."""
    return f"<w:p><w:pPr>{section('')}</w:pPr></w:p>"


def document(
    title: str,
    *blocks: str,
    narrow: bool = False,
    landscape: bool = False,
    footnote: str = "",
) -> bytes:
    """Return a template of these blocks; the last section is `narrow` where it is an annex, else a section of text.

    `footnote` is the text of the only footnote, number 1.
    """
    body = "".join(blocks)
    if body.endswith("</w:tbl>"):
        body += text(
            "", "表格小字"
        )  # a document ends with a paragraph, never with a table
    body += section(_FOOTERS, narrow=narrow, landscape=landscape)
    return write_package(
        {
            "[Content_Types].xml": _types(),
            "_rels/.rels": _package_relations(),
            "word/document.xml": f"{HEADER}<w:document {W} {R}><w:body>{body}</w:body></w:document>".encode(),
            "word/_rels/document.xml.rels": _relations(
                ("rIdStyles", f"{_OFFICE}/styles", "styles.xml"),
                ("rIdSettings", f"{_OFFICE}/settings", "settings.xml"),
                ("rIdFonts", f"{_OFFICE}/fontTable", "fontTable.xml"),
                ("rIdOdd", f"{_OFFICE}/footer", "footer1.xml"),
                ("rIdEven", f"{_OFFICE}/footer", "footer2.xml"),
                ("rIdNotes", f"{_OFFICE}/footnotes", "footnotes.xml"),
            ),
            "word/styles.xml": styles().encode(),
            "word/settings.xml": settings().encode(),
            "word/fontTable.xml": font_table().encode(),
            "word/footer1.xml": _footer("right", 'w:rightChars="100" w:right="280"'),
            "word/footer2.xml": _footer("left", 'w:leftChars="100" w:left="280"'),
            "word/footnotes.xml": _footnotes(footnote),
            "docProps/core.xml": _core(title),
            "docProps/app.xml": _application(),
        }
    )


def _package_relations() -> bytes:
    return _relations(
        ("rId1", f"{_OFFICE}/officeDocument", "word/document.xml"),
        (
            "rId2",
            f"{_PACKAGE}/relationships/metadata/core-properties",
            "docProps/core.xml",
        ),
        ("rId3", f"{_OFFICE}/extended-properties", "docProps/app.xml"),
    )


def _application() -> bytes:
    """The program that made the document."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
    made_by = "<Application>perfeval-xl</Application>"
    return f'{HEADER}<Properties xmlns="{kind}">{made_by}</Properties>'.encode()


def _footer(side: str, indent: str) -> bytes:
    """The page number between dashes, one character away from the outer edge."""
    number = (
        '<w:r><w:t xml:space="preserve">— </w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        '<w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t xml:space="preserve"> —</w:t></w:r>'
    )
    look = f'<w:pPr><w:pStyle w:val="Footer"/><w:ind {indent} w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="{side}"/></w:pPr>'
    return f"{HEADER}<w:ftr {W} {R}><w:p>{look}{number}</w:p></w:ftr>".encode()


def _footnotes(footnote: str) -> bytes:
    """The two lines that Word needs above footnotes, and the footnote."""
    lines = "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr><w:r><w:{mark}/></w:r></w:p></w:footnote>'
        for number, kind, mark in (
            (-1, "separator", "separator"),
            (0, "continuationSeparator", "continuationSeparator"),
        )
    )
    note = ""
    if footnote:
        number = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>'
        said = text(footnote, "FootnoteText").replace(
            "</w:pPr>", f"</w:pPr>{number}", 1
        )
        note = f'<w:footnote w:id="1">{said}</w:footnote>'
    return f"{HEADER}<w:footnotes {W} {R}>{lines}{note}</w:footnotes>".encode()


def _relations(*entries: tuple[str, str, str]) -> bytes:
    made = "".join(
        f'<Relationship Id="{key}" Type="{kind}" Target="{target}"/>'
        for key, kind, target in entries
    )
    return f'{HEADER}<Relationships xmlns="{_PACKAGE}/relationships">{made}</Relationships>'.encode()


def _types() -> bytes:
    parts = {
        "/word/document.xml": f"{_WORD}.document.main+xml",
        "/word/styles.xml": f"{_WORD}.styles+xml",
        "/word/settings.xml": f"{_WORD}.settings+xml",
        "/word/fontTable.xml": f"{_WORD}.fontTable+xml",
        "/word/footer1.xml": f"{_WORD}.footer+xml",
        "/word/footer2.xml": f"{_WORD}.footer+xml",
        "/word/footnotes.xml": f"{_WORD}.footnotes+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        "/docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    }
    made = "".join(
        f'<Override PartName="{name}" ContentType="{kind}"/>'
        for name, kind in parts.items()
    )
    return (
        f'{HEADER}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{made}</Types>'
    ).encode()


def _core(title: str) -> bytes:
    return (
        f"{HEADER}<cp:coreProperties "
        f'xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title)}</dc:title><dc:language>zh-CN</dc:language></cp:coreProperties>"
    ).encode()
