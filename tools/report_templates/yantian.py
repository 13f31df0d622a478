"""The 部门评价 report of 盐田: cover, contents, three tables, per-indicator text, footnote, and the annex score sheet."""

from __future__ import annotations

from tools.report_templates.blocks import (
    Box,
    Cell,
    caption,
    contents,
    each,
    heading,
    page_break,
    table,
    text,
    when,
    written,
)
from tools.report_templates.document import document, end_of_front, new_section

__all__ = ["yantian_report"]

_FOOTNOTE = "根据《深圳市市级项目支出绩效评价工作规程》，总分一般设置为{{ full_score }}分，等级一般划分为四档：{{ bands_text }}。"
_SCORE = "{% if s.open %}待评定{% else %}{{ s.score }}{% endif %}"


def yantian_report() -> bytes:
    """The report in the order of the source."""
    return document(
        "重点项目支出绩效评价报告",
        _cover(),
        contents(),
        end_of_front(),
        written("sections.引言.lines", "评价的由来和依据"),
        _background(),
        _work(),
        _conclusion(),
        _analysis(),
        heading(1, "五、主要的成效及经验做法"),
        _written("主要的成效及经验做法"),
        heading(1, "六、存在的问题"),
        _written("存在的问题"),
        heading(1, "七、相关建议和整改措施"),
        _written("相关建议和整改措施"),
        new_section(first=True),
        heading(1, "附件：绩效指标体系评分表"),
        text("{{ year }}年度{{ project }}项目绩效评价指标评分表", "AnnexTitle"),
        _score_sheet(),
        narrow=True,
        landscape=True,
        footnote=_FOOTNOTE,
    )


def _written(name: str) -> str:
    return written(f"sections.{name}.lines", name)


def _cover() -> str:
    return "".join(
        (
            *(text("") for _ in range(5)),
            text("{{ year }}年{{ department }}重点项目支出绩效评价报告", "Title"),
            *(text("") for _ in range(6)),
            text("项目名称：{{ project }}", "CoverLine"),
            text("主管部门：{{ department }}", "CoverLine"),
            text("实施部门：{{ unit }}", "CoverLine"),
            page_break(),
        )
    )


def _background() -> str:
    targets = (
        Cell(heading="一级指标", content="{{ r.一级指标 }}", width=25, merge=True),
        Cell(heading="二级指标", content="{{ r.二级指标 }}", width=31),
        Cell(heading="三级指标", content="{{ r.三级指标 }}", width=48),
        Cell(heading="年度指标值", content="{{ r.年度指标值 }}", width=26),
        Cell(heading="*实际完成值", content="{{ r.实际完成值 }}", width=26),
    )
    name = "项目绩效目标编制及完成情况"
    return "".join(
        (
            heading(1, "一、基本情况"),
            heading(2, "（一）项目概况"),
            *(_numbered(n, each) for n, each in enumerate(("项目背景", "主要内容及实施情况", "组织管理", "资金投入和使用情况"), 1)),
            heading(2, "（二）项目绩效目标"),
            _written("项目绩效目标情况"),
            _numbered(1, "总体目标"),
            _numbered(2, "项目绩效目标及实现情况"),
            caption("表1-1　项目绩效目标编制及完成情况表"),
            table(name, "每行一项申报的绩效目标：所属的一、二级指标、年度指标值和实际完成值。", f"r in tables.{name}.rows", targets),
        )
    )  # fmt: skip


def _numbered(number: int, name: str) -> str:
    return heading(3, f"{number}．{name}") + _written(name)


def _work() -> str:
    system = (
        Cell(
            heading="一级指标",
            content="{{ s.dimension }}",
            width=25,
            merge=True,
            total="合计",
        ),
        Cell(heading="二级指标", content="{{ s.group }}", width=27, merge=True),
        Cell(heading="三级指标", content="{{ s.name }}", width=58),
        Cell(heading="标杆值", content="{{ s.target }}", width=30),
        Cell(
            heading="分值", content="{{ s.weight }}", width=16, total="{{ weight_sum }}"
        ),
    )
    described = (
        "每行一项三级指标：所属的一、二级指标、标杆值和分值，最后一行是分值合计。"
    )
    return "".join(
        (
            heading(1, "二、绩效评价工作开展情况"),
            heading(2, "（一）绩效评价目的、对象和范围"),
            _numbered(1, "评价目的"),
            _numbered(2, "评价对象和范围"),
            heading(2, "（二）绩效评价原则、评价指标体系、评价方法、评价标准"),
            _numbered(1, "评价原则"),
            _numbered(2, "评价指标体系"),
            caption("表2-1　{{ project }}项目指标体系"),
            table("指标体系", described, "s in scores", system, total=True),
            _numbered(3, "评价方法"),
            _numbered(4, "评价标准"),
            heading(2, "（三）绩效评价工作过程"),
            _written("绩效评价工作过程"),
        )
    )


