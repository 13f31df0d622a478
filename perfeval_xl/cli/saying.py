"""Results as a person reads them in a terminal: plain lines, no tables that Chinese characters would push apart."""

from __future__ import annotations

from collections.abc import Iterator

from perfeval_xl.amounts import percent, plain
from perfeval_xl.evaluation import Evaluation
from perfeval_xl.foreign import ForeignForm
from perfeval_xl.problems import Problem, Severity
from perfeval_xl.refs import Location
from perfeval_xl.scorecard import IndicatorScore, Scorecard
from perfeval_xl.submission.model import Submission

__all__ = [
    "say_checked",
    "say_checks",
    "say_problem",
    "say_scores",
    "say_submission",
    "say_totals",
    "say_understood",
]

_LINE = 60
"""How many characters of a value are shown."""


def say_problem(problem: Problem) -> str:
    """One problem: severity, code, place, what is wrong, and on a second line what to do."""
    # A problem without a cell is placed by its indicator, or by the name of its field
    place = " ".join(part for part in (problem.place.sheet, problem.place.cell) if part)
    where = "·".join(problem.path) or problem.place.label
    head = (
        f"[{problem.severity}] {problem.code}"
        + (f" {place}" if place else "")
        + (f"（{where}）" if where else "")
    )
    return f"{head}\n    {problem.message}\n    → {problem.remedy}"


def say_totals(card: Scorecard) -> str:
    """Both totals with their grades, on one line."""
    if card.self_total is None:
        own = "没有可读的数字"
    else:
        own = f"{plain(card.self_total)}分（{card.self_grade}）"
    by_rule = "按规则总分"
    # Where points are open, the total is a range
    if card.total is None:
        by_rule = "按规则"
    return f"自评总分{own}，{by_rule}{card.said_total()}"


def say_checked(evaluation: Evaluation) -> str:
    """The problems of one file, and where points are open what its total can still be."""
    said = say_checks(evaluation)
    card = evaluation.scorecard
    if card.total is not None:
        return said
    return f"{said}\n按规则{card.said_total()}。"


def say_checks(evaluation: Evaluation) -> str:
    """The problems of one file, or that there are none, and how many checks ran."""
    return "\n".join(_check_lines(evaluation))


def _check_lines(evaluation: Evaluation) -> Iterator[str]:
    problems, checks = evaluation.problems, evaluation.checks
    # All severities are counted, those that do not occur as well
    counts = "，".join(
        f"{s}{sum(problem.severity is s for problem in problems)}个" for s in Severity
    )
    yield f"{evaluation.file}：{evaluation.submission.project.shown}"
    yield from (say_problem(problem) for problem in problems)
    # Checks that need readable values did not run: silence about them is no praise
    if checks.not_run:
        not_run = f"，须先改正上述问题才能校验{'、'.join(checks.not_run)}"
    else:
        not_run = ""
    yield f"共{counts}；通过校验{len(checks.passed)}项，不适用{len(checks.not_applicable)}项{not_run}。"


def say_scores(evaluation: Evaluation) -> str:
    """Totals, dimensions and every indicator with its reason."""
    return "\n".join(_score_lines(evaluation))


def _score_lines(evaluation: Evaluation) -> Iterator[str]:
    card = evaluation.scorecard
    yield f"{evaluation.file}：{evaluation.submission.project.shown}"
    yield say_totals(card)
    for dimension in card.dimensions:
        if dimension.rate is None:
            rate = ""
        else:
            rate = f"，得分率{percent(dimension.rate)}"
        yield f"【{dimension.name}】分值{plain(dimension.weight)}，按规则得{dimension.said_points()}{rate}"
        yield from (
            _row(row) for row in card.indicators if row.path[0] == dimension.name
        )


def _row(row: IndicatorScore) -> str:
    if row.self_score is None:
        own = "未填"
    else:
        own = plain(row.self_score)
    if row.score is not None:
        by_rule = plain(row.score)
    else:
        # An open row shows between which points it can still lie
        by_rule = f"待评价人员判断（{row.said_points()}分之间）"
    return f"  {row.path[-1]}：分值{plain(row.weight)}，自评{own}，按规则{by_rule}。{row.explanation}"


def say_submission(submission: Submission) -> str:
    """What was filled in, one field on a line; blanks are shown as blanks."""
    return "\n".join(_submission_lines(submission))


def _submission_lines(submission: Submission) -> Iterator[str]:
    yield f"方案：{submission.scheme}"
    yield f"年度：{submission.year.shown}"
    yield f"项目名称：{submission.project.shown}"
    yield f"主管部门：{submission.department.shown}"
    yield f"实施单位：{submission.unit.shown}"
    for row in submission.funds:
        money = f"年初预算{row.initial_budget.shown}，全年预算{row.budget.shown}，全年执行{row.executed.shown}"
        yield f"资金·{row.source}（{submission.money_unit}）：{money}"
    for indicator in submission.indicators:
        values = f"指标值{indicator.target.shown}，完成值{indicator.actual.shown}"
        points = f"分值{indicator.weight.shown}，得分{indicator.self_score.shown}"
        if indicator.note.blank:
            note = ""
        else:
            note = f"，偏差原因：{indicator.note.shown}"
        yield f"{'·'.join(indicator.path)}：{values}，{points}{note}"
    yield f"总分：分值{submission.weight_total.shown}，得分{submission.self_total.shown}"
    for name, entry in submission.sections.items():
        if not entry.blank:
            yield f"{name}：{entry.shown}"


def say_understood(form: ForeignForm) -> str:
    """How a form in another layout was understood: for each value its place and how surely, then what was not read."""
    lines = [
        f"\n这份表不是下发的自评表，按“{form.scheme.title}”读取（{form.because}）。逐项读取情况："
    ]
    lines += [
        f"  {_spot(e.place)}　{e.label}：{_one_line(e.text)}（{e.sure}）"
        for e in form.understood
    ]
    if form.unread:
        lines.append("没有读入：")
    for left in form.unread:
        why = ""
        if left.why:
            why = f"（{left.why}）"
        lines.append(f"  {_spot(left.place)}　{_one_line(left.text)}{why}")
    return "\n".join(lines)


def _spot(place: Location) -> str:
    return " ".join(part for part in (place.sheet, place.cell) if part)


def _one_line(text: str) -> str:
    folded = " ".join(text.split())
    if len(folded) <= _LINE:
        return folded
    return f"{folded[:_LINE]}…"
