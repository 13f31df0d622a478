"""The templates that serve every scheme: 自评报告, 评价报告, 评分单, 核对单."""

from __future__ import annotations

from pathlib import Path

from tools.report_templates.blocks import (
    Cell,
    each,
    heading,
    picture,
    signature,
    table,
    text,
    unless_any,
    when,
)
from tools.report_templates.document import document, new_section

__all__ = [
    "check_sheet",
    "evaluation_report",
    "score_sheet",
    "self_evaluation_form",
    "self_report",
]

_SELF_TABLE = Path(__file__).with_name("self_evaluation_table.xml")


def self_evaluation_form() -> str:
    """The official 自评表 as an annex, cell for cell."""
    return "".join(
        (
            new_section(),
            text("附件", "Annex"),
            text("{{ title }}", "AnnexTitle"),
            text("（{{ year }}年度）", "Subtitle"),
            _SELF_TABLE.read_text(encoding="utf-8"),
        )
    )


def own_results() -> str:
    """The chapter of results in a report that the unit itself signs: only its own points."""
    return "".join(
        (
            text("{{ self_conclusion }}"),
            text("从各项指标看，{{ self_results }}"),
            each("d in dimensions", text("{{ d.self_text }}")),
            picture("{{ charts.rates }}", "图1　各一级指标自评得分率"),
        )
    )


def self_report() -> bytes:
    """The 自评报告 of every open scheme."""
    return document(
        "项目支出绩效自评报告",
        _title("项目支出绩效自评报告"),
        heading(1, "一、项目基本情况"),
        heading(2, "（一）项目预算安排和执行情况"),
        text("{{ execution.text }}"),
        heading(2, "（二）年度总体目标及完成情况"),
        _goals(),
        _numbered("background", after=2),
        heading(1, "二、绩效自评工作开展情况"),
        text("本次自评依据{{ basis }}。"),
        _plain("work"),
        unless_any("outline.work", "自评的组织、过程和方法"),
        heading(1, "三、绩效自评结果及分析"),
        own_results(),
        _plain("analysis"),
        heading(1, "四、主要经验做法"),
        _plain("experience"),
        unless_any("outline.experience", "主要经验做法，没有的写“无”"),
        heading(1, "五、存在的问题及原因分析"),
        _plain("problems"),
        unless_any("outline.problems", "存在的问题和原因，没有的写“无”"),
        heading(1, "六、改进措施和建议"),
        _plain("advice", "LastText"),
        unless_any("outline.advice", "下一步改进措施，没有的写“无”"),
        when(
            "outline.other",
            heading(1, "七、其他需要说明的问题"),
            _plain("other", "LastText"),
        ),
        text("", "BeforeSignature"),
        text("附件：{{ title }}", "BeforeSignature"),
        signature("{{ unit }}", "{{ report_date }}"),
        self_evaluation_form(),
        narrow=True,
    )


def evaluation_report() -> bytes:
    """The 部门评价、财政评价 report of every fixed scheme, after the national outline."""
    return document(
        "绩效评价报告",
        _title("绩效评价报告"),
        heading(1, "一、基本情况"),
        heading(2, "（一）预算安排和执行情况"),
        text("{{ execution.text }}"),
        picture("{{ charts.execution }}", "图1　预算安排和执行情况"),
        heading(2, "（二）项目绩效目标"),
        _goals(),
        _numbered("background", after=2),
        unless_any("outline.background", "项目概况"),
        heading(1, "二、绩效评价工作开展情况"),
        heading(2, "（一）评价依据和等级标准"),
        text("本次评价依据{{ basis }}。等级标准为：{{ bands_text }}。"),
        _numbered("work", after=1),
        unless_any("outline.work", "评价的目的、对象、范围、方法和过程"),
        _conclusion(),
        _analysis(),
        _lessons(),
        heading(1, "七、其他需要说明的问题"),
        _plain("other", "LastText"),
        each(
            "d in defects",
            text("关于“{{ d.place }}”的评分标准：{{ d.text }}", "LastText"),
        ),
        when("not outline.other and not defects", text("无。", "LastText")),
        text("", "BeforeSignature"),
        text("附件：绩效评价指标评分表", "BeforeSignature"),
        signature("{{ unit }}", "{{ report_date }}"),
        new_section(),
        text("附件", "Annex"),
        text("绩效评价指标评分表", "AnnexTitle"),
        text("{{ project }}（{{ year }}年度）", "Subtitle"),
        _score_table(),
        narrow=True,
    )