def _conclusion() -> str:
    points = (
        Cell(
            heading="一级指标",
            content="{{ s.dimension }}",
            width=22,
            merge=True,
            total="总分",
        ),
        Cell(heading="二级指标", content="{{ s.group }}", width=24, merge=True),
        Cell(heading="三级指标", content="{{ s.name }}", width=44),
        Cell(heading="标杆值", content="{{ s.target }}", width=20),
        Cell(heading="实际完成值", content="{{ s.actual }}", width=20),
        Cell(
            heading="分值", content="{{ s.weight }}", width=13, total="{{ weight_sum }}"
        ),
        Cell(heading="得分", content=_SCORE, width=13, total="{{ total }}"),
    )
    described = "每行一项三级指标：标杆值、实际完成值、分值和得分，最后一行是总分。"
    told = "经评价，本项目综合得分为{{ total }}分，评价等级为“{{ grade }}”¹。项目各评价指标得分详见表3-1。"
    return "".join(
        (
            heading(1, "三、综合评价情况及评价结论"),
            _written("综合评价情况及评价结论"),
            when("complete", text(told, footnote=1)),
            when("not complete", text("{{ conclusion }}")),
            caption("表3-1　项目绩效评价体系得分表"),
            table("得分表", described, "s in scores", points, total=True),
            each("e in defects", text("{{ e.place }}：{{ e.text }}", "表格小字")),
        )
    )


def _analysis() -> str:
    """Per 一级指标 what the evaluators wrote, else what follows from the scores."""
    drafted = each(
        "g in d.groups",
        heading(3, "{{ g.number }}．{{ g.name }}"),
        each(
            "s in g.scores",
            text(
                "指标{{ loop.index }}：{{ s.name }}。{{ s.meaning }}{{ s.done }}{{ s.reason }}。"
            ),
            when("s.defect", text("{{ s.defect }}")),
        ),
        when("g.text", text("综上所述，{{ g.text }}")),
    )
    numbered = [
        when(f"t.level == {level}", heading(level, "{{ t.text }}")) for level in (3, 4)
    ]
    own = each("t in d.lines", *numbered, when("t.level < 3", text("{{ t.text }}")))
    return "".join(
        (
            heading(1, "四、绩效评价指标分析"),
            each(
                "d in dimensions",
                heading(2, "（{{ d.ordinal }}）{{ d.name }}情况"),
                own,
                when("not d.lines", text("{{ d.text }}具体分析如下："), drafted),
            ),
        )
    )


def _score_sheet() -> str:
    columns = (
        Cell(heading="一级指标", content="{{ s.dimension }}", width=18, merge=True),
        Cell(heading="二级指标", content="{{ s.group }}", width=20, merge=True),
        Cell(heading="三级指标", content="{{ s.name }}", width=28),
        Cell(heading="标杆值", content="{{ s.target }}", width=20),
        Cell(heading="分值", content="{{ s.weight }}", width=12),
        Cell(heading="指标解释", content="{{ s.meaning }}", width=54, style="表格小字"),
        Cell(
            heading="指标说明", content="{{ s.standard }}", width=71, style="表格小字"
        ),
        Cell(heading="完成值", content="{{ s.actual }}", width=20),
        Cell(heading="得分", content=_SCORE, width=14),
    )
    last = [
        Box("评价等级", 3),
        Box("{{ grade }}", 2),
        Box("评价得分", 3),
        Box("{{ total }}"),
    ]
    note = [Box("*{{ bands_text }}。", 9, "表格小字")]
    return table(
        "绩效评价指标评分表",
        "每行一项三级指标：标杆值、分值、指标解释、指标说明、完成值和得分，最后是评价等级、评价得分和等级标准。",
        "s in scores",
        columns,
        over=(("评分指标", 5), ("", 1), ("", 1), ("", 1), ("", 1)),
        tail=(last, note),
    )
