"""One sheet that is one table: title, note, headings that stay, rows to edit and some to add, dropdowns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from perfeval_xl.refs import column_letters
from perfeval_xl.scheme.parameters import Holds
from perfeval_xl.scheme_book.cells import Stored
from perfeval_xl.scheme_book.columns import Column, Table
from perfeval_xl.scheme_book.looks import AUTO, FIRST, HEADING, INPUT, NOTE, TITLE, UNUSED, WRONG_FILL
from perfeval_xl.sheets.heights import text_height
from perfeval_xl.sheets.model import Area, Cell, Conditional, Formula, Page, Sheet, Style, Validation

__all__ = ["FIRST_ROW", "FOOTER", "LAST_ROW", "TableRow", "column_range", "draw_table", "prompt_of", "words_formula"]

HEADING_ROW, FIRST_ROW, LAST_ROW = 3, 4, 500
FOOTER = "第 &P 页，共 &N 页"
_LOWEST_ROW, _TITLE_HEIGHT, _HEADING_HEIGHT = 20.0, 30.0, 32.0
_LONGEST_LIST = 255


@dataclass(frozen=True, slots=True)
class TableRow:
    """The cells of one row by key; `unused` are keys whose cells are there but not meant to be filled in."""

    cells: Mapping[str, Stored | Formula]
    unused: frozenset[str] = field(default_factory=frozenset)
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def draw_table(
    table: Table,
    rows: Sequence[TableRow],
    *,
    spare: int,
    formulas: Mapping[str, str] | None = None,
    lists: Mapping[str, str] | None = None,
    wrong: Mapping[str, str] | None = None,
) -> Sheet:
    """Return the sheet, with `spare` empty rows below.

    `formulas` are those of the automatic columns by key, with `{row}` for the row and `{above}` for the one above; `lists` the formulas of dropdowns;
    `wrong` says by key when a cell is marked.
    """
    columns = table.columns
    cells: dict[tuple[int, int], Cell] = {
        (1, 1): Cell(value=table.title, style=TITLE),
        (2, 1): Cell(value=table.note, style=NOTE),
    }
    widths = {number: column.wide for number, column in enumerate(columns, 1)}
    heights = {1: _TITLE_HEIGHT, 2: text_height(table.note, sum(widths.values()), NOTE.size), 3: _HEADING_HEIGHT}
    for number, column in enumerate(columns, 1):
        cells[HEADING_ROW, number] = Cell(value=column.heading, style=HEADING)
    for row, each in enumerate([*rows, *[TableRow({})] * spare], FIRST_ROW):
        heights[row] = _LOWEST_ROW
        for number, column in enumerate(columns, 1):
            cell = _cell(column, each, formulas or {}, row)
            cells[row, number] = cell
            if isinstance(cell.value, str):
                heights[row] = max(heights[row], text_height(cell.value, column.wide, cell.style.size))
    bottom = FIRST_ROW + len(rows) + spare - 1
    wide = sum(widths.values())
    return Sheet(
        title=table.title,
        cells=cells,
        merges=(Area(2, 1, 2, len(columns)),),
        widths=widths,
        heights=heights,
        validations=tuple(_validations(table, rows, lists or {})),
        conditionals=tuple(_conditionals(table, wrong or {})),
        page=Page(
            landscape=wide > 95,
            area=Area(1, 1, bottom, len(columns)),
            title_rows=(HEADING_ROW, HEADING_ROW),
            footer=FOOTER,
            plain_ink=True,
        ),
        freeze=f"{'B' if table.column_number('no') else 'A'}{FIRST_ROW}",
    )


def column_range(table: Table, key: str) -> str:
    """Return the cells of a column on its sheet as an absolute range."""
    letters = column_letters(table.column_number(key))
    return f"'{table.title}'!${letters}${FIRST_ROW}:${letters}${LAST_ROW}"


def words_formula(words: Sequence[str]) -> str:
    """Return the formula of a dropdown that offers these words; empty when Excel could not hold them."""
    joined = ",".join(words)
    return f'"{joined}"' if words and len(joined) <= _LONGEST_LIST and '"' not in joined else ""


def prompt_of(column: Column) -> str:
    """Return what the prompt of a cell says: the hint and whether it must be filled in."""
    needed = "必填" if column.required else ""
    return "；".join(part for part in (needed, column.hint) if part)


def _cell(column: Column, row: TableRow, formulas: Mapping[str, str], number: int) -> Cell:
    if column.automatic:
        return Cell(value=Formula(formulas[column.key].format(row=number, above=number - 1)), style=AUTO)
    stored = row.cells.get(column.key)
    style = _style(column, unused=column.key in row.unused)
    if stored is None or isinstance(stored, Formula):
        return Cell(value=stored, style=style)
    value, number_format = stored
    if isinstance(value, Decimal):
        style = replace(style, horizontal="center")
    return Cell(value=value, style=replace(style, number_format=number_format))


def _style(column: Column, *, unused: bool) -> Style:
    if unused:
        return UNUSED
    return FIRST if column.holds is not Holds.TEXT or column.wide <= 8 else INPUT


def _validations(table: Table, rows: Sequence[TableRow], lists: Mapping[str, str]) -> Iterator[Validation]:
    for number, column in enumerate(table.columns, 1):
        special = {row: words for row, each in enumerate(rows, FIRST_ROW) if (words := each.words.get(column.key))}
        area = Area(FIRST_ROW, number, LAST_ROW, number)
        texts = {"prompt_title": column.heading[:32], "prompt": prompt_of(column), "error_title": column.heading[:32]}
        chosen = lists.get(column.key) or words_formula(tuple(column.words.values()))
        for row, words in special.items():
            offered = words_formula(words)
            if offered:
                cell = Area(row, number, row, number)
                yield Validation(areas=(cell,), kind="list", first=offered, **texts, error="请从下拉列表中选。")
        if column.automatic or special:
            continue
        if chosen:
            strict = column.key not in lists
            yield Validation(
                areas=(area,), kind="list", first=chosen, **texts, error="请从下拉列表中选。", strict=strict
            )
        elif column.holds in {Holds.NUMBER, Holds.WHOLE}:
            yield Validation(
                areas=(area,),
                kind="decimal",
                operator="greaterThanOrEqual",
                first="0",
                **texts,
                error="请填不小于0的数字。",
            )
        elif texts["prompt"]:
            yield Validation(areas=(area,), kind="any", **texts)


def _conditionals(table: Table, wrong: Mapping[str, str]) -> Iterator[Conditional]:
    for key, formula in wrong.items():
        number = table.column_number(key)
        area = Area(FIRST_ROW, number, LAST_ROW, number)
        yield Conditional(area=area, formula=formula.format(row=FIRST_ROW), fill=WRONG_FILL, colour="C00000", bold=True)
