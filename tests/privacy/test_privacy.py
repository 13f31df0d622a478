"""What belongs to the owner stays the owner's: files, keys, links; and no secret stands in a message."""

from __future__ import annotations

import io
import json
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from perfeval_xl.collection.collecting import collect
from perfeval_xl.collection.ledger import open_ledger
from perfeval_xl.distribution.manifest import FormRecord, manifest_workbook
from perfeval_xl.errors import EnvironmentMissing, PerfevalError, UsageError
from perfeval_xl.evaluation import evaluate
from perfeval_xl.form.filling import fill_form
from perfeval_xl.form.identity.issue import key_from
from perfeval_xl.markup.marking import mark_up
from perfeval_xl.report.rendering import render_report
from perfeval_xl.scheme.loader import example_json, load_scheme
from perfeval_xl.submission.spelling import loads
from perfeval_xl.summary.summarising import write_summary
from tests.support.seeds import seed_form

ON_UNIX = pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")
TURNED = "\u202egpj.表"


@pytest.fixture(params=[0o000, 0o002, 0o022], ids=oct)
def any_umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def run(
    *arguments: str, cwd: Path, **variables: str
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "perfeval_xl", *arguments]
    return subprocess.run(
        command,
        cwd=cwd,
        env={**os.environ, **variables},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@ON_UNIX
@pytest.mark.usefixtures("any_umask")
def test_a_ledger_is_its_owners(tmp_path: Path) -> None:
    (tmp_path / "报送").mkdir()
    (tmp_path / "报送" / "表.xlsx").write_bytes(seed_form("xinzhou-2022"))
    collect([tmp_path / "报送"], str(tmp_path / "台账.db"))
    kept = [path for path in tmp_path.iterdir() if path.name.startswith("台账")]
    assert kept
    assert {stat.S_IMODE(path.stat().st_mode) for path in kept} == {0o600}


@ON_UNIX
@pytest.mark.parametrize(
    ("mode", "told"), [(0o600, False), (0o400, False), (0o644, True), (0o640, True)]
)
def test_a_key_that_others_can_read_is_told(
    tmp_path: Path, mode: int, told: bool
) -> None:
    (tmp_path / "密钥").write_bytes(b"0123456789abcdef0123456789abcdef\n")
    (tmp_path / "密钥").chmod(mode)
    (tmp_path / "表.xlsx").write_bytes(seed_form("xinzhou-2022"))
    result = run("check", "表.xlsx", "--key-file", "密钥", cwd=tmp_path)
    assert ("chmod 600" in result.stderr) is told
    assert "0123456789" not in result.stderr + result.stdout


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (bytes(range(128, 160)), "不是文字"),
        (b"0123456789\x00abcdef0123456789", "不能录入的字符（U+0000）"),
        (b"0123456789\x1babcdef0123456789", "不能录入的字符（U+001B）"),
        (b"short", "应为16至4096个"),
        (b"", "应为16至4096个"),
        (b"x" * 5000, "应为16至4096个"),
    ],
)
def test_a_file_that_is_no_key_is_told_with_what_to_do(
    tmp_path: Path, content: bytes, told: str
) -> None:
    path = tmp_path / "密钥"
    path.write_bytes(content)
    with pytest.raises(UsageError) as caught:
        key_from(path)
    assert told in str(caught.value)
    assert "openssl" in str(caught.value)
    assert str(tmp_path) not in str(caught.value)


@ON_UNIX
def test_links_in_a_collected_folder_are_told_and_not_followed(tmp_path: Path) -> None:
    """To a file, to a folder, and to nothing; the file they lead to is one that this test has made."""
    outside, folder = tmp_path / "别处", tmp_path / "报送"
    outside.mkdir()
    folder.mkdir()
    (outside / "私密.xlsx").write_bytes(seed_form("xinzhou-2022"))
    (folder / "表.xlsx").symlink_to(outside / "私密.xlsx")
    (folder / "夹").symlink_to(outside)
    (folder / "空.xlsx").symlink_to(outside / "没有.xlsx")
    result = collect([folder], str(tmp_path / "台账.db"))
    assert result.new == 0
    assert {
        verdict.file: "没有跟随" in verdict.message for verdict in result.verdicts
    } == {
        "表.xlsx": True,
        "夹": True,
        "空.xlsx": True,
    }
    assert not open_ledger(str(tmp_path / "台账.db")).arrivals()


