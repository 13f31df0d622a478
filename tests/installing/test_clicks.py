"""The LibreOffice extension under real clicks: a window under Xvfb, a mouse that clicks in the menu, messages read back.

The interpreter is a script that each test writes: what a person's machine may have in its place.
"""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from perfeval_xl.form.filling import fill_form
from perfeval_xl.installing.extension import install, uninstall
from perfeval_xl.scheme.loader import example_json, load_scheme
from perfeval_xl.submission.spelling import loads
from tests.support.missing import missing
from tools.book_contents import book_contents
from tools.office_screen import PROGRAMS, OfficeScreen, office_screen, own_unopkg

CHECKOUT = Path(__file__).resolve().parents[2]
MENU = "绩效评价("
PATIENCE = 3
BUSY = 60
"""Seconds that a machine with much else to do may take."""
VIEW = ("active sheet", "selection", "zoom", "book protected")
STAND_IN = """
import json, os, sys, time
from xlwings_libreoffice import attach
asked = json.loads(sys.stdin.readline())
app = attach("pipe,name=" + asked["pipe"], pid=os.getppid(), context=asked["word"])
"""
ANSWER = """print(json.dumps({"code": 0, "told": ""}))"""

Interpreter = Callable[[str], None]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    absent = [
        program
        for program in PROGRAMS
        if program != "import" and shutil.which(program) is None
    ]
    if absent:
        missing(f"programs are not installed: {', '.join(absent)}")
    return tmp_path_factory.mktemp("screen")


@pytest.fixture(scope="module")
def screen(folder: Path) -> Iterator[OfficeScreen]:
    install(own_unopkg(folder))
    (folder / "xlwings.py").write_text(
        "raise SystemExit('a file beside the workbook was imported')", encoding="utf-8"
    )
    variables = {
        "PERFEVAL_PYTHON": str(folder / "python"),
        "PERFEVAL_PATIENCE_NEXT": str(PATIENCE),
    }
    with office_screen(folder, {**variables, "PYTHONPATH": str(CHECKOUT)}) as office:
        yield office


@pytest.fixture(scope="module", autouse=True)
def form(screen: OfficeScreen, folder: Path) -> Any:
    path = folder / "岳阳.xlsx"
    path.write_bytes(
        fill_form(load_scheme("yueyang-2020"), loads(example_json("yueyang-2020")))
    )
    opened = screen.open(path)
    opened.NamedRanges.getByName(
        "pe_indicator_0_self_score"
    ).getReferredCells().getCellByPosition(0, 0).Value = 99
    return opened


@pytest.fixture
def interpreter(screen: OfficeScreen, folder: Path) -> Iterator[Interpreter]:
    """Write what the interpreter does: a shell script, in which `$PYTHON` is the Python of the tests."""

    def write(script: str) -> None:
        path = folder / "python"
        path.write_text(
            f"#!/bin/sh\nPYTHON={shlex.quote(sys.executable)}\n{script}\n",
            encoding="utf-8",
        )
        path.chmod(0o755)

    yield write
    (folder / "python").unlink(missing_ok=True)
    while screen.message():
        screen.press_button("OK" if "？" not in screen.message() else "No")
        time.sleep(0.2)


def said(screen: OfficeScreen, item: str = "校验") -> str:
    screen.choose(MENU, item)
    return screen.wait_for_message()


def test_the_menu_has_every_command(screen: OfficeScreen) -> None:
    commands = [
        "校验",
        "评分",
        "下一个问题",
        "清除标记",
        "导出报告",
        "生成汇总",
        "关于与诊断",
    ]
    assert [item.partition("(")[0] for item in screen.items(MENU)] == commands


@pytest.mark.usefixtures("interpreter")
def test_python_that_is_gone_is_told(screen: OfficeScreen, folder: Path) -> None:
    text = said(screen)
    assert "找不到安装扩展时使用的 Python" in text
    assert str(folder / "python") in text
    assert "perfeval-xl addin install --libreoffice" in text


def test_a_file_that_is_no_python_is_told(
    screen: OfficeScreen, interpreter: Interpreter
) -> None:
    interpreter("exit 0")
    assert "不是能用的 Python" in said(screen)


def test_an_old_python_is_told_with_its_version(
    screen: OfficeScreen, interpreter: Interpreter
) -> None:
    interpreter(
        """[ "$1" = -c ] && { echo 3 8; exit 0; }; echo 'SyntaxError: invalid syntax' >&2; exit 1"""
    )
    text = said(screen)
    assert "需要 3.11 或更高版本，这里是 3.8" in text


