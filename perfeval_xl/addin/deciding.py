"""What a command does to an open workbook, decided from a copy of it: sheets to bring in, a plan, and what is said.

Nothing here knows an office. The commands over xlwings and the panes of WPS and Excel ask the same questions here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from perfeval_xl.addin.next_cell import next_stop
from perfeval_xl.addin.plan import Clear, Plan, Select, Take
from perfeval_xl.addin.planning import left_in, lists_for, plan_for
from perfeval_xl.addin.telling import tell_checks, tell_problem, tell_scores
from perfeval_xl.evaluation import Evaluation, evaluate
from perfeval_xl.markup.problem_sheet import PROBLEM_SHEET, count_problems
from perfeval_xl.markup.score_sheet import SCORE_SHEET
from perfeval_xl.reading.judged import read_judgements
from perfeval_xl.refs import CellRef
from perfeval_xl.sheets.model import Sheet
from perfeval_xl.sheets.raw import RawWorkbook
from perfeval_xl.sheets.raw_opening import open_raw

__all__ = [
    "Decision",
    "decide_check",
    "decide_clear",
    "decide_next",
    "decide_score",
    "what_it_is",
    "workbook_of",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """`plan` makes the plan from the path at which the workbook with `lists` will stand; no lists, no such workbook."""

    status: str
    lists: tuple[Sheet, ...] = ()
    plan: Callable[[Path], Plan]


def decide_check(data: bytes, name: str) -> Decision:
    """校验: mark every problem in its cell and list them on 问题清单. Raises what `evaluate` raises."""
    evaluation = evaluate(data, name)
    decision = _marked(evaluation, PROBLEM_SHEET, tell_checks(evaluation))
    # Problems of the whole form, or of JSON, stand in no cell
    titles = set(workbook_of(evaluation).titles)
    marked = any(problem.place.sheet in titles for problem in evaluation.problems)
    if evaluation.problems and not marked:
        return _shown(decision, PROBLEM_SHEET)  # no coloured cell would be seen
    return decision


def decide_score(data: bytes, name: str) -> Decision:
    """评分: the score of every indicator, total and grade, the reasons on 评分说明. Raises what `evaluate` raises."""
    evaluation = evaluate(data, name)
    decision = _marked(evaluation, SCORE_SHEET, tell_scores(evaluation))
    return _shown(decision, SCORE_SHEET)


def decide_clear(data: bytes, name: str) -> Decision:
    """清除标记: undo all that 校验 and 评分 did.

    What an evaluator judged on 评分说明 is nobody's mark: that sheet stays until it is emptied.
    """
    raw = open_raw(data, name)
    # What an evaluator wrote on 评分说明 is work, and is not cleared with the marks
    if not read_judgements(raw, name):
        return Decision(
            status="标记和评分已清除，工作簿恢复原样。",
            plan=lambda _path: (Clear(),),
        )
    # The sheet is drawn anew, without what earlier commands wrote beside the judgements
    lists = lists_for(evaluate(data, name), raw, SCORE_SHEET, renewed=frozenset())
    titles = tuple(sheet.title for sheet in lists)
    return Decision(
        status=f"标记已清除；“{SCORE_SHEET}”里有评价人员填写的得分，保留不动，清空这些得分后再按一次即可清除。",
        lists=lists,
        plan=lambda path: (Clear(), Take(path, titles)),
    )


def decide_next(data: bytes, name: str, sheet: str, selection: str) -> Decision:
    """下一个问题: show the next cell with a problem and say what it is.

    `sheet` is the title of the sheet in front, `selection` the address of what is selected there, empty for none.
    """
    evaluation = evaluate(data, name)
    problems = evaluation.problems
    titles = tuple(workbook_of(evaluation).titles)
    # Evaluated anew with every click: what was mended meanwhile is passed over
    stop = next_stop(problems, titles, sheet, selection)
    if stop is not None:
        step = Select(stop.ref)
        told = tell_problem(
            stop.number, stop.total, stop.ref.address, list(stop.problems)
        )
        return Decision(status=told, plan=lambda _path: (step,))
    told = "没有发现问题。"
    if problems:
        told = f"{count_problems(problems)}，都不在某一个单元格里，请按“校验”查看“问题清单”。"
    return Decision(status=told, plan=lambda _path: ())


def what_it_is(evaluation: Evaluation) -> str:
    """Say which form a workbook is, and whether earlier commands left marks in it."""
    marked = ""
    if left_in(workbook_of(evaluation)).sheets:
        marked = "，其中有校验或评分留下的标记"
    scheme = evaluation.scheme
    return f"自评表：{scheme.title}（{scheme.id} {scheme.version}）{marked}"


def workbook_of(evaluation: Evaluation) -> RawWorkbook:
    """Return the workbook that was evaluated; the copy of an open one is never JSON."""
    assert evaluation.opened is not None
    return evaluation.opened.raw


def _shown(decision: Decision, kind: str) -> Decision:
    """Show a list of the decision when all is done."""
    # Its title may have got a number, where the person has a sheet of that name
    titles = [sheet.title for sheet in decision.lists]
    title = next(each for each in titles if each.startswith(kind))
    first_line = Select(CellRef(title, 3, 1))
    return replace(decision, plan=lambda path: (*decision.plan(path), first_line))


def _marked(evaluation: Evaluation, wanted: str, status: str) -> Decision:
    raw = workbook_of(evaluation)
    lists = lists_for(evaluation, raw, wanted)
    return Decision(
        status=status,
        lists=lists,
        plan=lambda path: plan_for(evaluation, raw, lists, path),
    )
