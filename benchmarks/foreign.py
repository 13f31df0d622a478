"""A form in a layout of its own against one of our own forms: both read, checked and scored."""

from __future__ import annotations

from benchmarks.road import SCHEME, filled_form
from benchmarks.timing import Row, compare
from perfeval_xl.evaluation import evaluate
from tests.support.layout_files import as_docx, as_html, as_xlsx
from tests.support.layouts import drawn

__all__ = ["measure"]

_SEED = 1
"""A form with about as many indicators as the example has."""


def measure(rounds: int) -> tuple[str, tuple[Row, ...]]:
    """Time the road for our own form, and for a foreign one as a workbook, a Word document and a web page."""
    own, drawing = filled_form(), drawn(_SEED)
    workbook, document, page = as_xlsx(drawing), as_docx(drawing), as_html(drawing)
    tasks = {
        f"本程序的自评表（{SCHEME}）": lambda: evaluate(own, "表.xlsx"),
        "其他表式，.xlsx": lambda: evaluate(workbook, "表.xlsx"),
        "其他表式，.docx": lambda: evaluate(document, "表.docx"),
        "其他表式，.html": lambda: evaluate(page, "表.html"),
    }
    return f"其他表式（{rounds} 次）", compare(tasks, rounds)
