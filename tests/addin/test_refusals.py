"""What keeps a command from working is told in Chinese, and nothing is half-written."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlwings as xw
from openpyxl import Workbook

from perfeval_xl.addin import commands
from perfeval_xl.addin.choosing import hands_for
from perfeval_xl.addin.plan import Clear, Fill, Note, Plan, Select, Take
from perfeval_xl.errors import EnvironmentMissing, NotOurForm, PerfevalError, UsageError
from perfeval_xl.form.identity.stated import IDENTITY_SHEET
from perfeval_xl.refs import CellRef
from perfeval_xl.sheets.model import Cell, Sheet
from perfeval_xl.sheets.model import Workbook as Drawn
from perfeval_xl.sheets.writing import write_workbook
from tests.addin.conftest import Opened
from tests.support.likeness import differences
from tests.support.seeds import seed_form

FORM = "xinzhou-2022"
HIDDEN = Select(CellRef(IDENTITY_SHEET, 1, 1))
"""A step that cannot be done."""


@pytest.fixture
def book(opened: Opened) -> xw.Book:
    return opened(seed_form(FORM))


def refused(book: xw.Book, plan: Plan) -> PerfevalError:
    """Apply a plan that cannot be applied; the book stays as it is."""
    hands = hands_for(book)
    before = hands.copy(book)
    with pytest.raises(PerfevalError) as caught:
        hands.apply(book, plan)
    assert differences(before, hands.copy(book)) == []
    return caught.value


def test_a_failing_step_undoes_all_steps_before_it(
    book: xw.Book, tmp_path: Path
) -> None:
    title = book.sheets[0].name
    lists = tmp_path / "lists.xlsx"
    lists.write_bytes(
        write_workbook(
            Drawn(sheets=(Sheet(title="清单", cells={(1, 1): Cell(value="一")}),))
        )
    )
    done = (
        Take(lists, ("清单",)),
        Fill(CellRef.parse(title, "H30"), "FF0000"),
        Note(CellRef.parse(title, "H30"), "批注"),
    )
    error = refused(book, (*done, HIDDEN))
    assert isinstance(error, UsageError)
    assert IDENTITY_SHEET in str(error)
    assert book.api.Sheets.getByIndex(0).isProtected()


def test_a_failing_step_after_clear_leaves_the_workbook_without_any_mark(
    book: xw.Book,
) -> None:
    hands, title = hands_for(book), book.sheets[0].name
    before = hands.copy(book)
    commands.check(book)
    commands.score(book)
    with pytest.raises(UsageError):
        hands.apply(
            book,
            (
                Clear(),
                Fill(CellRef.parse(title, "H30"), "FF0000"),
                HIDDEN,
            ),
        )
    assert differences(before, hands.copy(book)) == []


def test_a_missing_list_file_is_told_in_the_words_of_the_office(
    book: xw.Book, tmp_path: Path
) -> None:
    error = refused(book, (Take(tmp_path / "没有.xlsx", ("清单",)),))
    assert isinstance(error, EnvironmentMissing)
    assert "撤销" in str(error)


def test_a_sheet_with_a_password_is_refused_before_anything_is_changed(
    book: xw.Book,
) -> None:
    page = book.api.Sheets.getByIndex(0)
    page.unprotect("")
    page.protect("secret")
    before = hands_for(book).copy(book)
    with pytest.raises(UsageError, match="密码"):
        commands.check(book)
    assert page.isProtected()
    page.unprotect("secret")
    page.protect("secret")
    assert differences(before, hands_for(book).copy(book)) == []


def test_a_workbook_whose_structure_has_a_password_is_refused(book: xw.Book) -> None:
    titles = book.sheet_names
    book.api.protect("secret")
    with pytest.raises(UsageError, match="密码"):
        commands.check(book)
    assert book.api.isProtected()
    assert book.sheet_names == titles


def test_a_file_opened_read_only_is_refused(app: xw.App, tmp_path: Path) -> None:
    from xlwings_libreoffice.bridge import named_values

    path = tmp_path / "只读.xlsx"
    path.write_bytes(seed_form(FORM))
    how = named_values(Hidden=True, ReadOnly=True)
    app.api.loadComponentFromURL(path.as_uri(), "_blank", 0, how)
    with pytest.raises(UsageError, match="只读"):
        commands.check(app.books["只读.xlsx"])


def test_a_workbook_that_is_none_of_ours_is_told(app: xw.App) -> None:
    other = app.books.add()
    for command in (commands.check, commands.score, commands.next_problem):
        with pytest.raises(NotOurForm, match="不是本程序发出的自评表"):
            command(other)
    assert "不是本程序发出的自评表" in commands.about(other).message
    commands.clear(other)
    assert [sheet.name for sheet in other.sheets] == ["Sheet1"]


def test_a_form_of_a_scheme_that_this_program_does_not_have_is_told(
    opened: Opened, tmp_path: Path
) -> None:
    old = Workbook()
    page = old.create_sheet(IDENTITY_SHEET)
    page.append(["scheme", "alte-1999"])
    old.save(tmp_path / "旧表.xlsx")
    with pytest.raises(NotOurForm, match="没有这个方案"):
        commands.check(opened((tmp_path / "旧表.xlsx").read_bytes()))


def test_a_workbook_closed_in_the_meantime_is_told(book: xw.Book) -> None:
    hands = hands_for(book)
    book.close()
    with pytest.raises(UsageError, match="关闭"):
        hands.copy(book)


def test_a_workbook_that_was_never_saved_has_no_place_for_a_report(app: xw.App) -> None:
    with pytest.raises(UsageError, match="还没有保存"):
        commands.report(app.books.add())
