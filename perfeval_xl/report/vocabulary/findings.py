"""What the checks found, the chapters of a report, and its charts."""

from __future__ import annotations

from dataclasses import dataclass, field

from perfeval_xl.report.charts.model import Chart
from perfeval_xl.report.vocabulary.form import ChapterText
from perfeval_xl.report.vocabulary.naming import bilingual, word

__all__ = ["Charts", "CheckCounts", "Outline", "ProblemLine"]


@bilingual
@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemLine:
    """One finding of the checks, in the words of the form."""

    number: int = field(metadata=word("序号"))
    code: str = field(metadata=word("编号", "问题编号，只用于查阅说明，不写进报告"))
    severity: str = field(metadata=word("级别", "级别：错误、警告或提示"))
    item: str = field(metadata=word("栏目", "有问题的栏目或指标的名称"))
    place: str = field(metadata=word("位置", "位置：工作表、单元格、指标，不写进报告"))
    found: str = field(metadata=word("填写内容", "填写的内容"))
    expected: str = field(metadata=word("应为", "应为的内容"))
    message: str = field(metadata=word("问题"))
    remedy: str = field(metadata=word("处理建议"))
    source: str = field(metadata=word("依据"))


@bilingual
@dataclass(frozen=True, slots=True, kw_only=True)
class CheckCounts:
    """How many findings there are of each severity, and how many checks found nothing."""

    errors: int = field(metadata=word("错误数", "错误的个数"))
    warnings: int = field(metadata=word("警告数", "警告的个数"))
    hints: int = field(metadata=word("提示数", "提示的个数"))
    passed: int = field(metadata=word("通过数", "通过的检查项数"))
    not_applicable: int = field(metadata=word("不适用数", "不适用的检查项数"))
    not_run: int = field(metadata=word("未进行数", "未能进行的检查项数"))


@bilingual
@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """The texts of the submission in the chapters of the national outline; every text stands in exactly one."""

    background: tuple[ChapterText, ...] = field(
        metadata=word("基本情况", "一、基本情况")
    )
    work: tuple[ChapterText, ...] = field(
        metadata=word("评价工作", "二、绩效评价工作开展情况")
    )
    conclusion: tuple[ChapterText, ...] = field(
        metadata=word("评价情况", "三、综合评价情况及评价结论")
    )
    analysis: tuple[ChapterText, ...] = field(
        metadata=word("指标分析", "四、绩效评价指标分析")
    )
    experience: tuple[ChapterText, ...] = field(
        metadata=word("经验做法", "五、主要经验及做法")
    )
    problems: tuple[ChapterText, ...] = field(
        metadata=word("存在问题", "五、存在的问题及原因分析")
    )
    advice: tuple[ChapterText, ...] = field(metadata=word("有关建议", "六、有关建议"))
    other: tuple[ChapterText, ...] = field(
        metadata=word(
            "其他事项", "七、其他需要说明的问题，不能归入前面各章的文字也在这里"
        )
    )


@bilingual
@dataclass(frozen=True, slots=True, kw_only=True)
class Charts:
    """The charts of a report. Each stands in a paragraph of its own; without figures nothing is printed."""

    rates: Chart = field(metadata=word("得分率", "各一级指标得分率"))
    execution: Chart = field(metadata=word("预算执行", "预算安排和执行"))
    scores: Chart = field(metadata=word("分值和得分", "各一级指标的分值和得分"))
