"""Tables of a Word document (.docx): ECMA-376 Part 1, 17.4. Merged cells are resolved, tables in cells follow their own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from perfeval_xl.sheets.package import Package, children, local_name
from perfeval_xl.tables.stacked import Cell, Document, StackedDocument, Table

__all__ = ["is_word", "open_word"]

_BODY = "word/document.xml"
_MOST_COLUMNS = 200
# Elements within each other; deeper ones are left out
_DEEPEST = 60
_WRAPPERS = frozenset(
    {"sdt", "sdtContent", "ins", "smartTag", "customXml", "AlternateContent", "Choice"}
)
"""What stands around paragraphs, tables, rows and cells without being one."""
# The contents of a text box
_FRAME = "txbxContent"
# What was deleted or moved away, copies for old programs, instructions of fields
_LEFT_OUT = frozenset({"del", "moveFrom", "Fallback", "instrText", "delText"})


def is_word(package: Package) -> bool:
    """Whether a package is a Word document."""
    return _BODY in package.sizes


def open_word(package: Package) -> StackedDocument:
    """Return the paragraphs and tables of the body; raises as `Package` does for what is damaged or too large."""
    root = package.xml(_BODY)
    document = Document("Word文档")
    if root is not None:
        for body in children(root, "body"):
            _Body(document).read(body, 0)
    return StackedDocument([document], package.file)


class _Body:
    """Adds paragraphs and tables to a document, in order."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.tables = 0

    def read(self, element: Element, depth: int) -> None:
        """Read what stands directly in an element, wrappers opened."""
        if depth > _DEEPEST:
            return
        for child in _inside(element, depth):
            name = local_name(child)
            if name == "p":
                text = _paragraph(child)
                if text.strip():
                    self.document.parts.append(text)
                # A text box stands in a paragraph and holds paragraphs and tables of its own
                for frame in _frames(child):
                    self.read(frame, depth + 1)
            elif name == "tbl":
                self._table(child, depth + 1)

    def _table(self, element: Element, depth: int) -> None:
        if depth > _DEEPEST:
            return
        self.tables += 1
        grid = _Grid(Table(f"表格{self.tables}"))
        inner: list[Element] = []
        # Tables in cells are read when their own is done
        for row in _inside(element, depth):
            if local_name(row) == "tr":
                inner += grid.row(row, depth)
        self.document.parts.append(grid.finished())
        for table in inner:
            self._table(table, depth + 1)


@dataclass(slots=True)
class _Open:
    """A cell that may go on in the rows below."""

    cell: Cell


class _Grid:
    """Puts the cells of the rows into one table."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self._row = 0
        self._open: dict[int, _Open] = {}
        self._all: list[_Open] = []

    def row(self, row: Element, depth: int) -> list[Element]:
        """Add one row; return the tables that stand in its cells."""
        self._row += 1
        # A row may begin further right than the table
        column = 1 + _number(row, "trPr", "gridBefore", 0)
        inner: list[Element] = []
        for cell in _inside(row, depth):
            if local_name(cell) != "tc" or column > _MOST_COLUMNS:
                continue
            # A cell may span several columns of the grid
            width = max(1, _number(cell, "tcPr", "gridSpan", 1))
            self._cell(cell, column, width)
            inner += [
                table for table in _inside(cell, depth) if local_name(table) == "tbl"
            ]
            column += width
        return inner

    def _cell(self, cell: Element, column: int, width: int) -> None:
        """Add a cell, or make the one above it taller where it goes on."""
        merged = _merged(cell)
        above = self._open.get(column)
        # A cell that goes on says so in each row, and holds nothing
        if merged == "continue" and above is not None:
            taller = self._row - above.cell.row + 1
            above.cell = replace(above.cell, rows=taller)
            return
        text = "\n".join(
            filter(
                None, (_paragraph(p) for p in _inside(cell, 0) if local_name(p) == "p")
            )
        )
        made = _Open(Cell(self._row, column, text, 1, min(width, _MOST_COLUMNS)))
        self._all.append(made)
        self._open[column] = made
        # Only a merged cell waits for rows below
        if not merged:
            self._open.pop(column)

    def finished(self) -> Table:
        """Return the table with all its cells."""
        self.table.cells = [each.cell for each in self._all]
        return self.table


def _inside(element: Element, depth: int) -> Iterator[Element]:
    """Yield the children of an element, those of wrappers in their place."""
    if depth > _DEEPEST:
        return
    for child in element:
        name = local_name(child)
        if name in _WRAPPERS:
            yield from _inside(child, depth + 1)
        elif name not in _LEFT_OUT:
            yield child


def _merged(cell: Element) -> str:
    """Return `restart` or `continue` for a cell that is merged downwards, empty for one that is not."""
    for properties in children(cell, "tcPr"):
        for merge in children(properties, "vMerge"):
            # Without a value the attribute means that it goes on
            said = _value(merge)
            return "restart" if said == "restart" else "continue"
    return ""


def _number(element: Element, group: str, name: str, usual: int) -> int:
    for properties in children(element, group):
        for item in children(properties, name):
            said = _value(item)
            if said.isascii() and said.isdigit() and len(said) <= 4:
                return int(said)
    return usual


def _value(element: Element) -> str:
    return next(
        (
            said
            for key, said in element.attrib.items()
            if key.rpartition("}")[2] == "val"
        ),
        "",
    )


def _paragraph(paragraph: Element) -> str:
    """Return the text of a paragraph; line breaks stay, what was deleted is left out."""
    said: list[str] = []
    waiting = [paragraph]
    while waiting:
        element = waiting.pop()
        name = local_name(element)
        # Text boxes are read apart
        if name in _LEFT_OUT or name == _FRAME:
            continue
        if name == "t":
            said.append(element.text or "")
        elif name in {"br", "cr"}:
            said.append("\n")
        elif name == "tab":
            said.append(" ")
        elif name == "noBreakHyphen":
            said.append("-")
        elif name == "sym" and _checked(element):
            said.append("☑")
        # Reversed, so that the first child is taken next
        waiting.extend(reversed(list(element)))
    return "".join(said)


def _frames(paragraph: Element) -> list[Element]:
    """Return the contents of the text boxes of a paragraph: programs put tables that text flows around into one."""
    found: list[Element] = []
    waiting = [paragraph]
    while waiting:
        element = waiting.pop()
        name = local_name(element)
        if name == _FRAME:
            found.append(element)
        elif name not in _LEFT_OUT:
            waiting.extend(reversed(list(element)))
    return found


def _checked(symbol: Element) -> bool:
    """Whether a symbol of Wingdings is a ticked box."""
    # Codes of the symbol font for ticks and crosses in a box
    return any(
        said.upper() in {"F0FE", "00FE", "F052", "0052"}
        for said in symbol.attrib.values()
    )
