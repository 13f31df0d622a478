"""The LibreOffice extension under real clicks: a window under Xvfb, a mouse that clicks in the menu, messages read back.

The interpreter is a script that each test writes: what a person's machine may have in its place.
"""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from perfeval_xl.form.filling import fill_form
from perfeval_xl.installing.extension import install
from perfeval_xl.scheme.loader import example_json, load_scheme
from perfeval_xl.submission.spelling import loads
from tests.support.missing import missing
from tools.office_screen import PROGRAMS, OfficeScreen, office_screen, own_unopkg

CHECKOUT = Path(__file__).resolve().parents[2]
MENU = "绩效评价("
PATIENCE = 5
STAND_IN = """
import os, sys, time
from perfeval_xl.libreoffice_engine import attach
app = attach("pipe,name=" + sys.argv[sys.argv.index("--pipe") + 1], pid=os.getppid())
"""

Interpreter = Callable[[str], None]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    absent = [program for program in PROGRAMS if shutil.which(program) is None]
    if absent:
        missing(f"programs are not installed: {', '.join(absent)}")
    return tmp_path_factory.mktemp("screen")


@pytest.fixture(scope="module")
def screen(folder: Path) -> Iterator[OfficeScreen]:
    install(own_unopkg(folder))
    variables = {"PERFEVAL_PYTHON": str(folder / "python"), "PERFEVAL_PATIENCE": str(PATIENCE)}
    with office_screen(folder, {**variables, "PYTHONPATH": str(CHECKOUT)}) as office:
        yield office


@pytest.fixture(scope="module", autouse=True)
def form(screen: OfficeScreen, folder: Path) -> object:
    path = folder / "岳阳.xlsx"
    path.write_bytes(fill_form(load_scheme("yueyang-2020"), loads(example_json("yueyang-2020"))))
    return screen.open(path)


@pytest.fixture
def interpreter(screen: OfficeScreen, folder: Path) -> Iterator[Interpreter]:
    """Write what the interpreter does: a shell script, in which `$PYTHON` is the Python of the tests."""

    def write(script: str) -> None:
        path = folder / "python"
        path.write_text(f"#!/bin/sh\nPYTHON={shlex.quote(sys.executable)}\n{script}\n", encoding="utf-8")
        path.chmod(0o755)

    yield write
    (folder / "python").unlink(missing_ok=True)
    while screen.message():
        screen.press_button("OK" if "？" not in screen.message() else "No")
        time.sleep(0.2)


def said(screen: OfficeScreen, item: str = "校验") -> str:
    screen.choose(MENU, item)
    return screen.wait_for_message()


def children(screen: OfficeScreen) -> list[str]:
    """Return the processes that the office has started and not waited for."""
    session = ["ps", "-o", "pid=,args=", "--ppid", ",".join(_office_processes(screen))]
    lines = subprocess.run(session, capture_output=True, text=True, check=False).stdout.splitlines()
    return [line for line in lines if "soffice" not in line and "oosplash" not in line]


def _office_processes(screen: OfficeScreen) -> list[str]:
    found = subprocess.run(["pgrep", "-g", str(screen.process.pid)], capture_output=True, text=True, check=True)
    return found.stdout.split()


def test_the_menu_has_every_command(screen: OfficeScreen) -> None:
    commands = ["校验", "评分", "下一个问题", "清除标记", "导出报告", "生成汇总", "关于与诊断"]
    assert [item.partition("(")[0] for item in screen.items(MENU)] == commands


@pytest.mark.usefixtures("interpreter")
def test_python_that_is_gone_is_told(screen: OfficeScreen, folder: Path) -> None:
    text = said(screen)
    assert "找不到安装扩展时使用的 Python" in text
    assert str(folder / "python") in text
    assert "perfeval-xl addin install --libreoffice" in text


def test_a_file_that_is_no_python_is_told(screen: OfficeScreen, interpreter: Interpreter) -> None:
    interpreter("exit 0")
    assert "不是能用的 Python" in said(screen)


def test_an_old_python_is_told_with_its_version(screen: OfficeScreen, interpreter: Interpreter) -> None:
    interpreter("""[ "$1" = -c ] && { echo 3 8; exit 0; }; echo 'SyntaxError: invalid syntax' >&2; exit 1""")
    text = said(screen)
    assert "需要 3.11 或更高版本，这里是 3.8" in text


def test_a_python_without_perfeval_is_told_with_the_remedy(screen: OfficeScreen, interpreter: Interpreter) -> None:
    interpreter('exec "$PYTHON" -I -S "$@"')
    text = said(screen)
    assert "没有安装 perfeval_xl" in text
    assert "-m pip install" in text


def test_a_program_that_fails_is_told_with_its_last_line(screen: OfficeScreen, interpreter: Interpreter) -> None:
    interpreter('[ "$1" = -c ] && exec "$PYTHON" "$@"; echo 第一行 >&2; echo 磁盘已满 >&2; exit 1')
    assert "“评分”没有做完：磁盘已满" in said(screen, "评分")


def test_one_command_at_a_time_and_one_that_takes_long_can_be_stopped(
    screen: OfficeScreen, interpreter: Interpreter, folder: Path
) -> None:
    stand_in = folder / "slow.py"
    stand_in.write_text(STAND_IN + "time.sleep(60)\n", encoding="utf-8")
    interpreter(f'shift 2; exec "$PYTHON" {shlex.quote(str(stand_in))} "$@"')
    screen.choose(MENU, "校验")
    assert screen.wait(lambda: bool(children(screen)), 5)
    assert "“校验”还在运行" in said(screen, "评分")
    screen.press_button("OK")
    assert screen.wait(lambda: "要继续等待吗" in screen.message(), PATIENCE * 2)
    assert children(screen)
    screen.press_button("No")
    assert screen.wait(lambda: not children(screen), 5)
    assert screen.message() == ""


def test_what_is_being_typed_is_put_into_its_cell_first(
    screen: OfficeScreen, interpreter: Interpreter, folder: Path, form: object
) -> None:
    stand_in = folder / "looking.py"
    seen = folder / "seen.txt"
    look = 'app.books.active.sheets[0].range("C7").value'
    stand_in.write_text(f"{STAND_IN}open({str(seen)!r}, 'w').write({look})\n", encoding="utf-8")
    interpreter(f'shift 2; exec "$PYTHON" {shlex.quote(str(stand_in))} "$@"')
    cell = form.Sheets.getByIndex(0).getCellRangeByName("C7")
    before = cell.getCellByPosition(0, 0).String
    screen.press(600, 500)  # the sheet has the keyboard
    form.getCurrentController().select(cell)
    screen.keys("F2")
    screen.type("AB")
    screen.choose(MENU, "校验")
    assert screen.wait(lambda: seen.exists() and seen.read_text() != "", 10)
    assert seen.read_text() == before + "AB"
