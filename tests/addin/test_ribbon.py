"""The entry points: what a click starts, what is shown in the office, and that nothing a person causes raises."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import xlwings as xw

from perfeval_xl.addin import commands, excel, ribbon
from perfeval_xl.addin.wps import chosen_folder
from perfeval_xl.markup.problem_sheet import PROBLEM_SHEET
from perfeval_xl.markup.score_sheet import SCORE_SHEET
from tests.addin.conftest import Opened
from tests.support.seeds import seed_form

CHECKOUT = Path(__file__).resolve().parents[2]
ENGINE_LOG = "xlwings_libreoffice.messages"
"""Without a screen the engine writes what a box would show into this log."""


def test_the_counts_stand_in_the_status_bar(opened: Opened, app: xw.App) -> None:
    opened(seed_form("xinzhou-2022"))
    assert ribbon.run("check", app)
    assert "错误1个" in str(app.status_bar)
    assert ribbon.run("score", app)
    assert "自评低2分" in str(app.status_bar)


def test_the_entry_for_vba_works_on_the_active_book(opened: Opened) -> None:
    book = opened(seed_form("xinzhou-2022"))
    for command in ("check", "score", "next"):
        excel.main(command)
    assert PROBLEM_SHEET in book.api.Sheets.ElementNames
    excel.main("clear")
    assert PROBLEM_SHEET not in book.api.Sheets.ElementNames
    book.close()
    with pytest.raises(SystemExit):
        excel.main("check")


def test_the_book_in_which_the_menu_was_clicked_is_worked_on_whichever_is_in_front(
    opened: Opened, app: xw.App
) -> None:
    clicked = opened(seed_form("xinzhou-2022"), "一.xlsx")
    front = opened(seed_form("xinzhou-2022"), "二.xlsx")
    front.activate()
    assert ribbon.run("check", app, clicked.api.RuntimeUID)
    assert PROBLEM_SHEET in clicked.api.Sheets.ElementNames
    assert PROBLEM_SHEET not in front.api.Sheets.ElementNames


def test_no_open_workbook_is_told(
    app: xw.App, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, ENGINE_LOG):
        assert not ribbon.run("check", app)
    assert "没有打开的工作簿" in caplog.text


def test_about_needs_no_workbook(app: xw.App, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, ENGINE_LOG):
        assert ribbon.run("about", app)
    assert "perfeval-xl" in caplog.text


def test_a_bug_is_told_with_the_place_of_the_log_and_its_traceback_is_there(
    opened: Opened,
    app: xw.App,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    """A rule that fails is put into the command; the log goes into a folder of the test."""

    def broken(book: xw.Book) -> None:
        raise ZeroDivisionError(book.name)

    monkeypatch.setattr(commands, "check", broken)
    monkeypatch.setattr(
        "perfeval_xl.addin.log._folder", lambda: tmp_path / "perfeval-xl"
    )
    logger = logging.getLogger("perfeval_xl.addin")
    assert not logger.handlers
    opened(seed_form("xinzhou-2022"))
    with caplog.at_level(logging.WARNING, ENGINE_LOG):
        assert not ribbon.run("check", app)
    for handler in list(logger.handlers):
        handler.close()
        logger.removeHandler(handler)
    log = tmp_path / "perfeval-xl" / "addin.log"
    assert str(log) in caplog.text
    assert "ZeroDivisionError" in log.read_text(encoding="utf-8")


def test_an_office_that_was_closed_raises_nothing(
    capsys: pytest.CaptureFixture[str], running_app: xw.App
) -> None:
    other = xw.App(visible=False, add_book=False)
    try:
        other.books.add()
        other.kill()
        assert not ribbon.run("check", other)
    finally:
        running_app.activate()
    assert "关闭" in capsys.readouterr().err


def test_the_report_is_named_by_its_own_kind(opened: Opened) -> None:
    book = opened(seed_form("hedong-2022"))
    assert commands.report(book).document.stem.endswith("绩效评价报告")


def test_the_report_is_saved_beside_the_workbook_and_never_replaced(
    opened: Opened,
) -> None:
    book = opened(seed_form("xinzhou-2022"))
    first, second = commands.report(book), commands.report(book)
    written = sorted(path.name for path in Path(book.fullname).parent.glob("*.docx"))
    assert len(written) == 2
    assert written[0].endswith("绩效自评报告.docx")
    assert written[1].endswith("绩效自评报告（2）.docx")
    assert written[0] in first.message
    assert written[1] in second.message
    assert "错误1个" in first.message
    assert first.document == Path(book.fullname).parent / written[0]


def test_a_fixed_form_has_its_report_too(opened: Opened) -> None:
    told = commands.report(opened(seed_form("yueyang-2020")))
    assert told.document is not None
    assert told.document.is_file()


def test_a_template_beside_the_workbook_is_told_and_not_taken(opened: Opened) -> None:
    """It may have come with the workbook; here it is none at all, so that taking it would be an error."""
    book = opened(seed_form("xinzhou-2022"))
    Path(book.fullname).with_name("报告模板.docx").write_bytes(b"no template")
    told = commands.report(book)
    assert "没有采用" in told.message
    assert told.document is not None
    assert told.document.is_file()


def test_the_summary_of_the_folder_is_saved_beside_it(
    opened: Opened, tmp_path: Path
) -> None:
    folder = tmp_path / "报送"
    folder.mkdir()
    (folder / "一.xlsx").write_bytes(seed_form("xinzhou-2022"))
    (folder / "二.xlsx").write_bytes(seed_form("yueyang-2020"))
    book = opened(seed_form("xinzhou-2022"), "报送/三.xlsx")
    told = commands.summary(book)
    assert "要汇总别的文件夹" in told.message
    assert (tmp_path / "报送汇总表.xlsx").is_file()
    assert "收到自评表2份" in told.message
    assert "重复1份" in told.message
    assert "报送汇总表（2）.xlsx" in commands.summary(book).message


def test_the_folder_that_was_chosen_is_summarised_whatever_the_workbook_stands_in(
    opened: Opened, app: xw.App, tmp_path: Path
) -> None:
    chosen = tmp_path / "收件箱"
    chosen.mkdir()
    (chosen / "一.xlsx").write_bytes(seed_form("xinzhou-2022"))
    book = opened(seed_form("yueyang-2020"))
    told = commands.summary(book, str(chosen))
    assert (tmp_path / "收件箱汇总表.xlsx").is_file()
    assert "收到自评表1份" in told.message
    assert "要汇总别的文件夹" not in told.message
    assert chosen_folder(app) == ""  # the extension of LibreOffice hands it over


def test_the_program_outside_works_through_the_pipe_one_command_after_another(
    opened: Opened, app: xw.App
) -> None:
    book = opened(seed_form("xinzhou-2022"))
    pipe = app.impl.office.address.partition("name=")[2]
    done = start({"command": "score", "pipe": pipe}, {"command": "check", "pipe": pipe})
    assert answers(done) == [{"taken": True}, {"code": 0, "told": ""}] * 2
    assert {PROBLEM_SHEET, SCORE_SHEET} <= set(book.api.Sheets.ElementNames)


def test_a_pipe_at_which_nobody_waits_is_told() -> None:
    done = start({"command": "check", "pipe": "perfeval-nobody"})
    _, answer = answers(done)
    assert answer["code"] == 3
    assert "没有应答" in answer["told"]
    assert "Traceback" not in answer["told"]


def answers(done: subprocess.CompletedProcess[str]) -> list[Any]:
    assert (done.returncode, done.stderr) == (0, "")
    return [json.loads(line) for line in done.stdout.splitlines()]


def start(*requests: dict[str, str]) -> subprocess.CompletedProcess[str]:
    arguments = [sys.executable, "-m", "perfeval_xl.addin", "--stay", "30"]
    paths = os.pathsep.join(filter(None, (str(CHECKOUT), os.environ.get("PYTHONPATH"))))
    variables = {**os.environ, "PYTHONPATH": paths, "PYTHONIOENCODING": "utf-8"}
    asked = "".join(f"{json.dumps(request)}\n" for request in requests)
    return subprocess.run(
        arguments,
        check=False,
        capture_output=True,
        encoding="utf-8",
        env=variables,
        input=asked,
        timeout=60,
    )
