"""Guidance inside the cells of a fixed form: validations by kind of fact, and conditional formats that repeat the hints."""

from __future__ import annotations

from collections.abc import Iterator

from perfeval_xl.amounts import plain
from perfeval_xl.dates import FIRST_SERIAL, LAST_SERIAL
from perfeval_xl.form.formulas.hint_words import (
    DIFFERS,
    MISSING,
    NO_PROOF,
    OVER_WEIGHT,
    UNEXPLAINED,
)
from perfeval_xl.form.formulas.own_scores import ASKS_WHY
from perfeval_xl.form.formulas.rating import RatingFormulas
from perfeval_xl.form.layout.asking import Asked
from perfeval_xl.form.layout.field_key import FieldKey
from perfeval_xl.form.layout.rating import RatingLayout
from perfeval_xl.form.prompts.colours import amber, begins_formula, red
from perfeval_xl.form.prompts.hints import Hint
from perfeval_xl.form.prompts.rating_hints import fact_hint, rating_hints
from perfeval_xl.form.prompts.validations import (
    deduction_validation,
    length_validation,
    list_validation,
    number_validation,
    prompt_only,
)
from perfeval_xl.rules.base import Fact, FactKind
from perfeval_xl.rules.items import mark
from perfeval_xl.rules.ticks import TICK_WORDS
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.sheets.model import Area, Conditional, Validation

__all__ = ["conditionals_on", "hints_met", "validations_on"]

_LONGEST_LIST = 255
_MOST = "1000000000000"  # more than any money in a form, in 元
_MOST_COUNTED = 1_000_000  # more than any figure in a form


def validations_on(
    scheme: Scheme, layout: RatingLayout, sheet: str, unlocked: frozenset[str]
) -> tuple[Validation, ...]:
    """Return the validations of one sheet: every input cell has a prompt, and an error text where not all may stand."""
    hints = rating_hints(scheme)
    # Equal ones of many cells are one validation: a sheet may hold only so many
    grouped: dict[Validation, list[Area]] = {}
    for key in layout.inputs:
        if key in unlocked and layout.fields[key].sheet == sheet:
            rule = _validation(key, scheme, layout, hints)
            grouped.setdefault(rule, []).append(_first(layout.areas[key]))
    return tuple(_placed(rule, tuple(areas)) for rule, areas in grouped.items())


def hints_met(scheme: Scheme, layout: RatingLayout) -> tuple[Hint, ...]:
    """Return the hints of the fields that this form has, in the order in which the Tab key comes to them.

    Those of fields that the form computes, and that are locked, stand behind.
    """
    hints, formulas = rating_hints(scheme), RatingFormulas(scheme, layout)
    titles = [plan.title for plan in layout.plans]
    places = {key: layout.fields[key] for key in layout.inputs}
    keys = sorted(
        places,
        key=lambda key: (
            titles.index(places[key].sheet),
            places[key].row,
            places[key].column,
        ),
    )
    keys.sort(key=lambda key: formulas.computed(key) is not None)
    met = dict.fromkeys(
        _validation(key, scheme, layout, hints).prompt_title for key in keys
    )
    named = {hint.title: hint for hint in hints.values()}
    return tuple(named[title] for title in met if title in named)


def _placed(rule: Validation, areas: tuple[Area, ...]) -> Validation:
    return Validation(
        **{name: getattr(rule, name) for name in Validation.__slots__}
        | {"areas": areas}
    )


def _first(area: Area) -> Area:
    return Area(area.top, area.left, area.top, area.left)


def _validation(
    key: str, scheme: Scheme, layout: RatingLayout, hints: dict[str, Hint]
) -> Validation:
    # Fields of which there is one, then the parts of the form
    field = FieldKey.parse(key)
    if field is None:
        return _of_single(key, scheme, hints)
    match field.part:
        case "evidence":
            asked = layout.asked[field.number]
            facts = {fact.name: fact for fact in asked.every()}
            fact = facts[field.name]
            if fact.least is not None and fact.most is not None:
                hint = fact_hint(asked, fact, live=scheme.live_scores)
                limits = (fact.least, fact.most)
                return deduction_validation(hint, layout.at(key), limits)
            return _of_fact(asked, fact, live=scheme.live_scores)
        case "indicator":
            return _of_row(layout.asked[field.number], field.name, hints)
        case "funds":
            return number_validation(hints["money"], highest=_MOST)
        case "goal":
            return length_validation(hints[field.name], ())
        case "section":
            return length_validation(hints["section"], ())
        case "dimension":
            return number_validation(hints["total"], highest=plain(scheme.full_score))
    return prompt_only(hints["table"])


def _of_single(key: str, scheme: Scheme, hints: dict[str, Hint]) -> Validation:
    """The validation of a field that there is one of."""
    if key == "self_grade":
        labels = ",".join(band.label for band in scheme.bands)
        return list_validation(hints["grade"], f'"{labels}"')
    if key in {"weight_total", "self_total"}:
        return number_validation(hints["total"], highest=plain(scheme.full_score))
    return prompt_only(hints.get(key, hints["table"]))


