"""Guidance inside the cells: data validations with Chinese prompts, and conditional formats.

A colour never stands alone: whatever turns a cell red is also said in words in the preview column.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from perfeval_xl.amounts import plain
from perfeval_xl.form.contents.split_targets import SIGNS
from perfeval_xl.form.formulas.hint_words import (
    DIFFERS,
    MISSING,
    OVER_WEIGHT,
    REACHED_BUT_DEDUCTED,
    UNMET_BUT_FULL,
)
from perfeval_xl.form.formulas.live_checks import (
    NOTHING_BLANK,
    STILL,
    THERE_ARE,
)
from perfeval_xl.form.layout.open import Layout, sections_in
from perfeval_xl.form.layout.open_preview import (
    FLAG_ROW,
    SELF_CHECK_ROW,
    WEIGHT_CHECK_ROW,
)
from perfeval_xl.form.prompts.colours import amber, begins_formula, red
from perfeval_xl.form.prompts.hints import Hint
from perfeval_xl.form.prompts.open_hints import hints_for
from perfeval_xl.form.prompts.validations import (
    length_validation,
    list_validation,
    number_validation,
    prompt_only,
)
from perfeval_xl.refs import column_letters
from perfeval_xl.rules.registry import level_names
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.sheets.model import Area, Conditional, Validation

__all__ = [
    "open_conditionals_on",
    "open_validations_on",
]

_REQUIRED = ("target", "actual", "weight", "self_score")
"""The columns of an indicator row that are marked where they are blank, the name aside."""


def open_validations_on(
    scheme: Scheme, layout: Layout, sheet: str
) -> tuple[Validation, ...]:
    """Return the validations of one sheet; every prompt and error text comes from `hints_for`."""
    # The other sheet holds long texts only
    if sheet == layout.sheet:
        return _validations(scheme, layout)
    texts = _cells(layout, [f"section_{number}" for number in layout.narrative])
    return (_section_validation(scheme, texts),)


def _validations(scheme: Scheme, layout: Layout) -> tuple[Validation, ...]:
    # In the order of the form; every list, limit and prompt of a column is one validation
    hints = hints_for(scheme, layout)
    rules = [
        *_head_prompts(hints, layout),
        *_choices(scheme, layout),
        *_funds_rules(hints, scheme, layout),
        *_indicator_rules(hints, scheme, layout),
    ]
    for name in ("expected", "achieved"):
        areas = _cells(layout, [f"goal_{n}_{name}" for n in range(layout.goals)])
        if areas:
            rules.append(length_validation(hints[name], areas))
    totals = _cells(layout, ["weight_total", "self_total"])
    rules.append(
        number_validation(hints["total"], totals, highest=plain(scheme.full_score))
    )
    if "self_grade" in layout.fields:
        labels = [band.label for band in scheme.bands]
        rules.append(
            list_validation(
                hints["grade"], _offered(labels), _cells(layout, ["self_grade"])
            )
        )
    in_form = _texts_in(scheme, layout)
    if in_form:
        rules.append(_section_validation(scheme, _cells(layout, in_form)))
    return tuple(rules)


def _head_prompts(hints: Mapping[str, Hint], layout: Layout) -> Iterator[Validation]:
    """What is said beside the cells of the head."""
    keys = {name: name for name in ("year", "project", "department", "unit")}
    for kind, key in (keys | {"rate": "funds_0_rate"}).items():
        areas = _cells(layout, [key])
        if areas:
            yield prompt_only(hints[kind], areas)


def _funds_rules(
    hints: Mapping[str, Hint], scheme: Scheme, layout: Layout
) -> Iterator[Validation]:
    """Money is a number; the points of the execution rate stay within its weight."""
    money = [
        f"funds_{n}_{name}"
        for n in range(len(scheme.funds))
        for name in ("initial_budget", "budget", "executed")
    ]
    yield number_validation(hints["money"], _cells(layout, money))
    # The points of the rate end at their weight: where that has a cell, at what stands in it
    own_weight = plain(scheme.execution_weight)
    if "funds_0_weight" in layout.fields:
        areas = _cells(layout, ["funds_0_weight"])
        full = plain(scheme.full_score)
        yield number_validation(hints["funds_weight"], areas, highest=full)
        own_weight = _absolute(layout, "funds_0_weight")
    areas = _cells(layout, ["funds_0_self_score"])
    yield number_validation(hints["funds_score"], areas, highest=own_weight)


def _indicator_rules(
    hints: Mapping[str, Hint], scheme: Scheme, layout: Layout
) -> Iterator[Validation]:
    """What may be typed into the columns of the indicators."""
    columns = layout.indicator_fields
    for name in ("name", "target"):
        yield prompt_only(hints[name], _column(layout, name))
    yield _levels(hints["actual"], scheme, layout)
    if "sign" in columns:
        yield list_validation(hints["sign"], _offered(SIGNS), _column(layout, "sign"))
    if "unit" in columns:
        yield prompt_only(hints["unit_of_target"], _column(layout, "unit"))
    weight = _column(layout, "weight")
    yield number_validation(hints["weight"], weight, highest=plain(scheme.full_score))
    score = _column(layout, "self_score")
    highest = layout.at("indicator_0_weight")
    yield number_validation(hints["self_score"], score, highest=highest)
    if "note" in columns:
        yield length_validation(hints["note"], _column(layout, "note"))


def _levels(hint: Hint, scheme: Scheme, layout: Layout) -> Validation:
    """Offer the levels in the rows whose target is a quality, told by the hidden columns; anything may be written.

    The list lies below a blank cell, which is all that is offered in the other rows.
    """
    # Without levels anything may be typed
    prompt = prompt_only(hint, _column(layout, "actual"))
    names = level_names(scheme)
    if not names:
        return prompt
    area = layout.areas["level_0"]
    row = layout.areas["indicator_0_target_figure"].top
    figure, day = (
        f"${column_letters(layout.areas[f'indicator_0_target_{part}'].left)}{row}"
        for part in ("figure", "day")
    )
    target = f"${layout.at('indicator_0_target')}"
    quality = f'AND(TRIM({target})<>"",COUNT({figure},{day})=0)'
    # An offset from the blank cell: down to the levels, or the blank cell itself
    above = f"${column_letters(area.left)}${area.top - 1}"
    rows = f"IF({quality},1,0),0,IF({quality},{len(names)},1),1"
    listed = f"OFFSET({above},{rows})"
    return replace(
        prompt,
        kind="list",
        first=listed,
        offers=True,
    )


def _section_validation(scheme: Scheme, areas: tuple[Area, ...]) -> Validation:
    """The validation of long texts, wherever they stand."""
    return length_validation(hints_for(scheme)["section"], areas)


def _texts_in(scheme: Scheme, layout: Layout) -> list[str]:
    """Return the long texts on the form sheet; a labelled cell above has no length to speak of."""
    found = []
    for placed in layout.parts:
        if placed.part.kind == "sections":
            found += [f"section_{index}" for index in sections_in(scheme, placed.part)]
    return found


def _choices(scheme: Scheme, layout: Layout) -> Iterator[Validation]:
    """Yield the prompts, and the lists, of the labelled cells that a scheme has beside the usual ones."""
    names = [section.name for section in scheme.sections]
    for placed in layout.parts:
        for each in (each for row in placed.part.fields for each in row):
            name = each.field.removeprefix("section:")
            if name == each.field:
                continue
            areas = _cells(layout, [f"section_{names.index(name)}"])
            prompt = f"请填写{each.label or name}。"
            if each.choices:
                prompt = f"请从列表中选：{'、'.join(each.choices)}。"
                hint = Hint(
                    title=each.label or name,
                    prompt=prompt,
                    error=prompt,
                )
                yield list_validation(hint, _offered(each.choices), areas)
            else:
                yield prompt_only(Hint(title=each.label or name, prompt=prompt), areas)


def open_conditionals_on(layout: Layout, sheet: str) -> tuple[Conditional, ...]:
    """Return the conditional formats of one sheet: missing, over weight, contradictory, wrong sum."""
    if sheet != layout.sheet:
        return ()
    return (*_in_rows(layout), *_of_totals(layout))


def _in_rows(layout: Layout) -> tuple[Conditional, ...]:
    # From the headings on, so that rows inserted at the first place are inside
    head = layout.fields["head"].row
    hint = f"${column_letters(layout.fields['indicator_0_hint'].column)}{head}"
    says = {
        text: begins_formula(hint, text)
        for text in (MISSING, OVER_WEIGHT, REACHED_BUT_DEDUCTED, UNMET_BUT_FULL)
    }
    name_missing = f'ISNUMBER(FIND("{layout.title_of("name")}",{hint}))'
    formats = [
        amber(_whole_column(layout, "name"), f"AND({says[MISSING]},{name_missing})")
    ]
    for name in _REQUIRED:
        cell = f"{column_letters(layout.fields[f'indicator_0_{name}'].column)}{head}"
        formats.append(
            amber(_whole_column(layout, name), f'AND({says[MISSING]},TRIM({cell})="")')
        )
    scores = _whole_column(layout, "self_score")
    formats.append(red(scores, says[OVER_WEIGHT]))
    formats.append(
        red(scores, f"OR({says[REACHED_BUT_DEDUCTED]},{says[UNMET_BUT_FULL]})")
    )
    if "note" in layout.indicator_fields:
        formats.append(red(_whole_column(layout, "note"), says[REACHED_BUT_DEDUCTED]))
    # The funds row has its hint below or beside it, wherever there was room
    told = layout.areas["execution_hint"]
    over = f'LEFT(${column_letters(told.left)}${told.top},{len(OVER_WEIGHT)})="{OVER_WEIGHT}"'
    formats.append(red(_cells(layout, ["funds_0_self_score"])[0], over))
    return tuple(formats)


def _of_totals(layout: Layout) -> Iterator[Conditional]:
    """Mark a total whose check says in words that it is wrong, and the sentence about the whole form."""
    # By row, since the cells of the preview have no names
    checks = {"weight_total": WEIGHT_CHECK_ROW, "self_total": SELF_CHECK_ROW}
    left = layout.help_column
    for key, row in checks.items():
        for area in _cells(layout, [key]):
            check = f"${column_letters(left + 1)}${row}"
            yield red(area, begins_formula(check, DIFFERS))
    flag = Area(FLAG_ROW, left, FLAG_ROW, left + 1)
    cell = f"${column_letters(left)}${FLAG_ROW}"
    for word in (STILL, NOTHING_BLANK):
        yield amber(flag, begins_formula(cell, word))
    yield red(flag, begins_formula(cell, THERE_ARE))


def _offered(words: Iterable[str]) -> str:
    """Return the words of a list as a validation holds them."""
    return f'"{",".join(words)}"'


def _cells(layout: Layout, keys: Iterable[str]) -> tuple[Area, ...]:
    """Return the cells of those fields that the form has."""
    refs = [layout.fields[key] for key in keys if key in layout.fields]
    return tuple(Area(ref.row, ref.column, ref.row, ref.column) for ref in refs)


def _column(layout: Layout, name: str) -> tuple[Area, ...]:
    first = layout.fields[f"indicator_0_{name}"]
    return (
        Area(first.row, first.column, first.row + len(layout.slots) - 1, first.column),
    )


def _whole_column(layout: Layout, name: str) -> Area:
    """From the headings to 总分, where the preview says nothing of the kind: rows inserted at either end are inside."""
    column = layout.fields[f"indicator_0_{name}"].column
    return Area(layout.fields["head"].row, column, layout.fields["total"].row, column)


def _absolute(layout: Layout, key: str) -> str:
    return layout.fields[key].absolute.split("!")[1]
