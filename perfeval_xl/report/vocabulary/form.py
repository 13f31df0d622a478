"""What stands in the form: money, goals, indicators, texts and tables, spelled as they are printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from perfeval_xl.report.vocabulary.naming import bilingual, word

__all__ = [
    "ChapterText",
    "Execution",
    "FundsLine",
    "GoalLine",
    "IndicatorLine",
    "SectionText",
    "TableText",
    "TargetLine",
    "WrittenLine",
]


@bilingual
@dataclass(frozen=True, slots=True, kw_only=True)
class FundsLine:
    """One row of 项目资金, as printed in the form."""

    label: str = field(metadata=word("行名", "行名，如“其中：当年财政拨款”"))
    source: str = field(metadata=word("资金来源", "资金来源，如“当年财政拨款”"))
    initial_budget: str = field(metadata=word("年初预算数"))
    budget: str = field(metadata=word("全年预算数"))
    executed: str = field(metadata=word("全年执行数"))
    balance: str = field(
        metadata=word("结余", "结余：全年预算数减全年执行数，有一项不是数字时为空")
    )
    weight: str = field(metadata=word("分值", "分值；分来源各行为“—”"))
    rate: str = field(metadata=word("执行率", "执行率，单位未填时由系统计算"))
    self_score: str = field(metadata=word("自评得分", "自评得分；分来源各行为“—”"))


@bilingual
@dataclass(frozen=True, slots=True, kw_only=True)
class Execution:
    """How the budget was executed, computed by the program from the first funds row."""

    computable: bool = field(
        metadata=word("可计算", "预算数与执行数都是数字且预算数不为零，执行率可以计算")
    )
    initial_budget: str = field(metadata=word("年初预算数"))
    budget: str = field(metadata=word("全年预算数"))
    executed: str = field(metadata=word("全年执行数"))
    balance: str = field(metadata=word("结余", "结余：全年预算数减全年执行数"))
    rate: str = field(metadata=word("执行率", "系统计算的预算执行率"))
    sources: tuple[FundsLine, ...] = field(
        metadata=word("各来源", "填写了金额的资金来源")
    )
    text: str = field(metadata=word("文字", "预算安排和执行情况，写成一句话"))


@bilingual
@dataclass(frozen=True, slots=True, kw_only=True)
class GoalLine:
    """One pair of 年度总体目标."""

    label: str = field(metadata=word("名称", "表上印的目标名称，没有时为空"))
    expected: str = field(metadata=word("预期目标"))
    achieved: str = field(metadata=word("实际完成情况"))
    expected_lines: tuple[str, ...] = field(
        metadata=word("预期目标各段", "预期目标，逐段")
    )
    achieved_lines: tuple[str, ...] = field(
        metadata=word("完成情况各段", "实际完成情况，逐段")
    )


@bilingual
@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorLine:
    """One indicator row of the form; an unused row of the official form has only its place."""

    dimension: str = field(metadata=word("一级指标"))
    category: str = field(metadata=word("二级指标"))
    number: int = field(metadata=word("序号", "在二级指标下的序号"))
    name: str = field(metadata=word("三级指标"))
    target: str = field(metadata=word("年度指标值"))
    actual: str = field(metadata=word("实际完成值"))
    weight: str = field(metadata=word("分值"))
    self_score: str = field(metadata=word("自评得分"))
    note: str = field(metadata=word("偏差原因", "偏差原因分析及改进措施"))


@bilingual
@dataclass(frozen=True, slots=True, kw_only=True)
class TargetLine:
    """One row of a table of targets that the form prints beside its scores."""

    group: str = field(metadata=word("一级指标"))
    name: str = field(metadata=word("二级指标"))
    content: str = field(metadata=word("指标内容"))
    target: str = field(metadata=word("指标值"))
    actual: str = field(metadata=word("完成值"))


@bilingual
@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenLine:
    """One line of what the unit wrote: a paragraph, or a heading that it numbered itself."""

    level: int = field(
        metadata=word("级次", "标题的级次：（一）为2，1.为3，（1）为4；不是标题的为0")
    )
    text: str = field(metadata=word("文字"))


@bilingual
@dataclass(frozen=True, slots=True, kw_only=True)
class SectionText:
    """One text the unit writes."""

    name: str = field(metadata=word("名称", "栏目名称"))
    group: str = field(metadata=word("上级栏目", "上级栏目，没有时为空"))
    text: str = field(metadata=word("全文"))
    paragraphs: tuple[str, ...] = field(
        metadata=word("各段", "逐段的文字，单位未填写时没有")
    )
    lines: tuple[WrittenLine, ...] = field(
        metadata=word("各行文字", "逐段的文字，并分出单位自己编号的小标题")
    )


@bilingual
@dataclass(frozen=True, slots=True, kw_only=True)
class ChapterText:
    """One text in the chapter of the outline that it belongs to."""

    name: str = field(metadata=word("名称", "栏目名称"))
    repeats: bool = field(
        metadata=word("同章名", "栏目名称就是这一章的名称，不必再写小标题")
    )
    paragraphs: tuple[str, ...] = field(
        metadata=word("各段", "逐段的文字，单位未填写时没有")
    )
    lines: tuple[WrittenLine, ...] = field(
        metadata=word("各行文字", "逐段的文字，并分出单位自己编号的小标题")
    )


@bilingual
@dataclass(frozen=True, slots=True, kw_only=True)
class TableText:
    """One table with free rows, such as 项目支出明细; the cells of a row are called by the headings of the columns."""

    name: str = field(metadata=word("名称", "表格名称"))
    rows: tuple[Mapping[str, str], ...] = field(
        metadata=word(
            "各行",
            "填写了内容的行，`row.列名` 是该列的文字，列名照表头写，不含空格和括号",
        )
    )
    total: str = field(
        metadata=word("合计", "合计一栏各行之和，没有合计栏、有一行不是数字时为空")
    )
