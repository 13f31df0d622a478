"""Rows that people insert into the indicators of an open form are indicators, in whatever way they were inserted."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.cell_range import CellRange

from perfeval_xl.form.filling import fill_form
from perfeval_xl.form.identity.stated import CHECKS_SHEET
from perfeval_xl.form.layout.open import Layout, layout_for
from perfeval_xl.reading import Reading, read_submission
from perfeval_xl.refs import column_letters
from perfeval_xl.scheme.loader import load_scheme
from perfeval_xl.scoring import score_submission
from perfeval_xl.submission.spelling import as_json
from tests.reading.inserting import (
    OPEN,
    TYPED,
    Inserted,
    base,
    expected,
    insert,
    places,
)
from tests.support.office import Office
from tests.support.rows import copy_and_insert, cut_and_insert, insert_blank, type_in

FORMATS = (".xlsx", ".xlsm", ".ods", ".xls")


def after(
    office: Office, folder: Path, scheme_id: str, change: Callable[[Any], None]
) -> dict[str, Path]:
    source = folder / "源.xlsx"
    source.write_bytes(fill_form(load_scheme(scheme_id), base(scheme_id)))
    targets = {suffix: folder / f"改{suffix}" for suffix in FORMATS}
    office.stored(source, change, targets.values())
    return targets


def codes(reading: Reading) -> list[str]:
    return [problem.code for problem in reading.problems if problem.code != "PE-046"]


def slots_in_use(layout: Layout, values: dict[str, Any]) -> list[int]:
    """The slots of the form whose target is written."""
    return [
        n
        for n in range(len(layout.slots))
        if values.get(layout.at(f"indicator_{n}_target")) not in (None, "")
    ]


def value(values: dict[str, Any], reading: Reading, key: str) -> Decimal:
    assert isinstance(reading.layout, Layout)
    return Decimal(str(round(float(values[reading.layout.at(key)]), 9)))


def rows_check(office: Office, path: Path) -> object:
    """What the live checks say of the inserted rows."""
    cells = office.cells(path, CHECKS_SHEET)
    row = next(at[1:] for at, said in cells.items() if said == "核对公式")
    return cells[f"B{row}"]


@pytest.mark.parametrize("scheme_id", OPEN)
def test_blank_rows_inserted_under_protection_and_filled_in_are_indicators(
    office: Office, tmp_path: Path, scheme_id: str
) -> None:
    """Between two rows, below the last row of a 二级指标, and above 总分; the preview says what it cannot show."""
    at = places(scheme_id)
    rows = [
        Inserted(above=at["first"] + 1, category=at["first"]),
        Inserted(above=at["middle"] + 2, category=at["middle"]),
        Inserted(above=at["end"], category=at["last"]),
    ]

    def change(document: Any) -> None:
        assert document.Sheets.getByIndex(0).isProtected()
        insert(document, scheme_id, rows)

    files = after(office, tmp_path, scheme_id, change)
    readings = {
        suffix: read_submission(path.read_bytes(), "表")
        for suffix, path in files.items()
    }
    for suffix, reading in readings.items():
        assert as_json(reading.submission) == as_json(expected(scheme_id, rows)), suffix
        assert codes(reading) == ["PE-097"], suffix
    reading = readings[".xlsx"]
    values: dict[str, Any] = dict(
        office.cells(files[".xlsx"], reading.submission.project.location.sheet)
    )
    weights = [Decimal(i.weight.text or 0) for i in reading.submission.indicators]
    scores = [Decimal(i.self_score.text or 0) for i in reading.submission.indicators]
    assert (
        value(values, reading, "weight_total")
        == sum(weights) + load_scheme(scheme_id).execution_weight
    )
    assert value(values, reading, "self_total") == sum(scores) + 10
    told = rows_check(office, files[".xlsx"])
    assert told == "请看：新插入的3行没有核对公式，按标准得分暂未计入"
    assert isinstance(reading.layout, Layout)
    assert str(values[reading.layout.at("rule_grade")]).endswith("等级待定")


@pytest.mark.parametrize("scheme_id", OPEN)
def test_copied_and_inserted_rows_are_indicators_and_have_their_live_score(
    office: Office, tmp_path: Path, scheme_id: str
) -> None:
    """Above the first row, in the middle, below the last row of a 二级指标 (twice), and above 总分."""
    at = places(scheme_id)
    rows = [
        Inserted(above=at["first"], category=at["first"], source=at["first"]),
        Inserted(above=at["middle"] + 1, category=at["middle"], source=at["middle"]),
        Inserted(above=at["middle"] + 2, category=at["middle"], source=at["middle"]),
        Inserted(above=at["last"] + 1, category=at["last"], source=at["last"]),
        Inserted(above=at["end"], category=at["last"], source=at["last"]),
    ]

    def change(document: Any) -> None:
        document.Sheets.getByIndex(0).unprotect("")
        insert(document, scheme_id, rows)

    files = after(office, tmp_path, scheme_id, change)
    readings = {
        suffix: read_submission(path.read_bytes(), "表")
        for suffix, path in files.items()
    }
    for suffix, reading in readings.items():
        assert as_json(reading.submission) == as_json(expected(scheme_id, rows)), suffix
        assert codes(reading) == [], suffix
    reading = readings[".xlsx"]
    card = score_submission(reading.submission, load_scheme(scheme_id))
    values: dict[str, Any] = dict(
        office.cells(files[".xlsx"], reading.submission.project.location.sheet)
    )
    _, *indicators = card.indicators
    layout = reading.layout
    assert isinstance(layout, Layout)
    filled = slots_in_use(layout, values)
    # a bare number may be open or cannot be previewed: the form shows the score, or nothing
    previews = {n: values.get(layout.at(f"indicator_{n}_rule_score")) for n in filled}
    told = {
        n: scored
        for n, scored in zip(filled, indicators, strict=True)
        if previews[n] not in {None, ""}
    }
    assert len(told) * 2 >= len(filled)
    for n, scored in told.items():
        assert value(values, reading, f"indicator_{n}_rule_score") == scored.score
    assert value(values, reading, "self_total") == card.self_total
    assert rows_check(office, files[".xlsx"]) == "相符"


def changed_form(
    office: Office, folder: Path, data: bytes, change: Callable[[Any, str], None]
) -> Path:
    """A form of national-2020 or national-2021 after somebody has taken the protection off and worked on its rows."""

    def work(document: Any) -> None:
        document.Sheets.getByIndex(0).unprotect("")
        change(document, document.Sheets.ElementNames[0])

    source = folder / "源.xlsx"
    source.write_bytes(data)
    return office.changed(source, work, folder / "改.xlsx")


def names(reading: Reading) -> list[tuple[str, str]]:
    return [
        (indicator.path[1], indicator.path[2])
        for indicator in reading.submission.indicators
    ]


def test_a_copy_of_the_only_row_of_a_category_belongs_to_it(
    office: Office, tmp_path: Path
) -> None:
    """Its label comes along above, and is in the help column below."""
    scheme = load_scheme("national-2021")
    layout = layout_for(scheme)
    only = next(
        n for n, slot in enumerate(layout.slots) if slot.category == "社会成本指标"
    )
    row = layout.rows["indicators"] + only

    def change(document: Any, title: str) -> None:
        for above in (row + 1, row):
            copy_and_insert(document, title, row, above)
            type_in(document, title, above, {"name": f"抄来的{above - row}"})

    path = changed_form(
        office, tmp_path, fill_form(scheme, base("national-2021")), change
    )
    reading = read_submission(path.read_bytes(), "表")
    found = [name for category, name in names(reading) if category == "社会成本指标"]
    assert found == ["抄来的0", f"指标甲{only}", "抄来的1"]
    assert codes(reading) == []


def test_rows_that_were_inserted_and_left_blank_or_copied_and_emptied_are_nothing(
    office: Office, tmp_path: Path
) -> None:
    form = layout_for(load_scheme("national-2020"))
    top = form.rows["indicators"]

    def change(document: Any, title: str) -> None:
        copy_and_insert(document, title, top + 1, top + 1)
        type_in(document, title, top + 1, {"name": "指标3："})
        insert_blank(document, title, top)
        insert_blank(document, title, form.rows["total"] + 2)

    data = fill_form(load_scheme("national-2020"), base("national-2020"))
    reading = read_submission(
        changed_form(office, tmp_path, data, change).read_bytes(), "表"
    )
    assert as_json(reading.submission) == as_json(base("national-2020"))
    assert codes(reading) == []


def test_a_row_that_was_cut_and_inserted_counts_where_it_stands(
    office: Office, tmp_path: Path
) -> None:
    """Within its 二级指标 that is no matter; in another one it is told."""
    form = layout_for(load_scheme("national-2020"))
    top = form.rows["indicators"]

    def change(document: Any, title: str) -> None:
        for row in (top + 3, top + 7):
            type_in(document, title, row, {**TYPED, "name": f"第{row - top}行"})
        cut_and_insert(document, title, top + 3, top + 1)
        cut_and_insert(document, title, top + 7, top + 6)

    data = fill_form(load_scheme("national-2020"), base("national-2020"))
    reading = read_submission(
        changed_form(office, tmp_path, data, change).read_bytes(), "表"
    )
    before = [(i.path[1], i.path[2]) for i in base("national-2020").indicators]
    across, within = (
        (form.slots[0].category, "第3行"),
        (form.slots[6].category, "第7行"),
    )
    assert names(reading) == [before[0], across, *before[1:3], within, *before[3:]]
    assert codes(reading) == ["PE-093"]
    told = next(problem for problem in reading.problems if problem.code == "PE-093")
    assert (told.slots["category"], told.place.cell) == (
        form.slots[0].category,
        f"D{top + 1}",
    )


def test_deleted_rows_of_a_form_of_ones_own_are_no_matter(
    office: Office, tmp_path: Path
) -> None:
    form = layout_for(load_scheme("national-2020"))

    def change(document: Any, title: str) -> None:
        document.Sheets.getByName(title).Rows.removeByIndex(form.rows["indicators"], 3)

    data = fill_form(load_scheme("national-2020"), base("national-2020"))
    path = changed_form(office, tmp_path, data, change)
    reading = read_submission(path.read_bytes(), "表")
    before = [(i.path[1], i.path[2]) for i in base("national-2020").indicators]
    assert names(reading) == [before[0], *before[2:]]
    assert codes(reading) == []
    values: dict[str, Any] = dict(
        office.cells(path, reading.submission.project.location.sheet)
    )
    assert value(values, reading, "weight_total") == 10 + 6 * len(
        reading.submission.indicators
    )


def test_a_row_of_sums_is_no_indicator(office: Office, tmp_path: Path) -> None:
    form = layout_for(load_scheme("national-2020"))
    row = form.rows["indicators"] + 2

    def change(document: Any, title: str) -> None:
        insert_blank(document, title, row)
        type_in(document, title, row, {"name": "小计", "weight": 6, "self_score": 6})

    data = fill_form(load_scheme("national-2020"), base("national-2020"))
    reading = read_submission(
        changed_form(office, tmp_path, data, change).read_bytes(), "表"
    )
    assert as_json(reading.submission) == as_json(base("national-2020"))
    assert codes(reading) == ["PE-084"]


def test_a_row_with_a_label_of_its_own_is_a_category_of_its_own(
    office: Office, tmp_path: Path
) -> None:
    form = layout_for(load_scheme("national-2020"))
    row = form.rows["indicators"] + 2

    def change(document: Any, title: str) -> None:
        for above, more in ((row, {}), (row, {"C": "安全指标"})):
            insert_blank(document, title, above)
            type_in(
                document, title, above, {"name": "后加的", "target": 1, "actual": 1}
            )
            for column, text in more.items():
                document.Sheets.getByName(title).getCellRangeByName(
                    f"{column}{above}"
                ).String = text

    data = fill_form(load_scheme("national-2020"), base("national-2020"))
    reading = read_submission(
        changed_form(office, tmp_path, data, change).read_bytes(), "表"
    )
    added = [
        indicator.path
        for indicator in reading.submission.indicators
        if indicator.path[2] == "后加的"
    ]
    assert added == [("产出指标", "安全指标", "后加的")] * 2
    again = read_submission(
        fill_form(reading.scheme, reading.submission), "再"
    ).submission
    assert sorted(i.path for i in again.indicators) == sorted(
        i.path for i in reading.submission.indicators
    )


def test_merged_labels_formats_prompts_and_print_area_follow(
    office: Office, tmp_path: Path
) -> None:
    """In the middle of a 二级指标, where the form asks people to insert."""
    form = layout_for(load_scheme("national-2020"))
    at = places("national-2020")["middle"]
    row = form.rows["indicators"] + at + 1

    def change(document: Any, title: str) -> None:
        insert_blank(document, title, row)

    data = fill_form(load_scheme("national-2020"), base("national-2020"))
    sheet = openpyxl.load_workbook(changed_form(office, tmp_path, data, change))[
        form.sheet
    ]
    merges = [CellRange(str(area)) for area in sheet.merged_cells.ranges]
    for column in "ABC":
        assert any(
            CellRange(f"{column}{row - 1}:{column}{row + 1}") <= area for area in merges
        ), column
    prompted = [rule for rule in sheet.data_validations.dataValidation if rule.prompt]
    shown = list(sheet.conditional_formatting)
    for name in ("name", "target", "actual", "weight", "self_score", "note"):
        cell = CellRange(
            f"{column_letters(form.fields[f'indicator_0_{name}'].column)}{row}"
        )
        assert any(cell <= area for rule in prompted for area in rule.sqref.ranges), (
            name
        )
        assert any(cell <= area for rule in shown for area in rule.sqref.ranges), name
        assert not sheet[cell.coord].protection.locked
    last = form.rows["end"] + 1
    assert sheet.print_area == f"'{form.sheet}'!$A$1:$I${last}"
