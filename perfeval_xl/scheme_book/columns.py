"""The workbook of a scheme as data: what its sheets, fields and columns are called, and what may stand in them.

Writing and reading ask the same records, so that what is written is what is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from perfeval_xl.citations import State
from perfeval_xl.rules.registry import KINDS
from perfeval_xl.scheme.loader import OPTIONAL_ROLES, ROLES
from perfeval_xl.scheme.model import REQUIRABLE
from perfeval_xl.scheme.parameters import Holds, KindText, kind_texts

__all__ = [
    "AUTOMATIC",
    "BANDS",
    "DEFECTS",
    "DIMENSIONS",
    "EMPTY",
    "FAMILIES",
    "FIELDS",
    "FORM",
    "FORM_SAID",
    "FORM_SHOWN",
    "FUNDS",
    "GUIDE",
    "INDICATORS",
    "KINDS_SHEET",
    "PARAMETERS",
    "PART_SOURCES",
    "PATH_KEYS",
    "ROLE_NAMES",
    "SCHEME",
    "SECTION",
    "SOURCE_HEADINGS",
    "TEXTS",
    "VALUE",
    "Column",
    "Table",
    "kind_names",
    "parameter_table",
]

SCHEME, KINDS_SHEET, GUIDE = "方案", "规则种类", "填写说明"
AUTOMATIC = "（自动）"
"""How the heading of a column ends that is computed for the reader of the sheet and never read."""
EMPTY = "（空）"
"""What stands for a text or list that is there and empty: a blank cell means that nothing is said."""
VALUE = "内容"
"""The column of a single value, and of what a row of several says."""
FUNDS, SECTION = "资金行", "文字"

PATH_KEYS = ("first", "second", "third")
"""The columns of the names of an indicator, from the dimension down."""

FAMILIES = {"open": "单位自设指标（自评表）", "fixed": "指标已定（评分表）"}
ROLE_NAMES: Mapping[str, str] = dict(
    zip(
        (*ROLES, *OPTIONAL_ROLES),
        ("预算执行率", "定量指标", "指标值为0的指标", "定性指标", "满意度指标（定量）"),
        strict=True,
    )
)
"""The rules of an open form; those of `OPTIONAL_ROLES` may be left out."""
_STAGES = {"indicator": "每项指标得分", "total": "总分"}
_ABSENT = {
    "forbidden": "不允许（待评价人员判断）",
    "rescale": "其余指标折算为满分",
    "redistribute": "分给同一一级指标的其他指标",
}
_PLACES = {"form": "表内", "head": "表头", "narrative": "正文"}
_MONEY = {"万元": "万元", "元": "元"}
_WIDE = {Holds.TEXT: 15.0, Holds.TEXTS: 24.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a table, or one field of the first sheet. `key` is its place in the TOML file.

    `words` are what it may be, each with its Chinese. `wide` is in characters. `strip`: blanks at both ends are dropped,
    as in names that must be the same on two sheets. `signed`: a figure may be below 0.
    """

    key: str
    heading: str
    holds: Holds = Holds.TEXT
    wide: float = 12
    hint: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    required: bool = False
    strip: bool = True
    signed: bool = False

    @property
    def automatic(self) -> bool:
        """Whether the column is computed in the sheet and not read."""
        return self.heading.endswith(AUTOMATIC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One sheet that is one table, under its heading row. `key` is the list in the TOML file; `note` says what it is."""

    title: str
    key: str
    note: str
    columns: tuple[Column, ...]

    def column(self, key: str) -> Column:
        """Return the column with that key."""
        return next(column for column in self.columns if column.key == key)

    def column_number(self, key: str) -> int:
        """Return the number of the column with that key, counted from 1; 0 when there is none."""
        return next(
            (
                number
                for number, column in enumerate(self.columns, 1)
                if column.key == key
            ),
            0,
        )


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


def _source_fields(key: str, what: str) -> tuple[Column, ...]:
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


_SOURCE_WIDE = {
    "document": 11.0,
    "number": 9.0,
    "clause": 7.0,
    "note": 10.0,
    "state": 8.0,
    "ours": 10.0,
}

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
    *_source_fields("source", ""),
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
        for field in _source_fields(key, what)
    ),
)
"""The fields of the first sheet, from top to bottom."""

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
            for field in _source_fields("rule.source", "")
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
