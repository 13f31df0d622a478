"""7z archives are opened like zip, RAR archives where the machine can: within the limits, and what is refused is told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from perfeval_xl.collection.collecting import collect
from perfeval_xl.collection.outcome import CollectionRun
from perfeval_xl.collection.rar import has_rar_reader
from perfeval_xl.collection.rar_headers import is_encrypted
from tests.collection.conftest import Mailbox
from tests.collection.containers import zipped
from tests.collection.packed import rar4, rar5, renamed_in_seven_zip, seven_zipped
from tests.support.limits import limited, working_here

Make = Callable[..., bytes]
needs_rar = pytest.mark.skipif(
    not has_rar_reader(), reason="bsdtar (libarchive-tools) is not installed"
)


def _run(mailbox: Mailbox) -> CollectionRun:
    with working_here():
        return collect([mailbox.folder], mailbox.ledger)


def _told(run: CollectionRun) -> list[tuple[str, str]]:
    return [(verdict.file, str(verdict.state)) for verdict in run.verdicts]


def _refusal(mailbox: Mailbox, name: str, data: bytes) -> str:
    mailbox.put(name, data)
    (verdict,) = _run(mailbox).verdicts
    assert (str(verdict.state), verdict.code) == ("unreadable", "PE-228")
    return verdict.message


@pytest.mark.parametrize(
    "pack",
    [
        seven_zipped,
        pytest.param(rar4, marks=needs_rar),
        pytest.param(rar5, marks=needs_rar),
    ],
)
def test_forms_in_an_archive_are_taken_in_and_archives_in_it_opened(
    mailbox: Mailbox, document: Make, pack: Callable[[dict[str, bytes]], bytes]
) -> None:
    inner = zipped({"里.json": document(project="三")})
    packed = pack(
        {"目录/一.json": document(project="一"), "Thumbs.db": b"x", "内.zip": inner}
    )
    mailbox.put("报送", packed)
    run = _run(mailbox)
    assert set(_told(run)) == {
        ("报送", "opened"),
        ("报送/目录/一.json", "new"),
        ("报送/内.zip", "opened"),
        ("报送/内.zip/里.json", "new"),
    }
    assert _run(mailbox).known == run.attachments


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (seven_zipped({"一.json": b"{}"}, password="k"), "设有密码"),  # noqa: S106
        (seven_zipped({"一.json": b"{}" * 500})[:90], "文件不完整"),
        (seven_zipped({"大.json": bytes(60_000_000)}), "MB，没有解开"),
        (
            renamed_in_seven_zip(
                seven_zipped({"aaaaaaaa.json": b"{}"}), "aaaaaaaa.json", "../../ab.json"
            ),
            "指向别处的文件名",
        ),
        pytest.param(rar4({"一.json": b"{}"}, encrypted=True), "设有密码", marks=needs_rar),
        pytest.param(rar5({"一.json": b"{}"}, encrypted=True), "设有密码", marks=needs_rar),
        pytest.param(rar5({"一.json": b"{}" * 99})[:90], "文件不完整", marks=needs_rar),
    ],
    ids=["7z-password", "7z-cut", "7z-large", "7z-names", "rar4-password", "rar5-password", "rar-cut"],
)  # fmt: skip
def test_what_cannot_be_opened_is_told_with_its_reason(
    mailbox: Mailbox, data: bytes, said: str
) -> None:
    assert said in _refusal(mailbox, "包", data)


@pytest.mark.parametrize(
    "pack", [seven_zipped, pytest.param(rar5, marks=needs_rar)], ids=["7z", "rar"]
)
@pytest.mark.parametrize("limits", [{"archive_files": 2}, {"archive_bytes": 2_000}])
def test_more_than_an_archive_may_hold_is_not_unpacked(
    mailbox: Mailbox,
    document: Make,
    limits: dict[str, int],
    pack: Callable[[dict[str, bytes]], bytes],
) -> None:
    packed = pack({f"{n}.json": document(project=f"{n}") for n in range(3)})
    with limited(**limits):
        assert "没有解开" in _refusal(mailbox, "包", packed)


@needs_rar
def test_names_in_a_rar_archive_are_labels(
    mailbox: Mailbox, document: Make, tmp_path: Path
) -> None:
    packed = rar5({"../../外.json": document(), "/etc/二.json": document(project="二")})
    mailbox.put("包.rar", packed)
    told = _told(_run(mailbox))
    assert told == [
        ("包.rar", "opened"),
        ("包.rar/外.json", "new"),
        ("包.rar/etc/二.json", "new"),
    ]
    assert not list(tmp_path.rglob("外.json"))


def test_without_a_program_for_rar_the_format_is_named_with_what_to_do(
    mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    said = _refusal(mailbox, "包.rar", rar5({"一.json": b"{}"}))
    assert "RAR 格式" in said
    assert "bsdtar" in said


@pytest.mark.parametrize("pack", [rar4, rar5])
def test_a_password_is_told_by_the_headers_alone(
    pack: Callable[..., bytes],
) -> None:
    files = {"一.json": b"{}", "二.json": b"x" * 300}
    assert is_encrypted(pack(files, encrypted=True))
    assert not is_encrypted(pack(files))
    assert not is_encrypted(pack(files)[:12])
