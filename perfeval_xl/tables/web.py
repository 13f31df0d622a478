"""Tables of a web page that was saved (.html, .mht): the innermost tables, in UTF-8, GBK or UTF-16."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from email.policy import Compat32
from html.parser import HTMLParser

from perfeval_xl.limits import LIMITS
from perfeval_xl.sheets.package import not_a_workbook, too_large
from perfeval_xl.tables.stacked import Cell, Document, StackedDocument, Table

__all__ = ["is_mht", "is_web", "open_mht", "open_web"]

# Bytes at the start that are searched for marks and the character set
_START = 4096
_CHARSET = re.compile(
    rb"charset\s{0,5}=\s{0,5}[\"']?([A-Za-z0-9_-]{2,20})", re.IGNORECASE
)
# Tags one of which stands at the start of any page
_MARKS = (b"<html", b"<!doctype html", b"<table", b"<body", b"<head", b"<meta", b"<div")
# Names under which pages in Chinese go; GB 18030 reads all of them
_CHINESE = frozenset({"gb2312", "gbk", "gb18030", "gb_2312-80", "x-gbk", "cp936"})
# How a cell begins; UTF-16 has a 0 between its letters
_CELL = re.compile(rb"<\0?t\0?[dh]", re.IGNORECASE)
# Elements whose text nobody sees
_SKIPPED = frozenset({"script", "style", "noscript", "template", "title"})
# Elements that begin a line
_BLOCKS = frozenset(
    {
        "p",
        "div",
        "br",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "tr",
        "center",
        "hr",
        "section",
        "article",
    }
)
# Spans and columns as browsers and our own grids limit them
_MOST_SPAN, _WIDEST = 1000, 200
# How many tags and texts are met before the clock is looked at again
_CLOCK_EVERY = 64
_HOW = "请用浏览器打开它，把表复制到 Excel 里另存为 .xlsx 后重新报送。"


class _BoundedHeaders(Compat32):
    """Keeps only the beginning of a header: the library takes time by the square of how much it declares."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        """Return the name and the beginning of the text of a header."""
        name, said = super().header_source_parse(sourcelines)
        return name, said[: LIMITS.header_characters]


def is_web(data: bytes) -> bool:
    """Whether bytes are a web page."""
    start = _plain(data[:_START]).lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith(b"<") and any(mark in start for mark in _MARKS)


def is_mht(data: bytes) -> bool:
    """Whether bytes are a web page saved as one file with its pictures (RFC 2557)."""
    start = data[:_START].lower()
    return b"mime-version:" in start and b"multipart/related" in start


def open_mht(data: bytes, file: str) -> StackedDocument:
    """Return the tables of the page in an .mht; raises `NotAWorkbook` where there is none."""
    # Parts are counted before the library takes them apart
    if data.count(b"\n--") > LIMITS.attachments * 4 or len(data) > LIMITS.part_bytes:
        raise too_large(file)
    # The library raises all of these for broken archives
    try:
        message = message_from_bytes(data, policy=_BoundedHeaders())
        pages = list(_pages(message))
    except (
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
        IndexError,
        KeyError,
        RecursionError,
    ) as exc:
        raise not_a_workbook(file, "网页的内容已损坏") from exc
    if not pages:
        raise not_a_workbook(file, "网页存档里没有网页")
    documents: list[Document] = []
    # All pages of an archive share one time
    ends = time.process_time() + LIMITS.web_seconds
    for number, (page, charset) in enumerate(pages[: LIMITS.sheets], start=1):
        document = _document(page, file, charset, ends)
        if number > 1:
            document.title = f"网页{number}"
        documents.append(document)
    return StackedDocument(documents, file)


def _pages(message: Message) -> Iterator[tuple[bytes, str]]:
    """Yield every page of an archive with its character set: Excel saves each sheet as one, behind a page of frames."""
    for part in message.walk():
        if part.get_content_type() != "text/html":
            continue
        page = part.get_payload(decode=True)
        if isinstance(page, bytes):
            yield page, str(part.get_content_charset() or "")


def open_web(data: bytes, file: str) -> StackedDocument:
    """Return the texts and the innermost tables of a page."""
    ends = time.process_time() + LIMITS.web_seconds
    return StackedDocument([_document(data, file, "", ends)], file)


def _document(data: bytes, file: str, charset: str, ends: float) -> Document:
    """Read one page; it has to be read by `ends`, of the computing time of this process."""
    # Tags are counted first: the parser may take time by the square of them
    if len(data) > LIMITS.part_bytes or data.count(b"<") > LIMITS.tree_marks:
        raise too_large(file)
    # A page of a hundred forms has fewer cells than this; each costs as much as a cell of a form
    if len(_CELL.findall(data)) > LIMITS.web_cells:
        raise too_large(file, "的网页里单元格过多")
    page = _Page(ends)
    try:
        page.feed(_decoded(data, charset))
        page.close()
    except _TookTooLong:
        raise too_large(file, "的网页过于复杂") from None
    except (AssertionError, ValueError, RecursionError, OverflowError) as exc:
        raise not_a_workbook(file, "网页的内容已损坏") from exc
    page.finish()
    return page.document


def _plain(start: bytes) -> bytes:
    # In UTF-16 every other byte of a tag is 0
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return start.replace(b"\0", b"")[2:]
    return start


def _decoded(data: bytes, charset: str) -> str:
    """Return the text: as its marks say, else UTF-8, else GB 18030, which every GB2312 and GBK page is."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    # What the mail part says goes before what the page says of itself
    said = _CHARSET.search(data[:_START])
    name = (charset or (said[1].decode("ascii") if said else "")).lower()
    if name in _CHINESE:
        return data.decode("gb18030", errors="replace")
    if name == "big5":
        return data.decode("big5hkscs", errors="replace")
    try:
        # A page without a mark is in UTF-8 or was saved by an old Chinese program
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030", errors="replace")


