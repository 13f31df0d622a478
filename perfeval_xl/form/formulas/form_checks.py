"""The live checks that every form has: names, money, goals, grade, texts; what differs is in `open_checks`, `rating_checks`."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from perfeval_xl.amounts import percent, plain
from perfeval_xl.form.formulas.form_formulas import grade_formula
from perfeval_xl.form.formulas.hint_words import CLOSE
from perfeval_xl.form.formulas.live_checks import (
    LOOK,
    WRONG,
    LiveCheck,
    blanks,
    joined,
)
from perfeval_xl.form.identity.stated import CHECKS_SHEET
from perfeval_xl.form.layout.labels import year_label
from perfeval_xl.form.layout.open_columns import ONLY_MONEY
from perfeval_xl.form.layout.placed import FormLayout
from perfeval_xl.rules.cells import as_number, shown_number
from perfeval_xl.rules.thresholds import thresholds
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.submission.labels import FIELD_LABELS, FUNDS_LABELS

__all__ = ["FormChecks"]

_RATE_CLOSE = "0.00005"
_HEAD = ("project", "department", "unit")
_FUNDS = ("initial_budget", "budget", "executed", "weight", "self_score")
_TEXTS = "文字部分"  # as schemes call them that require them
_GOAL = ("expected", "achieved")


@dataclass(frozen=True, slots=True)
class FormChecks(ABC):
    """The checks of one layout, seen from the sheet 实时核对."""

    scheme: Scheme
    layout: FormLayout

    def all(self) -> tuple[LiveCheck, ...]:
        """Return every line in the order of the form."""
        return tuple(self.lines())

    @abstractmethod
    def lines(self) -> Iterator[LiveCheck]:
        """Yield the lines: `opening`, those about the rows, `closing`."""

    def opening(self) -> Iterator[LiveCheck]:
        """Yield the lines about what stands above the indicators."""
        yield LiveCheck(
            title="年度和名称",
            field="project",
            missing=self._head(),
        )
        # A form asks only for some of the parts
        if "funds_0_budget" in self.layout.fields:
            yield from self._money()
        goals = [
            f"goal_{number}_{name}"
            for number in range(self.layout.goals)
            for name in _GOAL
        ]
        there = [key for key in goals if key in self.layout.fields]
        if there:
            yield LiveCheck(
                title="总体目标",
                field=there[0],
                missing=self.blank(there),
            )

    def closing(self) -> Iterator[LiveCheck]:
        """Yield the lines about the grade and the texts."""
        if "self_grade" in self.layout.fields:
            yield LiveCheck(
                title="等级",
                field="self_grade",
                said=self._grade(),
            )
        texts = [key for key in self.layout.inputs if key.startswith("section_")]
        if texts and _TEXTS in self.scheme.required:
            yield LiveCheck(
                title="文字部分",
                field=texts[0],
                missing=self.blank(texts),
            )

    def _head(self) -> str:
        """How many names are blank, and whether the year is."""
        # What a scheme does not require may stay blank
        asked = [key for key in _HEAD if FIELD_LABELS[key] in self.scheme.required]
        count = self.blank(asked)
        if "year" in self.layout.fields:
            year = f'SUBSTITUTE({self.at("year")}," ","")'  # the blank of the label has four spaces, which TRIM would fold
            count += f'+IF(OR({year}="",{year}="{year_label("")}"),1,0)'
        return count

    def _money(self) -> Iterator[LiveCheck]:
        first = "funds_0_budget"
        # 年初预算 is not on every form that has money
        names = list(_FUNDS)
        if FUNDS_LABELS["initial_budget"] not in self.scheme.required:
            names.remove("initial_budget")
        keys = [f"funds_0_{name}" for name in names]
        yield LiveCheck(
            title="项目资金",
            field=first,
            missing=self.blank(keys),
            said=self._no_numbers(),
        )
        if len(self.scheme.funds) > 1:
            yield LiveCheck(
                title="资金来源合计",
                field=first,
                said=self._sources(),
            )
        yield LiveCheck(
            title="预算数和执行数",
            field=first,
            said=self._spent(),
        )
        yield LiveCheck(
            title="预算执行率",
            field=first,
            said=self._execution(),
        )

    def _no_numbers(self) -> str:
        """Whether something else than a number stands among the money: pasted, or the form was unprotected."""
        # Money that was pasted as text adds up to nothing, and nobody sees it
        cells = [
            self.at(f"funds_{row}_{name}")
            for row in range(len(self.scheme.funds))
            for name in ONLY_MONEY
            if f"funds_{row}_{name}" in self.layout.fields
        ]
        texts = "+".join(f'IF(TRIM({c})="",0,IF(ISNUMBER({c}),0,1))' for c in cells)
        return f'IF({texts}>0,"{WRONG}金额只填数字，现有"&({texts})&"格不是数字","")'

    def _sources(self) -> str:
        """Whether the sources add up to the total, column by column; whether any is filled in."""
        # Column by column; a form prints only some of them
        wrong, empty = [], []
        for name in ONLY_MONEY:
            if f"funds_0_{name}" not in self.layout.fields:
                continue
            total = self.at(f"funds_0_{name}")
            parts = self.down(
                f"funds_1_{name}", f"funds_{len(self.scheme.funds) - 1}_{name}"
            )
            sum_ = f"ROUND(SUM({parts}),6)"
            heading = FUNDS_LABELS[name]
            differs = f"AND(ISNUMBER({total}),COUNT({parts})>0,{sum_}<>ROUND({as_number(total)},6))"
            said = f'"；{heading}总额"&{shown_number(total)}&"，各来源合计"&{shown_number(sum_)}'
            wrong.append(f'IF({differs},{said},"")')
            unfilled = f"AND({as_number(total)}<>0,COUNTA({parts})=0)"
            empty.append(f'IF({unfilled},"；{heading}","")')
        added = joined(wrong, WRONG)
        blank = joined(empty, f"{LOOK}资金来源没有填：")
        return f"IF(LEN({'&'.join(wrong)})>0,{added},{blank})"

    def _spent(self) -> str:
        budget, executed = self.at("funds_0_budget"), self.at("funds_0_executed")
        # Nothing is said until both are filled in
        numbers = f"AND(ISNUMBER({budget}),ISNUMBER({executed}))"
        nothing = f'"{WRONG}全年预算数为0，执行数为"&{executed}'
        above = f'"{LOOK}全年执行数大于全年预算数"'
        changed = '""'
        if "funds_0_initial_budget" in self.layout.fields:
            initial = self.at("funds_0_initial_budget")
            limit = thresholds().budget_change
            change = f"ABS({as_number(budget)}-{as_number(initial)})>{as_number(initial)}*{plain(limit)}"
            moved = f"AND(ISNUMBER({initial}),{as_number(initial)}>0,{change})"
            told = f'"{LOOK}全年预算数比年初预算数增减超过{percent(limit)}，须写明原因"'
            changed = f'IF({moved},{told},"")'
        odd = f"IF({executed}>{budget},IF({budget}=0,{nothing},{above}),{changed})"
        return f'IF({numbers},{odd},"")'

    def _execution(self) -> str:
        """The rate, its points and their weight; what the rate has to be explained for is only known to be asked."""
        budget, executed = self.at("funds_0_budget"), self.at("funds_0_executed")
        numbers = f"AND(ISNUMBER({budget}),ISNUMBER({executed}),{as_number(budget)}>0)"
        wrong = []
        if "funds_0_rate" in self.layout.fields:
            rate = self.at("funds_0_rate")
            off = f"ABS({rate}-{executed}/{budget})>={_RATE_CLOSE}"
            shown = shown_number(f"ROUND({executed}/{budget}*100,2)")
            wrong.append(
                f'IF({numbers},IF(ISNUMBER({rate}),IF({off},"；执行率应为"&{shown}&"%",""),""),"")'
            )
        if "funds_0_weight" in self.layout.fields:
            weight, own = self.at("funds_0_weight"), plain(self.scheme.execution_weight)
            said = f'"；预算执行率的分值应为{own}分"'
            wrong.append(f'IF(ISNUMBER({weight}),IF({weight}<>{own},{said},""),"")')
        if "funds_0_self_score" in self.layout.fields:
            points, score = self.at("execution_score"), self.at("funds_0_self_score")
            both = f"AND(ISNUMBER({points}),ISNUMBER({score}))"
            said = f'"；预算执行率按规则应得"&{shown_number(points)}&"分"'
            wrong.append(f'IF({both},IF(ABS({points}-{score})>={CLOSE},{said},""),"")')
        # That a low rate is explained no formula can know; that it has to be, it can
        limit = thresholds().low_execution
        low = f"IF({numbers},{executed}<{budget}*{plain(limit)},FALSE)"
        look = f'IF({low},"{LOOK}执行率低于{percent(limit)}，须写明原因","")'
        if not wrong:
            return look
        return f"IF(LEN({'&'.join(wrong)})>0,{joined(wrong, WRONG)},{look})"

    def _grade(self) -> str:
        """Whether the grade is that of the total; 优秀 and 优 are one."""
        # 优秀 and 优 are one grade: the first sign tells them apart from all others
        total, stated = self.at("self_total"), self.at("self_grade")
        grade = grade_formula(self.scheme, total)
        same = f"LEFT(TRIM({stated}),1)=LEFT({grade},1)"
        off = f'"{WRONG}等级应为“"&{grade}&"”"'
        return (
            f'IF(OR(TRIM({stated})="",NOT(ISNUMBER({total}))),"",IF({same},"",{off}))'
        )

    def blank(self, keys: Iterable[str]) -> str:
        """Return the formula of how many of these fields are blank."""
        return blanks(self.at(key) for key in keys if key in self.layout.fields)

    def at(self, key: str) -> str:
        """Return the address of a field as 实时核对 writes it."""
        return self.layout.seen_from(CHECKS_SHEET, key)

    def down(self, first: str, last: str) -> str:
        """Return the cells from one field to another in the same column."""
        return f"{self.at(first)}:{self.layout.at(last)}"
