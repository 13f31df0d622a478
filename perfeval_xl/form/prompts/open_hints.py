"""What to write where in a form whose rows units write: the records by kind of field, see `hints`."""

from __future__ import annotations

from collections.abc import Mapping

from perfeval_xl.amounts import plain
from perfeval_xl.form.contents.split_targets import QUALITATIVE, SIGNS
from perfeval_xl.form.layout.open import Layout, layout_for
from perfeval_xl.form.prompts.hints import (
    ABSENT_IN_ROWS_OF_UNITS,
    SCORE_SHOWN,
    TEXT_TRUE,
    TOO_LONG,
    Hint,
    goal_hints,
    name_hints,
)
from perfeval_xl.scheme.model import Scheme

__all__ = [
    "LONGEST_NOTE",
    "LONGEST_SECTION",
    "hints_for",
]

_EXAMPLE_YEAR = 2024
LONGEST_NOTE, LONGEST_SECTION = 200, 150
"""Characters that still print well in a note and in a long text."""

_FIELDS = {
    "funds_weight": "funds_0_weight",
    "rate": "funds_0_rate",
    "expected": "goal_0_expected",
    "achieved": "goal_0_achieved",
    "sign": "indicator_0_sign",
    "unit_of_target": "indicator_0_unit",
    "note": "indicator_0_note",
    "grade": "self_grade",
}
"""The fields that not every form has, by the kind of their hint."""

_ROW_FIELDS = {
    "name": "indicator_0_name",
    "sign": "indicator_0_sign",
    "target": "indicator_0_target",
    "unit_of_target": "indicator_0_unit",
    "actual": "indicator_0_actual",
    "weight": "indicator_0_weight",
    "self_score": "indicator_0_self_score",
    "note": "indicator_0_note",
}
"""The field of the first indicator by the kind of its hint."""

_TARGET = (
    "定量指标填数字或百分数，例如 7、≥95%、≤12小时；定性指标填要达到的状态，例如 达标。"
)
_TARGET_VALUE = (
    "定量指标只填数字，符号和单位填在旁边的栏里；定性指标填要达到的状态，例如 达标。"
)
_ACTUAL_VALUE = "定量指标填实际的数字，计量单位与指标值相同。定性指标填实际达到的状态，例如 达标、部分达成、未达成。"


def hints_for(scheme: Scheme, layout: Layout | None = None) -> Mapping[str, Hint]:
    """Return the hints by kind of field, in the order of the form; those of its layout, by default of the empty form."""
    layout = layout or layout_for(scheme)
    row = _in_order(_indicators(scheme, layout), layout, _ROW_FIELDS)
    closing = _in_order(_closing(scheme), layout, _closing_fields(layout))
    hints = {**_head(scheme), **goal_hints(), **row, **closing}
    return {kind: hint for kind, hint in hints.items() if _is_asked(layout, kind)}


def _in_order(
    hints: Mapping[str, Hint], layout: Layout, fields: Mapping[str, str]
) -> dict[str, Hint]:
    """Return hints as their fields follow each other in the form; those without a field of their own stay behind."""
    places = {
        kind: layout.fields[key] for kind, key in fields.items() if key in layout.fields
    }
    placed = sorted(
        (kind for kind in hints if kind in places), key=lambda kind: places[kind]
    )
    rest = [kind for kind in hints if kind not in places]
    return {kind: hints[kind] for kind in (*placed, *rest)}


def _closing_fields(layout: Layout) -> dict[str, str]:
    """Return the fields behind the indicators by the kind of their hint; texts count where the last of them stands."""
    texts = [
        key
        for key in layout.fields
        if key.startswith("section_") and key.count("_") == 1
    ]
    fields = {"total": "weight_total", "grade": "self_grade"}
    if texts:
        fields["section"] = max(texts, key=lambda key: layout.fields[key])
    return fields


def _is_asked(layout: Layout, kind: str) -> bool:
    """Whether a form has a field of this kind."""
    field = _FIELDS.get(kind)
    return field is None or field in layout.fields