@dataclass(slots=True)
class _OpenTable:
    """A table whose end has not come; `outer` says that tables stand in it."""

    rows: list[list[tuple[str, int, int]]] = field(default_factory=list)
    text: list[str] | None = None
    spans: tuple[int, int] = (1, 1)
    outer: bool = False


class _TookTooLong(Exception):
    """The page is one of those for which the parser takes time by the square of their length."""


class _Page(HTMLParser):
    """Collects texts and tables. Tables that lay out a page are taken for its paragraphs."""

    def __init__(self, ends: float) -> None:
        super().__init__(convert_charrefs=True)
        self.document = Document("网页")
        self._open: list[_OpenTable] = []
        self._line: list[str] = []
        self._skipped = 0
        self._tables = 0
        self._ends = ends
        self._met = 0

    def _look_at_the_clock(self) -> None:
        """End the reading when its time is over; the clock itself costs as much as the parsing of a tag."""
        self._met += 1
        if self._met % _CLOCK_EVERY:
            return
        if time.process_time() > self._ends:
            raise _TookTooLong

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a table, a row, a cell or a line."""
        self._look_at_the_clock()
        if tag in _SKIPPED:
            self._skipped += 1
        elif tag == "table":
            self._begin()
        elif tag == "tr" and self._open:
            # A cell need not be closed: the next row or cell ends it
            self._end_cell()
            self._open[-1].rows.append([])
        elif tag in {"td", "th"} and self._open:
            self._cell(dict(attrs))
        elif tag in _BLOCKS:
            self._break()

    def handle_endtag(self, tag: str) -> None:
        """End what has begun; an end too many is none."""
        self._look_at_the_clock()
        if tag in _SKIPPED:
            self._skipped = max(0, self._skipped - 1)
        elif tag == "table" and self._open:
            self._end_table()
        elif tag in {"td", "th", "tr"} and self._open:
            self._end_cell()
        elif tag in _BLOCKS:
            self._break()

    def handle_data(self, data: str) -> None:
        """Take a text to the cell or line it stands in."""
        self._look_at_the_clock()
        if self._skipped:
            return
        table = self._open[-1] if self._open else None
        # Blanks and line ends are one blank, as a browser shows them
        folded = " ".join(data.split()) if data.strip() else " "
        (self._line if table is None or table.text is None else table.text).append(
            folded
        )

    def finish(self) -> None:
        """End what the page left open."""
        # Tables and cells may be left open at the end of a page
        while self._open:
            self._end_table()
        self._end_line()

    def _begin(self) -> None:
        # A table with tables inside lays out the page
        for table in self._open:
            table.outer = True
        # What stands before the table within its cell becomes a paragraph of its own
        if self._open and self._open[-1].text is not None:
            self._line += self._open[-1].text
            self._open[-1].text = []
        self._end_line()
        self._open.append(_OpenTable())

    def _cell(self, said: dict[str, str | None]) -> None:
        self._end_cell()
        table = self._open[-1]
        # A cell without a row begins one
        if not table.rows:
            table.rows.append([])
        table.spans = (_span(said.get("rowspan")), _span(said.get("colspan")))
        table.text = []

    def _end_cell(self) -> None:
        table = self._open[-1]
        if table.text is None:
            return
        text = _lines("".join(table.text))
        # The cells of such a table are paragraphs of the page
        if table.outer:
            self._line.append(text)
            self._end_line()
        elif table.rows:
            table.rows[-1].append((text, *table.spans))
        table.text = None

    def _end_table(self) -> None:
        self._end_cell()
        table = self._open.pop()
        if table.outer:
            return
        self._end_line()
        self._tables += 1
        self.document.parts.append(Table(f"表格{self._tables}", _placed(table.rows)))

    def _break(self) -> None:
        table = self._open[-1] if self._open else None
        # Within a cell a break is a line of its text
        if table is not None and table.text is not None:
            table.text.append("\n")
        elif table is None or table.outer:
            self._end_line()

    def _end_line(self) -> None:
        text = _lines("".join(self._line))
        self._line = []
        if text:
            self.document.parts.append(text)


def _lines(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def _span(said: str | None) -> int:
    digits = (said or "").strip()
    if not digits.isascii() or not digits.isdigit() or len(digits) > 6:
        return 1
    return max(1, min(int(digits), _MOST_SPAN))


def _placed(rows: list[list[tuple[str, int, int]]]) -> list[Cell]:
    """Put the cells of the rows into columns: what reaches down from above takes its columns (HTML 4.9.12)."""
    # The last row that something from above reaches down to, by column
    cells: list[Cell] = []
    taken: dict[int, int] = {}
    for number, row in enumerate(rows, start=1):
        column = 1
        for text, height, width in row:
            # The next column that is free
            while taken.get(column, 0) >= number:
                column += 1
            if column > _WIDEST:
                break
            # Spans that leave the table or the grid are cut off
            height = min(height, len(rows) - number + 1)
            width = min(width, _WIDEST - column + 1)
            cells.append(Cell(number, column, text, height, width))
            taken.update(
                dict.fromkeys(range(column, column + width), number + height - 1)
            )
            column += width
    return cells
