"""Pieces of formulas over cells that people fill in, for the second face of the rules that look at words.

A piece accepts no more than the score reads: a word with blanks around it, but neither full-width letters nor blanks in
the middle, which only the program folds. Where a piece cannot tell, the formula shows `""`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from perfeval_xl.amounts import normalise
from perfeval_xl.texts import NOTHING_SAID, STOPS

__all__ = [
    "NOT_TOLD",
    "as_number",
    "first_number",
    "folded",
    "given_weight",
    "holds_only_formula",
    "holds_something_formula",
    "may_be_day_formula",
    "mentions_formula",
    "one_of_words_formula",
    "percent_shown_formula",
    "quoted",
    "replaced",
    "says_something_formula",
    "shown_number",
]

NOT_TOLD = '""'
"""What a formula shows where it cannot tell."""

_BLANKS = (" ", "\u3000", "\u00a0", "\u2002", "\u2003", "\t", "\n")
"""The blanks that cells hold in practice, out of those that Python knows."""

_FIRST_DAY, _LAST_DAY = 36_526, 54_788
"""2000-01-01 and 2049-12-31 as cells count days."""

# The distance from a letter or sign to its full-width form in Unicode
_FULL_WIDTH = 0xFEE0
# Excel refuses a text of more than 255 characters in a formula
_LONGEST_ROW = 240
_DEEPEST = 40
"""How many words are taken out of each other's rest: Excel nests 64 functions at most."""
_BETWEEN = "、|¦\u2502"
"""Signs to put between words; at least the last one stands in none."""


def quoted(text: str) -> str:
    """Return a text as a formula spells it."""
    return '"' + text.replace('"', '""') + '"'


def replaced(text: str, pairs: Iterable[tuple[str, str]]) -> str:
    """Return the formula of a text in which one sign or word after the other is replaced."""
    for written, meant in pairs:
        text = f"SUBSTITUTE({text},{quoted(written)},{quoted(meant)})"
    return text


def given_weight(weight: str, face: str) -> str:
    """Return the whole formula: `face` where the weight is a number of at least 0 and no cell holds an error."""
    return f'IFERROR(IF(ISNUMBER({weight}),IF({weight}>=0,{face},""),""),"")'


def as_number(cell: str) -> str:
    """Return the formula of the number in a cell, 0 for a blank or a text: not every program's N gives 0 for a blank."""
    return f"SUM({cell})"


def shown_number(number: str) -> str:
    """Return the formula of a number as a text of at most six decimals, alike in every program: 8.62, and 10 without a point."""
    decimals = f'TEXT({number},"0.######")&"#"'
    return f'SUBSTITUTE(SUBSTITUTE({decimals},".#",""),"#","")'


def may_be_day_formula(cell: str) -> str:
    """Return the formula that is true for a whole number that may be a day: a formula cannot see how a cell is shown."""
    return f"AND({cell}=INT({cell}),{cell}>={_FIRST_DAY},{cell}<={_LAST_DAY})"


def percent_shown_formula(cell: str) -> str:
    """Return the formula that is true for a cell that shows its number as a percentage: 95% is 0.95 in the cell."""
    return f'(LEFT(CELL("format",{cell}))="P")'


def mentions_formula(cell: str, words: Iterable[str]) -> str:
    """Return the formula that is true when one of the words stands anywhere in a cell: without them it is shorter.

    Word by word, since not every program goes through a list in braces; the address stands in few places, since what is
    alike in all rows hardly makes a file larger.
    """
    every = list(words)
    shorter = []
    for first in range(0, len(every), _DEEPEST):
        rest = cell
        for word in every[first : first + _DEEPEST]:
            rest = f'SUBSTITUTE({rest},{quoted(word)},"")'
        shorter.append(f"LEN({rest})<LEN({cell})")
    if len(shorter) == 1:
        return f"({shorter[0]})"
    return f"OR({','.join(shorter)})"


