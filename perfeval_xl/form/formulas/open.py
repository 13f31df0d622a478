"""The live formulas of the form, for Excel 2010, WPS and LibreOffice alike. They are a preview: scoring is done by rules.

What a formula finds it says in words; the conditional formats only repeat it in colour.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from perfeval_xl.amounts import plain
from perfeval_xl.form.formulas.live_checks import OVERALL, PROGRESS, shown
from perfeval_xl.form.formulas.row_faults import RowFaults
from perfeval_xl.form.layout.field_key import FieldKey
from perfeval_xl.form.layout.labels import indicator_label
from perfeval_xl.form.layout.open import Layout
from perfeval_xl.refs import column_letters
from perfeval_xl.rules.cells import shown_number
from perfeval_xl.rules.registry import execution_rule
from perfeval_xl.rules.row_formulas import (
    indicator_formula,
    says_nothing_formula,
    says_words_formula,
)
from perfeval_xl.rules.told_apart import ON_TIME, PARTS, ToldApart, lists
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.sheets.model import Formula
from perfeval_xl.sheets.values import GENERAL

__all__ = [
    "AFTERWARDS",
    "AGREES",
    "BY_PERSON",
    "BY_PROGRAM",
    "DIFFERS",
    "LATE",
    "MISSING",
    "NEGATIVE",
    "NOT_A_NUMBER",
    "NO_REASON",
    "OVER_WEIGHT",
    "PENDING",
    "REACHED_BUT_DEDUCTED",
    "UNMET_BUT_FULL",
    "UNSAID",
    "Formulas",
    "partly_told_formula",
]

MISSING = "未填："
NOT_A_NUMBER = "分值和得分应填数字"
OVER_WEIGHT = "得分大于分值"
NEGATIVE = "得分小于0"
REACHED_BUT_DEDUCTED = "已达成却扣分，请更正或写明原因"
UNMET_BUT_FULL = "未达成却满分，请更正得分"
NO_REASON = "请写偏差原因和改进措施"
BY_PERSON = "须由评价人员判断"
AFTERWARDS = "报送后核定"
UNSAID = "指标值或完成值没有写明，无法计分"
BY_PROGRAM = f"{AFTERWARDS}，此处算不出得分"
LATE = "已逾期，得分由评价人员判断"
AGREES = "相符"
DIFFERS = "不符："
PENDING = "待定"

_ASKED = ("name", "target", "actual", "weight", "self_score")
_PERCENT = "0.00%"
_CLOSE = "0.005"  # half of the last place shown


def partly_told_formula(weight: str) -> str:
    """Return the formula of what stands beside a total that some rows are not yet part of."""
    rest = f"分的得分，其余{AFTERWARDS}，等级{PENDING}"
    return f'"只是其中"&{shown_number(weight)}&"{rest}"'


@dataclass(frozen=True, slots=True)
class Formulas:
    """Writes the formulas of one layout."""

    scheme: Scheme
    layout: Layout

    def computed(self, key: str) -> tuple[Formula, str] | None:
        """Return what a field shows while nobody has stated it, with its number format; `None` where it is blank."""
        if key == "funds_0_rate":
            return self.rate(), _PERCENT
        if key == "weight_total":
            return self.weight_total(), GENERAL
        if key == "self_total":
            return self.self_total(), GENERAL
        return None

    def live(self, key: str) -> tuple[Formula, str] | None:
        """Return the formula of a cell that is only computed, with its number format; `None` for all others."""
        field = FieldKey.parse(key)
        if field is None:
            written = self._single(key)
        elif field.part == "indicator":
            written = self._beside(field.number, field.name)
        else:
            written = None
        if written is None:
            return None
        number_format = _PERCENT if key == "execution_rate" else GENERAL
        return written, number_format

    def shown(self, key: str, sheet: str) -> Formula:
        """Return the formula that repeats a figure which stands elsewhere."""
        cell = self.layout.seen_from(sheet, key)
        return Formula(f'IF(TRIM({cell})="","",{cell})')

    def _single(self, key: str) -> Formula | None:
        """The formula of a cell that there is one of."""
        formulas = {
            "overall": lambda: shown(OVERALL),
            "missing_count": lambda: shown(PROGRESS),
            "weight_check": self.weight_check,
            "self_check": self.self_check,
            "execution_rate": self.rate,
            "execution_score": self.execution_score,
            "execution_hint": self.execution_hint,
            "rule_total": self.rule_total,
            "rule_grade": self.rule_grade,
        }
        found = formulas.get(key)
        return None if found is None else found()

    def _beside(self, index: int, name: str) -> Formula | None:
        """The formula of a cell beside an indicator."""
        formulas = {
            "rule_score": self.indicator_score,
            "hint": self.indicator_hint,
            "fault": self.fault,
            "gaps": self.gaps,
        }
        found = formulas.get(name)
        return None if found is None else found(index)

    def rate(self) -> Formula:
        """全年执行数 ÷ 全年预算数, blank until both are numbers and the budget is more than 0."""
        budget, executed = self._at("funds_0_budget"), self._at("funds_0_executed")
        return Formula(
            f'IF(AND(ISNUMBER({budget}),ISNUMBER({executed})),IF({budget}>0,{executed}/{budget},""),"")'
        )

    def execution_score(self) -> Formula:
        """The points of the funds row by the rule of the scheme."""
        cells = {"weight": self._funds_weight()}
        for name in ("initial_budget", "budget", "executed"):
            if self._has(f"funds_0_{name}"):
                cells[name] = self._at(f"funds_0_{name}")
        return Formula(execution_rule(self.scheme).formula(cells, self.scheme.rounding))

    def execution_hint(self) -> Formula:
        """What to look at in the funds row, the gravest first."""
        budget, executed, own = (
            self._at(f"funds_0_{name}") for name in ("budget", "executed", "self_score")
        )
        weight = self._funds_weight()
        too_much = f"AND(ISNUMBER({weight}),ISNUMBER({own}),{own}>{weight})"
        points = self._at("execution_score")
        over = f"AND(ISNUMBER({budget}),ISNUMBER({executed}),{executed}>{budget})"
        differs = f"AND(ISNUMBER({points}),ISNUMBER({own}))"
        return Formula(
            f'IF({too_much},"{OVER_WEIGHT}",IF({over},"全年执行数大于全年预算数，请核对",'
            f'IF({differs},IF(ABS({points}-{own})<{_CLOSE},"{AGREES}","按执行率应得"&{shown_number(points)}&"分"),"")))'
        )

    def indicator_score(self, index: int) -> Formula:
        """The points of one indicator by the rule that its target calls for; blank when it cannot be told."""
        cells = {
            name: self._at(f"indicator_{index}_{name}")
            for name in ("name", "weight", "self_score")
        }
        cells["note"] = self._note(index)
        cells |= self._parts_of(index)
        slot = self.layout.slots[index]
        return Formula(
            indicator_formula(self.scheme, cells, (slot.dimension, slot.category))
        )

    def indicator_hint(self, index: int) -> Formula:
        """What is missing or contradictory in one indicator row, the gravest first; blank for an empty row."""
        key = f"indicator_{index}"
        weight, own = self._at(f"{key}_weight"), self._at(f"{key}_self_score")
        points = self._at(f"indicator_{index}_rule_score")
        blank_note = f"NOT({self._local(f'indicator_{index}_reason_said')})"
        judged = (
            f'IF(AND({points}>={weight},{own}<{weight},{blank_note}),"{REACHED_BUT_DEDUCTED}",'
            f'IF(AND({points}<{weight},{own}>={weight}),"{UNMET_BUT_FULL}",'
            f'IF(AND({points}<{weight},{blank_note}),"{NO_REASON}",'
            f'IF(ABS({points}-{own})<{_CLOSE},"{AGREES}","按评分标准应得"&{shown_number(points)}&"分"))))'
        )
        told = f"IF(ISNUMBER({points}),{judged},{self._unseen(index)})"
        fault = self._local(f"indicator_{index}_fault")
        told = f'IF({fault}="",{told},{fault})'
        numbers = f'IF({own}>{weight},"{OVER_WEIGHT}",IF({own}<0,"{NEGATIVE}",{told}))'
        numeric = (
            f'IF(AND(ISNUMBER({weight}),ISNUMBER({own})),{numbers},"{NOT_A_NUMBER}")'
        )
        missing = self._missing(index)
        return Formula(
            f'IF({self._started_formula(index)},IF({missing}="",{numeric},"{MISSING}"&MID({missing},2,99)),"")'
        )

    def fault(self, index: int) -> Formula:
        """What `check` would say of the row, as far as its cells tell."""
        key = f"indicator_{index}"
        cells = self._parts_of(index)
        cells["note"] = self._note(index)
        typed = []
        for name in (*_ASKED, "sign", "unit", "note"):
            if self._has(f"{key}_{name}"):
                cells[name] = self._at(f"{key}_{name}")
                typed.append(cells[name])
        slot = self.layout.slots[index]
        faults = RowFaults(
            scheme=self.scheme,
            path=(slot.dimension, slot.category),
            cells=cells,
            typed=tuple(typed),
            above=self._at(f"indicator_{index - 1}_name") if index else "",
        )
        return Formula(faults.formula())

    def gaps(self, index: int) -> Formula:
        """How many cells of the row the hint beside it names as blank: a number in every row that has its formulas."""
        hint = self._local(f"indicator_{index}_hint")
        named = f'LEN({hint})-LEN(SUBSTITUTE({hint},"、",""))+1'
        return Formula(f'IF(LEFT({hint},{len(MISSING)})="{MISSING}",{named},0)')

    def _unseen(self, index: int) -> str:
        """What becomes of points that no formula can tell: after the form is handed in the program or a person gives them."""
        parts = self._parts_of(index)
        days = f"ISNUMBER({parts['target_day']}),ISNUMBER({parts['actual_day']})"
        late = f'AND({days},{parts["said_target"]}<>"{ON_TIME}")'
        read = f"ISNUMBER({parts['target_figure']})"
        quantity = f"IF({read},TRUE,{parts['target_quantity']})"
        afterwards = f'IF({quantity},"{BY_PROGRAM}","{AFTERWARDS}")'
        if_words = f'IF({says_words_formula(parts)},"{BY_PERSON}",{afterwards})'
        told = f'IF({says_nothing_formula(parts)},"{UNSAID}",{if_words})'
        return f'IF({late},"{LATE}",{told})'

    def weight_total(self) -> Formula:
        """The sum of all weights, the funds row included; blank until there is one."""
        return Formula(
            f'IF(COUNT({self._column("weight")})=0,"",SUM({self._column("weight")}))'
        )

    def self_total(self) -> Formula:
        """The sum of all self scores, the funds row included; blank until there is one."""
        return Formula(
            f'IF(COUNT({self._column("self_score")})=0,"",SUM({self._column("self_score")}))'
        )

    def rule_total(self) -> Formula:
        """The sum of the points that the rules give, as far as they can be told."""
        points, places = self._points(), self.scheme.rounding.places
        return Formula(f'IF(COUNT({points})=0,"",ROUND(SUM({points}),{places}))')

    def rule_grade(self) -> Formula:
        """The grade of that total; pending while a weighted row has no points yet."""
        total = self._at("rule_total")
        grade = f'"{self.scheme.bands[-1].label}"'
        for band in reversed(self.scheme.bands[:-1]):
            grade = f'IF({total}>={plain(band.lowest)},"{band.label}",{grade})'
        pending = f"COUNT({self._points()})<COUNT({self._column('weight')})"
        partial = partly_told_formula(self._told_weight())
        return Formula(f'IF({total}="","",IF({pending},{partial},{grade}))')

    def _told_weight(self) -> str:
        """The weights of the rows that have points."""
        funds = f"IF(ISNUMBER({self._at('execution_score')}),{self._funds_weight()},0)"
        rows = f'SUMIF({self._rows("rule_score")},">=0",{self._rows("weight")})'
        return f"({funds}+{rows})"

    def weight_check(self) -> Formula:
        """Whether the weights add up to the full score."""
        sum_, full = (
            f"ROUND(SUM({self._column('weight')}),4)",
            plain(self.scheme.full_score),
        )
        own = self._rows("weight")
        off = f'"{DIFFERS}现为"&{shown_number(sum_)}&"分，应为{full}分"'
        told = f'IF({sum_}={full},"{full}分，{AGREES}",{off})'
        return Formula(f'IF(COUNT({own})=0,"还没有分值",{told})')

    def self_check(self) -> Formula:
        """Whether the self scores add up to the total that is printed."""
        column, total = self._column("self_score"), self._at("self_total")
        sum_ = f"ROUND(SUM({column}),4)"
        close, points = f"ABS({total}-{sum_})<{_CLOSE}", shown_number(sum_)
        told = (
            f'IF({close},{points}&"分，{AGREES}","{DIFFERS}各项相加为"&{points}&"分")'
        )
        return Formula(
            f'IF(COUNT({column})=0,"还没有得分",IF(ISNUMBER({total}),{told},"{DIFFERS}总分栏应填数字"))'
        )

    def _missing(self, index: int) -> str:
        """The formula of the list of blank cells of a row, each name behind a `、`."""
        parts = [
            f'IF({self._named_formula(index)},"","、{self.layout.title_of("name")}")'
        ]
        for name in _ASKED[1:]:
            cell, title = (
                self._at(f"indicator_{index}_{name}"),
                self.layout.title_of(name),
            )
            parts.append(f'IF(TRIM({cell})="","、{title}","")')
        return "&".join(parts)

    def _started_formula(self, index: int) -> str:
        named = [f"indicator_{index}_{name}" for name in (*_ASKED[1:], "note")]
        cells = "&".join(self._at(key) for key in named if self._has(key))
        return f'OR({self._named_formula(index)},TRIM({cells})<>"")'

    def _named_formula(self, index: int) -> str:
        """Whether the name cell says more than its placeholder."""
        cell = self._at(f"indicator_{index}_name")
        placeholder = indicator_label(self.layout.slots[index].ordinal)
        return (
            f'AND(TRIM({cell})<>"",SUBSTITUTE(TRIM({cell}),":","：")<>"{placeholder}")'
        )

    def _column(self, name: str) -> str:
        """The cells of the funds row and of all indicators, as arguments of SUM and COUNT."""
        own = self._funds_weight() if name == "weight" else self._at(f"funds_0_{name}")
        return f"{own},{self._rows(name)}"

    def _points(self) -> str:
        return f"{self._at('execution_score')},{self._rows('rule_score')}"

    def _rows(self, name: str) -> str:
        """All cells of a column from the headings down to above 总分, the rows that people insert at either end too.

        A range from the first to the last indicator would not grow there. The heading is a text, which counts nowhere.
        """
        head, total = self._at("head"), self._at("total")
        column = column_letters(self.layout.fields[f"indicator_0_{name}"].column)
        return f"OFFSET({column}{self.layout.fields['head'].row},0,0,ROWS({head}:{total})-1,1)"

    def parts(self, index: int) -> Mapping[str, Formula]:
        """What is told apart of target and 完成值 of a row; a target in several columns is put together first."""
        cells = self._parts_of(index)
        cells["year"] = self.layout.fields["year"].absolute.split("!")[1]
        cells["note"] = self._note(index)
        for name in ("name", "target", "actual", "sign", "unit"):
            if self._has(f"indicator_{index}_{name}"):
                cells[name] = self._at(f"indicator_{index}_{name}")
        cells |= self._lists()
        slot = self.layout.slots[index]
        path = (slot.dimension, slot.category)
        told = ToldApart(cells=cells, path=path).formulas()
        return {name: Formula(formula) for name, formula in told.items()}

    def _lists(self) -> dict[str, str]:
        """Where the lists stand that all rows look at: above the first of the hidden columns."""
        row, first = (
            self.layout.fields["head"].row,
            self.layout.areas[f"indicator_0_{PARTS[0]}"].left,
        )
        return {
            name: f"${column_letters(column)}${row}"
            for column, name in enumerate(lists(), first)
        }

    def _parts_of(self, index: int) -> dict[str, str]:
        return {name: self._local(f"indicator_{index}_{name}") for name in PARTS}

    def _local(self, key: str) -> str:
        """The address of a help cell, which is no field."""
        area = self.layout.areas[key]
        return f"{column_letters(area.left)}{area.top}"

    def _funds_weight(self) -> str:
        """The weight of the funds row; what the scheme fixes, where the form prints it in a label."""
        if self._has("funds_0_weight"):
            return self._at("funds_0_weight")
        return plain(self.scheme.execution_weight)

    def _note(self, index: int) -> str:
        """Where the reasons of a row are written: in its own column, or in a text for all rows."""
        if self._has(f"indicator_{index}_note"):
            return self._at(f"indicator_{index}_note")
        names = [section.name for section in self.scheme.sections]
        if self.layout.reasons in names:
            key = f"section_{names.index(self.layout.reasons)}"
            if self.layout.fields[key].sheet == self.layout.sheet:
                return self.layout.fields[key].absolute.split("!")[1]
        return '""'

    def _has(self, key: str) -> bool:
        return key in self.layout.fields

    def _at(self, key: str) -> str:
        return self.layout.at(key)
