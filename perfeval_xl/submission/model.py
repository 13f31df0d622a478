"""A submission: what people filled in, every value with the place it came from.

The JSON of a submission and the workbook of a form are two spellings of the same record; `null` stands for a blank
cell. `rate`, `weight_total`, `self_total` and `self_grade` are figures *as printed*: `null` means that nobody typed
one and the form computes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from perfeval_xl.refs import Entry

__all__ = [
    "EXECUTION_PATH",
    "DimensionEntry",
    "FundsRow",
    "Goal",
    "Indicator",
    "Judgement",
    "Submission",
]

EXECUTION_PATH = ("预算执行率",)
"""The path under which the funds row is scored."""

# One for all cells: entries never change
BLANK = Entry()


@dataclass(frozen=True, slots=True, kw_only=True)
class FundsRow:
    """One row of 项目资金: money in the money unit of the submission. Only the first row has weight, rate and score."""

    source: str
    initial_budget: Entry = BLANK
    budget: Entry = BLANK
    executed: Entry = BLANK
    weight: Entry | None = None
    rate: Entry | None = None
    self_score: Entry | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """One pair of 预期目标 and 实际完成情况."""

    expected: Entry = BLANK
    achieved: Entry = BLANK


@dataclass(frozen=True, slots=True, kw_only=True)
class DimensionEntry:
    """What a form printed beside a 一级指标; weights of the scheme do not stand here."""

    name: str
    weight: Entry = BLANK
    self_score: Entry = BLANK


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One 三级指标 with its target, actual, points and deviation note. `path` is 一级, 二级, 三级."""

    path: tuple[str, ...]
    target: Entry = BLANK
    actual: Entry = BLANK
    weight: Entry = BLANK
    self_score: Entry = BLANK
    note: Entry = BLANK
    evidence: Mapping[str, Entry] = field(default_factory=dict)
    # Not compared: it says where the name stands and not what it is
    name_entry: Entry = field(default=BLANK, compare=False)
    """Where the name stands, so that a problem about the row can point somewhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What an evaluator gave to a row that no rule can decide: points and the reason for them.

    `row` counts the rows of the same path from 1. `by` is the name of the evaluator, blank where none was written, and
    `place` where it was written: `评分说明!K5`.
    """

    path: tuple[str, ...]
    row: int = 1
    score: Entry = BLANK
    reason: Entry = BLANK
    by: Entry = BLANK
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """One filled form. Text is kept exactly as written; nothing is corrected here."""

    scheme: str
    year: Entry = BLANK
    project: Entry = BLANK
    department: Entry = BLANK
    unit: Entry = BLANK
    money_unit: str = "万元"
    funds: tuple[FundsRow, ...] = ()
    goals: tuple[Goal, ...] = ()
    dimensions: tuple[DimensionEntry, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    weight_total: Entry = BLANK
    self_total: Entry = BLANK
    self_grade: Entry = BLANK
    sections: Mapping[str, Entry] = field(default_factory=dict)
    tables: Mapping[str, tuple[tuple[Entry, ...], ...]] = field(default_factory=dict)
    """Tables with free rows, such as 项目支出明细, by name; their columns are those of the scheme's form."""
    judgements: tuple[Judgement, ...] = ()
    """What evaluators gave to rows; whether it is taken, scoring decides."""
