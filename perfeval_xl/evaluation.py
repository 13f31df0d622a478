"""One file through the whole road: read, check, score.

`evaluate` is the one function that `check`, `score`, `report` and `collect` share.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from perfeval_xl.checks.run import CheckRun, run_checks
from perfeval_xl.errors import BadSubmissionJson, UsageError
from perfeval_xl.foreign import ForeignForm
from perfeval_xl.foreign.unprinted import asked_for, points_as_printed
from perfeval_xl.form.contents.conforming import conform
from perfeval_xl.form.identity.issue import Issue
from perfeval_xl.form.layout.placed import FormLayout
from perfeval_xl.problems import Problem, Severity
from perfeval_xl.reading import read_submission
from perfeval_xl.reading.judged import without_judgements
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.scorecard import Scorecard
from perfeval_xl.scoring import score_submission
from perfeval_xl.scoring.own_scores import OwnScores, with_own_scores
from perfeval_xl.sheets.raw_opening import Opened
from perfeval_xl.submission.model import Submission

__all__ = ["Evaluation", "evaluate", "evaluate_apart"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """Everything known about one file. `layout` is `None` for a submission that came as JSON.

    `issue` says for whom a distributed form was made, `None` for any other; `foreign` how a form in another layout was read.
    `opened` is the workbook as it was read, for whoever marks it up; `None` for JSON, and for what came from another process.
    """

    file: str
    scheme: Scheme
    submission: Submission
    layout: FormLayout | None
    scorecard: Scorecard
    checks: CheckRun
    issue: Issue | None = None
    foreign: ForeignForm | None = None
    opened: Opened | None = field(
        default=None,
        compare=False,
        repr=False,
    )

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All problems, in the order of the form."""
        return self.checks.problems

    @property
    def blocked(self) -> bool:
        """Whether a problem of severity 错误 sends the form back."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)

    @property
    def found(self) -> bool:
        """Whether there is a problem graver than a hint."""
        return any(problem.severity is not Severity.HINT for problem in self.problems)

    def as_json(self) -> dict[str, Any]:
        """Return the scorecard JSON of the command line: scores, problems, checks."""
        return {
            "file": self.file,
            "scheme": self.scheme.id,
            "project": self.submission.project.text,
            **self.scorecard.as_json(),
            **self.checks.as_json(),
        }


def evaluate(
    data: bytes,
    file: str,
    scheme: Scheme | None = None,
    *,
    received: bool = False,
    key: bytes | None = None,
) -> Evaluation:
    """Evaluate the bytes of a workbook or of a submission JSON; `file` is the name for messages.

    `scheme` scores under another scheme than that of the form, to see what a new rule would do; it decides as well which
    scheme a form without any mark is of, where its labels leave that open. Of what was `received` from a unit, no judgement
    (评价人员得分) is taken: a hint tells so. `key` is the one by which forms were signed, `None` for that of the environment.
    Raises `SubmissionFileError` when the file cannot be read, and `UsageError` when the other scheme has nothing in common.
    """
    reading = read_submission(data, file, "" if scheme is None else scheme.id, key)
    if scheme is not None:
        _refuse_unlike(reading.submission, reading.scheme, scheme)
    scheme = scheme or reading.scheme
    # A form in another layout may print points of its own for the indicators of the scheme
    if reading.foreign is not None:
        scheme = points_as_printed(scheme, reading.submission)
    submission, problems = reading.submission, reading.problems
    # Before scoring: a judgement of the unit about itself must not count
    if received:
        submission, told = without_judgements(submission)
        problems = (*problems, *told)
    counted, scorecard = _counted(submission, reading.scheme, scheme)
    submission, problems = counted.submission, (*problems, *counted.problems)
    # Only JSON can hold what its form cannot
    if reading.layout is None and reading.foreign is None:
        problems = (*problems, *_unfillable(submission, reading.scheme))
    issued = _issued_rows(reading.issue)
    checks = run_checks(submission, scheme, scorecard, problems, issued)
    # What a foreign form does not ask for is no gap in it
    if reading.foreign is not None:
        checks = replace(checks, problems=asked_for(checks.problems, submission))
    return Evaluation(
        file=file,
        scheme=scheme,
        submission=submission,
        layout=reading.layout,
        scorecard=scorecard,
        checks=checks,
        issue=reading.issue,
        foreign=reading.foreign,
        opened=reading.opened,
    )


def _counted(
    submission: Submission, own: Scheme, scheme: Scheme
) -> tuple[OwnScores, Scorecard]:
    """Return the submission with its untouched 得分, the points by the rules of its own form, and its scores by `scheme`."""
    counted = with_own_scores(submission, own)
    if counted.scorecard is not None and scheme is own:
        return counted, counted.scorecard
    return counted, score_submission(counted.submission, scheme)


def evaluate_apart(
    data: bytes, file: str, scheme: Scheme | None = None, key: bytes | None = None
) -> Evaluation:
    """Evaluate a file for another process: the workbook stays here, where its memory is limited."""
    return replace(evaluate(data, file, scheme, key=key), opened=None, foreign=None)


def _unfillable(submission: Submission, scheme: Scheme) -> tuple[Problem, ...]:
    """Return the hint why a submission that came as JSON cannot be written into its form, none where it can."""
    try:
        conform(scheme, replace(submission, scheme=scheme.id))
    except BadSubmissionJson as exc:
        slots = {"reason": exc.message.rstrip("。"), "how": exc.remedy}
        return (Problem(code="PE-165", slots=slots),)
    return ()


def _issued_rows(issue: Issue | None) -> frozenset[tuple[str, str]]:
    """Return name and target of the rows that stood in the form when it was distributed."""
    if issue is None:
        return frozenset()
    rows = set()
    for key, target in issue.prefilled.items():
        # Names and targets were locked together; a key without the ending is something else
        row = key.removesuffix("_target")
        if row == key:
            continue
        name = issue.prefilled.get(f"{row}_name", "")
        rows.add((name, target))
    return frozenset(rows)


def _refuse_unlike(submission: Submission, own: Scheme, other: Scheme) -> None:
    """Indicators of a unit cannot be scored by those of a scheme, nor those of a scheme by quite other ones."""
    if own.has_slots != other.has_slots:
        told = f"“{own.title}”是{_kind_of(own)}，“{other.title}”是{_kind_of(other)}，不能互相评分。"
        raise UsageError(told, "请选同一类的评价方案。")
    # Where the scheme has the indicators, at least one has to be the same, or nothing could be scored
    paths = {indicator.path for indicator in submission.indicators}
    if other.rows and paths and not any(spec.path in paths for spec in other.rows):
        raise UsageError(
            f"“{own.title}”和“{other.title}”没有一个相同的指标。",
            "请选指标相同的评价方案。",
        )


def _kind_of(scheme: Scheme) -> str:
    """Say of whom the indicators of a scheme are."""
    if scheme.has_slots:
        return "单位自定指标的自评表"
    return "固定指标的评分表"
