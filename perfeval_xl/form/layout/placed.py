"""What every layout says, whichever rows its indicators have: where each field stands, and how that is written."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

from perfeval_xl.refs import CellRef
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.sheets.model import Area

__all__ = ["NAME_PREFIX", "FormLayout", "LayoutKey"]

NAME_PREFIX = "pe_"
"""Every field `x` has the defined name `pe_x`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormLayout:
    """Every address of one form.

    `sheet` is the one with the indicators. `fields` maps a field key (`project`, `funds_0_budget`, `indicator_3_target`,
    `section_2`, …) to its cell and `areas` to the cells that it spans; a field that the form does not print is in
    neither. `goals` counts the pairs of goals. `inputs` are the fields that a person fills in.
    """

    sheet: str
    goals: int
    fields: Mapping[str, CellRef]
    areas: Mapping[str, Area]
    inputs: tuple[str, ...]

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

    def prints(self, key: str) -> bool:
        """Whether a field stands in the print area."""
        return key in self.fields

    def names(self) -> dict[str, str]:
        """Return the defined names, each with its absolute reference."""
        return {NAME_PREFIX + key: ref.absolute for key, ref in self.fields.items()}

    def at(self, key: str) -> str:
        """Return the address of a field, without sheet: `E14`."""
        return self.fields[key].address

    def seen_from(self, sheet: str, key: str) -> str:
        """Return the address as a formula on `sheet` writes it: `'评分依据'!G12` from another sheet."""
        ref = self.fields[key]
        if ref.sheet == sheet:
            return ref.address
        quoted = ref.sheet.replace("'", "''")
        return f"'{quoted}'!{ref.address}"


class LayoutKey:
    """A scheme, which stays loaded, and what tells one of its layouts from the others, as the key of a cache."""

    def __init__(self, scheme: Scheme, layout: FormLayout) -> None:
        self.scheme, self.layout = scheme, layout
        self._told = (scheme.id, scheme.version, layout.shape)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, LayoutKey):
            return False
        return self._told == other._told and self.scheme is other.scheme

    def __hash__(self) -> int:
        return hash(self._told)
