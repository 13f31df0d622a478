"""Bytes say themselves what they are; names are only claims."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfeval_xl.collection.content import Kind, claims_to_be_a_form, kind_of, looks_like_mail
from tests.collection.mails import letter


def _zip(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, "x" * 1000)
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
