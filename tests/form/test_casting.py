"""The fast way gives what the slow way draws: every part, every cell, every style."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest

from perfeval_xl.form.issuing import casting
from perfeval_xl.form.issuing.casting import FormCaster
from perfeval_xl.form.issuing.issued import Whose, draw_issued, issued_form
from perfeval_xl.form.issuing.shape import Shape
from perfeval_xl.reading import read_submission
from perfeval_xl.refs import Entry
from perfeval_xl.scheme.loader import load_scheme, scheme_ids
from perfeval_xl.sheets.writing import write_workbook
from perfeval_xl.submission.model import Goal, Indicator, Submission
from perfeval_xl.submission.spelling import as_json
from tests.sheets.ooxml import schema_errors
from tests.support import draws
from tests.support.issued import SCHEME, drawn_submission, issued
from tests.support.parts import differences
from tests.support.workbooks import replaced_part

OPEN = [
    scheme_id for scheme_id in scheme_ids() if load_scheme(scheme_id).family == "open"
]
FIXED = [
    scheme_id for scheme_id in scheme_ids() if load_scheme(scheme_id).family == "fixed"
]


@pytest.mark.parametrize("scheme_id", [*OPEN, *FIXED])
def test_cast_and_drawn_forms_are_equal_part_by_part(scheme_id: str) -> None:
    scheme = load_scheme(scheme_id)
    caster = FormCaster(scheme, b"key of the finance office")
    own_layout = (
        scheme_id in OPEN and scheme.form is not None
    )  # drawn by the same code, only placed elsewhere
    least, share = 4, 20
    if own_layout:
        least = 2
    elif scheme_id in OPEN:
        share = 10
    for seed in range(max(least, draws.DRAWS // share)):
        submission, whose = (
            drawn_submission(seed, scheme_id),
            Whose(code="XM-1" if seed % 2 else ""),
        )
        slow = write_workbook(
            draw_issued(scheme, submission, whose, b"key of the finance office")
        )
        assert differences(caster.form(submission, whose).data, slow) == [], seed


def test_the_comparison_sees_a_changed_text_a_changed_height_and_a_changed_style() -> (
    None
):
    form = issued()
    part = "xl/worksheets/sheet1.xml"
    for old, new in ((b"XM", b"XN"), (b' ht="', b' ht="1'), (b' s="7"', b' s="3"')):
        where = "docProps/custom.xml" if old == b"XM" else part
        old = b"perfeval_unit" if old == b"XM" else old
        new = b"perfeval_uni" if old == b"perfeval_unit" else new
        assert (
            differences(
                form,
                replaced_part(
                    form, where, lambda xml, o=old, n=new: xml.replace(o, n, 1)
                ),
            )
            != []
        )


@pytest.mark.parametrize("scheme_id", [SCHEME, *FIXED])
def test_every_part_of_a_cast_form_follows_the_ecma_schemas(scheme_id: str) -> None:
    space = b' xml:space="preserve"'  # every program writes it on texts with blanks at their ends; the schema forgot it
    for seed in range(3):
        form = issued(seed, scheme_id=scheme_id)
        with zipfile.ZipFile(io.BytesIO(form)) as archive:
            sheets = [
                name
                for name in archive.namelist()
                if name.startswith("xl/worksheets/sheet")
            ]
        for part in sheets:
            form = replaced_part(form, part, lambda xml: xml.replace(space, b""))
        assert schema_errors(form) == []


@pytest.mark.parametrize("scheme_id", [*OPEN, *FIXED])
def test_what_was_prefilled_is_what_is_read(scheme_id: str) -> None:
    for seed in range(3):
        submission = drawn_submission(seed, scheme_id)
        reading = read_submission(issued(seed, scheme_id=scheme_id), "表.xlsx")
        assert as_json(reading.submission) == as_json(submission)
        assert reading.issue is not None
        assert reading.issue.code == "XM-1"
        assert [p for p in reading.problems if p.code >= "PE-100"] == []


def _castable(scheme_id: str) -> Submission:
    """The first draw without a text so long that its form has a sheet 文字全文, and is drawn whole."""
    scheme = load_scheme(scheme_id)
    for seed in range(1, 20):
        submission = drawn_submission(seed, scheme_id)
        shape = Shape(scheme, submission)
        if shape.casts(shape.entries(submission)):
            return submission
    raise AssertionError(scheme_id)


@pytest.mark.parametrize("scheme_id", FIXED)
def test_a_fixed_form_is_cast_and_not_drawn(
    scheme_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    caster = FormCaster(load_scheme(scheme_id))
    submission = _castable(scheme_id)
    caster.form(submission, Whose())
    monkeypatch.setattr(casting, "issued_form", None)
    monkeypatch.setattr(casting, "_new_mould", None)
    other = replace(submission, project=Entry("另一个项目"))
    cast = caster.form(other, Whose()).data
    assert as_json(read_submission(cast, "表.xlsx").submission) == as_json(other)


def test_making_a_form_twice_gives_identical_bytes_whatever_was_made_between() -> None:
    scheme = load_scheme(SCHEME)
    caster = FormCaster(scheme)
    first = caster.form(drawn_submission(1), Whose()).data
    for seed in range(2, 6):
        caster.form(drawn_submission(seed), Whose())
    assert caster.form(drawn_submission(1), Whose()).data == first
    assert FormCaster(scheme).form(drawn_submission(1), Whose()).data == first


def test_five_hundred_indicators_are_all_there() -> None:
    scheme = load_scheme(SCHEME)
    path = ("产出指标", "数量指标")
    count = 500 - sum(c.rows for d in scheme.dimensions for c in d.categories) + 2
    indicators = tuple(
        Indicator(
            path=(*path, f"第{n}项任务完成数量"),
            target=Entry(f"≥{n}个"),
            weight=Entry("0.1"),
        )
        for n in range(count)
    )
    submission = drawn_submission(1)
    submission = Submission(
        scheme=scheme.id,
        project=submission.project,
        funds=submission.funds,
        goals=(Goal(),),
        dimensions=submission.dimensions,
        indicators=indicators,
    )
    form = FormCaster(scheme).form(submission, Whose())
    reading = read_submission(form.data, "表.xlsx")
    assert reading.submission.indicators == indicators
    assert [p for p in reading.problems if p.code >= "PE-100"] == []
    assert (
        differences(form.data, issued_form(scheme, submission, Whose(), None).data)
        == []
    )


def test_a_submission_with_scores_is_drawn_whole() -> None:
    submission = drawn_submission(3)
    scored = Submission(
        **{name: getattr(submission, name) for name in submission.__slots__}
        | {"self_total": Entry("98")}
    )
    assert read_submission(
        FormCaster(load_scheme(SCHEME)).form(scored, Whose()).data, "a"
    ).submission.self_total == Entry("98")


@pytest.mark.parametrize("scheme_id", [SCHEME, *FIXED])
def test_lines_of_the_issuer_differ_from_form_to_form_of_one_mould(
    scheme_id: str,
) -> None:
    scheme = load_scheme(scheme_id)
    caster = FormCaster(scheme)
    submission = _castable(scheme_id)
    for text in ("绩效科", "业务一科，" * 40):
        whose = Whose(notice=(("报送截止", "2025年1月20日前"), ("联系人", text)))
        slow = write_workbook(draw_issued(scheme, submission, whose, None))
        assert differences(caster.form(submission, whose).data, slow) == []
    assert len(caster._moulds) == 1
