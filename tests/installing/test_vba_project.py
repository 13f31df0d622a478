"""The VBA project: what is written is read back by readers that are not ours, olefile and olevba."""

from __future__ import annotations

import io
import random

import olefile
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfeval_xl.installing.compound import compound_file
from perfeval_xl.installing.compression import compress
from perfeval_xl.installing.vba_project import Kind, Module, vba_project
from tests.installing.olevba import decompressed, vba_sources

SIZES = (0, 1, 63, 64, 65, 4095, 4096, 4097, 70_000)


@given(st.text(alphabet="ab\r\n =", max_size=300), st.integers(1, 60))
def test_compressed_text_is_read_back(text: str, times: int) -> None:
    data = (text * times).encode()
    assert decompressed(compress(data)) == data


def test_repetition_is_compressed() -> None:
    assert len(compress(b"    Sub x()\r\n" * 1000)) < 13_000 / 50


def test_what_does_not_shrink_is_stored_as_it_is() -> None:
    noise = random.Random(5).randbytes(8192)
    assert decompressed(compress(noise)) == noise


@pytest.mark.parametrize("count", range(12))
def test_streams_of_every_size_come_back(count: int) -> None:
    draw = random.Random(count)
    streams = {
        f"stream {number}": draw.randbytes(draw.choice(SIZES))
        for number in range(count)
    }
    folder = {
        f"inner {number}": draw.randbytes(draw.choice(SIZES)) for number in range(count)
    }
    data = compound_file({**streams, "VBA": folder})
    with olefile.OleFileIO(
        io.BytesIO(data), raise_defects=olefile.DEFECT_POTENTIAL
    ) as opened:
        assert {name: opened.openstream(name).read() for name in streams} == streams
        assert {
            name: opened.openstream(["VBA", name]).read() for name in folder
        } == folder


def test_modules_of_every_kind_come_back_as_written() -> None:
    modules = [
        Module(
            name=f"M{kind}",
            kind=kind,
            source=f'Attribute VB_Name = "M{kind}"\nSub x()\nEnd Sub\n',
        )
        for kind in Kind
    ]
    assert vba_sources(vba_project(modules)) == {
        f"VBA/{each.name}": each.stored().decode() for each in modules
    }


def test_the_same_sources_give_the_same_bytes() -> None:
    modules = [Module(name="M", kind=Kind.STANDARD, source='Attribute VB_Name = "M"\n')]
    assert vba_project(modules) == vba_project(modules)


def test_chinese_in_vba_is_refused() -> None:
    with pytest.raises(UnicodeEncodeError):
        vba_project([Module(name="M", kind=Kind.STANDARD, source="' 校验")])
