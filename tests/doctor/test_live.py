"""`doctor --live`: the commands in the real LibreOffice of this machine, and that the trial can fail."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import cast

import pytest
import xlwings
from click.testing import CliRunner

from perfeval_xl.addin import commands
from perfeval_xl.addin.telling import Outcome
from perfeval_xl.cli.doctor import doctor
from perfeval_xl.doctor import live
from perfeval_xl.doctor.findings import State
from perfeval_xl.doctor.hosts import has_libreoffice
from tests.support.missing import missing


@pytest.fixture(autouse=True)
def _needs_libreoffice() -> None:
    if not has_libreoffice():
        missing("LibreOffice with python3-uno")


def test_all_commands_do_on_every_seed_what_the_command_line_says() -> None:
    result = CliRunner().invoke(doctor, ["--live", "--json"], standalone_mode=False)
    tried = {
        row["name"]: row
        for row in json.loads(result.output)
        if row["topic"] == "实际试用"
    }
    assert [row["told"] for row in tried.values() if row["state"] != State.GOOD] == []
    assert len(tried) == len(live.SEEDS) + 1
    assert result.return_value == 0


def test_a_command_that_leaves_something_behind_is_found_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(live, "SEEDS", live.SEEDS[:1])

    def forgetful(book: xlwings.Book) -> Outcome:
        return Outcome(status=f"{book.name} 没有清除")

    monkeypatch.setattr(commands, "clear", forgetful)
    result = CliRunner().invoke(doctor, ["--live"], standalone_mode=False)
    assert result.return_value == 1
    assert "清除标记以后" in result.output


def test_only_the_excel_that_was_started_is_ended() -> None:
    """Stands for an Excel on Windows: `App.quit` of xlwings would end every other Excel without a workbook."""
    done: list[str] = []
    api = SimpleNamespace(Quit=lambda: done.append("this one"))
    started = SimpleNamespace(
        engine=SimpleNamespace(name="excel"), api=api, quit=lambda: done.append("all")
    )
    live._quit(cast("xlwings.App", started), "win32")
    assert done == ["this one"]
    assert api.DisplayAlerts is False
