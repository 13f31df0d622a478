"""The validations that cells of a form may have, each with the prompt and the error text of a hint."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from perfeval_xl.amounts import plain
from perfeval_xl.form.prompts.hints import Hint
from perfeval_xl.sheets.model import Area, Validation

__all__ = [
    "deduction_validation",
    "length_validation",
    "list_validation",
    "number_validation",
    "prompt_only",
]

_Areas = tuple[Area, ...]
_FROM_THE_LIST = "请从列表中选。"


def prompt_only(hint: Hint, areas: _Areas = ()) -> Validation:
    """Return the validation that only prompts: anything may be typed."""
    return Validation(
        areas=areas,
        kind="any",
        prompt_title=hint.title,
        prompt=hint.prompt,
    )


def number_validation(
    hint: Hint,
    areas: _Areas = (),
    kind: str = "decimal",
    lowest: str = "0",
    highest: str = "",
) -> Validation:
    """Return the validation of a figure or a day between two limits, with an empty `highest` of at least the lowest."""
    operator = "between"
    if not highest:
        operator = "greaterThanOrEqual"
    return Validation(
        areas=areas,
        kind=kind,
        operator=operator,
        first=lowest,
        second=highest,
        prompt_title=hint.title,
        prompt=hint.prompt,
        error_title=hint.title,
        error=hint.error,
    )


def deduction_validation(
    hint: Hint, cell: str, limits: tuple[Decimal, Decimal]
) -> Validation:
    """Return the validation of points that are taken off: none, or as many as the rule names, from one limit to the other.

    `cell` is where they are typed. One number that the rule names is offered beside 0.
    """
    least, most = map(plain, limits)
    if least == most:
        return list_validation(hint, f'"0,{most}"', strict=True)
    named = f"AND({cell}>={least},{cell}<={most})"
    allowed = f"AND(ISNUMBER({cell}),OR({cell}=0,{named}))"
    return replace(number_validation(hint), kind="custom", operator="", first=allowed)


def length_validation(hint: Hint, areas: _Areas = ()) -> Validation:
    """Return the validation that asks before a text grows longer than prints; how long that is, drawing knows."""
    return Validation(
        areas=areas,
        kind="textLength",
        operator="lessThanOrEqual",
        first="0",
        prompt_title=hint.title,
        prompt=hint.prompt,
        error_title=hint.title,
        error=hint.error,
        strict=False,
    )


def list_validation(
    hint: Hint, words: str, areas: _Areas = (), *, strict: bool = False
) -> Validation:
    """Return the validation that offers a list, `"是,否"`; unless `strict`, others may be written after a question."""
    return Validation(
        areas=areas,
        kind="list",
        first=words,
        prompt_title=hint.title,
        prompt=hint.prompt,
        error_title=hint.title,
        error=hint.error or _FROM_THE_LIST,
        strict=strict,
    )