def _head(scheme: Scheme) -> dict[str, Hint]:
    unit, full, weight = (
        scheme.money_unit,
        plain(scheme.full_score),
        plain(scheme.execution_weight),
    )
    budget = f"预算数为{scheme.budget_note}" if scheme.budget_note else ""
    return {
        "year": Hint(
            title="年度",
            prompt=f"请在“年度”前填写评价年度，例如（{scheme.form_year or _EXAMPLE_YEAR}年度）。",
        ),
        **name_hints(),
        "money": Hint(
            title=f"项目资金（{unit}）",
            prompt=f"请只填数字，单位为{unit}，不写“{unit}”二字。没有发生的填0，暂缺的留空。{budget}",
            error=f"这里只能填不小于0的数字，单位为{unit}，例如 24.5。",
        ),
        "funds_weight": Hint(
            title="预算执行率的分值",
            prompt=f"本方案规定为{weight}分。",
            error=f"分值应为0至{full}之间的数字。",
        ),
        "rate": Hint(
            title="执行率",
            prompt="由全年执行数÷全年预算数自动计算，预算数为0或未填时留空。",
        ),
        "funds_score": Hint(
            title="预算执行率的得分",
            prompt=_score_prompt(scheme),
            error="得分应为数字，不小于0，不大于左边的分值。",
        ),
    }


def _score_prompt(scheme: Scheme) -> str:
    """What is said beside 得分: that the form computes it, or that it is to be filled in."""
    if scheme.live_scores:
        return SCORE_SHOWN
    return "请填自评得分，右侧显示按评分标准计算的得分。"


def _indicators(scheme: Scheme, layout: Layout) -> dict[str, Hint]:
    full = plain(scheme.full_score)
    split = layout.splits_targets
    return {
        "name": Hint(
            title=layout.title_of("name"),
            prompt="请写在“指标1：”之后，单位写在括号里，例如 培训人次（人）。"
            "行数不够时，在同一二级指标的两行之间插入整行。",
        ),
        "sign": Hint(
            title=layout.title_of("sign"),
            prompt=f"请从列表中选：{'、'.join(SIGNS)}。定性指标选“{QUALITATIVE}”。",
            error=f"这里应为{'、'.join(SIGNS)}之一。",
        ),
        "target": Hint(
            title=layout.title_of("target"),
            prompt=(_TARGET_VALUE if split else _TARGET)
            + ABSENT_IN_ROWS_OF_UNITS[scheme.not_applicable],
        ),
        "unit_of_target": Hint(
            title=layout.title_of("unit"),
            prompt="请填指标值和完成值的计量单位，例如 人次、%；定性指标不填。",
        ),
        "actual": Hint(
            title=layout.title_of("actual"),
            prompt=_ACTUAL_VALUE
            if split
            else "定量指标填实际的数字，不写≥、≤；百分数写成 95%。定性指标填实际达到的状态，例如 达标、部分达成、未达成。",
        ),
        "weight": Hint(
            title=layout.title_of("weight"),
            prompt=f"请填数字。全部分值（含预算执行率）合计应为{full}分。",
            error=f"分值应为0至{full}之间的数字。",
        ),
        "self_score": Hint(
            title=layout.title_of("self_score"),
            prompt=_score_prompt(scheme),
            error="得分应为数字，不小于0，不大于左边的分值。",
        ),
        "note": Hint(
            title=layout.title_of("note"),
            prompt="没有达到指标值、扣了分，或大大超过指标值的，请写明原因和改进措施。",
            error=TOO_LONG,
        ),
    }


def _closing(scheme: Scheme) -> dict[str, Hint]:
    full = plain(scheme.full_score)
    return {
        "total": Hint(
            title="总分",
            prompt="分值、得分的合计自动计算。",
            error=f"总分应为0至{full}之间的数字。",
        ),
        "grade": Hint(
            title="自评等级",
            prompt="可以不填；要填时请从列表中选择。",
            error="等级应为本方案列出的等级之一："
            + "、".join(band.label for band in scheme.bands)
            + "。",
        ),
        "section": Hint(
            title="项目绩效分析",
            prompt=TEXT_TRUE,
            error=TOO_LONG,
        ),
    }
