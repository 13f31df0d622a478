"""A sheet read by its spelling holds what it holds read event by event, however it was damaged or dressed up."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import partial

import pytest

from perfeval_xl.errors import SubmissionFileError
from perfeval_xl.form.filling import empty_form
from perfeval_xl.scheme.loader import load_scheme
from perfeval_xl.sheets.model import Area
from perfeval_xl.sheets.package import Package
from perfeval_xl.sheets.quick_sheet import read_quickly
from perfeval_xl.sheets.raw_sheet import read_by_events
from perfeval_xl.sheets.raw_strings import read_strings_by_events, read_strings_quickly
from perfeval_xl.sheets.xml_parts import (
    check_well_formed,
    text_in,
)
from tests.support.draws import DRAWS

EXCEL = b"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cols><col min="1" max="3" width="9"/>\
<col min="4" max="5" width="0" hidden="1" customWidth="1"/></cols><sheetData><row r="1" spans="1:9" ht="18">\
<c r="A1" s="1" t="s"><v>0</v></c><c r="B1" s="2"/><c r="C1" s="3"><f t="shared" ref="C1:C9" si="0">A1&amp;"x"</f><v>2.5</v>\
</c></row><row r="2" hidden="1"><c r="C2" s="3"><f t="shared" si="0"/><v>3</v></c><c r="D2" t="str"><f>D1</f><v></v></c>\
</row><row r="4"><c r="A4" t="inlineStr"><is><t>&#38468;&#20214;</t></is></c><c r="B4" t="b"><v>1</v></c>\
<c r="C4" t="e"><f>1/0</f><v>#DIV/0!</v></c></row></sheetData><mergeCells count="1"><mergeCell ref="A1:B2"/></mergeCells>\
</worksheet>"""
STRINGS = b"""<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>a &lt; b</t></si><si>\
<r><rPr><b/></rPr><t xml:space="preserve">a </t></r><r><t>b</t></r></si><si><t xml:space="preserve"> c</t></si></sst>"""
PIECES = (
    b"<v>", b"</v>", b'<c r="A1">', b"</c>", b"<c/>", b' hidden="1"', b"<f>", b"</f>", b'<row r="3">', b"</row>", b"<t>",
    b"</t>", b"<is>", b"</is>", b"&lt;", b"&#x4e00;", b"x:", b" ", b'"', b"'", b"<v/>", b"<f/>", b"<rPh><t>j</t></rPh>",
    b"<r>", b"</r>", b"1", b"sheetData", b'<!-- <c r="A1"><v>1</v></c> -->', b"<si>", b"</si>", b"<si/>", b"\r", b"\r\n",
    b'<mergeCell ref="A1:B2"/>', b'<c r="B9"><v>4</v></c>', b'<row r="9" ht="0.5">', b"<![CDATA[<v>1</v>]]>", b"\x00",
    b'<y:c xmlns:y="m" r="B1"><v>1</v></y:c>', b"<?pi <v>1</v>?>", b'<f t="shared" si="0"/>', b'<col min="1" max="2"/>',
)  # fmt: skip
SHOWN_QUICKLY = DRAWS // 3


def mutant(chance: random.Random, content: bytes) -> bytes:
    """A part in which a few pieces were put in, taken out or doubled."""
    damaged = bytearray(content)
    for _ in range(chance.randint(0, 3)):
        at = max(0, damaged.find(b"<", chance.randrange(len(damaged))))
        kind = chance.random()
        if kind < 0.6:
            damaged[at:at] = chance.choice(PIECES)
        elif kind < 0.8:
            del damaged[at : at + chance.randint(1, 6)]
        else:
            del damaged[at : damaged.find(b">", at) + 1]
    return bytes(damaged)


@pytest.fixture(scope="module")
def package() -> Package:
    return Package(empty_form(load_scheme("xinzhou-2022")), "a.xlsx")


def compared(
    seed: int,
    content: bytes,
    quick: Callable[[bytes], object],
    slow: Callable[[bytes], object],
) -> int:
    """How many of the mutants of a part were read quickly; each of them as event by event."""
    chance, quickly = random.Random(seed), 0
    for _ in range(3 * DRAWS):
        damaged = mutant(chance, content)
        found = quick(damaged)
        if found is None:
            continue
        check_well_formed(damaged)
        quickly += 1
        try:
            expected = slow(damaged)
        except SubmissionFileError as refusal:
            expected = refusal
        assert found == expected, damaged
    return quickly


@pytest.mark.parametrize("seed", range(3))
def test_mutants_of_a_sheet_hold_the_same_read_quickly_as_event_by_event(
    package: Package, seed: int
) -> None:
    assert (
        compared(seed, EXCEL, read_quickly, partial(read_by_events, package))
        > SHOWN_QUICKLY
    )


@pytest.mark.parametrize("seed", range(3))
def test_mutants_of_shared_texts_are_the_same_read_quickly_as_event_by_event(
    package: Package, seed: int
) -> None:
    assert (
        compared(
            seed,
            STRINGS,
            read_strings_quickly,
            partial(read_strings_by_events, package),
        )
        > SHOWN_QUICKLY
    )


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_every_sheet_of_our_own_forms_is_read_quickly(
    package: Package, number: int
) -> None:
    content = package.content(f"xl/worksheets/sheet{number}.xml")
    assert content is not None
    assert read_quickly(content) == read_by_events(package, content)


def test_sheets_as_excel_spells_them_are_read_quickly(package: Package) -> None:
    found = read_quickly(EXCEL)
    assert found == read_by_events(package, EXCEL)
    assert found is not None
    assert [cell.formula for cell in found.cells] == [
        "",
        'A1&"x"',
        "?",
        "D1",
        "",
        "",
        "1/0",
    ]
    assert (found.hidden, found.hidden_columns, found.merges) == (
        [2],
        [(4, 5)],
        [Area(1, 1, 2, 2)],
    )


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (b"&amp;lt;", "&lt;"),
        (b"&#x9644;&#20214;;", "附件;"),
        (b"a\r\nb\rc", "a\nb\nc"),
        ("附&gt;".encode(), "附>"),
        (b"&#" + b"0" * 5000 + b"65;", "A"),
    ],
)
def test_texts_are_what_xml_says_they_are(written: bytes, text: str) -> None:
    assert text_in(written) == text


@pytest.mark.parametrize(
    ("usual", "damaged"),
    [
        (b'<row r="2" hidden="1">', b'<row r="2" hidden="1"'),
        (b"A1&amp;", b"A1&#xx;"),
        (b"A1&amp;", b"A1]]>"),
        (b't="shared" ref="C1:C9"', b't="a>b"'),
        (b"<v>2.5</v>", b"<v>2.5</w>"),
        (b"<t>&#38468;", b"<t>&none;"),
        (b"<sheetData>", b'<a b="<sheetData>'),
    ],
)
def test_what_is_known_from_other_sheets_hides_no_damage(
    usual: bytes, damaged: bytes
) -> None:
    assert read_quickly(EXCEL) is not None
    changed = EXCEL.replace(usual, damaged, 1)
    assert changed != EXCEL
    assert read_quickly(changed) is None
