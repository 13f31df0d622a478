"""The second face: the formulas in the workbook, recalculated by LibreOffice, give what the rules give.

A formula may stay blank where only the program can read a cell; it never shows another number.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from perfeval_xl.amounts import plain
from perfeval_xl.refs import Entry, column_letters
from perfeval_xl.rules.registry import execution_rule
from perfeval_xl.rules.row_formulas import indicator_formula
from perfeval_xl.rules.told_apart import PARTS, ToldApart, lists
from perfeval_xl.scheme.loader import load_scheme
from perfeval_xl.scoring import score_submission
from perfeval_xl.sheets.model import Cell, Formula, Sheet, Style, Value, Workbook
from perfeval_xl.sheets.values import as_cell
from perfeval_xl.sheets.writing import write_workbook
from perfeval_xl.submission.model import FundsRow, Indicator, Submission
from tests.support import draws
from tests.support.faces import spelled
from tests.support.office import Office
from tests.support.written_rows import written_rows

pytestmark = pytest.mark.timeout(300 + draws.DRAWS)

SCHEME = load_scheme("national-2020")
CHUNK = 5000
"""The most rows of one workbook."""
SPECIAL = [None, "0", "1", "-3", "0.005", "100%", "95%", "94.995%", "达标", "部分达成", "未达成", "达成", "一般",
           "不适用", "—", " ", "　", "≥95%", "７", "12345678901", "0.000001", "3个", "七项", "一半", "进一步提高", "达\n成",
           "部分 达成", "２０项", "95%-100%", "2024年12月31日前", "40个", "≥ 40 个", "不少于12种", "14种", "100万元", "90元",
           "≤12小时", "0起", "40 400", "≥100%以上", "5个以上", "2024年12月5日", "2024年13月1日", "2024-12-31", "2024/11/3", "2024年11月",
           "2024年12月前", "2024年底", "12月前", "已达标", "达标。", "已完成", ">40", "＞40个", "2024.12", "1.5人", "7.5%", "530元/人*月"]  # fmt: skip
DAY = "2024-03-15"
"""Typed as a date, which a cell stores as a number."""
NOTES = [None, "", "原因", " ", "　", "\n", "\u00a0", "无"]


def number(source: random.Random) -> str:
    places = source.choice([0, 0, 1, 2, 4])
    return plain(Decimal(source.randrange(-200, 20000)).scaleb(-places))


def signed(source: random.Random) -> str:
    sign = source.choice(["≥", "≤", ">=", "<=", ">", "≥ ", "不低于"])
    figure = source.choice(
        [
            "95%",
            "90",
            "0.5",
            "100%",
            "0",
            "0%",
            "12.5%",
            ".5",
            "5.",
            "1,000",
            "7项",
            "95%5",
            "300",
            "1.2.3",
        ]
    )
    return sign + (
        figure
        if source.random() < 0.6
        else plain(Decimal(source.randrange(1, 4000)).scaleb(-1))
    )


def target(source: random.Random) -> str | None:
    return signed(source) if source.random() < 0.4 else fact(source)


def beside(source: random.Random, promised: str | None) -> str | None:
    """What was done; a day only beside a sign, since beside a bare number a formula cannot tell it from one."""
    near = [
        "95%",
        "94.9%",
        "0.96",
        "1",
        "100%",
        "0",
        "90",
        "89.9",
        "11",
        "300",
        "10",
        "4.75",
        "120%",
        "0.125",
        DAY if (promised or "").startswith(("≥", "≤", ">", "<")) else "12",
        "45366",
    ]
    return source.choice(near) if source.random() < 0.5 else fact(source)


def fact(source: random.Random) -> str | None:
    return source.choice(SPECIAL) if source.random() < 0.4 else number(source)


def weight(source: random.Random) -> str | None:
    return source.choice(["10", "7", "8", "2.5", "3", "12.25", "0", None, "十", "-2"])


def cell(text: str | None) -> Cell:
    value: Value = None
    number_format = "General"
    if text == DAY:
        value, number_format = Decimal(45_366), "yyyy-mm-dd"
    elif text:
        value, number_format = as_cell(text)
    return Cell(value=value, style=Style(number_format=number_format))


def shown(value: object) -> Decimal | None:
    return None if value in (None, "") else Decimal(str(round(float(str(value)), 9)))


def addresses_of(names: Sequence[str], number: int) -> dict[str, str]:
    """Return the cells of a row, one behind the other from column A on."""
    columns = map(column_letters, range(1, len(names) + 1))
    return {
        name: f"{column}{number}" for name, column in zip(names, columns, strict=True)
    }


def row_formula(
    names: Sequence[str], number: int, path: tuple[str, ...] = ()
) -> dict[str, str]:
    """Return the formulas of a row by the column that they stand in: what is told apart, and last the points."""
    cells = addresses_of((*names, *PARTS), number)
    listed = {name: spelled(text) for name, text in lists().items()}
    parts = ToldApart(cells=cells | listed, path=path).formulas()
    return {**parts, "points": indicator_formula(SCHEME, cells, path)}


def recalculated(
    office: Office,
    folder: Path,
    rows: Sequence[Sequence[str | None]],
    formula: Callable[[int], str | Mapping[str, str]],
) -> list[object]:
    """Return what LibreOffice shows in the cell behind every row; workbooks of at most `CHUNK` rows.

    `formula` gets the number of the row, counted from 1 over all of them, and its cells are in that line.
    """
    results: list[object] = []
    for first in range(0, len(rows), CHUNK):
        cells: dict[tuple[int, int], Cell] = {}
        numbers = range(first + 1, min(first + CHUNK, len(rows)) + 1)
        for number_ in numbers:
            row = rows[number_ - 1]
            cells |= {
                (number_, column): cell(text) for column, text in enumerate(row, 1)
            }
            formulas = formula(number_)
            if isinstance(formulas, str):
                formulas = {"points": formulas}
            for column, each in enumerate(formulas.values(), len(row) + 1):
                cells[number_, column] = Cell(value=Formula(each))
            last = column_letters(len(row) + len(formulas))
        path = folder / f"draws-{first}.xlsx"
        path.write_bytes(
            write_workbook(Workbook(sheets=(Sheet(title="draws", cells=cells),)))
        )
        shown_ = office.cells(path, "draws")
        path.unlink()
        results += [shown_.get(f"{last}{number_}") for number_ in numbers]
    return results


@pytest.fixture(scope="module")
def source() -> random.Random:
    return random.Random(2020)


def test_the_preview_of_an_indicator_row_is_its_score(
    office: Office, source: random.Random, tmp_path: Path
) -> None:
    names = ("weight", "target", "actual", "self_score", "note")
    rows = [
        (
            weight(source),
            promised := target(source),
            beside(source, promised),
            fact(source),
            source.choice(NOTES),
        )
        for _ in range(draws.DRAWS * 40)
    ]
    results = recalculated(
        office,
        tmp_path,
        rows,
        lambda number_: row_formula(names, number_),
    )
    told = with_sign = 0
    wrong = []
    for row, result in zip(rows, results, strict=True):
        entries = dict(zip(names, map(Entry, row), strict=True))
        indicator = Indicator(path=("产出指标", "数量指标", "x"), **entries)
        card = score_submission(
            Submission(scheme=SCHEME.id, indicators=(indicator,)), SCHEME
        )
        preview = shown(result)
        if preview is not None:
            told += 1
            with_sign += (row[1] or "").startswith(("≥", "≤", ">=", "<="))
            if preview != card.indicators[1].score:
                wrong.append((row, preview, card.indicators[1].score))
    assert wrong == []
    assert told > len(rows) / 6
    assert with_sign > len(rows) / 50


ROWS = (
    ("产出指标", "数量指标", "培训人数"),
    ("产出指标", "数量指标", "单位成本"),
    ("产出指标", "质量指标", "合格率"),
    ("产出指标", "质量指标", "达标率（%）"),
    ("产出指标", "质量指标", "投诉次数"),
    ("产出指标", "质量指标", "投诉办结率"),
    ("产出指标", "质量指标", "验收数量"),
    ("产出指标", "时效指标", "完成时间"),
    ("产出指标", "时效指标", "及时完成率"),
    ("产出指标", "时效指标", "办理时限（天）"),
    ("产出指标", "成本指标", "项目总成本"),
    ("产出指标", "成本指标", "项目总成本（万元）"),
    ("产出指标", "成本指标", "成本控制率"),
    ("产出指标", "成本指标", "成本节约率"),
    ("产出指标", "成本指标", "某项"),
    ("满意度指标", "服务对象满意度指标", "居民满意度"),
)
NEAR = ("100", "98%", "100%", "98", "1", "0.98", "0", "2", "1.5", "5", "0.5", "≥95%", "≥95", "≤90", "≤3%", "≥1", "45626",
        "45640", "2024.12", "20241231", "2024", "0%", "150%", "3", "7%", "250000", "全覆盖", "完成", "年底前", "-1")  # fmt: skip


def test_the_preview_asks_where_the_program_asks(
    office: Office, source: random.Random, tmp_path: Path
) -> None:
    """The name and the place of a row decide what its figures mean; the preview never shows what the program leaves open."""
    names = ("weight", "target", "actual", "self_score", "note", "name")
    rows = []
    for _ in range(draws.DRAWS * 40):
        path = source.choice(ROWS)
        drawn = [
            source.choice(NEAR) if source.random() < 0.8 else fact(source)
            for _ in range(2)
        ]
        rows.append((path, ("10", *drawn, "10", None, path[-1])))
    results = recalculated(
        office,
        tmp_path,
        [row for _, row in rows],
        lambda number_: row_formula(names, number_, rows[number_ - 1][0]),
    )
    told = 0
    wrong = []
    for (path, row), result in zip(rows, results, strict=True):
        entries = dict(zip(names[:5], map(Entry, row[:5]), strict=True))
        submission = Submission(
            scheme=SCHEME.id,
            year=Entry("2024"),
            indicators=(Indicator(path=path, **entries),),
        )
        preview = shown(result)
        if preview is not None:
            told += 1
            score = score_submission(submission, SCHEME).indicators[1].score
            if preview != score:
                wrong.append((path, row, preview, score))
    assert wrong == []
    assert told > len(rows) / 10


def test_the_preview_of_a_written_row_is_blank_or_its_score(
    office: Office, tmp_path: Path
) -> None:
    names = ("weight", "target", "actual", "self_score", "note", "name")
    rows = written_rows()
    results = recalculated(
        office,
        tmp_path,
        [("10", row.target, row.actual, "10", None, row.name) for row in rows],
        lambda number_: row_formula(names, number_, rows[number_ - 1].path),
    )
    previews = [shown(result) for result in results]
    scores = [row.scored().score for row in rows]
    wrong = [
        (str(row), preview, score)
        for row, preview, score in zip(rows, previews, scores, strict=True)
        if preview not in (None, score)
    ]
    assert wrong == []
    assert len(rows) - previews.count(None) > 4


def test_the_preview_of_the_funds_row_is_its_score(
    office: Office, source: random.Random, tmp_path: Path
) -> None:
    rows = [
        (weight(source), fact(source), fact(source)) for _ in range(draws.DRAWS * 20)
    ]
    names = ("weight", "budget", "executed")
    rule = execution_rule(SCHEME)
    results = recalculated(
        office,
        tmp_path,
        rows,
        lambda number_: rule.formula(addresses_of(names, number_), SCHEME.rounding),
    )
    told = 0
    for (points, budget, executed), result in zip(rows, results, strict=True):
        funds = FundsRow(
            source="",
            weight=Entry(points),
            budget=Entry(budget),
            executed=Entry(executed),
        )
        card = score_submission(Submission(scheme=SCHEME.id, funds=(funds,)), SCHEME)
        preview = shown(result)
        if preview is not None and points is not None:
            told += 1
            assert preview == card.indicators[0].score, (points, budget, executed)
    assert told > len(rows) / 5
