"""One of the five source documents as the data beside it describe it: its chapters, its tables, and where it is wrong.

Every line of a source is called by its number, so that the project holds none of its sentences.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from docx.table import Table

from tests.report.documents import drawn_rows

__all__ = [
    "ABSENT",
    "ORIGINALS",
    "Original",
    "SourceTable",
    "folded",
    "our_cells",
    "our_grid",
]

ABSENT = "（原文没有）"
"""What stands in a cell that the source does not have."""
_FOLDER = Path(__file__).parent / "originals"
ORIGINALS = sorted(path.stem for path in _FOLDER.glob("*.toml"))
"""The schemes whose source is compared."""


def folded(text: str) -> str:
    """The text without what scanning and typesetting change: blanks, the width of punctuation, marks of bookmarks."""
    text = re.sub(r"\[bookmark: \w+\]", "", text)
    return "".join(unicodedata.normalize("NFKC", text).split())


@dataclass(frozen=True, kw_only=True)
class SourceTable:
    """A table of a source: the rows as they stand on the grid or cell by cell, and what is read otherwise."""

    name: str
    report: int
    rows: list[list[str]]
    different: Mapping[tuple[int, int], tuple[str, str]] = field(default_factory=dict)
    """By row and column: what the source says there, and what ours says."""
    grid: bool = True


class Original:
    """A source document with the description of it."""

    def __init__(self, scheme: str, shared: Path) -> None:
        self.scheme = scheme
        self.told: dict[str, Any] = tomllib.loads(
            (_FOLDER / f"{scheme}.toml").read_text(encoding="utf-8")
        )
        text = (shared / "seeds" / self.told["file"]).read_text(encoding="utf-8")
        self.lines = ["", *text.split("\n")]

    def between(self, first: int, last: int) -> list[str]:
        """The lines from one number to another that are not blank."""
        return [line.strip() for line in self.lines[first : last + 1] if line.strip()]

    def chapters(self) -> dict[str, str]:
        """What the source says in each section."""
        return {
            name: "\n".join(self.between(*span))
            for name, span in self.told["chapters"].items()
        }

    def goals(self) -> list[dict[str, str]]:
        """The goals of the source, empty where the description names none."""
        return [
            {side: "\n".join(self.between(*span)) for side, span in goal.items()}
            for goal in self.told.get("goals", [])
        ]

    def filled_tables(self) -> dict[str, list[list[str]]]:
        """What the source says in the tables with free rows that the example leaves blank, such as names."""
        told = self.told.get("filled", {})
        return {
            name: [[self.lines[n].strip() for n in row] for row in rows]
            for name, rows in told.items()
        }

    def other_lines(self) -> Iterator[tuple[int, str]]:
        """Yield every line that is neither in a table nor accounted for as different."""
        spans = [tuple(table["lines"]) for table in self.told["tables"]]
        gone = {each["line"] for each in self.told.get("texts", [])}
        for number, line in enumerate(self.lines):
            inside = any(first <= number <= last for first, last in spans)
            if folded(line) and not inside and number not in gone:
                yield number, line.strip()

    def tables(self) -> Iterator[SourceTable]:
        """Yield the tables with their rows put right where a page end tore them."""
        for table in self.told["tables"]:
            grid = table.get("grid", True)
            rows = self._grid(table) if grid else self._cells(table)
            different = {
                tuple(each["at"]): (each["original"], each["ours"])
                for each in table.get("different", [])
            }
            assert all(each["reason"] for each in table.get("different", []))
            yield SourceTable(
                name=table["name"],
                report=table["report"],
                rows=rows,
                different=different,
                grid=grid,
            )

    def _grid(self, table: Mapping[str, Any]) -> list[list[str]]:
        """Rows whose cells are set apart by tabs; headings that a new page repeats are dropped."""
        first, last = table["lines"]
        torn = {each["line"]: each["cells"] for each in table.get("torn", [])}
        skipped = set(table.get("not_in_table", []))
        rows: list[list[str]] = []
        moved: list[tuple[str, str]] = []
        for number in range(first, last + 1):
            line = self.lines[number]
            if not line.strip() or number in skipped:
                continue
            cells = line.split("\t")
            if number in torn:
                moved += zip(torn[number], cells, strict=True)
                continue
            heading = cells + [""] * (table["columns"] - len(cells))
            if heading not in rows[: table["heads"]]:
                rows.append(self._placed(number, heading, table))
        return _put(rows, moved, table)

    @staticmethod
    def _placed(number: int, cells: list[str], table: Mapping[str, Any]) -> list[str]:
        """Put the cells of a row into our columns; where the source shifted its columns, as `shifted` says."""
        shifted = table.get("shifted")
        if shifted is None or not shifted["lines"][0] <= number <= shifted["lines"][1]:
            return cells
        assert shifted["reason"]
        return [
            ABSENT if column < 0 else cells[column] for column in shifted["columns"]
        ]

    def _cells(self, table: Mapping[str, Any]) -> list[list[str]]:
        """Rows set apart by blank lines; every cell begins with a tab."""
        first, last = table["lines"]
        rows: list[list[str]] = []
        heads: list[list[str]] = []
        row: list[str] = []
        for number in range(first, last + 2):
            line = self.lines[number] if number <= last else ""
            if line.startswith("\t"):
                row.append(line[1:])
            elif line.strip():
                # a cell may hold blank lines
                (row or rows[-1])[-1] += line
            elif row:
                if [folded(cell) for cell in row] not in heads:
                    rows.append(row)
                    heads += [[folded(cell) for cell in row]] * (
                        len(heads) < table["heads"]
                    )
                row = []
        return rows


def _put(
    rows: list[list[str]], moved: list[tuple[str, str]], table: Mapping[str, Any]
) -> list[list[str]]:
    """Insert the rows that a page end tore, and put every cell where it belongs: `row.column`, `-` for nowhere."""
    for number in sorted(table.get("torn_rows", [])):
        rows.insert(number, [""] * table["columns"])
    for target, text in moved:
        if not text.strip():
            continue
        assert target, f"no place for “{text}”"
        if target == "-":
            continue
        row, column = map(int, target.split("."))
        rows[row][column] += text
    return rows


def our_grid(table: Table, columns: int) -> list[list[str]]:
    """Our rows on the grid of columns, merged cells blank but the first."""
    grid = []
    for row in drawn_rows(table):
        cells = [""] * columns
        for cell in row:
            cells[cell.column - 1] = cell.text
        grid.append(cells)
    return grid


def our_cells(table: Table) -> list[list[str]]:
    """Our rows cell by cell, as they stand in the file."""
    return [[cell.text for cell in row] for row in drawn_rows(table)]
