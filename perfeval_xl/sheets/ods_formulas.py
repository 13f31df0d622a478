"""Formulas and references of OpenDocument spreadsheets, put as .xlsx spells them (OpenFormula, OpenDocument 1.3 part 4).

`of:=SUM([.A1:.B2];[$'自评表'.$C$3])` becomes `SUM(A1:B2,'自评表'!$C$3)`: what is compared is the meaning, not the spelling.
"""

from __future__ import annotations

import re

__all__ = ["excel_formula", "excel_reference"]

_PREFIX = re.compile(r"\A(?:[A-Za-z]+:)?=")
_TOKEN = re.compile(r"(\"(?:[^\"]|\"\")*\")|\[((?:'(?:[^']|'')*'|[^\]'])*)\]|([;|~{}])")
_ADDRESS = re.compile(r"(?:\$?('(?:[^']|'')*'|[^.:'\[\]]+))?\.(\$?[A-Za-z]{1,3}\$?\d+|\$?[A-Za-z]{1,3}|\$?\d+)")


def excel_formula(text: str) -> str:
    r"""Return a formula as .xlsx spells it, without `=`; empty for none.

    >>> excel_formula('of:=IF([.D7]="a;b";[$表.$A$1:.B2];{1;2|3;4})')
    'IF(D7="a;b",\'表\'!$A$1:B2,{1,2;3,4})'
    """
    arrays = 0

    def put(match: re.Match[str]) -> str:
        nonlocal arrays
        if match[1] is not None:
            return match[1]
        if match[2] is not None:
            return excel_reference(match[2])
        sign = match[3]
        arrays += {"{": 1, "}": -1}.get(sign, 0)
        if sign == "|":
            return ";" if arrays else "|"
        return "," if sign in ";~" else sign

    return _TOKEN.sub(put, _PREFIX.sub("", text, count=1)) if text else ""


def excel_reference(text: str) -> str:
    """Return a reference as .xlsx spells it; what is none comes back as it was.

    >>> excel_reference("$自评表.$H$12"), excel_reference("$'a ''b'.$A$1:.$B$2"), excel_reference("#REF!")
    ("'自评表'!$H$12", "'a ''b'!$A$1:$B$2", '#REF!')
    """
    if "#REF!" in text:
        return "#REF!"
    matches = list(_ADDRESS.finditer(text))
    if not matches or ":".join(match[0] for match in matches) != text or len(matches) > 2:
        return text
    sheet = matches[0][1] or ""
    bare = sheet[1:-1] if sheet.startswith("'") else sheet.replace("'", "''")
    return (f"'{bare}'!" if sheet else "") + ":".join(match[2] for match in matches)
