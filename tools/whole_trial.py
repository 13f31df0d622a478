"""Fill in whole forms by hand, without hands: `python -m tools.whole_trial FOLDER [SCHEME…]` (xclip besides what `tools.trial_by_hand` needs).

An empty form with the rows of the example opens in a real LibreOffice window on a laptop's screen. Every cell that can be
typed into is gone to by its name and gets the words of the example; 得分 that the form works out itself is left to it.
The file is saved, read back, and printed: what was typed must be what is read, and all of it must be on paper.
Pictures of the window and of the pages go to FOLDER, to be looked at.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from perfeval_xl.form.contents.stating import entries_of
from perfeval_xl.form.filling import conform, emptied
from perfeval_xl.form.identity.wording import with_wording
from perfeval_xl.form.layout.form_layout import form_layout
from perfeval_xl.form.layout.placed import NAME_PREFIX
from perfeval_xl.reading import read_submission
from perfeval_xl.refs import CellRef
from perfeval_xl.scheme.loader import example_json, has_example, load_scheme, scheme_ids
from perfeval_xl.sheets.model import Formula, Workbook
from perfeval_xl.sheets.writing import write_workbook
from perfeval_xl.submission.spelling import loads
from tools.displays import LAPTOP, display
from tools.trial_by_hand import Window, missing_programs, office, save

__all__ = ["WholeTrial", "fill_by_hand", "main"]

_PATIENCE = 120
_OTHERS = ("实时核对", "填报说明")
"""Sheets of a workbook that are no part of the form."""
_EDITING = 0.15
"""Seconds after which a cell takes what is pasted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeTrial:
    """What came of one form: how many cells were typed into, what was read otherwise, which signs are not on paper."""

    scheme: str
    typed: int
    misread: tuple[str, ...]
    unprinted: str


def fill_by_hand(scheme_id: str, folder: Path) -> WholeTrial:
    """Fill in an empty form through the user interface, read it back and print it."""
    scheme = load_scheme(scheme_id)
    example = conform(scheme, loads(example_json(scheme_id)))
    layout = form_layout(scheme, example)
    book = emptied(scheme, example)
    path = folder / f"{scheme_id}.xlsx"
    path.write_bytes(write_workbook(with_wording(book, book)))
    wanted = Counter(_printed(path, folder))
    stated = entries_of(scheme, layout, example)
    texts = {key: entry.text or "" for key, entry in stated.items()}
    typed = dict(_to_type(book, texts))
    # What is typed takes the place of 指标1： and the like
    wanted.subtract(Counter(_bare("".join(_stands(book, typed)))))

    _type_all(path, typed)

    # Read back, and printed
    reading = read_submission(path.read_bytes(), path.name)
    read = entries_of(scheme, layout, conform(scheme, reading.submission))
    misread = [
        f"{key}：填“{text}”，读到“{read[key].text if key in read else ''}”"
        for key, text in typed.items()
        if key not in read or _bare(read[key].text or "") != _bare(text)
    ]
    # Lines of neighbouring cells stand beside one another on paper, so that signs are counted
    wanted.update(Counter(_bare("".join(typed.values()))))
    wanted.subtract(Counter(_printed(path, folder)))
    unprinted = (+wanted).elements()
    return WholeTrial(
        scheme=scheme_id,
        typed=len(typed),
        misread=tuple(misread),
        unprinted="".join(unprinted),
    )


def _type_all(path: Path, typed: Mapping[str, str]) -> None:
    """Type everything with the keyboard and save, as a person does; a picture before and one after."""
    with (
        tempfile.TemporaryDirectory() as scratch,
        display(LAPTOP) as screen,
        office(path, Path(scratch), screen),
    ):
        window = Window(screen, pause=_EDITING, size=LAPTOP)
        window.open(path.name)
        window.picture(path.with_name(f"{path.stem}_空白.png"))
        for key, text in typed.items():
            _go_to(window, screen, NAME_PREFIX + key)
            _type_over(window, screen, text)
        _go_to(window, screen, NAME_PREFIX + next(iter(typed)))
        time.sleep(1)
        window.picture(path.with_name(f"{path.stem}_填好.png"))
        save(window, path)
        window.keys("ctrl+q")
        time.sleep(1)


