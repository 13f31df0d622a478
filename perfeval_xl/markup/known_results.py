"""Which results of formulas a marked-up copy may show before it is computed anew: never an old one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from perfeval_xl.amounts import parse_number
from perfeval_xl.evaluation import Evaluation
from perfeval_xl.refs import CellRef, Entry
from perfeval_xl.sheets.raw import OoxmlWorkbook, RawWorkbook
from perfeval_xl.sheets.results import Result, Results, kept_results

__all__ = ["shown_results"]

_APPLICATION = "docProps/app.xml"
_COMPUTES_NOT = b"Openpyxl"
"""What the library that we write with, and others write with, calls itself in a file. A form that only such programs have
written since it was issued keeps what it showed on that day."""
_OLD = frozenset({"PE-258", "PE-259"})
"""The file was changed by a program that does not compute: what it keeps may be old."""


def shown_results(raw: RawWorkbook, evaluation: Evaluation) -> Results:
    """Return what the formulas show: as the file keeps it where that is fresh, and what the evaluation knows besides."""
    results: dict[str, dict[tuple[int, int], Result]] = {}
    known = dict(_known(evaluation))
    if _fresh(raw, evaluation, known):
        for title, cells in kept_results(raw).items():
            results[title] = dict(cells)
    for ref, result in known.items():
        if raw.cell(ref).formula:
            results.setdefault(ref.sheet, {})[ref.row, ref.column] = result
    return results


def _fresh(
    raw: RawWorkbook, evaluation: Evaluation, known: Mapping[CellRef, Result]
) -> bool:
    """Whether the file was computed after its last change, as far as its program and its points tell."""
    if isinstance(raw, OoxmlWorkbook):
        program = raw.package.content(_APPLICATION) or b""
        if _COMPUTES_NOT in program:
            return False
    if any(problem.code in _OLD for problem in evaluation.problems):
        return False
    for ref, result in known.items():
        kept = raw.cell(ref).value
        # A form keeps from its beginning what it showed while it was blank
        if kept is not None and kept != result:
            return False
    return True


def _known(evaluation: Evaluation) -> Iterator[tuple[CellRef, Result]]:
    """Yield what the rules say of 得分 that nobody wrote over, and of their sum."""
    submission, layout = evaluation.submission, evaluation.layout
    own = [row.self_score for row in submission.funds if row.self_score is not None]
    own += [row.self_score for row in submission.indicators]
    for entry in own:
        if entry.live is not None and entry.location.ref is not None:
            yield entry.location.ref, _shown(entry)
    total = evaluation.scorecard.self_total
    if layout is None or "self_total" not in layout.fields or total is None:
        return
    if submission.self_total.blank:
        yield layout.fields["self_total"], total


def _shown(entry: Entry) -> Result:
    """Return what a cell of 得分 shows."""
    points = parse_number(entry.text)
    return "" if points is None else points