def test_a_python_without_perfeval_is_told_with_the_remedy(
    screen: OfficeScreen, interpreter: Interpreter
) -> None:
    interpreter('exec "$PYTHON" -I -S "$@"')
    text = said(screen)
    assert "没有安装 perfeval_xl" in text
    assert "-m pip install" in text


def test_a_program_that_fails_is_told_with_its_last_line(
    screen: OfficeScreen, interpreter: Interpreter
) -> None:
    interpreter(
        '[ "$1" = -c ] && exec "$PYTHON" "$@"; echo 第一行 >&2; echo 磁盘已满 >&2; exit 1'
    )
    assert "“评分”没有做完：磁盘已满" in said(screen, "评分")


def test_one_command_at_a_time_and_one_that_takes_long_can_be_stopped(
    screen: OfficeScreen, interpreter: Interpreter, folder: Path
) -> None:
    stand_in = folder / "slow.py"
    stand_in.write_text(STAND_IN + "time.sleep(600)\n", encoding="utf-8")
    interpreter(f'shift 2; exec "$PYTHON" {shlex.quote(str(stand_in))} "$@"')
    screen.choose(MENU, "下一个问题")
    assert screen.wait(lambda: bool(screen.started()), BUSY)
    assert "“下一个问题”还在运行" in said(screen, "评分")
    screen.press_button("OK")
    assert screen.wait(lambda: "要继续等待吗" in screen.message(), PATIENCE + BUSY)
    assert screen.started()
    screen.press_button("No")
    assert screen.wait(lambda: not screen.started(), BUSY)
    assert screen.message() == ""


def test_what_is_being_typed_is_put_into_its_cell_first(
    screen: OfficeScreen, interpreter: Interpreter, folder: Path, form: Any
) -> None:
    stand_in = folder / "looking.py"
    seen = folder / "seen.txt"
    look = 'app.books.active.sheets[0].range("C7").value'
    stand_in.write_text(
        f"{STAND_IN}open({str(seen)!r}, 'w').write({look})\n{ANSWER}\n",
        encoding="utf-8",
    )
    interpreter(f'shift 2; exec "$PYTHON" {shlex.quote(str(stand_in))} "$@"')
    cell = form.Sheets.getByIndex(0).getCellRangeByName("C7")
    before = cell.getCellByPosition(0, 0).String
    screen.press(600, 500)  # the sheet has the keyboard
    form.getCurrentController().select(cell)
    screen.keys("F2")
    screen.type("AB")
    screen.choose(MENU, "校验")
    assert screen.wait(lambda: seen.exists() and seen.read_text() != "", BUSY)
    assert seen.read_text() == before + "AB"


def test_the_summary_asks_for_the_folder_and_offers_that_of_the_workbook(
    screen: OfficeScreen, interpreter: Interpreter, folder: Path
) -> None:
    stand_in = folder / "chosen.py"
    seen = folder / "chosen.txt"
    stand_in.write_text(
        f"{STAND_IN}open({str(seen)!r}, 'w').write(asked['folder'])\n{ANSWER}\n",
        encoding="utf-8",
    )
    interpreter(f'shift 2; exec "$PYTHON" {shlex.quote(str(stand_in))} "$@"')
    screen.choose(MENU, "生成汇总")
    screen.press_button("Cancel")
    assert screen.finish(PATIENCE) == ""
    assert not screen.started()
    screen.choose(MENU, "生成汇总")
    screen.press_button("Select")
    assert screen.wait(lambda: seen.exists() and seen.read_text() != "", BUSY)
    assert Path(seen.read_text(encoding="utf-8")) == folder


def test_the_mistake_in_a_form_is_marked_scored_and_cleared(
    screen: OfficeScreen, interpreter: Interpreter, form: Any
) -> None:
    interpreter('exec "$PYTHON" "$@"')
    before = book_contents(form)
    screen.choose(MENU, "校验")
    assert screen.finish() == ""
    marked = book_contents(form)
    assert "问题清单" in marked["sheets"]
    assert any("99" in text for _, _, text in marked["指标体系 notes"])
    assert marked["指标体系 fills"] != before["指标体系 fills"]
    assert {name: marked[name] for name in VIEW} == {
        name: before[name] for name in VIEW
    }
    screen.press(600, 500)
    screen.keys(
        "ctrl+z"
    )  # takes back the 99 that was typed before, and no mark: those 清除标记 takes away
    undone = book_contents(form)
    assert undone["指标体系 fills"] == marked["指标体系 fills"]
    assert undone["指标体系 notes"] == marked["指标体系 notes"]
    assert undone["指标体系 protected"]
    screen.keys("ctrl+y")
    front = book_contents(form)["active sheet"]
    screen.press_button("评分")
    assert screen.finish() == ""
    assert "评分说明" in form.Sheets.ElementNames
    screen.choose(MENU, "清除标记")
    assert screen.finish() == ""
    after = book_contents(form)
    assert after["active sheet"] == front  # and not the neighbour of the list
    moved = {"selection", "active sheet", "zoom"}  # Ctrl+Z had shown what it undid
    assert {name for name in after if after[name] != before.get(name)} <= moved
    assert after.keys() == before.keys()


