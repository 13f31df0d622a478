"""The review workbook (复核表): self, rule, and room for the reviewer's points and remark; and reading it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from perfeval_xl.amounts import parse_number
from perfeval_xl.collection.records import IndicatorFigures, SubmissionFigures
from perfeval_xl.problems import Problem
from perfeval_xl.refs import CellRef, Location
from perfeval_xl.sheets.model import (
    Area,
    Cell,
    Formula,
    Page,
    Sheet,
    Style,
    Validation,
    Value,
    Workbook,
)
from perfeval_xl.sheets.raw import RawCell
from perfeval_xl.sheets.raw_opening import open_raw
from perfeval_xl.sheets.showing import shown
from perfeval_xl.sheets.writing import write_workbook
from perfeval_xl.texts import storable

__all__ = ["Reviewed", "ReviewedRow", "read_review", "review_workbook"]

_SHEET, _HIDDEN = "复核表", "复核标识"
_HEADINGS = (
    "序号",
    "一级指标",
    "二级指标",
    "三级指标",
    "年度指标值",
    "实际完成值",
    "分值",
    "自评得分",
    "规则得分",
)
_HEADINGS_TO_FILL = ("复核得分", "复核－自评", "复核说明")
_WIDTHS = (6.0, 12.0, 14.0, 24.0, 14.0, 14.0, 8.0, 9.0, 9.0, 10.0, 10.0, 36.0)
_FIRST = 6
_LEVELS = 3
_REVIEW, _REMARK = 10, 12
_TITLE = Style(font="黑体", size=16, bold=True)
_NOTE = Style(font="宋体", size=10, horizontal="left")
_HEAD = Style(font="黑体", size=10, bold=True, fill="D9E2F3", border="thin")
_TEXT = Style(font="宋体", size=10, border="thin", horizontal="left")
_POINTS = Style(font="宋体", size=10, border="thin", number_format="0.00")
_INPUT = replace(_POINTS, locked=False, fill="FFF9E5")
_INPUT_TEXT = replace(_TEXT, locked=False, fill="FFF9E5")


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
    """One review workbook as it came back: whose it is, its rows, and what is wrong with it."""

    file: str
    subject: str
    project: str
    unit: str
    department: str
    rows: tuple[ReviewedRow, ...]
    problems: tuple[Problem, ...]

    @property
    def complete(self) -> bool:
        """Whether every row has the reviewer's points."""
        return bool(self.rows) and all(row.review is not None for row in self.rows)


def review_workbook(
    figures: SubmissionFigures,
    rows: Sequence[IndicatorFigures],
    reasons: Sequence[str],
    seed: str,
) -> bytes:
    """Return the workbook in which a project is reviewed; only points and remarks can be written into it."""
    bottom = _FIRST + len(rows) - 1
    last = len(_WIDTHS)
    cells = _head(figures, reasons, seed)
    for number, row in enumerate(rows, start=1):
        at = _FIRST + number - 1
        for column, cell in enumerate(_row(number, at, row), start=1):
            cells[at, column] = cell
    cells |= _totals(bottom)
    sheet = Sheet(
        title=_SHEET,
        cells=cells,
        merges=(
            Area(1, 1, 1, last),
            Area(2, 1, 2, last),
            Area(3, 1, 3, last),
            Area(4, 1, 4, last),
        ),
        widths=dict(enumerate(_WIDTHS, start=1)),
        heights={1: 30.0, 3: 30.0, 4: 20.0},
        validations=(_points_allowed(bottom),),
        page=Page(
            landscape=True,
            area=Area(1, 1, bottom + 1, last),
            title_rows=(5, 5),
            footer="第&P页，共&N页",
        ),
        protected=True,
        freeze="A6",
        column_titles="A5",
    )
    hidden = Sheet(
        title=_HIDDEN, cells=_identity(figures, len(rows)), state="veryHidden"
    )
    return write_workbook(Workbook(sheets=(shown(sheet), hidden), title="抽查复核表"))


def read_review(data: bytes, file: str) -> Reviewed | None:
    """Read a filled review workbook; `None` for one that is none.

    Raises `SubmissionFileError` for a file that cannot be opened.
    """
    raw = open_raw(data, file)
    if _SHEET not in raw.titles or _HIDDEN not in raw.titles:
        return None
    named = {
        _text(cell): raw.cells(_HIDDEN).get((row, 2))
        for (row, column), cell in raw.cells(_HIDDEN).items()
        if column == 1
    }
    identity = {key: _text(cell) for key, cell in named.items()}
    cells = raw.cells(_SHEET)
    rows: list[ReviewedRow] = []
    problems: list[Problem] = []
    for at in range(_FIRST, _FIRST + int(identity.get("rows", "0") or 0)):
        row, problem = _read_row(cells, at, file)
        rows.append(row)
        if problem is not None:
            problems.append(problem)
    return Reviewed(
        file=file,
        subject=identity.get("subject", ""),
        project=identity.get("project", ""),
        unit=identity.get("unit", ""),
        department=identity.get("department", ""),
        rows=tuple(rows),
        problems=tuple(problems),
    )