@ON_UNIX
def test_a_link_that_somebody_names_is_followed(tmp_path: Path) -> None:
    (tmp_path / "私密.xlsx").write_bytes(seed_form("xinzhou-2022"))
    (tmp_path / "表.xlsx").symlink_to(tmp_path / "私密.xlsx")
    assert collect([tmp_path / "表.xlsx"], str(tmp_path / "台账.db")).new == 1


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://user:s3cretword@127.0.0.1:9/ledger",
        "postgresql://user:s3cretword@127.0.0.1:9/ledger?password=s3cretword",
        "postgresql://user@127.0.0.1:9/ledger?password=s3cretword",
        "postgresql://user:s3cretword@127.0.0.1:port/ledger",
        "mysql://user:s3cretword@127.0.0.1/ledger",
        "nothing://user:s3cretword@127.0.0.1/ledger",
        "postgresql://user:s3cretword@[::1/ledger",
    ],
)
def test_a_password_of_a_database_is_never_printed(url: str) -> None:
    with pytest.raises(PerfevalError) as caught:
        open_ledger(url)
    assert isinstance(caught.value, (EnvironmentMissing, UsageError))
    assert "s3cretword" not in str(caught.value)


def texts_of(data: bytes) -> str:
    book = openpyxl.load_workbook(io.BytesIO(data))
    cells = [cell for page in book for row in page.iter_rows() for cell in row]
    return "\n".join(
        [str(cell.value) for cell in cells]
        + [cell.comment.text for cell in cells if cell.comment]
    )


def test_texts_that_turn_others_around_are_spelled_out_wherever_they_are_shown(
    tmp_path: Path,
) -> None:
    data = json.loads(example_json("xinzhou-2022"))
    data["project"] = f"平台{TURNED}"
    data["unit"] = f"单位{TURNED}"
    for row in data["indicators"]:
        row |= {"actual": f"若干{TURNED}", "note": f"因故{TURNED}"}
    form = fill_form(load_scheme("xinzhou-2022"), loads(json.dumps(data)))
    (tmp_path / "报送").mkdir()
    (tmp_path / "报送" / "表.xlsx").write_bytes(form)
    evaluation = evaluate(form, "表.xlsx")
    ledger = str(tmp_path / "台账.db")
    collect([tmp_path / "报送"], ledger)
    record = FormRecord(
        file="f", project=TURNED, code="", department=TURNED, unit=TURNED, year="", scheme="", mail="", sha256="",
        form_id="", fingerprint="",
    )  # fmt: skip
    copy = openpyxl.load_workbook(io.BytesIO(mark_up(evaluation)))
    added = "\n".join(
        str(cell.value)
        for title in ("问题清单", "评分说明")
        for row in copy[title].iter_rows()
        for cell in row
    )
    notes = "\n".join(
        cell.comment.text
        for page in copy
        for row in page.iter_rows()
        for cell in row
        if cell.comment
    )
    for shown in (
        texts_of(write_summary(ledger)),
        texts_of(manifest_workbook([record])),
        added,
    ):
        assert "〔U+202E〕" in shown
        assert "\u202e" not in shown
    assert "\u202e" not in notes
    assert "\u202e".encode() not in render_report(evaluation)
    told = run("check", "报送/表.xlsx", cwd=tmp_path)
    assert "〔U+202E〕" in told.stdout
    assert "\u202e" not in told.stdout
    listed = run("read", "报送/表.xlsx", "--json", cwd=tmp_path)
    assert "\u202e" not in listed.stdout
    assert json.loads(listed.stdout)["project"] == f"平台{TURNED}"
