"""Office processes: several at once, attaching to a running one, ending, being ended, not being there."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
import xlwings as xw

from xlwings_libreoffice import OfficeClosed, OfficeMissing, attach
from xlwings_libreoffice.bridge import find_program
from xlwings_libreoffice.processes import process_behind

CHECKOUT = Path(__file__).resolve().parents[2]


def _runs(pid: int) -> bool:
    """Whether a process lives; one that nobody has waited for yet does not. It may go while it is looked at."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    state = stat.rpartition(")")[2].split()[0]
    return state != "Z"


def _ended(pid: int) -> bool:
    deadline = time.monotonic() + 10
    while _runs(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not _runs(pid)


def test_two_apps_are_two_processes_and_the_newest_is_active(app: xw.App) -> None:
    before = len(xw.apps)
    with xw.App(visible=False) as second:
        assert second.books[0].sheet_names == ["Sheet1"]
        assert len(xw.apps) == xw.apps.count == before + 1
        assert xw.apps.active == second != app
        assert xw.apps.keys()[0] == second.pid
        assert xw.apps[second.pid] == second
        assert {each.pid for each in xw.apps} >= {app.pid, second.pid}
        app.activate()
        assert xw.apps.active == app
        book = app.books.add()
        with pytest.raises(Exception, match="more than one"):  # noqa: PT012
            second.books.add()
            for one in (book, *second.books):
                one.api.setTitle("同名")
            xw.Book("同名")
        pid, profile = second.pid, second.impl.office.profile
        assert _runs(pid)
    assert _ended(pid)
    assert not profile.exists()
    assert len(xw.apps) == before
    with pytest.raises(KeyError):
        xw.apps[pid]
    with pytest.raises(OfficeClosed):
        second.books.add()


def test_another_connection_sees_the_same_books_and_leaves_the_office_running(
    app: xw.App,
) -> None:
    address = app.impl.office.address
    assert attach(address) == app
    script = (
        "import sys, xlwings as xw, xlwings_libreoffice as engine\n"
        "app = engine.attach(sys.argv[1])\n"
        "app.books.active.sheets[0]['A1'].value = app.books.active.name\n"
        "print(app.pid, len(xw.apps))\n"
        "app.quit()\n"
        "print(len(xw.apps))\n"
    )
    book = app.books.add()
    answer = subprocess.run(
        [sys.executable, "-c", script, address],
        check=True,
        capture_output=True,
        text=True,
        cwd=CHECKOUT,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
    )
    assert answer.stdout.split() == [str(app.pid), "1", "0"]
    assert book.sheets[0]["A1"].value == book.name


def test_an_office_killed_from_outside_is_forgotten_and_says_so() -> None:
    app = xw.App(visible=False)
    book, before = app.books[0], len(xw.apps)
    os.kill(app.pid, 9)
    assert _ended(app.pid)
    deadline = time.monotonic() + 5
    while len(xw.apps) == before and time.monotonic() < deadline:
        time.sleep(0.05)
    assert len(xw.apps) == before - 1
    for use in (
        lambda: book.name,
        lambda: book.sheets[0].name,
        app.books.add,
        lambda: app.version,
    ):
        with pytest.raises(OfficeClosed, match="关闭"):
            use()
    app.quit()


def test_killing_an_app_ends_its_process() -> None:
    app = xw.App(visible=False, add_book=False)
    assert len(app.books) == 0
    pid = app.pid
    xw.apps.cleanup()
    assert pid in xw.apps.keys(), "what still runs stays"  # noqa: SIM118 - a method of xlwings
    app.kill()
    assert _ended(pid)
    assert pid not in xw.apps.keys()  # noqa: SIM118 - a method of xlwings


def test_offices_nobody_sees_end_with_python() -> None:
    script = (
        "import xlwings as xw, xlwings_libreoffice\n"
        "app = xw.App(visible=False)\n"
        "print(app.pid, app.impl.office.profile)\n"
    )
    answer = subprocess.run(
        [sys.executable, "-c", script],
        check=True,
        capture_output=True,
        text=True,
        cwd=CHECKOUT,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
    )
    pid, profile = answer.stdout.split()
    assert _ended(int(pid))
    assert not Path(profile).exists()


def test_without_libreoffice_the_remedy_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with pytest.raises(OfficeMissing, match="下载安装"):
        find_program(str(tmp_path / "soffice"))
    monkeypatch.setenv("SOFFICE", str(tmp_path / "nope"))
    with pytest.raises(OfficeMissing, match="SOFFICE"):
        xw.engines["libreoffice"].apps.add(visible=False)


def test_a_program_that_is_no_office_is_told(tmp_path: Path) -> None:
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    program.chmod(0o755)
    with pytest.raises(OfficeMissing, match="没有应答"):
        xw.engines["libreoffice"].apps.add(spec=str(program), visible=False)


def test_an_address_nobody_listens_at_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xlwings_libreoffice.office._ATTACH_SECONDS", 0.2)
    with pytest.raises(OfficeMissing, match="没有应答"):
        attach("pipe,name=nobody_here")
    assert process_behind("socket,host=localhost,port=1") is None
    assert process_behind("pipe,name=nobody_here") is None


def test_the_engine_is_registered_and_active_where_there_is_no_excel() -> None:
    assert "libreoffice" in [engine.name for engine in xw.engines]
    assert xw.engines["libreoffice"].type == "desktop"
    script = (
        "import sys, xlwings as xw, xlwings_libreoffice\n"
        "names = [engine.name for engine in xw.engines]\n"
        "print(xw.engines.active.name if 'excel' not in names else 'libreoffice')\n"
        "print('uno' in sys.modules)\n"
    )
    answer = subprocess.run(
        [sys.executable, "-c", script],
        check=True,
        capture_output=True,
        text=True,
        cwd=CHECKOUT,
    )
    assert answer.stdout.split() == ["libreoffice", "False"]
