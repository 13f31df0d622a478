"""Formulas and references of OpenDocument spreadsheets, put as .xlsx spells them (OpenFormula, OpenDocument 1.3 part 4).

`of:=SUM([.A1:.B2];[$'自评表'.$C$3])` becomes `SUM(A1:B2,'自评表'!$C$3)`: what is compared is the meaning, not the spelling.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["excel_formula", "excel_reference"]

# The name of the language of the formula, then `=`
_PREFIX = re.compile(r"\A(?:[A-Za-z]{1,20}:)?=")
# What may change the spelling: texts, references, separators, lists
_MARK = re.compile(r"[\"\[;|~{}]")
_QUOTE_OR_END = re.compile(r"[\]']")
_SHEET = re.compile(r"\$?([^.:'\[\]]+)")
# A cell, a whole column or a whole row
_CELL = re.compile(r"\.(\$?[A-Za-z]{1,3}\$?\d+|\$?[A-Za-z]{1,3}|\$?\d+)")
_SEPARATORS = {";": ",", "~": ","}


def excel_formula(text: str) -> str:
    r"""Return a formula as .xlsx spells it, without `=`; empty for none.

    >>> excel_formula('of:=IF([.D7]="a;b";[$表.$A$1:.B2];{1;2|3;4})')
    'IF(D7="a;b",\'表\'!$A$1:B2,{1,2;3,4})'
    """
    if text:
        return "".join(_pieces(_PREFIX.sub("", text, count=1)))
    return ""


def _pieces(formula: str) -> Iterator[str]:
    """Yield the formula piece by piece; every character is looked at once, or twice where brackets do not close."""
    lists = here = 0
    # From one mark to the next: everything between them is kept
    while mark := _MARK.search(formula, here):
        yield formula[here : mark.start()]
        here, sign = mark.end(), mark[0]
        if sign == '"':
            end = _text_end(formula, here, '"')
            yield formula[mark.start() : end]
            here = end
        elif sign == "[":
            closed = _reference_end(formula, here)
            # No reference closes any more
            if closed is None:
                yield formula[mark.start() :]
                return
            yield excel_reference(formula[here : closed - 1])
            here = closed
        else:
            # Inside braces ; and | separate columns and rows, elsewhere arguments
            lists += {"{": 1, "}": -1}.get(sign, 0)
            bar = "|"
            if lists:
                bar = ";"
            yield bar if sign == "|" else _SEPARATORS.get(sign, sign)
    yield formula[here:]


def _text_end(text: str, start: int, quote: str) -> int:
    """Return where a quoted text ends that begins before `start`; a doubled quote belongs to it."""
    end = text.find(quote, start)
    # Two quotes are one quote of the text
    while end >= 0 and text.startswith(quote, end + 1):
        end = text.find(quote, end + 2)
    if end < 0:
        return len(text)
    return end + 1


def _reference_end(text: str, start: int) -> int | None:
    """Return where the reference ends whose bracket opens before `start`; `None` where it does not."""
    here = start
    while match := _QUOTE_OR_END.search(text, here):
        if match[0] == "]":
            return match.end()
        # A bracket within the quotes of a sheet name closes nothing
        here = _text_end(text, match.end(), "'")
    return None


def excel_reference(text: str) -> str:
    """Return a reference as .xlsx spells it; what is none comes back as it was.

    >>> excel_reference("$自评表.$H$12"), excel_reference("$'a ''b'.$A$1:.$B$2"), excel_reference("#REF!")
    ("'自评表'!$H$12", "'a ''b'!$A$1:$B$2", '#REF!')
    """
    # A deleted cell may stand with its sheet or without
    if "#REF!" in text:
        return "#REF!"
    first = _address(text, 0)
    if first is None:
        return text
    sheet, cell, end = first
    # Both corners name their sheet; .xlsx says it once
    if end < len(text):
        second = _address(text, end + 1) if text[end] == ":" else None
        if second is None or second[2] < len(text):
            return text
        cell = f"{cell}:{second[1]}"
    # Names without quotes get them, so that all are spelled alike
    if sheet.startswith("'"):
        bare = sheet[1:-1]
    else:
        bare = sheet.replace("'", "''")
    if sheet:
        return f"'{bare}'!{cell}"
    return cell


def _address(text: str, start: int) -> tuple[str, str, int] | None:
    """Return the sheet, the cell and the end of an address that begins at `start`; the sheet is empty for none."""
    here, sheet = start, ""
    # Before the sheet a $ may stand, which means nothing here
    quoted = start + text.startswith("$", start)
    if text.startswith("'", quoted):
        here = _text_end(text, quoted + 1, "'")
        sheet = text[quoted:here]
    elif match := _SHEET.match(text, start):
        here, sheet = match.end(), match[1]
    cell = _CELL.match(text, here)
    if cell is None:
        return None
    return (sheet, cell[1], cell.end())
