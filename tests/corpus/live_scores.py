"""How many rows of forms show a live score, and whether it is the one that the program gives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from perfeval_xl.evaluation import evaluate
from perfeval_xl.form.contents.open_rows import place_indicators
from perfeval_xl.form.filling import fill_form
from perfeval_xl.form.layout.open import layout_for, slots_for
from perfeval_xl.scheme.loader import load_scheme
from perfeval_xl.submission.model import Submission
from perfeval_xl.submission.spelling import loads
from tests.support.corpus_words import unlabelled
from tests.support.office import Office
from tools.corpus.documents import documents

__all__ = ["LiveRow", "corpus_rows", "live_rows"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveRow:
    """One indicator row: what the form shows beside it, and the points of the program, `None` where a person decides."""

    document: str
    name: str
    target: str
    actual: str
    shown: Decimal | None
    hint: str
    score: Decimal | None

    @property
    def differs(self) -> bool:
        """Whether the form shows other points than the program gives."""
        return self.shown is not None and self.shown != self.score

    @property
    def lacking(self) -> bool:
        """Whether the program has points where the form shows none."""
        return self.shown is None and self.score is not None


def corpus_rows(office: Office, shared: Path, folder: Path) -> list[LiveRow]:
    """Return the rows of all published forms, each filled into the form of its scheme."""
    rows: list[LiveRow] = []
    for document in documents(shared):
        if not document.name.startswith("corpus/"):
            continue
        whole = loads(document.data.decode())
        submission = Submission(
            scheme=whole.scheme,
            year=whole.year,
            indicators=tuple(map(unlabelled, whole.indicators)),
        )
        rows += live_rows(office, document.name, submission, folder)
    return rows


def live_rows(
    office: Office, name: str, submission: Submission, folder: Path
) -> Iterator[LiveRow]:
    """Yield the rows of one submission, filled into its form and recalculated."""
    scheme = load_scheme(submission.scheme)
    path = folder / f"{name.replace('/', '-')}.xlsx"
    path.write_bytes(fill_form(scheme, submission))
    evaluation = evaluate(path.read_bytes(), path.name)
    slots = slots_for(scheme, submission)
    layout = layout_for(scheme, slots, len(submission.goals) or 1)
    cells = office.cells(path, layout.sheet)
    read = evaluation.submission.indicators
    scores = {
        id(indicator): row
        for indicator, row in zip(
            read, evaluation.scorecard.indicators[1:], strict=True
        )
    }
    for index, indicator in enumerate(place_indicators(slots, read)):
        if indicator is None or id(indicator) not in scores:
            continue
        shown = cells[layout.at(f"indicator_{index}_rule_score")]
        yield LiveRow(
            document=name,
            name=indicator.path[-1],
            target=indicator.target.shown,
            actual=indicator.actual.shown,
            shown=_figure(shown),
            hint=str(cells[layout.at(f"indicator_{index}_hint")]),
            score=scores[id(indicator)].score,
        )


def _figure(shown: object) -> Decimal | None:
    if shown in ("", None):
        return None
    return Decimal(str(round(float(str(shown)), 6)))
