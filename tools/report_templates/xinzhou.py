"""The 自评报告 of 忻州: its own chapters, the same table."""

from __future__ import annotations

from tools.report_templates.blocks import each, heading, signature, text, unless_any
from tools.report_templates.document import document
from tools.report_templates.general import own_results, self_evaluation_form

__all__ = ["xinzhou_report"]


def xinzhou_report() -> bytes:
    """The chapters as the source has them, numbered without gaps."""
    return document(
        "项目支出绩效自评报告",
        text(
            "{% if project %}{{ project }}{% else %}（项目名称未填写）{% endif %}",
            "Title",
        ),
        text("项目支出绩效自评报告", "Title"),
        text("（{{ year }}年度）", "Subtitle"),
        text(""),
        heading(1, "一、项目支出基本情况"),
        heading(2, "（一）项目立项背景"),
        _section("项目立项背景"),
        heading(2, "（二）资金用途及目的"),
        _section("资金用途及目的"),
        heading(2, "（三）项目资金预算和执行情况"),
        text("{{ execution.text }}"),
        each("line in sections.资金支付情况.paragraphs", text("{{ line }}")),
        heading(1, "二、绩效自评工作开展情况"),
        _section("绩效自评工作开展情况"),
        heading(1, "三、绩效自评结果及分析"),
        each("line in sections.绩效自评结果及分析.paragraphs", text("{{ line }}")),
        own_results(),
        heading(1, "四、自评发现的问题及整改措施"),
        _section("自评发现的问题及整改措施"),
        heading(1, "五、绩效自评结果应用建议"),
        _section("绩效自评结果应用建议"),
        text("", "BeforeSignature"),
        text("附件：{{ title }}", "BeforeSignature"),
        signature("{{ unit }}", "{{ report_date }}"),
        self_evaluation_form(),
        narrow=True,
    )


def _section(name: str) -> str:
    return each(f"line in sections.{name}.paragraphs", text("{{ line }}")) + unless_any(
        f"sections.{name}.paragraphs", name
    )
