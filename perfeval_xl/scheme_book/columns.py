"""The workbook of a scheme as data: what its sheets, fields and columns are called, and what may stand in them.

Writing and reading ask the same records, so that what is written is what is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache

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
    "PATH_KEYS",
    "ROLE_NAMES",
    "SCHEME",
    "SECTION",
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
    "forbidden": "不允许（按0分计）",
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
        return next((number for number, column in enumerate(self.columns, 1) if column.key == key), 0)


FIELDS = (
    Column(
        key="id",
        heading="方案编号",
        required=True,
        hint="字母、数字和“-”，如 xian-2025；也是文件名，不能与已有方案相同",
    ),
    Column(key="title", heading="方案名称", required=True, hint="命令中可以用名称代替编号"),
    Column(key="version", heading="版本", required=True, hint="改动后请换一个版本，如 2"),
    Column(key="family", heading="方案种类", holds=Holds.WORD, required=True, words=FAMILIES, hint="从下拉列表中选"),
    Column(key="form_title", heading="表格标题", required=True, hint="印在评价表顶端的标题"),
    Column(key="form_year", heading="评价年度", holds=Holds.WHOLE, hint="每年通用的方案不填"),
    Column(key="valid_from", heading="生效日期", holds=Holds.DAY, required=True, hint="如 2025-01-01"),
    Column(key="valid_to", heading="失效日期", holds=Holds.DAY, hint="仍然有效的不填"),
    Column(key="money_unit", heading="金额单位", holds=Holds.WORD, required=True, words=_MONEY),
    Column(key="full_score", heading="满分", holds=Holds.NUMBER, required=True),
    Column(
        key="execution_weight",
        heading="预算执行率分值",
        holds=Holds.NUMBER,
        required=True,
        hint="资金行的分值；评分表中没有资金行得分的填0",
    ),
    Column(key="rounding.places", heading="保留小数位数", holds=Holds.WHOLE, required=True, hint="四舍五入"),
    Column(key="rounding.stage", heading="四舍五入到", holds=Holds.WORD, required=True, words=_STAGES),
    Column(
        key="not_applicable",
        heading="不适用的指标",
        holds=Holds.WORD,
        required=True,
        words=_ABSENT,
        hint="单位填“不适用”时，该指标的分值怎样处理",
    ),
    Column(
        key="required",
        heading="必填栏目",
        holds=Holds.TEXTS,
        hint=f"当地的表上有、不得空着的栏目，一行一个：{'、'.join(REQUIRABLE)}",
    ),
    Column(key="source.document", heading="依据文件", required=True, strip=False, hint="文件全称，加书名号"),
    Column(key="source.number", heading="文号", required=True, strip=False, hint="如 财预〔2020〕10号"),
    Column(key="source.clause", heading="条款", strip=False, hint="如 第十六条、附件1"),
    Column(key="source.note", heading="依据说明", strip=False, hint="尚待核实的、需要说明的"),
)
"""The fields of the first sheet, from top to bottom."""

BANDS = Table(
    title="等级",
    key="bands",
    note="从最好的一档写到最差的一档；每档写起点分，最后一档的起点是0。",
    columns=(
        Column(key="label", heading="等级", required=True, wide=14),
        Column(key="lowest", heading="起点分（含）", holds=Holds.NUMBER, required=True, wide=14),
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
        Column(key="standard", heading="评分标准", wide=20, strip=False, hint="规则已经说全的不填"),
        Column(key="explanation", heading="指标解释", wide=22, strip=False),
        Column(key="proof", heading="佐证资料", holds=Holds.TEXTS, wide=13, hint="一行一种，单元格内换行用 Alt+Enter"),
        Column(key="rule.source.document", heading="依据文件", wide=11, strip=False, hint="与方案相同的不填"),
        Column(key="rule.source.number", heading="文号", wide=9, strip=False),
        Column(key="rule.source.clause", heading="条款", wide=7, strip=False),
        Column(key="rule.source.note", heading="依据说明", wide=10, strip=False),
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
            key="what", heading="类别", holds=Holds.WORD, required=True, wide=10, words={FUNDS: FUNDS, SECTION: SECTION}
        ),
        Column(key="name", heading="名称", required=True, wide=46),
        Column(key="group", heading="所属标题", wide=26, hint="几段文字共用的标题，没有的不填"),
        Column(key="place", heading="位置", holds=Holds.WORD, wide=10, words=_PLACES),
    ),
)
DEFECTS = Table(
    title="已知问题",
    key="defects",
    note="所依据的文件本身有问题而方案照样采用的，写在这里；校验方案时会显示，不算错误。",
    columns=(
        Column(key="code", heading="问题编号", required=True, wide=12, hint="如 PE-012，见校验问题一览"),
        Column(key="where", heading="在哪里", required=True, wide=24, hint="指标、一级指标或部分的名称"),
        Column(key="text", heading="问题是什么，方案怎样处理", required=True, wide=70, strip=False),
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
    fields = (field for kind in kind_texts().values() for parameter in kind.parameters for field in parameter.fields)
    holds = {field.title: field.holds for field in fields if field.title != VALUE}
    parts = [Column(key=title, heading=title, wide=_WIDE.get(each, 9.5)) for title, each in holds.items()]
    return replace(PARAMETERS, columns=(*PARAMETERS.columns, *parts))


def _name(known: KindText | None, kind: str) -> str:
    return kind if known is None else known.title
