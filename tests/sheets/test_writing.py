"""Records become .xlsx files: typed, valid, and the same bytes every time."""

from __future__ import annotations

import gc
import tempfile
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest

from perfeval_xl.sheets.model import (
    Area,
    BarChart,
    Cell,
    Conditional,
    Formula,
    Note,
    Page,
    Sheet,
    Style,
    Validation,
    Value,
    Workbook,
)
from perfeval_xl.sheets.styling import Styles
from perfeval_xl.sheets.writing import write_workbook
from tests.sheets.ooxml import schema_errors


def one_cell(value: Value) -> Workbook:
    """A workbook with one value in A1."""
    return Workbook(sheets=(Sheet(title="表", cells={(1, 1): Cell(value=value)}),))


_HIDDEN = Sheet(title="_隐", cells={(1, 1): Cell(value="x")}, state="veryHidden")


_AREA = Area(2, 1, 3, 2)
_CELLS = {
    (1, 1): Cell(value="名称", style=Style(bold=True, border="thin", fill="FFFBEA")),
    (2, 1): Cell(value="甲", note=Note(text="批注\n第二行"), link="'表'!B2"),
    (2, 2): Cell(
        value=Decimal("9.95"), style=Style(number_format="0.00", locked=False)
    ),
    (3, 1): Cell(value="乙"),
    (3, 2): Cell(value=Formula("SUM(B2)")),
}
_VALIDATIONS = (
    Validation(
        areas=(_AREA,),
        kind="decimal",
        operator="between",
        first="0",
        second="10",
        prompt="填数字",
        error="错",
    ),
    Validation(areas=(_AREA,), kind="list", first='"优,良"', strict=False),
    Validation(areas=(_AREA,), kind="any", prompt_title="提示", prompt="随便填"),
    Validation(
        areas=(_AREA,),
        kind="textLength",
        operator="lessThanOrEqual",
        first="200",
    ),
)
_CONDITIONALS = (
    Conditional(area=_AREA, formula="B2>10", fill="FFC7CE", colour="9C0006", bold=True),
    Conditional(
        area=_AREA,
        formula="B2>9",
        fill="FFC7CE",
        number_format='General"（不符）"',
    ),
)
_CHART = BarChart(
    title="得分",
    categories=Area(2, 1, 3, 1),
    values=Area(2, 2, 3, 2),
    anchor="D2",
    description='甲 "9.95" <分>',
    axis_title="分",
)


def everything() -> Workbook:
    """A workbook that uses every record of the model."""
    sheet = Sheet(
        title="表",
        cells=dict(_CELLS),
        merges=(Area(5, 1, 6, 2),),
        widths={1: 20.0},
        heights={1: 30.0},
        validations=_VALIDATIONS,
        conditionals=_CONDITIONALS,
        page=Page(
            area=Area(1, 1, 6, 2),
            title_rows=(1, 1),
            breaks=(3,),
            footer="第 &P 页",
            plain_ink=True,
            landscape=True,
        ),
        protected=True,
        freeze="A2",
        filter=Area(1, 1, 3, 2),
        charts=(_CHART,),
        column_titles="A1",
        row_titles="A2",
    )
    return Workbook(
        sheets=(sheet, _HIDDEN),
        names={"pe_a": "'表'!$A$1"},
        properties={"k": "v"},
        title="题目",
    )


def test_every_part_follows_the_ecma_schemas() -> None:
    assert schema_errors(write_workbook(everything())) == []


def test_two_calls_give_identical_bytes() -> None:
    assert write_workbook(everything()) == write_workbook(everything())


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+5",
        "-1",
        "@SUM(A1)",
        "=cmd|' /C calc'!A0",
        "007",
        "TRUE",
        "#N/A",
        "1e5",
        "＝1",
    ],
)
def test_text_stays_text_whatever_it_looks_like(text: str) -> None:
    cell = openpyxl.load_workbook(BytesIO(write_workbook(one_cell(text)))).worksheets[
        0
    ]["A1"]
    assert (cell.data_type, cell.value) == ("s", text)


@pytest.mark.parametrize("text", ["=1+1", "+5", "-1", "@x", "＝1"])
def test_text_that_excel_would_compute_after_an_edit_is_quoted(text: str) -> None:
    assert (
        openpyxl.load_workbook(BytesIO(write_workbook(one_cell(text))))
        .worksheets[0]["A1"]
        .quotePrefix
    )


def test_only_a_formula_is_a_formula() -> None:
    cell = openpyxl.load_workbook(
        BytesIO(write_workbook(one_cell(Formula("1+1"))))
    ).worksheets[0]["A1"]
    assert (cell.data_type, cell.value) == ("f", "=1+1")


def test_numbers_are_written_with_the_digits_they_have() -> None:
    for text in ("9.95", "24.1", "0.8575", "123456789012345", "-0.1", "1000"):
        part = openpyxl.load_workbook(
            BytesIO(write_workbook(one_cell(Decimal(text))))
        ).worksheets[0]["A1"]
        assert Decimal(str(part.value)) == Decimal(text)


