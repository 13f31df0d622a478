"""A workbook of Excel 97 to 2003 (.xls), read with xlrd.

xlrd gives values, number formats and names. It says nothing of formulas: that a cell holds one is taken from the records
themselves, and its text is put together from the tokens where all of them are known to xlrd. It raises many kinds of
errors for damaged files, none of which leaves this module.
"""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from typing import Any, TypeVar

import xlrd
from xlrd.biffh import XLRDError
from xlrd.compdoc import CompDoc, CompDocError
from xlrd.formatting import std_format_strings
from xlrd.formula import FMLA_TYPE_CELL, FormulaError, decompile_formula

from perfeval_xl.errors import TooLargeWorkbook
from perfeval_xl.sheets.areas import print_areas
from perfeval_xl.sheets.biff import screen
from perfeval_xl.sheets.dates import since_1900
from perfeval_xl.sheets.formula_parts import parts_of_tokens
from perfeval_xl.sheets.looks import BLACK, PLAIN_LOOK, WHITE, Look, is_faint
from perfeval_xl.sheets.model import Area
from perfeval_xl.sheets.package import not_a_workbook, too_large
from perfeval_xl.sheets.raw import (
    UNKNOWN_FORMULA,
    RawCell,
    RawWorkbook,
    as_number,
)
from perfeval_xl.sheets.values import BUILTIN_FORMATS, GENERAL

__all__ = ["XlsWorkbook"]

_DAMAGE = (
    XLRDError, CompDocError, FormulaError, struct.error, AssertionError, AttributeError, ArithmeticError, LookupError,
    NameError, NotImplementedError, RecursionError, TypeError, ValueError,
)  # fmt: skip
# Names of the stream: of Excel 97 and later, and of Excel 5, which is refused later
_STREAMS = ("Workbook", "Book")
_NO_WORKBOOK = "里面没有 Excel 97 至 2003 的工作簿（.xls）"
# What xlrd writes where it cannot spell a formula
_ODD = re.compile(r"SHARED FMLA|CALL_ADDIN|&|\?|#UNK|UNKNOWN|FUNC_", re.IGNORECASE)
# Quoted texts stay as they are
_TEXT = re.compile(r"(\"(?:[^\"]|\"\")*\")")
_WHOLE = re.compile(r"(?<![\w.])(\d+)\.0(?![\d.])")
_TWICE = re.compile(r"(!)(\$?[A-Z]{1,3}\$?\d+):\2(?!\d)")
# The token that keeps brackets which the order of operations does not ask for
_BRACKET = b"\x15"
_DELETED = "#REF!"
_PRINT_AREA = "Print_Area"
# The number of the pattern that is a plain fill
_SOLID = 1
Answer = TypeVar("Answer")


