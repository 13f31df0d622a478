"""Review workbooks (复核表) that come back: whose they are, and the points and remarks of the reviewer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from perfeval_xl.amounts import parse_number, whole_number
from perfeval_xl.problems import Problem
from perfeval_xl.refs import CellRef, Location
from perfeval_xl.sheets.raw import RawCell, RawWorkbook
from perfeval_xl.sheets.raw_opening import open_raw

__all__ = [
    "FIRST_ROW",
    "IDENTITY_SHEET",
    "LEVELS",
    "POINTS_COLUMN",
    "REVIEW_SHEET",
    "Reviewed",
    "ReviewedRow",
    "read_review",
    "reviewed",
    "subject_key",
]

REVIEW_SHEET, IDENTITY_SHEET = "复核表", "复核标识"
FIRST_ROW = 6
"""The row of the first indicator on the sheet."""
LEVELS = 3
"""How many columns the levels of an indicator have."""
# Columns of the sheet that a reviewer fills in
POINTS_COLUMN, REMARK_COLUMN = 10, 12
# Rows that are read; a forged number of them ends here
_MOST_ROWS = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewedRow:
    """One row as it was reviewed; `review` is `None` where the reviewer gave no points."""

    path: tuple[str, ...]
    weight: Decimal
    self_score: Decimal | None
    rule_score: Decimal | None
    review: Decimal | None
    remark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """One review workbook as it came back: whose it is, its rows, and what is wrong with it.

    `subject` is whose submission was reviewed (see `subject_key`), `arrival` the number of the version in the ledger,
    `None` in a workbook that does not say it. `note` says in Chinese what the ledger knows against it, empty for nothing.
    """

    file: str
    subject: str
    arrival: int | None = None
    project: str
    unit: str
    department: str
    rows: tuple[ReviewedRow, ...]
    problems: tuple[Problem, ...]
    note: str = ""

    @property
    def filled(self) -> int:
        """How many rows have the reviewer's points."""
        return sum(row.review is not None for row in self.rows)

    @property
    def complete(self) -> bool:
        """Whether every row has the reviewer's points."""
        return bool(self.rows) and all(row.review is not None for row in self.rows)


def subject_key(subject: str) -> str:
    """Return a subject of the ledger as it stands in a review workbook."""
    return subject.replace("\x1f", "|")


def read_review(data: bytes, file: str) -> Reviewed | None:
    """Read a filled review workbook; `None` for one that is none.

    Raises `SubmissionFileError` for a file that cannot be opened.
    """
    return reviewed(open_raw(data, file), file)


def reviewed(raw: RawWorkbook, file: str) -> Reviewed | None:
    """Return what stands in an open review workbook; `None` for a workbook that is none."""
    # Both sheets are there, or it is no review workbook
    if REVIEW_SHEET not in raw.titles or IDENTITY_SHEET not in raw.titles:
        return None
    # The hidden sheet has keys in its first column
    named = {
        _text(cell): raw.cells(IDENTITY_SHEET).get((row, 2))
        for (row, column), cell in raw.cells(IDENTITY_SHEET).items()
        if column == 1
    }
    identity = {key: _text(cell) for key, cell in named.items()}
    cells = raw.cells(REVIEW_SHEET)
    # It says how many rows were written, whatever stands below them now
    count = min(whole_number(identity.get("rows"), 0), _MOST_ROWS)
    rows: list[ReviewedRow] = []
    problems: list[Problem] = []
    for at in range(FIRST_ROW, FIRST_ROW + count):
        row, problem = _read_row(cells, at, file)
        rows.append(row)
        if problem is not None:
            problems.append(problem)
    return Reviewed(
        file=file,
        subject=identity.get("subject", ""),
        # Numbers of the ledger begin at 1
        arrival=whole_number(identity.get("arrival"), 0) or None,
        project=identity.get("project", ""),
        unit=identity.get("unit", ""),
        department=identity.get("department", ""),
        rows=tuple(rows),
        problems=tuple(problems),
    )


def _read_row(
    cells: Mapping[tuple[int, int], RawCell], at: int, file: str
) -> tuple[ReviewedRow, Problem | None]:
    written = _text(cells.get((at, POINTS_COLUMN)))
    review = parse_number(written)
    # Columns of 分值, 自评 and 规则 stand right before those of the reviewer
    weight = parse_number(_text(cells.get((at, 7)))) or Decimal(0)
    levels = [_text(cells.get((at, column))) for column in range(2, 2 + LEVELS)]
    path = tuple(level for level in levels if level)
    problem = None
    # Points outside 0 and the weight are told, and count as none
    if written and (review is None or not 0 <= review <= weight):
        place = Location.at(CellRef(REVIEW_SHEET, at, POINTS_COLUMN), file)
        slots = {
            "indicator": path[-1] if path else "",
            "written": written,
            "weight": _text(cells.get((at, 7))),
        }
        problem = Problem(
            code="PE-270", place=place, path=path, found=written, slots=slots
        )
        review = None
    row = ReviewedRow(
        path=path,
        weight=weight,
        self_score=parse_number(_text(cells.get((at, 8)))),
        rule_score=parse_number(_text(cells.get((at, 9)))),
        review=review,
        remark=_text(cells.get((at, REMARK_COLUMN))),
    )
    return row, problem


def _text(cell: RawCell | None) -> str:
    if cell is None or cell.value is None:
        return ""
    return str(cell.value).strip()
