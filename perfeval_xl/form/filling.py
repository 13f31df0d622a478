"""A submission into the workbook of its form."""

from __future__ import annotations

from perfeval_xl.errors import UsageError
from perfeval_xl.form.conforming import conform
from perfeval_xl.form.drawing import draw_form
from perfeval_xl.form.layout import layout_for, slots_for
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.sheets.writing import write_workbook
from perfeval_xl.submission.model import Submission

__all__ = ["conform", "empty_form", "fill_form"]


def fill_form(scheme: Scheme, submission: Submission) -> bytes:
    """Return the filled workbook; reading it gives `conform(scheme, submission)` again.

    Raises `BadSubmissionJson` for what the form cannot hold; nothing is dropped without a word. Raises `UsageError` for
    a fixed form, which is not drawn yet.
    """
    _refuse_fixed(scheme)
    conformed = conform(scheme, submission)
    layout = layout_for(scheme, slots_for(scheme, conformed), goals=max(1, len(conformed.goals)))
    return write_workbook(draw_form(scheme, layout, conformed))


def empty_form(scheme: Scheme) -> bytes:
    """Return the workbook of the empty form; raises `UsageError` for a fixed form, which is not drawn yet."""
    _refuse_fixed(scheme)
    return write_workbook(draw_form(scheme, layout_for(scheme)))


def _refuse_fixed(scheme: Scheme) -> None:
    if scheme.family == "fixed":
        told = f"“{scheme.title}”是固定指标的评分表，目前还不能生成它的工作簿。"
        raise UsageError(told, "请直接对填报内容（JSON）使用 check 和 score。")
