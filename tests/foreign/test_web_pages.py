"""Pages for which a parser takes time by the square of their length end in time."""

from __future__ import annotations

import time

import pytest

from perfeval_xl.errors import SubmissionFileError
from perfeval_xl.reading import read_submission
from tests.support.layout_files import as_mht
from tests.support.layouts import drawn
from tests.support.limits import limited


@pytest.mark.parametrize("piece", [b"<", b"<a ", b"<td x=", b"&#"])
def test_what_is_begun_a_hundred_thousand_times_ends_in_time(piece: bytes) -> None:
    started = time.process_time()
    with limited(web_seconds=1), pytest.raises(SubmissionFileError):
        read_submission(b"<html><body><table><tr><td>" + piece * 100_000, "页.html")
    assert time.process_time() - started < 5


def test_a_page_whose_headers_declare_without_end_costs_no_time() -> None:
    declared = b'a="(";' * 40_000 + b'boundary="part"'
    endless = as_mht(drawn(1)).replace(b'boundary="part"', declared)
    started = time.process_time()
    with pytest.raises(SubmissionFileError):
        read_submission(endless, "表.mht")
    assert time.process_time() - started < 3
