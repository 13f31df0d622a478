"""The 评分说明 sheet: one row per indicator with both scores, the reason in a sentence, and where its figures stand.

Rows that no rule can decide have cells for an evaluator's points and reason; `reading.judged` reads them back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from perfeval_xl.amounts import parse_number, plain
from perfeval_xl.form.layout.score_columns import (
    COLUMNS,
    EVALUATOR,
    FIRST_ROW,
    HEADING_ROW,
    JUDGED,
    REASON,
    SCORE_SHEET,
)
from perfeval_xl.markup.looks import (
    BODY,
    HEAD,
    INPUT,
    INPUT_TEXT,
    NUMBER,
    PAGE,
    TITLE,
    WRAPPED,
    row_heights,
)
from perfeval_xl.markup.score_inputs import input_validations
from perfeval_xl.refs import Entry
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.scorecard import IndicatorScore, Scorecard
from perfeval_xl.sheets.model import Area, Cell, Sheet, Value
from perfeval_xl.sheets.showing import shown

__all__ = ["SCORE_SHEET", "score_sheet"]

_WIDTHS = (5, 9, 10, 14, 7, 8, 8, 7, 36, 10, 10, 12)
"""All twelve together fit a screen of 1366 pixels: LibreOffice, which has 9.4 to a character, leaves 1272 for the columns."""
_BOLD = replace(NUMBER, bold=True)
_PATH_COLUMNS = 4
"""The total and what stands below it are labelled over the number and the path."""
# The cell of the name spans these columns
_NAME_COLUMNS = (5, 8)


def score_sheet(card: Scorecard, scheme: Scheme) -> Sheet:
    """Return the sheet; a self score that was not given is left blank, never 0.

    It is protected without a password: only the cells of the evaluator can be written to.
    """
    last = len(COLUMNS)
    # The total stands right below the last indicator
    total = FIRST_ROW + len(card.indicators)
    cells = {(1, 1): Cell(value=f"{SCORE_SHEET}（{scheme.title}）", style=TITLE)}
    cells |= {
        (HEADING_ROW, column): Cell(value=heading, style=HEAD)
        for heading, column in COLUMNS.items()
    }
    # Cells go in row by row, then what is merged, then what may be typed
    rows = dict(enumerate(card.indicators, FIRST_ROW))
    lines = {row: _line(row - FIRST_ROW + 1, scored) for row, scored in rows.items()}
    lines[total] = _total_line(card)
    for row, line in lines.items():
        cells |= {(row, column): cell for column, cell in enumerate(line, 1)}
    merges = [
        Area(1, 1, 1, last),
        Area(total, 1, total, _PATH_COLUMNS),
        Area(total, 9, total, last),
    ]
    # Only where somebody has to judge is there a line for a name
    inputs = {row: scored for row, scored in rows.items() if _is_input(scored)}
    name = Area(total + 1, _NAME_COLUMNS[0], total + 1, _NAME_COLUMNS[1])
    if inputs:
        cells |= _evaluator_line(total + 1, card)
        merges += [Area(total + 1, 1, total + 1, _PATH_COLUMNS), name]
    widths: dict[int, float] = dict(enumerate(_WIDTHS, 1))
    sheet = Sheet(
        title=SCORE_SHEET,
        cells=cells,
        merges=tuple(merges),
        widths=widths,
        heights={1: 30.0, 2: 32.0, **row_heights(cells, widths)},
        validations=input_validations(inputs, name),
        page=replace(PAGE, area=Area(1, 1, total + bool(inputs), last)),
        protected=True,
        freeze="A3",
        column_titles="A2",
    )
    return shown(sheet)


def _is_input(row: IndicatorScore) -> bool:
    """Whether an evaluator may write here: the row is open, or was until it was judged, or holds what was not taken."""
    return row.allowed is not None or row.judgement is not None


def _line(number: int, row: IndicatorScore) -> Iterator[Cell]:
    # Forms with fewer levels leave the last ones blank
    path = (*row.path, *[""] * (3 - len(row.path)))
    yield Cell(value=number, style=BODY)
    yield from (Cell(value=part, style=WRAPPED) for part in path)
    yield Cell(value=row.weight, style=NUMBER)
    yield Cell(value=row.self_score, style=NUMBER)
    points: Value = row.score
    # An open row shows between which points it may lie
    if row.score is None:
        points = f"待判断\n{row.said_points()}"
    yield Cell(value=points, style=NUMBER)
    yield Cell(value=_difference(row.self_score, row.score), style=NUMBER)
    yield Cell(value=row.explanation, style=WRAPPED)
    yield Cell(value="、".join(_figures_stand_in(row)), style=WRAPPED)
    yield from _judgement_cells(row)


def _figures_stand_in(row: IndicatorScore) -> list[str]:
    """Return the cells of the figures of a score, each once; with their sheets where the form has several."""
    inputs = [item for step in row.outcome.steps for item in step.inputs]
    # Points judged on this very sheet are no figures of the form
    places = [item.entry.location for item in inputs if item.entry.location.cell]
    places = [place for place in places if not place.sheet.startswith(SCORE_SHEET)]
    # The sheet is named only where figures come from more than one, and once for cells in a row
    own_score = {row.self_score_entry.location.sheet} - {""}
    sheets = own_score | {place.sheet for place in places}
    named = ""
    if len(sheets) == 1:
        named = next(iter(sheets))
    cells = []
    for sheet, cell in dict.fromkeys((place.sheet, place.cell) for place in places):
        if sheet == named:
            cells.append(cell)
        else:
            cells.append(f"{sheet}!{cell}")
            named = sheet
    return cells


def _judgement_cells(row: IndicatorScore) -> Iterator[Cell]:
    """What was judged stands there again, so that it survives whenever the sheet is drawn anew."""
    # Decided rows keep the look of a table
    if not _is_input(row):
        yield Cell(style=BODY)
        yield Cell(style=WRAPPED)
        return
    given = row.judgement
    if given is None:
        yield Cell(style=INPUT)
        yield Cell(style=INPUT_TEXT)
        return
    yield Cell(value=_as_written(given.score), style=INPUT)
    yield Cell(value=_as_written(given.reason), style=INPUT_TEXT)


def _as_written(entry: Entry) -> Value:
    """Return a number as a number; anything else, a percentage too, as its text."""
    number = parse_number(entry.text)
    # A percentage would be read as a fraction of a point
    percentage = entry.shown.endswith(("%", "％"))
    if number is None or percentage:
        return entry.text
    return number


def _total_line(card: Scorecard) -> Iterator[Cell]:
    yield Cell(value="总分", style=HEAD)
    yield from (Cell(style=HEAD) for _ in range(_PATH_COLUMNS - 1))
    weight = sum((row.weight for row in card.indicators), Decimal(0))
    yield Cell(value=weight, style=_BOLD)
    yield Cell(value=card.self_total, style=_BOLD)
    total: Value = card.total
    if card.total is None:
        total = f"{plain(card.lowest)}至{plain(card.highest)}"
    yield Cell(value=total, style=_BOLD)
    yield Cell(value=_difference(card.self_total, card.total), style=_BOLD)
    if card.total is not None and card.grade is not None:
        told = f"按规则等级为“{card.grade}”"
    else:
        told = f"按规则{card.said_total()}"
    if card.self_grade is not None:
        told += f"，自评总分等级为“{card.self_grade}”"
    if card.total is None:
        told += f"。请在{JUDGED}、{REASON}两栏的浅黄色格子里评分，再按一次“评分”"
    yield Cell(value=told, style=WRAPPED)
    yield from (Cell(style=BODY) for _ in range(len(COLUMNS) - 9))


def _evaluator_line(row: int, card: Scorecard) -> Mapping[tuple[int, int], Cell]:
    """The name of the evaluator, which may be left blank."""
    given = [row.judgement for row in card.indicators if row.judgement]
    # The first name that was given stands for all rows
    names = [judgement.by for judgement in given if not judgement.by.blank]
    named = Entry()
    if names:
        named = names[0]
    # Merged cells keep their borders only if each of them has one
    cells = {(row, column): Cell(style=HEAD) for column in range(1, _PATH_COLUMNS + 1)}
    cells[row, 1] = Cell(value=EVALUATOR, style=HEAD)
    first, last = _NAME_COLUMNS
    cells |= {
        (row, column): Cell(style=INPUT_TEXT) for column in range(first, last + 1)
    }
    cells[row, first] = Cell(value=named.text, style=INPUT_TEXT)
    return cells


def _difference(own: Decimal | None, by_rule: Decimal | None) -> Decimal | None:
    if own is None or by_rule is None:
        return None
    return own - by_rule
