"""Templates that somebody edited in a real Writer and saved as .docx still work: nothing lost, what was added is there."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import docx
import pytest

from perfeval_xl.evaluation import Evaluation, evaluate
from perfeval_xl.report.linting.lint import lint_template
from perfeval_xl.report.rendering import render_report
from perfeval_xl.report.templates import template_for
from perfeval_xl.scheme.loader import example_json
from tests.report.documents import W, lines_of, paragraph_text
from tests.support.office import Office

ADDED = "本项目的实施单位是{{ 实施单位 }}，年度是{{ year }}。"
_PARAGRAPH_BREAK = 0
SCHEMES = ("national-2020", "yantian-2024", "yueyang-2020")


def _edit(document: Any) -> None:
    """Insert a paragraph behind the first, a row at the end of the last table, and make one character bold by hand."""
    text = document.getText()
    paragraphs = text.createEnumeration()
    first = paragraphs.nextElement()
    place = text.createTextCursorByRange(first.getEnd())
    text.insertControlCharacter(place, _PARAGRAPH_BREAK, False)
    text.insertString(place, ADDED, False)
    second = text.createTextCursorByRange(place)
    # a change of style and of characters in the middle of a tag cuts it into several runs
    inside = text.createTextCursorByRange(second)
    inside.gotoStartOfParagraph(False)
    inside.goRight(ADDED.index("实施单位 }}") + 2, False)
    inside.goRight(1, True)
    inside.setPropertyValue("CharWeight", 150.0)
    inside.setPropertyValue("CharColor", 0x202020)
    tables = document.getTextTables()
    table = tables.getByIndex(tables.getCount() - 1)
    rows = table.getRows()
    rows.insertByIndex(rows.getCount(), 1)


@pytest.fixture(params=SCHEMES)
def evaluation(request: pytest.FixtureRequest) -> Evaluation:
    return evaluate(example_json(request.param).encode(), f"{request.param}.json")


def test_a_template_edited_in_writer_fills_in_as_before(
    office: Office, evaluation: Evaluation, tmp_path: Path
) -> None:
    original = template_for(evaluation.scheme)
    edited = office.changed(original, _edit, tmp_path / "改过.docx")
    assert lint_template(edited).findings == ()
    before = render_report(evaluation)
    after = render_report(evaluation, edited)
    submission = evaluation.submission
    added = f"本项目的实施单位是{submission.unit.text}，年度是{submission.year.text}。"
    lines = lines_of(after)
    assert added in lines
    # everything that was there is there, the table of contents as well, which Writer puts into a box of its own
    first, second = (
        docx.Document(io.BytesIO(data)).element.body for data in (before, after)
    )
    told = {paragraph_text(paragraph).strip() for paragraph in second.iter(f"{W}p")}
    kept = [paragraph_text(paragraph).strip() for paragraph in first.iter(f"{W}p")]
    assert [line for line in kept if line not in told] == []
    assert len(list(second.iter(f"{W}tr"))) == len(list(first.iter(f"{W}tr"))) + 1
    merged = [sum(1 for _ in body.iter(f"{W}vMerge")) for body in (first, second)]
    assert merged[1] >= merged[0]
    assert "{{" not in "".join(second.itertext())
