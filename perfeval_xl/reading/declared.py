"""Indicators of a distributed form: those that were added to it, and those whose rows were deleted.

A form in which no indicator was given is the unit's own to write, and nothing is said about its rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from perfeval_xl.form.identity.issue import Issue
from perfeval_xl.problems import Problem, Severity
from perfeval_xl.reading.added import OwnRows
from perfeval_xl.reading.fields import BoundFields

__all__ = ["declared_rows"]

_NAME = re.compile(r"indicator_([0-9]{1,3})_name\Z")


def declared_rows(
    made: BoundFields[Any], own: OwnRows, issue: Issue
) -> Iterator[Problem]:
    """Yield a problem for every declared indicator that is gone, and for every indicator that was not declared.

    `made` are the fields of the form as it was distributed. A row that the form left free is only worth a hint.
    """
    # Names were locked when they were declared
    declared = {
        int(match[1]): name
        for key, name in issue.prefilled.items()
        if (match := _NAME.match(key))
    }
    # A form that was handed out empty
    if not declared:
        return
    # A row that is gone
    for index, name in declared.items():
        key = f"indicator_{index}_name"
        if key in made.layout.fields and made.ref(key) is None:
            yield Problem(
                code="PE-129",
                place=made.place(key, "三级指标"),
                slots={"indicator": name},
            )
    # A row that was not declared: in a free slot of the form, or in one that was added
    for number, origin in enumerate(own.origins):
        key = f"indicator_{number}_name"
        entry = own.fields.name_entry(key, "三级指标")
        if origin in declared or entry.blank:
            continue
        slots = {"indicator": entry.shown}
        severity = None if origin is None else Severity.HINT
        yield Problem(
            code="PE-128", place=entry.location, slots=slots, raised_to=severity
        )
