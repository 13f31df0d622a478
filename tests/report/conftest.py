"""The example of 忻州 as an evaluation, its report, and small templates written as lines and tables."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.document import Document

from perfeval_xl.evaluation import Evaluation
from perfeval_xl.report.rendering import render_report
from tests.report.documents import evaluated


@pytest.fixture(scope="session")
def evaluation() -> Evaluation:
    return evaluated()


@pytest.fixture(scope="session")
def report(evaluation: Evaluation) -> Document:
    """The report by the template of the scheme, as python-docx reads it."""
    return docx.Document(io.BytesIO(render_report(evaluation)))


@pytest.fixture
def template(tmp_path: Path) -> Callable[..., Path]:
    """`template("line", ..., rows=[["cell", ...], ...])` writes a template: paragraphs, then one table."""

    def write(
        *lines: str, rows: list[list[str]] | None = None, footer: str = ""
    ) -> Path:
        document = docx.Document()
        for line in lines:
            document.add_paragraph(line)
        if rows:
            table = document.add_table(len(rows), len(rows[0]))
            for row, texts in zip(table.rows, rows, strict=True):
                for cell, text in zip(row.cells, texts, strict=True):
                    cell.text = text
        if footer:
            document.sections[0].footer.paragraphs[0].text = footer
        path = tmp_path / "模板.docx"
        document.save(str(path))
        return path

    return write
