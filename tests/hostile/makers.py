"""Makers of files that ask for much with little: each takes how much."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from functools import cache

from docx import Document

from perfeval_xl.distribution.roster_template import roster_template
from perfeval_xl.scheme.loader import load_scheme
from tests.support.samples import filled
from tests.support.workbooks import replaced_part

SHEET = "xl/worksheets/sheet1.xml"
BOOK = "xl/workbook.xml"
STYLES = "xl/styles.xml"
SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text", "style")
)
CELL = "<table:table-cell office:value-type='string'><text:p>甲</text:p></table:table-cell>"


@cache
def form() -> bytes:
    """The example as a filled form."""
    return filled()


def behind_rows(rows: str) -> bytes:
    """The form with rows behind its own."""
    return replaced_part(
        form(),
        SHEET,
        lambda xml: xml.replace(b"</sheetData>", rows.encode() + b"</sheetData>", 1),
    )


def pasted_rows(count: int) -> bytes:
    """Rows with one cell each below the form, as a person pastes them."""
    return behind_rows(
        "".join(
            f'<row r="{r}"><c r="B{r}"><v>{r}</v></c></row>'
            for r in range(900, 900 + count)
        )
    )


def with_text(address: str, text: str) -> bytes:
    """The form with another text in one cell."""
    start = f'<c r="{address}"'.encode()

    def change(xml: bytes) -> bytes:
        before, mark, rest = xml.partition(start)
        assert mark
        head, _, after = rest.partition(b">")
        style = b" ".join(part for part in head.split() if part.startswith(b"s="))
        tail = b"" if head.endswith(b"/") else after.partition(b"</c>")[2]
        tail = after if head.endswith(b"/") else tail
        inline = f"<is><t>{text}</t></is></c>".encode()
        return (
            before
            + start
            + b" "
            + style.rstrip(b"/")
            + b' t="inlineStr">'
            + inline
            + tail
        )

    return replaced_part(form(), SHEET, change)


def many_texts(count: int) -> bytes:
    """One cell of many `<t>`."""
    return behind_rows(
        f'<row r="900"><c r="B900" t="inlineStr"><is>{"<t>a</t>" * count}</is></c></row>'
    )


def many_sheets(count: int) -> bytes:
    """The form with sheets that have no part."""
    added = "".join(
        f'<sheet name="s{n}" sheetId="{n + 50}"/>' for n in range(count)
    ).encode()
    return replaced_part(
        form(), BOOK, lambda xml: xml.replace(b"</sheets>", added + b"</sheets>", 1)
    )


def many_names(count: int) -> bytes:
    """The form with defined names that nobody asks for."""
    added = "".join(
        f'<definedName name="n{n}">A!$A$1</definedName>' for n in range(count)
    ).encode()
    return replaced_part(
        form(),
        BOOK,
        lambda xml: xml.replace(b"</definedNames>", added + b"</definedNames>", 1),
    )


def many_styles(count: int) -> bytes:
    """The form with cell formats that no cell has."""
    added = b"<xf/>" * count
    return replaced_part(
        form(), STYLES, lambda xml: xml.replace(b"</cellXfs>", added + b"</cellXfs>", 1)
    )


def many_merges(count: int) -> bytes:
    """The form with merged areas far below it."""
    added = b"".join(
        b'<mergeCell ref="A%d:B%d"/>' % (r, r) for r in range(900, 900 + count)
    )
    return replaced_part(
        form(),
        SHEET,
        lambda xml: xml.replace(b"</mergeCells>", added + b"</mergeCells>", 1),
    )


def changed_labels(count: int) -> bytes:
    """The form with one label changed, and so many cells in which it might stand instead."""
    cells = "".join(
        f'<row r="{r}"><c r="ZZ{r}" t="str"><v>x{r}</v></c></row>'
        for r in range(900, 900 + count)
    )
    rows = behind_rows(cells)
    return replaced_part(
        rows, SHEET, lambda xml: xml.replace("项目名称".encode(), "项目".encode())
    )


def shared_strings(count: int) -> bytes:
    """A workbook with so many shared texts, one of them used."""
    texts = "<si/>" * count
    return _book(
        {
            "xl/sharedStrings.xml": f"<sst>{texts}</sst>",
            SHEET: '<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData></worksheet>',
        }
    )


def _book(parts: Mapping[str, str]) -> bytes:
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    usual = {
        "_rels/.rels": f'<Relationships><Relationship Id="r" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        BOOK: f'<workbook xmlns:r="{office}"><sheets><sheet name="_perfeval" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships><Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{office}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (usual | dict(parts)).items():
            archive.writestr(name, content)
    return out.getvalue()


def ods(body: str) -> bytes:
    """A small OpenDocument spreadsheet with this in its one table, which is called as the hidden sheet of a form."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml",
            f"<office:document-content {SPACES}><office:body><office:spreadsheet>"
            f"<table:table table:name='_perfeval'>{body}</table:table></office:spreadsheet></office:body></office:document-content>",
        )
    return out.getvalue()


def ods_hidden_rows(count: int) -> bytes:
    """Row elements each of which hides all rows there are."""
    return ods(
        "<table:table-row table:visibility='collapse' table:number-rows-repeated='400000'/>"
        * count
    )


def ods_columns(count: int) -> bytes:
    """So many runs of columns, and rows of cells that each have to be told theirs."""
    columns = "<table:table-column table:default-cell-style-name='s'/>" * count
    return ods(columns + f"<table:table-row>{CELL * count}</table:table-row>" * 2)


