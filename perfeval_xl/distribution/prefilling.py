"""A project as the submission that its form begins with: what is known, and nothing that was not given."""

from __future__ import annotations

from dataclasses import replace

from perfeval_xl.distribution.model import Project
from perfeval_xl.form.contents.conforming import conform
from perfeval_xl.form.contents.unprinted import printed_only
from perfeval_xl.refs import Entry
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.submission.model import FundsRow, Goal, Indicator, Submission

__all__ = ["prefilled"]


def prefilled(project: Project, scheme: Scheme) -> Submission:
    """Return the submission of a project: names, year, funds, declared targets with their points.

    全年预算 is 年初预算 where no other is given; what the form of the place does not ask for is left out. Scores, actuals and reasons are blank: they are the unit's.
    """
    # A scheme without funds has no first row either
    first, *others = scheme.funds or ("",)
    funds = (
        [_funds_row(project, source) for source in (first, *others)]
        if scheme.funds
        else []
    )
    known = Submission(
        scheme=scheme.id,
        year=project.year,
        project=project.project,
        department=project.department,
        unit=project.unit,
        money_unit=scheme.money_unit,
        # A source without money keeps its row in the form, and needs none in the submission
        funds=tuple(
            row for row in funds if not (row.initial_budget.blank and row.budget.blank)
        ),
        goals=(Goal(expected=project.goal),),
        # Without slots there is no place for declared indicators: the form brings its own
        indicators=tuple(_indicators(project)) if scheme.has_slots else (),
    )
    # What the form of this place does not print is left out, the rest brought into its shape
    return conform(scheme, printed_only(scheme, known))


def _funds_row(project: Project, source: str) -> FundsRow:
    initial = project.initial.get(source, Entry())
    return FundsRow(
        source=source,
        initial_budget=initial,
        budget=project.budget.get(source, initial),
    )


def _indicators(project: Project) -> list[Indicator]:
    return [
        Indicator(
            path=target.path,
            target=target.target,
            weight=_plain_weight(target.weight),
        )
        for target in project.targets
    ]


def _plain_weight(weight: Entry) -> Entry:
    # Declarations write 10分; the form has 分 in its heading
    if weight.text:
        return replace(weight, text=weight.text.removesuffix("分"))
    return weight
