"""Every workbook that is handed out can be used without colours, with the keyboard, aloud, and at twice the size."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from perfeval_xl.markup.looks import FILLS
from perfeval_xl.markup.problem_sheet import PROBLEM_SHEET
from perfeval_xl.problems import Severity
from tests.accessibility.audit import (
    Book,
    contrast,
    cut_off,
    fill_of,
    frozen_too_much,
    low_contrast,
    silent_colours,
    unprompted,
    visible,
)

Finding = Callable[[str, Worksheet], Iterator[str]]
_ONE_PAGE = {"总览", "方案"}
"""Sheets whose tables end on their first page."""


def test_the_contrast_of_black_on_white_is_21() -> None:
    assert (
        round(contrast("000000", "FFFFFF"), 2),
        round(contrast("777777", "FFFFFF"), 2),
    ) == (21.0, 4.48)


@pytest.mark.parametrize(
    "finding",
    [low_contrast, silent_colours, unprompted, frozen_too_much, cut_off],
    ids=lambda found: found.__name__,
)
def test_nothing_is_found_in_any_sheet(
    books: Mapping[str, Book], finding: Finding
) -> None:
    assert [
        told
        for book in books.values()
        for place, sheet in visible(book)
        for told in finding(place, sheet)
    ] == []


def test_the_search_finds_what_it_is_for(books: Mapping[str, Book]) -> None:
    """Each search, over a sheet in which one thing was spoilt."""
    sheet = books["空白 自评表.xlsx"].book.worksheets[0]
    spoilt = sheet.parent.copy_worksheet(sheet)
    spoilt.protection.sheet = True
    spoilt["A4"].font = Font(color="CCCCCC", size=10)
    spoilt["A5"].value = "一个怎么也放不进这一格的很长的名称" * 9
    spoilt["C9"].fill = PatternFill("solid", "F8CBAD")
    spoilt["C9"].value = None
    spoilt.freeze_panes = "G20"
    found = [
        list(each("x", spoilt))
        for each in (low_contrast, silent_colours, unprompted, frozen_too_much, cut_off)
    ]
    sheet.parent.remove(spoilt)
    assert all(found)


def test_every_mark_and_every_line_of_a_list_names_its_severity(
    books: Mapping[str, Book],
) -> None:
    met = set()
    for name, book in books.items():
        if not name.startswith("评分结果"):
            continue
        for _, sheet in visible(book):
            for cell in (cell for row in sheet.iter_rows() for cell in row):
                severities = [
                    severity
                    for severity, fill in FILLS.items()
                    if fill == fill_of(cell)
                ]
                for severity in severities:
                    said = (
                        str(cell.value)
                        if sheet.title == PROBLEM_SHEET
                        else cell.comment.text
                    )
                    assert str(severity) in said, (name, sheet.title, cell.coordinate)
                    met.add(severity)
    assert met == set(Severity)


def test_every_sheet_has_a_name_of_its_own_that_says_what_it_is(
    books: Mapping[str, Book],
) -> None:
    for name, book in books.items():
        for place, sheet in visible(book):
            assert not re.match(r"(?i)sheet|工作表|表\d", sheet.title), place
            # the first row is that of 附件1, which the form of Hubei does not print; its title stands in the second
            assert sheet["A1"].value or sheet["A2"].value, (
                f"{place}: a screen reader begins at the top"
            )
        assert len(set(book.book.sheetnames)) == len(book.book.sheetnames), name


def test_every_workbook_has_a_title_and_says_that_it_is_chinese(
    books: Mapping[str, Book],
) -> None:
    for name, book in books.items():
        assert book.book.properties.title, name
        assert book.book.properties.language == "zh-CN", name


def test_headings_are_marked_for_who_listens_and_repeated_for_who_prints(
    books: Mapping[str, Book],
) -> None:
    """`ColumnTitle` and `RowTitle` are what JAWS and NVDA look for; forms have them where they have a table of rows."""
    for name, book in books.items():
        for place, sheet in visible(book):
            marked = {
                title: found.attr_text
                for title, found in sheet.defined_names.items()
                if "Title" in title
            }
            for address in marked.values():
                assert sheet[address.rpartition("!")[2].replace("$", "")].value, place
            if not sheet.protection.sheet and sheet.title not in _ONE_PAGE:
                assert "ColumnTitle" in marked, place
                assert sheet.print_title_rows, place
                assert sheet.freeze_panes, place
        if name.startswith(("空白", "填好", "下发 ")):
            assert any(
                "ColumnTitle" in sheet.defined_names for _, sheet in visible(book)
            ), name
            assert "RowTitle" in book.book["填报说明"].defined_names, name


def test_lists_have_no_merged_cells_among_their_rows(books: Mapping[str, Book]) -> None:
    """A merged cell stops sorting, filtering and reading by column; titles and the line of totals are none of these."""
    for book in books.values():
        for place, sheet in visible(book):
            if sheet.protection.sheet or sheet.title == "总览":
                continue
            heading = (
                sheet["A1"].row
                if sheet.freeze_panes is None
                else sheet[sheet.freeze_panes].row - 1
            )
            among = [
                area
                for area in sheet.merged_cells.ranges
                if heading <= area.min_row < sheet.max_row
            ]
            assert among == [], place


def test_every_chart_and_picture_has_an_alternative_text_with_its_figures(
    books: Mapping[str, Book],
) -> None:
    drawn = 0
    for name, book in books.items():
        with ZipFile(BytesIO(book.data)) as package:
            for part in package.namelist():
                if not re.fullmatch(r"xl/drawings/drawing\d+\.xml", part):
                    continue
                for shape in re.findall(
                    r"<(?:\w+:)?cNvPr [^>]*>", package.read(part).decode()
                ):
                    text = re.search(r'descr="([^"]+)"', shape)
                    assert text is not None, (name, shape)
                    assert re.search(r"\d", text[1]), text[1]
                    assert text[1].endswith("。"), text[1]
                    drawn += 1
    assert drawn == 5
