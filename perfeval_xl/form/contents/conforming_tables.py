"""The tables with free rows as a form gives them back: at their full width, without empty rows at the end."""

from __future__ import annotations

from collections.abc import Mapping

from perfeval_xl.form.contents.storing import refuse, stored_entry
from perfeval_xl.form.identity.stated import MOST_SLOTS
from perfeval_xl.form.layout.placed import FormLayout
from perfeval_xl.refs import Entry
from perfeval_xl.scheme.form_spec import FormPart

__all__ = ["columns_of_table", "conforming_tables"]

_Rows = tuple[tuple[Entry, ...], ...]


def conforming_tables(
    layout: FormLayout, tables: Mapping[str, _Rows]
) -> dict[str, _Rows]:
    """Return the tables in which anything stands; raises `BadSubmissionJson` for what the form cannot hold."""
    known = {part.name: part for part in layout.tables}
    conformed = {}
    for name, rows in tables.items():
        if name not in known:
            listed = "、".join(known) or "无"
            refuse(f"表格“{name}”不在本表中。", f"本表的表格：{listed}。")
        columns = columns_of_table(known[name])
        _refuse_what_does_not_fit(known[name], rows, columns)
        filled = _filled(rows, columns, name)
        if filled:
            conformed[name] = filled
    return conformed


def columns_of_table(part: FormPart) -> int:
    """Return how many columns of a table hold what people write: one in a table of targets."""
    if part.kind == "targets":
        return 1
    return len(part.columns)


def _refuse_what_does_not_fit(part: FormPart, rows: _Rows, columns: int) -> None:
    """Refuse rows that are too wide for a table, and more rows than it has."""
    for number, row in enumerate(rows, 1):
        if len(row) > columns:
            refuse(
                f"表格“{part.name}”第{number}行有{len(row)}栏，本表只有{columns}栏。",
                "请合并或删去多出的内容。",
            )
    if part.kind == "targets" and len(rows) > len(part.labels):
        refuse(
            f"表格“{part.name}”有{len(rows)}行，本表只有{len(part.labels)}行。",
            "请合并或删去多出的行。",
        )
    if len(rows) > MOST_SLOTS:
        refuse(
            f"表格“{part.name}”有{len(rows)}行，一张表最多{MOST_SLOTS}行。",
            "请合并后重试。",
        )


def _filled(rows: _Rows, columns: int, name: str) -> _Rows:
    """Return the rows at their full width, without the empty ones at the end."""
    # A short row is filled up, so that every cell of the table has an entry
    blank = (Entry(),) * columns
    filled = [
        tuple(stored_entry(cell, name) for cell in (*row, *blank)[:columns])
        for row in rows
    ]
    while filled and all(cell.blank for cell in filled[-1]):
        filled.pop()
    return tuple(filled)
