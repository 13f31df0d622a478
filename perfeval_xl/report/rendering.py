"""Fill in a template for one evaluation, and put the document together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from perfeval_xl.evaluation import Evaluation
from perfeval_xl.report.budget import Budget
from perfeval_xl.report.chapters.extension import Extension
from perfeval_xl.report.chapters.folder import read_chapters
from perfeval_xl.report.chapters.model import Chapter
from perfeval_xl.report.chapters.taking_in import take_in
from perfeval_xl.report.charts.placing import chart_parts
from perfeval_xl.report.contents import write_contents
from perfeval_xl.report.drafting.drafting import draft_from
from perfeval_xl.report.drafting.scores import scored_rows
from perfeval_xl.report.joints import MARK
from perfeval_xl.report.lineage.part import lineage_part
from perfeval_xl.report.lineage.tracing import Trace
from perfeval_xl.report.linting.checking import MERGE, MERGE_CHINESE
from perfeval_xl.report.linting.scheme_names import unknown_use
from perfeval_xl.report.mending import mend_tables
from perfeval_xl.report.package import pack_parts
from perfeval_xl.report.preparing import Prepared, prepared
from perfeval_xl.report.printing import FILLING, Filling
from perfeval_xl.report.properties import report_properties
from perfeval_xl.report.templates import template_for
from perfeval_xl.report.vocabulary.naming import words_of
from perfeval_xl.report.vocabulary.report import Report
from perfeval_xl.sheets.packing import packed

__all__ = ["render_report"]

_HEADER = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# Counting single pieces costs more than writing them
_PIECES = 500


def render_report(
    evaluation: Evaluation, template: Path | None = None, chapters: Path | None = None
) -> bytes:
    """Return the report as a .docx; the same evaluation, template and chapters give the same bytes.

    `None` takes the template of the scheme. `chapters` is a folder with the Word files of single sections, `None` for
    none; raises `UsageError` for a file in it that cannot be used. Raises `TemplateError` when the template cannot be read or holds a tag
    that cannot be filled in: it names the tag and where it stands.
    """
    # What is wrong with the template is told before anything is computed
    ready = prepared(template or template_for(evaluation.scheme))
    _refuse_unknown(ready, evaluation)
    rows = scored_rows(evaluation.submission, evaluation.scheme, evaluation.scorecard)
    taken: Mapping[str, Chapter] = {}
    if chapters is not None:
        taken = read_chapters(chapters, evaluation.scheme)
    report = draft_from(evaluation, rows, taken)
    return _filled(ready, report, Trace(report, evaluation, rows))


def _refuse_unknown(ready: Prepared, evaluation: Evaluation) -> None:
    """Raise for the first section or table that this scheme does not have."""
    for use in ready.uses:
        wrong = unknown_use(use, evaluation.scheme)
        if wrong is not None:
            raise wrong.error()


def _filled(ready: Prepared, report: Report, trace: Trace) -> bytes:
    filling = Filling(
        budget=Budget(ready.name),
        trace=trace,
        looks=ready.looks,
    )
    names = {**_names_of(report), FILLING: filling}
    made: dict[str, bytes] = {}
    lost: set[str] = set()
    for part, compiled in ready.compiled.items():
        filling.in_main = part == ready.main
        # The text of the part, mended and without another parsing
        filled = "".join(_blocks(compiled.generate(names), filling.budget))
        text, gone = mend_tables(filled, ready.cells)
        lost |= gone
        # Chapters before the contents: their headings belong there too
        if part == ready.main and filling.chapters:
            extension = Extension(ready.parts, ready.main)
            levels = None
            if ready.contents:
                levels = ready.levels
            text = take_in(
                text,
                filling.chapters,
                extension,
                filling.budget,
                levels,
            )
            made |= extension.written()
        if part == ready.main and ready.contents:
            text = write_contents(text, ready.levels)
        made[part] = (_HEADER + text).encode()
    # What was printed is known only now, and what was lost with merged cells
    made[ready.lineage] = lineage_part(trace.lineage(lost))
    made |= report_properties(ready.parts, report)
    # Charts last: they add to relations that others may have changed
    parts = {**ready.parts, **made}
    made |= chart_parts(parts, ready.main, tuple(filling.charts))
    anew = {part: packed(data) for part, data in made.items()}
    return pack_parts({**ready.packed, **anew})


def _blocks(pieces: Iterable[str], budget: Budget) -> Iterator[str]:
    """Join the pieces a template writes, and count them, a few hundred at a time."""
    block: list[str] = []
    for piece in pieces:
        block.append(piece)
        if len(block) == _PIECES:
            yield budget.write("".join(block))
            block.clear()
    yield budget.write("".join(block))


def _names_of(report: Report) -> dict[str, Any]:
    """Every name of the top level, in English and in Chinese, and the mark for merged cells."""
    names: dict[str, Any] = {MERGE: MARK, MERGE_CHINESE: MARK}
    for name, told in words_of(Report).items():
        value = getattr(report, name)
        names[name] = value
        names[told.chinese] = value
    return names