def _head(
    figures: SubmissionFigures, reasons: Sequence[str], seed: str
) -> dict[tuple[int, int], Cell]:
    whose = f"项目：{figures.project}　　实施单位：{figures.unit}　　主管部门：{figures.department}　　年度：{figures.year}"
    why = "、".join(reasons) or "没有明显的风险"
    cells = {
        (1, 1): Cell(value="项目支出绩效自评抽查复核表", style=_TITLE),
        (2, 1): Cell(value=whose, style=_NOTE),
        (3, 1): Cell(value=f"抽中的原因：{why}　　抽样种子：{seed}", style=_NOTE),
        (4, 1): Cell(
            value="请在浅黄色的格子里填写复核得分和说明，得分在0和分值之间，其余不必改动。",
            style=_NOTE,
        ),
    }
    for column, heading in enumerate((*_HEADINGS, *_HEADINGS_TO_FILL), start=1):
        cells[5, column] = Cell(value=heading, style=_HEAD)
    return cells


def _row(number: int, at: int, row: IndicatorFigures) -> tuple[Cell, ...]:
    levels = (*row.path, *[""] * _LEVELS)[:_LEVELS]
    texts = (*levels, row.target, row.actual)
    return (
        Cell(value=number, style=_POINTS_PLAIN),
        *(Cell(value=text, style=_TEXT) for text in texts),
        Cell(value=row.weight, style=_POINTS),
        Cell(value=row.self_score, style=_POINTS),
        Cell(value=row.decided_score, style=_POINTS),
        Cell(style=_INPUT),
        Cell(value=Formula(f'IF(OR(J{at}="",H{at}=""),"",J{at}-H{at})'), style=_POINTS),
        Cell(style=_INPUT_TEXT),
    )


_POINTS_PLAIN = replace(_POINTS, number_format="0")


def _totals(bottom: int) -> dict[tuple[int, int], Cell]:
    at = bottom + 1
    cells = {(at, column): Cell(style=_HEAD) for column in range(1, len(_WIDTHS) + 1)}
    cells[at, 1] = Cell(value="合计", style=_HEAD)
    sums = replace(_HEAD, number_format="0.00")
    for column, letter in ((7, "G"), (8, "H"), (9, "I"), (10, "J")):
        cells[at, column] = Cell(
            value=Formula(f"SUM({letter}{_FIRST}:{letter}{bottom})"), style=sums
        )
    return cells


def _points_allowed(bottom: int) -> Validation:
    return Validation(
        areas=(Area(_FIRST, _REVIEW, bottom, _REVIEW),),
        kind="custom",
        first=f"AND(ISNUMBER(J{_FIRST}),J{_FIRST}>=0,J{_FIRST}<=G{_FIRST})",
        prompt_title="复核得分",
        prompt="0和分值之间的数字。",
        error_title="复核得分",
        error="请填0和分值之间的数字。",
    )


def _identity(figures: SubmissionFigures, count: int) -> dict[tuple[int, int], Cell]:
    values: Mapping[str, Value] = {
        "subject": storable(figures.subject.replace("\x1f", "|")),
        "project": figures.project,
        "unit": figures.unit,
        "department": figures.department,
        "rows": str(count),
    }
    cells = {}
    for row, (key, value) in enumerate(values.items(), start=1):
        cells[row, 1], cells[row, 2] = Cell(value=key), Cell(value=value)
    return cells


def _read_row(
    cells: Mapping[tuple[int, int], RawCell], at: int, file: str
) -> tuple[ReviewedRow, Problem | None]:
    written = _text(cells.get((at, _REVIEW)))
    review = parse_number(written)
    weight = parse_number(_text(cells.get((at, 7)))) or Decimal(0)
    path = tuple(
        part
        for part in (_text(cells.get((at, column))) for column in range(2, 5))
        if part
    )
    problem = None
    if written and (review is None or not 0 <= review <= weight):
        place = Location(
            file=file, sheet=_SHEET, cell=CellRef(_SHEET, at, _REVIEW).address
        )
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
        remark=_text(cells.get((at, _REMARK))),
    )
    return row, problem


def _text(cell: RawCell | None) -> str:
    if cell is None or cell.value is None:
        return ""
    return str(cell.value).strip()