def test_text_that_looks_like_an_escape_and_outer_blanks_survive_in_libreoffice(
    office, tmp_path
) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "a.xlsx"
    for text in ("_x0041_ 与 _x000D_", "  前后有空格  ", "两行\n文字"):
        path.write_bytes(write_workbook(one_cell(text)))
        assert office.cells(path, "表")["A1"] == text


def test_a_hidden_sheet_a_name_and_a_property_are_there() -> None:
    book = openpyxl.load_workbook(BytesIO(write_workbook(everything())))
    assert [sheet.sheet_state for sheet in book] == ["visible", "veryHidden"]
    assert book.defined_names["pe_a"].attr_text == "'表'!$A$1"
    assert book.custom_doc_props["k"].value == "v"
    assert book["表"].page_setup.paperSize == 9
    assert (book["表"].page_setup.fitToWidth, book["表"].page_setup.fitToHeight) == (
        1,
        0,
    )


def test_a_prompt_that_no_workbook_can_hold_is_a_mistake_of_the_caller() -> None:
    rule = Validation(areas=(Area(1, 1, 1, 1),), kind="any", prompt="长" * 256)
    with pytest.raises(ValueError, match="256"):
        write_workbook(
            Workbook(sheets=(Sheet(title="表", cells={}, validations=(rule,)),))
        )


@pytest.mark.parametrize(
    ("part", "right", "wrong"),
    [
        ("xl/worksheets/sheet1.xml", b"<sheetData>", b"<sheetDatum/><sheetData>"),
        ("xl/styles.xml", b"<fonts ", b"<fontz/><fonts "),
        ("xl/comments/comment1.xml", b"<commentList>", b"<x/><commentList>"),
        ("xl/charts/chart1.xml", b"<plotArea>", b"<plot/><plotArea>"),
        (
            "docProps/core.xml",
            b"<dc:creator ",
            b"<dc:maker xmlns:dc='http://purl.org/dc/elements/1.1/'/><dc:creator ",
        ),
        ("docProps/custom.xml", b"pid=", b"pit="),
        ("xl/_rels/workbook.xml.rels", b"Target=", b"Aim="),
        ("[Content_Types].xml", b"PartName=", b"Name="),
    ],
)
def test_the_schemas_notice_a_broken_part(
    part: str, right: bytes, wrong: bytes
) -> None:
    broken = BytesIO()
    with (
        ZipFile(BytesIO(write_workbook(everything()))) as source,
        ZipFile(broken, "w") as target,
    ):
        for name in source.namelist():
            content = source.read(name)
            if name == part:
                assert right in content
                content = content.replace(right, wrong, 1)
            target.writestr(name, content)
    assert schema_errors(broken.getvalue())


def test_every_cell_has_its_own_style_however_short_lived_the_record_was() -> None:
    styles = Styles()
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    for row in range(1, 200):
        styles.apply(page.cell(row, 1), Style(size=8 + row % 7, fill=f"{row:06X}"))
    for row in range(1, 200):
        cell = page.cell(row, 1)
        assert (cell.font.size, cell.fill.fgColor.rgb[-6:]) == (
            8 + row % 7,
            f"{row:06X}",
        )


def test_a_mark_on_one_cell_does_not_reach_others_of_its_style() -> None:
    cells = {
        (row, 1): Cell(value=text) for row, text in enumerate(("=1", "甲", "@2"), 1)
    }
    book = openpyxl.load_workbook(
        BytesIO(write_workbook(Workbook(sheets=(Sheet(title="表", cells=cells),))))
    )
    assert [book["表"].cell(row, 1).quotePrefix for row in (1, 2, 3)] == [
        True,
        False,
        True,
    ]


def test_the_garbage_collector_works_again_afterwards() -> None:
    assert gc.isenabled()
    write_workbook(one_cell("甲"))
    assert gc.isenabled()
    too_long = Validation(areas=(Area(1, 1, 1, 1),), kind="any", prompt="长" * 256)
    with pytest.raises(ValueError, match="255"):
        write_workbook(
            Workbook(sheets=(Sheet(title="表", cells={}, validations=(too_long,)),))
        )
    assert gc.isenabled()


def test_writing_needs_no_temporary_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Openpyxl would write every sheet there first, and a full disk behind it would end a command."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nirgends"))
    with pytest.raises(FileNotFoundError):
        openpyxl.Workbook().save(BytesIO())
    assert write_workbook(
        Workbook(sheets=(Sheet(title="表", cells={(1, 1): Cell(value="有")}),))
    )


def test_a_text_with_a_link_stays_text_when_somebody_edits_its_cell() -> None:
    cell = Cell(value="=1+1", link="'表'!B2")
    written = write_workbook(
        Workbook(sheets=(Sheet(title="表", cells={(1, 1): cell}),))
    )
    read = openpyxl.load_workbook(BytesIO(written))["表"]["A1"]
    assert (read.data_type, read.value) == ("s", "=1+1")
    assert read.quotePrefix
