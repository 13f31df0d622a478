"""Fill in forms by hand, without hands: `python -m tools.trial_by_hand` (needs LibreOffice, Xvfb, xdotool, ImageMagick).

For every example a real LibreOffice window opens on a display of its own. Keys go to the window as from a keyboard: a
field is gone to by its name, a score and a note are typed, the file is saved and closed, and then read back. Pictures
of the window before and after go to `docs/pictures/`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from perfeval_xl.errors import EnvironmentMissing
from perfeval_xl.form.filling import fill_form
from perfeval_xl.form.layout.form_layout import form_layout
from perfeval_xl.reading import read_submission
from perfeval_xl.scheme.loader import example_json, has_example, load_scheme, scheme_ids
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.submission.model import Submission
from perfeval_xl.submission.spelling import loads
from tools.displays import LAPTOP, SCREEN, display

__all__ = [
    "Trial",
    "Window",
    "go_to",
    "main",
    "missing_programs",
    "office",
    "save",
    "try_by_hand",
    "type_into",
]

_PROGRAMS = {
    "soffice": "libreoffice-calc",
    "Xvfb": "xvfb",
    "xdotool": "xdotool",
    "import": "imagemagick",
}
_FOLDER = Path(__file__).resolve().parents[1] / "docs" / "pictures"
_PATIENCE = 60
_SAVING = 15
_SCORE = "3"
_NOTE = "经手人补充：已核对原始凭证"
_ALIEN = "Keep Current Format|保留当前格式|Confirm File Format"
_FIRST_TIME = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Misc"><prop oor:name="FirstRun"><value>false</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Misc"><prop oor:name="ShowTipOfTheDay"><value>false</value></prop></item>
<item oor:path="/org.openoffice.Setup/Office"><prop oor:name="LastCompatibilityCheckID"><value>x</value></prop></item>
</oor:items>
"""
"""A profile that has been used before: no tip of the day over the sheet."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of one form: `wrong` says what was not as typed, empty when all was."""

    scheme: str
    seconds: float
    wrong: tuple[str, ...]


