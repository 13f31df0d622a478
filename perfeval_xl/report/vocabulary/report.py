"""The top level of the vocabulary: everything a template can name without a dot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from perfeval_xl.report.vocabulary.findings import (
    Charts,
    CheckCounts,
    Outline,
    ProblemLine,
)
from perfeval_xl.report.vocabulary.form import (
    Execution,
    FundsLine,
    GoalLine,
    IndicatorLine,
    SectionText,
    TableText,
    TargetLine,
)
from perfeval_xl.report.vocabulary.naming import bilingual, word
from perfeval_xl.report.vocabulary.scores import (
    BandLine,
    DefectLine,
    DimensionLine,
    ExcessLine,
    LossLine,
    ScoreLine,
    ShortfallLine,
    UnscoredLine,
)

__all__ = ["Loop", "Report"]


@bilingual
@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything a template can name at its top level. Every figure is text, spelled as it should stand in the document."""

    title: str = field(metadata=word("标题", "自评表、评分表的标题"))
    year: str = field(metadata=word("年度"))
    project: str = field(metadata=word("项目名称"))
    department: str = field(metadata=word("主管部门"))
    unit: str = field(metadata=word("实施单位"))
    money_unit: str = field(metadata=word("金额单位"))
    file: str = field(metadata=word("报送文件", "报送文件的名称"))
    scheme: str = field(metadata=word("评价方案", "评价方案的名称"))
    source: str = field(metadata=word("依据文号", "评价方案依据的文号和条款"))
    basis: str = field(metadata=word("评价依据", "评价方案依据的文件：名称和文号"))
    report_date: str = field(
        metadata=word("报告日期", "栏目“报告日期”填写的日期，没有时留出手写的位置")
    )
    full_score: str = field(metadata=word("满分", "总分的满分"))
    funds: tuple[FundsLine, ...] = field(metadata=word("项目资金", "项目资金各行"))
    execution: Execution = field(metadata=word("预算执行", "预算执行情况"))
    goals: tuple[GoalLine, ...] = field(metadata=word("总体目标", "年度总体目标各行"))
    indicators: tuple[IndicatorLine, ...] = field(
        metadata=word("指标行", "表中的指标行，自评表含未使用的空行")
    )
    weight_total: str = field(
        metadata=word("分值合计", "表中填写的分值合计，没有填写时由系统计算")
    )
    weight_sum: str = field(metadata=word("分值之和", "各项指标分值之和，由系统计算"))
    self_total: str = field(metadata=word("自评总分", "自评总分，没有时为空"))
    self_grade: str = field(metadata=word("自评等级", "自评总分对应的等级，没有时为空"))
    printed_grade: str = field(
        metadata=word("填写的等级", "表中填写的等级，未填写时为空")
    )
    total: str = field(metadata=word("总分", "按评分标准的总分，有待评定的指标时为空"))
    total_said: str = field(
        metadata=word(
            "总分说法", "总分和等级的完整说法，含已核定多少分、还有多少分待评价人员判断"
        )
    )
    total_rate: str = field(
        metadata=word("总得分率", "总分除以分值合计，有待评定的指标时为空")
    )
    grade: str = field(metadata=word("等级", "总分对应的等级，不能确定时为空"))
    complete: bool = field(metadata=word("评分完成", "没有待评定的指标，总分已定"))
    decided: str = field(metadata=word("已定得分", "已评定各指标的得分合计"))
    undecided: str = field(
        metadata=word("待定分值", "待评定各指标的分值合计，没有时为“0”")
    )
    lowest: str = field(metadata=word("最低总分", "可能的最低总分"))
    highest: str = field(metadata=word("最高总分", "可能的最高总分"))
    conclusion: str = field(metadata=word("评价结论", "总分、等级及其依据，写成一句话"))
    self_conclusion: str = field(
        metadata=word("自评结论", "自评总分、等级及其依据，写成一句话")
    )
    self_results: str = field(
        metadata=word(
            "自评得分情况", "自评有没有扣分、有没有未填和超出分值的，写成一句话"
        )
    )
    bands: tuple[BandLine, ...] = field(metadata=word("等级标准", "各等级的分数线"))
    bands_text: str = field(metadata=word("等级标准文字", "各等级的分数线，写成一句话"))
    sections: Mapping[str, SectionText] = field(
        metadata=word("栏目", "单位填写的文字，按栏目名称取用")
    )
    form_sections: tuple[SectionText, ...] = field(
        metadata=word("表内栏目", "自评表内的文字栏目")
    )
    outline: Outline = field(
        metadata=word("提纲", "报告各章的文字，按国家参考提纲的章节归类")
    )
    targets: tuple[TargetLine, ...] = field(
        metadata=word("定量目标", "表上单独印出指标值和完成值的指标，没有这种表的为空")
    )
    tables: Mapping[str, TableText] = field(
        metadata=word("表格", "单位填写的表格，按表格名称取用")
    )
    dimensions: tuple[DimensionLine, ...] = field(
        metadata=word("一级指标", "一级指标及其得分")
    )
    scores: tuple[ScoreLine, ...] = field(metadata=word("各指标", "各指标及其得分"))
    losses: tuple[LossLine, ...] = field(
        metadata=word(
            "自评失分", "自评得分低于分值的指标；一条也没有不等于满分，见 full_marks"
        )
    )
    unscored: tuple[UnscoredLine, ...] = field(
        metadata=word("未填得分", "未填自评得分的指标")
    )
    excesses: tuple[ExcessLine, ...] = field(
        metadata=word("超出分值", "自评得分超过分值的指标")
    )
    full_marks: bool = field(
        metadata=word("自评满分", "各项指标都填了自评得分，且都是满分")
    )
    shortfalls: tuple[ShortfallLine, ...] = field(
        metadata=word("失分问题", "由失分得出的问题和建议")
    )
    open_scores: tuple[ScoreLine, ...] = field(
        metadata=word("待评定指标", "待评价人员评定的指标")
    )
    defects: tuple[DefectLine, ...] = field(
        metadata=word("标准说明", "所依据的评分标准本身的问题")
    )
    charts: Charts = field(metadata=word("图表", "可以在 Word 中继续修改的图表"))
    problems: tuple[ProblemLine, ...] = field(
        metadata=word("核对问题", "核对发现的问题，供核对单使用")
    )
    checks: CheckCounts = field(metadata=word("核对情况"))


@bilingual
@dataclass(frozen=True, slots=True)
class Loop:
    """What jinja knows inside a `for`; described here so that `loop.last` is checked like every other name."""

    index: int = field(metadata=word("第几次", "第几次，从 1 起"))
    first: bool = field(metadata=word("首次", "是否第一次"))
    last: bool = field(metadata=word("末次", "是否最后一次"))
    length: int = field(metadata=word("次数", "共几次"))
