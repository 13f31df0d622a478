"""One line of the sheet 实时核对: what is looked at, how many cells are still blank, what is wrong, and where.

The sheet has one line per check, and one sentence about all of them, which stands beside the title of the form too. The
words that a result begins with say how grave it is; nothing else in the form says 已填齐.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from perfeval_xl.form.identity.stated import CHECKS_SHEET
from perfeval_xl.refs import column_letters
from perfeval_xl.rules.cells import quoted
from perfeval_xl.sheets.model import Formula

__all__ = [
    "AGREES",
    "AS_FAR_AS_KNOWN",
    "COMPLETE",
    "FIRST_ROW",
    "LATER",
    "LOOK",
    "MISSING_COLUMN",
    "NOTHING_BLANK",
    "OVERALL",
    "PROGRESS",
    "RESULT_COLUMN",
    "SAID_COLUMN",
    "STILL",
    "THERE_ARE",
    "UNKNOWN",
    "WRONG",
    "LiveCheck",
    "Summary",
    "begun_with_formula",
    "blanks",
    "joined",
    "lines",
    "result",
    "shown",
]

AGREES, COMPLETE = "相符", "已填齐"
WRONG, LOOK, STILL, UNKNOWN = "不符：", "请看：", "还差", "不能核对"
"""How a result begins: `check` calls it 错误, or 警告; blank cells; a formula no longer knows."""

NOTHING_BLANK, THERE_ARE = "没有漏填", "有"
"""How the sentence about the whole form begins: something is to be looked at, or is wrong."""

LATER = "其余报送后核对"
AS_FAR_AS_KNOWN = f"{COMPLETE}，能核对的都{AGREES}；{LATER}"
_BROKEN = f"{UNKNOWN}：表中有错误值，或单元格被剪切、删除，公式指向了别处"
_GONE = f"{UNKNOWN}：“{CHECKS_SHEET}”表不在了"

OVERALL, PROGRESS = "A2", "A3"
"""Where the sentence about all lines stands, and how many cells are blank."""

FIRST_ROW = 5
TITLE_COLUMN, RESULT_COLUMN, MISSING_COLUMN, SAID_COLUMN = 1, 2, 4, 5


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveCheck:
    """`title` says what is looked at, `field` where to go.

    `missing` is the formula of how many cells are blank; `said` that of what is wrong, a text that begins with `WRONG`,
    `LOOK` or `UNKNOWN`, or that names the blank cells where there are any; blank for nothing.
    """

    title: str
    field: str
    missing: str = "0"
    said: str = '""'


def lines(checks: Sequence[LiveCheck]) -> range:
    """Return the rows of the checks."""
    return range(FIRST_ROW, FIRST_ROW + len(checks))


def result(row: int) -> Formula:
    """Return what the line in a row says, from the two cells beside it."""
    # What is blank comes first, since the rest may follow from it
    missing = f"{column_letters(MISSING_COLUMN)}{row}"
    said = f"{column_letters(SAID_COLUMN)}{row}"
    still = f'"{STILL}"&{missing}&"项"&IF({said}="","","："&{said})'
    told = f'IF({missing}>0,{still},IF({said}="","{AGREES}",{said}))'
    return Formula(f'IFERROR({told},"{_BROKEN}")')


def blanks(cells: Iterable[str]) -> str:
    """Return the formula of how many of these cells are blank."""
    counted = [f'IF(TRIM({cell})="",1,0)' for cell in cells]
    return "+".join(counted) or "0"


def begun_with_formula(cells: str, beginning: str) -> str:
    """Return the formula of how many of these cells begin with a word; one that is an error counts as none."""
    return f"COUNTIF({cells},{quoted(f'{beginning}*')})"


def joined(said: Iterable[str], opening: str) -> str:
    """Return the formula of one sentence that begins with `opening`, from texts each behind a `；`; blank for none."""
    whole = "&".join(said)
    if not whole:
        return '""'
    return f'IF(LEN({whole})=0,"","{opening}"&MID({whole},2,200))'


@dataclass(frozen=True, slots=True)
class Summary:
    """What all lines say together; as formulas of the sheet itself, and of the form, which looks at that."""

    rows: range

    def overall(self) -> Formula:
        """The sentence beside the title: the gravest first, and what to do."""
        # From the gravest to the best: a formula that is broken, something wrong, something blank, something to look at
        where = f"，见“{CHECKS_SHEET}”表"
        unknown, wrong, look = (self._lines(word) for word in (UNKNOWN, WRONG, LOOK))
        missing = self._missing()
        more = f'IF({missing}>0,"，还差"&{missing}&"项","")'
        begin = "：填有底色的格子，按 Tab 到下一格；橙色要填，红色要改"
        still = f'"{STILL}"&{missing}&"项{begin}"'
        seen = f'"{NOTHING_BLANK}，有"&{look}&"处请核对{where}；{LATER}"'
        clean = f'IF({look}>0,{seen},"{AS_FAR_AS_KNOWN}")'
        filled = f"IF({missing}>0,{still},{clean})"
        told = f'IF({wrong}>0,"{THERE_ARE}"&{wrong}&"处不符"&{more}&"{where}",{filled})'
        doubt = f'"{THERE_ARE}"&{unknown}&"处{UNKNOWN}{where}"'
        return Formula(f'IFERROR(IF({unknown}>0,{doubt},{told}),"{_BROKEN}")')

    def progress(self) -> Formula:
        """How many cells are blank; 已填齐 only where nothing else is to be said either."""
        unknown, wrong, look = (self._lines(word) for word in (UNKNOWN, WRONG, LOOK))
        missing = self._missing()
        full = f'IF({unknown}+{wrong}+{look}=0,"{COMPLETE}","{NOTHING_BLANK}")'
        told = f'IF({missing}>0,"{STILL}"&{missing}&"项",{full})'
        return Formula(f'IFERROR({told},"{UNKNOWN}")')

    def _lines(self, beginning: str) -> str:
        """How many lines begin with a word."""
        return begun_with_formula(self._column(RESULT_COLUMN), beginning)

    def _missing(self) -> str:
        return f"SUM({self._column(MISSING_COLUMN)})"

    def _column(self, column: int) -> str:
        letters = column_letters(column)
        return f"${letters}${self.rows.start}:${letters}${self.rows.stop - 1}"


def shown(address: str) -> Formula:
    """Return the formula by which the form repeats a cell of the sheet 实时核对."""
    cell = f"'{CHECKS_SHEET}'!{address}"
    return Formula(
        f'IFERROR({cell}&"",{quoted(_GONE)})'
    )  # as a text: LibreOffice shows a lost reference itself as #REF!
