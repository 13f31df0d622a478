"""Rows of open forms in the spellings of real forms: scored as a person with a calculator would, or left open and asked."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from perfeval_xl.refs import Entry
from perfeval_xl.scheme.loader import load_scheme
from perfeval_xl.scorecard import IndicatorScore
from perfeval_xl.scoring import score_submission
from perfeval_xl.submission.model import Indicator, Submission

SCHEME = load_scheme("national-2020")
PROBES = tomllib.loads(
    (Path(__file__).with_name("probes.toml")).read_text(encoding="utf-8")
)["row"]


def scored(
    category: str, name: str, target: str, actual: str, own: str = "10"
) -> IndicatorScore:
    """The first row of a form of 2024 that has only this one, of 10 points."""
    dimensions = {"服务对象满意度指标": "满意度指标", "社会效益指标": "效益指标"}
    path = (dimensions.get(category, "产出指标"), category, name)
    cells = {"target": target, "actual": actual, "weight": "10", "self_score": own}
    entries = {key: Entry(text) for key, text in cells.items()}
    indicator = Indicator(path=path, **entries)
    return score_submission(
        Submission(scheme=SCHEME.id, year=Entry("2024"), indicators=(indicator,)),
        SCHEME,
    ).indicators[1]


def codes(row: IndicatorScore) -> list[str]:
    return [finding.code for finding in row.outcome.findings]


@pytest.mark.parametrize(
    "probe",
    PROBES,
    ids=lambda probe: f"{probe['path'][-1]}：{probe['target']}，{probe['actual']}",
)
def test_a_row_comes_to_what_the_hand_calculation_says(probe: dict[str, Any]) -> None:
    _, category, name = probe["path"]
    row = scored(category, name, probe["target"], probe["actual"])
    right = probe["right"]
    if right.startswith("待定"):
        assert row.score is None
        assert (
            row.lowest < row.highest <= (Decimal("7.99") if "低于8分" in right else 10)
        )
    elif right == "不满分":
        assert row.score is not None
        assert row.score < 10
    else:
        assert row.score == Decimal(right)


def test_all_probes_are_there() -> None:
    assert len(PROBES) == 62


@pytest.mark.parametrize(
    ("category", "name", "target", "actual", "score"),
    [
        ("质量指标", "合格率", "100", "98%", "9.8"),
        ("质量指标", "合格率", "100%", "98", "9.8"),
        ("服务对象满意度指标", "居民满意度", "90", "93%", "10"),
        ("质量指标", "合格率", "95", "0.95", "10"),
        ("质量指标", "覆盖比例", "0.9", "93", "10"),
        ("质量指标", "政策知晓度", "≥90", "0.81", "9"),
        ("质量指标", "达标率（%）", "90", "81", "9"),
        ("质量指标", "达标率（%）", "90%", "81", "9"),
        ("质量指标", "合格率", "百分之九十", "81%", "9"),
        ("质量指标", "覆盖率", "98%", "全部覆盖", "10"),
    ],
)
def test_percentages_and_plain_numbers_go_by_the_sign_and_the_name(
    category: str, name: str, target: str, actual: str, score: str
) -> None:
    assert scored(category, name, target, actual).score == Decimal(score)


@pytest.mark.parametrize(
    ("category", "name", "target", "actual"),
    [
        ("质量指标", "合格率", "100%", "1"),
        ("质量指标", "合格率", "95%", "1.5"),
        ("数量指标", "培训人数", "40", "95%"),
        ("数量指标", "培训人数", "100人次", "90人"),
        ("数量指标", "受益人数（万人）", "1.2", "12500"),
        ("数量指标", "补助金额（万元）", "100", "1000000"),
        ("数量指标", "受益人数", "1.2万人", "1.1"),
        ("数量指标", "检查次数", "每月1次", "12"),
    ],
)
def test_units_that_may_be_mixed_are_asked_for_and_the_row_stays_open(
    category: str, name: str, target: str, actual: str
) -> None:
    row = scored(category, name, target, actual)
    assert (row.score, codes(row)) == (None, ["PE-031"])


@pytest.mark.parametrize(
    ("category", "name", "target", "actual", "score"),
    [
        ("数量指标", "受益人数", "1.2万", "11000", "9.17"),
        ("数量指标", "受益人数", "12000", "1.1万", "9.17"),
        ("数量指标", "补助金额（万元）", "100", "900000元", "9"),
        ("数量指标", "受益人数（万人）", "1.2", "10800人", "9"),
        ("数量指标", "补助金额", "100万元", "0.009亿元", "9"),
    ],
)
def test_ten_thousands_count_where_they_are_written(
    category: str, name: str, target: str, actual: str, score: str
) -> None:
    assert scored(category, name, target, actual).score == Decimal(score)


@pytest.mark.parametrize(
    ("name", "target", "actual", "score"),
    [
        ("宣传片制作费", "200万", "195.5万元", "10"),
        ("项目总成本（万元）", "200", "195.5", "10"),
        ("总成本", "3.2亿", "3.1亿元", "10"),
        ("人均成本（元/人）", "200", "250", "8"),
        ("人均成本", "200元/人", "250元/人", "8"),
        ("设备购置费", "90", "120", "7.5"),
        ("成本控制率", "100%", "112%", "8.93"),
        ("成本节约率", "5%", "2%", "4"),
        ("资金到位率", "100%", "98%", "9.8"),
    ],
)
def test_a_cost_is_a_ceiling_however_its_money_is_written(
    name: str, target: str, actual: str, score: str
) -> None:
    assert scored("成本指标", name, target, actual).score == Decimal(score)


@pytest.mark.parametrize(
    ("category", "name", "target", "actual"),
    [
        ("成本指标", "采购设备", "5台", "4台"),
        ("成本指标", "某项", "20", "18"),
        ("数量指标", "单位成本", "90", "120"),
        ("质量指标", "差错率", "3%", "1%"),
        ("质量指标", "有效投诉率", "5%", "2%"),
        ("社会效益指标", "安全事故", "5起", "1起"),
        ("质量指标", "血压控制率", "80%", "75%"),
        ("时效指标", "群众等待时间", "20", "15"),
    ],
)
def test_where_nobody_can_say_what_is_better_a_sign_is_asked_for(
    category: str, name: str, target: str, actual: str
) -> None:
    row = scored(category, name, target, actual)
    assert (row.score, codes(row), row.outcome.reached) == (None, ["PE-038"], None)
    signed = scored(category, name, f"≤{target}", actual)
    assert signed.score is not None
    assert "PE-038" not in codes(signed)


@pytest.mark.parametrize(
    ("category", "name"),
    [
        ("社会效益指标", "投诉办结率"),
        ("质量指标", "故障排除率"),
        ("社会效益指标", "事故下降率"),
    ],
)
def test_a_rate_of_what_was_mended_is_no_rate_of_mistakes(
    category: str, name: str
) -> None:
    assert scored(category, name, "100%", "90%").score == 9


@pytest.mark.parametrize(
    ("name", "target"),
    [("能耗", "下降5%"), ("投诉率", "同比降低5%"), ("安全事故起数", "减少5%")],
)
def test_a_target_that_says_which_way_it_changes_needs_no_sign(
    name: str, target: str
) -> None:
    actual = target.replace("5%", "4%")
    assert scored("社会效益指标", name, target, actual).score == 8
    assert codes(scored("社会效益指标", name, target, target.replace("5%", "6%"))) == []


@pytest.mark.parametrize(
    ("category", "name", "target"),
    [("成本指标", "项目总成本", "≥90万元"), ("数量指标", "示范村建设数量", "≤4个")],
)
def test_a_sign_against_the_name_is_told_and_scored_as_written(
    category: str, name: str, target: str
) -> None:
    row = scored(category, name, target, target[1:])
    assert (row.score, codes(row)) == (10, ["PE-038"])


@pytest.mark.parametrize(
    ("target", "actual"), [("10万元", "0万元"), ("≤10万元", "0"), ("10万元", "-1万元")]
)
def test_nothing_spent_is_no_cost_that_was_kept(target: str, actual: str) -> None:
    row = scored("成本指标", "项目总成本", target, actual)
    assert (row.score, codes(row)) == (None, ["PE-150"])


@pytest.mark.parametrize(
    ("target", "actual", "score"),
    [
        ("2024.12", "2024.11", "10"),
        ("20241231", "20241220", "10"),
        ("2024年12月31日前", "20241220", "10"),
        ("12月底前", "2024年11月18日", "10"),
        ("年底前", "2024年11月", "10"),
        ("当年12月底前", "11月", "10"),
        ("2024年第三季度", "2024年8月", "10"),
        ("2024年上半年", "5月", "10"),
    ],
)
def test_days_are_read_as_people_type_them(
    target: str, actual: str, score: str
) -> None:
    assert scored("时效指标", "完成时间", target, actual).score == Decimal(score)


@pytest.mark.parametrize(
    ("target", "actual"),
    [
        ("6月30日前", "2024年7月2日"),
        ("9月前", "10月"),
        ("20241231", "20250106"),
        ("年底前", "2025年1月"),
        ("2024.11", "2024.12"),
    ],
)
def test_a_late_day_is_never_full(target: str, actual: str) -> None:
    row = scored("时效指标", "完成时间", target, actual)
    assert (row.score, row.highest, row.outcome.reached) == (
        None,
        Decimal("7.99"),
        False,
    )


@pytest.mark.parametrize(
    ("target", "actual", "code"),
    [
        ("45626", "45640", "PE-151"),
        ("2024年11月30日前", "45614", "PE-151"),
        ("2024年11月30日前", "2024年11月31日", "PE-047"),
        ("2024年9月31日前", "2024年9月20日", "PE-047"),
        ("20241231", "20241131", "PE-047"),
        ("12月底前", "2月30日", "PE-047"),
        ("2024年11月30日前", "已完成", "PE-152"),
        ("年底前", "按时完成", "PE-152"),
        ("2024年12月31日前", "2024年12月31日前", "PE-152"),
        ("2024年12月31日前", "100", "PE-152"),
    ],
)
def test_what_is_no_day_is_asked_for_and_never_scored(
    target: str, actual: str, code: str
) -> None:
    row = scored("时效指标", "完成时间", target, actual)
    assert (row.score, codes(row)) == (None, [code])


@pytest.mark.parametrize(
    ("target", "actual"),
    [
        ("40\n400", "40\n100"),
        ("40 400", "40 400"),
        ("40、400", "40"),
        ("≥40", "40 400"),
    ],
)
def test_two_figures_in_one_cell_are_never_one_number(target: str, actual: str) -> None:
    row = scored("数量指标", "培训人数", target, actual)
    assert (row.score, codes(row)) == (None, ["PE-153"])


@pytest.mark.parametrize(
    ("target", "actual"),
    [
        ("通过", "完成"),
        ("完成", "已完成"),
        ("达标", "达标。"),
        ("达标", "已达标"),
        ("达成预期指标", "达成预期指标。"),
        ("建立制度", "已全部建立制度了。"),
        ("有效提升", "有效提升。"),
        ("提高", "均已完成"),
        ("建立", "√"),
    ],
)
def test_words_for_done_reach_a_target_in_words(target: str, actual: str) -> None:
    row = scored("质量指标", "制度健全性", target, actual)
    assert (row.score, codes(row), row.outcome.reached) == (10, [], True)


@pytest.mark.parametrize(
    ("target", "actual"),
    [
        ("提高", "有所提高"),
        ("建立", "基本建立"),
        ("显著", "较显著"),
        ("提高", "未提高过"),
        ("95%", "完成"),
    ],
)
def test_other_words_and_words_beside_a_figure_stay_open(
    target: str, actual: str
) -> None:
    assert scored("质量指标", "制度健全性", target, actual).score is None


@pytest.mark.parametrize(
    ("target", "actual", "score"),
    [
        ("≥95%", "94.99%", "9.99"),
        ("≥95%", "94.9999999%", "9.99"),
        ("10000人", "9996人", "9.99"),
        ("≤100", "100.001", "9.99"),
    ],
)
def test_what_was_nearly_reached_is_one_step_below_full(
    target: str, actual: str, score: str
) -> None:
    row = scored("数量指标", "任务完成数", target, actual)
    assert (row.score, row.outcome.reached) == (Decimal(score), False)
