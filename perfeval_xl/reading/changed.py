"""What was changed in a form that a person may not change: labels, formulas, rule texts, and the locked entries of a
distributed one.

The form is drawn anew from its identity and compared cell by cell, wherever rows and columns have moved since. Programs that
save a form again change blanks, letter case and the numbers of rows in formulas; none of that is a change. Prompts and
validations that are gone are not told: what they would have refused is found by the checks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Any

from perfeval_xl.form.identity.issue import (
    Issue,
    fingerprint_of,
    parse_issue,
    signature_of,
)
from perfeval_xl.form.identity.stated import INSTRUCTIONS_SHEET
from perfeval_xl.form.identity.wording import TYPED_ROW, WORDING_ROW
from perfeval_xl.form.layout.field_key import FieldKey
from perfeval_xl.form.layout.labels import parse_indicator_label
from perfeval_xl.problems import Problem, Severity
from perfeval_xl.reading.changed_formulas import formula_changed, shortened
from perfeval_xl.reading.drawn import drawn_form
from perfeval_xl.reading.drawn_sheets import DrawnSheet
from perfeval_xl.reading.fields import BoundFields, text_of
from perfeval_xl.reading.marks import taken_off
from perfeval_xl.reading.moves import Moves, moved_formula
from perfeval_xl.reading.sameness import (
    alike,
    formula_spelling,
    same_amount,
    same_text,
    same_value,
    same_weight,
    same_year,
)
from perfeval_xl.reading.standing import Found, elsewhere, help_gone, same_drawn, stands
from perfeval_xl.refs import CellRef, Location
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.sheets.raw import BLANK_CELL, RawCell
from perfeval_xl.submission.labels import FIELD_LABELS

__all__ = ["changes", "identity_problems", "judge_issue"]

_MOST, _EXAMPLES = 10, 3
Place = tuple[int, int]
"""A row and a column."""
AnyFields = BoundFields[Any]
"""The fields of an open or of a fixed form."""
_LOCKED = {
    "name": "三级指标",
    "target": "年度指标值",
    "weight": "分值",
    "sign": "指标性质",
    "unit": "度量单位",
    "initial_budget": "年初预算数",
}
_WHOSE = ("project", "department", "unit", "year")
_OWNERS = ("project", "unit")


def judge_issue(
    rows: Mapping[str, str], fields: AnyFields, scheme: Scheme, key: bytes | None
) -> tuple[Issue | None, tuple[Problem, ...]]:
    """Return what the hidden sheet of a form says about its distribution, and what was changed since it was made.

    `None` for a form that was not distributed: an empty form that was handed out, or one that was filled in from JSON.
    Signatures are looked at only with a `key`.
    """
    # First the identity itself, then whether it was taken off
    issue = parse_issue(rows)
    found = list(identity_problems(rows, issue, key, fields.file))
    how = taken_off(fields, rows, issue)
    if how:
        found.append(
            Problem(code="PE-190", place=Location(file=fields.file), slots={"how": how})
        )
    if issue is not None:
        if (
            # Where the rows were changed, they do not say any more whose form it was
            fingerprint_of(rows, issue) == issue.fingerprint
        ):  # else it is not known whose form it was
            found += _whose(fields, issue)
        found += _entries(fields, scheme, issue)
        found += changes(fields, scheme, issue.wording, issue.prefilled)
    else:
        found += changes(
            fields,
            scheme,
            rows.get(WORDING_ROW, ""),
            rows.get(TYPED_ROW, "").split(","),
        )
    return issue, tuple(found)


def identity_problems(
    rows: Mapping[str, str], issue: Issue | None, key: bytes | None, file: str
) -> Iterator[Problem]:
    """Yield what is wrong with the identity itself; signatures are looked at only with a key."""
    place = Location(file=file)
    # Anybody may compute a fingerprint; only who has the key can sign it
    damaged = issue is not None and fingerprint_of(rows, issue) != issue.fingerprint
    if damaged:
        yield Problem(code="PE-123", place=place)
    if key is None:
        return
    if issue is None or not issue.signature:
        yield Problem(code="PE-121", place=place)
    elif not _equal(signature_of(issue.fingerprint, key), issue.signature):
        yield Problem(
            code="PE-122", place=place, slots={"reason": "不是用这个密钥签的"}
        )
    elif damaged:
        yield Problem(
            code="PE-122", place=place, slots={"reason": "签名之后内容被改动"}
        )


def _equal(one: str, other: str) -> bool:
    return one.strip().lower() == other.strip().lower()


def changes(
    fields: AnyFields, scheme: Scheme, wording: str, stated: Iterable[str]
) -> Iterator[Problem]:
    """Yield a problem for every label, formula and rule text that says something else than when the form was made.

    `wording` is the digest of its words; `stated` are the fields in which something else than those stood from the start.
    """
    if not wording:
        return
    # What the form said when it was made, as long as this program says it in the same words
    drawn = drawn_form(scheme, fields.layout)
    if wording != drawn.wording:
        return  # made by another version of the program, which says things in other words
    # Where every row and column has gone, to look for each label where it must be now
    moves = {sheet.title: Moves(fields, sheet.title) for sheet in drawn.sheets}
    # What the issuer typed in is compared with what was issued, by `_entries`
    own = {fields.layout.fields[key] for key in stated if key in fields.layout.fields}
    for sheet in drawn.sheets:
        instructions = sheet.title == INSTRUCTIONS_SHEET
        found = (
            _instructions(fields, sheet)
            if instructions
            else _cells(fields, sheet, moves, own)
        )
        yield from _together(list(found))


def _together(found: list[Problem]) -> list[Problem]:
    """Tell very many changes of one sheet as one problem: a program was at work there, and a list would be of no use."""
    # A few are told one by one
    if len(found) <= _MOST:
        return found
    shown = "；".join(
        f"{p.place.cell}应为“{p.expected}”，现为“{p.found}”" for p in found[:_EXAMPLES]
    )
    slots = {"count": str(len(found)), "examples": shown}
    return [
        Problem(code="PE-130", place=replace(found[0].place, ref=None), slots=slots)
    ]


def _whose(fields: AnyFields, issue: Issue) -> Iterator[Problem]:
    """Yield PE-120 for each name, and for the year, that differs; these are not locked. A blank one is PE-050."""
    # A name that was not known when the form was made is the unit's to fill in; a blank one is PE-050
    for key in _WHOSE:
        expected = getattr(issue, key)
        if (
            not expected
            or key in issue.prefilled
            or key not in fields.layout.fields
            or fields.ref(key) is None
        ):
            continue
        found = fields.text(key)
        if not found or not found.strip():
            continue
        # A name that was corrected is a warning, another one is an error: it may be another project
        same = same_text
        if key == "year":
            same = same_year
        if not same(expected, found):
            severity = None
            if key in _OWNERS and not alike(expected, found):
                severity = Severity.ERROR
            yield _problem(
                fields.place(key, FIELD_LABELS[key]),
                FIELD_LABELS[key],
                expected,
                found,
                severity,
            )


def _entries(fields: AnyFields, scheme: Scheme, issue: Issue) -> Iterator[Problem]:
    """Yield what became of the entries that were filled in and locked; a field that is gone is PE-095."""
    for key, expected in issue.prefilled.items():
        if key not in fields.layout.fields or fields.ref(key) is None:
            continue
        # What kind of entry it is decides what counts as the same
        field = FieldKey.parse(key)
        name = field.name if field is not None else key
        what = _LOCKED.get(name, "内容")
        # A formula may show what was issued today and something else tomorrow
        if fields.cell(key).formula:
            slots = {"field": what, "expected": shortened(expected)}
            yield Problem(
                code="PE-192",
                place=fields.place(key, what),
                expected=slots["expected"],
                slots=slots,
            )
        found = fields.text(key)
        shown = parse_indicator_label(found) if name == "name" else found
        if not _entry_same(name, expected, shown, scheme.money_unit):
            yield _problem(
                fields.place(key, what), what, expected, shown, Severity.ERROR
            )


def _entry_same(name: str, expected: str, found: str | None, unit: str) -> bool:
    if name == "weight":
        return same_weight(expected, found)
    if name == "initial_budget":
        return same_amount(expected, found, unit)
    return (same_value if name == "target" else same_text)(expected, found)


def _cells(
    fields: AnyFields,
    drawn: DrawnSheet,
    moves: Mapping[str, Moves],
    own: AbstractSet[CellRef],
) -> Iterator[Problem]:
    """The labels and formulas of one sheet."""
    moved = moves[drawn.title]
    cells = fields.raw.cells(moved.title)
    if not cells:
        return  # the sheet is gone: PE-095 for what was to be filled in there
    # Rows without fields may have gone anywhere: then the text may stand anywhere
    everything = Found(cells)
    left = 0
    # The help columns were deleted as a whole: one problem, and none for their cells
    if help_gone(drawn, moved, everything):
        left = drawn.help_column
        yield Problem(code="PE-127", place=_at(fields, moved.title, (1, left)))
    # Texts first, then formulas; both only where they were drawn and locked
    own_places = {(ref.row, ref.column) for ref in own if ref.sheet == drawn.title}
    for at, said in drawn.texts.items():
        place = _place(at, moved, own_places, left)
        if place is not None and not stands(said, place, everything):
            found = text_of(cells.get(place, BLANK_CELL))
            yield _problem(_at(fields, moved.title, place), "表中的文字", said, found)
    # On a form that nobody moved, most formulas are the same letter by letter
    untouched = all(each.none for each in moves.values())
    for at, formula in drawn.formulas.items():
        place = _place(at, moved, own_places, left)
        if place is None:
            continue
        cell = cells.get(place, BLANK_CELL)
        if untouched and cell.formula == formula[0]:
            continue
        wanted, spelled = formula
        if not untouched:
            wanted, spelled = _moved(moves, drawn.title, wanted)
        if _as_wanted(cell, wanted, spelled, everything):
            continue
        told = _at(fields, moved.title, place)
        yield from formula_changed(
            fields, drawn, at, told, row=place[0], wanted=wanted, cell=cell
        )


def _as_wanted(cell: RawCell, wanted: str, spelled: str, everything: Found) -> bool:
    """Whether a cell holds the formula that it must hold now, or another one does; a formula without its cells is lost."""
    if not wanted:
        return True
    return same_drawn(cell, wanted, spelled) or elsewhere(wanted, spelled, everything)


def _place(at: Place, moved: Moves, own: AbstractSet[Place], left: int) -> Place | None:
    """Return where a cell is to be compared; `None` for one that is not, or whose row is gone (PE-095)."""
    if at in own or (left and at[1] >= left):
        return None
    return moved.place(*at)


def _moved(moves: Mapping[str, Moves], sheet: str, text: str) -> tuple[str, str]:
    """Return a formula as it must be now, written and as compared; empty when one of its cells is gone."""
    moved = moved_formula(moves, sheet, text) or ""
    return moved, formula_spelling(moved)


def _instructions(fields: AnyFields, drawn: DrawnSheet) -> Iterator[Problem]:
    """The rule texts of 填报说明; a sheet that was deleted does no harm."""
    cells = fields.raw.cells(INSTRUCTIONS_SHEET)
    if all(text_of(cell) is None for cell in cells.values()):
        return
    everything = Found(cells)
    for place, said in drawn.texts.items():
        if not stands(said, place, everything):
            found = text_of(cells.get(place, BLANK_CELL))
            yield _problem(
                _at(fields, INSTRUCTIONS_SHEET, place), "填报说明", said, found
            )


def _problem(
    place: Location,
    what: str,
    expected: str,
    found: str | None,
    severity: Severity | None = None,
) -> Problem:
    shown = shortened(found or "（空）")
    slots = {"what": what, "expected": f"“{shortened(expected)}”", "written": shown}
    return Problem(
        code="PE-120",
        place=place,
        found=shown,
        expected=shortened(expected),
        slots=slots,
        raised_to=severity,
    )


def _at(fields: AnyFields, sheet: str, place: tuple[int, int]) -> Location:
    return Location.at(CellRef(sheet, *place), fields.file)
