"""The 汇总表: every figure is right, is a number, and leads back to where it was written."""

from __future__ import annotations

import io
import json
import os
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from perfeval_xl.collection.collecting import collect
from perfeval_xl.collection.ledger import open_ledger
from perfeval_xl.errors import UsageError
from perfeval_xl.form.filling import fill_form
from perfeval_xl.scheme.loader import example_json, load_scheme
from perfeval_xl.submission.spelling import from_json
from perfeval_xl.summary.projects import mean
from perfeval_xl.summary.summarising import write_summary
from tests.support.office import Office
from tests.support.workbooks import saved_on

SHEETS = [
    "总览",
    "按主管部门",
    "得分",
    "问题",
    "值得核对",
    "问题明细",
    "指标得分",
    "未能读取",
    "重复与更正",
    "没有自评表的邮件",
    "其他附件",
]
HOSTILE = "=cmd|' /C calc'!A0"


def _form(**changes: Any) -> bytes:
    scores = changes.pop("satisfaction", None)
    data = json.loads(example_json("xinzhou-2022")) | changes
    if scores:
        data["indicators"][-1] |= scores
    return fill_form(load_scheme("xinzhou-2022"), from_json(data))


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Four real workbooks of three projects, one of them corrected, one twice, and what else lies in a folder."""
    folder = tmp_path_factory.mktemp("汇总")
    box = folder / "收件箱"
    box.mkdir()
    noted = {"self_score": "8", "note": "样本偏少，下年扩大。"}
    files = {
        "1.xlsx": saved_on(_form(), "2023-03-05T01:00:00Z"),
        "2.xlsx": saved_on(_form(satisfaction=noted), "2023-03-06T01:00:00Z"),
        "3.xlsx": _form(
            project=HOSTILE, unit="@SUM(1)", department="+1", satisfaction=noted
        ),
        "4.xlsx": _form(
            project="丙项目",
            satisfaction={"actual": "57%", "self_score": "6", "note": ""},
            self_total="96",
        ),
        "5-副本.xlsx": _form(
            project="丙项目",
            satisfaction={"actual": "57%", "self_score": "6", "note": ""},
            self_total="96",
        ),
        "6.xlsx": b"",
        "7.pdf": b"%PDF-1.4",
    }
    for number, (name, data) in enumerate(files.items()):
        (box / name).write_bytes(data)
        os.utime(box / name, (1678066200 + number * 86400,) * 2)
    collect([box], str(folder / "台账.sqlite"))
    return str(folder / "台账.sqlite")


@pytest.fixture(scope="module")
def book(ledger: str) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(write_summary(ledger)))


def _table(sheet: Worksheet) -> list[dict[str, Any]]:
    heading, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(heading, row, strict=True)) for row in rows]


def test_the_sheets_stand_in_their_order_with_headings_that_stay(
    book: openpyxl.Workbook,
) -> None:
    assert book.sheetnames == SHEETS
    for sheet in book.worksheets[1:]:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert sheet.page_setup.paperSize == 9
        assert sheet.print_title_rows == "$1:$1"


def test_every_attachment_is_counted_once_in_the_overview(
    book: openpyxl.Workbook,
) -> None:
    counts = {
        row[0].strip(): row[1]
        for row in book["总览"].iter_rows(
            min_row=6, max_row=15, max_col=2, values_only=True
        )
    }
    assert counts == {
        "收到邮件和文件": 7,
        "其中附件": 7,
        "已报项目": 3,
        "通过": 2,
        "退回": 1,
        "更正前的旧版": 1,
        "重复": 1,
        "未能读取": 1,
        "没有自评表的邮件": 0,
        "其他附件": 1,
    }
    parts = (
        "已报项目",
        "更正前的旧版",
        "重复",
        "未能读取",
        "没有自评表的邮件",
        "其他附件",
    )
    assert sum(counts[part] for part in parts) == counts["其中附件"]


def test_a_submission_is_one_row_of_real_numbers(book: openpyxl.Workbook) -> None:
    rows = {row["文件"]: row for row in _table(book["得分"])}
    assert sorted(rows) == ["2.xlsx", "3.xlsx", "4.xlsx"]
    row = rows["2.xlsx"]
    assert row["项目名称"] == "“互联网+政务服务”平台运维服务费"
    assert [
        row[name]
        for name in ("全年预算数", "全年执行数", "执行率", "自评总分", "规则总分")
    ] == [
        24.5,
        24.5,
        1,
        98,
        100,
    ]
    assert (row["自评等级"], row["规则等级"], row["差额（自评－规则）"]) == (
        "优",
        "优",
        -2,
    )
    assert (row["状态"], row["错误"], row["版本"]) == ("通过", 0, 2)
    assert rows["4.xlsx"]["规则总分"] == 96
    assert rows["2.xlsx"]["收到时间"] == "2023-03-07 09:30"


def test_a_place_named_in_the_summary_holds_the_figure(
    book: openpyxl.Workbook, ledger: str
) -> None:
    opened = open_ledger(ledger)
    originals = {
        version.arrival.file: version.arrival.sha256 for version in opened.in_force()
    }
    checked = 0
    for row in _table(book["指标得分"]):
        data = opened.original(originals[row["文件"]])
        assert data is not None
        cell = openpyxl.load_workbook(io.BytesIO(data))[row["工作表"]][
            row["单元格或栏目"]
        ]
        if isinstance(cell.value, (int, float)):
            assert cell.value == row["自评得分"]
            checked += 1
    assert checked >= 30


def test_the_scored_rows_of_a_project_add_up_to_its_total(
    book: openpyxl.Workbook,
) -> None:
    totals: dict[str, Decimal] = {}
    for row in _table(book["指标得分"]):
        totals[row["文件"]] = totals.get(row["文件"], Decimal(0)) + Decimal(
            str(row["规则得分"])
        )
    assert totals == {
        row["文件"]: Decimal(str(row["规则总分"])) for row in _table(book["得分"])
    }


def test_problems_name_place_remedy_and_source(book: openpyxl.Workbook) -> None:
    rows = _table(book["问题明细"])
    counts = {
        row["文件"]: (row["错误"], row["警告"], row["提示"])
        for row in _table(book["得分"])
    }
    for file, expected in counts.items():
        found = [(row["级别"], row["处数"]) for row in rows if row["文件"] == file]
        assert (
            tuple(
                sum(n for name, n in found if name == wanted)
                for wanted in ("错误", "警告", "提示")
            )
            == expected
        )
    assert all(
        row["代码"].startswith("PE-") and row["问题"] and row["怎样改"] and row["依据"]
        for row in rows
    )
    assert any(row["工作表"] and row["单元格或栏目"] for row in rows)


def test_problems_are_grouped_by_code_the_gravest_first(
    book: openpyxl.Workbook,
) -> None:
    rows, details = _table(book["问题"]), _table(book["问题明细"])
    codes = [row["代码"] for row in rows]
    assert len(codes) == len(set(codes)) == len({row["代码"] for row in details})
    severities = [row["级别"] for row in rows]
    assert severities == sorted(severities, key=["错误", "警告", "提示"].index)
    assert sum(row["处数"] for row in rows) == sum(row["处数"] for row in details)


def test_every_row_is_high_enough_for_its_longest_text(book: openpyxl.Workbook) -> None:
    sheet = book["问题明细"]
    row = max(
        range(2, sheet.max_row + 1), key=lambda number: len(sheet.cell(number, 9).value)
    )
    lines = 2 * len(sheet.cell(row, 9).value) / sheet.column_dimensions["I"].width
    assert lines > 2
    assert sheet.row_dimensions[row].height >= 13 * lines


def test_links_lead_from_a_project_to_its_problems_and_back(
    book: openpyxl.Workbook,
) -> None:
    scores, problems = book["得分"], book["问题明细"]
    column = [cell.value for cell in scores[1]].index("警告") + 1
    for row in range(2, scores.max_row + 1):
        link = scores.cell(row, column).hyperlink.location
        first = problems[link.rpartition("!")[2]]
        assert (first.value, first.hyperlink.location) == (row, f"'得分'!A{row}")
        assert problems.cell(first.row, 2).value == scores.cell(row, 3).value


def test_no_cell_with_a_link_holds_a_text_to_wrap(book: openpyxl.Workbook) -> None:
    """LibreOffice shows the text of a linked cell in one line, and cuts off the rest."""
    linked = [
        cell
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.hyperlink
    ]
    assert linked
    assert all(len(str(cell.value)) <= 6 for cell in linked)


def test_what_came_from_outside_is_text(book: openpyxl.Workbook) -> None:
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            assert all(cell.data_type in {"s", "n"} for cell in row)
    names = [cell for cell in book["得分"]["C"] if cell.value == HOSTILE]
    assert [(cell.data_type, cell.quotePrefix) for cell in names] == [("s", True)]


def test_broken_repeated_and_other_attachments_are_listed(
    book: openpyxl.Workbook,
) -> None:
    (broken,) = _table(book["未能读取"])
    assert (broken["文件"], broken["实际内容"], broken["代码"], broken["字节数"]) == (
        "6.xlsx",
        "空文件",
        "PE-075",
        0,
    )
    assert broken["原因"]
    assert broken["怎么办"]
    repeats = [
        (row["类别"], row["文件"], row["是否在用"])
        for row in _table(book["重复与更正"])
    ]
    assert repeats == [
        ("首次报送", "1.xlsx", "已被替代"),
        ("更正", "2.xlsx", "在用"),
        ("重复", "5-副本.xlsx", None),
    ]
    assert [row["与之重复或被更正的文件"] for row in _table(book["重复与更正"])] == [
        None,
        "1.xlsx",
        "4.xlsx",
    ]
    assert [row["项目名称"] for row in _table(book["重复与更正"])][-1] == "丙项目"
    assert [row["文件"] for row in _table(book["其他附件"])] == ["7.pdf"]


def test_charts_stand_over_cells_beside_them(book: openpyxl.Workbook) -> None:
    sheet = book["总览"]
    grades, dimensions, bands, days, departments = sheet._charts
    assert [cell.value for (cell,) in sheet[_area(grades.series[0].cat)]] == [
        "优",
        "良",
        "中",
        "差",
    ]
    assert sum(cell.value for (cell,) in sheet[_area(grades.series[0].val)]) == 3
    assert sheet[_area(dimensions.series[0].cat)][0][0].value == "预算执行率"
    assert [cell.value for (cell,) in sheet[_area(bands.series[0].val)]][-2] is not None
    assert [cell.value for (cell,) in sheet[_area(days.series[0].val)]][-1] == 3
    lowest = [cell.value for (cell,) in sheet[_area(departments.series[0].val)]]
    assert lowest == sorted(lowest)


def _area(source: Any) -> str:
    return str((source.numRef or source.strRef).f).rpartition("!")[2].replace("$", "")


def test_the_same_ledger_gives_the_same_bytes(ledger: str) -> None:
    assert write_summary(ledger) == write_summary(ledger)


def test_an_empty_ledger_gives_an_empty_summary_and_none_gives_an_error(
    tmp_path: Path,
) -> None:
    url = str(tmp_path / "l.sqlite")
    with pytest.raises(UsageError):
        write_summary(url)
    open_ledger(url)
    book = openpyxl.load_workbook(io.BytesIO(write_summary(url)))
    assert book.sheetnames == SHEETS
    assert book["得分"]["A2"].value == "（无）"


def test_libreoffice_shows_the_same_figures(
    ledger: str, tmp_path: Path, office: Office
) -> None:
    path = tmp_path / "汇总表.xlsx"
    path.write_bytes(write_summary(ledger))
    cells = office.cells(path, "得分")
    assert (cells["C2"], cells["K2"], cells["M2"]) == (HOSTILE, 98, 100)
    assert 6 <= len(office.png(path)) <= 10


def test_the_mean_is_exact_and_of_what_is_there() -> None:
    assert mean([Decimal(98), None, Decimal("97.99")]) == Decimal("98.00")
    assert mean([None]) is None
