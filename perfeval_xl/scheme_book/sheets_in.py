"""The sheets of a scheme's workbook, read one by one into the tables of its TOML file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from perfeval_xl.citations import State
from perfeval_xl.refs import CellRef
from perfeval_xl.scheme_book.columns import SCHEME
from perfeval_xl.scheme_book.fields import FIELDS, PART_SOURCES, SOURCE_HEADINGS
from perfeval_xl.scheme_book.gathering import Gathering
from perfeval_xl.scheme_book.grid import Grid, Row, Spot
from perfeval_xl.scheme_book.mistakes import Mistake
from perfeval_xl.scheme_book.tables import (
    BANDS,
    DEFECTS,
    DIMENSIONS,
    FUNDS,
    TEXTS,
)
from perfeval_xl.scheme_book.tree import Tree
from perfeval_xl.sheets.raw import BLANK_CELL, RawWorkbook

__all__ = [
    "Rules",
    "complete_source",
    "grid_of",
    "read_fields",
    "read_lists",
]

Rules = dict[str, tuple[str, Tree]]
"""The rules by the number of their row: the key in the TOML file, and the table of the rule."""

_LABELS, _VALUES = 1, 2


def read_fields(book: RawWorkbook, got: Gathering) -> None:
    """Read the first sheet, wherever its rows stand."""
    cells = book.cells(SCHEME)
    # Rows are found by their label; of two with one label the first counts
    rows: dict[str, int] = {}
    for (row, column), cell in sorted(cells.items()):
        if column == _LABELS and isinstance(cell.value, str):
            rows.setdefault(cell.value.strip(), row)
    if SCHEME not in book.titles:
        got.mistakes.append(
            Mistake(
                SCHEME,
                "",
                "没有这张工作表",
                "请从导出的工作簿改起，不要删除或改名。",
            )
        )
    # Every field is asked for, so that what is missing is said as well
    spots: dict[str, Spot] = {}
    for field in FIELDS:
        row = rows.get(field.heading, 0)
        spot = Spot(
            CellRef(SCHEME, row or 1, _VALUES),
            cells.get((row, _VALUES), BLANK_CELL),
        )
        if not row and field.required and SCHEME in book.titles:
            got.mistakes.append(
                Mistake(SCHEME, "", f"缺少“{field.heading}”一行", "请恢复这一行。")
            )
        # Of a row that is gone only that is said, and not that its cell is blank
        marked = len(got.mistakes)
        value = got.read_cell(spot, field, field.key)
        if row:
            spots[field.key] = spot
        else:
            del got.mistakes[marked:]
        if value is not None:
            _put(got.tree, field.key, value)
    # A source is complete only beside the cells of its other parts
    for key in PART_SOURCES:
        complete_source(got, got.tree.get(key), key, spots)


def complete_source(
    got: Gathering,
    source: Tree | None,
    key: str,
    spots: Mapping[str, Spot],
) -> None:
    """Note what a source lacks that names a document; `spots` are its cells by key."""
    if not source or source.get("state") == State.OURS:
        return
    for name in ("document", "number"):
        if name not in source:
            spot = spots.get(f"{key}.{name}")
            if spot is not None:
                got.wrong(spot, f"写了依据，“{SOURCE_HEADINGS[name]}”没有填写", key)
            source[name] = "？"


def read_lists(book: RawWorkbook, got: Gathering) -> None:
    """Read grades, dimensions, funds with texts, and defects."""
    _read_bands(grid_of(book, BANDS, got), got)
    _read_dimensions(grid_of(book, DIMENSIONS, got), got)
    _read_texts(grid_of(book, TEXTS, got), got)
    # Defects are texts only, so a row is taken as it stands
    grid = grid_of(book, DEFECTS, got)
    names = {"code": "code", "where": "where", "text": "text"}
    defects = [
        got.row(
            grid,
            row,
            f"defects[{number}]",
            names,
        )
        for number, row in enumerate(grid.rows(), 1)
    ]
    if defects:
        got.tree["defects"] = defects


def grid_of(book: RawWorkbook, table: Any, got: Gathering) -> Grid:
    """Read the table on its sheet; what is wrong with its headings is kept among the mistakes."""
    grid = Grid(book, table)
    got.mistakes += grid.mistakes
    if grid.mistakes:
        got.doubts.add(table.key)
    got.places.setdefault(table.key, grid.heading(table.columns[0].key))
    return grid


def _read_bands(grid: Grid, got: Gathering) -> None:
    got.tree["bands"] = []
    seen: dict[object, Spot] = {}
    for number, row in enumerate(grid.rows(), 1):
        key = f"bands[{number}]"
        band = got.row(grid, row, key, {"label": "label", "lowest": "lowest"})
        if row.has("label"):
            got.require_unique(seen, row.spots["label"], band["label"], "等级", "")
        got.tree["bands"].append(band)


def _read_dimensions(grid: Grid, got: Gathering) -> None:
    """A row without a name goes on with the categories of the dimension above it."""
    dimensions: list[Tree] = []
    names: dict[object, Spot] = {}
    for row in grid.rows():
        # A name begins a dimension
        if row.has("name"):
            key = f"dimensions[{len(dimensions) + 1}]"
            wanted = ["name", "weight"]
            if got.family.has("together"):
                wanted.append("together")
            dimension = got.row(grid, row, key, {name: name for name in wanted})
            got.require_unique(
                names, row.spots["name"], dimension["name"], "一级指标", ""
            )
            if "weight" not in dimension:
                got.wrong(
                    row.spots.get("weight", row.spots["name"]),
                    "“分值”没有填写",
                    f"{key}.weight",
                )
                dimension["weight"] = 0
            dimensions.append(dimension)
        # No name and nothing above to belong to, or a weight that belongs to nothing
        elif not dimensions or row.has("weight"):
            got.wrong(row.spots["name"], "“一级指标”没有填写", "dimensions")
            continue
        _read_category(grid, row, got, dimensions)
    got.tree["dimensions"] = dimensions
    # The TOML file wants the list even where it is empty
    if got.family.has("categories"):
        for dimension in dimensions:
            dimension.setdefault("categories", [])


def _read_category(
    grid: Grid,
    row: Row,
    got: Gathering,
    dimensions: list[Tree],
) -> None:
    # Where the scheme has the indicators, they stand on another sheet
    if not got.family.has("categories"):
        got.not_wanted(row, grid, ("together", "category", "rows"), "指标已定的方案，")
        return
    if not row.has("category") and not row.has("rows"):
        return
    # A stand-in for what is missing, so that reading goes on
    categories = dimensions[-1].setdefault("categories", [])
    key = f"dimensions[{len(dimensions)}].categories[{len(categories) + 1}]"
    category = got.row(grid, row, key, {"category": "name", "rows": "rows"})
    for column, name, stand_in in (
        ("category", "name", "？"),
        ("rows", "rows", 1),
    ):
        if name not in category:
            got.wrong(
                row.spots[column],
                f"“{grid.table.column(column).heading}”没有填写",
                f"{key}.{name}",
            )
            category[name] = stand_in
    # Two categories with one name would be one in the form
    if any(category["name"] == other["name"] for other in categories):
        got.wrong(
            row.spots["category"],
            f"二级指标“{category['name']}”重复",
            f"{key}.name",
        )
        return
    categories.append(category)


def _read_texts(grid: Grid, got: Gathering) -> None:
    funds: list[object] = []
    sections: list[Tree] = []
    seen: dict[str, dict[object, Spot]] = {}
    for number, row in enumerate(grid.rows(), 1):
        key = f"texts[{number}]"
        what = got.row(grid, row, key, {"what": "what"}).get("what")
        name = got.row(grid, row, key, {"name": "name"}).get("name", "？")
        # A fund and a section may have one name, two funds may not
        if row.has("name"):
            got.require_unique(
                seen.setdefault(str(what), {}),
                row.spots["name"],
                name,
                str(what),
                "texts",
            )
        # What the row is could not be read, so nothing can be said about its other cells
        if got.is_stand_in(f"{key}.what"):
            continue
        # A fund is a name and nothing else
        if what == FUNDS:
            got.not_wanted(row, grid, ("group", "place"), f"{FUNDS}")
            funds.append(name)
            got.places[f"funds[{len(funds)}]"] = (
                row.spots["name"].ref if "name" in row.spots else got.places[key]
            )
            continue
        # A section has its heading and its place besides
        extra = got.row(
            grid,
            row,
            f"sections[{len(sections) + 1}]",
            {"group": "group", "place": "place"},
        )
        sections.append({"name": name, **extra})
    # What is wrong with a list as a whole is told at the heading of the sheet
    got.places.setdefault("funds", got.places["texts"])
    got.places.setdefault("sections", got.places["texts"])
    got.tree |= {"funds": list(dict.fromkeys(funds)), "sections": sections}


def _put(tree: Tree, key: str, value: object) -> None:
    *tables, last = key.split(".")
    for name in tables:
        tree = tree.setdefault(name, {})
    tree[last] = value
