"""What a project list says about handing in: until when, to whom, whom to ask, with what; the words are data.

A cell of the list holds for its project. What is given for all projects holds where the list says nothing.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

from perfeval_xl.amounts import parse_number
from perfeval_xl.dates import parse_date
from perfeval_xl.distribution.grid import Grid, heading
from perfeval_xl.form.drawing.guide_sheets import Notice
from perfeval_xl.problems import Problem
from perfeval_xl.refs import Entry

__all__ = [
    "Asked",
    "NoticeReader",
    "day_shown",
    "labels_of",
    "lines_for",
    "notice_lines",
]

_LABELS: Mapping[str, str] = {
    "deadline": "报送截止",
    "return_to": "报送到",
    "contact": "联系人",
    "attachments": "随附材料",
}
"""The lines of a form in their order, each with what it is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a row of the list says about handing in; `due` is the day, `None` where none can be told."""

    lines: Notice = ()
    due: date | None = None
    problems: tuple[Problem, ...] = ()


@cache
def _headings() -> Mapping[str, tuple[str, ...]]:
    folder = resources.files("perfeval_xl.distribution")
    text = folder.joinpath("notices.toml").read_text(encoding="utf-8")
    return {key: tuple(words) for key, words in tomllib.loads(text).items()}


def day_shown(day: date) -> str:
    """Return a last day as forms say it."""
    return f"{day.year}年{day.month}月{day.day}日前"


def notice_lines(texts: Mapping[str, str]) -> Notice:
    """Return the lines of a form from the texts by what they are about; a blank one has no line."""
    found = []
    for key, label in _LABELS.items():
        text = texts.get(key, "")
        if text:
            found.append((label, text))
    return tuple(found)


def lines_for(own: Notice, common: Notice) -> Notice:
    """Return the lines of one form: those of its project, and those for all where its project has none."""
    told = {**dict(common), **dict(own)}
    return tuple((label, told[label]) for label in _LABELS.values() if label in told)


class NoticeReader:
    """Reads the columns of a list that are about handing in; `others` are its columns that are nothing else."""

    def __init__(self, grid: Grid, others: Mapping[str, int]) -> None:
        self._grid = grid
        self._columns: dict[str, int] = {}
        for title, column in others.items():
            for key, words in _headings().items():
                # Of a heading that stands twice the first counts
                if heading(title) in words:
                    self._columns.setdefault(key, column)

    @property
    def used(self) -> frozenset[int]:
        """The columns that were read."""
        return frozenset(self._columns.values())

    def read(self, row: int) -> Asked:
        """Return what a row says, in merged cells too, and what is wrong with it."""
        entries = {key: self._entry(row, key) for key in self._columns}
        texts = {key: entry.text or "" for key, entry in entries.items()}

        # A person and a number are one line
        parts = [texts.get("contact", ""), texts.get("phone", "")]
        texts["contact"] = " ".join(part for part in parts if part)

        # A day is said in one way, whatever it was typed like
        deadline = entries.get("deadline", Entry())
        due = _day(deadline)
        problems = tuple(_wrong_day(deadline, row))
        if due is not None:
            texts["deadline"] = day_shown(due)
        return Asked(lines=notice_lines(texts), due=due, problems=problems)

    def _entry(self, row: int, key: str) -> Entry:
        column = self._columns[key]
        return self._grid.merged_entry(row, column, _LABELS.get(key, ""))


def _day(entry: Entry) -> date | None:
    written = parse_date(entry.text)
    if written is None:
        return None
    return written.day


def _wrong_day(entry: Entry, row: int) -> Iterator[Problem]:
    """Yield the problem of a day that does not exist, or of a bare number; other texts are for people."""
    written = parse_date(entry.text)
    why = ""
    if written is not None:
        why = written.wrong
    elif parse_number(entry.text) is not None:
        why = "只是一个数字"
    if why:
        slots = {"row": str(row), "text": entry.shown, "why": why}
        yield Problem(
            code="PE-261",
            place=entry.location,
            found=entry.shown,
            slots=slots,
        )


def labels_of(notices: Iterable[Notice]) -> tuple[str, ...]:
    """Return what these notices are about together, in the order of the form."""
    met = {label for notice in notices for label, _ in notice}
    return tuple(label for label in _LABELS.values() if label in met)
