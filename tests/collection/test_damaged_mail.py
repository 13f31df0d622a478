"""A mail that is damaged, hostile or cut off is taken in as far as it goes."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.collection.mails import letter, raw_mail, raw_part
from tests.collection.taking_apart import DATA, only, opened
from tests.support.limits import limited


@pytest.mark.parametrize(
    "cut",
    [
        lambda body: body[:-3],
        lambda body: b"*" + body[1:],
        lambda body: body.replace(b"A", b"\xff", 1),
    ],
    ids=["length", "character", "byte"],
)
def test_damaged_base64_is_kept_and_said_to_be_damaged(cut: object) -> None:
    assert callable(cut)
    part = (
        b"Content-Type: x/y; name=t.xlsx\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + cut(base64.b64encode(DATA))
    )
    attachment = only(raw_mail(part))
    assert attachment.data
    assert attachment.damage


def test_damaged_quoted_printable_and_an_unknown_encoding_are_kept_as_they_are() -> (
    None
):
    quoted = b"Content-Type: x/y; name=q\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n=ZZ=4=41"
    unknown = (
        b"Content-Type: x/y; name=u\r\nContent-Transfer-Encoding: x-strange\r\n\r\nabc"
    )
    assert [a.data for a in opened(raw_mail(quoted, unknown)).attachments] == [
        b"=ZZ=4A",
        b"abc",
    ]


def test_a_mail_cut_off_in_the_middle_gives_what_came() -> None:
    whole = raw_mail(raw_part(DATA, b'Content-Type: x/y; name="t.xlsx"'))
    attachment = only(whole[: len(whole) // 2])
    assert attachment.name == "t.xlsx"
    assert attachment.data is not None
    assert DATA.startswith(attachment.data[:100])


@pytest.mark.parametrize(
    "data",
    [
        b"From: a@b.example\r\nDate: x\r\nContent-Type: multipart/mixed\r\n\r\nPK",
        b'From: a@b.example\r\nDate: x\r\nContent-Type: multipart/mixed; boundary="none"\r\n\r\nUEsDB',
        b"From: a@b.example\r\nMIME-Version: 1.0\r\n"
        + b"".join(
            b"Content-Type: multipart/mixed; boundary=%d\r\n\r\n--%d\r\n" % (n, n)
            for n in range(3000)
        ),
    ],
    ids=["no-boundary", "wrong-boundary", "endless-nesting"],
)
def test_a_mail_that_cannot_be_taken_apart_becomes_its_own_attachment(
    data: bytes,
) -> None:
    attachment = only(data)
    assert attachment.damage


def test_more_attachments_than_anybody_sends_are_not_opened() -> None:
    data = letter(*[(f"{n}.xlsx", DATA) for n in range(4)]).as_bytes()
    with limited(attachments=3):
        assert only(data).data == data
        assert (
            len(
                opened(
                    letter(*[(f"{n}.xlsx", DATA) for n in range(3)]).as_bytes()
                ).attachments
            )
            == 3
        )


@given(st.binary(max_size=400), st.binary(max_size=200))
def test_no_bytes_make_the_reader_raise(head: bytes, body: bytes) -> None:
    for data in (
        head,
        b"From: "
        + head
        + b"\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
        + body,
    ):
        for attachment in opened(data).attachments:
            assert attachment.name.encode()
            assert "\0" not in attachment.name


@given(
    st.text(st.characters(codec="utf-8"), max_size=60),
    st.sampled_from(["Content-Type", "Content-Disposition", "From", "Date"]),
)
def test_no_header_makes_the_reader_raise(value: str, name: str) -> None:
    mail_bytes = f"{name}: {value}\r\n".encode() + raw_mail(
        raw_part(DATA, f"{name}: {value}".encode())
    )
    envelope = opened(mail_bytes)
    assert envelope.received_at <= datetime.now(UTC)
