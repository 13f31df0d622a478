"""Where the defined names of a workbook lead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from perfeval_xl.form.layout.placed import NAME_PREFIX
from perfeval_xl.refs import CellRef

__all__ = ["cell_of", "named_refs"]


def named_refs(
    names: Mapping[str, str], keys: Iterable[str]
) -> dict[str, CellRef | None]:
    """Return where the names of fields lead, those without a name left out; `None` for one whose cell was deleted."""
    refs: dict[str, CellRef | None] = {}
    for key in keys:
        reference = names.get(NAME_PREFIX + key)
        if reference is not None:
            refs[key] = cell_of(reference)
    return refs


@lru_cache(maxsize=1 << 14)
def cell_of(reference: str) -> CellRef | None:
    """Read `'自评表'!$H$12`, or the first cell of an area; `None` for `#REF!` and for anything else."""
    # The last ! ends the sheet: its title may hold one, too
    sheet, mark, address = reference.lstrip("=").rpartition("!")
    if not mark:
        return None
    if sheet.startswith("'") and sheet.endswith("'"):
        sheet = sheet[1:-1].replace("''", "'")
    try:
        return CellRef.parse(sheet, address.partition(":")[0])
    except ValueError:
        return None
