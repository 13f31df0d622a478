"""The 自评报告 of 岳阳: 附件2-2 with its cover, one table with signatures and the text part, and 附件3-2."""

from __future__ import annotations

from tools.report_templates.blocks import (
    Box,
    Cell,
    Row,
    form,
    heading,
    table,
    text,
    written,
)
from tools.report_templates.document import document, end_of_front, new_section

__all__ = ["yueyang_report"]

_DATE = "　　　　年　　月　　日"
_COLUMNS = 8
_PARTS = (
    "项目概述",
    "项目资金使用及管理情况",
    "项目组织实施情况",
    "综合评价情况及评价结论",
    "项目主要绩效情况分析",
    "主要经验及做法、存在问题和建议",
)
_NOTE = "备注：部门（单位）根据项目实际，在《项目支出绩效评价指标体系（参考样表）》上进一步完善、量化、细化个性指标，形成本项目的指标体系。"


def yueyang_report() -> bytes:
    """The whole of 附件2-2, and 附件3-2 behind it."""
    return document(
        "岳阳市财政支出绩效评价自评报告",
        _cover(),
        end_of_front(),
        form("自评报告", "项目基本概况、支出明细、绩效自评情况、评价人员和各方意见，标题在左或在上，内容在右或在下。", [21] * _COLUMNS, _table()),
        text("填报人（签名）：{{ sections.填报人.text }}　　　　　　　　联系电话：{{ sections.填报人联系电话.text }}", "表格左齐"),
        new_section(narrow=True, first=True),
        text("五、评价报告综述（文字部分）", "Heading1"),
        *(_part(number, name) for number, name in zip("一二三四五六", _PARTS, strict=True)),
        new_section(),
        text("附件3-2", "Annex"),
        text("项目支出绩效评价指标体系（参考样表）", "AnnexTitle"),
        _score_sheet(),
        text(_NOTE, "表格左齐"),
        narrow=True,
    )  # fmt: skip


def _part(number: str, name: str) -> str:
    return heading(2, f"（{number}）{name}") + written(
        f'sections["{name}"].lines', name
    )


def _cover() -> str:
    lines = (
        "评价类型：{{ sections.评价类型.text }}",
        "项目名称：{{ project }}",
        "项目单位：{{ unit }}",
        "主管部门：{{ department }}",
        "评价方式：{{ sections.评价方式.text }}",
        "评价机构：{{ sections.评价机构.text }}",
    )
    return "".join(
        (
            text("附件2-2", "Annex"),
            text(""),
            text(""),
            text("岳阳市财政支出绩效评价自评报告", "Title"),
            *(text("") for _ in range(3)),
            *(text(line, "CoverLine") for line in lines),
            *(text("") for _ in range(2)),
            text("报告日期：{{ report_date }}", "Subtitle"),
            text("岳阳市财政局（制）", "Subtitle"),
        )
    )


def _table() -> list[Row]:
    return [*_facts(), *_money(), *_goals(), *_targets(), *_people()]


def _banner(content: str) -> list[Box]:
    return [Box(content, _COLUMNS, "表格标题")]


def _facts() -> list[Row]:
    return [
        _banner("一、项 目 基 本 概 况"),
        [Box("项目负责人", 2), Box("{{ sections.项目负责人.text }}", 2), Box("联系电话"), Box("{{ sections.联系电话.text }}", 3)],
        [Box("项目地址", 2), Box("{{ sections.项目地址.text }}", 2), Box("邮  编"), Box("{{ sections.邮编.text }}", 3)],
        [Box("项目起止时间", 2), Box("{{ sections.项目起止时间.text }}", 6)],
    ]  # fmt: skip


def _money() -> list[Row]:
    """Four stages beside each other; under each of them the sources."""
    stages = (
        ("计划安排资金", "initial_budget"),
        ("实际到位资金", "budget"),
        ("实际支出", "executed"),
        ("结余", "balance"),
    )
    source = "{% if loop.index == 2 %}其中：{% endif %}{{ f.source }}"
    row: list[Box] = []
    for name, field in stages:
        row.append(
            Box(
                f"{{% if loop.first %}}{name}（{{{{ money_unit }}}}）{{% else %}}{source}{{% endif %}}"
            )
        )
        row.append(Box(f"{{{{ f.{field} }}}}"))
    spent = "tables.项目支出明细"
    return [
        "{%tr for f in funds %}",
        row,
        "{%tr endfor %}",
        _banner("二、项目支出明细情况"),
        [Box("支出内容", 3), Box("实际支出数", 2), Box("会计凭证号", 2), Box("备注")],
        f"{{%tr for r in {spent}.rows %}}",
        [
            Box("{{ r.支出内容 }}", 3),
            Box("{{ r.实际支出数万元 }}{% if r.实际支出数万元 %}{{ money_unit }}{% endif %}", 2),
            Box("{{ r.会计凭证号 }}", 2),
            Box("{{ r.备注 }}"),
        ],
        "{%tr endfor %}",
        [Box("支出合计", 3), Box(f"{{% if {spent}.total %}}{{{{ {spent}.total }}}}{{{{ money_unit }}}}{{% endif %}}", 2), Box("", 2), Box()],
    ]  # fmt: skip