class Window:
    """The only window on a display, and the keys that go to it."""

    def __init__(
        self, screen: str, pause: float = 0.4, size: tuple[int, int] = SCREEN
    ) -> None:
        self._environment = {**os.environ, "DISPLAY": screen}
        self._pause = pause
        self._size = size

    def keys(self, *names: str) -> None:
        """Press keys one after another, each as `xdotool key` calls it."""
        self._run("xdotool", "key", "--clearmodifiers", "--delay", "60", *names)
        time.sleep(self._pause)

    def type(self, text: str) -> None:
        """Type a text."""
        delay = (
            "60" if text.isascii() else "450"
        )  # a character that the keyboard lacks needs a new key map, which takes time
        self._run("xdotool", "type", "--clearmodifiers", "--delay", delay, text)
        time.sleep(0.4)

    def open(self, title: str) -> None:
        """Wait for the window of that title and make it as large as the display; raises `EnvironmentMissing`."""
        if not self.wait_for(title):
            raise EnvironmentMissing(
                "LibreOffice 的窗口没有出现。",
                "请手工打开 LibreOffice 看看有什么提示。",
            )
        self.fill_screen(title)

    def wait_for(self, title: str, seconds: float = _PATIENCE) -> bool:
        """Wait until a window of that title is there and has the keyboard."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            found = self._ask("xdotool", "search", "--onlyvisible", "--name", title)
            if found:
                self._run("xdotool", "windowfocus", "--sync", found.split()[-1])
                return True
            time.sleep(0.3)
        return False

    def fill_screen(self, title: str) -> None:
        """Make the window of that title as large as the display."""
        found = self._ask("xdotool", "search", "--onlyvisible", "--name", title).split()
        width, height = map(str, self._size)
        self._run("xdotool", "windowmove", found[-1], "0", "0")
        self._run("xdotool", "windowsize", "--sync", found[-1], width, height)
        time.sleep(1.5)

    def picture(self, target: Path) -> None:
        """Save what the display shows."""
        self._run("import", "-window", "root", "-colors", "64", f"png8:{target}")

    def _run(self, *command: str) -> None:
        subprocess.run(
            command,
            check=True,
            env=self._environment,
            timeout=_PATIENCE,
            capture_output=True,
        )

    def _ask(self, *command: str) -> str:
        done = subprocess.run(
            command,
            check=False,
            env=self._environment,
            timeout=_PATIENCE,
            capture_output=True,
        )
        return done.stdout.decode().strip()


def try_by_hand(
    scheme_id: str, work: Path, pictures: Path, suffix: str = ".xlsx"
) -> Trial:
    """Fill in a form through the user interface and read it back."""
    scheme = load_scheme(scheme_id)
    before = loads(example_json(scheme_id))
    path = work / f"{scheme_id}.xlsx"
    path.write_bytes(fill_form(scheme, before))
    if suffix != ".xlsx":
        path = _converted(path, work, suffix)
    started = time.monotonic()
    with display(LAPTOP) as screen, office(path, work, screen):
        window = Window(screen, size=LAPTOP)
        window.open(path.name)
        go_to(window, "pe_indicator_0_self_score")
        window.picture(pictures / f"试填_{scheme_id}_改前.png")
        if _has_note(scheme):
            type_into(window, "pe_indicator_0_note", _NOTE)
        type_into(window, "pe_indicator_0_self_score", _SCORE)
        window.keys("Up")
        save(window, path)
        window.picture(pictures / f"试填_{scheme_id}_改后.png")
        window.keys("ctrl+q")
        time.sleep(1)
    return Trial(scheme_id, time.monotonic() - started, tuple(_wrong(path, before)))


def _has_note(scheme: Scheme) -> bool:
    """Whether the form has a column for reasons; a name that no cell has would be given to the one in front."""
    return "indicator_0_note" in form_layout(scheme).fields


def go_to(window: Window, name: str) -> None:
    """Go to a field as a person does: its name typed into the name box."""
    window.keys("ctrl+shift+t")
    window.keys("ctrl+a")
    window.type(name)
    window.keys("Return")


def type_into(window: Window, name: str, text: str) -> None:
    """Type a text into a field in the place of what stands there, line by line."""
    go_to(window, name)
    if not text.isascii():
        window.keys(
            "F2", "ctrl+a"
        )  # a key that the keyboard lacks does not begin to edit a cell, and would be lost
    first, *others = text.split("\n")
    window.type(first)
    for line in others:
        window.keys("ctrl+Return")
        window.type(line)
    window.keys("Return")
    time.sleep(0.5)


def save(window: Window, path: Path) -> None:
    """Save in the format the file has, and wait until it is written."""
    written = path.stat().st_mtime_ns
    window.keys("ctrl+s")
    if window.wait_for(_ALIEN, 4):
        window.keys("Return")
    _wait_for_save(path, written)


def _wait_for_save(path: Path, before: int) -> None:
    """Wait until the file has been written; one that never is shows in what is read back."""
    deadline = time.monotonic() + _SAVING
    while time.monotonic() < deadline and path.stat().st_mtime_ns == before:
        time.sleep(0.3)
    time.sleep(2)


def _wrong(path: Path, before: Submission) -> Iterator[str]:
    """Yield what was not read back as it was typed, and what was changed besides."""
    after = read_submission(path.read_bytes(), path.name).submission
    first, *others = after.indicators
    if first.self_score.text != _SCORE:
        yield f"得分应为{_SCORE}，读到{first.self_score.text}"
    scheme = load_scheme(after.scheme)
    if _has_note(scheme) and first.note.text != _NOTE:
        yield f"说明应为“{_NOTE}”，读到“{first.note.text}”"
    for old, new in zip(before.indicators[1:], others, strict=True):
        pairs = (
            (old.actual, new.actual),
            (old.self_score, new.self_score),
            (old.note, new.note),
        )
        if any((one.text or "") != (two.text or "") for one, two in pairs):
            yield f"{old.path[-1]}被改动"
    if (after.project.text, after.unit.text) != (before.project.text, before.unit.text):
        yield "项目或单位被改动"


@contextmanager
def office(path: Path, work: Path, screen: str, *options: str) -> Iterator[None]:
    """Run LibreOffice with a file on a display, killed when it does not end with the block."""
    profile = work / f"profile-{path.stem}"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(
        _FIRST_TIME, encoding="utf-8"
    )
    command = [
        "soffice",
        f"-env:UserInstallation={profile.as_uri()}",
        "--norestore",
        "--nologo",
        *options,
    ]
    command += ["--calc", str(path)]
    environment = {
        **os.environ,
        "DISPLAY": screen,
        "HOME": str(work),
        "LC_ALL": "C.UTF-8",
        "SAL_USE_VCLPLUGIN": "gen",
    }
    program = subprocess.Popen(
        command,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield
        program.wait(timeout=_PATIENCE / 4)
    except subprocess.TimeoutExpired:
        os.killpg(program.pid, 9)
    finally:
        if program.poll() is None:
            os.killpg(program.pid, 9)
        program.wait(timeout=_PATIENCE)


def _converted(path: Path, work: Path, suffix: str) -> Path:
    profile = (work / "profile-converting").as_uri()
    folder = work / "converted"
    command = [
        "soffice",
        f"-env:UserInstallation={profile}",
        "--headless",
        "--convert-to",
        suffix[1:],
        "--outdir",
    ]
    subprocess.run(
        [*command, str(folder), str(path)],
        check=True,
        timeout=_PATIENCE * 2,
        capture_output=True,
    )
    return folder / f"{path.stem}{suffix}"


def missing_programs() -> int:
    """Return 0, or 3 after saying which of the programs that a trial needs are missing."""
    missing = [
        package
        for program, package in _PROGRAMS.items()
        if shutil.which(program) is None
    ]
    if not missing:
        return 0
    error = EnvironmentMissing(
        f"缺少程序：{'、'.join(missing)}。",
        f"请先安装：apt-get install {' '.join(missing)}",
    )
    print(error, file=sys.stderr)
    return 3


def main(arguments: Sequence[str] = ()) -> int:
    """Try every example, or those that are named; a suffix such as `.ods` saves in that format. 1 when one went wrong."""
    if (code := missing_programs()) != 0:
        return code
    suffix = next(
        (argument for argument in arguments if argument.startswith(".")), ".xlsx"
    )
    chosen = [argument for argument in arguments if not argument.startswith(".")]
    failed = 0
    with tempfile.TemporaryDirectory() as scratch:
        for scheme_id in chosen or [
            found for found in scheme_ids() if has_example(found)
        ]:
            pictures = _FOLDER if suffix == ".xlsx" else Path(scratch)
            trial = try_by_hand(scheme_id, Path(scratch), pictures, suffix)
            failed += bool(trial.wrong)
            print(
                f"{trial.scheme}{suffix}  {trial.seconds:.0f} 秒  {'；'.join(trial.wrong) or '与所填一致'}"
            )
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
