"""填报说明 of a fixed form, written from the records that make its prompts and its scores."""

from __future__ import annotations

from collections.abc import Iterator

from perfeval_xl.amounts import plain
from perfeval_xl.form.drawing.open_instructions import closing_parts, draw_instructions
from perfeval_xl.form.layout.asking import Asked
from perfeval_xl.form.layout.rating import RatingLayout
from perfeval_xl.form.prompts.rating_guidance import hints_met
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.sheets.model import Sheet

__all__ = ["rating_instructions"]


def rating_instructions(scheme: Scheme, layout: RatingLayout) -> Sheet:
    """Return the sheet: steps, every field, every rule with its source, the grades."""
    return draw_instructions(_parts(scheme, layout))


_FILL = "只填浅黄色的格子，按 Tab 键跳到下一格，点一下会显示填法；其余的格子已锁定（没有密码）。金额只填数字，百分数写成 95% 的样子。"
_HAND_IN = "填好后直接保存，用 Excel、WPS 或 LibreOffice 均可，请勿改动工作表名称，随邮件报送。"


def _parts(
    scheme: Scheme, layout: RatingLayout
) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    evidence = _evidence_sheet(layout)
    first = f"先填{evidence}，写明每个评分要点是否符合、有关的数字和佐证资料；{_scores(scheme, layout)}"
    watch = f"“{layout.sheet}”右侧“实时核对（不打印）”随填随算：还差几项、按评分标准应得几分、哪里有矛盾。"
    # In the order of the work: evidence first, the scores follow from it
    steps = [
        ("填什么", _FILL),
        ("先填哪张表", first),
        ("看什么", watch),
        ("交什么", _HAND_IN),
    ]
    yield "一、填报步骤", steps
    hints = [(hint.title, hint.prompt) for hint in hints_met(scheme, layout)]
    yield "二、各栏怎么填", hints
    rules = [_rule(scheme, each) for each in layout.asked if each.begins]
    yield "三、怎么评分", rules
    yield from closing_parts(scheme)


def _scores(scheme: Scheme, layout: RatingLayout) -> str:
    """Say how 得分 comes about."""
    if scheme.live_scores:
        return f"“{layout.sheet}”的得分随填随算，空着的、要改的再填。"
    return f"再填“{layout.sheet}”的得分。"


def _evidence_sheet(layout: RatingLayout) -> str:
    """Return the quoted title of the sheet on which evidence is given; empty where there is none."""
    for plan in layout.plans:
        if any(spot.key == "indicator_0_said" for spot in plan.spots):
            return f"“{plan.title}”"
    return ""


def _rule(scheme: Scheme, each: Asked) -> tuple[str, str]:
    """Return an indicator with its points, and its rule; the source is named where it is not that of the scheme."""
    # Rows that share an indicator of the scheme are told as one
    points = plain(each.spec.weight)
    name = f"{each.spec.path[-1]}（{points}分）"
    if each.spec.share is not None:
        name = f"{each.spec.path[-2]}（单位自定指标，填了的各行均分{points}分）"
    said = each.rule.describe()
    source = each.spec.rule.source
    if source != scheme.source:
        said += f"\n依据：{source.told(scheme.source)}"
    return name, said
