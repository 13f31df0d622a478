"""The funds as a form gives them back: one row for every source of the scheme, points only where it prints any."""

from __future__ import annotations

from collections.abc import Iterable

from perfeval_xl.amounts import parse_number, plain
from perfeval_xl.form.contents.storing import refuse, stored_entry
from perfeval_xl.form.layout.open_columns import ONLY_MONEY
from perfeval_xl.form.layout.placed import FormLayout
from perfeval_xl.refs import Entry
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.submission.model import FundsRow

__all__ = ["conforming_funds"]

_POINTS = ("weight", "rate", "self_score")


def conforming_funds(
    scheme: Scheme, layout: FormLayout, rows: Iterable[FundsRow]
) -> tuple[FundsRow, ...]:
    """Return the rows of all sources in the order of the scheme.

    A first row that states no weight has that of the scheme. Points that a further source repeats of the total have no
    cell and are left out; `submission.repeated` tells of them. Raises `BadSubmissionJson` for what the form cannot hold.
    """
    # By source, since the form has its own order
    given: dict[str, FundsRow] = {}
    for row in rows:
        if row.source not in scheme.funds:
            listed = "、".join(scheme.funds) or "无"
            refuse(f"资金来源“{row.source}”不在本表中。", f"本表的资金来源：{listed}。")
        if row.source in given:
            refuse(f"资金来源“{row.source}”出现了两次。", "请合并成一行。")
        if not layout.gives_funds_points:
            _refuse_points(row)
        given[row.source] = row
    return tuple(
        _row(scheme, layout, index, given.get(source, FundsRow(source=source)))
        for index, source in enumerate(scheme.funds)
    )


def _row(scheme: Scheme, layout: FormLayout, index: int, row: FundsRow) -> FundsRow:
    """Return one row: its money, and in the first row the points of the execution."""
    names: tuple[str, ...] = ONLY_MONEY
    if layout.gives_funds_points:
        names = (*ONLY_MONEY, *_POINTS)
    stored = {
        name: stored_entry(getattr(row, name), f"{row.source}的{name}")
        for name in names
    }
    # Points stand in the first row only
    if index > 0:
        return FundsRow(
            source=row.source, **{name: stored[name] for name in ONLY_MONEY}
        )
    if "weight" in stored:
        stored["weight"] = _weight(scheme, layout, row.weight, stored["weight"])
    return FundsRow(source=row.source, **stored)


def _weight(
    scheme: Scheme, layout: FormLayout, given: Entry | None, stored: Entry
) -> Entry:
    """Return the weight of the execution: what is stated, else that of the scheme; a form may print it in a label."""
    # A form that prints the weight in a label cannot state another one
    fixed = plain(scheme.execution_weight)
    if "funds_0_weight" in layout.fields:
        return Entry(fixed) if given is None else stored
    if not stored.blank and parse_number(stored.text) != scheme.execution_weight:
        told = f"预算执行率的分值填有“{stored.shown}”，本表印的是{fixed}分。"
        refuse(told, f"请改为{fixed}，或删去这一项。")
    return Entry(fixed)


def _refuse_points(row: FundsRow) -> None:
    """Refuse points of the execution in a form that does not score it in the rows of the funds."""
    for name in _POINTS:
        entry = getattr(row, name)
        if entry is not None and not entry.blank:
            refuse(
                f"资金来源“{row.source}”一行填有 {name}。",
                "评分表的资金行没有分值、执行率和得分，请删去。",
            )
