"""Formulas of .xls files that cannot be spelled out: the form's own are told from somebody else's by what they name."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from perfeval_xl.form.filling import fill_form
from perfeval_xl.reading import Reading, read_submission
from perfeval_xl.scheme.loader import example_json, load_scheme
from perfeval_xl.sheets.formula_parts import parts_of_text, parts_of_tokens
from perfeval_xl.sheets.raw import UNKNOWN_FORMULA, RawWorkbook
from perfeval_xl.sheets.raw_opening import open_raw
from perfeval_xl.submission.spelling import loads
from tests.support.office import Office

SCHEME = "xinzhou-2022"


def form() -> bytes:
    """The example without a stated total."""
    data = {**json.loads(example_json(SCHEME)), "self_total": None}
    return fill_form(load_scheme(SCHEME), loads(json.dumps(data)))


def saved(office: Office, folder: Path, formula: str = "") -> tuple[bytes, Reading]:
    """The form as .xls, with a formula of somebody's own over the total."""

    def change(document: Any) -> None:
        if formula:
            area = document.NamedRanges.getByName("pe_self_total").ReferredCells
            area.Spreadsheet.unprotect("")
            area.getCellByPosition(0, 0).setFormula(formula)

    (folder / "源.xlsx").write_bytes(form())
    data = office.changed(folder / "源.xlsx", change, folder / "存.xls").read_bytes()
    return data, read_submission(data, "存.xls")


def hidden(book: RawWorkbook, title: str, column: int) -> bool:
    """Whether a column is hidden: an office stores the formulas of those as shared, which says nothing of them."""
    spans = book.arrangement(title).hidden_columns
    return any(first <= column <= last for first, last in spans)


def test_formulas_that_cannot_be_spelled_out_name_what_the_form_wrote(
    office: Office, tmp_path: Path
) -> None:
    data, _ = saved(office, tmp_path)
    book, drawn = open_raw(data, ""), open_raw(form(), "")
    unknown = [
        (cell.parts, drawn.cells(title)[place].formula)
        for title in book.titles
        for place, cell in book.cells(title).items()
        if cell.formula == UNKNOWN_FORMULA and not hidden(drawn, title, place[1])
    ]
    told = [(parts, text) for parts, text in unknown if parts is not None]
    # Rows with the same formula are stored as shared ones, which says nothing of them
    assert len(told) > 20
    assert [text for parts, text in told if parts != parts_of_text(text)] == []


def test_the_own_formula_of_the_form_states_nothing(
    office: Office, tmp_path: Path
) -> None:
    _, reading = saved(office, tmp_path)
    assert reading.submission.self_total.blank
    assert [
        problem.code for problem in reading.problems if problem.code.startswith("PE-12")
    ] == []


@pytest.mark.parametrize("formula", ["=1+99", '=IF(I7&"";(90+8);0)', "=(40+58)*1"])
def test_a_formula_of_somebodys_own_over_a_total_is_a_statement_and_is_told(
    office: Office, tmp_path: Path, formula: str
) -> None:
    _, reading = saved(office, tmp_path, formula)
    assert reading.submission.self_total.text in {"100", "98"}
    assert [
        problem.code for problem in reading.problems if problem.code.startswith("PE-12")
    ] == ["PE-120"]


@pytest.mark.parametrize(
    "tokens",
    [b"", b"\x01\0\0\0\0", b"\x24\0", b"\xff", b"\x17\xff\x01a", b"\x19", b"\x1c\x2a"],
)
def test_tokens_that_are_cut_or_unknown_name_nothing(tokens: bytes) -> None:
    assert parts_of_tokens(tokens) is None
