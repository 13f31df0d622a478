"""What one row of a table of indicators says: target, done, points, score, reasons, each from its column."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from perfeval_xl.amounts import normalise, parse_number
from perfeval_xl.foreign.draft import Draft, Sure
from perfeval_xl.foreign.prose import points_in_prose
from perfeval_xl.foreign.said_rows import said_by_row
from perfeval_xl.foreign.sheet import Area
from perfeval_xl.foreign.table_columns import Column, Columns
from perfeval_xl.foreign.words import bare, words
from perfeval_xl.problems import Problem
from perfeval_xl.refs import Entry

__all__ = ["DASHES", "RowValues", "areas_of", "below"]

DASHES = frozenset({"-", "—", "——", "–", "/", "\\"})
_ROLES = ("target", "actual", "weight", "score", "note")
_PARTS = ("sign", "measure", "adjusted", "actual_measure")
_JOINED = frozenset({"target", "note", "actual"})
"""Columns in which texts side by side are one text."""
_POINTS_BEHIND = re.compile(r"\((\d{1,3}(?:\.\d{1,2})?)分\)$")
_SEVERAL = 2
_TOLD = 30
"""How many characters of a text a message tells."""
_MOST_READINGS = 4
_HIGHEST_RATE = 200
"""In percent: a larger number in the row 预算执行率 is money."""


def areas_of(draft: Draft, column: Column | None, row: int) -> list[Area]:
    """Return the areas of a column that begin in this row; what was merged over several rows belongs to the first."""
    if column is None:
        return []
    found = draft.sheet.across(row, column.span)
    # One that comes from further left belongs to another column
    own = [area for area in found if area.left >= column.left]
    return [area for area in own if area.top == row]


def below(entry: Entry, more: Entry) -> Entry:
    """Return an entry with another text on a line of its own."""
    said = [text for text in (entry.text, more.text) if text]
    kept = entry
    if entry.blank:
        kept = more
    return replace(kept, text="\n".join(said))


@dataclass(slots=True)
class RowValues:
    """The values of one row, by what their columns mean."""

    draft: Draft
    columns: Columns
    row: int
    _areas: dict[str, list[Area]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Look up what stands under each heading; a row may say which of them its value belongs to."""
        said = said_by_row(self.draft.sheet, self.columns, self.row)
        values = None
        if said:
            values = self.columns.get(said)
        for role in (*_ROLES, *_PARTS):
            column = self.columns.get(role)
            self._areas[role] = areas_of(self.draft, column, self.row)
            # What stands in the column of the values is no other value
            if values is None or column is None or role == said:
                continue
            if column.left == values.left:
                self._areas[role] = []

    def all(self) -> Iterator[Area]:
        """Yield every area that stands under a heading of a value."""
        for areas in self._areas.values():
            yield from areas

    def entry(self, role: str) -> Entry:
        """Return what stands in a column; two texts side by side in it are two readings."""
        column = self.columns.get(role)
        if column is None:
            return Entry()
        label = column.meaning.label
        found = self._areas[role]
        sheet = self.draft.sheet
        # A blank has a place as well, so that it can be asked for
        if not found:
            blank = sheet.at(self.row, column.left)
            place = sheet.place(blank, label)
            return Entry(None, place)
        if len(found) > 1 and role not in _JOINED:
            return self._asked(found, column)
        self.draft.use(*found)
        text = " ".join(area.text for area in found)
        sure = Sure.LIKELY
        if len(found) == 1 and column.meaning.sure:
            sure = Sure.CERTAIN
        return self.draft.take(found[0], label, sure, text)

    def _asked(self, found: list[Area], column: Column) -> Entry:
        """Leave a column blank that holds two figures, and ask."""
        self.draft.use(*found)
        label = column.meaning.label
        place = self.draft.sheet.place(found[0], label)
        told = [area.text[:_TOLD] for area in found[:_MOST_READINGS]]
        readings = "、".join(f"“{text}”" for text in told)
        slots = {"field": label, "readings": readings}
        problem = Problem(
            code="PE-302",
            place=place,
            slots=slots,
        )
        self.draft.problems.append(problem)
        return Entry(None, place)

    def target(self) -> Entry:
        """Return the target; sign, value and unit of their own columns are put together with blanks between."""
        role = "target"
        adjusted = self._areas["adjusted"]
        if adjusted and normalise(adjusted[0].text) not in DASHES:
            role = "adjusted"
            self._tell_adjusted(adjusted[0])
        entry = self.entry(role)
        text = entry.text or ""
        text = text.strip()
        folded = normalise(text)
        sign = self._joined("sign")
        # 正向 and 反向 are no signs
        if bare(sign) in words().nature:
            sign = ""
        unit = self._joined("measure")
        if not text:
            return entry
        # What the value says itself is not said twice
        if _says_more(sign) and not folded.startswith(normalise(sign)):
            text = f"{sign} {text}"
        if _says_more(unit) and not folded.endswith(normalise(unit)):
            text = f"{text} {unit}"
        return replace(entry, text=text)

    def _joined(self, role: str) -> str:
        """Return the texts under a heading, with blanks between."""
        areas = self._areas[role]
        self.draft.use(*areas)
        return " ".join(area.text for area in areas)

    def _tell_adjusted(self, adjusted: Area) -> None:
        """Tell where the adjusted target, which counts, differs from the first one."""
        targets = self._areas["target"]
        self.draft.use(*targets)
        if not targets:
            return
        first = targets[0].text
        last = adjusted.text
        if normalise(first) == normalise(last):
            return
        place = self.draft.sheet.place(adjusted, "年度指标值")
        slots = {"first": first[:_TOLD], "adjusted": last[:_TOLD]}
        problem = Problem(
            code="PE-303",
            place=place,
            slots=slots,
        )
        self.draft.problems.append(problem)

    def actual(self) -> Entry:
        """Return what was done; a unit in a column of its own is put behind it with a blank between."""
        entry = self.entry("actual")
        unit = self._joined("actual_measure")
        said = entry.text or ""
        if not said:
            return entry
        if not _says_more(unit):
            return entry
        folded = normalise(said)
        if folded.endswith(normalise(unit)):
            return entry
        return replace(entry, text=f"{said} {unit}")

    def rate(self) -> Entry:
        """Return the rate of a row 预算执行率; amounts of money in its place are none."""
        done = self.actual()
        said = normalise(done.text or "")
        number = parse_number(said.removesuffix("%"))
        if number is None or number > _HIGHEST_RATE:
            return Entry()
        return done

    def weight(self, named: Area) -> Entry:
        """Return the points of a row; a share in percent of the whole is as many points of 100.

        Without a column of points, those that a sentence names or the name ends with count: `办理案件（20分）`.
        """
        column = self.columns.get("weight")
        if column is None:
            return self._weight_in_words(named)
        entry = self.entry("weight")
        text = normalise(entry.text or "")
        is_share = bare(column.heading.text).startswith("权重")
        if is_share and text.endswith("%"):
            return replace(entry, text=text.removesuffix("%"))
        return entry

    def _weight_in_words(self, named: Area) -> Entry:
        """Return the points that a sentence of the row or the end of the name says, blank for none."""
        draft = self.draft
        said = self._in_words()
        if said is not None:
            draft.has_weights = True
            area, (points, _) = said
            return draft.take(area, "分值", Sure.LIKELY, points)
        name = normalise(named.text)
        behind = _POINTS_BEHIND.search(name)
        if behind is not None:
            draft.has_weights = True
            return draft.take(named, "分值", Sure.LIKELY, behind[1])
        return Entry()

    def score(self) -> Entry:
        """Return the score of a row; without a column for it the one that a sentence of the row names."""
        said = self._in_words()
        if self.columns.get("score") is not None or said is None:
            return self.entry("score")
        self.draft.has_scores = True
        area, (_, score) = said
        return self.draft.take(area, "得分", Sure.LIKELY, score)

    def _in_words(self) -> tuple[Area, tuple[str, str]] | None:
        """Return the points and the score that a sentence of the row names, `None` for no or several such sentences."""
        actual = self._areas["actual"]
        note = self._areas["note"]
        found: list[tuple[Area, tuple[str, str]]] = []
        for area in (*actual, *note):
            points = points_in_prose(area.text)
            if points is not None:
                found.append((area, points))
        if len(found) != 1:
            return None
        return found[0]

    def note(self) -> Entry:
        """Return the reasons, and below them what stands in a second column of them: reasons, then measures."""
        columns = self.columns.all_of("note")
        if len(columns) < _SEVERAL:
            return self.entry("note")
        entry = Entry()
        for column in columns:
            label = column.meaning.label
            for area in areas_of(self.draft, column, self.row):
                more = self.draft.take(area, label, Sure.LIKELY)
                entry = below(entry, more)
        if entry.blank:
            return self.entry("note")
        return entry


def _says_more(text: str) -> bool:
    """Whether a sign or a unit is more than a dash."""
    return bool(text) and normalise(text) not in DASHES
