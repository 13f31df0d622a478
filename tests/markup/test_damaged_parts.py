"""Workbooks with parts that the reader does without and the library that makes copies does not: a copy all the same."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

import openpyxl
import pytest

from perfeval_xl.evaluation import evaluate
from perfeval_xl.form.identity.stated import IDENTITY_SHEET
from perfeval_xl.markup.marking import marked_up
from perfeval_xl.markup.problem_sheet import PROBLEM_SHEET
from perfeval_xl.markup.score_sheet import SCORE_SHEET
from perfeval_xl.reading import read_submission
from tests.support.seeds import seed_form
from tests.support.workbooks import edited, replaced_part

SHEET = "xl/worksheets/sheet1.xml"
STYLES = "xl/styles.xml"
Change = Callable[[bytes], bytes]


def swap(old: bytes, new: bytes) -> Change:
    def change(part: bytes) -> bytes:
        changed, times = re.subn(old, new, part, count=1)
        assert times
        return changed

    return change


DAMAGE: dict[str, tuple[str, Change]] = {
    "a column without its number": (SHEET, swap(rb'(<col [^>]*?) min="\d+"', rb"\1")),
    "properties that are no XML": ("docProps/custom.xml", lambda part: part[: len(part) // 2]),
    "a colour that is none": (STYLES, swap(rb'rgb="\w{8}"', b'rgb="green?"')),
    "a number format that is no number": (STYLES, swap(rb'<xf numFmtId="\d+"', b'<xf numFmtId="x"')),
    "a theme that is no XML": ("xl/theme/theme1.xml", lambda part: part[:100]),
    "application properties that are no XML": ("docProps/app.xml", lambda part: part[:20]),
    "core properties that are no XML": ("docProps/core.xml", lambda part: part[:20]),
    "a font size that is no number": (STYLES, swap(rb'<sz val="[\d.]+"', b'<sz val="big"')),
    "a fill of an unknown pattern": (STYLES, swap(rb'patternType="solid"', b'patternType="liquid"')),
    "a style that is not there": (STYLES, swap(rb"<cellStyles.*?</cellStyles>", b"<cellStyles><cellStyle/></cellStyles>")),
    "a row height that is no number": (SHEET, swap(rb' ht="[\d.]+"', b' ht="tall"')),
    "a merge that is no area": (SHEET, swap(rb'<mergeCell ref="[^"]*"', b'<mergeCell ref="A0:?"')),
    "a validation of an unknown kind": (SHEET, swap(rb'(<dataValidation [^>]*?)type="\w+"', rb'\1type="guess"')),
    "a print area that is none": (SHEET, swap(rb"<pageMargins [^>]*>", b'<pageMargins left="wide"/>')),
}  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_copy_is_written_of_whatever_can_be_read(damage: str) -> None:
    data = replaced_part(seed_form("xinzhou-2022"), *DAMAGE[damage])
    evaluation = evaluate(data, "自评表.xlsx")
    copy = marked_up(evaluation)
    assert {PROBLEM_SHEET, SCORE_SHEET} <= set(
        openpyxl.load_workbook(io.BytesIO(copy.data)).sheetnames
    )
    again = read_submission(copy.data, "副本.xlsx").submission
    assert [each.actual.text for each in again.indicators] == [
        each.actual.text for each in evaluation.submission.indicators
    ]
    assert copy.damaged == copy.anew


def test_nothing_is_printed_by_the_library(capsys: pytest.CaptureFixture[str]) -> None:
    """Results stand on stdout, as JSON maybe; openpyxl writes there which alignments it does not find."""
    gone = (
        STYLES,
        swap(rb"<cellStyleXfs.*?</cellStyleXfs>", b'<cellStyleXfs count="0"/>'),
    )
    data = replaced_part(seed_form("xinzhou-2022"), *gone)
    marked_up(evaluate(data, "自评表.xlsx"))
    captured = capsys.readouterr()
    assert captured.out + captured.err == ""


def test_damage_of_most_kinds_has_the_form_filled_anew() -> None:
    """Otherwise the cases above would show nothing."""
    anew = 0
    for part, change in DAMAGE.values():
        data = replaced_part(seed_form("xinzhou-2022"), part, change)
        anew += marked_up(evaluate(data, "自评表.xlsx")).damaged
    assert anew > len(DAMAGE) // 2


def test_a_hidden_sheet_that_says_it_ends_in_the_last_row_of_all_is_copied_without_a_million_cells() -> (
    None
):
    def far_away(book: openpyxl.Workbook) -> None:
        book[IDENTITY_SHEET].cell(1_048_576, 1).value = "x"

    data = edited(seed_form("xinzhou-2022"), far_away)
    copy = marked_up(evaluate(data, "自评表.xlsx"))
    hidden = openpyxl.load_workbook(io.BytesIO(copy.data), read_only=True)[
        IDENTITY_SHEET
    ]
    numbers = [
        cell.row for row in hidden.iter_rows() for cell in row if cell.value is not None
    ]
    assert numbers[-1] == 1_048_576
    with zipfile.ZipFile(io.BytesIO(copy.data)) as package:
        assert (
            max(package.read(part).count(b"<row ") for part in package.namelist())
            < 1000
        )
