"""The empty form: what is committed, what is printed, what is locked, and what it says about itself."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from itertools import product
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from perfeval_xl.citations import Source, State
from perfeval_xl.form.drawing.whole_form import draw_form
from perfeval_xl.form.filling import drawn, empty_form
from perfeval_xl.form.identity.stated import IDENTITY_SHEET, INSTRUCTIONS_SHEET
from perfeval_xl.form.layout.open import Layout, layout_for
from perfeval_xl.form.prompts.open_hints import hints_for
from perfeval_xl.form.templates import TEMPLATES, write_templates
from perfeval_xl.rules.registry import scheme_rules
from perfeval_xl.scheme.loader import load_scheme, scheme_ids
from perfeval_xl.sheets.model import Formula
from tests.sheets.ooxml import schema_errors

COMMITTED = Path(__file__).resolve().parents[2] / "templates"
SCHEME = load_scheme("national-2020")
_TEXT = re.compile(r'"[^"]*"')


@pytest.fixture(scope="module")
def layout() -> Layout:
    """The layout of the empty national form."""
    return layout_for(SCHEME)


@pytest.fixture(scope="module")
def form(layout: Layout) -> Worksheet:
    """The form sheet of the empty national form."""
    return openpyxl.load_workbook(BytesIO(empty_form(SCHEME)))[layout.sheet]


@pytest.fixture(scope="module")
def generated_templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with every template as the schemes give it now."""
    folder = tmp_path_factory.mktemp("templates")
    write_templates(folder)
    return folder


@pytest.mark.parametrize("name", sorted(TEMPLATES))
def test_the_committed_template_is_what_the_scheme_gives(
    name: str, generated_templates: Path
) -> None:
    new = generated_templates / name
    with ZipFile(COMMITTED / name) as committed, ZipFile(new) as generated:
        assert committed.namelist() == generated.namelist()
        for part in generated.namelist():
            assert committed.read(part) == generated.read(part), part


@pytest.mark.parametrize("scheme_id", scheme_ids())
def test_every_part_follows_the_ecma_schemas(scheme_id: str) -> None:
    assert schema_errors(empty_form(load_scheme(scheme_id))) == []


@pytest.mark.parametrize("scheme_id", scheme_ids())
def test_every_formula_has_as_many_closing_as_opening_brackets(scheme_id: str) -> None:
    for sheet in drawn(load_scheme(scheme_id)).sheets:
        for place, cell in sheet.cells.items():
            if isinstance(cell.value, Formula):
                bare = _TEXT.sub("", cell.value.text)
                assert bare.count("(") == bare.count(")"), (sheet.title, place)
                assert len(cell.value.text) <= 8192, "Excel's limit"


def test_the_cells_of_the_official_form_stand_in_their_places(form: Worksheet) -> None:
    expected = {
        "A1": "附件1",
        "A2": "项目支出绩效自评表",
        "A3": "（    年度）",
        "A4": "项目名称",
        "A5": "主管部门",
        "E5": "实施单位",
        "A6": "项目资金\n（万元）",
        "B7": "年度资金总额",
        "B8": "其中：当年财政拨款",
        "G8": "—",
        "I9": "—",
        "B11": "预期目标",
        "F11": "实际完成情况",
        "A13": "绩\n效\n指\n标",
        "I13": "偏差原因分析\n及改进措施",
        "B14": "产出指标",
        "C14": "数量指标",
        "D14": "指标1：",
        "D15": "指标2：",
        "A32": "总分",
        "B33": "自评结果分析",
        "B37": "主要经验做法",
    }
    assert {address: form[address].value for address in expected} == expected


def test_what_is_filled_in_is_unlocked_and_everything_else_is_locked(
    form: Worksheet, layout: Layout
) -> None:
    computed = {
        "funds_0_rate",
        "funds_0_weight",
        "weight_total",
        "self_total",
        "execution_rate",
        "execution_score",
    }
    computed |= {"rule_total", "rule_grade", "head", "total"} | {
        key for key in layout.fields if key.endswith(("rule_score", "hint"))
    }
    computed |= {key for key in layout.fields if key.startswith("dimension_")}
    for key in layout.fields:
        assert form[layout.at(key)].protection.locked == (key in computed), key
    assert form["A4"].protection.locked
    assert form.protection.sheet
    assert form.protection.password is None
    assert not form.protection.insertRows  # in this attribute, true is locked
    assert form.protection.deleteRows


def test_every_input_cell_has_a_prompt(form: Worksheet, layout: Layout) -> None:
    prompted = {
        cell
        for rule in form.data_validations.dataValidation
        if rule.prompt
        for cell in _cells(rule)
    }
    for key in layout.fields:
        address = layout.at(key)
        if not form[address].protection.locked:
            assert address in prompted, key


