"""What is opened is carried: each command reads a file once from the disk, unpacks it once and parses it once.

A copy with marks is another file: it is parsed once too, to see that it holds what the original does. Of a file of which
no copy can be made, the form is filled anew, which is one file more.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import perfeval_xl
from perfeval_xl.archives import Archive
from perfeval_xl.cli.main import commands
from perfeval_xl.evaluation import evaluate
from perfeval_xl.reading import drawn
from perfeval_xl.scheme.loader import example_json
from perfeval_xl.sheets.raw import RawWorkbook
from tests.support.limits import working_here
from tests.support.office import Office
from tests.support.seeds import seed_form

PACKAGE = Path(perfeval_xl.__file__).parent
SCHEME = "xinzhou-2022"


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often a file was read, unpacked and parsed since."""
    counts: Counter[str] = Counter()

    def count(owner: type, method: str, name: str) -> None:
        original = getattr(owner, method)

        def counting(self: Any, *arguments: Any, **named: Any) -> Any:
            # What the program brings along is no file that was opened
            own = isinstance(self, Path) and PACKAGE in self.parents
            counts[name] += not own
            return original(self, *arguments, **named)

        monkeypatch.setattr(owner, method, counting)

    count(Path, "read_bytes", "disk")
    count(Archive, "__init__", "unzip")
    count(RawWorkbook, "__init__", "parse")
    return counts


def form(desk: Path, kind: str) -> Path:
    """The example as a file of this kind."""
    path = desk / f"表.{kind}"
    path.write_bytes(
        example_json(SCHEME).encode() if kind == "json" else seed_form(SCHEME)
    )
    return path


def counts_of(counted: Counter[str], *arguments: object) -> tuple[int, int, int]:
    counted.clear()
    done = CliRunner().invoke(commands, list(map(str, arguments)))
    assert done.exit_code in {0, 1}, done.output
    return counted["disk"], counted["unzip"], counted["parse"]


def test_a_workbook_is_opened_once(tmp_path: Path, counted: Counter[str]) -> None:
    path = form(tmp_path, "xlsx")
    assert counts_of(counted, "check", path) == (1, 1, 1)
    assert counts_of(counted, "score", path) == (1, 1, 1)
    assert counts_of(counted, "read", path) == (1, 1, 1)


def test_the_copy_with_marks_is_the_only_further_file(
    tmp_path: Path, counted: Counter[str]
) -> None:
    assert counts_of(
        counted, "score", form(tmp_path, "xlsx"), "--write", tmp_path / "评分.xlsx"
    ) == (1, 2, 2)


def test_of_json_the_form_and_its_copy_are_opened_once(
    tmp_path: Path, counted: Counter[str]
) -> None:
    path = form(tmp_path, "json")
    assert counts_of(counted, "check", path) == (1, 0, 0)
    assert counts_of(counted, "score", path, "--write", tmp_path / "评分.xlsx") == (
        1,
        2,
        2,
    )


@pytest.mark.parametrize(("suffix", "unzipped"), [(".ods", 1), (".xls", 0)])
def test_of_another_format_the_form_filled_anew_and_its_copy_are_the_only_further_files(
    office: Office, tmp_path: Path, counted: Counter[str], suffix: str, unzipped: int
) -> None:
    path = tmp_path / f"改{suffix}"
    office.changed(form(tmp_path, "xlsx"), lambda _: None, path)
    assert counts_of(counted, "check", path) == (1, unzipped, 1)
    assert counts_of(counted, "score", path, "--write", tmp_path / "评分.xlsx") == (
        1,
        unzipped + 2,
        3,
    )


def test_many_workbooks_are_opened_once_each(
    tmp_path: Path, counted: Counter[str]
) -> None:
    data = form(tmp_path, "xlsx").read_bytes()
    folder = tmp_path / "收件"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.xlsx").write_bytes(data + b"\0" * number)
    with working_here():
        assert counts_of(counted, "check", *sorted(folder.iterdir())) == (3, 3, 3)
        _, _, parsed = counts_of(
            counted, "collect", folder, "--ledger", tmp_path / "台账.db"
        )
    assert parsed == 3


def test_the_empty_form_of_a_layout_is_drawn_once() -> None:
    data = seed_form(SCHEME)
    drawn._drawn.cache_clear()
    evaluate(data, "表.xlsx")
    evaluate(data, "表.xlsx")
    assert drawn._drawn.cache_info().misses == 1
