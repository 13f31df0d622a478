"""Evaluations and rendered documents, made and read in one line each."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from typing import Any

import docx
from docx.table import Table

from perfeval_xl.evaluation import Evaluation, evaluate
from perfeval_xl.scheme.loader import example_json

SCHEME = "xinzhou-2022"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def evaluated(**changes: Any) -> Evaluation:
    """Evaluate the example of 忻州 with some keys of its JSON changed."""
    data = {**json.loads(example_json(SCHEME)), **changes}
    return evaluate(json.dumps(data).encode(), "忻州.json")


def lines_of(data: bytes) -> list[str]:
    """The paragraphs of a document outside its tables."""
    return [paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs]


def rows_of(data: bytes, table: int = 0) -> list[list[str]]:
    """The texts of a table, a merged area showing the text of its first cell everywhere."""
    return [
        [cell.text for cell in row.cells]
        for row in docx.Document(io.BytesIO(data)).tables[table].rows
    ]


@dataclass(frozen=True, slots=True)
class Drawn:
    """One cell as it stands in the file: text, first column and width in columns, and whether it continues upwards."""

    text: str
    column: int
    span: int
    continues: bool


def drawn_rows(table: Table) -> list[list[Drawn]]:
    """The cells of a table as they stand in the file, without what python-docx makes of merges."""
    rows = []
    for row in table._tbl.iter(f"{W}tr"):
        cells: list[Drawn] = []
        for cell in row.iterchildren(f"{W}tc"):
            span = cell.find(f"{W}tcPr/{W}gridSpan")
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            text = "\n".join(paragraph_text(p) for p in cell.iterchildren(f"{W}p"))
            column = cells[-1].column + cells[-1].span if cells else 1
            width = 1 if span is None else int(span.get(f"{W}val"))
            continues = merge is not None and merge.get(f"{W}val") != "restart"
            cells.append(Drawn(text, column, width, continues))
        rows.append(cells)
    return rows


def paragraph_text(paragraph: Any) -> str:
    """The text of a paragraph element, line breaks included."""
    shown = {f"{W}br": "\n", f"{W}tab": "\t"}
    return "".join(
        shown.get(e.tag, e.text or "")
        for e in paragraph.iter(f"{W}t", f"{W}br", f"{W}tab")
    )
