"""Days in texts, read by formulas: `2024年12月31日前` is first written as `2024-12-31前`, and then the day that it means.

A day that does not exist, and whatever the program reads otherwise, stays blank.
"""

from __future__ import annotations

from perfeval_xl.rules.cells import replaced

__all__ = ["last_day", "written_day"]

_DAY_WORDS = (
    ("之前", "前"),
    ("以前", "前"),
    ("完成", ""),
    ("年底", "年12月底"),
    ("年末", "年12月底"),
    ("末", "底"),
    ("月份", "月"),
    ("年", "-"),
    ("月", "-"),
    ("日", ""),
    ("号", ""),
    ("/", "-"),
    (".", "-"),
)
# The years in which the program reads a day too
_FIRST_YEAR, _LAST_YEAR = 1930, 2099


def written_day(text: str, year: str) -> str:
    """Return the formula of a day as `2024-12-31前`; `year` is the cell with the year of the form, for one without."""
    # The order of the replacements matters: 年底 is read before 年, 月份 before 月
    written = replaced(f'SUBSTITUTE({text}," ","")', _DAY_WORDS)
    # The year of the form may stand in brackets
    for sign in ("（", "(", " "):
        year = f'SUBSTITUTE({year},"{sign}","")'
    # A 月 among the first signs and no 年: the day has a month only
    first = f'IFERROR(FIND("月",{text}),9)'
    yearless = f'AND({first}<4,ISERROR(FIND("年",{text})))'
    return f'IF({yearless},LEFT({year},4)&"-","")&{written}'


def last_day(written: str, *, limit: bool) -> str:
    """Return the formula of the last day that is meant by `2024-12-31`, `2024-12-` and, in a `limit`, `2024-12-前`."""
    # The parts between the dashes
    year = f"VALUE(LEFT({written},4))"
    month = f'VALUE(MID({written},6,FIND("-",{written}&"-",6)-6))'
    day = f'MID({written},FIND("-",{written},6)+1,4)'
    # Only a target can be a limit: 6月前 ends with May, 6月30日前 includes that day
    early = '""'
    number = f"VALUE({day})"
    if limit:
        early = f"DATE({year},{month},0)"
        number = f'VALUE(SUBSTITUTE({day},"前",""))'
    # DATE turns the 31st of June into the 1st of July: such a day does not exist and is not read
    date = f"DATE({year},{month},{number})"
    exact = f'IF(DAY({date})={number},{date},"")'
    # A month alone, or 底, stands for its last day
    last = f"DATE({year},{month}+1,0)"
    told = f'IF(OR({day}="",{day}="底"),{last},IF({day}="前",{early},{exact}))'
    valid = f'AND(MID({written},5,1)="-",{year}>={_FIRST_YEAR},{year}<={_LAST_YEAR},{month}>=1,{month}<=12)'
    return f'IF({valid},{told},"")'
