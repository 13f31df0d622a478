"""A real LibreOffice window on a display of its own, and hands to click in it (Xvfb, xdotool, ImageMagick).

What stands where on the screen is asked of LibreOffice through its interface for screen readers, so that nothing depends
on fonts or versions; the click itself comes from outside, as from a mouse.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from perfeval_xl.errors import EnvironmentMissing
from perfeval_xl.installing.unopkg import Unopkg, find_unopkg, office_environment
from tools.displays import SCREEN, display
from tools.screen_readers import button, contexts, is_box, middle, named, names_in
from xlwings_libreoffice.bridge import find_program, load_uno

__all__ = [
    "PROGRAMS",
    "OfficeScreen",
    "office_screen",
    "own_unopkg",
]

PROGRAMS = {
    "soffice": "libreoffice-calc",
    "Xvfb": "xvfb",
    "xdotool": "xdotool",
    "import": "imagemagick",
}
"""Every program needed, and the Debian package it comes in."""

_PATIENCE = 60.0
_TICK = 0.05
_MENU_OPENS = 0.3
_START = 3.0
_RUNS = "/singletons/perfeval.command"
_FIRST_TIME = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Misc"><prop oor:name="FirstRun"><value>false</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Misc"><prop oor:name="ShowTipOfTheDay"><value>false</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Save/Document"><prop oor:name="WarnAlienFormat"><value>false</value></prop></item>
<item oor:path="/org.openoffice.Setup/Office"><prop oor:name="LastCompatibilityCheckID"><value>x</value></prop></item>
</oor:items>
"""


def own_unopkg(folder: Path) -> Unopkg:
    """Return `unopkg` for the profile in `folder`; what root shares stays in that folder too, beside the machine's own."""
    return replace(find_unopkg(), settings=_settings(folder))


