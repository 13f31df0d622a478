"""Rows that people added to the indicators of an open form, or put elsewhere in it: they count where they stand.

An added row lies between 绩效指标 and 总分 and belongs to no field of the form as it was made. Its 二级指标 is that of the rows
around it; between two of them it is what the row says itself, in its own label or in the help column of the row it was
copied from, and else that of the row above.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from perfeval_xl.form.identity.stated import MOST_SLOTS
from perfeval_xl.form.layout.labels import parse_indicator_label
from perfeval_xl.form.layout.open import Layout, Slot
from perfeval_xl.problems import Problem
from perfeval_xl.reading.fields import BoundFields, Fields, text_of
from perfeval_xl.reading.unread_rows import printed_texts
from perfeval_xl.refs import CellRef
from perfeval_xl.sheets.raw import RawCell

__all__ = ["OwnRows", "bare_label", "own_rows", "report_moved_rows"]

_SUMS = re.compile(r"(小计|合计|总计|累计)")
_CONTINUED = "（续）"

Path = tuple[str, str]
"""A 一级指标 and a 二级指标."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnRows:
    """The fields with all rows that count, in the order of the sheet, and for each row its slot in the form as made.

    `None` stands for a row that was added. Where nobody has added or moved a row, `fields` are those of the form; so they
    are where the form prints its rows.
    """

    fields: BoundFields[Any]
    origins: tuple[int | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """One row of indicators: its place in the sheet, its slot in the form as made, what its own labels say."""

    row: int
    origin: int | None
    path: Path | None
    """The 一级 and 二级指标 of a row that is where it was made, `None` for one that was added or moved."""
    dimension: str = ""
    category: str = ""
    copied_from: str = ""


def own_rows(fields: BoundFields[Any], scheme_id: str) -> OwnRows:
    """Return the rows of indicators as they are now; the words that the form prints are no content."""
    # Rows of the scheme stay where they are printed, and nobody adds one
    if not isinstance(fields, Fields):
        return OwnRows(fields=fields, origins=tuple(range(len(fields.layout.asked))))
    added = tuple(_added(fields, printed_texts(scheme_id)))
    # The usual case: nothing was inserted and nothing was cut and pasted
    if not added and not fields.strays:
        return OwnRows(fields=fields, origins=tuple(range(len(fields.layout.slots))))
    # As they stand now; of two in one row the added one comes first
    lines = sorted(
        [*_made(fields), *added],
        key=lambda line: (line.row, -1 if line.origin is None else line.origin),
    )
    slots = _placed(fields, lines)
    return OwnRows(
        fields=_bound(fields, lines, slots),
        origins=tuple(line.origin for line in lines),
    )


def _made(fields: Fields) -> Iterator[_Line]:
    """Yield the rows of the form as it was made; one that was deleted stays behind the one before it."""
    before = 0
    for index, slot in enumerate(fields.layout.slots):
        ref = fields.ref(f"indicator_{index}_name")
        # It was cut and inserted elsewhere: where it belongs, its new neighbours say
        if index in fields.strays:
            yield _Line(
                row=fields.strays[index],
                origin=index,
                path=None,
            )
            continue
        before = before if ref is None else ref.row
        yield _Line(
            row=before,
            origin=index,
            path=(slot.dimension, slot.category),
        )


def _added(fields: Fields, printed: frozenset[str]) -> Iterator[_Line]:
    """Yield the rows that are no field of the form and in which something stands in the columns of the indicators."""
    # Words in other columns make no indicator; `unread_rows` tells them
    columns = [fields.column(name) for name in fields.layout.indicator_fields]
    room = MOST_SLOTS - len(fields.layout.slots)
    for row, cells in sorted(_rows_of_no_field(fields).items()):
        if room <= 0:
            return
        line = _line(fields, row, cells)
        own = [text_of(cells[column]) for column in columns if column in cells]
        if line is not None and any(_is_written(text, printed) for text in own):
            room -= 1
            yield line


def _is_written(text: str | None, printed: frozenset[str]) -> bool:
    """Whether somebody wrote a text, and did not copy the printed one of another row."""
    # 指标3： alone came with the row that was copied
    label = parse_indicator_label(text)
    return bool(label) and bare_label(label) not in printed


def _rows_of_no_field(fields: Fields) -> dict[int, dict[int, RawCell]]:
    """Return the cells of the rows between those of the table in which no field of the form stands, by column."""
    names = [
        fields.ref(f"indicator_{index}_name")
        for index in range(len(fields.layout.slots))
    ]
    # As many rows as names: nothing was inserted, so that nothing has to be looked through
    known = {ref.row for ref in names if ref is not None}
    first, last = fields.table_rows()
    if last - first + 1 <= len(known):
        return {}
    # Rows of anything else of the form are none either
    for key in fields.layout.fields:
        ref = fields.ref(key)
        if ref is not None and ref.sheet == fields.form_sheet:
            known.add(ref.row)
    rows: dict[int, dict[int, RawCell]] = {}
    for (row, column), cell in fields.raw.cells(fields.form_sheet).items():
        if first <= row <= last and row not in known:
            rows.setdefault(row, {})[column] = cell
    return rows


def _line(fields: Fields, row: int, cells: Mapping[int, RawCell]) -> _Line | None:
    """Return an added row with what its labels say; `None` for a row of sums."""
    left, name = fields.column("dimension"), fields.column("name")
    texts = {
        column: bare_label(text_of(cell))
        for column, cell in cells.items()
        if column <= name
    }
    # People add up what stands above
    if any(_SUMS.match(text) for text in texts.values()):
        return None
    # The 二级指标 stands between the 一级指标 and the name
    between = (texts[column] for column in range(left + 1, name) if texts.get(column))
    # A row that was copied with its hidden cells says which 二级指标 it was copied from
    copied = cells.get(fields.column("hint") + 1)
    return _Line(
        row=row,
        origin=None,
        path=None,
        dimension=texts.get(left, ""),
        category=next(between, ""),
        copied_from=bare_label(text_of(copied)) if copied is not None else "",
    )


@dataclass(slots=True)
class _Known:
    """The 一级 and 二级指标 of the form as made, by their words without blanks."""

    dimensions: Mapping[str, str]
    categories: Mapping[str, Path]
    counts: Counter[Path] = field(default_factory=Counter)

    @classmethod
    def of(cls, layout: Layout) -> _Known:
        paths = dict.fromkeys((slot.dimension, slot.category) for slot in layout.slots)
        return cls(
            dimensions={bare_label(dimension): dimension for dimension, _ in paths},
            categories={
                bare_label(category): (dimension, category)
                for dimension, category in reversed(paths)
            },
            counts=Counter((slot.dimension, slot.category) for slot in layout.slots),
        )

    def dimension(self, label: str) -> str:
        """Return the 一级指标 that a label such as `产出指标（50分）` names; empty for one that the form does not know."""
        return next(
            (
                name
                for words, name in self.dimensions.items()
                if label.startswith(words)
            ),
            "",
        )


def _placed(fields: Fields, lines: Sequence[_Line]) -> list[Slot]:
    """Return the slot of every row, those that were added or moved put under the 二级指标 where they stand."""
    known = _Known.of(fields.layout)
    slots: list[Slot] = []
    for number, line in enumerate(lines):
        # Rows that nobody touched keep their slot
        if line.path is not None and line.origin is not None:
            slots.append(fields.layout.slots[line.origin])
            continue
        # For all others: what stands above, and the next row below that was not touched
        above = (slots[-1].dimension, slots[-1].category) if slots else None
        below = next(
            (other.path for other in lines[number:] if other.path is not None), None
        )
        path, sure = _path(line, above, below, known)
        known.counts[path] += 1
        slots.append(Slot(*path, known.counts[path]))
        # Told only where it matters: where the row now counts for another 二级指标, or where nobody can know
        if line.origin is not None:
            made = fields.layout.slots[line.origin]
            if path != (made.dimension, made.category):
                _tell(fields, "PE-093", line, path[1])
        elif not sure:
            _tell(fields, "PE-097", line, path[1])
    return slots


def _path(
    line: _Line, above: Path | None, below: Path | None, known: _Known
) -> tuple[Path, bool]:
    """Return the 一级 and 二级指标 of a row, and whether that is beyond doubt."""
    # Beside no row that is known, the first 二级指标 of the form is as good as any
    around = [path for path in (above, below) if path is not None]
    near = [*around, *known.categories.values()][0]
    own = line.category
    # A 二级指标 of the unit's own: it counts under the 一级指标 that it names, or that it stands in
    if own and own not in known.categories:
        spoken = known.dimension(line.dimension) or line.dimension.partition("（")[0]
        return (spoken or near[0], own), True
    # Between two rows of one 二级指标 there is no doubt, unless its own label says otherwise
    if above is not None and above == below:
        return above, not own or known.categories[own] == above
    if own:
        return _called(own, around) or known.categories[own], True
    # Nothing beside it: where it was copied from, if that is near; else what stands above
    copied = _called(line.copied_from, around)
    if copied is not None:
        return copied, True
    return near, len(set(around)) == 1


def _called(category: str, paths: Sequence[Path]) -> Path | None:
    """Return the first of the paths whose 二级指标 is called so."""
    for path in paths:
        if bare_label(path[1]) == category:
            return path
    return None


def _tell(fields: Fields, code: str, line: _Line, category: str) -> None:
    place = fields.at(line.row, fields.column("name"))
    slots = {"row": str(line.row), "category": category}
    fields.problems.append(
        Problem(
            code=code,
            place=place,
            slots=slots,
        )
    )


def _bound(fields: Fields, lines: Sequence[_Line], slots: Sequence[Slot]) -> Fields:
    """Return the fields of a form with these rows."""
    # All but the rows stays where it is
    refs = {
        key: fields.ref(key)
        for key in fields.layout.fields
        if not key.startswith(("indicator_", "dimension_"))
    }
    made = dict(fields.layout.fields)
    columns = {
        name: fields.column(name)
        for name in (*fields.layout.indicator_fields, "rule_score", "hint")
    }
    # A row that came with the form keeps its cells, an added one has those under the headings
    for number, line in enumerate(lines):
        for name, column in columns.items():
            key = f"indicator_{number}_{name}"
            refs[key] = made[key] = CellRef(fields.form_sheet, line.row, column)
            if line.origin is not None:
                own = f"indicator_{line.origin}_{name}"
                refs[key], made[key] = fields.ref(own), fields.layout.fields[own]
    # The labels of the 一级指标, in the row in which each begins now
    names = dict.fromkeys(slot.dimension for slot in fields.layout.slots)
    labels = {name: f"dimension_{number}" for number, name in enumerate(names)}
    for number, (name, row) in enumerate(_first_rows(lines, slots).items()):
        key = f"dimension_{number}"
        there = CellRef(fields.form_sheet, row, fields.column("dimension"))
        refs[key] = made[key] = there
        if name in labels:
            own = labels[name]
            refs[key], made[key] = fields.ref(own), fields.layout.fields[own]
    layout = replace(
        fields.layout,
        slots=tuple(slots),
        dimensions=tuple(dict.fromkeys(slot.dimension for slot in slots)),
        fields={key: made[key] for key in refs},
    )
    return fields.rebound(layout, refs)


def _first_rows(lines: Sequence[_Line], slots: Sequence[Slot]) -> dict[str, int]:
    """Return the row in which each 一级指标 begins, in the order of the rows."""
    rows: dict[str, int] = {}
    for line, slot in zip(lines, slots, strict=True):
        rows.setdefault(slot.dimension, line.row)
    return rows


def report_moved_rows(fields: BoundFields[Any], moved: list[int]) -> None:
    """Add a problem for every filled-in slot that was put back into its row."""
    for index in moved:
        place = fields.place(f"indicator_{index}_name", "三级指标")
        ref, slot = fields.ref(f"indicator_{index}_name"), fields.layout.slots[index]
        if (
            ref is not None
            and not fields.name_entry(f"indicator_{index}_name", "").blank
        ):
            slots = {"row": str(ref.row), "category": slot.category}
            fields.problems.append(
                Problem(
                    code="PE-093",
                    place=place,
                    slots=slots,
                )
            )


def bare_label(text: str | None) -> str:
    """Return a label as it is compared: no blanks, no sign that it goes on from another page."""
    return "".join((text or "").split()).removesuffix(_CONTINUED)
