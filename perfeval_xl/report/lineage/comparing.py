"""A report beside its workbook as it is today: what was changed by hand, what no longer agrees, what was taken out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping

from perfeval_xl.evaluation import Evaluation
from perfeval_xl.problems import Problem, catalogue
from perfeval_xl.refs import Location
from perfeval_xl.report.drafting.drafting import draft
from perfeval_xl.report.lineage.model import Figure
from perfeval_xl.report.lineage.naming import figure_name
from perfeval_xl.report.lineage.paths import figures_of
from perfeval_xl.report.lineage.reading import Standing, Traced

__all__ = ["compare_report"]

_SHORT = 16
"""Up to here a text is a figure or a grade and compared as a whole; of a longer one only the figures count."""
_FIGURES = re.compile(r"\d+(?:[.,]\d+)*[%％‰]?")
_SHOWN = 60


def compare_report(traced: Traced, evaluation: Evaluation) -> tuple[Problem, ...]:
    """Return one problem for every figure that differs, in the order of the report.

    PE-222 was changed by hand, PE-223 no longer agrees with the workbook, PE-224 was taken out.
    """
    today = figures_of(draft(evaluation))
    return tuple(
        problem
        for figure in traced.lineage.figures
        for problem in _differences(figure, traced, today)
    )


def _differences(
    figure: Figure, traced: Traced, today: Mapping[str, str]
) -> Iterator[Problem]:
    # Three values: printed then, standing in the report now, and what the workbook gives today
    standing = traced.now(figure)
    value = today.get(figure.path)
    if value is None and "/paragraphs/" in figure.path:
        # A paragraph that the workbook no longer has
        value = ""
    same = value is not None and _same(value, figure.value)
    # Taken out, or emptied
    if standing is None or not standing.text.strip():
        yield _problem(
            "PE-224",
            figure,
            standing,
            found="",
            expected=figure.printed,
        )
        return
    kept = _same(standing.text, figure.printed)
    if kept and same:
        return
    if not kept and value is not None and _same(standing.text, value):
        # Corrected by hand to what the workbook says today
        return
    # Both can be true: changed by hand, and changed in the workbook since
    if not kept:
        yield _problem(
            "PE-222", figure, standing, found=standing.text, expected=figure.printed
        )
    if not same:
        yield _problem(
            "PE-223", figure, standing, found=figure.value, expected=value or ""
        )


def _problem(
    code: str, figure: Figure, standing: Standing | None, *, found: str, expected: str
) -> Problem:
    name = figure_name(figure.path)
    cells = figure.origin.all_cells()
    # The place in the workbook, where there is only one
    sheet = cell = ""
    if len(cells) == 1:
        sheet = cells[0].sheet
        cell = cells[0].cell
    stands_at = ""
    if standing is not None:
        stands_at = standing.place
    known = {
        "name": name,
        "place": stands_at,
        "found": _short(found),
        "expected": _short(expected) or "（没有）",
    }
    slots = {slot: known[slot] for slot in catalogue()[code].slots}
    place = Location.said(sheet, cell, label=name)
    return Problem(
        code=code,
        place=place,
        slots=slots,
        found=found,
        expected=expected,
    )


def _same(one: str, other: str) -> bool:
    first, second = _plain(one), _plain(other)
    # Long texts are rewritten all the time; only their figures must stay
    if max(len(first), len(second)) <= _SHORT:
        return first == second
    return _FIGURES.findall(first) == _FIGURES.findall(second)


def _plain(text: str) -> str:
    """A text without blanks and without the difference between full-width and half-width characters."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _short(text: str) -> str:
    if len(text) <= _SHOWN:
        return text
    return f"{text[:_SHOWN]}…"
