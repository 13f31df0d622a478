"""What the evaluation says about each form, beside what people know and judged about it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any

from perfeval_xl.amounts import plain
from perfeval_xl.evaluation import Evaluation, evaluate
from perfeval_xl.problems import Problem, Severity
from perfeval_xl.scorecard import IndicatorScore
from tools.corpus.documents import DATA, Document, Mistake, documents

__all__ = ["Finding", "Measured", "Row", "Verdict", "judgements", "measure"]

_OPEN = "待定"
_EXAMPLE = "示例表"


class Verdict(StrEnum):
    """What a person says about a finding."""

    RIGHT = "right"
    ARGUABLE = "arguable"
    WRONG = "wrong"
    UNJUDGED = "未判"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One problem of one form, as judged."""

    document: str
    code: str
    place: str
    severity: Severity
    message: str
    verdict: Verdict

    @property
    def wrong(self) -> bool:
        """Whether it says something that is not so."""
        return self.verdict is Verdict.WRONG


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One score of the rules beside the hand calculation: both as texts, 待定 where it cannot be told."""

    document: str
    place: str
    given: str
    by_hand: str

    @property
    def judged(self) -> bool:
        """Whether somebody has calculated this row."""
        return self.by_hand != Verdict.UNJUDGED

    @property
    def differs(self) -> bool:
        """Whether the rules give another score than the hand calculation."""
        return self.judged and not _agrees(self.given, self.by_hand)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Everything about all forms."""

    found: tuple[tuple[str, Mistake], ...]
    missed: tuple[tuple[str, Mistake], ...]
    findings: tuple[Finding, ...]
    rows: tuple[Row, ...]


def measure(shared: Path) -> Measured:
    """Evaluate every form below the shared folder and hold the result beside the judgements."""
    verdicts, by_hand = judgements(), _table("scores.toml")
    found: list[tuple[str, Mistake]] = []
    missed: list[tuple[str, Mistake]] = []
    findings: list[Finding] = []
    rows: list[Row] = []
    for document in documents(shared):
        evaluation = evaluate(document.data, document.file)
        problems = [
            problem
            for problem in evaluation.problems
            if problem.code not in document.not_transcribed
        ]
        for mistake in document.mistakes:
            if not mistake.skip:
                told = _told(mistake, evaluation.problems)
                (found if told else missed).append((document.name, mistake))
        findings += _findings(
            document, problems, _by_place(verdicts.get(document.name, []))
        )
        rows += _rows(document, evaluation, _calculated(by_hand, document.name))
    return Measured(
        found=tuple(found),
        missed=tuple(missed),
        findings=tuple(findings),
        rows=tuple(rows),
    )


def judgements() -> dict[str, Any]:
    """Return `verdicts.toml`: by form a list of code, places, and one of right, arguable and wrong with its reason."""
    return _table("verdicts.toml")


def _by_place(rows: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str], Verdict]:
    given: dict[tuple[str, str], Verdict] = {}
    for row in rows:
        (verdict,) = (word for word in Verdict if word.value in row)
        given |= {(row["code"], place): verdict for place in row["places"]}
    return given


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))


def _told(mistake: Mistake, problems: Iterable[Problem]) -> bool:
    return any(
        problem.code in mistake.codes and mistake.place in _place(problem)
        for problem in problems
    )


def _place(problem: Problem) -> str:
    """Return what the problem is about, without addresses: those change with every form."""
    if problem.path:
        return problem.path[-1]
    named = (
        problem.slots.get(slot, "")
        for slot in ("indicator", "field", "section", "column")
    )
    return next((name for name in named if name), problem.place.label)


def _findings(
    document: Document,
    problems: Iterable[Problem],
    judged: Mapping[tuple[str, str], Verdict],
) -> list[Finding]:
    return [
        Finding(
            document=document.name,
            code=problem.code,
            place=_place(problem),
            severity=problem.severity,
            message=problem.message,
            verdict=judged.get((problem.code, _place(problem)), Verdict.UNJUDGED),
        )
        for problem in problems
    ]


def _rows(
    document: Document, evaluation: Evaluation, by_hand: Mapping[str, Any]
) -> list[Row]:
    return [
        Row(
            document=document.name,
            place=row.path[-1],
            given=_given(row),
            by_hand=by_hand.get(row.path[-1], {}).get("score", Verdict.UNJUDGED.value),
        )
        for row in evaluation.scorecard.indicators
    ]


def _calculated(by_hand: Mapping[str, Any], document: str) -> Mapping[str, Any]:
    """Return the hand calculation of a form; rows of the example form that a case left alone stand there once."""
    own: dict[str, Any] = by_hand.get(document, {})
    return own if document.startswith("corpus/") else {**by_hand[_EXAMPLE], **own}


def _given(row: IndicatorScore) -> str:
    score: Decimal | None = row.score
    return _OPEN if score is None else plain(score)


def _agrees(given: str, by_hand: str) -> bool:
    """The hand calculation is a score, 待定, or two ends of a band with `—` between: any score inside agrees."""
    if "—" not in by_hand or given == _OPEN:
        return given == by_hand or (given == _OPEN and "—" in by_hand)
    lowest, highest = (Decimal(end) for end in by_hand.split("—"))
    return lowest <= Decimal(given) <= highest
