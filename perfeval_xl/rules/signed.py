"""Targets with a sign, such as `≥95%`, in formulas: most targets of real forms are written so.

A formula reads only what is certain: `≥` or `≤` (also `>=` and `<=`), then digits, one decimal point at most, and a
percent sign. It cannot see whether the actual is shown as a percentage, so it tells nothing where that would matter:
beside a percentage the actual must be a fraction up to 1, beside a bare figure it must be more than any rate and no day.
"""

from __future__ import annotations

from collections.abc import Callable

from perfeval_xl.rules.cells import may_be_day

__all__ = ["signed_target"]

_LARGEST_RATE = 10
_LONGEST = 20
_SIGNS = '{"0","1","2","3","4","5","6","7","8","9",".","%"}'


def signed_target(target: str, actual: str, at_least: Callable[[str], str], at_most: Callable[[str], str]) -> str:
    """Return the formula of a row whose target is a text with a sign, `""` where the target is anything else.

    `at_least` and `at_most` make the formula of the points from the expression of the target's number.
    """
    text = f'SUBSTITUTE(SUBSTITUTE(TRIM({target}),">=","≥"),"<=","≤")'
    figure = f"MID({text},2,{_LONGEST})"
    bare = f'SUBSTITUTE({figure},"%","")'
    plain = (
        f'LEN({figure})=SUMPRODUCT(LEN({figure})-LEN(SUBSTITUTE({figure},{_SIGNS},""))),'
        f'LEN({figure})-LEN({bare})<=1,ISNUMBER(FIND(LEFT({bare},1),"0123456789")),'
        f'ISNUMBER(FIND(RIGHT({bare},1),"0123456789")),OR({bare}={figure},RIGHT({figure},1)="%")'
    )
    beside = f'IF(RIGHT({figure},1)="%",AND({actual}>=0,{actual}<=1),AND({actual}>{_LARGEST_RATE},NOT({may_be_day(actual)})))'
    number = f"VALUE({figure})"
    points = f'IF(LEFT({text},1)="≥",{at_least(number)},IF(LEFT({text},1)="≤",{at_most(number)},""))'
    told = f'IF(AND(LEN({figure})>0,LEN({bare})>0,LEN({text})<={_LONGEST}),IF(AND({plain}),IF({number}>0,{points},""),""),"")'
    return f'IFERROR(IF(AND(ISTEXT({target}),ISNUMBER({actual})),IF({beside},{told},""),""),"")'
