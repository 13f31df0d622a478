"""填报说明: how to fill in, by which rules it is scored, and where both come from; written from the form's own records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from perfeval_xl.amounts import plain
from perfeval_xl.form.drawing.canvas import Canvas
from perfeval_xl.form.drawing.styles import BODY, LABEL, TITLE, height_of
from perfeval_xl.form.identity.stated import INSTRUCTIONS_SHEET
from perfeval_xl.form.prompts.open_hints import hints_for
from perfeval_xl.rules.registry import scheme_rules
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.sheets.list_looks import PALE_FILL
from perfeval_xl.sheets.model import Area, Page, Sheet

__all__ = ["closing_parts", "draw_instructions", "instructions_sheet"]

_WIDTHS = {1: 22.0, 2: 88.0}
_ROLES = {
    "execution": "预算执行率",
    "quantity": "定量指标",
    "zero": "指标值为0的指标",
    "quality": "定性指标",
    "satisfaction": "满意度指标",
}
_STEPS = (
    (
        "填什么",
        "只填浅黄色的格子，按 Tab 键跳到下一格，点一下会显示填法；其余的格子已锁定（没有密码）。金额只填数字，百分数写成 95% 的样子。",
    ),
    (
        "看什么",
        "表格右侧“实时核对（不打印）”随填随算：还差几项、分值是否相符、按评分标准应得几分、哪里有矛盾。",
    ),
    (
        "加一行",
        (
            "行数不够时，右键点所在二级指标第2行的行号，选“插入”，在新行里填，不必撤销工作表保护；多插的行留空即可。"
            "新行照样读取、照样评分；要让它的右侧也有核对，请先撤销保护（没有密码），复制本类的最后一行，"
            "再在这一行上“插入复制的单元格”。"
        ),
    ),
    (
        "交什么",
        "填好后直接保存，用 Excel、WPS 或 LibreOffice 均可，请勿改动工作表名称，随邮件报送。",
    ),
)


def instructions_sheet(scheme: Scheme) -> Sheet:
    """Return the sheet of an open form: steps, every field, every rule with its source, the grades."""
    return draw_instructions(_parts(scheme))


def draw_instructions(parts: Iterable[tuple[str, list[tuple[str, str]]]]) -> Sheet:
    """Return the sheet of these parts, each a heading with its lines: what it is about, and the text."""
    canvas = Canvas(_WIDTHS)
    canvas.span(Area(1, 1, 1, 2), INSTRUCTIONS_SHEET, TITLE)
    canvas.grow(1, 34)
    row = 2
    for part, lines in parts:
        canvas.span(
            Area(row, 1, row, 2),
            part,
            replace(
                LABEL,
                bold=True,
                horizontal="left",
                fill=PALE_FILL,
            ),
        )
        canvas.grow(row, 24)
        for name, text in lines:
            row += 1
            canvas.put(row, 1, name, LABEL)
            canvas.put(row, 2, text, replace(BODY, horizontal="left"))
            # The row is as high as the longer of both
            needed = max(
                height_of(each, range(c, c + 1), BODY.size, _WIDTHS)
                for c, each in ((1, name), (2, text))
            )
            canvas.grow(row, max(22, needed))
        row += 1
    return Sheet(
        title=INSTRUCTIONS_SHEET,
        cells=canvas.cells,
        merges=tuple(canvas.merges),
        widths=canvas.widths,
        heights=canvas.heights,
        page=Page(area=Area(1, 1, row - 1, 2), title_rows=(1, 1)),
        protected=True,
        row_titles="A2",
    )


def _parts(scheme: Scheme) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    yield "一、填报步骤", list(_STEPS)
    yield (
        "二、各栏怎么填",
        [(hint.title, hint.prompt) for hint in hints_for(scheme).values()],
    )
    rules = [
        (
            _ROLES.get(role, role),
            f"{rule.describe()}\n依据：{scheme.rules[role].source.told(scheme.source)}",
        )
        for role, rule in scheme_rules(scheme).items()
    ]
    yield "三、怎么评分", rules
    yield from closing_parts(scheme)


def closing_parts(scheme: Scheme) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield what the sheets of all forms end with: total, weights and grades, and the scheme with its documents."""
    total = f"{plain(scheme.full_score)}分，各项得分相加为总分。"
    parts = [("满分", total), ("等级", _grades(scheme))]
    # Named only where they are other documents than that of the scheme
    if scheme.weights_source:
        parts.append(("分值的依据", scheme.weights_source.told(scheme.source)))
    if scheme.bands_source:
        parts.append(("等级的依据", scheme.bands_source.told(scheme.source)))
    yield "四、总分和等级", parts
    named = [("名称", scheme.title), ("依据", scheme.source.told())]
    named += [("适用对象", scheme.audience)] if scheme.audience else []
    yield "五、评价方案", [*named, ("适用时间", _validity(scheme))]


def _validity(scheme: Scheme) -> str:
    """Say from when until when a scheme is in force."""
    return f"自{scheme.valid_from:%Y-%m-%d}起" + (
        f"至{scheme.valid_to:%Y-%m-%d}" if scheme.valid_to else ""
    )


def _grades(scheme: Scheme) -> str:
    """Say which totals have which grade."""
    texts = []
    above = plain(scheme.full_score)
    # From the best grade down: each ends where the one above it begins
    for number, band in enumerate(scheme.bands):
        lowest = plain(band.lowest)
        upper = f"—{above}分" if number == 0 else f"—{above}分（不含）"
        texts.append(f"{lowest}{upper}为{band.label}")
        above = lowest
    return "，".join(texts) + "。"
