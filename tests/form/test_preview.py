"""The live preview, recalculated by LibreOffice, says what a person with a calculator would say."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from perfeval_xl.form.filling import empty_form, fill_form
from perfeval_xl.form.formulas.hint_words import (
    AFTERWARDS,
    AGREES,
    BY_PERSON,
    BY_PROGRAM,
    LATE,
    MISSING,
    NO_REASON,
    NOT_A_NUMBER,
    OVER_WEIGHT,
    PENDING,
    REACHED_BUT_DEDUCTED,
    UNMET_BUT_FULL,
    UNSAID,
)
from perfeval_xl.form.formulas.row_faults import LATE_FULL, NOT_APPLICABLE, OTHER_UNIT
from perfeval_xl.form.layout.open import layout_for, slots_for
from perfeval_xl.refs import Entry
from perfeval_xl.scheme.loader import example_json, load_scheme
from perfeval_xl.submission.model import Indicator, Submission
from perfeval_xl.submission.spelling import loads
from tests.support.office import Office

SCHEME = load_scheme("xinzhou-2022")
EXAMPLE = loads(example_json("xinzhou-2022"))
LAYOUT = layout_for(SCHEME, slots_for(SCHEME, EXAMPLE))
FIRST = EXAMPLE.indicators[0]


def shown(office: Office, folder: Path, submission: Submission) -> dict[str, object]:
    """The recalculated cells of a filled form."""
    path = folder / "form.xlsx"
    path.write_bytes(fill_form(SCHEME, submission))
    return dict(office.cells(path, LAYOUT.sheet))


def with_first(**changes: str) -> Submission:
    """The example with other figures in its first indicator."""
    first: Indicator = replace(
        FIRST, **{key: Entry(text) for key, text in changes.items()}
    )
    return replace(EXAMPLE, indicators=(first, *EXAMPLE.indicators[1:]))


def test_the_published_form_comes_to_100_by_the_rules_and_98_by_the_unit(
    office: Office, tmp_path: Path
) -> None:
    cells = shown(office, tmp_path, EXAMPLE)
    assert [
        cells[LAYOUT.at(key)] for key in ("rule_total", "rule_grade", "self_total")
    ] == [100, "优", 98]
    assert [cells[LAYOUT.at(key)] for key in ("execution_rate", "execution_score")] == [
        1,
        10,
    ]
    assert [cells[f"L{row}"] for row in (3, 4, 5)] == [
        "没有漏填",
        "100分，相符",
        "98分，相符",
    ]
    satisfaction = [slot.dimension for slot in LAYOUT.slots].index("满意度指标")
    assert cells[LAYOUT.at(f"indicator_{satisfaction}_hint")] == REACHED_BUT_DEDUCTED


def test_an_empty_form_counts_what_is_missing_and_judges_nothing(
    office: Office, tmp_path: Path
) -> None:
    path = tmp_path / "empty.xlsx"
    path.write_bytes(empty_form(load_scheme("national-2020")))
    cells = office.cells(path, LAYOUT.sheet)
    assert [cells[f"L{row}"] for row in (3, 4, 5)] == [
        "还差20项",
        "还没有分值",
        "还没有得分",
    ]
    assert not any(
        cells[LAYOUT.at(f"indicator_{n}_hint")] for n in range(len(LAYOUT.slots))
    )
    assert not any(
        cells[LAYOUT.at(key)] for key in ("rule_total", "rule_grade", "self_total")
    )


@pytest.mark.parametrize(
    ("changes", "score", "hint"),
    [
        ({"actual": "6", "self_score": "8.57", "note": ""}, 8.57, NO_REASON),
        ({"actual": "6", "self_score": "8.57", "note": "一项延期"}, 8.57, "相符"),
        ({"actual": "6", "self_score": "10"}, 8.57, UNMET_BUT_FULL),
        ({"self_score": "11"}, 10, OVER_WEIGHT),
        ({"self_score": "9"}, 10, REACHED_BUT_DEDUCTED),
        ({"self_score": "9", "note": "资料不全"}, 10, "按评分标准应得10分"),
        ({"actual": "", "self_score": ""}, "", f"{MISSING}实际完成值、得分"),
        ({"weight": "十"}, "", NOT_A_NUMBER),
    ],
)
def test_the_hint_of_a_row_says_what_is_wrong(
    office: Office, tmp_path: Path, changes: dict[str, str], score: object, hint: str
) -> None:
    cells = shown(office, tmp_path, with_first(**changes))
    assert cells[LAYOUT.at("indicator_0_rule_score")] == score
    assert cells[LAYOUT.at("indicator_0_hint")] == hint


def test_missing_cells_are_counted_one_by_one(office: Office, tmp_path: Path) -> None:
    cells = shown(
        office,
        tmp_path,
        replace(with_first(actual="", self_score=""), unit=Entry(None)),
    )
    assert cells["L3"] == "还差3项"
    assert cells[LAYOUT.at("rule_grade")].endswith(PENDING)


def test_wrong_sums_are_named_with_the_right_figure(
    office: Office, tmp_path: Path
) -> None:
    cells = shown(
        office,
        tmp_path,
        replace(with_first(weight="5", self_score="5"), self_total=Entry("98")),
    )
    assert cells["L4"] == "不符：现为95分，应为100分"
    assert cells["L5"] == "不符：各项相加为93分"


@pytest.mark.parametrize(
    ("budget", "executed", "expected"),
    [
        ("24.5", "21", (pytest.approx(21 / 24.5), 8.57)),
        ("0", "0", ("", 0)),
        ("24.5", "30", (pytest.approx(30 / 24.5), 10)),
    ],
)
def test_the_execution_rate_is_computed_where_none_is_stated(
    office: Office,
    tmp_path: Path,
    budget: str,
    executed: str,
    expected: tuple[object, object],
) -> None:
    first = replace(
        EXAMPLE.funds[0],
        budget=Entry(budget),
        executed=Entry(executed),
        rate=Entry(None),
    )
    cells = shown(office, tmp_path, replace(EXAMPLE, funds=(first, *EXAMPLE.funds[1:])))
    rate, points = expected
    assert [cells[LAYOUT.at(key)] for key in ("funds_0_rate", "execution_rate")] == [
        rate,
        rate,
    ]
    assert cells[LAYOUT.at("execution_score")] == points


READ = (
    ("≥7个", "8个", 10),
    ("7个", "6", 8.57),
    ("≤12小时", "10小时", 10),
    ("≤6个月", "5个月", 10),
    ("不少于4次", "3次", 7.5),
    ("4个以上", "3个", 7.5),
    ("＝100%", "98%", 9.8),
    ("≧ 735 人次", "735", 10),
    ("2022年12月31日前", "2022年12月1日", 10),
    ("2022年底", "2022年12月", 10),
    ("2022-12-31", "2022-12-30", 10),
    ("12月31日前", "10月5日", 10),
    ("建立", "已建立。", 10),
    ("达标", "已完成", 10),
)


@pytest.mark.parametrize(("target", "actual", "points"), READ)
def test_units_dates_and_signs_are_read_by_the_formula(
    office: Office, tmp_path: Path, target: str, actual: str, points: float
) -> None:
    own = str(points)
    cells = shown(
        office,
        tmp_path,
        with_first(target=target, actual=actual, note="说明", self_score=own),
    )
    assert cells[LAYOUT.at("indicator_0_rule_score")] == points
    assert cells[LAYOUT.at("indicator_0_hint")] == AGREES


def test_a_day_that_was_missed_is_said_to_be_late(
    office: Office, tmp_path: Path
) -> None:
    late = {"target": "2022年6月30日前", "actual": "2022年7月1日"}
    for own, said in (("8", LATE), ("10", LATE_FULL)):
        cells = shown(office, tmp_path, with_first(**late, self_score=own))
        assert not cells[LAYOUT.at("indicator_0_rule_score")]
        assert cells[LAYOUT.at("indicator_0_hint")] == said


@pytest.mark.parametrize(
    ("target", "actual", "hint"),
    [
        ("7", "七项", BY_PROGRAM),
        ("7个", "8座", OTHER_UNIT),
        ("满意度≥95%", "97%", BY_PROGRAM),
        ("95%-100%", "98%", BY_PROGRAM),
        ("显著提升", "达到1级", BY_PERSON),
        ("显著提升", "部分达成", BY_PERSON),
        ("通过3级等保", "通过", AFTERWARDS),
        ("第三季度", "9月", AFTERWARDS),
        ("—", "达成", UNSAID),
        ("95%", "不适用", NOT_APPLICABLE),
    ],
)
def test_the_hint_says_when_points_are_given_that_no_formula_can_tell(
    office: Office, tmp_path: Path, target: str, actual: str, hint: str
) -> None:
    cells = shown(
        office,
        tmp_path,
        with_first(target=target, actual=actual, note="说明", self_score="9"),
    )
    assert not cells[LAYOUT.at("indicator_0_rule_score")]
    assert cells[LAYOUT.at("indicator_0_hint")] == hint
    assert cells[LAYOUT.at("rule_grade")] == (
        f"只是其中{100 - int(FIRST.weight.shown)}分的得分，其余报送后核定，等级待定"
    )
