"""The live checks of an open form, line by line: what `check` says of it, as far as formulas can know."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from perfeval_xl.amounts import plain
from perfeval_xl.form.formulas.form_checks import FormChecks
from perfeval_xl.form.formulas.hint_words import (
    BY_RULE,
    CLOSE,
    NEGATIVE,
    NO_REASON,
    NOT_A_NUMBER,
    OVER_WEIGHT,
    REACHED_BUT_DEDUCTED,
    UNMET_BUT_FULL,
    UNSAID,
)
from perfeval_xl.form.formulas.live_checks import (
    LOOK,
    UNKNOWN,
    WRONG,
    LiveCheck,
    begun_with_formula,
    joined,
)
from perfeval_xl.form.formulas.row_faults import FAULTS
from perfeval_xl.form.layout.open import Layout
from perfeval_xl.form.layout.open_preview import GAPS
from perfeval_xl.refs import CellRef
from perfeval_xl.rules.cells import as_number, shown_number
from perfeval_xl.scheme.model import Dimension

__all__ = ["OpenChecks"]

_TYPED = ("target", "actual", "weight", "self_score")
_ERRORS = (
    NOT_A_NUMBER,
    OVER_WEIGHT,
    NEGATIVE,
    REACHED_BUT_DEDUCTED,
    UNMET_BUT_FULL,
    NO_REASON,
    UNSAID,
    *FAULTS,
)
"""How the hints begin that stand for what `check` calls 错误."""

_TEXT_IS_MORE = "1000000000"
"""A text is more than any number: what is more than this is none."""

_SATISFACTION = "满意度"


@dataclass(frozen=True, slots=True)
class OpenChecks(FormChecks):
    """The checks of one layout, seen from the sheet 实时核对."""

    layout: Layout

    def lines(self) -> Iterator[LiveCheck]:
        """Yield every line in the order of the form."""
        yield from self.opening()
        yield self._dimensions()
        yield from self._rows()
        yield from self._sums()
        yield from self.closing()
        yield LiveCheck(
            title="核对公式", field="indicator_0_hint", said=self._covered_formula()
        )

    # ------------------------------------------------------------ indicators

    def _dimensions(self) -> LiveCheck:
        """How many 一级指标 have no indicator."""
        counts, said = [], []
        for dimension, rows in self._needed():
            none = f"({self._begun_formula(rows)}=0)"
            counts.append(f"IF({none},1,0)")
            said.append(f'IF({none},"；没有{dimension.name}","")')
        all_ = f"{self._begun_formula(range(len(self.layout.slots)))}=0"
        told = f'IF({all_},"一项指标都没有填",{joined(said, "")})'
        return LiveCheck(
            title="一级指标",
            field="indicator_0_name",
            missing="+".join(counts) or "0",
            said=told,
        )

    def _needed(self) -> Iterator[tuple[Dimension, range]]:
        """The 一级指标 that must have an indicator, each with the rows in which that may stand."""
        told: set[str] = set()
        for dimension in self.scheme.dimensions:
            names = [each.name for each in self.scheme.sharing(dimension)]
            if _SATISFACTION in dimension.name:
                rows = self._slots(_SATISFACTION)
            elif told & set(names):
                continue
            else:
                rows = self._slots(*names)
            told.update(names)
            if rows:
                yield dimension, rows

    def _slots(self, *names: str) -> range:
        """The rows under headings with one of these names, from the first to the last."""
        found = [
            number
            for number, slot in enumerate(self.layout.slots)
            if any(name in (slot.dimension + slot.category) for name in names)
        ]
        return range(found[0], found[-1] + 1) if found else range(0)

    def _begun_formula(self, rows: range) -> str:
        """How many rows are filled in; a row with a name only has a hint."""
        hints, targets = (self._part(name, rows) for name in ("hint", "target"))
        return f'SUMPRODUCT(--({hints}&{targets}<>""))'

    def _rows(self) -> Iterator[LiveCheck]:
        first = "indicator_0_hint"
        bare = "+".join(f'({self._column(name)}="")' for name in _TYPED)
        gaps = f"SUM({self._column('gaps')})"
        missing = f"{gaps}+SUMPRODUCT({self._unseen()}*({bare}))"
        where = '"见表格右侧的“提示”"'
        yield LiveCheck(
            title="指标行填齐",
            field=first,
            missing=missing,
            said=_if_any(missing, where),
        )

        # what stands in the cells themselves counts, also where somebody typed over a hint
        rows = range(len(self.layout.slots))
        own, weight = self._part("self_score", rows), self._part("weight", rows)
        above = f'({own}>{weight})*({own}<{_TEXT_IS_MORE})*({weight}<>"")'
        typed = f"SUMPRODUCT({above})"
        wrong = "+".join(self._hinted_formula(beginning) for beginning in _ERRORS)
        count = f"MAX({wrong},{typed})"
        look = f"({self._hinted_formula(LOOK)})"
        looked = f'IF({look}>0,"{LOOK}"&{look}&"行，"&{where},"")'
        said = f'IF({count}>0,"{WRONG}"&{count}&"行，"&{where},{looked})'
        moved = f'IF({self._hinted_formula(UNKNOWN)}>0,"{UNKNOWN}：有单元格被剪切或删除，"&{where},{said})'
        yield LiveCheck(title="指标行有无矛盾", field=first, said=moved)
        off = f"({self._hinted_formula(BY_RULE)})"
        yield LiveCheck(
            title="得分与评分标准",
            field=first,
            said=f'IF({off}>0,"{LOOK}"&{off}&"行与评分标准算得的不同，"&{where},"")',
        )

    def _hinted_formula(self, beginning: str) -> str:
        return begun_with_formula(self._column("hint"), beginning)

    def _unseen(self) -> str:
        """1 for every row that is filled in and has no formulas beside it, as an array."""
        # A hint is blank only beside a row in which nobody has typed, and a gap nowhere
        typed = "&".join(self._column(name) for name in _TYPED)
        hint, gaps = self._column("hint"), self._column("gaps")
        no_hint = f'({hint}="")*({typed}<>"")'
        no_gaps = f'({gaps}="")*({self._column("name")}&{typed}<>"")'
        # The headings and the row of the total are no rows of indicators
        return f'({gaps}<>"{GAPS}")*({no_hint}+{no_gaps}>0)'

    def _covered_formula(self) -> str:
        """Whether every filled row has its formulas, and no cell of the table is an error."""
        looked_at = ",".join(self._column(name) for name in ("name", *_TYPED, "hint"))
        rows = f"SUMPRODUCT({self._unseen()})"
        broken = f'"{UNKNOWN}：表中有错误值"'
        added = f'"{LOOK}新插入的"&{rows}&"行没有核对公式，按标准得分暂未计入"'
        missed = f'IF({rows}>0,{added},"")'
        return f"IF(ISERROR(SUM({looked_at})),{broken},{missed})"

    # ------------------------------------------------------------------ sums

    def _sums(self) -> Iterator[LiveCheck]:
        rows = range(len(self.layout.slots))
        weights = self._part("weight", rows)
        own = plain(self.scheme.execution_weight)
        if "funds_0_weight" in self.layout.fields:
            own = as_number(self.at("funds_0_weight"))
        full = plain(self.scheme.full_score)
        sum_ = f"ROUND({self._sum('weight', 'weight_total')}+{own},4)"
        off = f'"{WRONG}现为"&{shown_number(sum_)}&"分，应为{full}分"'
        yield LiveCheck(
            title="分值合计",
            field="weight_total",
            said=f'IF(COUNT({weights})=0,"",IF({sum_}={full},"",{off}))',
        )
        yield LiveCheck(
            title="各一级指标的分值", field="indicator_0_weight", said=self._shares()
        )
        scores, total = self._part("self_score", rows), self.at("self_total")
        points = self._sum("self_score", "self_total")
        if "funds_0_self_score" in self.layout.fields:
            points += f"+{as_number(self.at('funds_0_self_score'))}"
        added = f"ROUND({points},4)"
        off = f'"{WRONG}各项相加为"&{shown_number(added)}&"分，总分栏为"&{total}&"分"'
        told = f'IF(ABS({as_number(total)}-{added})<{CLOSE},"",{off})'
        yield LiveCheck(
            title="得分合计",
            field="self_total",
            said=f'IF(COUNT({scores})=0,"",IF(ISNUMBER({total}),{told},"{WRONG}总分栏应填数字"))',
        )

    def _shares(self) -> str:
        """Whether the weights of every 一级指标 are those of the scheme; several may share them."""
        said, told = [], set[str]()
        for dimension in self.scheme.dimensions:
            shared = self.scheme.sharing(dimension)
            names = [each.name for each in shared]
            rows = self._slots(*names)
            if told & set(names) or not rows:
                continue
            told.update(names)
            cells = self._part("weight", rows)
            due = plain(
                sum((each.weight for each in shared), start=0 * dimension.weight)
            )
            off = f"AND(COUNT({cells})>0,ROUND(SUM({cells}),4)<>{due})"
            sum_ = shown_number(f"ROUND(SUM({cells}),4)")
            said.append(
                f'IF({off},"；{"、".join(names)}合计"&{sum_}&"分，方案为{due}分","")'
            )
        return joined(said, LOOK)

    def _part(self, name: str, rows: range) -> str:
        """The cells of a column in some rows of indicators."""
        return self.down(
            f"indicator_{rows.start}_{name}", f"indicator_{rows.stop - 1}_{name}"
        )

    def _column(self, name: str) -> str:
        """The cells of a column from the heading to the row of 总分, so that rows may be inserted at either end."""
        sheet = self.layout.sheet
        column = self.layout.areas[f"indicator_0_{name}"].left
        top = CellRef(sheet, self.layout.fields["head"].row, column)
        bottom = CellRef(sheet, self.layout.fields["total"].row, column)
        quoted = sheet.replace("'", "''")
        return f"'{quoted}'!{top.address}:{bottom.address}"

    def _sum(self, name: str, total: str) -> str:
        """The sum of the indicators in a column, without the cell of the sum below them."""
        column = f"SUM({self._column(name)})"
        field = self.layout.fields[total]
        below = (
            self.layout.fields["total"].row,
            self.layout.fields[f"indicator_0_{name}"].column,
        )
        if (field.row, field.column) != below:
            return column
        return f"{column}-{as_number(self.at(total))}"


def _if_any(count: str, where: str) -> str:
    """Return the formula of a text where something is counted."""
    return f'IF({count}>0,{where},"")'
