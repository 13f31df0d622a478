"""The Tab key comes to the fields of a form in the order in which 填报说明 explains them, and to no other cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from openpyxl.worksheet.worksheet import Worksheet

from perfeval_xl.form.identity.stated import CHECKS_SHEET, INSTRUCTIONS_SHEET
from perfeval_xl.resources import data_folder
from perfeval_xl.scheme.loader import scheme_ids
from tests.accessibility.audit import Book, tab_stops, visible
from tools.tab_by_hand import tabbed

_PRESSED = 30


def _explained(guide: Worksheet, part: str, following: str) -> list[str]:
    """The first column of one part of the instructions."""
    texts = [str(row[0].value) for row in guide.iter_rows()]
    return texts[texts.index(part) + 1 : texts.index(following)]


def _titles_met(sheet: Worksheet) -> list[str]:
    """The titles of the prompts that Tab comes to, each where it is met first."""
    titles = {
        at: rule.promptTitle
        for rule in sheet.data_validations.dataValidation
        for area in rule.sqref.ranges
        for at in area.cells
    }
    return list(
        dict.fromkeys(
            titles[sheet[stop].row, sheet[stop].column] for stop in tab_stops(sheet)
        )
    )


def _in_order(met: list[str], explained: list[str]) -> bool:
    return [title for title in met if title in explained] == [
        title for title in explained if title in met
    ]


def test_fields_and_indicators_are_explained_in_the_order_of_the_keyboard(
    books: Mapping[str, Book],
) -> None:
    forms = [book for name, book in books.items() if name.startswith("空白")]
    assert len(forms) == len(scheme_ids())
    for book in forms:
        guide = book.book[INSTRUCTIONS_SHEET]
        fields = _explained(guide, "二、各栏怎么填", "三、怎么评分")
        indicators = [
            text.rpartition("（")[0][:30]
            for text in _explained(guide, "三、怎么评分", "四、总分和等级")
        ]
        for place, sheet in visible(book):
            met = _titles_met(sheet)
            once = [title for title in indicators if indicators.count(title) == 1]
            assert _in_order(met, once), place
            assert _in_order(met, fields), place


def test_the_first_stop_of_every_sheet_is_an_input_cell(
    books: Mapping[str, Book],
) -> None:
    for name in ("空白 自评表.xlsx", "空白 岳阳评分表.xlsx"):
        for place, sheet in visible(books[name]):
            to_read = sheet.title in {INSTRUCTIONS_SHEET, CHECKS_SHEET}
            assert bool(tab_stops(sheet)) != to_read, place


def test_a_real_tab_key_goes_the_computed_way(
    needs: Callable[[str], str], books: Mapping[str, Book], tmp_path: Path
) -> None:
    for program in ("soffice", "Xvfb", "xdotool"):
        needs(program)
    sheet = books["空白 自评表.xlsx"].book.worksheets[0]
    visited = tabbed(data_folder("templates") / "自评表.xlsx", tmp_path, _PRESSED)
    assert visited == tab_stops(sheet)[:_PRESSED]
