"""One sheet that is one table: title, note, headings that stay, rows to edit and some to add, dropdowns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from perfeval_xl.refs import column_letters
from perfeval_xl.scheme.parameters import Holds
from perfeval_xl.scheme_book.cells import Stored
from perfeval_xl.scheme_book.columns import Column, Table
from perfeval_xl.scheme_book.looks import (
    AUTO,
    CENTRED,
    FIRST,
    FITTED,
    HEADING,
    INPUT,
    NOTE,
    TITLE,
    UNUSED,
    WRONG_FILL,
    WRONG_FORMAT,
    WRONG_TEXT,
)
from perfeval_xl.sheets.heights import text_height
from perfeval_xl.sheets.list_looks import PAGE_OF_PAGES
from perfeval_xl.sheets.model import (
    Area,
    Cell,
    Conditional,
    Formula,
    Page,
    Sheet,
    Style,
    Validation,
)

__all__ = [
    "FIRST_ROW",
    "LAST_ROW",
    "TableRow",
    "column_range",
    "draw_table",
    "validation_of",
    "words_formula",
    "wrong_format",
]

# Down to `LAST_ROW` cells have dropdowns and count in formulas, so that rows can be added
HEADING_ROW, FIRST_ROW, LAST_ROW = 3, 4, 500
_LOWEST_ROW = 20.0
_TITLE_HEIGHT = 30.0
_HEADING_HEIGHT = 32.0
# Characters that Excel takes in a list of words and in the title of a prompt
_LONGEST_LIST, _LONGEST_TITLE = 255, 32
_CHOOSE = "请从下拉列表中选。"


@dataclass(frozen=True, slots=True)
class TableRow:
    """The cells of one row by key; `unused` are keys whose cells are there but not meant to be filled in."""

    cells: Mapping[str, Stored]
    unused: frozenset[str] = field(default_factory=frozenset)
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def draw_table(
    table: Table,
    rows: Sequence[TableRow],
    *,
    spare: int,
    spare_row: TableRow | None = None,
    formulas: Mapping[str, str] | None = None,
    lists: Mapping[str, str] | None = None,
    wrong: Mapping[str, str] | None = None,
) -> Sheet:
    """Return the sheet, with `spare` empty rows below, which look like `spare_row`.

    `formulas` are those of the automatic columns by key, with `{row}` for the row and `{above}` for the one above; `lists` the formulas of dropdowns;
    `wrong` says by key when a cell is marked.
    """
    # Spare rows look like the others, so that nothing has to be copied to fill them in
    every = [*rows, *[spare_row or TableRow({})] * spare]
    cells = dict(_cells(table, every, formulas or {}))
    bottom = FIRST_ROW + len(every) - 1
    columns = len(table.columns)
    return Sheet(
        title=table.title,
        cells=cells,
        merges=(Area(2, 1, 2, columns),),
        widths={number: column.wide for number, column in enumerate(table.columns, 1)},
        heights=_heights(table, cells, bottom),
        validations=tuple(_validations(table, rows, lists or {})),
        conditionals=tuple(_conditionals(table, wrong or {})),
        page=Page(
            landscape=_wide(table) > 95,
            area=Area(1, 1, bottom, columns),
            title_rows=(HEADING_ROW, HEADING_ROW),
            footer=PAGE_OF_PAGES,
            plain_ink=True,
        ),
        # A table with numbers keeps them in sight when it is moved sideways
        freeze=f"{'B' if table.column_number('no') else 'A'}{FIRST_ROW}",
        filter=Area(
            HEADING_ROW,
            1,
            bottom,
            columns,
        )
        if table.column_number("no")
        else None,
        column_titles=f"A{HEADING_ROW}",
    )


def column_range(table: Table, key: str) -> str:
    """Return the cells of a column on its sheet as an absolute range."""
    letters = column_letters(table.column_number(key))
    return f"'{table.title}'!${letters}${FIRST_ROW}:${letters}${LAST_ROW}"


def words_formula(words: Sequence[str]) -> str:
    """Return the formula of a dropdown that offers these words; empty when Excel could not hold them."""
    joined = ",".join(words)
    if words and len(joined) <= _LONGEST_LIST and '"' not in joined:
        return f'"{joined}"'
    return ""


def _cells(
    table: Table, rows: Sequence[TableRow], formulas: Mapping[str, str]
) -> Iterator[tuple[tuple[int, int], Cell]]:
    yield (1, 1), Cell(value=table.title, style=TITLE)
    yield (2, 1), Cell(value=table.note, style=NOTE)
    for number, column in enumerate(table.columns, 1):
        yield (HEADING_ROW, number), Cell(value=column.heading, style=HEADING)
        for row, each in enumerate(rows, FIRST_ROW):
            yield (row, number), _cell(column, each, formulas, row)


def _heights(
    table: Table,
    cells: Mapping[tuple[int, int], Cell],
    bottom: int,
) -> dict[int, float]:
    """Return heights at which every row shows all of its texts."""
    heights = {
        1: _TITLE_HEIGHT,
        2: text_height(table.note, _wide(table), NOTE.size),
        3: _HEADING_HEIGHT,
    }
    # A row is as high as its highest cell
    for row in range(FIRST_ROW, bottom + 1):
        shown = (
            (column.wide, cells[row, number])
            for number, column in enumerate(table.columns, 1)
        )
        needed = [
            text_height(
                cell.value,
                wide,
                cell.style.size,
            )
            for wide, cell in shown
            if isinstance(cell.value, str)
        ]
        # Written twice, since `max` needs at least two figures
        heights[row] = max(_LOWEST_ROW, *needed, _LOWEST_ROW)
    return heights


def _wide(table: Table) -> float:
    return sum(column.wide for column in table.columns)


def _cell(
    column: Column,
    row: TableRow,
    formulas: Mapping[str, str],
    number: int,
) -> Cell:
    # A formula of the sheet goes before whatever the row holds
    if column.key in formulas:
        formula = Formula(formulas[column.key].format(row=number, above=number - 1))
        return Cell(value=formula, style=FITTED if column.wide > 12 else CENTRED)
    if column.automatic:
        style = AUTO
    else:
        style = _style(column, unused=column.key in row.unused)
    value, number_format = row.cells.get(column.key, (None, "General"))
    return Cell(value=value, style=replace(style, number_format=number_format))


def _style(column: Column, *, unused: bool) -> Style:
    if unused:
        return UNUSED
    if column.holds not in {Holds.TEXT, Holds.TEXTS} or column.wide < 10:
        return FIRST
    return INPUT


def _validations(
    table: Table,
    rows: Sequence[TableRow],
    lists: Mapping[str, str],
) -> Iterator[Validation]:
    for number, column in enumerate(table.columns, 1):
        base = validation_of(column, Area(FIRST_ROW, number, LAST_ROW, number))
        # Cells that offer other words than their column
        special = {
            row: words
            for row, each in enumerate(rows, FIRST_ROW)
            if (words := each.words.get(column.key))
        }
        for row, words in special.items():
            offered = words_formula(words)
            if offered:
                yield replace(
                    base,
                    areas=(Area(row, number, row, number),),
                    kind="list",
                    first=offered,
                    error=_CHOOSE,
                )
        # The rest of such a column may hold anything
        if column.automatic or special:
            continue
        # A list on another sheet is only an offer: names not yet written there must be possible
        if column.key in lists:
            yield replace(
                base,
                kind="list",
                first=lists[column.key],
                error=_CHOOSE,
                strict=False,
            )
        elif base.kind != "any" or base.prompt:
            yield base


def validation_of(column: Column, area: Area) -> Validation:
    """Return what a cell of this column may hold, with its prompt; kind `any` when that is everything."""
    heading = column.heading[:_LONGEST_TITLE]
    needed = ""
    if column.required:
        needed = "必填"
    # The prompt shows as soon as the cell is chosen
    prompt = "；".join(part for part in (needed, column.hint) if part)
    base = Validation(
        areas=(area,),
        kind="any",
        prompt_title=heading,
        prompt=prompt,
        error_title=heading,
    )
    # A list where there are words, a number where there are figures
    offered = words_formula(tuple(column.words.values()))
    if offered:
        return replace(
            base,
            kind="list",
            first=offered,
            error=_CHOOSE,
        )
    if column.holds in {Holds.NUMBER, Holds.WHOLE}:
        error = "请填不小于0的数字。"
        return replace(
            base,
            kind="decimal",
            operator="greaterThanOrEqual",
            first="0",
            error=error,
        )
    return base


def _conditionals(table: Table, wrong: Mapping[str, str]) -> Iterator[Conditional]:
    for key, formula in wrong.items():
        number = table.column_number(key)
        area = Area(FIRST_ROW, number, LAST_ROW, number)
        yield wrong_format(area, formula.format(row=FIRST_ROW))


def wrong_format(area: Area, formula: str) -> Conditional:
    """Return what marks figures that do not fit the others, in colour and in a word."""
    return Conditional(
        area=area,
        formula=formula,
        fill=WRONG_FILL,
        colour=WRONG_TEXT,
        bold=True,
        number_format=WRONG_FORMAT,
    )
