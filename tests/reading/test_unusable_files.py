"""Files that are no form: one sentence, a code, a remedy; never a traceback, never a long wait."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfeval_xl.errors import (
    EncryptedWorkbook,
    NotAWorkbook,
    NotOurForm,
    SubmissionFileError,
    TooLargeWorkbook,
)
from perfeval_xl.evaluation import evaluate
from perfeval_xl.reading import read_submission
from tests.support.samples import filled
from tests.support.workbooks import bomb, edited, replaced_part, without_part

FILLED = filled()
SHEET = "xl/worksheets/sheet1.xml"


def other_workbook() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["项目名称", "得分"])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def encrypted_zip() -> bytes:
    """A zip whose entries carry the encryption flag."""
    data = bytearray(FILLED)
    data[6] |= 1
    start = data.rindex(b"PK\x01\x02")
    while start >= 0:
        data[start + 8] |= 1
        start = data.rfind(b"PK\x01\x02", 0, start)
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "kind", "words"),
    [
        (b"", NotAWorkbook, "空的"),
        (b"hello", NotAWorkbook, "不是 Excel"),
        (b"%PDF-1.7 ...", NotAWorkbook, "PDF"),
        (b"  <html><table>", NotOurForm, "没有一张表像自评表"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, NotAWorkbook, ".xls"),
        (
            b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"),
            EncryptedWorkbook,
            "密码",
        ),
        (encrypted_zip(), EncryptedWorkbook, "密码"),
        (FILLED[: len(FILLED) // 2], NotAWorkbook, "不完整"),
        (without_part(FILLED, "xl/workbook.xml"), NotAWorkbook, "没有工作簿"),
        (replaced_part(FILLED, SHEET, lambda xml: xml[:-100]), NotAWorkbook, "损坏"),
        (
            replaced_part(
                FILLED, SHEET, lambda xml: xml.replace(b't="n"><v>', b't="n"><v>x', 1)
            ),
            NotAWorkbook,
            "损坏",
        ),
        (
            replaced_part(
                FILLED, SHEET, lambda xml: xml.replace(b'r="A4"', b'r="??"', 1)
            ),
            NotAWorkbook,
            "损坏",
        ),
        (other_workbook(), NotOurForm, "标识"),
        (
            edited(
                FILLED, lambda book: book["_perfeval"].__setitem__("B1", "mars-2099")
            ),
            NotOurForm,
            "mars-2099",
        ),
        (bomb(FILLED, SHEET, 60_000_000), TooLargeWorkbook, "过大"),
    ],
)
def test_each_is_refused_with_its_own_words(
    data: bytes, kind: type[SubmissionFileError], words: str
) -> None:
    with pytest.raises(kind) as caught:
        read_submission(data, "送来的.xlsx")
    assert words in caught.value.message
    assert "送来的.xlsx" in caught.value.message
    assert caught.value.remedy.startswith("请")


def test_entities_are_refused() -> None:
    def add_entity(xml: bytes) -> bytes:
        return b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>' + xml.partition(b"?>")[2]

    with pytest.raises(NotAWorkbook):
        read_submission(replaced_part(FILLED, SHEET, add_entity), "a.xlsx")


def test_a_word_document_without_a_form_is_told() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    with pytest.raises(NotOurForm, match="没有一张表像自评表"):
        read_submission(buffer.getvalue(), "a.xlsx")


@given(st.integers(0, len(FILLED) - 1), st.binary(min_size=1, max_size=6))
def test_flipped_bytes_give_a_result_or_a_sentence(position: int, noise: bytes) -> None:
    data = FILLED[:position] + noise + FILLED[position + len(noise) :]
    try:
        evaluate(data, "a.xlsx")
    except SubmissionFileError as error:
        told = error.code
    else:
        told = "PE-"
    assert told.startswith("PE-")


PARTS = sorted(
    name
    for name in zipfile.ZipFile(io.BytesIO(FILLED)).namelist()
    if name.endswith((".xml", ".rels"))
)


@given(
    st.sampled_from(PARTS),
    st.integers(0, 10**6),
    st.sampled_from([b"", b"<", b'"', b"0", b"x", b"\xff", b"-9"]),
)
def test_changed_xml_gives_a_result_or_a_sentence(
    part: str, position: int, noise: bytes
) -> None:
    def change(xml: bytes) -> bytes:
        at = position % len(xml)
        return xml[:at] + noise + xml[at + 1 :]

    try:
        evaluate(replaced_part(FILLED, part, change), "a.xlsx")
    except SubmissionFileError as error:
        told = error.code
    else:
        told = "PE-"
    assert told.startswith("PE-")
