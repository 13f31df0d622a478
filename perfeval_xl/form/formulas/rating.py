"""The live formulas of a fixed form: points by the rules, what is missing, sums, the grade; a preview, as in `open`.

Evidence stands on another sheet, so that a reference there names it. Everything that a hint says in words is repeated in
colour by the conditional formats, and never the other way round.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from perfeval_xl.amounts import plain
from perfeval_xl.form.formulas.live_checks import OVERALL, shown
from perfeval_xl.form.formulas.open import (
    AGREES,
    BY_PERSON,
    BY_PROGRAM,
    DIFFERS,
    MISSING,
    NEGATIVE,
    NOT_A_NUMBER,
    OVER_WEIGHT,
    partly_told_formula,
)
from perfeval_xl.form.formulas.own_scores import asks_why, points_shown
from perfeval_xl.form.formulas.rating_figures import (
    RatingFigures,
    falls_back,
    quantity_facts,
    rate_fact,
    short_name,
)
from perfeval_xl.form.layout.asking import Asked
from perfeval_xl.form.layout.field_key import FieldKey
from perfeval_xl.rules.cells import as_number, says_something_formula, shown_number
from perfeval_xl.rules.items import mark
from perfeval_xl.rules.row_formulas import quantity_formula
from perfeval_xl.rules.ticks import ticked_formula
from perfeval_xl.sheets.model import Formula
from perfeval_xl.sheets.values import as_cell

__all__ = ["NOT_APPLICABLE", "NO_PROOF", "NO_REASON", "RatingFormulas"]

NO_PROOF = "缺佐证资料："
NO_REASON = "请写明扣分理由"
NOT_APPLICABLE = "不适用"
_CLOSE = "0.005"  # half of the last place shown


@dataclass(frozen=True, slots=True)
class RatingFormulas(RatingFigures):
    """Writes the formulas of one layout."""

    def computed(self, key: str) -> tuple[Formula, str] | None:
        """Return what a field shows while nobody has stated it, with its number format; `None` where it is blank."""
        field = FieldKey.parse(key)
        if field is not None and field.part == "indicator":
            return self._constant(field.number, field.name)
        if field is not None and field.part == "dimension":
            return self._of_dimension(field.number, field.name)
        totals = {"weight_total": "weight", "self_total": "self_score"}
        if key in totals:
            sheet = self.layout.fields[key].sheet
            return self._sum(
                sheet,
                [f"indicator_{each.index}_{totals[key]}" for each in self.layout.asked],
            ), "General"
        return None

    def live(self, key: str) -> tuple[Formula, str] | None:
        """Return the formula of a cell that is only computed, with its number format; `None` for all others."""
        field = FieldKey.parse(key)
        if field is not None:
            return self._live_in(field)
        if key == "progress":
            return shown(OVERALL), "General"
        others = {
            "total_rate": "0.00%",
            "self_check": "General",
            "rule_total": "General",
        }
        others["rule_grade"] = "General"
        return (
            (Formula(getattr(self, f"_{key}")()), others[key])
            if key in others
            else None
        )

    def own_score(self, key: str) -> Formula | None:
        """Return what a cell of 得分 shows until somebody writes over it; `None` for every other field."""
        field = FieldKey.parse(key)
        if field is None or (field.part, field.name) != ("indicator", "self_score"):
            return None
        asked, sheet = self.layout.asked[field.number], self.layout.fields[key].sheet
        points = f"indicator_{field.number}_rule_score"
        typed: list[str] = []
        if not self._facts_needed(asked):
            typed = [
                self.layout.seen_from(sheet, f"evidence_{field.number}_{fact.name}")
                for fact in asked.own()
            ]
        return points_shown(self.layout.seen_from(sheet, points), typed)

    def _live_in(self, field: FieldKey) -> tuple[Formula, str] | None:
        """The same of a field that there are several of."""
        match field.part, field.name:
            case "indicator", "said":
                sheet = self.layout.fields[str(field)].sheet
                hint = replace(field, name="hint")
                return self.shown(str(hint), sheet), "General"
            case "indicator", name:
                written = self._beside(self.layout.asked[field.number], name)
                return None if written is None else (Formula(written), "General")
            case "dimension", "rate":
                return self._rate(field), "0.00%"
            case "dimension", "rule_score":
                rows = self._of(field.number)
                points = [f"indicator_{each.index}_rule_score" for each in rows]
                return self._sum(self.layout.sheet, points), "General"
            case "funds", "left":
                return self._left(field), "General"
            case "table", "sum":
                return self._table_sum(field.number), "General"
        return None

    def _beside(self, asked: Asked, name: str) -> str | None:
        """The formula of a cell of the preview beside a row; `None` for all others."""
        formulas = {
            "rule_score": self._rule_score,
            "hint": self._hint,
            "missing": self._missing,
            "target_number": self._target_number,
            "actual_number": self._actual_number,
            "absent": self._absent_formula,
        }
        found = formulas.get(name)
        return None if found is None else found(asked)

    def _left(self, field: FieldKey) -> Formula:
        """结余: the budget less what was spent."""
        budget, executed = (
            self.layout.at(str(replace(field, name=name)))
            for name in ("budget", "executed")
        )
        left = f"ROUND({budget}-{executed},6)"
        return Formula(f'IF(AND(ISNUMBER({budget}),ISNUMBER({executed})),{left},"")')

    def shown(self, key: str, sheet: str) -> Formula:
        """Return the formula that repeats a figure which stands elsewhere."""
        cell = self.layout.seen_from(sheet, key)
        return Formula(f'IF(TRIM({cell})="","",{cell})')

    def _constant(self, index: int, name: str) -> tuple[Formula, str] | None:
        spec = self.layout.asked[index].spec
        if spec.share is not None and name == "weight":
            return self._share(self.layout.asked[index]), "General"
        text = (
            plain(spec.weight)
            if name == "weight"
            else spec.target
            if name == "target"
            else ""
        )
        if not text:
            return None
        value, number_format = as_cell(text)
        if isinstance(value, Decimal):
            return Formula(plain(value)), number_format
        return Formula('"' + text.replace('"', '""') + '"'), "General"

    def _of(self, dimension: int) -> list[Asked]:
        name = self.scheme.dimensions[dimension].name
        return [each for each in self.layout.asked if each.spec.path[0] == name]

    def _of_dimension(self, index: int, name: str) -> tuple[Formula, str] | None:
        if name == "weight":
            return Formula(plain(self.scheme.dimensions[index].weight)), "General"
        if name != "self_score":
            return None
        sheet = self.layout.fields[f"dimension_{index}_self_score"].sheet
        return self._sum(
            sheet, [f"indicator_{each.index}_self_score" for each in self._of(index)]
        ), "General"

    def _sum(self, sheet: str, keys: Iterable[str]) -> Formula:
        """The sum of some cells, rounded as far as points go, blank until one of them is a number."""
        cells = ",".join(self.layout.ranges(sheet, list(keys)))
        return Formula(f'IF(COUNT({cells})=0,"",ROUND(SUM({cells}),6))')

    def _rate(self, field: FieldKey) -> Formula:
        score, weight = (
            self.layout.at(str(replace(field, name=name)))
            for name in ("self_score", "weight")
        )
        rate = f'IF({weight}>0,{score}/{weight},"")'
        return Formula(f'IF(AND(ISNUMBER({score}),ISNUMBER({weight})),{rate},"")')

    def _total_rate(self) -> str:
        score, weight = self.layout.at("self_total"), self.layout.at("weight_total")
        return f'IF(AND(ISNUMBER({score}),ISNUMBER({weight})),IF({weight}>0,{score}/{weight},""),"")'

    def _table_sum(self, number: int) -> Formula:
        part = self.layout.tables[number]
        rows = self.layout.table_rows[part.name]
        first, last = (
            self.layout.at(f"table_{number}_{row}_{part.sum - 1}")
            for row in (0, rows - 1)
        )
        return Formula(f'IF(COUNT({first}:{last})=0,"",ROUND(SUM({first}:{last}),6))')

    def _rule_score(self, asked: Asked) -> str:
        """The points by the rule, blank where they cannot be told or the indicator, or one beside it, does not apply."""
        cells = {"weight": self._weight(asked)}
        for name in ("target", "actual", "self_score", "note"):
            cells[name] = self._cell(f"indicator_{asked.index}_{name}")
        for fact in asked.own():
            cells[fact.name] = self._cell(f"evidence_{asked.index}_{fact.name}")
        if quantity_facts(asked):
            for name in ("target", "actual"):
                cells[name] = self._cell(f"indicator_{asked.index}_{name}_number")
                cells[f"{name}_percent"] = self._percent(asked, name)
        elif (rate := rate_fact(asked)) is not None and rate.name in cells:
            cells[rate.name] = self._cell(f"indicator_{asked.index}_actual_number")
            cells[f"{rate.name}_percent"] = self._rate_percent(asked, rate)
        if quantity_facts(asked):
            points = quantity_formula(asked.spec.rule, cells, self.scheme.rounding)
        else:
            points = asked.rule.formula(cells, self.scheme.rounding)
        concerned = [asked]
        if (
            self.scheme.not_applicable == "redistribute"
        ):  # the points of the others change with it
            concerned = [
                each
                for each in self.layout.asked
                if each.spec.path[0] == asked.spec.path[0]
            ]
        flags = ",".join(
            self.layout.ranges(
                self.layout.sheet,
                [f"indicator_{each.index}_absent" for each in concerned],
            )
        )
        if asked.spec.share is not None:
            points = f'IF({self._weight(asked)}="","",{points})'
        return f'IF(SUM({flags})>0,"",{points})'

    def _needed(self, asked: Asked) -> dict[str, str]:
        """What must be filled in for an indicator: cells by the name people know them by."""
        needed = self._facts_needed(asked)
        needed["得分"] = self._cell(f"indicator_{asked.index}_self_score")
        return needed

    def _facts_needed(self, asked: Asked) -> dict[str, str]:
        """What the rule of an indicator must be told, in the same way."""
        needed: dict[str, str] = {}
        for fact in asked.every():
            key = self.layout.fact_key(asked, fact.name)
            printed = fact.name == "target" and bool(asked.spec.target)
            if (
                key is not None
                and fact.required
                and not printed
                and not falls_back(asked, fact)
            ):
                needed[short_name(fact)] = self._cell(key)
        if "actual" in asked.in_rating:
            needed["完成值"] = self._cell(f"indicator_{asked.index}_actual")
            needed.pop("实际完成值", None)
        return needed

    def _missing(self, asked: Asked) -> str:
        """How many cells are still blank; none of an indicator that does not apply."""
        blanks = "+".join(
            f'IF(TRIM({cell})="",1,0)' for cell in self._needed(asked).values()
        )
        count = f"IF({self._cell(f'indicator_{asked.index}_absent')}>0,0,{blanks})"
        if asked.spec.share is None:
            return count
        return f'IF({self._weight(asked)}="",0,{count})'

    def _hint(self, asked: Asked) -> str:
        """What is missing or contradictory in one row, the gravest first; blank for a row that nobody has begun."""
        own, points = (
            self._cell(f"indicator_{asked.index}_{name}")
            for name in ("self_score", "rule_score")
        )
        weight = self._weight(asked)
        needed = self._needed(asked)
        listed = "&".join(
            f'IF(TRIM({cell})="","、{name}","")' for name, cell in needed.items()
        )
        begun = "&".join(f"TRIM({cell})" for cell in needed.values())
        by_rule = f'"按评分标准应得"&{shown_number(points)}&"分"&{asks_why(self._explained(asked))}'
        agrees = f'IF(ABS({points}-{own})<{_CLOSE},"{AGREES}",{by_rule})'
        unseen = BY_PERSON if asked.rule.kind == "judgement" else BY_PROGRAM
        judged = f'IF(ISNUMBER({points}),{agrees},"{unseen}")'
        reason = self._reason(asked)
        if reason:
            lost = f"AND(ISNUMBER({points}),{points}<{weight})"
            judged = f'IF({lost},IF({reason},{judged},"{NO_REASON}"),{judged})'
        proofs = [
            (
                mark(int(name)),
                self._cell(f"evidence_{asked.index}_{name}"),
                self._cell(f"evidence_{asked.index}_{fact.name}"),
            )
            for name, fact in asked.proofs.items()
        ]
        if proofs:
            lacking = "&".join(
                f'IF(AND({ticked_formula(tick)}=1,TRIM({proof})=""),"{sign}","")'
                for sign, tick, proof in proofs
            )
            judged = f'IF({lacking}="",{judged},"{NO_PROOF}"&{lacking})'
        numbers = (
            f'IF({own}>{weight},"{OVER_WEIGHT}",IF({own}<0,"{NEGATIVE}",{judged}))'
        )
        numeric = (
            f'IF(ISNUMBER({own}),{numbers},"{NOT_A_NUMBER.replace("分值和", "")}")'
        )
        missing = self._cell(f"indicator_{asked.index}_missing")
        told = f'IF({missing}>0,"{MISSING}"&MID({listed},2,60),{numeric})'
        absent = self._cell(f"indicator_{asked.index}_absent")
        return f'IF({absent}>0,"{NOT_APPLICABLE}",IF({begun}="","",{told}))'

    def _explained(self, asked: Asked) -> str:
        """Whether a row says anything about its points, as a condition."""
        cells = {"note": self._cell(f"indicator_{asked.index}_note")}
        if any(fact.name == "reason" for fact in asked.own()):
            cells["reason"] = self._cell(f"evidence_{asked.index}_reason")
        return says_something_formula(cells, tuple(cells))

    def _reason(self, asked: Asked) -> str:
        """Whether a lost point is explained, as a condition; 无 explains nothing. Empty where the rule asks for no reason."""
        if (
            not any(fact.name == "reason" for fact in asked.own())
            or asked.rule.kind == "all_or_nothing"
        ):
            return ""
        cells = {
            "reason": self._cell(f"evidence_{asked.index}_reason"),
            "note": self._cell(f"indicator_{asked.index}_note"),
        }
        return says_something_formula(cells, ("reason", "note"))

    def _self_check(self) -> str:
        keys = [f"indicator_{each.index}_self_score" for each in self.layout.asked]
        cells = ",".join(self.layout.ranges(self.layout.sheet, keys))
        total, sum_ = self._cell("self_total"), f"ROUND(SUM({cells}),4)"
        close, points = f"ABS({total}-{sum_})<{_CLOSE}", shown_number(sum_)
        told = (
            f'IF({close},{points}&"分，{AGREES}","{DIFFERS}各项相加为"&{points}&"分")'
        )
        return f'IF(COUNT({cells})=0,"还没有得分",IF(ISNUMBER({total}),{told},"{DIFFERS}总分应填数字"))'

    def _points(self) -> str:
        keys = [f"indicator_{each.index}_rule_score" for each in self.layout.asked]
        return ",".join(self.layout.ranges(self.layout.sheet, keys))

    def _rule_total(self) -> str:
        points = self._points()
        return f'IF(COUNT({points})=0,"",ROUND(SUM({points}),{self.scheme.rounding.places}))'

    def _rule_grade(self) -> str:
        total = self._cell("rule_total")
        grade = f'"{self.scheme.bands[-1].label}"'
        for band in reversed(self.scheme.bands[:-1]):
            grade = f'IF({total}>={plain(band.lowest)},"{band.label}",{grade})'
        fixed = sum(each.spec.share is None for each in self.layout.asked)
        own = [each for each in self.layout.asked if each.spec.share is not None]
        expected = "+".join(
            [str(fixed), *(f"ISNUMBER({self._weight(each)})" for each in own)]
        )
        pending = f"COUNT({self._points()})<{expected}"
        told = "+".join(self._told(each) for each in self.layout.asked)
        partial = partly_told_formula(f"({told})")
        return f'IF({total}="","",IF({pending},{partial},{grade}))'

    def _told(self, asked: Asked) -> str:
        """The points that a row is worth once its own are known, and else 0."""
        points = self._cell(f"indicator_{asked.index}_rule_score")
        weight = self._weight(asked)
        if asked.spec.share is not None:
            weight = as_number(weight)  # blank in a row that is not filled in
        return f"ISNUMBER({points})*{weight}"
