"""Whether a target looks like a quantity, for the hint beside points that no formula can tell.

The program reads many more spellings than a formula can; the hint only says who judges, and never a number.
"""

from __future__ import annotations

from perfeval_xl.rules.cells import may_be_day

__all__ = ["looks_like_a_quantity"]

_DIGITS = "0123456789０１２３４５６７８９"
_SAYS_HOW_MUCH = (
    "≥",
    "≤",
    "＞",
    "＜",
    ">",
    "<",
    "不少于",
    "不低于",
    "不超过",
    "不高于",
    "不大于",
    "不小于",
    "至少",
)


def looks_like_a_quantity(cell: str) -> str:
    """Return the formula that is true for a number, and for a text with figures behind a sign or at its beginning.

    A day is judged like a quality, so it is none: 12月31日, 2022年底, 2022-12-31, or a number that may be one.
    """
    text = f'SUBSTITUTE(TRIM({cell}),"个月","")'
    digits = f"SUMPRODUCT(--ISNUMBER(FIND({_array(_DIGITS)},{text})))>0"
    begins = f'ISNUMBER(FIND(LEFT({text},1),"{_DIGITS}"))'
    signed = f"SUMPRODUCT(--ISNUMBER(FIND({_array(_SAYS_HOW_MUCH)},{text})))>0"
    year = f'IFERROR(VALUE(MID({text},FIND("年",{text})-4,4))>999,FALSE)'
    strokes = " + ".join(
        f'LEN({text})-LEN(SUBSTITUTE({text},"{sign}",""))' for sign in "-/."
    ).replace(" ", "")
    day = f'OR(ISNUMBER(FIND("月",{text})),{year},{strokes}>1)'
    number = f"NOT({may_be_day(cell)})"
    return f"IF(ISNUMBER({cell}),{number},IF({digits},IF(OR({begins},{signed}),NOT({day}),FALSE),FALSE))"


def _array(texts: str | tuple[str, ...]) -> str:
    return "{" + ",".join(f'"{text}"' for text in texts) + "}"
