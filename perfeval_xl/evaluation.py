"""One file through the whole road: read, check, score.

`evaluate` is the one function that `check`, `score`, `report`, `collect` and the ribbon share.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from perfeval_xl.checks.run import CheckRun, run_checks
from perfeval_xl.form.layout import Layout
from perfeval_xl.problems import Problem, Severity
from perfeval_xl.reading import read_submission
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.scorecard import Scorecard
from perfeval_xl.scoring import score_submission
from perfeval_xl.submission.model import Submission

__all__ = ["Evaluation", "evaluate", "evaluate_file"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """Everything known about one file. `layout` is `None` for a submission that came as JSON."""

    file: str
    scheme: Scheme
    submission: Submission
    layout: Layout | None
    scorecard: Scorecard
    checks: CheckRun

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All problems, in the order of the form."""
        return self.checks.problems

    @property
    def blocked(self) -> bool:
        """Whether a problem of severity 错误 sends the form back."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)

    def as_json(self) -> dict[str, Any]:
        """Return the scorecard JSON of the command line: scores, problems, checks."""
        return {
            "file": self.file,
            "scheme": self.scheme.id,
            "project": self.submission.project.text,
            **self.scorecard.as_json(),
            **self.checks.as_json(),
        }


def evaluate_file(path: Path) -> Evaluation:
    """Evaluate a workbook or a submission JSON on disk; raises `SubmissionFileError` when it cannot be read."""
    return evaluate(path.read_bytes(), path.name)


def evaluate(data: bytes, file: str) -> Evaluation:
    """Evaluate the bytes of a workbook or of a submission JSON; `file` is the name for messages."""
    reading = read_submission(data, file)
    scorecard = score_submission(reading.submission, reading.scheme)
    checks = run_checks(reading.submission, reading.scheme, scorecard, reading.problems)
    return Evaluation(
        file=file,
        scheme=reading.scheme,
        submission=reading.submission,
        layout=reading.layout,
        scorecard=scorecard,
        checks=checks,
    )
