"""The add-in inside a real LibreOffice, with a stand-in for the module that starts Python, which only Excel can run."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from perfeval_xl.installing.vba_project import Kind, Module
from perfeval_xl.installing.xlam import build_addin
from tests.support.office import Office

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
FILTER = "Calc MS Excel 2007 VBA XML"
RS, US = "\x1e", "\x1f"

STARTER = """Attribute VB_Name = "Starter"
Private mLast As String

Public Function FileExists(ByVal Given As String) As Boolean
    FileExists = True
End Function

Public Function Waits() As Boolean
    Waits = True
End Function

Public Function RunToEnd(ByVal Program As String, ByVal Code As String, ByVal Seconds As Long) As String
    mLast = Program & Chr(10) & Code
    RunToEnd = ""
End Function

Public Function Last() As String
    Last = mLast
End Function
"""


class Host:
    """An open add-in and an open form; macros of the one are called on the other."""

    def __init__(self, addin: Any, form: Any) -> None:
        self.addin, self.form = addin, form
        self._scripts = addin.getScriptProvider()

    def call(self, macro: str, *arguments: object) -> Any:
        place = "?language=Basic&location=document"
        script = self._scripts.getScript(
            f"vnd.sun.star.script:VBAProject.{macro}{place}"
        )
        return script.invoke(arguments, (), ())[0]

    def apply(self, *records: tuple[str, ...]) -> str:
        """Apply a plan to the form."""
        return str(
            self.call(
                "Hands.Apply",
                self.form.Title,
                RS.join(US.join(record) for record in records),
            )
        )

    @property
    def title(self) -> str:
        return str(self.form.Sheets.getByIndex(0).Name)

    def cell(self, address: str) -> Any:
        return self.form.Sheets.getByIndex(0).getCellRangeByName(address)

    def notes(self) -> dict[tuple[int, int], str]:
        """The notes of the first sheet by column and row, counted from 0."""
        notes = self.form.Sheets.getByIndex(0).Annotations
        return {
            (note.Position.Column, note.Position.Row): note.String for note in notes
        }


@pytest.fixture(scope="module")
def host(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    folder = tmp_path_factory.mktemp("addin")
    built = folder / "PerfEval.xlam"
    built.write_bytes(
        build_addin(
            {"INTERPRETER_WIN": sys.executable},
            Module(name="Starter", kind=Kind.STANDARD, source=STARTER),
        )
    )
    form = folder / "form.xlsx"
    shutil.copy(TEMPLATES / "自评表.xlsx", form)
    addin = office.open(built, Hidden=True, FilterName=FILTER, MacroExecutionMode=4)
    opened = office.open(form)
    yield Host(addin, opened)
    opened.close(True)
    addin.close(True)


@pytest.fixture
def clean(host: Host) -> Iterator[Host]:
    """The form without marks, before and after."""
    host.apply(("clear",))
    yield host
    host.apply(("clear",))
