"""Forms that people and programs have been at: forgiving, complete, and never silent about what was not read."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from openpyxl.workbook import Workbook

from perfeval_xl.errors import NotOurForm
from perfeval_xl.evaluation import evaluate
from perfeval_xl.form.layout.open import layout_for
from perfeval_xl.reading import Reading, read_submission
from perfeval_xl.scheme.loader import load_scheme
from perfeval_xl.submission.spelling import as_json
from tests.support.samples import SCHEME, changed, example, filled
from tests.support.seeds import seed_form
from tests.support.workbooks import edited, replaced_part

LAYOUT = layout_for(load_scheme(SCHEME))
FORM = LAYOUT.sheet


def put(key: str, value: object) -> Reading:
    def change(book: Workbook) -> None:
        book[FORM][LAYOUT.at(key)].value = value

    return read_submission(edited(filled(), change), "a.xlsx")


def codes(reading: Reading) -> list[str]:
    return [problem.code for problem in reading.problems if problem.code != "PE-046"]


def codes_but_formulas(reading: Reading) -> list[str]:
    """The same without what openpyxl leaves as it was when it inserts rows: the formulas, and what is printed."""
    return [
        code for code in codes(reading) if code not in {"PE-120", "PE-130", "PE-187"}
    ]


@pytest.mark.parametrize(
    "error", ["#DIV/0!", "#REF!", "#VALUE!", "#N/A", "#NAME?", "#NUM!", "#NULL!"]
)
def test_an_error_cell_is_a_problem_at_its_cell(error: str) -> None:
    reading = put("funds_0_budget", error)
    assert codes(reading) == ["PE-083"]
    assert LAYOUT.at("funds_0_budget") in [
        problem.place.cell for problem in reading.problems
    ]
    assert reading.submission.funds[0].budget.blank


def test_a_formula_without_its_result_is_a_problem() -> None:
    assert codes(put("funds_0_budget", "=20+4.5")) == ["PE-085"]


def test_a_formula_with_its_result_counts_its_result() -> None:
    data = edited(
        filled(),
        lambda book: book[FORM].__setitem__(LAYOUT.at("funds_0_budget"), "=20+4.5"),
    )
    cell = LAYOUT.at("funds_0_budget").encode()
    sheet = "xl/worksheets/sheet1.xml"

    def calculate(content: bytes) -> bytes:
        head, mark, tail = content.partition(b'<c r="' + cell + b'"')
        assert mark
        return (
            head
            + mark
            + tail.replace(b"<v />", b"<v>24.5</v>", 1).replace(
                b"<v></v>", b"<v>24.5</v>", 1
            )
        )

    reading = read_submission(replaced_part(data, sheet, calculate), "a.xlsx")
    assert codes(reading) == []
    assert reading.submission.funds[0].budget.text == "24.5"


def test_a_wrong_formula_over_the_total_is_a_stated_figure_and_not_ours() -> None:
    assert codes(put("self_total", "=SUM(H14:H15)")) == ["PE-085"]


def test_the_own_formula_of_the_form_states_nothing() -> None:
    reading = read_submission(
        filled(
            changed({"self_total": None, "weight_total": None, "funds.0.rate": None})
        ),
        "a",
    )
    assert codes(reading) == []
    assert reading.submission.self_total.blank
    assert reading.submission.funds[0].rate is not None
    assert reading.submission.funds[0].rate.blank


def test_numbers_pasted_as_text_and_text_where_a_number_belongs() -> None:
    assert (
        put("indicator_0_self_score", "１０").submission.indicators[0].self_score.text
        == "１０"
    )
    found = evaluate(
        edited(
            filled(),
            lambda book: book[FORM].__setitem__(
                LAYOUT.at("indicator_0_self_score"), "满分"
            ),
        ),
        "a.xlsx",
    )
    assert "PE-004" in [problem.code for problem in found.problems]


def test_a_number_keeps_every_digit_its_format_hides() -> None:
    def change(book: Workbook) -> None:
        cell = book[FORM][LAYOUT.at("funds_0_executed")]
        cell.value, cell.number_format = 24.512345, "0.0"

    assert (
        read_submission(edited(filled(), change), "a").submission.funds[0].executed.text
        == "24.512345"
    )


def test_an_inserted_row_is_read_as_an_indicator() -> None:
    """A program that moves cells and the names with them, as spreadsheet programs do."""

    def change(book: Workbook) -> None:
        sheet = book[FORM]
        sheet.insert_rows(LAYOUT.fields["indicator_3_name"].row)
        for key, ref in LAYOUT.fields.items():
            if ref.sheet == FORM and ref.row >= LAYOUT.fields["indicator_3_name"].row:
                moved = f"'{FORM}'!${ref.address[0]}${ref.row + 1}"
                book.defined_names[f"pe_{key}"].attr_text = moved
        sheet.cell(LAYOUT.fields["indicator_3_name"].row, 4).value = "后加的指标"

    reading = read_submission(edited(filled(), change), "a.xlsx")
    assert codes_but_formulas(reading) == []
    added = reading.submission.indicators[2]
    assert added.path == ("产出指标", LAYOUT.slots[3].category, "后加的指标")
    rest = [*reading.submission.indicators[:2], *reading.submission.indicators[3:]]
    assert as_json(replace(reading.submission, indicators=tuple(rest))) == example()


def test_a_renamed_sheet_is_found_by_its_names() -> None:
    def change(book: Workbook) -> None:
        book[FORM].title = "改过的名字"
        for name in book.defined_names.values():
            name.attr_text = (
                name.attr_text.replace(FORM, "改过的名字", 1)
                if "文字部分" not in name.attr_text
                else name.attr_text
            )

    reading = read_submission(edited(filled(), change), "a.xlsx")
    assert as_json(reading.submission) == example()
    assert reading.layout is not None
    assert reading.layout.sheet == "改过的名字"


def test_without_names_the_addresses_still_hold() -> None:
    reading = read_submission(
        edited(filled(), lambda book: book.defined_names.clear()), "a.xlsx"
    )
    assert as_json(reading.submission) == example()


def test_a_row_with_values_and_no_name_is_kept_and_told() -> None:
    reading = put("indicator_0_name", None)
    assert "PE-050" in codes(reading)
    assert reading.submission.indicators[0].target.text == "7"


def test_rows_with_nothing_but_what_the_form_prints_are_no_finding() -> None:
    assert read_submission(filled(), "a.xlsx").problems == ()


def test_a_crossed_out_row_of_a_form_is_an_empty_row_and_one_hint() -> None:
    def cross_out(book: Workbook) -> None:
        for field in ("name", "target", "actual", "weight", "self_score"):
            book.worksheets[0][LAYOUT.at(f"indicator_0_{field}")] = "/"

    before = read_submission(filled(), "a.xlsx").submission
    crossed = read_submission(edited(filled(), cross_out), "a.xlsx")
    assert [problem.code for problem in crossed.problems] == ["PE-046"]
    assert crossed.submission.indicators == before.indicators[1:]


def names_to(book: Workbook, slot: int, target: int | None) -> None:
    """Point the names of one indicator row at the row of another, or at nothing."""
    for field in LAYOUT.indicator_fields:
        name = book.defined_names[f"pe_indicator_{slot}_{field}"]
        ref = None if target is None else LAYOUT.fields[f"indicator_{target}_{field}"]
        name.attr_text = "#REF!" if ref is None else ref.absolute


def cut_and_paste(book: Workbook) -> None:
    """Cut the row of slot 14 and paste it over that of slot 8 (empty): its names come along."""
    sheet = book[FORM]
    for field in LAYOUT.indicator_fields:
        source, target = (
            sheet[LAYOUT.at(f"indicator_{slot}_{field}")] for slot in (14, 8)
        )
        target.value, source.value = source.value, None
    names_to(book, 14, 8)


@pytest.mark.parametrize("overwritten", ["kept", "lost"])
def test_a_row_that_was_cut_and_pasted_counts_once_and_where_it_stands_now(
    overwritten: str,
) -> None:
    """LibreOffice keeps the names that were pasted over, Excel turns them into #REF!."""

    def change(book: Workbook) -> None:
        cut_and_paste(book)
        if overwritten == "lost":
            names_to(book, 8, None)

    reading = read_submission(edited(filled(), change), "a.xlsx")
    before = read_submission(filled(), "a.xlsx").submission.indicators
    moved = next(
        i
        for i in before
        if i.name_entry.location.cell == LAYOUT.at("indicator_14_name")
    )
    rows = [i for i in reading.submission.indicators if i.path[-1] == moved.path[-1]]
    assert len(reading.submission.indicators) == len(before)
    assert [row.path[1] for row in rows] == [LAYOUT.slots[8].category]
    assert codes(reading) == ["PE-093"]