def test_a_workbook_that_is_no_form_is_told_and_left_alone(
    screen: OfficeScreen, interpreter: Interpreter, folder: Path, form: Any
) -> None:
    interpreter('exec "$PYTHON" "$@"')
    path = folder / "别的表.xlsx"
    writer = openpyxl.Workbook()
    writer.active["A1"] = "不是自评表"
    writer.save(path)
    other = screen.open(path)
    before = book_contents(other), book_contents(form)
    text = said(screen)
    assert "自评表" in text
    screen.press_button("OK")
    screen.finish()
    assert (book_contents(other), book_contents(form)) == before
    other.close(True)


def test_the_workbook_in_front_when_the_menu_was_clicked_is_the_one_worked_on(
    screen: OfficeScreen, interpreter: Interpreter, folder: Path, form: Any
) -> None:
    path = folder / "第二份.xlsx"
    path.write_bytes((folder / "岳阳.xlsx").read_bytes())
    second = screen.open(path)
    interpreter('sleep 1; exec "$PYTHON" "$@"')
    screen.choose(MENU, "校验")
    form.getCurrentController().getFrame().activate()
    assert screen.finish() == ""
    assert "问题清单" in second.Sheets.ElementNames
    assert "问题清单" not in form.Sheets.ElementNames
    second.close(True)


def kept(folder: Path) -> list[int]:
    """Return the programs that stay beside the office of these tests, told from others by their home."""
    found = subprocess.run(
        ["pgrep", "-f", "perfeval_xl.addin --stay"],
        check=False,
        capture_output=True,
        text=True,
    )
    home = f"HOME={folder}".encode()
    own = []
    for told in found.stdout.split():
        with contextlib.suppress(OSError):  # ended meanwhile
            variables = Path("/proc", told, "environ").read_bytes().split(b"\0")
            if home in variables:
                own.append(int(told))
    return own


def test_python_stays_for_the_next_command_and_one_that_died_is_replaced(
    screen: OfficeScreen, interpreter: Interpreter, folder: Path
) -> None:
    interpreter('exec "$PYTHON" "$@"')
    for _ in range(2):
        screen.choose(MENU, "校验")
        assert screen.finish() == ""
    (first,) = kept(folder)
    os.kill(first, signal.SIGKILL)
    screen.choose(MENU, "清除标记")
    assert screen.finish() == ""
    (second,) = kept(folder)
    assert second != first


def test_python_that_stays_ends_with_its_office(
    screen: OfficeScreen, interpreter: Interpreter, folder: Path
) -> None:
    """Nothing can be clicked afterwards. The command that runs ends, too."""
    interpreter('exec "$PYTHON" "$@"')
    screen.choose(MENU, "清除标记")
    assert screen.finish() == ""
    assert len(kept(folder)) == 1
    interpreter(f"echo $$ > {shlex.quote(str(folder / 'pid'))}; exec sleep 60")
    screen.choose(MENU, "校验")
    assert screen.wait(
        lambda: (
            (folder / "pid").exists() and bool((folder / "pid").read_text().strip())
        ),
        BUSY,
    )
    running = Path("/proc") / (folder / "pid").read_text().strip()
    assert running.exists()
    screen.close()
    assert screen.wait(lambda: not running.exists(), BUSY)
    assert screen.wait(lambda: not kept(folder), BUSY)


def test_after_use_removing_it_leaves_nothing_in_the_profile(
    screen: OfficeScreen, folder: Path
) -> None:
    """The office has ended with the test before; what it was clicked for is all over its profile."""
    screen.process.wait(BUSY)
    settings = folder / "profile" / "user" / "registrymodifications.xcu"
    before = settings.read_text(encoding="utf-8")
    assert "addon_perfeval" in before
    assert uninstall(own_unopkg(folder))
    kept = settings.read_text(encoding="utf-8")
    assert "perfeval" not in kept.lower()
    lines = before.splitlines()
    assert kept.splitlines() == [line for line in lines if "addon_perfeval" not in line]
    library = folder / "profile" / "user" / "basic"
    assert [path for path in library.rglob("*") if "perf" in path.name.lower()] == []
