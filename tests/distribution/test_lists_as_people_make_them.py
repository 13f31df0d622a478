"""Project lists as offices really keep them: sums below, merged cells, two rows of headings, other units, other formats."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest

from perfeval_xl.distribution.model import Project
from perfeval_xl.distribution.preparing import Preparation, prepare
from perfeval_xl.errors import NotAWorkbook
from tests.support.office import Office
from tests.support.rosters import SCHEME, named

HEADS = ("部门", "单位", "项目名称", "年度", "年初预算：年度资金总额（万元）")
ONE = ("甲局", "一中心", "运维一", 2024, 30)
Change = Callable[[openpyxl.worksheet.worksheet.Worksheet], None]


def sheet(*rows: Sequence[object], change: Change | None = None) -> bytes:
    """Return a workbook with these rows."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for row in rows:
        page.append(list(row))
    if change is not None:
        change(page)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def read(data: bytes, name: str = "清单.xlsx") -> Preparation:
    return prepare(named(data, name), scheme=SCHEME)


def good(data: bytes, name: str = "清单.xlsx") -> tuple[Project, ...]:
    return read(data, name).plan.good


def told(data: bytes) -> list[tuple[str, str]]:
    return [(problem.code, problem.place.cell) for problem in read(data).plan.problems]


def money(project: Project) -> dict[str, str | None]:
    return {source: entry.text for source, entry in project.initial.items()}


@pytest.mark.parametrize(
    "last",
    [
        ("合计", None, None, None, 30),
        (None, None, "合  计", None, 30),
        ("总计：", None, None, None, 30),
        ("填表人：", "某", None, None, None),
        ("注：金额以批复为准", None, None, None, None),
    ],
)
def test_sums_and_signatures_below_a_list_are_no_projects(
    last: Sequence[object],
) -> None:
    data = sheet(("2024年度项目清单",), HEADS, ONE, (), last)
    assert [project.project.text for project in good(data)] == ["运维一"]
    assert told(data) == []


def test_a_department_that_only_sounds_like_a_sum_is_a_project() -> None:
    assert len(good(sheet(HEADS, ("合计处", "一中心", "合计系统", 2024, 30)))) == 1


def list_with_merged_department(page: openpyxl.worksheet.worksheet.Worksheet) -> None:
    page.merge_cells("A2:A3")
    page.merge_cells("B2:B3")
    page.row_dimensions[3].hidden = True


@pytest.mark.parametrize("suffix", [".xlsx", ".xls", ".ods"])
def test_a_merged_department_holds_for_all_its_rows_and_hidden_rows_are_told(
    office: Office, tmp_path: Path, suffix: str
) -> None:
    rows = (
        HEADS,
        ONE,
        (None, None, "运维二", 2024, 20),
        ("乙局", "二中心", "运维三", 2024, 5),
    )
    (tmp_path / "原.xlsx").write_bytes(sheet(*rows, change=list_with_merged_department))
    saved = office.resave(tmp_path / "原.xlsx", tmp_path / f"清单{suffix}")
    prepared = read(saved.read_bytes(), saved.name)
    assert [
        (p.department.text, p.unit.text, p.project.text) for p in prepared.plan.good
    ] == [
        ("甲局", "一中心", "运维一"),
        ("甲局", "一中心", "运维二"),
        ("乙局", "二中心", "运维三"),
    ]
    assert [
        (problem.code, problem.place.cell) for problem in prepared.plan.problems
    ] == [("PE-141", "C3")]


WITHOUT_A_YEAR = sheet(
    ("2024年度项目清单",),
    ("部门", "单位", "项目名称", "年初预算"),
    *[("甲局", "一中心", f"运维{n}", 30) for n in range(60)],
)


def test_a_list_without_a_column_for_the_year_is_told_once() -> None:
    plan = read(WITHOUT_A_YEAR).plan
    (problem,) = plan.problems
    assert (problem.code, "“年度”" in problem.message, "--year" in problem.remedy) == (
        "PE-257",
        True,
        True,
    )
    assert (len(plan.good), len(plan.bad)) == (0, 60)


def test_a_year_may_be_given_for_a_list_that_has_none() -> None:
    plan = prepare(named(WITHOUT_A_YEAR, "清单.xlsx"), scheme=SCHEME, year="2024").plan
    assert plan.problems == ()
    assert {project.year.text for project in plan.good} == {"2024"}
    own = prepare(
        named(sheet(HEADS, ONE), "清单.xlsx"), scheme=SCHEME, year="1999"
    ).plan
    assert [project.year.text for project in own.good] == ["2024"]


def test_a_department_left_out_without_merging_is_a_mistake() -> None:
    assert told(sheet(HEADS, ONE, (None, "一中心", "运维二", 2024, 20))) == [
        ("PE-101", "A3")
    ]


def test_two_rows_of_headings_are_read_together() -> None:
    def merge(page: openpyxl.worksheet.worksheet.Worksheet) -> None:
        for area in ("A1:A2", "B1:B2", "C1:C2", "D1:D2", "E1:G1"):
            page.merge_cells(area)

    data = sheet(
        (*HEADS[:4], "年初预算（万元）"),
        (None, None, None, None, "小计", "当年财政拨款", "其他资金"),
        ("甲局", "一中心", "运维一", 2024, None, 25, 5),
        change=merge,
    )
    [project] = good(data)
    assert money(project) == {"当年财政拨款": "25", "其他资金": "5"}


