"""`xlwings.App` over LibreOffice: its properties, the status bar, messages."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
import xlwings as xw

from xlwings_libreoffice import OfficeFailure


def test_an_app_knows_its_engine_process_version_and_folders(app: xw.App) -> None:
    assert app.engine.name == "libreoffice"
    assert app.pid > 0
    assert int(app.version.major) >= 7
    assert (Path(app.path) / "soffice.bin").exists()
    assert Path(app.startup_path).name == "basic"
    assert repr(app) == f"<App [libreoffice] {app.pid}>"
    assert app.api.supportsService("com.sun.star.frame.Desktop")


def test_an_app_equals_itself_wherever_it_comes_from(app: xw.App) -> None:
    assert app == xw.apps[app.pid] == xw.apps.active == app.books.add().app
    assert hash(app) == hash(xw.apps.active)
    assert app in list(xw.apps)


def test_an_app_can_be_shown_and_hidden_with_its_books(app: xw.App) -> None:
    book = app.books.add()
    assert app.visible is False
    app.visible = True
    try:
        assert app.visible is True
        assert book.impl.window.isVisible()
        assert app.books.add().impl.window.isVisible()
    finally:
        app.visible = False
    assert not book.impl.window.isVisible()


@pytest.mark.parametrize(
    "name", ["screen_updating", "display_alerts", "enable_events", "interactive"]
)
def test_a_switch_is_on_at_first_and_can_be_turned_off(app: xw.App, name: str) -> None:
    app.books.add()
    assert getattr(app, name) is True
    with app.properties(**{name: False}):
        assert getattr(app, name) is False
    assert getattr(app, name) is True


def test_screen_updating_locks_the_windows_of_all_books(app: xw.App) -> None:
    first = app.books.add()
    with app.properties(screen_updating=False):
        second = app.books.add()
        assert first.api.hasControllersLocked()
        assert second.api.hasControllersLocked()
    assert not first.api.hasControllersLocked()
    assert not second.api.hasControllersLocked()


def test_manual_calculation_waits_for_calculate(app: xw.App) -> None:
    sheet = app.books.add().sheets[0]
    sheet["A1"].value = 2
    sheet.api.getCellRangeByName("B1").setFormula("=A1*10")
    assert app.calculation == "automatic"
    app.calculation = "manual"
    try:
        sheet["A1"].value = 3
        assert sheet["B1"].value == 20
        app.calculate()
        assert sheet["B1"].value == 30
        assert not app.books.add().api.isAutomaticCalculationEnabled()
    finally:
        app.calculation = "automatic"
    sheet["A1"].value = 4
    assert sheet["B1"].value == 40


def test_calculation_takes_excels_words_only(app: xw.App) -> None:
    with pytest.raises(NotImplementedError, match="semiautomatic"):
        app.calculation = "semiautomatic"
    with pytest.raises(ValueError, match="sometimes"):
        app.calculation = "sometimes"


def test_the_status_bar_shows_a_text_until_it_is_given_back(app: xw.App) -> None:
    app.books.add()
    assert app.status_bar is False
    app.status_bar = "正在校验"
    assert app.status_bar == "正在校验"
    with app.properties(status_bar="别的"):
        assert app.status_bar == "别的"
    assert app.status_bar == "正在校验"
    app.status_bar = False
    assert app.status_bar is False


def test_the_selection_is_that_of_the_active_book(book: xw.Book) -> None:
    controller = book.impl.controller
    controller.select(book.sheets[1].api.getCellRangeByName("B2:C4"))
    selection = book.app.selection
    assert selection is not None
    assert (selection.sheet.name, selection.row, selection.column, selection.shape) == (
        "Sheet2",
        2,
        2,
        (3, 2),
    )
    assert book.selection == selection


def test_a_selection_of_several_areas_keeps_them(book: xw.Book) -> None:
    book.sheets[0]["A1:A2,C3"].select()
    selection = book.app.selection
    assert selection is not None
    assert selection.address == "$A$1:$A$2,$C$3"


def test_there_is_no_selection_without_a_book(app: xw.App) -> None:
    assert app.selection is None


def test_a_range_of_the_app_lies_on_the_active_sheet(book: xw.Book) -> None:
    book.sheets[2].activate()
    assert book.app.range("B3").sheet.name == "Sheet3"
    assert xw.Range("A1").sheet == book.sheets[2]


@pytest.mark.parametrize(
    ("buttons", "answer"), [("ok", "ok"), ("ok_cancel", "ok"), ("yes_no", "yes")]
)
def test_a_message_nobody_can_see_is_logged_and_answered_with_the_first_button(
    app: xw.App, buttons: str, answer: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        assert (
            app.alert("发现 3 个问题", title="校验", buttons=buttons, mode="info")
            == answer
        )
    assert "发现 3 个问题" in caplog.text


def test_a_message_with_unknown_buttons_or_mode_is_refused(app: xw.App) -> None:
    with pytest.raises(ValueError, match="maybe"):
        app.alert("?", buttons="maybe")
    with pytest.raises(ValueError, match="loud"):
        app.alert("?", mode="loud")
    with pytest.raises(NotImplementedError, match=r"App\.alert"):
        app.alert("?", callback="f")


def test_without_a_book_there_is_no_active_one(app: xw.App) -> None:
    assert len(app.books) == 0
    with pytest.raises(OfficeFailure, match="没有打开的工作簿"):
        app.books.active  # noqa: B018


def test_a_formula_just_entered_has_its_result_under_manual_calculation(
    app: xw.App, sheet: xw.Sheet
) -> None:
    sheet["A1"].value = 1
    sheet["B1"].formula = "=A1+1"
    app.calculation = "manual"
    try:
        sheet["A1"].value = 10
        sheet["C1"].formula = "=1+1"
        assert sheet["C1"].value == 2
        assert sheet["B1"].value == 2  # waits
        app.calculate()
        assert sheet["B1"].value == 11
    finally:
        app.calculation = "automatic"


def test_a_macro_is_found_in_an_open_book_without_the_name_of_the_book(
    app: xw.App, sheet: xw.Sheet
) -> None:
    libraries = sheet.book.api.BasicLibraries
    if not libraries.hasByName("Standard"):
        libraries.createLibrary("Standard")
    library = libraries.getByName("Standard")
    library.insertByName("Sums", "Function Tripled(n)\nTripled = 3 * n\nEnd Function\n")
    assert app.macro("Sums.Tripled")(14) == 42
