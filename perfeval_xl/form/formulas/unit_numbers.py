"""Numbers in texts such as 4个 and 95%, for the preview: only where the program reads the very same one.

Target and actual must end in the same unit of a short list and have nothing but a plain number before it, or one of
them be a number; then the unit does not matter to their ratio. Everything else stays text, and the preview blank.
"""

from __future__ import annotations

from perfeval_xl.rules.cells import holds_only_formula, may_be_day_formula, shown_number

__all__ = ["number_formula", "rate_formula"]

_UNITS = (
    "个",
    "项",
    "件",
    "次",
    "人",
    "户",
    "套",
    "台",
    "份",
    "场",
    "元",
    "万元",
    "人次",
    "公里",
    "平方米",
)
_LONGEST = 20
_DIGITS = "0123456789"
_SIGNS = f"{_DIGITS}.%"


def number_formula(own: str, other: str) -> str:
    """Return the formula of the number in cell `own`, beside which `other` has the same unit; else what stands there."""
    # The unit at the end of either cell, then what stands in front of it
    long = _length_of_unit(f"TRIM({own})")
    alike = (
        f"AND({long}>0,EXACT(RIGHT(TRIM({own}),{long}),RIGHT(TRIM({other}),{long})))"
    )
    figures = [f"LEFT(TRIM({cell}),LEN(TRIM({cell}))-{long})" for cell in (own, other)]
    plain = [
        f"EXACT({shown_number(f'VALUE({figure})')},{figure}),VALUE({figure})>0"
        for figure in figures
    ]
    # Whatever is not understood stays as it was written, and the preview blank
    as_written = f'IF(TRIM({own})="","",{own})'
    both = f"IF({alike},IF(AND({plain[0]},{plain[1]}),VALUE({figures[0]}),{as_written}),{as_written})"
    beside = f"IF(AND({long}>0,{_counts_formula(other)},{plain[0]}),VALUE({figures[0]}),{as_written})"
    return f"IF(ISNUMBER({own}),{own},IFERROR(IF(ISNUMBER({other}),{beside},{both}),{as_written}))"


def rate_formula(cell: str) -> str:
    """Return the formula of the rate in a cell: a number, or a text of digits, one point at most, and a percent sign."""
    text = f"TRIM({cell})"
    bare = f'SUBSTITUTE({text},"%","")'
    plain = (
        f'LEN({text})<={_LONGEST},RIGHT({text},1)="%",LEN({text})-LEN({bare})=1,'
        f"{holds_only_formula(text, _SIGNS)},"
        f'ISNUMBER(FIND(LEFT({bare},1),"{_DIGITS}")),ISNUMBER(FIND(RIGHT({bare},1),"{_DIGITS}"))'
    )
    as_written = f'IF({text}="","",{cell})'
    return f"IF(ISNUMBER({cell}),{cell},IFERROR(IF(AND({plain}),VALUE({bare})/100,{as_written}),{as_written}))"


def _length_of_unit(text: str) -> str:
    """The length of the longest unit that a text ends in, 0 for none."""
    long = "0"
    for length in sorted({len(unit) for unit in _UNITS}):
        units = "、".join(unit for unit in _UNITS if len(unit) == length)
        end = f'FIND("、"&RIGHT({text},{length})&"、","、{units}、")'
        long = f"IF(ISNUMBER({end}),{length},{long})"
    return long


def _counts_formula(cell: str) -> str:
    """Whether the number in a cell is shown as one: a percentage or a day has no unit that could be left out.

    Formats of days that Excel does not tell are left to the range of the days.
    """
    return f'ISERROR(FIND(LEFT(CELL("format",{cell}),1),"PD")),NOT({may_be_day_formula(cell)})'
