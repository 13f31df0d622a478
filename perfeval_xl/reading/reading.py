"""What reading gives: the submission, its scheme, its layout and the problems met on the way."""

from __future__ import annotations

from dataclasses import dataclass

from perfeval_xl.form.layout import Layout
from perfeval_xl.problems import Problem
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.submission.model import Submission

__all__ = ["Reading", "read_submission"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One file as read. `layout` is `None` for JSON; places in `submission` name file, sheet, cell and label."""

    submission: Submission
    scheme: Scheme
    layout: Layout | None
    problems: tuple[Problem, ...] = ()


def read_submission(data: bytes, file: str) -> Reading:
    """Read a workbook or a submission JSON, told apart by content; raises `SubmissionFileError`."""
    raise NotImplementedError
