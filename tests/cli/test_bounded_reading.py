"""Whatever came from outside is read within the limits of time and memory, by every command that opens it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from perfeval_xl import workers
from perfeval_xl.cli.evaluating import score
from perfeval_xl.cli.importing import import_forms
from perfeval_xl.cli.tracing import trace, verify
from perfeval_xl.distribution import carrying, preparing
from perfeval_xl.scheme.loader import example_json
from tests.support.rosters import prepared, roster


@pytest.fixture
def limited(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that were read within limits; the limits themselves hold as ever."""
    names: list[str] = []
    real = workers.bounded

    @contextmanager
    def noted(file: str) -> Iterator[None]:
        names.append(file)
        with real(file):
            yield

    for room in (workers, carrying, preparing):
        monkeypatch.setattr(room, "bounded", noted)
    return names


def _run(command: object, *arguments: object) -> None:
    CliRunner().invoke(command, [str(each) for each in arguments])  # type: ignore[arg-type]


def test_forms_and_reports_that_are_named(limited: list[str], tmp_path: Path) -> None:
    broken = tmp_path / "坏.docx"
    broken.write_bytes(b"PK\x03\x04 broken")
    _run(import_forms, broken, "-o", tmp_path / "转好")
    _run(trace, broken)
    _run(verify, broken, broken)
    assert limited == ["坏.docx"] * 3


def test_a_form_that_is_filled_in_again_for_its_copy(
    limited: list[str], tmp_path: Path
) -> None:
    given = tmp_path / "填报.json"
    given.write_text(example_json("xinzhou-2022"), encoding="utf-8")
    _run(score, given, "--write", tmp_path / "副本.xlsx")
    assert limited == ["填报.json"] * 2


def test_lists_and_targets_and_forms_of_last_year(
    limited: list[str], tmp_path: Path
) -> None:
    found = prepared(roster(), roster())
    assert limited == ["项目清单.xlsx", "申报表1.xlsx"]
    (tmp_path / "坏.xlsx").write_bytes(b"PK")
    carrying.carry_over(found.plan.projects, tmp_path)
    assert limited[2:] == ["坏.xlsx"]