def ods_rows_behind_the_last(count: int) -> bytes:
    """Rows that hold something, behind the last one that a sheet may have."""
    wide = CELL.replace(
        "<table:table-cell", "<table:table-cell table:number-columns-repeated='16384'"
    )
    empty = "<table:table-row table:number-rows-repeated='1048576'/>"
    return ods(empty + f"<table:table-row>{wide}</table:table-row>" * count)


def ods_formula(sign: str, count: int) -> bytes:
    """One formula of one sign."""
    cell = f"<table:table-cell office:value-type='float' office:value='1' table:formula=\"of:={sign * count}\"/>"
    return ods(f"<table:table-row>{cell}</table:table-row>")


def roster(merges: int, rows: int) -> bytes:
    """A project list with merged areas of so many rows."""
    added = b"".join(
        b'<mergeCell ref="D%d:D%d"/>' % (9 + n, 9 + n + rows) for n in range(merges)
    )
    merged = b'<mergeCells count="1">' + added + b"</mergeCells>"
    data = roster_template(load_scheme("xinzhou-2022"))
    return replaced_part(data, SHEET, lambda xml: _with_merges(xml, added, merged))


def _with_merges(xml: bytes, added: bytes, whole: bytes) -> bytes:
    if b"</mergeCells>" in xml:
        return xml.replace(b"</mergeCells>", added + b"</mergeCells>", 1)
    return xml.replace(b"</sheetData>", b"</sheetData>" + whole, 1)


def cut_off_names(count: int) -> bytes:
    """An archive without its directory, whose names reach over each other."""
    head = (
        b"PK\x03\x04"
        + bytes(22)
        + (19).to_bytes(2, "little")
        + bytes(2)
        + b"[Content_Types].xml"
    )
    return head + (b"PK\x03\x04" + bytes(22) + b"\xff\xff\0\0" + bytes(34)) * count


def template(tags: list[str]) -> bytes:
    """A report template with one paragraph for each tag."""
    document = Document()
    for tag in tags:
        document.add_paragraph(tag)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def nested_loops(depth: int) -> list[str]:
    """Loops in each other, all over the same list."""
    opened = [f"{{%p for a{n} in indicators %}}" for n in range(depth)]
    return [*opened, "{{ project }}", *["{%p endfor %}"] * depth]


def mail(headers: bytes, body: bytes = b"\r\n") -> bytes:
    """A mail with these headers behind the usual ones."""
    return (
        b"From: a@unit.example\r\nSubject: x\r\nDate: Mon, 06 Mar 2023 09:30:00 +0800\r\n"
        + headers
        + b"\r\n"
        + body
    )


def quoted_headers(quotes: int, headers: int) -> bytes:
    """Headers of quotes only."""
    return b"".join(b'From: %s"\r\n' % (b'"' * quotes) for _ in range(headers)) + mail(
        b""
    )


def nested_parts(depth: int, lines: int) -> bytes:
    """Parts in each other, and so many lines in the innermost."""
    parts = b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (n, n)
        for n in range(depth)
    )
    return (
        b"From: a@unit.example\r\nSubject: x\r\n" + parts + b"\r\n" + b"x\r\n" * lines
    )


def big_comments(count: int, length: int) -> bytes:
    """The form with a part of so many long comments, which only openpyxl reads."""
    note = f'<comment ref="B9" authorId="0"><text><r><t>{"x" * length}</t></r></text></comment>'
    xml = f"<comments><authors><author/></authors><commentList>{note * count}</commentList></comments>"
    out = io.BytesIO(form())
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/comments9.xml", xml)
    return out.getvalue()


def loops(depth: int) -> bytes:
    """A template of loops in each other."""
    return template(nested_loops(depth))


def tags(count: int) -> bytes:
    """A template of so many tags, 1,000 in a paragraph."""
    return template(["{{ project }}" * 1000] * (count // 1000))


def commented_body(count: int) -> bytes:
    """A mail whose text is nothing but comments of a web page."""
    return mail(b"Content-Type: text/plain\r\n", b"<!---->" * count)


def year_blanks(count: int) -> bytes:
    """The form with blanks in the line of the year."""
    return with_text("B3", " " * count + "x")


def ods_brackets(count: int) -> bytes:
    """A formula of opening brackets."""
    return ods_formula("[", count)


def ods_words(count: int) -> bytes:
    """A formula of references that are none."""
    return ods_formula("[a]", count)


def merged_lists(count: int) -> bytes:
    """A project list with merged areas."""
    return roster(count, 5_000)


def long_lists(count: int) -> bytes:
    """A project list with so many projects."""
    rows = b"".join(
        b'<row r="%d"><c r="A%d" t="str"><v>p%d</v></c><c r="C%d" t="str"><v>u</v></c></row>'
        % (r, r, r, r)
        for r in range(900, 900 + count)
    )
    data = roster_template(load_scheme("xinzhou-2022"))
    return replaced_part(
        data, SHEET, lambda xml: xml.replace(b"</sheetData>", rows + b"</sheetData>", 1)
    )


def many_quotes(count: int) -> bytes:
    """A mail with one sender of quotes only."""
    return b'From: %s"\r\n' % (b'"' * count) + mail(b"")


def many_headers(count: int) -> bytes:
    """A mail with so many senders."""
    return mail(b"From: b@unit.example\r\n" * count)


def many_lines(count: int) -> bytes:
    """A mail of ten parts in each other with so many lines."""
    return nested_parts(10, count)


def one_tag_each(count: int) -> bytes:
    """A template with one tag in each paragraph."""
    return template(["{{ project }}"] * count)
