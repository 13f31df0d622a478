"""填报说明 of a fixed form, written from the records that make its prompts and its scores."""

from __future__ import annotations

from collections.abc import Iterator

from perfeval_xl.amounts import plain
from perfeval_xl.form.drawing.open_instructions import closing_parts, draw_instructions
from perfeval_xl.form.layout.rating import RatingLayout
from perfeval_xl.form.prompts.rating_guidance import hints_met
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.sheets.model import Sheet

__all__ = ["rating_instructions"]


def rating_instructions(scheme: Scheme, layout: RatingLayout) -> Sheet:
    """Return the sheet: steps, every field, every rule with its source, the grades."""
    return draw_instructions(_parts(scheme, layout))


def _parts(
    scheme: Scheme, layout: RatingLayout
) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    evidence = next(
        (
            f"“{plan.title}”"
            for plan in layout.plans
            if "indicator_0_said" in {s.key for s in plan.spots}
        ),
        "",
    )
    yield (
        "一、填报步骤",
        [
            (
                "填什么",
                "只填浅黄色的格子，按 Tab 键跳到下一格，点一下会显示填法；其余的格子已锁定（没有密码）。金额只填数字，百分数写成 95% 的样子。",
            ),
            (
                "先填哪张表",
                f"先填{evidence}，写明每个评分要点是否符合、有关的数字和佐证资料；再填“{layout.sheet}”的得分。",
            ),
            (
                "看什么",
                f"“{layout.sheet}”右侧“实时核对（不打印）”随填随算：还差几项、按评分标准应得几分、哪里有矛盾。",
            ),
            (
                "交什么",
                "填好后直接保存，用 Excel、WPS 或 LibreOffice 均可，请勿改动工作表名称，随邮件报送。",
            ),
        ],
    )
    yield (
        "二、各栏怎么填",
        [(hint.title, hint.prompt) for hint in hints_met(scheme, layout)],
    )
    rules = []
    for each in layout.asked:
        source = each.spec.rule.source
        cited = (
            "" if source == scheme.source else f"\n依据：{source.told(scheme.source)}"
        )
        rules.append(
            (
                f"{each.spec.path[-1]}（{plain(each.spec.weight)}分）",
                each.rule.describe() + cited,
            )
        )
    yield "三、怎么评分", rules
    yield from closing_parts(scheme)
