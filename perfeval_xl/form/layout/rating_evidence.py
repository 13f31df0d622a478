"""评分依据: one row for every fact that the rules of a fixed form ask for, with what is wanted beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from perfeval_xl.amounts import plain
from perfeval_xl.form.layout.asking import Asked
from perfeval_xl.form.layout.paper import fitted_widths
from perfeval_xl.form.layout.rating_sheets import EVIDENCE_SHEET
from perfeval_xl.form.layout.spots import (
    FULL_SIZE,
    Repeated,
    Role,
    SheetPlan,
    Spot,
    continued,
)
from perfeval_xl.rules.base import Fact, FactKind
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.sheets.model import Area

__all__ = ["asked_text", "plan_evidence", "wanted_text"]

_FIXED = (("一级指标", 9.0), ("二级指标", 10.0), ("三级指标", 13.0))
_OPTIONAL = {"target": ("指标值", 12.0), "actual": ("完成值", 12.0)}
_ASKED, _VALUE, _WANTED, _PROOF = (
    ("评分要点、填报内容", 40.0),
    ("填写", 12.0),
    ("要求", 12.0),
    ("佐证资料", 16.0),
)
_NOTE = ("说明（扣分原因）", 19.0)
_HEADER, _FIRST = 3, 4
_ROW, _GAP, _SAID = 24.0, 2.0, 30.0
_REASON_ROW = 52.0  # three lines: a sentence
_ROLES = {"note": Role.LEFT_INPUT, "self_score": Role.NUMBER}
_WANTED_TEXTS = {
    FactKind.NUMBER: "数字",
    FactKind.RATE: "百分数",
    FactKind.COUNT: "不小于0的整数",
    FactKind.DATE: "日期",
    FactKind.TICK: "是／否",
    FactKind.CHOICE: "从列表中选",
}


def plan_evidence(
    scheme: Scheme, asked: tuple[Asked, ...], title: str = EVIDENCE_SHEET
) -> SheetPlan:
    """Return the plan of the sheet; fields of an indicator that no other sheet has get columns here."""
    # Which columns there are depends on what the other sheets leave out
    columns = dict(_columns(asked))
    places = {name: number for number, name in enumerate(columns, 1)}
    last = len(columns)
    spots = [
        Spot(
            area=Area(1, 1, 1, last), role=Role.TITLE, text="评分依据填报表", lowest=30
        ),
        Spot(area=Area(2, 1, 2, last), role=Role.LINE, text=_intro(scheme), lowest=20),
    ]
    for name, (heading, _) in columns.items():
        area = Area(_HEADER, places[name], _HEADER, places[name])
        spots.append(Spot(area=area, role=Role.HEADING, text=heading, lowest=30))
    row = _FIRST
    good: dict[int, int] = {}
    starts: dict[int, tuple[int, int]] = {}
    # Every fact has a row; an indicator without any still has one, which says so
    for each in asked:
        rows = max(1, len(each.facts))
        good |= dict.fromkeys(range(row + 1, row + rows), -1) | {row: 1}
        spots += _indicator(each, row, rows, places)
        starts[each.index] = (row, row + rows - 1)
        row += rows
    spots += _labels(asked, starts, places, good)
    # The hints stand right of the paper
    widths = fitted_widths((wide for _, wide in columns.values()), landscape=True)
    widths |= {last + 1: _GAP, last + 2: _SAID}
    spots += _help({index: rows[0] for index, rows in starts.items()}, last + 2)
    return SheetPlan(
        title=title,
        widths=widths,
        last_column=last,
        last_row=row - 1,
        spots=tuple(spots),
        landscape=True,
        good=good,
        titles=(_HEADER, _HEADER),
        paging=replace(FULL_SIZE, repeated=(Repeated((_HEADER, _HEADER)),)),
        table=(_FIRST, row - 1),
    )


def _help(rows: Mapping[int, int], column: int) -> Iterator[Spot]:
    """What is said beside the rows while they are filled in, by indicator and its first row."""
    head = Area(_HEADER, column, _HEADER, column)
    yield Spot(area=head, role=Role.HELP_HEAD, text="提示（不打印）")
    for index, row in rows.items():
        area = Area(row, column, row, column)
        yield Spot(area=area, role=Role.HELP, key=f"indicator_{index}_said")


def _intro(scheme: Scheme) -> str:
    unit = scheme.money_unit
    return f"本表是评分的依据，随评分表一并填写；金额单位为{unit}，百分数写成 95% 的样子，浅黄色单元格可填。"


def _columns(asked: tuple[Asked, ...]) -> Iterator[tuple[str, tuple[str, float]]]:
    # A column is there as soon as one indicator needs it
    elsewhere = {name for each in asked for name in each.on_evidence}
    for number, column in enumerate(_FIXED):
        if number < 1 or any(len(each.spec.path) > number for each in asked):
            yield f"level_{number}", column
    yield from (
        (name, column) for name, column in _OPTIONAL.items() if name in elsewhere
    )
    yield from (("asked", _ASKED), ("value", _VALUE), ("wanted", _WANTED))
    if any(each.proofs for each in asked):
        yield "proof", _PROOF
    if "weight" in elsewhere:
        yield "weight", ("分值", 7.0)
    if "self_score" in elsewhere:
        yield "self_score", ("得分", 7.0)
    if "note" in elsewhere:
        yield "note", _NOTE


def _indicator(
    each: Asked, row: int, rows: int, places: dict[str, int]
) -> Iterator[Spot]:
    """The rows of one indicator: its facts, and the fields that stand nowhere else beside all of them."""
    for name in each.on_evidence:
        column = places[name]
        constant = name == "weight" or (name == "target" and each.spec.target)
        role = _ROLES.get(name, Role.INPUT)
        if constant:
            role = Role.CONSTANT
        if name == "weight" and each.spec.share is not None:
            role = Role.BODY  # computed: the rows share it
        area = Area(row, column, row + rows - 1, column)
        yield Spot(
            area=area,
            role=role,
            key=f"indicator_{each.index}_{name}",
            lowest=_ROW if rows == 1 else 0,
        )
    # What other rows have here stands for this one in the table before it
    for name in _OPTIONAL:
        if name not in places or name in each.on_evidence:
            continue
        yield Spot(
            area=Area(row, places[name], row + rows - 1, places[name]),
            role=Role.BODY,
            text="见前表",
        )
    # Nothing to fill in: the row says what the points come from
    if not each.facts:
        text = (
            "按评分表中的内容计分，这里不用填。"
            if "actual" in each.in_rating
            else "按本行的指标值、完成值和评分表的得分计分。"
        )
        yield _cell(row, places["asked"], Role.TEXT, text)
        yield _cell(row, places["value"], Role.BODY, "—")
        yield _cell(row, places["wanted"], Role.BODY)
        if "proof" in places:
            yield _cell(row, places["proof"], Role.BODY)
    for number, fact in enumerate(each.facts):
        yield from _fact(each, fact, row + number, places)


def _fact(each: Asked, fact: Fact, row: int, places: dict[str, int]) -> Iterator[Spot]:
    yield _cell(row, places["asked"], Role.TEXT, asked_text(fact))
    key = f"evidence_{each.index}_{fact.name}"
    if (
        fact.kind is FactKind.TEXT
    ):  # a sentence needs room, and nobody to say that it is one
        area = Area(row, places["value"], row, places["wanted"])
        yield Spot(area=area, role=Role.LEFT_INPUT, key=key, lowest=_REASON_ROW)
    else:
        yield _cell(row, places["value"], Role.INPUT, key=key)
        yield _cell(row, places["wanted"], Role.BODY, wanted_text(each, fact))
    if "proof" in places:
        proof = each.proofs.get(fact.name)
        if proof is None:
            yield _cell(row, places["proof"], Role.BODY)
        else:
            yield _cell(
                row,
                places["proof"],
                Role.LEFT_INPUT,
                key=f"evidence_{each.index}_{proof.name}",
            )


def _cell(row: int, column: int, role: Role, text: str = "", key: str = "") -> Spot:
    return Spot(
        area=Area(row, column, row, column), role=role, text=text, key=key, lowest=_ROW
    )


def _labels(
    asked: tuple[Asked, ...],
    starts: dict[int, tuple[int, int]],
    places: dict[str, int],
    good: dict[int, int],
) -> Iterator[Spot]:
    """The names of the levels beside their rows."""
    for depth in range(3):
        if f"level_{depth}" not in places:
            continue
        column = places[f"level_{depth}"]
        first = 0
        # A run of indicators with the same names down to this level has one label
        while first < len(asked):
            last = first
            while (
                last + 1 < len(asked)
                and asked[last + 1].spec.path[: depth + 1]
                == asked[first].spec.path[: depth + 1]
            ):
                last += 1
            path = asked[first].spec.path
            area = Area(
                starts[asked[first].index][0],
                column,
                starts[asked[last].index][1],
                column,
            )
            text = path[depth] if depth < len(path) else "—"
            again = continued(text)
            yield Spot(area=area, role=Role.LABEL, text=text, group=True, again=again)
            if depth < 2 and len(path) > depth:
                good[area.top] = max(good.get(area.top, 0), 3 - depth)
            first = last + 1


def asked_text(fact: Fact) -> str:
    """Return what is asked, a numbered point with the points it gives."""
    if fact.worth:
        return f"{fact.label}（{fact.worth}）"
    if fact.required:
        return fact.label
    return f"{fact.label}（没有可不填）"


def wanted_text(each: Asked, fact: Fact) -> str:
    """Return what may stand in the cell, in a few words."""
    if fact.kind is FactKind.POINTS:
        if fact.limits:
            return f"0，或{fact.limits}分"
        return f"0—{plain(each.spec.weight)}分"
    if fact.name in {"target", "actual"} and fact.kind is FactKind.NUMBER:
        return "数字，不填按前表"
    return _WANTED_TEXTS[fact.kind]
