"""The live formulas of rows that the form prints: points by the rule of each, what is missing, what contradicts itself.

Evidence stands on another sheet, so that a reference there names it. Everything that a hint says in words is repeated in
colour by the conditional formats, and never the other way round.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from perfeval_xl.amounts import plain
from perfeval_xl.form.formulas.form_formulas import PERCENT, Live, Written
from perfeval_xl.form.formulas.hint_words import (
    AGREES,
    BY_PERSON,
    BY_PROGRAM,
    BY_RULE,
    CLOSE,
    MISSING,
    NEGATIVE,
    NO_PROOF,
    NOT_APPLICABLE,
    OVER_WEIGHT,
    SCORE_NOT_A_NUMBER,
    UNEXPLAINED,
)
from perfeval_xl.form.formulas.live_checks import OVERALL, shown
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
from perfeval_xl.sheets.values import GENERAL, as_cell

__all__ = ["RatingFormulas"]


@dataclass(frozen=True, slots=True)
class RatingFormulas(RatingFigures):
    """Writes the formulas of one layout."""

    # --------------------------------------------- which cell has which formula

    def computed_in(self, field: FieldKey) -> Live | None:
        """Return what the scheme says of a row or of a 一级指标, and the sum of its points."""
        if field.part == "indicator":
            return self._constant(self.layout.asked[field.number], field.name)
        if field.part == "dimension":
            return self._of_dimension(field)
        return None

    def proposed(self, key: str) -> Formula | None:
        """Return the points by the rule for a cell of 得分; `None` for every other field."""
        field = FieldKey.parse(key)
        if field is None or (field.part, field.name) != ("indicator", "self_score"):
            return None
        asked, sheet = self.layout.asked[field.number], self.layout.fields[key].sheet
        points = f"indicator_{field.number}_rule_score"
        # A rule that needs nothing gives full points for nothing: something must be filled in first
        typed: list[str] = []
        if not self._facts_needed(asked):
            typed = [
                self.layout.seen_from(sheet, f"evidence_{field.number}_{fact.name}")
                for fact in asked.own()
            ]
        return points_shown(self.layout.seen_from(sheet, points), typed)

    def live_in(self, field: FieldKey) -> Live | None:
        """Return the formula of a cell beside a row, of a rate or a sum, or of 结余."""
        match field.part, field.name:
            case "indicator", "said":
                sheet = self.layout.fields[str(field)].sheet
                hint = replace(field, name="hint")
                return self.shown(str(hint), sheet), GENERAL
            case "indicator", name:
                return self._beside(self.layout.asked[field.number], name)
            case "dimension", "rate":
                rate = self._quotient(field, "self_score", "weight")
                return Formula(rate), PERCENT
            case "dimension", "rule_score":
                points = self._keys(self._of(field.number), "rule_score")
                return Formula(self._sum(self.layout.sheet, points)), GENERAL
            case "funds", "left":
                return Formula(self._left(field)), GENERAL
            case "table", "sum":
                return Formula(self._table_sum(field.number)), GENERAL
        return None

    def singles(self) -> Mapping[str, Written]:
        """Return what is computed once: the sentence of 实时核对, the totals, the rate of 总分."""
        return {
            **RatingFigures.singles(self),
            "progress": lambda: shown(OVERALL).text,
            "total_rate": self._total_rate,
        }

    def _beside(self, asked: Asked, name: str) -> Live | None:
        """The formula of a cell of the preview beside a row; `None` for all others."""
        beside = {
            "rule_score": self._rule_score,
            "hint": self._hint,
            "missing": self._missing,
            "target_number": self._target_number,
            "actual_number": self._actual_number,
            "absent": self._absent_formula,
        }
        if name not in beside:
            return None
        return Formula(beside[name](asked)), GENERAL

    # --------------------------------------------- which cells the totals look at

    @property
    def total_name(self) -> str:
        """What the hint calls the cell of 总分."""
        return "总分"

    def sum_of(self, key: str, column: str) -> str:
        """Return the sum of a column of all rows, seen from the sheet on which the total is printed."""
        return self._sum(
            self.layout.fields[key].sheet, self._keys(self.layout.asked, column)
        )

    def scores(self) -> str:
        """Return the cells of 得分."""
        return self._cells("self_score")

    def points(self) -> str:
        """Return the cells of the preview with points."""
        return self._cells("rule_score")

    def weighed(self) -> str:
        """Return how many rows the scheme has, and of the unit's own those that are filled in."""
        fixed = sum(each.spec.share is None for each in self.layout.asked)
        own = [each for each in self.layout.asked if each.spec.share is not None]
        filled = [f"ISNUMBER({self._weight(each)})" for each in own]
        return "+".join([str(fixed), *filled])

    def told_weight(self) -> str:
        """Return the points of all rows whose points by the rule are known."""
        return "+".join(self._told(each) for each in self.layout.asked)

    def _told(self, asked: Asked) -> str:
        """The points that a row is worth once its own are known, and else 0."""
        points = self._cell(f"indicator_{asked.index}_rule_score")
        weight = self._weight(asked)
        # The weight of a row for the unit's own is blank until it is filled in
        if asked.spec.share is not None:
            weight = as_number(weight)
        return f"ISNUMBER({points})*{weight}"

    def _cells(self, name: str) -> str:
        """The cells of a column of all rows, as the sheet of the rating table sees them."""
        keys = self._keys(self.layout.asked, name)
        return ",".join(self.layout.ranges(self.layout.sheet, keys))

    @staticmethod
    def _keys(asked: Iterable[Asked], name: str) -> list[str]:
        return [f"indicator_{each.index}_{name}" for each in asked]

    # ---------------------------------------------------- constants and sums

    def _constant(self, asked: Asked, name: str) -> Live | None:
        """What the scheme says of a row, as a formula: a text would be a label by which rows are found again."""
        spec = asked.spec
        if spec.share is not None and name == "weight":
            return self._share(asked), GENERAL
        said = {"weight": plain(spec.weight), "target": spec.target}
        text = said.get(name, "")
        if not text:
            return None
        # A figure stays a figure, with its decimals or as a percentage
        value, number_format = as_cell(text)
        if isinstance(value, Decimal):
            return Formula(plain(value)), number_format
        doubled = text.replace('"', '""')
        return Formula(f'"{doubled}"'), GENERAL

    def _of(self, dimension: int) -> list[Asked]:
        """The rows below a 一级指标."""
        name = self.scheme.dimensions[dimension].name
        return [each for each in self.layout.asked if each.spec.path[0] == name]

    def _of_dimension(self, field: FieldKey) -> Live | None:
        """The weight of a 一级指标, or the sum of the points below it."""
        if field.name == "weight":
            weight = plain(self.scheme.dimensions[field.number].weight)
            return Formula(weight), GENERAL
        if field.name != "self_score":
            return None
        sheet = self.layout.fields[str(field)].sheet
        scores = self._keys(self._of(field.number), "self_score")
        return Formula(self._sum(sheet, scores)), GENERAL

    def _sum(self, sheet: str, keys: Iterable[str]) -> str:
        """The sum of some cells, rounded as far as points go, blank until one of them is a number."""
        cells = ",".join(self.layout.ranges(sheet, list(keys)))
        return f'IF(COUNT({cells})=0,"",ROUND(SUM({cells}),6))'

    def _left(self, field: FieldKey) -> str:
        """结余: the budget less what was spent."""
        budget = self.layout.at(str(replace(field, name="budget")))
        executed = self.layout.at(str(replace(field, name="executed")))
        left = f"ROUND({budget}-{executed},6)"
        return f'IF(AND(ISNUMBER({budget}),ISNUMBER({executed})),{left},"")'

    def _quotient(self, field: FieldKey, above: str, below: str) -> str:
        """One figure of a part divided by another, blank while there is nothing to divide by."""
        return _share_of(
            self.layout.at(str(replace(field, name=above))),
            self.layout.at(str(replace(field, name=below))),
        )

    def _total_rate(self) -> str:
        """How much of the points of the form the unit gave itself."""
        return _share_of(self.layout.at("self_total"), self.layout.at("weight_total"))

    def _table_sum(self, number: int) -> str:
        """The sum of the column of a table that its scheme adds up."""
        part = self.layout.tables[number]
        last_row = self.layout.table_rows[part.name] - 1
        first = self.layout.at(f"table_{number}_0_{part.sum - 1}")
        last = self.layout.at(f"table_{number}_{last_row}_{part.sum - 1}")
        cells = f"{first}:{last}"
        return f'IF(COUNT({cells})=0,"",ROUND(SUM({cells}),6))'

    # ---------------------------------------------------- beside an indicator

    def _rule_score(self, asked: Asked) -> str:
        """The points by the rule, blank where they cannot be told or the indicator, or one beside it, does not apply."""
        cells = self._looked_at(asked)
        if quantity_facts(asked):
            points = quantity_formula(asked.spec.rule, cells, self.scheme.rounding)
        else:
            points = asked.rule.formula(cells, self.scheme.rounding)
        # A row for the unit's own has no points until it is filled in
        if asked.spec.share is not None:
            points = f'IF({self._weight(asked)}="","",{points})'
        # Where points go over to the neighbours of a row that does not apply, all of them change with it
        concerned = [asked]
        if self.scheme.not_applicable == "redistribute":
            concerned = self._beside_it(asked)
        keys = self._keys(concerned, "absent")
        flags = ",".join(self.layout.ranges(self.layout.sheet, keys))
        return f'IF(SUM({flags})>0,"",{points})'

    def _looked_at(self, asked: Asked) -> dict[str, str]:
        """The cells that the rule of a row looks at; figures as they are in the hidden columns, without their units."""
        cells = {"weight": self._weight(asked)}
        for name in ("target", "actual", "self_score", "note"):
            cells[name] = self._cell(f"indicator_{asked.index}_{name}")
        for fact in asked.own():
            cells[fact.name] = self._cell(f"evidence_{asked.index}_{fact.name}")
        rate = rate_fact(asked)
        if quantity_facts(asked):
            for name in ("target", "actual"):
                cells[name] = self._cell(f"indicator_{asked.index}_{name}_number")
                cells[f"{name}_percent"] = self._percent(asked, name)
        elif rate is not None and rate.name in cells:
            cells[rate.name] = self._cell(f"indicator_{asked.index}_actual_number")
            cells[f"{rate.name}_percent"] = self._rate_percent(asked, rate)
        return cells

    def _beside_it(self, asked: Asked) -> list[Asked]:
        """All rows of the same 一级指标."""
        return [
            each
            for each in self.layout.asked
            if each.spec.path[0] == asked.spec.path[0]
        ]

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
            asked_for = fact.required and not printed and not falls_back(asked, fact)
            if key is not None and asked_for:
                needed[short_name(fact)] = self._cell(key)
        # The rating table calls it 完成值, whatever the rule calls it
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
        """What is missing or contradictory in one row, the gravest first; blank for a row that nobody has begun.

        Written from the inside out: what is asked last stands innermost.
        """
        key = f"indicator_{asked.index}"
        own, weight = self._cell(f"{key}_self_score"), self._weight(asked)
        # Points by the rule, a reason for those that were lost, proof of what is claimed
        told = self._judged(asked)
        told = self._unexplained(asked, told)
        told = self._unproven(asked, told)
        # Points that cannot be, and what is no number at all
        told = f'IF({own}>{weight},"{OVER_WEIGHT}",IF({own}<0,"{NEGATIVE}",{told}))'
        told = f'IF(ISNUMBER({own}),{told},"{SCORE_NOT_A_NUMBER}")'
        # Nothing else is said while cells are blank
        needed = self._needed(asked)
        listed = "&".join(
            f'IF(TRIM({cell})="","、{name}","")' for name, cell in needed.items()
        )
        missing = self._cell(f"{key}_missing")
        told = f'IF({missing}>0,"{MISSING}"&MID({listed},2,60),{told})'
        # Nor anything beside a row that nobody has begun, or that does not apply
        begun = "&".join(f"TRIM({cell})" for cell in needed.values())
        told = f'IF({begun}="","",{told})'
        absent = self._cell(f"{key}_absent")
        return f'IF({absent}>0,"{NOT_APPLICABLE}",{told})'

    def _judged(self, asked: Asked) -> str:
        """What the points by the rule say of those of the unit, or who will tell them."""
        own = self._cell(f"indicator_{asked.index}_self_score")
        points = self._cell(f"indicator_{asked.index}_rule_score")
        due = f'"{BY_RULE}"&{shown_number(points)}&"分"'
        due = f"{due}&{asks_why(self._explained(asked))}"
        agrees = f'IF(ABS({points}-{own})<{CLOSE},"{AGREES}",{due})'
        unseen = BY_PROGRAM
        if asked.rule.kind == "judgement":
            unseen = BY_PERSON
        return f'IF(ISNUMBER({points}),{agrees},"{unseen}")'

    def _unexplained(self, asked: Asked, told: str) -> str:
        """Before what is `told`, that points were lost and nobody says why; rules that ask for no reason leave it out."""
        reason = self._reason(asked)
        if not reason:
            return told
        points = self._cell(f"indicator_{asked.index}_rule_score")
        lost = f"AND(ISNUMBER({points}),{points}<{self._weight(asked)})"
        return f'IF({lost},IF({reason},{told},"{UNEXPLAINED}"),{told})'

    def _unproven(self, asked: Asked, told: str) -> str:
        """Before what is `told`, the items that are ticked and have no proof beside them."""
        lacking = []
        for name, fact in asked.proofs.items():
            tick = self._cell(f"evidence_{asked.index}_{name}")
            proof = self._cell(f"evidence_{asked.index}_{fact.name}")
            bare = f'AND({ticked_formula(tick)}=1,TRIM({proof})="")'
            lacking.append(f'IF({bare},"{mark(int(name))}","")')
        if not lacking:
            return told
        named = "&".join(lacking)
        return f'IF({named}="",{told},"{NO_PROOF}"&{named})'

    def _explained(self, asked: Asked) -> str:
        """Whether a row says anything about its points, as a condition."""
        cells = {"note": self._cell(f"indicator_{asked.index}_note")}
        if any(fact.name == "reason" for fact in asked.own()):
            cells["reason"] = self._cell(f"evidence_{asked.index}_reason")
        return says_something_formula(cells, tuple(cells))

    def _reason(self, asked: Asked) -> str:
        """Whether a lost point is explained, as a condition; 无 explains nothing. Empty where the rule asks for no reason."""
        asks = any(fact.name == "reason" for fact in asked.own())
        if not asks or asked.rule.kind == "all_or_nothing":
            return ""
        cells = {
            "reason": self._cell(f"evidence_{asked.index}_reason"),
            "note": self._cell(f"indicator_{asked.index}_note"),
        }
        return says_something_formula(cells, ("reason", "note"))


def _share_of(part: str, whole: str) -> str:
    """Return the formula of one cell divided by another, blank while there is nothing to divide by."""
    share = f'IF({whole}>0,{part}/{whole},"")'
    return f'IF(AND(ISNUMBER({part}),ISNUMBER({whole})),{share},"")'
