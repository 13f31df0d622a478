"""Averages are of one set of projects, and say how many; what cannot be compared is listed with its reason."""

from __future__ import annotations

import io
import json
import os
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from perfeval_xl.collection.collecting import collect
from perfeval_xl.scheme.loader import example_json
from perfeval_xl.summary.projects import difference, mean
from perfeval_xl.summary.summarising import write_summary
from tests.collection.mails import letter

Rows = list[tuple[Any, ...]]


def _summary(folder: Path, *submissions: dict[str, Any]) -> openpyxl.Workbook:
    """Collect submissions as JSON, mailed a day apart, and return their 汇总表."""
    box = folder / "收件箱"
    box.mkdir()
    for number, changes in enumerate(submissions):
        data = json.dumps(json.loads(example_json("xinzhou-2022")) | changes).encode()
        mail = letter(
            (f"{number}.json", data), date=f"{6 + number:02} Mar 2023 09:30:00 +0800"
        )
        (box / f"{number}.eml").write_bytes(mail.as_bytes())
    (box / "公文.pdf").write_bytes(b"%PDF-1.4")
    os.utime(box / "公文.pdf", (1678066200 + 30 * 86400,) * 2)
    collect([box], str(folder / "台账.db"))
    return openpyxl.load_workbook(io.BytesIO(write_summary(str(folder / "台账.db"))))


def _rows(book: openpyxl.Workbook, sheet: str, first: str) -> Rows:
    """The rows of a sheet whose first cell begins with a text."""
    rows = book[sheet].iter_rows(values_only=True)
    return [
        row
        for row in rows
        if isinstance(row[0], str) and row[0].strip().startswith(first)
    ]


def _indicators(**last: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(example_json("xinzhou-2022"))["indicators"]
    rows[-1] |= last
    return rows


CLEAN = _indicators(self_score="8", note="样本偏少，下年扩大。")


def _without_scores() -> dict[str, Any]:
    data = json.loads(example_json("xinzhou-2022"))
    for row in data["indicators"]:
        row["self_score"] = None
    data["funds"][0]["self_score"] = None
    return {
        "project": "没有自评分",
        "funds": data["funds"],
        "indicators": data["indicators"],
        "self_total": None,
    }


def test_the_three_averages_are_of_the_same_projects_and_say_how_many(
    tmp_path: Path,
) -> None:
    book = _summary(
        tmp_path, {}, {"project": "乙", "indicators": CLEAN}, _without_scores()
    )
    (compared,) = _rows(book, "总览", "计入平均的项目")
    assert compared[1:5] == (2, 98, 100, -2)
    (passed,) = _rows(book, "总览", "其中通过")
    assert passed[1:5] == (1, 98, 100, -2)
    (department,) = _rows(book, "按主管部门", "忻州经济开发区管理委员会")
    assert department[1:4] == (3, 1, 2)
    assert department[9:] == (2, 98, 100, -2)
    (told,) = _rows(book, "总览", "不计入平均")
    assert told[0] == "不计入平均：无自评总分1个，见“得分”表。"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (
            {
                "indicators": _indicators(weight="60", self_score="60"),
                "self_total": "150",
            },
            "分值或得分有误",
        ),
        ({"indicators": _indicators(weight="十分")}, "分值或得分有误"),
        ({"self_total": "980"}, "总分超出范围"),
    ],
)
def test_points_of_another_scale_are_listed_and_not_averaged(
    tmp_path: Path, change: dict[str, Any], reason: str
) -> None:
    book = _summary(tmp_path, {"indicators": CLEAN}, {"project": "怪项目"} | change)
    heading, *rows = book["得分"].iter_rows(values_only=True)
    listed = {
        row[2]: (row[heading.index("计入平均")], row[heading.index("状态")])
        for row in rows
    }
    assert listed["怪项目"] == (reason, "退回")
    assert len(listed) == 2
    (compared,) = _rows(book, "总览", "计入平均的项目")
    assert compared[1:5] == (1, 98, 100, -2)


def test_without_any_comparable_project_there_is_no_average(tmp_path: Path) -> None:
    book = _summary(tmp_path, _without_scores())
    (compared,) = _rows(book, "总览", "计入平均的项目")
    assert compared[1:5] == (0, None, None, None)


def test_the_difference_is_that_of_the_averages_as_printed() -> None:
    own, by_rules = mean([Decimal("95.335"), None]), mean([Decimal("90.334")])
    assert (own, by_rules, difference(own, by_rules)) == (
        Decimal("95.34"),
        Decimal("90.33"),
        Decimal("5.01"),
    )


def test_the_last_receipt_is_that_of_anything_that_arrived(tmp_path: Path) -> None:
    book = _summary(tmp_path, {}, {})
    assert book["总览"]["A2"].value == "收件截至2023-04-05 09:30"


def test_a_correction_of_the_department_names_the_file_it_corrects(
    tmp_path: Path,
) -> None:
    book = _summary(
        tmp_path,
        {"project": "甲", "department": "A局"},
        {"project": "甲", "department": "Z局"},
        {"project": "乙", "department": "B局"},
        {"project": "乙", "department": "B局", "self_total": "97"},
    )
    rows = [
        row[:3] for row in book["重复与更正"].iter_rows(min_row=2, values_only=True)
    ]
    assert rows == [
        ("首次报送", "2.json", None),
        ("更正", "3.json", "2.json"),
        ("首次报送", "0.json", None),
        ("更正", "1.json", "0.json"),
    ]


def test_a_place_in_a_json_file_is_named_once(tmp_path: Path) -> None:
    book = _summary(tmp_path, {})
    heading, row = book["得分"].iter_rows(values_only=True)
    assert (
        row[heading.index("数据位置")]
        == "年度资金总额全年预算数，年度资金总额全年执行数，总分"
    )
    heading, first, *_ = book["指标得分"].iter_rows(values_only=True)
    assert first[heading.index("单元格或栏目")] == "年度资金总额预算执行率的得分"


def test_points_that_a_person_has_to_judge_are_never_counted_as_zero(
    tmp_path: Path,
) -> None:
    open_row = _indicators(actual="情况良好")
    book = _summary(tmp_path, {}, {"project": "乙", "indicators": open_row})
    (compared,) = _rows(book, "总览", "计入平均的项目")
    assert compared[1:5] == (1, 98, 100, -2)
    (told,) = _rows(book, "总览", "不计入平均")
    assert "有待评价人员判断的得分1个" in told[0]
    (best,) = _rows(book, "总览", "优")
    assert best[2] == 2
    headings = [cell.value for cell in book["得分"][1]]
    row = next(
        row
        for row in book["得分"].iter_rows(values_only=True)
        if row[headings.index("项目名称")] == "乙"
    )
    assert row[headings.index("规则总分")] is None
    assert row[headings.index("差额（自评－规则）")] is None
    said = (
        "已核定90分（满分90分），另有10分待评价人员判断，总分在90至100之间，等级为“优”"
    )
    assert row[headings.index("待评价人员判断的得分")] == said
