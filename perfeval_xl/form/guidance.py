"""Guidance inside the cells: data validations with Chinese prompts, and conditional formats.

A colour never stands alone: whatever turns a cell red is also said in words in the preview column.
"""

from __future__ import annotations

from collections.abc import Iterable

from perfeval_xl.amounts import plain
from perfeval_xl.form.formulas import DIFFERS, MISSING, OVER_WEIGHT, REACHED_BUT_DEDUCTED, UNMET_BUT_FULL, UNSEEN
from perfeval_xl.form.hints import LONGEST_NOTE, LONGEST_SECTION, Hint, hints_for
from perfeval_xl.form.layout import Layout
from perfeval_xl.refs import column_letters
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.sheets.model import Area, Conditional, Validation

__all__ = [
    "conditionals_for",
    "length_validation",
    "section_validation",
    "sum_conditional",
    "unseen_conditional",
    "validations_for",
]

_RED, _RED_TEXT = "FFC7CE", "9C0006"
_AMBER, _AMBER_TEXT = "FFEB9C", "7F6000"
_COLUMN_TITLES = {"target": "年度指标值", "actual": "实际完成值", "weight": "分值", "self_score": "得分"}


def validations_for(scheme: Scheme, layout: Layout) -> tuple[Validation, ...]:
    """Return the validations of the form sheet; every prompt and error text comes from `hints_for`."""
    hints = hints_for(scheme)
    full = plain(scheme.full_score)
    prompts = {
        "year": ["year"],
        "project": ["project"],
        "department": ["department"],
        "unit": ["unit"],
        "rate": ["funds_0_rate"],
    }
    rules = [_prompt(hints[kind], _cells(layout, keys)) for kind, keys in prompts.items()]
    funds = range(len(scheme.funds))
    money = [f"funds_{n}_{name}" for n in funds for name in ("initial_budget", "budget", "executed")]
    rules.append(_number(hints["money"], _cells(layout, money), at_most=""))
    rules.append(_number(hints["funds_weight"], _cells(layout, ["funds_0_weight"]), at_most=full))
    own_weight = _absolute(layout, "funds_0_weight")
    rules.append(_number(hints["funds_score"], _cells(layout, ["funds_0_self_score"]), at_most=own_weight))
    rules += [_prompt(hints[name], _column(layout, name)) for name in ("name", "target", "actual")]
    rules.append(_number(hints["weight"], _column(layout, "weight"), at_most=full))
    rules.append(_number(hints["self_score"], _column(layout, "self_score"), at_most=layout.at("indicator_0_weight")))
    rules.append(length_validation(hints["note"], _column(layout, "note"), LONGEST_NOTE))
    for name in ("expected", "achieved"):
        keys = [f"goal_{n}_{name}" for n in range(layout.goals)]
        rules.append(length_validation(hints[name], _cells(layout, keys), LONGEST_SECTION))
    rules.append(_number(hints["total"], _cells(layout, ["weight_total", "self_total"]), at_most=full))
    rules.append(_grades(hints["grade"], scheme, layout))
    in_form = [f"section_{n}" for n, section in enumerate(scheme.sections) if section.place == "form"]
    if in_form:
        rules.append(section_validation(scheme, _cells(layout, in_form)))
    return tuple(rules)


def section_validation(scheme: Scheme, areas: tuple[Area, ...]) -> Validation:
    """Return the validation of long texts, which the narrative sheet uses too."""
    return length_validation(hints_for(scheme)["section"], areas, LONGEST_SECTION)


