"""What the parameters of each rule kind are called in Chinese, and what they hold: data, in `parameters.toml`.

The loader takes from it which parameters are numbers, so that `"0.8"`, `"80%"` and `0.8` are the same figure; the
workbook of a scheme takes its headings from it. A kind or parameter that is not described works all the same: its value
is kept as it is written, and shows under its own name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any

from perfeval_xl.amounts import parse_number
from perfeval_xl.toml_tables import TomlTables, sections_of

__all__ = ["Holds", "KindText", "Parameter", "kind_texts", "typed"]


class Holds(StrEnum):
    """What a parameter holds. `NUMBER` and `RATE` may be negative; a rate is shown as a percentage."""

    NUMBER = "number"
    RATE = "rate"
    WHOLE = "whole"
    TEXT = "text"
    TEXTS = "texts"
    TICK = "tick"
    WORD = "word"
    DAY = "day"
    ROWS = "rows"


# The table of the file in which shared parameters stand
_GROUPS = "groups"
_FIGURES = (Holds.NUMBER, Holds.RATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One parameter, or one field of the rows of a parameter.

    `words` are what a `WORD` may be, each with its Chinese; `fields` are those of `ROWS`. `role` says what the figure is
    to the checks of a scheme: `full_from` and `full_to` bound the values that get full points, `points` are added up,
    `gap` are points that no part of the rule gives, `exclusive` says that the points exclude each other; it is empty for
    all others. A `free` word may also be a text of one's own.
    """

    name: str
    title: str
    holds: Holds
    hint: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    fields: tuple[Parameter, ...] = ()
    role: str = ""
    free: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class KindText:
    """A rule kind: its Chinese name, when it is used, and its parameters in the order in which they are read.

    `adds_up` says whether the points of its rows must make the weight; `plain_when` under which parameters its rates
    are no percentages but figures in the unit of what they are compared with, `relative_when` under which they are
    parts of the target.
    """

    name: str
    title: str
    use: str
    parameters: tuple[Parameter, ...] = ()
    adds_up: bool = False
    plain_when: Mapping[str, str] = field(default_factory=dict)
    relative_when: Mapping[str, str] = field(default_factory=dict)

    def plain(self, parameters: Mapping[str, object]) -> bool:
        """Whether the rates of a rule with these parameters are no percentages."""
        return any(
            parameters.get(name) == value for name, value in self.plain_when.items()
        )

    def relative(self, parameters: Mapping[str, object]) -> bool:
        """Whether the rates of a rule with these parameters are parts of the target."""
        return any(
            parameters.get(name) == value for name, value in self.relative_when.items()
        )

    def parameter(self, name: str) -> Parameter | None:
        """Return the parameter of that name, or `None`."""
        return next(
            (parameter for parameter in self.parameters if parameter.name == name),
            None,
        )


@cache
def kind_texts() -> Mapping[str, KindText]:
    """Return every described kind by its name in a scheme, in the order in which people are offered them."""
    every = sections_of(_text())
    kinds = {name: text for name, text in every.items() if not _is_group(name)}
    return TomlTables(kinds, _kind)


@cache
def _groups() -> Mapping[str, list[dict[str, Any]]]:
    """Return the parameters that several kinds share, which stand once in the file."""
    sections = sections_of(_text(), within=_GROUPS)
    return TomlTables(sections, lambda _, row: row["parameters"])


def _is_group(heading: str) -> bool:
    return heading.startswith(f"{_GROUPS}.")


@cache
def _text() -> str:
    file = resources.files("perfeval_xl.scheme").joinpath("parameters.toml")
    return file.read_text(encoding="utf-8")


def typed(kind: str, parameters: Mapping[str, object]) -> Mapping[str, object]:
    """Return the parameters with figures that are spelled as texts (`"0.8"`, `"80%"`) as numbers.

    What is no number where one is wanted stays as it is: the rule kind says what is wrong with it.
    """
    known = kind_texts().get(kind)
    if known is None:
        return dict(parameters)
    return _typed(known.parameters, parameters)


def _kind(name: str, row: dict[str, Any]) -> KindText:
    # Shared parameters come before or after a kind's own
    before, after = row.pop("before", ""), row.pop("after", "")
    parameters = [
        *(_groups()[before] if before else ()),
        *row.pop("parameters", ()),
        *(_groups()[after] if after else ()),
    ]
    return KindText(
        name=name,
        parameters=_parameters(parameters),
        **row,
    )


def _parameters(rows: list[dict[str, Any]]) -> tuple[Parameter, ...]:
    return tuple(
        Parameter(
            **{
                **row,
                "holds": Holds(row["holds"]),
                "fields": _parameters(row.get("fields", [])),
            }
        )
        for row in rows
    )


def _typed(
    described: tuple[Parameter, ...], values: Mapping[str, object]
) -> dict[str, object]:
    known = {parameter.name: parameter for parameter in described}
    return {
        name: _value(known[name], value) if name in known else value
        for name, value in values.items()
    }


def _value(parameter: Parameter, value: object) -> object:
    if parameter.holds in _FIGURES and isinstance(value, str):
        number = parse_number(value)
        if number is None:
            return value
        return number
    if parameter.holds is Holds.ROWS and isinstance(value, list):
        return [
            _typed(parameter.fields, row) if isinstance(row, Mapping) else row
            for row in value
        ]
    return value
