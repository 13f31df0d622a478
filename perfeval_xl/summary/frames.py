"""What the ledger holds as tables of pandas: one row per submission, problem, scored row or attachment.

Cells keep Python's own values (`object` columns), so that points and money stay exact decimals.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from typing import Any

import pandas as pd

from perfeval_xl.amounts import EXACT, ZERO, plain, round_half_up
from perfeval_xl.collection.records import (
    PASSED,
    RETURNED,
    Arrival,
    IndicatorFigures,
    ProblemFigures,
    State,
    SubmissionFigures,
    Version,
)
from perfeval_xl.dates import in_china
from perfeval_xl.scheme.model import Scheme

__all__ = [
    "COUNTED",
    "DOUBTFUL",
    "NOT_FILLED",
    "NO_TOTAL",
    "OPEN",
    "OUT_OF_RANGE",
    "PASSED",
    "RETURNED",
    "attachments",
    "averages",
    "indicators",
    "mean",
    "problems",
    "repeats",
    "scores",
]

NOT_FILLED = "（未填）"
COUNTED, NO_TOTAL, DOUBTFUL, OUT_OF_RANGE = "计入", "无自评总分", "分值或得分有误", "总分超出范围"
OPEN = "有待评价人员判断的得分"
"""Whether a submission counts in the averages, or why it does not."""

_MEAN_PLACES = 2


def scores(versions: Iterable[Version], schemes: Mapping[str, Scheme], doubtful: Collection[int] = ()) -> pd.DataFrame:
    """Return one row per submission; `schemes` are those known, by id. 退回 is what holds a problem of severity 错误.

    `doubtful` are the numbers of the arrivals whose weights do not add up, or whose points are no numbers.
    """
    rows = []
    for version in versions:
        figures = version.figures
        scheme = schemes.get(figures.scheme)
        rows.append(
            {
                "number": version.arrival.number,
                "scheme_id": figures.scheme,
                "department": figures.department or NOT_FILLED,
                "unit": figures.unit or NOT_FILLED,
                "project": figures.project or NOT_FILLED,
                "year": figures.year,
                "scheme": figures.scheme if scheme is None else scheme.title,
                "state": RETURNED if figures.errors else PASSED,
                "budget": figures.budget,
                "executed": figures.executed,
                "money_unit": figures.money_unit,
                "rate": figures.execution_rate,
                "self_total": figures.self_total,
                "self_grade": figures.self_grade,
                "rule_total": figures.decided_total,
                "rule_said": "" if figures.decided_total is not None else figures.rule_said,
                "rule_grade": figures.rule_grade,
                "difference": _difference(figures.self_total, figures.decided_total),
                "counted": _counted(figures, scheme, doubtful=version.arrival.number in doubtful),
                "errors": figures.errors,
                "warnings": figures.warnings,
                "hints": figures.hints,
                "version": version.version,
                "place": _places(version),
                **_received(version.arrival),
            }
        )
    return _frame(rows)


def problems(found: Iterable[tuple[int, ProblemFigures]], valid: pd.DataFrame) -> pd.DataFrame:
    """Return one row per problem of the submissions in `valid`, in their order."""
    rows = [
        {
            "number": number,
            "code": problem.code,
            "severity": problem.severity,
            "sheet": problem.sheet,
            "cell": problem.cell,
            "path": " / ".join(problem.path),
            "message": problem.message,
            "remedy": problem.remedy,
            "source": problem.source,
        }
        for number, problem in found
    ]
    return _beside(valid, _frame(rows))


def indicators(found: Iterable[tuple[int, IndicatorFigures]], valid: pd.DataFrame) -> pd.DataFrame:
    """Return one row per scored row of the submissions in `valid`, in their order."""
    rows = []
    for number, row in found:
        levels = (*row.path, "", "", "")
        rows.append(
            {
                "number": number,
                "level_1": levels[0],
                "level_2": levels[1],
                "level_3": levels[2],
                "target": row.target,
                "actual": row.actual,
                "weight": row.weight,
                "self_score": row.self_score,
                "score": row.decided_score,
                "possible": "" if row.highest is None else f"{plain(row.score)}至{plain(row.highest)}",
                "difference": _difference(row.self_score, row.decided_score),
                "explanation": row.explanation,
                "sheet": row.sheet,
                "cell": row.cell,
            }
        )
    return _beside(valid, _frame(rows))


def attachments(arrivals: Iterable[Arrival]) -> pd.DataFrame:
    """Return one row per attachment, with what it was and what was said of it."""
    return _frame(
        {
            "kind": arrival.kind,
            "size": arrival.size,
            "code": arrival.code,
            "message": arrival.message,
            "remedy": arrival.remedy,
            "earlier": arrival.earlier,
            **_received(arrival),
        }
        for arrival in arrivals
    )


def repeats(versions: Iterable[Version], duplicates: Iterable[Arrival]) -> pd.DataFrame:
    """Return the submissions of which there are several versions, version by version, and then the duplicates."""
    rows: list[dict[str, object]] = []
    before: dict[str, str] = {}
    repeated: dict[str, Version] = {}
    for version in versions:
        repeated[version.arrival.sha256] = version
        if version.versions > 1:
            rows.append(
                {
                    "class": _class(version),
                    **_owner(version),
                    "version": f"第{version.version}版，共{version.versions}版",
                    "in_force": _use(version),
                    "earlier": before.get(version.figures.subject, ""),
                    **_received(version.arrival),
                }
            )
            before[version.figures.subject] = version.arrival.file
    for arrival in duplicates:
        own = repeated.get(arrival.sha256)
        shared = {"class": State.DUPLICATE.label, "earlier": arrival.earlier, **_received(arrival)}
        rows.append(shared if own is None else shared | _owner(own))
    return _frame(rows)


def averages(frame: pd.DataFrame) -> tuple[int, Decimal | None, Decimal | None, Decimal | None]:
    """Return how many submissions can be compared, the averages of both their totals, and the difference of these.

    All three are of the same submissions; `None` where there are none.
    """
    if frame.empty:
        return 0, None, None, None
    compared = frame[frame["counted"] == COUNTED]
    own, by_rules = mean(compared["self_total"]), mean(compared["rule_total"])
    return len(compared), own, by_rules, None if own is None or by_rules is None else own - by_rules


def mean(column: pd.Series[Any]) -> Decimal | None:
    """Return the average of the figures that are there, to two decimals; `None` where there are none."""
    numbers = [number for number in column if isinstance(number, Decimal)]
    if not numbers:
        return None
    return round_half_up(EXACT.divide(sum(numbers, ZERO), Decimal(len(numbers))), _MEAN_PLACES)


def _frame(rows: Iterable[Mapping[str, object]]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), dtype=object)


def _beside(valid: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """Put project, unit and file beside what was found; rows come in the order of `valid`.

    `row` is the row of the submission in the sheet of `valid`, below its heading.
    """
    if found.empty:
        return found
    shared = valid[["number", "department", "unit", "project", "file"]].assign(row=range(2, len(valid) + 2))
    return shared.merge(found, on="number", how="inner", sort=False)


def _difference(self_given: Decimal | None, by_rules: Decimal | None) -> Decimal | None:
    return None if self_given is None or by_rules is None else self_given - by_rules


def _counted(figures: SubmissionFigures, scheme: Scheme | None, *, doubtful: bool) -> str:
    """Say whether both totals are points of one full score and so can be averaged, and if not, why."""
    if figures.self_total is None:
        return NO_TOTAL
    if doubtful:
        return DOUBTFUL
    if figures.decided_total is None:
        return OPEN
    full = None if scheme is None else scheme.full_score
    totals = (figures.self_total, figures.decided_total)
    return COUNTED if full is None or all(ZERO <= total <= full for total in totals) else OUT_OF_RANGE


def _class(version: Version) -> str:
    if version.doubt:
        return State.DOUBTFUL.label
    return State.CORRECTION.label if version.version > 1 else "首次报送"


def _use(version: Version) -> str:
    """Say whether a version counts, and if not, why."""
    if version.in_force:
        return "在用"
    if version.withdrawn:
        return "已撤下"
    return "待确认" if version.doubt else "已被替代"


def _owner(version: Version) -> dict[str, object]:
    return {"project": version.figures.project or NOT_FILLED, "unit": version.figures.unit or NOT_FILLED}


def _places(version: Version) -> str:
    """Say where the money and the total stand; the places of a JSON file are names already."""
    figures = version.figures
    named = (("预算数", figures.budget_cell), ("执行数", figures.executed_cell), ("总分", figures.self_total_cell))
    if not figures.sheet:
        return "，".join(cell for _, cell in named if cell)
    return f"{figures.sheet}：" + "，".join(f"{name}{cell}" for name, cell in named if cell)


def _received(arrival: Arrival) -> dict[str, object]:
    return {
        "file": arrival.file,
        "received": in_china(arrival.received_at),
        "sender": arrival.sender,
        "subject": arrival.subject,
        "origin": arrival.origin,
    }
