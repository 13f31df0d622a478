"""Click the commands in a real LibreOffice: `python -m tools.ribbon_by_hand` (needs LibreOffice, Xvfb, xdotool, ImageMagick).

The extension is built and installed into a fresh profile. The filled form of each seed opens in a window on a display
of its own; 校验, 下一个问题, 评分 and 清除标记 are clicked in the menu with a mouse. What is in the workbook afterwards is
compared with what the command line says of the same file, and at the end with what was there before. Pictures go to
`docs/pictures/ribbon/`.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from perfeval_xl.amounts import plain
from perfeval_xl.errors import EnvironmentMissing
from perfeval_xl.evaluation import Evaluation, evaluate
from perfeval_xl.form.filling import fill_form
from perfeval_xl.installing.extension import install
from perfeval_xl.scheme.loader import example_json, load_scheme
from perfeval_xl.submission.spelling import loads
from tools.book_contents import book_contents
from tools.office_screen import PROGRAMS, OfficeScreen, office_screen, own_unopkg

__all__ = ["MENU", "Tried", "main", "try_form"]

MENU = "绩效评价("
"""How the menu begins; the letter to press stands behind it."""

_FOLDER = Path(__file__).resolve().parents[1] / "docs" / "pictures" / "ribbon"
_SEEDS = ("yueyang-2020", "yantian-2024", "hedong-2022", "xianan-2024", "xinzhou-2022")
_SHOWN = _SEEDS[0]
"""The form over which the menu is shown."""

_LISTED, _EXPLAINED = "问题清单", "评分说明"


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of one form: `wrong` says what was not as it should be, empty when all was."""

    scheme: str
    seconds: tuple[float, ...]
    """From each click to its end: 校验 twice, 下一个问题, 评分 twice, 清除标记; what watches them slows them down."""
    wrong: tuple[str, ...]


def try_form(screen: OfficeScreen, scheme_id: str, work: Path, pictures: Path) -> Tried:
    """Open the filled form of a scheme and click every command that marks it, twice each."""
    path = work / f"{scheme_id}.xlsx"
    path.write_bytes(fill_form(load_scheme(scheme_id), loads(example_json(scheme_id))))
    expected = evaluate(path.read_bytes(), path.name)
    document = screen.open(path)
    before = book_contents(document)
    screen.picture(pictures / f"{scheme_id}_打开.png")
    if scheme_id == _SHOWN:
        screen.pull_down(MENU, "校验")
        screen.picture(pictures / "菜单.png")
        screen.keys("Escape", "Escape")
    wrong, seconds = [], []
    for command, look in (("校验", _check_wrong), ("评分", _score_wrong)):
        for _ in range(2):
            seconds.append(_click(screen, command))
            wrong += [f"{command}后：{each}" for each in look(document, expected)]
        if command == "校验":
            seconds.append(_click(screen, "下一个问题"))
        else:
            document.getCurrentController().setActiveSheet(
                document.Sheets.getByName(_EXPLAINED)
            )
        screen.picture(pictures / f"{scheme_id}_{command}.png")
    document.getCurrentController().setActiveSheet(
        document.Sheets.getByName(str(before["active sheet"]))
    )
    seconds.append(_click(screen, "清除标记"))
    after = book_contents(document)
    view = {"selection", "active sheet"}  # 下一个问题 has moved it
    wrong += [
        f"清除标记后不同：{name}"
        for name in {**before, **after}
        if before.get(name) != after.get(name) and name not in view
    ]
    document.close(True)
    return Tried(scheme_id, tuple(seconds), tuple(wrong))


def _click(screen: OfficeScreen, command: str) -> float:
    """Click a command and wait for its end; returns the seconds it took. A message is confirmed."""
    clicked = screen.choose(MENU, command)
    told = screen.finish()
    spent = time.perf_counter() - clicked
    if told:
        screen.press_button("OK")
        screen.finish()
    return spent


def _check_wrong(document: Any, expected: Evaluation) -> Iterator[str]:
    """Yield what 校验 left undone: every cell with a problem has a note, every problem a line."""
    sheets = document.Sheets
    if not sheets.hasByName(_LISTED):
        yield "没有问题清单"
        return
    text = _text(sheets.getByName(_LISTED))
    yield from (
        f"问题清单里没有{problem.code}"
        for problem in expected.problems
        if problem.code not in text
    )
    notes = sum(sheets.getByIndex(at).Annotations.Count for at in range(sheets.Count))
    placed = {
        (problem.place.sheet, problem.place.cell)
        for problem in expected.problems
        if problem.place.cell
    }
    if notes != len(placed):
        yield f"{len(placed)}个单元格有问题，{notes}个批注"


def _score_wrong(document: Any, expected: Evaluation) -> Iterator[str]:
    """Yield what 评分 left undone: the list of scores with the total of the command line."""
    if not document.Sheets.hasByName(_EXPLAINED):
        yield "没有评分说明"
        return
    text = _text(document.Sheets.getByName(_EXPLAINED))
    card = expected.scorecard
    wanted = (
        [card.said_total()]
        if card.total is None
        else [plain(card.total), card.shown_grade]
    )
    yield from (f"评分说明里没有“{words}”" for words in wanted if words not in text)


def _text(sheet: Any) -> str:
    """Return everything a sheet shows, one cell per line."""
    cursor = sheet.createCursor()
    cursor.gotoStartOfUsedArea(False)
    cursor.gotoEndOfUsedArea(True)
    last = cursor.RangeAddress
    cells = (
        (column, row)
        for row in range(last.EndRow + 1)
        for column in range(last.EndColumn + 1)
    )
    return "\n".join(sheet.getCellByPosition(*cell).String for cell in cells)


def main(arguments: Sequence[str] = ()) -> int:
    """Try the forms of the seeds, or of the schemes that are named; 1 when one went wrong, 3 when a program is missing."""
    missing = [
        package
        for program, package in PROGRAMS.items()
        if shutil.which(program) is None
    ]
    if missing:
        error = EnvironmentMissing(
            f"缺少程序：{'、'.join(missing)}。",
            f"请先安装：apt-get install {' '.join(missing)}",
        )
        print(error, file=sys.stderr)
        return 3
    failed = 0
    with tempfile.TemporaryDirectory() as scratch:
        work = Path(scratch)
        install(own_unopkg(work))
        checkout = str(Path(__file__).resolve().parents[1])
        with office_screen(work, {"PYTHONPATH": checkout}) as screen:
            for scheme_id in arguments or _SEEDS:
                tried = try_form(screen, scheme_id, work, _FOLDER)
                failed += bool(tried.wrong)
                spent = "、".join(f"{each:.2f}" for each in tried.seconds)
                print(
                    f"{scheme_id}  {spent} 秒  {'；'.join(tried.wrong) or '与命令行一致，清除后复原'}"
                )
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
