"""What a marked-up copy shows before anything computes it: Protected View, phones, previews of mails."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from perfeval_xl.evaluation import Evaluation, evaluate
from perfeval_xl.form.filling import fill_form
from perfeval_xl.markup.marking import mark_up
from perfeval_xl.refs import Entry
from perfeval_xl.scheme.loader import example_json, load_scheme
from perfeval_xl.sheets.raw import RawWorkbook
from perfeval_xl.submission.model import Submission
from perfeval_xl.submission.spelling import loads
from tests.support.office import Office

SCHEME = load_scheme("national-2020")
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
