"""The entry points: what a click starts, what is shown in the office, and that nothing a person causes raises."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from pathlib import Path

import docx
import openpyxl
import pytest
import xlwings as xw

from perfeval_xl.addin import commands, ribbon
from perfeval_xl.addin.__main__ import main
from perfeval_xl.evaluation import evaluate
from perfeval_xl.markup.problem_sheet import PROBLEM_SHEET
from tests.addin.conftest import Opened
from tests.support.seeds import seed_form

CHECKOUT = Path(__file__).resolve().parents[2]
ENGINE_LOG = "perfeval_xl.libreoffice_engine.messages"
"""Without a screen the engine writes what a box would show into this log."""


def test_the_counts_stand_in_the_status_bar(opened: Opened, app: xw.App) -> None:
    opened(seed_form("xinzhou-2022"))
    assert ribbon.run("check", app)
    assert "错误1个" in str(app.status_bar)
    assert ribbon.run("score", app)
    assert "自评低2分" in str(app.status_bar)


def test_the_functions_for_vba_work_on_the_active_book(opened: Opened) -> None:
    book = opened(seed_form("xinzhou-2022"))
    for entry in (ribbon.check, ribbon.score, ribbon.next_problem):
        entry()
    assert PROBLEM_SHEET in book.api.Sheets.ElementNames
    ribbon.clear()
    assert PROBLEM_SHEET not in book.api.Sheets.ElementNames


def test_the_book_in_which_the_menu_was_clicked_is_worked_on_whichever_is_in_front(
    opened: Opened, app: xw.App, monkeypatch: pytest.MonkeyPatch
) -> None:
    clicked = opened(seed_form("xinzhou-2022"), "一.xlsx")
    front = opened(seed_form("xinzhou-2022"), "二.xlsx")
    front.activate()
    monkeypatch.setenv("PERFEVAL_BOOK", clicked.api.RuntimeUID)
    assert ribbon.run("check", app)
    assert PROBLEM_SHEET in clicked.api.Sheets.ElementNames
    assert PROBLEM_SHEET not in front.api.Sheets.ElementNames


def test_no_open_workbook_is_told(app: xw.App, caplog: pytest.LogCaptureFixture) -> None:
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
    monkeypatch.setattr("perfeval_xl.addin.log._folder", lambda: tmp_path)
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


def test_an_office_that_was_closed_raises_nothing(capsys: pytest.CaptureFixture[str], running_app: xw.App) -> None:
    other = xw.App(visible=False, add_book=False)
    try:
        other.books.add()
        other.kill()
        assert not ribbon.run("check", other)
    finally:
        running_app.activate()
    assert "关闭" in capsys.readouterr().err


def test_the_report_is_saved_beside_the_workbook_and_never_replaced(
    opened: Opened, app: xw.App, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)  # a screen would show it
    book = opened(seed_form("xinzhou-2022"))
    first = commands.report(book)
    with caplog.at_level(logging.WARNING, ENGINE_LOG):
        assert ribbon.run("report", app)
    paths = sorted(Path(book.fullname).parent.glob("*.docx"))
    assert len(paths) == 2
    assert paths[0].name.endswith("绩效自评报告.docx")
    assert paths[1].name.endswith("绩效自评报告（2）.docx")
    assert str(paths[0]) in first.message
    assert "错误1个" in first.message
    assert first.document == paths[0]
    assert f"报告已保存：\n{paths[1]}" in caplog.text
    assert str(paths[1]) in str(app.status_bar)
    project = evaluate(seed_form("xinzhou-2022"), "表").submission.project.text
    assert any(project in paragraph.text for paragraph in docx.Document(str(paths[1])).paragraphs)


def test_a_scheme_without_a_report_template_says_where_to_put_one(opened: Opened) -> None:
    from perfeval_xl.errors import TemplateError

    with pytest.raises(TemplateError, match="报告模板"):
        commands.report(opened(seed_form("yueyang-2020")))


def test_the_summary_of_the_folder_is_saved_beside_it_and_never_replaced(
    opened: Opened, app: xw.App, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    folder = tmp_path / "报送"
    folder.mkdir()
    for scheme_id in ("xinzhou-2022", "yueyang-2020", "yantian-2024"):
        (folder / f"{scheme_id}.xlsx").write_bytes(seed_form(scheme_id))
    told = commands.summary(opened(seed_form("xinzhou-2022"), "报送/又一份.xlsx"))
    first = tmp_path / "报送汇总表.xlsx"
    written = first.read_bytes()
    assert "收到自评表3份" in told.message
    assert "重复1份" in told.message
    with caplog.at_level(logging.WARNING, ENGINE_LOG):
        assert ribbon.run("summary", app)
    assert f"汇总表已保存：\n{tmp_path / '报送汇总表（2）.xlsx'}" in caplog.text
    assert first.read_bytes() == written
    rows = openpyxl.load_workbook(first)["得分"].iter_rows(values_only=True)
    heading, *lines = rows
    scores = {(line[heading.index("项目名称")], line[heading.index("规则总分")]) for line in lines}
    evaluated = [evaluate(path.read_bytes(), "表") for path in folder.glob("*-20*.xlsx")]
    assert scores == {(each.submission.project.text, each.scorecard.total) for each in evaluated}


def test_the_program_outside_works_through_the_pipe(opened: Opened, app: xw.App) -> None:
    book = opened(seed_form("xinzhou-2022"))
    pipe = app.impl.office.address.partition("name=")[2]
    done = start("check", pipe)
    assert (done.returncode, done.stderr) == (0, "")
    assert PROBLEM_SHEET in book.api.Sheets.ElementNames


def test_a_pipe_at_which_nobody_waits_is_told_on_stderr(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It waits ten seconds; a third of one is enough here."""
    monkeypatch.setattr("perfeval_xl.libreoffice_engine.office._ATTACH_SECONDS", 0.3)
    assert main(["summary", "--pipe", "perfeval-nobody"]) == 3
    assert "没有应答" in capsys.readouterr().err


def start(command: str, pipe: str) -> subprocess.CompletedProcess[str]:
    arguments = [sys.executable, "-m", "perfeval_xl.addin", command, "--pipe", pipe]
    paths = os.pathsep.join(filter(None, (str(CHECKOUT), os.environ.get("PYTHONPATH"))))
    variables = {**os.environ, "PYTHONPATH": paths, "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(arguments, check=False, capture_output=True, encoding="utf-8", env=variables, timeout=60)
