"""Formulas in Excel's notation and in the one `setFormula` takes, text to text, without asking the office.

    =SUM('表 2'!A1:B2,{1,2;3,4})  <->  =SUM($'表 2'.A1:B2;{1;2|3;4})

Function names that differ come from the office (`FormulaOpCodeMapper`). Structured references and references to other
files pass as they are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from xlwings_libreoffice.addresses import column_letters, column_number, quoted_sheet

__all__ = ["FunctionNames", "moved", "to_excel", "to_office"]

_TEXT = r'"(?:[^"]|"")*"'
_ERROR = r"#(?:N/A|DIV/0!|REF!|NAME\?|NULL!|NUM!|VALUE!)"
_CELL = r"\$?[A-Za-z]{1,3}\$?[0-9]{1,7}"
_EXCEL = re.compile(
    rf"(?P<text>{_TEXT})|(?P<error>{_ERROR})"
    rf"|(?P<sheet>(?:'(?:[^']|'')+'|[^\W\d][\w.]*(?::[^\W\d][\w.]*)?)!)(?P<cells>{_CELL}(?::{_CELL})?)?"
    r"|(?P<name>[^\W\d][\w.]*)(?P<call>\(?)|(?P<table>\[)|(?P<mark>[,;{}()]|\s+)|(?P<rest>.)",
    re.DOTALL,
)
_OFFICE = re.compile(
    rf"(?P<text>{_TEXT})|(?P<error>{_ERROR})"
    rf"|(?P<sheet>\$?(?:'(?:[^']|'')+'|[^\W\d]\w*)\.)(?=\$?[A-Za-z]{{1,3}}[$0-9:]|\$?[0-9]+:|#REF!)"
    rf"(?P<cells>{_CELL})?(?P<other>:\$?(?:'(?:[^']|'')+'|[^\W\d]\w*)\.{_CELL})?"
    r"|(?P<name>[^\W\d][\w.]*)(?P<call>\(?)|(?P<table>\[)|(?P<mark>[;{}|~!])|(?P<rest>.)",
    re.DOTALL,
)
_PLACES = re.compile(
    rf"(?P<keep>{_TEXT}|'(?:[^']|'')+'!|\[[^\]]*\])"
    r"|(?<![\w.$])(?:(?P<c1>\$?)(?P<column>[A-Za-z]{1,3})(?P<r1>\$?)(?P<row>[0-9]{1,7})(?![\w(.!\[])"
    r"|(?P<ca>\$?[A-Za-z]{1,3}):(?P<cb>\$?[A-Za-z]{1,3})(?![\w(.!$])|(?P<ra>\$?[0-9]{1,7}):(?P<rb>\$?[0-9]{1,7})(?![\w(.!]))"
)
_NEWER = frozenset(
    [
        "BYCOL",
        "BYROW",
        "CHOOSECOLS",
        "CHOOSEROWS",
        "DROP",
        "EXPAND",
        "FILTER",
        "HSTACK",
        "ISOMITTED",
        "LAMBDA",
        "LET",
        "MAKEARRAY",
        "MAP",
        "RANDARRAY",
        "REDUCE",
        "SCAN",
        "SEQUENCE",
        "SORT",
        "SORTBY",
        "TAKE",
        "TEXTAFTER",
        "TEXTBEFORE",
        "TEXTSPLIT",
        "TOCOL",
        "TOROW",
        "UNIQUE",
        "VSTACK",
        "WRAPCOLS",
        "WRAPROWS",
        "XLOOKUP",
        "XMATCH",
    ]
)
"""Functions of Excel that LibreOffice 7.4 does not know."""
_ODFF_1, _EXCEL_ENGLISH, _FUNCTIONS = (
    1,
    4,
    16,
)  # com.sun.star.sheet.FormulaLanguage, FormulaMapGroup


class FunctionNames:
    """Names of functions that the office spells otherwise than Excel."""

    def __init__(self, document: Any) -> None:
        mapper = document.createInstance("com.sun.star.sheet.FormulaOpCodeMapper")
        here, there = (
            {_code(each): each.Name for each in _names(mapper, lang)}
            for lang in (_ODFF_1, _EXCEL_ENGLISH)
        )
        pairs = [
            (there[code], here[code])
            for code in there
            if code in here and there[code] != here[code]
        ]
        self.office: Mapping[str, str] = {
            excel.upper(): office for excel, office in pairs
        }
        self.excel: Mapping[str, str] = {
            office.upper(): excel for excel, office in pairs
        }


def _names(mapper: Any, language: int) -> Any:
    return mapper.getAvailableMappings(language, _FUNCTIONS)


def _code(mapping: Any) -> tuple[int, str]:
    return mapping.Token.OpCode, str(mapping.Token.Data)


def to_office(formula: str, names: Mapping[str, str]) -> str:
    r"""Return what `setFormula` takes for `=…` in Excel's notation.

    >>> to_office("=IF('a b'!A1>1,\"x,y\",SUM({1,2;3,4},(A1,B2)))", {})
    '=IF($\'a b\'.A1>1;"x,y";SUM({1;2|3;4};(A1~B2)))'
    """
    return _ToOffice(names).translated(formula)


def to_excel(formula: str, names: Mapping[str, str]) -> str:
    """Return `=…` in Excel's notation for what `getFormula` gave; the braces of an array formula go.

    >>> to_excel("{=SUM($'a b'.A1:B2;{1;2|3;4};(A1~B2))}", {})
    "=SUM('a b'!A1:B2,{1,2;3,4},(A1,B2))"
    """
    if formula.startswith("{="):
        formula = formula[1:-1]
    if re.fullmatch(f"={_ERROR}", formula):
        return formula[1:]
    return _ToExcel(names).translated(formula)


class _ToOffice:
    def __init__(self, names: Mapping[str, str]) -> None:
        self.names = names
        self.nesting: list[str] = []
        self.operand = False

    def translated(self, formula: str) -> str:
        pieces, position = ["="], 1
        while position < len(formula):
            match = _EXCEL.match(formula, position)
            assert match is not None
            position = match.end()
            if match["table"]:
                position = _end_of_table(formula, position)
                pieces.append(formula[match.start() : position])
                self.operand = True
            else:
                pieces.append(self._piece(match, formula[position : position + 1]))
        return "".join(pieces)

    def _piece(self, match: re.Match[str], following: str) -> str:
        if match["mark"]:
            return self._mark(match["mark"], following)
        self.operand = (
            match["rest"] is None or match["rest"].isdigit() or match["rest"] == "%"
        )
        if match["name"]:
            return self._name(match["name"], match["call"])
        if match["sheet"]:
            return self._sheet(match["sheet"], match["cells"] or "")
        return match[0]

    def _name(self, name: str, call: str) -> str:
        bare = re.sub(r"^(?:_xlfn\.|_xlws\.)+", "", name, flags=re.IGNORECASE)
        if not call:
            if bare.upper() in {"TRUE", "FALSE"}:
                return f"{bare}()"
            return name
        self.nesting.append("call")
        self.operand = False
        return self.names.get(bare.upper(), bare) + call

    def _sheet(self, sheet: str, cells: str) -> str:
        title = sheet[:-1]
        if "[" in title:
            return sheet + cells
        quoted = title.startswith("'")
        titles = (title[1:-1] if quoted else title).split(":")
        first, last = (f"${_office_title(each)}." for each in (titles[0], titles[-1]))
        start, _, end = cells.partition(":")
        if len(titles) > 1:
            return f"{first}{start}:{last}{end or start}"
        return first + cells

    def _mark(self, mark: str, following: str) -> str:
        inside = ""
        if self.nesting:
            inside = self.nesting[-1]
        if mark.isspace():
            if self.operand and re.match(r"[\w$'(]", following) and inside != "array":
                return "!"
            return mark
        self.operand = mark == ")"
        if mark in "({":
            self.nesting.append("array" if mark == "{" else "group")
        elif mark in ")}" and self.nesting:
            self.nesting.pop()
        if mark == ",":
            if inside not in {"call", "array"}:
                return "~"
            return ";"
        if mark == ";" and inside == "array":
            return "|"
        return mark


class _ToExcel:
    def __init__(self, names: Mapping[str, str]) -> None:
        self.names = names
        self.arrays = 0

    def translated(self, formula: str) -> str:
        pieces, position = [], 0
        while position < len(formula):
            match = _OFFICE.match(formula, position)
            assert match is not None
            position = match.end()
            if match["table"]:
                position = _end_of_table(formula, position)
                pieces.append(formula[match.start() : position])
            else:
                pieces.append(self._piece(match))
        return "".join(pieces)

    def _piece(self, match: re.Match[str]) -> str:
        if match["mark"]:
            self.arrays += {"{": 1, "}": -1}.get(match["mark"], 0)
            array = self.arrays > 0
            return {
                ";": ",",
                "|": ";" if array else "|",
                "~": ",",
                "!": " ",
            }.get(match["mark"], match["mark"])
        if match["name"]:
            if match["call"]:
                return self._function(match["name"]) + match["call"]
            return match[0]
        if not match["sheet"]:
            return match[0]
        return self._place(match)

    def _function(self, name: str) -> str:
        """Return the name as Excel has it; LibreOffice keeps functions it does not know in small letters."""
        capital = name.upper()
        if capital in _NEWER:
            return capital
        return self.names.get(capital, name)

    @staticmethod
    def _place(match: re.Match[str]) -> str:
        title = _title(match["sheet"][:-1])
        cells = match["cells"] or ""
        if not match["other"]:
            return f"{quoted_sheet(title)}!{cells}"
        last, _, end = match["other"][1:].rpartition(".")
        both = f"{title}:{_title(last)}"
        if quoted_sheet(title) == title and quoted_sheet(_title(last)) == _title(last):
            prefix = both
        else:
            prefix = f"'{both}'"
        return f"{prefix}!{cells if cells == end else f'{cells}:{end}'}"


def _title(written: str) -> str:
    bare = written.removeprefix("$")
    if bare.startswith("'"):
        return bare[1:-1].replace("''", "'")
    return bare


def _office_title(title: str) -> str:
    if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", title):
        return title
    return f"'{title}'"


def _end_of_table(formula: str, position: int) -> int:
    depth = 1
    while depth and position < len(formula):
        depth += {"[": 1, "]": -1}.get(formula[position], 0)
        position += 1
    return position


def moved(formula: str, rows: int, columns: int) -> str:
    r"""Return a formula in Excel's notation as it stands after copying it down and to the right.

    >>> moved("=A1+$B2*C$3&\"A1\"+SUM(A:B)", 1, 2)
    '=C2+$B3*E$3&"A1"+SUM(C:D)'
    """

    def place(match: re.Match[str]) -> str:
        if match["keep"]:
            return match[0]
        if match["column"]:
            column = match["c1"] + (
                match["column"] if match["c1"] else _right(match["column"], columns)
            )
            return (
                column
                + match["r1"]
                + (match["row"] if match["r1"] else str(int(match["row"]) + rows))
            )
        if match["ca"]:
            return ":".join(
                each if each[0] == "$" else _right(each, columns)
                for each in (match["ca"], match["cb"])
            )
        return ":".join(
            each if each[0] == "$" else str(int(each) + rows)
            for each in (match["ra"], match["rb"])
        )

    return _PLACES.sub(place, formula)


def _right(letters: str, columns: int) -> str:
    return column_letters(column_number(letters) + columns)