class XlsWorkbook(RawWorkbook):
    """The sheets and names of one .xls file; raises `EncryptedWorkbook`, `NotAWorkbook` or `TooLargeWorkbook`."""

    def __init__(self, data: bytes, file: str) -> None:
        super().__init__()
        self._file = file
        stream = self._guarded(lambda: _workbook_stream(data))
        if stream is None:
            raise not_a_workbook(file, _NO_WORKBOOK)
        # Only harmless records reach xlrd; what else is wanted of them was taken already
        screened = screen(stream, file)
        self._formulas, self._arranged = screened.formulas, screened.arrangements
        self._book: Any = self._guarded(lambda: _opened(screened.stream))
        self._numbers: dict[str, int] = {
            title: number for number, title in enumerate(self._book.sheet_names())
        }
        self._looks: dict[int, Look] = {}
        self.names = dict(self._names())
        self._check_counts()

    @property
    def titles(self) -> Collection[str]:
        """The titles of all worksheets, hidden ones included, in order."""
        return self._numbers.keys()

    def _too_large(self, what: str) -> TooLargeWorkbook:
        return too_large(self._file, what)

    def _read_sheet(self, title: str) -> dict[tuple[int, int], RawCell]:
        index = self._numbers[title]
        if index < len(self._arranged):
            self._arrangements[title] = replace(
                self._arranged[index], printed=self._printed(index)
            )
        return self._guarded(lambda: dict(self._cells_of(index)))

    def _guarded(self, work: Callable[[], Answer]) -> Answer:
        try:
            return work()
        except _DAMAGE as exc:
            raise not_a_workbook(
                self._file, "是 .xls 文件，但内容已损坏，或有密码"
            ) from exc

    def _names(self) -> Iterator[tuple[str, str]]:
        for name in self._book.name_obj_list:
            # A name of one sheet only is none of the workbook
            if name.scope == -1:
                yield name.name, getattr(name.result, "text", None) or _DELETED

    def _printed(self, index: int) -> tuple[Area, ...]:
        """Return the print area of a sheet, empty when it has none."""
        for name in self._book.name_obj_list:
            # Built-in names are marked as such, and belong to a sheet
            if name.builtin and name.name == _PRINT_AREA and name.scope == index:
                return print_areas(getattr(name.result, "text", None) or "")
        return ()

    def _cells_of(self, index: int) -> Iterator[tuple[tuple[int, int], RawCell]]:
        sheet = self._book.sheet_by_index(index)
        if index < len(self._formulas):
            formulas = self._formulas[index]
        else:
            formulas = {}
        for row in range(sheet.nrows):
            for column, cell in enumerate(sheet.row(row)):
                tokens = formulas.get((row, column))
                formula = ""
                if tokens is not None:
                    formula = self._formula(tokens, row, column)
                found = self._cell(cell, formula)
                # What cannot be spelled can still be told by the cells it names
                if (
                    found is not None
                    and tokens is not None
                    and formula == UNKNOWN_FORMULA
                ):
                    found = found._replace(parts=parts_of_tokens(_body(tokens)))
                if found is not None:
                    yield (row + 1, column + 1), found

    def _cell(self, cell: Any, formula: str) -> RawCell | None:
        kind, value = cell.ctype, cell.value
        number_format, look = self._format(cell.xf_index), self._look(cell.xf_index)
        # An empty text is kept only as the result of a formula
        if kind == xlrd.XL_CELL_TEXT and (value or formula):
            return RawCell(value, formula, "", number_format, None, look)
        if kind in {xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE}:
            number = as_number(value)
            # Days from 1904 become days from 1900, if they are days
            if self._book.datemode and number is not None:
                number = since_1900(number, number_format)
            return RawCell(number, formula, "", number_format, None, look)
        if kind == xlrd.XL_CELL_BOOLEAN:
            return RawCell(bool(value), formula, "", number_format, None, look)
        if kind == xlrd.XL_CELL_ERROR:
            return RawCell(
                None,
                formula,
                xlrd.error_text_from_code.get(value, "#N/A"),
                number_format,
                None,
                look,
            )
        return None

    def _format(self, xf_index: int | None) -> str:
        """Return a number format; those that no workbook spells out are the ones that .xlsx has under the same number."""
        if xf_index is None or not 0 <= xf_index < len(self._book.xf_list):
            return GENERAL
        key = self._book.xf_list[xf_index].format_key
        spelled = self._book.format_map[key].format_str
        # A format that xlrd knows by number may not stand in the file
        if std_format_strings.get(key) == spelled:
            return BUILTIN_FORMATS.get(key, spelled)
        if spelled.upper() == "GENERAL":
            return GENERAL
        return str(spelled)

    def _look(self, xf_index: int | None) -> Look:
        """Return the look of a cell; a colour that the palette leaves to the program is black on white."""
        if xf_index is None or not 0 <= xf_index < len(self._book.xf_list):
            return PLAIN_LOOK
        if xf_index not in self._looks:
            xf = self._book.xf_list[xf_index]
            font = self._book.font_list[xf.font_index]
            palette = self._book.colour_map
            # Other patterns let the white through
            filled = xf.background.fill_pattern == _SOLID
            background = (
                palette.get(xf.background.pattern_colour_index) if filled else None
            ) or WHITE
            faint = is_faint(
                palette.get(font.colour_index) or BLACK, background, font.height / 20
            )
            self._looks[xf_index] = Look(
                faint=faint, locked=bool(xf.protection.cell_locked)
            )
        return self._looks[xf_index]

    def _formula(self, tokens: bytes, row: int, column: int) -> str:
        """Return the text of a formula; `UNKNOWN_FORMULA` where it is shared, or holds what xlrd does not spell out:
        lists, functions later than Excel 2003, brackets that are not needed; with `&` it puts brackets in a wrong place.
        """
        body = _body(tokens)
        # xlrd does not spell out these brackets
        if _BRACKET in body:
            return UNKNOWN_FORMULA
        try:
            text = decompile_formula(
                self._book, body, len(body), FMLA_TYPE_CELL, browx=row, bcolx=column
            )
        except _DAMAGE:
            return UNKNOWN_FORMULA
        return _as_elsewhere(text or "")


def _body(tokens: bytes) -> bytes:
    (length,) = struct.unpack_from("<H", tokens)
    return tokens[2 : 2 + length]


def _workbook_stream(data: bytes) -> bytes | None:
    # xlrd prints what it thinks of a file: that goes nowhere
    compound = CompDoc(data, logfile=io.StringIO())
    return next(
        (
            bytes(found)
            for name in _STREAMS
            if (found := compound.get_named_stream(name))
        ),
        None,
    )


def _opened(stream: bytes) -> Any:
    return xlrd.open_workbook(
        file_contents=stream,
        logfile=io.StringIO(),
        formatting_info=True,
        ragged_rows=True,
        on_demand=True,
    )


def _as_elsewhere(formula: str) -> str:
    """Return a formula as other formats spell it: xlrd writes `4.0` for 4 and `表!B3:B3` for `表!B3`."""
    # Every second part is a quoted text
    parts = _TEXT.split(formula)
    plain = "".join(parts[::2])
    if not plain or _ODD.search(plain):
        return UNKNOWN_FORMULA
    parts[::2] = [_TWICE.sub(r"\1\2", _WHOLE.sub(r"\1", part)) for part in parts[::2]]
    return "".join(parts)