@pytest.mark.parametrize(
    "above", ["project", "funds_0_budget", "funds_2_budget", "goal_0_expected"]
)
def test_a_row_inserted_anywhere_else_is_not_lost_without_a_word(above: str) -> None:
    start = LAYOUT.fields[above].row

    def change(book: Workbook) -> None:
        sheet = book[FORM]
        merges = [str(area) for area in sheet.merged_cells.ranges]
        for area in merges:
            sheet.unmerge_cells(area)
        sheet.insert_rows(start)
        for key, ref in LAYOUT.fields.items():
            if ref.sheet == FORM and ref.row >= start:
                book.defined_names[
                    f"pe_{key}"
                ].attr_text = f"'{FORM}'!${ref.address[0]}${ref.row + 1}"
        sheet.cell(start, 4).value = 12.5

    reading = read_submission(edited(filled(), change), "a.xlsx")
    assert codes_but_formulas(reading) == ["PE-084"]
    assert as_json(reading.submission) == example()


def test_a_copy_of_the_form_in_the_same_file_is_told() -> None:
    def change(book: Workbook) -> None:
        book.copy_worksheet(book[FORM]).title = "第二个项目"

    reading = read_submission(edited(filled(), change), "a.xlsx")
    assert codes(reading) == ["PE-094"]
    assert "第二个项目" in reading.problems[-1].message


