"""Run every check over one submission."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from perfeval_xl.problems import Problem
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.scorecard import Scorecard
from perfeval_xl.submission.model import Submission

__all__ = ["CheckRun", "run_checks"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRun:
    """The findings, and which checks passed, did not apply, or could not run: codes, so that silence means something."""

    problems: tuple[Problem, ...]
    passed: tuple[str, ...]
    not_applicable: tuple[str, ...]
    not_run: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return `problems` and `checks` of the command line's JSON."""
        return {
            "problems": [problem.as_json() for problem in self.problems],
            "checks": {
                "passed": list(self.passed),
                "not_applicable": list(self.not_applicable),
                "not_run": list(self.not_run),
            },
        }


def run_checks(
    submission: Submission, scheme: Scheme, scorecard: Scorecard, reading: Iterable[Problem] = ()
) -> CheckRun:
    """Run all checks; `reading` are the problems met while reading, which come first at their place."""
    raise NotImplementedError
