"""Problems: findings about what people filled in, each with a permanent code.

The catalogue (`problems.toml`) holds what every code means, its message with named slots, its remedy and its source;
a `Problem` holds only the code, the place and the slots, and renders its text late. `PE-001` to `PE-074` are the rules
R01 to R74 of the field; codes are never reused.
"""

from __future__ import annotations

import string
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any

from perfeval_xl.citations import Basis
from perfeval_xl.refs import NOWHERE, Location
from perfeval_xl.toml_tables import TomlTables, sections_of

__all__ = ["Definition", "Problem", "Severity", "catalogue", "fold"]


class Severity(StrEnum):
    """错误 blocks submission, 警告 needs a reason, 提示 is only shown."""

    ERROR = "错误"
    WARNING = "警告"
    HINT = "提示"

    @property
    def rank(self) -> int:
        """0 for the gravest."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """One entry of the catalogue. `source` says what the code rests on, the scheme at hand which document that is.

    `folded_into` names the codes that, at the same indicator, are its cause.
    """

    code: str
    title: str
    severity: Severity
    message: str
    remedy: str
    source: Basis
    folded_into: frozenset[str] = frozenset()

    @property
    def slots(self) -> frozenset[str]:
        """The names the message and the remedy need filled in."""
        return _slots_of(self.message, self.remedy)


@cache
def _slots_of(*texts: str) -> frozenset[str]:
    # Names of slots stand in braces, in message and remedy
    pieces = (piece for text in texts for piece in string.Formatter().parse(text))
    return frozenset(name for _, name, _, _ in pieces if name)


def _definition(code: str, row: dict[str, Any]) -> Definition:
    return Definition(
        code=code,
        title=row["title"],
        message=row["message"],
        remedy=row["remedy"],
        severity=Severity(row["severity"]),
        source=Basis(row["source"]),
        folded_into=frozenset(row.get("folded_into", ())),
    )


@cache
def catalogue() -> Mapping[str, Definition]:
    """Return every definition by code, in the order of the codes."""
    file = resources.files("perfeval_xl").joinpath("problems.toml")
    sections = sections_of(file.read_text(encoding="utf-8"))
    # Codes are told in their order, wherever the file has them
    return TomlTables(dict(sorted(sections.items())), _definition)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One finding. `found` and `expected` are as a person would write them, empty when there is nothing to name.

    Construction fails with `KeyError` for an unknown code and with `ValueError` for slots the message does not have
    or lacks: both are mistakes in the code, never in the data.
    """

    code: str
    place: Location = NOWHERE
    path: tuple[str, ...] = ()
    found: str = ""
    expected: str = ""
    slots: Mapping[str, str] = field(default_factory=dict)
    raised_to: Severity | None = None
    """A graver (or milder) severity than the catalogue's, where the rule names one for this case."""
    cited: str = ""
    """The document that the scheme at hand names for the basis of the code; empty where no scheme is known."""

    def __post_init__(self) -> None:
        # A message without its slots would fail only when somebody reads it
        needed = self.definition.slots
        if needed != self.slots.keys():
            raise ValueError(
                f"{self.code} needs slots {sorted(needed)}, got {sorted(self.slots)}"
            )

    @property
    def definition(self) -> Definition:
        """The entry of the catalogue."""
        return catalogue()[self.code]

    @property
    def severity(self) -> Severity:
        """错误, 警告 or 提示."""
        return self.raised_to or self.definition.severity

    @property
    def message(self) -> str:
        """What is wrong, in one Chinese sentence."""
        return self.definition.message.format_map(self.slots)

    @property
    def remedy(self) -> str:
        """What to do about it."""
        return self.definition.remedy.format_map(self.slots)

    @property
    def source(self) -> str:
        """The document the requirement comes from, or the part of the scheme that names it."""
        return self.cited or str(self.definition.source)

    def as_json(self) -> dict[str, object]:
        """Return the problem as the JSON of `check` and `score` shows it."""
        return {
            "code": self.code,
            "severity": str(self.severity),
            "file": self.place.file,
            "sheet": self.place.sheet,
            "cell": self.place.cell,
            "path": list(self.path),
            "found": self.found,
            "expected": self.expected,
            "message": self.message,
            "remedy": self.remedy,
            "source": self.source,
        }


def fold(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Drop repetitions, and every follow-on finding whose cause is reported in the same row; keep the order.

    A cause that was made milder than its code is too doubtful to stand for what follows.
    """
    # By all that it says, so that only true repetitions go
    kept: dict[object, Problem] = {}
    found_at: dict[object, set[str]] = {}
    for problem in problems:
        doubtful = problem.severity.rank > problem.definition.severity.rank
        # A cause counts where it was kept, and is sure
        if kept.setdefault(_said(problem), problem) is problem and not doubtful:
            found_at.setdefault(_row_of(problem), set()).add(problem.code)
    # A consequence is dropped when its cause is told in the same row
    return tuple(
        p
        for p in kept.values()
        if not p.definition.folded_into & found_at.get(_row_of(p), set())
    )


def _said(problem: Problem) -> object:
    """All that a problem says, as a key."""
    # Slots in order, since equal ones may have been given in another
    slots = tuple(sorted(problem.slots.items()))
    words = (problem.found, problem.expected, problem.cited)
    return (
        problem.code,
        problem.place,
        problem.path,
        slots,
        words,
        problem.raised_to,
    )


def _row_of(problem: Problem) -> object:
    """The path tells a row, and the row of the cell tells two rows of one name apart."""
    place = problem.place
    order = place.order
    return problem.path, 0 if order is None else order[0]
