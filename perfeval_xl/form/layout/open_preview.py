"""What stands beside an open form, outside the print area: the live preview.

Every row says its 二级指标 too, so that a copy of it that is inserted elsewhere can still be told.
"""

from __future__ import annotations

from collections.abc import Iterator

from perfeval_xl.form.layout.open_plan import cell_at
from perfeval_xl.form.layout.open_spots import OpenSheet
from perfeval_xl.form.layout.spots import Role, Spot
from perfeval_xl.rules.registry import level_names
from perfeval_xl.rules.told_apart import PARTS, lists
from perfeval_xl.sheets.model import Area

__all__ = [
    "FLAG_ROW",
    "GAPS",
    "LEVELS_ROW",
    "SELF_CHECK_ROW",
    "WEIGHT_CHECK_ROW",
    "hidden_columns",
    "preview_spots",
]

FLAG_ROW, _MISSING_ROW, WEIGHT_CHECK_ROW, SELF_CHECK_ROW = 2, 3, 4, 5
LEVELS_ROW = 2
"""In the first of the hidden columns: from here on stand the levels of a quality, below a blank cell, for the list of 完成值."""

_CHECKS = (
    (_MISSING_ROW, "填报进度", "missing_count"),
    (WEIGHT_CHECK_ROW, "分值合计", "weight_check"),
    (SELF_CHECK_ROW, "得分合计", "self_check"),
)
_HIDDEN = (*PARTS, "fault", "gaps")
GAPS = "缺几格"
_HEADINGS = ("按标准得分", "提示", "所属二级指标")


def preview_spots(sheet: OpenSheet, left: int) -> Iterator[Spot]:
    """Yield the cells from column `left` on; all of them are locked, and none makes its row higher."""
    right = left + 1

    # How far the form is filled in, above everything.
    heading = "实时核对（不打印）"
    yield Spot(
        area=Area(1, left, 1, right),
        role=Role.HELP_HEAD,
        text=heading,
    )
    flag = Area(FLAG_ROW, left, FLAG_ROW, right)
    yield Spot(area=flag, role=Role.BOLD_HELP, live="overall")
    for row, label, live in _CHECKS:
        yield _head(row, left, label)
        yield Spot(
            area=cell_at(row, right),
            role=Role.HELP,
            live=live,
        )

    # The levels that are offered for 完成值 stand in a hidden column: a list cannot hold other lists
    first = hidden_columns(left)[0]
    for number in range(len(level_names(sheet.scheme))):
        area = cell_at(LEVELS_ROW + number, first)
        yield Spot(
            area=area,
            role=Role.POINTS,
            live=f"level_{number}",
        )

    yield from _beside_funds(sheet, left)
    yield from _beside_indicators(sheet, left)

    total = sheet.rows["total"]
    yield _live(total, left, Role.BOLD_POINTS, "rule_total")
    yield _live(total, right, Role.BOLD_HELP, "rule_grade")

    # Only a row without formulas has nothing in the last column.
    last = hidden_columns(left)[-1]
    for row in (sheet.rows["header"], total):
        yield Spot(
            area=cell_at(row, last),
            role=Role.HELP,
            text=GAPS,
        )


def _beside_funds(sheet: OpenSheet, left: int) -> Iterator[Spot]:
    funds, right = sheet.rows["funds"], left + 1
    yield _head(funds, left, "执行率")
    yield _head(funds, right, "执行率得分")
    yield _live(funds + 1, left, Role.POINTS, "execution_rate")
    yield _live(funds + 1, right, Role.POINTS, "execution_score")
    area = _hint_area(sheet, left)
    yield Spot(area=area, role=Role.HELP, live="execution_hint")


def _hint_area(sheet: OpenSheet, left: int) -> Area:
    """Where the preview says what to look at in the funds: in the row below, unless headings stand there."""
    # With one source of money there is no second row
    row = sheet.rows["funds"] + 2
    if row == sheet.rows["header"]:
        return cell_at(row - 1, left + 2)
    return Area(row, left, row, left + 1)


def _beside_indicators(sheet: OpenSheet, left: int) -> Iterator[Spot]:
    header = sheet.rows["header"]
    for number, text in enumerate(_HEADINGS):
        yield _head(header, left + number, text)
    # The headings of the hidden columns are the lists that all rows look at
    hidden = hidden_columns(left)
    for column, text in zip(hidden, lists().values(), strict=False):
        yield Spot(
            area=cell_at(header, column),
            role=Role.HELP,
            text=text,
        )
    for index, slot in enumerate(sheet.slots):
        row, key = sheet.rows["indicators"] + index, f"indicator_{index}"
        yield _live(row, left, Role.POINTS, f"{key}_rule_score")
        yield _live(row, left + 1, Role.HELP, f"{key}_hint")
        yield Spot(
            area=cell_at(row, left + 2),
            role=Role.HELP,
            text=slot.category,
        )
        for column, name in zip(hidden, _HIDDEN, strict=True):
            area = cell_at(row, column)
            yield Spot(
                area=area,
                role=Role.POINTS,
                live=f"{key}_{name}",
            )


def hidden_columns(left: int) -> tuple[int, ...]:
    """Return the columns that only formulas look at: what is told apart of targets and 完成值, and what is wrong."""
    first = left + len(_HEADINGS)
    return tuple(range(first, first + len(_HIDDEN)))


def _head(row: int, column: int, text: str) -> Spot:
    return Spot(
        area=cell_at(row, column),
        role=Role.HELP_HEAD,
        text=text,
    )


def _live(row: int, column: int, role: Role, key: str) -> Spot:
    return Spot(area=cell_at(row, column), role=role, key=key)
