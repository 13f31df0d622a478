"""Python and the VBA hands agree: what `ExcelHands` hands over is what `Hands.bas` takes, run by LibreOffice."""

from __future__ import annotations

import platform
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest
import xlwings

from perfeval_xl.addin.hands_excel import ExcelHands
from perfeval_xl.addin.plan import Clear, Fill, Note, Select
from perfeval_xl.errors import UsageError
from perfeval_xl.refs import CellRef
from tests.installing.conftest import Host

LONGEST = 255
"""What Excel takes as one text from outside in every version, in halves of rare characters."""


class Excel:
    """Stands for book and program: macros of the add-in are called as `App.macro` would call them."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self.app, self.name = self, host.form.Title
        self.called: list[str] = []

    def macro(self, name: str) -> Callable[..., Any]:
        addin, _, function = name.partition("!")
        assert addin == "PerfEval.xlam"
        self.called.append(function)
        return lambda *arguments: (
            self._host.call(function, *map(handed_over, arguments)) or None
        )


def handed_over(argument: str | list[str]) -> object:
    pieces = [argument] if isinstance(argument, str) else argument
    assert max(len(piece.encode("utf-16-le")) // 2 for piece in pieces) <= LONGEST
    return argument if isinstance(argument, str) else tuple(argument)


@pytest.mark.parametrize(
    ("system", "function"), [("Windows", "Hands.Apply"), ("Darwin", "Hands.ApplyFile")]
)
def test_a_plan_arrives_whole_on_windows_and_on_a_mac(
    clean: Host, system: str, function: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(platform, "system", lambda: system)
    cell = CellRef(clean.title, 5, 2)
    book = Excel(clean)
    told = "问题：" + "𠀀长\n" * 200 + "完"
    ExcelHands().apply(
        cast("xlwings.Book", book), (Clear(), Fill(cell, "FFC000"), Note(cell, told))
    )
    assert book.called == [function]
    assert clean.cell("B5").CellBackColor == 0xFFC000
    assert clean.notes()[1, 4] == told
    with pytest.raises(UsageError, match="隐藏的"):
        ExcelHands().apply(
            cast("xlwings.Book", book), (Select(CellRef("_perfeval", 1, 1)),)
        )
    ExcelHands().apply(
        cast("xlwings.Book", book), (Clear(), Select(CellRef(clean.title, 31, 8)))
    )
    assert clean.notes() == {}


def test_the_copy_arrives_and_leaves_no_file(
    clean: Host, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert ExcelHands().copy(cast("xlwings.Book", Excel(clean)))
    assert list(tmp_path.iterdir()) == []