class OfficeScreen:
    """The office on its display. `desktop` is its UNO object; `process` the office itself."""

    def __init__(
        self,
        process: subprocess.Popen[bytes],
        context: Any,
        environment: Mapping[str, str],
    ) -> None:
        self.process = process
        self._context = context
        self._environment = environment
        self._seen = 0
        """How many commands had been begun when the last one was waited for."""
        self.desktop = self._service("com.sun.star.frame.Desktop")

    def open(self, path: Path) -> Any:
        """Open a workbook in a window that fills the screen and return the document."""
        document = self.desktop.loadComponentFromURL(
            path.resolve().as_uri(), "_blank", 0, ()
        )
        window = document.getCurrentController().getFrame().getContainerWindow()
        window.setPosSize(0, 0, *SCREEN, 15)
        window.setFocus()
        self.wait(lambda: window.getPosSize().Width == SCREEN[0])
        self._focus(path.name)
        time.sleep(_MENU_OPENS)
        return document

    def pull_down(self, menu: str, item: str) -> tuple[int, int]:
        """Open a menu with the mouse, rest on an item and return its place; the item is not clicked yet."""
        self._focus(self.frame.getController().getModel().Title)
        shown = self._find(self.frame.getContainerWindow(), menu, 2)
        bar = middle(shown)
        self.press(*bar)
        wanted = self._find(shown, item, 1)
        self.wait(lambda: middle(wanted)[1] > bar[1], _START)
        time.sleep(_TICK)
        x, y = middle(wanted)
        self._ask("xdotool", "mousemove", str(x), str(y))
        time.sleep(_MENU_OPENS)
        return x, y

    def items(self, menu: str) -> list[str]:
        """Return what a menu offers."""
        shown = self._find(self.frame.getContainerWindow(), menu, 2)
        _, *offered = contexts(shown, 1)
        return [
            item.getAccessibleName() for item in offered if item.getAccessibleName()
        ]

    def choose(self, menu: str, item: str) -> float:
        """Click an item of a menu; returns the moment of the click, as `time.perf_counter`."""
        x, y = self.pull_down(menu, item)
        clicked = time.perf_counter()
        self.press(x, y)
        return clicked

    def press(self, x: int, y: int) -> None:
        """Click a place of the screen."""
        self._ask("xdotool", "mousemove", str(x), str(y), "click", "1")

    def press_button(self, name: str) -> float:
        """Click a button of the toolbar or of a message; returns the moment of the click."""
        time.sleep(_MENU_OPENS)
        self.wait(lambda: button(self._front(), name) is not None, _START)
        window = self._front()
        self._focus(window.getAccessibleContext().getAccessibleName())
        found = button(window, name)
        if found is None:
            raise LookupError(name)
        place = middle(found)
        clicked = time.perf_counter()
        self.press(*place)
        return clicked

    def keys(self, *names: str) -> None:
        """Press keys, by their X names."""
        self._ask("xdotool", "key", "--clearmodifiers", "--delay", "40", *names)

    def type(self, text: str) -> None:
        """Type ASCII text."""
        self._ask("xdotool", "type", "--clearmodifiers", "--delay", "40", text)

    def message(self) -> str:
        """Return what the message on the screen says; empty when there is none."""
        texts = [names_in(box) for box in self._boxes()]
        return "\n".join(text for box in texts for text in box)

    def wait_for_message(self, seconds: float = 15) -> str:
        """Return what the next message says; empty when none comes."""
        self.wait(lambda: bool(self._boxes()), seconds)
        time.sleep(0.2)
        return self.message()

    def close(self) -> None:
        """End the office as a person does, without saving anything."""
        documents = self.desktop.getComponents().createEnumeration()
        while documents.hasMoreElements():
            document = documents.nextElement()
            if hasattr(document, "setModified"):  # the start page is no document
                document.setModified(False)
        with contextlib.suppress(
            load_uno().getClass("com.sun.star.uno.Exception")
        ):  # the answer may be cut off
            self.desktop.terminate()

    def started(self) -> list[str]:
        """Return the command lines of the programs that the office has started and that have not ended."""
        group = subprocess.run(
            ["pgrep", "-g", str(self.process.pid)],
            check=True,
            capture_output=True,
            text=True,
        )
        family = ",".join(group.stdout.split())
        found = subprocess.run(
            ["ps", "-o", "args=", "--ppid", family],
            check=False,
            capture_output=True,
            text=True,
        )
        return [line for line in found.stdout.splitlines() if "soffice" not in line]

    def _commands(self) -> tuple[int, str]:
        """Return how many commands were begun and which one runs, as the extension keeps it in the office."""
        told = ""
        with contextlib.suppress(load_uno().getClass("com.sun.star.uno.Exception")):
            told = self._context.getValueByName(_RUNS) or ""
        begun, _, running = told.partition(" ")
        return int(begun or 0), running

    def finish(self, seconds: float = _PATIENCE) -> str:
        """Wait until the command that was clicked has ended; returns the message on the screen, if one came first."""
        seen = self._seen
        self.wait(lambda: self._commands()[0] > seen or bool(self._boxes()), seconds)
        self.wait(lambda: not self._commands()[1] or bool(self._boxes()), seconds)
        self._seen = self._commands()[0]
        if self._boxes():
            time.sleep(_MENU_OPENS)
        return self.message()

    def wait(self, done: Callable[[], bool], seconds: float = _PATIENCE) -> bool:
        """Wait until something holds; returns whether it came to hold."""
        deadline = time.monotonic() + seconds
        while not done():
            if time.monotonic() > deadline:
                return False
            time.sleep(_TICK)
        return True

    def picture(self, target: Path, colours: int = 32) -> None:
        """Take a picture of the screen, as a small PNG."""
        target.parent.mkdir(parents=True, exist_ok=True)
        self._ask(
            "import",
            "-window",
            "root",
            "-strip",
            "+dither",
            "-colors",
            str(colours),
            f"png8:{target}",
        )

    @property
    def frame(self) -> Any:
        """The window on top."""
        return self.desktop.getCurrentFrame()

    def _focus(self, title: str) -> None:
        """Give a window the keyboard, as a window manager would: without it a menu closes, a button is not pressed."""
        self._ask(
            "xdotool",
            "search",
            "--sync",
            "--onlyvisible",
            "--name",
            title,
            "windowfocus",
            "--sync",
            "%@",
        )

    def _service(self, name: str) -> Any:
        return self._context.getServiceManager().createInstanceWithContext(
            name, self._context
        )

    def _boxes(self) -> list[Any]:
        """Return the messages on the screen."""
        refused = load_uno().getClass("com.sun.star.uno.Exception")
        found = []
        with contextlib.suppress(
            refused
        ):  # the office has gone, and its messages with it
            toolkit = self._service("com.sun.star.awt.Toolkit")
            for at in range(toolkit.getTopWindowCount()):
                with contextlib.suppress(refused):  # closed in the meantime
                    found.append(toolkit.getTopWindow(at))
        return [window for window in found if is_box(window)]

    def _front(self) -> Any:
        """Return what is in front: a message, or else the window of the document."""
        return (self._boxes() or [self.frame.getContainerWindow()])[0]

    def _find(self, within: Any, name: str, depth: int) -> Any:
        found = named(within, name, depth)
        if found is None:
            raise LookupError(name)
        return found

    def _ask(self, *command: str) -> str:
        done = subprocess.run(
            command,
            check=False,
            env=self._environment,
            timeout=_PATIENCE,
            capture_output=True,
        )
        return done.stdout.decode(errors="replace").strip()


