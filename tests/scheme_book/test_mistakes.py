"""Every mistake in a scheme's workbook is told with its sheet and cell, all of them in one pass."""

from __future__ import annotations

import pytest
from openpyxl.workbook import Workbook

from perfeval_xl.scheme.loader import load_scheme, scheme_ids
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.scheme_book import BookError, export_scheme, import_scheme
from tests.scheme_book.editing import Told, cell_with, put, row_with
from tests.support.workbooks import edited

FIXED = [
    ("方案", "B4", None, "“方案编号”没有填写"),
    ("方案", "B4", "../x", "只能用字母"),
    ("方案", "B5", "  ", "“方案名称”没有填写"),
    (
        "方案",
        "B7",
        "随便",
        "“方案种类”应为“单位自设指标（自评表）”、“指标已定（评分表）”之一，现为“随便”",
    ),
    ("方案", "B9", 2024.5, "“评价年度”应为整数，现为“2024.5”"),
    ("方案", "B9", 1999, "应为不小于2000的整数"),
    ("方案", "B10", "开年", "“生效日期”应为日期，如 2025-01-01，现为“开年”"),
    ("方案", "B10", 45000, "“生效日期”应为日期"),
    ("方案", "B11", "2023-02-29", "“失效日期”是不存在的日期"),
    ("方案", "B11", "2001-01-01", "“失效日期”早于“生效日期”"),
    ("方案", "B13", "一百", "“满分”应为数字，现为“一百”"),
    ("方案", "B15", -1, "“保留小数位数”不能小于0"),
    ("等级", "A5", "优秀", "等级“优秀”与 A4 重复"),
    ("等级", "B5", 95, "应从高到低"),
    ("等级", "B7", 5, "最低一档从0分起"),
    ("等级", "B4", 101, "最高一档的起点高于满分"),
    ("等级", "B5", "80分", "“起点分（含）”应为数字，现为“80分”"),
    ("等级", "B5", None, "“起点分（含）”没有填写"),
    ("一级指标", "B4", 21, "“项目决策”下属指标分值合计为20分，应为21分"),
    ("一级指标", "B4", None, "“分值”没有填写"),
    ("一级指标", "A5", "项目决策", "一级指标“项目决策”与 A4 重复"),
    ("一级指标", "C4", "二级", "指标已定的方案，不填“二级指标”"),
    ("指标", "A5", 1, "编号“1”与 A4 重复"),
    ("指标", "A5", None, "“编号”没有填写"),
    ("指标", "B5", "项目结果", "一级指标“项目结果”不在“一级指标”表中"),
    ("指标", "C5", None, "写了三级指标，“二级指标”没有填写"),
    (
        "指标",
        "D5",
        "立项依据充分性",
        "指标“项目决策·项目立项·立项依据充分性”与 D4 重复",
    ),
    ("指标", "E5", "两分", "“分值”应为数字，现为“两分”"),
    ("指标", "E5", None, "“分值”没有填写"),
    ("指标", "G5", "打分", "没有叫“打分”的规则"),
    ("指标", "G5", None, "“规则”没有填写"),
    ("指标", "L5", "甲\n甲", "“佐证资料”有重复的项"),
    ("规则参数", "A4", 99, "“指标”表中没有编号“99”"),
    ("规则参数", "D4", "要件", "规则“评分要点”没有参数“要件”，有“要点”、"),
    ("规则参数", "D4", None, "“参数”没有填写"),
    ("规则参数", "E4", None, "“内容”没有填写"),
    ("规则参数", "E4", "①符合", "不要写序号"),
    ("规则参数", "F4", "2分", "“分值”应为数字，现为“2分”"),
    ("规则参数", "F4", None, "“分值”没有填写"),
    ("规则参数", "F4", 0, "“分值”不能为0"),
    ("规则参数", "I4", 0.5, "“要点”不填“占分值的比例”"),
    ("资金与文字", "A5", "文章", "“类别”应为“资金行”、“文字”之一"),
    ("资金与文字", "B6", "引言", "文字“引言”与 B5 重复"),
    ("资金与文字", "D5", "表外", "“位置”应为"),
    ("资金与文字", "C4", "标题", "资金行不填“所属标题”"),
    ("已知问题", "A4", "R12", "应为问题编号"),
    ("已知问题", "C4", None, "“问题是什么，方案怎样处理”没有填写"),
]


