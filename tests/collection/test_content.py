"""Bytes say themselves what they are; names are only claims."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfeval_xl.collection.content import (
    Kind,
    claims_to_be_a_form,
    kind_of,
    looks_like_mail,
)
from tests.collection.mails import letter


def _zip(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            # No time of today: what stands in the names of tests must be the same for every worker.
            archive.writestr(zipfile.ZipInfo(name), "x" * 1000, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", Kind.EMPTY),
        (_zip("[Content_Types].xml", "xl/workbook.xml"), Kind.WORKBOOK),
        (_zip("[Content_Types].xml", "word/document.xml"), Kind.WORD),
        (_zip("ppt/presentation.xml"), Kind.SLIDES),
        (_zip("资料/说明.txt"), Kind.ARCHIVE),
        (_zip("[Content_Types].xml", "xl/workbook.xml")[:90], Kind.BROKEN),
        (b"PK\x03\x04", Kind.BROKEN),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", Kind.OLD_OFFICE),
        (b'\xef\xbb\xbf {"scheme": 1}', Kind.JSON),
        (b"%PDF-1.7\n", Kind.PDF),
        (b"\x89PNG\r\n\x1a\n", Kind.PICTURE),
        (b"\xff\xd8\xff\xe0", Kind.PICTURE),
        (b"RIFF\x00\x00\x00\x00WEBP", Kind.PICTURE),
        (b"BM\x36\x00\x00\x00\x00\x00\x00\x00", Kind.PICTURE),
        (b"BMW is a text", Kind.TEXT),
        (b"Rar!\x1a\x07\x01\x00", Kind.ARCHIVE),
        (b"\x78\x9f\x3e\x22\x01", Kind.OUTLOOK),
        (b"  <!DOCTYPE html><html>", Kind.WEB),
        (b"<html><table><tr><td>1", Kind.WEB),
        ("说明".encode("gb18030"), Kind.TEXT),
        ("说明".encode("utf-16"), Kind.TEXT),
        (letter().as_bytes(), Kind.MAIL),
        (b"\x00\x01\x02", Kind.UNKNOWN),
    ],
)
def test_the_kind_is_told_from_the_bytes_alone(data: bytes, kind: Kind) -> None:
    assert kind_of(data) is kind


def _packed(name: str, content: bytes, method: int = zipfile.ZIP_STORED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        archive.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize("inside", ["xl/workbook.xml", "word/document.xml"])
def test_an_archive_is_told_by_its_own_entries_not_by_those_of_what_is_packed_in_it(
    inside: str,
) -> None:
    archive = _packed("自评表.xlsx", _zip("[Content_Types].xml", inside))
    assert kind_of(archive) is Kind.ARCHIVE
    assert kind_of(archive[:-30]) is Kind.BROKEN, "cut off, it still has to be answered"
    assert kind_of(_zip("说明/xl/workbook.xml")) is Kind.ARCHIVE, (
        "a package has its parts at the top"
    )


def test_a_workbook_with_a_document_inside_is_a_workbook() -> None:
    assert (
        kind_of(
            _zip(
                "[Content_Types].xml",
                "xl/embeddings/1.docx",
                "word/../x",
                "xl/workbook.bin",
            )
        )
        is Kind.WORKBOOK
    )


@pytest.mark.parametrize(
    ("type_", "kind"), [("spreadsheet", Kind.WORKBOOK), ("text", Kind.WORD)]
)
def test_an_open_document_is_told_by_its_mimetype(type_: str, kind: Kind) -> None:
    mimetype = f"application/vnd.oasis.opendocument.{type_}".encode()
    assert kind_of(_packed("mimetype", mimetype)) is kind
    assert kind_of(_packed("表.ods", _packed("mimetype", mimetype))) is Kind.ARCHIVE


def test_a_word_document_that_was_cut_off_is_still_one() -> None:
    assert kind_of(_zip("[Content_Types].xml", "word/document.xml")[:-100]) is Kind.WORD


def test_a_directory_of_a_million_entries_is_not_read_to_its_end() -> None:
    entry = b"PK\x01\x02" + bytes(24) + b"\x01\x00" + bytes(16) + b"x"
    directory = entry * 1_000_000
    end = (
        b"PK\x05\x06"
        + bytes(8)
        + len(directory).to_bytes(4, "little")
        + bytes([30] + [0] * 5)
    )
    assert kind_of(b"PK\x03\x04" + bytes(26) + directory + end) is Kind.ARCHIVE


@given(st.binary(max_size=300))
def test_any_damage_behind_the_beginning_of_an_archive_is_of_some_kind(
    data: bytes,
) -> None:
    assert kind_of(b"PK\x03\x04" + data) in Kind
    assert kind_of(b"PK\x03\x04" + data + b"PK\x05\x06" + data[:30]) in Kind


@pytest.mark.parametrize("name", ["自评表.xlsx", "A.XLS", "b.et", "c.ods", "提交.json"])
def test_a_name_that_claims_a_form_is_answered(name: str) -> None:
    assert claims_to_be_a_form(name)


@pytest.mark.parametrize("name", ["logo.png", "xlsx", "表.xlsx.exe", "通知.pdf", ""])
def test_other_names_claim_nothing(name: str) -> None:
    assert not claims_to_be_a_form(name)


def test_a_text_with_one_colon_is_no_mail() -> None:
    assert not looks_like_mail("From: 一句话\n\n正文".encode())
    assert looks_like_mail(b"From: a@b.example\nDate: today\n\nhello")


@given(st.binary(max_size=200))
def test_any_bytes_are_of_some_kind(data: bytes) -> None:
    assert kind_of(data) in Kind
