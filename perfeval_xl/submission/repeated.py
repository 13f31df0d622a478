"""Points that a source of the money repeats from the total: they are counted once, and no form of ours has a cell for them."""

from __future__ import annotations

from perfeval_xl.problems import Problem
from perfeval_xl.submission.model import EXECUTION_PATH, Submission

__all__ = ["POINTS", "SCORED", "repeated_points"]

POINTS = {"weight": "分值", "self_score": "得分"}
"""What is counted in the total only."""
SCORED = {
    "weight": "分值",
    "rate": "执行率",
    "self_score": "得分",
}
"""All that only the total row of our forms has a cell for."""


def repeated_points(
    submission: Submission, cells: dict[str, str] = POINTS
) -> tuple[Problem, ...]:
    """Return a hint for every source in which one of the cells is filled in."""
    found = []
    # The first row is the total
    for row in submission.funds[1:]:
        filled = []
        for key, name in cells.items():
            entry = getattr(row, key)
            # `None` stands for a cell that the form does not have
            if entry is not None and not entry.blank:
                filled.append((entry, f"{name}{entry.shown}"))
        # One hint a source, at the first of its cells
        if filled:
            what = "、".join(text for _, text in filled)
            slots = {
                "source": row.source,
                "what": what,
                "total": submission.funds[0].source,
            }
            path = (*EXECUTION_PATH, row.source)
            found.append(
                Problem(
                    code="PE-073",
                    place=filled[0][0].location,
                    path=path,
                    found=what,
                    slots=slots,
                )
            )
    return tuple(found)
