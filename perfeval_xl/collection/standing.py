"""Whether a form that was received may stand for its project: what was sent out is known, from the manifest or from before.

A form that cannot show where it comes from never replaces, joins or outdates one that can: it is a submission of its own,
sent back with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from perfeval_xl.amounts import normalise
from perfeval_xl.collection.records import Judgement, ProblemFigures, SubmissionFigures
from perfeval_xl.problems import Problem, Severity

__all__ = ["APART", "Sent", "figures_of", "names_key", "weigh"]

_YEAR = re.compile(r"年度?\Z")
APART = "\x1f不作数"
"""The end of the subject of a form that may not stand for its project."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One form that was sent out. `listed` says that a manifest told so, and not only a form that came back.

    `names` is whose it is, as `names_key` gives it.
    """

    form_id: str
    fingerprint: str
    names: str
    signed: bool
    listed: bool


def names_key(scheme: str, year: str, project: str, unit: str) -> str:
    """Return whose a form is, however it is spelled; empty without a project or a unit.

    >>> names_key("s", "2024", "设备 购置", "Ａ局") == names_key("s", "2024年", "设备购置", "A局")
    True
    """
    names = [normalise(text).casefold() for text in (project, unit)]
    if not all(names):
        return ""
    return "\x1f".join([scheme, _YEAR.sub("", normalise(year)), *names])


def weigh(judgement: Judgement, sent: Sequence[Sent]) -> Judgement:
    """Return the judgement with what follows from the forms that were sent out under its id or its names."""
    standing = judgement.standing
    if judgement.submission is None or standing is None:
        return judgement
    own = (
        [form for form in sent if form.form_id == standing.form_id]
        if standing.form_id
        else []
    )
    listed = [form for form in own if form.listed]
    if not standing.form_id:
        if any(form.names == standing.names for form in sent):
            return _apart(
                judgement,
                "PE-190",
                {"how": "没有标识：这个项目下发过表格，交回的不是下发的那一份"},
            )
        return judgement
    if any(form.signed for form in own) and not standing.signed:
        return _apart(judgement, "PE-190", {"how": "没有签名，下发时是有的"})
    others = (
        form
        for form in sent
        if form.form_id != standing.form_id and form.names == standing.names
    )
    if standing.names and next(others, None) is not None:
        project = judgement.submission.project
        return _apart(judgement, "PE-194", {"project": project})
    if listed and all(form.fingerprint != standing.fingerprint for form in listed[-1:]):
        return _apart(judgement, "PE-191", {"which": "最近一次下发的"})
    if (
        own
        and not listed
        and all(form.fingerprint != standing.fingerprint for form in own)
    ):
        return _with(
            judgement,
            Problem(
                code="PE-191",
                slots={"which": "先前报送时用的"},
                raised_to=Severity.WARNING,
            ),
        )
    return judgement


def figures_of(problem: Problem) -> ProblemFigures:
    """Return a problem as the ledger keeps it."""
    address = problem.place.cell or ("" if problem.place.sheet else problem.place.label)
    return ProblemFigures(
        code=problem.code,
        severity=str(problem.severity),
        sheet=problem.place.sheet,
        cell=address,
        path=problem.path,
        found=problem.found,
        expected=problem.expected,
        message=problem.message,
        remedy=problem.remedy,
        source=problem.source,
    )


def _apart(judgement: Judgement, code: str, slots: dict[str, str]) -> Judgement:
    """Return the judgement as that of a submission of its own, with the reason."""
    told = any(problem.code == code for problem in judgement.problems)
    weighed = judgement if told else _with(judgement, Problem(code=code, slots=slots))
    assert weighed.submission is not None
    assert weighed.standing is not None
    subject = weighed.submission.subject.removesuffix(APART) + APART
    submission = replace(weighed.submission, subject=subject)
    return replace(
        weighed,
        submission=submission,
        standing=replace(weighed.standing, trusted=False),
    )


def _with(judgement: Judgement, problem: Problem) -> Judgement:
    assert judgement.submission is not None
    submission = _counted(judgement.submission, [problem])
    return replace(
        judgement,
        submission=submission,
        problems=(figures_of(problem), *judgement.problems),
    )


def _counted(figures: SubmissionFigures, more: Iterable[Problem]) -> SubmissionFigures:
    errors = sum(problem.severity is Severity.ERROR for problem in more)
    warnings = sum(problem.severity is Severity.WARNING for problem in more)
    return replace(
        figures, errors=figures.errors + errors, warnings=figures.warnings + warnings
    )
