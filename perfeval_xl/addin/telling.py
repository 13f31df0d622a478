"""What the commands say: one sentence for the status bar, a few lines for a message."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from perfeval_xl.amounts import plain
from perfeval_xl.evaluation import Evaluation
from perfeval_xl.markup.problem_sheet import count_problems
from perfeval_xl.problems import Problem
from perfeval_xl.scorecard import Scorecard

__all__ = ["Outcome", "tell_checks", "tell_problem", "tell_scores"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a command says when it is done: `status` for the status bar, `message` for a box; either may be empty.

    `document` is a file it has made, to be opened for the person; `None` when there is none.
    """

    status: str = ""
    message: str = ""
    document: Path | None = None


def tell_checks(evaluation: Evaluation) -> str:
    """The counts, and what to press next."""
    if not evaluation.problems:
        return "校验完成：没有发现问题。"
    return f"校验完成：{count_problems(evaluation.problems)}，见“问题清单”；按“下一个问题”逐个查看。"


def tell_scores(evaluation: Evaluation) -> str:
    """Both totals and how far they are apart, with the counts, and what to do where a person has to judge."""
    said = f"评分完成：{_totals(evaluation.scorecard)}；{count_problems(evaluation.problems)}。依据见“评分说明”"
    if evaluation.scorecard.total is None:
        return f"{said}，待判断的请在那里填评价人员得分和理由，再按“评分”。"
    return f"{said}。"


def _totals(card: Scorecard) -> str:
    by_rule = f"按规则{card.said_total()}"
    if card.self_total is None:
        return f"{by_rule}，自评总分没有可读的数字"
    own = f"自评{plain(card.self_total)}分（{card.self_grade}）"
    # Without a total there is no difference to speak of
    if card.total is None:
        return f"{by_rule}；{own}"
    apart = card.self_total - card.total
    if not apart:
        return f"{by_rule}，{own}，两者一致"
    return f"{by_rule}，{own}，自评{'高' if apart > 0 else '低'}{plain(abs(apart))}分"


def tell_problem(number: int, total: int, address: str, problems: list[Problem]) -> str:
    """The problems of one cell; `number` counts the cells that have some."""
    said = " ".join(
        f"【{problem.severity}】{problem.code} {problem.message}{problem.remedy}"
        for problem in problems
    )
    return f"第{number}处，共{total}处 {address}：{said}"
