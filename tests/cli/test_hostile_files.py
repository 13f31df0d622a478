"""`check a b c` survives anything in a and b: each has its own problem or sentence, c is checked, the exit code is right."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from perfeval_xl import evaluation, workers
from perfeval_xl.cli.evaluating import check
from perfeval_xl.scheme.model import Scheme
from tests.support.seeds import seed_form

GOOD = seed_form("xinzhou-2022")


def packed(data: bytes, method: int) -> bytes:
    """The same package with another compression."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(buffer, "w", method) as target,
    ):
        for name in source.namelist():
            target.writestr(name, source.read(name))
    return buffer.getvalue()


def broken_in_the_middle(data: bytes) -> bytes:
    half = len(data) // 2
    return data[:half] + bytes(200) + data[half + 200 :]


def small_ods() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as target:
        target.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        target.writestr("content.xml", "<x/>" * 500)
    return buffer.getvalue()


HOSTILE = {
    "空.xlsx": b"",
    "一个字节.xlsx": b"P",
    "只有开头.xlsx": GOOD[:30],
    "缺一个字节.ods": small_ods()[1:],
    "缺尾.ods": small_ods()[:-1],
    "尾多百字节.xlsx": GOOD[100:],
    "lzma.xlsx": packed(GOOD, zipfile.ZIP_LZMA),
    "lzma坏.xlsx": broken_in_the_middle(packed(GOOD, zipfile.ZIP_LZMA)),
    "bz2.xlsx": packed(GOOD, zipfile.ZIP_BZIP2),
    "bz2坏.xlsx": broken_in_the_middle(packed(GOOD, zipfile.ZIP_BZIP2)),
    "deflate坏.xlsx": broken_in_the_middle(packed(GOOD, zipfile.ZIP_DEFLATED)),
    "深.json": b"[" * 100_000,
    "长数.json": b'{"scheme": "national-2020", "year": ' + b"9" * 10_000 + b"}",
    "大指数.json": b'{"scheme": "national-2020", "year": 1e999999999}',
    "假.xls": b"\xd0\xcf\x11\xe0" + bytes(600),
    "\x1b[31m红.xlsx": b"x",
}


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "perfeval_xl", *arguments]
    return subprocess.run(
        command, cwd=cwd, capture_output=True, encoding="utf-8", check=False
    )


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such file names")
def test_every_file_has_its_own_sentence_and_the_last_one_is_checked(
    tmp_path: Path,
) -> None:
    for name, data in HOSTILE.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "好.xlsx").write_bytes(GOOD)
    told = run("check", *HOSTILE, "好.xlsx", "--json", cwd=tmp_path)
    assert told.returncode == 1
    assert "Traceback" not in told.stderr
    assert "\x1b" not in told.stderr + told.stdout
    results = json.loads(told.stdout)
    assert [result["file"] for result in results] == [*HOSTILE, "好.xlsx"]
    assert all(
        result["error"]["code"].startswith("PE-") and result["error"]["remedy"]
        for result in results[:-1]
    )
    assert results[-1]["problems"]


def test_a_file_on_which_the_program_itself_fails_keeps_no_other_from_being_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No file is known that does; so the evaluation is made to fail on one."""
    real = evaluation.evaluate_apart

    def failing(
        data: bytes, file: str, scheme: Scheme | None, key: bytes | None
    ) -> evaluation.Evaluation:
        if file == "甲.xlsx":
            raise MemoryError
        return real(data, file, scheme, key)

    class Here:
        """What was put in the place of the evaluation exists in this process only."""

        def run(
            self, _file: str, work: Callable[..., object], *arguments: object
        ) -> object:
            return work(*arguments)

    @contextmanager
    def here() -> Iterator[Here]:
        yield Here()

    monkeypatch.setattr(evaluation, "evaluate_apart", failing)
    monkeypatch.setattr(workers, "worker", here)
    paths = [tmp_path / name for name in ("甲.xlsx", "乙.xlsx")]
    for path in paths:
        path.write_bytes(GOOD)
    told = CliRunner().invoke(check, [*map(str, paths), "--json"])
    results = json.loads(told.stdout)
    assert told.exit_code == 1
    assert results[0]["error"]["code"] == "PE-080"
    assert "MemoryError" in results[0]["error"]["message"]
    assert results[1]["problems"]