def _of_row(asked: Asked, name: str, hints: dict[str, Hint]) -> Validation:
    if name in {"self_score", "weight"}:
        return number_validation(hints["self_score"], highest=plain(asked.spec.weight))
    if name == "note":
        return length_validation(hints["note"], ())
    # A choice is a list; other values of a row depend on whether the rule looks at them
    choice = next(
        (
            fact
            for fact in asked.rule.facts()
            if fact.name == name and fact.kind is FactKind.CHOICE
        ),
        None,
    )
    if choice is not None:
        return list_validation(hints[name], _inline(choice.words))
    if name in {"target", "actual"} and name not in {
        fact.name for fact in asked.rule.facts()
    }:
        return prompt_only(hints["state" if name in asked.in_rating else "free"])
    return prompt_only(hints[name])


def _of_fact(asked: Asked, fact: Fact, *, live: bool) -> Validation:
    hint = fact_hint(asked, fact, live=live)
    if fact.kind is FactKind.TICK:
        return list_validation(hint, _inline(fact.words or TICK_WORDS), strict=True)
    if fact.kind is FactKind.CHOICE:
        return list_validation(hint, _inline(fact.words), strict=True)
    if fact.kind is FactKind.TEXT:
        return length_validation(hint, ())
    if fact.kind is FactKind.DATE:
        first, last = str(FIRST_SERIAL), str(LAST_SERIAL)
        return number_validation(
            hint,
            kind="date",
            lowest=first,
            highest=last,
        )
    if fact.kind is FactKind.COUNT:
        return number_validation(hint, kind="whole", highest=str(_MOST_COUNTED))
    if fact.kind is FactKind.POINTS:
        return number_validation(hint, highest=plain(asked.spec.weight))
    return number_validation(hint, lowest=f"-{_MOST}", highest=_MOST)


def _inline(words: tuple[str, ...]) -> str:
    """Return the words as a list in the validation itself; too long ones by their numbers, which the rules read too."""
    # A list stands in a validation as one text of at most 255 characters, commas between
    listed = ",".join(words)
    if len(listed) + 2 > _LONGEST_LIST or any(
        "," in word or '"' in word for word in words
    ):
        listed = ",".join(mark(number) for number in range(1, len(words) + 1))
    return f'"{listed}"'


def conditionals_on(layout: RatingLayout, sheet: str) -> tuple[Conditional, ...]:
    """Return the conditional formats of one sheet: missing, over the weight, without proof or reason, wrong sum."""
    return tuple(_conditionals(layout, sheet))


def _conditionals(layout: RatingLayout, sheet: str) -> Iterator[Conditional]:
    for asked in layout.asked:
        # On each sheet the hint that stands there
        key = f"indicator_{asked.index}_hint"
        if layout.fields[key].sheet != sheet:
            key = f"indicator_{asked.index}_said"  # programs differ on formats that look at another sheet
        if layout.fields[key].sheet != sheet:
            continue
        hint = _fixed(layout.at(key))
        yield from _score_format(
            layout, sheet, f"indicator_{asked.index}_self_score", hint
        )
        for fact in asked.own():
            yield from _fact_format(layout, sheet, asked, fact, hint)
    if layout.fields["self_total"].sheet == sheet == layout.sheet:
        check = layout.at("self_check")
        yield red(layout.areas["self_total"], begins_formula(check, DIFFERS))


def _fixed(address: str) -> str:
    letters = address.rstrip("0123456789")
    return f"${letters}${address[len(letters) :]}"


def _score_format(
    layout: RatingLayout, sheet: str, key: str, hint: str
) -> Iterator[Conditional]:
    if layout.fields[key].sheet != sheet:
        return
    # Amber while it is blank, red once it contradicts the rule
    blank = f'TRIM({layout.at(key)})=""'
    yield amber(layout.areas[key], f"AND({begins_formula(hint, MISSING)},{blank})")
    grave = (begins_formula(hint, OVER_WEIGHT), begins_formula(hint, UNEXPLAINED))
    asked = f'RIGHT({hint},{len(ASKS_WHY)})="{ASKS_WHY}"'
    yield red(layout.areas[key], f"OR({','.join((*grave, asked))})")


def _fact_format(
    layout: RatingLayout, sheet: str, asked: Asked, fact: Fact, hint: str
) -> Iterator[Conditional]:
    key = f"evidence_{asked.index}_{fact.name}"
    if layout.fields[key].sheet != sheet:
        return
    blank = f'TRIM({layout.at(key)})=""'
    if fact.name.startswith("proof_"):
        sign = mark(int(fact.name.removeprefix("proof_")))
        lacking = (
            f'AND({begins_formula(hint, NO_PROOF)},ISNUMBER(FIND("{sign}",{hint})))'
        )
        yield red(layout.areas[key], lacking)
    elif fact.required:
        yield amber(layout.areas[key], f"AND({begins_formula(hint, MISSING)},{blank})")
    elif (
        fact.name == "reason" and asked.rule.kind != "all_or_nothing"
    ):  # whose hint does not ask for one
        yield red(layout.areas[key], begins_formula(hint, UNEXPLAINED))
