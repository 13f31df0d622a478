"""What a project list says: projects, and the targets that were declared for them; every value knows its cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from perfeval_xl.amounts import normalise
from perfeval_xl.refs import NOWHERE, Entry, Location

__all__ = ["Project", "Target", "TargetSet", "match_text"]

BLANK = Entry()


def match_text(text: str | None) -> str:
    """Return a name as it is compared: without blanks, in one width and letter case.

    >>> match_text(" 平台 运维（二期） ") == match_text("平台运维(二期)")
    True
    """
    return normalise(text or "").casefold()


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One declared target (绩效目标): its path, what is to be reached (`≥95%`), its points; a blank weight is open.

    `place` is its cell of the 三级指标; the entries know their own.
    """

    path: tuple[str, str, str]
    target: Entry = BLANK
    weight: Entry = BLANK
    place: Location = NOWHERE
    row: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetSet:
    """The targets of one project as they were declared together, and the goal (年度目标) above them.

    A declaration names its project by `code`, by `project`, or by both; `unit` tells projects of one name apart.
    """

    project: Entry
    code: Entry = BLANK
    unit: Entry = BLANK
    goal: Entry = BLANK
    targets: tuple[Target, ...] = ()
    place: Location = NOWHERE


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """One row of a project list. Money by source of the scheme; a source that is missing was not filled in.

    `code` (项目编码) and `mail` may be blank. `notice` is what the list says about handing in this form, each line with
    what it is about, and `due` the day of it. `row` is its row in the list, for messages.
    """

    project: Entry
    department: Entry
    unit: Entry
    year: Entry
    scheme: str
    code: Entry = BLANK
    mail: Entry = BLANK
    initial: Mapping[str, Entry] = field(default_factory=dict)
    budget: Mapping[str, Entry] = field(default_factory=dict)
    goal: Entry = BLANK
    targets: tuple[Target, ...] = ()
    notice: tuple[tuple[str, str], ...] = ()
    due: date | None = None
    row: int = 0
    place: Location = NOWHERE
