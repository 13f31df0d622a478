"""How many rows a form has of everything that can grow: slots, goals, tables. This, and the scheme, decide its layout."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field

from perfeval_xl.form.layout.open_plan import Slot, slots_for
from perfeval_xl.form.layout.rating_sheets import described_form
from perfeval_xl.scheme.form_spec import FormSpec
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.submission.model import Submission

__all__ = ["Sizes", "printed_goals", "sizes_for"]


@dataclass(frozen=True, slots=True)
class Sizes:
    """Goals, the rows of each table by name, and the slots in their order; a form without the one has none."""

    goals: int
    tables: Mapping[str, int]
    slots: tuple[Slot, ...] = field(default=())

    @property
    def key(self) -> Hashable:
        """What tells these sizes from others."""
        return self.goals, tuple(self.tables.items()), self.slots


def printed_goals(form: FormSpec) -> int:
    """Return how many pairs of goals the form prints."""
    return max((len(part.labels) for part in form.parts("goals")), default=0) or 1


def sizes_for(scheme: Scheme, submission: Submission | None = None) -> Sizes:
    """Return what the form prints, and more where a submission needs it."""
    form = described_form(scheme)
    tables = {part.name: part.rows or len(part.labels) for part in form.tables()}
    goals = printed_goals(form)
    # Nobody loses a row because the form prints fewer
    if submission is not None:
        goals = max(goals, len(submission.goals))
        for name, rows in tables.items():
            tables[name] = max(rows, len(submission.tables.get(name, ())))
    return Sizes(goals, tables, slots_for(scheme, submission))