def conditionals_for(layout: Layout) -> tuple[Conditional, ...]:
    """Return the conditional formats: missing, over weight, contradictory, wrong sum."""
    head = layout.fields["head"].row
    hint = f"${column_letters(layout.fields['indicator_0_hint'].column)}{head}"
    says = {
        text: f'LEFT({hint},{len(text)})="{text}"'
        for text in (MISSING, OVER_WEIGHT, REACHED_BUT_DEDUCTED, UNMET_BUT_FULL)
    }
    formats = [_amber(_whole_column(layout, "name"), f'AND({says[MISSING]},ISNUMBER(FIND("三级指标",{hint})))')]
    for name in _COLUMN_TITLES:
        cell = f"{column_letters(layout.fields[f'indicator_0_{name}'].column)}{head}"
        formats.append(_amber(_whole_column(layout, name), f'AND({says[MISSING]},TRIM({cell})="")'))
    scores, notes = _whole_column(layout, "self_score"), _whole_column(layout, "note")
    formats.append(_red(scores, says[OVER_WEIGHT]))
    formats.append(_red(scores, f"OR({says[REACHED_BUT_DEDUCTED]},{says[UNMET_BUT_FULL]})"))
    formats.append(_red(notes, says[REACHED_BUT_DEDUCTED]))
    rate = layout.fields["execution_rate"]  # the hint of this row stands below
    over = f'LEFT(${column_letters(rate.column)}${rate.row + 1},{len(OVER_WEIGHT)})="{OVER_WEIGHT}"'
    formats.append(_red(_cells(layout, ["funds_0_self_score"])[0], over))
    return tuple(formats)


def sum_conditional(cell: Area, check: str) -> Conditional:
    """Return the format that marks a total whose check says in words that it is wrong."""
    return _red(cell, f'LEFT({check},{len(DIFFERS)})="{DIFFERS}"')


def unseen_conditional(cell: Area, check: str) -> Conditional:
    """Return the format that marks the words about rows without a preview."""
    return _amber(cell, f'LEFT({check},{len(UNSEEN)})="{UNSEEN}"')


def _amber(area: Area, formula: str) -> Conditional:
    return Conditional(area=area, formula=formula, fill=_AMBER, colour=_AMBER_TEXT)


def _red(area: Area, formula: str) -> Conditional:
    return Conditional(area=area, formula=formula, fill=_RED, colour=_RED_TEXT, bold=True)


def _prompt(hint: Hint, areas: tuple[Area, ...]) -> Validation:
    return Validation(areas=areas, kind="any", prompt_title=hint.title, prompt=hint.prompt)


def _number(hint: Hint, areas: tuple[Area, ...], at_most: str) -> Validation:
    return Validation(
        areas=areas,
        kind="decimal",
        operator="between" if at_most else "greaterThanOrEqual",
        first="0",
        second=at_most,
        prompt_title=hint.title,
        prompt=hint.prompt,
        error_title=hint.title,
        error=hint.error,
    )


def length_validation(hint: Hint, areas: tuple[Area, ...], longest: int) -> Validation:
    """Return the validation that asks before a text grows longer than prints well; more is allowed."""
    return Validation(
        areas=areas,
        kind="textLength",
        operator="lessThanOrEqual",
        first=str(longest),
        prompt_title=hint.title,
        prompt=hint.prompt,
        error_title=hint.title,
        error=hint.error,
        strict=False,
    )


def _grades(hint: Hint, scheme: Scheme, layout: Layout) -> Validation:
    labels = ",".join(band.label for band in scheme.bands)
    return Validation(
        areas=_cells(layout, ["self_grade"]),
        kind="list",
        first=f'"{labels}"',
        prompt_title=hint.title,
        prompt=hint.prompt,
        error_title=hint.title,
        error=hint.error,
        strict=False,
    )


def _cells(layout: Layout, keys: Iterable[str]) -> tuple[Area, ...]:
    refs = [layout.fields[key] for key in keys]
    return tuple(Area(ref.row, ref.column, ref.row, ref.column) for ref in refs)


def _column(layout: Layout, name: str) -> tuple[Area, ...]:
    first = layout.fields[f"indicator_0_{name}"]
    return (Area(first.row, first.column, first.row + len(layout.slots) - 1, first.column),)


def _whole_column(layout: Layout, name: str) -> Area:
    """From the headings to 总分, where the preview says nothing of the kind: rows inserted at either end are inside."""
    column = layout.fields[f"indicator_0_{name}"].column
    return Area(layout.fields["head"].row, column, layout.fields["total"].row, column)


def _absolute(layout: Layout, key: str) -> str:
    return layout.fields[key].absolute.split("!")[1]
