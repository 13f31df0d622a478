"""A text that no row can hold prints whole, at a size that can be read: in a filled form and in a marked-up copy."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import openpyxl
import pdfplumber
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfeval_xl.evaluation import evaluate
from perfeval_xl.form.drawing.long_texts import pieces
from perfeval_xl.form.filling import empty_form, fill_form
from perfeval_xl.form.identity.stated import LONG_TEXTS_SHEET
from perfeval_xl.form.layout.form_layout import form_layout
from perfeval_xl.markup.marking import mark_up
from perfeval_xl.refs import Entry
from perfeval_xl.scheme.loader import load_scheme
from tests.support.office import Office
from tests.support.ratings import example_of

_SENTENCES = 150
LONG = "".join(
    f"第{number}句：本项目按照批复的内容和进度组织实施，资金使用规范，绩效目标基本实现。"
    for number in range(1, _SENTENCES + 1)
)
_LEGIBLE = 9.0


def legible(office: Office, path: Path) -> set[str]:
    """Return the sentences that are printed at a size that can be read."""
    found: set[str] = set()
    with pdfplumber.open(office.pdf(path)) as document:
        for page in document.pages:
            large = [each["text"] for each in page.chars if each["size"] >= _LEGIBLE]
            found.update(re.findall("第[0-9]+句", "".join(large)))
    return found


@given(st.text(alphabet="一二三。；\n𠮷a", max_size=900))
def test_the_pieces_of_a_text_are_the_text(text: str) -> None:
    assert "".join(pieces(text)) == text


@pytest.mark.parametrize("scheme_id", ["national-2020", "framework-2020"])
def test_a_section_of_six_thousand_signs_prints_whole(
    office: Office, tmp_path: Path, scheme_id: str
) -> None:
    scheme = load_scheme(scheme_id)
    name = scheme.sections[0].name
    sections = {**example_of(scheme_id).sections, name: Entry(LONG)}
    data = fill_form(scheme, replace(example_of(scheme_id), sections=sections))
    path = tmp_path / "long.xlsx"
    path.write_bytes(data)
    assert evaluate(data, path.name).submission.sections[name].text == LONG
    assert len(legible(office, path)) == _SENTENCES


def test_what_was_typed_prints_whole_in_the_marked_up_copy(
    office: Office, tmp_path: Path
) -> None:
    scheme = load_scheme("national-2020")
    book = openpyxl.load_workbook(BytesIO(empty_form(scheme)))
    place = form_layout(scheme).fields["section_0"]
    book[place.sheet][place.address] = LONG
    typed = tmp_path / "typed.xlsx"
    book.save(typed)
    evaluation = evaluate(typed.read_bytes(), typed.name)
    marked = tmp_path / "marked.xlsx"
    marked.write_bytes(mark_up(evaluation))
    assert len(legible(office, marked)) == _SENTENCES
    # The copy is read like the original
    again = evaluate(marked.read_bytes(), marked.name)
    assert again.submission == evaluation.submission


def test_a_form_whose_texts_fit_has_no_further_sheet() -> None:
    book = openpyxl.load_workbook(
        BytesIO(fill_form(load_scheme("national-2020"), example_of("national-2020")))
    )
    assert LONG_TEXTS_SHEET not in book.sheetnames
