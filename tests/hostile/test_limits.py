"""The limits are data, and every one of them is asked for somewhere."""

from __future__ import annotations

import zipfile
from dataclasses import fields
from io import BytesIO
from pathlib import Path

import pytest

import perfeval_xl
from perfeval_xl.archives import Archive, ArchiveBroken, ArchiveTooLarge
from perfeval_xl.limits import LIMITS, Limits, limit_groups


def test_every_limit_is_used_and_stands_in_the_data() -> None:
    code = "".join(
        path.read_text(encoding="utf-8")
        for path in Path(perfeval_xl.__file__).parent.rglob("*.py")
    )
    unused = [
        field.name for field in fields(Limits) if f"LIMITS.{field.name}" not in code
    ]
    assert unused == []
    listed = [limit for group in limit_groups() for limit in group.limits]
    assert {limit.key for limit in listed} == {field.name for field in fields(Limits)}
    assert all(
        limit.most > 0 and limit.name and limit.unit and limit.then for limit in listed
    )


def test_a_mail_has_room_for_the_largest_file_in_base64() -> None:
    assert LIMITS.mail_bytes >= LIMITS.file_bytes * 4 / 3


def packed(parts: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def test_an_archive_holds_what_it_may_and_not_one_more() -> None:
    data = packed({"a": bytes(50), "b": bytes(50)})
    assert Archive(data, 2, 100).read("a", 50) == bytes(50)
    with pytest.raises(ArchiveTooLarge):
        Archive(data, 1, 100)
    with pytest.raises(ArchiveTooLarge):
        Archive(data, 2, 99)
    with pytest.raises(ArchiveTooLarge):
        Archive(data, 2, 100).read("a", 49)


def test_reading_a_part_again_and_again_counts() -> None:
    archive = Archive(packed({"a": bytes(50)}), 1, 120)
    archive.read("a", 50)
    archive.read("a", 50)
    with pytest.raises(ArchiveTooLarge):
        archive.read("a", 50)


def test_a_stated_size_is_only_a_claim() -> None:
    data = packed({"a": bytes(5_000)}).replace(
        (5_000).to_bytes(4, "little"), (10).to_bytes(4, "little")
    )
    with pytest.raises((ArchiveBroken, ArchiveTooLarge)):
        Archive(data, 1, 1_000).read("a", 100)