def _to_type(book: Workbook, texts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the fields that a person types into, in the order of the form, with their texts."""
    unlocked = {
        (sheet.title, *place)
        for sheet in book.sheets
        for place, cell in sheet.cells.items()
        if not cell.style.locked and not isinstance(cell.value, Formula)
    }
    for key, text in texts.items():
        place = _place(book.names.get(NAME_PREFIX + key, ""))
        if place in unlocked and text:
            yield key, text


def _stands(book: Workbook, keys: Iterable[str]) -> Iterator[str]:
    """Yield what stands in fields before anything is typed."""
    cells = {sheet.title: sheet.cells for sheet in book.sheets}
    for key in keys:
        title, row, column = _place(book.names[NAME_PREFIX + key])
        value = cells[title][row, column].value
        if isinstance(value, str):
            yield value


def _place(absolute: str) -> tuple[str, int, int]:
    """Return sheet, row and column of an absolute reference; of an area, those of its first cell."""
    title, _, address = absolute.rpartition("!")
    first = address.split(":")[0].replace("$", "")
    if not first:
        return "", 0, 0
    ref = CellRef.parse(title.strip("'").replace("''", "'"), first)
    return ref.sheet, ref.row, ref.column


def _go_to(window: Window, screen: str, name: str) -> None:
    """Go to a field: its name pasted into the name box."""
    window.keys("ctrl+shift+t", "ctrl+a")
    _paste(window, screen, name)
    window.keys("Return")


def _type_over(window: Window, screen: str, text: str) -> None:
    """Type a text in the place of what stands in the cell; it is pasted while the cell is edited, so that it is understood as typed."""
    window.keys("F2", "ctrl+a")
    _paste(window, screen, text)
    window.keys("Return")


def _paste(window: Window, screen: str, text: str) -> None:
    subprocess.run(
        ["xclip", "-selection", "clipboard"],
        input=text.encode(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "DISPLAY": screen},
        check=True,
        timeout=_PATIENCE,
    )
    window.keys("ctrl+v")


def _printed(path: Path, folder: Path) -> str:
    """Print the workbook; return the signs on the pages of the form itself and leave pictures of all pages."""
    with tempfile.TemporaryDirectory() as profile:
        command = ["soffice", f"-env:UserInstallation={Path(profile).as_uri()}"]
        command += ["--headless", "--convert-to", "pdf", "--outdir", str(folder)]
        _run(*command, str(path))
    printed = path.with_suffix(".pdf")
    _run("pdftoppm", "-r", "60", "-png", str(printed), str(printed.with_suffix("")))
    pages = _run("pdftotext", "-layout", str(printed), "-").split("\f")
    form = takewhile(lambda page: not any(title in page for title in _OTHERS), pages)
    return _bare("".join(form))


def _run(*command: str) -> str:
    done = subprocess.run(command, check=True, timeout=_PATIENCE, capture_output=True)
    return done.stdout.decode()


def _bare(text: str) -> str:
    """Return a text without blanks and ends of lines, which paper breaks where it likes, and rates as LibreOffice types them."""
    return re.sub(r"(?<=\d)\.00%", "%", "".join(text.split()))


def main(arguments: Sequence[str]) -> int:
    """Try every scheme with an example, or those that are named; 1 when something was misread or is not on paper."""
    if not arguments:
        print("用法：python -m tools.whole_trial 文件夹 [方案…]", file=sys.stderr)
        return 2
    if (code := missing_programs()) != 0:
        return code
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    wrong = 0
    for scheme_id in arguments[1:] or filter(has_example, scheme_ids()):
        trial = fill_by_hand(scheme_id, folder)
        wrong += bool(trial.misread or trial.unprinted)
        print(f"{trial.scheme}：填了{trial.typed}格", *trial.misread, sep="\n  ")
        print("  没有印全：", trial.unprinted or "无", flush=True)
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