@pytest.mark.parametrize(("sheet", "cell", "value", "words"), FIXED)
def test_a_mistake_is_told_at_its_cell(
    fixed: bytes, mistakes_of: Told, sheet: str, cell: str, value: object, words: str
) -> None:
    mistakes = mistakes_of(fixed, lambda book: put(book, sheet, cell, value))
    assert [
        mistake
        for mistake in mistakes
        if (mistake.sheet, mistake.cell) == (sheet, cell)
    ], mistakes
    assert words in str(
        next(
            mistake
            for mistake in mistakes
            if mistake.cell == cell and mistake.sheet == sheet
        )
    )


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "place", "words"),
    [
        ("一级指标", "A4", None, "A4", "“一级指标”没有填写"),
        ("一级指标", "D5", "两行", "D5", "“表上行数”应为数字"),
        ("一级指标", "D5", None, "D5", "“表上行数”没有填写"),
        ("一级指标", "C5", "经济成本指标", "C5", "二级指标“经济成本指标”重复"),
        ("指标", "B4", "预算完成率", "B4", "“一级指标”应为“预算执行率”、“定量指标”"),
        ("指标", "B4", "定量指标", "B5", "规则“定量指标”与 B4 重复"),
        ("指标", "E5", 10, "E5", "单位自设指标的方案，不填“分值”"),
        ("规则参数", "H6", "120%", "D5", "从高到低"),
        ("规则参数", "E4", "凭空", "E4", "“看哪个数”应为“另填的比率”、"),
        ("资金与文字", "A4", "文字", "", ""),
    ],
)
def test_a_mistake_of_an_open_form_is_told_at_its_cell(
    open_form: bytes,
    mistakes_of: Told,
    sheet: str,
    cell: str,
    value: object,
    place: str,
    words: str,
) -> None:
    if not place:  # a funds row that becomes a text is no mistake
        assert (
            import_scheme(
                edited(open_form, lambda book: put(book, sheet, cell, value)), "x"
            ).funds[0]
            != "年度资金总额"
        )
        return
    mistakes = mistakes_of(open_form, lambda book: put(book, sheet, cell, value))
    here = [
        str(mistake)
        for mistake in mistakes
        if (mistake.sheet, mistake.cell) == (sheet, place)
    ]
    assert any(words in told for told in here), mistakes


def test_all_mistakes_are_told_in_one_pass_in_the_order_of_the_sheets(
    fixed: bytes, mistakes_of: Told
) -> None:
    wrong = [
        ("方案", "B10", "2025年13月1日"),
        ("等级", "B5", "八十"),
        ("一级指标", "B4", 25),
        ("指标", "G8", "打分"),
        ("规则参数", "F4", "一分"),
        ("资金与文字", "A6", "文本"),
        ("已知问题", "C5", None),
    ]

    def change(book: Workbook) -> None:
        for sheet, cell, value in wrong:
            put(book, sheet, cell, value)

    mistakes = mistakes_of(fixed, change)
    places = [(mistake.sheet, mistake.cell) for mistake in mistakes]
    assert {(sheet, cell) for sheet, cell, _ in wrong} <= set(places)
    assert places == sorted(
        places, key=lambda place: [sheet for sheet, _, _ in wrong].index(place[0])
    )
    assert len(places) <= len(wrong) + 1, (
        "what follows from a mistake is not told again"
    )


def test_an_error_counts_its_mistakes_and_numbers_them(fixed: bytes) -> None:
    with pytest.raises(BookError) as caught:
        import_scheme(
            edited(fixed, lambda book: put(book, "方案", "B4", None)), "我的.xlsx"
        )
    assert "方案工作簿“我的.xlsx”有1处错误" in str(caught.value)
    assert "  1. “方案”表 B4：“方案编号”没有填写。请改正。" in str(caught.value)
    assert caught.value.mistakes[0].as_json()["cell"] == "B4"


@pytest.mark.parametrize(
    ("item", "column", "value", "words"),
    [
        ("title", "D", "评分表", "不符合 TOML 的写法"),
        ("kind", "D", '"chart"', "“chart”"),
        ("kind", "B", 99, "编号应从1起连续，现为99"),
        ("title", "A", "一", "“工作表”应为数字"),
        ("annex", "C", "title", "“title”写了不止一次"),
        ("annex", "C", "colour", "不认识的键"),
    ],
)
def test_a_mistake_in_how_forms_are_printed_is_told_at_its_cell(
    mistakes_of: Told, item: str, column: str, value: object, words: str
) -> None:
    data = export_scheme(load_scheme("yueyang-2020"))
    row = row_with(data, "表样", item, column=2)
    mistakes = mistakes_of(
        data, lambda book: put(book, "表样", f"{column}{row}", value)
    )
    here = [
        mistake
        for mistake in mistakes
        if mistake.sheet == "表样" and mistake.cell.endswith(str(row))
    ]
    assert any(words in str(mistake) for mistake in here), mistakes


