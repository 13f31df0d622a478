"""The live checks of a fixed form, line by line: what `check` says of it, as far as formulas can know."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from perfeval_xl.form.formulas.form_checks import FormChecks
from perfeval_xl.form.formulas.hint_words import (
    BY_RULE,
    CLOSE,
    NEGATIVE,
    NO_PROOF,
    OVER_WEIGHT,
    SCORE_NOT_A_NUMBER,
    UNEXPLAINED,
)
from perfeval_xl.form.formulas.live_checks import (
    LOOK,
    UNKNOWN,
    WRONG,
    LiveCheck,
    begun_with_formula,
    joined,
)
from perfeval_xl.form.identity.stated import CHECKS_SHEET
from perfeval_xl.form.layout.asking import Asked
from perfeval_xl.form.layout.rating import RatingLayout
from perfeval_xl.rules.cells import as_number, shown_number

__all__ = ["RatingChecks"]

_ERRORS = (SCORE_NOT_A_NUMBER, OVER_WEIGHT, NEGATIVE, UNEXPLAINED)
"""How the hints begin that stand for what `check` calls 错误."""


@dataclass(frozen=True, slots=True)
class RatingChecks(FormChecks):
    """The checks of one layout, seen from the sheet 实时核对."""

    layout: RatingLayout

    def lines(self) -> Iterator[LiveCheck]:
        """Yield every line in the order of the form."""
        yield from self.opening()
        yield from self._rows()
        yield from self._sums()
        yield from self.closing()

    def _rows(self) -> Iterator[LiveCheck]:
        # The hints beside the rows know everything: here they are counted
        first = "indicator_0_hint"
        where = f'"见“{self.layout.sheet}”右侧的“提示”"'
        missing = f"SUM({self._cells(self.layout.asked, 'missing')})"
        yield LiveCheck(
            title="评分依据和得分",
            field=first,
            missing=missing,
            said=f'IF({missing}>0,{where},"")',
        )
        wrong = self._hinted_formula(*_ERRORS)
        look = self._hinted_formula(NO_PROOF)
        proofs = f'IF({look}>0,"{LOOK}"&{look}&"项没有登记佐证资料，"&{where},"")'
        said = f'IF({wrong}>0,"{WRONG}"&{wrong}&"项，"&{where},{proofs})'
        # A reference that was lost makes a hint an error, which counts as none
        broken = f'"{UNKNOWN}：有核对公式出错，单元格可能被剪切或删除"'
        yield LiveCheck(
            title="各项有无矛盾",
            field=first,
            said=f"IF(ISERROR(SUM({','.join(self._hints())})),{broken},{said})",
        )
        off = self._hinted_formula(BY_RULE)
        yield LiveCheck(
            title="得分与评分标准",
            field=first,
            said=f'IF({off}>0,"{LOOK}"&{off}&"项与评分标准算得的不同，"&{where},"")',
        )

    def _hinted_formula(self, *beginnings: str) -> str:
        """How many hints begin with one of these words."""
        counts = [
            begun_with_formula(hints, word)
            for hints in self._hints()
            for word in beginnings
        ]
        return f"({'+'.join(counts)})"

    def _hints(self) -> list[str]:
        keys = [f"indicator_{each.index}_hint" for each in self.layout.asked]
        return self.layout.ranges(CHECKS_SHEET, keys)

    def _sums(self) -> Iterator[LiveCheck]:
        scores = self._cells(self.layout.asked, "self_score")
        if "self_total" in self.layout.fields:
            yield LiveCheck(
                title="得分合计",
                field="self_total",
                said=self._added(scores, "self_total"),
            )
        # 一级指标 by 一级指标: the printed points against the rows below
        said = []
        for number, dimension in enumerate(self.scheme.dimensions):
            rows = [a for a in self.layout.asked if a.spec.path[0] == dimension.name]
            stated = self._stated(number)
            if not stated or not rows:
                continue
            sum_ = f"ROUND(SUM({self._cells(rows, 'self_score')}),4)"
            off = f"IF(ISNUMBER({stated}),ABS({stated}-{sum_})>={CLOSE},FALSE)"
            told = f'"；{dimension.name}得分为"&{stated}&"，各项相加为"&{shown_number(sum_)}'
            said.append(f'IF({off},{told},"")')
        if said:
            yield LiveCheck(
                title="各一级指标的得分",
                field="indicator_0_self_score",
                said=joined(said, WRONG),
            )

    def _stated(self, number: int) -> str:
        """The points that a 一级指标 says it has: in a cell of their own, or in its label as 决策（20分，得19分）."""
        if f"dimension_{number}_self_score" in self.layout.fields:
            return self.at(f"dimension_{number}_self_score")
        if f"dimension_{number}" not in self.layout.fields:
            return ""
        # Cut out of the text between 得 and 分
        label = self.at(f"dimension_{number}")
        behind = f'(FIND("得",{label})+1)'
        digits = f'MID({label},{behind},FIND("分",{label},{behind})-{behind})'
        return f'IFERROR(VALUE({digits}),"")'

    def _added(self, scores: str, key: str) -> str:
        total, sum_ = self.at(key), f"ROUND(SUM({scores}),4)"
        off = f'"{WRONG}各项相加为"&{shown_number(sum_)}&"分，总分为"&{total}&"分"'
        told = f'IF(ABS({as_number(total)}-{sum_})<{CLOSE},"",{off})'
        number = f'IF(ISNUMBER({total}),{told},"{WRONG}总分应填数字")'
        return f'IF(COUNT({scores})=0,"",{number})'

    def _cells(self, asked: Iterable[Asked], name: str) -> str:
        """Return the cells of a field of some indicators, those under each other as ranges."""
        keys = [f"indicator_{each.index}_{name}" for each in asked]
        return ",".join(self.layout.ranges(CHECKS_SHEET, keys))
