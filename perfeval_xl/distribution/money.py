"""The money of one row of a project list, by the sources of its scheme; money that the scheme has no row for is told.

A list may hold projects of several schemes, whose funds rows have different names: the whole of a project goes into the
first funds row of its scheme, whatever either of them calls it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from perfeval_xl.amounts import ZERO, parse_number
from perfeval_xl.distribution.columns import BUDGET, INITIAL, SOURCES, TOTALS
from perfeval_xl.distribution.grid import Grid, heading
from perfeval_xl.distribution.judging import (
    amount_problems,
    large_problems,
    sum_problems,
)
from perfeval_xl.distribution.money_units import in_unit, unit_of_heading
from perfeval_xl.problems import Problem
from perfeval_xl.refs import Entry
from perfeval_xl.scheme.citing import cited
from perfeval_xl.scheme.model import Scheme

__all__ = ["Money", "MoneyReader"]

# Characters of an amount that a message quotes
_SHOWN = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """年初预算 and 全年预算 of a project by source of its scheme; a source that is missing was not filled in."""

    initial: Mapping[str, Entry] = field(default_factory=dict)
    budget: Mapping[str, Entry] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


class MoneyReader:
    """Reads the money columns of one list; `others` are its columns that are no others, by heading.

    `unit` is that of the whole list where a line above it names one; a heading that names another goes before it.
    """

    def __init__(self, grid: Grid, others: Mapping[str, int], unit: str = "") -> None:
        self._grid, self._unit = grid, unit
        # Headings are compared without brackets, but shown and asked for their unit as they stand
        self._titles = {column: _heading(title) for title, column in others.items()}
        self._shown = {column: title for title, column in others.items()}
        # Which column is which source depends on the scheme: found once for each
        self._columns: dict[
            str,
            tuple[Mapping[str, Mapping[str, tuple[int, ...]]], tuple[int, ...]],
        ] = {}

    @property
    def used(self) -> frozenset[int]:
        """The columns in which money was looked for, by the schemes that were met so far."""
        found: set[int] = set()
        for kinds, unknown in self._columns.values():
            found.update(unknown)
            for sources in kinds.values():
                for columns in sources.values():
                    found.update(columns)
        return frozenset(found)

    def read(self, row: int, scheme: Scheme) -> Money:
        """Return the money of a row, and what is wrong with it."""
        # The first row of a scheme finds its columns, all others use them again
        if scheme.id not in self._columns:
            self._columns[scheme.id] = self._sorted_out(scheme)
        kinds, unknown = self._columns[scheme.id]
        problems: list[Problem] = []
        initial = self._amounts(
            row,
            scheme,
            INITIAL,
            kinds[INITIAL],
            problems,
        )
        budget = self._amounts(
            row,
            scheme,
            BUDGET,
            kinds[BUDGET],
            problems,
        )
        # Amounts in columns that this scheme has no row for would silently be lost
        for column in unknown:
            problems += self._lost(row, column, scheme)
        return Money(
            initial=initial,
            budget=budget,
            problems=tuple(problems),
        )

    def _sorted_out(
        self, scheme: Scheme
    ) -> tuple[Mapping[str, Mapping[str, tuple[int, ...]]], tuple[int, ...]]:
        """Return the columns of every source by kind of money, and the columns of money that the scheme has no row for."""
        kinds = {kind: self._sources(scheme, kind) for kind in (INITIAL, BUDGET)}
        # A column that is a source of this scheme is not unknown, whatever it is called
        taken = {
            column
            for sources in kinds.values()
            for columns in sources.values()
            for column in columns
        }
        # Sources of other schemes: they hold money even without 年初预算 in front
        bare = {heading(source) for source in (*TOTALS, *SOURCES)}
        unknown = (
            c
            for c, title in self._titles.items()
            if title.startswith((INITIAL, BUDGET)) or title in bare
        )
        return kinds, tuple(sorted(column for column in unknown if column not in taken))

    def _sources(self, scheme: Scheme, kind: str) -> Mapping[str, tuple[int, ...]]:
        """Return the columns of one kind: `年初预算：当年财政拨款（万元）`; the words 年初预算 may be left out.

        The first funds row has several where a list has the totals of several schemes: its own name goes first.
        """
        found: dict[str, tuple[int, ...]] = {}
        for number, source in enumerate(scheme.funds):
            # The first funds row is the total, which each scheme calls by a name of its own
            if number == 0:
                names = [
                    source,
                    *(name for name in TOTALS if name not in scheme.funds),
                ]
            else:
                names = [source]
            wanted = [spelled for name in names for spelled in _spellings(kind, name)]
            # 年初预算 alone is the total
            if number == 0:
                wanted += [kind, f"{kind}数"]
            # In the order of the names wanted: the scheme's own name before any other
            columns = [
                c
                for each in dict.fromkeys(wanted)
                for c, title in self._titles.items()
                if title == each
            ]
            if columns:
                found[source] = tuple(columns)
        return found

    def _amounts(
        self,
        row: int,
        scheme: Scheme,
        kind: str,
        columns: Mapping[str, tuple[int, ...]],
        problems: list[Problem],
    ) -> Mapping[str, Entry]:
        """Return the money of one kind by source; what is wrong with it goes to `problems`."""
        entries: dict[str, Entry] = {}
        wrong: list[Problem] = []
        for source, several in columns.items():
            # Of several columns for one source, the first with an amount in this row is taken
            filled = [
                column
                for column in several
                if self._grid.text(
                    row,
                    column,
                )
                is not None
            ]
            chosen = (filled or several)[0]
            # The heading of a column goes before a line above the table
            written = unit_of_heading(self._shown[chosen]) or self._unit
            entries[source] = in_unit(
                self._grid.entry(row, chosen, f"{kind}：{source}"),
                written,
                scheme.money_unit,
            )
            wrong += amount_problems(
                entries[source],
                f"{kind}：{source}",
                scheme.money_unit,
            )
            # A second amount may say the same; another one must not be lost
            for column in filled[1:]:
                if parse_number(self._grid.text(row, column)) != parse_number(
                    self._grid.text(row, chosen)
                ):
                    wrong += self._lost(row, column, scheme)
        # A sum is judged only where each of its parts can be read
        problems += wrong or _total_problems(entries, scheme, kind)
        return {source: entry for source, entry in entries.items() if not entry.blank}

    def _lost(self, row: int, column: int, scheme: Scheme) -> Iterator[Problem]:
        """Yield a problem for an amount that has no row in the form of this scheme; nothing is lost with a zero."""
        title = self._shown[column]
        entry = self._grid.entry(row, column, title)
        if entry.blank or parse_number(entry.text) == ZERO:
            return
        known = "、".join(scheme.funds) or "（没有资金行）"
        slots = {
            "field": title,
            "written": entry.shown[:_SHOWN],
            "scheme": scheme.title,
            "known": known,
        }
        yield cited(
            Problem(
                code="PE-125",
                place=entry.location,
                found=entry.shown,
                slots=slots,
            ),
            scheme,
        )


def _spellings(kind: str, source: str) -> tuple[str, ...]:
    # 年初预算数 is as usual in lists as 年初预算
    spelled = (heading(f"{kind}{source}"), heading(f"{kind}数{source}"))
    # Without a word in front an amount is that of the beginning of the year
    if kind == INITIAL:
        return (*spelled, heading(source))
    return spelled


def _heading(title: str) -> str:
    return heading(title).replace("其中", "", 1)


def _total_problems(
    entries: Mapping[str, Entry],
    scheme: Scheme,
    kind: str,
) -> list[Problem]:
    """Return what is wrong with the total: its sources do not make it, or else it is unusually large."""
    # The first funds row of every scheme is the total of the others
    total = next(iter(scheme.funds), "")
    if total not in entries:
        return []
    field = f"{kind}：{total}"
    parts = {source: entry for source, entry in entries.items() if source != total}
    # A sum that is wrong says more than that it is large
    sums = list(sum_problems(entries[total], parts, field, scheme.money_unit))
    return sums or list(large_problems(entries[total], field, scheme.money_unit))
