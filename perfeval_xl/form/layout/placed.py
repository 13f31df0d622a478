"""What every layout says, whichever rows its indicators have: where each field stands, and how that is written."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from perfeval_xl.form.layout.asking import Asked
from perfeval_xl.form.layout.open_plan import Slot
from perfeval_xl.form.layout.spots import SheetPlan
from perfeval_xl.refs import CellRef
from perfeval_xl.scheme.form_spec import FormPart
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.sheets.model import Area

__all__ = [
    "NAME_PREFIX",
    "FormLayout",
    "LayoutKey",
    "SchemeKey",
    "fields_of",
    "live_areas",
]

NAME_PREFIX = "pe_"
"""Every field `x` has the defined name `pe_x`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormLayout:
    """Every address of one form.

    `sheet` is the one with the indicators, `plans` are all sheets that print. `fields` maps a field key (`project`, `funds_0_budget`, `indicator_3_target`,
    `section_2`, …) to its cell and `areas` to the cells that it spans; a field that the form does not print is in
    neither. What only formulas look at has an area, but no name, and is no field. `goals` counts the pairs of goals. `inputs` are the fields that a person fills in,
    or whose printed figure a submission may replace.

    `slots` are the rows in which units write indicators of their own, `asked` those that the form prints, with what is
    asked of each; `dimensions` are the 一级指标 of both, in their order. `tables` are the parts with free rows, and
    `table_rows` says how many rows each has. What a form does not have is empty.
    """

    sheet: str
    plans: tuple[SheetPlan, ...]
    goals: int
    fields: Mapping[str, CellRef]
    areas: Mapping[str, Area]
    inputs: tuple[str, ...]
    dimensions: tuple[str, ...]
    slots: tuple[Slot, ...] = ()
    asked: tuple[Asked, ...] = ()
    tables: tuple[FormPart, ...] = ()
    table_rows: Mapping[str, int] = field(default_factory=dict)
    dates: frozenset[str] = frozenset()
    """The fields that hold days."""

    @property
    def shape(self) -> Hashable:
        """What tells this layout from others of its scheme: how many rows it has of everything that can grow."""
        raise NotImplementedError

    @property
    def counted(self) -> Mapping[str, object]:
        """The same in the words of the hidden sheet, which are read back as JSON."""
        raise NotImplementedError

    @property
    def printed_targets(self) -> frozenset[str]:
        """The targets that the form prints itself: they are locked on every form. Usually none, units write them."""
        return frozenset()

    @property
    def breaks_labels(self) -> bool:
        """Whether a 一级指标 with points behind it stands in a narrow column: 决策（20分，得19分） is then broken in two or three."""
        return False

    @property
    def indicator_fields(self) -> tuple[str, ...]:
        """What a row that units write asks for, in the order in which a submission says it."""
        return ()

    @property
    def splits_targets(self) -> bool:
        """Whether a target of a row that units write stands in several columns: 符号, 指标值, 计量单位."""
        return False

    @property
    def reasons(self) -> str:
        """The section in which reasons are written where indicators have no column for them; empty for none."""
        return ""

    def title_of(self, name: str) -> str:
        """Return what the column of a row that units write is called; empty for none."""
        del name
        return ""

    @property
    def gives_funds_points(self) -> bool:
        """Whether the first row of the funds carries the points of 预算执行率."""
        return "funds_0_self_score" in self.fields

    def prints(self, key: str) -> bool:
        """Whether a field stands in the print area."""
        return key in self.fields

    def names(self) -> dict[str, str]:
        """Return the defined names, each with its absolute reference."""
        return {NAME_PREFIX + key: ref.absolute for key, ref in self.fields.items()}

    def at(self, key: str) -> str:
        """Return the address of a field, without sheet: `E14`."""
        return self.fields[key].address

    def ranges(self, sheet: str, keys: list[str]) -> list[str]:
        """Return the cells of some fields as a formula on `sheet` writes them, those under each other as one range."""
        refs = [self.fields[key] for key in keys]
        # A range of many cells is shorter than their list, and formulas have a greatest length
        runs: list[list[int]] = []
        for number, ref in enumerate(refs):
            before = refs[number - 1] if number else None
            here = (ref.sheet, ref.column, ref.row)
            if before and (before.sheet, before.column, before.row + 1) == here:
                runs[-1].append(number)
            else:
                runs.append([number])
        found = []
        for run in runs:
            first, last = self.seen_from(sheet, keys[run[0]]), refs[run[-1]].address
            found.append(f"{first}:{last}" if len(run) > 1 else first)
        return found

    def seen_from(self, sheet: str, key: str) -> str:
        """Return the address as a formula on `sheet` writes it: `'评分依据'!G12` from another sheet."""
        ref = self.fields[key]
        if ref.sheet == sheet:
            return ref.address
        quoted = ref.sheet.replace("'", "''")
        return f"'{quoted}'!{ref.address}"


def fields_of(plans: Iterable[SheetPlan]) -> dict[str, tuple[CellRef, Area]]:
    """Return the fields of some sheets, each with its cell and with the cells that it spans."""
    fields = {}
    for plan in plans:
        for spot in plan.spots:
            if spot.key:
                ref = CellRef(plan.title, spot.area.top, spot.area.left)
                fields[spot.key] = ref, spot.area
    return fields


def live_areas(plans: Iterable[SheetPlan]) -> dict[str, Area]:
    """Return the cells that are computed and are no fields, by what they are."""
    return {spot.live: spot.area for plan in plans for spot in plan.spots if spot.live}


Given = TypeVar("Given")


class SchemeKey(Generic[Given]):
    """A scheme, which stays loaded, and what is made for it, as the key of a cache; `told` tells what is given apart."""

    def __init__(self, scheme: Scheme, given: Given, told: Hashable) -> None:
        self.scheme, self.given = scheme, given
        # Compared by what tells two schemes apart; that it is the same object is compared besides
        self._told = (scheme.id, scheme.version, told)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, SchemeKey):
            return False
        return self._told == other._told and self.scheme is other.scheme

    def __hash__(self) -> int:
        return hash(self._told)


class LayoutKey(SchemeKey[FormLayout]):
    """A scheme and one of its layouts, as the key of a cache."""

    def __init__(self, scheme: Scheme, layout: FormLayout) -> None:
        super().__init__(scheme, layout, layout.shape)

    @property
    def layout(self) -> FormLayout:
        """The layout."""
        return self.given
