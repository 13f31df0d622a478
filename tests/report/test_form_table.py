"""附件1 of the report is the official 项目支出绩效自评表: cell for cell the source document's, merged like the workbook."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx.document import Document
from docx.table import Table

from perfeval_xl.evaluation import Evaluation
from perfeval_xl.form.drawing.whole_form import draw_form
from perfeval_xl.form.layout.open import layout_for, slots_for
from perfeval_xl.report.drafting.drafting import draft
from tests.report.documents import drawn_rows, evaluated

SOURCE = "002_c23655f7ba6c33aa.txt"
OUR_OWN_WORDS = {
    "预期目标的文字",
    "实际完成情况的文字",
    "项目实施和预算执行情况及分析",
    "产出情况及分析",
    "效益情况及分析",
    "满意度情况及分析",
    "主要经验做法",
    "项目管理中存在的主要问题及原因分析",
    "下一步改进措施及管理建议",
}
"""Long sentences of the source, which the example says in words of its own."""
PAGE_BREAK_LABEL = ("满意度指标", "绩效指标")
"""The source starts the label 绩效指标 a second time in this row, where its page ends."""


def _squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.fixture(scope="module")
def source_rows(shared_folder: Path) -> list[list[str]]:
    """The table of the source: rows are set apart by blank lines, cells begin with a tab."""
    text = (shared_folder / "seeds" / SOURCE).read_text(encoding="utf-8")
    table = text[text.index("\t项目名称") :]
    rows = []
    for block in table.split("\n\n"):
        cells: list[str] = []
        for line in block.split("\n"):
            if line.startswith("\t"):
                cells.append(line[1:])
            elif cells:
                cells[-1] += line
        if cells:
            rows.append([_squeezed(cell) for cell in cells])
    return rows


@pytest.fixture(scope="module")
def table(report: Document) -> Table:
    return report.tables[0]


def _comparable(rows: list[list[str]]) -> list[list[str]]:
    """Replace the sentences by their names, and drop the label that the source repeats after its page break."""
    changed = []
    goals = (
        next(number for number, row in enumerate(rows) if row[0] == "年度总体目标") + 1
    )
    for number, row in enumerate(rows):
        row = list(row)
        if number == goals:
            assert all(row[1:])
            row[1:] = ["预期目标的文字", "实际完成情况的文字"]
        elif row[-2] in OUR_OWN_WORDS:
            assert row[-1]
            row[-1] = f"{row[-2]}的文字"
        if PAGE_BREAK_LABEL[0] in row:
            row[0] = ""
        changed.append(row)
    return changed


def test_every_cell_reads_as_in_the_source(
    source_rows: list[list[str]], table: Table
) -> None:
    ours = [[_squeezed(cell.text) for cell in row] for row in drawn_rows(table)]
    assert _comparable(ours) == _comparable(source_rows)


def test_the_source_repeats_its_label_only_where_its_page_ends(
    source_rows: list[list[str]],
) -> None:
    repeated = [row for row in source_rows if row[0] == PAGE_BREAK_LABEL[1]][1:]
    assert [row[1] for row in repeated] == [PAGE_BREAK_LABEL[0]]


def _merges(table: Table) -> set[tuple[int, int, int, int]]:
    """The merged areas as (top, left, bottom, right), rows and columns counted from 1."""
    areas: dict[tuple[int, int], list[int]] = {}
    above: dict[int, tuple[int, int]] = {}
    for number, row in enumerate(drawn_rows(table), 1):
        current = {}
        for cell in row:
            start = above[cell.column] if cell.continues else (number, cell.column)
            areas.setdefault(start, [number, cell.column + cell.span - 1])[0] = number
            current[cell.column] = start
        above = current
    return {
        (top, left, *end)
        for (top, left), end in areas.items()
        if (top, left) != tuple(end)
    }


def test_the_table_is_merged_like_the_form_in_the_workbook(
    evaluation: Evaluation, table: Table
) -> None:
    layout = layout_for(
        evaluation.scheme, slots_for(evaluation.scheme, evaluation.submission)
    )
    above = layout.rows["project"] - 1
    drawn = draw_form(evaluation.scheme, layout).sheets[0].merges
    expected = {
        (area.top - above, area.left, area.bottom - above, area.right)
        for area in drawn
        if above < area.top <= layout.rows["end"] and area.right <= 9
    }
    assert _merges(table) == expected


def test_more_indicators_than_the_form_prints_get_rows_of_their_own() -> None:
    added = [
        {
            "path": ["产出指标", "数量指标", f"第{n}项"],
            "target": "1",
            "actual": "1",
            "weight": "1",
            "self_score": "1",
        }
        for n in range(3)
    ]
    lines = draft(evaluated(indicators=added)).indicators
    assert [line.name for line in lines if line.category == "数量指标"] == [
        "第0项",
        "第1项",
        "第2项",
    ]
    assert [line.number for line in lines if line.category == "质量指标"] == [1, 2]
