"""The marks by which a distributed form is known besides its fingerprint: whoever takes one off leaves the others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from perfeval_xl.form.identity.issue import Issue
from perfeval_xl.reading.fields import BoundFields, text_of
from perfeval_xl.sheets.raw import RawCell

__all__ = ["taken_off"]

_ISSUED = ("form_id", "fingerprint", "signature")
_PROPERTY = "perfeval_"
_NOTHING = ("", "-")
_LOCKED_ENDS = ("_target", "_initial_budget")


def taken_off(
    fields: BoundFields[Any], rows: Mapping[str, str], issue: Issue | None
) -> str:
    """Say which mark of a distributed form was taken off or exchanged, empty for none."""
    # The properties of the file say the same as the hidden sheet: whoever takes off one forgets the other
    told = {name: fields.raw.properties.get(_PROPERTY + name, "") for name in _ISSUED}
    if issue is None:
        # No distribution on the hidden sheet: was there one?
        left = [name for name in _ISSUED if told[name] not in _NOTHING]
        rest = (
            any(rows.get(name) for name in (*_ISSUED, "prefilled_0"))
            or "fingerprint" in rows
        )
        if left or rest or _given_are_locked(fields):
            return "没有了：指纹已被去掉"
        return ""
    # A signature that was there is gone, or the fingerprint is that of another form
    if not issue.signature.strip() and told["signature"] not in _NOTHING:
        return "没有了签名"
    if (
        told["fingerprint"] not in _NOTHING
        and told["fingerprint"].lower() != issue.fingerprint.strip().lower()
    ):
        return "换成了另一份表格的标识"
    return ""


def _given_are_locked(fields: BoundFields[Any]) -> bool:
    """Whether targets or budgets are filled in and locked while other cells are not: only distributing does that."""
    cells: dict[str, RawCell] = {key: fields.cell(key) for key in fields.layout.inputs}
    if all(cell.look.locked for cell in cells.values()):
        return False  # no program left any protection
    # Targets that the form prints itself are locked on every form
    printed = fields.layout.printed_targets
    given = [key for key in cells if key.endswith(_LOCKED_ENDS) and key not in printed]
    return any(
        cells[key].look.locked for key in given if text_of(cells[key]) is not None
    )
