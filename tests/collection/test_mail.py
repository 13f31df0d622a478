"""Mails are taken apart as their senders meant them, and nothing of a damaged one is lost in silence."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta

import pytest

from tests.collection.mails import letter, raw_mail, raw_part
from tests.collection.taking_apart import DATA, FOUND_AT, GBK_NAME, only, opened

STAMPED = (
    b"Received: from x by y; Tue, 07 Mar 2023 08:00:00 +0800\r\n"
    b"Received: from w by x; Mon, 06 Mar 2023 07:00:00 +0800\r\n"
    b"Date: Sat, 01 Jan 2000 00:00:00 +0800\r\n"
)


@pytest.mark.parametrize(
    "headers",
    [
        (
            b"Content-Disposition: attachment; filename*=UTF-8''%E9%A1%B9%E7%9B%AE%E8%87%AA%E8%AF%84%E8%A1%A8.xlsx",
        ),
        (
            b"Content-Disposition: attachment; filename*=GBK''%CF%EE%C4%BF%D7%D4%C6%C0%B1%ED.xlsx",
        ),
        (
            b"Content-Disposition: attachment; filename*0*=UTF-8''%E9%A1%B9%E7%9B%AE;",
            b" filename*1*=%E8%87%AA%E8%AF%84%E8%A1%A8.xlsx",
        ),
        (
            b'Content-Disposition: attachment; filename="=?GB2312?B?'
            + base64.b64encode(GBK_NAME)
            + b'?="',
        ),
        (
            b'Content-Type: application/octet-stream; name="=?gbk?B?'
            + base64.b64encode(GBK_NAME)
            + b'?="',
        ),
        (b'Content-Disposition: attachment; filename="' + GBK_NAME + b'"',),
        (b'Content-Type: application/vnd.ms-excel; name="' + GBK_NAME + b'"',),
        (
            b'Content-Disposition: attachment; filename="'
            + "项目自评表.xlsx".encode()
            + b'"',
        ),
    ],
    ids=[
        "2231-utf8",
        "2231-gbk",
        "2231-continued",
        "2047",
        "2047-name",
        "raw-gbk",
        "raw-gbk-name",
        "raw-utf8",
    ],
)
def test_a_file_name_is_read_however_it_was_encoded(headers: tuple[bytes, ...]) -> None:
    attachment = only(raw_mail(raw_part(DATA, *headers)))
    assert (attachment.name, attachment.data) == ("项目自评表.xlsx", DATA)


RARE = "朱镕基项目自评表.xlsx"  # 镕 is not in GB 2312
RARE_GBK = RARE.encode("gb18030")
CUT = len("朱".encode("gbk")) + 1  # in the middle of the second character


@pytest.mark.parametrize(
    "header",
    [
        b'filename="=?gb2312?B?' + base64.b64encode(RARE_GBK) + b'?="',
        b"filename*=gb2312''" + b"".join(b"%%%02X" % byte for byte in RARE_GBK),
        b'filename="=?gb2312?B?'
        + base64.b64encode(RARE_GBK[:CUT])
        + b"?=\r\n =?gb2312?B?"
        + base64.b64encode(RARE_GBK[CUT:])
        + b'?="',
        b'filename="=?gbk?Q?'
        + b"".join(b"=%02X" % byte for byte in RARE_GBK[:CUT])
        + b"?= =?gbk?Q?"
        + b"".join(b"=%02X" % byte for byte in RARE_GBK[CUT:])
        + b'?="',
        b"filename*0*=GB2312''"
        + b"".join(b"%%%02X" % byte for byte in RARE_GBK[:CUT])
        + b";\r\n filename*1*="
        + b"".join(b"%%%02X" % byte for byte in RARE_GBK[CUT:]),
        b'filename*0="=?GB2312?B?'
        + base64.b64encode(RARE_GBK)[:7]
        + b'";\r\n filename*1="'
        + base64.b64encode(RARE_GBK)[7:]
        + b'?="',
        b'filename="' + b"".join(b"%%%02X" % byte for byte in RARE.encode()) + b'"',
    ],
    ids=[
        "2047",
        "2231",
        "2047-cut",
        "2047-q-cut",
        "2231-cut",
        "2047-in-pieces",
        "as-address",
    ],
)
def test_pieces_of_a_name_are_joined_as_bytes_and_gb2312_means_gb18030(
    header: bytes,
) -> None:
    attachment = only(
        raw_mail(raw_part(DATA, b"Content-Disposition: attachment; " + header))
    )
    assert attachment.name == RARE


def test_a_percent_sign_in_a_name_is_one() -> None:
    attachment = only(
        raw_mail(
            raw_part(
                DATA, b'Content-Disposition: attachment; filename="done_100%25.xlsx"'
            )
        )
    )
    assert attachment.name == "done_100%25.xlsx"


def test_a_subject_that_was_cut_inside_a_character_is_read() -> None:
    raw = "项目支出绩效自评".encode("gbk")
    words = b" ".join(
        b"=?gb2312?B?" + base64.b64encode(piece) + b"?=" for piece in (raw[:5], raw[5:])
    )
    assert (
        opened(b"From: a@b.example\r\nSubject: " + words + b"\r\n\r\n").subject
        == "项目支出绩效自评"
    )


def test_a_gbk_letter_that_contains_a_backslash_does_not_break_the_name() -> None:
    raw = "乗.xlsx".encode("gbk")
    assert b"\\" in raw
    attachment = only(
        raw_mail(
            raw_part(DATA, b'Content-Disposition: attachment; filename="' + raw + b'"')
        )
    )
    assert attachment.name == raw.decode("gbk")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("../../etc/x.xlsx", "x.xlsx"),
        ("..\\..\\Windows\\x.xlsx", "x.xlsx"),
        ("C:\\自评\\x.xlsx", "x.xlsx"),
        ("/", "未命名附件1"),
        ("x\x07\x1b[31m.xlsx", "x��[31m.xlsx"),
        ("表\u202excod.xlsx", "表�xcod.xlsx"),
        ("表" * 500 + ".xlsx", "表" * 194 + "….xlsx"),
    ],
)
def test_a_name_is_a_label_and_never_a_path(written: str, shown: str) -> None:
    data = raw_mail(
        raw_part(
            DATA,
            b'Content-Disposition: attachment; filename="' + _quoted(written) + b'"',
        )
    )
    assert only(data).name == shown


def _quoted(name: str) -> bytes:
    return name.replace("\\", "\\\\").encode()


def test_a_part_without_any_name_is_numbered() -> None:
    first = raw_part(b"hello", b"Content-Type: text/plain")
    assert [
        a.name
        for a in opened(raw_mail(first, raw_part(DATA), raw_part(DATA))).attachments
    ] == [
        "未命名附件1",
        "未命名附件2",
    ]


def test_the_text_of_the_letter_is_no_attachment_but_a_workbook_declared_as_text_is() -> (
    None
):
    workbook = b"PK\x03\x04" + b"xl/workbook.xml" * 10
    text = raw_part("请查收".encode(), b"Content-Type: text/plain; charset=utf-8")
    html = raw_part(b"<p>", b"Content-Type: text/html")
    disguised = raw_part(workbook, b"Content-Type: text/plain")
    assert only(raw_mail(text, html, disguised)).data == workbook


def test_forwarded_mails_are_opened_as_message_and_as_file() -> None:
    inner = letter(("表.xlsx", DATA))
    as_message = letter()
    as_message.add_attachment(inner)
    assert only(as_message.as_bytes()).data == DATA
    as_file = letter(("转发.eml", inner.as_bytes()))
    assert only(as_file.as_bytes()).data == DATA
    both = letter()
    both.add_attachment(as_file)
    assert only(both.as_bytes()).name == "表.xlsx"


def test_a_nested_multipart_gives_all_its_leaves_in_order() -> None:
    inner = raw_mail(
        raw_part(b"1", b'Content-Type: x/y; name="1"'),
        raw_part(b"2", b'Content-Type: x/y; name="2"'),
        head=b"",
    )
    outer = raw_mail(
        inner.replace(b'"b"', b'"c"').replace(b"--b", b"--c"),
        raw_part(b"3", b'Content-Type: x/y; name="3"'),
    )
    assert [a.name for a in opened(outer).attachments] == ["1", "2", "3"]


def test_headers_are_read_or_empty() -> None:
    envelope = opened(letter(message_id="<1@unit.example>").as_bytes())
    assert (envelope.sender, envelope.subject) == (
        "财务科 <caiwu@unit.example>",
        "自评表",
    )
    assert (envelope.key, envelope.message_id) == (
        "id:<1@unit.example>",
        "<1@unit.example>",
    )
    bare = opened(b"X: 1\r\n\r\nhello")
    assert (bare.sender, bare.subject, bare.message_id, bare.attachments) == (
        "",
        "",
        "",
        (),
    )
    assert bare.key.startswith("mail:")
    assert bare.received_at == FOUND_AT


def test_a_date_of_a_year_that_no_clock_counts_to_is_no_date() -> None:
    endless = b"Date: Mon, 06 Mar 99999999999999999999 09:30:00 +0800\r\n\r\nhello"
    assert opened(endless).received_at == FOUND_AT


def test_a_raw_gbk_subject_is_read() -> None:
    assert (
        opened(
            b"From: a@b.example\r\nSubject: " + "自评".encode("gbk") + b"\r\n\r\n"
        ).subject
        == "自评"
    )


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (
            b"Date: Mon, 06 Mar 2023 09:30:00 +0800\r\n",
            datetime(2023, 3, 6, 1, 30, tzinfo=UTC),
        ),
        (
            b"Date: Mon, 06 Mar 2023 09:30:00 -0000\r\n",
            datetime(2023, 3, 6, 9, 30, tzinfo=UTC),
        ),
        (b"Date: yesterday\r\n", FOUND_AT),
        (b"Date: Fri, 31 Dec 9999 23:59:59 -2300\r\n", FOUND_AT),
        (b"", FOUND_AT),
        (
            STAMPED,
            datetime(2023, 3, 7, 0, 0, tzinfo=UTC),
        ),
    ],
)
def test_the_time_of_receipt_is_the_servers_then_the_senders_then_the_files(
    head: bytes, expected: datetime
) -> None:
    assert (
        opened(b"From: a@b.example\r\n" + head + b"\r\nhello").received_at == expected
    )


def test_a_clock_that_runs_ahead_does_not_put_a_mail_into_the_future() -> None:
    envelope = opened(letter(date="Thu, 01 Jan 2099 00:00:00 +0800").as_bytes())
    assert envelope.received_at <= datetime.now(UTC) + timedelta(seconds=1)
