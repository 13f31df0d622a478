"""The parameters of a rule as rows of one sheet: a row for every single value, and one for each item, band or case.

A parameter that is not described, or that holds something else than described, becomes one row under its own name with
its value as TOML: nothing is ever left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from perfeval_xl.scheme.model import RuleSpec
from perfeval_xl.scheme.parameters import Holds, Parameter, kind_texts
from perfeval_xl.scheme_book.cells import Stored, stored, stored_text
from perfeval_xl.scheme_book.columns import EMPTY, VALUE
from perfeval_xl.scheme_book.toml_text import toml_value

__all__ = ["Part", "parts_of"]


@dataclass(frozen=True, slots=True)
class Part:
    """One row: the name of the parameter as the sheet shows it, and the cells by heading.

    `open_headings` are the headings under which something may stand; `words` are what the value may be, empty for any.
    """

    name: str
    cells: Mapping[str, Stored]
    open_headings: tuple[str, ...] = (VALUE,)
    words: tuple[str, ...] = field(default=())


def parts_of(spec: RuleSpec) -> Iterator[Part]:
    """Yield the rows of a rule: described parameters in their order, then all others."""
    known = kind_texts().get(spec.kind)
    described: tuple[Parameter, ...] = ()
    if known:
        described = known.parameters
    # Some rules compare with a figure that has a unit: then 90 is not 90 %
    if known and known.plain(spec.parameters):
        rate = Holds.NUMBER
    else:
        rate = Holds.RATE
    # Described parameters in their order, everything else under its own name
    for parameter in described:
        if parameter.name in spec.parameters:
            yield from _parts(parameter, spec.parameters[parameter.name], rate)
    names = {parameter.name for parameter in described}
    for name, value in spec.parameters.items():
        if name not in names:
            yield _raw(name, value)


def _parts(parameter: Parameter, value: object, rate: Holds) -> Iterator[Part]:
    """Yield the rows of one parameter; its rates are shown as `rate` says."""
    # What would be read back as something else is written as TOML
    if not _fits(parameter, value):
        yield _raw(parameter.name, value)
    elif parameter.holds is Holds.ROWS:
        assert isinstance(value, (list, tuple))
        headings = tuple(field.title for field in parameter.fields)
        for row in value:
            cells: dict[str, Stored] = {}
            for each in parameter.fields:
                if each.name in row:
                    holds = _shown_as(each.holds, rate)
                    cells[each.title] = stored(holds, row[each.name], each.words)
            yield Part(parameter.title, cells, headings)
    else:
        holds = _shown_as(parameter.holds, rate)
        cell = stored(holds, value, parameter.words)
        yield Part(parameter.title, {VALUE: cell}, words=_words(parameter))


def _shown_as(holds: Holds, rate: Holds) -> Holds:
    """Return how a value is shown: a rate as `rate` says, everything else as what it is."""
    if holds is Holds.RATE:
        return rate
    return holds


def _words(parameter: Parameter) -> tuple[str, ...]:
    """Return what a value may be, empty for anything."""
    if parameter.free:
        return ()
    if parameter.holds is Holds.WORD:
        return tuple(parameter.words.values())
    if parameter.holds is Holds.TICK:
        return ("是", "否")
    return ()


def _raw(name: str, value: object) -> Part:
    return Part(name, {VALUE: stored_text(toml_value(value))})


def _list_fits(parameter: Parameter, values: Sequence[Any]) -> bool:
    if parameter.holds is Holds.ROWS:
        return bool(values) and all(_row_fits(parameter, row) for row in values)
    for each in values:
        if not isinstance(each, str) or not _text_fits(parameter, each):
            return False
    return True


def _fits(parameter: Parameter, value: object) -> bool:
    """Whether a value is what the parameter holds, and would be read again as it is."""
    if parameter.holds in {Holds.ROWS, Holds.TEXTS}:
        return isinstance(value, (list, tuple)) and _list_fits(parameter, value)
    # Before numbers, since true and false are whole numbers in Python
    if isinstance(value, bool):
        return parameter.holds is Holds.TICK
    if isinstance(value, str):
        spelled = not value or _text_fits(parameter, value)
        return spelled and parameter.holds in {Holds.TEXT, Holds.WORD}
    if isinstance(value, int):
        return parameter.holds in {Holds.NUMBER, Holds.RATE, Holds.WHOLE}
    if isinstance(value, Decimal):
        return parameter.holds in {Holds.NUMBER, Holds.RATE} and value.is_finite()
    return parameter.holds is Holds.DAY and type(value) is date


def _row_fits(parameter: Parameter, row: object) -> bool:
    fields = {field.name: field for field in parameter.fields}
    if not isinstance(row, Mapping) or not row or not row.keys() <= fields.keys():
        return False
    return all(_fits(fields[name], value) for name, value in row.items())


def _text_fits(parameter: Parameter, text: str) -> bool:
    """Whether a text would be read again as itself, and not as a blank, a mark or the name of a word."""
    # Read back, the Chinese of a word becomes the word
    shown = text in parameter.words.values() and text not in parameter.words
    if parameter.holds is Holds.TEXTS:
        edges = not text.strip()
    else:
        edges = text != text.strip()
    return not (shown or edges or text.strip() == EMPTY)
