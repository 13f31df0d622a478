"""Both kinds of rows in one form: printed indicators with rules of their own, and rows that units fill with theirs.

The rows of a 二级指标 in which units write share its weight: those that are filled in have equal parts.
"""

from __future__ import annotations

import random
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl.workbook import Workbook

from perfeval_xl.errors import BadSubmissionJson
from perfeval_xl.form.filling import conform, empty_form, fill_form
from perfeval_xl.form.formulas.hint_words import (
    MISSING,
)
from perfeval_xl.form.layout.rating import RatingLayout, rating_layout_for
from perfeval_xl.form.layout.sizes import sizes_for
from perfeval_xl.reading import read_submission
from perfeval_xl.refs import Entry
from perfeval_xl.rules.sharing import shared_weights
from perfeval_xl.scheme.files import VARIABLE
from perfeval_xl.scheme.loader import load_scheme
from perfeval_xl.scheme.model import Rounding, Scheme
from perfeval_xl.scheme_book import export_scheme, import_scheme
from perfeval_xl.scheme_book.linting import lint_scheme
from perfeval_xl.scoring import score_submission
from perfeval_xl.submission.model import FundsRow, Indicator, Submission
from tests.support.office import Office
from tests.support.workbooks import edited

MIXED = Path(__file__).parent.parent / "scheme" / "mixed"
NUMBERS, QUALITY, SOCIAL = (
    ("产出", "产出数量"),
    ("产出", "产出质量"),
    ("效益", "社会效益"),
)
ROWS = {NUMBERS: 4, QUALITY: 3, SOCIAL: 2}
TWO_PLACES = Rounding(places=2, stage="indicator")


@pytest.fixture
def scheme(monkeypatch: pytest.MonkeyPatch) -> Scheme:
    monkeypatch.setenv(VARIABLE, str(MIXED))
    return load_scheme("mixed-2024")


def own(
    group: tuple[str, str], number: int, name: str, target: str, actual: str
) -> Indicator:
    return Indicator(
        path=(*group, f"自定指标{number}"),
        target=Entry(target),
        actual=Entry(actual),
        self_score=Entry("1"),
        evidence={"name": Entry(name)},
    )


def filled(scheme: Scheme, *rows: Indicator) -> Submission:
    """A form with all printed rows filled in, and these rows of the unit's own."""
    ticks = {str(number): Entry("是") for number in (1, 2, 3)}
    printed = (
        Indicator(
            path=("决策", "绩效目标", "绩效目标合理性"),
            actual=Entry("齐全"),
            self_score=Entry("10"),
            evidence=ticks,
        ),
        Indicator(
            path=("过程", "资金管理", "预算执行率"),
            actual=Entry("95%"),
            self_score=Entry("19"),
            evidence={"budget": Entry("100"), "executed": Entry("95")},
        ),
        Indicator(
            path=("效益", "满意度", "服务对象满意度"),
            actual=Entry("92%"),
            self_score=Entry("10"),
        ),
    )
    funds = FundsRow(source=scheme.funds[0], budget=Entry("100"), executed=Entry("95"))
    return Submission(
        scheme=scheme.id,
        money_unit=scheme.money_unit,
        year=Entry("2024"),
        project=Entry("检验项目"),
        funds=(funds,),
        indicators=(*printed, *rows),
    )


THREE = (
    own(NUMBERS, 1, "培训人次", "120", "120"),
    own(NUMBERS, 2, "培训班次", "8", "6"),
    own(NUMBERS, 4, "教材册数", "500", "500"),
)
ONE_EACH = (
    own(QUALITY, 1, "合格率", "95%", "98%"),
    own(SOCIAL, 2, "覆盖率", "80%", "60%"),
)


@pytest.mark.parametrize(
    ("begun", "parts"),
    [
        ((True, True, True, False), ("6.66", "6.67", "6.67", None)),
        ((False, True, False, True), (None, "10", None, "10")),
        ((False, False, False, False), ("20", None, None, None)),
    ],
)
def test_filled_rows_share_the_weight_to_the_last_cent(
    begun: tuple[bool, ...], parts: tuple[str | None, ...]
) -> None:
    wanted = tuple(None if part is None else Decimal(part) for part in parts)
    assert shared_weights(Decimal(20), begun, TWO_PLACES) == wanted


def test_a_scheme_with_both_kinds_of_rows_is_sound_and_its_workbook_loses_nothing(
    scheme: Scheme,
) -> None:
    assert [finding.code for finding in lint_scheme(scheme.id, scheme).findings] == []
    again = import_scheme(export_scheme(scheme), "方案.xlsx")
    assert [(spec.path, spec.own) for spec in again.indicators] == [
        (spec.path, spec.own) for spec in scheme.indicators
    ]


