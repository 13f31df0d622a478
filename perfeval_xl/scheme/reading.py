"""The records of a scheme from the tables of its TOML file, as strictly as the file is to be written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial
from typing import TypeVar

from perfeval_xl.amounts import ZERO
from perfeval_xl.citations import Source, State, clauses, source_of
from perfeval_xl.limits import LIMITS
from perfeval_xl.scheme.consistency import refuse_repetition
from perfeval_xl.scheme.families import FAMILIES, Family
from perfeval_xl.scheme.form_loader import read_form
from perfeval_xl.scheme.form_spec import FormSpec
from perfeval_xl.scheme.model import (
    REQUIRABLE,
    Band,
    Category,
    Defect,
    Dimension,
    IndicatorSpec,
    Rounding,
    RuleSpec,
    Scheme,
    Section,
)
from perfeval_xl.scheme.parameters import typed
from perfeval_xl.scheme.toml import Table

__all__ = ["OPTIONAL_ROLES", "ROLES", "read_scheme", "read_source"]


T = TypeVar("T")

# Levels of indicators: 一级, 二级 and 三级指标
_DEEPEST = 3
_CODE = re.compile(r"PE-\d{3}\Z")
ROLES = ("execution", "quantity", "zero", "quality")
"""The rules of an open form: of the funds row, and of indicators by what their target is."""
OPTIONAL_ROLES = ("satisfaction",)
"""Rules that an open form may have besides: of 满意度指标 whose target is a number."""


def read_scheme(top: Table) -> Scheme:
    """Read the records of a scheme, without looking at whether they fit together."""
    return top.closed(_scheme)


def _scheme(top: Table) -> Scheme:
    word = top.choice("family", tuple(FAMILIES), "open")
    family = FAMILIES[word]
    # What follows depends on the family, and rules without a source cite this one
    source = top.table("source").closed(read_source)
    if not source.document:
        raise top.table("source").wrong("document", "missing")
    return Scheme(
        id=top.text("id"),
        title=top.text("title"),
        version=top.text("version"),
        family=word,
        form_title=top.text("form_title"),
        form_year=_form_year(top),
        source=source,
        weights_source=_own_source(top, "weights_source"),
        bands_source=_own_source(top, "bands_source"),
        audience=top.text("audience", ""),
        budget_note=top.text("budget_note", ""),
        live_scores=top.flag("live_scores", default=True),
        annex=top.text("annex", "附件1"),
        valid_from=top.day("valid_from"),
        valid_to=_valid_to(top),
        money_unit=top.choice("money_unit", ("万元", "元"), "万元"),
        full_score=top.number("full_score", Decimal(100)),
        execution_weight=top.number(
            "execution_weight", _unless_needed(family, "execution_weight", ZERO)
        ),
        rounding=top.table("rounding").closed(_rounding),
        not_applicable=top.choice(
            "not_applicable",
            ("forbidden", "rescale", "redistribute"),
            "forbidden",
        ),
        bands=top.tables("bands", _band),
        funds=top.texts("funds", _unless_needed(family, "funds", ())),
        required=_required(top, family),
        dimensions=top.tables("dimensions", partial(_dimension, family=family)),
        rules=_rules_by_role(top, source, family),
        indicators=_indicators(top, source, family),
        sections=top.tables("sections", _section, ()),
        defects=top.tables("defects", _defect, ()),
        form=_form(top, word),
    )


def _form_year(top: Table) -> int | None:
    """Read the year of the forms; `None` for a scheme of every year."""
    if top.has("form_year"):
        return top.whole(
            "form_year",
            lowest=2000,
            highest=9999,
        )
    return None


def _unless_needed(family: Family, key: str, default: T) -> T | None:
    """What a key that is left out stands for; `None`, and so a mistake, where the family must say it."""
    if key in family.needed:
        return None
    return default


def _valid_to(top: Table) -> date | None:
    """Read the last day of a scheme; `None` while it is in force."""
    if top.has("valid_to"):
        return top.day("valid_to")
    return None


def _rules_by_role(
    top: Table, source: Source, family: Family
) -> Mapping[str, RuleSpec]:
    """Read the rules by which rows are scored that units write; there are none where the scheme has its rows."""
    if family.has("rules"):
        return top.table("rules").closed(partial(_rules, source=source))
    return {}


def _indicators(
    top: Table, source: Source, family: Family
) -> tuple[IndicatorSpec, ...]:
    """Read the indicators that the form prints; none where units write them."""
    if family.has("indicators"):
        return top.tables("indicators", partial(_indicator, source=source))
    return ()


def _form(top: Table, family: str) -> FormSpec | None:
    """Read how the forms are printed; `None` for the usual way."""
    if top.has("form"):
        return top.table("form").closed(partial(read_form, family=family))
    return None


def read_source(table: Table) -> Source:
    """Read a `source` table: `cite` and a key of `citations.toml`, or document, number, clause and how far verified."""
    # A key of `citations.toml` says all of it
    if table.has("cite"):
        key = table.text("cite")
        if key not in clauses():
            raise table.wrong("cite", "cite_unknown", name=key)
        return source_of(key)
    # What rests on the program's own choice has no document to name
    state = State(table.choice("state", tuple(State), State.UNSTATED))
    needed = None
    if state is State.OURS:
        needed = ""
    return Source(
        document=table.text("document", needed),
        number=table.text("number", needed),
        clause=table.text("clause", ""),
        note=table.text("note", ""),
        state=state,
        ours=table.text("ours", ""),
    )


def _own_source(table: Table, key: str) -> Source | None:
    """Read a source of its own, `None` where there is none."""
    if table.has(key):
        return table.table(key).closed(read_source)
    return None


def _required(top: Table, family: Family) -> tuple[str, ...]:
    """Read what must be filled in, in the order of the form; where it is not said, what forms of the family ask for."""
    named = top.texts("required", family.usual)
    for name in named:
        if name not in REQUIRABLE:
            raise top.wrong("required", "not_requirable", name=name, allowed=REQUIRABLE)
    # The order of the form, whatever the order in the file
    return tuple(name for name in REQUIRABLE if name in named)


def _rounding(table: Table) -> Rounding:
    return Rounding(
        places=table.whole("places", highest=LIMITS.scheme_places),
        stage=table.choice("stage", ("indicator", "total")),
    )


def _band(table: Table) -> Band:
    return Band(label=table.text("label"), lowest=table.number("lowest"))


def _category(table: Table) -> Category:
    return Category(
        name=table.text("name"),
        rows=table.whole("rows", lowest=1, highest=LIMITS.scheme_rows),
    )


def _dimension(table: Table, family: Family) -> Dimension:
    dimension = Dimension(name=table.text("name"), weight=table.number("weight"))
    # Below a 一级指标 stand its 二级指标 with their rows, or what the scheme has as indicators
    if not family.has("categories"):
        return dimension
    categories = table.tables("categories", _category)
    refuse_repetition(table, "categories", (category.name for category in categories))
    return replace(
        dimension, categories=categories, together=table.text("together", "")
    )


def _section(table: Table) -> Section:
    place = table.choice("place", ("form", "narrative", "head"), "form")
    return Section(
        name=table.text("name"),
        group=table.text("group", ""),
        place=place,
    )


def _indicator(table: Table, source: Source) -> IndicatorSpec:
    path = table.texts("path")
    # Rows of a unit's own stand one level below, which must still be a level
    own = 0
    if table.has("own"):
        own = table.whole("own", lowest=1, highest=LIMITS.scheme_rows)
    if not 1 <= len(path) <= _DEEPEST:
        raise table.wrong("path", "path_length")
    if own and len(path) == _DEEPEST:
        raise table.wrong("path", "own_path_length")
    return IndicatorSpec(
        path=path,
        weight=table.number("weight"),
        rule=table.table("rule").closed(partial(_rule, source=source)),
        target=table.text("target", ""),
        explanation=table.text("explanation", ""),
        standard=table.text("standard", ""),
        proof=table.texts("proof", ()),
        own=own,
    )


def _defect(table: Table) -> Defect:
    defect = Defect(
        code=table.text("code"),
        where=table.text("where"),
        text=table.text("text"),
    )
    if not _CODE.match(defect.code):
        raise table.wrong("code", "not_problem_code", value=defect.code)
    return defect


def _rules(table: Table, source: Source) -> Mapping[str, RuleSpec]:
    roles = (*ROLES, *filter(table.has, OPTIONAL_ROLES))
    return {
        role: table.table(role).closed(partial(_rule, source=source)) for role in roles
    }


def _rule(table: Table, source: Source) -> RuleSpec:
    """Read a rule; one without a source of its own follows that of the scheme."""
    kind = table.text("kind")
    own = _own_source(table, "source") or source
    parameters = typed(
        kind,
        {
            key: value
            for key, value in table.data.items()
            if key not in {"kind", "source"}
        },
    )
    # The rule kind reads its parameters as strictly, where it is built
    table.asked.update(parameters)
    return RuleSpec(
        kind=kind,
        source=own,
        parameters=parameters,
        file=table.file,
        where=table.where,
    )
