"""The five documents rebuilt from their workbooks: their own chapters filled in, every table compared cell for cell.

Where a source is wrong ours is right; each such cell and line is listed with its reason in `originals/`.
"""

from __future__ import annotations

import io
import json
from functools import cache
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document

from perfeval_xl.evaluation import evaluate
from perfeval_xl.form.filling import fill_form
from perfeval_xl.report.rendering import render_report
from perfeval_xl.scheme.loader import example_json, load_scheme
from perfeval_xl.submission.spelling import loads
from tests.report.documents import W, paragraph_text
from tests.report.original import (
    ABSENT,
    ORIGINALS,
    Original,
    SourceTable,
    folded,
    our_cells,
    our_grid,
)
from tests.report.schemas import report_errors


@cache
def _rebuilt(scheme_id: str, shared: Path) -> bytes:
    """The report of a filled workbook that holds the chapters of the source."""
    source = Original(scheme_id, shared)
    data = json.loads(example_json(scheme_id))
    data["sections"] = {**data["sections"], **source.chapters()}
    data["goals"] = source.goals() or data["goals"]
    data["tables"] = {**data.get("tables", {}), **source.filled_tables()}
    workbook = fill_form(load_scheme(scheme_id), loads(json.dumps(data)))
    return render_report(evaluate(workbook, "原文.xlsx"))


@pytest.fixture(params=ORIGINALS)
def source(request: pytest.FixtureRequest, shared_folder: Path) -> Original:
    return Original(request.param, shared_folder)


@pytest.fixture
def rebuilt(source: Original, shared_folder: Path) -> Document:
    return docx.Document(io.BytesIO(_rebuilt(source.scheme, shared_folder)))


def _differences(
    table: SourceTable, ours: list[list[str]]
) -> dict[tuple[int, int], tuple[str, str]]:
    found = {}
    assert len(ours) == len(table.rows), table.name
    for row, (theirs, mine) in enumerate(zip(table.rows, ours, strict=True)):
        assert len(theirs) == len(mine), (table.name, row, theirs, mine)
        for column, (one, other) in enumerate(zip(theirs, mine, strict=True)):
            if one != ABSENT and folded(one) != folded(other):
                found[row, column] = (folded(one), folded(other))
    return found


def test_every_cell_of_every_table_reads_as_in_the_source(
    source: Original, rebuilt: Document
) -> None:
    for table in source.tables():
        drawn = rebuilt.tables[table.report]
        ours = our_grid(drawn, len(table.rows[0])) if table.grid else our_cells(drawn)
        told = {
            at: (folded(one), folded(other))
            for at, (one, other) in table.different.items()
        }
        assert _differences(table, ours) == told, table.name


def _texts(rebuilt: Document) -> list[str]:
    body: Any = rebuilt.element.body
    return [folded(paragraph_text(paragraph)) for paragraph in body.iter(f"{W}p")]


def test_every_line_outside_the_tables_stands_in_the_report(
    source: Original, rebuilt: Document
) -> None:
    texts = _texts(rebuilt)
    for each in source.told.get("texts", []):
        assert each["reason"]
        assert not each.get("ours") or folded(each["ours"]) in texts, each
    first, last = source.told.get("contents", (0, -1))
    missing = []
    for number, line in source.other_lines():
        if first <= number <= last:
            line = line.rstrip("0123456789 \t")
            found = any(text.rstrip("0123456789") == folded(line) for text in texts)
        else:
            found = folded(line) in texts
        if not found:
            missing.append((number, line[:40]))
    assert missing == []


def test_the_rebuilt_document_follows_the_schemas(
    source: Original, shared_folder: Path
) -> None:
    assert report_errors(_rebuilt(source.scheme, shared_folder)) == []
