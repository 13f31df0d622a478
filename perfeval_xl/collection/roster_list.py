"""The list of projects (项目清单) as collecting needs it: who is to report what, in the order of the list."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import astuple, dataclass

from perfeval_xl.dates import plain_year
from perfeval_xl.distribution.grid import Grid
from perfeval_xl.distribution.manifest import parse_manifest
from perfeval_xl.distribution.model import Project
from perfeval_xl.distribution.roster import read_roster
from perfeval_xl.errors import UsageError
from perfeval_xl.form.identity.issue import Issue, form_id

__all__ = ["ListedProject", "RosterList", "read_roster_list"]

# The scheme by which ids are computed where a list names none
_USUAL = "national-2020"
_NO_ROSTER = "请给出项目清单，或者下发文件夹里的清单.xlsx、清单.json。"
_BROKEN = {"PE-115"}
"""Problems after which there is no list; all others are about single cells."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedProject:
    """One project of the list. `code`, `year`, `scheme` and `mail` may be empty; a year is its four digits.

    `form_id` is the id of the form that `distribute` makes for it, empty where the list does not say enough.
    """

    project: str
    code: str
    department: str
    unit: str
    year: str
    scheme: str
    mail: str
    form_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterList:
    """A list of projects in its order, and the name of its file."""

    name: str
    projects: tuple[ListedProject, ...]

    @property
    def digest(self) -> str:
        """What tells two lists apart."""
        text = json.dumps([self.name, *map(astuple, self.projects)], ensure_ascii=False)
        return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def read_roster_list(data: bytes, name: str) -> RosterList:
    """Read a 项目清单, or the 清单.xlsx or 清单.json of a distribution.

    Raises `UsageError` for what is none, and `SubmissionFileError` for a file that cannot be opened.
    """
    # The manifest in JSON knows ids; that in .xlsx is read as any list
    if name.lower().endswith(".json"):
        return RosterList(name=name, projects=tuple(_from_manifest(data, name)))
    # A list is read as `distribute` reads it, so that ids come out the same
    found = read_roster(Grid.sheets(data, name), _USUAL)
    # Single cells may be wrong: what can be told is enough here
    if not found.projects or any(problem.code in _BROKEN for problem in found.problems):
        raise UsageError(f"“{name}”里没有找到项目清单。", _NO_ROSTER)
    return RosterList(name=name, projects=tuple(map(_listed, found.projects)))


def _from_manifest(data: bytes, name: str) -> Iterable[ListedProject]:
    for record in parse_manifest(data, name):
        yield ListedProject(
            project=record.project,
            code=record.code,
            department=record.department,
            unit=record.unit,
            year=plain_year(record.year),
            scheme=record.scheme,
            mail=record.mail,
            form_id=record.form_id,
        )


def _listed(project: Project) -> ListedProject:
    issue = Issue(
        project=project.project.text or "",
        department=project.department.text or "",
        unit=project.unit.text or "",
        year=project.year.text or "",
        code=project.code.text or "",
    )
    return ListedProject(
        project=issue.project,
        code=issue.code,
        department=issue.department,
        unit=issue.unit,
        year=plain_year(issue.year),
        scheme=project.scheme,
        mail=project.mail.text or "",
        form_id=form_id(project.scheme, issue) if issue.year and project.scheme else "",
    )
