"""What to write where in a fixed form: a prompt and an error text for every kind of field, made from the rules."""

from __future__ import annotations

from perfeval_xl.amounts import plain
from perfeval_xl.form.layout.asking import Asked
from perfeval_xl.form.layout.rating_evidence import asked_text
from perfeval_xl.form.layout.rating_sheets import EVIDENCE_SHEET
from perfeval_xl.form.prompts.hints import (
    ABSENT_IN_PRINTED_ROWS,
    SCORE_SHOWN,
    TEXT_TRUE,
    TOO_LONG,
    Hint,
    goal_hints,
    name_hints,
)
from perfeval_xl.rules.base import Fact, FactKind
from perfeval_xl.scheme.model import Scheme

__all__ = ["fact_hint", "rating_hints"]

_LONGEST_PROMPT = 60
"""A prompt hides what stands around its cell: a longer one would cover the cells that are filled in next."""
_LONGEST_TITLE = 30

_HOW = {
    FactKind.NUMBER: ("请填数字，不带单位。", "这里只能填数字。"),
    FactKind.RATE: ("请填百分数，例如 95%。", "这里只能填百分数，例如 95%。"),
    FactKind.COUNT: ("请填个数，没有的填0。", "这里只能填不小于0的整数。"),
    FactKind.DATE: ("请填日期，例如 2024-10-25。", "这里只能填日期，例如 2024-10-25。"),
    FactKind.TICK: ("请从列表中选“是”或“否”。", "请填“是”或“否”。"),
    FactKind.CHOICE: ("请从列表中选一种情形，也可以只填序号。", "请从列表中选。"),
    FactKind.TEXT: (
        "请用一两句话写明。",
        TOO_LONG,
    ),
}


def rating_hints(scheme: Scheme) -> dict[str, Hint]:
    """Return the hints of the fields that every fixed form has, by kind, in the order of the form."""
    return {
        **_head_hints(),
        "money": _money_hint(scheme.money_unit),
        **goal_hints(),
        **_row_hints(ABSENT_IN_PRINTED_ROWS[scheme.not_applicable]),
        "self_score": Hint(
            title="得分",
            prompt=_score_prompt(scheme),
            error="得分应为数字，不小于0，不大于该项的分值。",
        ),
        "note": Hint(
            title="说明",
            prompt="没有达到要求、扣了分的，请写明原因。",
            error=TOO_LONG,
        ),
        **_total_hints(scheme),
        "section": Hint(
            title="文字",
            prompt=TEXT_TRUE,
            error=TOO_LONG,
        ),
        "table": Hint(title="表格", prompt="请逐行填写，没有的留空。"),
    }


def _score_prompt(scheme: Scheme) -> str:
    """What is said beside 得分: that the form computes it, or that it is to be filled in."""
    if scheme.live_scores:
        return f"请先填“{EVIDENCE_SHEET}”表。{SCORE_SHOWN}"
    return f"请先填“{EVIDENCE_SHEET}”表，再在这里填得分；右侧显示按评分标准计算的得分。"


def _head_hints() -> dict[str, Hint]:
    return {
        "year": Hint(
            title="年度", prompt="请在“年度”前填写评价年度，例如（2024年度）。"
        ),
        **name_hints(),
    }


def _money_hint(unit: str) -> Hint:
    return Hint(
        title=f"项目资金（{unit}）",
        prompt=f"请只填数字，单位为{unit}。没有发生的填0，没有这一来源的留空。",
        error=f"这里只能填不小于0的数字，单位为{unit}，例如 24.5。",
    )


def _total_hints(scheme: Scheme) -> dict[str, Hint]:
    grades = "、".join(band.label for band in scheme.bands)
    return {
        "total": Hint(
            title="总分",
            prompt="各项得分相加自动计算。",
            error=f"总分应为0至{plain(scheme.full_score)}之间的数字。",
        ),
        "grade": Hint(
            title="等级",
            prompt="请按总分从列表中选择。",
            error=f"等级应为本方案列出的等级之一：{grades}。",
        ),
    }


def _row_hints(absent: str) -> dict[str, Hint]:
    """The hints of 指标值 and 完成值; those of an indicator whose points come from its facts are `state` and `free`."""
    return {
        "target": Hint(title="指标值", prompt="请填要达到的数字、百分数或状态。"),
        "actual": Hint(
            title="完成值",
            prompt="请填实际达到的数字、百分数或状态，不写≥、≤。" + absent,
        ),
        "state": Hint(
            title="完成值（状态）",
            prompt=f"请填达到的状态，例如 充分、规范。得分由“{EVIDENCE_SHEET}”表中的各项决定。"
            + absent,
        ),
        "free": Hint(
            title="指标值和完成值",
            prompt="本项按右边的各项计分，这里可以不填。" + absent,
        ),
    }


def fact_hint(asked: Asked, fact: Fact, *, live: bool = True) -> Hint:
    """Return how one fact is filled in, and the rule that it is for; `live` says whether 得分 follows from it."""
    how, error = _HOW.get(fact.kind, ("", ""))
    if fact.kind is FactKind.POINTS:
        how, error = _points_hint(asked, fact, live=live)
    if fact.name.startswith("proof_"):
        how = "请写明附了什么佐证资料（文件名称、文号）。"
    # How to fill in goes before what is asked, which stands beside the cell, and that before the rule, which is printed
    prompt = how
    said = f"{asked_text(fact)}\n{how}"
    whole = f"{said}\n{asked.rule.describe()}"
    for longer in (said, whole):
        if len(longer) <= _LONGEST_PROMPT:
            prompt = longer
    return Hint(title=asked.spec.path[-1][:_LONGEST_TITLE], prompt=prompt, error=error)


def _points_hint(asked: Asked, fact: Fact, *, live: bool) -> tuple[str, str]:
    """Return how points are filled in, and what is said of wrong ones: those that come off, or those that are given."""
    if fact.limits:
        return (
            f"没有此问题的填0，有的填扣分数（{fact.limits}）。",
            f"应为0，或者{fact.limits}之间的数字。",
        )
    weight = plain(asked.spec.weight)
    how = f"请填0至{weight}之间的得分。"
    # The evaluator's own points are those of the row
    if fact.name == "score" and live:
        how += "评分表的得分随之显示，不必再填。"
    elif fact.name == "score":
        how += "不填的按评分表的得分。"
    return how, f"应为0至{weight}之间的数字。"
