"""The two sheets that explain: every rule kind with its parameters, and how to work with the workbook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from perfeval_xl.scheme.parameters import Holds, Parameter, kind_texts
from perfeval_xl.scheme_book.columns import GUIDE, KINDS_SHEET, VALUE
from perfeval_xl.scheme_book.looks import HEADING, HINT, LABEL, NOTE, TITLE
from perfeval_xl.scheme_book.table_sheet import FIRST_ROW
from perfeval_xl.scheme_book.tables import kind_names
from perfeval_xl.sheets.heights import text_height
from perfeval_xl.sheets.list_looks import PAGE_OF_PAGES
from perfeval_xl.sheets.model import Area, Cell, Page, Sheet

__all__ = ["guide_sheet", "kind_rows", "kinds_sheet", "parameter_list"]

_HEADINGS = ("规则", "什么时候用", "参数", "栏目", "怎么填")
_WIDTHS = {
    1: 15.0,
    2: 34.0,
    3: 19.0,
    4: 22.0,
    5: 52.0,
}
_KINDS_NOTE = "供查阅，不用填。“栏目”是“规则参数”表中要填的栏；没有写的参数取默认值。"
_NONE = "（没有参数）"
_HOLDS = {
    Holds.RATE: "百分数",
    Holds.NUMBER: "数字",
    Holds.WHOLE: "整数",
    Holds.TICK: "是或否",
    Holds.TEXTS: "文字，一行一条",
    Holds.DAY: "日期",
}
_STEPS = (
    (
        "做什么",
        "这份工作簿就是一个评价方案的全部内容。改好以后用 perfeval-xl scheme import 导入，程序按它生成表格、校验、评分。",
    ),
    (
        "改自带的方案",
        "先在“方案”表换一个方案编号和名称，再改别的：程序自带的方案不能被替换。",
    ),
    (
        "加一项指标",
        "在“指标”表插入一行，写一个没有用过的编号、各级指标名称、分值，选一种规则；再到“规则参数”表写这个编号的各行。",
    ),
    (
        "改分值",
        "一级指标的分值、下属指标的分值、评分要点的分值要一起改。合计不符的格子写着“（不符）”，并且变红。",
    ),
    (
        "加一个要点、一档",
        "在“规则参数”表插入一行，写编号，选参数，填内容和分值。同一编号、同一参数的各行，从上到下就是先后次序。",
    ),
    (
        "空着",
        "不填就是没有；参数不填就取默认值。只写“（空）”的格子表示有这一项而内容为空，一般用不到。",
    ),
    (
        "自动的栏",
        "标题带“（自动）”的栏供核对，导入时不读；“导出时的规则说明”不随改动而变，导入后再导出即是新的。",
    ),
    ("多条文字", "佐证资料等可以写多条：一行一条，单元格内换行用 Alt+Enter。"),
    (
        "别的栏和表",
        "不要改各栏的标题和工作表的名称。栏可以左右移动，行可以插入、删除、移动。自己加的工作表不读。",
    ),
    (
        "导入",
        "perfeval-xl scheme import 方案.xlsx：一次列出全部错误，每处写明工作表和单元格；没有错误就存为你的方案。",
    ),
    (
        "核对",
        "perfeval-xl scheme lint 方案编号：检查分值、等级、标杆值与规则是否矛盾；scheme diff 列出与原方案的差别。",
    ),
    (
        "依据",
        "分值、规则和等级从哪个文件来，写在“方案”表和“指标”表的依据各栏；没有文号的在依据说明里写明原因。",
    ),
)


def kind_rows() -> Iterator[tuple[str, str, str, str, str]]:
    """Yield a row for every parameter of every kind: kind, when it is used, parameter, columns, how to fill it in."""
    for kind, name in kind_names().items():
        known = kind_texts().get(kind)
        use = ""
        parameters: tuple[Parameter, ...] = ()
        if known:
            use = known.use
            parameters = known.parameters
        # A kind without parameters has a row too, so that its use is told
        if not parameters:
            yield name, use, _NONE, "", ""
        for number, parameter in enumerate(parameters):
            yield (
                name,
                "" if number else use,
                parameter.title,
                _columns(parameter),
                _how(parameter),
            )


def kinds_sheet() -> Sheet:
    """Return the sheet of the rule kinds."""
    rows = list(kind_rows())
    return _sheet(
        KINDS_SHEET,
        _KINDS_NOTE,
        _HEADINGS,
        rows,
        _WIDTHS,
    )


def parameter_list(kind_cell: str) -> str:
    """Return the formula of a dropdown that offers the parameters of the kind named in a cell."""
    # The rows of one kind stand together, so an offset and a count make the list
    last = FIRST_ROW + len(list(kind_rows())) - 1
    kinds = f"'{KINDS_SHEET}'!$A${FIRST_ROW}:$A${last}"
    first = f"MATCH({kind_cell},{kinds},0)-1"
    return f"OFFSET('{KINDS_SHEET}'!$C${FIRST_ROW},{first},0,COUNTIF({kinds},{kind_cell}),1)"


def guide_sheet() -> Sheet:
    """Return the sheet that says how to work with the workbook."""
    return _sheet(
        GUIDE,
        "",
        ("做什么", "怎样做"),
        [(name, text) for name, text in _STEPS],
        {1: 20.0, 2: 92.0},
    )


def _sheet(
    title: str,
    note: str,
    headings: tuple[str, ...],
    rows: Sequence[tuple[str, ...]],
    widths: dict[int, float],
) -> Sheet:
    cells = {
        (1, 1): Cell(value=title, style=TITLE),
        (2, 1): Cell(value=note or None, style=NOTE),
    }
    # Rows above the table, then as high as the longest text needs
    heights = {
        1: 30.0,
        2: 18.0 if note else 6.0,
        3: 26.0,
    }
    for number, heading in enumerate(headings, 1):
        cells[3, number] = Cell(value=heading, style=HEADING)
    for row, texts in enumerate(rows, FIRST_ROW):
        heights[row] = max(
            20.0,
            *(text_height(text, widths[n], 10.5) for n, text in enumerate(texts, 1)),
        )
        for number, text in enumerate(texts, 1):
            cells[row, number] = Cell(
                value=text or None, style=LABEL if number == 1 else HINT
            )
    return Sheet(
        title=title,
        cells=cells,
        merges=(Area(2, 1, 2, len(headings)),),
        widths=widths,
        heights=heights,
        page=Page(
            landscape=True,
            area=Area(1, 1, FIRST_ROW + len(rows) - 1, len(headings)),
            title_rows=(3, 3),
            footer=PAGE_OF_PAGES,
            plain_ink=True,
        ),
        freeze=f"A{FIRST_ROW}",
        column_titles=f"A{FIRST_ROW - 1}",
    )


def _columns(parameter: Parameter) -> str:
    return "、".join(field.title for field in parameter.fields) or VALUE


def _how(parameter: Parameter) -> str:
    if parameter.holds is Holds.ROWS:
        said = [
            f"{field.title}：{said}"
            for field in parameter.fields
            if (said := _what(field))
        ]
        return "；".join(part for part in ("可写多行", parameter.hint, *said) if part)
    return _what(parameter)


def _what(parameter: Parameter) -> str:
    offered = "、".join(f"“{word}”" for word in parameter.words.values())
    parts = (offered or _HOLDS.get(parameter.holds, ""), parameter.hint)
    return "；".join(part for part in parts if part)
