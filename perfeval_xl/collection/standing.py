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
    # Whatever was sent out under the same names or the same id speaks for or against it
    same_names = [form for form in sent if form.names == standing.names]
    if not standing.form_id:
        return _unnumbered(judgement, same_names)
    # What was sent out under this id says how it was signed, and what was locked in it.
    own = [form for form in sent if form.form_id == standing.form_id]
    if any(form.signed for form in own) and not standing.signed:
        return _apart(judgement, "PE-190", {"how": "没有签名，下发时是有的"})
    # Another form was sent out for the same project.
    others = [form for form in same_names if form.form_id != standing.form_id]
    if standing.names and others:
        project = judgement.submission.project
        return _apart(judgement, "PE-194", {"project": project})
    return _compared(judgement, own, standing.fingerprint)


def _unnumbered(judgement: Judgement, same_names: Sequence[Sent]) -> Judgement:
    """A form without an id stands for its project unless one was sent out for it."""
    if not same_names:
        return judgement
    how = "没有标识：这个项目下发过表格，交回的不是下发的那一份"
    return _apart(judgement, "PE-190", {"how": how})


def _compared(judgement: Judgement, own: Sequence[Sent], fingerprint: str) -> Judgement:
    """What is locked must be as it was sent out last; where no manifest told that, as it was in a form that came back."""
    listed = [form.fingerprint for form in own if form.listed]
    if listed:
        if listed[-1] == fingerprint:
            return judgement
        return _apart(judgement, "PE-191", {"which": "最近一次下发的"})
    came_back = {form.fingerprint for form in own}
    if not came_back or fingerprint in came_back:
        return judgement
    changed = Problem(
        code="PE-191",
        slots={"which": "先前报送时用的"},
        raised_to=Severity.WARNING,
    )
    return _with(judgement, changed)


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
    # The reason is told once, even where a check has told it
    told = any(problem.code == code for problem in judgement.problems)
    weighed = judgement if told else _with(judgement, Problem(code=code, slots=slots))
    assert weighed.submission is not None
    assert weighed.standing is not None
    # Its subject ends so that it never joins that of the project
    subject = weighed.submission.subject.removesuffix(APART) + APART
    submission = replace(weighed.submission, subject=subject)
    return replace(
        weighed,
        submission=submission,
        standing=replace(weighed.standing, trusted=False),
    )


def _with(judgement: Judgement, problem: Problem) -> Judgement:
    assert judgement.submission is not None
    # A problem that is found here counts like any other
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
