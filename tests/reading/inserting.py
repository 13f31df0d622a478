"""Rows inserted into an open form: what is written into them, and the submission that should be read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from perfeval_xl.form.filling import conform
from perfeval_xl.form.layout.open import Layout, layout_for
from perfeval_xl.refs import Entry
from perfeval_xl.scheme.loader import load_scheme, scheme_ids
from perfeval_xl.submission.model import FundsRow, Goal, Indicator, Submission
from tests.support.rows import copy_and_insert, insert_blank, type_in

OPEN = [
    scheme_id for scheme_id in scheme_ids() if load_scheme(scheme_id).family == "open"
]
TYPED: dict[str, str | float] = {
    "name": "后加的",
    "target": 8,
    "actual": 4,
    "weight": 2,
    "self_score": 1,
    "note": "原因",
}
CHANGED: dict[str, str | float] = {"name": "指标9：抄来的", "actual": 45}


def path_of(layout: Layout, index: int) -> tuple[str, str]:
    return layout.slots[index].dimension, layout.slots[index].category


@lru_cache(maxsize=8)
def base(scheme_id: str) -> Submission:
    """Every 二级指标 has one indicator, in its last row but one, or its only row; totals are left to the form."""
    scheme = load_scheme(scheme_id)
    layout = layout_for(scheme)
    firsts = [index for index, slot in enumerate(layout.slots) if slot.ordinal == 1]
    indicators = tuple(
        Indicator(
            path=(*path_of(layout, index), f"指标甲{index}"),
            target=Entry("50"),
            actual=Entry("50"),
            weight=Entry("6"),
            self_score=Entry("6"),
        )
        for index in firsts
    )
    money = {
        key: Entry("24.5")
        for key in ("initial_budget", "budget", "executed")
        if f"funds_0_{key}" in layout.fields
    }
    goal = {
        key: Entry(text)
        for key, text in (("expected", "完成"), ("achieved", "已完成"))
        if f"goal_0_{key}" in layout.fields
    }
    return conform(
        scheme,
        Submission(
            scheme=scheme_id,
            money_unit=scheme.money_unit,
            year=Entry("2024"),
            project=Entry("平台运维"),
            department=Entry("数据局"),
            unit=Entry("数据中心"),
            funds=(FundsRow(source=scheme.funds[0], self_score=Entry("10"), **money),),
            goals=(Goal(**goal),),
            indicators=indicators,
        ),
    )


@dataclass(frozen=True)
class Inserted:
    """A row above slot `above` (the number of slots stands for 总分), copied from slot `source` or blank."""

    above: int
    category: int
    """A slot of the 二级指标 that it is expected under."""
    source: int | None = None


def expected(scheme_id: str, rows: list[Inserted]) -> Submission:
    """The base with indicators where the rows were inserted."""
    made = base(scheme_id)
    layout = layout_for(load_scheme(scheme_id))
    by_name = {indicator.path[2]: indicator for indicator in made.indicators}
    found: list[Indicator] = []
    for index in range(len(layout.slots) + 1):
        for row in rows:
            if row.above == index:
                path = path_of(layout, row.category)
                copied = by_name.get(f"指标甲{row.source}")
                values = CHANGED if row.source is not None else TYPED
                texts = {
                    key: Entry(str(value))
                    for key, value in values.items()
                    if key != "name" and key in layout.indicator_fields
                }
                name = str(values["name"]).removeprefix("指标9：")
                start = (
                    replace(copied, path=(*path, name))
                    if copied is not None
                    else Indicator(path=(*path, name))
                )
                found.append(replace(start, **texts))
        if f"指标甲{index}" in by_name:
            found.append(by_name[f"指标甲{index}"])
    return replace(made, indicators=tuple(found))


def insert(document: Any, scheme_id: str, rows: list[Inserted]) -> None:
    """Insert the rows from the bottom up, so that the numbers of those above stay."""
    layout = layout_for(load_scheme(scheme_id))
    top = layout.rows["indicators"]
    for row in sorted(rows, key=lambda row: -row.above):
        above = top + row.above
        if row.source is None:
            insert_blank(document, layout.sheet, above)
            type_in(document, layout.sheet, above, TYPED, scheme_id)
        else:
            copy_and_insert(document, layout.sheet, top + row.source, above)
            type_in(document, layout.sheet, above, CHANGED, scheme_id)


def places(scheme_id: str) -> dict[str, int]:
    """Slots with different neighbours: of the first 二级指标, of one in the middle, of the last."""
    slots = layout_for(load_scheme(scheme_id)).slots
    firsts = [index for index, slot in enumerate(slots) if slot.ordinal == 1]
    middle = next(index for index in firsts[2:] if slots[index + 1].ordinal == 2)
    return {"first": 0, "middle": middle, "last": firsts[-1], "end": len(slots)}
