"""A project list (项目清单) becomes projects; everything that is wrong with it is found in one pass, by cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter

from perfeval_xl.amounts import parse_number
from perfeval_xl.dates import plain_year
from perfeval_xl.distribution.columns import (
    NO_ROWS,
    PASSED_OVER,
    ROSTER,
)
from perfeval_xl.distribution.grid import EXAMPLE, Grid
from perfeval_xl.distribution.judging import (
    LONGEST_NAME,
    code_problems,
    mail_problems,
    text_problems,
    year_problems,
)
from perfeval_xl.distribution.model import Project, match_text
from perfeval_xl.distribution.money import Money, MoneyReader
from perfeval_xl.distribution.notices import NoticeReader
from perfeval_xl.distribution.roster_headings import NEEDED, Headings, headings_of
from perfeval_xl.errors import SchemeError
from perfeval_xl.problems import Problem, Severity
from perfeval_xl.refs import Entry, Location
from perfeval_xl.scheme.loader import find_scheme
from perfeval_xl.scheme.model import Scheme

__all__ = [
    "Roster",
    "read_roster",
]

# What a form cannot be made without
_REQUIRED = ("project", "department", "unit", "year")
_SHARED = ("department", "unit", "mail", "year", "scheme")
"""What several projects below each other may have in one merged cell."""
_SUMS = ("合计", "总计", "小计")
_GIVE_THE_YEAR = "；所有项目是同一年度的，也可以不加这一列，另外给出年度（命令加 --year 2024，网页填“年度”）"
# Rows that a message names before it says 等
_SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """The projects of a list, and the problems found; `sheet` is the sheet that holds the list, empty for none."""

    projects: tuple[Project, ...] = ()
    problems: tuple[Problem, ...] = ()
    sheet: str = ""


def read_roster(
    sheets: tuple[Grid, ...], scheme_id: str = "", year: str = ""
) -> Roster:
    """Read the projects from the first sheet that has the headings of a project list.

    `scheme_id` is the scheme of rows that name none, id or title, and `year` the year of those.
    """
    # A workbook may begin with a cover or a sheet of notes
    for grid in sheets:
        found = headings_of(grid)
        if found is not None:
            return _Reader(grid, found, scheme_id, year).roster()
    named = "、".join(f"“{ROSTER[key][0]}”" for key in NEEDED)
    place = Location(file=sheets[0].file if sheets else "")
    where = f"文件“{place.file}”"
    return Roster(
        problems=(
            Problem(
                code="PE-115",
                place=place,
                slots={"where": where, "columns": f"{named}列"},
            ),
        )
    )


class _Reader:
    """Reads the rows of one list."""

    def __init__(self, grid: Grid, found: Headings, scheme_id: str, year: str) -> None:
        self.grid = grid
        self.top = found.row
        self.known = found.known
        self.scheme_id = scheme_id
        self.year = year
        self.problems: list[Problem] = []
        # By the name as written; a text is why the scheme was not found, and is told for each row
        self._schemes: dict[str, Scheme | str] = {}
        self._others = found.others
        self._money = MoneyReader(grid, found.others, found.unit)
        self._notices = NoticeReader(grid, found.others)

    def roster(self) -> Roster:
        # Columns first: a column that is missing is told once, not in every row
        self.problems += self._missing_columns()
        projects = list(self._projects())
        # Rows that repeat another are told at the later one
        seen: dict[tuple[str, ...], int] = {}
        for project in projects:
            self._repeated(project, seen)
        # Filtered rows are projects too: they are read, and it is said that they were hidden
        hidden = [project for project in projects if project.row in self.grid.hidden]
        if hidden:
            rows = "、".join(str(project.row) for project in hidden[:_SHOWN])
            if len(hidden) > _SHOWN:
                rows += "等"
            slots = {"count": str(len(hidden)), "rows": rows}
            self.problems.append(
                Problem(
                    code="PE-141",
                    place=hidden[0].place,
                    slots=slots,
                )
            )
        # Last, since only now it is known which columns were used
        self.problems += self._unused_columns(projects)
        return Roster(
            projects=tuple(projects),
            problems=tuple(self.problems),
            sheet=self.grid.sheet,
        )

    def _missing_columns(self) -> Iterator[Problem]:
        """Yield one problem for a column that every row needs and the list has not."""
        for key in _REQUIRED:
            # A year for all projects may be given instead of its column
            if key in self.known or (key == "year" and self.year):
                continue
            remedy = ""
            if key == "year":
                remedy = _GIVE_THE_YEAR
            place = self.grid.place(self.top, min(self.known.values()), ROSTER[key][0])
            yield Problem(
                code="PE-257",
                place=place,
                slots={"field": ROSTER[key][0], "otherwise": remedy},
            )

    def _unused_columns(self, projects: Sequence[Project]) -> Iterator[Problem]:
        """Yield one problem for all columns that hold something and were not read; it weighs more where no money was."""
        if not all(project.scheme for project in projects):
            # Which columns hold money is told by the scheme
            return
        unused = self._unread_texts(projects)
        if not unused:
            return
        # Figures that nobody read, in a list without any money, are very likely the money
        without = not any(each.initial or each.budget for each in projects)
        figures = any(parse_number(texts[0]) is not None for texts in unused.values())
        money, raised = "", None
        if without and figures:
            money, raised = (
                "；没有认出预算金额的列，表格里的预算没有预填",
                Severity.WARNING,
            )
        slots = {"columns": "".join(f"“{title}”" for title in unused), "money": money}
        first = next(iter(unused))
        place = self.grid.place(self.top, self._others[first], first)
        yield Problem(
            code="PE-240",
            place=place,
            slots=slots,
            raised_to=raised,
        )

    def _unread_texts(self, projects: Sequence[Project]) -> dict[str, list[str]]:
        """Return what stands in columns from which nothing was read, by heading; 序号 and the like need no word."""
        # From left to right, as the list shows them
        found: dict[str, list[str]] = {}
        used = self._money.used | self._notices.used
        for title, column in sorted(self._others.items(), key=itemgetter(1)):
            if column in used or title.casefold() in PASSED_OVER:
                continue
            texts = [self.grid.text(project.row, column) for project in projects]
            filled = [text for text in texts if text]
            if filled:
                found[title] = filled
        return found

    def _projects(self) -> Iterator[Project]:
        for row, columns in self.grid.rows():
            first = self.grid.text(row, columns[0]) or ""
            if (
                row > self.top
                and not match_text(first).startswith(EXAMPLE)
                and self._is_project(row, columns)
            ):
                yield self._project(row)

    def _is_project(self, row: int, columns: tuple[int, ...]) -> bool:
        """Whether a row is more than a number, a default year or a default scheme, and no sum or signature below."""
        # A year or scheme that was filled down over blank rows makes no projects of them
        keys = self.known.keys() - {"year", "scheme"}
        if all(self.grid.text(row, self.known[key]) is None for key in keys):
            return False
        name = match_text(self.grid.text(row, self.known["project"]))
        said = [match_text(self.grid.text(row, column)) for column in columns]
        # A sum or signature has a blank name or 合计 itself; 合计系统 is a project
        return name not in {"", *_SUMS} or not any(
            text.startswith(NO_ROWS) for text in said
        )

    def _project(self, row: int) -> Project:
        # What is written is judged before anything is replaced by its usual form
        entries = self._entries(row)
        self._judge(entries, row)
        # 2024年度 and 2024年 are 2024
        year = plain_year(entries["year"].text)
        entries["year"] = replace(entries["year"], text=year or None)
        # The scheme decides which columns of money there are
        scheme = self._scheme(entries["scheme"], row)
        scheme_id = ""
        money = Money()
        if scheme is not None:
            scheme_id = scheme.id
            money = self._money.read(row, scheme)
        self.problems += money.problems
        asked = self._notices.read(row)
        self.problems += asked.problems
        return Project(
            project=entries["project"],
            department=entries["department"],
            unit=entries["unit"],
            year=entries["year"],
            code=entries["code"],
            mail=entries["mail"],
            scheme=scheme_id,
            initial=money.initial,
            budget=money.budget,
            notice=asked.lines,
            due=asked.due,
            row=row,
            place=entries["project"].location,
        )

    def _entries(self, row: int) -> dict[str, Entry]:
        """Read the cells of a row by the keys of `ROSTER`; what is wrong with the 编码 is said."""
        entries = {
            key: self.grid.entry(row, self.known.get(key), names[0])
            for key, names in ROSTER.items()
        }
        # A code is read again as its format shows it: leading zeros are part of it
        code = self.known.get("code")
        title = ROSTER["code"][0]
        entries["code"] = self.grid.code_entry(row, code, title)
        self.problems += code_problems(self.grid, entries["code"], row, code, title)
        # One merged cell may give a department to many projects
        for key in _SHARED:
            column = self.known.get(key)
            entries[key] = self.grid.merged_entry(row, column, ROSTER[key][0])
        # The year of the command is only for rows that say none
        if self.year and entries["year"].blank:
            entries["year"] = replace(entries["year"], text=self.year)
        return entries

    def _judge(self, entries: Mapping[str, Entry], row: int) -> None:
        """Say what a row lacks, and which of its entries cannot be what they should be."""
        # A column that is missing altogether was told once
        for key in _REQUIRED:
            if entries[key].blank and key in self.known:
                place = self.grid.place(row, self.known[key], ROSTER[key][0])
                slots = {"row": str(row), "field": ROSTER[key][0]}
                self.problems.append(
                    Problem(
                        code="PE-101",
                        place=place,
                        slots=slots,
                    )
                )
        for key in ("project", "department", "unit", "code"):
            self.problems += text_problems(entries[key], ROSTER[key][0], LONGEST_NAME)
        self.problems += mail_problems(entries["mail"], row)
        self.problems += year_problems(entries["year"], row)

    def _scheme(self, written: Entry, row: int) -> Scheme | None:
        name = (written.text or "").strip() or self.scheme_id
        # Where the list has no such column, the problem stands at the project
        place = self.grid.place(
            row,
            self.known.get("scheme", self.known["project"]),
            ROSTER["scheme"][0],
        )
        # Neither the row nor the command names a scheme
        if not name:
            slots = {"row": str(row), "field": ROSTER["scheme"][0]}
            self.problems.append(
                Problem(
                    code="PE-101",
                    place=place,
                    slots=slots,
                )
            )
            return None
        # Each name is looked up once, the names that fail as well
        if name not in self._schemes:
            try:
                self._schemes[name] = find_scheme(name)
            except SchemeError as exc:
                self._schemes[name] = exc.message
        found = self._schemes[name]
        if isinstance(found, str):
            slots = {"scheme": name, "reason": found}
            self.problems.append(
                Problem(
                    code="PE-103",
                    place=place,
                    found=name,
                    slots=slots,
                )
            )
            return None
        return found

    def _repeated(self, project: Project, seen: dict[tuple[str, ...], int]) -> None:
        """Two rows are one project when code and year agree, or, without codes, name, unit and year.

        A code whose end is lost does not tell two projects apart, nor makes one of them.
        """
        lost = self.grid.lost_digits(project.row, self.known.get("code"))
        year = match_text(project.year.text)
        if lost:
            code = ""
        else:
            code = match_text(project.code.text)
        names = (
            match_text(project.project.text),
            match_text(project.unit.text),
        )
        # Within a year: the same project may be funded in the next one again
        key: tuple[str, ...] = ("name", year, *names)
        if code:
            key = ("code", year, code)
        # Rows without any name were told already
        if not code and not names[0]:
            return
        if key in seen:
            slots = {
                "row": str(project.row),
                "other": str(seen[key]),
                "project": project.project.shown,
            }
            self.problems.append(
                Problem(
                    code="PE-102",
                    place=project.place,
                    slots=slots,
                )
            )
        seen.setdefault(key, project.row)
