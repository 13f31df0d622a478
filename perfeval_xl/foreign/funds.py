"""The rows of 项目资金: sources with their money, the total first."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from perfeval_xl.amounts import ONE, normalise, parse_number
from perfeval_xl.foreign.draft import Draft, Sure
from perfeval_xl.foreign.sheet import Area
from perfeval_xl.foreign.table_columns import Columns
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
_FEWEST_FIGURES = 2


def money_unit_in(text: str) -> str:
    """Return the unit of money that a heading names, empty for none.

    >>> money_unit_in("项目资金（万元）"), money_unit_in("金额单位：元"), money_unit_in("执行率")
    ('万元', '元', '')
    """
    found = _UNIT.search("".join(text.split()))
    return "" if found is None else found[1]


def is_money_unit(text: str) -> bool:
    """Whether a text is nothing but a unit of money."""
    return normalise(text) in {"元", "万元", "千元", "亿元"}


def source_name(text: str) -> str:
    """Return the name of a source as it is written, without 其中, a colon behind it, and a unit of money in brackets.

    >>> source_name("其中：本年财政 拨款："), source_name("年度资金总额（万元）")
    ('本年财政拨款', '年度资金总额')
    """
    said = "".join(text.split())
    named = _OF_WHICH.sub("", said).strip(":：")
    return _UNIT_BEHIND.sub("", named).strip(":：") or said


def _has_total(draft: Draft) -> bool:
    """Whether the row of the total has been read; points alone are none."""
    return bool(draft.funds) and bool(draft.funds[0].source)


def _is_field(area: Area) -> bool:
    """Whether a text is a label of another part."""
    known = words()
    field = known.fields.meaning(area.text)
    return field is not None or known.goals.meaning(area.text) is not None


def _is_heading(area: Area) -> bool:
    """Whether a text is a heading of the indicators, or that of a part of the form."""
    column = words().columns.meaning(area.text)
    sure = column is not None and column.sure
    return sure or _PART.match(area.text) is not None


def with_value(row: FundsRow, role: str, entry: Entry) -> FundsRow:
    """Return a row of funds with one of its values set."""
    changed: dict[str, Any] = {role: entry}
    return replace(row, **changed)


def money_taken(draft: Draft, area: Area, what: str) -> Entry:
    """Return an amount; a unit written behind it goes to the form, where it has no other unit."""
    said = normalise(area.text)
    for unit in ("万元", "元"):
        number = said.removesuffix(unit)
        if number == said or parse_number(number) is None:
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
        points = Entry()
        for area in draft.sheet.areas(columns.top):
            draft.money_unit = draft.money_unit or money_unit_in(area.text)
            given = points_in(area.text)
            beside = area.left < columns.left
            if given and (beside or points.blank):
                points = draft.sheet.entry(area, "预算执行率的分值", given)
            if beside or area.top == columns.top:
                draft.use(area)
        if points.blank and above is not None and points_in(above.text):
            given = points_in(above.text)
            points = draft.sheet.entry(above, "预算执行率的分值", given)
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
        if not self.draft.funds:
            self.draft.funds.append(FundsRow(source=""))
        known = {key: values[key] for key in _SCORED if not values[key].blank}
        money = {key: values[key] for key in _MONEY}
        self.draft.funds.append(
            FundsRow(
                source=label,
                **money,
                **known,
            )
        )
        return True

    def _points_alone(self, row: int, label: Area) -> bool:
        """Take a row that is no source but 得分 or 分值 with one figure beside it: it is that of the total."""
        meaning = words().funds.meaning(label.text)
        if meaning is None or not meaning.sure or meaning.role not in _SCORED:
            return False
        behind = [
            area for area in self.draft.sheet.fresh(row) if area.left > label.right
        ]
        if len(behind) != 1 or not self.draft.funds:
            return False
        total = self.draft.funds[0]
        stated = getattr(total, meaning.role)
        if stated is None or stated.blank:
            self.draft.use(label)
            entry = self.draft.take(behind[0], meaning.label)
            self.draft.funds[0] = with_value(total, meaning.role, entry)
        return True

    def _is_total(self, label: str) -> bool:
        """Whether a row is the total: by its name, or as the first row that is none of the usual sources."""
        if _has_total(self.draft):
            return False
        known = words()
        if label in known.source_totals or label == _TOTAL:
            return True
        return len(self.draft.funds) <= 1 and label not in known.sources

    def _first_figure(self) -> int:
        """Return the first column of the sheet that figures stand in, those of headings without a use included."""
        source = self.columns.get("source")
        after = 0 if source is None else source.left
        figures = [
            column.left
            for role, column in self.columns.by_role.items()
            if role != "source"
        ]
        figures += [each.left for each in self.columns.spare if each.left > after]
        return min(figures)

    def _source(self, row: int) -> Area | None:
        """Return the label of a row: the last text before the figures that begins in the row."""
        first = self._first_figure()
        fresh = self.draft.sheet.fresh(row)
        before = [area for area in fresh if area.right < first]
        labels = [area for area in before if parse_number(area.text) is None]
        if not labels:
            return None
        label = labels[-1]
        if any(_is_field(area) for area in labels):
            return None
        if not self._figures(row) and _is_heading(label):
            return None
        if len(label.text) > _LONGEST_SOURCE or self._words(row):
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
        figures: set[Area] = set()
        for role in (*_MONEY, "rate"):
            column = self.columns.get(role)
            if column is None:
                continue
            for area in self.draft.sheet.across(row, column.span):
                if parse_number(normalise(area.text).rstrip("%万元")) is not None:
                    figures.add(area)
        return len(figures) >= _FEWEST_FIGURES

    def _words(self, row: int) -> bool:
        """Whether words stand where money should: another part of the form has begun."""
        columns = (self.columns.get(role) for role in _MONEY)
        found = [
            area
            for each in columns
            if each is not None
            for area in self.draft.sheet.across(row, each.span)
        ]
        said = [normalise(area.text) for area in found if area.top == row]
        return any(
            not any(map(str.isdigit, text))
            and text not in _DASHES
            and text not in _NOTHING
            for text in said
        )

    def _figures(self, row: int) -> bool:
        columns = (
            column for role, column in self.columns.by_role.items() if role != "source"
        )
        found = [
            area
            for column in columns
            for area in self.draft.sheet.across(row, column.span)
        ]
        return any(any(map(str.isdigit, area.text)) for area in found)

    def _value(self, row: int, role: str, label: str, *, total: bool) -> Entry:
        column = self.columns.get(role)
        if column is None:
            return Entry()
        what = (
            f"{label}{column.meaning.label}" if role in _MONEY else column.meaning.label
        )
        found = [
            area
            for area in self.draft.sheet.across(row, column.span)
            if area.top == row
        ]
        if not found:
            return Entry(
                None,
                self.draft.sheet.place(self.draft.sheet.at(row, column.left), what),
            )
        self.draft.use(*found)
        if normalise(found[0].text) in _DASHES and role in _SCORED:
            return Entry()
        if normalise(found[0].text) in _DASHES and not total:
            return Entry()
        if (
            role == "rate"
            and "%" in normalise(column.heading.text)
            and parse_number(found[0].text) is not None
        ):
            return self._rate(found[0], what)
        return self._money(found[0], what, role)

    def _rate(self, area: Area, what: str) -> Entry:
        """Return a rate whose sign of percent stands in its heading: 98.33 is 98.33%, a fraction stays what it is."""
        number = parse_number(area.text)
        if number is None or normalise(area.text).endswith("%") or number <= ONE:
            return self.draft.take(area, what)
        return self.draft.take(area, what, Sure.LIKELY, f"{normalise(area.text)}%")

    def _money(self, area: Area, what: str, role: str) -> Entry:
        """Return a figure; a unit written behind it goes to the unit of the form where that is not known yet."""
        if role not in _MONEY:
            return self.draft.take(area, what)
        return money_taken(self.draft, area, what)

    def _total(self, label: str, values: dict[str, Entry]) -> None:
        if values["weight"].blank and not self.points.blank:
            values["weight"] = self.points
        if self.draft.funds:  # the points came before the money
            before = self.draft.funds[0]
            for key in _SCORED:
                stated = getattr(before, key)
                if values[key].blank and stated is not None:
                    values[key] = stated
            self.draft.funds.pop(0)
        self.draft.funds.insert(0, FundsRow(source=label, **values))