def _lessons() -> str:
    """What was done well, what was not, and what is advised."""
    return "".join(
        (
            heading(1, "五、主要经验及做法、存在的问题及原因分析"),
            heading(2, "（一）主要经验及做法"),
            _plain("experience"),
            unless_any("outline.experience", "主要经验及做法，没有的写“无”"),
            heading(2, "（二）存在的问题及原因分析"),
            _plain("problems"),
            each(
                "s in shortfalls",
                heading(3, "{{ s.number }}．{{ s.title }}"),
                text("{{ s.text }}"),
            ),
            heading(1, "六、有关建议"),
            _plain("advice"),
            each(
                "s in shortfalls",
                heading(3, "{{ s.number }}．{{ s.advice_title }}"),
                text("{{ s.advice }}"),
            ),
        )
    )


def score_sheet() -> bytes:
    """The 评分单: all points of one project on one page."""
    columns = (
        Cell(heading="一级指标", content="{{ s.dimension }}", width=20, merge=True, style="表格小字", total="总分"),
        Cell(heading="指标", content="{{ s.name }}", width=52, style="表格小字", total=None),
        Cell(heading="分值", content="{{ s.weight }}", width=14, total="{{ weight_sum }}"),
        Cell(heading="得分", content="{% if s.open %}待评定{% else %}{{ s.score }}{% endif %}", width=14, total="{{ total }}"),
        Cell(heading="失分", content="{{ s.lost }}", width=14),
        Cell(heading="失分原因和说明", content="{{ s.cause }}{{ s.defect }}", width=60, style="表格小字", total="{{ grade }}"),
    )  # fmt: skip
    return document(
        "绩效评价评分单",
        text("绩效评价评分单", "AnnexTitle"),
        text("{{ project }}（{{ year }}年度）", "表格文字"),
        text("实施单位：{{ unit }}　　主管部门：{{ department }}", "表格文字"),
        table("评分单", "每行一项指标：分值、得分、失分和失分的原因，最后一行是总分和等级。", "s in scores", columns, total=True),
        text("{{ conclusion }}", "表格小字"),
        text("评分人：　　　　　　　　　　复核人：　　　　　　　　　　日期：{{ report_date }}", "表格左齐"),
        narrow=True,
    )  # fmt: skip


def check_sheet() -> bytes:
    """The 核对单 for the unit: what the checks found, in the words of the form, without codes and cells."""
    columns = (
        Cell(heading="序号", content="{{ p.number }}", width=12),
        Cell(heading="级别", content="{{ p.severity }}", width=14),
        Cell(heading="栏目", content="{{ p.item }}", width=34),
        Cell(
            heading="发现的问题", content="{{ p.message }}", width=62, style="表格左齐"
        ),
        Cell(heading="如何处理", content="{{ p.remedy }}", width=52, style="表格左齐"),
    )
    return document(
        "绩效自评核对单",
        text("绩效自评核对单", "AnnexTitle"),
        text("{{ project }}（{{ year }}年度）", "Subtitle"),
        text("{{ unit }}：", "Annex"),
        text(
            "你单位报送的《{{ title }}》已经核对，{% if problems %}需要处理的事项列在下表，其中错误{{ checks.errors }}项、"
            "警告{{ checks.warnings }}项、提示{{ checks.hints }}项。“错误”请改正后重新报送，“警告”请核实或写明理由，"
            "“提示”供参考。{% else %}没有发现需要处理的事项。{% endif %}"
        ),
        when("problems", table("核对单", "每行一个需要处理的事项：级别、栏目、问题和处理办法。", "p in problems", columns)),
        signature("核对人：　　　　　　", "{{ report_date }}"),
        narrow=True,
    )  # fmt: skip


def _title(kind: str) -> str:
    return "".join(
        (
            text(
                "{% if project %}{{ project }}{% else %}【请补写：项目名称】{% endif %}",
                "Title",
            ),
            text(kind, "Title"),
            text(
                "（{% if year %}{{ year }}年度{% else %}【请补写：年度】{% endif %}）",
                "Subtitle",
            ),
            text(""),
        )
    )