def test_a_workbook_from_before_there_were_such_rows_is_still_taken() -> None:
    def without(book: Workbook) -> None:
        sheet = book["指标"]
        [heading] = [
            cell
            for row in sheet.iter_rows()
            for cell in row
            if cell.value == "自定行数"
        ]
        sheet.delete_cols(heading.column)

    data = edited(export_scheme(load_scheme("yantian-2024")), without)
    scheme = import_scheme(data, "方案.xlsx")
    assert scheme.indicators == load_scheme("yantian-2024").indicators


def test_units_write_names_and_targets_where_the_form_prints_none(
    scheme: Scheme,
) -> None:
    layout = rating_layout_for(scheme)
    assert len(layout.asked) == 3 + sum(ROWS.values())
    inputs = set(layout.inputs)
    for asked in layout.asked:
        mine = asked.spec.share is not None
        assert (f"evidence_{asked.index}_name" in inputs) == mine
        assert f"indicator_{asked.index}_target" in inputs
        assert (f"indicator_{asked.index}_weight" in inputs) == (not mine)


def test_what_is_filled_in_is_read_back(scheme: Scheme) -> None:
    submission = conform(scheme, filled(scheme, *THREE, *ONE_EACH))
    reading = read_submission(fill_form(scheme, submission), "a.xlsx")
    assert conform(scheme, reading.submission) == submission
    assert [problem.code for problem in reading.problems] == []
    names = [row.name_entry.text for row in reading.submission.indicators]
    assert "培训班次" in names


def test_rows_that_are_not_needed_cost_nothing(scheme: Scheme) -> None:
    card = score_submission(filled(scheme, *THREE, *ONE_EACH), scheme)
    scores = {row.path: (row.weight, row.score) for row in card.indicators}
    assert sum(weight for weight, _ in scores.values()) == scheme.full_score
    assert scores[*NUMBERS, "自定指标2"] == (Decimal("6.67"), Decimal("5.00"))
    assert (*NUMBERS, "自定指标3") not in scores
    assert scores[*SOCIAL, "自定指标2"] == (20, 15)


def test_a_group_without_any_row_earns_nothing_and_is_told(scheme: Scheme) -> None:
    card = score_submission(filled(scheme, *THREE, ONE_EACH[0]), scheme)
    weights = {row.path: row.weight for row in card.indicators}
    assert weights[*SOCIAL, "自定指标1"] == 20
    assert card.total is None or card.total <= 80


def test_a_weight_of_its_own_is_refused(scheme: Scheme) -> None:
    row = Indicator(path=(*NUMBERS, "自定指标1"), weight=Entry("5"))
    with pytest.raises(BadSubmissionJson, match="均分20分"):
        conform(scheme, filled(scheme, row))


def recalculated(
    office: Office, folder: Path, scheme: Scheme, submission: Submission
) -> tuple[dict[str, object], RatingLayout]:
    path = folder / "form.xlsx"
    path.write_bytes(fill_form(scheme, submission))
    layout = rating_layout_for(scheme, sizes_for(scheme, conform(scheme, submission)))
    return dict(office.cells(path, layout.sheet)), layout


def test_the_preview_shares_and_scores_as_the_program_does(
    office: Office, tmp_path: Path, scheme: Scheme
) -> None:
    source = random.Random(13)
    for _ in range(4):
        rows = [
            own(group, number, "指标", "120", source.choice(("60", "120", "110")))
            for group, count in ROWS.items()
            for number in range(1, count + 1)
            if source.random() < 0.6
        ]
        submission = conform(scheme, filled(scheme, *rows))
        cells, layout = recalculated(office, tmp_path, scheme, submission)
        card = score_submission(submission, scheme)
        scored = {row.path: row for row in card.indicators}
        for asked in layout.asked:
            key, row = f"indicator_{asked.index}", scored.get(asked.spec.path)
            weight = cells.get(layout.at(f"{key}_weight"))
            points = cells.get(layout.at(f"{key}_rule_score"))
            if row is None:
                assert (weight, points) in {("", ""), (None, None)}
                continue
            assert isinstance(weight, float)
            assert Decimal(str(round(weight, 4))) == row.weight
            if row.score is not None:
                assert isinstance(points, float)
                assert Decimal(str(round(points, 4))) == row.score, asked.spec.path


def test_an_empty_row_is_no_gap_once_its_group_is_filled_in(
    office: Office, tmp_path: Path, scheme: Scheme
) -> None:
    submission = filled(scheme, *THREE, *ONE_EACH)
    cells, layout = recalculated(office, tmp_path, scheme, submission)
    hints = {
        asked.spec.path: cells.get(layout.at(f"indicator_{asked.index}_hint"))
        for asked in layout.asked
    }
    assert not hints[*NUMBERS, "自定指标3"]
    assert str(hints[*NUMBERS, "自定指标2"]).startswith("按评分标准应得5分")
    started = own(NUMBERS, 3, "", "10", "")
    cells, layout = recalculated(
        office, tmp_path, scheme, filled(scheme, *THREE, started)
    )
    hint = str(cells[layout.at("indicator_4_hint")])
    assert hint.startswith(MISSING)
    assert "指标名称" in hint
    assert empty_form(scheme)
