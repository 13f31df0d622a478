"""One report, against docxtpl used the plain way: the same template and the same data in the same process."""

from __future__ import annotations

import io
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import Environment

from benchmarks.timing import Row, compare
from perfeval_xl.evaluation import evaluate
from perfeval_xl.report.drafting.drafting import draft
from perfeval_xl.report.filters import FILTERS
from perfeval_xl.report.rendering import render_report
from perfeval_xl.report.templates import template_for
from perfeval_xl.report.vocabulary.naming import words_of
from perfeval_xl.report.vocabulary.report import Report
from perfeval_xl.scheme.loader import example_json

__all__ = ["measure"]

SCHEMES = ("national-2020", "yantian-2024")


def measure(rounds: int) -> tuple[str, tuple[Row, ...]]:
    """Time both ways for an open and a fixed scheme; docxtpl draws no charts, ours do."""
    rows: list[Row] = []
    for scheme_id in SCHEMES:
        evaluation = evaluate(example_json(scheme_id).encode(), f"{scheme_id}.json")
        path = template_for(evaluation.scheme)

        def plain(evaluation: Any = evaluation, path: Any = path) -> None:
            report = draft(evaluation)
            environment = Environment(autoescape=True)
            environment.filters.update(FILTERS)
            names = {name: getattr(report, name) for name in words_of(Report)} | {
                "merge": ""
            }
            word = DocxTemplate(path)
            word.render(names, environment)
            word.save(io.BytesIO())

        def ours(evaluation: Any = evaluation) -> None:
            render_report(evaluation)

        ours()  # the template is prepared once
        rows += compare(
            {f"docxtpl 逐份生成（{scheme_id}）": plain, "  report 一份": ours},
            max(5, rounds // 4),
        )
    return "一份 Word 报告，同一模板、同一数据", tuple(rows)
