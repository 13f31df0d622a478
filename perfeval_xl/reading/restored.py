"""The shape of a form whose hidden sheet is lost: how many rows it has, by the names of its cells or by its labels.

Programs between, and the document inspector of Excel, take hidden sheets away; a sheet that was moved into a new workbook
leaves its names behind as well. Whatever mark is left is enough.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from perfeval_xl.form.identity.stated import MOST_GOALS, MOST_SLOTS, Identity
from perfeval_xl.form.layout.field_key import FieldKey
from perfeval_xl.form.layout.labels import parse_dimension_label
from perfeval_xl.form.layout.open import (
    Layout,
    Slot,
    layout_for,
    slots_for,
)
from perfeval_xl.form.layout.placed import NAME_PREFIX, FormLayout
from perfeval_xl.form.layout.rating import RatingLayout, rating_layout_for
from perfeval_xl.form.layout.sizes import Sizes, sizes_for
from perfeval_xl.reading.anchors import Anchors, anchors_on
from perfeval_xl.reading.drawn import drawn_form
from perfeval_xl.reading.fields import text_of
from perfeval_xl.reading.named_cells import cell_of
from perfeval_xl.reading.sameness import bare
from perfeval_xl.refs import CellRef
from perfeval_xl.scheme.loader import load_scheme, scheme_ids
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.sheets.raw import RawWorkbook

__all__ = ["has_names", "named_identity", "named_scheme", "shown_identity"]

_SCHEME, _VERSION = "perfeval_scheme", "perfeval_version"
_CONTINUED = "（续）"


def named_scheme(raw: RawWorkbook) -> str:
    """Return the scheme that the property of the file names, empty for none that is known."""
    scheme_id = raw.properties.get(_SCHEME, "")
    return scheme_id if scheme_id in scheme_ids() else ""


def has_names(raw: RawWorkbook) -> bool:
    """Whether the cells of a form still have their names."""
    return any(name.startswith(NAME_PREFIX) for name in raw.names)


def named_identity(raw: RawWorkbook, scheme_id: str) -> Identity:
    """Return what the names of the cells tell of a form of this scheme."""
    scheme = load_scheme(scheme_id)
    counts = _counts(raw.names)
    # Indicators of the scheme are known by it; only slots have to be counted
    slots: tuple[Slot, ...] | None = None
    if scheme.has_slots:
        named = min(counts.get("indicator", 0), MOST_SLOTS)
        slots = _slots(raw, scheme, named)
    return Identity(
        scheme=scheme_id,
        version=raw.properties.get(_VERSION, ""),
        title=scheme.title,
        slots=slots,
        goals=max(1, min(counts.get("goal", 0), MOST_GOALS)),
    )


def shown_identity(
    raw: RawWorkbook, scheme: Scheme, sheets: Mapping[str, str]
) -> Identity:
    """Return what the labels tell of a form; `sheets` are its drawn sheets, each with what it is called now."""
    # Slots are counted between the labels around them; what else may grow, by how far its labels are apart
    if scheme.has_slots:
        slots, goals = _shown_rows(raw, scheme, sheets)
        sizes = Sizes(goals, {})
    else:
        slots, sizes = None, _shown_sizes(raw, scheme, sheets)
    return Identity(
        scheme=scheme.id,
        version="",
        title=scheme.title,
        slots=slots,
        goals=sizes.goals,
        tables=dict(sizes.tables),
    )


def _counts(names: Mapping[str, str]) -> dict[str, int]:
    """Return how many rows of each kind the names speak of."""
    counts: dict[str, int] = {}
    for name in names:
        field = FieldKey.parse(name.removeprefix(NAME_PREFIX))
        if name.startswith(NAME_PREFIX) and field is not None and field.name:
            counts[field.part] = max(counts.get(field.part, 0), field.number + 1)
    return counts


def _slots(raw: RawWorkbook, scheme: Scheme, count: int) -> tuple[Slot, ...] | None:
    """Return the rows of indicators: those of the official form, or as the labels beside them say."""
    usual = slots_for(scheme)
    if count in {0, len(usual)}:
        return usual
    found = list(_labelled(raw, scheme, count))
    return tuple(found) if len(found) == count else usual


def _labelled(raw: RawWorkbook, scheme: Scheme, count: int) -> Iterator[Slot]:
    """Yield the slot of every row whose labels, or those above it, name a 一级 and a 二级指标 of the scheme."""
    ordinals: dict[tuple[str, str], int] = {}
    dimension = category = ""
    to_dimension, to_category = _steps_left(layout_for(scheme))
    # Labels are printed once and hold for all rows below them
    for number in range(count):
        there = cell_of(raw.names.get(f"{NAME_PREFIX}indicator_{number}_name", ""))
        if there is None:
            return
        # As far left of the name as they were drawn
        first = CellRef(there.sheet, there.row, there.column - to_dimension)
        dimension = _dimension(text_of(raw.cell(first)) or "", scheme) or dimension
        second = CellRef(there.sheet, there.row, there.column - to_category)
        category = (text_of(raw.cell(second)) or "").strip() or category
        if not dimension or not category:
            return
        path = dimension, category
        ordinals[path] = ordinals.get(path, 0) + 1
        yield Slot(dimension, category, ordinals[path])


def _steps_left(layout: Layout) -> tuple[int, int]:
    """Return how many columns left of the 三级指标 the labels of the 一级 and of the 二级指标 stand."""
    columns = layout.part("indicators").columns
    name = columns["name"].left
    return name - columns["dimension"].left, name - columns["category"].left


def _dimension(label: str, scheme: Scheme) -> str:
    """Return the 一级指标 that a label names, with or without points behind it; empty for a blank."""
    known = (
        each.name for each in scheme.dimensions if label.strip().startswith(each.name)
    )
    return next(known, parse_dimension_label(label, label).name.strip())


def _shown_rows(
    raw: RawWorkbook, scheme: Scheme, sheets: Mapping[str, str]
) -> tuple[tuple[Slot, ...] | None, int]:
    """Return the rows of indicators and the number of goals of an open form; `None` where its table cannot be found."""
    # The rows between the headings and 总分; between 总体目标 and the headings stand the goals
    layout = layout_for(scheme)
    title = sheets[layout.sheet]
    anchors = _anchors(raw, scheme, layout, layout.sheet, title)
    heads = {
        name: anchors.rows.get(layout.rows.get(name, 0))
        for name in ("goals", "header", "below")
    }
    header, total = heads["header"], heads["below"]
    if header is None or total is None:
        return None, 1
    goals = 1 if heads["goals"] is None else header - heads["goals"] - 1
    name = layout.fields["indicator_0_name"].column
    name = anchors.columns.get(name, name)
    slots = tuple(
        _shown_slots(
            raw, scheme, title, range(header + 1, min(total, header + MOST_SLOTS)), name
        )
    )
    return slots or None, max(1, min(goals, MOST_GOALS))


def _shown_slots(
    raw: RawWorkbook, scheme: Scheme, title: str, rows: Iterable[int], name: int
) -> Iterator[Slot]:
    """Yield the slot of every row that a 二级指标 of the scheme spans; all others were added by people.

    Where nothing is merged any more, a 二级指标 goes on to the next label.
    """
    categories = {
        (each.name, bare(category.name)): category.name
        for each in scheme.dimensions
        for category in each.categories
    }
    # A label that is merged says itself how many rows are its own
    merges = raw.arrangement(title).merges
    ordinals: dict[tuple[str, str], int] = {}
    dimension = category = ""
    to_dimension, to_category = _steps_left(layout_for(scheme))
    last = 0
    for row in rows:
        first = text_of(raw.cell(CellRef(title, row, name - to_dimension))) or ""
        dimension = _dimension(first.removesuffix(_CONTINUED), scheme) or dimension
        # A 二级指标 that the scheme does not know was written by somebody: its rows are added ones
        second = (
            text_of(raw.cell(CellRef(title, row, name - to_category))) or ""
        ).strip()
        if second:
            category = categories.get(
                (dimension, bare(second.removesuffix(_CONTINUED))), ""
            )
            spans = (
                area.bottom
                for area in merges
                if (area.top, area.left) == (row, name - to_category)
            )
            last = next(spans, row)
        if category and (row <= last or not merges):
            path = dimension, category
            ordinals[path] = ordinals.get(path, 0) + 1
            yield Slot(dimension, category, ordinals[path])


def _shown_sizes(raw: RawWorkbook, scheme: Scheme, sheets: Mapping[str, str]) -> Sizes:
    """Return how many goals and table rows a fixed form has: as many more than usual as its labels are further apart."""
    # What may grow: the goals, and every table
    usual = sizes_for(scheme)
    layout = rating_layout_for(scheme)
    goals = usual.goals + _grown(raw, scheme, layout, sheets, _refs(layout, "goal"))
    tables = {}
    for number, (name, rows) in enumerate(usual.tables.items()):
        more = _grown(raw, scheme, layout, sheets, _refs(layout, "table", number))
        tables[name] = min(rows + more, MOST_SLOTS)
    return Sizes(min(goals, MOST_GOALS), tables)


def _refs(layout: FormLayout, part: str, number: int | None = None) -> list[CellRef]:
    """Return where the fields of a part stand, those of all numbers by default."""
    found = []
    for key, ref in layout.fields.items():
        field = FieldKey.parse(key)
        if field is not None and field.part == part and number in {None, field.number}:
            found.append(ref)
    return found


def _grown(
    raw: RawWorkbook,
    scheme: Scheme,
    layout: RatingLayout,
    sheets: Mapping[str, str],
    refs: Sequence[CellRef],
) -> int:
    """Return how many rows some fields have more than they were drawn with, never fewer."""
    if not refs or refs[0].sheet not in sheets:
        return 0
    drawn = refs[0].sheet
    known = _anchors(raw, scheme, layout, drawn, sheets[drawn]).rows
    rows = [ref.row for ref in refs if ref.sheet == drawn]
    # The labels around the part: how much further apart they are now than drawn
    above = max((row for row in known if row < min(rows)), default=None)
    below = min((row for row in known if row > max(rows)), default=None)
    if above is None or below is None:
        return 0
    return max(0, known[below] - known[above] - (below - above))


def _anchors(
    raw: RawWorkbook,
    scheme: Scheme,
    layout: FormLayout,
    drawn: str,
    title: str,
) -> Anchors:
    """Return where the labelled lines of a usual sheet stand now."""
    sheet = next(
        each for each in drawn_form(scheme, layout).sheets if each.title == drawn
    )
    return anchors_on(raw, title, sheet)
