"""How long a text may be that is typed into a cell and still prints whole: what the warnings of a form name.

The row of a single cell grows with what is typed, as high as a row may be; one with merged inputs stays as it is drawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter

from perfeval_xl.form.drawing.styles import BODY, characters_in
from perfeval_xl.sheets.heights import TALLEST_ROW
from perfeval_xl.sheets.model import Area, Validation

__all__ = ["PrintedLengths"]

_KIND = "textLength"
_FEW = 20
"""A cell for a few words only asks for nothing when a few more are typed: such cells name a paper, they tell nothing."""

_LONGER = "超过{count}字，打印时会显示不全；请精简，或者把本行调高。"
_LONGEST = "超过{count}字，一行印不下；请精简，或者写在附件里。"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedLengths:
    """One drawn sheet: its merged areas, the widths of its columns, the heights of its blank rows, and which of them grow."""

    merges: Iterable[Area]
    widths: Mapping[int, float]
    heights: Mapping[int, float]
    growing: frozenset[int]

    def named_in(self, rules: Iterable[Validation]) -> tuple[Validation, ...]:
        """Return the same validations; every one about the length of a text names what prints in its own cells."""
        # A merged area is one cell of several rows
        merged = {(area.top, area.left): area for area in self.merges}
        told: list[Validation] = []
        for rule in rules:
            if rule.kind == _KIND:
                told += self._apart(rule, merged)
            else:
                told.append(rule)
        return tuple(told)

    def _apart(
        self, rule: Validation, merged: Mapping[tuple[int, int], Area]
    ) -> Iterator[Validation]:
        """Yield the validation once for every length and for rows that grow or not."""
        kinds: dict[tuple[int, bool], list[Area]] = {}
        # Rows of one validation may be of different heights: each length is one of its own
        for area in rule.areas:
            told = [
                (self._kind(row, area.left, merged), row)
                for row in range(area.top, area.bottom + 1)
            ]
            for kind, rows in groupby(told, key=itemgetter(0)):
                same = [row for _, row in rows]
                part = replace(area, top=same[0], bottom=same[-1])
                kinds.setdefault(kind, []).append(part)
        for (count, grows), areas in kinds.items():
            # A prompt is left, and the limit taken off
            if count < _FEW:
                yield replace(
                    rule,
                    areas=tuple(areas),
                    kind="any",
                    operator="",
                    first="",
                    error_title="",
                    error="",
                )
                continue
            said = _LONGEST if grows else _LONGER
            yield replace(
                rule,
                areas=tuple(areas),
                first=str(count),
                error=said.format(count=count),
            )

    def _kind(
        self, row: int, column: int, merged: Mapping[tuple[int, int], Area]
    ) -> tuple[int, bool]:
        """How many characters print in a cell, and whether its row grows."""
        area = merged.get((row, column), Area(row, column, row, column))
        grows = row in self.growing
        height = TALLEST_ROW
        if not grows:
            height = sum(
                self.heights.get(each, 0.0) for each in range(area.top, area.bottom + 1)
            )
        columns = range(area.left, area.right + 1)
        return characters_in(height, columns, BODY.size, self.widths), grows
