"""A project list (项目清单) becomes projects; everything that is wrong with it is found in one pass, by cell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from perfeval_xl.amounts import normalise
from perfeval_xl.distribution.columns import ROSTER, column_key
from perfeval_xl.distribution.grid import EXAMPLE, Grid, heading
from perfeval_xl.distribution.judging import (
    LONGEST_NAME,
    mail_problems,
    text_problems,
    year_problems,
)
from perfeval_xl.distribution.model import Project, match_text
from perfeval_xl.distribution.money import Money, MoneyReader
from perfeval_xl.errors import SchemeError
from perfeval_xl.problems import Problem
from perfeval_xl.refs import Entry, Location
from perfeval_xl.scheme.loader import find_scheme
from perfeval_xl.scheme.model import Scheme

__all__ = ["Roster", "read_roster"]

_NEEDED = ("project", "unit")
_SEARCHED = 20  # rows in which the headings are looked for
_FEWEST = 3  # headings that make a row the one with the headings
_REQUIRED = ("project", "department", "unit", "year")


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """The projects of a list, and the problems found; `sheet` is the sheet that holds the list, empty for none."""

    projects: tuple[Project, ...] = ()
    problems: tuple[Problem, ...] = ()
    sheet: str = ""


def read_roster(sheets: tuple[Grid, ...], scheme_id: str = "") -> Roster:
    """Read the projects from the first sheet that has the headings of a project list.

    `scheme_id` is the scheme of rows that name none; id or title.
    """
    for grid in sheets:
        found = _headings(grid)
        if found is not None:
            return _Reader(grid, *found, scheme_id).roster()
    named = "、".join(f"“{ROSTER[key][0]}”" for key in _NEEDED)
    place = Location(file=sheets[0].file if sheets else "")
    where = f"文件“{place.file}”"
    return Roster(problems=(Problem(code="PE-115", place=place, slots={"where": where, "columns": f"{named}列"}),))


def _headings(grid: Grid) -> tuple[int, dict[str, int], dict[str, int]] | None:
    """Return the row of the headings, the known columns, and every other column by its heading."""
    for number, (row, columns) in enumerate(grid.rows()):
        if number >= _SEARCHED:
            return None
        known: dict[str, int] = {}
        others: dict[str, int] = {}
        for column in columns:
            title = heading(grid.text(row, column))
            key = column_key(ROSTER, title)
            if key is not None:
                known.setdefault(key, column)
            else:
                others.setdefault(match_text(grid.text(row, column)), column)
        if len(known) >= _FEWEST and all(key in known for key in _NEEDED):
            return row, known, others
    return None


class _Reader:
    """Reads the rows of one list."""

    def __init__(self, grid: Grid, top: int, known: dict[str, int], others: dict[str, int], scheme_id: str) -> None:
        self.grid, self.top, self.known, self.others, self.scheme_id = grid, top, known, others, scheme_id
        self.problems: list[Problem] = []
        self._schemes: dict[str, Scheme | str] = {}
        self._money = MoneyReader(grid, others)

    def roster(self) -> Roster:
        projects = list(self._projects())
        seen: dict[tuple[str, ...], int] = {}
        for project in projects:
            self._repeated(project, seen)
        return Roster(projects=tuple(projects), problems=tuple(self.problems), sheet=self.grid.sheet)

    def _projects(self) -> Iterator[Project]:
        for row, columns in self.grid.rows():
            first = self.grid.text(row, columns[0]) or ""
            if row > self.top and not match_text(first).startswith(EXAMPLE) and self._says_anything(row):
                yield self._project(row)

    def _says_anything(self, row: int) -> bool:
        """Whether a row is more than a number, a default year or a default scheme."""
        keys = self.known.keys() - {"year", "scheme"}
        return any(self.grid.text(row, self.known[key]) is not None for key in keys)

    def _project(self, row: int) -> Project:
        entries = {key: self.grid.entry(row, self.known.get(key), names[0]) for key, names in ROSTER.items()}
        for key in _REQUIRED:
            if entries[key].blank:
                place = self.grid.place(row, self.known.get(key, 1), ROSTER[key][0])
                slots = {"row": str(row), "field": ROSTER[key][0]}
                self.problems.append(Problem(code="PE-101", place=place, slots=slots))
        for key in ("project", "department", "unit", "code"):
            self.problems += text_problems(entries[key], ROSTER[key][0], LONGEST_NAME)
        self.problems += mail_problems(entries["mail"], row)
        self.problems += year_problems(entries["year"], row)
        year = normalise(entries["year"].text or "").removesuffix("年度").removesuffix("年")
        entries["year"] = replace(entries["year"], text=year or None)
        written = entries.pop("scheme")
        scheme = self._scheme(written, row)
        money = Money() if scheme is None else self._money.read(row, scheme)
        self.problems += money.problems
        return Project(
            project=entries["project"],
            department=entries["department"],
            unit=entries["unit"],
            year=entries["year"],
            code=entries["code"],
            mail=entries["mail"],
            scheme=scheme.id if scheme is not None else "",
            initial=money.initial,
            budget=money.budget,
            row=row,
            place=entries["project"].location,
        )

    def _scheme(self, written: Entry, row: int) -> Scheme | None:
        name = (written.text or "").strip() or self.scheme_id
        place = self.grid.place(row, self.known.get("scheme", self.known["project"]), ROSTER["scheme"][0])
        if not name:
            slots = {"row": str(row), "field": ROSTER["scheme"][0]}
            self.problems.append(Problem(code="PE-101", place=place, slots=slots))
            return None
        if name not in self._schemes:
            try:
                self._schemes[name] = find_scheme(name)
            except SchemeError as exc:
                self._schemes[name] = exc.message
        found = self._schemes[name]
        if isinstance(found, str):
            slots = {"scheme": name, "reason": found}
            self.problems.append(Problem(code="PE-103", place=place, found=name, slots=slots))
            return None
        return found

    def _repeated(self, project: Project, seen: dict[tuple[str, ...], int]) -> None:
        """Two rows are one project when code and year agree, or, without codes, name, unit and year."""
        year, code = match_text(project.year.text), match_text(project.code.text)
        names = (match_text(project.project.text), match_text(project.unit.text))
        key = ("code", year, code) if code else ("name", year, *names)
        if not code and not names[0]:
            return
        if key in seen:
            slots = {"row": str(project.row), "other": str(seen[key]), "project": project.project.shown}
            self.problems.append(Problem(code="PE-102", place=project.place, slots=slots))
        seen.setdefault(key, project.row)
