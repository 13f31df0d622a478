"""The report of 咸安 by a third party: its number, the table of points and grade, and four chapters."""

from __future__ import annotations

from tools.report_templates.blocks import (
    Box,
    Row,
    each,
    form,
    heading,
    text,
    when,
    written,
)
from tools.report_templates.document import document

__all__ = ["xianan_report"]


def xianan_report() -> bytes:
    """The chapters in the order of the source; the table says under itself where the source does not add up."""
    return document(
        "绩效评价报告",
        text("{{ project }}", "Title"),
        text("绩效评价报告", "Title"),
        text("{{ sections.报告文号.text }}", "Subtitle"),
        text(""),
        heading(1, "一、综合评分"),
        each("t in sections.综合评分.lines", text("{{ t.text }}")),
        when("not sections.综合评分.lines", text("{{ conclusion }}")),
        _points(),
        each("d in dimensions", when("d.defect", text("{{ d.defect }}", "表格左齐"))),
        heading(1, "二、绩效指标完成情况分析"),
        written("sections.绩效指标完成情况分析.lines", "绩效指标完成情况分析"),
        heading(1, "三、存在的主要问题"),
        heading(2, "（一）{{ year }}年度绩效评价结果应用情况"),
        written("sections.绩效评价结果应用情况.lines", "上次评价结果的应用情况"),
        heading(2, "（二）存在问题"),
        written("sections.存在问题.lines", "存在的问题，没有的写“无”"),
        heading(1, "四、结果应用建议"),
        written("sections.结果应用建议.lines", "结果应用建议"),
    )


def _points() -> str:
    score = "{% if d.open %}待评定{% else %}{{ d.score }}{% endif %}"
    rows: list[Row] = [
        [Box("评价分数和等级", 5, "表格标题")],
        [Box("序号"), Box("项目"), Box("标准分数"), Box("评价得分"), Box("等级")],
        "{%tr for d in dimensions %}",
        [
            Box("{{ d.number }}"),
            Box("{{ d.name }}"),
            Box("{{ d.weight }}"),
            Box(score),
            Box("{{ grade }}{{ merge }}"),
        ],
        "{%tr endfor %}",
        [Box("总计", 2), Box("{{ weight_sum }}"), Box("{{ total }}"), Box()],
    ]
    described = "每行一个一级指标的标准分数和评价得分，右侧是评价等级，最后一行是总计。"
    return form("评价分数和等级", described, (18, 44, 32, 32, 28), rows, heads=2)
