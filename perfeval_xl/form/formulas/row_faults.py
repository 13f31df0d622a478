"""What `check` would say of one row of an open form, as far as its cells tell: one formula, in a hidden column.

The hint beside the row repeats it. What begins with 请看 is a 警告 there, the rest an 错误.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from perfeval_xl.amounts import percent, plain
from perfeval_xl.form.formulas.live_checks import LOOK, UNKNOWN
from perfeval_xl.measures import ABSENT
from perfeval_xl.rules.cells import (
    folded,
    mentions_formula,
    one_of_words_formula,
    quoted,
)
from perfeval_xl.rules.ratio import Ratio
from perfeval_xl.rules.registry import quantity_role, rule_for
from perfeval_xl.rules.row_words import DIRECTIONS, said_in_name_formula
from perfeval_xl.scheme.model import Scheme

__all__ = [
    "DATE_UNREAD",
    "FAULTS",
    "LATE_FULL",
    "NOT_APPLICABLE",
    "NO_FIGURE",
    "RowFaults",
]

MOVED = f"{UNKNOWN}：本行的单元格被剪切或删除过，请用复制粘贴恢复"
NOT_APPLICABLE = "填了不适用：这一行请清空，分值分给其他指标"
NO_FIGURE = "完成值应填实际的数字，不写≥、≤和“已完成”"
DATE_UNREAD = "完成日期读不出，请写成2024年11月18日的样子"
LATE_FULL = "已逾期，不应得满分"
NO_DATE = f"{LOOK}指标值是日期，请写完成日期"
FAR_ABOVE = f"{LOOK}完成值超过指标值的{{limit}}，请写原因"
ABOVE_WHOLE = f"{LOOK}完成值超过100%"
OTHER_UNIT = f"{LOOK}完成值的单位与指标值不同"
DISORDERED = f"{LOOK}序号与上一行不连，行的次序可能被打乱"
NO_COST = f"{LOOK}成本的完成值为0"

FAULTS = (NOT_APPLICABLE, NO_FIGURE, DATE_UNREAD, LATE_FULL)
"""What `check` calls 错误."""

_FIGURES_IN_WORDS = ("无", "零", "未发生", "没有", "全", "均", "百分")
_SIGNS = "≥≤><＞＜≧≦"
_COST, _SATISFACTION = "成本", "满意度"


@dataclass(frozen=True, slots=True, kw_only=True)
class RowFaults:
    """The formula of one row. `cells` are those of the row and of `told_apart.PARTS`, all in the same row of one sheet."""

    scheme: Scheme
    path: tuple[str, str]
    cells: Mapping[str, str]
    typed: tuple[str, ...]
    """The cells of the row that people type into."""
    above: str
    """The name in the row above, empty for the first row."""

    def formula(self) -> str:
        """Return the gravest fault of the row, blank for none; one that cannot be told is told as that."""
        # From the last to the first, so that the gravest is asked for first
        told = '""'
        for condition, said in reversed(list(self._faults())):
            told = f"IF({condition},{quoted(said)},{told})"
        moved = (
            f"IF(SUM({self._rows()})<>ROW()*{len(self.typed)},{quoted(MOVED)},{told})"
        )
        return f"IFERROR({moved},{quoted(MOVED)})"

    def _rows(self) -> str:
        """The rows of the cells: a cell that was cut and pasted takes the formula along, and stands in another row."""
        return ",".join(f"ROW({cell})" for cell in self.typed)

    def _faults(self) -> Iterator[tuple[str, str]]:
        cells = self.cells
        dated = f"ISNUMBER({cells['target_day']})"
        figure = f"AND(ISNUMBER({cells['target_figure']}),NOT({dated}))"
        filled = f'TRIM({cells["actual"]})<>""'

        # rows that were sorted keep the numbers they had
        if self.above:
            here, above = _number(cells["name"]), _number(self.above)
            yield f"AND({here}>1,{above}>0,{here}<>{above}+1)", DISORDERED

        # an indicator that does not apply
        if self.scheme.not_applicable == "forbidden":
            yield self._absent(), NOT_APPLICABLE

        # a day that was missed, or is none
        late = f"{cells['actual_day']}>{cells['target_day']}"
        own = cells["self_score"]  # a text is more than any number
        full = f"IF(ISNUMBER({own}),{own}>={cells['weight']},FALSE)"
        both = f"AND({dated},ISNUMBER({cells['actual_day']}))"
        yield f"IF({both},AND({late},{full}),FALSE)", LATE_FULL
        digits = cells["actual_digits"]
        unread = f"AND({dated},{filled},NOT(ISNUMBER({cells['actual_day']})))"
        yield f"IF({unread},{digits},FALSE)", DATE_UNREAD
        yield f"IF({unread},NOT({digits}),FALSE)", NO_DATE

        # what should be a figure is none
        sign = f'ISNUMBER(FIND(LEFT(TRIM({cells["actual"]}),1),"{_SIGNS}"))'
        # 未发生 and 全部合格 are figures in words, which the program reads
        worded = mentions_formula(cells["actual"], _FIGURES_IN_WORDS)
        none = f"AND(NOT({digits}),NOT({worded}))"
        yield f"IF(AND({figure},{filled}),OR({sign},{none}),FALSE)", NO_FIGURE

        yield from self._figures()

    def _absent(self) -> str:
        """Whether the 完成值 says 不适用; 无 beside 0次, or under the name of what should not happen, is 0."""
        actual = folded(self.cells["actual"], ABSENT)
        absent = f"{one_of_words_formula(actual, sorted(ABSENT))}=1"
        bad = said_in_name_formula(self.cells["name_said"], DIRECTIONS)
        nothing = (
            f"AND({actual}={quoted('无')},OR({self.cells['target_figure']}=0,{bad}))"
        )
        return f"AND({absent},NOT({nothing}))"

    def _figures(self) -> Iterator[tuple[str, str]]:
        """What is odd about two figures; all of it may be explained, or be so."""
        cells = self.cells
        target, actual = cells["target_figure"], cells["actual_figure"]
        both = f"AND(ISNUMBER({target}),ISNUMBER({actual}))"
        units = f"{cells['target_unit']}<>{cells['actual_unit']}"
        read = ",".join(
            f'{cells[f"{name}_unit"]}<>"{none}"'
            for name in ("target", "actual")
            for none in ("", "?")
        )
        yield f"IF({both},AND({units},{read}),FALSE)", OTHER_UNIT
        if _COST in self.path[1]:
            yield f"IF({both},AND({target}>0,{actual}=0),FALSE)", NO_COST
        if any(_SATISFACTION in name for name in self.path):
            shares = f'AND({cells["actual_unit"]}="%",{actual}>1)'
            yield f"IF({both},{shares},FALSE)", ABOVE_WHOLE
        limit = self._limit()
        if limit is None:
            return
        sign = f'ISNUMBER(FIND({cells["target_sign"]},"≤<"))'
        less = f'AND({cells["target_sign"]}<>"",{sign})'
        above = f"AND({target}>0,{actual}>{target}*{plain(limit)},NOT({less}))"
        asked = f"AND({above},NOT({cells['reason_said']}))"
        if _COST not in self.path[1]:
            yield f"IF({both},{asked},FALSE)", FAR_ABOVE.format(limit=percent(limit))

    def _limit(self) -> Decimal | None:
        """From which share of the target on the scheme asks for a reason; `None` where its rule asks for none."""
        # By the rule that scores quantities here: only some rules ask for reasons
        role = quantity_role(self.scheme, self.path)
        rule = rule_for(self.scheme.rules[role])
        if isinstance(rule, Ratio):
            return rule.explain_above
        return None


def _number(name: str) -> str:
    """The formula of the number in “指标2：…”, 0 for a name without one."""
    folded_name = f'SUBSTITUTE(TRIM({name}),":","：")'
    digits = f'MID({folded_name},3,FIND("：",{folded_name})-3)'
    return f'IFERROR(IF(LEFT({folded_name},2)="指标",VALUE({digits}),0),0)'
