"""The tables of a scheme's workbook, one a sheet, and the columns of each: data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from perfeval_xl.rules.registry import KINDS
from perfeval_xl.scheme.parameters import Holds, KindText, kind_texts
from perfeval_xl.scheme.reading import OPTIONAL_ROLES, ROLES
from perfeval_xl.scheme_book.columns import AUTOMATIC, VALUE, Column, Table
from perfeval_xl.scheme_book.fields import source_fields

__all__ = [
    "BANDS",
    "DEFECTS",
    "DIMENSIONS",
    "FORM",
    "FORM_SAID",
    "FORM_SHOWN",
    "FUNDS",
    "INDICATORS",
    "PARAMETERS",
    "PATH_KEYS",
    "ROLE_NAMES",
    "SECTION",
    "TEXTS",
    "kind_names",
    "parameter_table",
]

FUNDS, SECTION = "资金行", "文字"
PATH_KEYS = ("first", "second", "third")
"""The columns of the names of an indicator, from the dimension down."""
ROLE_NAMES: Mapping[str, str] = dict(
    zip(
        (*ROLES, *OPTIONAL_ROLES),
        ("预算执行率", "定量指标", "指标值为0的指标", "定性指标", "满意度指标（定量）"),
        strict=True,
    )
)
"""The rules of an open form; those of `OPTIONAL_ROLES` may be left out."""
_PLACES = {
    "form": "表内",
    "head": "表头",
    "narrative": "正文",
}
_WIDE = {Holds.TEXT: 15.0, Holds.TEXTS: 24.0}
_SOURCE_WIDE = {
    "document": 11.0,
    "number": 9.0,
    "clause": 7.0,
    "note": 10.0,
    "state": 8.0,
    "ours": 10.0,
}
BANDS = Table(
    title="等级",
    key="bands",
    note="从最好的一档写到最差的一档；每档写起点分，最后一档的起点是0。",
    columns=(
        Column(key="label", heading="等级", required=True, wide=14),
        Column(
            key="lowest",
            heading="起点分（含）",
            holds=Holds.NUMBER,
            required=True,
            wide=14,
        ),
        Column(key="range", heading=f"分数段{AUTOMATIC}", wide=30),
    ),
)
DIMENSIONS = Table(
    title="一级指标",
    key="dimensions",
    note="一行一个一级指标。单位自设指标的方案再写二级指标和表上印的行数，同一一级指标从第二行起，一级指标和分值留空。",
    columns=(
        Column(key="name", heading="一级指标", wide=20),
        Column(key="weight", heading="分值", holds=Holds.NUMBER, wide=9),
        Column(key="category", heading="二级指标", wide=22),
        Column(key="rows", heading="表上行数", holds=Holds.WHOLE, wide=10),
        Column(
            key="together",
            heading="合并核对",
            wide=12,
            hint="几个一级指标只规定合计分值的，填同一个名称",
        ),
        Column(key="sum", heading=f"下属指标分值合计{AUTOMATIC}", wide=26),
    ),
)
INDICATORS = Table(
    title="指标",
    key="indicators",
    note="一行一项指标；单位自设指标的方案，每行是一种情形所用的规则。“编号”把指标与“规则参数”表连起来，可以不连续，不能重复。",
    columns=(
        Column(key="no", heading="编号", required=True, wide=6),
        Column(key="first", heading="一级指标", required=True, wide=10),
        Column(key="second", heading="二级指标", wide=10),
        Column(key="third", heading="三级指标", wide=14),
        Column(key="weight", heading="分值", holds=Holds.NUMBER, wide=6),
        Column(key="target", heading="标杆值", wide=9, strip=False),
        Column(key="rule.kind", heading="规则", required=True, wide=11),
        Column(key="sum", heading=f"要点合计{AUTOMATIC}", wide=13),
        Column(key="sentence", heading=f"导出时的规则说明{AUTOMATIC}", wide=32),
        Column(
            key="standard",
            heading="评分标准",
            wide=20,
            strip=False,
            hint="规则已经说全的不填",
        ),
        Column(key="explanation", heading="指标解释", wide=22, strip=False),
        Column(
            key="proof",
            heading="佐证资料",
            holds=Holds.TEXTS,
            wide=13,
            hint="一行一种，单元格内换行用 Alt+Enter",
        ),
        *(
            replace(
                field,
                wide=_SOURCE_WIDE[field.key.split(".")[-1]],
                hint="与方案相同的不填",
            )
            for field in source_fields("rule.source", "")
        ),
        Column(
            key="own",
            heading="自定行数",
            holds=Holds.WHOLE,
            wide=9,
            later=True,
            hint="由单位自定指标的，填表上留几行；填了的各行均分这里的分值，三级指标留空",
        ),
    ),
)
PARAMETERS = Table(
    title="规则参数",
    key="parameters",
    note="一行一个要点、一档、一种情形或一个数值。编号是“指标”表中的编号，参数从下拉列表中选；没有写的参数取默认值。",
    columns=(
        Column(key="no", heading="编号", required=True, wide=6),
        Column(key="name", heading=f"指标{AUTOMATIC}", wide=20),
        Column(key="kind", heading=f"规则{AUTOMATIC}", wide=14),
        Column(key="parameter", heading="参数", required=True, wide=16),
        Column(key="value", heading=VALUE, wide=36, strip=False),
    ),
)
TEXTS = Table(
    title="资金与文字",
    key="texts",
    note="资金行：资金表的各行，第一行是总额。文字：单位要写的各段文字，“表头”“表内”的印在表上，“正文”的在文字部分。",
    columns=(
        Column(
            key="what",
            heading="类别",
            holds=Holds.WORD,
            required=True,
            wide=10,
            words={FUNDS: FUNDS, SECTION: SECTION},
        ),
        Column(key="name", heading="名称", required=True, wide=46),
        Column(
            key="group",
            heading="所属标题",
            wide=26,
            hint="几段文字共用的标题，没有的不填",
        ),
        Column(key="place", heading="位置", holds=Holds.WORD, wide=10, words=_PLACES),
    ),
)
DEFECTS = Table(
    title="已知问题",
    key="defects",
    note="所依据的文件本身有问题而方案照样采用的，写在这里；校验方案时会显示，不算错误。",
    columns=(
        Column(
            key="code",
            heading="问题编号",
            required=True,
            wide=12,
            hint="如 PE-012，见校验问题一览",
        ),
        Column(
            key="where",
            heading="在哪里",
            required=True,
            wide=24,
            hint="指标、一级指标或部分的名称",
        ),
        Column(
            key="text",
            heading="问题是什么，方案怎样处理",
            required=True,
            wide=70,
            strip=False,
        ),
    ),
)
FORM = Table(
    title="表样",
    key="form",
    note="评价表印成什么样子，一般不用改。一行是一张工作表（部分空着）或其中一个部分的一项；内容照 TOML 的写法，文字加引号。",
    columns=(
        Column(key="sheet", heading="工作表", holds=Holds.WHOLE, required=True, wide=8),
        Column(key="part", heading="部分", holds=Holds.WHOLE, wide=8),
        Column(key="name", heading="项目", required=True, wide=12),
        Column(key="value", heading=VALUE, required=True, wide=90, strip=False),
    ),
)
"""Only there when the scheme says how its forms are printed."""
FORM_SAID, FORM_SHOWN = "评价表的样子", f"见“{FORM.title}”表"
"""The row of the first sheet that says so: without it nobody could tell that the sheet has been deleted."""


@cache
def kind_names() -> Mapping[str, str]:
    """Return every rule kind with its Chinese name; one that is not described keeps its own."""
    described = [kind for kind in kind_texts() if kind in KINDS]
    return {kind: _name(kind_texts().get(kind), kind) for kind in [*described, *KINDS]}


@cache
def parameter_table() -> Table:
    """Return the table of all rules' parameters: a column for each thing that the rows of some kind consist of."""
    fields = (
        field
        for kind in kind_texts().values()
        for parameter in kind.parameters
        for field in parameter.fields
    )
    holds = {field.title: field.holds for field in fields if field.title != VALUE}
    parts = [
        Column(
            key=title,
            heading=title,
            wide=_WIDE.get(each, 9.5),
        )
        for title, each in holds.items()
    ]
    return replace(PARAMETERS, columns=(*PARAMETERS.columns, *parts))


def _name(known: KindText | None, kind: str) -> str:
    if known is None:
        return kind
    return known.title
