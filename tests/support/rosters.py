"""Project lists and declarations written cell by cell, as a person would."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

import openpyxl

from perfeval_xl.distribution.preparing import NamedFile, Preparation, prepare
from perfeval_xl.distribution.roster_template import roster_template
from perfeval_xl.scheme.loader import load_scheme

__all__ = ["GOOD", "TARGETS", "named", "prepared", "roster", "sheet_of"]

SCHEME = "national-2020"
GOOD: Sequence[object] = (
    "市数据局",
    "大数据中心",
    "政务云运维",
    "XM001",
    "kjk@example.gov.cn",
    2024,
    None,
    30,
    20,
    None,
    10,
)
"""A row without a mistake: 部门, 单位, 项目名称, 项目编码, 邮箱, 年度, 方案, and the money by source."""

TARGETS: Sequence[Sequence[object]] = (
    ("政务云运维", "XM001", "产出指标", "数量指标", "运维系统数量", "≥", 7, "个", 50),
    (None, None, None, "质量指标", "系统可用率", "≥", 99.9, "%", 30),
    (None, None, "满意度指标", None, "使用人员满意度", "≥", "95", "%", 10),
)
"""Targets of that project, with merged-looking cells left blank."""

FIRST = {"项目清单": 5, "绩效目标": 8}
"""The first rows below the examples."""


def roster(
    rows: Sequence[Sequence[object]] = (GOOD,), targets: Sequence[Sequence[object]] = ()
) -> bytes:
    """Return our own roster template with these rows typed in, behind the number of the row."""
    book = openpyxl.load_workbook(io.BytesIO(roster_template(load_scheme(SCHEME))))
    for title, given in (("项目清单", rows), ("绩效目标", targets)):
        for number, row in enumerate(given):
            for column, value in enumerate((number + 1, *row), start=1):
                cell = book[title].cell(FIRST[title] + number, column)
                cell.value = value
                if isinstance(value, str):
                    cell.data_type = "s"
    return _saved(book)


def sheet_of(cells: Mapping[str, object], title: str = "申报表") -> bytes:
    """Return a workbook with one sheet that holds these cells."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = title
    for address, value in cells.items():
        page[address] = value
    return _saved(book)


def _saved(book: openpyxl.Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def named(data: bytes, name: str = "项目清单.xlsx") -> NamedFile:
    """Return the bytes as a file."""
    return NamedFile(name, data)


def prepared(data: bytes, *targets: bytes) -> Preparation:
    """Read a roster and files of targets."""
    files = [
        named(each, f"申报表{number}.xlsx")
        for number, each in enumerate(targets, start=1)
    ]
    return prepare(named(data), files, scheme=SCHEME)