def test_a_deleted_form_sheet_is_refused() -> None:
    def change(book: Workbook) -> None:
        book.remove(book[FORM])
        for name in book.defined_names.values():
            name.attr_text = "#REF!"

    with pytest.raises(NotOurForm, match="已被删除"):
        read_submission(edited(filled(), change), "a.xlsx")


def test_a_deleted_total_is_told() -> None:
    def change(book: Workbook) -> None:
        for key in ("weight_total", "self_total"):
            book.defined_names[f"pe_{key}"].attr_text = "#REF!"
            book[FORM][LAYOUT.at(key)].value = None

    assert codes(read_submission(edited(filled(), change), "a.xlsx")) == [
        "PE-095",
        "PE-095",
    ]


def test_an_error_cell_is_told_once() -> None:
    data = edited(
        filled(),
        lambda book: book[FORM].__setitem__(LAYOUT.at("indicator_0_actual"), "#DIV/0!"),
    )
    found = [
        p.code
        for p in evaluate(data, "a.xlsx").problems
        if p.path and p.path[-1] == "技术服务内容（项）"
    ]
    assert found == ["PE-083"]


def test_names_that_lead_further_left_than_the_form_begins_put_no_cell_before_column_a() -> (
    None
):
    def shifted(part: bytes) -> bytes:
        first_columns = bytes.maketrans(b"CDE", b"ABC")
        return re.sub(
            rb"\$[C-E]\$", lambda match: match[0].translate(first_columns), part
        )

    evaluation = evaluate(
        replaced_part(seed_form("yueyang-2020"), "xl/workbook.xml", shifted), "a.xlsx"
    )
    cells = [
        problem.place.cell for problem in evaluation.problems if problem.place.cell
    ]
    assert cells
    assert all(cell[0].isalpha() for cell in cells)
