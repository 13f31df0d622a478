"""Fields are bound where they are printed; names that lead elsewhere are told.

Cutting a cell and pasting it takes its name along, which happens to honest people. A name that leads to what does not
print, or two names that have changed places, happen to nobody by accident.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from perfeval_xl.form.contents.field_names import field_name
from perfeval_xl.form.layout.placed import NAME_PREFIX
from perfeval_xl.problems import Problem, Severity
from perfeval_xl.reading.fields import BoundFields, Fields, text_of
from perfeval_xl.reading.homes import Homes, homes_of
from perfeval_xl.reading.sameness import same_text
from perfeval_xl.refs import CellRef, Location
from perfeval_xl.scheme.model import Scheme

__all__ = ["bind_printed", "misplaced"]

AnyFields = BoundFields[Any]
"""The fields of an open or of a fixed form."""
_MOST, _EXAMPLES = 5, 3
_SHOWN = 60


def bind_printed(fields: AnyFields, scheme: Scheme) -> Homes:
    """Bind every field to the cell in which it is printed; the rows of indicators of an open form are settled later.

    A field whose cell was deleted stays lost, unless something stands where it was printed.
    """
    # Where fields are printed is what a person filled in by; where names lead, nobody sees
    homes = homes_of(fields, scheme)
    bound: dict[str, CellRef] = {}
    # Rows of indicators are settled as rows, by `settle_rows`
    for key, old in () if homes.still else fields.layout.fields.items():
        home = homes.of(old)
        settled_later = isinstance(fields, Fields) and _in_table(key)
        if home is None or settled_later or key.startswith("dimension_"):
            continue
        # A cell that was deleted is gone, unless somebody has written where it stood
        deleted = fields.ref(key) is None and text_of(fields.raw.cell(home)) is None
        if not deleted:
            bound[key] = home
    fields.bind(bound)
    if isinstance(fields, Fields):
        fields.bind_columns(_columns(fields, homes))
    return homes


def misplaced(fields: AnyFields, scheme: Scheme, homes: Homes) -> tuple[Problem, ...]:
    """Return a problem for every name that does not lead to where its field is printed, and for sheets beside the form."""
    # A second sheet that looks like the form is told even where all is in place
    found = [*_rivals(fields, homes)]
    if fields.at_home:
        return tuple(found)
    layout = fields.layout
    # Every name that leads elsewhere: because a cell was pasted in, or because it was led astray
    bound = {key: fields.ref(key) for key in layout.inputs}
    owners = {ref: key for key, ref in bound.items() if ref is not None}
    pasted: dict[CellRef, str] = {}
    astray: dict[str, CellRef | None] = {}
    for key, home in bound.items():
        there = fields.named(key)
        if home is None or there == home or NAME_PREFIX + key not in fields.raw.names:
            continue
        # Its own cell was pasted over, and with it the name was lost
        if there is None:
            pasted[home] = key
            continue
        # The name came along with a cell that was pasted into another field, or leads anywhere
        owner = owners.get(there)
        if owner is not None and _pasted_into(fields, key, owner, there):
            pasted[there] = owner
        else:
            astray[key] = there
    # All names stayed and all cells moved: a program did it, and one hint is enough
    if astray and all(there == layout.fields[key] for key, there in astray.items()):
        return (*found, _left_behind(fields, scheme, astray))
    found += _astray(fields, scheme, astray, owners)
    found += _pasted(fields, scheme, pasted)
    return tuple(found)


def _pasted_into(fields: AnyFields, key: str, owner: str, there: CellRef) -> bool:
    """Whether the name of `key` came along with a cell that was pasted into the field of `owner`, whose own name is gone."""
    return owner == key or fields.named(owner) in {None, there}


def _in_table(key: str) -> bool:
    return key.startswith("indicator_")


def _columns(fields: Fields, homes: Homes) -> Mapping[str, int]:
    """Return the columns of the indicators as their headings stand now."""
    columns = {}
    for name in fields.layout.indicator_fields:
        old = fields.layout.fields[f"indicator_0_{name}"]
        column = homes.column(old.sheet, old.column)
        if column is not None:
            columns[name] = column
    return columns


def _rivals(fields: AnyFields, homes: Homes) -> Iterator[Problem]:
    for other, read in homes.rivals:
        place = Location(file=fields.file, sheet=other)
        yield Problem(
            code="PE-193",
            place=place,
            slots={"sheet": other, "read": read},
        )


def _left_behind(
    fields: AnyFields, scheme: Scheme, astray: Mapping[str, CellRef | None]
) -> Problem:
    """Tell once that a program moved the cells of a form and left all names where they were."""
    keys = list(astray)
    home = fields.ref(keys[0])
    place = Location(file=fields.file, sheet="" if home is None else home.sheet)
    slots = {
        "field": _several(fields, scheme, keys),
        "where": "原来的位置",
        "printed": "现在的位置",
    }
    return Problem(
        code="PE-185",
        place=place,
        slots=slots,
        raised_to=Severity.HINT,
    )


def _astray(
    fields: AnyFields,
    scheme: Scheme,
    astray: Mapping[str, CellRef | None],
    owners: Mapping[CellRef, str],
) -> Iterator[Problem]:
    """Tell names that lead to no field, or to that of another; very many of them at once."""
    # Two fields that have changed places are told one by one: their contents may be exchanged
    swapped = {key: there for key, there in astray.items() if there in owners}
    aside = [key for key in astray if key not in swapped]
    # Very many at once are one cause
    if len(aside) > _MOST:
        first = aside[0]
        place = fields.place(first, "")
        slots = {
            "field": _several(fields, scheme, aside),
            "where": _where(astray[first]),
            "printed": "表上印出的内容",
        }
        yield Problem(code="PE-185", place=place, slots=slots)
        aside = []
    for key in aside:
        yield _led_away(fields, scheme, key, astray[key])
    for key, there in swapped.items():
        if there is not None:
            label = field_name(scheme, fields.layout, key)
            other = field_name(scheme, fields.layout, owners[there])
            place = fields.place(key, label)
            yield Problem(
                code="PE-186", place=place, slots={"field": label, "other": other}
            )


def _led_away(
    fields: AnyFields, scheme: Scheme, key: str, there: CellRef | None
) -> Problem:
    """Tell one name that leads to a cell of no field; where both cells say the same, it does no harm."""
    label = field_name(scheme, fields.layout, key)
    # What stands in the cell to which the name leads, since that is what other programs read
    where = _where(there)
    hidden = None
    if there is not None:
        hidden = text_of(fields.raw.cell(there))
    if hidden:
        where += f"（内容为“{_short(hidden)}”）"
    printed = fields.text(key)
    severity = None
    if not hidden or same_text(hidden, printed):
        severity = Severity.WARNING
    slots = {
        "field": f"“{label}”",
        "where": where,
        "printed": f"“{_short(printed or '（空）')}”",
    }
    return Problem(
        code="PE-185",
        place=fields.place(key, label),
        found=_short(hidden or ""),
        slots=slots,
        raised_to=severity,
    )


def _pasted(
    fields: AnyFields, scheme: Scheme, pasted: Mapping[CellRef, str]
) -> Iterator[Problem]:
    """Tell the cells that something was cut and pasted into: one by one, in an open form row by row."""
    # A row that was told as moved is not told cell by cell
    told = (problem.place for problem in fields.problems if problem.code == "PE-093")
    rows = {(place.sheet, place.ref.row) for place in told if place.ref is not None}
    for there, key in pasted.items():
        if text_of(fields.raw.cell(there)) is None:
            continue
        if isinstance(fields, Fields) and (there.sheet, there.row) in rows:
            continue
        rows.add((there.sheet, there.row))
        label = field_name(scheme, fields.layout, key)
        yield Problem(
            code="PE-093",
            place=fields.place(key, label),
            slots={"row": str(there.row), "category": label},
        )


def _several(fields: AnyFields, scheme: Scheme, keys: list[str]) -> str:
    label = partial(field_name, scheme, fields.layout)
    shown = "".join(f"“{label(key)}”" for key in keys[:_EXAMPLES])
    if len(keys) <= _EXAMPLES:
        return shown
    return f"{shown}等{len(keys)}个栏目"


def _where(there: CellRef | None) -> str:
    if there is None:
        return "不是一个单元格的内容"
    return f"工作表“{there.sheet}”的{there.address}"


def _short(text: str) -> str:
    line = " ".join(text.split())
    if len(line) <= _SHOWN:
        return line
    return line[:_SHOWN] + "…"