def _goals() -> str:
    """The goals, each with its number where there are several."""
    return each(
        "g in goals",
        when(
            "g.expected",
            text(
                "{% if loop.length > 1 %}目标{{ loop.index }}：{% endif %}{{ g.expected }}"
            ),
        ),
        when("g.achieved", text("实际完成情况：{{ g.achieved }}")),
        when("not g.expected", text("【请补写：年度总体目标】")),
    )


def _numbered(chapter: str, after: int) -> str:
    """The texts of a chapter under headings of their own, numbered on from what stands before them."""
    return each(
        f"s in outline.{chapter}",
        when(
            "not s.repeats",
            heading(
                2, f"（{{{{ (loop.index + {after})|中文序号 }}}}）{{{{ s.name }}}}"
            ),
        ),
        each("line in s.paragraphs", text("{{ line }}")),
        unless_any("s.paragraphs", "本部分内容"),
    )


def _plain(chapter: str, style: str = "") -> str:
    """The texts of a chapter one after the other, without headings; `LastText` stays on the page of the signature."""
    return each(
        f"s in outline.{chapter}",
        each("line in s.paragraphs", text("{{ line }}", style)),
    )


def _conclusion() -> str:
    columns = (
        Cell(heading="一级指标", content="{{ d.name }}", width=46, total="合计", style="表格连排"),
        Cell(heading="分值", content="{{ d.weight }}", width=30, total="{{ weight_sum }}", style="表格连排"),
        Cell(heading="得分", content="{% if d.open %}待评定{% else %}{{ d.score }}{% endif %}", width=30, total="{{ total }}", style="表格连排"),
        Cell(heading="得分率", content="{{ d.rate }}", width=30, total="{{ total_rate }}", style="表格连排"),
    )  # fmt: skip
    return "".join(
        (
            heading(1, "三、综合评价情况及评价结论"),
            text("{{ conclusion }}"),
            _plain("conclusion"),
            text("表1　综合得分表", "Caption"),
            table("综合得分表", "每行一个一级指标的分值、得分和得分率，最后一行是合计。", "d in dimensions", columns, total=True),
            each("d in dimensions", when("d.defect", text("{{ d.defect }}", "表格左齐"))),
            picture("{{ charts.rates }}", "图2　各一级指标得分率"),
            picture("{{ charts.scores }}", "图3　各一级指标的分值和得分"),
        )
    )  # fmt: skip


def _analysis() -> str:
    score = each(
        "s in g.scores",
        text(
            "指标{{ loop.index }}：{{ s.name }}。{{ s.meaning }}{{ s.done }}{{ s.reason }}。"
        ),
        when("s.defect", text("{{ s.defect }}")),
    )
    group = each(
        "g in d.groups",
        when("g.name", heading(3, "{{ g.number }}．{{ g.name }}")),
        score,
        when("g.text", text("综上，{{ g.text }}")),
    )
    return "".join(
        (
            heading(1, "四、绩效评价指标分析"),
            each(
                "d in dimensions",
                heading(2, "（{{ d.ordinal }}）{{ d.name }}情况"),
                text("{{ d.text }}"),
                each("line in d.paragraphs", text("{{ line }}")),
                group,
            ),
            _plain("analysis"),
        )
    )


def _score_table() -> str:
    columns = (
        Cell(heading="一级指标", content="{{ s.dimension }}", width=17, merge=True, total="总分"),
        Cell(heading="二级指标", content="{{ s.group }}", width=17, merge=True, total=None),
        Cell(heading="三级指标", content="{{ s.name }}", width=24, total=None),
        Cell(heading="分值", content="{{ s.weight }}", width=12, total="{{ weight_sum }}"),
        Cell(heading="评分标准", content="{{ s.standard }}", width=45, style="表格小字"),
        Cell(heading="得分理由", content="{{ s.done }}{{ s.reason }}。", width=45, style="表格小字"),
        Cell(heading="得分", content="{% if s.open %}待评定{% else %}{{ s.score }}{% endif %}", width=12, total="{{ total }}"),
    )  # fmt: skip
    return table(
        "绩效评价指标评分表",
        "每行一项指标：所属的一、二级指标、分值、评分标准、得分理由和得分，最后一行是总分。",
        "s in scores",
        columns,
        total=True,
    )
