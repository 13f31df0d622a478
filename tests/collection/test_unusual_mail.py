"""Mails as programs write them that keep to no rule: their form still arrives, whole and under its name."""

from __future__ import annotations

import base64

import pytest

from tests.collection.mails import raw_mail, raw_part
from tests.collection.taking_apart import DATA, only

NAME = "项目自评表.xlsx"
UTF8 = NAME.encode()
CODED = b"".join(b"%%%02X" % byte for byte in UTF8)
DISPOSITION = b"Content-Disposition: attachment; "
PLAIN = DISPOSITION + b"filename*=UTF-8''" + CODED


def word(charset: str, encoding: str) -> bytes:
    return f"=?{charset}?B?".encode() + base64.b64encode(NAME.encode(encoding)) + b"?="


@pytest.mark.parametrize(
    "header",
    [
        b'filename="' + word("hz-gb-2312", "hz") + b'"',
        b'filename="' + word("iso-8859-1", "gbk") + b'"',
        b'filename="' + word("windows-1252", "utf-8") + b'"',
        b"filename=" + word("gbk", "gbk"),
        b"filename=" + b"=?utf-8?Q?" + CODED.replace(b"%", b"=") + b"?=",
        b"filename*0*=utf-8''" + CODED[:10] + b";\r\n filename*1*=" + CODED[10:],
        b"filename=\"____.xlsx\"; filename*=utf-8''" + CODED,
        b'filename="' + "".join(f"&#{ord(sign)};" for sign in NAME).encode() + b'"',
    ],
    ids=["hz", "latin-gbk", "latin-utf8", "bare-b", "bare-q", "cut", "twice", "html"],
)
def test_a_name_that_keeps_to_no_rule_is_read(header: bytes) -> None:
    attachment = only(raw_mail(raw_part(DATA, DISPOSITION + header)))
    assert (attachment.name, attachment.data) == (NAME, DATA)


def test_a_french_name_that_is_said_to_be_latin_is_latin() -> None:
    coded = b"=?iso-8859-1?Q?r=E9sum=E9s.xlsx?="
    header = DISPOSITION + b'filename="' + coded + b'"'
    assert only(raw_mail(raw_part(DATA, header))).name == "résumés.xlsx"


@pytest.mark.parametrize("encoding", [b"BASE64 ", b"base64 (checked)", b"base64;"])
def test_base64_is_base64_however_it_is_spelled(encoding: bytes) -> None:
    part = raw_part(DATA, PLAIN).replace(b"base64", encoding)
    assert only(raw_mail(part)).data == DATA


def test_a_workbook_in_base64_that_nobody_declared_is_decoded() -> None:
    part = raw_part(DATA, PLAIN).replace(b"Encoding: base64", b"Encoding: 8bit")
    assert only(raw_mail(part)).data == DATA


def test_a_footer_behind_base64_is_no_damage() -> None:
    part = raw_part(DATA, PLAIN) + b"\r\n____\r\nscanned: nothing was found\r\n"
    attachment = only(raw_mail(part))
    assert (attachment.data, attachment.damage) == (DATA, "")


@pytest.mark.parametrize(
    "front",
    [
        b"\xef\xbb\xbf",
        b"\r\n\r\n",
        b">From a@unit.example Mon Mar  6 09:30:00 2023\r\n",
    ],
    ids=["mark", "blank lines", "quoted"],
)
def test_what_stands_in_front_of_the_headers_is_passed_over(front: bytes) -> None:
    assert only(front + raw_mail(raw_part(DATA, PLAIN))).data == DATA
