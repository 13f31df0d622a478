"""Every kind of small file that asked for much: it is read or refused, within the memory that one file may take.

The cases are those with which the program was once attacked, and others of the same kinds.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest

from perfeval_xl.errors import NotAWorkbook
from tests.hostile import makers, work
from tests.hostile.measuring import MEGABYTES, outcome

READ, LARGE, BROKEN, OTHER = "read", "TooLargeWorkbook", "NotAWorkbook", "NotOurForm"


def packed_bomb(method: int, size: int) -> bytes:
    """The form with a part that says it has 1,000 bytes and unpacks to far more."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(makers.form())) as source,
        zipfile.ZipFile(out, "w") as target,
    ):
        for entry in source.infolist():
            content = (
                source.read(entry)
                if entry.filename != "docProps/app.xml"
                else bytes(size)
            )
            kind = (
                zipfile.ZIP_DEFLATED if entry.filename != "docProps/app.xml" else method
            )
            target.writestr(entry.filename, content, compress_type=kind)
    return out.getvalue().replace(
        size.to_bytes(4, "little"), (1000).to_bytes(4, "little")
    )


CASES: list[
    tuple[str, Callable[[bytes], object], Callable[..., bytes], tuple[int | str, ...]]
] = [
    (BROKEN, work.check, packed_bomb, (zipfile.ZIP_BZIP2, 150_000_000)),
    (BROKEN, work.check, packed_bomb, (zipfile.ZIP_LZMA, 100_000_000)),
    (READ, work.check, packed_bomb, (zipfile.ZIP_DEFLATED, 100_000_000)),
    (READ, work.check, makers.pasted_rows, (20_000,)),
    (LARGE, work.check, makers.pasted_rows, (210_000,)),
    (READ, work.check, makers.with_text, ("B3", " " * 50_000)),
    (READ, work.check, makers.many_texts, (400_000,)),
    (READ, work.check, makers.many_sheets, (450,)),
    (LARGE, work.check, makers.many_sheets, (100_000,)),
    (READ, work.check, makers.changed_labels, (100_000,)),
    (LARGE, work.check, makers.shared_strings, (2_000_000,)),
    (LARGE, work.check, makers.many_styles, (2_000_000,)),
    (LARGE, work.check, makers.many_styles, (400_000,)),
    (LARGE, work.check, makers.many_names, (500_000,)),
    (READ, work.check, makers.many_merges, (19_000,)),
    (LARGE, work.check, makers.many_merges, (100_000,)),
    (OTHER, work.check, makers.ods_hidden_rows, (20_000,)),
    (OTHER, work.check, makers.ods_columns, (10_000,)),
    (OTHER, work.check, makers.ods_rows_behind_the_last, (2_000,)),
    (OTHER, work.check, makers.ods_formula, ("[", 80_000)),
    (OTHER, work.check, makers.ods_formula, ("[a", 40_000)),
    (OTHER, work.check, makers.ods_formula, ("a", 80_000)),
    (READ, work.list_projects, makers.roster, (5_000, 9_000)),
    (READ, work.look_at, makers.cut_off_names, (5_500,)),
    ("TemplateError", work.report, makers.loops, (12,)),
    (READ, work.report, makers.loops, (2,)),
    ("TemplateError", work.report, makers.tags, (20_000,)),
    (READ, work.open_mail, makers.commented_body, (40,)),
    (READ, work.open_mail, makers.quoted_headers, (19_000, 100)),
    (READ, work.open_mail, makers.quoted_headers, (190, 1_900)),
    (READ, work.open_mail, makers.nested_parts, (300, 200_000)),
    (READ, work.write_copy, makers.big_comments, (3_000, 100)),
    (LARGE, work.write_copy, makers.big_comments, (400, 100_000)),
]


@pytest.mark.parametrize(
    ("told", "does", "make", "sizes"),
    CASES,
    ids=lambda each: getattr(each, "__name__", None),
)
def test_a_file_that_asks_for_much_is_read_or_refused(
    told: str,
    does: Callable[[bytes], object],
    make: Callable[..., bytes],
    sizes: tuple[int | str, ...],
) -> None:
    what, megabytes = outcome(does, make, *sizes)
    assert what == told
    assert megabytes < MEGABYTES


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_ways_of_compression_are_refused_by_name(method: int) -> None:
    with pytest.raises(NotAWorkbook, match="压缩方式"):
        work.check(packed_bomb(method, 1_000_000))


def test_many_rows_below_the_form_are_one_finding_with_their_number() -> None:
    found = [
        p
        for p in work.check(makers.pasted_rows(5_000)).problems
        if p.code in {"PE-084", "PE-182"}
    ]
    assert [problem.code for problem in found] == ["PE-182"]
    assert "第900行至第5899行之间有5000行" in found[0].message
    assert found[0].place.cell == "B900"


def test_few_rows_below_the_form_are_told_one_by_one() -> None:
    found = [
        p
        for p in work.check(makers.pasted_rows(5)).problems
        if p.code in {"PE-084", "PE-182"}
    ]
    assert [problem.place.cell for problem in found] == [
        f"B{row}" for row in range(900, 905)
    ]


def test_a_mail_too_tangled_to_be_taken_apart_says_so() -> None:
    (whole,) = work.open_mail(makers.nested_parts(300, 200_000))
    assert "没有分解" in whole.damage