@pytest.mark.parametrize(
    ("upper", "total", "read_as"),
    [("资金", 30, "30"), ("资金安排（元）", 300000, "30"), ("预算资金", 30, "30")],
)
def test_an_upper_heading_that_only_says_money_does_not_hide_the_lower_ones(
    upper: str, total: int, read_as: str
) -> None:
    def merge(page: openpyxl.worksheet.worksheet.Worksheet) -> None:
        for area in ("A1:A2", "B1:B2", "C1:C2", "D1:D2", "E1:F1"):
            page.merge_cells(area)

    data = sheet(
        (*HEADS[:4], upper),
        (None, None, None, None, "年度资金总额", "其中：当年财政拨款"),
        ("甲局", "一中心", "运维一", 2024, total, total),
        change=merge,
    )
    [project] = good(data)
    assert money(project) == {"年度资金总额": read_as, "当年财政拨款": read_as}


@pytest.mark.parametrize(
    ("heads", "above", "written", "read_as"),
    [
        ("年初预算：年度资金总额（元）", "2024年度", 300000, "30"),
        ("年初预算：年度资金总额", "金额单位：元", 300000.5, "30.00005"),
        ("年初预算：年度资金总额", "单位：亿元", 0.3, "3000"),
        ("年初预算：年度资金总额（万元）", "单位：元", 30, "30"),
        ("年初预算：年度资金总额", "单位：一中心", 30, "30"),
    ],
)
def test_money_in_another_unit_is_converted_where_the_list_says_so(
    heads: str, above: str, written: float, read_as: str
) -> None:
    [project] = good(sheet((above,), (*HEADS[:4], heads), (*ONE[:4], written)))
    assert money(project) == {"年度资金总额": read_as}


def test_an_amount_that_is_likely_in_yuan_is_asked_about() -> None:
    assert told(sheet(HEADS, (*ONE[:4], 300000))) == [("PE-140", "E2")]
    assert told(sheet(HEADS, (*ONE[:4], 99999))) == []


@pytest.mark.parametrize("written", [3_000_000_000, 300_000_000_000])
def test_a_list_in_yuan_is_not_told_that_yuan_was_mistaken_for_yuan(
    written: int,
) -> None:
    heads = (*HEADS[:4], "年初预算：年度资金总额（元）")
    data = sheet(heads, (*ONE[:4], written))
    [problem] = prepare(named(data), scheme="shanghai-2020").plan.problems
    assert problem.code in {"PE-106", "PE-140"}
    assert "把元填成了元" not in problem.message + problem.remedy
    assert "多填了几位" in problem.message + problem.remedy


@pytest.mark.parametrize("written", ["３０", "30.00", " 30 ", "３０．０"])
def test_numbers_stored_as_text_count(written: str) -> None:
    [project] = good(sheet(HEADS, (*ONE[:3], "２０２４年度", written)))
    assert project.year.text == "2024"
    assert told(sheet(HEADS, (*ONE[:3], "２０２４年度", written))) == []


def test_formulas_count_by_their_result(office: Office, tmp_path: Path) -> None:
    (tmp_path / "原.xlsx").write_bytes(
        sheet(HEADS, (*ONE[:2], '="运维"&"一"', 2024, "=10+20"))
    )
    [project] = good(
        office.resave(tmp_path / "原.xlsx", tmp_path / "清单.xlsx").read_bytes()
    )
    assert (project.project.text, money(project)) == ("运维一", {"年度资金总额": "30"})


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030"])
def test_a_csv_is_read_in_the_encodings_that_chinese_programs_write(
    encoding: str,
) -> None:
    text = ",".join(HEADS) + '\r\n甲局,一中心,"运维""一"",二期\n",2024,"1,234.50"\r\n'
    [project] = good(text.encode(encoding), "清单.CSV")
    assert project.project.text == '运维"一",二期'
    assert money(project) == {"年度资金总额": "1,234.50"}


def test_a_file_that_is_no_list_is_told_what_to_do_with_it() -> None:
    with pytest.raises(NotAWorkbook, match=r"另存为 \.xlsx 后再运行一次"):
        read(b"not a workbook")
    with pytest.raises(NotAWorkbook):
        read(("a," + '"' + "x" * 200_000).encode(), "清单.csv")


def test_a_thousand_mistakes_are_all_told_in_one_pass() -> None:
    data = sheet(
        HEADS,
        *(("甲局", None, f"项目{number}", 20240, "约30") for number in range(400)),
    )
    prepared = read(data)
    assert len(prepared.plan.problems) == 1200
    assert len(prepared.plan.bad) == 400


def test_columns_that_were_not_read_are_named_and_money_among_them_weighs_more() -> (
    None
):
    heads = (*HEADS[:4], "序号", "支出科目", "安排数")
    found = read(sheet(heads, (*ONE[:4], 1, "2010101", 30))).plan.problems
    (problem,) = [one for one in found if one.code == "PE-240"]
    assert (problem.place.cell, str(problem.severity)) == ("F1", "警告")
    assert "“支出科目”“安排数”；没有认出预算金额的列" in problem.message
    heads = (*HEADS, "支出科目", "空列")
    found = read(sheet(heads, (*ONE, "其他", None))).plan.problems
    assert [(one.code, str(one.severity)) for one in found] == [("PE-240", "提示")]
    assert "“支出科目”。" in found[0].message
