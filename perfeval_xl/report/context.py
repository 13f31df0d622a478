"""The names a report template may use: every name with its type and its meaning in Chinese.

These records are the whole vocabulary. `lint` resolves the tags of a template against them before anything is
rendered, and the table in `docs/report-templates.md` is written from them. Every figure is text already, spelled as it
should stand in the document; an empty text means that there is nothing to say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = [
    "MEANING",
    "CheckCounts",
    "DimensionLine",
    "ExcessLine",
    "Execution",
    "FundsLine",
    "GoalLine",
    "IndicatorLine",
    "Loop",
    "LossLine",
    "ProblemLine",
    "Report",
    "ScoreLine",
    "SectionText",
    "UnscoredLine",
]

MEANING = "meaning"
"""The key of a field's metadata that holds its Chinese meaning."""


def _named(meaning: str) -> dict[str, str]:
    return {MEANING: meaning}


@dataclass(frozen=True, slots=True, kw_only=True)
class FundsLine:
    """One row of 项目资金, as printed in the form."""

    label: str = field(metadata=_named("行名，如“其中：当年财政拨款”"))
    source: str = field(metadata=_named("资金来源，如“当年财政拨款”"))
    initial_budget: str = field(metadata=_named("年初预算数"))
    budget: str = field(metadata=_named("全年预算数"))
    executed: str = field(metadata=_named("全年执行数"))
    weight: str = field(metadata=_named("分值；分来源各行为“—”"))
    rate: str = field(metadata=_named("执行率，单位未填时由系统计算"))
    self_score: str = field(metadata=_named("自评得分；分来源各行为“—”"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Execution:
    """How the budget was executed, computed by the program from the first funds row."""

    computable: bool = field(metadata=_named("预算数与执行数都是数字且预算数不为零，执行率可以计算"))
    initial_budget: str = field(metadata=_named("年初预算数"))
    budget: str = field(metadata=_named("全年预算数"))
    executed: str = field(metadata=_named("全年执行数"))
    rate: str = field(metadata=_named("系统计算的预算执行率"))
    sources: tuple[FundsLine, ...] = field(metadata=_named("填写了金额的资金来源"))


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalLine:
    """One pair of 年度总体目标."""

    expected: str = field(metadata=_named("预期目标"))
    achieved: str = field(metadata=_named("实际完成情况"))


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorLine:
    """One indicator row of the form; an unused row of the official form has only its place."""

    dimension: str = field(metadata=_named("一级指标"))
    category: str = field(metadata=_named("二级指标"))
    number: int = field(metadata=_named("在二级指标下的序号"))
    name: str = field(metadata=_named("三级指标"))
    target: str = field(metadata=_named("年度指标值"))
    actual: str = field(metadata=_named("实际完成值"))
    weight: str = field(metadata=_named("分值"))
    self_score: str = field(metadata=_named("自评得分"))
    note: str = field(metadata=_named("偏差原因分析及改进措施"))


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionText:
    """One text the unit writes."""

    name: str = field(metadata=_named("栏目名称"))
    group: str = field(metadata=_named("上级栏目，没有时为空"))
    text: str = field(metadata=_named("全文"))
    paragraphs: tuple[str, ...] = field(metadata=_named("逐段的文字，单位未填写时没有"))


@dataclass(frozen=True, slots=True, kw_only=True)
class DimensionLine:
    """One 一级指标 with both scores."""

    name: str = field(metadata=_named("一级指标"))
    weight: str = field(metadata=_named("分值"))
    self_score: str = field(metadata=_named("自评得分"))
    self_rate: str = field(metadata=_named("自评得分率；下面的指标有未填得分或得分超过分值的，为空"))
    doubtful: bool = field(metadata=_named("下面的指标有未填得分或得分超过分值的，自评得分不完整或不可信"))
    score: str = field(metadata=_named("规则得分"))
    rate: str = field(metadata=_named("规则得分率"))


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreLine:
    """One scored indicator with both scores and the sentence that explains the rule's."""

    number: int = field(metadata=_named("序号"))
    dimension: str = field(metadata=_named("一级指标"))
    name: str = field(metadata=_named("指标名称"))
    weight: str = field(metadata=_named("分值"))
    self_score: str = field(metadata=_named("自评得分"))
    score: str = field(metadata=_named("规则得分；待评价人员判断的，为可能的最低分至最高分"))
    differs: bool = field(metadata=_named("自评得分与规则得分不同"))
    explanation: str = field(metadata=_named("规则得分的说明"))


@dataclass(frozen=True, slots=True, kw_only=True)
class LossLine:
    """One indicator for which the unit gave itself less than the full points."""

    name: str = field(metadata=_named("指标名称"))
    weight: str = field(metadata=_named("分值"))
    self_score: str = field(metadata=_named("自评得分"))
    lost: str = field(metadata=_named("自评扣减的分数"))
    target: str = field(metadata=_named("年度指标值"))
    actual: str = field(metadata=_named("实际完成值"))
    note: str = field(metadata=_named("单位填写的偏差原因，未填写时为空"))


@dataclass(frozen=True, slots=True, kw_only=True)
class UnscoredLine:
    """One indicator for which the unit gave itself no score."""

    name: str = field(metadata=_named("指标名称"))
    weight: str = field(metadata=_named("分值"))


@dataclass(frozen=True, slots=True, kw_only=True)
class ExcessLine:
    """One indicator for which the unit gave itself more than the full points."""

    name: str = field(metadata=_named("指标名称"))
    weight: str = field(metadata=_named("分值"))
    self_score: str = field(metadata=_named("自评得分"))
    excess: str = field(metadata=_named("自评超出分值的分数"))


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemLine:
    """One finding of the checks."""

    number: int = field(metadata=_named("序号"))
    code: str = field(metadata=_named("问题编号"))
    severity: str = field(metadata=_named("级别：错误、警告或提示"))
    place: str = field(metadata=_named("位置：工作表、单元格、指标"))
    found: str = field(metadata=_named("填写的内容"))
    expected: str = field(metadata=_named("应为的内容"))
    message: str = field(metadata=_named("问题"))
    remedy: str = field(metadata=_named("处理建议"))
    source: str = field(metadata=_named("依据"))


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckCounts:
    """How many findings there are of each severity, and how many checks found nothing."""

    errors: int = field(metadata=_named("错误的个数"))
    warnings: int = field(metadata=_named("警告的个数"))
    hints: int = field(metadata=_named("提示的个数"))
    passed: int = field(metadata=_named("通过的检查项数"))
    not_applicable: int = field(metadata=_named("不适用的检查项数"))
    not_run: int = field(metadata=_named("未能进行的检查项数"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything a template can name at its top level."""

    title: str = field(metadata=_named("自评表的标题"))
    year: str = field(metadata=_named("年度"))
    project: str = field(metadata=_named("项目名称"))
    department: str = field(metadata=_named("主管部门"))
    unit: str = field(metadata=_named("实施单位"))
    money_unit: str = field(metadata=_named("金额单位"))
    file: str = field(metadata=_named("报送文件的名称"))
    scheme: str = field(metadata=_named("评价方案的名称"))
    source: str = field(metadata=_named("评价方案的文件依据"))
    funds: tuple[FundsLine, ...] = field(metadata=_named("项目资金各行"))
    execution: Execution = field(metadata=_named("预算执行情况"))
    goals: tuple[GoalLine, ...] = field(metadata=_named("年度总体目标各行"))
    indicators: tuple[IndicatorLine, ...] = field(metadata=_named("自评表的指标行，含未使用的空行"))
    weight_total: str = field(metadata=_named("分值合计"))
    self_total: str = field(metadata=_named("自评总分，没有时为空"))
    self_grade: str = field(metadata=_named("自评总分对应的等级，没有时为空"))
    printed_grade: str = field(metadata=_named("自评表总分行填写的等级，未填写时为空"))
    total: str = field(metadata=_named("规则总分；有得分待评价人员判断的，为可能的最低分至最高分，如“79.55至96.54”"))
    total_said: str = field(metadata=_named("规则总分和等级的完整说法，含已核定多少分、还有多少分待评价人员判断"))
    open: bool = field(metadata=_named("有得分待评价人员判断，规则总分还没有定"))
    grade: str = field(metadata=_named("规则总分对应的等级，不能确定的为“待定”"))
    sections: Mapping[str, SectionText] = field(metadata=_named("单位填写的文字，按栏目名称取用"))
    form_sections: tuple[SectionText, ...] = field(metadata=_named("自评表内的文字栏目"))
    dimensions: tuple[DimensionLine, ...] = field(metadata=_named("一级指标得分"))
    scores: tuple[ScoreLine, ...] = field(metadata=_named("各指标得分"))
    losses: tuple[LossLine, ...] = field(metadata=_named("自评得分低于分值的指标；一条也没有不等于满分，见 full_marks"))
    unscored: tuple[UnscoredLine, ...] = field(metadata=_named("未填自评得分的指标"))
    excesses: tuple[ExcessLine, ...] = field(metadata=_named("自评得分超过分值的指标"))
    full_marks: bool = field(metadata=_named("各项指标都填了自评得分，且都是满分"))
    problems: tuple[ProblemLine, ...] = field(metadata=_named("核对发现的问题"))
    checks: CheckCounts = field(metadata=_named("检查情况"))


@dataclass(frozen=True, slots=True)
class Loop:
    """What jinja knows inside a `for`; described here so that `loop.last` is checked like every other name."""

    index: int = field(metadata=_named("第几次，从 1 起"))
    first: bool = field(metadata=_named("是否第一次"))
    last: bool = field(metadata=_named("是否最后一次"))
    length: int = field(metadata=_named("共几次"))
