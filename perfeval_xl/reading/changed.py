"""What was changed in a distributed form that a person may not change: labels, formulas, rule texts, locked entries.

The form is drawn anew from its identity and compared cell by cell, wherever rows and columns have moved since. Programs that
save a form again change blanks, letter case and the numbers of rows in formulas; none of that is a change.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from decimal import Decimal
from functools import lru_cache
from typing import Any

from perfeval_xl.amounts import plain
from perfeval_xl.form.drawing import draw_form
from perfeval_xl.form.identity import INSTRUCTIONS_SHEET
from perfeval_xl.form.issue import Issue, configured_key, fingerprint_of, parse_issue, signature_of, wording_of
from perfeval_xl.form.labels import parse_indicator_label
from perfeval_xl.form.layout import Layout
from perfeval_xl.form.rating_drawing import draw_rating_form
from perfeval_xl.form.rating_layout import RatingLayout
from perfeval_xl.problems import Problem, Severity
from perfeval_xl.reading.fields import BoundFields, text_of
from perfeval_xl.reading.sameness import (
    bare,
    formula_spelling,
    same_amount,
    same_text,
    same_value,
    same_weight,
    same_year,
)
from perfeval_xl.refs import CellRef, Location, column_letters
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.sheets.model import Formula, Sheet, Value, Workbook
from perfeval_xl.sheets.raw import BLANK_CELL, UNKNOWN_FORMULA, RawCell
from perfeval_xl.submission.labels import FIELD_LABELS

__all__ = ["changes", "identity_problems", "judge_issue"]

_SHOWN = 60
_CONTINUED = "（续）"  # a label that repeats on a new page, wherever pages end
_REFERENCE = re.compile(
    r"(?P<text>\"[^\"]*\")|(?:(?P<sheet>'[^']+(?:''[^']*)*'|[^\W\d]\w*)!)?"
    r"(?P<fix>\$?)(?P<column>[A-Z]{1,3})(?P<hold>\$?)(?P<row>[1-9]\d*)(?![\d(A-Z_])"
)
AnyFields = BoundFields[Any]
"""The fields of an open or of a fixed form."""
_LOCKED = {"name": "三级指标", "target": "年度指标值", "weight": "分值", "initial_budget": "年初预算数"}
_WHOSE = ("project", "department", "unit", "year")
_HELP = "实时核对"
"""What the first of the help columns begins with; they stand right of all that is printed."""


def judge_issue(rows: Mapping[str, str], fields: AnyFields, scheme: Scheme) -> tuple[Issue | None, tuple[Problem, ...]]:
    """Return what the hidden sheet of a form says about its distribution, and what was changed since.

    `None` for a form that was not distributed. The key for signatures is that of the environment.
    """
    issue = parse_issue(rows)
    found = list(identity_problems(rows, issue, configured_key(), fields.file))
    if issue is not None:
        if fingerprint_of(rows, issue) == issue.fingerprint:  # else it is not known whose form it was
            found += _whose(fields, issue)
        found += changes(fields, scheme, issue)
    return issue, tuple(found)


def identity_problems(rows: Mapping[str, str], issue: Issue | None, key: bytes | None, file: str) -> Iterator[Problem]:
    """Yield what is wrong with the identity itself; signatures are looked at only with a key."""
    place = Location(file=file)
    damaged = issue is not None and fingerprint_of(rows, issue) != issue.fingerprint
    if damaged:
        yield Problem(code="PE-123", place=place)
    if key is None:
        return
    if issue is None or not issue.signature:
        yield Problem(code="PE-121", place=place)
    elif not _equal(signature_of(issue.fingerprint, key), issue.signature):
        yield Problem(code="PE-122", place=place, slots={"reason": "不是用这个密钥签的"})
    elif damaged:
        yield Problem(code="PE-122", place=place, slots={"reason": "签名之后内容被改动"})


def _equal(one: str, other: str) -> bool:
    return one.strip().lower() == other.strip().lower()


def changes(fields: AnyFields, scheme: Scheme, issue: Issue) -> Iterator[Problem]:
    """Yield a problem for every locked cell that says something else than when the form was made."""
    yield from _entries(fields, scheme, issue)
    empty, wording = _drawn(_Key(scheme, fields.layout))
    if wording != issue.wording:
        return  # made by another version of the program, which says things in other words
    moves = {sheet.title: _Moves(fields, sheet.title) for sheet in empty.sheets}
    own = {fields.layout.fields[key] for key in issue.prefilled if key in fields.layout.fields}
    for sheet in empty.sheets:
        if sheet.title == INSTRUCTIONS_SHEET:
            yield from _instructions(fields, sheet)
        elif sheet.state == "visible":
            yield from _cells(fields, sheet, moves, own)


class _Key:
    """A scheme and a layout as the key of a cache."""

    def __init__(self, scheme: Scheme, layout: Layout | RatingLayout) -> None:
        self.scheme, self.layout = scheme, layout
        shape = tuple(layout.table_rows.items()) if isinstance(layout, RatingLayout) else layout.slots
        self._told = (scheme.id, scheme.version, shape, layout.goals)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self._told == other._told and self.scheme is other.scheme

    def __hash__(self) -> int:
        return hash(self._told)


@lru_cache(maxsize=64)
def _drawn(key: _Key) -> tuple[Workbook, str]:
    scheme, layout = key.scheme, key.layout
    book = draw_rating_form(scheme, layout) if isinstance(layout, RatingLayout) else draw_form(scheme, layout)
    return book, wording_of(book)


def _whose(fields: AnyFields, issue: Issue) -> Iterator[Problem]:
    """The names and the year, which are not locked; what was not given may be filled in, a blank is told elsewhere."""
    for key in _WHOSE:
        expected = getattr(issue, key)
        if not expected or key in issue.prefilled or key not in fields.layout.fields or fields.ref(key) is None:
            continue
        found = fields.text(key)
        if not found or not found.strip():
            continue
        if not (same_year if key == "year" else same_text)(expected, found):
            yield _problem(fields.place(key, FIELD_LABELS[key]), FIELD_LABELS[key], expected, found)


def _entries(fields: AnyFields, scheme: Scheme, issue: Issue) -> Iterator[Problem]:
    """The entries that were filled in and locked; a field that is gone is told elsewhere."""
    for key, expected in issue.prefilled.items():
        if key not in fields.layout.fields or fields.ref(key) is None:
            continue
        name = key.rpartition("_")[2] if "budget" not in key else "initial_budget"
        what = _LOCKED.get(name, "内容")
        found = fields.text(key)
        shown = parse_indicator_label(found) if name == "name" else found
        if not _entry_same(name, expected, shown, scheme.money_unit):
            yield _problem(fields.place(key, what), what, expected, shown, Severity.ERROR)


def _entry_same(name: str, expected: str, found: str | None, unit: str) -> bool:
    if name == "weight":
        return same_weight(expected, found)
    if name == "initial_budget":
        return same_amount(expected, found, unit)
    return (same_value if name == "target" else same_text)(expected, found)


def _cells(
    fields: AnyFields, drawn: Sheet, moves: Mapping[str, _Moves], own: AbstractSet[CellRef]
) -> Iterator[Problem]:
    """The labels and formulas of one sheet."""
    moved = moves[drawn.title]
    cells = fields.raw.cells(moved.title)
    if not cells:
        return  # the sheet is gone; what was to be filled in there is told elsewhere
    everything = {bare(text) for cell in cells.values() if (text := text_of(cell))}
    left = _help_gone(drawn, cells, moved)
    if left is not None:
        yield Problem(code="PE-127", place=_at(fields, moved.title, (1, left)))
    for (row, column), cell in drawn.cells.items():
        value = cell.value
        if left is not None and column >= left:
            continue
        if not cell.style.locked or value is None or CellRef(drawn.title, row, column) in own or _continued(value):
            continue
        place = moved.place(row, column)
        if place is None:
            continue  # its row is gone, which is told elsewhere
        found = cells.get(place, BLANK_CELL)
        at = _at(fields, moved.title, place)
        if isinstance(value, Formula):
            yield from _formula(moves, drawn.title, value, found, at)
        elif not same_text(_said(value), text_of(found)) and not (isinstance(value, str) and bare(value) in everything):
            yield _problem(at, "表中的文字", _said(value), text_of(found))


def _help_gone(drawn: Sheet, cells: Mapping[tuple[int, int], RawCell], moved: _Moves) -> int | None:
    """Return the first of the help columns when nothing of them is left: a person deleted or emptied all of them."""
    heads = (at for at, cell in drawn.cells.items() if isinstance(cell.value, str) and cell.value.startswith(_HELP))
    left = next((column for _, column in heads), None)
    if left is None:
        return None
    drawn_there = [at for at, cell in drawn.cells.items() if at[1] >= left and cell.value is not None]
    places = [place for at in drawn_there if (place := moved.place(*at)) is not None]
    found = (cells.get(place, BLANK_CELL) for place in places)
    return left if all(not cell.formula and text_of(cell) is None for cell in found) else None


def _continued(value: Value) -> bool:
    return isinstance(value, str) and value.endswith(_CONTINUED)


def _formula(
    moves: Mapping[str, _Moves], sheet: str, expected: Formula, found: RawCell, place: Location
) -> Iterator[Problem]:
    """Compare a formula with its references put where the rows and columns are now."""
    if found.formula == UNKNOWN_FORMULA or "#REF!" in found.formula:
        return  # shared with another cell, or cut through by a deleted row
    wanted = _moved_formula(moves, sheet, expected.text)
    if wanted is not None and formula_spelling(found.formula) != formula_spelling(wanted):
        shown = f"={found.formula}" if found.formula else text_of(found)
        yield _problem(place, "公式", f"={wanted}", shown)


def _moved_formula(moves: Mapping[str, _Moves], sheet: str, text: str) -> str | None:
    """Return a formula with its references put where the cells stand now; `None` when one of them is gone."""
    lost, named = False, sheet

    def put(match: re.Match[str]) -> str:
        nonlocal lost, named
        if match["text"] is not None:
            return match[0]
        ends_range = match["sheet"] is None and text[: match.start()].endswith(":")
        named = named if ends_range else match["sheet"] or sheet  # the end of a range stands on the sheet of its start
        there = moves.get(named.strip("'").replace("''", "'"))
        ref = CellRef.parse("", match["column"] + match["row"])
        place = None if there is None else there.place(ref.row, ref.column)
        if there is None or place is None:
            lost = True
            return match[0]
        before = f"'{there.title}'!" if match["sheet"] else ""
        return f"{before}{match['fix']}{column_letters(place[1])}{match['hold']}{place[0]}"

    moved = _REFERENCE.sub(put, text)
    return None if lost else moved


def _instructions(fields: AnyFields, drawn: Sheet) -> Iterator[Problem]:
    """The rule texts of 填报说明; a sheet that was deleted does no harm."""
    cells = fields.raw.cells(INSTRUCTIONS_SHEET)
    everything = {bare(text) for cell in cells.values() if (text := text_of(cell))}
    if not everything:
        return
    for place, cell in drawn.cells.items():
        said = _said(cell.value)
        if said and bare(said) not in everything:
            found = text_of(cells.get(place, BLANK_CELL))
            yield _problem(_at(fields, INSTRUCTIONS_SHEET, place), "填报说明", said, found)


class _Moves:
    """Where the rows and columns of one drawn sheet stand now: those of its fields, and those between them."""

    def __init__(self, fields: AnyFields, sheet: str) -> None:
        rows: dict[int, Counter[int]] = {}
        columns: dict[int, Counter[int]] = {}
        titles: Counter[str] = Counter()
        for key, old in fields.layout.fields.items():
            new = fields.ref(key)
            if old.sheet == sheet and new is not None:
                titles[new.sheet] += 1
                rows.setdefault(old.row, Counter())[new.row] += 1
                columns.setdefault(old.column, Counter())[new.column] += 1
        self.title = titles.most_common(1)[0][0] if titles else sheet
        self._rows = {old: found.most_common(1)[0][0] for old, found in rows.items()}
        self._columns = {old: found.most_common(1)[0][0] for old, found in columns.items()}

    def place(self, row: int, column: int) -> tuple[int, int] | None:
        """Return where a cell of the drawn form stands now, `None` when that cannot be told."""
        there, across = _moved(self._rows, row), _moved(self._columns, column)
        return None if there is None or across is None else (there, across)


def _moved(known: Mapping[int, int], old: int) -> int | None:
    """Return where a row is: its own place, or as far from its neighbours as it was, if both agree."""
    if not known:
        return old
    if old in known:
        return known[old]
    before = max((row for row in known if row < old), default=None)
    after = min((row for row in known if row > old), default=None)
    if before is None or after is None:
        near = after if before is None else before
        assert near is not None
        return known[near] + old - near
    shift = known[before] - before
    return old + shift if shift == known[after] - after else None


def _problem(place: Location, what: str, expected: str, found: str | None, severity: Severity | None = None) -> Problem:
    shown = _short(found or "（空）")
    slots = {"what": what, "expected": _short(expected), "written": shown}
    return Problem(code="PE-120", place=place, found=shown, expected=_short(expected), slots=slots, raised_to=severity)


def _at(fields: AnyFields, sheet: str, place: tuple[int, int]) -> Location:
    return Location(file=fields.file, sheet=sheet, cell=CellRef(sheet, *place).address)


def _said(value: Value) -> str:
    return plain(value) if isinstance(value, Decimal) else "" if value is None else str(value)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
