"""Four times the file takes about four times the work, in whatever direction it grows.

A ratio near 16 would be the square. Where Python itself makes the calls, they are counted; where one call of a library
does all the work, the ratio is that of the processor's time.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.hostile import makers, work
from tests.hostile.measuring import LINEAR, calls_of, growth

AGAIN = 3
"""Attempts for a ratio of times: other programs on the machine disturb them."""

GROWING: list[tuple[Callable[[bytes], object], Callable[[int], bytes], int]] = [
    (work.check, makers.pasted_rows, 4_000),
    (work.check, makers.year_blanks, 200_000),
    (work.check, makers.many_texts, 50_000),
    (work.check, makers.many_sheets, 100),
    (work.check, makers.many_names, 4_000),
    (work.check, makers.many_styles, 10_000),
    (work.check, makers.many_merges, 4_000),
    (work.check, makers.changed_labels, 4_000),
    (work.check, makers.shared_strings, 50_000),
    (work.check, makers.ods_hidden_rows, 4_000),
    (work.check, makers.ods_columns, 1_500),
    (work.check, makers.ods_brackets, 100_000),
    (work.check, makers.ods_words, 100_000),
    (work.list_projects, makers.merged_lists, 1_000),
    (work.list_projects, makers.long_lists, 500),
    (work.look_at, makers.cut_off_names, 20_000),
    (work.open_mail, makers.commented_body, 500),
    (work.open_mail, makers.many_quotes, 5_000),
    (work.open_mail, makers.many_headers, 400),
    (work.open_mail, makers.many_lines, 50_000),
    (work.report, makers.one_tag_each, 300),
]


@pytest.mark.parametrize(
    ("does", "make", "size"), GROWING, ids=lambda each: getattr(each, "__name__", None)
)
def test_work_grows_with_the_file_and_not_with_its_square(
    does: Callable[[bytes], object], make: Callable[[int], bytes], size: int
) -> None:
    ratios: list[float] = []
    while len(ratios) < AGAIN and (not ratios or min(ratios) >= LINEAR):
        ratios.append(growth(does, make, size))
    assert min(ratios) < LINEAR


@pytest.mark.parametrize(
    "make",
    [makers.pasted_rows, makers.changed_labels, makers.many_merges],
    ids=lambda each: each.__name__,
)
def test_calls_grow_with_the_file_too(make: Callable[[int], bytes]) -> None:
    small, large = make(500), make(2_000)
    work.check(small)
    assert calls_of(lambda: work.check(large)) < LINEAR / 2 * calls_of(
        lambda: work.check(small)
    )
