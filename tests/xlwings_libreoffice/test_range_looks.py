"""Looks of ranges: number formats, fills, fonts, borders, alignment, merged cells."""

from __future__ import annotations

import pytest
import xlwings as xw

from xlwings_libreoffice import OfficeFailure
from xlwings_libreoffice.number_formats import NumberFormats

CODES = [
    "General",
    "0",
    "0.00%",
    "yyyy-mm-dd",
    "m/d/yyyy",
    "m/d/yyyy h:mm",
    "hh:mm:ss",
    "h:mm AM/PM",
    "[h]:mm:ss",
    "mmm d, yyyy",
    "@",
    "#,##0.00",
    "$#,##0.00",
    "0.00E+00",
    "# ?/?",
    "#,##0;[Red]-#,##0",
    '_(* #,##0.00_);_(* (#,##0.00);_(* "-"??_);_(@_)',
    '0.0" 分"',
    "yyyy年m月d日",
]


@pytest.mark.parametrize("code", CODES)
def test_a_number_format_reads_as_it_was_set(cells: xw.Sheet, code: str) -> None:
    cells["A1:B2"].number_format = code
    assert cells["A1"].number_format == code
    assert cells["A1:B2"].number_format == code


def test_different_number_formats_read_none(cells: xw.Sheet) -> None:
    cells["A1"].number_format = "0.00"
    assert cells["A1:B1"].number_format is None
    with pytest.raises(ValueError, match="不是数字格式"):
        cells["A1"].number_format = "[nonsense"


def test_formats_of_other_languages_are_given_in_english(cells: xw.Sheet) -> None:
    formats = cells.book.impl.api.getNumberFormats()
    chinese = formats.getByKey(0).getPropertyValue("Locale")
    chinese.Language, chinese.Country = "zh", "CN"
    key = formats.getStandardFormat(2, chinese)
    assert NumberFormats(cells.book.impl.api).code(key).startswith("yy")
    general = formats.getStandardFormat(0, chinese)
    assert NumberFormats(cells.book.impl.api).code(general) == "General"


def test_fills_take_colours_in_every_form(cells: xw.Sheet) -> None:
    assert cells["A1"].color is None
    cells["A1:B2"].color = (255, 128, 0)
    assert cells["A1:B2"].color == (255, 128, 0)
    assert cells["A1:C2"].color is None
    cells["A1"].color = "#0000ff"
    assert cells["A1"].color == (0, 0, 255)
    cells["A1"].color = 0x0000FF
    assert cells["A1"].color == (255, 0, 0)
    cells["A1"].color = None
    assert cells["A1"].color is None
    cells["A1:B2"].set_colors([[(1, 2, 3), None], [..., "#040506"]])
    assert [cell.color for cell in cells["A1:B2"]] == [
        (1, 2, 3),
        None,
        (255, 128, 0),
        (4, 5, 6),
    ]


def test_fonts_read_as_they_were_set(cells: xw.Sheet) -> None:
    font = cells["A1:B1"].font
    assert (font.bold, font.italic) == (False, False)
    font.bold, font.italic, font.size, font.name, font.color = (
        True,
        True,
        13,
        "Arial",
        (255, 0, 0),
    )
    assert (font.bold, font.italic, font.size, font.name, font.color) == (
        True,
        True,
        13.0,
        "Arial",
        (255, 0, 0),
    )
    font.color = "#00ff00"
    assert font.color == (0, 255, 0)
    font.bold = font.italic = False
    assert (font.bold, font.italic) == (False, False)
    cells["A1"].font.bold = True
    mixed = cells["A1:C1"].font
    assert (mixed.bold, mixed.size, mixed.name, mixed.color) == (None, None, None, None)


def test_parts_of_a_text_have_fonts_of_their_own(cells: xw.Sheet) -> None:
    cells["A1"].value = "Python"
    characters = cells["A1"].characters
    assert characters.text == "Python"
    assert (characters[:3].text, characters[-1].text, characters[1:3][1].text) == (
        "Pyt",
        "n",
        "t",
    )
    characters[1:3].font.bold = True
    characters[1:3].font.color = (1, 2, 3)
    assert characters[1:3].font.bold is True
    assert characters[1:3].font.color == (1, 2, 3)
    assert characters[0].font.bold is False
    assert cells["A1"].value == "Python"
    with pytest.raises(ValueError, match="empty slices"):
        characters[2:2]


@pytest.mark.parametrize(
    "style", ["continuous", "dash", "dash_dot", "dash_dot_dot", "dot", "double"]
)
@pytest.mark.parametrize(
    "side", ["edge_top", "edge_right", "inside_horizontal", "diagonal_up"]
)
def test_a_border_reads_as_it_was_set(cells: xw.Sheet, style: str, side: str) -> None:
    border = cells["B2:C3"].borders[side]
    assert border.line_style == "none"
    border.line_style = style
    assert border.line_style == style
    border.line_style = None
    assert border.line_style == "none"


