"""What the words of a row say, each found once and told in a hidden cell: figures in a text, words in the name.

Every word is looked for by itself, since not every program goes through a list in braces; `row_formulas` and the hints
ask the hidden cells, so that the long formulas stand once in a row.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from perfeval_xl.measures.names import words
from perfeval_xl.measures.numerals import CHINESE
from perfeval_xl.measures.units import TIME
from perfeval_xl.rules.cells import may_be_day_formula, mentions_formula, quoted

__all__ = [
    "COST",
    "DATES",
    "DIRECTIONS",
    "PERCENTS",
    "RATES",
    "SATISFACTION",
    "SAVING",
    "TIMELINESS",
    "UNITS",
    "has_digits_formula",
    "has_figures_formula",
    "looks_like_a_quantity_formula",
    "name_says_formula",
    "said_in_name_formula",
]

COST, TIMELINESS, SATISFACTION = "成本", "时效", "满意度"
"""The headings under which a name is read in its own way."""

DATES, PERCENTS, RATES, UNITS, SAVING, DIRECTIONS = "日", "%", "率", "位", "省", "向"
"""The lists of words that a name may have, each with the sign by which the hidden cell tells that it has."""

_RATE_SIGNS = ("率", "度", "比", "%", "％", "‰")
"""In every name of a rate, and in some others, for which the preview stays blank a little more often."""

_PERCENT_SIGNS = ("%", "％", "‰", "百分比")
_UNITS_OF_NAMES = ("元", "圆", "元整", "人", "名", "位", "次", "工作日", *TIME)
"""What the brackets of a name may end with that gives a bare figure its unit: （万元）, （人次）, （天）."""

_DIGITS = "0123456789０１２３４５６７８９"
_DAYS_WITHOUT_FIGURES = ("年底", "年末", "半年")
_SAYS_HOW_MUCH = ("≥", "≤", "＞", "＜", ">", "<")
"""How the signs of a target begin, once its words are folded into signs."""


def has_digits_formula(cell: str) -> str:
    """Return the formula that is true for a cell with a digit in it, 三 and ５ too."""
    return mentions_formula(cell, (*_DIGITS, *sorted(CHINESE)))


def has_figures_formula(cell: str) -> str:
    """Return the formula that is true for a text that may be a quantity or a day: 7项, 七项, 年底前 the program reads."""
    figures = (*_DIGITS, "半", *sorted(CHINESE), *_DAYS_WITHOUT_FIGURES)
    return mentions_formula(cell, figures)


def looks_like_a_quantity_formula(target: str, text: str, sign: str) -> str:
    """Return the formula that is true for a number, and for a text with figures behind a sign or at its beginning.

    `text` is the cell of the target as a text whose words are folded into signs, `sign` that of its sign. A day is
    judged like a quality, so it is none: 12月31日, 2022年底, 2022-12-31, or a number that may be one.
    """
    begins = f'IF(LEN({text})>0,ISNUMBER(FIND(LEFT({text},1),"{_DIGITS}")),FALSE)'
    signed = mentions_formula(text, _SAYS_HOW_MUCH)
    how_much = f'OR({begins},{sign}<>"",{signed})'
    figures = f"IF({how_much},{mentions_formula(text, _DIGITS)},FALSE)"
    month = f'ISNUMBER(FIND("月",SUBSTITUTE({text},"个月","")))'
    year = f'IFERROR(VALUE(MID({text},FIND("年",{text})-4,4))>999,FALSE)'
    strokes = "+".join(
        f'LEN({text})-LEN(SUBSTITUTE({text},"{each}",""))' for each in "-/."
    )
    day = f"OR({month},{year},{strokes}>1)"
    number = f"NOT({may_be_day_formula(target)})"
    return f"IF(ISNUMBER({target}),{number},IF({figures},NOT({day}),FALSE))"


def name_says_formula(name: str, path: tuple[str, ...]) -> str:
    """Return the formula of the signs of all lists that the name of a row under these headings has a word of."""
    told = [
        f'IF({mentions_formula(name, listed)},{quoted(sign)},"")'
        for sign, listed in _lists(path).items()
    ]
    return "&".join(told)


def said_in_name_formula(cell: str, sign: str) -> str:
    """Return the formula that is true when the hidden cell of the name tells of a list."""
    return f"ISNUMBER(FIND({quoted(sign)},{cell}))"


def _lists(path: tuple[str, ...]) -> Mapping[str, Iterable[str]]:
    """The words that are looked for in a name under these headings."""
    known = words()
    lists: dict[str, Iterable[str]] = {
        PERCENTS: _PERCENT_SIGNS,
        UNITS: list(_units_of_names()),
    }
    if not _under(path, TIMELINESS):
        lists[DATES] = known.dates
    if not _under(path, SATISFACTION) or _under(path, COST):
        lists[RATES] = _RATE_SIGNS
    less = (*known.less_is_better, *known.ceiling_rates, *known.spending_elsewhere)
    if _under(path, COST):
        lists[SAVING] = known.saving
        lists[DIRECTIONS] = (*known.spending, *known.saving)
    elif _under(path, TIMELINESS) or not _under(path, SATISFACTION):
        lists[DIRECTIONS] = less
    else:
        lists[DIRECTIONS] = known.less_among_satisfaction
    return lists


def _under(path: tuple[str, ...], heading: str) -> bool:
    return any(heading in name for name in path[:2])


def _units_of_names() -> Iterable[str]:
    for unit in _UNITS_OF_NAMES:
        yield f"{unit}）"
        yield f"{unit})"
