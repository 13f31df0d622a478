"""得分 as a live formula: the points by the rule, until somebody writes over them.

The formula looks only at the cell of the preview beside it, so that a row that is copied, sorted or inserted keeps its sense.
No rule looks at 得分, so that nothing turns in a circle.
"""

from __future__ import annotations

from collections.abc import Sequence

from perfeval_xl.sheets.model import Formula

__all__ = ["ASKS_WHY", "asks_why", "points_shown"]

ASKS_WHY = "请写明原因，或者改回"
"""What a hint asks for beside points that are not those of the rule."""


def points_shown(points: str, typed: Sequence[str] = ()) -> Formula:
    """Return the formula that shows the points of a cell, and nothing where there are none.

    `typed` are cells of which one must be filled in first: without findings some rules give full points, and a row that
    nobody has looked at has none.
    """
    told = f"ISNUMBER({points})"
    if typed:
        written = "&".join(f"TRIM({cell})" for cell in typed)
        told = f'AND({told},{written}<>"")'
    return Formula(f'IF({told},{points},"")')


def asks_why(explained: str) -> str:
    """Return the formula of what is asked beside points that differ from the rule: the reason, while there is none."""
    return f'IF({explained},"","，{ASKS_WHY}")'