def test_borders_of_all_sides(cells: xw.Sheet) -> None:
    borders = cells["B2:C3"].borders
    borders.line_style = "continuous"
    assert [border.line_style for border in borders] == ["continuous"] * 6 + [
        "none"
    ] * 2
    borders.set("outside", weight="thick", color="#ff0000")
    assert borders["edge_top"].weight == "thick"
    assert borders["edge_top"].color == (255, 0, 0)
    assert borders["inside_vertical"].weight == "thin"
    assert borders.weight is None
    borders.clear("inside")
    assert borders["inside_vertical"].line_style == "none"
    assert borders["inside_vertical"].color is None
    assert borders["edge_left"].line_style == "continuous"
    borders.clear()
    assert borders.line_style == "none"
    with pytest.raises(NotImplementedError, match="slant_dash_dot"):
        borders["edge_top"].line_style = "slant_dash_dot"


def test_setting_one_edge_leaves_the_cells_inside_alone(cells: xw.Sheet) -> None:
    cells["A1:C3"].borders["edge_bottom"].weight = "medium"
    assert cells["A3"].borders["edge_bottom"].line_style == "continuous"
    assert cells["A2"].borders["edge_bottom"].line_style == "none"
    assert cells["A1:C3"].borders["edge_top"].line_style == "none"


@pytest.mark.parametrize(
    "side", ["general", "left", "center", "right", "fill", "justify", "distributed"]
)
def test_horizontal_alignment_reads_as_it_was_set(cells: xw.Sheet, side: str) -> None:
    cells["A1:B1"].horizontal_alignment = side
    assert cells["A1:B1"].horizontal_alignment == side
    cells["C1"].horizontal_alignment = "right" if side == "left" else "left"
    assert cells["A1:C1"].horizontal_alignment is None


@pytest.mark.parametrize("side", ["top", "center", "bottom", "justify", "distributed"])
def test_vertical_alignment_reads_as_it_was_set(cells: xw.Sheet, side: str) -> None:
    assert cells["A1"].vertical_alignment == "bottom"
    cells["A1:B1"].vertical_alignment = side
    assert cells["A1:B1"].vertical_alignment == side


def test_what_cannot_be_aligned_is_refused(cells: xw.Sheet) -> None:
    with pytest.raises(NotImplementedError, match="center_across_selection"):
        cells["A1"].horizontal_alignment = "center_across_selection"


def test_wrapping_and_indents(cells: xw.Sheet) -> None:
    assert cells["A1"].wrap_text is False
    cells["A1"].wrap_text = True
    assert cells["A1"].wrap_text is True
    assert cells["A1:B1"].wrap_text is None
    cells["A1"].adjust_indent(2)
    assert cells["A1"].api.getPropertyValue("ParaIndent") == 706
    cells["A1"].adjust_indent(-3)
    assert cells["A1"].api.getPropertyValue("ParaIndent") == 0


def test_merged_cells_keep_the_first_value(cells: xw.Sheet) -> None:
    cells["A1"].value = [[None, "x"], ["y", "z"]]
    cells["A1:B2"].merge()
    assert cells["A1"].value == "x"
    assert cells["B2"].value is None
    assert cells["B2"].merge_area.address == "$A$1:$B$2"
    assert cells["C3"].merge_area.address == "$C$3"
    assert cells["A1:B2"].merge_cells is True
    assert cells["B2"].merge_cells is True
    assert cells["C3"].merge_cells is False
    assert cells["A1:C3"].merge_cells is None
    cells["B2"].unmerge()
    assert cells["A1:B2"].merge_cells is False


def test_merging_across_merges_each_row(cells: xw.Sheet) -> None:
    cells["A1:B2"].merge(across=True)
    assert cells["A2"].merge_area.address == "$A$2:$B$2"


def test_clearing_takes_what_it_says(cells: xw.Sheet) -> None:
    block = cells["A1:B2"]

    def fill() -> None:
        block.value, block.color, block.number_format = 1, (1, 2, 3), "0.00"

    fill()
    block.clear_contents()
    assert (block.value, block.color) == ([[None, None], [None, None]], (1, 2, 3))
    fill()
    block.clear_formats()
    assert (cells["A1"].value, block.color, block.number_format) == (
        1.0,
        None,
        "General",
    )
    fill()
    cells["A1"].add_note("n")
    block.merge()
    block.clear()
    assert (cells["A1"].value, block.color, cells["A1"].note, block.merge_cells) == (
        None,
        None,
        None,
        False,
    )


@pytest.mark.parametrize(
    ("written", "formula"), [(12345, "12345"), ("=100+45", "=100+45"), (True, "TRUE")]
)
def test_the_font_of_characters_leaves_numbers_and_formulas_what_they_are(
    cells: xw.Sheet, written: object, formula: str
) -> None:
    cells["A1"].value = written
    cells["A1"].characters.font.bold = True
    assert cells["A1"].font.bold is True
    with pytest.raises(OfficeFailure, match="不是文本"):
        cells["A1"].characters[0:2].font.bold = False
    assert cells["A1"].formula == formula
    assert not isinstance(cells["A1"].value, str)


def test_the_font_of_all_characters_is_that_of_the_cell(cells: xw.Sheet) -> None:
    cells["A1"].value = "Hello World"
    cells["A1"].characters[0:5].font.italic = True
    cells["A1"].characters.font.bold = True
    assert cells["A1"].font.bold is True
    assert cells["A1"].characters[0:5].font.bold is True
    assert cells["A1"].characters[0:5].font.italic is True
    assert cells["A1"].characters[6:].font.italic is False
    cells["A1"].characters.font.italic = False
    assert cells["A1"].characters[0:5].font.italic is False
