"""The described parts of an open form, each with its rows and columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from perfeval_xl.form.layout.open_columns import Span, columns_of
from perfeval_xl.scheme.form_spec import FormPart, FormSheet
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.sheets.model import Area
from perfeval_xl.submission.model import Submission

__all__ = [
    "FIRST_COLUMN",
    "PlacedPart",
    "Slot",
    "cell_at",
    "placed_parts",
    "rows_of",
    "sections_in",
    "slots_for",
]

FIRST_COLUMN = 1

_TOP_ROWS = {"annex": 1, "title": 2, "year": 3}
_FIRST_PART = 4


@dataclass(frozen=True, slots=True)
class Slot:
    """One indicator row: its 一级指标, its 二级指标, and its number within the 二级指标, from 1."""

    dimension: str
    category: str
    ordinal: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedPart:
    """One part of the form with its rows and with the columns that its description names, by their kind."""

    part: FormPart
    top: int
    bottom: int
    columns: Mapping[str, Span]

    def heading(self, kind: str) -> str:
        """Return what is printed above a column, as one line."""
        described = (*self.part.columns, *self.part.beside)
        texts = (column.heading for column in described if column.kind == kind)
        return next(texts, "").replace("\n", "")


def placed_parts(
    described: FormSheet, scheme: Scheme, slots: int, goals: int
) -> Iterator[PlacedPart]:
    """Yield the parts of the form from top to bottom."""
    # Above it stand 附件, title and year, in every form
    row = _FIRST_PART
    for part in described.parts:
        # With one row of headings where there are any
        heights = {
            "fields": len(part.fields),
            "funds": 1 + len(scheme.funds),
            "goals": 1 + goals,
            "indicators": 1 + slots,
            "lines": len(part.lines),
            "sections": len(sections_in(scheme, part)),
            "total": 1,
        }
        height = heights[part.kind]
        columns = columns_of(part, len(described.widths))
        yield PlacedPart(
            part=part,
            top=row,
            bottom=row + height - 1,
            columns=columns,
        )
        row += height


def slots_for(scheme: Scheme, submission: Submission | None = None) -> tuple[Slot, ...]:
    """Return the indicator rows: those the official form prints, and more where a submission needs them.

    A 一级 or 二级指标 that the scheme does not know gets rows of its own behind those of the scheme. Where the scheme has
    the indicators, there are no slots.
    """
    if not scheme.has_slots:
        return ()
    # The rows of one 一级指标 stand together, a new 二级指标 behind those that the form prints
    counts = _rows_needed(scheme, submission)
    dimensions = list(dict.fromkeys(dimension for dimension, _ in counts))
    ordered = sorted(counts, key=lambda key: dimensions.index(key[0]))
    return tuple(
        Slot(*key, ordinal) for key in ordered for ordinal in range(1, counts[key] + 1)
    )


def _rows_needed(
    scheme: Scheme, submission: Submission | None
) -> dict[tuple[str, str], int]:
    """Return every 一级 and 二级指标 with how many rows it has, in the order of the scheme and then of the submission."""
    counts = {(d.name, c.name): c.rows for d in scheme.dimensions for c in d.categories}
    needed: Counter[tuple[str, str]] = Counter()
    if submission is not None:
        needed.update((item.path[0], item.path[1]) for item in submission.indicators)
    for path, count in needed.items():
        counts[path] = max(counts.get(path, 0), count)
    return counts


def sections_in(scheme: Scheme, part: FormPart) -> tuple[int, ...]:
    """Return the numbers of the sections that stand in a part of the form."""
    found = []
    # A part may name its sections; else it has all that belong into the form
    for index, section in enumerate(scheme.sections):
        named = section.name in part.labels if part.labels else section.place == "form"
        if named:
            found.append(index)
    return tuple(found)


def rows_of(parts: tuple[PlacedPart, ...]) -> dict[str, int]:
    """Return the first rows of the parts by what they are called."""
    rows = {**_TOP_ROWS, "project": _FIRST_PART}
    for placed in parts:
        kind = placed.part.kind
        if kind == "indicators":
            rows["header"] = placed.top
            rows["indicators"] = placed.top + 1
            rows["below"] = placed.bottom + 1
        # The first part of a kind counts, and only if it has any row
        elif (
            kind in {"funds", "goals", "sections", "total"}
            and placed.bottom >= placed.top
        ):
            rows.setdefault(kind, placed.top)
    rows["end"] = parts[-1].bottom
    return rows


def cell_at(row: int, column: int) -> Area:
    """Return the area of one cell."""
    return Area(row, column, row, column)
