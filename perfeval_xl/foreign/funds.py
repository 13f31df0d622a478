"""The rows of 项目资金: sources with their money, the total first."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from perfeval_xl.amounts import ONE, normalise, parse_number
from perfeval_xl.foreign.draft import Draft, Sure
from perfeval_xl.foreign.sheet import Area
from perfeval_xl.foreign.table_columns import Column, Columns
from perfeval_xl.foreign.words import points_in, words
from perfeval_xl.refs import Entry
from perfeval_xl.submission.model import FundsRow

__all__ = [
    "FundsTable",
    "is_money_unit",
    "money_taken",
    "money_unit_in",
    "source_name",
    "with_value",
]

_OF_WHICH = re.compile(r"^(?:[#*★]|其中[:：]?|[(（]?\d[)）.、]|[①②③④⑤⑥⑦⑧])")
_PART = re.compile(r"[(（]?[一二三四五六七八九十]+[)）]?[、.．]")
"""How the heading of a part of the form begins."""
_UNIT = re.compile(r"(?:单位[:：]?|[(（]|金额[:：]?)(?:人民币)?(亿元|千元|万元|元)")
_UNIT_BEHIND = re.compile(r"[(（](?:亿元|千元|万元|元)[)）]$")
_DASHES = frozenset({"-", "—", "——", "–", "/", "\\", "－", "--", "……"})
_NOTHING = frozenset({"无", "没有", "未安排", "零"})
_MONEY = ("initial_budget", "budget", "executed")
_SCORED = ("weight", "rate", "self_score")
_LONGEST_SOURCE = 40
_TOTAL = "年度资金总额"
"""What the only row of a table is, where nothing is written beside its figures."""
_POINTS = "预算执行率的分值"
_FEWEST_FIGURES = 2


def money_unit_in(text: str) -> str:
    """Return the unit of money that a heading names, empty for none.

    >>> money_unit_in("项目资金（万元）"), money_unit_in("金额单位：元"), money_unit_in("执行率")
    ('万元', '元', '')
    """
    said = "".join(text.split())
    found = _UNIT.search(said)
    if found is None:
        return ""
    return found[1]


def is_money_unit(text: str) -> bool:
    """Whether a text is nothing but a unit of money."""
    return normalise(text) in {"元", "万元", "千元", "亿元"}


def source_name(text: str) -> str:
    """Return the name of a source as it is written, without 其中, a colon behind it, and a unit of money in brackets.

    >>> source_name("其中：本年财政 拨款："), source_name("年度资金总额（万元）")
    ('本年财政拨款', '年度资金总额')
    """
    said = "".join(text.split())
    own = _OF_WHICH.sub("", said)
    own = own.strip(":：")
    name = _UNIT_BEHIND.sub("", own)
    name = name.strip(":：")
    return name or said


def _has_total(draft: Draft) -> bool:
    """Whether the row of the total has been read; points alone are none."""
    if not draft.funds:
        return False
    total = draft.funds[0]
    return bool(total.source)


def _is_field(area: Area) -> bool:
    """Whether a text is a label of another part."""
    known = words()
    field = known.fields.meaning(area.text)
    goal = known.goals.meaning(area.text)
    return field is not None or goal is not None


def _is_heading(area: Area) -> bool:
    """Whether a text is a heading of the indicators, or that of a part of the form."""
    column = words().columns.meaning(area.text)
    if column is not None and column.sure:
        return True
    return _PART.match(area.text) is not None


def _is_figure(area: Area) -> bool:
    """Whether an area holds a number, with a unit of money or a sign of percent behind it or without."""
    text = normalise(area.text)
    number = text.rstrip("%万元")
    return parse_number(number) is not None


def _is_word(area: Area) -> bool:
    """Whether an area holds no figure, and no dash or word that stands for nothing."""
    text = normalise(area.text)
    if any(map(str.isdigit, text)):
        return False
    return text not in _DASHES and text not in _NOTHING


def with_value(row: FundsRow, role: str, entry: Entry) -> FundsRow:
    """Return a row of funds with one of its values set."""
    changed: dict[str, Any] = {role: entry}
    return replace(row, **changed)


def money_taken(draft: Draft, area: Area, what: str) -> Entry:
    """Return an amount; a unit written behind it goes to the form, where it has no other unit."""
    said = normalise(area.text)
    for unit in ("万元", "元"):
        if not said.endswith(unit):
            continue
        number = said.removesuffix(unit)
        if parse_number(number) is None:
            continue
        if draft.money_unit in {"", unit}:
            draft.money_unit = unit
            return draft.take(area, what, Sure.LIKELY, number)
        break
    return draft.take(area, what)


@dataclass(slots=True)
class FundsTable:
    """One table of funds while its rows are read; `points` are those that its headings name."""

    draft: Draft
    columns: Columns
    points: Entry

    @classmethod
    def begun(cls, draft: Draft, columns: Columns, above: Area | None) -> FundsTable:
        """Return the table whose headings have just been found; `above` is the heading of the part, if any."""
        sheet = draft.sheet
        points = Entry()
        for area in sheet.areas(columns.top):
            if not draft.money_unit:
                draft.money_unit = money_unit_in(area.text)
            # The label of the part, at the left, names them rather than a heading
            given = points_in(area.text)
            beside = area.left < columns.left
            if given and (beside or points.blank):
                points = sheet.entry(area, _POINTS, given)
            if beside or area.top == columns.top:
                draft.use(area)
        if not points.blank or above is None:
            return cls(draft, columns, points)
        # Else the line above the table
        given = points_in(above.text)
        if given:
            points = sheet.entry(above, _POINTS, given)
        return cls(draft, columns, points)

    def row(self, row: int) -> bool:
        """Read one row; `False` for a row that is none of the table."""
        source = self._source(row)
        if source is not None and self._points_alone(row, source):
            return True
        if source is not None:
            label = source_name(source.text)
            self.draft.use(source)
        elif not _has_total(self.draft) and self._figures_alone(row):
            label = _TOTAL
        else:
            return False
        total = self._is_total(label)
        values = {}
        for role in (*_MONEY, *_SCORED):
            values[role] = self._value(row, role, label, total=total)
        if total:
            self._total(label, values)
            return True
        # The total is the first row, also where it is not printed
        funds = self.draft.funds
        if not funds:
            blank = FundsRow(source="")
            funds.append(blank)
        stated = {key: values[key] for key in _MONEY}
        for key in _SCORED:
            if not values[key].blank:
                stated[key] = values[key]
        added = FundsRow(source=label, **stated)
        funds.append(added)
        return True

    def _points_alone(self, row: int, label: Area) -> bool:
        """Take a row that is no source but 得分 or 分值 with one figure beside it: it is that of the total."""
        draft = self.draft
        meaning = words().funds.meaning(label.text)
        if meaning is None or not meaning.sure:
            return False
        role = meaning.role
        if role not in _SCORED:
            return False
        fresh = draft.sheet.fresh(row)
        behind = [area for area in fresh if area.left > label.right]
        if len(behind) != 1 or not draft.funds:
            return False
        # What the row of the total says itself counts
        total = draft.funds[0]
        stated = getattr(total, role)
        if stated is None or stated.blank:
            draft.use(label)
            entry = draft.take(behind[0], meaning.label)
            draft.funds[0] = with_value(total, role, entry)
        return True

    def _is_total(self, label: str) -> bool:
        """Whether a row is the total: by its name, or as the first row that is none of the usual sources."""
        if _has_total(self.draft):
            return False
        known = words()
        if label == _TOTAL:
            return True
        if label in known.source_totals:
            return True
        if label in known.sources:
            return False
        return len(self.draft.funds) <= 1

    def _first_figure(self) -> int:
        """Return the first column of the sheet that figures stand in, those of headings without a use included."""
        figures = [column.left for column in self._of_figures()]
        source = self.columns.get("source")
        after = 0
        if source is not None:
            after = source.left
        lefts = [column.left for column in self.columns.spare]
        figures += [left for left in lefts if left > after]
        return min(figures)

    def _of_figures(self) -> list[Column]:
        """Return the columns of the table but that of the sources."""
        by_role = dict(self.columns.by_role)
        by_role.pop("source", None)
        return list(by_role.values())

    def _source(self, row: int) -> Area | None:
        """Return the label of a row: the last text before the figures that begins in the row."""
        first = self._first_figure()
        fresh = self.draft.sheet.fresh(row)
        before = [area for area in fresh if area.right < first]
        labels = [area for area in before if parse_number(area.text) is None]
        if not labels:
            return None
        label = labels[-1]
        # Another part of the form
        if any(map(_is_field, labels)):
            return None
        if _is_heading(label) and not self._figures(row):
            return None
        # A text, not a name
        if len(label.text) > _LONGEST_SOURCE:
            return None
        if self._words(row):
            return None
        return label

    def _figures_alone(self, row: int) -> bool:
        """Whether a row holds figures under the headings and no label: it is the total, and the only row."""
        first = self._first_figure()
        fresh = self.draft.sheet.fresh(row)
        beside = [area for area in fresh if area.right < first]
        named = [area for area in beside if parse_number(area.text) is None]
        if named or self._words(row):
            return False
        # One that is merged over several headings counts once
        found: set[Area] = set()
        for role in (*_MONEY, "rate"):
            under = self._under(role, row)
            found.update(under)
        figures = list(filter(_is_figure, found))
        return len(figures) >= _FEWEST_FIGURES

    def _under(self, role: str, row: int) -> list[Area]:
        """Return what stands in a row under the heading of a role, nothing where there is no such heading."""
        column = self.columns.get(role)
        if column is None:
            return []
        return self.draft.sheet.across(row, column.span)

    def _words(self, row: int) -> bool:
        """Whether words stand where money should: another part of the form has begun."""
        for role in _MONEY:
            for area in self._under(role, row):
                if area.top == row and _is_word(area):
                    return True
        return False

    def _figures(self, row: int) -> bool:
        """Whether a digit stands anywhere under the headings of figures."""
        sheet = self.draft.sheet
        for column in self._of_figures():
            for area in sheet.across(row, column.span):
                if any(map(str.isdigit, area.text)):
                    return True
        return False

    def _value(self, row: int, role: str, label: str, *, total: bool) -> Entry:
        """Return what a row says of a role; a blank has a place as well, so that it can be asked for."""
        sheet = self.draft.sheet
        column = self.columns.get(role)
        if column is None:
            return Entry()
        what = column.meaning.label
        if role in _MONEY:
            what = f"{label}{what}"
        across = sheet.across(row, column.span)
        found = [area for area in across if area.top == row]
        if not found:
            blank = sheet.at(row, column.left)
            place = sheet.place(blank, what)
            return Entry(None, place)
        self.draft.use(*found)
        figure = found[0]
        # A dash is nothing; as the money of the total it is kept, to be asked about
        is_dash = normalise(figure.text) in _DASHES
        if is_dash and role in _SCORED:
            return Entry()
        if is_dash and not total:
            return Entry()
        in_percent = "%" in normalise(column.heading.text)
        if role == "rate" and in_percent:
            return self._rate(figure, what)
        return self._money(figure, what, role)

    def _rate(self, area: Area, what: str) -> Entry:
        """Return a rate whose sign of percent stands in its heading: 98.33 is 98.33%, a fraction stays what it is."""
        number = parse_number(area.text)
        text = normalise(area.text)
        if number is None or number <= ONE:
            return self.draft.take(area, what)
        if text.endswith("%"):
            return self.draft.take(area, what)
        return self.draft.take(area, what, Sure.LIKELY, f"{text}%")

    def _money(self, area: Area, what: str, role: str) -> Entry:
        """Return a figure; a unit written behind it goes to the unit of the form where that is not known yet."""
        if role not in _MONEY:
            return self.draft.take(area, what)
        return money_taken(self.draft, area, what)

    def _total(self, label: str, values: dict[str, Entry]) -> None:
        """Put the total before the sources, with the points that stood above it."""
        funds = self.draft.funds
        if values["weight"].blank and not self.points.blank:
            values["weight"] = self.points
        # The points may have come before the money
        if funds:
            before = funds.pop(0)
            for key in _SCORED:
                stated = getattr(before, key)
                if values[key].blank and stated is not None:
                    values[key] = stated
        total = FundsRow(source=label, **values)
        funds.insert(0, total)
