"""What a person sees: windows, the message box and the status bar, on a screen of the test's own (Xvfb)."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import xlwings as xw

from tools.displays import display

CHECKOUT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def seen(needs: Callable[[str], str]) -> Iterator[xw.App]:
    """An app with windows, on a screen of its own."""
    needs("xdotool")
    needs("Xvfb")
    with display() as screen, pytest.MonkeyPatch.context() as patch:
        patch.setenv("DISPLAY", screen)
        app = xw.engines["libreoffice"].apps.add(visible=True, add_book=True)
        yield app
        app.quit()


def _windows(title: str) -> list[str]:
    found = subprocess.run(
        ["xdotool", "search", "--onlyvisible", "--name", title],
        capture_output=True,
        text=True,
        check=False,
    )
    return found.stdout.split()


def _press(app: xw.App, title: str, key: str, answered: threading.Event) -> None:
    """Press a key in the window of that title, again until the question has been answered.

    A key that never arrives ends the office, and so the question: a test fails rather than waits for ever.
    """
    deadline = time.monotonic() + 20
    while not answered.wait(0.3):
        if time.monotonic() > deadline:
            app.kill()
            return
        for window in _windows(title):
            subprocess.run(
                ["xdotool", "windowfocus", window, "key", key],
                stderr=subprocess.DEVNULL,
                check=False,
            )


@pytest.mark.parametrize(
    ("buttons", "mode", "key", "answer"),
    [
        ("ok", "info", "Return", "ok"),
        ("yes_no_cancel", "critical", "Escape", "cancel"),
        ("yes_no", "info", "alt+n", "no"),
    ],
)
def test_a_message_is_a_real_box_with_buttons(
    seen: xw.App, buttons: str, mode: str, key: str, answer: str
) -> None:
    answered = threading.Event()
    person = threading.Thread(
        target=_press, args=(seen, "xlwings-question", key, answered)
    )
    person.start()
    try:
        assert (
            seen.alert("有 3 个问题。", "xlwings-question", buttons=buttons, mode=mode)
            == answer
        )
    finally:
        answered.set()
        person.join()


def test_windows_come_and_go_with_visible(seen: xw.App) -> None:
    name = seen.books[0].name
    assert _windows(name)
    seen.visible = False
    deadline = time.monotonic() + 5
    while _windows(name) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not _windows(name)
    seen.visible = True
    while not _windows(name) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert _windows(name)


def test_a_text_in_the_status_bar_outlives_the_process_that_set_it(
    seen: xw.App,
) -> None:
    script = (
        "import sys, xlwings_libreoffice as engine\n"
        "app = engine.attach(sys.argv[1])\n"
        "app.status_bar = '发现 3 个问题'\n"
    )
    subprocess.run(
        [sys.executable, "-c", script, seen.impl.office.address],
        check=True,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
    )
    assert seen.status_bar == "发现 3 个问题"
    seen.status_bar = False
    assert seen.status_bar is False
    seen.status_bar = "别的"
    seen.books.add().close()
    assert seen.status_bar == "别的"
    seen.status_bar = False
