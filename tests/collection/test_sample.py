"""The demonstration mailbox is the same for everybody and shows what really arrives."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from perfeval_xl.collection.collecting import collect
from perfeval_xl.collection.ledger import open_ledger
from perfeval_xl.collection.sample import sample_mailbox

NAME = "忻州自评表.xlsx"


def test_the_sample_mailbox_is_taken_in_as_its_docstring_says(
    tmp_path: Path, form: Callable[..., bytes]
) -> None:
    written = sample_mailbox(tmp_path / "收件箱", form(), NAME)
    assert [path.name for path in written] == [
        "1-报送.eml",
        "2-转发.eml",
        "3-附件损坏.eml",
        "4-改名文件.eml",
        NAME,
    ]
    url = str(tmp_path / "l.sqlite")
    run = collect([tmp_path / "收件箱"], url)
    assert (run.envelopes, run.new, run.duplicates, run.unreadable, run.ignored) == (
        5,
        1,
        2,
        2,
        2,
    )
    (version,) = open_ledger(url).in_force()
    assert (version.arrival.origin, version.arrival.file) == ("1-报送.eml", NAME)


def test_the_sample_mailbox_is_the_same_every_time(
    tmp_path: Path, form: Callable[..., bytes]
) -> None:
    first, second = (
        sample_mailbox(tmp_path / folder, form(), NAME) for folder in ("a", "b")
    )
    assert [path.read_bytes() for path in first] == [
        path.read_bytes() for path in second
    ]
    assert [path.stat().st_mtime for path in first] == [
        path.stat().st_mtime for path in second
    ]


def test_the_sample_mailbox_names_nobody_who_exists(
    tmp_path: Path, form: Callable[..., bytes]
) -> None:
    for path in sample_mailbox(tmp_path, form(), NAME)[:4]:
        addresses = [word for word in path.read_text("utf-8").split() if "@" in word]
        assert addresses
        assert all(address.strip("<>").endswith(".example") for address in addresses)
