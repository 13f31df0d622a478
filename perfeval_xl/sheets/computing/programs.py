"""Formulas that remember: what one has shown for the same answers it shows again, in whatever row and form.

A formula asks one thing after the other, and what it asks next depends only on the answers so far. What was asked, and
answered, is kept as a tree; whoever walks it to an end need not compute.
"""

from __future__ import annotations

import math
from collections.abc import Hashable
from dataclasses import dataclass, field
from functools import lru_cache

from perfeval_xl.sheets.computing.asking import Cells, Frame, Place, Question
from perfeval_xl.sheets.computing.compiling import compiled, scalar
from perfeval_xl.sheets.computing.meanings import (
    TAKEN_FOR,
    Answer,
    Fault,
    Scalar,
    Unknown,
)
from perfeval_xl.sheets.computing.parsing import distanced, parsed

__all__ = ["Program", "program_of"]

_TAKEN_FOR = (math.nan, 45598.0, 0.5, -5.0)
"""What programs make of a text that may be a number: an error, a date, a time or a fraction, an amount in brackets."""
_MOST_KEPT = 4000
"""Results that a formula remembers; then it forgets all of them."""


@dataclass(slots=True)
class _Asked:
    """What is asked next, and where each answer leads."""

    question: Question
    ways: dict[Hashable, _Step] = field(default_factory=dict)


@dataclass(slots=True)
class _Shown:
    """The end of a way."""

    result: Scalar | Exception


_TOLD_APART = frozenset({bool, Fault, Unknown})
"""Types of answers that could be mistaken for others, or differ without saying so."""
_Step = _Asked | _Shown
# Where all ways begin
_START = "start"


class Program:
    """One formula, wherever it stands."""

    def __init__(self, distances: str) -> None:
        self._ways: dict[Hashable, _Step] = {}
        self._kept = 0
        try:
            self._run = compiled(parsed(distances))
        except Unknown as exc:
            self._ways[_START] = _Shown(exc.with_traceback(None))

    def result(self, cells: Cells, here: Place) -> Scalar | Exception:
        """Return what the formula shows here; an error is returned, not raised."""
        step = self._ways.get(_START)
        while isinstance(step, _Asked):
            answer = step.question.answer(cells, here)
            step = step.ways.get(_key(answer))
        if step is None:
            return self._learned(cells, here)
        return step.result

    def _learned(self, cells: Cells, here: Place) -> Scalar | Exception:
        frame = Frame(cells, here)
        result = self._once(frame, None)
        # A text that one program takes for a date and another does not often makes no difference
        if isinstance(result, Unknown):
            results = [self._once(frame, taken) for taken in _TAKEN_FOR]
            if len(set(map(_key, results))) == 1:
                result = results[0]
        self._keep(frame.trace, result)
        return result

    def _once(self, frame: Frame, taken: float | None) -> Scalar | Exception:
        """Compute once, with doubtful texts taken for this number."""
        before = TAKEN_FOR.set(taken)
        try:
            return scalar(self._run(frame))
        except (Fault, Unknown) as exc:
            return exc.with_traceback(None)
        finally:
            TAKEN_FOR.reset(before)

    def _keep(
        self, trace: list[tuple[Question, Answer]], result: Scalar | Exception
    ) -> None:
        if self._kept >= _MOST_KEPT:
            self._ways.clear()
            self._kept = 0
        self._kept += 1
        ways, key = self._ways, _key(_START)
        for question, answer in trace:
            step = ways.get(key)
            if not isinstance(step, _Asked):
                step = ways[key] = _Asked(question)
            ways, key = step.ways, _key(answer)
        ways[key] = _Shown(result)


def _key(answer: Answer) -> Hashable:
    """Return an answer so that TRUE and 1 are two."""
    if isinstance(answer, tuple):
        if _TOLD_APART.isdisjoint(map(type, answer)):
            return answer
        return tuple(map(_key, answer))
    if isinstance(answer, bool):
        return "truth", answer
    if isinstance(answer, Exception):
        return "error", type(answer), answer.args
    return answer


@lru_cache(maxsize=1024)
def _program(distances: str) -> Program:
    return Program(distances)


def program_of(formula: str, row: int, column: int) -> Program:
    """Return the program of a formula in this row and column, shared with all that say the same of their rows."""
    return _program(distanced(formula, row, column))