def test_it_prints_on_a4_without_the_preview(form: Worksheet) -> None:
    assert form.print_area == "'项目支出绩效自评表'!$A$1:$I$39"
    assert (
        form.page_setup.paperSize,
        form.page_setup.fitToWidth,
        form.page_setup.fitToHeight,
    ) == (9, 1, 0)
    assert form.print_title_rows == "$2:$3"


def test_every_printed_cell_of_the_table_has_a_border(layout: Layout) -> None:
    sheet = draw_form(SCHEME, layout).sheets[0]
    bordered = {
        place for place, cell in sheet.cells.items() if cell.style.border == "thin"
    }
    for area in sheet.merges:
        if (area.top, area.left) in bordered:
            bordered |= set(
                product(
                    range(area.top, area.bottom + 1), range(area.left, area.right + 1)
                )
            )
    rows, columns = (
        range(layout.rows["project"], layout.plans[0].last_row + 1),
        range(1, layout.last_column + 1),
    )
    assert set(product(rows, columns)) <= bordered


def test_it_says_which_scheme_it_is() -> None:
    book = openpyxl.load_workbook(BytesIO(empty_form(SCHEME)))
    assert book[IDENTITY_SHEET].sheet_state == "veryHidden"
    assert book.custom_doc_props["perfeval_scheme"].value == SCHEME.id
    assert {row[0].value: row[1].value for row in book[IDENTITY_SHEET]}[
        "version"
    ] == SCHEME.version


def test_every_field_has_a_name(layout: Layout) -> None:
    book = openpyxl.load_workbook(BytesIO(empty_form(SCHEME)))
    assert {f"pe_{key}" for key in layout.fields} == set(book.defined_names)


def test_the_instructions_say_every_rule_and_every_grade() -> None:
    sheet = openpyxl.load_workbook(BytesIO(empty_form(SCHEME)))[INSTRUCTIONS_SHEET]
    text = "\n".join(str(cell.value) for row in sheet for cell in row if cell.value)
    for role, rule in scheme_rules(SCHEME).items():
        assert rule.describe() in text
        assert SCHEME.rules[role].source.number in text
    for band in SCHEME.bands:
        assert f"为{band.label}" in text


@pytest.mark.parametrize(
    ("state", "cited"), [(State.UNSEEN, "《某办法》 某〔2020〕1号（条文待核）"), (State.READ, "《某办法》 某〔2020〕1号第九十九条")]
)  # fmt: skip
@pytest.mark.parametrize("note", ["样式见附件", ""])
def test_notes_on_sources_never_reach_who_fills_in_and_an_unread_clause_neither(
    note: str, state: State, cited: str
) -> None:
    source = Source(
        document="《某办法》",
        number="某〔2020〕1号",
        clause="第九十九条",
        note=note,
        state=state,
    )
    rules = {
        **SCHEME.rules,
        "quantity": replace(SCHEME.rules["quantity"], source=source),
    }
    scheme = replace(SCHEME, rules=rules, source=source)
    sheets = draw_form(scheme, layout_for(scheme)).sheets
    shown = [str(cell.value) for sheet in sheets for cell in sheet.cells.values()]
    assert (
        shown.count(cited) == 1
    )  # the scheme names the document in full, its rules in short
    assert any(
        text.endswith(f"\n依据：{cited.removeprefix('《某办法》 ')}") for text in shown
    )
    assert not note or not any(note in text for text in shown)


@pytest.mark.parametrize(
    ("rule", "words"),
    [("forbidden", "不填“不适用”"), ("rescale", "折算"), ("redistribute", "并入")],
)
def test_the_hint_on_what_does_not_apply_follows_the_scheme(
    rule: str, words: str
) -> None:
    scheme = replace(SCHEME, not_applicable=rule)
    hint = hints_for(scheme)["target"].prompt
    assert words in hint
    assert ("不适用的填“不适用”" in hint) == (rule != "forbidden")
    assert len(hint) <= 255, "what a cell prompt holds"
    sheets = {
        sheet.title: sheet for sheet in draw_form(scheme, layout_for(scheme)).sheets
    }
    assert any(cell.value == hint for cell in sheets[INSTRUCTIONS_SHEET].cells.values())


def test_only_a_scheme_with_a_narrative_has_its_sheet() -> None:
    titles = {
        scheme: [
            sheet.title
            for sheet in draw_form(
                load_scheme(scheme), layout_for(load_scheme(scheme))
            ).sheets
        ]
        for scheme in ("national-2020", "xinzhou-2022")
    }
    assert len(titles["national-2020"]) + 1 == len(titles["xinzhou-2022"])


def _cells(rule: object) -> set[str]:
    return {
        f"{openpyxl.utils.get_column_letter(column)}{row}"
        for area in rule.sqref.ranges
        for row, column in area.cells
    }  # type: ignore[attr-defined]