def test_an_indicator_that_was_renamed_is_told_in_the_cell_that_names_it(
    mistakes_of: Told,
) -> None:
    data, scheme = next(
        (export_scheme(each), each)
        for each in map(load_scheme, scheme_ids())
        if _targets(each)
    )
    label = _targets(scheme)[-1]
    old = label.split("|")[-1].split("/")[-1]
    row, cell = row_with(data, "指标", old, column=3), cell_with(data, "表样", label)
    (mistake,) = mistakes_of(
        data, lambda book: put(book, "指标", f"D{row}", "新的名称")
    )
    assert (mistake.sheet, mistake.cell) == ("表样", cell)
    assert f"第{len(_targets(scheme))}项“{label}”" in mistake.remedy


def test_a_deleted_form_is_told_and_may_be_meant(mistakes_of: Told) -> None:
    data = export_scheme(load_scheme("yueyang-2020"))
    (mistake,) = mistakes_of(data, lambda book: book.remove(book["表样"]))
    assert (mistake.sheet, "没有“表样”表" in mistake.message) == ("表样", True)
    cell = f"B{row_with(data, '方案', '评价表的样子', column=0)}"
    assert cell[1:] in cell_with(data, "方案", "见“表样”表")

    def meant(book: Workbook) -> None:
        book.remove(book["表样"])
        put(book, "方案", cell, None)

    assert import_scheme(edited(data, meant), "x").form is None


def test_a_source_needs_document_and_number(fixed: bytes, mistakes_of: Told) -> None:
    (mistake,) = mistakes_of(fixed, lambda book: put(book, "指标", "M5", "《办法》"))
    assert (mistake.cell, mistake.message) == ("N5", "写了依据，“文号”没有填写")


def test_an_id_of_the_package_may_not_be_taken(fixed: bytes) -> None:
    with pytest.raises(
        BookError, match="“方案”表 B4：“方案编号”“yantian-2024”已由程序自带的方案使用"
    ) as caught:
        import_scheme(fixed, "x", taken={"yantian-2024"})
    assert len(caught.value.mistakes) == 1


@pytest.mark.parametrize(
    "title", ["方案", "等级", "一级指标", "指标", "规则参数", "资金与文字", "已知问题"]
)
def test_a_sheet_that_is_gone_is_named(
    fixed: bytes, mistakes_of: Told, title: str
) -> None:
    mistakes = mistakes_of(fixed, lambda book: book.remove(book[title]))
    assert any(
        mistake.sheet == title and "没有这张工作表" in mistake.message
        for mistake in mistakes
    )


def test_a_column_that_is_gone_or_not_known_is_named(
    fixed: bytes, mistakes_of: Told
) -> None:
    gone = mistakes_of(fixed, lambda book: put(book, "指标", "E3", None))
    assert any("缺少“分值”一栏" in mistake.message for mistake in gone)
    strange = mistakes_of(
        fixed,
        lambda book: put(book, "等级", "E3", "备注") or put(book, "等级", "E4", "甲"),
    )
    assert [(mistake.cell, "备注" in mistake.message) for mistake in strange] == [
        ("E3", True)
    ]
    twice = mistakes_of(fixed, lambda book: put(book, "等级", "E3", "等级"))
    assert "“等级”一栏出现了不止一次" in twice[0].message


def test_mistakes_of_one_row_are_told_from_left_to_right(
    fixed: bytes, mistakes_of: Told
) -> None:
    def change(book: Workbook) -> None:
        for cell in ("AA3", "Z3", "AB4", "AB3"):
            put(book, "等级", cell, "备注")
        put(book, "等级", "B5", "八十")

    mistakes = mistakes_of(fixed, change)
    cells = [mistake.cell for mistake in mistakes if mistake.sheet == "等级"]
    assert cells[-1] == "B5"
    headings = [cell for cell in ("Z3", "AA3", "AB3") if cell in cells]
    assert len(headings) > 1
    assert cells[:-1] == headings


def _targets(scheme: Scheme) -> tuple[str, ...]:
    """Return the labels of the table of targets, where the form of a scheme has one."""
    sheets = scheme.form.sheets if scheme.form else ()
    return next(
        (
            part.labels
            for sheet in sheets
            for part in sheet.parts
            if part.kind == "targets"
        ),
        (),
    )


@pytest.mark.parametrize(
    "name", ["部分达成（target 六成以上）", "中的true", "lowest、weight"]
)
def test_what_a_person_wrote_stands_in_the_message_as_it_was_written(
    name: str, mistakes_of: Told
) -> None:
    def change(book: Workbook) -> None:
        sheet = book["规则参数"]
        row = next(cell.row for cell in sheet["E"] if cell.value == "部分达成")
        sheet[f"E{row}"] = name
        sheet[f"J{row}"] = 0.7

    told = mistakes_of(export_scheme(load_scheme("xinzhou-2022")), change)
    assert [each.message for each in told] == [
        f"“等次”中的“{name}”与上一档没有首尾相接"
    ]
