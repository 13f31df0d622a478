"""The live formulas of rows that units write: the funds row, points, hints and what is told apart beside each row.

A row is known by its slot: which rule it has follows from what its target is, so that the formulas find that out first, in
hidden columns (`told_apart`), and the others look there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from perfeval_xl.amounts import plain
from perfeval_xl.form.formulas.form_formulas import (
    PERCENT,
    FormFormulas,
    Live,
    Written,
)
from perfeval_xl.form.formulas.hint_words import (
    AFTERWARDS,
    AGREES,
    BY_PERSON,
    BY_PROGRAM,
    BY_RULE,
    CLOSE,
    DIFFERS,
    LATE,
    MISSING,
    NEGATIVE,
    NO_REASON,
    NOT_A_NUMBER,
    OVER_WEIGHT,
    REACHED_BUT_DEDUCTED,
    UNMET_BUT_FULL,
    UNSAID,
)
from perfeval_xl.form.formulas.live_checks import OVERALL, PROGRESS, shown
from perfeval_xl.form.formulas.own_scores import points_shown
from perfeval_xl.form.formulas.row_faults import RowFaults
from perfeval_xl.form.layout.field_key import FieldKey
from perfeval_xl.form.layout.labels import indicator_label
from perfeval_xl.form.layout.open import Layout
from perfeval_xl.refs import column_letters
from perfeval_xl.rules.cells import quoted, shown_number
from perfeval_xl.rules.registry import execution_rule, level_names
from perfeval_xl.rules.row_formulas import (
    indicator_formula,
    says_nothing_formula,
    says_words_formula,
)
from perfeval_xl.rules.told_apart import ON_TIME, PARTS, ToldApart, lists
from perfeval_xl.sheets.model import Formula
from perfeval_xl.sheets.values import GENERAL

__all__ = ["OpenFormulas"]

_ASKED = ("name", "target", "actual", "weight", "self_score")


@dataclass(frozen=True, slots=True)
class OpenFormulas(FormFormulas):
    """Writes the formulas of one layout."""

    layout: Layout
    told_apart: dict[int, Mapping[str, str]] = field(default_factory=dict)
    """What is told apart in the rows, all of a row at once."""

    # --------------------------------------------- which cell has which formula

    def computed_in(self, field: FieldKey) -> Live | None:
        """Return the rate of execution: nothing else of what there are several of is computed."""
        if str(field) == "funds_0_rate":
            return Formula(self._rate()), PERCENT
        return None

    def proposed(self, key: str) -> Formula | None:
        """Return the points by the rule for a cell of 得分; `None` for every other field."""
        field = FieldKey.parse(key)
        if field is None or field.name != "self_score" or key not in self.layout.fields:
            return None
        # Only the cell beside it is looked at, so that a row that is copied or inserted keeps its sense
        beside = {
            "indicator": f"indicator_{field.number}_rule_score",
            "funds": "execution_score",
        }
        if field.part not in beside:
            return None
        return points_shown(self.layout.at(beside[field.part]))

    def live_in(self, field: FieldKey) -> Live | None:
        """Return the formula of a cell beside an indicator, or of one of the levels that are offered."""
        if field.part == "level":
            # A formula, since a text in a locked cell would be a label by which rows are found again
            return Formula(quoted(level_names(self.scheme)[field.number])), GENERAL
        if field.part != "indicator":
            return None
        beside = {
            "rule_score": self._indicator_score,
            "hint": self._indicator_hint,
            "fault": self._fault,
            "gaps": self._gaps,
        }
        if field.name in beside:
            return Formula(beside[field.name](field.number)), GENERAL
        if field.name not in PARTS:
            return None
        if field.number not in self.told_apart:
            self.told_apart[field.number] = self._parts(field.number)
        return Formula(self.told_apart[field.number][field.name]), GENERAL

    def singles(self) -> Mapping[str, Written]:
        """Return what is computed once: the sentences of 实时核对, the row of the funds, the totals."""
        return {
            **FormFormulas.singles(self),
            "overall": lambda: shown(OVERALL).text,
            "missing_count": lambda: shown(PROGRESS).text,
            "weight_check": self._weight_check,
            "execution_rate": self._rate,
            "execution_score": self._execution_score,
            "execution_hint": self._execution_hint,
        }

    # --------------------------------------------- which cells the totals look at

    @property
    def total_name(self) -> str:
        """What the row of 总分 calls its cells."""
        return "总分栏"

    def sum_of(self, key: str, column: str) -> str:
        """Return the sum of a column, the row of the funds included; blank until there is a number."""
        del key
        cells = self._column(column)
        return f'IF(COUNT({cells})=0,"",SUM({cells}))'

    def scores(self) -> str:
        """Return the cells of 得分, that of the funds first."""
        return self._column("self_score")

    def points(self) -> str:
        """Return the cells of the preview with points, those of the funds first."""
        return f"{self._at('execution_score')},{self._rows('rule_score')}"

    def weighed(self) -> str:
        """Return the formula of how many weights are filled in."""
        return f"COUNT({self._column('weight')})"

    def told_weight(self) -> str:
        """Return the weights of the rows that have points."""
        funds = f"IF(ISNUMBER({self._at('execution_score')}),{self._funds_weight()},0)"
        rows = f'SUMIF({self._rows("rule_score")},">=0",{self._rows("weight")})'
        return f"{funds}+{rows}"

    # ------------------------------------------------------------ the funds row

    def _rate(self) -> str:
        """全年执行数 ÷ 全年预算数, blank until both are numbers and the budget is more than 0."""
        budget, executed = self._at("funds_0_budget"), self._at("funds_0_executed")
        numbers = f"AND(ISNUMBER({budget}),ISNUMBER({executed}))"
        rate = f'IF({budget}>0,{executed}/{budget},"")'
        return f'IF({numbers},{rate},"")'

    def _execution_score(self) -> str:
        """The points of the funds row by the rule of the scheme."""
        cells = {"weight": self._funds_weight()}
        for name in ("initial_budget", "budget", "executed"):
            if self._has(f"funds_0_{name}"):
                cells[name] = self._at(f"funds_0_{name}")
        return execution_rule(self.scheme).formula(cells, self.scheme.rounding)

    def _execution_hint(self) -> str:
        """What to look at in the funds row, the gravest first."""
        budget, executed = self._at("funds_0_budget"), self._at("funds_0_executed")
        own, weight = self._at("funds_0_self_score"), self._funds_weight()
        points = self._at("execution_score")
        # Last, whether the unit's points are those of the rule
        due = f'"按执行率应得"&{shown_number(points)}&"分"'
        agreed = f'IF(ABS({points}-{own})<{CLOSE},"{AGREES}",{due})'
        told = f'IF(AND(ISNUMBER({points}),ISNUMBER({own})),{agreed},"")'
        # Before that, more spent than there was: it may be so, but somebody should look
        over = f"AND(ISNUMBER({budget}),ISNUMBER({executed}),{executed}>{budget})"
        told = f'IF({over},"全年执行数大于全年预算数，请核对",{told})'
        # First, points that cannot be
        too_much = f"AND(ISNUMBER({weight}),ISNUMBER({own}),{own}>{weight})"
        return f'IF({too_much},"{OVER_WEIGHT}",{told})'

    # ---------------------------------------------------- beside an indicator

    def _indicator_score(self, index: int) -> str:
        """The points of one indicator by the rule that its target calls for; blank when it cannot be told."""
        cells = {
            name: self._at(f"indicator_{index}_{name}")
            for name in ("name", "weight", "self_score")
        }
        cells["note"] = self._note(index)
        cells |= self._parts_of(index)
        slot = self.layout.slots[index]
        return indicator_formula(self.scheme, cells, (slot.dimension, slot.category))

    def _indicator_hint(self, index: int) -> str:
        """What is missing or contradictory in one indicator row, the gravest first; blank for an empty row.

        Written from the inside out: what is asked last stands innermost.
        """
        key = f"indicator_{index}"
        weight, own = self._at(f"{key}_weight"), self._at(f"{key}_self_score")
        points = self._at(f"{key}_rule_score")
        # Points by the rule beside those of the unit; where there are none, why
        judged = self._judged(index)
        told = f"IF(ISNUMBER({points}),{judged},{self._unseen(index)})"
        # What the row contradicts itself in
        fault = self._local(f"{key}_fault")
        told = f'IF({fault}="",{told},{fault})'
        # Points that cannot be, and what is no number at all
        told = f'IF({own}>{weight},"{OVER_WEIGHT}",IF({own}<0,"{NEGATIVE}",{told}))'
        numbers = f"AND(ISNUMBER({weight}),ISNUMBER({own}))"
        told = f'IF({numbers},{told},"{NOT_A_NUMBER}")'
        # Nothing else is said while cells are blank, and nothing at all beside a row that nobody has begun
        missing = self._missing(index)
        named = f'"{MISSING}"&MID({missing},2,99)'
        told = f'IF({missing}="",{told},{named})'
        return f'IF({self._started_formula(index)},{told},"")'

    def _judged(self, index: int) -> str:
        """What the points by the rule say of those of the unit; a reason excuses what was deducted."""
        key = f"indicator_{index}"
        weight, own = self._at(f"{key}_weight"), self._at(f"{key}_self_score")
        points = self._at(f"{key}_rule_score")
        blank_note = f"NOT({self._local(f'{key}_reason_said')})"
        due = f'"{BY_RULE}"&{shown_number(points)}&"分"'
        told = f'IF(ABS({points}-{own})<{CLOSE},"{AGREES}",{due})'
        unexplained = f"AND({points}<{weight},{blank_note})"
        told = f'IF({unexplained},"{NO_REASON}",{told})'
        full = f"AND({points}<{weight},{own}>={weight})"
        told = f'IF({full},"{UNMET_BUT_FULL}",{told})'
        deducted = f"AND({points}>={weight},{own}<{weight},{blank_note})"
        return f'IF({deducted},"{REACHED_BUT_DEDUCTED}",{told})'

    def _fault(self, index: int) -> str:
        """What `check` would say of the row, as far as its cells tell."""
        key = f"indicator_{index}"
        cells = self._parts_of(index)
        cells["note"] = self._note(index)
        # A form prints only some of the columns
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
        return faults.formula()

    def _gaps(self, index: int) -> str:
        """How many cells of the row the hint beside it names as blank: a number in every row that has its formulas."""
        hint = self._local(f"indicator_{index}_hint")
        named = f'LEN({hint})-LEN(SUBSTITUTE({hint},"、",""))+1'
        return f'IF(LEFT({hint},{len(MISSING)})="{MISSING}",{named},0)'

    def _unseen(self, index: int) -> str:
        """What becomes of points that no formula can tell: after the form is handed in the program or a person gives them."""
        parts = self._parts_of(index)
        # The program reads more than a formula does, but only of what is a quantity
        read = f"ISNUMBER({parts['target_figure']})"
        quantity = f"IF({read},TRUE,{parts['target_quantity']})"
        told = f'IF({quantity},"{BY_PROGRAM}","{AFTERWARDS}")'
        # Words are for a person; where nothing is written, nobody can tell
        told = f'IF({says_words_formula(parts)},"{BY_PERSON}",{told})'
        told = f'IF({says_nothing_formula(parts)},"{UNSAID}",{told})'
        # A day that was missed is lost, however little: a person decides how much of it
        days = f"ISNUMBER({parts['target_day']}),ISNUMBER({parts['actual_day']})"
        late = f'AND({days},{parts["said_target"]}<>"{ON_TIME}")'
        return f'IF({late},"{LATE}",{told})'

    def _missing(self, index: int) -> str:
        """The formula of the list of blank cells of a row, each name behind a `、`."""
        # A name is blank as long as it is only the printed 指标1：
        named = self.layout.title_of("name")
        parts = [f'IF({self._named_formula(index)},"","、{named}")']
        for name in _ASKED[1:]:
            cell = self._at(f"indicator_{index}_{name}")
            title = self.layout.title_of(name)
            parts.append(f'IF(TRIM({cell})="","、{title}","")')
        return "&".join(parts)

    def _started_formula(self, index: int) -> str:
        """Whether anything was filled in in a row."""
        named = [f"indicator_{index}_{name}" for name in (*_ASKED[1:], "note")]
        cells = "&".join(self._at(key) for key in named if self._has(key))
        return f'OR({self._named_formula(index)},TRIM({cells})<>"")'

    def _named_formula(self, index: int) -> str:
        """Whether the name cell says more than its placeholder."""
        cell = self._at(f"indicator_{index}_name")
        placeholder = indicator_label(self.layout.slots[index].ordinal)
        # Some input methods write the colon in half width
        name = f'SUBSTITUTE(TRIM({cell}),":","：")'
        return f'AND(TRIM({cell})<>"",{name}<>"{placeholder}")'

    # ------------------------------------------------------------------ totals

    def _weight_check(self) -> str:
        """Whether the weights add up to the full score."""
        sum_ = f"ROUND(SUM({self._column('weight')}),4)"
        full = plain(self.scheme.full_score)
        off = f'"{DIFFERS}现为"&{shown_number(sum_)}&"分，应为{full}分"'
        told = f'IF({sum_}={full},"{full}分，{AGREES}",{off})'
        # The funds row has its weight from the beginning: it does not count as begun
        return f'IF(COUNT({self._rows("weight")})=0,"还没有分值",{told})'

    def _column(self, name: str) -> str:
        """The cells of the funds row and of all indicators, as arguments of SUM and COUNT."""
        if name == "weight":
            own = self._funds_weight()
        else:
            own = self._at(f"funds_0_{name}")
        return f"{own},{self._rows(name)}"

    def _rows(self, name: str) -> str:
        """All cells of a column from the headings down to above 总分, the rows that people insert at either end too.

        A range from the first to the last indicator would not grow there. The heading is a text, which counts nowhere.
        """
        head, total = self._at("head"), self._at("total")
        column = column_letters(self.layout.fields[f"indicator_0_{name}"].column)
        top = f"{column}{self.layout.fields['head'].row}"
        return f"OFFSET({top},0,0,ROWS({head}:{total})-1,1)"

    # ------------------------------------------------- what stands in the cells

    def _parts(self, index: int) -> dict[str, str]:
        """What is told apart of target and 完成值 of a row; a target in several columns is put together first."""
        cells = self._parts_of(index)
        cells["year"] = self._fixed("year")
        cells["note"] = self._note(index)
        for name in ("name", "target", "actual", "sign", "unit"):
            if self._has(f"indicator_{index}_{name}"):
                cells[name] = self._at(f"indicator_{index}_{name}")
        cells |= self._lists()
        slot = self.layout.slots[index]
        path = (slot.dimension, slot.category)
        return dict(ToldApart(cells=cells, path=path).formulas())

    def _lists(self) -> dict[str, str]:
        """Where the lists stand that all rows look at: above the first of the hidden columns."""
        row = self.layout.fields["head"].row
        first = self.layout.areas[f"indicator_0_{PARTS[0]}"].left
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
        # A text on another sheet is out of sight of whoever reads the hint
        names = [section.name for section in self.scheme.sections]
        if self.layout.reasons in names:
            key = f"section_{names.index(self.layout.reasons)}"
            if self.layout.fields[key].sheet == self.layout.sheet:
                return self._fixed(key)
        return '""'

    def _fixed(self, key: str) -> str:
        """The address of a field that stays the same in every row: `$E$14`."""
        return self.layout.fields[key].absolute.split("!")[1]

    def _has(self, key: str) -> bool:
        return key in self.layout.fields

    def _at(self, key: str) -> str:
        return self.layout.at(key)
