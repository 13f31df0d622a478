"""A submission goes into its form without loss, or is refused with the reason and the remedy."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import openpyxl
import pytest

from perfeval_xl.errors import BadSubmissionJson
from perfeval_xl.form.filling import conform, fill_form
from perfeval_xl.form.layout.open import layout_for, slots_for
from perfeval_xl.refs import Entry
from perfeval_xl.scheme.loader import example_json, load_scheme
from perfeval_xl.submission.model import (
    DimensionEntry,
    FundsRow,
    Goal,
    Indicator,
    Submission,
)
from perfeval_xl.submission.repeated import SCORED, repeated_points
from perfeval_xl.submission.spelling import loads
from tests.sheets.ooxml import schema_errors

SCHEME = load_scheme("xinzhou-2022")
EXAMPLE = loads(example_json("xinzhou-2022"))
INDICATOR = EXAMPLE.indicators[0]


def test_every_part_of_a_filled_form_follows_the_ecma_schemas() -> None:
    assert schema_errors(fill_form(SCHEME, EXAMPLE)) == []


def test_filling_twice_gives_identical_bytes() -> None:
    assert fill_form(SCHEME, EXAMPLE) == fill_form(SCHEME, EXAMPLE)


def test_conforming_changes_nothing_in_a_conforming_submission() -> None:
    once = conform(SCHEME, EXAMPLE)
    assert conform(SCHEME, once) == once
    assert once.indicators == EXAMPLE.indicators
    assert once.sections == EXAMPLE.sections


def test_what_is_left_out_becomes_blank_rows_of_the_form() -> None:
    bare = conform(SCHEME, Submission(scheme=SCHEME.id))
    assert [row.source for row in bare.funds] == list(SCHEME.funds)
    assert bare.funds[0].weight == Entry("10")
    assert bare.goals == (Goal(),)
    assert [entry.name for entry in bare.dimensions] == [
        "产出指标",
        "效益指标",
        "满意度指标",
    ]


def test_a_weight_that_was_left_blank_stays_blank() -> None:
    funds = (FundsRow(source=SCHEME.funds[0], weight=Entry(None)),)
    assert conform(SCHEME, replace(EXAMPLE, funds=funds)).funds[0].weight == Entry(None)


def test_stated_figures_are_typed_and_others_are_computed() -> None:
    layout = layout_for(SCHEME, slots_for(SCHEME, EXAMPLE))
    stated = openpyxl.load_workbook(BytesIO(fill_form(SCHEME, EXAMPLE)))[layout.sheet]
    assert (
        stated[layout.at("funds_0_rate")].value,
        stated[layout.at("self_total")].value,
    ) == (1, 98)
    funds = (replace(EXAMPLE.funds[0], rate=Entry(None)), *EXAMPLE.funds[1:])
    silent = replace(
        EXAMPLE, funds=funds, weight_total=Entry(None), self_total=Entry(None)
    )
    sheet = openpyxl.load_workbook(BytesIO(fill_form(SCHEME, silent)))[layout.sheet]
    assert all(
        sheet[layout.at(key)].data_type == "f"
        for key in ("funds_0_rate", "weight_total", "self_total")
    )


def test_text_that_looks_like_a_formula_is_text() -> None:
    book = openpyxl.load_workbook(
        BytesIO(fill_form(SCHEME, replace(EXAMPLE, project=Entry("=1+1"))))
    )
    cell = book.worksheets[0][layout_for(SCHEME).at("project")]
    assert (cell.data_type, cell.value) == ("s", "=1+1")


def test_an_indicator_of_its_own_kind_gets_a_row() -> None:
    extra = replace(INDICATOR, path=("成本指标", "经济成本指标", "成本控制率"))
    conformed = conform(
        SCHEME, replace(EXAMPLE, indicators=(extra, *EXAMPLE.indicators))
    )
    assert conformed.indicators == (*EXAMPLE.indicators, extra)
    assert conformed.dimensions[-1] == DimensionEntry(name="成本指标")


def test_points_that_a_source_repeats_have_no_cell_and_are_told() -> None:
    repeated = replace(EXAMPLE.funds[1], weight=Entry("10"), rate=Entry("98%"))
    submission = replace(
        EXAMPLE, funds=(EXAMPLE.funds[0], repeated, *EXAMPLE.funds[2:])
    )
    assert conform(SCHEME, submission) == conform(SCHEME, EXAMPLE)
    [told] = repeated_points(submission, SCORED)
    assert told.code == "PE-073"
    assert (told.slots["source"], told.slots["what"]) == (
        "当年财政拨款",
        "分值10、执行率98%",
    )


def with_indicator(**changes: object) -> Submission:
    """The example with one indicator changed."""
    changed: Indicator = replace(INDICATOR, **changes)  # type: ignore[arg-type]
    return replace(EXAMPLE, indicators=(changed, *EXAMPLE.indicators[1:]))


@pytest.mark.parametrize(
    ("submission", "named"),
    [
        (replace(EXAMPLE, scheme="national-2020"), "national-2020"),
        (replace(EXAMPLE, money_unit="元"), "元"),
        (replace(EXAMPLE, year=Entry("20\n22年度 ")), "year"),
        (replace(EXAMPLE, funds=(FundsRow(source="债券资金"),)), "债券资金"),
        (replace(EXAMPLE, funds=(EXAMPLE.funds[0],) * 2), "年度资金总额"),
        (replace(EXAMPLE, sections={"没有的栏目": Entry("文字")}), "没有的栏目"),
        (replace(EXAMPLE, goals=(Goal(),) * 51), "51"),
        (replace(EXAMPLE, dimensions=(DimensionEntry(name="过程指标"),)), "过程指标"),
        (
            replace(EXAMPLE, dimensions=(DimensionEntry(name="产出指标"),) * 2),
            "产出指标",
        ),
        (
            replace(
                EXAMPLE,
                dimensions=(
                    DimensionEntry(name="产出指标", weight=Entry("五十（分）")),
                ),
            ),
            "产出指标",
        ),
        (replace(EXAMPLE, project=Entry("坏\x07字")), "project"),
        (replace(EXAMPLE, unit=Entry("长" * 32_768)), "32768"),
        (replace(EXAMPLE, indicators=(INDICATOR,) * 601), "617"),
        (with_indicator(evidence={"佐证": Entry("有")}), "佐证"),
        (with_indicator(path=("产出指标", "数量指标", "指标3：次数")), "指标3：次数"),
        (with_indicator(path=("产出指标", "数量指标", " ")), "名称"),
        (with_indicator(path=("产出指标", "数量指标", "长" * 32_765)), "32765"),
        (with_indicator(note=Entry("坏\x00字")), "note"),
    ],
)
def test_what_a_form_cannot_hold_is_refused_by_name(
    submission: Submission, named: str
) -> None:
    with pytest.raises(BadSubmissionJson) as refusal:
        fill_form(SCHEME, submission)
    assert named in refusal.value.message
    assert refusal.value.remedy
