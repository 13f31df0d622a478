"""Damaged, encrypted and malicious .ods and .xls: a result or one sentence, within time and memory."""

from __future__ import annotations

import io
import random
import struct
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import pytest

from perfeval_xl.collection.content import Kind, kind_of
from perfeval_xl.errors import (
    EncryptedWorkbook,
    NotAWorkbook,
    NotOurForm,
    SubmissionFileError,
    TooLargeWorkbook,
)
from perfeval_xl.evaluation import evaluate
from perfeval_xl.reading import read_submission
from perfeval_xl.refs import CellRef
from perfeval_xl.sheets.biff import screen
from perfeval_xl.sheets.raw_opening import open_raw
from tests.support.office import Office
from tests.support.samples import filled
from tests.support.workbooks import replaced_part, without_part

MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text", "style", "datastyle")
)
PATIENCE = 10
"""Seconds for one hostile file; most take milliseconds."""
MEMORY = 600 * 1024 * 1024
Saved = Callable[[str], bytes]


@pytest.fixture(scope="module")
def saved(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Saved:
    """The example form as an office program saves it, by suffix."""
    folder = tmp_path_factory.mktemp("saved")
    (folder / "源.xlsx").write_bytes(filled())

    @lru_cache(maxsize=4)
    def save(suffix: str) -> bytes:
        return office.resave(folder / "源.xlsx", folder / f"存{suffix}").read_bytes()

    return save


def ods(body: str, mimetype: str = MIMETYPE, head: str = "") -> bytes:
    """A small spreadsheet with this table content."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", mimetype)
        archive.writestr(
            "content.xml",
            f"<?xml version='1.0'?>{head}<office:document-content {SPACES}><office:body><office:spreadsheet>"
            f"<table:table table:name='表'>{body}</table:table></office:spreadsheet></office:body>"
            "</office:document-content>",
        )
    return buffer.getvalue()


def cells(data: bytes) -> dict[tuple[int, int], str]:
    return {
        place: str(cell.value)
        for place, cell in open_raw(data, "x").cells("表").items()
    }


CELL = "<table:table-cell office:value-type='string'><text:p>甲</text:p></table:table-cell>"


def test_a_million_empty_rows_cost_nothing() -> None:
    body = (
        f"<table:table-row table:number-rows-repeated='1048570'><table:table-cell table:number-columns-repeated='16384'/>"
        f"</table:table-row><table:table-row>{CELL}</table:table-row>"
    )
    started = time.process_time()
    assert cells(ods(body)) == {(1_048_571, 1): "甲"}
    assert time.process_time() - started < 1


@pytest.mark.parametrize(
    "rows", ["1048576", "999999999", "99999999999999999999", "-5", "x", "0"]
)
@pytest.mark.parametrize("columns", ["16384", "999999999", "1", "-1"])
def test_repeated_filled_cells_are_spelled_out_up_to_a_limit(
    rows: str, columns: str
) -> None:
    repeated = CELL.replace(
        "<table:table-cell",
        f"<table:table-cell table:number-columns-repeated='{columns}'",
    )
    data = ods(
        f"<table:table-row table:number-rows-repeated='{rows}'>{repeated}</table:table-row>"
    )
    try:
        told = "" if len(cells(data)) <= 400_000 else "more than the limit"
    except TooLargeWorkbook as error:
        told = "" if "过多" in error.message else error.message
    assert told == ""


def test_covered_cells_repeated_rows_and_groups_are_counted() -> None:
    row = (
        "<table:table-row table:number-rows-repeated='2'><table:table-cell/><table:covered-table-cell"
        f" table:number-columns-repeated='2'/>{CELL}</table:table-row>"
    )
    body = f"<table:table-header-rows>{row}</table:table-header-rows><table:table-row-group>{row}</table:table-row-group>"
    assert cells(ods(body)) == {(row, 4): "甲" for row in (1, 2, 3, 4)}


@pytest.mark.parametrize(
    ("paragraphs", "text"),
    [
        ("<text:p>甲</text:p><text:p>乙</text:p>", "甲\n乙"),
        ("<text:p> 甲  <text:span>乙 </text:span> 丙\n</text:p>", "甲 乙 丙"),
        ("<text:p><text:s text:c='2'/>甲<text:s/>乙<text:tab/>丙<text:line-break/>丁</text:p>", "  甲 乙\t丙\n丁"),
        ("<office:annotation><text:p>批注</text:p></office:annotation><text:p>甲</text:p>", "甲"),
        ("<text:p><text:ruby><text:ruby-base>岳</text:ruby-base><text:ruby-text>yuè</text:ruby-text></text:ruby></text:p>", "岳"),
    ],
)  # fmt: skip
def test_words_are_read_as_they_are_shown(paragraphs: str, text: str) -> None:
    cell = (
        f"<table:table-cell office:value-type='string'>{paragraphs}</table:table-cell>"
    )
    assert cells(ods(f"<table:table-row>{cell}</table:table-row>")) == {(1, 1): text}


@pytest.mark.parametrize(
    ("attributes", "shown", "value"),
    [
        ("office:value-type='float' office:value='NaN'", "NaN", "None"),
        ("office:value-type='float' office:value='x'", "12", "12"),
        ("office:value-type='float'", "12", "12"),
        ("office:value-type='date' office:date-value='2024-13-45'", "某日", "某日"),
        (
            "office:value-type='date' office:date-value='2024-10-25T12:00:00'",
            "",
            "45590.5",
        ),
        ("office:value-type='time' office:time-value='PT06H00M00S'", "6:00", "0.25"),
        ("office:value-type='time' office:time-value='PT'", "6:00", "6:00"),
        ("office:value-type='boolean' office:boolean-value='true'", "TRUE", "True"),
        ("office:value-type='string' office:string-value='乙'", "", "乙"),
    ],
)
def test_odd_values_are_kept_as_they_are_shown(
    attributes: str, shown: str, value: str
) -> None:
    cell = f"<table:table-cell {attributes}><text:p>{shown}</text:p></table:table-cell>"
    assert cells(ods(f"<table:table-row>{cell}</table:table-row>")) == {(1, 1): value}


def blanks(count: int, times: int) -> bytes:
    cell = f"<table:table-cell office:value-type='string'><text:p><text:s text:c='{count}'/></text:p></table:table-cell>"
    return ods(f"<table:table-row>{cell * times}</table:table-row>")


BOMB = "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]>"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (blanks(999_999_999, 1), TooLargeWorkbook),
        (blanks(900_000, 50), TooLargeWorkbook),
        (ods("", head=BOMB), NotAWorkbook),
        (ods("<table:table-row>"), NotAWorkbook),
        (ods(CELL, mimetype="application/vnd.oasis.opendocument.text"), NotAWorkbook),
        (ods(f"<table:table-row>{CELL}</table:table-row>"), NotOurForm),
        (ods("<x>" * 5000 + "</x>" * 5000), NotOurForm),
        (without_part(ods(""), "content.xml"), NotAWorkbook),
        (replaced_part(ods(""), "content.xml", lambda _: b" " * 60_000_000), TooLargeWorkbook),
        (replaced_part(ods(""), "content.xml", lambda xml: xml.replace(b"spreadsheet>", b"text>")), NotAWorkbook),
    ],
    ids=["blanks", "many blanks", "entities", "cut off", "text document", "another", "deep", "empty", "bomb", "no table"],
)  # fmt: skip
def test_a_malicious_ods_is_refused(
    data: bytes, kind: type[SubmissionFileError]
) -> None:
    def read() -> None:
        raw = open_raw(data, "x")
        for title in raw.titles:
            raw.cells(title)
        read_submission(data, "x")

    started = time.process_time()
    with pytest.raises(kind):
        read()
    assert time.process_time() - started < PATIENCE


@pytest.mark.parametrize("suffix", [".ods", ".xls"])
def test_a_password_is_named(office: Office, tmp_path: Path, suffix: str) -> None:
    (tmp_path / "源.xlsx").write_bytes(filled())
    locked = office.locked(
        tmp_path / "源.xlsx", tmp_path / f"密{suffix}", "secret"
    ).read_bytes()
    with pytest.raises(EncryptedWorkbook, match="密码"):
        read_submission(locked, "表.xlsx")


@pytest.mark.parametrize("suffix", [".ods", ".xls", ".xlsm", ".xlsx"])
def test_a_form_is_a_workbook_whatever_its_format(saved: Saved, suffix: str) -> None:
    assert kind_of(saved(suffix)) is Kind.WORKBOOK


@pytest.mark.parametrize("suffix", [".ods", ".xls"])
def test_a_cut_off_file_gives_a_sentence(saved: Saved, suffix: str) -> None:
    data = saved(suffix)
    for part in range(1, 24):
        _survives(data[: len(data) * part // 24])


def _survives(data: bytes) -> None:
    started = time.process_time()
    try:
        evaluate(data, "a.xls")
    except SubmissionFileError as error:
        told = error.code
    else:
        told = "PE-07"
    assert told.startswith("PE-07")
    assert time.process_time() - started < PATIENCE


NOISE = (
    b"\x00",
    b"\xff",
    b"\xff\xff\xff\xff",
    b"\x00\x00\x00\x00",
    b"\x7f",
    b"\x80\x01",
    b"PK",
)


@pytest.mark.parametrize("seed", range(6))
def test_noise_in_an_xls_gives_a_result_or_a_sentence(saved: Saved, seed: int) -> None:
    draw = random.Random(seed)
    for _ in range(40):
        data = bytearray(saved(".xls"))
        for _ in range(draw.choice((1, 1, 3, 20))):
            noise = (
                draw.choice(NOISE)
                if draw.random() < 0.6
                else draw.randbytes(draw.randint(1, 6))
            )
            at = draw.choice((draw.randrange(1, 4096), draw.randrange(1, len(data))))
            data[at : at + len(noise)] = noise
        _survives(bytes(data))


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(
    "part", ["content.xml", "styles.xml", "META-INF/manifest.xml", "mimetype"]
)
def test_noise_in_the_parts_of_an_ods_gives_a_result_or_a_sentence(
    saved: Saved, seed: int, part: str
) -> None:
    draw = random.Random(seed)
    for _ in range(8):
        noise = draw.choice(
            (b"", b"<", b'"', b"0", b"x", b"\xff", b"-9", b"999999999", b"$")
        )

        def change(xml: bytes, noise: bytes = noise) -> bytes:
            at = draw.randrange(len(xml))
            return xml[:at] + noise + xml[at + 1 :]

        _survives(replaced_part(saved(".ods"), part, change))


def record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


BOF = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
EOF = record(0x0A)


def name_record(name: bytes, tokens: bytes) -> bytes:
    return record(
        0x18,
        struct.pack("<HBBHHH4B", 0, 0, len(name), len(tokens), 0, 0, 0, 0, 0, 0)
        + b"\0"
        + name
        + tokens,
    )


def test_names_computed_from_names_are_not_computed() -> None:
    """Each doubles the one before it: forty of them would fill any memory."""
    names = name_record(b"a0", b"\x17\x0a\x00" + b"x" * 10)
    for number in range(1, 41):
        reference = b"\x23" + struct.pack("<HH", number, 0)
        names += name_record(b"a%d" % number, reference + reference + b"\x08")
    stream = BOF + names + EOF
    screened = screen(stream, "x").stream
    assert len(screened) == len(stream)
    assert b"\x08" in stream
    lengths, here = [], 0
    while here + 4 <= len(screened):
        kind, length = struct.unpack_from("<HH", screened, here)
        if kind == 0x18:
            lengths.append(struct.unpack_from("<H", screened, here + 8)[0])
        here += 4 + length
    assert lengths == [0] * 41


@pytest.mark.parametrize(
    ("stream", "kind"),
    [
        (BOF + record(0x2F, bytes(54)) + EOF, EncryptedWorkbook),
        (record(0x809, struct.pack("<HH", 0x500, 5)) + EOF, NotAWorkbook),
        (BOF + EOF + BOF + b"".join(record(0xBD, struct.pack("<HH", r, 0) + b"\xff\xff") for r in range(60)), TooLargeWorkbook),
        (BOF + record(0x203, bytes(14)) * 400_001, TooLargeWorkbook),
        (BOF + b"".join(record(0x203, struct.pack("<HH", r % 65536, 60_000) + bytes(10)) for r in range(40)), TooLargeWorkbook),
        (b"", NotAWorkbook),
        (BOF + record(0x85, bytes(10)) * 501, TooLargeWorkbook),
    ],
    ids=["password", "Excel 95", "wide rows", "many cells", "far cells", "nothing", "many sheets"],
)  # fmt: skip
def test_a_malicious_xls_stream_is_refused(
    stream: bytes, kind: type[SubmissionFileError]
) -> None:
    with pytest.raises(kind):
        screen(stream, "x")


def test_memory_stays_bounded(saved: Saved) -> None:
    tracemalloc.start()
    try:
        for suffix in (".ods", ".xls"):
            read_submission(saved(suffix), "x")
        assert tracemalloc.get_traced_memory()[1] < MEMORY / 10
    finally:
        tracemalloc.stop()


def test_references_to_whole_columns_and_cells_are_told_apart(saved: Saved) -> None:
    raw = open_raw(saved(".ods"), "x")
    sheet, _, address = raw.names["pe_project"].rpartition("!")
    assert raw.cell(CellRef.parse(sheet.strip("'"), address)).value
