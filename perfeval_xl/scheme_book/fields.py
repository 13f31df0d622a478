"""The fields of the first sheet of a scheme's workbook, from top to bottom: data."""

from __future__ import annotations

from collections.abc import Mapping

from perfeval_xl.citations import State
from perfeval_xl.scheme.model import REQUIRABLE
from perfeval_xl.scheme.parameters import Holds
from perfeval_xl.scheme_book.columns import Column

__all__ = ["FAMILIES", "FIELDS", "PART_SOURCES", "SOURCE_HEADINGS", "source_fields"]

FAMILIES = {"open": "单位自设指标（自评表）", "fixed": "指标已定（评分表）"}
_STAGES = {"indicator": "每项指标得分", "total": "总分"}
_ABSENT = {
    "forbidden": "不允许（待评价人员判断）",
    "rescale": "其余指标折算为满分",
    "redistribute": "分给同一一级指标的其他指标",
}
_MONEY = {"万元": "万元", "元": "元"}
SOURCE_HEADINGS: Mapping[str, str] = {
    "document": "依据文件",
    "number": "文号",
    "clause": "条款",
    "note": "依据说明",
    "state": "核对情况",
    "ours": "本方案自定",
}
"""What a source consists of, as the headings of the workbook say it."""
PART_SOURCES: Mapping[str, str] = {"weights_source": "权重", "bands_source": "等级"}
"""The parts of a scheme that may have a source of their own, and what their fields are called."""
_STATES = {str(state): str(state) for state in State if state is not State.UNSTATED}


def source_fields(key: str, what: str) -> tuple[Column, ...]:
    """Return the fields of a source; one of a part of the scheme may be left out, and is then that of the scheme."""
    hints = {
        "document": "文件全称，加书名号",
        "number": "文号，没有的写简称",
        "clause": "如 第几条、附件几；核对情况为“已核”的才印出",
        "note": "从文件中取了什么，需要说明的",
        "state": "原文读过的选“已核”，条款才印出",
        "ours": "这一部分中文件没有规定、由方案自定的",
    }
    usual = ""
    if what:
        usual = "，与方案的依据相同的不填"
    return tuple(
        Column(
            key=f"{key}.{name}",
            heading=f"{what}{heading}",
            required=key == "source" and name in {"document", "number"},
            holds=Holds.WORD if name == "state" else Holds.TEXT,
            words=_STATES if name == "state" else {},
            strip=name == "state",
            hint=hints[name] + usual,
        )
        for name, heading in SOURCE_HEADINGS.items()
    )


FIELDS = (
    Column(
        key="id",
        heading="方案编号",
        required=True,
        hint="字母、数字和“-”，如 xian-2025；也是文件名，不能与已有方案相同",
    ),
    Column(
        key="title", heading="方案名称", required=True, hint="命令中可以用名称代替编号"
    ),
    Column(
        key="version", heading="版本", required=True, hint="改动后请换一个版本，如 2"
    ),
    Column(
        key="family",
        heading="方案种类",
        holds=Holds.WORD,
        required=True,
        words=FAMILIES,
        hint="从下拉列表中选",
    ),
    Column(
        key="form_title", heading="表格标题", required=True, hint="印在评价表顶端的标题"
    ),
    Column(
        key="form_year",
        heading="评价年度",
        holds=Holds.WHOLE,
        hint="每年通用的方案不填",
    ),
    Column(
        key="valid_from",
        heading="生效日期",
        holds=Holds.DAY,
        required=True,
        hint="如 2025-01-01",
    ),
    Column(key="valid_to", heading="失效日期", holds=Holds.DAY, hint="仍然有效的不填"),
    Column(
        key="money_unit",
        heading="金额单位",
        holds=Holds.WORD,
        required=True,
        words=_MONEY,
    ),
    Column(key="full_score", heading="满分", holds=Holds.NUMBER, required=True),
    Column(
        key="execution_weight",
        heading="预算执行率分值",
        holds=Holds.NUMBER,
        required=True,
        hint="资金行的分值；评分表中没有资金行得分的填0",
    ),
    Column(
        key="rounding.places",
        heading="保留小数位数",
        holds=Holds.WHOLE,
        required=True,
        hint="四舍五入",
    ),
    Column(
        key="rounding.stage",
        heading="四舍五入到",
        holds=Holds.WORD,
        required=True,
        words=_STAGES,
    ),
    Column(
        key="not_applicable",
        heading="不适用的指标",
        holds=Holds.WORD,
        required=True,
        words=_ABSENT,
        hint="单位填“不适用”时，该指标的分值怎样处理",
    ),
    Column(
        key="live_scores",
        heading="得分自动计算",
        holds=Holds.TICK,
        hint="得分栏先显示按规则算出的得分，单位可以改写；要单位自己填得分的填“否”",
    ),
    *source_fields("source", ""),
    Column(
        key="required",
        heading="必填栏目",
        holds=Holds.TEXTS,
        hint=f"当地的表上有、不得空着的栏目，一行一个：{'、'.join(REQUIRABLE)}",
    ),
    Column(
        key="audience",
        heading="适用对象",
        hint="文件是对谁的，如 中央预算单位；不必说明的不填",
    ),
    Column(
        key="budget_note",
        heading="预算数的口径",
        strip=False,
        hint="填报时提示，如 包括上年结余结转；不必说明的不填",
    ),
    Column(
        key="annex",
        heading="附件字样",
        hint="自评表标题上方印的字，不填印“附件1”，不印的填“（空）”",
    ),
    *(
        field
        for key, what in PART_SOURCES.items()
        for field in source_fields(key, what)
    ),
)
"""The fields of the first sheet, from top to bottom."""