def one_of_words_formula(cell: str, words: Iterable[str]) -> str:
    """Return the formula that is 1 when the cell holds one of the words, else 0; an error where the cell is one.

    The words are looked for in one text: not every program goes through a list in braces.
    """
    # A separator that no word contains, and that is taken out of what was typed
    every = list(words)
    between = next(sign for sign in _BETWEEN if not any(sign in word for word in every))
    whole = f'"{between}"&SUBSTITUTE(TRIM({cell}),"{between}","?")&"{between}"'
    # The cell is looked for as a whole word, with separators around it
    rows = _rows([word for word in every if word], between)
    listed = ",".join(f"ISNUMBER(FIND({whole},{quoted(row)}))" for row in rows)
    # A blank cell would be found between any two separators, so it is told apart
    blank = int("" in every)
    return f"IF(LEN(TRIM({cell}))>0,IF(OR({listed}),1,0),{blank})"


def says_something_formula(cells: Mapping[str, str], names: Iterable[str]) -> str:
    """Return the formula that is true when the first of these cells that holds anything holds more than 无 and the like.

    The same as `texts.says_something`, for the blanks that cells hold in practice.
    """
    said = "FALSE"
    # From the last cell to the first: each wraps the formula of those behind it
    for cell in reversed([cells[name] for name in names if name in cells]):
        bare = cell
        for sign in (*_BLANKS, *STOPS):
            bare = f'SUBSTITUTE({bare},{quoted(sign)},"")'
        # What is left says something unless it is one of the stopgaps
        words = (
            f"AND(LEN({bare})>0,{one_of_words_formula(bare, sorted(NOTHING_SAID))}=0)"
        )
        if said == "FALSE":
            said = words
        else:
            said = f"IF({_holds_nothing_formula(cell)},{said},{words})"
    return said


def holds_something_formula(cell: str) -> str:
    """Return the formula that is true when a cell holds more than blanks."""
    return f"NOT({_holds_nothing_formula(cell)})"


def _holds_nothing_formula(cell: str) -> str:
    return holds_only_formula(cell, _BLANKS)


def holds_only_formula(cell: str, signs: Iterable[str]) -> str:
    """Return the formula that is true for a text in which nothing but these signs stands."""
    for sign in signs:
        cell = f'SUBSTITUTE({cell},{quoted(sign)},"")'
    return f"LEN({cell})=0"


def folded(cell: str, words: Iterable[str]) -> str:
    """Return the formula of a text without blanks, and with the letters and signs of `words` folded from full width."""
    # Blanks go wherever they stand, as when the program folds a text
    for blank in _BLANKS:
        cell = f'SUBSTITUTE({cell},{quoted(blank)},"")'
    # Only the signs that occur in the words: each one costs a SUBSTITUTE of the formula
    for sign in sorted(
        {sign for word in words for sign in normalise(word) if "!" <= sign <= "~"}
    ):
        cell = (
            f"SUBSTITUTE({cell},{quoted(chr(ord(sign) + _FULL_WIDTH))},{quoted(sign)})"
        )
    return cell


def first_number(
    cells: Mapping[str, str],
    names: Iterable[str],
    face: Callable[[str], str],
    blank: str = NOT_TOLD,
) -> str:
    """Return `face` over the first of these cells that is filled in, `blank` where none is.

    What is filled in with anything but a number cannot be told: the program may read it.
    """
    formula = blank
    # From the last cell to the first: each wraps the formula of those behind it
    for cell in reversed([cells[name] for name in names if name in cells]):
        # Nothing behind this cell can tell, so a blank need not be told from a text
        if formula == NOT_TOLD:
            otherwise = formula
        else:
            otherwise = f'IF(TRIM({cell})="",{formula},{NOT_TOLD})'
        formula = f"IF(ISNUMBER({cell}),{face(cell)},{otherwise})"
    return formula


def _rows(words: Iterable[str], between: str) -> list[str]:
    """Join words to texts that a formula may hold: 255 characters at most, a sign around each word."""
    rows = [between]
    for word in words:
        if len(rows[-1]) + len(word) > _LONGEST_ROW:
            rows.append(between)
        rows[-1] += f"{word}{between}"
    return rows
