"""Whether a cell still says what it said: widths, signs, units and dates are spelled in many ways and mean the same."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import lru_cache

from perfeval_xl.amounts import normalise, parse_number
from perfeval_xl.dates import plain_year
from perfeval_xl.form.layout.labels import parse_year_label
from perfeval_xl.measures import Kind, Measure, parse_measure
from perfeval_xl.reading.formula_sense import formula_sense
from perfeval_xl.sheets.formula_parts import parts_of_text
from perfeval_xl.sheets.raw import UNKNOWN_FORMULA, RawCell
from perfeval_xl.sheets.recurring import Recurring

__all__ = [
    "alike",
    "bare",
    "formula_spelling",
    "same_amount",
    "same_formula",
    "same_sense",
    "same_text",
    "same_value",
    "same_weight",
    "same_year",
    "still_holds",
]

_SIGNS = (
    ("\\geq", "≥"),
    ("\\leq", "≤"),
    (">=", "≥"),
    ("=>", "≥"),
    ("<=", "≤"),
    ("=<", "≤"),
    ("≧", "≥"),
    ("≦", "≤"),
)
_LOST = "#REF!"
_CELL = re.compile(r"(?<![A-Z])\$?[A-Z]{1,3}\$?[1-9]\d*(?![\d(])")
_ALIKE, _LONGEST = 0.6, 100
_AROUND = ":;,.。、*"


@lru_cache(maxsize=1 << 14)
def bare(text: str | None) -> str:
    """Return a text as it is compared: one width, one spelling of the signs, no blanks, no punctuation at its end.

    >>> bare("主管部门："), bare("＞＝95％")
    ('主管部门', '≥95%')
    """
    # Signs as people type them: >=, => and ≧ are all ≥
    folded = normalise(text or "")
    for spelled, sign in _SIGNS:
        folded = folded.replace(spelled, sign)
    return folded.rstrip(_AROUND) or folded


def formula_spelling(formula: str) -> str:
    """Return a formula as it is compared: programs write it back with other blanks, quotes, letter case, `FALSE()`."""
    return _spellings.of(formula)


def _spelling(formula: str) -> str:
    return (
        "".join(formula.replace("'", "").split())
        .upper()
        .replace("TRUE()", "TRUE")
        .replace("FALSE()", "FALSE")
    )


_spellings: Recurring[str, str] = Recurring(_spelling, 1 << 20)
"""The formulas of a form are long, and the same in all forms of its kind."""


def same_formula(formula: str, found: RawCell) -> bool:
    """Whether a cell holds this formula: spelled alike, or, where it cannot be spelled out, naming the same cells and texts.

    Nothing can be told of a formula that is shared with another cell: it counts as the same.
    """
    # .xls holds formulas in parts; some of them cannot be spelled out
    if found.formula == UNKNOWN_FORMULA:
        return found.parts is None or found.parts == parts_of_text(formula)
    return same_sense(formula, found.formula)


def still_holds(formula: str, cell: RawCell) -> bool:
    """Whether a cell holds this formula, or, without a result, what became of it: cells it looks at were moved or deleted.

    One that is shared with other cells may be anybody's, and counts as what it shows.
    """
    # Without a formula somebody typed
    if not cell.formula or (cell.formula == UNKNOWN_FORMULA and cell.parts is None):
        return False
    if same_formula(formula, cell):
        return True
    return cell.value is None and _cells_aside(formula) == _cells_aside(cell.formula)


def _cells_aside(formula: str) -> str:
    """Return a formula without the cells that it names; those that are gone are cells, too."""
    return _CELL.sub("", formula_spelling(formula).replace(_LOST, ""))


def same_sense(one: str, other: str) -> bool:
    """Whether two formulas compute the same: spelled alike, or written in another way by another program."""
    if formula_spelling(one) == formula_spelling(other):
        return True
    sense = formula_sense(one)
    return sense is not None and sense == formula_sense(other)


def same_text(expected: str, found: str | None) -> bool:
    """Whether two texts, or two plain numbers however they are spelled, say the same."""
    if bare(expected) == bare(found):
        return True
    one, other = parse_number(expected), parse_number(found)
    return one is not None and one == other


def alike(expected: str, found: str) -> bool:
    """Whether a name is the other one corrected or completed, and not that of somebody else.

    >>> alike("设备购置项目", "设备购置项目（二期）"), alike("设备购置项目", "道路维修")
    (True, False)
    """
    # A completed name holds the old one; a corrected one is mostly the same letters
    one, other = bare(expected)[:_LONGEST], bare(found)[:_LONGEST]
    if one in other or other in one:
        return True
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _ALIKE


def same_value(expected: str, found: str | None) -> bool:
    """Whether two targets mean the same: figures with their sign and unit, ranges, dates; all others are texts."""
    return same_text(expected, found) or _meaning(parse_measure(expected)) == _meaning(
        parse_measure(found)
    )


def same_amount(expected: str, found: str | None, unit: str) -> bool:
    """Whether two amounts of money are the same; one without a unit is in that of the form."""
    return same_text(expected, found) or same_value(
        _in(expected, unit), _in(found, unit)
    )


def same_weight(expected: str, found: str | None) -> bool:
    """Whether two weights are the same; 分 may stand behind them."""
    return same_text(
        normalise(expected).removesuffix("分"),
        normalise(found or "").removesuffix("分"),
    )


def same_year(expected: str, found: str | None) -> bool:
    """Whether two years are the same, as numbers or as `（2024年度）`."""
    return same_text(_year(expected), _year(found))


def _year(text: str | None) -> str:
    return plain_year(parse_year_label(text))


def _in(text: str | None, unit: str) -> str:
    written = (text or "").strip()
    return written if parse_number(written) is None else written + unit


def _meaning(value: Measure) -> tuple[object, ...]:
    """What a value says, without how; a date is a limit whether it says so or not."""
    if value.kind is Kind.QUANTITY:
        return (
            value.kind,
            value.number,
            value.unit,
            value.per,
            value.rate,
            value.sign.replace("=", ""),
        )
    if value.kind is Kind.RANGE:
        bounds = (value.low, value.high, value.low_excluded, value.high_excluded)
        return value.kind, *bounds, value.unit, value.per, value.rate
    if value.kind is Kind.DATE and value.date is not None:
        return (
            value.kind,
            value.date,
            value.certain_until or value.date,
            value.yearless,
            value.direction,
        )
    return value.kind, bare(value.text)