def _goals() -> list[Row]:
    """Every goal with its name in one cell, as the source has them."""
    each_goal = "{%p for g in goals %}\n"
    expected = (
        each_goal
        + "{{ g.label }}\n{%p for t in g.expected_lines %}\n{{ t }}\n{%p endfor %}\n{%p endfor %}"
    )
    achieved = (
        each_goal
        + "{%p for t in g.achieved_lines %}\n{{ t }}\n{%p endfor %}\n{%p endfor %}"
    )
    label = "项目绩效定性目标及实施计划完成情况"
    return [
        _banner("三、项目绩效自评情况"),
        [Box(label, down="restart"), Box("预  期 目 标", 4), Box("实际完成", 3)],
        [
            Box(down="continue"),
            Box(expected, 4, "表格左齐"),
            Box(achieved, 3, "表格左齐"),
        ],
    ]


def _targets() -> list[Row]:
    """Two rows for every kind of target, as the official form prints; the second stays blank."""
    label = "项目绩效定量目标（指标）及完成情况"
    kinds = [Box("{{ t.group }}{{ merge }}"), Box("{{ t.name }}{{ merge }}")]
    return [
        [Box(label + "{{ merge }}"), Box("一级指标"), Box("二级指标"), Box("指标内容", 2), Box("指标（目标）值", 2), Box("实际完成值")],
        "{%tr for t in targets %}",
        [Box(label + "{{ merge }}"), *kinds, Box("{{ t.content }}", 2, "表格左齐"), Box("{{ t.target }}", 2), Box("{{ t.actual }}")],
        [Box(label + "{{ merge }}"), *kinds, Box("", 2), Box("", 2), Box()],
        "{%tr endfor %}",
        [Box("绩效自评综合得分", 3), Box("{% if self_total %}{{ self_total }}分{% endif %}", 5)],
        [Box("评价等次", 3), Box("{% if printed_grade %}{{ printed_grade }}{% else %}{{ self_grade }}{% endif %}", 5)],
    ]  # fmt: skip


def _people() -> list[Row]:
    opinions = (
        ("项目单位意见", "项目单位负责人（签章）："),
        ("主管部门意见", "主管部门负责人（签章）："),
        ("财政部门归口业务科室意见", "财政部门归口业务科室负责人（签章）："),
    )
    rows: list[Row] = [
        _banner("四、评价人员"),
        [Box("姓名", 2), Box("职称/职务", 2), Box("单  位", 2), Box("签字", 2)],
        "{%tr for r in tables.评价人员.rows %}",
        [
            Box("{{ r.姓名 }}", 2),
            Box("{{ r.职称职务 }}", 2),
            Box("{{ r.单位 }}", 2),
            Box("{{ r.签字 }}", 2),
        ],
        "{%tr endfor %}",
        [
            Box(
                f"评价组组长（签字）：{{{{ sections.评价组组长.text }}}}\n\n{_DATE}",
                _COLUMNS,
                "表格左齐",
            )
        ],
    ]
    for name, signed in opinions:
        said = f"{name}：\n{{{{ sections.{name}.text }}}}\n\n　　　　　　　　　　{signed}\n　　　　　　　　　　{_DATE}"
        rows.append([Box(said, _COLUMNS, "表格左齐")])
    return rows


def _score_sheet() -> str:
    columns = (
        Cell(
            heading="一级指标",
            content="{{ s.dimension }}",
            width=17,
            merge=True,
            total="总分",
        ),
        Cell(
            heading="分值",
            content="{{ s.dimension_weight }}",
            width=10,
            merge=True,
            total="{{ weight_sum }}",
        ),
        Cell(heading="二级指标", content="{{ s.group }}", width=17, merge=True),
        Cell(
            heading="分值",
            content="{{ s.group_weight }}",
            width=10,
            merge=True,
            total="{{ weight_sum }}",
        ),
        Cell(heading="三级指标", content="{{ s.name }}", width=17),
        Cell(
            heading="分值", content="{{ s.weight }}", width=10, total="{{ weight_sum }}"
        ),
        Cell(heading="具体指标", content="{{ s.meaning }}", width=34, style="表格小字"),
        Cell(
            heading="评价标准", content="{{ s.standard }}", width=42, style="表格小字"
        ),
        Cell(
            heading="自评得分",
            content="{{ s.self_score }}",
            width=13,
            total="{{ self_total }}",
        ),
    )
    return table(
        "项目支出绩效评价指标体系",
        "每行一项三级指标：各级指标的分值、具体指标、评价标准和自评得分，最后一行是总分。",
        "s in scores",
        columns,
        total=True,
    )