@contextmanager
def office_screen(
    folder: Path, variables: Mapping[str, str] | None = None
) -> Iterator[OfficeScreen]:
    """Start an office in `folder`, with the profile of `own_unopkg(folder)` and `variables` in its environment.

    It is ended afterwards. Raises `EnvironmentMissing` when it does not start.
    """
    (folder / "profile" / "user").mkdir(parents=True, exist_ok=True)
    marks = folder / "profile" / "user" / "registrymodifications.xcu"
    if not marks.exists():
        marks.write_text(_FIRST_TIME, encoding="utf-8")
    with display() as screen, tempfile.TemporaryFile() as said:
        environment = {
            **office_environment(),
            "DISPLAY": screen,
            "HOME": str(folder),
            "LC_ALL": "C.UTF-8",
            "SAL_USE_VCLPLUGIN": "gen",
            **(variables or {}),
        }
        pipe = f"perfeval{uuid.uuid4().hex}"
        settings = [f"-env:{name}={value}" for name, value in _settings(folder)]
        command = [
            str(find_program()),
            *settings,
            "--norestore",
            "--nologo",
            f"--accept=pipe,name={pipe};urp;",
        ]
        process = subprocess.Popen(
            command,
            env=environment,
            cwd=folder,
            stdout=said,
            stderr=said,
            start_new_session=True,
        )
        try:
            yield OfficeScreen(process, _context(pipe), environment)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, 9)
            process.wait(timeout=_PATIENCE)


def _settings(folder: Path) -> tuple[tuple[str, str], ...]:
    shared = (folder / "shared").as_uri()
    return (
        ("UserInstallation", (folder / "profile").as_uri()),
        ("UNO_SHARED_PACKAGES", shared),
        ("UNO_SHARED_PACKAGES_CACHE", f"{shared}/cache"),
    )


def _context(pipe: str) -> Any:
    uno = load_uno()
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", local
    )
    refused = uno.getClass("com.sun.star.uno.Exception")
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            return resolver.resolve(
                f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext"
            )
        except refused as error:
            if time.monotonic() > deadline:
                raise EnvironmentMissing(
                    "LibreOffice 没有启动。", "请手工打开 LibreOffice 看看有什么提示。"
                ) from error
            time.sleep(_TICK)
