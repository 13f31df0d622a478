"""The report opens by itself, where there is a screen and a program for it."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from perfeval_xl.addin.opening import open_document

pytestmark = [
    pytest.mark.skipif(
        not sys.platform.startswith("linux"), reason="stands in for xdg-open"
    ),
    pytest.mark.filterwarnings(
        "ignore::ResourceWarning"
    ),  # nobody waits for the program that shows the document
]


@pytest.fixture
def opener(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An xdg-open that writes down what it was asked to open; returns where."""
    told = tmp_path / "told"
    program = tmp_path / "xdg-open"
    program.write_text(f'#!/bin/sh\nprintf %s "$1" > "{told}"\n', encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    monkeypatch.setenv("DISPLAY", ":99")
    return told


def test_a_document_is_handed_to_the_program_for_it(
    opener: Path, tmp_path: Path
) -> None:
    assert open_document(tmp_path / "绩效 报告.docx")
    deadline = time.monotonic() + 10
    while (
        not (opener.exists() and opener.read_text(encoding="utf-8"))
        and time.monotonic() < deadline
    ):
        time.sleep(0.02)
    assert opener.read_text(encoding="utf-8") == str(tmp_path / "绩效 报告.docx")


def test_without_a_screen_nothing_is_opened(
    opener: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DISPLAY")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert not open_document(tmp_path / "报告.docx")
    assert not opener.exists()


def test_without_a_program_for_it_nothing_happens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("DISPLAY", ":99")
    assert not open_document(tmp_path / "报告.docx")
