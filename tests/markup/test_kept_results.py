"""What a marked-up copy shows before anything computes it: Protected View, phones, previews of mails."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from perfeval_xl.evaluation import Evaluation, evaluate
from perfeval_xl.form.filling import empty_form, fill_form
from perfeval_xl.markup.marking import mark_up
from perfeval_xl.refs import CellRef, Entry
from perfeval_xl.scheme.loader import example_json, load_scheme
from perfeval_xl.sheets.raw import RawWorkbook
from perfeval_xl.submission.model import Submission
from perfeval_xl.submission.spelling import loads
from tests.support.office import Office
from tests.support.workbooks import replaced_part

SCHEME = load_scheme("national-2020")
SHEET, FORM = "项目支出绩效自评表", "xl/worksheets/sheet1.xml"
EXAMPLE = loads(example_json("national-2020"))


def untouched() -> Submission:
    """The example in which the form computes the points of the indicators and their sum."""
    rows = tuple(replace(row, self_score=Entry()) for row in EXAMPLE.indicators)
    return replace(EXAMPLE, indicators=rows, self_total=Entry())


def raw_of(evaluation: Evaluation) -> RawWorkbook:
    assert evaluation.opened is not None
    return evaluation.opened.raw


def results(raw: RawWorkbook) -> dict[tuple[str, int, int], object]:
    """The results that all formulas keep."""
    return {
        (title, *place): cell.value
        for title in raw.titles
        for place, cell in raw.cells(title).items()
        if cell.formula and cell.value is not None
    }


def test_a_copy_of_a_computed_form_keeps_what_its_formulas_showed(
    office: Office, tmp_path: Path
) -> None:
    form = tmp_path / "form.xlsx"
    form.write_bytes(fill_form(SCHEME, untouched()))
    computed = office.resave(form, tmp_path / "computed.xlsx").read_bytes()
    marked = evaluate(mark_up(evaluate(computed, "form.xlsx")), "form.xlsx")
    before, after = results(raw_of(evaluate(computed, ""))), results(raw_of(marked))
    assert len(before) > 100
    assert {place: after.get(place) for place in before} == before


def test_a_copy_of_a_form_that_keeps_no_results_shows_points_and_total() -> None:
    evaluation = evaluate(fill_form(SCHEME, untouched()), "form.xlsx")
    marked = evaluate(mark_up(evaluation), "form.xlsx")
    assert evaluation.layout is not None
    total = raw_of(marked).cell(evaluation.layout.fields["self_total"])
    assert total.formula
    assert total.value == evaluation.scorecard.self_total == Decimal("98.55")
    first = marked.submission.indicators[0].self_score
    assert first.live == evaluation.submission.indicators[0].self_score.text


def filled_without_computing() -> bytes:
    """A blank form into which a program has put figures that computes nothing and leaves all else as it is."""
    typed = {"D14": "设备", "E14": "5", "F14": "5", "G14": "10"}
    return replaced_part(
        empty_form(SCHEME), FORM, lambda part: _typed(part.decode(), typed).encode()
    )


def test_a_copy_never_keeps_what_a_form_showed_on_the_day_it_was_issued() -> None:
    evaluation = evaluate(filled_without_computing(), "form.xlsx")
    marked = evaluate(mark_up(evaluation), "form.xlsx")
    panel = CellRef(SHEET, 2, 11)
    assert str(raw_of(evaluation).cell(panel).value).startswith("还差20项")
    assert raw_of(marked).cell(panel).value is None


def test_results_of_the_day_of_issue_change_nothing_that_is_read() -> None:
    filled = filled_without_computing()
    without = filled
    for part in (FORM, "xl/worksheets/sheet2.xml"):
        without = replaced_part(
            without, part, lambda text: re.sub(rb"</f><v>[^<]*</v>", b"</f>", text)
        )
    one, other = evaluate(filled, "form.xlsx"), evaluate(without, "form.xlsx")
    assert len(results(raw_of(one))) > len(results(raw_of(other))) == 0
    assert one.submission == other.submission
    assert one.problems == other.problems
    assert "PE-259" in {problem.code for problem in one.problems}


def _typed(part: str, typed: dict[str, str]) -> str:
    """Put texts and numbers into blank cells."""
    for address, written in typed.items():
        kind = ""
        value = f"<v>{written}</v>"
        if not written.isdigit():
            kind, value = ' t="inlineStr"', f"<is><t>{written}</t></is>"
        cell = rf'(<c r="{address}" s="\d+")[^>/]*(?:/>|>(?:<is>.*?</is>)?</c>)'
        part, count = re.subn(cell, rf"\g<1>{kind}>{value}</c>", part, count=1)
        assert count == 1, address
    return part
