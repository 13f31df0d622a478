"""Sign, number and unit of a target and its 完成值, told apart in cells of their own: `≥40个` is ≥, 40 and 个.

The formulas of this file stand in hidden columns beside a row; `row_formulas` computes with them. They read only what
the program reads alike: a sign or its word, digits with one point at most, and a unit of the list below. For the rest a
number stays blank. No formula needs an array, so that every program computes the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from perfeval_xl.measures.names import words
from perfeval_xl.measures.units import CLASSIFIERS
from perfeval_xl.rules.cells import (
    percent_shown_formula,
    quoted,
    replaced,
    says_something_formula,
)
from perfeval_xl.rules.day_cells import last_day, written_day
from perfeval_xl.rules.row_words import (
    has_digits_formula,
    has_figures_formula,
    looks_like_a_quantity_formula,
    name_says_formula,
)

__all__ = [
    "DURATIONS",
    "MONEY",
    "ON_TIME",
    "PARTS",
    "READ_OTHERWISE",
    "ToldApart",
    "listed_formula",
    "lists",
    "units_read",
]

PARTS = (
    "target_text",
    "target_sign",
    "target_body",
    "target_tail",
    "target_unit",
    "target_figure",
    "target_written",
    "target_day",
    "actual_text",
    "actual_tail",
    "actual_unit",
    "actual_figure",
    "actual_written",
    "actual_day",
    "actual_bare",
    "said_target",
    "said_actual",
    "name_said",
    "said_figures",
    "target_quantity",
    "actual_digits",
    "reason_said",
)
"""The cells of a row in their order: what is read of target and 完成值, the words that a quality is judged by, and what
is found in name, target, 完成值 and reason (`row_words`)."""

ON_TIME = "按期"
"""What stands as target and 完成值 for a day that was kept: the same words are the best level."""

MONEY = ("元", "千元", "万元", "百万元", "亿元")
DURATIONS = ("分钟", "小时", "个小时", "天", "个工作日", "工作日", "周", "个月")
_OTHERS = (
    "公里",
    "千米",
    "米",
    "平方米",
    "亩",
    "公顷",
    "平方公里",
    "千克",
    "公斤",
    "吨",
    "升",
    "立方米",
    "人次",
    "场次",
    "人",
    "名",
)
_SPANS = (
    "元/人",
    "元/户",
    "元/人*月",
    "元/人·月",
    "元/人/月",
    "元/人·年",
    "次/年",
    "次/月",
    "元/平方米",
    "元/亩",
)
READ_OTHERWISE = frozenset({"分"})
"""Points or minutes: such a unit is not read."""

_BLANKS = ("\u3000", "\u00a0", "\n")
_SIGN_WORDS = (
    ("％", "%"),
    ("＝", "="),
    ("═", "="),
    ("＞", ">"),
    ("＜", "<"),
    (">=", "≥"),
    ("<=", "≤"),
    ("≧", "≥"),
    ("≦", "≤"),
    ("大于等于", "≥"),
    ("小于等于", "≤"),
    ("不低于", "≥"),
    ("不少于", "≥"),
    ("不小于", "≥"),
    ("至少", "≥"),
    ("不超过", "≤"),
    ("不高于", "≤"),
    ("不大于", "≤"),
    ("不多于", "≤"),
)
_LONGEST = 20


@cache
def units_read() -> tuple[str, ...]:
    """Return the units that formulas read: every one that the program takes for a unit behind any number.

    Which ones these are is not tried anew in every process: a test tries all of them.
    """
    known = dict.fromkeys((*MONEY, *DURATIONS, *_OTHERS, *sorted(CLASSIFIERS)))
    return tuple(unit for unit in known if unit not in READ_OTHERWISE)


def lists() -> Mapping[str, str]:
    """Return the words that are looked for in every row, a `、` around each: they stand once in a form, in two cells."""
    done = (word for word in words().done if len(word) > 1)
    return {
        "units_listed": _joined((*units_read(), *_SPANS, "%")),
        "done_listed": _joined(done),
    }


def _joined(texts: Iterable[str]) -> str:
    return f"、{'、'.join(texts)}、"


def _in_list_formula(cell: str, where: str) -> str:
    """Return the formula that is true when a text is one of those that a cell lists."""
    found = f'ISNUMBER(FIND("、"&{cell}&"、",{where}))'
    return f'AND({cell}<>"",ISERROR(FIND("、",{cell})),{found})'


def listed_formula(cell: str, units: Iterable[str]) -> str:
    """Return the formula that is true when a text is one of the units."""
    rows = "".join(
        f',ISNUMBER(FIND("、"&{cell}&"、",{quoted(row)}))'
        for row in _rows(tuple(units))
    )
    return f'AND({cell}<>"",ISERROR(FIND("、",{cell})),OR(FALSE{rows}))'


@cache
def _rows(units: tuple[str, ...]) -> Sequence[str]:
    """Join units to texts that a formula may hold: 255 characters at most."""
    rows = ["、"]
    for unit in units:
        if len(rows[-1]) + len(unit) > 240:
            rows.append("、")
        rows[-1] += f"{unit}、"
    return rows


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldApart:
    """The formulas of one row. `cells` has `target`, `actual`, the addresses of `PARTS` and the cells of `lists`.

    It may have `name`, `note`, `year`, and `sign` and `unit`, where a form prints those in columns of their own. `path`
    are the headings that the row stands under.
    """

    cells: Mapping[str, str]
    path: tuple[str, ...] = ()

    def formulas(self) -> Mapping[str, str]:
        """Return the formula of every part."""
        return {name: f'IFERROR({getattr(self, f"_{name}")()},"")' for name in PARTS}

    def _target_text(self) -> str:
        target = self.cells["target"]
        whole = target
        # Sign and unit in columns of their own are put back around the figure
        if self._splits:
            whole = f"{self._own_sign()}&{target}&{self._own('unit')}"
        text = replaced(_trimmed(whole), _SIGN_WORDS)
        if self._splits:
            return text
        return f'IF(ISNUMBER({target}),"",{text})'

    def _target_sign(self) -> str:
        text = self.cells["target_text"]
        front = f'IF(LEN({text})>0,ISNUMBER(FIND(LEFT({text},1),"≥≤><=")),FALSE)'
        behind = f'IF(RIGHT({text},2)="以上","≥",IF(RIGHT({text},2)="以内","≤",""))'
        return f"IF({front},LEFT({text},1),{behind})"

    def _target_body(self) -> str:
        text, sign = self.cells["target_text"], self.cells["target_sign"]
        behind = f'OR(RIGHT({text},2)="以上",RIGHT({text},2)="以内")'
        front = f'IF({sign}="",FALSE,LEFT({text},1)={sign})'
        return (
            f"IF({front},TRIM(MID({text},2,{_LONGEST})),"
            f"IF({behind},TRIM(LEFT({text},LEN({text})-2)),{text}))"
        )

    def _target_tail(self) -> str:
        return _tail_of(self.cells["target_body"])

    def _target_unit(self) -> str:
        target = self.cells["target"]
        read = _unit_of(self.cells["target_tail"], self.cells["units_listed"])
        if self._splits:
            return read
        return (
            f'IF(ISNUMBER({target}),IF({percent_shown_formula(target)},"%",""),{read})'
        )

    def _target_figure(self) -> str:
        target = self.cells["target"]
        read = _figure_of(self.cells["target_body"], self.cells["target_unit"])
        # A unit in its own column says nothing while the figure is blank
        if self._splits:
            return f'IF(TRIM({target})="","",{read})'
        return f"IF(ISNUMBER({target}),{target},{read})"

    def _target_written(self) -> str:
        return self._day_written("target")

    def _target_day(self) -> str:
        return self._day("target", limit=True)

    def _actual_text(self) -> str:
        actual = self.cells["actual"]
        folded = replaced(_trimmed(actual), (("％", "%"),))
        return f'IF(ISNUMBER({actual}),"",{folded})'

    def _actual_unit(self) -> str:
        actual = self.cells["actual"]
        own = '""'
        if self._splits:
            own = self.cells["target_unit"]
        number = f'IF({percent_shown_formula(actual)},"%",{own})'
        read = _unit_of(self.cells["actual_tail"], self.cells["units_listed"])
        return f"IF(ISNUMBER({actual}),{number},{read})"

    def _actual_figure(self) -> str:
        actual = self.cells["actual"]
        number = actual
        # Beside a unit of % a plain 95 means 95%; in a percent cell 95% is 0.95 already
        if self._splits:
            percent = f'AND({self.cells["target_unit"]}="%",NOT({percent_shown_formula(actual)}))'
            number = f"IF({percent},{actual}/100,{actual})"
        read = _figure_of(self.cells["actual_text"], self.cells["actual_unit"])
        return f"IF(ISNUMBER({actual}),{number},{read})"

    def _actual_tail(self) -> str:
        return _tail_of(self.cells["actual_text"])

    def _actual_written(self) -> str:
        return self._day_written("actual")

    def _actual_day(self) -> str:
        return self._day("actual", limit=False)

    def _actual_bare(self) -> str:
        return _bare(self.cells["actual_text"])

    def _said_target(self) -> str:
        """The words of the target; those of a day that was kept."""
        day, done = self.cells["target_day"], self.cells["actual_day"]
        target = self.cells["target"]
        kept = f"IF(AND(ISNUMBER({day}),ISNUMBER({done})),{done}<={day},FALSE)"
        return f'IF({kept},"{ON_TIME}",IF(ISTEXT({target}),{target},""))'

    def _said_actual(self) -> str:
        """The words of the 完成值; those of the target where they only say that it was reached."""
        actual, said = self.cells["actual"], self.cells["said_target"]
        bare = self.cells["actual_bare"]
        done = _in_list_formula(bare, self.cells["done_listed"])
        same = f'AND({bare}<>"",EXACT({bare},{_bare(said)}))'
        reached = f'IF({said}="",FALSE,OR({done},{same}))'
        words_ = f'IF(ISTEXT({actual}),{actual},"")'
        return f'IF({said}="{ON_TIME}",{said},IF({reached},{said},{words_}))'

    def _name_said(self) -> str:
        """Which lists the name has a word of; nothing where there is no cell for a name."""
        if "name" not in self.cells:
            return '""'
        return name_says_formula(self.cells["name"], self.path)

    def _said_figures(self) -> str:
        return has_figures_formula(self.cells["said_target"])

    def _target_quantity(self) -> str:
        cells = self.cells
        return looks_like_a_quantity_formula(
            cells["target"], cells["target_text"], cells["target_sign"]
        )

    def _actual_digits(self) -> str:
        return has_digits_formula(self.cells["actual"])

    def _reason_said(self) -> str:
        """Whether the reason says more than 无; a form without a place for it says none."""
        if self.cells.get("note", '""') == '""':
            return "FALSE"
        return says_something_formula(self.cells, ("note",))

    @property
    def _splits(self) -> bool:
        return "sign" in self.cells or "unit" in self.cells

    def _own(self, name: str) -> str:
        if name in self.cells:
            return f"TRIM({self.cells[name]})"
        return '""'

    def _own_sign(self) -> str:
        return f'SUBSTITUTE({self._own("sign")},"定性","")'

    def _day_written(self, name: str) -> str:
        return written_day(self.cells[f"{name}_text"], self.cells.get("year", '""'))

    def _day(self, name: str, *, limit: bool) -> str:
        """Return the formula of the last day that is meant; only a target is a `limit`."""
        # Whether a number is a day, only the format of its cell tells
        cell, written = self.cells[name], self.cells[f"{name}_written"]
        shown = f'IF(LEFT(CELL("format",{cell}))="D",INT({cell}),"")'
        return f"IF(ISNUMBER({cell}),{shown},{last_day(written, limit=limit)})"


def _trimmed(cell: str) -> str:
    for blank in _BLANKS:
        cell = f'SUBSTITUTE({cell},{quoted(blank)}," ")'
    return f"TRIM({cell})"


def _tail_of(body: str) -> str:
    """What stands behind as many signs as a text has digits and points: its unit, where those stand in front."""
    # Without an array no formula finds the last digit, so digits and points are counted
    without = replaced(body, ((sign, "") for sign in "0123456789."))
    return f"TRIM(MID({body},LEN({body})-LEN({without})+1,{_LONGEST}))"


def _unit_of(tail: str, units: str) -> str:
    """The unit that the end of a text is: `""` for nothing, `?` for none that is read."""
    known = _in_list_formula(tail, units)
    return f'IF({tail}="","",IF({known},{tail},"?"))'


def _figure_of(body: str, unit: str) -> str:
    """The number before the unit of a text, a percentage as a fraction; `""` where there is none."""
    digits = f"TRIM(LEFT({body},LEN({body})-LEN({unit})))"
    ends = ",".join(
        f'ISNUMBER(FIND({side}({digits},1),"0123456789"))' for side in ("LEFT", "RIGHT")
    )
    points = f'LEN({digits})-LEN(SUBSTITUTE({digits},".",""))<=1'
    plain = f'AND({unit}<>"?",LEN({digits})>0,LEN({digits})<=15,{points},ISERROR(FIND(" ",{digits})),{ends})'
    return f'IF({plain},VALUE({digits})/IF({unit}="%",100,1),"")'


def _bare(text: str) -> str:
    """A text without one of the words around it that change nothing."""
    for sign in ("。", "！", "；", " "):
        text = f'SUBSTITUTE({text},"{sign}","")'
    return f'IF(LEFT({text},1)="已",MID({text},2,99),{text})'
