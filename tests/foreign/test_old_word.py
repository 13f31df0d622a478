"""Old Word documents are read through LibreOffice, where it is installed, as the .docx they were made of."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from perfeval_xl.reading import read_submission
from perfeval_xl.submission.spelling import as_json
from perfeval_xl.tables import converting
from tests.support.missing import program, shared_folder

PUBLISHED = "17_国标Word_廊坊08.docx"


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published form as .docx, and as the old documents that LibreOffice makes of it.

    By way of .odt: straight from .docx, LibreOffice writes a .doc without the table.
    """
    folder = tmp_path_factory.mktemp("old")
    (folder / "form.docx").write_bytes(
        (shared_folder() / "layouts" / PUBLISHED).read_bytes()
    )
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    convert = [program("soffice"), profile, "--headless", "--convert-to"]
    for kind, source in (
        ("odt", "form.docx"),
        ("doc", "form.odt"),
        ("rtf", "form.odt"),
    ):
        subprocess.run(
            [*convert, kind, "--outdir", str(folder), str(folder / source)],
            check=True,
            capture_output=True,
            timeout=120,
        )
    return folder


def test_an_office_can_be_ended_where_there_are_no_process_groups(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    office = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    with monkeypatch.context() as windows:
        windows.setattr(sys, "platform", "win32")
        windows.delattr(os, "killpg")
        converting._end(office)
    office.communicate()
    assert office.returncode


@pytest.mark.parametrize("name", ["form.doc", "form.rtf"])
def test_an_old_document_says_what_the_new_one_says_that_it_was_made_of(
    texts: Path, name: str
) -> None:
    new = read_submission((texts / "form.docx").read_bytes(), "form.docx").submission
    old = read_submission((texts / name).read_bytes(), name).submission
    assert new.indicators
    assert as_json(old) == as_json(new)
