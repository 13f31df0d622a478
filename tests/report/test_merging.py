"""`{{ merge }}` joins cells that stand one below the other and show the same; nothing Word would call damaged remains."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import docx

from perfeval_xl.report.rendering import render_report
from tests.report.documents import drawn_rows, evaluated

Template = Callable[..., Path]
ROWS = [
    ["{%tr for row in indicators if row.name %}", "", ""],
    [
        "{{ row.dimension }}{{ merge }}",
        "{{ row.category }}{{ merge }}",
        "{{ row.name }}",
    ],
    ["{%tr endfor %}", "", ""],
]


def _indicators(*paths: tuple[str, str, str]) -> list[dict[str, object]]:
    return [{"path": list(path), "weight": "1"} for path in paths]


def _continued(data: bytes) -> list[list[bool]]:
    return [
        [cell.continues for cell in row]
        for row in drawn_rows(docx.Document(io.BytesIO(data)).tables[0])
    ]


def test_equal_neighbours_are_merged_only_within_what_is_merged_to_their_left(
    template: Template,
) -> None:
    filled = evaluated(
        indicators=_indicators(
            ("甲", "同", "1"), ("甲", "同", "2"), ("乙", "同", "3"), ("乙", "异", "4")
        )
    )
    assert _continued(render_report(filled, template(rows=ROWS))) == [
        [False, False, False],
        [True, True, False],
        [False, False, False],
        [True, False, False],
    ]


def test_a_continued_cell_holds_no_text(template: Template) -> None:
    filled = evaluated(indicators=_indicators(("甲", "同", "1"), ("甲", "同", "2")))
    table = docx.Document(
        io.BytesIO(render_report(filled, template(rows=ROWS)))
    ).tables[0]
    assert [[cell.text for cell in row] for row in drawn_rows(table)] == [
        ["甲", "同", "1"],
        ["", "", "2"],
    ]


def test_blank_cells_are_not_merged(template: Template) -> None:
    rows = [
        ["{%tr for row in scores %}"],
        ["{% if row.differs %}x{% endif %}{{ merge }}"],
        ["{%tr endfor %}"],
    ]
    filled = evaluated(indicators=_indicators(("甲", "同", "1"), ("甲", "同", "2")))
    assert not any(map(any, _continued(render_report(filled, template(rows=rows)))))


def test_a_table_whose_rows_are_all_gone_is_gone(template: Template) -> None:
    rows = [
        ["{%tr for row in goals if row.expected == '没有' %}"],
        ["x"],
        ["{%tr endfor %}"],
    ]
    assert (
        docx.Document(
            io.BytesIO(render_report(evaluated(), template("{{ project }}", rows=rows)))
        ).tables
        == []
    )


def test_a_cell_whose_paragraphs_are_all_gone_keeps_one(
    template: Template, tmp_path: Path
) -> None:
    path = template(rows=[["x"]])
    document = docx.Document(str(path))
    cell = document.tables[0].cell(0, 0)
    cell.text = "{%p if not project %}"
    cell.add_paragraph("y")
    cell.add_paragraph("{%p endif %}")
    document.save(str(tmp_path / "c.docx"))
    table = docx.Document(
        io.BytesIO(render_report(evaluated(), tmp_path / "c.docx"))
    ).tables[0]
    assert [paragraph.text for paragraph in table.cell(0, 0).paragraphs] == [""]
