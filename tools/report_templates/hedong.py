"""The report of 河东 by a third party: who commissioned it, the score table, and a chapter for every 一级指标."""

from __future__ import annotations

from tools.report_templates.blocks import (
    Cell,
    caption,
    each,
    heading,
    table,
    text,
    when,
    written,
)
from tools.report_templates.document import document

__all__ = ["hedong_report"]


def hedong_report() -> bytes:
    """The chapters in the order of the source."""
    return document(
        "项目绩效评价报告",
        text("{{ year }}年度{{ project }}绩效评价报告", "Title"),
        text(""),
        text("项目名称：{{ project }}", "CoverLine"),
        text("项目单位：{{ unit }}", "CoverLine"),
        text("委托单位：{{ sections.委托单位.text }}", "CoverLine"),
        text("第三方机构：{{ sections.第三方机构.text }}", "CoverLine"),
        text(""),
        _background(),
        _work(),
        _conclusion(),
        heading(1, "五、存在问题及原因分析"),
        _written("存在问题及原因分析"),
        heading(1, "六、意见建议"),
        _written("意见建议"),
    )


def _written(name: str) -> str:
    return written(f"sections.{name}.lines", name)


def _background() -> str:
    parts = (
        "项目立项目的及实施背景",
        "项目预算安排和支出情况",
        "项目主要内容和实施情况",
    )
    chapters = (
        heading(2, f"（{n}）{name}") + _written(name)
        for n, name in zip("一二三", parts, strict=True)
    )
    return "".join(
        (
            heading(1, "一、项目基本情况"),
            *chapters,
            heading(1, "二、项目绩效目标"),
            each(
                "g in goals",
                when("loop.index == 1", heading(2, "（一）总体绩效目标")),
                when("loop.index == 2", heading(2, "（二）{{ year }}年度绩效目标")),
                each("t in g.expected_lines", text("{{ t }}")),
                when("g.achieved", text("实际完成情况：{{ g.achieved }}")),
                when("not g.expected", text("【请补写：绩效目标】")),
            ),
        )
    )


def _work() -> str:
    def numbered(*names: str) -> str:
        return "".join(
            heading(3, f"{n}．{name}") + _written(name)
            for n, name in enumerate(names, 1)
        )

    return "".join(
        (
            heading(1, "三、评价基本情况"),
            heading(2, "（一）绩效评价目的、对象和范围"),
            numbered("评价目的", "评价对象与范围"),
            heading(2, "（二）绩效评价原则、评价指标体系、评价方法、评价标准等"),
            numbered("评价原则和方法", "评价指标体系", "评价标准"),
            heading(2, "（三）绩效评价工作过程"),
            _written("绩效评价工作过程"),
        )
    )


def _conclusion() -> str:
    columns = (
        Cell(heading="一级指标", content="{{ d.name }}", width=40, total="合计"),
        Cell(
            heading="权重",
            content="{{ d.weight|两位小数 }}",
            width=36,
            total="{{ weight_sum|两位小数 }}",
        ),
        Cell(
            heading="得分",
            content="{% if d.open %}待评定{% else %}{{ d.score|两位小数 }}{% endif %}",
            width=36,
            total="{{ total|两位小数 }}",
        ),
        Cell(
            heading="得分率",
            content="{{ d.rate|两位小数 }}",
            width=36,
            total="{{ total_rate|两位小数 }}",
        ),
    )
    drafted = text("{{ d.text }}") + each(
        "s in d.scores", text("{{ s.name }}：{{ s.reason }}。")
    )
    return "".join(
        (
            heading(1, "四、评价结论和绩效分析"),
            heading(2, "（一）综合评价结论"),
            each("t in sections.综合评价结论.lines", text("{{ t.text }}")),
            when("not sections.综合评价结论.lines", text("{{ conclusion }}具体情况见下表：")),
            caption("{{ year }}年度{{ project }}综合得分表"),
            table("综合得分表", "每行一个一级指标的权重、得分和得分率，最后一行是合计。", "d in dimensions", columns, total=True),
            heading(2, "（二）绩效分析"),
            each(
                "d in dimensions",
                heading(3, "{{ d.number }}．{{ d.name }}指标分析"),
                each("t in d.lines", text("{{ t.text }}")),
                when("not d.lines", drafted),
                when("d.defect", text("{{ d.defect }}")),
            ),
        )
    )  # fmt: skip
